//! Drafts and scripts that change while nobody looks; what the caller is told
//! to load; what a finished form holds.

use super::scene::{SHIPPED, Scene, now};
use crate::dialogue::answers::Filled;
use crate::dialogue::engine::{leftovers, needs};
use crate::dialogue::facts::Choice;
use crate::dialogue::input::{End, Input};
use crate::dialogue::standing::revalidate;
use crate::domain::ids::AttachmentId;
use crate::script::model::{Options, Take};
use crate::script::names::OptionSource;
use crate::talk::answer::Answer;
use crate::talk::form::FormEnd;
use chrono::TimeDelta;
use insta::assert_snapshot;

fn choice(value: &str) -> Answer {
    Answer::Choice(value.to_owned())
}

/// Between two messages the file was edited: another class, a shorter limit,
/// one step removed, a new one in front.
#[test]
fn after_an_edited_script_only_what_no_longer_fits_is_asked_again() {
    let mut scene = Scene::open("clerk/dispatch").begin();
    scene
        .presses("A 类：保修期内")
        .presses("维修二队")
        .presses("单工种")
        .says("800")
        .says("更换水管接头，恢复橱柜")
        .transcript();
    let Some(Take::Choice(Options::Literal(classes))) = scene.script.steps.first().map(|step| step.take.clone()) else {
        panic!()
    };
    scene.script.steps[0].take = Take::Choice(Options::Literal(vec![classes[1].clone()]));
    if let Take::Text { max, .. } = &mut scene.script.steps[4].take {
        *max = 5;
    }
    scene.script.steps.remove(2);
    scene.presses("提交");
    assert_snapshot!(scene.transcript(), @"
    > [提交]
      有一项内容需要您再确认一次。
      （3/3）按哪一类派工？
      [B 类：保修期外，公司承担]
      [上一步] [帮助] [取消]
    ");
    assert_eq!(scene.beside.words, ["更换水管接头，恢复橱柜"]);
    scene.presses("B 类：保修期外，公司承担").says("换接头").says("确认");
    assert_eq!(scene.end, End::Finished);
    assert_eq!(scene.answer("team"), Some(&choice("t2")));
    assert_eq!(scene.answer("trades"), None);
}

#[test]
fn the_open_question_was_removed() {
    let mut scene = Scene::open("clerk/dispatch").begin();
    scene.presses("A 类：保修期内").transcript();
    assert_eq!(scene.draft.step.as_deref(), Some("team"));
    scene.script.steps.remove(1);
    scene.says("维修二队");
    assert_snapshot!(scene.transcript(), @"
    > 维修二队
      那个问题已经不用回答了，请看现在这个。
      （2/3）单工种还是多工种？
      [单工种] [多工种]
      [上一步] [帮助] [取消]
    ");
}

#[test]
fn a_team_that_is_gone_and_a_moment_that_has_passed() {
    let mut scene = Scene::preset("clerk/dispatch", [("class", choice("A")), ("team", choice("t9"))]);
    let words = SHIPPED.scripts.words();
    let checked = revalidate(&scene.script, scene.draft.clone(), &scene.facts, words);
    assert_eq!(checked.dropped.keys().collect::<Vec<_>>(), ["team"]);
    scene.facts.options.remove(&OptionSource::Teams);
    let checked = revalidate(&scene.script, scene.draft.clone(), &scene.facts, words);
    assert!(checked.dropped.is_empty(), "a source that was not loaded is not judged");

    let visit = Scene::preset("leader/propose_visit", [("when", Answer::When(now() + TimeDelta::hours(1)))]);
    let mut facts = visit.facts.clone();
    assert!(revalidate(&visit.script, visit.draft.clone(), &facts, words).dropped.is_empty());
    facts.now = now() + TimeDelta::hours(1);
    assert_eq!(revalidate(&visit.script, visit.draft.clone(), &facts, words).dropped.len(), 1);
}

#[test]
fn every_input_touches_the_draft() {
    let mut scene = Scene::open("owner/withdraw").begin();
    scene.draft.nudged_at = Some(now());
    scene.facts.now = now() + TimeDelta::days(3);
    scene.presses("帮助");
    assert_eq!(scene.draft.touched_at, now() + TimeDelta::days(3));
    assert_eq!(scene.draft.nudged_at, None);
}

#[test]
fn what_a_turn_must_load() {
    let mut scene = Scene::preset("clerk/register_call", [("home", choice("11"))]);
    scene.draft.step = Some("home".to_owned());
    let needed = needs(&scene.script, &scene.draft, &Input::Text("3-2-501".into()));
    assert_eq!(needed.sources.iter().collect::<Vec<_>>(), [&OptionSource::Homes]);
    assert_eq!(needed.search.as_deref(), Some("3-2-501"));
    assert!(needed.values.contains(&(OptionSource::Homes, "11".to_owned())));

    let tapped = needs(&scene.script, &scene.draft, &Input::Tap { step: "home".into(), value: "12".into() });
    assert_eq!(tapped.search, None);
    assert!(tapped.values.contains(&(OptionSource::Homes, "12".to_owned())));
    scene.draft.step = Some("place".to_owned());
    assert_eq!(needs(&scene.script, &scene.draft, &Input::Text("厨房".into())).search, None);
}

#[test]
fn a_finished_form_is_read_by_type() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene
        .presses("5栋1单元102")
        .presses("门窗")
        .says("入户门")
        .sends_photos([4, 5], true)
        .presses("完成")
        .presses("跳过");
    let filled = Filled::of(&scene.script, &scene.draft, &scene.facts).unwrap();
    assert_eq!(filled.end, FormEnd::Complaint);
    assert_eq!(filled.id("home"), Some(12));
    assert_eq!(filled.choice("category"), Some("doors_windows"));
    assert_eq!(filled.text("place"), Some("入户门"));
    assert_eq!(filled.photos("photos"), [AttachmentId(4), AttachmentId(5)]);
    assert_eq!(filled.text("available"), None);
    assert_eq!((filled.amount("home"), filled.when("home"), filled.yes_no("home")), (None, None, None));

    scene.draft.answers.insert("category".to_owned(), choice("charges"));
    let filled = Filled::of(&scene.script, &scene.draft, &scene.facts).unwrap();
    assert_eq!(filled.text("place"), None, "not asked of a charge");
    assert_eq!(Filled::of(&Scene::open("questionnaires/repair_follow_up").script, &scene.draft, &scene.facts), None);
}

#[test]
fn a_draft_of_a_removed_script_gives_up_its_words() {
    let mut scene = Scene::open("owner/complaint").begin();
    scene.presses("5栋1单元102").presses("门窗").says("入户门").sends_photos([4], true);
    let beside = leftovers(&scene.draft);
    assert_eq!((beside.words, beside.attachments), (vec!["入户门".to_owned()], vec![AttachmentId(4)]));
}

/// Option values that do not fit into a button are told by a fingerprint.
#[test]
fn long_values_fit_into_buttons() {
    let long = "a-very-long-value-that-nobody-should-use-but-somebody-will-0001";
    let mut scene = Scene::open("clerk/dispatch");
    scene.facts.options.insert(OptionSource::Teams, vec![Choice::new(long, "甲队"), Choice::new("t2", "乙队")]);
    let mut scene = scene.begin();
    scene.presses("A 类：保修期内").presses("甲队");
    assert_eq!(scene.answer("team"), Some(&choice(long)));
}

#[test]
fn many_options_stay_within_the_rows() {
    let mut scene = Scene::open("clerk/dispatch");
    let teams = (1..=30).map(|n| Choice::new(n, format!("维修第 {n} 队，名字很长很长"))).collect();
    scene.facts.options.insert(OptionSource::Teams, teams);
    let mut scene = scene.begin();
    scene.presses("A 类：保修期内");
    assert_eq!(scene.last[0].buttons.len(), 9, "eight rows of options and the moves");
    assert!(scene.transcript().contains("直接写名称也能找到"));
    scene.says("第 30 队");
    assert_eq!(scene.answer("team"), Some(&choice("30")));
}
