//! What the bot says: a neutral message that each channel renders as well as
//! its messenger can. Words are already chosen and in the reader's language.

use crate::domain::ids::AttachmentId;
use crate::talk::tap::Tap;
use serde::{Deserialize, Serialize};

/// A message with its buttons and pictures. Text is plain: a channel escapes
/// it for its own markup and sets the title apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// Pictures that go before the text, as one album.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<AttachmentId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    /// `Tap` in its written form.
    pub data: String,
}

impl Button {
    #[must_use]
    pub fn new(label: impl Into<String>, tap: &Tap) -> Button {
        Button { label: label.into(), data: tap.to_string() }
    }
}

impl Message {
    #[must_use]
    pub fn text(body: impl Into<String>) -> Message {
        Message { body: body.into(), ..Message::default() }
    }

    /// Several messages as one. Where several have buttons, each stands under
    /// its number, and so do its buttons.
    #[must_use]
    pub fn merged(messages: Vec<Message>) -> Message {
        let numbered = messages.iter().filter(|one| !one.buttons.is_empty()).count() > 1;
        let mut merged = Message::default();
        for (n, message) in messages.into_iter().enumerate() {
            let mark = if numbered { format!("{}. ", n + 1) } else { String::new() };
            let title = message.title.map_or_else(String::new, |title| format!("{title}\n"));
            let gap = if n == 0 { "" } else { "\n\n" };
            merged.body += &format!("{gap}{mark}{title}{}", message.body);
            let marked = |button: Button| Button { label: format!("{mark}{}", button.label), ..button };
            merged.buttons.extend(message.buttons.into_iter().map(|row| row.into_iter().map(marked).collect()));
            merged.photos.extend(message.photos);
        }
        merged
    }

    /// What greets somebody, as one message. Only the last that has buttons keeps
    /// them: it is what is asked, and a number means one of its choices.
    #[must_use]
    pub fn greeting(mut messages: Vec<Message>) -> Message {
        let asks = messages.iter().rposition(|one| !one.buttons.is_empty()).unwrap_or_default();
        messages.iter_mut().take(asks).for_each(|one| one.buttons.clear());
        Message::merged(messages)
    }

    /// Adds a row of buttons; an empty row adds nothing.
    #[must_use]
    pub fn row(mut self, row: Vec<Button>) -> Message {
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }
}

/// Which queue an outgoing message stands in. Order holds within a class in
/// one chat; an earlier class overtakes a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Class {
    /// Stops the spinner of a button, or takes the buttons of an answered
    /// question away: no pacing.
    AnswerTap,
    /// Somebody has to move at once: with the answers to him, before all the
    /// rest, and never together with other messages.
    Alarm,
    Reply,
    Card,
    Notice,
    /// What somebody may read whenever he looks again: nobody is called for
    /// its sake, and where only so much may be written it waits for his word.
    News,
    Bulk,
}

impl Outgoing {
    /// Of use only at once: it is tried once.
    #[must_use]
    pub fn is_fleeting(&self) -> bool {
        matches!(self, Outgoing::AnswerTap { .. } | Outgoing::Welcome { .. })
    }
}

/// The command menu of one chat: names and descriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    pub commands: Vec<(String, String)>,
}

/// What an outbox row asks a channel to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    Message(Message),
    AnswerTap {
        query: String,
        text: Option<String>,
        alert: bool,
    },
    /// Bring the card to its newest content; what it shows is in the card's row.
    Card {
        card: i64,
    },
    Menu(Menu),
    /// The one message that may greet somebody who has opened the chat and not
    /// written yet, by the leave that the messenger gave for it.
    Welcome {
        code: String,
        message: Message,
    },
    /// A message whose button was pressed and whose question is answered.
    Settle {
        sent: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        message: Message,
    },
}

#[cfg(test)]
mod tests {
    use super::{Button, Message};

    fn asking(body: &str, labels: &[&str]) -> Message {
        let button = |label: &&str| Button { label: (*label).to_owned(), data: format!("m:{label}") };
        Message::text(body).row(labels.iter().map(button).collect())
    }

    #[test]
    fn a_greeting_leaves_the_buttons_to_what_is_asked() {
        let labels = |message: &Message| -> Vec<String> {
            message.buttons.iter().flatten().map(|button| button.label.clone()).collect()
        };
        let both = Message::greeting(vec![asking("Hello.", &["report"]), asking("What is it?", &["pipes", "cancel"])]);
        assert_eq!(both.body, "Hello.\n\nWhat is it?");
        assert_eq!(labels(&both), ["pipes", "cancel"]);
        let after = Message::greeting(vec![asking("Hello.", &["report"]), Message::text("Bye.")]);
        assert_eq!((after.body.as_str(), labels(&after)), ("Hello.\n\nBye.", vec!["report".to_owned()]));
        assert_eq!(Message::greeting(vec![]), Message::default());
    }
}
