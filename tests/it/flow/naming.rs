//! What strangers on WeChat call themselves: asked for beside their messages,
//! shown to the clerk who must find out who they are.

use crate::base::both;
use crate::world::{CLERK, OWNER, Stage, World, friday};
use anju::sandbox::wecom::{CallFilter, Corp, Fault, Phone as _};

const ASKING: &str = "kf/customer/batchget";

fn corp(world: &World) -> &Corp {
    &world.wecom.as_ref().expect("a corp").corp
}

/// Whom each question was about.
fn asked(world: &World) -> Vec<Vec<String>> {
    let ids = |call: &anju::sandbox::wecom::Call| {
        let list = call.parameters["external_userid_list"].as_array().cloned().unwrap_or_default();
        list.iter().map(|id| id.as_str().unwrap_or_default().to_owned()).collect()
    };
    corp(world).calls_of(ASKING).iter().map(ids).collect()
}

both!(a_claim_shows_what_the_stranger_calls_himself, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let before = asked(&world).len();
    let (first, second) =
        (world.new_customer("wmA", "敏敏\n\t安居客服").await, world.new_customer("wmB", "阿强").await);
    first.says("你好").unwrap();
    second.says("在吗").unwrap();
    second.says("在吗？").unwrap();
    world.settle().await;
    assert_eq!(asked(&world)[before..], [["wmA", "wmB"]], "one question for all that are new");
    first.says("13800009999，3-1201").unwrap();
    world.settle().await;
    // On one line, so that it cannot pass for words of ours.
    let read = world.phone(CLERK).everything();
    assert!(read.contains("昵称「敏敏 安居客服」") && read.contains("13800009999"), "{read}");
    world.says(OWNER, "水管漏水").await;
    assert_eq!(asked(&world).len(), before + 1, "who is known is not asked for");
    world.everything_heard().await;
});

both!(without_an_answer_nobody_waits, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let stranger = world.new_customer("wmC", "敏敏").await;
    let names = "select coalesce(name, '-') from accounts where address like '%/wmC'";
    let troubles =
        [Fault::Refuse { code: 48002, words: "api forbidden" }, Fault::ServerError, Fault::DropBefore, Fault::Hang];
    for (turn, fault) in troubles.into_iter().enumerate() {
        corp(&world).trouble(1, CallFilter::method(ASKING), fault);
        stranger.says("你好").unwrap();
        world.settle().await;
        assert_eq!(stranger.bot_messages().len(), turn + 1, "{}", stranger.transcript());
        assert_eq!(world.column(names).await.trim(), "-");
        world.minutes(60).await;
    }
    // Asked for again when he is heard again; a claim without a name goes to the clerk as well.
    corp(&world).trouble(1, CallFilter::method(ASKING), Fault::ServerError);
    stranger.says("13800009999，3-1201").unwrap();
    world.settle().await;
    let read = world.phone(CLERK).everything();
    assert!(read.contains("微信上有人想绑定房屋") && !read.contains("昵称"), "{read}");
    stranger.says("你好").unwrap();
    world.settle().await;
    assert_eq!(world.column(names).await.trim(), "敏敏");
    world.everything_heard().await;
});
