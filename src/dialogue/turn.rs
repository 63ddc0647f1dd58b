//! The work of `engine::advance` on one input. Each reaction ends in exactly
//! one of: the next question, the same question again, the summary, the end,
//! or silence.

use crate::dialogue::ask::Manner;
use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::input::{Beside, End, Input};
use crate::dialogue::read::{self, Reading, Refusal};
use crate::dialogue::shown::shown;
use crate::dialogue::standing;
use crate::dialogue::state::Draft;
use crate::dialogue::summary::{self, CONFIRM, SUMMARY};
use crate::script::args::Args;
use crate::script::model::{Script, Step, Take};
use crate::script::names::NamedFact;
use crate::script::words::WordCommand;
use crate::talk::answer::Answer;
use crate::talk::message::Message;
use std::collections::BTreeMap;

pub(crate) struct Turn<'a> {
    pub(crate) script: &'a Script,
    pub(crate) facts: &'a Facts,
    pub(crate) voice: &'a Voice<'a>,
    pub(crate) draft: Draft,
    /// Sentences that go before whatever is asked next.
    pub(crate) lead: Vec<String>,
    pub(crate) say: Vec<Message>,
    pub(crate) changed: Vec<String>,
    pub(crate) end: End,
    pub(crate) beside: Beside,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(script: &'a Script, draft: Draft, facts: &'a Facts, voice: &'a Voice<'a>) -> Turn<'a> {
        Turn {
            script,
            facts,
            voice,
            draft,
            lead: Vec::new(),
            say: Vec::new(),
            changed: Vec::new(),
            end: End::Open,
            beside: Beside::default(),
        }
    }

    /// Answers that an edited script no longer takes: said, and kept as words.
    pub(crate) fn lost(&mut self, dropped: BTreeMap<String, Answer>) {
        if dropped.is_empty() {
            return;
        }
        self.tell("dialogue.asked_again", &Args::new());
        for (_, answer) in dropped {
            match answer {
                Answer::Text(text) => self.beside.words.push(text),
                Answer::Photos(photos) => self.beside.attachments.extend(photos),
                Answer::Choice(_)
                | Answer::When(_)
                | Answer::Amount(_)
                | Answer::Number(_)
                | Answer::YesNo(_)
                | Answer::Skipped => {}
            }
        }
    }

    pub(crate) fn take(&mut self, input: Input) {
        match input {
            Input::Begin => self.begin(),
            Input::Resume => self.resume("dialogue.resume"),
            Input::Nudge => {
                self.resume("dialogue.nudge");
                self.draft.nudged_at = Some(self.facts.now);
            }
            Input::Text(text) => self.text(&text),
            Input::Edited { field, text } => self.edited(&field, &text),
            Input::Tap { step, value } => self.tapped(&step, &value),
            Input::Move { step, to } => self.moved(&step, &to),
            Input::Photos { attachments, closed } => self.photos(attachments, closed),
            Input::Voice(attachment) => {
                self.beside.attachments.push(attachment);
                self.tell("dialogue.voice_unheard", &Args::new());
                self.again();
            }
            Input::Contact => {
                self.tell("dialogue.contact_unheard", &Args::new());
                self.again();
            }
            Input::Location { label, latitude, longitude } => {
                self.text(&label.unwrap_or_else(|| format!("{latitude}, {longitude}")));
            }
        }
    }

    fn begin(&mut self) {
        // Whoever has answered something already was greeted with it.
        if let Some(opening) = self.script.opening.as_ref().filter(|_| self.draft.answers.is_empty()) {
            self.tell(opening, &self.facts.args);
        }
        self.leave_offered();
        match standing::next(self.script, &self.draft, self.facts) {
            Some(step) => self.ask(step, true),
            None => self.proceed(),
        }
    }

    /// Where everything that is needed is known, nothing more is asked: what is
    /// only offered can be added at the summary.
    fn leave_offered(&mut self) {
        let steps = standing::applicable(self.script, &self.draft.answers, self.facts);
        let open = |step: &&&Step| !self.draft.answers.contains_key(&step.field);
        let fields: Vec<String> = steps.iter().filter(open).map(|step| step.field.clone()).collect();
        if self.script.confirm && steps.iter().filter(open).all(|step| step.offered) {
            self.draft.answers.extend(fields.into_iter().map(|field| (field, Answer::Skipped)));
        }
    }

    fn resume(&mut self, key: &str) {
        let title = self.voice.say(&self.script.title, &self.facts.args);
        self.tell(key, &Args::new().text("title", title));
        match self.current() {
            Some(step) => self.ask(step, self.facts.about.is_some()),
            None => self.proceed(),
        }
    }

    fn text(&mut self, said: &str) {
        let command = self.voice.words().command_word(said);
        let Some(step) = self.current() else { return self.text_at_summary(said, command) };
        match command {
            Some(WordCommand::Cancel) => self.cancel(),
            Some(WordCommand::Back) => self.back(),
            Some(WordCommand::Skip) => self.skip(step),
            Some(WordCommand::Help) => self.help(Some(step)),
            Some(WordCommand::Done) if matches!(step.take, Take::Photos { .. }) => self.done(step),
            Some(WordCommand::Done | WordCommand::Confirm) | None => {
                let reading = read::written(step, said, self.facts, self.voice);
                self.answer(step, reading, said);
            }
        }
    }

    fn text_at_summary(&mut self, said: &str, command: Option<WordCommand>) {
        match command {
            Some(WordCommand::Cancel) => self.cancel(),
            Some(WordCommand::Back) => self.back(),
            Some(WordCommand::Confirm | WordCommand::Done) => self.confirm(),
            Some(WordCommand::Help) => self.help(None),
            Some(WordCommand::Skip) => self.again(),
            None if self.voice.words().yes_no(said) == Some(true) => self.confirm(),
            None => {
                if let Some(step) = standing::left_to_words(self.script, &self.draft, self.facts) {
                    let reading = read::written(step, said, self.facts, self.voice);
                    return self.answer_elsewhere(step, reading, said);
                }
                let own = self.is_owners_own();
                self.beside.words.extend(own.then(|| said.to_owned()));
                let key = match standing::next(self.script, &self.draft, self.facts) {
                    Some(_) => "dialogue.step_gone",
                    None if own => "dialogue.summary_noted",
                    None => "dialogue.help_summary",
                };
                self.tell(key, &Args::new());
                self.again();
            }
        }
    }

    fn edited(&mut self, field: &str, text: &str) {
        // Messengers report edits in which no word has changed.
        let read = self.asked(field).map(|step| read::written(step, text, self.facts, self.voice));
        if let Some(Reading::Answer(answer)) = &read
            && self.draft.answers.get(field) == Some(answer)
        {
            return;
        }
        if self.draft.step.as_deref() == Some(field) {
            return self.text(text);
        }
        match self.asked(field) {
            Some(step) => {
                let reading = read::written(step, text, self.facts, self.voice);
                self.answer_elsewhere(step, reading, text);
            }
            None => self.gone(),
        }
    }

    fn tapped(&mut self, field: &str, value: &str) {
        let Some(step) = self.asked(field) else { return self.gone() };
        let reading = read::pressed(step, value, self.facts, self.voice);
        if self.draft.step.as_deref() == Some(field) {
            self.answer(step, reading, "");
        } else {
            self.answer_elsewhere(step, reading, "");
        }
    }

    fn moved(&mut self, field: &str, to: &str) {
        match to {
            // A button that was left standing above means the question it stood under.
            "cancel" if self.stands_at(field) => return self.cancel(),
            "cancel" => return self.again(),
            "change" => return self.change(field),
            "help" => return self.help(self.asked(field)),
            _ => {}
        }
        if field == SUMMARY {
            return self.pressed_summary(to);
        }
        let Some(step) = self.current().filter(|step| step.field == field) else { return self.again() };
        match to {
            "back" => self.back(),
            "skip" => self.skip(step),
            "keep" => self.keep(step),
            "done" => self.done(step),
            "clear" => self.clear(step),
            _ => self.again(),
        }
    }

    fn stands_at(&self, field: &str) -> bool {
        field == self.current().map_or(SUMMARY, |step| step.field.as_str())
    }

    fn pressed_summary(&mut self, to: &str) {
        let shown = to.strip_prefix(CONFIRM).and_then(|rest| rest.strip_prefix('.'));
        let Some(shown) = shown.filter(|_| self.script.confirm) else { return self.again() };
        if self.current().is_some() && !self.draft.changing {
            return self.again();
        }
        if shown == summary::mark(self.script, &self.draft, self.facts) {
            self.confirm();
        } else {
            self.leave_change();
            if standing::next(self.script, &self.draft, self.facts).is_none() {
                self.tell("dialogue.summary_changed", &Args::new());
            }
            self.proceed();
        }
    }

    /// An answer to the question that stands open.
    pub(crate) fn answer(&mut self, step: &'a Step, reading: Reading, said: &str) {
        match reading {
            Reading::Answer(answer) => {
                self.put(step, answer);
                self.answered(step);
            }
            Reading::Remarked(answer) => {
                self.remark(said);
                self.answer(step, Reading::Answer(answer), said);
            }
            Reading::Refused(refusal) => {
                self.refuse(&refusal, said);
                self.ask(step, false);
            }
            Reading::Narrowed { key, choices } => self.narrow(step, key, choices),
        }
    }

    /// An answer to another question than the open one: taken, and the open
    /// one is asked again.
    fn answer_elsewhere(&mut self, step: &'a Step, reading: Reading, said: &str) {
        match reading {
            Reading::Answer(answer) => {
                let value = shown(step, &answer, self.facts, self.voice);
                let label = self.voice.say(&step.label, &self.facts.args);
                self.put(step, answer);
                self.tell("dialogue.changed", &Args::new().text("label", label).text("value", value));
                self.again();
            }
            Reading::Remarked(answer) => {
                self.remark(said);
                self.answer_elsewhere(step, Reading::Answer(answer), said);
            }
            Reading::Refused(refusal) => {
                self.refuse(&refusal, said);
                self.again();
            }
            Reading::Narrowed { .. } => self.again(),
        }
    }

    pub(crate) fn put(&mut self, step: &Step, answer: Answer) {
        let before = self.draft.answers.insert(step.field.clone(), answer);
        let same = before.as_ref() == self.draft.answers.get(&step.field);
        if !same && !self.changed.contains(&step.field) {
            self.changed.push(step.field.clone());
        }
    }

    fn refuse(&mut self, refusal: &Refusal, said: &str) {
        if refusal.worth_keeping {
            self.remark(said);
        }
        let key = match refusal.key {
            "dialogue.choice_unknown" if !self.is_owners_own() => "dialogue.choice_unmatched",
            "dialogue.photos_wanted" if !self.is_owners_own() => "dialogue.photos_only",
            key => key,
        };
        self.tell(key, &refusal.args);
    }

    /// Words that may matter to the case, whatever else becomes of them.
    fn remark(&mut self, said: &str) {
        if self.is_owners_own() && !said.is_empty() {
            self.beside.words.push(said.to_owned());
        }
    }

    /// Only what an owner says may matter to his case; what staff mistypes in a
    /// form is nothing that he should read there.
    fn is_owners_own(&self) -> bool {
        let name = self.script.name.as_str();
        let owners = name.starts_with("owner/") || name.starts_with("questionnaires/");
        owners && !self.facts.named.contains(&NamedFact::SpeaksForOwner)
    }

    fn narrow(&mut self, step: &'a Step, key: &str, choices: Vec<Choice>) {
        self.tell(key, &Args::new());
        let manner = Manner { lead: std::mem::take(&mut self.lead), heading: false, narrowed: Some(choices) };
        self.put_question(step, manner);
    }

    fn gone(&mut self) {
        self.tell("dialogue.step_gone", &Args::new());
        self.again();
    }
}
