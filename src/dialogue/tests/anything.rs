//! Whatever people write and press, the engine answers, its buttons are sound,
//! and it ends only when everything needed is there.

use super::scene::{SHIPPED, Scene, now};
use crate::dialogue::input::{End, Input};
use crate::dialogue::standing::next;
use crate::domain::ids::AttachmentId;
use crate::script::names::{NamedLimit, OptionSource};
use crate::talk::tap::Tap;
use crate::understanding::times::when::{Frame, parse_when};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Move {
    Says(String),
    /// A button of any message so far, counted from the last.
    Presses(usize),
    Photos(Vec<i64>, bool),
    Resumes,
    Edits(String),
}

fn moves() -> impl Strategy<Value = Move> {
    let words = prop::sample::select(vec![
        "取消订单",
        "返回",
        "跳过",
        "帮助",
        "完成",
        "确认",
        "没有",
        "是",
        "800",
        "1.2万",
        "明天下午3点",
        "周日",
        "厨房",
        "非常满意",
        "维修一队",
        "3栋2单元501",
        "",
        "👍",
    ]);
    prop_oneof![
        3 => words.prop_map(|text| Move::Says(text.to_owned())),
        1 => any::<String>().prop_map(Move::Says),
        6 => (0_usize..40).prop_map(Move::Presses),
        1 => (prop::collection::vec(1_i64..30, 0..4), any::<bool>()).prop_map(|(photos, closed)| Move::Photos(photos, closed)),
        1 => Just(Move::Resumes),
        1 => "[a-z]{1,9}".prop_map(Move::Edits),
    ]
}

fn play(script: &str, moves: &[Move]) {
    let mut scene = Scene::open(script);
    scene.facts.limits.insert(NamedLimit::CompletionPhotos, 2);
    scene.facts.options.insert(OptionSource::Units, vec![crate::dialogue::facts::Choice::new("finance", "财务部")]);
    let mut scene = scene.begin();
    let mut buttons: Vec<String> = Vec::new();
    for one in moves {
        buttons.splice(
            0..0,
            scene.last.iter().flat_map(|message| message.buttons.iter().flatten()).map(|button| button.data.clone()),
        );
        let quiet = matches!(one, Move::Photos(_, false));
        scene.last.clear();
        match one {
            Move::Says(text) => scene.input(Input::Text(text.clone())),
            Move::Presses(index) => match buttons.get(*index) {
                Some(data) => scene.press_data(&data.clone()),
                None => continue,
            },
            Move::Photos(photos, closed) => {
                let attachments = photos.iter().copied().map(AttachmentId).collect();
                scene.input(Input::Photos { attachments, closed: *closed })
            }
            Move::Resumes => scene.input(Input::Resume),
            Move::Edits(field) => scene.input(Input::Edited { field: field.clone(), text: "x".to_owned() }),
        };
        match scene.end {
            End::Open => assert!(quiet || scene.last.len() == 1, "{one:?}: {:?}", scene.last),
            End::Cancelled => return,
            End::Finished => {
                assert!(next(&scene.script, &scene.draft, &scene.facts).is_none());
                return;
            }
        }
        for button in scene.last.iter().flat_map(|message| message.buttons.iter().flatten()) {
            assert!(!button.label.is_empty() && Tap::parse(&button.data).is_some(), "{button:?}");
        }
        assert!(scene.last.iter().all(|message| !message.body.contains('⟦')), "{:?}", scene.last);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_script_stands_whatever_comes(moves in prop::collection::vec(moves(), 0..24)) {
        for script in SHIPPED.scripts.iter() {
            play(script.name.as_str(), &moves);
        }
    }

    #[test]
    fn any_words_about_time_are_read_or_refused(text in "（[0-9]{1,6}|年|月|日|号|点|半|:|-|/|上午|下午|晚上|明天|周|六|日|十|二|后|小时|天|pm| |in|oct|到）{0,8}") {
        let frame = Frame { now: now(), zone: chrono_tz::Asia::Shanghai, day_means: None, within_days: 60 };
        if let Ok(at) = parse_when(&text, SHIPPED.scripts.words().time(), &frame) {
            prop_assert!(at > now());
        }
    }
}
