//! An open card answered in words instead of by its buttons. Only where one card
//! waits for the person and the whole message is one of its meanings; who may,
//! `domain` says as of any press.

use crate::dialogue::spoken::{self, Spoken};
use crate::dialogue::state::Subject;
use crate::domain::command::{Command, Request};
use crate::domain::ids::CaseId;
use crate::domain::topic::Topic;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::cards::{self, Card};
use crate::store::drafts;
use crate::talk::answer::Answer;
use crate::talk::inbound::Inbound;
use crate::talk::tap::Tap;
use std::collections::BTreeMap;

/// With so many cards nobody knows which one is meant.
const MOST_LOOKED_AT: i64 = 20;

/// The form of a signature refused.
const REFUSE_WORK: &str = "owner/refuse_work";

/// What somebody writes who only wants to hear more.
pub(super) const GO_ON: &str = "1";

impl Turn<'_> {
    /// Words that answer the one card that waits; `about`: the case of the
    /// message that they reply to.
    pub(super) async fn answers_card(
        &mut self,
        speaker: &mut Speaker,
        text: &str,
        inbound: &Inbound,
        about: Option<CaseId>,
    ) -> anyhow::Result<Option<&'static str>> {
        let asked = speaker.conversation.offer.as_ref().is_some_and(|offer| !offer.listed && self.now < offer.until);
        let goes_on = speaker.address.channel.has_windows() && text.trim() == GO_ON;
        if goes_on || (asked && about.is_none()) {
            return Ok(None);
        }
        let Some(card) = self.card_that_waits(speaker, about).await? else { return Ok(None) };
        let taps: Vec<(String, Tap)> = card
            .wanted
            .buttons
            .iter()
            .flatten()
            .filter_map(|button| Some((button.label.clone(), Tap::parse(&button.data)?)))
            .collect();
        let acts: Vec<(String, String)> = taps
            .iter()
            .filter_map(|(label, tap)| match tap {
                Tap::Card { act, .. } => Some((label.clone(), act.clone())),
                _ => None,
            })
            .collect();
        let with = |act: &str| {
            let found = taps.iter().find(|(_, tap)| matches!(tap, Tap::Card { act: one, .. } if one == act));
            found.map(|(_, tap)| tap.clone())
        };
        match spoken::spoken(&acts, text, &self.office.understanding) {
            Spoken::Act(act) => {
                let Some(tap) = with(&act) else { return Ok(None) };
                self.chose(speaker, tap).await?;
                Ok(Some("card answered in words"))
            }
            Spoken::Wrong(score) => {
                self.rated_in_words(speaker, card.case, score.and_then(|act| with(&act)), text).await
            }
            Spoken::NotDone => match with(spoken::REFUSE_WORK) {
                Some(Tap::Card { case, seq, rev, .. }) => {
                    let subject = Subject { case: Some(case), seq: Some(seq), rev };
                    self.refuses_in_words(speaker, subject, text, inbound).await
                }
                _ => Ok(None),
            },
            Spoken::Nothing => Ok(None),
        }
    }

    /// Asked for a score, the owner says what is wrong: his words go to the desk,
    /// and the score is taken where one is plain, else asked again.
    async fn rated_in_words(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        score: Option<Tap>,
        text: &str,
    ) -> anyhow::Result<Option<&'static str>> {
        let note = Request::plain(Command::Note { words: Some(text.to_owned()), photos: Vec::new() });
        if self.perform(case, note, &speaker.actor).await?.is_err() {
            return Ok(None);
        }
        if let Some(tap) = score {
            self.chose(speaker, tap).await?;
            return Ok(Some("rated in words"));
        }
        self.tell(speaker.account, speaker.lang, "dialogue.scale_wrong_noted", &Args::new());
        self.show_cards(speaker, case).await?;
        Ok(Some("words while rating"))
    }

    /// What is not right yet is the reason; the form asks the rest.
    async fn refuses_in_words(
        &mut self,
        speaker: &mut Speaker,
        subject: Subject,
        text: &str,
        inbound: &Inbound,
    ) -> anyhow::Result<Option<&'static str>> {
        let Some(case) = subject.case else { return Ok(None) };
        // Another matter is a new complaint, whatever is signed meanwhile.
        let other = self.office.understanding.category(text);
        if !self.hold(case).await? || self.may_open(speaker, REFUSE_WORK, subject)?.is_err() {
            return Ok(None);
        }
        let same = self.held.get(&case).and_then(|held| held.case.complaint.details.category.clone());
        if other.sure().is_some_and(|sure| same.is_some_and(|same| same != sure)) {
            return Ok(None);
        }
        let open = drafts::of_person(self.tx, speaker.person).await?;
        if open.iter().any(|draft| draft.script == REFUSE_WORK && draft.subject.case == Some(case)) {
            return Ok(None);
        }
        let reason = BTreeMap::from([("reason".to_owned(), Answer::Text(text.trim().to_owned()))]);
        let _ = self.heed_answer(speaker, REFUSE_WORK, Some(case), text).await?;
        self.begin(speaker, REFUSE_WORK, subject, reason).await?;
        self.remember(speaker, inbound, case);
        Ok(Some("refused in words"))
    }

    /// The one card that waits for this person's decision and that he has seen.
    /// Any other card but the order that it belongs to leaves a doubt.
    pub(super) async fn card_that_waits(
        &mut self,
        speaker: &Speaker,
        about: Option<CaseId>,
    ) -> anyhow::Result<Option<Card>> {
        let mut waiting = Vec::new();
        for card in cards::open_of(self.tx, speaker.account, MOST_LOOKED_AT).await? {
            if about.is_some_and(|case| case != card.case) {
                continue;
            }
            match topic_of(&card) {
                Some(Topic::Order { .. }) => {}
                Some(topic) => waiting.push((card, topic)),
                None => return Ok(None),
            }
        }
        let Some((card, topic)) = waiting.pop().filter(|_| waiting.is_empty()) else { return Ok(None) };
        Ok((topic.asks() && card.sent_rev == card.wanted_rev).then_some(card))
    }

    /// A note is no answer: the signature that is asked for stands below it again.
    pub(super) async fn show_signing(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<()> {
        let open = cards::open_of(self.tx, speaker.account, MOST_LOOKED_AT).await?;
        let mine = |card: &Card| card.case == case && matches!(topic_of(card), Some(Topic::Sign { .. }));
        if open.iter().any(mine) {
            self.show_cards(speaker, case).await?;
        }
        Ok(())
    }
}

/// What the card is about, of whatever case: `case/topic`.
pub(super) fn topic_of(card: &Card) -> Option<Topic> {
    card.subject.split_once('/').and_then(|(_, topic)| Topic::parse(topic))
}
