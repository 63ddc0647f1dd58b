//! The practice WeCom beside the practice Telegram: a corp that calls the bot's
//! own door, and the settings under which the bot knows it.

use crate::clock::Clock;
use crate::config::{Customers, Secret, Wecom};
use crate::flow::intake::Intake;
use crate::flow::pump::Nudge;
use crate::sandbox::wecom::{Corp, Settings};
use crate::store::Db;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Stays the same from run to run: it is part of the customers' addresses.
const ACCOUNT: &str = "wkAnju";
const FIRST_AGENT: i64 = 1_000_000;
const PATH: &str = "/wecom";

/// What WeChat lets through after a customer's own word, and what is kept of it.
const WINDOW: Customers = Customers { served: true, messages: 5, lasts: Duration::from_secs(48 * 60 * 60), kept: 2 };

/// Starts the corp. Its ids begin anew with each run, so that each run has
/// another application and another secret, which all ids are made of.
pub(super) async fn start(run: i64, name: &str, clock: &Clock, door: SocketAddr) -> anyhow::Result<Corp> {
    let settings = Settings { agentid: FIRST_AGENT + run, secret: format!("practice-{run}"), ..Settings::default() };
    let time = clock.clone();
    let corp = Corp::start(settings, Arc::new(move || time.calendar_now())).await?;
    corp.add_kf_account(ACCOUNT, name);
    corp.set_callback_url(Some(&format!("http://{door}{PATH}")));
    Ok(corp)
}

/// What the bot is told of it.
pub(super) fn settings(corp: &Corp) -> Wecom {
    let settings = corp.settings();
    Wecom {
        api_url: corp.url().to_owned(),
        corp_id: settings.corpid,
        agent_id: settings.agentid,
        secret: Secret::new(settings.secret),
        token: Secret::new(settings.token),
        aes_key: Secret::new(settings.encoding_aes_key),
        path: PATH.to_owned(),
        // As real as it is there: what is over thirty a minute is dropped.
        member_per_minute: 10,
        member_burst: 20,
        max_per_second: 1000,
        account_ceiling: 0,
        customers: WINDOW,
    }
}

/// What customers write is read from the beginning again: the log is as new as
/// the corp, whatever was remembered of the last one.
pub(super) async fn forget_page(db: &Db, clock: &Clock) -> anyhow::Result<()> {
    let intake = Intake::new(db.clone(), clock.clone(), Nudge::new(), format!("wecom_kf:{ACCOUNT}"));
    intake.file_page(Vec::new(), "").await?;
    Ok(())
}
