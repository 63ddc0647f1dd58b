//! A phone in somebody's hand, whoever it belongs to: writing, tapping, and
//! reading what stands on it.

use super::screen::Shown;
use crate::sandbox::keyboard::Button;

/// Why a phone would not do it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Mishap {
    #[error("nobody is called {0}")]
    NoSuchPerson(String),
    #[error("there is no KF account {0}")]
    NoSuchAccount(String),
    #[error("{0} does not see the app")]
    AppNotVisible(String),
    #[error("there is no message {0} to do that with")]
    NoSuchMessage(i64),
    #[error("no button \"{wanted}\" there, only {there:?}")]
    NoSuchButton { wanted: String, there: Vec<String> },
    #[error("the button opens {0}")]
    OpensLink(String),
    #[error("the link leads nowhere: {0}")]
    BadLink(String),
}

/// What every phone can do. Numbers are places in the chat, counted from 1.
pub trait Phone {
    fn says(&self, text: &str) -> Result<i64, Mishap>;

    fn sends_photo(&self, photo: Vec<u8>) -> Result<i64, Mishap>;

    /// Taps a button of this message, by its label or what it carries.
    fn taps_on(&self, message: i64, button: &str) -> Result<(), Mishap>;

    /// The chat as it stands now, oldest first.
    fn messages(&self) -> Vec<Shown>;

    /// Taps the newest live button with this label.
    fn taps(&self, label: &str) -> Result<(), Mishap> {
        match self.with_button(label) {
            Some(message) => self.taps_on(message.message_id, label),
            None => Err(Mishap::NoSuchButton {
                wanted: label.to_owned(),
                there: self.bot_messages().iter().flat_map(Shown::labels).map(str::to_owned).collect(),
            }),
        }
    }

    fn bot_messages(&self) -> Vec<Shown> {
        self.messages().into_iter().filter(|message| message.from_bot).collect()
    }

    /// The newest message of the bot.
    fn last(&self) -> Option<Shown> {
        self.bot_messages().pop()
    }

    /// The newest message of the bot with a live button of this label.
    fn with_button(&self, label: &str) -> Option<Shown> {
        self.bot_messages().into_iter().rev().find(|message| message.labels().contains(&label))
    }

    /// The newest message of the bot with these words.
    fn showing(&self, words: &str) -> Option<Shown> {
        self.bot_messages().into_iter().rev().find(|message| message.text.contains(words))
    }

    /// Everything the bot said, as it stands now.
    fn transcript(&self) -> String {
        self.bot_messages().iter().map(Shown::written).collect::<Vec<_>>().join("\n---\n")
    }
}

/// What the button with this label, else with this data, carries.
pub fn find(buttons: &[Button], wanted: &str) -> Result<(String, String), Mishap> {
    let by_label = buttons.iter().find(|button| button.text == wanted);
    let by_data = || buttons.iter().find(|button| button.data.as_deref() == Some(wanted));
    match by_label.or_else(by_data) {
        Some(Button { data: Some(data), text, .. }) => Ok((data.clone(), text.clone())),
        Some(Button { url: Some(url), .. }) => Err(Mishap::OpensLink(url.clone())),
        _ => Err(Mishap::NoSuchButton {
            wanted: wanted.to_owned(),
            there: buttons.iter().map(|button| button.text.clone()).collect(),
        }),
    }
}
