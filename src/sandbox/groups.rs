//! Groups: their messages, the bot's coming and going, and the day a group
//! becomes a supergroup.
//!
//! The bot sees everything said in a group, as an administrator does.

use super::entities::Formatted;
use super::message::{Author, Content};
use super::messenger::Messenger;
use super::people::Mishap;
use super::state::{Chat, ChatKind, State};
use chrono::{DateTime, Utc};
use serde_json::{Map, json};

impl Messenger {
    /// Somebody makes a group and takes the bot into it.
    pub fn add_group(&self, id: i64, title: &str, founder: i64) {
        self.shared.change(|state, now| {
            state.chats.insert(id, Chat::group(id, title));
            state.announce_membership(id, founder, ("left", "member"), now);
        });
    }

    /// Writes something in a group.
    pub fn says_in(&self, user: i64, group: i64, text: &str) -> Result<i64, Mishap> {
        self.shared.change(|state, now| {
            state.users.get(&user).ok_or(Mishap::NoSuchPerson(user))?;
            let content = Content::Text(Formatted::typed(text));
            post(state, group, user, content, now)
        })
    }

    /// Throws the bot out.
    pub fn removes_bot(&self, user: i64, group: i64) -> Result<(), Mishap> {
        self.shared.change(|state, now| {
            let chat = state.chats.get_mut(&group).ok_or(Mishap::NoSuchChat(group))?;
            if let ChatKind::Group { bot_is_member, .. } = &mut chat.kind {
                *bot_is_member = false;
            }
            state.announce_membership(group, user, ("member", "kicked"), now);
            Ok(())
        })
    }

    /// The group becomes a supergroup under a new id; sends to the old one are
    /// refused with the new one.
    pub fn migrates(&self, user: i64, group: i64, new_id: i64) -> Result<(), Mishap> {
        self.shared.change(|state, now| {
            let chat = state.chats.get_mut(&group).ok_or(Mishap::NoSuchChat(group))?;
            let ChatKind::Group { title, migrated_to, .. } = &mut chat.kind else {
                return Err(Mishap::NoSuchChat(group));
            };
            *migrated_to = Some(new_id);
            let title = title.clone();
            state.chats.insert(new_id, Chat::group(new_id, &title));
            post(state, group, user, service("migrate_to_chat_id", new_id), now)?;
            post(state, new_id, user, service("migrate_from_chat_id", group), now)?;
            Ok(())
        })
    }
}

fn post(state: &mut State, group: i64, user: i64, content: Content, now: DateTime<Utc>) -> Result<i64, Mishap> {
    let message = state.post(group, Author::User(user), content, now).ok_or(Mishap::NoSuchChat(group))?;
    let id = message.id;
    state.announce("message", group, id, now);
    Ok(id)
}

fn service(field: &str, chat_id: i64) -> Content {
    Content::Other(Map::from_iter([(field.to_owned(), json!(chat_id))]))
}
