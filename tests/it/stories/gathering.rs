//! Photos: one, an album, many at once, with words before, within and after.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, OWNER, World};
use chrono::TimeDelta;
use insta::assert_snapshot;

everywhere!(a_photo_alone_is_a_complaint, |mut world: World| async move {
    world.phone(OWNER).photo("");
    world.settle().await;
    assert_eq!(world.column("select state from complaints").await, "received");
    assert_eq!(world.rows("attachments where state = 'stored'").await, 1);
    assert_eq!(world.reads(OWNER), "");
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉
    这件事属于哪一类？
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [物业服务]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    world.taps(OWNER, "门窗").await;
    world.taps(OWNER, "卧室").await;
    // Photos are there: they are not asked for.
    assert_snapshot!(world.reads(OWNER), @r"
    位置：卧室
    ---
    （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
    [随时都行] [工作日白天]
    [工作日晚上] [周末]
    [来之前先打电话]
    [上一步] [跳过] [帮助] [取消]
    ");
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "提交").await;
    world.phone(OWNER).skip();
    assert_snapshot!(world.reads(CLERK), @r"
    <1 photo>
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 （只有照片）
    📌 门窗 · 卧室
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    world.nothing_left().await;
});

// Only on Telegram has a photo a caption.
both!(an_album_is_one_answer, |db| async move {
    let mut world = World::new(db).await;
    world.phone(OWNER).album(3, "卧室墙面开裂");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @"
    报修与投诉 · 卧室墙面开裂
    您反映的是：卧室墙面开裂
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：墙面、地面、装修
    位置：卧室
    [提交]
    [改房屋] [改类别]
    [改位置] [加方便时间]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 1);
    assert_eq!(world.rows("attachments").await, 3);
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.photos.len(), 3);
    world.nothing_left().await;
});

everywhere!(twelve_photos_are_one_complaint, |mut world: World| async move {
    // The phone makes two albums of them.
    world.phone(OWNER).album(10, "");
    world.phone(OWNER).album(2, "");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉
    这件事属于哪一类？
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [物业服务]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 1);
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.photos.len(), 12);
    world.nothing_left().await;
});

both!(an_album_split_over_two_polls, |db| async move {
    let mut world = World::new(db).await;
    world.messenger.split_albums(true);
    world.phone(OWNER).album(4, "地砖空鼓");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 地砖空鼓
    具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 1);
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.photos.len(), 4);
    world.nothing_left().await;
});

everywhere!(words_after_photos_are_their_caption, |mut world: World| async move {
    world.phone(OWNER).photo("");
    world.settle().await;
    world.advance(TimeDelta::seconds(1)).await;
    world.says(OWNER, "水龙头一直滴水").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 水龙头一直滴水
    具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 1);
    assert_eq!(world.column("select category from complaints").await, "water_leak");
    // The timer of the gathering has nothing left to say.
    world.advance(TimeDelta::seconds(5)).await;
    assert_eq!(world.reads(OWNER), "");
    world.nothing_left().await;
});

everywhere!(an_emergency_in_a_caption, |mut world: World| async move {
    world.phone(OWNER).photo("");
    world.settle().await;
    world.says(OWNER, "电线冒火花").await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：着火、冒烟
    · 马上离开，不收拾东西
    · 随手关上身后的门
    · 有烟就弯腰低头走，捂住口鼻
    · 不坐电梯
    · 到了安全的地方打 119
    · 出不去：关紧门，堵住门缝，到窗口呼救
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ");
    assert!(world.reads(CLERK).contains("紧急：着火、冒烟 TS-AJHY-20251010-001"));
    world.nothing_left().await;
});

everywhere!(cancelled_while_photos_come, |mut world: World| async move {
    world.phone(OWNER).photo("");
    world.settle().await;
    world.says(OWNER, "取消").await;
    assert_snapshot!(world.reads(OWNER), @"好的，这件事先撤回了。以后需要，随时跟我说一声。");
    assert_eq!(world.column("select state from complaints").await, "withdrawn");
    world.advance(TimeDelta::seconds(5)).await;
    assert_eq!(world.reads(OWNER), "");
    world.nothing_left().await;
});

// Only on Telegram has a photo a caption.
both!(photos_answer_their_question, |db| async move {
    let mut world = World::new(db).await;
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.phone(OWNER).skip();
    world.phone(OWNER).album(2, "水表旁边漏得最厉害");
    world.settle().await;
    assert_eq!(world.reads(OWNER), "");
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    收到，一共 2 张照片。
    还有就接着发，发完点「完成」。
    [完成] [清空重发]
    [上一步] [帮助] [取消]
    ");
    // Text while they come in.
    world.phone(OWNER).photo("");
    world.settle().await;
    world.says(OWNER, "这是总阀").await;
    assert_snapshot!(world.reads(OWNER), @r"
    您的话记下了。照片请直接发过来。
    还有就接着发，发完点「完成」。
    [完成] [清空重发]
    [上一步] [帮助] [取消]
    ");
    world.taps(OWNER, "完成").await;
    world.taps(OWNER, "随时都行").await;
    assert_snapshot!(world.reads(OWNER), @r"
    方便时间：随时都行
    ---
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    水表旁边漏得最厉害
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：厨房
    照片：3 张
    方便时间：随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    // Nothing of it is lost.
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.photos.len(), 3);
    world.phone(OWNER).skip();
    world.says(OWNER, "/case 1").await;
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水…」
    ➡ 已登记，正在安排。
    10月10日 周五 14:10 收到（3 张照片）：水管漏水
    10月10日 周五 14:10 李娜补充：这是总阀
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    [补充情况] [撤回]
    ");
    world.nothing_left().await;
});

both!(a_late_item_joins_silently, |db| async move {
    let mut world = World::new(db).await;
    // The second photo of the album is held up on the way.
    world.messenger.split_albums(true);
    world.phone(OWNER).album(2, "下水管堵了");
    world.one_poll(TimeDelta::seconds(5)).await;
    world.advance(TimeDelta::seconds(3)).await;
    let read = world.reads(OWNER);
    assert_eq!(read.matches("什么位置").count(), 1, "{read}");
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.photos.len(), 2);
    world.nothing_left().await;
});

both!(what_is_no_picture_is_kept_too, |db| async move {
    let mut world = World::new(db).await;
    let user = world.people().user(OWNER);
    world.messenger.sends_voice(user, b"OggS".to_vec(), 4).expect("it can be sent");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    语音我会转给同事，不过我自己听不懂，麻烦您打字或点按钮。
    ---
    报修与投诉
    这件事属于哪一类？
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [物业服务]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    world.messenger.sends_location(user, 30.25, 120.16).expect("it can be sent");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @r"
    没对上选项，您的话我先记下。这一题请从下面选一个。
    这件事属于哪一类？
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [物业服务]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    world
        .messenger
        .sends_document(user, b"%PDF".to_vec(), "检测报告.pdf", "application/pdf", "")
        .expect("it can be sent");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @r"
    照片收到了，会和这件事放在一起。
    这件事属于哪一类？
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [物业服务]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 1);
    world.nothing_left().await;
});

both!(a_photo_of_staff_asks_where_it_belongs, |db| async move {
    let mut world = World::new(db).await;
    let case = world.accepted_order().await;
    world.phone("张伟").photo("现场");
    world.settle().await;
    assert_snapshot!(world.reads("张伟"), @"照片收到了，不过我不知道它属于哪一件事。请在那件事上点「看全部经过」，再点「补充情况」，然后发照片；完工照片请点「报完工」。");
    let order =
        world.phone("张伟").bot_messages().into_iter().find(|one| one.text.contains("工程派工单")).expect("a card");
    world.phone("张伟").replies(order.message_id, "角阀要换，已去买");
    world.settle().await;
    assert_snapshot!(world.reads("张伟"), @"好的，已记到 TS-AJHY-20251010-001。");
    assert_eq!(world.loaded(case).await.photos.len(), 0);
    world.nothing_left().await;
});
