//! Where a person's dialogues stand: drafts belong to the person, the focus to
//! the account that he speaks from.

use crate::domain::ids::{AccountId, AttachmentId, CaseId, DraftId, PersonId, Seq};
use crate::talk::answer::Answer;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a dialogue is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub case: Option<CaseId>,
    /// The record inside the case, as the card that began the dialogue named it.
    pub seq: Option<Seq>,
    /// The revision that the card showed.
    pub rev: i64,
}

/// A dialogue begun and not finished. It survives restarts and days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub id: DraftId,
    pub person: PersonId,
    /// The script's name: its path in `dialogues/` without ending.
    pub script: String,
    pub subject: Subject,
    /// Kept by field, re-validated on load: after an edited script only what no
    /// longer fits is asked again.
    pub answers: BTreeMap<String, Answer>,
    /// The step that has been asked and not yet answered; `None` at the summary.
    pub step: Option<String>,
    /// Steps already walked, for "back"; the last is the newest.
    pub trail: Vec<String>,
    /// The step was opened from the summary: its answer leads back there.
    pub changing: bool,
    pub started_at: DateTime<Utc>,
    pub touched_at: DateTime<Utc>,
    pub nudged_at: Option<DateTime<Utc>>,
    /// Which message answered which field, for edits that come later.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<String, String>,
}

/// One account's conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub account: AccountId,
    pub focus: Option<DraftId>,
    /// At most three; the last was suspended last and is resumed first.
    pub suspended: Vec<DraftId>,
    /// The choices last offered outside a dialogue, for answers by number or in words.
    pub offer: Option<Offer>,
    /// Pictures that arrived in quick succession and are one answer.
    pub gathering: Option<Gathering>,
    /// The last messages outside dialogues, each with the case it went to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<(String, CaseId)>,
}

/// Choices: "2" is the second, and its words name it too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Labels and button data, in the order shown.
    pub choices: Vec<(String, String)>,
    pub until: DateTime<Utc>,
    /// The buttons of the last message, which listed them: it stands as long as
    /// that is the last one.
    #[serde(default)]
    pub listed: bool,
}

/// An open gathering: where the photos go and which came already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gathering {
    /// The messenger's album id of the first item, if it had one.
    pub group: Option<String>,
    pub draft: Option<DraftId>,
    pub case: Option<CaseId>,
    pub photos: Vec<AttachmentId>,
    pub last_at: DateTime<Utc>,
    /// Answered; a late item of the same album still joins, silently.
    #[serde(default)]
    pub closed: bool,
}

impl Conversation {
    #[must_use]
    pub fn new(account: AccountId) -> Conversation {
        Conversation { account, focus: None, suspended: Vec::new(), offer: None, gathering: None, said: Vec::new() }
    }
}
