//! What belongs to no case has nobody to hear that it did not arrive. Where an
//! account is not reached any more, it goes to the person's next one.

use super::outgoing::Answer;
use crate::channel::port::SendError;
use crate::domain::ids::AccountId;
use crate::store::outbox::{self, NewMessage};
use crate::store::sending::{self, Dropped};
use crate::store::{Result, Tx, people};
use crate::talk::message::{Class, Outgoing};
use chrono::{DateTime, Utc};

/// A message that did not reach this account.
pub(super) struct Stray<'a> {
    account: AccountId,
    class: Class,
    body: &'a Outgoing,
}

/// Answers that say that the account is not reached any more.
pub(super) fn of_answer(answer: &Answer) -> Vec<Stray<'_>> {
    if !matches!(answer.result, Err(SendError::Unreachable { .. })) {
        return Vec::new();
    }
    let row = &answer.row;
    let riders = row.with.iter().map(|rider| (rider.case, &rider.body));
    let all = std::iter::once((row.case, &row.body)).chain(riders);
    all.filter(|(case, _)| case.is_none())
        .map(|(_, body)| Stray { account: row.account, class: row.class, body })
        .collect()
}

/// What waited for such an account.
pub(super) fn of_dropped(dropped: &Dropped) -> Option<Stray<'_>> {
    let Dropped { account, class, ref body, case, why, .. } = *dropped;
    (case.is_none() && why == sending::UNREACHABLE).then_some(Stray { account, class, body })
}

/// Puts them in the queue of the account that the person was heard on last, of
/// those that are reached. Menus and pop-ups mean the chat they were made for.
pub(super) async fn send(
    tx: &mut Tx,
    strays: &[Stray<'_>],
    (calendar, machine): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    for Stray { account, class, body } in strays {
        let Outgoing::Message(_) = body else { continue };
        let Some(person) = people::person_of(tx, *account).await? else { continue };
        let others = people::accounts_of(tx, &[person]).await?;
        let Some(other) = others.iter().find(|one| one.id != *account && one.unreachable_since.is_none()) else {
            continue;
        };
        let message = NewMessage {
            account: other.id,
            class: *class,
            body: (*body).clone(),
            case: None,
            seq: None,
            created_at: calendar,
            due_at: machine,
            expires_at: None,
        };
        outbox::put_many(tx, &[message]).await?;
    }
    Ok(())
}
