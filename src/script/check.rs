//! From a file as written (`raw`) to a script that can be trusted (`model`):
//! the frame of a script is checked here, its steps in `check_step`.

use crate::script::check_step;
use crate::script::fault::Fault;
use crate::script::model::{Kind, Script, ScriptName, Step, Take};
use crate::script::raw::{RawHead, RawScript};
use crate::script::source::SourceFile;
use crate::script::texts::Texts;
use crate::script::words::Words;
use crate::talk::form::{Field, FieldKind, FormEnd};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;

/// Questions whose answers are counted; every other key is open.
pub const SCORED: [&str; 4] = ["quality", "speed", "attitude", "satisfied"];

/// What is said when a script without a sentence of its own is cancelled.
const CANCELLED: &str = "dialogue.cancelled";

/// One file under check, and what was found.
pub(crate) struct Check<'a> {
    pub file: SourceFile<'a>,
    pub texts: &'a Texts,
    pub words: &'a Words,
    pub faults: Vec<Fault>,
    /// Placeholders that the caller fills.
    uses: Vec<String>,
}

/// Reads one script file; `Err` holds every fault that could be told apart.
pub(crate) fn script(file: SourceFile<'_>, texts: &Texts, words: &Words) -> Result<Script, Vec<Fault>> {
    let toml_fault = |error: &toml::de::Error| vec![Fault::of_toml(file.name(), file.text, error)];
    let head: RawHead = toml::from_str(file.text).map_err(|error| toml_fault(&error))?;
    let mut check = Check { file, texts, words, faults: Vec::new(), uses: Vec::new() };
    let Some(kind) = head.kind else {
        check.whole("`kind` is missing: \"form\" or \"questionnaire\"");
        return Err(check.faults);
    };
    if !matches!(kind.get_ref().as_str(), "form" | "questionnaire") {
        check.at(kind.span(), format!("`{}` is no kind of script: form, questionnaire", kind.get_ref()));
        return Err(check.faults);
    }
    let raw: RawScript = toml::from_str(file.text).map_err(|error| toml_fault(&error))?;
    let is_form = kind.get_ref() == "form";
    let made = check.build(&raw, is_form);
    match made {
        Some(script) if check.faults.is_empty() => Ok(script),
        _ => Err(check.faults),
    }
}

impl Check<'_> {
    pub(crate) fn at(&mut self, span: Range<usize>, reason: impl Into<String>) {
        self.faults.push(Fault::at(self.file.name(), self.file.text, Some(span), reason));
    }

    fn whole(&mut self, reason: impl Into<String>) {
        self.faults.push(Fault::of_file(self.file.name(), reason));
    }

    /// A text key that must exist and ask for nothing that nobody gives.
    pub(crate) fn text_key(&mut self, key: &Spanned<String>) -> String {
        self.text_at(key.get_ref(), key.span());
        key.get_ref().clone()
    }

    pub(crate) fn text_at(&mut self, key: &str, span: Range<usize>) {
        if !self.texts.has(key) {
            self.at(span, format!("the text `{key}` does not exist"));
            return;
        }
        let unfilled: Vec<String> = self
            .texts
            .placeholders(key)
            .filter(|name| !self.uses.iter().any(|used| used == name))
            .map(str::to_owned)
            .collect();
        if !unfilled.is_empty() {
            let names = unfilled.join(", ");
            self.at(span, format!("the text `{key}` needs {names}, which `uses` does not name"));
        }
    }

    fn build(&mut self, raw: &RawScript, is_form: bool) -> Option<Script> {
        self.uses = raw.uses.iter().map(|name| name.get_ref().clone()).collect();
        let kind = if is_form { self.form(raw) } else { self.questionnaire(raw) };
        let raw_steps = if is_form { &raw.steps } else { &raw.questions };
        if raw_steps.is_empty() {
            self.whole(if is_form { "there are no `steps`" } else { "there are no `questions`" });
        }
        let mut steps: Vec<Step> = Vec::new();
        for raw_step in raw_steps {
            if let Some(step) = check_step::step(self, raw_step, &steps, is_form) {
                steps.push(step);
            }
        }
        let complete = steps.len() == raw_steps.len();
        match kind {
            Some(Kind::Form(end)) if complete => self.compare(end, raw, &steps),
            Some(Kind::Questionnaire { .. }) if complete => self.scored(raw, &steps),
            _ => {}
        }
        let confirm = raw.confirm.as_ref().map_or(is_form && steps.len() > 1, |confirm| *confirm.get_ref());
        if !confirm && steps.iter().any(|step| !step.asked) {
            self.whole("a step that is not asked waits at the summary, and this script has none");
        }
        let path = self.file.path;
        Some(Script {
            name: ScriptName::new(path.strip_suffix(".toml").unwrap_or(path)),
            kind: kind?,
            title: self.text_key(&raw.title),
            opening: raw.opening.as_ref().map(|key| self.text_key(key)),
            summary: raw.summary.as_ref().map(|key| self.text_key(key)),
            cancelled: raw.cancelled.as_ref().map_or_else(|| CANCELLED.to_owned(), |key| self.text_key(key)),
            confirm,
            uses: self.uses.clone(),
            steps,
        })
    }

    fn form(&mut self, raw: &RawScript) -> Option<Kind> {
        if let Some(version) = &raw.version {
            self.at(version.span(), "a form has no `version`");
        }
        if let Some(question) = raw.questions.first() {
            self.at(question.span(), "a form has `steps`, not `questions`");
        }
        let Some(word) = &raw.ends_in else {
            self.whole("`ends_in` is missing: what shall the answers become?");
            return None;
        };
        let end = FormEnd::from_word(word.get_ref());
        if end.is_none() {
            let known: Vec<&str> = FormEnd::ALL.iter().map(|end| end.word()).collect();
            self.at(word.span(), format!("no form ends in `{}`; there are {}", word.get_ref(), known.join(", ")));
        }
        end.map(Kind::Form)
    }

    fn questionnaire(&mut self, raw: &RawScript) -> Option<Kind> {
        if let Some(word) = &raw.ends_in {
            self.at(word.span(), "a questionnaire has no `ends_in`: its answers are stored as given");
        }
        if let Some(step) = raw.steps.first() {
            self.at(step.span(), "a questionnaire has `questions`, not `steps`");
        }
        if raw.version.is_none() {
            self.whole("`version` is missing: raise it whenever a question changes");
        }
        raw.version.as_ref().map(|version| Kind::Questionnaire { version: *version.get_ref() })
    }

    /// The form's fields against those of its command.
    fn compare(&mut self, end: FormEnd, raw: &RawScript, steps: &[Step]) {
        for (step, place) in steps.iter().zip(&raw.steps) {
            let field = end.fields().iter().find(|field| field.name == step.field);
            match field {
                None => {
                    let known: Vec<&str> = end.fields().iter().map(|field| field.name).collect();
                    let reason =
                        format!("`{}` has no field `{}`; it takes {}", end.word(), step.field, known.join(", "));
                    self.at(place.span(), reason);
                }
                Some(field) => self.compare_field(field, step, place.span()),
            }
        }
        let present: BTreeSet<&str> = steps.iter().map(|step| step.field.as_str()).collect();
        for field in end.fields().iter().filter(|field| field.required && !present.contains(field.name)) {
            self.whole(format!("no step asks for `{}`, which `{}` needs", field.name, end.word()));
        }
    }

    fn compare_field(&mut self, field: &Field, step: &Step, span: Range<usize>) {
        if !suits(&step.take, field.kind) {
            self.at(span.clone(), format!("`{}` must take {}", step.field, word_of(field.kind)));
        }
        if field.required && step.optional {
            self.at(span, format!("`{}` is needed and cannot be optional", step.field));
        }
    }

    fn scored(&mut self, raw: &RawScript, steps: &[Step]) {
        for (step, place) in steps.iter().zip(&raw.questions) {
            let yes_no_fits = step.field == "satisfied" && step.take == Take::YesNo;
            if SCORED.contains(&step.field.as_str()) && step.take != Take::Scale5 && !yes_no_fits {
                self.at(place.span(), format!("`{}` is counted and must take scale5", step.field));
            }
        }
        if !steps.iter().any(|step| SCORED.contains(&step.field.as_str())) {
            self.whole(format!("no question is counted; one of {} must be asked", SCORED.join(", ")));
        }
    }
}

fn suits(take: &Take, kind: FieldKind) -> bool {
    match kind {
        FieldKind::Text => matches!(take, Take::Text { .. }),
        FieldKind::Choice => matches!(take, Take::Choice(_)),
        FieldKind::Photos => matches!(take, Take::Photos { .. }),
        FieldKind::When => matches!(take, Take::When { .. }),
        FieldKind::Amount => matches!(take, Take::Amount { .. }),
        FieldKind::YesNo => matches!(take, Take::YesNo),
    }
}

fn word_of(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Choice => "choice",
        FieldKind::Photos => "photos",
        FieldKind::When => "when",
        FieldKind::Amount => "amount",
        FieldKind::YesNo => "yes_no",
    }
}
