//! The pumps by the settings, each in the stage that it stops with.

use super::nudges::Nudges;
use super::parts::{Parts, Telegram};
use super::wecom::{self, Wecom};
use crate::channel::port::Messenger;
use crate::channel::telegram::Api;
use crate::clock::Clock;
use crate::config::{Mode, Webhook};
use crate::flow::backoff::Backoff;
use crate::flow::delivery::{DeliveryPump, DeliverySettings};
use crate::flow::files::{FilePump, FileSettings};
use crate::flow::gate::Gate;
use crate::flow::intake::Intake;
use crate::flow::poll::PollPump;
use crate::flow::sweep::SweepPump;
use crate::flow::timers::TimerPump;
use crate::flow::turns::{Downstream, Parker, TurnHandler, TurnPump};
use crate::store::pace::Pace;
use crate::talk::inbound::Channel;
use crate::web::{Hearing, Listening, WebhookDoor};
use chrono::TimeDelta;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing::{info, warn};

impl Parts {
    /// A sign must come from the messenger within one question, its answer and
    /// a few repeats.
    #[must_use]
    pub fn hearing(&self) -> Hearing {
        if self.telegram.is_none() {
            let hearing = Hearing::by_being_told(self.clock.clone());
            hearing.heard();
            return hearing;
        }
        match &self.config.telegram.mode {
            Mode::Polling => {
                let patience = self.config.telegram.poll_wait + Duration::from_secs(120);
                Hearing::by_asking(self.clock.clone(), delta(patience))
            }
            Mode::Webhook(_) => Hearing::by_being_told(self.clock.clone()),
        }
    }

    #[must_use]
    pub fn gate(&self, nudges: &Nudges) -> Gate {
        Gate::closed(self.clock.clone(), delta(self.config.inbox.timers_wait), nudges.timers.clone())
    }

    #[must_use]
    pub fn intake(&self, telegram: &Telegram, nudges: &Nudges) -> Arc<Intake> {
        Arc::new(Intake::new(self.db.clone(), self.clock.clone(), nudges.turns.clone(), telegram.source.clone()))
    }

    #[must_use]
    pub fn poll(
        &self,
        source: (&Api, Hearing),
        intake: Arc<Intake>,
        gate: Gate,
        stop: watch::Receiver<bool>,
    ) -> PollPump {
        let (api, hearing) = source;
        let source = Arc::new(Listening { source: api.clone(), hearing });
        let wait = u32::try_from(self.config.telegram.poll_wait.as_secs()).unwrap_or(50);
        PollPump::new(source, intake, self.clock.clone(), gate, wait, stop)
    }

    #[must_use]
    pub fn turns(&self, handler: Arc<dyn TurnHandler>, parker: Arc<dyn Parker>, nudges: &Nudges) -> TurnPump {
        let downstream =
            Downstream { nudges: vec![nudges.timers.clone(), nudges.delivery.clone(), nudges.files.clone()] };
        let attempts = self.config.inbox.max_attempts;
        TurnPump::new(self.db.clone(), self.clock.clone(), handler, parker, downstream, attempts)
    }

    #[must_use]
    pub fn timers(&self, gate: Gate, nudges: &Nudges) -> TimerPump {
        TimerPump { db: self.db.clone(), clock: self.clock.clone(), gate, turns: nudges.turns.clone() }
    }

    /// One for each messenger.
    pub fn deliveries(&self, nudges: &Nudges) -> impl Iterator<Item = DeliveryPump> {
        self.messengers().map(|messenger| {
            let settings = self.delivery_settings(messenger.channel());
            let (db, clock, chance) = (self.db.clone(), self.clock.clone(), self.chance.clone());
            DeliveryPump::new(db, clock, chance, messenger, settings, &nudges.delivery, nudges.turns.clone())
        })
    }

    fn delivery_settings(&self, channel: Channel) -> DeliverySettings {
        let general = DeliverySettings {
            installation: self.installation.clone(),
            ..DeliverySettings::new(self.config.files.dir.clone())
        };
        let telegram = &self.config.telegram;
        match channel {
            Channel::Telegram => DeliverySettings {
                chat_pace: Pace::per_second(telegram.chat_per_second, telegram.chat_burst),
                bot_pace: Pace::per_second(telegram.max_per_second, telegram.burst),
                ..general
            },
            Channel::WecomApp => wecom::delivery(&self.config, &self.office.texts, false, general),
            Channel::WecomKf => wecom::delivery(&self.config, &self.office.texts, true, general),
        }
    }

    fn messengers(&self) -> impl Iterator<Item = Arc<dyn Messenger>> {
        let telegram = self.telegram.iter().map(|telegram| telegram.messenger.clone() as Arc<dyn Messenger>);
        telegram.chain(self.wecom.iter().flat_map(Wecom::messengers))
    }

    #[must_use]
    pub fn files(&self, nudges: &Nudges) -> FilePump {
        FilePump {
            db: self.db.clone(),
            clock: self.clock.clone(),
            chance: self.chance.clone(),
            messengers: self.messengers().map(|messenger| (messenger.channel(), messenger)).collect(),
            settings: FileSettings {
                largest: self.config.files.largest_bytes,
                ..FileSettings::new(self.config.files.dir.clone())
            },
            turns: nudges.turns.clone(),
        }
    }

    #[must_use]
    pub fn sweep(&self, nudges: &Nudges) -> SweepPump {
        SweepPump {
            db: self.db.clone(),
            clock: self.clock.clone(),
            keep_raw: delta(self.config.inbox.keep),
            keep_sent: delta(self.config.outbox.keep),
            delivery: nudges.delivery.clone(),
        }
    }

    #[must_use]
    pub fn webhook_door(&self, intake: Arc<Intake>, webhook: &Webhook) -> WebhookDoor {
        WebhookDoor::new(intake, webhook.secret.clone())
    }
}

/// Orders updates to our address, again and again until the messenger agrees;
/// the timers may fall once it has sent all that waited.
pub async fn order_updates(
    clock: Clock,
    api: Api,
    webhook: Webhook,
    (hearing, gate): (Hearing, Gate),
    mut stop: watch::Receiver<bool>,
) {
    let mut failures = 0;
    loop {
        match api.set_webhook(&webhook.url, webhook.secret.reveal()).await {
            Ok(()) => {
                hearing.heard();
                info!("updates are sent to the webhook");
                tokio::select! {
                    () = sent_out(&clock, &api) => gate.drained(),
                    _ = stop.wait_for(|stop| *stop) => return,
                }
                // The stage ends with its last task; this one has no more to do.
                let _ = stop.wait_for(|stop| *stop).await;
                return;
            }
            Err(why) => warn!("the webhook cannot be set: {why}"),
        }
        failures += 1;
        tokio::select! {
            () = clock.pause(Backoff::POLL.after(failures)) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Returns once nothing more waits at the messenger.
async fn sent_out(clock: &Clock, api: &Api) {
    const AGAIN: Duration = Duration::from_secs(1);
    loop {
        match api.pending_updates().await {
            Ok(0) => return,
            Ok(_) => {}
            Err(why) => warn!("what waits at the messenger is not known: {why}"),
        }
        clock.pause(AGAIN).await;
    }
}

fn delta(length: Duration) -> TimeDelta {
    TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX)
}
