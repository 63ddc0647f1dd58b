//! Who speaks in a turn: the account, the person behind it with his seats and
//! homes, and where the conversation stands.

use crate::dialogue::state::Conversation;
use crate::domain::case::Home;
use crate::domain::ids::{AccountId, PersonId};
use crate::domain::people::{Actor, Role, Seat};
use crate::store::people::Caller;
use crate::store::{Tx, directory, people};
use crate::talk::inbound::{Address, Inbound, Lang};
use chrono::{DateTime, TimeDelta, Utc};

/// A person who is bound.
#[derive(Clone, Debug)]
pub struct Speaker {
    pub account: AccountId,
    pub address: Address,
    pub person: PersonId,
    pub name: String,
    pub lang: Lang,
    pub actor: Actor,
    pub homes: Vec<Home>,
    pub conversation: Conversation,
    /// Could not be reached until this very word.
    pub returned: bool,
    /// When this account was heard before this word.
    pub last_heard_at: Option<DateTime<Utc>>,
}

/// Whoever wrote.
pub enum Whoever {
    Bound(Box<Speaker>),
    Stranger { account: AccountId, lang: Lang },
}

impl Whoever {
    #[must_use]
    pub fn account(&self) -> AccountId {
        match self {
            Whoever::Bound(speaker) => speaker.account,
            Whoever::Stranger { account, .. } => *account,
        }
    }
}

/// An account that was heard is not marked again within this time.
const HEARD_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// Finds the account, or meets it for the first time; any word of it makes it
/// reachable again.
pub async fn find(tx: &mut Tx, inbound: &Inbound, at: DateTime<Utc>) -> anyhow::Result<Whoever> {
    let lang = inbound.lang.unwrap_or_default();
    let Some(caller) = people::find_caller(tx, &inbound.from).await? else {
        let account = people::meet(tx, &inbound.from, inbound.name.as_deref(), lang, at).await?;
        return Ok(Whoever::Stranger { account, lang });
    };
    let heard_lately = caller.account.last_heard_at.is_some_and(|last| at - last < HEARD_AGAIN);
    if caller.account.unreachable_since.is_some() || caller.came_back || !heard_lately {
        people::heard(tx, caller.account.id, inbound.name.as_deref(), at).await?;
    }
    whoever(tx, caller, at).await
}

/// Somebody who has not spoken now, but is spoken to.
pub async fn known(tx: &mut Tx, address: &Address, at: DateTime<Utc>) -> anyhow::Result<Option<Whoever>> {
    match people::find_caller(tx, address).await? {
        Some(caller) => whoever(tx, caller, at).await.map(Some),
        None => Ok(None),
    }
}

async fn whoever(tx: &mut Tx, caller: Caller, at: DateTime<Utc>) -> anyhow::Result<Whoever> {
    let Caller { account, person, conversation, .. } = caller;
    let returned = account.unreachable_since.is_some();
    let last_heard_at = account.last_heard_at;
    let Some(person) = person else {
        return Ok(Whoever::Stranger { account: account.id, lang: account.lang });
    };
    let (actor, homes) = standing(tx, person.id, at).await?;
    Ok(Whoever::Bound(Box::new(Speaker {
        account: account.id,
        address: account.address,
        person: person.id,
        name: person.name,
        lang: person.lang,
        actor,
        homes,
        conversation,
        returned,
        last_heard_at,
    })))
}

/// The person's seats and homes in force at that moment.
pub async fn standing(tx: &mut Tx, person: PersonId, at: DateTime<Utc>) -> anyhow::Result<(Actor, Vec<Home>)> {
    let standing = directory::standing(tx, person, at).await?;
    let seats = standing
        .seats
        .into_iter()
        .filter_map(|seat| {
            Some(Seat {
                role: Role::from_word(&seat.role)?,
                estate: seat.estate,
                unit: seat.unit,
                standing_deputy: seat.standing_deputy,
            })
        })
        .collect();
    let homes: Vec<Home> = standing
        .homes
        .into_iter()
        .map(|home| Home {
            id: home.id,
            estate: home.estate,
            estate_code: home.estate_code,
            estate_name: home.estate_name,
            number: home.number,
            accepted_on: home.accepted_on,
        })
        .collect();
    let actor = Actor { person: Some(person), seats, homes: homes.iter().map(|home| home.id).collect() };
    Ok((actor, homes))
}

impl Speaker {
    #[must_use]
    pub fn holds(&self, roles: &[Role]) -> bool {
        self.actor.seats.iter().any(|seat| roles.contains(&seat.role))
    }

    /// A clerk, or whoever may do a clerk's work.
    #[must_use]
    pub fn is_desk(&self) -> bool {
        self.holds(&[Role::CsClerk, Role::CaseHandler, Role::CsManager])
    }
}
