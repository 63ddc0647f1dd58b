//! Whole conversations, as a person sees them: `>` is what he says or presses,
//! the indented lines are what he reads.

use super::scene::{Scene, choice, leak, leak_at_summary};
use crate::dialogue::input::{End, Input};
use crate::domain::ids::AttachmentId;
use crate::script::names::{NamedFact, NamedLimit};
use crate::talk::answer::Answer;
use crate::talk::inbound::Lang;
use insta::assert_snapshot;

#[test]
fn a_complaint_from_the_first_question_to_the_end() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.presses("5栋1单元102").presses("水管、下水、漏水").says("主卧飘窗左边");
    scene.sends_photos([1, 2], false).sends_photos([3], true).presses("完成").presses("周末");
    assert_snapshot!(scene.transcript(), @r"
      # 报修与投诉
      （1/3）请问是哪一套房？
      [3栋2单元501] [5栋1单元102]
      [帮助] [取消]
    > [5栋1单元102]
      （2/3）这件事属于哪一类？
      [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
      [电路、插座、灯] [门窗]
      [墙面、地面、装修] [主体结构]
      [空调、地暖、电梯等设备] [物业服务]
      [收费] [服务态度]
      [销售服务] [其他]
      [上一步] [帮助] [取消]
    > [水管、下水、漏水]
      （3/5）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [上一步] [帮助] [取消]
    > 主卧飘窗左边
      （4/5）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
      [上一步] [跳过] [帮助] [取消]
    > <2 photos>
    > <1 photos>
      收到，一共 3 张照片。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    > [完成]
      （5/5）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [帮助] [取消]
    > [周末]
      # 报修与投诉
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：5栋1单元102
      类别：水管、下水、漏水
      位置：主卧飘窗左边
      照片：3 张
      方便时间：周末
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [帮助] [取消]
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
      具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
      [厨房] [卫生间]
      [客厅] [卧室]
      [阳台] [全屋]
      [屋顶] [楼道、公共部位]
      [帮助] [取消]
    > [厨房]
      什么时候您家里有人，方便师傅上门？点一个，或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [帮助] [取消]
    > [跳过]
      # 报修与投诉 · 3栋2单元501
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：3栋2单元501
      类别：水管、下水、漏水
      位置：厨房
      方便时间：没有填
      [提交]
      [改房屋] [改类别]
      [改位置] [改方便时间]
      [帮助] [取消]
    ");
}

#[test]
fn what_is_no_repair_needs_no_place_and_no_visit() {
    let mut scene = Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("charges"))]).begin();
    scene.says("没有");
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
    > 没有
      # 报修与投诉
      您的话记下了。没问题就点「提交」，要改哪一项就点哪一项。
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
      [Help] [Cancel]
    > help
      Just type your answer here. Where there are buttons, one tap is enough.
      At any time you can write: back, skip, cancel.
      (1/3) Where exactly? Press one, or write it, such as “left of the bedroom window”.
      [Kitchen] [Bathroom]
      [Living room] [Bedroom]
      [Balcony] [Whole home]
      [Roof] [Common areas]
      [Help] [Cancel]
    > under the sink
      (2/3) A few photos would help us to understand. If you have none, press Skip.
      [Back] [Skip] [Help] [Cancel]
    > skip
      (3/3) When is somebody at home for a visit? Press one, or write it.
      [Any time]
      [Weekday daytime]
      [Weekday evening]
      [Weekend]
      [Call me first]
      [Back] [Skip] [Help] [Cancel]
    > back
      (2/3) A few photos would help us to understand. If you have none, press Skip.
      [Back] [Skip] [Help] [Cancel]
    > none
      (3/3) When is somebody at home for a visit? Press one, or write it.
      [Any time]
      [Weekday daytime]
      [Weekday evening]
      [Weekend]
      [Call me first]
      [Back] [Skip] [Help] [Cancel]
    > Weekend mornings
      # Your report
      You reported: 厨房水管漏水
      Please have a look. Submit it, or change what is not right.
      Home: 3栋2单元501
      Category: Water, pipes, leaks
      Place: under the sink
      Photos: not given
      When at home: Weekend mornings
      [Submit]
      [Change home] [Change category]
      [Change place] [Change photos]
      [Change when at home]
      [Help] [Cancel]
    > confirm
    (finished)
    ");
    assert_eq!(scene.end, End::Finished);
}

#[test]
fn one_question_finishes_at_once() {
    let mut scene = Scene::open("manager/refuse_approval");
    scene.facts.about = Some("GD-HY-A-20251010-001".to_owned());
    let mut scene = scene.begin();
    scene.presses("费用偏高");
    assert_snapshot!(scene.transcript(), @r"
      # 驳回 · GD-HY-A-20251010-001
      驳回的理由是？点一个，或者写下来。
      [费用偏高] [没有必要做]
      [不该由公司承担] [派工类别不对]
      [帮助] [取消]
    > [费用偏高]
    (finished)
    ");
    assert_eq!(scene.answer("reason"), Some(&Answer::Text("费用偏高".to_owned())));
}

#[test]
fn too_few_photos_need_a_reason() {
    let mut scene = Scene::open("leader/complete_order");
    scene.facts.limits.insert(NamedLimit::CompletionPhotos, 2);
    let mut scene = scene.begin();
    scene.presses("跳过").sends_photos([1], true).presses("完成").presses("光线太暗拍不清");
    assert_snapshot!(scene.transcript(), @"
      # 报完工
      （1/3）请发维修前的照片，发完点「完成」。没有点「跳过」。
      [跳过] [帮助] [取消]
    > [跳过]
      （2/3）请发维修后的照片，发完点「完成」。
      [上一步] [跳过] [帮助] [取消]
    > <1 photos>
      收到，一共 1 张照片。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    > [完成]
      （3/3）照片不够，请说明原因。点一个，或者写下来。
      [业主不让拍] [光线太暗拍不清]
      [手机当时不能用] [隐蔽部位拍不到]
      [上一步] [帮助] [取消]
    > [光线太暗拍不清]
      # 报完工
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      维修前照片：没有填
      维修后照片：1 张
      缺照片的原因：光线太暗拍不清
      [提交]
      [改维修前照片] [改维修后照片]
      [改缺照片的原因] [加说明]
      [帮助] [取消]
    ");

    let mut scene = Scene::open("leader/complete_order");
    scene.facts.limits.insert(NamedLimit::CompletionPhotos, 2);
    scene.facts.named.insert(NamedFact::BeforeGiven);
    let mut scene = scene.begin();
    scene.sends_photos([1, 2], true).presses("完成");
    assert!(!scene.transcript().contains("缺照片"));
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
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    let mut scene = leak_at_summary();
    scene.input(Input::Resume);
    assert_snapshot!(scene.transcript(), @r"
    # 报修与投诉
    我们接着说「报修与投诉」。
    您反映的是：厨房水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：3栋2单元501
    类别：水管、下水、漏水
    位置：厨房
    照片：没有填
    方便时间：随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
}

#[test]
fn help_at_every_kind_of_question() {
    let mut scene = Scene::open("leader/complete_order").begin();
    scene.transcript();
    scene.presses("帮助");
    assert_snapshot!(scene.transcript(), @"
    > [帮助]
      把照片直接发到这里，可以一次发几张，发完点「完成」。
      随时可以写：上一步、跳过、取消。
      请发维修前的照片，发完点「完成」。没有点「跳过」。
      [跳过] [帮助] [取消]
    ");
    let mut scene = leak_at_summary();
    scene.presses("帮助").says("厨房也漏了");
    assert_snapshot!(scene.transcript(), @r"
    > [帮助]
      # 报修与投诉
      没问题就点「提交」，要改哪一项就点哪一项。
      随时可以写：上一步、跳过、取消。
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：3栋2单元501
      类别：水管、下水、漏水
      位置：厨房
      照片：没有填
      方便时间：随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [帮助] [取消]
    > 厨房也漏了
      # 报修与投诉
      您的话记下了。没问题就点「提交」，要改哪一项就点哪一项。
      您反映的是：厨房水管漏水
      请看一眼，没问题就提交；要改哪一项，点哪一项。
      房屋：3栋2单元501
      类别：水管、下水、漏水
      位置：厨房
      照片：没有填
      方便时间：随时都行
      [提交]
      [改房屋] [改类别]
      [改位置] [改照片]
      [改方便时间]
      [帮助] [取消]
    ");
    assert_eq!(scene.beside.words, ["厨房也漏了"]);
}
