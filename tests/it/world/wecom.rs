//! The side of the world that is on WeCom: a practice corp that calls the real
//! door over HTTP, the staff in the application, owners at customer service.

use super::{Place, World};
use anju::channel::port::Messenger;
use anju::channel::wecom::api::{Account, Api};
use anju::channel::wecom::app::{AppSettings, WecomApp};
use anju::channel::wecom::crypto::Keys;
use anju::channel::wecom::kf::{KfSettings, WecomKf};
use anju::channel::wecom::wire::{Secret, http_client};
use anju::clock::{Chance, Clock};
use anju::flow::customers::{Bell, CustomerPump};
use anju::flow::intake::Intake;
use anju::flow::pump::Nudge;
use anju::flow::shelf::DbShelf;
use anju::on;
use anju::sandbox::wecom::{Callback, Corp, CustomerPhone, MemberPhone, Phone as WecomPhone, Settings};
use anju::store::Db;
use anju::web::{CallbackDoor, Doors, Health, Hearing};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

const ACCOUNT: &str = "wkAnju";

pub struct Side {
    pub corp: Corp,
    settings: Settings,
    /// Of our door.
    url: String,
    /// One for all programs: making a client reads the certificates of the
    /// system, which is dear, and it remembers nothing but connections.
    http: reqwest::Client,
    db: Db,
    clock: Clock,
    pub bell: Bell,
    _stop: watch::Sender<bool>,
}

/// The bot's side of the two messengers; it remembers nothing.
pub struct Messengers {
    pub app: Arc<dyn Messenger>,
    pub customers: Arc<WecomKf>,
}

impl Side {
    pub async fn open(db: &Db, clock: &Clock) -> Side {
        let told = clock.clone();
        let corp =
            Corp::start(Settings::default(), Arc::new(move || told.calendar_now())).await.expect("the corp starts");
        corp.add_kf_account(ACCOUNT, "安居客服");
        let settings = corp.settings();
        let (stop, stopped) = watch::channel(false);
        let http = http_client(corp.url()).expect("a client");
        let (db, clock) = (db.clone(), clock.clone());
        let (url, bell) = (String::new(), Bell::default());
        let mut side = Side { corp, settings, url, http, db, clock, bell, _stop: stop };
        side.serve(stopped).await;
        side
    }

    /// The door survives a restart of the pumps: what comes meanwhile is stored.
    async fn serve(&mut self, stopped: watch::Receiver<bool>) {
        let keys = Keys::new(&self.settings.token, &self.settings.encoding_aes_key, &self.settings.corpid);
        let source = format!("wecom_app:{}:{}", self.settings.corpid, self.settings.agentid);
        let intake = Intake::new(self.db.clone(), self.clock.clone(), Nudge::new(), source);
        let door = CallbackDoor::new(Arc::new(intake), Arc::new(keys.expect("sound keys")), self.bell.clone());
        let health = Health {
            db: self.db.clone(),
            clock: self.clock.clone(),
            vitals: anju::flow::vitals::Vitals::new(self.clock.clone()),
            hearing: Hearing::by_being_told(self.clock.clone()),
            metrics: metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        self.url = format!("http://{}/wecom", listener.local_addr().expect("an address"));
        let doors = Doors { health, webhook: None, callback: Some(("/wecom".to_owned(), door)) };
        tokio::spawn(anju::web::serve(listener, doors, stopped));
        self.corp.set_callback_url(Some(&self.url));
        assert!(self.corp.verify_url().await, "the door answers the check of its address");
    }

    pub fn messengers(&self) -> Messengers {
        let account = Account {
            api_url: self.corp.url().to_owned(),
            corp: self.settings.corpid.clone(),
            secret: Secret::new(&self.settings.secret).expect("a secret"),
        };
        let shelf = DbShelf::new(self.db.clone(), self.clock.clone(), &self.settings.corpid, self.settings.agentid);
        let machine = self.clock.clone();
        // No two programs fetch the token under one name.
        let holder = Chance::real().code(12);
        let now = Arc::new(move || machine.machine_now());
        let api = Api::new(account, self.http.clone(), Arc::new(shelf), &holder, now);
        let api = api.expect("sound settings");
        let app = AppSettings {
            agent: self.settings.agentid,
            settled_caption: "已处理".to_owned(),
            replaced_caption: "已更新，见下方".to_owned(),
            numbers_hint: "（回复编号即可）".to_owned(),
            duplicate_codes: Vec::new(),
        };
        let owners = KfSettings { numbers_hint: app.numbers_hint.clone(), ..KfSettings::default() };
        Messengers { app: Arc::new(WecomApp::new(api.clone(), app)), customers: Arc::new(WecomKf::new(api, owners)) }
    }

    pub fn pump(&self, messengers: &Messengers) -> CustomerPump {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        CustomerPump::new(messengers.customers.clone(), db, clock, self.bell.clone(), Nudge::new(), None)
    }

    /// Everything that the corp had to tell is at the door.
    pub async fn told(&self) {
        assert!(self.corp.delivered(Duration::from_secs(20)).await, "callbacks are left");
    }

    /// Brings a callback to the door; the status of the answer.
    pub async fn brings(&self, callback: &Callback) -> u16 {
        let request = self.http.post(&self.url).query(&callback.query()).body(callback.body.clone());
        request.send().await.expect("the door answers").status().as_u16()
    }

    /// Whether whatever people did has been told, fetched and stored.
    pub async fn is_heard(&self) -> bool {
        let mut tx = self.db.read().await.expect("a read");
        let source = format!("wecom_kf:{ACCOUNT}");
        let stored: i64 =
            on!(tx, db => sqlx::query_scalar("select count(*) from inbox where source = $1").bind(source).fetch_one(db).await)
                .expect("rows are counted");
        let told = self.corp.delivered(Duration::ZERO).await;
        told && usize::try_from(stored) == Ok(self.corp.customer_items())
    }

    /// Presses what a message has shown once, whatever has become of it since.
    pub fn taps_late(&self, place: Place, user: i64, message: i64, key: &str) {
        let pressed = match place {
            Place::App => self.member(user).taps_late(message, key),
            Place::Customer | Place::Telegram => self.customer(user).taps_on(message, key),
        };
        pressed.expect("it can be pressed");
    }

    pub fn add(&self, place: Place, user: i64, name: &str) {
        match place {
            Place::App => drop(self.corp.add_member(&member(user), name)),
            Place::Customer => drop(self.corp.add_customer(&customer(user), name)),
            Place::Telegram => {}
        }
    }

    /// Opens an invitation.
    pub fn opens(&self, place: Place, user: i64, code: &str) {
        match place {
            Place::App => {
                self.corp.member(&member(user)).says(&format!("/start {code}")).expect("it can be said");
            }
            Place::Customer => {
                self.corp.customer(&customer(user)).enters("invitation", code).expect("it can be opened")
            }
            Place::Telegram => {}
        }
    }

    pub fn member(&self, user: i64) -> MemberPhone {
        self.corp.member(&member(user))
    }

    pub fn customer(&self, user: i64) -> CustomerPhone {
        self.corp.customer(&customer(user))
    }

    /// Turns away, or comes back.
    pub fn is_reachable(&self, place: Place, user: i64, reachable: bool) {
        let (app, customer) = (self.member(user), self.customer(user));
        let done = match (place, reachable) {
            (Place::Customer, _) => customer.refuses(!reachable),
            (_, true) => app.joins(),
            (_, false) => app.leaves(),
        };
        done.expect("he is there");
    }

    pub fn sends_voice(&self, place: Place, user: i64) {
        let amr = b"#!AMR\n".to_vec();
        let sent = match place {
            Place::Customer => self.customer(user).sends_voice(amr),
            _ => self.member(user).sends_voice(amr),
        };
        sent.expect("it can be sent");
    }

    pub fn sends_location(&self, place: Place, user: i64) {
        let (x, y, label) = (30.25, 120.16, "");
        let sent = match place {
            Place::Customer => self.customer(user).sends_location(x, y, label),
            _ => self.member(user).sends_location(x, y, label),
        };
        sent.expect("it can be sent");
    }

    pub fn phone(&self, place: Place, user: i64) -> Box<dyn WecomPhone> {
        match place {
            Place::App | Place::Telegram => Box::new(self.member(user)),
            Place::Customer => Box::new(self.customer(user)),
        }
    }
}

fn member(user: i64) -> String {
    format!("Staff{user}")
}

fn customer(user: i64) -> String {
    format!("wm{user}")
}

impl World {
    /// Answers by number what the messenger could only list.
    pub(super) fn number_of(text: &str, label: &str) -> Option<String> {
        text.lines().find_map(|line| {
            let (number, listed) = line.split_once(". ")?;
            (listed == label && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.to_owned())
        })
    }
}
