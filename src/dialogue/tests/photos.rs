//! Photos: alone, in albums, at the wrong question, too many of them.

use super::scene::{Scene, leak};
use crate::dialogue::input::End;
use crate::domain::ids::AttachmentId;
use crate::script::names::NamedFact;
use crate::talk::answer::Answer;
use insta::assert_snapshot;

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
      收到，一共 3 张照片。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    > 这是水槽下面
      您的话记下了。照片请直接发过来。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    > [清空重发]
      已清空，请重新发。
      （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
      [上一步] [跳过] [帮助] [取消]
    > <1 photos>
      收到，一共 1 张照片。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    > 发完了
      （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
      [随时都行] [工作日白天]
      [工作日晚上] [周末]
      [来之前先打电话]
      [上一步] [跳过] [帮助] [取消]
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
      收到，一共 2 张照片。
      还有就接着发，发完点「完成」。
      [完成] [清空重发]
      [上一步] [帮助] [取消]
    ");
    scene.presses("完成").presses("周末");
    assert!(scene.transcript().contains("照片：2 张"));
}

#[test]
fn photos_at_another_question_find_their_place() {
    let mut scene = leak().begin();
    scene.transcript();
    scene.sends_photos([1], true).presses("厨房");
    assert_snapshot!(scene.transcript(), @r"
    > <1 photos>
      收到，一共 1 张照片。
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
    ");
    scene.presses("随时都行").sends_photos([2], true);
    assert!(scene.transcript().contains("照片：2 张"));

    let mut scene = Scene::open("leader/return_order").begin();
    scene.transcript();
    scene.sends_photos([9], true);
    assert_snapshot!(scene.transcript(), @r"
    > <1 photos>
      照片收到了，会和这件事放在一起。
      为什么做不了？点一个，或者写下来。
      [不是我们的工种]
      [该由施工单位处理]
      [没有材料或设备]
      [人手不够]
      [内容不清楚]
      [帮助] [取消]
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
