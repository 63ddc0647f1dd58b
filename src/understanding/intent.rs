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
}

/// From here on an intent is acted upon without a question.
pub const SURE_FROM: f32 = 0.5;

impl Meant {
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
    Meant { intent, certainty }
}
