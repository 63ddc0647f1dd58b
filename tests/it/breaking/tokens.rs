//! The access token is taken back between all that people do, and once more
//! while an answer to it is on its way; customers' messages come one to a page.

use super::day::{Day, calm_day_on_wecom, corp, on_wecom, two_days};
use super::story::{Finger, MAIN_LINE, play};
use anju::sandbox::wecom::{CallFilter, Fault};
use anju::store::Db;

async fn a_token_dies_at_every_step(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    corp(&world).page_size(1);
    let before = corp(&world).token_fetches();
    let mut revoked = 0;
    for act in MAIN_LINE {
        corp(&world).revoke_token();
        // Once more with a message half way: between its first call and the next.
        for method in ["message/send", "kf/send_msg", "kf/sync_msg"] {
            corp(&world).trouble(1, CallFilter::method(method), Fault::RevokeToken);
        }
        play(&mut world, &[*act], Finger::Calm).await;
        corp(&world).end_trouble();
        revoked += 4;
    }
    let fetched = corp(&world).token_fetches() - before;
    println!("{fetched} tokens fetched, revoked at most {revoked} times");
    assert_eq!(calm.is_like(&world).await, 0, "something was said twice");
    assert!(fetched > 2 * MAIN_LINE.len() as u64, "the token hardly ever died");
    assert!(fetched <= revoked, "more tokens were fetched than were taken back");
}

two_days!(a_token_is_taken_back_all_the_time, calm_day_on_wecom, a_token_dies_at_every_step);
