//! WeCom by the settings: the application, customer service, and the keys of
//! the door that WeCom calls.

use super::nudges::Nudges;
use super::office;
use super::stop::Stage;
use crate::channel::port::Messenger;
use crate::channel::wecom::api::{Account, Api};
use crate::channel::wecom::app::{AppSettings, TopButton, WecomApp};
use crate::channel::wecom::crypto::Keys;
use crate::channel::wecom::kf::{KfSettings, WecomKf};
use crate::channel::wecom::token::TokenShelf;
use crate::channel::wecom::wire::{Secret, http_client};
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::flow::customers::{Bell, CustomerPump};
use crate::flow::delivery::DeliverySettings;
use crate::flow::gate::Gate;
use crate::flow::intake::Intake;
use crate::flow::shelf::DbShelf;
use crate::script::args::Args;
use crate::script::texts::Texts;
use crate::store::Db;
use crate::store::days::Daily;
use crate::store::pace::Pace;
use crate::talk::inbound::Lang;
use crate::web::CallbackDoor;
use anyhow::Context;
use chrono::{FixedOffset, Offset, TimeDelta, Utc};
use std::sync::Arc;
use tracing::{info, warn};

#[derive(Clone)]
pub struct Wecom {
    pub app: Arc<WecomApp>,
    /// `None`: no owners are served on WeChat.
    pub customers: Option<Arc<WecomKf>>,
    keys: Arc<Keys>,
    bell: Bell,
    /// The channel account that callbacks come to.
    source: String,
}

impl Wecom {
    /// `None`: the settings name no enterprise.
    ///
    /// # Errors
    /// A setting that cannot work; never quoted.
    pub fn build(
        config: &Config,
        db: &Db,
        clock: &Clock,
        chance: &Chance,
        texts: &Texts,
    ) -> anyhow::Result<Option<Wecom>> {
        let Some(settings) = &config.wecom else { return Ok(None) };
        let shelf = DbShelf::new(db.clone(), clock.clone(), &settings.corp_id, settings.agent_id);
        Wecom::over(config, Arc::new(shelf), clock, chance, texts)
    }

    /// The same with the token kept elsewhere.
    ///
    /// # Errors
    /// A setting that cannot work; never quoted.
    pub fn over(
        config: &Config,
        shelf: Arc<dyn TokenShelf>,
        clock: &Clock,
        chance: &Chance,
        texts: &Texts,
    ) -> anyhow::Result<Option<Wecom>> {
        let Some(settings) = &config.wecom else { return Ok(None) };
        let keys = Keys::new(settings.token.reveal(), settings.aes_key.reveal(), &settings.corp_id)
            .context("the settings of WeCom")?;
        let account = Account {
            api_url: settings.api_url.clone(),
            corp: settings.corp_id.clone(),
            secret: Secret::new(settings.secret.reveal()).context("the settings of WeCom")?,
        };
        let machine = clock.clone();
        let now = Arc::new(move || machine.machine_now());
        let http = http_client(&settings.api_url).context("the settings of WeCom")?;
        let api = Api::new(account, http, shelf, &chance.code(12), now).context("the settings of WeCom")?;
        let app = AppSettings {
            agent: settings.agent_id,
            settled_caption: texts.plain(Lang::Zh, "tap.settled"),
            replaced_caption: texts.plain(Lang::Zh, "tap.replaced"),
            numbers_hint: texts.plain(Lang::Zh, "tap.numbers"),
            duplicate_codes: Vec::new(),
        };
        let owners = KfSettings { numbers_hint: app.numbers_hint.clone(), ..KfSettings::default() };
        let customers = settings.customers.served.then(|| Arc::new(WecomKf::new(api.clone(), owners)));
        Ok(Some(Wecom {
            app: Arc::new(WecomApp::new(api, app)),
            customers,
            keys: Arc::new(keys),
            bell: Bell::default(),
            source: format!("wecom_app:{}:{}", settings.corp_id, settings.agent_id),
        }))
    }

    pub fn messengers(&self) -> impl Iterator<Item = Arc<dyn Messenger>> {
        let app: Arc<dyn Messenger> = self.app.clone();
        let customers = self.customers.clone().map(|kf| kf as Arc<dyn Messenger>);
        std::iter::once(app).chain(customers)
    }

    #[must_use]
    pub fn door(&self, db: &Db, clock: &Clock, nudges: &Nudges) -> CallbackDoor {
        let intake = Intake::new(db.clone(), clock.clone(), nudges.turns.clone(), self.source.clone());
        CallbackDoor::new(Arc::new(intake), Arc::clone(&self.keys), self.bell.clone())
    }

    /// Fetches what customers write, if any are served.
    pub fn start_intake(&self, stage: &mut Stage, (db, clock): (&Db, &Clock), nudges: &Nudges, gate: Option<Gate>) {
        let Some(kf) = &self.customers else { return };
        let bell = self.bell.clone();
        let pump = CustomerPump::new(kf.clone(), db.clone(), clock.clone(), bell, nudges.turns.clone(), gate);
        nudges.start(stage, pump, clock, self.bell.nudge());
    }

    /// The menu under the application's chat, the same for everybody: what
    /// somebody may not do is refused when he asks for it.
    pub async fn order_menu(&self, texts: &Texts) {
        match self.app.set_menu(&menu(texts)).await {
            Ok(()) => info!("the menu of the application is set"),
            Err(why) => warn!("the menu of the application cannot be set: {why}"),
        }
    }
}

/// WeCom: three buttons with at most five entries each.
const MENU: [(&str, &[&str]); 3] = [
    ("app_menu.work", &["desk", "register", "orders", "pending", "overdue"]),
    ("app_menu.home", &["report", "cases"]),
    ("app_menu.more", &["language", "help"]),
];

fn menu(texts: &Texts) -> Vec<TopButton> {
    let entry = |name: &&str| (texts.plain(Lang::Zh, &format!("menu.{name}")), (*name).to_owned());
    MENU.iter()
        .map(|(label, names)| TopButton::Group {
            label: texts.plain(Lang::Zh, label),
            entries: names.iter().map(entry).collect(),
        })
        .collect()
}

/// How fast each of the two may send, and how much.
#[must_use]
pub fn delivery(config: &Config, texts: &Texts, customers: bool, general: DeliverySettings) -> DeliverySettings {
    let Some(wecom) = &config.wecom else { return general };
    let bot_pace = Pace::per_second(wecom.max_per_second, wecom.max_per_second);
    if customers {
        let go_on = |lang| (lang, texts.say(lang, "window.go_on", &Args::new()));
        return DeliverySettings {
            chat_pace: Pace::per_second(2, 5),
            bot_pace,
            budget: Some(office::window(config)),
            go_on: Lang::ALL.into_iter().map(go_on).collect(),
            ..general
        };
    }
    let day = Daily { zone: day_zone(), most: allowed_in_a_day(wecom.account_ceiling) };
    let interval = TimeDelta::milliseconds(60_000 / i64::from(wecom.member_per_minute));
    DeliverySettings { chat_pace: Pace { interval, burst: wecom.member_burst }, bot_pace, daily: Some(day), ..general }
}

/// WeCom: in a day an application may send so many messages for each account
/// that the enterprise may have; one to two people counts as two.
const MESSAGES_PER_ACCOUNT: u64 = 200;

fn allowed_in_a_day(account_ceiling: u32) -> Option<u64> {
    (account_ceiling > 0).then(|| u64::from(account_ceiling) * MESSAGES_PER_ACCOUNT)
}

/// WeCom counts by the days of China, wherever the bot runs.
fn day_zone() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| Utc.fix())
}
