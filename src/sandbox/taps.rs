//! Tapping buttons: one's own, old ones, other people's, and what the bot
//! answers.

use super::keyboard::Button;
use super::messenger::Messenger;
use super::people::Mishap;
use super::state::PressAnswer;
use std::time::Duration;

/// A tap on its way; the bot's answer comes here.
#[derive(Clone)]
pub struct Press {
    pub id: String,
    messenger: Messenger,
}

impl Messenger {
    /// Taps a button of a message in the own chat, by its label or its data.
    pub fn taps(&self, user: i64, message: i64, button: &str) -> Result<Press, Mishap> {
        self.presses_as(user, user, message, |buttons| find(buttons, button))
    }

    /// Taps twice before anything can happen.
    pub fn taps_twice(&self, user: i64, message: i64, button: &str) -> Result<[Press; 2], Mishap> {
        Ok([self.taps(user, message, button)?, self.taps(user, message, button)?])
    }

    /// Taps a button that may long be gone from the message: the phone had not
    /// heard of it.
    pub fn taps_data(&self, user: i64, message: i64, data: &str) -> Result<Press, Mishap> {
        self.presses_as(user, user, message, |_| Ok(data.to_owned()))
    }

    /// Somebody presses a button of a message in a chat not their own.
    pub fn stranger_taps(&self, stranger: i64, chat: i64, message: i64, button: &str) -> Result<Press, Mishap> {
        self.presses_as(stranger, chat, message, |buttons| find(buttons, button))
    }

    /// The server tells of a press again: the same query in a new update.
    pub fn repeats(&self, press: &Press) {
        self.shared.change(|state, now| state.announce_press(&press.id, now));
    }

    fn presses_as(
        &self,
        user: i64,
        chat: i64,
        message: i64,
        choose: impl FnOnce(&[Vec<Button>]) -> Result<String, Mishap>,
    ) -> Result<Press, Mishap> {
        let id = self.shared.change(|state, now| {
            state.users.get(&user).ok_or(Mishap::NoSuchPerson(user))?;
            let held = state.chats.get(&chat).ok_or(Mishap::NoSuchChat(chat))?;
            let card = held.messages.get(&message).ok_or(Mishap::NoSuchMessage(message))?;
            let data = choose(&card.markup.buttons())?;
            Ok(state.press(user, chat, message, &data, now))
        })?;
        Ok(Press { id, messenger: self.clone() })
    }
}

impl Press {
    /// What the bot has answered so far.
    pub fn answer(&self) -> Option<PressAnswer> {
        self.messenger.shared.with(|state, _| state.presses.get(&self.id)?.answer.clone())
    }

    /// Waits for the answer this long by the machine's clock.
    pub async fn answered(&self, patience: Duration) -> Option<PressAnswer> {
        self.messenger.until(patience, |_| self.answer()).await
    }
}

/// The data of the button with this label, else with this data.
fn find(rows: &[Vec<Button>], wanted: &str) -> Result<String, Mishap> {
    let by_label = rows.iter().flatten().find(|button| button.text == wanted);
    let by_data = || rows.iter().flatten().find(|button| button.data.as_deref() == Some(wanted));
    match by_label.or_else(by_data) {
        Some(Button { data: Some(data), .. }) => Ok(data.clone()),
        Some(Button { url: Some(url), .. }) => Err(Mishap::OpensLink(url.clone())),
        _ => Err(Mishap::NoSuchButton {
            wanted: wanted.to_owned(),
            there: rows.iter().flatten().map(|button| button.text.clone()).collect(),
        }),
    }
}
