//! Words and pictures for a case that exists already: notes, captions, more
//! words on what is being said, edited messages, and words of alarm in them.

use super::alarms::Alarmed;
use crate::dialogue::input::Input;
use crate::dialogue::state::Draft;
use crate::domain::command::{Command, Described, Request};
use crate::domain::event::{Event, Happened};
use crate::domain::form::FormEnd;
use crate::domain::ids::{AttachmentId, CaseId};
use crate::flow::speaker::Speaker;
use crate::flow::talking::manner::OWN_COMPLAINT;
use crate::flow::turn::Turn;
use crate::script::clean::fold;
use crate::store::{drafts, history};
use crate::talk::inbound::{Inbound, Said};

/// So many of a person's messages are remembered with their case.
const SAID_REMEMBERED: usize = 20;

impl Turn<'_> {
    pub(super) async fn note_on(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        words: Option<String>,
        photos: Vec<AttachmentId>,
    ) -> anyhow::Result<&'static str> {
        let said = words.clone().unwrap_or_default();
        match self.perform(case, Request::plain(Command::Note { words, photos }), &speaker.actor).await? {
            Ok(()) => {
                if self.heed(speaker, case, &said).await? == Alarmed::Nothing {
                    self.done(speaker, case, "done.add_note");
                }
                self.show_signing(speaker, case).await?;
                Ok("note")
            }
            Err(refusal) => {
                self.say_no(speaker, &refusal, case).await?;
                Ok("refused")
            }
        }
    }

    /// A danger in the answers of a dialogue that tell what is the matter.
    pub(super) async fn heed_answer(
        &mut self,
        speaker: &mut Speaker,
        script: &str,
        case: Option<CaseId>,
        said: &str,
    ) -> anyhow::Result<Alarmed> {
        let ends_in = self.office.scripts.form(script).and_then(|form| form.ends_in());
        let telling = [FormEnd::Complaint, FormEnd::AddNote, FormEnd::RefuseWork, FormEnd::RejectAnswer];
        if let (Some(case), Some(end)) = (case, ends_in)
            && telling.contains(&end)
        {
            // Where it is and when somebody is there are a few words, which tell
            // little: only what is sure is heard in them.
            let sure = self.warning(said).is_none_or(|warning| warning.sure);
            if sure || end != FormEnd::Complaint {
                return self.heed(speaker, case, said).await;
            }
        }
        Ok(Alarmed::Nothing)
    }

    /// More words on a complaint that has been begun and not described yet.
    pub(super) async fn goes_on(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        text: &str,
        inbound: &Inbound,
    ) -> anyhow::Result<&'static str> {
        self.caption(speaker, case, text).await?;
        self.remember(speaker, inbound, case);
        self.ask_about_new(speaker, case).await?;
        Ok("more words")
    }

    /// Words that belong to what was said or sent just before.
    pub(super) async fn caption(&mut self, speaker: &mut Speaker, case: CaseId, text: &str) -> anyhow::Result<()> {
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let before = &held.case.complaint.details.words;
        let words = if before.is_empty() { text.to_owned() } else { format!("{before}\n{text}") };
        self.reword(speaker, case, words).await?;
        // Only what is new: what came before has been heard, and may have been answered.
        self.heed(speaker, case, text).await?;
        Ok(())
    }

    /// People write in pieces: a sentence said at the question what kind of matter
    /// it is says more of the matter, perhaps where it is, too. The name of a kind
    /// is an answer.
    pub(super) async fn first_said(
        &mut self,
        speaker: &mut Speaker,
        draft: &mut Draft,
        text: &str,
    ) -> anyhow::Result<()> {
        let asked = draft.script == OWN_COMPLAINT && draft.step.as_deref() == Some("category");
        let Some(case) = draft.subject.case.filter(|_| asked && self.tells(text)) else { return Ok(()) };
        let kinds = self.office.scripts.words().categories();
        let names_one = |label: &str| fold(&self.office.texts.plain(speaker.lang, label)).contains(&fold(text));
        if !kinds.iter().any(|kind| names_one(&kind.label)) && self.is_being_said(case).await? {
            self.caption(speaker, case, text).await?;
            self.place_from_words(speaker, case).await?;
            let mut known = self.known_for(OWN_COMPLAINT, case);
            known.retain(|field, _| ["place", "available"].contains(&field.as_str()));
            for (field, answer) in known {
                draft.answers.entry(field).or_insert(answer);
            }
        }
        Ok(())
    }

    /// A sentence about something: no greeting, no command, no "none", no number.
    pub(super) fn tells(&self, text: &str) -> bool {
        let words = self.office.scripts.words();
        text.chars().any(char::is_alphabetic)
            && words.command_word(text).is_none()
            && !words.is_small_talk(text)
            && !words.is_nothing(text)
    }

    /// A complaint that is still being said: whatever its owner writes is part of it.
    async fn is_being_said(&mut self, case: CaseId) -> anyhow::Result<bool> {
        let there = self.hold(case).await?;
        Ok(there && self.held.get(&case).is_some_and(|held| held.case.is_being_said()))
    }

    /// A complaint that is being said and has only pictures.
    pub(super) async fn is_wordless(&mut self, case: CaseId) -> anyhow::Result<bool> {
        let there = self.hold(case).await?;
        let case = self.held.get(&case).filter(|_| there).map(|held| &held.case);
        Ok(case.is_some_and(|case| case.is_being_said() && case.complaint.details.words.is_empty()))
    }

    /// Says anew what the complaint is; a category that is still open is guessed.
    async fn reword(&mut self, speaker: &Speaker, case: CaseId, words: String) -> anyhow::Result<()> {
        let open = self.held.get(&case).is_some_and(|held| held.case.complaint.details.category.is_none());
        let guess = self.office.understanding.category(&words);
        let described = Described {
            words: Some(words),
            category: guess.sure().filter(|_| open).map(str::to_owned),
            ..Described::default()
        };
        let _ = self.perform(case, Request::plain(Command::Describe(described)), &speaker.actor).await?;
        Ok(())
    }

    /// Which message opened or fed which case, for edits that come later.
    pub(super) fn remember(&self, speaker: &mut Speaker, inbound: &Inbound, case: CaseId) {
        if let Some(message) = &inbound.message {
            speaker.conversation.said.push((message.clone(), case));
            let surplus = speaker.conversation.said.len().saturating_sub(SAID_REMEMBERED);
            speaker.conversation.said.drain(..surplus);
        }
    }

    /// Whether the case has these words already: Telegram reports edits in which
    /// no word has changed (a link's preview came, a reaction was given).
    async fn says_already(&mut self, case: CaseId, text: &str) -> anyhow::Result<bool> {
        let (there, text) = (self.hold(case).await?, text.trim());
        let said = self.held.get(&case).filter(|_| there).map(|held| held.case.complaint.details.words.clone());
        if said.is_some_and(|said| said.trim() == text || said.lines().any(|line| line.trim() == text)) {
            return Ok(true);
        }
        let noted = |words: &Option<String>| words.as_deref().is_some_and(|words| words.trim() == text);
        let told = history::of_case(self.tx, case).await?;
        let events = told.iter().filter_map(|entry| entry.facts::<Happened>().ok());
        Ok(events.into_iter().any(|one| matches!(&one.event, Event::Noted { words, .. } if noted(words))))
    }

    /// An edited message replaces its answer while the dialogue is open, and the
    /// words of a complaint that is still being said; afterwards it is a note.
    pub(super) async fn edited(&mut self, speaker: &mut Speaker, inbound: Inbound) -> anyhow::Result<&'static str> {
        let (Said::Edited { text }, Some(message)) = (&inbound.said, &inbound.message) else { return Ok("ignored") };
        for draft in drafts::of_person(self.tx, speaker.person).await? {
            if let Some(field) = draft.said.get(message).cloned() {
                self.heed_answer(speaker, &draft.script, draft.subject.case, text).await?;
                self.run(speaker, draft, Input::Edited { field, text: text.clone() }).await?;
                return Ok("edited");
            }
        }
        let said = &speaker.conversation.said;
        let about = said.iter().find(|(said, _)| said == message).map(|(_, case)| *case);
        let Some(case) = about else { return Ok("edited, about nothing") };
        if self.says_already(case, text).await? {
            return Ok("edited, no word of it");
        }
        let alone = said.iter().filter(|(_, other)| *other == case).count() == 1;
        if alone && self.hold(case).await? && self.held.get(&case).is_some_and(|held| held.case.is_being_said()) {
            self.reword(speaker, case, text.clone()).await?;
            self.heed(speaker, case, text).await?;
            self.done(speaker, case, "done.edited");
            return Ok("said anew");
        }
        let note = Command::Note { words: Some(text.clone()), photos: Vec::new() };
        if self.perform(case, Request::plain(note), &speaker.actor).await?.is_ok() {
            self.heed(speaker, case, text).await?;
            self.done(speaker, case, "done.edited");
        }
        Ok("edited")
    }
}
