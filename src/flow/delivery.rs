//! The pump that sends what the outbox holds, through one messenger: lease,
//! send with no transaction open, record. Several chats at once, one message
//! per chat; a slow one holds up nobody else.

use super::backoff::Backoff;
pub use super::delivery_settings::DeliverySettings;
use super::outgoing::{Answer, Pictures, answer_receipts, count, dispatch_of, dropped_receipt, message_of};
use super::pump::{Listener, Nudge, Pump, Step, later};
use super::receipt::{self, Receipt};
use super::{allowance, elsewhere};
use crate::channel::port::{Messenger, Picture, SendError};
use crate::clock::{Chance, Clock, Until};
use crate::domain::ids::AttachmentId;
use crate::store::attachments::{self, Attachment, State};
use crate::store::results::{self, Recorded, SendResult};
use crate::store::sending::{self, Ask, Lease, Leased};
use crate::store::windows;
use crate::store::{Db, Tx, people};
use crate::talk::inbound::Channel;
use crate::talk::message::Class;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tracing::error;

pub struct DeliveryPump {
    db: Db,
    clock: Clock,
    chance: Chance,
    messenger: Arc<dyn Messenger>,
    settings: DeliverySettings,
    /// For the receipts.
    turns: Nudge,
    /// Our own nudge: while sends are under way, a new message must be seen.
    listener: Listener,
    sends: JoinSet<Answer>,
    /// How many sends of each lease are under way or not recorded.
    leases: BTreeMap<String, usize>,
    renew_at: Option<DateTime<Utc>>,
    /// Answers that are not in the database yet.
    answers: Vec<Answer>,
}

/// A send that panics so often is no accident.
const MAX_PANICS: i64 = 3;

impl DeliveryPump {
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        chance: Chance,
        messenger: Arc<dyn Messenger>,
        settings: DeliverySettings,
        own: &Nudge,
        turns: Nudge,
    ) -> DeliveryPump {
        DeliveryPump {
            db,
            clock,
            chance,
            messenger,
            settings,
            turns,
            listener: own.listen(),
            sends: JoinSet::new(),
            leases: BTreeMap::new(),
            renew_at: None,
            answers: Vec::new(),
        }
    }

    fn channel(&self) -> Channel {
        self.messenger.channel()
    }

    fn ask(&self) -> Ask {
        let now = self.clock.machine_now();
        Ask {
            channel: self.channel(),
            holder: self.chance.code(12),
            now,
            until: later(&self.clock, self.settings.lease).unwrap_or(now),
            limit: self.settings.at_once.saturating_sub(u32::try_from(self.sends.len()).unwrap_or(u32::MAX)),
            chat_pace: self.settings.chat_pace,
            bot_pace: self.settings.bot_pace,
            calendar: self.clock.calendar_now(),
            budget: self.settings.budget,
            daily: self.settings.daily.map(|daily| daily.without(self.sends.len() + self.answers.len())),
        }
    }

    /// Leases what may go and starts sending it.
    async fn start_sends(&mut self) -> anyhow::Result<Step> {
        let ask = Arc::new(self.ask());
        let mut tx = self.db.begin().await?;
        let leased = self.lease(&mut tx, &ask).await;
        let (lease, pictures, told) = tx.end(leased).await?;
        if let (Some(daily), Some(sent)) = (&self.settings.daily, lease.sent_today) {
            allowance::show(self.channel(), daily, sent);
        }
        for dropped in &lease.dropped {
            let channel = self.channel().word();
            metrics::counter!("anju_sends_total", "channel" => channel, "result" => dropped.why).increment(1);
        }
        if told {
            self.turns.nudge();
        }
        let worked = !lease.rows.is_empty() || !lease.dropped.is_empty() || lease.skipped > 0;
        for row in lease.rows {
            self.start_send(&ask, row, &pictures);
        }
        Ok(if worked { Step::Worked } else { Step::until(lease.next_at) })
    }

    /// What may go, its pictures, and whether a case is told of what may not.
    async fn lease(&self, tx: &mut Tx, ask: &Ask) -> anyhow::Result<(Lease, Pictures, bool)> {
        let lease = sending::lease(tx, ask).await?;
        let pictures = self.pictures(tx, &lease.rows).await?;
        let dropped: Vec<_> = lease.dropped.iter().filter_map(dropped_receipt).collect();
        let calendar = self.clock.calendar_now();
        receipt::put(tx, &dropped, calendar, ask.now).await?;
        let strays: Vec<_> = lease.dropped.iter().filter_map(elsewhere::of_dropped).collect();
        elsewhere::send(tx, &strays, (calendar, ask.now)).await?;
        Ok((lease, pictures, !dropped.is_empty()))
    }

    /// The pictures of all these messages, in one query.
    async fn pictures(&self, tx: &mut Tx, rows: &[Leased]) -> anyhow::Result<Pictures> {
        let ids: BTreeSet<AttachmentId> =
            rows.iter().filter_map(message_of).flat_map(|message| message.photos.iter().copied()).collect();
        let ids: Vec<AttachmentId> = ids.into_iter().collect();
        let found = attachments::get_many(tx, &ids).await?;
        Ok(found.into_iter().filter_map(|one| Some((one.id, self.picture(one)?))).collect())
    }

    /// By the messenger's own id where it is the same messenger, else by the file.
    fn picture(&self, attachment: Attachment) -> Option<Picture> {
        let ours = attachment.channel == self.channel();
        let path = attachment.path.filter(|_| attachment.state == State::Stored);
        if !ours && path.is_none() {
            return None;
        }
        Some(Picture {
            kind: attachment.file.kind,
            provider_id: ours.then_some(attachment.file.provider_id),
            path: path.map(|path| self.settings.files.join(path)),
            name: attachment.file.name,
            mime: attachment.file.mime,
        })
    }

    fn start_send(&mut self, ask: &Arc<Ask>, row: Leased, pictures: &Pictures) {
        let (ask, messenger, limit) = (Arc::clone(ask), Arc::clone(&self.messenger), self.settings.send_timeout);
        let go_on = self.settings.go_on.get(&row.lang).filter(|_| row.last_of_window);
        let dispatch = dispatch_of(&row, pictures, go_on.map(String::as_str));
        let key = self.key_of(&row);
        *self.leases.entry(ask.holder.clone()).or_default() += 1;
        self.sends.spawn(async move {
            let Some(dispatch) = dispatch else {
                let why = "the card is not there".to_owned();
                return Answer { ask, row, result: Err(SendError::Never { why }) };
            };
            let send = tokio::time::timeout(limit, super::pump::caught(messenger.send(&row.to, &dispatch, &key)));
            let result = match send.await {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) if row.attempts + 1 < MAX_PANICS => {
                    Err(SendError::Later { after: None, everyone: false, why: panic.to_string() })
                }
                Ok(Err(panic)) => Err(SendError::Never { why: panic.to_string() }),
                Err(_) => Err(SendError::Later { after: None, everyone: false, why: "no answer in time".to_owned() }),
            };
            Answer { ask, row, result }
        });
    }

    /// The same for every try; the installation's mark keeps it from others'.
    fn key_of(&self, row: &Leased) -> String {
        let rev = row.card.as_ref().map_or(0, |card| card.rev);
        format!("{}-{}-{rev}", self.settings.installation, row.id)
    }

    fn collect(&mut self) {
        while let Some(done) = self.sends.try_join_next() {
            self.answers.extend(done.ok());
        }
    }

    /// Writes all answers that are there. If the database is away they stay,
    /// and are written with the next step.
    async fn record(&mut self) -> anyhow::Result<()> {
        let mut tx = self.db.begin().await?;
        let recorded = self.record_all(&mut tx).await;
        let told = tx.end(recorded).await?;
        for answer in self.answers.drain(..) {
            count(&answer);
            if let Some(left) = self.leases.get_mut(&answer.ask.holder) {
                *left -= 1;
            }
        }
        self.leases.retain(|_, left| *left > 0);
        if told {
            self.turns.nudge();
        }
        Ok(())
    }

    /// Whoever sends must hold the lease; done three times in its length.
    async fn renew_leases(&mut self) -> anyhow::Result<()> {
        let now = self.clock.machine_now();
        if self.leases.is_empty() {
            self.renew_at = None;
            return Ok(());
        }
        let renew_at = *self.renew_at.get_or_insert_with(|| now + third(self.settings.lease));
        if renew_at > now {
            return Ok(());
        }
        let until = later(&self.clock, self.settings.lease).unwrap_or(now);
        let holders: Vec<&str> = self.leases.keys().map(String::as_str).collect();
        let mut tx = self.db.begin().await?;
        let renewed = results::renew(&mut tx, &holders, until).await;
        tx.end(renewed).await?;
        self.renew_at = Some(now + third(self.settings.lease));
        Ok(())
    }

    /// Says whether a case is told of something.
    async fn record_all(&self, tx: &mut Tx) -> anyhow::Result<bool> {
        let mut leases: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
        for answer in &self.answers {
            leases.entry(&answer.ask.holder).or_default().push(answer);
        }
        let mut receipts = Vec::new();
        for answers in leases.values() {
            receipts.extend(self.record_lease(tx, answers).await?);
        }
        receipt::put(tx, &receipts, self.clock.calendar_now(), self.clock.machine_now()).await?;
        if let Some(daily) = &self.settings.daily {
            allowance::count(tx, self.channel(), daily, &self.answers, self.clock.machine_now()).await?;
        }
        Ok(!receipts.is_empty())
    }

    async fn record_lease(&self, tx: &mut Tx, answers: &[&Answer]) -> anyhow::Result<Vec<(String, Receipt)>> {
        let Some(first) = answers.first() else { return Ok(Vec::new()) };
        let now = self.clock.machine_now();
        let results: Vec<Recorded> = answers.iter().flat_map(|answer| self.results_of(answer, now)).collect();
        let ours = results::record(tx, &first.ask.holder, now, &results).await?;
        let mut receipts = Vec::new();
        for answer in answers.iter().filter(|answer| ours.contains(&answer.row.id)) {
            match &answer.result {
                Err(SendError::Unreachable { why }) => {
                    let calendar = self.clock.calendar_now();
                    people::unreachable(tx, answer.row.account, calendar, why).await?;
                    elsewhere::send(tx, &elsewhere::of_answer(answer), (calendar, now)).await?;
                }
                Err(SendError::Later { after, everyone: true, .. }) => {
                    let pause = after.unwrap_or(self.settings.refused_pause);
                    sending::silence(tx, self.channel(), later(&self.clock, pause).unwrap_or(now)).await?;
                }
                Err(SendError::Refused { .. }) => {
                    let until = later(&self.clock, self.settings.refused_pause).unwrap_or(now);
                    sending::silence(tx, self.channel(), until).await?;
                }
                Ok(sent) if self.settings.budget.is_some() && answer.row.class != Class::AnswerTap => {
                    let messages = u32::try_from(sent.messages.len()).unwrap_or(u32::MAX);
                    windows::charge(tx, answer.row.account, messages).await?;
                }
                Err(SendError::Closed { .. }) => {
                    if let Some(budget) = &self.settings.budget {
                        windows::close(tx, answer.row.account, budget).await?;
                    }
                }
                Ok(_) | Err(SendError::Later { .. } | SendError::Never { .. }) => {}
            }
            receipts.extend(answer_receipts(answer));
        }
        Ok(receipts)
    }

    /// What became of each row that the message brought.
    fn results_of(&self, answer: &Answer, now: DateTime<Utc>) -> Vec<Recorded> {
        let row = &answer.row;
        let again = |after: Duration, why: &str| SendResult::Later {
            at: TimeDelta::from_std(after).ok().and_then(|after| now.checked_add_signed(after)).unwrap_or(now),
            why: why.to_owned(),
        };
        let result = match &answer.result {
            Ok(sent) => SendResult::Sent {
                provider_ref: sent.messages.last().cloned(),
                card: row.card.as_ref().map(|card| (card.id, card.rev)),
                code: sent.code.as_ref().map(|one| (one.code.clone(), until(now, one.lasts))),
            },
            Err(why) if row.body.is_fleeting() => SendResult::Failed { why: why.to_string() },
            Err(SendError::Later { after, why, .. }) => {
                again(Backoff::SEND.after(row.attempts + 1).max(after.unwrap_or_default()), why)
            }
            Err(SendError::Refused { why }) => again(self.settings.refused_pause, why),
            Err(SendError::Unreachable { why } | SendError::Closed { why } | SendError::Never { why }) => {
                SendResult::Failed { why: why.clone() }
            }
        };
        row.ids().map(|id| Recorded { id, result: result.clone() }).collect()
    }
}

#[async_trait]
impl Pump for DeliveryPump {
    fn name(&self) -> &'static str {
        "delivery"
    }

    fn works_off(&self) -> bool {
        true
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        self.listener.mark();
        self.collect();
        self.renew_leases().await?;
        if !self.answers.is_empty() {
            self.record().await?;
            return Ok(Step::Worked);
        }
        if (self.sends.len() as u64) < u64::from(self.settings.at_once) {
            let step = self.start_sends().await?;
            if step == Step::Worked || self.sends.is_empty() {
                return Ok(step);
            }
        }
        // Nothing more to start: wait for an answer, or for another message.
        tokio::select! {
            done = self.sends.join_next() => self.answers.extend(done.and_then(Result::ok)),
            () = self.listener.nudged() => {}
            () = self.clock.wait_until(Until { calendar: None, machine: self.renew_at }) => {}
        }
        Ok(Step::Worked)
    }

    async fn close(&mut self) {
        while let Some(done) = self.sends.join_next().await {
            self.answers.extend(done.ok());
        }
        if self.answers.is_empty() {
            return;
        }
        if let Err(why) = self.record().await {
            // The leases run out, and the messages are sent once more.
            error!("the answers to {} sends could not be recorded: {why:#}", self.answers.len());
        }
    }
}

fn until(now: DateTime<Utc>, lasts: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(lasts).ok().and_then(|lasts| now.checked_add_signed(lasts)).unwrap_or(now)
}

fn third(lease: Duration) -> TimeDelta {
    TimeDelta::from_std(lease / 3).unwrap_or(TimeDelta::MAX)
}
