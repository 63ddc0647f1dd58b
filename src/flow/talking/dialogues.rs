//! Dialogues: opened by a card or by first words, advanced by the engine, and
//! carried out as commands when they are finished.

use super::alarms::Alarmed;
use super::manner::{By, OWN_COMPLAINT};
use crate::dialogue::answers::Filled;
use crate::dialogue::commands;
use crate::dialogue::engine;
use crate::dialogue::facts::Facts;
use crate::dialogue::focus;
use crate::dialogue::input::{Beside, End, Input, Outcome};
use crate::dialogue::state::{Draft, Subject};
use crate::domain::command::{Command, Request};
use crate::domain::form::FormEnd;
use crate::domain::ids::{AttachmentId, CaseId, DraftId, HomeId};
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::script::model::Script;
use crate::store::timers::Timer;
use crate::store::{drafts, estates};
use crate::talk::answer::Answer;
use crate::talk::inbound::{Inbound, Said};
use std::collections::BTreeMap;

impl Turn<'_> {
    /// Opens a dialogue, or goes back to the same one if it is open already.
    pub(super) async fn begin(
        &mut self,
        speaker: &mut Speaker,
        script: &str,
        subject: Subject,
        presets: BTreeMap<String, Answer>,
    ) -> anyhow::Result<()> {
        let open = drafts::of_person(self.tx, speaker.person).await?;
        let same = open.into_iter().find(|draft| {
            draft.script == script
                && draft.subject.case == subject.case
                && draft.subject.seq == subject.seq
                && subject.case.is_some()
        });
        if let Some(draft) = same {
            self.take_up(speaker, draft.id);
            return self.run(speaker, draft, Input::Resume).await;
        }
        let Some(found) = self.office.scripts.get(script) else { anyhow::bail!("there is no script `{script}`") };
        let draft = Draft {
            id: DraftId(0),
            person: speaker.person,
            script: script.to_owned(),
            subject,
            answers: BTreeMap::new(),
            step: None,
            trail: Vec::new(),
            changing: false,
            started_at: self.now,
            touched_at: self.now,
            nudged_at: None,
            said: BTreeMap::new(),
        };
        let mut draft = engine::open(found, draft, presets);
        draft.id = drafts::create(self.tx, &draft).await?;
        let due_at = self.office.due(self.now, self.office.rules.x_draft_nudge);
        self.effects.push(Effect::SetTimer(Timer {
            key: format!("draft:{}", draft.id),
            lane: self.row.lane.clone(),
            due_at,
        }));
        self.take_up(speaker, draft.id);
        self.run(speaker, draft, Input::Begin).await
    }

    /// Puts a draft in focus; one that is put away for it is named.
    pub(super) fn take_up(&mut self, speaker: &mut Speaker, draft: DraftId) {
        let taken = focus::focus(&mut speaker.conversation, draft);
        if taken.put_away.is_some() {
            self.tell(speaker.account, speaker.lang, "dialogue.put_away", &Args::new());
        }
    }

    /// Words, a place or speech for the dialogue in focus.
    pub(super) async fn answer_dialogue(
        &mut self,
        speaker: &mut Speaker,
        inbound: Inbound,
    ) -> anyhow::Result<&'static str> {
        if let Said::Text(text) = &inbound.said
            && let Some(tap) = self.answers_alarm(speaker, text)
        {
            return self.chose(speaker, tap).await;
        }
        let Some(id) = speaker.conversation.focus else { return Ok("no dialogue") };
        let Some(mut draft) = drafts::get(self.tx, id).await? else {
            focus::forget(&mut speaker.conversation, id);
            return match inbound.said.clone() {
                Said::Text(text) => self.words_outside(speaker, &text, &inbound).await,
                _ => Ok("the dialogue is gone"),
            };
        };
        if let (Some(case), Said::Text(text)) = (draft.subject.case, &inbound.said)
            && draft.script == OWN_COMPLAINT
            && self.hold(case).await?
            && self.held.get(&case).is_some_and(|held| held.case.complaint.state.is_over())
        {
            // The desk has put it away: whatever is said now begins anew.
            focus::forget(&mut speaker.conversation, id);
            self.effects.push(Effect::DropDraft(id));
            return self.words_outside(speaker, text, &inbound).await;
        }
        if let (Some(case), Said::Text(text)) = (self.other_case(speaker, &inbound).await?, &inbound.said) {
            return self.note_on(speaker, case, Some(text.clone()), Vec::new()).await;
        }
        if let Said::Text(text) = &inbound.said
            && let Some(done) = self.aside(speaker, &draft, text, &inbound).await?
        {
            return Ok(done);
        }
        if let Said::Text(text) = &inbound.said {
            self.first_said(speaker, &mut draft, text).await?;
            let heard = self.heed_answer(speaker, &draft.script, draft.subject.case, text).await?;
            if self.fills_in_urgent(&draft) && (heard == Alarmed::Rang || self.tells(text)) {
                return self.rings_in_form(speaker, &draft, text, heard).await;
            }
        }
        let input = match &inbound.said {
            Said::Text(text) => Input::Text(text.clone()),
            Said::Location { latitude, longitude, label } => Input::Location {
                label: label.clone(),
                latitude: latitude.to_string(),
                longitude: longitude.to_string(),
            },
            Said::Contact { .. } => Input::Contact,
            _ => return Ok("ignored"),
        };
        self.run_by(speaker, draft, input, By::Message(inbound.message)).await?;
        Ok("dialogue")
    }

    /// It rings while the form is being filled in: what was said is kept, and the
    /// form is put away.
    async fn rings_in_form(
        &mut self,
        speaker: &mut Speaker,
        draft: &Draft,
        said: &str,
        heard: Alarmed,
    ) -> anyhow::Result<&'static str> {
        let Some(case) = draft.subject.case else { return Ok("no case") };
        let known = self.held.get(&case).is_some_and(|held| held.case.complaint.details.words.contains(said));
        if !known {
            let note = Command::Note { words: Some(said.to_owned()), photos: Vec::new() };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        if heard == Alarmed::Nothing {
            self.done(speaker, case, "done.add_note");
        }
        self.leave_form(speaker, case).await?;
        Ok("rings")
    }

    pub(super) async fn run(&mut self, speaker: &mut Speaker, draft: Draft, input: Input) -> anyhow::Result<()> {
        self.run_by(speaker, draft, input, By::Nothing).await
    }

    /// One input to one draft, and afterwards back to whatever waited behind it.
    pub(super) async fn run_by(
        &mut self,
        speaker: &mut Speaker,
        draft: Draft,
        input: Input,
        by: By,
    ) -> anyhow::Result<()> {
        let mut next = Some((draft, input, by));
        while let Some((draft, input, by)) = next.take() {
            let id = draft.id;
            if self.advance(speaker, draft, input, by).await?.is_open() {
                return Ok(());
            }
            focus::forget(&mut speaker.conversation, id);
            self.effects.push(Effect::DropDraft(id));
            while let Some(waiting) = focus::resume(&mut speaker.conversation) {
                if let Some(draft) = drafts::get(self.tx, waiting).await? {
                    next = Some((draft, Input::Resume, By::Nothing));
                    break;
                }
                focus::forget(&mut speaker.conversation, waiting);
            }
        }
        Ok(())
    }

    async fn advance(&mut self, speaker: &mut Speaker, draft: Draft, input: Input, by: By) -> anyhow::Result<End> {
        let Some(script) = self.office.scripts.get(&draft.script) else {
            return self.script_is_gone(speaker, &draft).await;
        };
        let facts = self.facts(speaker, script, &draft, &input).await?;
        let outcome = engine::advance(script, draft, input, &facts, &self.voice(speaker));
        let outcome = self.somebody_home(speaker, script, outcome, &facts).await?;
        let Outcome { mut draft, say, settled, changed, end, beside } = outcome;
        match (by, changed.as_slice(), settled) {
            (By::Message(Some(message)), [field], _) => {
                draft.said.insert(message, field.clone());
            }
            (By::Button { message: Some(sent), code }, _, Some(message)) => {
                self.effects.push(Effect::Settle { account: speaker.account, sent, code, message });
            }
            _ => {}
        }
        self.keep(speaker, script, &draft, &facts, &changed, beside).await?;
        if end == End::Open && self.rings_on_the_phone(script, &draft, &facts) {
            self.finished(speaker, script, &draft, &facts).await?;
            return Ok(End::Finished);
        }
        let taken_back = end != End::Cancelled || self.cancelled(speaker, script, &draft).await?;
        let subject = draft.subject.case.map(|case| (case, draft.subject.seq));
        if end == End::Open || (end == End::Cancelled && taken_back) {
            for message in say {
                self.say_about(speaker.account, message, subject);
            }
        }
        match end {
            End::Open => self.effects.push(Effect::SaveDraft(draft)),
            End::Finished => self.finished(speaker, script, &draft, &facts).await?,
            End::Cancelled => {}
        }
        Ok(end)
    }

    /// A call is written down for somebody: of a home without people another is asked.
    async fn somebody_home(
        &mut self,
        speaker: &Speaker,
        script: &Script,
        outcome: Outcome,
        facts: &Facts,
    ) -> anyhow::Result<Outcome> {
        let chosen =
            script.ends_in() == Some(FormEnd::RegisterCall) && outcome.changed.iter().any(|field| field == "home");
        let home = match outcome.draft.answers.get("home") {
            Some(Answer::Choice(home)) if chosen => home.parse().ok().map(HomeId),
            _ => None,
        };
        let Some(home) = home else { return Ok(outcome) };
        if estates::contact_of(self.tx, home, self.now).await?.is_some() {
            return Ok(outcome);
        }
        self.tell(speaker.account, speaker.lang, "register.nobody_lives_there", &Args::new());
        let mut draft = outcome.draft;
        draft.answers.remove("home");
        draft.trail.retain(|field| field != "home");
        Ok(engine::advance(script, draft, Input::Begin, facts, &self.voice(speaker)))
    }

    /// What the dialogue has learnt is the case's at once, finished or not.
    async fn keep(
        &mut self,
        speaker: &mut Speaker,
        script: &Script,
        draft: &Draft,
        facts: &Facts,
        changed: &[String],
        beside: Beside,
    ) -> anyhow::Result<()> {
        let Some(case) = draft.subject.case else { return Ok(()) };
        if script.ends_in() == Some(FormEnd::Complaint)
            && !changed.is_empty()
            && let Some(filled) = Filled::of(script, draft, facts)
        {
            self.describe(speaker, case, &filled).await?;
        }
        let mut words: Vec<String> = beside.words.into_iter().filter(|words| !words.trim().is_empty()).collect();
        if draft.script == OWN_COMPLAINT {
            words = self.said_first(speaker, case, words).await?;
        }
        if !words.is_empty() || !beside.attachments.is_empty() {
            let words = (!words.is_empty()).then(|| words.join("\n"));
            let note = Command::Note { words, photos: beside.attachments };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        Ok(())
    }

    /// What the owner wrote beside the questions, without what has become the
    /// words of a complaint that had only pictures.
    async fn said_first(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        mut words: Vec<String>,
    ) -> anyhow::Result<Vec<String>> {
        if let Some(first) = words.iter().position(|text| self.tells(text))
            && self.is_wordless(case).await?
        {
            let first = words.remove(first);
            self.caption(speaker, case, &first).await?;
        }
        if let Some(held) = self.held.get(&case) {
            words.retain(|text| *text != held.case.complaint.details.words);
        }
        Ok(words)
    }

    async fn describe(&mut self, speaker: &Speaker, case: CaseId, filled: &Filled) -> anyhow::Result<()> {
        let mut described = commands::described(filled);
        described.home = self.home_of(speaker, filled).await?;
        let _ = self.perform(case, Request::plain(Command::Describe(described)), &speaker.actor).await?;
        let known = self.held.get(&case).map(|held| held.case.photos.iter().map(|photo| photo.id).collect::<Vec<_>>());
        let known = known.unwrap_or_default();
        let new: Vec<AttachmentId> =
            filled.photos("photos").iter().copied().filter(|photo| !known.contains(photo)).collect();
        if !new.is_empty() {
            let note = Command::Note { words: None, photos: new };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        Ok(())
    }

    pub(super) async fn home_of(
        &mut self,
        speaker: &Speaker,
        filled: &Filled,
    ) -> anyhow::Result<Option<(HomeId, crate::domain::ids::EstateId)>> {
        let Some(id) = filled.id("home").map(HomeId) else { return Ok(None) };
        if let Some(own) = speaker.homes.iter().find(|home| home.id == id) {
            return Ok(Some((own.id, own.estate)));
        }
        Ok(estates::home(self.tx, id).await?.map(|home| (home.id, home.estate)))
    }
}
