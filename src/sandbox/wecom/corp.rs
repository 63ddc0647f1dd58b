//! The handle to the practice corp: starting it, filling it with people,
//! waiting for something to change.

use super::callbacks::{Callback, Delivery};
use super::customer::CustomerPhone;
use super::kf::{Account, Customer};
use super::member::MemberPhone;
use super::message::Chat;
use super::refusal::Guesses;
use super::state::{Call, Member, Settings, State};
use super::world::World;
use super::{api, deliver};
use crate::sandbox::connection::{CuttableListener, Cutter, listen};
use crate::sandbox::shared::NowFn;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;

/// A WeCom on loopback and everybody who is in it. Clones share one world,
/// which ends with the last of them.
#[derive(Clone)]
pub struct Corp {
    pub(super) world: Arc<World>,
    server: Arc<Server>,
}

struct Server {
    url: String,
    tasks: [AbortHandle; 2],
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

impl Corp {
    /// Starts on a free port. `now` is the time people and the server live in.
    pub async fn start(settings: Settings, now: NowFn) -> io::Result<Self> {
        Self::start_on(settings, now, 0).await
    }

    /// Starts on this port of loopback.
    pub async fn start_on(settings: Settings, now: NowFn, port: u16) -> io::Result<Self> {
        let state = State::new(settings).map_err(io::Error::other)?;
        let listener = listen(port).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let world = Arc::new(World::new(state, now));
        let door = api::router(world.clone()).into_make_service_with_connect_info::<Cutter>();
        let serving = axum::serve(CuttableListener(listener), door);
        let serving = tokio::spawn(async move { serving.await }).abort_handle();
        let delivering = tokio::spawn(deliver::deliver(world.clone())).abort_handle();
        let server = Arc::new(Server { url, tasks: [serving, delivering] });
        Ok(Self { world, server })
    }

    /// What stands in place of `https://qyapi.weixin.qq.com`.
    pub fn url(&self) -> &str {
        &self.server.url
    }

    pub fn settings(&self) -> Settings {
        self.world.with(|state, _| state.settings.clone())
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.world.now()
    }

    /// Where callbacks go. Until there is an address they wait, and no card
    /// with buttons may be sent.
    pub fn set_callback_url(&self, url: Option<&str>) {
        self.world.change(|state, _| state.callback_url = url.map(str::to_owned));
    }

    /// What the console does when the address is saved: whether the bot gives
    /// back the plain words within a second.
    pub async fn verify_url(&self) -> bool {
        deliver::verify(&self.world).await
    }

    /// Somebody of the staff who sees the app. Adding again changes the name.
    pub fn add_member(&self, userid: &str, name: &str) -> MemberPhone {
        self.world.change(|state, _| {
            let member = Member { userid: userid.to_owned(), name: name.to_owned(), sees_app: true, licensed: true };
            state.members.insert(userid.to_lowercase(), member);
        });
        self.member(userid)
    }

    pub fn add_kf_account(&self, open_kfid: &str, name: &str) {
        let account = Account { open_kfid: open_kfid.to_owned(), name: name.to_owned() };
        self.world.change(|state, _| state.kf.accounts.push(account));
    }

    /// Somebody on WeChat.
    pub fn add_customer(&self, external_userid: &str, nickname: &str) -> CustomerPhone {
        let customer = Customer {
            external_userid: external_userid.to_owned(),
            nickname: nickname.to_owned(),
            refuses: false,
            entered_by: None,
        };
        self.world.change(|state, _| state.kf.customers.insert(external_userid.to_owned(), customer));
        self.customer(external_userid)
    }

    pub fn has_customer(&self, external_userid: &str) -> bool {
        self.world.with(|state, _| state.kf.customers.contains_key(external_userid))
    }

    pub fn member(&self, userid: &str) -> MemberPhone {
        MemberPhone::new(self, userid)
    }

    /// A customer's chat with the first KF account.
    pub fn customer(&self, external_userid: &str) -> CustomerPhone {
        let first = self.world.with(|state, _| state.kf.accounts.first().map(|account| account.open_kfid.clone()));
        self.customer_of(&first.unwrap_or_default(), external_userid)
    }

    pub fn customer_of(&self, open_kfid: &str, external_userid: &str) -> CustomerPhone {
        CustomerPhone::new(self, Chat::kf(open_kfid, external_userid))
    }

    /// Changes what WeCom never told anybody.
    pub fn guess(&self, change: impl FnOnce(&mut Guesses)) {
        self.world.change(|state, _| change(&mut state.guesses));
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.world.with(|state, _| state.calls.clone())
    }

    /// Calls of one method: `message/send`.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.method == method);
        calls
    }

    /// How many messages and events of customers there are to be fetched, in all.
    pub fn customer_items(&self) -> usize {
        self.world.with(|state, _| state.kf.log.len())
    }

    /// How often a token was fetched.
    pub fn token_fetches(&self) -> u64 {
        self.world.with(|state, _| state.tokens.fetches())
    }

    /// Messages to this member that were silently dropped.
    pub fn dropped(&self, userid: &str) -> usize {
        self.world.with(|state, _| state.pace.dropped(&userid.to_lowercase()))
    }

    /// Callbacks that were sent, and what became of them.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.world.with(|state, _| state.outbound.done.clone())
    }

    /// Callbacks that wait to be sent.
    pub fn pending_callbacks(&self) -> Vec<Callback> {
        self.world.with(|state, _| state.outbound.waiting().cloned().collect())
    }

    /// Takes them off the wire, for a door that is called without HTTP.
    pub fn take_callbacks(&self) -> Vec<Callback> {
        self.world.change(|state, _| state.outbound.take_all())
    }

    /// Waits until every callback was answered or given up; false if that took
    /// longer than this by the machine's clock.
    pub async fn delivered(&self, patience: Duration) -> bool {
        let quiet = |corp: &Self| corp.world.with(|state, _| state.outbound.is_quiet().then_some(()));
        self.until(patience, quiet).await.is_some()
    }

    /// Type and bytes of a medium, also of one the API no longer finds.
    pub fn medium(&self, media_id: &str) -> Option<(String, Bytes)> {
        self.world.with(|state, _| {
            let medium = state.media.shown(media_id)?;
            Some((medium.mime.clone(), medium.bytes.clone()))
        })
    }

    /// Rises with every change of the world.
    pub fn revision(&self) -> u64 {
        self.world.with(|state, _| state.revision)
    }

    /// Waits until the world is newer than `seen` and returns its revision.
    pub async fn wait_for_change(&self, seen: u64) -> u64 {
        let mut changes = self.world.changes();
        match changes.wait_for(|revision| *revision > seen).await {
            Ok(revision) => *revision,
            Err(_) => seen,
        }
    }

    /// Looks again after every change until something is found, or the time
    /// (by the machine's clock) is up.
    pub async fn until<T>(&self, patience: Duration, look: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let search = async {
            let mut changes = self.world.changes();
            loop {
                if let Some(found) = look(self) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        tokio::time::timeout(patience, search).await.ok()?
    }
}
