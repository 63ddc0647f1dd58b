//! Words outside any dialogue: a new complaint, a note on an old one, a
//! greeting. The complaint exists in the turn in which it is said.

use super::taps::about_case;
use crate::dialogue::state::Subject;
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::ids::{AttachmentId, CaseId};
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::{Say, Sketch, about};
use crate::script::args::Args;
use crate::script::words::WordCommand;
use crate::store::{cases, lists, outbox};
use crate::talk::answer::Answer;
use crate::talk::inbound::Inbound;
use crate::talk::tap::Tap;
use std::collections::BTreeMap;

/// So many open cases are offered by name.
const CASES_OFFERED: usize = 4;
/// So many of a person's messages are remembered with their case.
const SAID_REMEMBERED: usize = 20;

impl Turn<'_> {
    pub(super) async fn words_outside(&mut self, speaker: &mut Speaker, text: &str, inbound: &Inbound) -> anyhow::Result<&'static str> {
        if let Some(case) = self.answered_case(speaker, inbound).await? {
            return self.note_on(speaker, case, Some(text.to_owned()), Vec::new()).await;
        }
        let words = self.office.scripts.words();
        if let Some(command) = words.command_word(text) {
            return self.word_command(speaker, command).await;
        }
        if words.is_small_talk(text) {
            self.tell(speaker.account, speaker.lang, "hello.small_talk", &Args::new().text("name", speaker.name.clone()));
            return Ok("small talk");
        }
        if speaker.homes.is_empty() {
            return self.staff_words(speaker, text).await;
        }
        if let Some(case) = lists::being_said(self.tx, speaker.person).await? {
            return self.goes_on(speaker, case, text).await;
        }
        let Some(case) = self.open_own(speaker, text.to_owned(), Vec::new()).await? else { return Ok("refused") };
        self.remember(speaker, inbound, case);
        self.ask_about_new(speaker, case).await?;
        Ok("complaint")
    }

    /// The case that the answered message of the bot was about.
    pub(super) async fn answered_case(&mut self, speaker: &Speaker, inbound: &Inbound) -> anyhow::Result<Option<CaseId>> {
        let Some(reply_to) = &inbound.reply_to else { return Ok(None) };
        Ok(outbox::about(self.tx, speaker.account, reply_to).await?.and_then(|about| about.case_id))
    }

    pub(super) async fn note_on(&mut self, speaker: &Speaker, case: CaseId, words: Option<String>, photos: Vec<AttachmentId>) -> anyhow::Result<&'static str> {
        match self.perform(case, Request::plain(Command::Note { words, photos }), &speaker.actor).await? {
            Ok(()) => {
                self.done(speaker, case, "done.add_note");
                Ok("note")
            }
            Err(refusal) => {
                self.say_no(speaker, &refusal, case).await?;
                Ok("refused")
            }
        }
    }

    async fn word_command(&mut self, speaker: &mut Speaker, command: WordCommand) -> anyhow::Result<&'static str> {
        match command {
            WordCommand::Help => self.command(speaker, "help", "").await,
            _ => {
                self.tell(speaker.account, speaker.lang, "hello.nothing_open", &Args::new());
                Ok("nothing open")
            }
        }
    }

    /// A clerk's words become a telephone complaint; others are shown the way.
    async fn staff_words(&mut self, speaker: &mut Speaker, text: &str) -> anyhow::Result<&'static str> {
        if speaker.is_desk() {
            let presets = BTreeMap::from([("words".to_owned(), Answer::Text(text.to_owned()))]);
            self.begin(speaker, "clerk/register_call", Subject::default(), presets).await?;
            return Ok("telephone complaint");
        }
        let key = if speaker.actor.is_staff() { "hello.staff_hint" } else { "hello.no_home" };
        self.tell(speaker.account, speaker.lang, key, &Args::new());
        Ok("hint")
    }

    /// More words on a complaint that has been begun and not described yet.
    async fn goes_on(&mut self, speaker: &mut Speaker, case: CaseId, text: &str) -> anyhow::Result<&'static str> {
        if !self.hold(case).await? {
            return Ok("gone");
        }
        let before = self.held.get(&case).map(|held| held.case.complaint.details.words.clone()).unwrap_or_default();
        let words = if before.is_empty() { text.to_owned() } else { format!("{before}\n{text}") };
        let described = Described { words: Some(words), ..Described::default() };
        let _ = self.perform(case, Request::plain(Command::Describe(described)), &speaker.actor).await?;
        self.ask_about_new(speaker, case).await?;
        Ok("more words")
    }

    /// Opens the speaker's own complaint.
    pub(super) async fn open_own(&mut self, speaker: &Speaker, words: String, photos: Vec<AttachmentId>) -> anyhow::Result<Option<CaseId>> {
        let Some(first) = speaker.homes.first() else { return Ok(None) };
        let book = self.office.scripts.words();
        let opening = Opening {
            reporter: speaker.person,
            source: Source::Bot,
            estate: first.estate,
            home: (speaker.homes.len() == 1).then_some(first.id),
            category: book.category(&words).filter(|guess| guess.sure).map(|guess| guess.category),
            emergency: book.emergency(&words),
            words,
            photos,
        };
        match self.open_case(opening, &speaker.actor).await? {
            Ok(case) => Ok(Some(case)),
            Err(refusal) => {
                let text = self.refusal(speaker, &refusal, None);
                self.say(speaker.account, crate::talk::message::Message::text(text));
                Ok(None)
            }
        }
    }

    /// Which message opened or fed which case, for edits that come later.
    pub(super) fn remember(&self, speaker: &mut Speaker, inbound: &Inbound, case: CaseId) {
        if let Some(message) = &inbound.message {
            speaker.conversation.said.push((message.clone(), case));
            let surplus = speaker.conversation.said.len().saturating_sub(SAID_REMEMBERED);
            speaker.conversation.said.drain(..surplus);
        }
    }

    /// What comes first after new words: whom they are for, which case is
    /// meant, or the first question.
    pub(super) async fn ask_about_new(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<()> {
        let emergency = self.held.get(&case).is_some_and(|held| held.case.complaint.emergency.is_some());
        if emergency {
            self.done(speaker, case, "emergency.received");
        }
        if speaker.is_desk() {
            self.ask(speaker, case, "which.own_or_other", vec![("which.own", "new".to_owned()), ("which.other", "for_owner".to_owned())]);
            return Ok(());
        }
        let mut open = lists::cases_of(self.tx, speaker.person, self.now, 20).await?;
        open.retain(|other| *other != case);
        let mut earlier = Vec::new();
        for other in open {
            if let Some(found) = cases::load(self.tx, other).await?
                && !found.complaint.state.is_over()
                && found.number.is_some()
                && earlier.len() < CASES_OFFERED
            {
                earlier.push(found);
            }
        }
        if earlier.is_empty() || emergency {
            return self.begin_complaint(speaker, case).await;
        }
        self.ask_which(speaker, case, &earlier);
        Ok(())
    }

    fn ask_which(&mut self, speaker: &Speaker, case: CaseId, earlier: &[crate::domain::case::Case]) {
        let tap = |act: String| Tap::Card { case, seq: COMPLAINT, rev: 0, act };
        let mut sketch = Sketch::default()
            .line(Say::plain("which.ask"))
            .row(vec![(Say::plain("which.new"), tap("new".to_owned()))]);
        for one in earlier {
            let people = Default::default();
            let frame = self.office.frame(self.now, self.now, &people);
            let label = Say::new("which.belongs", about(one, &frame));
            sketch = sketch.row(vec![(label, tap(format!("belongs.{}", one.id)))]);
        }
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
    }

    fn ask(&mut self, speaker: &Speaker, case: CaseId, key: &str, answers: Vec<(&str, String)>) {
        let row = answers
            .into_iter()
            .map(|(label, act)| (Say::plain(label), Tap::Card { case, seq: COMPLAINT, rev: 0, act }))
            .collect();
        let sketch = Sketch::default().line(Say::plain(key)).row(row);
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
    }

    /// The intake dialogue: only what is missing is asked.
    pub(super) async fn begin_complaint(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<()> {
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        if held.case.number.is_some() || held.case.complaint.state.is_over() {
            self.tell(speaker.account, speaker.lang, "tap.finished", &Args::new());
            return Ok(());
        }
        let presets = known(&held.case);
        self.begin(speaker, "owner/complaint", about_case(case), presets).await
    }
}

/// What a complaint says already, as answers that are not asked again.
pub(super) fn known(case: &Case) -> BTreeMap<String, Answer> {
    let details = &case.complaint.details;
    let answers = [
        ("home", case.complaint.home.map(|home| Answer::Choice(home.to_string()))),
        ("category", details.category.clone().map(Answer::Choice)),
        ("place", details.place.clone().map(Answer::Text)),
        ("available", details.available.clone().map(Answer::Text)),
    ];
    answers.into_iter().filter_map(|(field, answer)| Some((field.to_owned(), answer?))).collect()
}
