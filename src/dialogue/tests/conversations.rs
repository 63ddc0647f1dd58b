//! Whole conversations, as a person sees them: `>` is what he says or presses,
//! the indented lines are what he reads.

use super::scene::{Scene, now};
use crate::dialogue::facts::Choice;
use crate::dialogue::input::{End, Input};
use crate::domain::ids::AttachmentId;
use crate::script::names::{NamedFact, NamedLimit, OptionSource};
use crate::talk::answer::Answer;
use crate::talk::inbound::Lang;
use chrono::TimeDelta;
use insta::assert_snapshot;

fn choice(value: &str) -> Answer {
    Answer::Choice(value.to_owned())
}

fn leak() -> Scene {
    Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("water_leak"))])
}

/// A leak at the summary: place said, no photos, any time.
fn leak_at_summary() -> Scene {
    let mut scene = leak().begin();
    scene.presses("厨房").presses("跳过").presses("随时都行").transcript();
    scene
}

#[test]
fn a_complaint_from_the_first_question_to_the_end() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.presses("5栋1单元102").presses("水管、下水、漏水").says("主卧飘窗左边");
    scene.sends_photos([1, 2], false).sends_photos([3], true).presses("完成").presses("周末");
    assert_snapshot!(scene.transcript(), @r"
      # 报修与投诉
      (1/3)请问是哪一套房?
      [3栋2单元501] [5栋1单元102]
      [取消]
    > [5栋1单元102]
      (2/3)这件事属于哪一类?
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [取消]
    > [水管、下水、漏水]
      (3/5)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [取消]
    > 主卧飘窗左边
      (4/5)方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
      [上一步] [跳过] [取消]
    > <2 photos>
    > <1 photos>
      收到,一共 3 张照片。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    > [完成]
      (5/5)什么时候您家里有人,方便师傅上门?点一个,或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [取消]
    > [周末]
      # 报修与投诉
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:5栋1单元102
      类别:水管、下水、漏水
      位置:主卧飘窗左边
      照片:3 张
      方便时间:周末
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [取消]
    ");
    scene.presses("提交");
    assert_snapshot!(scene.transcript(), @r"
    > [提交]
    (finished)
    ");
    assert_eq!(scene.end, End::Finished);
    assert_eq!(scene.answer("photos"), Some(&Answer::Photos(vec![AttachmentId(1), AttachmentId(2), AttachmentId(3)])));
}

#[test]
fn what_is_known_is_not_asked() {
    let mut scene = leak();
    scene.facts.named.insert(NamedFact::PhotosGiven);
    scene.facts.about = Some("3栋2单元501".to_owned());
    let mut scene = scene.begin();
    scene.presses("厨房").presses("跳过");
    assert_snapshot!(scene.transcript(), @r"
      # 报修与投诉 · 3栋2单元501
      具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [取消]
    > [厨房]
      什么时候您家里有人,方便师傅上门?点一个,或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [取消]
    > [跳过]
      # 报修与投诉 · 3栋2单元501
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:水管、下水、漏水
      位置:厨房
      方便时间:没有填
      [提交]
      [改房屋] [改类别]
      [改位置] [改方便时间]
      [取消]
    ");
}

#[test]
fn what_is_no_repair_needs_no_place_and_no_visit() {
    let mut scene = Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("charges"))]).begin();
    scene.says("没有");
    assert_snapshot!(scene.transcript(), @r"
      # 报修与投诉
      方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
      [跳过] [取消]
    > 没有
      # 报修与投诉
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:收费
      照片:没有填
      [提交]
      [改房屋] [改类别]
      [改照片]
      [取消]
    ");
}

#[test]
fn in_english() {
    let mut scene = leak();
    scene.lang = Lang::En;
    let mut scene = scene.begin();
    scene
        .says("help")
        .says("under the sink")
        .says("skip")
        .says("back")
        .says("none")
        .says("Weekend mornings")
        .says("confirm");
    assert_snapshot!(scene.transcript(), @r"
      # Your report
      (1/3) Where exactly? Press one, or write it, such as “left of the bedroom window”.
      [Kitchen] [Bathroom]
      [Living room] [Bedroom]
      [Balcony] [Whole home]
      [Roof] [Common areas]
      [Cancel]
    > help
      Just type your answer here. Where there are buttons, one tap is enough.
      At any time you can write: back, skip, cancel.
      (1/3) Where exactly? Press one, or write it, such as “left of the bedroom window”.
      [Kitchen] [Bathroom]
      [Living room] [Bedroom]
      [Balcony] [Whole home]
      [Roof] [Common areas]
      [Cancel]
    > under the sink
      (2/3) A few photos would help us to understand. If you have none, press Skip.
      [Back] [Skip] [Cancel]
    > skip
      (3/3) When is somebody at home for a visit? Press one, or write it.
      [Any time]
      [Weekday daytime]
      [Weekday evening]
      [Weekend]
      [Call me first]
      [Back] [Skip] [Cancel]
    > back
      (2/3) A few photos would help us to understand. If you have none, press Skip.
      [Back] [Skip] [Cancel]
    > none
      (3/3) When is somebody at home for a visit? Press one, or write it.
      [Any time]
      [Weekday daytime]
      [Weekday evening]
      [Weekend]
      [Call me first]
      [Back] [Skip] [Cancel]
    > Weekend mornings
      # Your report
      You reported: 厨房水管漏水
      Please have a look. Submit it, or change what is not right.
      home: 3栋2单元501
      category: Water, pipes, leaks
      place: under the sink
      photos: not given
      when at home: Weekend mornings
      [Submit]
      [Change home] [Change category]
      [Change place] [Change photos]
      [Change when at home]
      [Cancel]
    > confirm
    (finished)
    ");
    assert_eq!(scene.end, End::Finished);
}

#[test]
fn back_goes_where_one_came_from() {
    let mut scene = leak().begin();
    scene.presses("厨房").transcript();
    scene.presses("上一步").presses("不改了").says("返回").says("阳台").transcript();
    scene.says("上一步").says("上一步").says("上一步");
    assert_snapshot!(scene.transcript(), @r"
    > 上一步
      (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      现在填的是:阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [取消]
    > 上一步
      这已经是第一个问题了。
      (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      现在填的是:阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [取消]
    > 上一步
      这已经是第一个问题了。
      (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      现在填的是:阳台
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [不改了] [取消]
    ");
}

#[test]
fn what_is_needed_cannot_be_skipped() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says("跳过");
    assert_snapshot!(scene.transcript(), @r"
    > 跳过
      这一项需要您填一下,不能跳过。
      (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [取消]
    ");
}

#[test]
fn cancel_in_words_and_by_button() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says("取消");
    assert_snapshot!(scene.transcript(), @r"
    > 取消
      好的,这件事先撤回了。以后需要,随时跟我说一声。
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
      好的,已取消。
    (cancelled)
    ");
}

#[test]
fn every_answer_can_be_changed_on_the_summary() {
    let mut scene = leak_at_summary();
    scene.presses("改位置").says("卫生间地漏旁边");
    assert_snapshot!(scene.transcript(), @r"
    > [改位置]
      具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      现在填的是:厨房
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [不改了] [取消]
    > 卫生间地漏旁边
      # 报修与投诉
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:水管、下水、漏水
      位置:卫生间地漏旁边
      照片:没有填
      方便时间:随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [取消]
    ");
    assert_eq!(scene.changed, ["place"]);
    scene.presses("改照片").sends_photos([5], true).transcript();
    scene.presses("完成").presses("改方便时间").presses("上一步").transcript();
    scene.presses("改类别").presses("收费");
    assert_snapshot!(scene.transcript(), @r"
    > [改类别]
      这件事属于哪一类?
      现在填的是:水管、下水、漏水
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [不改了] [取消]
    > [收费]
      # 报修与投诉
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:收费
      照片:1 张
      [提交]
      [改房屋] [改类别]
      [改照片]
      [取消]
    ");
    scene.presses("改类别").presses("不改了").presses("提交");
    assert_eq!(scene.end, End::Finished);
}

/// A new category may bring questions that were not asked before.
#[test]
fn a_change_may_open_further_questions() {
    let mut scene = Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("charges"))]).begin();
    scene.presses("跳过").transcript();
    scene.presses("改类别").presses("门窗");
    assert_snapshot!(scene.transcript(), @r"
    > [改类别]
      这件事属于哪一类?
      现在填的是:收费
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [不改了] [取消]
    > [门窗]
      (3/4)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [取消]
    ");
    scene.says("入户门").presses("周末");
    assert!(scene.transcript().contains("位置:入户门"));
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
    已改好,房屋:3栋2单元501
    (3/5)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [取消]
    已改好,类别:电路、插座、灯
    (3/5)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [取消]
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
    内容刚才有变动,请再看一眼。
    您反映的是:厨房水管漏水
    请看一眼,没问题就提交;要改哪一项,点哪一项。
    房屋:3栋2单元501
    类别:水管、下水、漏水
    位置:阳台
    照片:没有填
    方便时间:随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [取消]
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
    assert_snapshot!(scene.transcript(), @r"
    那个问题已经不用回答了,请看现在这个。
    方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [跳过] [取消]
    ");
    scene
        .press_data("m:7:place:skip")
        .press_data("m:7:nowhere:back")
        .press_data("m:7:photos:fly")
        .press_data("a:7:photos:1");
    assert_snapshot!(scene.transcript(), @r"
    方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [跳过] [取消]
    方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [跳过] [取消]
    方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [跳过] [取消]
    这一项已经不能选了,请点下面的按钮。
    方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [跳过] [取消]
    ");
}

#[test]
fn words_beside_the_question_are_kept() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.transcript();
    scene.says("水漏得很大,快点").says("5栋");
    assert_snapshot!(scene.transcript(), @r"
    > 水漏得很大,快点
      没对上选项,您的话我先记下。这一题请点下面的按钮。
      (1/3)请问是哪一套房?
      [3栋2单元501] [5栋1单元102]
      [取消]
    > 5栋
      (2/3)这件事属于哪一类?
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [取消]
    ");
    assert_eq!(scene.beside.words, ["水漏得很大,快点"]);
    scene.says("门锁坏了").says("入户门").says("锁芯转不动");
    assert_eq!(scene.beside.words, ["水漏得很大,快点", "锁芯转不动"]);
    assert_eq!(scene.answer("category"), Some(&choice("doors_windows")));
}

#[test]
fn several_options_that_match_are_narrowed() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.transcript();
    scene.says("单元");
    assert_snapshot!(scene.transcript(), @r"
    > 单元
      有几项符合,请选一个。
      (1/3)请问是哪一套房?
      [3栋2单元501] [5栋1单元102]
      [取消]
    ");
    scene.facts.options.insert(OptionSource::Homes, Vec::new());
    scene.says("单元");
    assert_snapshot!(scene.transcript(), @r"
    > 单元
      没对上选项,您的话我先记下。这一题请点下面的按钮。
      (1/3)请问是哪一套房?
      现在没有可选的内容,请稍后再试,或点「取消」。
      [取消]
    ");
}

/// The clerk's words look homes up, also by the owner's name.
#[test]
fn a_home_is_found_by_what_is_written() {
    let homes = |found: &[(i64, &str)]| found.iter().map(|(id, label)| Choice::new(id, *label)).collect();
    let mut scene = Scene::open("clerk/register_call");
    scene.facts.options.insert(OptionSource::Homes, Vec::new());
    let mut scene = scene.begin();
    scene.says("李雷");
    scene.facts.options.insert(OptionSource::Homes, homes(&[(11, "和园 3栋2单元501"), (12, "和园 5栋1单元102")]));
    scene.says("李梅").says("11").presses("和园 5栋1单元102");
    assert_snapshot!(scene.transcript(), @r"
      # 登记来电来访
      (1/4)是哪一套房?写楼号房号或业主姓名来查找,例如「3栋2单元501」。
      [取消]
    > 李雷
      没有找到,请换个写法,例如楼号加房号。
      (1/4)是哪一套房?写楼号房号或业主姓名来查找,例如「3栋2单元501」。
      [取消]
    > 李梅
      找到这些,请选一个;不对就换个写法再找。
      (1/4)是哪一套房?写楼号房号或业主姓名来查找,例如「3栋2单元501」。
      [和园 3栋2单元501]
      [和园 5栋1单元102]
      [取消]
    > 11
      找到这些,请选一个;不对就换个写法再找。
      (1/4)是哪一套房?写楼号房号或业主姓名来查找,例如「3栋2单元501」。
      [和园 3栋2单元501]
      [和园 5栋1单元102]
      [取消]
    > [和园 5栋1单元102]
      (2/4)业主怎么说的?请照原话记下来。
      [上一步] [取消]
    ");
    assert_eq!(scene.answer("home"), Some(&choice("12")));
    assert!(scene.beside.is_empty());
}

#[test]
fn photos_come_quietly_and_are_counted_once() {
    let mut scene = leak().begin();
    scene.presses("厨房").transcript();
    scene.sends_photos([1, 2], false).sends_photos([2, 3], false);
    assert_snapshot!(scene.transcript(), @r"
    > <2 photos>
    > <2 photos>
    ");
    scene.sends_photos([], true).says("这是水槽下面").presses("清空重发").sends_photos([4], true).says("发完了");
    assert_snapshot!(scene.transcript(), @r"
    > <0 photos>
      收到,一共 3 张照片。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    > 这是水槽下面
      您的话记下了。照片请直接发过来。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    > [清空重发]
      已清空,请重新发。
      (2/3)方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
      [上一步] [跳过] [取消]
    > <1 photos>
      收到,一共 1 张照片。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    > 发完了
      (3/3)什么时候您家里有人,方便师傅上门?点一个,或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [取消]
    ");
    assert_eq!(scene.answer("photos"), Some(&Answer::Photos(vec![AttachmentId(4)])));
    assert_eq!(scene.beside.words, ["这是水槽下面"]);
}

/// The caller keeps each photo with the case at once and says so from the next
/// one on; the question for photos stays open all the same.
#[test]
fn photos_that_become_a_fact_while_they_come() {
    let mut scene = leak().begin();
    scene.presses("厨房").sends_photos([1], false).transcript();
    scene.facts.named.insert(NamedFact::PhotosGiven);
    scene.sends_photos([2], true);
    assert_snapshot!(scene.transcript(), @r"
    > <1 photos>
      收到,一共 2 张照片。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    ");
    scene.presses("完成").presses("周末");
    assert!(scene.transcript().contains("照片:2 张"));
}

#[test]
fn photos_at_another_question_find_their_place() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.sends_photos([1], true).presses("厨房");
    assert_snapshot!(scene.transcript(), @r"
    > <1 photos>
      收到,一共 1 张照片。
      具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [取消]
    > [厨房]
      什么时候您家里有人,方便师傅上门?点一个,或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [取消]
    ");
    scene.presses("随时都行").sends_photos([2], true);
    assert!(scene.transcript().contains("照片:2 张"));

    let mut scene = Scene::open("leader/return_order").begin();
    scene.transcript();
    scene.sends_photos([9], true);
    assert_snapshot!(scene.transcript(), @r"
    > <1 photos>
      照片收到了,会和这件事放在一起。
      为什么做不了?点一个,或者写下来。
      [不是我们的工种]
      [该由施工单位处理]
      [没有材料或设备]
      [人手不够]
      [内容不清楚]
      [取消]
    ");
    assert_eq!(scene.beside.attachments, [AttachmentId(9)]);
}

#[test]
fn more_photos_than_the_step_takes_are_kept_beside() {
    let mut scene = Scene::open("owner/refuse_work").begin();
    scene.says("还在漏").transcript();
    scene.sends_photos([1, 2, 3, 4, 5, 6], false).sends_photos([7, 8, 9, 10, 11, 12], true);
    assert_eq!(scene.beside.attachments, [AttachmentId(11), AttachmentId(12)]);
    assert_eq!(scene.end, End::Finished);
}

#[test]
fn too_few_photos_need_a_reason() {
    let mut scene = Scene::open("leader/complete_order");
    scene.facts.limits.insert(NamedLimit::CompletionPhotos, 2);
    let mut scene = scene.begin();
    scene.presses("跳过").sends_photos([1], true).presses("完成").presses("光线太暗拍不清").says("没有");
    assert_snapshot!(scene.transcript(), @r"
      # 报完工
      (1/4)请发维修前的照片,发完点「完成」。没有点「跳过」。
      [跳过] [取消]
    > [跳过]
      (2/4)请发维修后的照片,发完点「完成」。
      [上一步] [跳过] [取消]
    > <1 photos>
      收到,一共 1 张照片。
      还有就接着发,发完点「完成」。
      [完成] [清空重发]
      [上一步] [取消]
    > [完成]
      (3/4)照片不够,请说明原因。点一个,或者写下来。
      [业主不让拍] [光线太暗拍不清]
      [手机当时不能用] [隐蔽部位拍不到]
      [上一步] [取消]
    > [光线太暗拍不清]
      (4/4)还有什么要交代的吗?没有点「跳过」。
      [上一步] [跳过] [取消]
    > 没有
      # 报完工
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      维修前照片:没有填
      维修后照片:1 张
      缺照片的原因:光线太暗拍不清
      说明:没有填
      [提交]
      [改维修前照片] [改维修后照片]
      [改缺照片的原因] [改说明]
      [取消]
    ");

    let mut scene = Scene::open("leader/complete_order");
    scene.facts.limits.insert(NamedLimit::CompletionPhotos, 2);
    scene.facts.named.insert(NamedFact::BeforeGiven);
    let mut scene = scene.begin();
    scene.sends_photos([1, 2], true).presses("完成").presses("跳过");
    assert!(!scene.transcript().contains("缺照片"));
}

#[test]
fn one_question_finishes_at_once() {
    let mut scene = Scene::open("manager/refuse_approval");
    scene.facts.about = Some("GD-HY-A-20251010-001".to_owned());
    let mut scene = scene.begin();
    scene.presses("费用偏高");
    assert_snapshot!(scene.transcript(), @r"
      # 驳回 · GD-HY-A-20251010-001
      驳回的理由是?点一个,或者写下来。
      [费用偏高] [没有必要做]
      [不该由公司承担] [派工类别不对]
      [取消]
    > [费用偏高]
    (finished)
    ");
    assert_eq!(scene.answer("reason"), Some(&Answer::Text("费用偏高".to_owned())));
}

#[test]
fn amounts_are_asked_until_they_are_amounts() {
    let mut scene = Scene::open("clerk/dispatch");
    scene.facts.args = scene.facts.args.clone().text("reason", "竣工验收 2024-05-01,水管保修两年,还在保修期内。");
    scene.facts.suggested.insert("class".to_owned(), choice("A"));
    let mut scene = scene.begin();
    scene.presses("A 类:保修期内(建议)").presses("维修二队").presses("单工种");
    scene.says("大概一千").says("1e9").says("99999999999").says("¥1,200.50").presses("跳过");
    assert_snapshot!(scene.transcript(), @r"
      # 派工
      (1/5)按哪一类派工?竣工验收 2024-05-01,水管保修两年,还在保修期内。
      [A 类:保修期内(建议)]
      [B 类:保修期外,公司承担]
      [取消]
    > [A 类:保修期内(建议)]
      (2/5)派给哪个维修队?
      [维修一队] [维修二队]
      [上一步] [取消]
    > [维修二队]
      (3/5)单工种还是多工种?
      [单工种] [多工种]
      [上一步] [取消]
    > [单工种]
      (4/5)预计费用多少元?
      [上一步] [取消]
    > 大概一千
      没看懂金额,请写数字,例如 800、1,200.50 或 1.2万。
      (4/5)预计费用多少元?
      [上一步] [取消]
    > 1e9
      没看懂金额,请写数字,例如 800、1,200.50 或 1.2万。
      (4/5)预计费用多少元?
      [上一步] [取消]
    > 99999999999
      金额不能超过 100,000,000.00 元。
      (4/5)预计费用多少元?
      [上一步] [取消]
    > ¥1,200.50
      (5/5)要做什么?写给维修队看。点「跳过」就用业主的原话。
      [上一步] [跳过] [取消]
    > [跳过]
      # 派工
      请核对后派工。
      派工类别:A 类:保修期内
      维修队:维修二队
      工种:单工种
      预计费用:1,200.50 元
      维修内容:没有填
      [提交]
      [改派工类别] [改维修队]
      [改工种] [改预计费用]
      [改维修内容]
      [取消]
    ");
    assert_eq!(scene.answer("estimate"), Some(&Answer::Amount(120_050)));
}

#[test]
fn times_by_button_and_in_words() {
    let mut scene = Scene::open("owner/propose_visit");
    let slot = now() + TimeDelta::hours(20);
    scene.facts.options.insert(OptionSource::Slots, vec![Choice::slot(slot, "周六 10:00")]);
    let mut scene = scene.begin();
    scene.says("昨天").says("10月9日 10:00").says("周日").says("周日下午两点半");
    assert_snapshot!(scene.transcript(), @r"
      # 换个上门时间
      您希望师傅什么时候上门?点一个,或者直接写,例如「周六上午10点」。
      [周六 10:00]
      [取消]
    > 昨天
      没看懂这个时间。可以写「明天下午3点」「周六上午」或「10月12日 14:00」。
      您希望师傅什么时候上门?点一个,或者直接写,例如「周六上午10点」。
      [周六 10:00]
      [取消]
    > 10月9日 10:00
      这个时间已经过了,请写一个以后的时间。
      您希望师傅什么时候上门?点一个,或者直接写,例如「周六上午10点」。
      [周六 10:00]
      [取消]
    > 周日
      日期有了,还差几点,请一起写,例如「周六上午10点」。
      您希望师傅什么时候上门?点一个,或者直接写,例如「周六上午10点」。
      [周六 10:00]
      [取消]
    > 周日下午两点半
    (finished)
    ");
    let mut again = Scene::open("owner/propose_visit");
    again.facts = scene.facts.clone();
    let mut again = again.begin();
    let button = again.button("周六 10:00");
    again.presses("周六 10:00");
    assert_eq!(again.answer("when"), Some(&Answer::When(slot)));

    let mut late = Scene::open("owner/propose_visit");
    late.facts = scene.facts.clone();
    late.facts.now = slot;
    let mut late = late.begin();
    late.transcript();
    late.press_data(&button);
    assert!(late.transcript().contains("这个时间已经过了"));
}

#[test]
fn voice_and_places_on_the_map() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.input(Input::Voice(AttachmentId(5)));
    assert_snapshot!(scene.transcript(), @r"
    语音我会转给同事,不过我自己听不懂,麻烦您打字或点按钮。
    (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [取消]
    ");
    assert_eq!(scene.beside.attachments, [AttachmentId(5)]);
    scene.input(Input::Location { label: None, latitude: "31.2".into(), longitude: "121.5".into() });
    assert_eq!(scene.answer("place"), Some(&Answer::Text("31.2, 121.5".to_owned())));
}

#[test]
fn an_edited_message_replaces_its_answer() {
    let mut scene = leak().begin();
    scene.says("厨房水槽").transcript();
    scene.input(Input::Edited { field: "place".into(), text: "厨房水槽下面".into() });
    assert_snapshot!(scene.transcript(), @r"
    已改好,位置:厨房水槽下面
    (2/3)方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [取消]
    ");
    assert_eq!(scene.changed, ["place"]);
}

#[test]
fn coming_back_to_a_dialogue() {
    let mut scene = leak().begin();
    scene.says("厨房").transcript();
    scene.facts.about = Some("3栋2单元501".to_owned());
    scene.input(Input::Resume);
    assert_snapshot!(scene.transcript(), @r"
    # 报修与投诉 · 3栋2单元501
    我们接着说「报修与投诉」。
    (2/3)方便的话发几张照片,我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [取消]
    ");
    let mut scene = leak_at_summary();
    scene.input(Input::Resume);
    assert_snapshot!(scene.transcript(), @r"
    # 报修与投诉
    我们接着说「报修与投诉」。
    您反映的是:厨房水管漏水
    请看一眼,没问题就提交;要改哪一项,点哪一项。
    房屋:3栋2单元501
    类别:水管、下水、漏水
    位置:厨房
    照片:没有填
    方便时间:随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [取消]
    ");
}

#[test]
fn help_at_every_kind_of_question() {
    let mut scene = Scene::open("leader/complete_order").begin();
    scene.transcript();
    scene.says("帮助");
    assert_snapshot!(scene.transcript(), @r"
    > 帮助
      把照片直接发到这里,可以一次发几张,发完点「完成」。
      随时可以写:上一步、跳过、取消。
      (1/3)请发维修前的照片,发完点「完成」。没有点「跳过」。
      [跳过] [取消]
    ");
    let mut scene = leak_at_summary();
    scene.says("帮助").says("厨房也漏了");
    assert_snapshot!(scene.transcript(), @r"
    > 帮助
      # 报修与投诉
      没问题就点「提交」,要改哪一项就点哪一项。
      随时可以写:上一步、跳过、取消。
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:水管、下水、漏水
      位置:厨房
      照片:没有填
      方便时间:随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [取消]
    > 厨房也漏了
      # 报修与投诉
      您的话记下了。没问题就点「提交」,要改哪一项就点哪一项。
      您反映的是:厨房水管漏水
      请看一眼,没问题就提交;要改哪一项,点哪一项。
      房屋:3栋2单元501
      类别:水管、下水、漏水
      位置:厨房
      照片:没有填
      方便时间:随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [取消]
    ");
    assert_eq!(scene.beside.words, ["厨房也漏了"]);
}

#[test]
fn words_that_are_too_many_or_none() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says(&"长".repeat(101));
    assert!(scene.transcript().contains("有点长了(101 字),请控制在 100 字以内。"));
    scene.input(Input::Text("\u{202E}\u{200B} ".to_owned()));
    assert_snapshot!(scene.transcript(), @r"
    没有看到内容,请写几个字。
    (1/3)具体在什么位置?点一个,或者直接写,例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [取消]
    ");
}
