//! A world to play stories in: the practice messenger over real HTTP, the real
//! channel and pumps stepped by hand, a clock that stands still until moved.

mod breaker;
pub mod journal;
mod office;
mod people;
mod phone;
mod steps;
mod together;
mod wecom;

pub use breaker::Breaker;
pub use journal::Journal;
pub use people::{ENGINEER, Fixture, GM, MANAGER, VICE};
pub use phone::{Phone, picture};
pub use steps::{CLERK, LEADER, OWNER, china};

use anju::channel::port::Messenger as Channel;
use anju::channel::telegram::{Api, TelegramMessenger, Token, http_client};
use anju::clock::{Chance, Clock};
use anju::config::Config;
use anju::domain::calendar::Calendar;
use anju::flow::customers::CustomerPump;
use anju::flow::delivery::{DeliveryPump, DeliverySettings};
use anju::flow::files::{FilePump, FileSettings};
use anju::flow::gate::Gate;
use anju::flow::handler::Turns;
use anju::flow::intake::Intake;
use anju::flow::office::{Manners, Office};
use anju::flow::poll::PollPump;
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::sweep::SweepPump;
use anju::flow::timers::TimerPump;
use anju::flow::turns::{Downstream, TurnPump};
use anju::sandbox::Messenger;
use anju::script::scripts::Scripts;
use anju::script::source::Source;
use anju::script::texts::Texts;
use anju::store::Db;
use anju::store::windows::Budget;
use anju::talk::inbound::{Channel as ChannelName, Lang};
use anju::understanding::Understanding;
use chrono::{DateTime, TimeDelta, Utc};
use journal::{Deed, Who};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::sync::watch;

/// Which messengers the people of a world have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Telegram,
    /// The staff in the application, owners at customer service.
    Wecom,
    /// Owners on WeChat, the repair teams in the application, the office on Telegram.
    Mixed,
}

/// Where somebody's phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Telegram,
    App,
    Customer,
}

pub const TOKEN: &str = "4242:practice";

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub messenger: Messenger,
    pub office: Arc<Office>,
    pub files: PathBuf,
    people: Fixture,
    pub stage: Stage,
    pub wecom: Option<wecom::Side>,
    /// What has been done since everybody was there.
    pub journal: Journal,
    pumps: Pumps,
    /// Set: the program dies again and again while it settles.
    breaker: Option<breaker::Breaker>,
    api: Api,
    _folder: tempfile::TempDir,
    _stop: watch::Sender<bool>,
}

struct Pumps {
    poll: PollPump,
    turns: Vec<TurnPump>,
    timers: TimerPump,
    deliveries: Vec<DeliveryPump>,
    customers: Option<CustomerPump>,
    files: FilePump,
    gate: Gate,
    /// Off while the program comes up: timers wait for what was said meanwhile.
    opens_gate: bool,
    /// The files' pump stands still.
    files_held: bool,
}

const BUDGET: Budget = Budget { messages: 5, lasts: TimeDelta::hours(48), kept: 2 };

/// 2025-10-10 14:10 in China: a Friday; the Saturday after is a make-up day.
pub fn friday() -> DateTime<Utc> {
    "2025-10-10T06:10:00Z".parse().expect("an instant")
}

/// Read once: it takes longer than everything else that a story needs.
static OFFICE: LazyLock<Arc<Office>> = LazyLock::new(|| Arc::new(office()));

/// The same office that the shipped defaults and dialogues make.
pub fn office() -> Office {
    let source = Source::embedded();
    let calendar_text =
        source.get("calendar/cn.toml").map(|file| file.text.to_owned()).expect("the calendar is embedded");
    let calendar = Calendar::parse(&calendar_text).expect("the calendar is sound").with_version("1");
    let texts = Texts::load(&source).expect("the texts are sound").in_zone(calendar.zone());
    let scripts = Scripts::load(&source, &texts).expect("the scripts are sound");
    let understanding = Understanding::load(&source, scripts.words()).expect("the sentences are sound");
    let config = Config::read(None, []).expect("the defaults are sound");
    let rules = config.rules(scripts.words());
    let manners = Manners {
        window: BUDGET,
        gather_quiet: TimeDelta::seconds(2),
        gather_most: 10,
        wrong_codes: 5,
        offer_stands: TimeDelta::hours(24),
        back_after: TimeDelta::hours(24),
        service_number: String::new(),
    };
    Office { rules, calendar, scripts, texts, understanding, manners }
}

impl World {
    /// The demo company, everybody bound and with a phone.
    pub async fn new(db: Db) -> World {
        World::at(db, friday()).await
    }

    pub async fn at(db: Db, now: DateTime<Utc>) -> World {
        World::on(db, Stage::Telegram, now).await
    }

    pub async fn on(db: Db, stage: Stage, now: DateTime<Utc>) -> World {
        let clock = Clock::frozen(now);
        let told = clock.clone();
        let messenger =
            Messenger::start(TOKEN, Arc::new(move || told.calendar_now())).await.expect("the messenger starts");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = folder.path().join("files");
        let office = Arc::clone(&OFFICE);
        let people = people::found(&db, now).await;
        let (stop, stopped) = watch::channel(false);
        let api = api(&messenger);
        let wecom = match stage {
            Stage::Telegram => None,
            Stage::Wecom | Stage::Mixed => Some(wecom::Side::open(&db, &clock).await),
        };
        let pumps = Pumps::new((&db, &clock), &api, wecom.as_ref(), Arc::clone(&office), &files, stopped);
        let mut world = World {
            db,
            clock,
            messenger,
            office,
            files,
            people,
            stage,
            wecom,
            journal: Journal::default(),
            pumps,
            breaker: None,
            api,
            _folder: folder,
            _stop: stop,
        };
        world.bind_everybody().await;
        world.journal.shorten(0);
        world
    }

    /// The program dies and starts again: nothing but the database survives.
    pub fn restart(&mut self) {
        self.journal.note(Deed::Restarts);
        let (stop, stopped) = watch::channel(false);
        let (base, office) = ((&self.db, &self.clock), Arc::clone(&self.office));
        self.pumps = Pumps::new(base, &self.api, self.wecom.as_ref(), office, &self.files, stopped);
        self._stop = stop;
    }

    /// The program starts after a while in which it was down.
    pub async fn comes_up(&mut self) {
        let so_far = self.journal.length();
        self.restart();
        self.pumps.opens_gate = false;
        self.settle().await;
        self.pumps.opens_gate = true;
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::ComesUp);
    }

    /// No file is fetched until they are released.
    pub fn hold_files(&mut self) {
        self.journal.note(Deed::FilesHeld);
        self.pumps.files_held = true;
    }

    pub async fn release_files(&mut self) {
        let so_far = self.journal.length();
        self.pumps.files_held = false;
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::FilesReleased);
    }

    async fn bind_everybody(&mut self) {
        let everybody = self.people.everybody();
        for (name, user, code) in &everybody {
            self.comes(name, *user, code, "zh-hans");
        }
        self.settle().await;
        for (name, ..) in everybody {
            self.phone(&name).skip();
        }
    }

    /// Gets a phone and opens his invitation on it.
    fn comes(&self, name: &str, user: i64, code: &str, messenger_lang: &str) {
        let place = self.place(name);
        if let Some(side) = self.wecom.as_ref().filter(|_| place != Place::Telegram) {
            side.add(place, user, name);
            side.opens(place, user, code);
            return;
        }
        self.messenger.add_user(user, name, messenger_lang);
        self.messenger.starts(user, Some(code)).expect("Start can be pressed");
    }

    /// The house is kept once.
    pub async fn sweeps(&mut self) {
        let mut sweep = SweepPump {
            db: self.db.clone(),
            clock: self.clock.clone(),
            keep_raw: TimeDelta::days(30),
            keep_sent: TimeDelta::days(180),
            delivery: Nudge::new(),
        };
        step(&mut sweep).await;
        let so_far = self.journal.length();
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::Sweeps);
    }

    /// One page of what customers wrote, and nothing else.
    pub async fn one_page(&mut self) {
        if let (Some(side), Some(customers)) = (&self.wecom, &mut self.pumps.customers) {
            side.told().await;
            step(customers).await;
        }
    }

    /// Machine time passes: leases and pauses end.
    pub async fn machine_minutes(&mut self, minutes: i64) {
        self.clock.advance_machine(TimeDelta::minutes(minutes));
        let so_far = self.journal.length();
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::MachineMinutes(minutes));
    }

    /// Which messenger somebody has.
    pub fn place(&self, name: &str) -> Place {
        match (self.stage, self.people.is_staff(name), name) {
            (Stage::Telegram, ..) => Place::Telegram,
            (_, false, _) => Place::Customer,
            (Stage::Wecom, true, _) => Place::App,
            (Stage::Mixed, true, LEADER | "赵军") => Place::App,
            (Stage::Mixed, true, _) => Place::Telegram,
        }
    }

    /// Which messenger people have who are not of the company.
    pub fn place_of_strangers(&self) -> Place {
        match self.stage {
            Stage::Telegram => Place::Telegram,
            Stage::Wecom | Stage::Mixed => Place::Customer,
        }
    }

    /// Somebody's phone.
    pub fn phone(&self, name: &str) -> Phone<'_> {
        Phone::new(self, self.people.user(name), name)
    }

    pub fn phone_in_hand(&self, who: &Who) -> Phone<'_> {
        match who {
            Who::Named(name) => self.phone(name),
            Who::Stranger(user) => self.phone_of(*user),
        }
    }

    pub fn people(&self) -> &Fixture {
        &self.people
    }

    /// Runs the pumps until nothing is due now.
    pub async fn settle(&mut self) {
        self.journal.note(Deed::Settles);
        if self.breaker.is_some() {
            return self.settle_dying().await;
        }
        for _ in 0..400 {
            if let Some(side) = &self.wecom {
                side.told().await;
            }
            if !self.pumps.round().await {
                return;
            }
        }
        panic!("the pumps never come to rest");
    }

    /// Time passes, and what falls due on the way happens when it falls due.
    pub async fn advance(&mut self, by: TimeDelta) {
        let so_far = self.journal.length();
        self.passes(by).await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::Advances(by));
    }

    async fn passes(&mut self, by: TimeDelta) {
        let until = self.clock.calendar_now() + by;
        loop {
            let next = self.next_alarm().await.filter(|at| *at <= until);
            let now = self.clock.calendar_now();
            let to = next.unwrap_or(until).max(now);
            self.clock.advance(to - now);
            self.settle().await;
            if to >= until {
                return;
            }
        }
    }

    /// One poll only; what it brought is worked off, and the next one comes late.
    pub async fn one_poll(&mut self, late: TimeDelta) {
        self.journal.note(Deed::OnTelegramAlone("a poll comes late"));
        step(&mut self.pumps.poll).await;
        while self.pumps.round_without_poll().await {}
        self.clock.advance(late);
        while self.pumps.round_without_poll().await {}
    }

    async fn next_alarm(&self) -> Option<DateTime<Utc>> {
        let mut tx = self.db.read().await.expect("a read");
        anju::store::timers::next_due(&mut tx)
            .await
            .expect("timers are read")
            .filter(|at| *at > self.clock.calendar_now())
    }

    pub async fn minutes(&mut self, minutes: i64) {
        self.advance(TimeDelta::minutes(minutes)).await;
    }

    pub async fn hours(&mut self, hours: i64) {
        self.advance(TimeDelta::hours(hours)).await;
    }

    /// No inbox row is open or parked. On WeChat a notice may wait for its reader.
    pub async fn everything_heard(&self) {
        let mut tx = self.db.read().await.expect("a read");
        let backlog = anju::store::inbox::backlog(&mut tx).await.expect("the inbox is read");
        assert_eq!((backlog.open, backlog.parked), (0, 0), "inbox rows are left: {backlog:?}");
    }

    /// Nothing may be left behind: no open inbox or outbox row, none parked.
    pub async fn nothing_left(&self) {
        self.everything_heard().await;
        let mut tx = self.db.read().await.expect("a read");
        let queue = anju::store::outbox::backlog(&mut tx).await.expect("the outbox is read");
        assert_eq!(queue.open, 0, "outbox rows are left: {queue:?}");
    }
}

impl Pumps {
    fn new(
        (db, clock): (&Db, &Clock),
        api: &Api,
        side: Option<&wecom::Side>,
        office: Arc<Office>,
        files: &std::path::Path,
        stop: watch::Receiver<bool>,
    ) -> Pumps {
        let (turns_nudge, timers_nudge, sends) = (Nudge::new(), Nudge::new(), Nudge::new());
        let gate = Gate::closed(clock.clone(), TimeDelta::seconds(1), timers_nudge);
        let intake = Arc::new(Intake::new(db.clone(), clock.clone(), turns_nudge.clone(), "telegram:4242"));
        let channel: Arc<dyn Channel> = Arc::new(TelegramMessenger::over(api.clone()));
        let turns = Arc::new(Turns::new(office, clock.clone()));
        let turn_pump = || {
            TurnPump::new(
                db.clone(),
                clock.clone(),
                turns.clone(),
                turns.clone(),
                Downstream { nudges: vec![sends.clone()] },
                3,
            )
        };
        // No two programs may hold leases under one name.
        let chance = Chance::real();
        let mut settings = DeliverySettings::new(files.to_owned());
        // Stories are told in no time; pacing has tests of its own.
        settings.chat_pace = anju::store::pace::Pace::per_second(1000, 1000);
        settings.bot_pace = anju::store::pace::Pace::per_second(1000, 1000);
        let file_settings = FileSettings {
            fetch_timeout: Duration::from_secs(20),
            max_attempts: 2,
            ..FileSettings::new(files.to_owned())
        };
        let wecom = side.map(wecom::Side::messengers);
        let customers = side.zip(wecom.as_ref()).map(|(side, messengers)| side.pump(messengers));
        let mut channels = vec![channel];
        channels.extend(wecom.into_iter().flat_map(|both| [both.app, both.customers as Arc<dyn Channel>]));
        let delivery = |channel: &Arc<dyn Channel>| {
            let mut settings = settings.clone();
            if channel.channel() == ChannelName::WecomKf {
                settings.budget = Some(BUDGET);
                settings.go_on = BTreeMap::from([(Lang::Zh, "（回复 1 继续）".to_owned())]);
            }
            let (db, clock, chance) = (db.clone(), clock.clone(), chance.clone());
            DeliveryPump::new(db, clock, chance, Arc::clone(channel), settings, &sends, turns_nudge.clone())
        };
        Pumps {
            deliveries: channels.iter().map(delivery).collect(),
            customers,
            poll: PollPump::new(Arc::new(api.clone()), intake, clock.clone(), gate.clone(), 0, stop),
            turns: vec![turn_pump()],
            timers: TimerPump { db: db.clone(), clock: clock.clone(), gate: gate.clone(), turns: turns_nudge.clone() },
            files: FilePump {
                db: db.clone(),
                clock: clock.clone(),
                chance: chance.clone(),
                messengers: channels.iter().map(|channel| (channel.channel(), Arc::clone(channel))).collect(),
                settings: file_settings,
                turns: turns_nudge.clone(),
            },
            gate,
            opens_gate: true,
            files_held: false,
        }
    }

    /// One step of each pump; false when none had anything to do.
    async fn round(&mut self) -> bool {
        if self.opens_gate {
            self.gate.open();
        }
        let mut polled = step(&mut self.poll).await;
        if let Some(customers) = &mut self.customers {
            polled |= step(customers).await;
        }
        self.round_without_poll().await | polled
    }

    async fn round_without_poll(&mut self) -> bool {
        let mut worked = step(&mut self.timers).await;
        for turns in &mut self.turns {
            worked |= step(turns).await;
        }
        if !self.files_held {
            worked |= step(&mut self.files).await;
        }
        for delivery in &mut self.deliveries {
            worked |= step(delivery).await;
        }
        worked
    }
}

/// The bot's side of the messenger; it remembers nothing.
fn api(messenger: &Messenger) -> Api {
    let token = Token::new(messenger.token()).expect("a token");
    let http = http_client(messenger.url()).expect("a client");
    Api::new(messenger.url(), token, http).expect("an address")
}

async fn step(pump: &mut dyn Pump) -> bool {
    match pump.step().await {
        Ok(step) => step == Step::Worked,
        Err(why) => panic!("{}: {why:#}", pump.name()),
    }
}
