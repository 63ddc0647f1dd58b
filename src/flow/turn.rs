//! One inbox row, one transaction: everything that it causes is gathered here
//! and written at the end. A turn neither begins nor commits.

use crate::channel;
use crate::domain::ids::{AccountId, CaseId, Seq};
use crate::flow::effect::Effect;
use crate::flow::held::{self, Held};
use crate::flow::office::Office;
use crate::flow::receipt::Receipt;
use crate::process::say::{Say, Sketch};
use crate::script::args::Args;
use crate::store::Tx;
use crate::store::inbox::{InboxRow, Kind};
use crate::store::timers::Fell;
use crate::talk::inbound::{Inbound, Lang};
use crate::talk::message::{Class, Message};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A turn under way.
pub struct Turn<'a> {
    pub office: &'a Office,
    pub tx: &'a mut Tx,
    /// Calendar time at which it is handled.
    pub now: DateTime<Utc>,
    /// Machine time, for what is queued.
    pub machine: DateTime<Utc>,
    /// Calendar time at which it was said.
    pub said_at: DateTime<Utc>,
    pub row: &'a InboxRow,
    pub held: BTreeMap<CaseId, Held>,
    pub effects: Vec<Effect>,
    /// Whoever opened the chat may be greeted by this code, and not otherwise.
    pub welcome: Option<(AccountId, String)>,
}

impl Turn<'_> {
    /// Everything that the row causes, gathered and not yet written. The outcome
    /// is a word for the row.
    pub async fn take(&mut self) -> anyhow::Result<&'static str> {
        match self.row.kind {
            Kind::Update => self.update().await,
            Kind::Timer => self.timer().await,
            Kind::Receipt => self.receipt().await,
        }
    }

    async fn update(&mut self) -> anyhow::Result<&'static str> {
        let inbound = self.heard()?;
        self.hear(inbound).await
    }

    /// What was said, in no messenger's terms.
    ///
    /// # Errors
    /// A raw update that its channel cannot read.
    pub fn heard(&self) -> anyhow::Result<Inbound> {
        let Some(channel) = self.row.channel() else {
            anyhow::bail!("`{}` is no messenger", self.row.source);
        };
        channel::parse(channel, &self.row.raw)
    }

    /// A timer's key says what it wakes.
    async fn timer(&mut self) -> anyhow::Result<&'static str> {
        let fell = Fell::read(self.row)?;
        let (kind, id) = fell.key.split_once(':').unwrap_or((fell.key.as_str(), ""));
        let id: i64 = id.parse()?;
        match kind {
            "case" => self.wake_case(CaseId(id)).await,
            "draft" => self.nudge_draft(crate::domain::ids::DraftId(id)).await,
            "gather" => self.close_gathering_of(AccountId(id)).await,
            _ => anyhow::bail!("nothing is woken by the timer `{}`", fell.key),
        }
    }

    async fn receipt(&mut self) -> anyhow::Result<&'static str> {
        match Receipt::read(self.row)? {
            receipt @ Receipt::Undeliverable { .. } => self.undeliverable(receipt).await,
            // The photo counted from the moment it was sent; now it is safe.
            Receipt::AttachmentStored { .. } => Ok("stored"),
            Receipt::AttachmentLost { attachment, account, case, why } => {
                self.photo_lost(attachment, account, case, &why).await
            }
        }
    }

    /// Locks and loads a case once per turn. False: there is no such case.
    pub async fn hold(&mut self, case: CaseId) -> anyhow::Result<bool> {
        if self.held.contains_key(&case) {
            return Ok(true);
        }
        match held::hold(self.tx, case, self.now).await? {
            Some(held) => {
                self.held.insert(case, held);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    #[must_use]
    pub fn words(&self, lang: Lang, key: &str, args: &Args) -> String {
        self.office.texts.say(lang, key, args)
    }

    pub fn say(&mut self, account: AccountId, message: Message) {
        self.say_about(account, message, None);
    }

    pub fn say_about(&mut self, account: AccountId, message: Message, about: Option<(CaseId, Option<Seq>)>) {
        self.effects.push(Effect::Say { account, class: Class::Reply, message, about });
    }

    /// One sentence to one account.
    pub fn tell(&mut self, account: AccountId, lang: Lang, key: &str, args: &Args) {
        let text = self.words(lang, key, args);
        self.say(account, Message::text(text));
    }

    pub fn show(&mut self, account: AccountId, lang: Lang, sketch: &Sketch, about: Option<CaseId>) {
        let message = sketch.message(&self.office.texts, lang);
        self.say_about(account, message, about.map(|case| (case, None)));
    }

    #[must_use]
    pub fn label(&self, lang: Lang, say: &Say) -> String {
        say.text(&self.office.texts, lang)
    }
}
