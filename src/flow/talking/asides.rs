//! Words said in the middle of a dialogue that are meant for something else: a
//! question, a card that came meanwhile, another language, an alarm.

use super::manner::OWN_COMPLAINT;
use crate::dialogue::input::Input;
use crate::dialogue::state::Draft;
use crate::domain::form::FormEnd;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::script::model::{Script, Take};
use crate::store::cards;
use crate::talk::inbound::Inbound;
use crate::understanding::alarm::Alarm;
use crate::understanding::intent::Intent;

/// A question of ours is open: only what is this certain is taken for something
/// else than its answer.
const SURELY_MEANT: f32 = 0.7;

/// So many of a person's cards are looked at.
const MOST_LOOKED_AT: i64 = 20;

impl Turn<'_> {
    /// `None`: it is for the dialogue.
    pub(super) async fn aside(
        &mut self,
        speaker: &mut Speaker,
        draft: &Draft,
        text: &str,
        inbound: &Inbound,
    ) -> anyhow::Result<Option<&'static str>> {
        let Some(script) = self.office.scripts.get(&draft.script) else { return Ok(None) };
        if let Some(lang) = self.office.scripts.words().language(text) {
            self.command(speaker, "language", lang.code()).await?;
            self.run(speaker, draft.clone(), Input::Resume).await?;
            return Ok(Some("language"));
        }
        if draft.script == OWN_COMPLAINT
            && self.card_came_after(speaker, draft).await?
            && let Some(done) = self.answers_card(speaker, text, inbound, None).await?
        {
            return Ok(Some(done));
        }
        if speaker.homes.is_empty() || self.office.scripts.words().command_word(text).is_some() {
            return Ok(None);
        }
        let heard = self.office.understanding.hear(text);
        if heard.alarm != Alarm::Quiet {
            let rings = matches!(heard.alarm, Alarm::Rings(_));
            return if rings && !tells(script) {
                self.words_outside(speaker, text, inbound).await.map(Some)
            } else {
                Ok(None)
            };
        }
        if heard.meant.certainty < SURELY_MEANT || takes_own_words(script, draft) {
            return Ok(None);
        }
        let done = match heard.meant.intent {
            Intent::Status => self.asks_status(speaker, &heard).await?,
            Intent::Human => self.wants_person(speaker, draft.subject.case, text).await?,
            Intent::Greeting | Intent::Thanks | Intent::Praise | Intent::Abuse
                if draft.script == OWN_COMPLAINT && self.office.understanding.place(text).is_none() =>
            {
                self.friendly(speaker, heard.meant.intent).await?
            }
            _ => return Ok(None),
        };
        if let Some(draft) = crate::store::drafts::get(self.tx, draft.id).await? {
            self.run(speaker, draft, Input::Resume).await?;
        }
        Ok(Some(done))
    }

    /// A card that waits for the person came after he left the dialogue alone.
    async fn card_came_after(&mut self, speaker: &Speaker, draft: &Draft) -> anyhow::Result<bool> {
        let open = cards::open_of(self.tx, speaker.account, MOST_LOOKED_AT).await?;
        Ok(open
            .iter()
            .any(|card| card.case != draft.subject.case.unwrap_or(card.case) && card.updated_at > draft.touched_at))
    }
}

/// Forms whose answers tell what is the matter hear an alarm themselves.
fn tells(script: &Script) -> bool {
    let telling = [FormEnd::Complaint, FormEnd::AddNote, FormEnd::RefuseWork, FormEnd::RejectAnswer];
    script.ends_in().is_some_and(|end| telling.contains(&end))
}

/// Asked for his own words (a reason, a wish), whatever he writes is the answer;
/// where in his home it is, is no place for a question.
fn takes_own_words(script: &Script, draft: &Draft) -> bool {
    let step = draft.step.as_ref().and_then(|field| script.step(field));
    let text = step.is_some_and(|step| matches!(step.take, Take::Text { .. }));
    text && script.name.as_str() != OWN_COMPLAINT
}
