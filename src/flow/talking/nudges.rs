//! Dialogues left alone: one nudge, and none for what is no longer wanted.

use crate::dialogue::beginning::{may_begin, may_rate};
use crate::dialogue::focus;
use crate::dialogue::input::Input;
use crate::dialogue::state::Draft;
use crate::domain::ids::DraftId;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::store::drafts;
use crate::store::timers::Timer;

impl Turn<'_> {
    /// A dialogue left alone gets one nudge.
    pub async fn nudge_draft(&mut self, id: DraftId) -> anyhow::Result<&'static str> {
        let Some(draft) = drafts::get(self.tx, id).await? else { return Ok("no such draft") };
        let due_at = self.office.due(draft.touched_at, self.office.rules.x_draft_nudge);
        if due_at > self.now {
            self.effects.push(Effect::SetTimer(Timer {
                key: format!("draft:{id}"),
                lane: self.row.lane.clone(),
                due_at,
            }));
            return Ok("touched since");
        }
        if draft.nudged_at.is_some() {
            return Ok("nudged before");
        }
        let Some(mut speaker) = self.speaker_of(draft.person).await? else { return Ok("nobody to nudge") };
        let before = speaker.conversation.clone();
        if !self.still_wanted(&speaker, &draft).await? {
            focus::forget(&mut speaker.conversation, id);
            self.effects.push(Effect::DropDraft(id));
            self.spoken_to(speaker, &before);
            return Ok("no longer wanted");
        }
        self.take_up(&mut speaker, id);
        self.run(&mut speaker, draft, Input::Nudge).await?;
        self.spoken_to(speaker, &before);
        Ok("nudged")
    }

    /// Whether the dialogue could still end in something: nobody is reminded of
    /// what somebody else has done meanwhile.
    async fn still_wanted(&mut self, speaker: &Speaker, draft: &Draft) -> anyhow::Result<bool> {
        let (Some(case), Some(seq)) = (draft.subject.case, draft.subject.seq) else { return Ok(true) };
        if !self.hold(case).await? {
            return Ok(false);
        }
        let Some(held) = self.held.get(&case) else { return Ok(false) };
        let Some(script) = self.office.scripts.get(&draft.script) else { return Ok(true) };
        let frame = self.office.frame(self.now, self.now, &held.people);
        Ok(match script.ends_in() {
            Some(end) => may_begin(&held.case, end, draft.subject, &speaker.actor, &frame).is_ok(),
            None => may_rate(&held.case, seq, &speaker.actor, &frame).is_ok(),
        })
    }
}
