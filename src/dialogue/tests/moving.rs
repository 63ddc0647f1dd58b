//! Back, skip, cancel, change, and buttons of messages long past.

use super::scene::{Scene, choice, leak, leak_at_summary};
use crate::dialogue::input::{End, Input};
use insta::assert_snapshot;

#[test]
fn back_goes_where_one_came_from() {
    let mut scene = leak().begin();
    scene.presses("厨房").transcript();
    scene.presses("上一步").presses("不改了").says("返回").says("阳台").transcript();
    scene.says("上一步").says("上一步").says("上一步");
    assert_snapshot!(scene.transcript(), @r"
    > 上一步
      （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      现在填的是：阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [帮助] [取消]
    > 上一步
      这已经是第一个问题了。
      （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      现在填的是：阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [帮助] [取消]
    > 上一步
      这已经是第一个问题了。
      （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      现在填的是：阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [帮助] [取消]
    ");
}

#[test]
fn what_is_needed_cannot_be_skipped() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says("跳过");
    assert_snapshot!(scene.transcript(), @r"
    > 跳过
      这一项需要您填一下，不能跳过。
      （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [帮助] [取消]
    ");
}

#[test]
fn cancel_in_words_and_by_button() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says("取消");
    assert_snapshot!(scene.transcript(), @r"
    > 取消
      好的，这件事先撤回了。以后需要，随时跟我说一声。
    (cancelled)
    ");
    assert_eq!(scene.end, End::Cancelled);

    let mut scene = leak_at_summary();
    scene.presses("取消");
    assert_eq!(scene.end, End::Cancelled);
    let mut scene = Scene::open("leader/return_order").begin();
    scene.transcript();
    scene.says("/cancel");
    assert_snapshot!(scene.transcript(), @r"
    > /cancel
      好的，已取消。
    (cancelled)
    ");
}

/// Where an answered question keeps its buttons, its cancel is long past.
#[test]
fn an_old_cancel_cancels_nothing() {
    let mut scene = leak().begin();
    let old = scene.button("取消");
    scene.says("厨房").transcript();
    scene.press_data(&old);
    assert_eq!(scene.end, End::Open);
    assert!(scene.transcript().contains("（2/3）"), "the open question is asked again");
    scene.presses("取消");
    assert_eq!(scene.end, End::Cancelled);
}

#[test]
fn every_answer_can_be_changed_on_the_summary() {
    let mut scene = leak_at_summary();
    scene.presses("改位置").says("卫生间地漏旁边");
    assert_snapshot!(scene.transcript(), @r"
    > [改位置]
      具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      现在填的是：厨房
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [不改了] [帮助] [取消]
    > 卫生间地漏旁边
      # 报修与投诉
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：3栋2单元501
      类别：水管、下水、漏水
      位置：卫生间地漏旁边
      照片：没有填
      方便时间：随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [帮助] [取消]
    ");
    assert_eq!(scene.changed, ["place"]);
    scene.presses("改照片").sends_photos([5], true).transcript();
    scene.presses("完成").presses("改方便时间").presses("上一步").transcript();
    scene.presses("改类别").presses("收费");
    assert_snapshot!(scene.transcript(), @r"
    > [改类别]
      这件事属于哪一类？
      现在填的是：水管、下水、漏水
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [不改了] [帮助] [取消]
    > [收费]
      # 报修与投诉
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：3栋2单元501
      类别：收费
      照片：1 张
      [提交]
      [改房屋] [改类别]
      [改照片]
      [帮助] [取消]
    ");
    scene.presses("改类别").presses("不改了").presses("提交");
    assert_eq!(scene.end, End::Finished);
}

/// A new category may bring questions that were not asked before.
#[test]
fn a_change_may_open_further_questions() {
    let mut scene = Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("charges"))]).begin();
    scene.transcript();
    scene.presses("改类别").presses("门窗");
    assert_snapshot!(scene.transcript(), @"
    > [改类别]
      这件事属于哪一类？
      现在填的是：收费
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [不改了] [帮助] [取消]
    > [门窗]
      （2/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [帮助] [取消]
    ");
    scene.says("入户门").presses("周末");
    assert!(scene.transcript().contains("位置：入户门"));
}

#[test]
fn an_old_button_changes_that_answer_and_returns() {
    let mut scene = Scene::open("owner/complaint").begin();
    let other_home = scene.button("3栋2单元501");
    scene.presses("5栋1单元102");
    let lights = scene.button("电路、插座、灯");
    scene.presses("门窗").transcript();
    scene.press_data(&other_home).press_data(&lights);
    assert_snapshot!(scene.transcript(), @r"
    已改好，房屋：3栋2单元501
    （3/5）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [帮助] [取消]
    已改好，类别：电路、插座、灯
    （3/5）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [帮助] [取消]
    ");
    assert_eq!(scene.answer("home"), Some(&choice("11")));
    assert_eq!(scene.draft.step.as_deref(), Some("place"));
}

#[test]
fn an_old_submit_button_submits_nothing_unseen() {
    let mut scene = leak_at_summary();
    let submit = scene.button("提交");
    scene.presses("改位置").presses("阳台").transcript();
    scene.press_data(&submit);
    assert_eq!(scene.end, End::Open);
    assert_snapshot!(scene.transcript(), @r"
    # 报修与投诉
    内容刚才有变动，请再看一眼。
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：水管、下水、漏水
    位置：阳台
    照片：没有填
    方便时间：随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");

    let submit = scene.button("提交");
    scene.presses("改位置").transcript();
    scene.press_data(&submit);
    assert_eq!(scene.end, End::Finished, "nothing was changed since");
}

#[test]
fn buttons_of_steps_that_no_longer_apply() {
    let mut scene = leak().begin();
    let kitchen = scene.button("厨房");
    scene.draft.answers.insert("category".to_owned(), choice("charges"));
    scene.input(Input::Begin).transcript();
    scene.press_data(&kitchen);
    assert_snapshot!(scene.transcript(), @"
    # 报修与投诉
    那个问题已经不用回答了，请看现在这个。
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：收费
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    ");
    scene
        .press_data("m:7:place:skip")
        .press_data("m:7:nowhere:back")
        .press_data("m:7:photos:fly")
        .press_data("a:7:photos:1");
    assert_snapshot!(scene.transcript(), @"
    # 报修与投诉
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：收费
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    # 报修与投诉
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：收费
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    # 报修与投诉
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：收费
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    # 报修与投诉
    这一项已经不能选了，请从下面选一个。
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：收费
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    ");
}

#[test]
fn an_edited_message_replaces_its_answer() {
    let mut scene = leak().begin();
    scene.says("厨房水槽").transcript();
    scene.input(Input::Edited { field: "place".into(), text: "厨房水槽下面".into() });
    assert_snapshot!(scene.transcript(), @r"
    已改好，位置：厨房水槽下面
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    assert_eq!(scene.changed, ["place"]);
}
