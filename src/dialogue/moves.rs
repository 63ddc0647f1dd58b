//! The moves of a turn: on to the next question, back, skip, keep, change,
//! help, photos, the summary and the end.

use crate::dialogue::ask::{self, Manner};
use crate::dialogue::input::End;
use crate::dialogue::standing;
use crate::dialogue::summary;
use crate::dialogue::turn::Turn;
use crate::domain::ids::AttachmentId;
use crate::script::args::Args;
use crate::script::model::{Step, Take};
use crate::talk::answer::Answer;
use crate::talk::message::Message;

impl<'a> Turn<'a> {
    pub(crate) fn current(&self) -> Option<&'a Step> {
        standing::current(self.script, &self.draft, self.facts)
    }

    /// The step of that field, if it is asked at all.
    pub(crate) fn asked(&self, field: &str) -> Option<&'a Step> {
        standing::asked(self.script, &self.draft, self.facts, field)
    }

    pub(crate) fn tell(&mut self, key: &str, args: &Args) {
        self.lead.push(self.voice.say(key, args));
    }

    pub(crate) fn ask(&mut self, step: &'a Step, heading: bool) {
        let lead = std::mem::take(&mut self.lead);
        self.put_question(step, Manner { lead, heading, narrowed: None });
    }

    pub(crate) fn put_question(&mut self, step: &'a Step, manner: Manner) {
        self.draft.step = Some(step.field.clone());
        self.draft.trail.retain(|field| *field != step.field);
        self.say.push(ask::question(self.script, &self.draft, step, manner, self.facts, self.voice));
    }

    /// The same question once more, or wherever the draft stands now.
    pub(crate) fn again(&mut self) {
        match self.current() {
            Some(step) => self.ask(step, false),
            None => self.proceed(),
        }
    }

    /// The open question has its answer.
    pub(crate) fn answered(&mut self, step: &'a Step) {
        self.draft.trail.retain(|field| *field != step.field);
        self.draft.trail.push(step.field.clone());
        self.leave_change();
        self.proceed();
    }

    pub(crate) fn leave_change(&mut self) {
        self.draft.changing = false;
        self.draft.step = None;
    }

    /// On to the next question, the summary or the end.
    pub(crate) fn proceed(&mut self) {
        self.draft.step = None;
        match standing::next(self.script, &self.draft, self.facts) {
            Some(step) => self.ask(step, false),
            None if self.script.confirm => {
                let lead = std::mem::take(&mut self.lead);
                self.say.push(summary::summary(self.script, &self.draft, lead, self.facts, self.voice));
            }
            None => self.end = End::Finished,
        }
    }

    pub(crate) fn confirm(&mut self) {
        self.leave_change();
        match standing::next(self.script, &self.draft, self.facts) {
            Some(step) => self.ask(step, false),
            None => self.end = End::Finished,
        }
    }

    pub(crate) fn cancel(&mut self) {
        self.end = End::Cancelled;
        self.say.push(Message::text(self.voice.say(&self.script.cancelled, &self.facts.args)));
    }

    pub(crate) fn back(&mut self) {
        if self.draft.changing {
            self.leave_change();
            return self.proceed();
        }
        while let Some(field) = self.draft.trail.pop() {
            if let Some(step) = self.asked(&field) {
                return self.ask(step, false);
            }
        }
        self.tell("dialogue.first_step", &Args::new());
        self.again();
    }

    pub(crate) fn skip(&mut self, step: &'a Step) {
        if !step.optional {
            self.tell("dialogue.cannot_skip", &Args::new());
            return self.ask(step, false);
        }
        self.put(step, Answer::Skipped);
        self.answered(step);
    }

    pub(crate) fn keep(&mut self, step: &'a Step) {
        if self.draft.answers.contains_key(&step.field) {
            self.answered(step);
        } else {
            self.ask(step, false);
        }
    }

    pub(crate) fn change(&mut self, field: &str) {
        let Some(step) = self.asked(field) else {
            self.tell("dialogue.step_gone", &Args::new());
            return self.again();
        };
        self.draft.changing = standing::next(self.script, &self.draft, self.facts).is_none();
        self.ask(step, false);
    }

    pub(crate) fn help(&mut self, step: Option<&'a Step>) {
        let key = step.map_or("dialogue.help_summary", help_key);
        self.tell(key, &self.facts.args);
        self.tell("dialogue.help_moves", &Args::new());
        self.again();
    }

    /// Photos are enough, or there are none to come.
    pub(crate) fn done(&mut self, step: &'a Step) {
        let Take::Photos { min, .. } = step.take else { return self.ask(step, false) };
        let held = self.draft.answers.get(&step.field).map_or(0, standing::photos);
        if held == 0 && step.optional {
            return self.skip(step);
        }
        if held < min {
            self.tell("dialogue.photos_few", &Args::new().count("min", min));
            return self.ask(step, false);
        }
        self.answered(step);
    }

    pub(crate) fn clear(&mut self, step: &'a Step) {
        if matches!(step.take, Take::Photos { .. }) && self.draft.answers.remove(&step.field).is_some() {
            self.changed.push(step.field.clone());
            self.tell("dialogue.photos_cleared", &Args::new());
        }
        self.ask(step, false);
    }

    /// Photos go to the open question, else to the one that asked for photos
    /// last, else to the next that will; where none does, they stay beside.
    pub(crate) fn photos(&mut self, attachments: Vec<AttachmentId>, closed: bool) {
        let Some((step, max)) = self.photo_step() else {
            self.beside.attachments.extend(attachments);
            if closed {
                self.tell("dialogue.photos_unwanted", &Args::new());
                self.again();
            }
            return;
        };
        let mut held = match self.draft.answers.get(&step.field) {
            Some(Answer::Photos(photos)) => photos.clone(),
            _ => Vec::new(),
        };
        let new: Vec<AttachmentId> = attachments.into_iter().filter(|photo| !held.contains(photo)).collect();
        let (fitting, over) = new.split_at(new.len().min(max.saturating_sub(held.len())));
        held.extend(fitting);
        self.beside.attachments.extend(over);
        let number = held.len();
        if !fitting.is_empty() {
            self.put(step, Answer::Photos(held));
        }
        if closed {
            self.photos_closed(step, number, max);
        }
    }

    fn photos_closed(&mut self, step: &'a Step, held: usize, max: usize) {
        let key = if held >= max { "dialogue.photos_full" } else { "dialogue.photos_got" };
        self.tell(key, &Args::new().count("n", held).count("max", max));
        if held >= max && self.draft.step.as_ref() == Some(&step.field) {
            self.answered(step);
        } else {
            self.again();
        }
    }

    fn photo_step(&self) -> Option<(&'a Step, usize)> {
        let steps = standing::applicable(self.script, &self.draft.answers, self.facts);
        let photo = |step: &&'a Step| match step.take {
            Take::Photos { max, .. } => Some((*step, max)),
            _ => None,
        };
        let of = |field: &String| steps.iter().find(|step| step.field == *field).and_then(photo);
        let mut walked = self.draft.step.iter().chain(self.draft.trail.iter().rev());
        walked.find_map(of).or_else(|| steps.iter().find_map(photo))
    }
}

fn help_key(step: &Step) -> &str {
    if let Some(key) = &step.help {
        return key;
    }
    match step.take {
        Take::Text { .. } => "dialogue.help_text",
        Take::Choice(_) => "dialogue.help_choice",
        Take::Photos { .. } => "dialogue.help_photos",
        Take::When { .. } => "dialogue.help_when",
        Take::Amount { .. } => "dialogue.help_amount",
        Take::YesNo => "dialogue.help_yes_no",
        Take::Scale5 => "dialogue.help_scale5",
    }
}
