//! What somebody wants who writes while no question of ours waits.

use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;

/// What a first message wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intent {
    /// Reports something.
    Complaint,
    /// Asks where it stands, or presses for it.
    Status,
    Thanks,
    Greeting,
    SmallTalk,
    /// Wants a person.
    Human,
    /// Gives a score.
    Rating,
    /// Takes something back.
    Cancel,
    /// Asks something else.
    Question,
    /// Says when somebody is at home.
    AnswerVisit,
    /// Adds to what was reported.
    MoreAboutCase,
    Praise,
    /// Insults without a matter.
    Abuse,
}

impl Intent {
    pub const ALL: [Intent; 13] = [
        Intent::Complaint,
        Intent::Status,
        Intent::Thanks,
        Intent::Greeting,
        Intent::SmallTalk,
        Intent::Human,
        Intent::Rating,
        Intent::Cancel,
        Intent::Question,
        Intent::AnswerVisit,
        Intent::MoreAboutCase,
        Intent::Praise,
        Intent::Abuse,
    ];

    /// The word in labelled sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Intent::Complaint => "complaint",
            Intent::Status => "status",
            Intent::Thanks => "thanks",
            Intent::Greeting => "greeting",
            Intent::SmallTalk => "small_talk",
            Intent::Human => "human",
            Intent::Rating => "rating",
            Intent::Cancel => "cancel",
            Intent::Question => "question_other",
            Intent::AnswerVisit => "answer_visit",
            Intent::MoreAboutCase => "more_about_open_case",
            Intent::Praise => "praise",
            Intent::Abuse => "abuse_only",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Intent> {
        Intent::ALL.into_iter().find(|intent| intent.word() == word)
    }
}

/// An intent with how likely it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meant {
    pub intent: Intent,
    pub certainty: f32,
    /// How likely it is that something is reported at all, new or more of the same.
    pub reports: f32,
}

/// The intents of whoever reports something, new or more of the same.
pub const REPORTING: [Intent; 2] = [Intent::Complaint, Intent::MoreAboutCase];

/// From here on it is taken for a report, whatever else it may be: a matter that
/// is lost weighs more than one that was opened for nothing.
pub const REPORTS_FROM: f32 = 0.25;

/// From here on somebody is called for it.
pub const SURE_FROM: f32 = 0.5;

impl Meant {
    #[must_use]
    pub fn reports_something(&self) -> bool {
        self.reports >= REPORTS_FROM
    }

    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.certainty >= SURE_FROM
    }
}

/// Reads one message.
#[must_use]
pub fn intent(learned: &Learned, sentence: &Sentence) -> Meant {
    let verdict = learned.intent.judge(sentence);
    let best = verdict.iter().find_map(|(label, likely)| Some((Intent::from_word(label)?, *likely)));
    let (intent, certainty) = best.unwrap_or((Intent::Complaint, 0.0));
    let reporting = |label: &str| REPORTING.iter().any(|intent| intent.word() == label);
    let reports = verdict.iter().filter(|(label, _)| reporting(label)).map(|(_, likely)| likely).sum();
    Meant { intent, certainty, reports }
}
