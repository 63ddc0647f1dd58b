//! How a stranger becomes somebody: invitation links, and what is told to those
//! who have none.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, MANAGER, OWNER, World};
use insta::assert_snapshot;

/// Everything that a stranger must not be able to leave behind.
async fn records(world: &World) -> i64 {
    let mut sum = 0;
    for table in ["cases", "complaints", "work_orders", "history", "attachments", "drafts", "conversations", "cards"] {
        sum += world.rows(table).await;
    }
    sum
}

both!(a_stranger_is_shown_the_way_in, |db| async move {
    let mut world = World::new(db).await;
    let before = records(&world).await;
    world.passer_by(9001, "路人", "zh-hans");
    world.settle().await;
    assert_snapshot!(world.phone_of(9001).reads(), @"您好，这里是安居客户服务。要用这里报修、查进度，请先打开物业或客服发给您的邀请链接；没有链接，请拨打客服热线，我们核对后发给您。");

    world.phone_of(9001).says("我家厨房漏水，煤气味很大");
    world.settle().await;
    assert_snapshot!(world.phone_of(9001).reads(), @"您好，这里是安居客户服务。要用这里报修、查进度，请先打开物业或客服发给您的邀请链接；没有链接，请拨打客服热线，我们核对后发给您。");
    world.phone_of(9001).photo("看看");
    world.phone_of(9001).says("/cases");
    world.phone_of(9001).says("/desk");
    world.settle().await;
    let answers = world.phone_of(9001).reads();
    assert_eq!(answers.matches("您好，这里是安居客户服务").count(), 3, "{answers}");

    // A card that somebody forwarded to him.
    world.complaint().await;
    let records_of_the_complaint = records(&world).await;
    let dispatch = world.keeps(CLERK, "派工");
    assert_snapshot!(world.presses_for(9001, &dispatch).await, @"");
    assert_snapshot!(world.phone_of(9001).reads(), @"您好，这里是安居客户服务。要用这里报修、查进度，请先打开物业或客服发给您的邀请链接；没有链接，请拨打客服热线，我们核对后发给您。");
    assert_eq!(records(&world).await, records_of_the_complaint);
    assert_eq!(before, 0);
    assert_eq!(world.rows("accounts where address = '9001' and person_id is not null").await, 0);
    world.nothing_left().await;
});

everywhere!(a_stranger_is_answered_in_his_language, |mut world: World| async move {
    world.passer_by(9002, "Passer-by", "en-GB").says("There is a leak in my kitchen");
    world.settle().await;
    assert_snapshot!(world.phone_of(9002).reads(), @r"
    Hello, this is Anju customer service. To report repairs and follow them here, please open the invitation link that our staff sent you. If you have none, call the service hotline and we will send you one.
    ---
    Hello, this is Anju customer service. To report repairs and follow them here, please open the invitation link that our staff sent you. If you have none, call the service hotline and we will send you one.
    ");
    world.nothing_left().await;
});

everywhere!(an_invitation_works_once, |mut world: World| async move {
    world.invites("陈强", "Welcome-2025_x", 7).await;
    world.passer_by(9001, "陈强的平板", "zh-hans");
    world.settle().await;
    world.phone_of(9001).skip();

    // Letters of either case are the same code.
    assert_snapshot!(world.follows(9001, "welcome-2025_X").await, @"陈强，您好，绑定成功。您的房屋：安居花园 2-301、云栖里 5-602。哪里要修、有什么不满意，直接写一句话或者发张照片就行。");
    // Once more by the same, and by somebody else.
    assert_snapshot!(world.follows(9001, "Welcome-2025_x").await, @"陈强，您已经绑定过了，不用再绑。您的房屋：安居花园 2-301、云栖里 5-602。");
    world.passer_by(9002, "路人", "zh-hans");
    world.settle().await;
    world.phone_of(9002).skip();
    assert_snapshot!(world.follows(9002, "Welcome-2025_x").await, @"这个邀请链接已经用过了。如果不是您用的，请联系客服，我们给您换一个。");
    assert_eq!(world.rows("accounts where address = '9002' and person_id is not null").await, 0);

    // The code stands nowhere: not as it was typed, not as it was issued.
    for table in [
        "inbox where lower(raw) like '%welcome-2025_x%'",
        "outbox where lower(cast(body as text)) like '%welcome-2025_x%'",
        "invitations where lower(code_hash) like '%welcome%'",
    ] {
        assert_eq!(world.rows(table).await, 0, "{table}");
    }
    world.nothing_left().await;
});

everywhere!(an_invitation_expires, |mut world: World| async move {
    world.invites("陈强", "LATE1", 7).await;
    world.advance(chrono::TimeDelta::days(7)).await;
    world.passer_by(9001, "路人", "zh-hans");
    world.settle().await;
    world.phone_of(9001).skip();
    assert_snapshot!(world.follows(9001, "LATE1").await, @"这个邀请链接过期了。请联系客服，我们给您发一个新的。");
    world.nothing_left().await;
});

everywhere!(guessing_codes_is_limited, |mut world: World| async move {
    world.invites("陈强", "RIGHT1", 7).await;
    world.passer_by(9001, "路人", "zh-hans");
    world.settle().await;
    world.phone_of(9001).skip();
    assert_snapshot!(world.follows(9001, "WRONG1").await, @"没有找到这个邀请码，请检查链接是否完整，或者联系客服。");
    for guess in ["WRONG2", "WRONG3", "WRONG4", "WRONG5"] {
        assert!(world.follows(9001, guess).await.contains("没有找到这个邀请码"), "{guess}");
    }
    assert_snapshot!(world.follows(9001, "WRONG6").await, @"试的次数太多了，请一小时后再试，或者联系客服。");
    // Not even the right one any more, for an hour; somebody else is not affected.
    assert!(world.follows(9001, "RIGHT1").await.contains("试的次数太多"));
    world.minutes(61).await;
    assert!(world.follows(9001, "RIGHT1").await.contains("绑定成功"));
    assert_eq!(world.rows("inbox where raw like '%WRONG%' or raw like '%RIGHT1%'").await, 0);
    world.nothing_left().await;
});

everywhere!(each_is_greeted_as_what_he_is, |mut world: World| async move {
    // Two homes.
    world.says("陈强", "/start").await;
    assert_snapshot!(world.reads("陈强"), @"陈强，您好。您登记的房屋：安居花园 2-301、云栖里 5-602。直接写一句话，或者发张照片，我们就开始处理。");
    assert_snapshot!(world.menu("陈强"), @r"
    /report 报修、投诉
    /cases 我的事项和进度
    /language 语言 / Language
    /help 帮助
    ");
    // A family of a home and a clerk of an estate.
    world.says("刘洋", "/start").await;
    assert_snapshot!(world.reads("刘洋"), @"刘洋，您好。您登记的房屋：安居花园 2-301。直接写一句话，或者发张照片，我们就开始处理。您的岗位：客服资料员。");
    assert_snapshot!(world.menu("刘洋"), @r"
    /report 报修、投诉
    /cases 我的事项和进度
    /desk 客服台：待办、回访
    /register 登记来电来访
    /overdue 已经超时的
    /language 语言 / Language
    /help 帮助
    ");
    // Two roles.
    world.says(CLERK, "/start").await;
    assert_snapshot!(world.reads(CLERK), @"王芳，您好。您的岗位：客服资料员、投诉专员。");
    assert_snapshot!(world.menu(CLERK), @r"
    /desk 客服台：待办、回访
    /register 登记来电来访
    /overdue 已经超时的
    /language 语言 / Language
    /help 帮助
    ");
    assert_snapshot!(world.menu(MANAGER), @r"
    /desk 客服台：待办、回访
    /register 登记来电来访
    /pending 等我审批的
    /overdue 已经超时的
    /language 语言 / Language
    /help 帮助
    ");
    assert_snapshot!(world.menu("张伟"), @r"
    /orders 我队的派工单
    /overdue 已经超时的
    /language 语言 / Language
    /help 帮助
    ");
    world.says(OWNER, "/help").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修或投诉：直接写一句话，或者发照片。
    /report — 报修、投诉
    /cases — 我的事项和进度
    /language — 语言 / Language
    /help — 帮助
    填写时随时可以写：上一步、跳过、取消。
    ");
    world.says("张伟", "帮助").await;
    assert_snapshot!(world.reads("张伟"), @r"
    补充某一件事：点「看全部经过」，再点「补充情况」。
    /orders — 我队的派工单
    /overdue — 已经超时的
    /language — 语言 / Language
    /help — 帮助
    填写时随时可以写：上一步、跳过、取消。
    ");
    world.nothing_left().await;
});

everywhere!(a_home_has_several_people, |mut world: World| async move {
    world.moves_in("赵敏", "3-1201", "tenant").await;
    world.binds("赵敏", "zh-hans").await;
    world.complaint().await;
    world.all_read();
    // The family sees it, and may add to it; so does the tenant.
    world.says("李强", "/cases").await;
    assert_snapshot!(world.reads("李强"), @"
    您的事项（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 已登记，正在安排。
    [水管漏水]
    ");
    world.says("赵敏", "/cases").await;
    assert!(world.reads("赵敏").contains("TS-AJHY-20251010-001"));
    // Somebody of another home does not.
    world.says("陈强", "/cases").await;
    assert_snapshot!(world.reads("陈强"), @"您还没有报过事。哪里要修，直接写一句话就行。");
    world.says("陈强", "/case 1").await;
    assert_snapshot!(world.reads("陈强"), @"这件事不归您处理。");
    world.nothing_left().await;
});

everywhere!(a_language_is_chosen_for_good, |mut world: World| async move {
    world.says(OWNER, "/language").await;
    assert_snapshot!(world.reads(OWNER), @r"
    请选择语言。
    [中文] [English]
    ");
    world.taps(OWNER, "English").await;
    assert_snapshot!(world.reads(OWNER), @"All right, English from now on.");
    assert_snapshot!(world.menu(OWNER), @r"
    /report Report a problem
    /cases My cases and where they stand
    /language Language / 语言
    /help Help
    ");
    world.says(OWNER, "hello").await;
    assert_snapshot!(world.reads(OWNER), @"Hello 李娜. If something needs our help, just write one sentence or send a photo.");
    world.nothing_left().await;
});

both!(groups_authorise_nothing, |db| async move {
    let mut world = World::new(db).await;
    let user = world.people().user(CLERK);
    world.messenger.add_group(-77, "业主群", user);
    world.messenger.says_in(user, -77, "3-1201 厨房漏水").expect("it can be said");
    world.messenger.says_in(user, -77, "/desk").expect("it can be said");
    world.settle().await;
    assert_eq!(world.reads(CLERK), "");
    assert!(world.messenger.messages_in(-77).iter().all(|message| !message.from_bot));
    assert_eq!(records(&world).await, 0);
    world.nothing_left().await;
});

everywhere!(whoever_clears_his_chat_finds_it_all_again, |mut world: World| async move {
    world.complaint().await;
    world.taps(CLERK, "派工").await;
    let (cards, desk) = (world.rows("cards").await, world.phone(CLERK).showing("待派工"));
    world.phone(CLERK).skip();
    world.says(CLERK, "/start").await;
    let read = world.reads(CLERK);
    assert!(read.contains(&desk), "{read}");
    assert!(read.contains("我们接着说「派工」"), "{read}");
    assert_eq!(world.rows("cards").await, cards);
    // The old copy still answers, and does nothing twice.
    world.taps(CLERK, "派工").await;
    assert_eq!(world.rows("drafts").await, 1);
    world.nothing_left().await;
});
