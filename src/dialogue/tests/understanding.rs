//! What is written instead of pressed: options, amounts, times, other things.

use super::scene::{Scene, choice, leak, now};
use crate::dialogue::facts::Choice;
use crate::dialogue::input::Input;
use crate::domain::ids::AttachmentId;
use crate::script::names::OptionSource;
use crate::talk::answer::Answer;
use chrono::TimeDelta;
use insta::assert_snapshot;

#[test]
fn words_beside_the_question_are_kept() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.transcript();
    scene.says("水漏得很大，快点").says("5栋");
    assert_snapshot!(scene.transcript(), @r"
    > 水漏得很大，快点
      没对上选项，您的话我先记下。这一题请从下面选一个。
      （1/3）请问是哪一套房？
      [3栋2单元501] [5栋1单元102]
      [帮助] [取消]
    > 5栋
      （2/3）这件事属于哪一类？
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [帮助] [取消]
    ");
    assert_eq!(scene.beside.words, ["水漏得很大，快点"]);
    scene.says("门锁坏了").says("入户门").says("锁芯转不动");
    assert_eq!(scene.beside.words, ["水漏得很大，快点", "锁芯转不动"]);
    assert_eq!(scene.answer("category"), Some(&choice("doors_windows")));
}

#[test]
fn words_that_are_too_many_or_none() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.says(&"长".repeat(101));
    assert!(scene.transcript().contains("有点长了（101 字），请控制在 100 字以内。"));
    scene.input(Input::Text("\u{202E}\u{200B} ".to_owned()));
    assert_snapshot!(scene.transcript(), @r"
    没有看到内容，请写几个字。
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
}

#[test]
fn several_options_that_match_are_narrowed() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.transcript();
    scene.says("单元");
    assert_snapshot!(scene.transcript(), @r"
    > 单元
      有几项符合，请选一个。
      （1/3）请问是哪一套房？
      [3栋2单元501] [5栋1单元102]
      [帮助] [取消]
    ");
    scene.facts.options.insert(OptionSource::Homes, Vec::new());
    scene.says("单元");
    assert_snapshot!(scene.transcript(), @r"
    > 单元
      没对上选项，您的话我先记下。这一题请从下面选一个。
      （1/3）请问是哪一套房？
      现在没有可选的内容，请稍后再试，或点「取消」。
      [帮助] [取消]
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
      （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
      [帮助] [取消]
    > 李雷
      没有找到，请换个写法，例如楼号加房号。
      （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
      [帮助] [取消]
    > 李梅
      找到这些，请选一个；不对就换个写法再找。
      （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
      [和园 3栋2单元501]
      [和园 5栋1单元102]
      [帮助] [取消]
    > 11
      找到这些，请选一个；不对就换个写法再找。
      （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
      [和园 3栋2单元501]
      [和园 5栋1单元102]
      [帮助] [取消]
    > [和园 5栋1单元102]
      （2/4）业主怎么说的？请照原话记下来。
      [上一步] [帮助] [取消]
    ");
    assert_eq!(scene.answer("home"), Some(&choice("12")));
    assert!(scene.beside.is_empty());
}

#[test]
fn amounts_are_asked_until_they_are_amounts() {
    let mut scene = Scene::open("clerk/dispatch");
    scene.facts.args = scene.facts.args.clone().text("reason", "竣工验收 2024-05-01，水管保修两年，还在保修期内。");
    scene.facts.suggested.insert("class".to_owned(), choice("A"));
    let mut scene = scene.begin();
    scene.presses("A 类：保修期内（建议）").presses("维修二队").presses("单工种");
    scene.says("大概几千").says("1e9").says("99999999999").says("¥1,200.50").says("更换角阀");
    assert_snapshot!(scene.transcript(), @"
      # 派工
      （1/4）按哪一类派工？竣工验收 2024-05-01，水管保修两年，还在保修期内。
      [A 类：保修期内（建议）]
      [B 类：保修期外，公司承担]
      [帮助] [取消]
    > [A 类：保修期内（建议）]
      （2/4）派给哪个维修队？
      [维修一队] [维修二队]
      [上一步] [帮助] [取消]
    > [维修二队]
      （3/4）单工种还是多工种？
      [单工种] [多工种]
      [上一步] [帮助] [取消]
    > [单工种]
      （4/4）预计费用多少元？
      [上一步] [帮助] [取消]
    > 大概几千
      没看懂金额，请写数字，例如 800、1,200.50 或 1.2万。
      （4/4）预计费用多少元？
      [上一步] [帮助] [取消]
    > 1e9
      没看懂金额，请写数字，例如 800、1,200.50 或 1.2万。
      （4/4）预计费用多少元？
      [上一步] [帮助] [取消]
    > 99999999999
      金额不能超过 100,000,000.00 元。
      （4/4）预计费用多少元？
      [上一步] [帮助] [取消]
    > ¥1,200.50
      # 派工
      请核对后派工。
      派工类别：A 类：保修期内
      维修队：维修二队
      工种：单工种
      预计费用：1,200.50 元
      [提交]
      [改派工类别] [改维修队]
      [改工种] [改预计费用]
      [加维修内容]
      [帮助] [取消]
    > 更换角阀
      # 派工
      已改好，维修内容：更换角阀
      请核对后派工。
      派工类别：A 类：保修期内
      维修队：维修二队
      工种：单工种
      预计费用：1,200.50 元
      维修内容：更换角阀
      [提交]
      [改派工类别] [改维修队]
      [改工种] [改预计费用]
      [改维修内容]
      [帮助] [取消]
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
      您希望师傅什么时候上门？点一个，或者直接写，例如「周六上午10点」。
      [周六 10:00]
      [帮助] [取消]
    > 昨天
      这个时间已经过了，请写一个以后的时间。
      您希望师傅什么时候上门？点一个，或者直接写，例如「周六上午10点」。
      [周六 10:00]
      [帮助] [取消]
    > 10月9日 10:00
      这个时间已经过了，请写一个以后的时间。
      您希望师傅什么时候上门？点一个，或者直接写，例如「周六上午10点」。
      [周六 10:00]
      [帮助] [取消]
    > 周日
      日期有了，还差几点，请一起写，例如「周六上午10点」。
      您希望师傅什么时候上门？点一个，或者直接写，例如「周六上午10点」。
      [周六 10:00]
      [帮助] [取消]
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
    语音我会转给同事，不过我自己听不懂，麻烦您打字或点按钮。
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    assert_eq!(scene.beside.attachments, [AttachmentId(5)]);
    scene.input(Input::Location { label: None, latitude: "31.2".into(), longitude: "121.5".into() });
    assert_eq!(scene.answer("place"), Some(&Answer::Text("31.2, 121.5".to_owned())));
}
