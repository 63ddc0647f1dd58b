//! The call-back 回访 (S12): every completed repair and every answered complaint
//! gets one; a dissatisfied one forces correction and a second.

use crate::domain::ids::Seq;
use crate::domain::people::By;
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    pub seq: Seq,
    /// The order it follows; `None` for a complaint answered with words.
    pub order: Option<Seq>,
    pub round: u32,
    /// A second call-back 再回访 after a dissatisfied one.
    pub again: bool,
    /// The plans that this one conversation fulfils.
    pub plans: Vec<Plan>,
    pub due_since: DateTime<Utc>,
    /// The owner was asked in a chat.
    pub asked_at: Option<DateTime<Utc>>,
    /// It stands on the clerk's call list.
    pub on_call_list_at: Option<DateTime<Utc>>,
    pub attempts: u32,
    pub answers: Vec<Answered>,
    pub shown_rev: i64,
    pub state: State,
}

/// The plans of S12 that the main line knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plan {
    #[serde(rename = "rv_000c_phone")]
    Phone000c,
    #[serde(rename = "rv_004_repair")]
    Repair004,
    #[serde(rename = "rv_004_complaint")]
    Complaint004,
}

/// One answer with the question as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub key: String,
    pub question: String,
    /// 5 (very satisfied) to 1 (very dissatisfied), for scored questions.
    pub score: Option<u8>,
    pub text: Option<String>,
    pub lang: String,
    /// The questionnaire and its version.
    pub questionnaire: String,
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    Due,
    Satisfied {
        at: DateTime<Utc>,
        by: By,
        by_phone: bool,
    },
    Dissatisfied {
        at: DateTime<Utc>,
        by: By,
        by_phone: bool,
        seriously: bool,
    },
    /// The correction notice was written; the rework has begun.
    Corrected {
        at: DateTime<Utc>,
        by: By,
        faults: String,
    },
    /// A refused signature came first; the rework starts a new one.
    Cancelled {
        at: DateTime<Utc>,
    },
    Unreachable {
        at: DateTime<Utc>,
    },
    ClosedUnreached {
        at: DateTime<Utc>,
        by: By,
        reason: String,
    },
}

impl State {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::Due => "due",
            State::Satisfied { .. } => "satisfied",
            State::Dissatisfied { .. } => "dissatisfied",
            State::Corrected { .. } => "correction_notice",
            State::Cancelled { .. } => "cancelled",
            State::Unreachable { .. } => "unreachable",
            State::ClosedUnreached { .. } => "closed_unreached",
        }
    }
}

impl FollowUp {
    /// Still waiting for answers: a late one counts even after it was given up.
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.state, State::Due | State::Unreachable { .. })
    }

    /// The quality of the work is at fault, and not only how long it took or how
    /// somebody behaved: that counts as a failed repair (S09). Where quality was
    /// not asked for by itself, the whole is.
    #[must_use]
    pub fn faults_quality(&self) -> bool {
        let bad = |key: &str| {
            let found = self.answers.iter().find(|answer| answer.key == key && answer.score.is_some());
            found.and_then(|answer| answer.score).map(|score| score <= 2)
        };
        bad("quality").or_else(|| bad("satisfied")).unwrap_or(true)
    }

    #[must_use]
    pub fn is_satisfied(&self) -> bool {
        matches!(self.state, State::Satisfied { .. })
    }

    /// The worst score given; `None` when nothing was scored.
    #[must_use]
    pub fn worst(answers: &[Answered]) -> Option<u8> {
        answers.iter().filter_map(|answer| answer.score).min()
    }

    /// due → satisfied / dissatisfied: three and more is satisfied, one is
    /// seriously dissatisfied (reading in section 4).
    ///
    /// # Errors
    /// `AlreadyDone` when answers were given, `Missing` when nothing was scored.
    pub fn answer(
        mut self,
        answers: Vec<Answered>,
        by: By,
        by_phone: bool,
        at: DateTime<Utc>,
    ) -> Result<FollowUp, Refusal> {
        match self.state {
            State::Due | State::Unreachable { .. } => {}
            State::Satisfied { at, by, .. } | State::Dissatisfied { at, by, .. } => {
                return Err(Refusal::AlreadyDone { by: by.person, at });
            }
            _ => return Err(Refusal::NotNow),
        }
        let worst = FollowUp::worst(&answers).ok_or(Refusal::Missing("score"))?;
        self.state = if worst >= 3 {
            State::Satisfied { at, by, by_phone }
        } else {
            State::Dissatisfied { at, by, by_phone, seriously: worst == 1 }
        };
        self.answers = answers;
        self.shown_rev += 1;
        Ok(self)
    }

    /// dissatisfied → correction notice.
    ///
    /// # Errors
    /// `AlreadyDone` when it was written before.
    pub fn correct(mut self, by: By, faults: String, at: DateTime<Utc>) -> Result<FollowUp, Refusal> {
        match self.state {
            State::Dissatisfied { .. } => {
                self.state = State::Corrected { at, by, faults };
                self.shown_rev += 1;
                Ok(self)
            }
            State::Corrected { at, by, .. } => Err(Refusal::AlreadyDone { by: by.person, at }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// Overtaken by a refusal or by a new one; what was satisfied or corrected stays.
    pub fn cancel(&mut self, at: DateTime<Utc>) {
        if self.open() || matches!(self.state, State::Dissatisfied { .. }) {
            self.state = State::Cancelled { at };
            self.shown_rev += 1;
        }
    }
}
