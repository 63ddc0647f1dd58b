//! Rating in a few taps, and what is stored of it.

use super::scene::{SHIPPED, Scene};
use crate::dialogue::facts::Voice;
use crate::dialogue::input::{End, Input};
use crate::dialogue::questionnaire::answered;
use crate::domain::follow_up::{Answered, FollowUp};
use crate::talk::answer::Answer;
use insta::assert_snapshot;

fn stored(scene: &Scene) -> Vec<Answered> {
    let voice = Voice { texts: &SHIPPED.texts, understanding: &SHIPPED.understanding, lang: scene.lang };
    answered(&scene.script, &scene.draft, &scene.facts, &voice)
}

/// The first question stands on a card: its tap opens the rest.
#[test]
fn a_rating_begun_on_a_card() {
    let mut scene = Scene::preset("questionnaires/repair_follow_up", [("quality", Answer::Number(4))]);
    scene.script.opening = None;
    let mut scene = scene.begin();
    scene.presses("比较满意").says("还行").says("师傅很细心");
    assert_snapshot!(scene.transcript(), @r"
      # 维修回访
      （1/3）维修速度您满意吗？
      [非常满意]
      [比较满意]
      [一般满意]
      [不满意]
      [非常不满意]
      [帮助] [取消]
    > [比较满意]
      （2/3）师傅的服务态度您满意吗？
      [非常满意]
      [比较满意]
      [一般满意]
      [不满意]
      [非常不满意]
      [上一步] [帮助] [取消]
    > 还行
      （3/3）您还有什么意见或建议？
      [上一步] [跳过] [帮助] [取消]
    > 师傅很细心
    (finished)
    ");
    assert_eq!(scene.end, End::Finished);
    let answers = stored(&scene);
    let scores: Vec<_> = answers.iter().map(|answer| (answer.key.as_str(), answer.score)).collect();
    assert_eq!(scores, [("quality", Some(4)), ("speed", Some(4)), ("attitude", Some(3)), ("suggestion", None)]);
    assert_eq!(answers[0].question, "维修质量您满意吗？");
    assert_eq!(answers[0].text.as_deref(), Some("比较满意"));
    assert_eq!(answers[3].text.as_deref(), Some("师傅很细心"));
    assert_eq!(
        (answers[0].lang.as_str(), answers[0].questionnaire.as_str(), answers[0].version),
        ("zh-CN", "questionnaires/repair_follow_up", 1)
    );
    assert_eq!(FollowUp::worst(&answers), Some(3));
}

#[test]
fn a_complaint_follow_up_from_its_beginning() {
    let mut scene = Scene::open("questionnaires/complaint_follow_up").begin();
    scene.says("不好说").presses("非常不满意").says("没有");
    assert_snapshot!(scene.transcript(), @r"
      # 处理结果回访
      耽误您一分钟，想听听您对处理结果的看法。
      这次的处理结果您满意吗？
      [非常满意]
      [比较满意]
      [一般满意]
      [不满意]
      [非常不满意]
      [帮助] [取消]
    > 不好说
      请从下面选一个，或回复 5 到 1。
      这次的处理结果您满意吗？
      [非常满意]
      [比较满意]
      [一般满意]
      [不满意]
      [非常不满意]
      [帮助] [取消]
    > [非常不满意]
      您还有别的建议或要求吗？
      [上一步] [跳过] [帮助] [取消]
    > 没有
    (finished)
    ");
    assert_eq!(scene.beside.words, ["不好说"]);
    let answers = stored(&scene);
    assert_eq!(FollowUp::worst(&answers), Some(1));
    assert_eq!((answers[1].score, answers[1].text.as_deref()), (None, None), "asked and declined");
}

#[test]
fn a_yes_or_no_counts_as_a_level() {
    let mut scene = Scene::open("questionnaires/complaint_follow_up");
    scene.script.steps[0].take = crate::script::model::Take::YesNo;
    let mut scene = scene.begin();
    scene.says("也许").says("不满意").presses("上一步").presses("是").presses("跳过");
    assert_eq!(stored(&scene)[0].score, Some(4));
    assert_eq!(stored(&scene)[0].text.as_deref(), Some("是"));
}

#[test]
fn a_form_stores_nothing_as_a_questionnaire() {
    let mut scene = Scene::open("owner/comment").begin();
    scene.input(Input::Text("谢谢".into()));
    assert!(stored(&scene).is_empty());
}
