//! Rows that many tests need.

use anju::domain::ids::{AccountId, CaseId, PersonId};
use anju::store::inbox::{Filing, Kind, NewRow};
use anju::store::outbox::NewMessage;
use anju::store::{Tx, people};
use anju::talk::inbound::{Address, Channel, Lang};
use anju::talk::message::{Class, Message, Outgoing};

use crate::base::start;

pub fn address(user: &str) -> Address {
    Address { channel: Channel::Telegram, user: user.to_owned() }
}

/// An account that has written once, of nobody.
pub async fn account(tx: &mut Tx, user: &str) -> AccountId {
    people::meet(tx, &address(user), Some(user), Lang::Zh, start()).await.unwrap()
}

pub async fn person(tx: &mut Tx, name: &str) -> PersonId {
    people::create(tx, name, None, Lang::Zh, start()).await.unwrap()
}

pub fn update(lane: &str, key: &str) -> NewRow {
    NewRow {
        source: "telegram:7".to_owned(),
        event_key: key.to_owned(),
        lane: lane.to_owned(),
        kind: Kind::Update,
        said_at: start(),
        received_at: start(),
        raw: format!("{{\"update_id\":\"{key}\"}}"),
        filing: Filing::Open,
    }
}

pub fn message(account: AccountId, class: Class, text: &str) -> NewMessage {
    NewMessage {
        account,
        class,
        body: Outgoing::Message(Message::text(text)),
        case: Some(CaseId(7)),
        seq: None,
        created_at: start(),
        due_at: start(),
        expires_at: None,
    }
}
