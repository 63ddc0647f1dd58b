//! Dialogues: opened by a card or by first words, advanced by the engine, and
//! carried out as commands when they are finished.

use crate::dialogue::answers::Filled;
use crate::dialogue::commands;
use crate::dialogue::engine;
use crate::dialogue::facts::Facts;
use crate::dialogue::focus;
use crate::dialogue::input::{Beside, End, Input, Outcome};
use crate::dialogue::questionnaire;
use crate::dialogue::state::{Draft, Subject};
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::form::FormEnd;
use crate::domain::ids::{AttachmentId, CaseId, DraftId, HomeId};
use crate::domain::refusal::Refusal;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::about;
use crate::script::args::Args;
use crate::script::model::{Kind, Script};
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
        let Some(id) = speaker.conversation.focus else { return Ok("no dialogue") };
        let Some(draft) = drafts::get(self.tx, id).await? else {
            focus::forget(&mut speaker.conversation, id);
            return match inbound.said.clone() {
                Said::Text(text) => self.words_outside(speaker, &text, &inbound).await,
                _ => Ok("the dialogue is gone"),
            };
        };
        if let (Some(case), Said::Text(text)) = (self.other_case(speaker, &inbound).await?, &inbound.said) {
            return self.note_on(speaker, case, Some(text.clone()), Vec::new()).await;
        }
        if let Said::Text(text) = &inbound.said {
            self.heed_answer(speaker, &draft.script, draft.subject.case, text).await?;
        }
        let input = match &inbound.said {
            Said::Text(text) => Input::Text(text.clone()),
            Said::Location { latitude, longitude, label } => Input::Location {
                label: label.clone(),
                latitude: latitude.to_string(),
                longitude: longitude.to_string(),
            },
            Said::Contact { phone, .. } => Input::Text(phone.clone()),
            _ => return Ok("ignored"),
        };
        self.run_said(speaker, draft, input, inbound.message).await?;
        Ok("dialogue")
    }

    pub(super) async fn run(&mut self, speaker: &mut Speaker, draft: Draft, input: Input) -> anyhow::Result<()> {
        self.run_said(speaker, draft, input, None).await
    }

    /// One input to one draft, and afterwards back to whatever waited behind it.
    async fn run_said(
        &mut self,
        speaker: &mut Speaker,
        draft: Draft,
        input: Input,
        message: Option<String>,
    ) -> anyhow::Result<()> {
        let mut next = Some((draft, input, message));
        while let Some((draft, input, message)) = next.take() {
            let id = draft.id;
            if self.advance(speaker, draft, input, message).await?.is_open() {
                return Ok(());
            }
            focus::forget(&mut speaker.conversation, id);
            self.effects.push(Effect::DropDraft(id));
            while let Some(waiting) = focus::resume(&mut speaker.conversation) {
                if let Some(draft) = drafts::get(self.tx, waiting).await? {
                    next = Some((draft, Input::Resume, None));
                    break;
                }
                focus::forget(&mut speaker.conversation, waiting);
            }
        }
        Ok(())
    }

    async fn advance(
        &mut self,
        speaker: &Speaker,
        draft: Draft,
        input: Input,
        message: Option<String>,
    ) -> anyhow::Result<End> {
        let Some(script) = self.office.scripts.get(&draft.script) else {
            return self.script_is_gone(speaker, &draft).await;
        };
        let facts = self.facts(speaker, script, &draft, &input).await?;
        let outcome = engine::advance(script, draft, input, &facts, &self.voice(speaker));
        let outcome = self.somebody_home(speaker, script, outcome, &facts).await?;
        let Outcome { mut draft, say, changed, end, beside } = outcome;
        if let (Some(message), [field]) = (message, changed.as_slice()) {
            draft.said.insert(message, field.clone());
        }
        self.keep(speaker, script, &draft, &facts, &changed, beside).await?;
        let subject = draft.subject.case.map(|case| (case, draft.subject.seq));
        if end == End::Open || end == End::Cancelled {
            for message in say {
                self.say_about(speaker.account, message, subject);
            }
        }
        match end {
            End::Open => self.effects.push(Effect::SaveDraft(draft)),
            End::Finished => self.finished(speaker, script, &draft, &facts).await?,
            End::Cancelled => self.cancelled(speaker, script, &draft).await?,
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
        speaker: &Speaker,
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
        let words: Vec<String> = beside.words.into_iter().filter(|words| !words.trim().is_empty()).collect();
        if !words.is_empty() || !beside.attachments.is_empty() {
            let words = (!words.is_empty()).then(|| words.join("\n"));
            let note = Command::Note { words, photos: beside.attachments };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        Ok(())
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

    async fn home_of(
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

    async fn finished(
        &mut self,
        speaker: &Speaker,
        script: &Script,
        draft: &Draft,
        facts: &Facts,
    ) -> anyhow::Result<()> {
        if let Kind::Questionnaire { .. } = script.kind {
            return self.rated(speaker, script, draft, facts).await;
        }
        let Some(filled) = Filled::of(script, draft, facts) else { return Ok(()) };
        if filled.end == FormEnd::RegisterCall {
            return self.register_call(speaker, &filled).await;
        }
        let Some(case) = draft.subject.case else { return Ok(()) };
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let intake = filled.end == FormEnd::Complaint;
        if intake && held.case.number.is_some() {
            // Somebody was faster; the answers are in the case already.
            self.done(speaker, case, "done.complaint");
            return Ok(());
        }
        let by_desk = intake && held.case.as_resident(&speaker.actor).is_err();
        let requests = match self.held.get(&case).map(|held| commands::of_form(&filled, draft.subject, &held.case)) {
            Some(Ok(requests)) => requests,
            Some(Err(refusal)) => return self.say_no(speaker, &refusal, case).await,
            None => return Ok(()),
        };
        for request in requests {
            if let Err(refusal) = self.perform(case, request, &speaker.actor).await? {
                return self.say_no(speaker, &refusal, case).await;
            }
        }
        let end = if by_desk { FormEnd::RegisterCall } else { filled.end };
        self.done(speaker, case, &format!("done.{}", end.word()));
        Ok(())
    }

    /// "Done", in the words of what was done.
    pub(super) fn done(&mut self, speaker: &Speaker, case: CaseId, key: &str) {
        let Some(held) = self.held.get(&case) else { return };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let reviewed =
            held.case.open_approval().and_then(|one| one.pending()).and_then(|(_, step)| step.seating.clone());
        let role = reviewed.map_or("role.nobody".to_owned(), |seating| format!("role.{}", seating.role.word()));
        let args = about(&held.case, &frame).key("role", role).flag("stranded", held.case.is_stranded());
        let text = self.words(speaker.lang, key, &args);
        self.say_about(speaker.account, crate::talk::message::Message::text(text), Some((case, None)));
    }

    /// A refusal after words were typed; a card that has changed comes anew.
    pub(super) async fn say_no(&mut self, speaker: &Speaker, refusal: &Refusal, case: CaseId) -> anyhow::Result<()> {
        let text = self.refusal(speaker, refusal, Some(case));
        self.say_about(speaker.account, crate::talk::message::Message::text(text), Some((case, None)));
        if *refusal == Refusal::Outdated {
            self.show_anew(speaker, case).await?;
        }
        Ok(())
    }

    async fn rated(&mut self, speaker: &Speaker, script: &Script, draft: &Draft, facts: &Facts) -> anyhow::Result<()> {
        let (Some(case), Some(follow_up)) = (draft.subject.case, draft.subject.seq) else { return Ok(()) };
        let answers = questionnaire::answered(script, draft, facts, &self.voice(speaker));
        let worst = answers.iter().filter_map(|answer| answer.score).min();
        let rate = Request::plain(Command::Rate { follow_up, answers });
        match self.perform(case, rate, &speaker.actor).await? {
            Ok(()) => {
                let key = if worst.is_some_and(|worst| worst >= 3) {
                    "done.rated_satisfied"
                } else {
                    "done.rated_dissatisfied"
                };
                let by_owner = self.held.get(&case).is_some_and(|held| held.case.as_resident(&speaker.actor).is_ok());
                self.done(speaker, case, if by_owner { key } else { "done.rated_by_phone" });
                Ok(())
            }
            Err(refusal) => self.say_no(speaker, &refusal, case).await,
        }
    }

    /// A telephone complaint: opened, described and registered in one go.
    async fn register_call(&mut self, speaker: &Speaker, filled: &Filled) -> anyhow::Result<()> {
        let Some((home, estate)) = self.home_of(speaker, filled).await? else { return Ok(()) };
        let Some(reporter) = estates::contact_of(self.tx, home, self.now).await? else {
            self.tell(speaker.account, speaker.lang, "register.nobody_lives_there", &Args::new());
            return Ok(());
        };
        let words = filled.text("words").unwrap_or_default().to_owned();
        let opening = Opening {
            reporter,
            source: Source::Call,
            estate,
            home: Some(home),
            emergency: self.office.scripts.words().emergency(&words),
            words,
            category: filled.choice("category").map(str::to_owned),
            photos: filled.photos("photos").to_vec(),
        };
        let case = match self.open_case(opening, &speaker.actor).await? {
            Ok(case) => case,
            Err(refusal) => {
                let text = self.refusal(speaker, &refusal, None);
                self.say(speaker.account, crate::talk::message::Message::text(text));
                return Ok(());
            }
        };
        let described = Described { home: Some((home, estate)), ..commands::described(filled) };
        for command in [Command::Describe(described), Command::Register { number: String::new() }] {
            if let Err(refusal) = self.perform(case, Request::plain(command), &speaker.actor).await? {
                return self.say_no(speaker, &refusal, case).await;
            }
        }
        self.done(speaker, case, "done.register_call");
        Ok(())
    }

    /// A complaint that its owner cancels is withdrawn and kept.
    async fn cancelled(&mut self, speaker: &Speaker, script: &Script, draft: &Draft) -> anyhow::Result<()> {
        let own = draft.script.starts_with("owner/") && script.ends_in() == Some(FormEnd::Complaint);
        if let Some(case) = draft.subject.case.filter(|_| own) {
            let _ = self.perform(case, Request::plain(Command::Withdraw { reason: None }), &speaker.actor).await?;
        }
        Ok(())
    }

    /// The script of a draft was removed: its words go to the case.
    async fn script_is_gone(&mut self, speaker: &Speaker, draft: &Draft) -> anyhow::Result<End> {
        let left = engine::leftovers(draft);
        if let Some(case) = draft.subject.case.filter(|_| !left.is_empty()) {
            let words = (!left.words.is_empty()).then(|| left.words.join("\n"));
            let note = Command::Note { words, photos: left.attachments };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        self.tell(speaker.account, speaker.lang, "dialogue.gone", &Args::new());
        Ok(End::Cancelled)
    }
}
