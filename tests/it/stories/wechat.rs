//! What is different where owners are on WeChat and the staff in WeCom: windows
//! that close, codes that run out, lists answered by number, cards that turn grey.

use crate::base::both;
use crate::world::{CLERK, ENGINEER, LEADER, MANAGER, OWNER, Stage, World, friday};
use anju::sandbox::wecom::{CallFilter, Fault, Phone as _, Spoil};

fn corp(world: &World) -> &anju::sandbox::wecom::Corp {
    &world.wecom.as_ref().expect("a corp").corp
}

/// Codes with which WeCom refused a call.
fn refusals(world: &World, method: &str) -> Vec<i64> {
    corp(world).calls_of(method).iter().filter_map(|call| call.code).filter(|code| *code != 0).collect()
}

both!(after_two_days_of_silence_the_clerk_calls, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let case = world.issued_order().await;
    world.hours(60).await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    // The visit needs her answer, and WeChat lets nothing through: she is called.
    let calls = world.loaded(case).await.calls;
    assert!(
        calls.iter().any(|call| call.topics.iter().any(|topic| format!("{topic:?}").contains("Visit"))),
        "{calls:?}"
    );
    assert!(world.phone(CLERK).everything().contains("李娜"), "the clerk has her on the list");
    // We had counted ourselves: nothing was sent only to be refused.
    assert_eq!(refusals(&world, "kf/send_msg"), Vec::<i64>::new());
    // Her next word opens the window, and she finds what waits for her.
    world.says(OWNER, "你好").await;
    assert!(world.phone(OWNER).with_button("✅ 可以").is_some(), "{}", world.phone(OWNER).everything());
    world.everything_heard().await;
});

both!(five_messages_are_planned, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let case = world.inspected_order().await;
    // Registered, issued, and the third with "reply 1"; two are kept.
    let read = world.phone(OWNER).everything();
    assert!(read.contains("回复 1"), "{read}");
    assert!(world.phone(OWNER).with_button("✅ 满意，签认").is_some(), "the signature has its place: {read}");
    assert_eq!(refusals(&world, "kf/send_msg"), Vec::<i64>::new());
    // What waited comes when she asks for it, in one message.
    let before = world.phone(OWNER).bot_messages().len();
    world.says(OWNER, "1").await;
    let after = world.phone(OWNER).bot_messages();
    assert_eq!(after.len() - before, 1, "{}", world.phone(OWNER).everything());
    assert!(after[before..].iter().any(|one| one.text.contains("已经到现场")), "{}", world.phone(OWNER).everything());
    world.taps(OWNER, "✅ 满意，签认").await;
    world.rates(OWNER, ["非常满意", "非常满意", "非常满意"]).await;
    assert_eq!(world.loaded(case).await.complaint.state.word(), "closed");
    world.nothing_left().await;
});

both!(a_decided_card_is_grey_for_everybody, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.is_appointed("马经理", "cs_manager", None).await;
    world.binds("马经理", "zh-hans").await;
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    assert!(world.phone("马经理").with_button("✅ 同意").is_some());
    world.taps(MANAGER, "✅ 同意").await;
    for name in [MANAGER, "马经理"] {
        assert!(world.phone(name).with_button("✅ 同意").is_none(), "{}", world.phone(name).everything());
        assert!(world.phone(name).everything().contains("孙丽"), "{}", world.phone(name).everything());
    }
    assert_eq!(refusals(&world, "message/update_template_card"), Vec::<i64>::new());
    world.everything_heard().await;
});

both!(a_card_is_sent_anew_before_it_can_not_be_changed, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.complaint().await;
    world.dispatched("5000", "单工种").await;
    let cards = |world: &World| {
        let shown = world.phone(ENGINEER).bot_messages();
        shown.iter().filter(|one| one.labels().contains(&"✅ 同意")).count()
    };
    assert_eq!(cards(&world), 1);
    world.hours(71).await;
    world.sweeps().await;
    assert_eq!(cards(&world), 1, "one card lives, the old one is grey: {}", world.phone(ENGINEER).everything());
    world.hours(20).await;
    world.taps(ENGINEER, "✅ 同意").await;
    assert_eq!(cards(&world), 0, "{}", world.phone(ENGINEER).everything());
    assert_eq!(refusals(&world, "message/update_template_card"), Vec::<i64>::new());
});

both!(a_token_taken_back_costs_nothing, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let fetches = corp(&world).token_fetches();
    for _ in 0..2 {
        corp(&world).revoke_token();
        world.says(OWNER, "水管漏水").await;
        world.taps(OWNER, "取消").await;
    }
    assert_eq!(corp(&world).token_fetches(), fetches + 2, "one fetch for each");
    world.nothing_left().await;
});

both!(callbacks_come_twice_late_and_forged, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    let case = world.issued_order().await;
    corp(&world).spoil(2, Spoil::Twice);
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "已到现场").await;
    let history = world.history(case).await;
    assert_eq!(history.iter().filter(|event| *event == "order_accepted").count(), 1);
    corp(&world).spoil(1, Spoil::BadSignature);
    world.phone(LEADER).says("/orders");
    world.settle().await;
    let before = world.history(case).await;
    corp(&world).spoil(1, Spoil::WrongReceiver);
    world.phone(LEADER).says("/orders");
    world.settle().await;
    assert_eq!(world.history(case).await, before);
    world.everything_heard().await;
});

both!(pages_are_read_to_the_end_and_once, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    corp(&world).page_size(1);
    corp(&world).empty_pages(2);
    for words in ["水管漏水", "地上都是水", "快来人"] {
        world.phone(OWNER).says(words);
    }
    // The program dies between two pages.
    world.one_page().await;
    world.restart();
    world.settle().await;
    let case = world.case_of(OWNER).await;
    assert_eq!(world.rows("cases").await, 1);
    let kept = format!(
        "{:?} {:?}",
        world.loaded(case).await.complaint,
        world.column("select cast(facts as text) from history order by id").await
    );
    for words in ["水管漏水", "地上都是水", "快来人"] {
        assert_eq!(kept.matches(words).count().min(1), 1, "{words} in {kept}");
    }
    world.everything_heard().await;
});

both!(a_lost_answer_sends_nothing_twice, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    corp(&world).trouble(1, CallFilter::method("kf/send_msg"), Fault::DropAfter);
    world.says(OWNER, "水管漏水").await;
    world.minutes(5).await;
    world.machine_minutes(5).await;
    let read = world.phone(OWNER).everything();
    assert_eq!(read.matches("具体在什么位置").count(), 1, "{read}");
    // It was sent again, and the repeat was known for one.
    assert_eq!(world.rows("outbox where failed_at is not null").await, 0);
    assert!(refusals(&world, "kf/send_msg").len() == 1);
    world.everything_heard().await;
});

both!(an_owner_is_known_by_telephone_and_home, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.moves_in("赵敏", "3-1202", "owner").await;
    let phone = world.column("select phone from people where name = '赵敏'").await;
    let stranger = world.new_customer("wmStranger", "敏敏").await;
    stranger.says("你好").unwrap();
    world.settle().await;
    assert!(stranger.last().unwrap().text.contains("手机号和房号"));
    // A neighbour's home, then a clerk's own number: both are for a clerk to look at.
    stranger.says(&format!("{} 3-1201", phone.trim())).unwrap();
    world.settle().await;
    assert!(stranger.last().unwrap().text.contains("没有对上"));
    assert!(world.phone(CLERK).everything().contains("想绑定房屋"), "{}", world.phone(CLERK).everything());
    let clerk = world.column("select phone from people where name = '王芳'").await;
    stranger.says(&format!("{}，3-1202", clerk.trim())).unwrap();
    world.settle().await;
    assert_eq!(world.rows("accounts where channel = 'wecom_kf' and person_id is null").await, 1);
    stranger.says(&format!("手机{}，房号3-1202", phone.trim())).unwrap();
    world.settle().await;
    assert!(stranger.last().unwrap().text.contains("绑定成功"), "{}", stranger.transcript());
    stranger.says("卫生间渗水").unwrap();
    world.settle().await;
    assert_eq!(world.rows("cases").await, 1);
    // Nobody guesses on and on.
    let other = world.new_customer("wmGuesser", "猜").await;
    for home in 1..=6 {
        other.says(&format!("{} 9-{home}01", phone.trim())).unwrap();
        world.settle().await;
    }
    assert!(other.last().unwrap().text.contains("次数太多"), "{}", other.transcript());
    world.everything_heard().await;
});

both!(one_person_on_two_messengers, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.also_on_telegram(MANAGER, 9100).await;
    world.also_on_telegram(OWNER, 9101).await;
    let case = world.complaint().await;
    world.dispatched("800", "单工种").await;
    // The card is where the manager was heard last; decided there, it is the one decision.
    world.telegram_of(9100).taps("✅ 同意");
    world.settle().await;
    assert!(world.phone(LEADER).with_button("✅ 接单").is_some());
    // The owner goes on in Telegram: from now on she is written to there.
    world.minutes(2).await;
    world.telegram_of(9101).says("/cases");
    world.settle().await;
    world.taps(LEADER, "✅ 接单").await;
    assert!(world.telegram_of(9101).everything().contains("已接单"), "{}", world.telegram_of(9101).everything());
    // She blocks it, and what comes next finds her on WeChat.
    world.telegram_of(9101).blocks();
    world.settle().await;
    world.says(OWNER, "师傅什么时候来").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    world.taps(OWNER, "✅ 可以").await;
    assert!(world.history(case).await.contains(&"visit_agreed".to_owned()));
    world.everything_heard().await;
});
