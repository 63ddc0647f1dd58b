//! What the world answers: somebody cannot be reached, a photo never came. The
//! case hears of it, and it ends at a human.

use crate::channel::port::TOO_LARGE;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::command::{Command, Request};
use crate::domain::ids::{AccountId, AttachmentId, CaseId, PersonId};
use crate::domain::people::Actor;
use crate::domain::topic::Topic;
use crate::flow::effect::Effect;
use crate::flow::receipt::Receipt;
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::outbox::{self, OutboxRow};
use crate::store::{attachments, cards, lists, people, sending, windows};
use crate::talk::inbound::{Lang, Said};
use crate::talk::message::{Class, Message, Outgoing};

/// How many cases are looked at when somebody cannot be reached any more.
const CARDS_AT_ONCE: i64 = 100;

impl Turn<'_> {
    /// The case's cards are looked at anew: who sits where may have changed.
    pub(super) async fn look_again(&mut self, case: CaseId) -> anyhow::Result<()> {
        if !self.hold(case).await? {
            return Ok(());
        }
        if let Some(held) = self.held.get_mut(&case) {
            held.look_again = true;
        }
        // Somebody came or went: the pending step may have another chair now, and
        // what an owner cannot be asked in a chat he is asked by telephone, which
        // follows from whatever is done.
        let _ = self.perform(case, Request::plain(Command::Reseat), &Actor::system()).await?;
        Ok(())
    }

    /// Nothing reaches somebody any more: the cards that waited for him wait for
    /// whoever is next.
    pub(super) async fn cards_without(&mut self, person: PersonId) -> anyhow::Result<()> {
        for case in lists::waiting_for(self.tx, person, "%/%", CARDS_AT_ONCE).await? {
            self.look_again(case).await?;
        }
        Ok(())
    }

    /// A message did not arrive: another account, else the chair's deputy or
    /// next (by looking at the board anew), else the clerk's call list.
    pub(super) async fn undeliverable(&mut self, receipt: Receipt) -> anyhow::Result<&'static str> {
        let Receipt::Undeliverable { account, case, class, what, why, account_gone, .. } = receipt else {
            return Ok("not a receipt of a message");
        };
        self.look_again(case).await?;
        if matches!(class, Class::AnswerTap | Class::Bulk) {
            return Ok("undeliverable");
        }
        let Some(person) = people::person_of(self.tx, account).await? else { return Ok("undeliverable") };
        let Some(held) = self.held.get(&case) else { return Ok("undeliverable") };
        if let Some(other) = held.reach.get(&person).filter(|reached| reached.account != account) {
            let (other, message) = (other.account, self.message_of(&what).await?);
            if let Some(message) = message.filter(|_| !matches!(what, Outgoing::Card { .. })) {
                self.effects.push(Effect::Say { account: other, class, message, about: Some((case, None)) });
            }
            return Ok("sent to another account");
        }
        if class == Class::News {
            return Ok("news nobody is called for");
        }
        let resident = held.people.residents.iter().any(|one| one.person == person);
        if !resident || held.case.complaint.state.is_over() {
            return Ok("undeliverable");
        }
        let Some(topic) = self.topic_of(&what).await? else { return Ok("undeliverable") };
        let unheard = match why.as_str() {
            _ if account_gone => Unheard::Gone,
            sending::CLOSED => Unheard::Window,
            _ => Unheard::No,
        };
        let call = Command::CallFor { person, topic, unheard };
        let _ = self.perform(case, Request::plain(call), &Actor::system()).await?;
        Ok("on the call list")
    }

    /// The messenger had taken a message, and says now that it did not arrive.
    pub(super) async fn not_delivered(&mut self, account: AccountId, said: &Said) -> anyhow::Result<&'static str> {
        let Said::NotDelivered { message, closed, unwanted, why } = said else { return Ok("ignored") };
        if *closed {
            windows::close(self.tx, account, &self.office.manners.window).await?;
        }
        if *unwanted {
            people::unreachable(self.tx, account, self.now, why).await?;
        }
        let mut outcome = "of nothing we know";
        for OutboxRow { id: outbox, class, body: what, case, seq, .. } in
            outbox::sent_as(self.tx, account, message, self.machine).await?
        {
            let Some(case) = case else { continue };
            let why = if *closed { sending::CLOSED } else { why.as_str() }.to_owned();
            let account_gone = *unwanted;
            let receipt = Receipt::Undeliverable { outbox, account, case, seq, class, what, why, account_gone };
            outcome = self.undeliverable(receipt).await?;
        }
        Ok(outcome)
    }

    async fn message_of(&mut self, what: &Outgoing) -> anyhow::Result<Option<Message>> {
        Ok(match what {
            Outgoing::Message(message) => Some(message.clone()),
            Outgoing::Card { card } => {
                cards::get(self.tx, crate::domain::ids::CardId(*card)).await?.map(|card| card.wanted)
            }
            Outgoing::Welcome { .. } | Outgoing::Settle { .. } | Outgoing::AnswerTap { .. } | Outgoing::Menu(_) => None,
        })
    }

    /// What has to be said by telephone instead.
    async fn topic_of(&mut self, what: &Outgoing) -> anyhow::Result<Option<CallTopic>> {
        if let Outgoing::Card { card } = what
            && let Some(card) = cards::get(self.tx, crate::domain::ids::CardId(*card)).await?
            && let Some((_, topic)) = card.subject.split_once('/')
        {
            return Ok(Topic::parse(topic).and_then(CallTopic::of));
        }
        let message = self.message_of(what).await?;
        Ok(message.map(|message| CallTopic::Unsaid { text: first_line(&message) }))
    }

    /// A photo that will never come is asked for again, and counts no more.
    pub(super) async fn photo_lost(
        &mut self,
        photo: AttachmentId,
        account: AccountId,
        case: Option<CaseId>,
        why: &str,
    ) -> anyhow::Result<&'static str> {
        // It may have found its case after its file was lost.
        let known = attachments::get_many(self.tx, &[photo]).await?;
        let case = case.or_else(|| known.first().and_then(|one| one.case));
        if let Some(case) = case {
            let _ = self.perform(case, Request::plain(Command::LosePhoto { photo }), &Actor::system()).await?;
        }
        let lang = people::lang_of(self.tx, account).await?.unwrap_or(Lang::default());
        let too_large = why.contains(TOO_LARGE);
        let text = self.words(lang, if too_large { "photo.too_large" } else { "photo.lost" }, &Args::new());
        self.effects.push(Effect::Say {
            account,
            class: Class::Reply,
            message: Message::text(text),
            about: case.map(|case| (case, None)),
        });
        self.take_out_of_dialogues(photo, account).await?;
        Ok("photo lost")
    }
}

fn first_line(message: &Message) -> String {
    let text = message.title.as_deref().unwrap_or(message.body.as_str());
    text.lines().next().unwrap_or_default().chars().take(80).collect()
}
