//! The access token is taken back all the time: between any two things that
//! people do, and just before a call arrives that carries it. Customers'
//! messages come one to a page.

use super::day::{Day, calm_day_on_wecom, corp, on_wecom, play_slowly, slow_day_on_wecom, two_days};
use super::heard::Heard;
use super::story::{Finger, MAIN_LINE, play};
use crate::world::World;
use anju::sandbox::wecom::{CallFilter, Fault};
use anju::store::Db;

async fn dead_between_acts(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    corp(&world).page_size(1);
    let before = corp(&world).token_fetches();
    for act in MAIN_LINE {
        corp(&world).revoke_token();
        play(&mut world, &[*act], Finger::Calm).await;
    }
    let fetched = corp(&world).token_fetches() - before;
    assert_eq!(calm.is_like(&world).await, 0, "something was said twice");
    println!("{fetched} tokens fetched for {} that were taken back", MAIN_LINE.len());
    assert!(fetched > MAIN_LINE.len() as u64 / 2, "the token hardly ever died");
    assert!(fetched <= MAIN_LINE.len() as u64, "a token was fetched without need");
}

/// The first call of each kind after every act finds that its token has died,
/// now and then twice at once: the bot rests for a minute then, and goes on.
async fn dead_in_flight(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    corp(&world).page_size(1);
    let before = corp(&world).token_fetches();
    let methods = ["kf/sync_msg", "kf/send_msg", "message/send", "message/update_template_card", "media/get"];
    let trouble = |world: &World| {
        corp(world).end_trouble();
        for method in methods {
            corp(world).trouble(1, CallFilter::method(method), Fault::RevokeToken);
        }
    };
    play_slowly(&mut world, trouble).await;
    let fetched = corp(&world).token_fetches() - before;
    calm.left_the_same_as(&world).await;
    let heard = Heard::by_now(&world);
    heard.lost_nothing_of(&calm.heard);
    assert_eq!((heard.again(&calm.heard), heard.pictures_again(&calm.heard)), (Vec::new(), 0), "came twice");
    assert_eq!(heard.in_place_of_changes(&calm.heard), Vec::<String>::new(), "a change was not made");
    let most = MAIN_LINE.len() * methods.len();
    println!("{fetched} tokens fetched, at most {most} were taken back");
    assert!(fetched > MAIN_LINE.len() as u64, "the token hardly ever died");
    assert!(fetched <= most as u64, "a token was fetched without need");
}

two_days!(a_token_is_taken_back_between_all_acts, calm_day_on_wecom, dead_between_acts);
two_days!(a_token_is_taken_back_in_flight, slow_day_on_wecom, dead_in_flight);
