//! Which draft an account speaks of, and numbers that answer the last offer.

use super::scene::{SHIPPED, now};
use crate::dialogue::focus::{Taken, focus, forget, offer, resume};
use crate::dialogue::state::{Conversation, Gathering};
use crate::domain::ids::{AccountId, DraftId};
use chrono::{DateTime, TimeDelta, Utc};

fn chosen(chat: &Conversation, text: &str, at: DateTime<Utc>) -> Option<String> {
    crate::dialogue::focus::chosen(chat, text, SHIPPED.scripts.words().numbers(), at)
}

fn conversation() -> Conversation {
    Conversation::new(AccountId(1))
}

#[test]
fn the_last_suspended_is_resumed_first() {
    let mut chat = conversation();
    assert_eq!(focus(&mut chat, DraftId(1)), Taken::default());
    assert_eq!(focus(&mut chat, DraftId(2)), Taken { suspended: Some(DraftId(1)), put_away: None });
    assert_eq!(focus(&mut chat, DraftId(3)), Taken { suspended: Some(DraftId(2)), put_away: None });
    assert_eq!(focus(&mut chat, DraftId(3)), Taken::default());
    assert_eq!(resume(&mut chat), None, "one is in focus");

    forget(&mut chat, DraftId(3));
    assert_eq!(resume(&mut chat), Some(DraftId(2)));
    forget(&mut chat, DraftId(2));
    assert_eq!(resume(&mut chat), Some(DraftId(1)));
    forget(&mut chat, DraftId(1));
    assert_eq!(resume(&mut chat), None);
    assert_eq!(chat, conversation());
}

#[test]
fn a_fourth_suspended_puts_the_oldest_away() {
    let mut chat = conversation();
    for id in 1..=4 {
        assert_eq!(focus(&mut chat, DraftId(id)).put_away, None);
    }
    let taken = focus(&mut chat, DraftId(5));
    assert_eq!(taken, Taken { suspended: Some(DraftId(4)), put_away: Some(DraftId(1)) });
    assert_eq!(chat.suspended, [DraftId(2), DraftId(3), DraftId(4)]);
}

/// A button of a waiting dialogue takes it up again; nothing is put away.
#[test]
fn a_suspended_draft_is_refocused() {
    let mut chat = conversation();
    for id in 1..=4 {
        focus(&mut chat, DraftId(id));
    }
    let taken = focus(&mut chat, DraftId(1));
    assert_eq!(taken, Taken { suspended: Some(DraftId(4)), put_away: None });
    assert_eq!(chat.suspended, [DraftId(2), DraftId(3), DraftId(4)]);
    assert_eq!(chat.focus, Some(DraftId(1)));
}

#[test]
fn a_forgotten_draft_gathers_no_photos() {
    let mut chat = conversation();
    focus(&mut chat, DraftId(1));
    chat.gathering = Some(Gathering {
        group: None,
        draft: Some(DraftId(1)),
        case: None,
        photos: Vec::new(),
        last_at: now(),
        closed: false,
    });
    forget(&mut chat, DraftId(2));
    assert!(chat.gathering.is_some());
    forget(&mut chat, DraftId(1));
    assert!(chat.gathering.is_none());
}

#[test]
fn a_number_answers_the_last_offer_until_it_expires() {
    let mut chat = conversation();
    assert_eq!(chosen(&chat, "1", now()), None);
    let choices = vec![("接单".into(), "c:1:1:0:accept".into()), ("新的事".into(), "g:new:".into())];
    offer(&mut chat, choices, now() + TimeDelta::hours(1));
    assert_eq!(chosen(&chat, "新的", now()).as_deref(), Some("g:new:"));
    assert_eq!(chosen(&chat, "新的事又来了", now()), None);
    assert_eq!(chosen(&chat, "2", now()).as_deref(), Some("g:new:"));
    assert_eq!(chosen(&chat, " 1。", now()).as_deref(), Some("c:1:1:0:accept"));
    assert_eq!(chosen(&chat, "第二个", now()).as_deref(), Some("g:new:"));
    for said in ["0", "3", "2 个", "-1", "2号楼", "", "99999999999999999999"] {
        assert_eq!(chosen(&chat, said, now()), None, "{said}");
    }
    assert_eq!(chosen(&chat, "2", now() + TimeDelta::hours(1)), None);
    focus(&mut chat, DraftId(1));
    assert_eq!(chosen(&chat, "2", now()), None, "a dialogue has begun since");
}
