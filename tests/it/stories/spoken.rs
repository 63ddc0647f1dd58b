//! An owner who answers in words what a card asks with buttons.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, OWNER, Stage, World, friday};
use insta::assert_snapshot;

everywhere!(a_visit_is_agreed_in_words, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    world.all_read();
    world.says(OWNER, "可以的").await;
    assert_snapshot!(world.reads(OWNER), @"好的，10月11日 周六 15:00 上门。");
    assert!(world.history(case).await.contains(&"visit_agreed".to_owned()));
    assert_eq!(world.rows("cases").await, 1);
    world.nothing_left().await;
});

everywhere!(more_time_is_given_and_refused_in_words, |mut world: World| async move {
    let case = world.order_at_work().await;
    world.asks_for_time("10月20日").await;
    world.all_read();
    world.says(OWNER, "不同意").await;
    assert!(world.reads(OWNER).contains("不延期"));
    world.asks_for_time("10月21日").await;
    world.all_read();
    world.says(OWNER, "好的").await;
    assert!(world.reads(OWNER).contains("延到 10月21日"));
    let answers = world.history(case).await;
    assert_eq!(answers.iter().filter(|event| *event == "extension_answered").count(), 2);
});

everywhere!(a_signature_and_a_rating_in_words, |mut world: World| async move {
    let case = world.inspected_order().await;
    // That may only mean that it was read.
    world.says(OWNER, "好的").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_sign_pending");
    world.says(OWNER, "满意").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_signed");
    world.says(OWNER, "4").await;
    world.taps(OWNER, "非常满意").await;
    world.taps(OWNER, "非常满意").await;
    world.taps(OWNER, "跳过").await;
    assert_eq!(world.loaded(case).await.complaint.state.word(), "closed");
    assert_eq!(world.rows("cases").await, 1);
    world.nothing_left().await;
});

everywhere!(a_sentence_refuses_the_work, |mut world: World| async move {
    let case = world.inspected_order().await;
    world.all_read();
    world.says(OWNER, "水管还在漏").await;
    assert!(world.reads(OWNER).contains("方便的话拍张照片发过来"));
    assert_eq!(world.loaded(case).await.orders[0].round, 1);
    world.taps(OWNER, "跳过").await;
    assert_eq!(world.loaded(case).await.orders[0].round, 2);
    assert!(world.reads(OWNER).contains("马上处理"));
    assert_eq!(world.rows("cases").await, 1);
});

everywhere!(another_matter_is_no_answer, |mut world: World| async move {
    let case = world.inspected_order().await;
    world.all_read();
    world.says(OWNER, "窗户关不严").await;
    assert!(world.reads(OWNER).contains("这是一件新的事，还是前面说过的那件？"));
    world.says(OWNER, "好的").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_sign_pending");
});

both!(of_two_cards_none_is_guessed, |db| async move {
    let mut world = World::new(db).await;
    let case = world.order_at_work().await;
    world.asks_for_time("10月20日").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    world.all_read();
    world.says(OWNER, "好的").await;
    assert!(world.reads(OWNER).contains("哪里需要我们帮忙"));
    let history = world.history(case).await;
    assert!(!history.iter().any(|event| event == "visit_agreed" || event == "extension_answered"), "{history:?}");
});

both!(on_wechat_a_press_is_confirmed, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    world.all_read();
    world.taps(OWNER, "✅ 可以").await;
    assert_eq!(world.reads(OWNER), "好的，10月11日 周六 15:00 上门。");
    world.everything_heard().await;
});

everywhere!(words_after_a_photo_are_the_complaint, |mut world: World| async move {
    world.phone(OWNER).photo("");
    world.settle().await;
    world.advance(chrono::TimeDelta::seconds(5)).await;
    world.says(OWNER, "👍").await;
    world.says(OWNER, "这里一直往外渗").await;
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.complaint.details.words, "这里一直往外渗");
    world.says(OWNER, "快点来").await;
    assert_eq!(world.loaded(case).await.complaint.details.words, "这里一直往外渗");
    world.nothing_left().await;
});

everywhere!(a_clerk_mistypes_and_nothing_is_noted, |mut world: World| async move {
    let case = world.complaint().await;
    world.taps(CLERK, "派工").await;
    world.all_read();
    world.says(CLERK, "八百").await;
    let read = world.reads(CLERK);
    assert!(read.contains("没对上选项，请从下面选一个。"), "{read}");
    assert!(!world.history(case).await.contains(&"noted".to_owned()));
});

everywhere!(what_is_no_complaint_is_put_away, |mut world: World| async move {
    let first = world.complaint().await;
    world.says(OWNER, "门有点响").await;
    world.minutes(31).await;
    assert!(world.reads(CLERK).contains("业主没说完 #2"));
    world.all_read();
    world.says(CLERK, "/case 2").await;
    world.taps(CLERK, "不是报修").await;
    assert_eq!(world.reads(OWNER), "");
    world.taps(CLERK, "是闲聊或问候").await;
    assert!(world.reads(OWNER).contains("没有登记：是闲聊或问候"));
    assert!(!world.card(CLERK, "#2").contains("补全并登记"));
    let second = world.case_of(OWNER).await;
    assert_ne!(first, second);
    let put_away = world.loaded(second).await;
    assert_eq!(put_away.complaint.state.word(), "withdrawn");
    assert!(put_away.clocks.iter().all(|clock| !clock.running()));
    assert_eq!(world.history(second).await.last().map(String::as_str), Some("put_away"));
    assert_eq!(world.loaded(first).await.complaint.state.word(), "registered");
    // Whatever she says next begins anew.
    world.says(OWNER, "窗户关不严").await;
    assert_eq!(world.rows("cases").await, 3);
    world.nothing_left().await;
});

everywhere!(the_name_of_a_menu_entry_is_the_entry, |mut world: World| async move {
    world.complaint().await;
    world.all_read();
    world.says(OWNER, "我的事项和进度").await;
    assert!(world.reads(OWNER).contains("您的事项（1）"));
    world.says(OWNER, "报修、投诉").await;
    assert!(world.reads(OWNER).contains("请说。"));
    assert_eq!(world.rows("cases").await, 1);
});

both!(help_has_buttons_where_there_is_no_menu, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.says(OWNER, "帮助").await;
    assert!(world.phone(OWNER).with_button("我的事项和进度").is_some(), "{}", world.phone(OWNER).everything());
    world.everything_heard().await;
});
