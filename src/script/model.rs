//! A script as it is after all checks: what is asked, in which order and when.
//! Where somebody stands in it is a draft (`dialogue::state`).

use crate::script::names::{NamedFact, NamedLimit, OptionSource};
use crate::talk::form::FormEnd;
use std::fmt;

/// A script's name: its path in `dialogues/` without the ending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScriptName(String);

impl ScriptName {
    #[must_use]
    pub fn new(name: impl Into<String>) -> ScriptName {
        ScriptName(name.into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ScriptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A form or a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub name: ScriptName,
    pub kind: Kind,
    /// Text key of its name in a few words.
    pub title: String,
    /// Text key of what is said before the first question.
    pub opening: Option<String>,
    /// Text key of what stands above the answers in the summary.
    pub summary: Option<String>,
    /// Text key of what is said when it is cancelled.
    pub cancelled: String,
    /// The answers are shown for a last look before the script ends.
    pub confirm: bool,
    /// Placeholders that its texts need from the caller.
    pub uses: Vec<String>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its answers become a command.
    Form(FormEnd),
    /// Its answers are stored as given, with the version of the questions.
    Questionnaire { version: u32 },
}

impl Script {
    #[must_use]
    pub fn step(&self, field: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.field == field)
    }

    /// The command that its answers become; `None` for a questionnaire.
    #[must_use]
    pub fn ends_in(&self) -> Option<FormEnd> {
        match self.kind {
            Kind::Form(end) => Some(end),
            Kind::Questionnaire { .. } => None,
        }
    }

    /// Whether one answer is all that it can take.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.steps.len() == 1
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field that the answer fills; in a questionnaire the question's key.
    pub field: String,
    /// Text key of the question.
    pub ask: String,
    /// Text key of the field's name in the summary and on the change button.
    pub label: String,
    /// Text key of an explanation; without one the kind of answer is explained.
    pub help: Option<String>,
    pub take: Take,
    pub optional: bool,
    /// Asked only where something else had to be asked, too; otherwise it is a
    /// button of the summary.
    pub offered: bool,
    /// Otherwise never asked, and always a button of the summary.
    pub asked: bool,
    /// All must hold for the step to be asked.
    pub when: Vec<Condition>,
}

/// What a step takes, with its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Words, or the label of a ready option. Limits in characters.
    Text {
        min: usize,
        max: usize,
        ready: Vec<Literal>,
    },
    Choice(Options),
    Photos {
        min: usize,
        max: usize,
    },
    /// An instant in the future. A day without an hour means `day_means`, where given.
    When {
        slots: Option<OptionSource>,
        day_means: Option<chrono::NaiveTime>,
        within_days: i64,
    },
    /// Fen, both limits included.
    Amount {
        min: i64,
        max: i64,
    },
    YesNo,
    /// Five levels, 5 the best.
    Scale5,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    Literal(Vec<Literal>),
    /// All that the source has.
    From(OptionSource),
    /// What the source finds for the words that somebody wrote.
    Found(OptionSource),
}

/// An option written in the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub value: String,
    /// Text key.
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    Is {
        field: String,
        value: String,
    },
    IsNot {
        field: String,
        value: String,
    },
    In {
        field: String,
        values: Vec<String>,
    },
    /// Not answered, or declined.
    Missing {
        field: String,
    },
    Present {
        field: String,
    },
    Fact(NamedFact),
    NotFact(NamedFact),
    /// These fields together hold fewer photos than the limit.
    FewerPhotos {
        fields: Vec<String>,
        than: NamedLimit,
    },
}

impl Condition {
    /// The fields that it looks at.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Condition::Is { field, .. }
            | Condition::IsNot { field, .. }
            | Condition::In { field, .. }
            | Condition::Missing { field }
            | Condition::Present { field } => vec![field],
            Condition::Fact(_) | Condition::NotFact(_) => Vec::new(),
            Condition::FewerPhotos { fields, .. } => fields.iter().map(String::as_str).collect(),
        }
    }
}
