//! Members whom the application does not reach, each for a reason that is mended
//! in the admin console: the bot says which, and what was to be said goes on.

use crate::base::both;
use crate::world::{CLERK, MANAGER, Stage, World, friday};
use anju::sandbox::wecom::{CallFilter, Corp, Fault, Phone as _};

const SECOND_PHONE: i64 = 9001;

fn corp(world: &World) -> &Corp {
    &world.wecom.as_ref().expect("a corp").corp
}

fn userid(world: &World, name: &str) -> String {
    format!("Staff{}", world.people().user(name))
}

/// The manager has two phones and spoke in WeCom last.
async fn played(db: anju::store::Db) -> World {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.also_on_telegram(MANAGER, SECOND_PHONE).await;
    world.minutes(5).await;
    world.says(MANAGER, "/help").await;
    world.complaint().await;
    world
}

async fn why(world: &World) -> String {
    world.column("select coalesce(unreachable_why, '') from accounts where unreachable_since is not null").await
}

both!(without_a_licence_the_other_phone_is_tried, |db| async move {
    let mut world = played(db).await;
    corp(&world).license(&userid(&world, MANAGER), false);
    world.dispatched("800", "单工种").await;
    assert!(
        world.phone_of(SECOND_PHONE).with_button("✅ 同意").is_some(),
        "{}",
        world.phone_of(SECOND_PHONE).everything()
    );
    let kept = why(&world).await;
    assert!(kept.starts_with("unlicenseduser: he has no interface licence"), "{kept}");
    let receipts = world.column("select raw from inbox where source = 'receipt'").await;
    assert!(receipts.contains("he has no interface licence"), "{receipts}");
    // Licensed again, a word brings him back.
    corp(&world).license(&userid(&world, MANAGER), true);
    world.minutes(5).await;
    world.says(MANAGER, "/help").await;
    assert_eq!(why(&world).await, "");
    world.nothing_left().await;
});

both!(out_of_reach_the_other_phone_is_tried, |db| async move {
    let mut world = played(db).await;
    let member = corp(&world).member(&userid(&world, MANAGER));
    for (code, words) in
        [(81013, "user & party & tag all invalid"), (60011, "no privilege"), (60111, "userid not found")]
    {
        corp(&world).trouble(1, CallFilter::method("message/send"), Fault::Refuse { code, words });
        // An answer to himself is what shows it.
        member.says("/help").unwrap();
        world.settle().await;
        let kept = why(&world).await;
        assert!(kept.starts_with(&format!("{code} {words}")) && kept.contains(": "), "{kept}");
        world.minutes(5).await;
        member.says("/help").unwrap();
        world.settle().await;
        assert_eq!(why(&world).await, "", "a word brings him back");
    }
    // Out of the visible range, by WeCom's own word.
    member.leaves().unwrap();
    world.settle().await;
    world.dispatched("800", "单工种").await;
    assert!(
        world.phone_of(SECOND_PHONE).with_button("✅ 同意").is_some(),
        "{}",
        world.phone_of(SECOND_PHONE).everything()
    );
    world.everything_heard().await;
});

both!(with_one_phone_the_next_chair_gets_it, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.is_appointed("马经理", "cs_manager", None).await;
    world.binds("马经理", "zh-hans").await;
    world.complaint().await;
    corp(&world).license(&userid(&world, MANAGER), false);
    world.dispatched("800", "单工种").await;
    assert!(world.phone("马经理").with_button("✅ 同意").is_some());
    world.taps("马经理", "✅ 同意").await;
    assert_eq!(world.rows("approval_votes").await, 1);
    world.nothing_left().await;
});

both!(what_is_of_no_case_goes_to_the_other_phone_too, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.also_on_telegram(CLERK, SECOND_PHONE).await;
    world.minutes(5).await;
    world.says(CLERK, "/help").await;
    corp(&world).license(&userid(&world, CLERK), false);
    let stranger = world.new_customer("wmStranger", "敏敏").await;
    for home in ["3-1201", "3-1202"] {
        stranger.says(&format!("13800009999，{home}")).unwrap();
    }
    world.settle().await;
    let read = world.phone_of(SECOND_PHONE).everything();
    assert!(read.contains("3-1201") && read.contains("3-1202"), "{read}");
    assert_eq!(read.matches("想绑定房屋").count(), 2, "{read}");
    world.everything_heard().await;
});
