//! Words outside any dialogue: a new complaint, a note on an old one, a
//! greeting. The complaint exists in the turn in which it is said.

use super::alarms::Alarmed;
use super::card_words::GO_ON;
use super::choices::home_entry;
use super::taps::about_case;
use crate::dialogue::focus;
use crate::dialogue::state::Subject;
use crate::domain::case::COMPLAINT;
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::emergency::Warning;
use crate::domain::form::FormEnd;
use crate::domain::ids::{AttachmentId, CaseId};
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::{Say, Sketch, about};
use crate::script::args::Args;
use crate::script::clean::fold;
use crate::script::words::WordCommand;
use crate::store::{cases, drafts, lists, outbox};
use crate::talk::answer::Answer;
use crate::talk::inbound::Inbound;
use crate::talk::tap::Tap;
use crate::understanding::alarm::Alarm;
use crate::understanding::heard::Heard;
use crate::understanding::homes::{self, Entry};
use crate::understanding::intent::Intent;
use std::collections::BTreeMap;

/// So many open cases are offered by name.
const CASES_OFFERED: usize = 4;

impl Turn<'_> {
    pub(super) async fn words_outside(
        &mut self,
        speaker: &mut Speaker,
        text: &str,
        inbound: &Inbound,
    ) -> anyhow::Result<&'static str> {
        if let Some(tap) = self.answers_alarm(speaker, text) {
            return self.chose(speaker, tap).await;
        }
        let answered = self.answered_case(speaker, inbound).await?;
        if answered.is_some()
            && let Some(done) = self.answers_card(speaker, text, inbound, answered).await?
        {
            return Ok(done);
        }
        if let Some(case) = answered {
            return self.note_on(speaker, case, Some(text.to_owned()), Vec::new()).await;
        }
        let words = self.office.scripts.words().numbers();
        if let Some(tap) =
            focus::chosen(&speaker.conversation, text, words, self.now).and_then(|data| Tap::parse(&data))
        {
            return self.chose(speaker, tap).await;
        }
        if let Some(done) = self.answers_card(speaker, text, inbound, None).await? {
            return Ok(done);
        }
        if let Some(entry) = self.menu_entry(speaker, text) {
            return self.command(speaker, &entry, "").await;
        }
        let words = self.office.scripts.words();
        if let Some(command) = words.command_word(text) {
            return self.word_command(speaker, command).await;
        }
        if let Some(lang) = words.language(text) {
            return self.command(speaker, "language", lang.code()).await;
        }
        // "Reply 1 to go on": what waited is the answer.
        if speaker.address.channel.has_windows() && text.trim() == GO_ON {
            return Ok("goes on");
        }
        let heard = self.office.understanding.hear(text);
        if words.is_small_talk(text) {
            return self.friendly(speaker, chatter(heard.meant.intent)).await;
        }
        if let Some(done) = self.no_complaint(speaker, text, &heard).await? {
            return Ok(done);
        }
        if speaker.homes.is_empty() {
            return self.staff_words(speaker, text).await;
        }
        self.reports(speaker, text, inbound).await
    }

    /// What a message wants that reports nothing: a question answered, a person
    /// called, a friendly word. `None`: it reports something, or may.
    async fn no_complaint(
        &mut self,
        speaker: &mut Speaker,
        text: &str,
        heard: &Heard,
    ) -> anyhow::Result<Option<&'static str>> {
        let meant = heard.meant;
        let owner = !speaker.homes.is_empty();
        // More of what is open already opens nothing of its own.
        let more = heard.alarm == Alarm::Quiet && meant.intent == Intent::MoreAboutCase && meant.is_sure();
        if owner
            && more
            && let Some(done) = self.adds_to_open(speaker, text, true).await?
        {
            return Ok(Some(done));
        }
        if heard.opens() {
            return Ok(None);
        }
        Ok(match meant.intent {
            Intent::Thanks | Intent::Greeting | Intent::SmallTalk | Intent::Praise | Intent::Abuse => {
                Some(self.friendly(speaker, meant.intent).await?)
            }
            Intent::Status if owner => Some(self.asks_status(speaker, heard).await?),
            Intent::Human if owner && meant.is_sure() => Some(self.wants_person(speaker, None, text).await?),
            Intent::Cancel if owner => Some(self.wants_out(speaker).await?),
            Intent::Rating | Intent::Question | Intent::Human if owner => {
                Some(self.friendly(speaker, meant.intent).await?)
            }
            Intent::AnswerVisit if owner => self.adds_to_open(speaker, text, false).await?,
            _ => None,
        })
    }

    /// Something is reported: more words on what is being said, on an alarm of
    /// his own, or a new matter.
    async fn reports(&mut self, speaker: &mut Speaker, text: &str, inbound: &Inbound) -> anyhow::Result<&'static str> {
        if let Some(case) = lists::being_said(self.tx, speaker.person).await? {
            return self.goes_on(speaker, case, text, inbound).await;
        }
        if let Some(case) = self.own_alarm(speaker).await? {
            self.remember(speaker, inbound, case);
            return self.note_on(speaker, case, Some(text.to_owned()), Vec::new()).await;
        }
        let Some(case) = self.open_own(speaker, text.to_owned(), Vec::new()).await? else { return Ok("refused") };
        self.remember(speaker, inbound, case);
        self.ask_about_new(speaker, case).await?;
        Ok("complaint")
    }

    /// The case that the answered message of the bot was about.
    pub(super) async fn answered_case(
        &mut self,
        speaker: &Speaker,
        inbound: &Inbound,
    ) -> anyhow::Result<Option<CaseId>> {
        let Some(reply_to) = &inbound.reply_to else { return Ok(None) };
        Ok(outbox::about(self.tx, speaker.account, reply_to).await?.and_then(|about| about.case_id))
    }

    /// The case of the answered message, where the dialogue in focus is about
    /// another one or there is none.
    pub(super) async fn other_case(&mut self, speaker: &Speaker, inbound: &Inbound) -> anyhow::Result<Option<CaseId>> {
        let Some(answered) = self.answered_case(speaker, inbound).await? else { return Ok(None) };
        let focus = match speaker.conversation.focus {
            Some(focus) => drafts::get(self.tx, focus).await?,
            None => None,
        };
        Ok(Some(answered).filter(|case| focus.is_none_or(|draft| draft.subject.case != Some(*case))))
    }

    /// The command whose name in the menu the whole message is.
    fn menu_entry(&self, speaker: &Speaker, text: &str) -> Option<String> {
        let said = fold(text);
        self.menu(speaker).commands.into_iter().find(|(_, label)| fold(label) == said).map(|(name, _)| name)
    }

    async fn word_command(&mut self, speaker: &mut Speaker, command: WordCommand) -> anyhow::Result<&'static str> {
        match command {
            WordCommand::Help => self.command(speaker, "help", "").await,
            WordCommand::Cancel => self.command(speaker, "cancel", "").await,
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

    /// Opens the speaker's own complaint.
    pub(super) async fn open_own(
        &mut self,
        speaker: &mut Speaker,
        words: String,
        photos: Vec<AttachmentId>,
    ) -> anyhow::Result<Option<CaseId>> {
        let Some(first) = speaker.homes.first() else { return Ok(None) };
        let warning = self.warning(&words);
        let book = self.office.scripts.words();
        let home = match speaker.homes.as_slice() {
            [only] => Some(only),
            several => {
                let entries: Vec<Entry> = several.iter().map(home_entry).collect();
                homes::named(&words, &entries, book.home()).and_then(|at| several.get(at))
            }
        };
        let opening = Opening {
            reporter: speaker.person,
            source: Source::Bot,
            estate: home.unwrap_or(first).estate,
            home: home.map(|home| home.id),
            category: self.office.understanding.category(&words).sure().map(str::to_owned),
            words,
            photos,
        };
        match self.open_case(opening, &speaker.actor).await? {
            Ok(case) => {
                self.place_from_words(speaker, case).await?;
                if let Some(warning) = warning {
                    self.first_warning(speaker, case, warning).await?;
                }
                Ok(Some(case))
            }
            Err(refusal) => {
                let text = self.refusal(speaker, &refusal, None);
                self.say(speaker.account, crate::talk::message::Message::text(text));
                Ok(None)
            }
        }
    }

    /// Place and time that the first sentence says are not asked again.
    pub(super) async fn place_from_words(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<()> {
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let words = held.case.complaint.details.words.clone();
        let frame = crate::understanding::times::when::Frame {
            now: self.said_at,
            zone: self.office.calendar.zone(),
            day_means: None,
            within_days: 60,
        };
        let understanding = &self.office.understanding;
        let place =
            understanding.place(&words).map(|id| self.words(speaker.lang, &format!("option.place.{id}"), &Args::new()));
        let available = understanding.available(&words, &frame).map(str::to_owned);
        if place.is_some() || available.is_some() {
            let described = Described { place, available, ..Described::default() };
            let _ = self.perform(case, Request::plain(Command::Describe(described)), &speaker.actor).await?;
        }
        Ok(())
    }

    /// A colleague who has a home of his own may speak for an owner: he is asked
    /// that first, and without an answer it rings like a doubt.
    async fn first_warning(&mut self, speaker: &mut Speaker, case: CaseId, warning: Warning) -> anyhow::Result<()> {
        if speaker.is_desk() {
            let doubt = Warning { sure: false, ..warning };
            let _ = self.perform(case, Request::plain(Command::RaiseAlarm(doubt)), &speaker.actor).await?;
            return Ok(());
        }
        self.raise(speaker, case, warning).await?;
        Ok(())
    }

    /// It is his own: what was held back for the answer is heard now.
    pub(super) async fn own_after_all(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<bool> {
        let Some(held) = self.held.get(&case) else { return Ok(false) };
        if held.case.doubted_until().is_none() {
            return Ok(false);
        }
        let words = held.case.complaint.details.words.clone();
        if self.heed(speaker, case, &words).await? == Alarmed::Nothing {
            self.ask_doubt(speaker, case);
        }
        Ok(true)
    }

    /// What comes first after new words: whom they are for, which case is
    /// meant, or the first question.
    pub(super) async fn ask_about_new(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<()> {
        let urgent = self.held.get(&case).is_some_and(|held| held.case.is_urgent());
        let doubted = self.held.get(&case).is_some_and(|held| held.case.doubted_until().is_some());
        if urgent {
            // He has heard all there is to say, and nothing has to be filled in.
            return Ok(());
        }
        if speaker.is_desk() {
            let answers =
                vec![(Say::plain("which.own"), "new".to_owned()), (Say::plain("which.other"), "for_owner".to_owned())];
            self.ask(speaker, case, "which.own_or_other", answers);
            return Ok(());
        }
        if doubted {
            self.ask_doubt(speaker, case);
            return Ok(());
        }
        let mut open = lists::cases_of(self.tx, speaker.person, self.now, 20).await?;
        open.retain(|other| *other != case);
        let mut earlier = Vec::new();
        for other in open {
            if let Some(found) = cases::load(self.tx, other).await?
                && !found.complaint.state.is_over()
                && (found.number.is_some() || found.complaint.handed_over_at.is_some())
                && earlier.len() < CASES_OFFERED
            {
                earlier.push(found);
            }
        }
        if self.asks_several(speaker, case) {
            return Ok(());
        }
        if earlier.is_empty() {
            return self.begin_complaint(speaker, case).await;
        }
        self.ask_which(speaker, case, &earlier);
        Ok(())
    }

    fn ask_which(&mut self, speaker: &mut Speaker, case: CaseId, earlier: &[crate::domain::case::Case]) {
        let people = Default::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let belongs =
            earlier.iter().map(|one| (Say::new("which.belongs", about(one, &frame)), format!("belongs.{}", one.id)));
        let answers = std::iter::once((Say::plain("which.new"), "new".to_owned())).chain(belongs).collect();
        self.ask(speaker, case, "which.ask", answers);
    }

    /// A question outside any dialogue, answered by a button, by its words or its number.
    pub(super) fn ask(&mut self, speaker: &mut Speaker, case: CaseId, key: &str, answers: Vec<(Say, String)>) {
        self.ask_with(speaker, case, Say::plain(key), answers);
    }

    pub(super) fn ask_with(&mut self, speaker: &mut Speaker, case: CaseId, question: Say, answers: Vec<(Say, String)>) {
        let tap = |act: String| Tap::Card { case, seq: COMPLAINT, rev: 0, act };
        let mut sketch = Sketch::default().line(question);
        let mut choices = Vec::new();
        for (label, act) in answers {
            choices.push((self.label(speaker.lang, &label), tap(act.clone()).to_string()));
            sketch = sketch.row(vec![(label, tap(act))]);
        }
        focus::offer(&mut speaker.conversation, choices, self.now + self.office.manners.offer_stands);
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
        let known = self.known_for("owner/complaint", case);
        self.begin(speaker, "owner/complaint", about_case(case), known).await
    }

    /// What a form that completes a complaint need not ask.
    pub(super) fn known_for(&self, script: &str, case: CaseId) -> BTreeMap<String, Answer> {
        let ends_in = self.office.scripts.form(script).and_then(|form| form.ends_in());
        let Some(held) = self.held.get(&case).filter(|_| ends_in == Some(FormEnd::Complaint)) else {
            return BTreeMap::new();
        };
        let details = held.case.complaint.details.clone();
        let text = |value: Option<String>| value.map(Answer::Text);
        let known = [
            ("home", held.case.complaint.home.map(|home| Answer::Choice(home.to_string()))),
            ("category", details.category.map(Answer::Choice)),
            ("place", text(details.place)),
            ("available", text(details.available)),
        ];
        known.into_iter().filter_map(|(field, answer)| Some((field.to_owned(), answer?))).collect()
    }
}

/// What small talk by the word list is: the kind that the sentence sounds like.
fn chatter(intent: Intent) -> Intent {
    match intent {
        Intent::Thanks | Intent::Praise | Intent::Greeting => intent,
        _ => Intent::SmallTalk,
    }
}
