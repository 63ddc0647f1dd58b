//! The files that are built into the program: they load without a fault, and
//! every text can be said in both languages.

use crate::script::args::{Args, Value};
use crate::script::model::{Kind, Script};
use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::talk::form::FormEnd;
use crate::talk::inbound::Lang;
use std::sync::LazyLock;

pub static SHIPPED: LazyLock<(Texts, Scripts)> = LazyLock::new(|| {
    let source = Source::embedded();
    let texts = Texts::load(&source).unwrap_or_else(|faults| panic!("{}", list(&faults)));
    let scripts = Scripts::load(&source, &texts).unwrap_or_else(|faults| panic!("{}", list(&faults)));
    (texts, scripts)
});

pub fn shipped() -> &'static (Texts, Scripts) {
    &SHIPPED
}

fn list(faults: &[crate::script::fault::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn all_files_load() {
    let (_, scripts) = shipped();
    for end in FormEnd::ALL {
        assert!(scripts.iter().any(|script| script.kind == Kind::Form(*end)), "{end:?}");
    }
    assert!(scripts.questionnaire("questionnaires/repair_follow_up").is_some());
    assert!(scripts.questionnaire("questionnaires/complaint_follow_up").is_some());
    assert!(scripts.form("questionnaires/repair_follow_up").is_none());
    assert_eq!(scripts.form("owner/complaint").and_then(Script::ends_in), Some(FormEnd::Complaint));
}

#[test]
fn every_text_is_said_in_both_languages() {
    let (texts, _) = shipped();
    for (key, names) in texts.keys() {
        for lang in Lang::ALL {
            for sample in [Value::Text("样".into()), Value::Int(1), Value::Int(7), Value::Flag(false)] {
                let args = names.iter().fold(Args::new(), |args, name| args.with(name, sample.clone()));
                let said = texts.say(lang, key, &args);
                assert!(!said.contains('⟦') && !said.contains("{{"), "{key} in {lang:?}: {said}");
            }
        }
    }
}

/// A sentence that one language has and the other lacks is a load error; one
/// left in Chinese in the English file is caught here. The way to the other
/// language is shown in both, and WeCom's console has Chinese names only.
#[test]
fn english_is_english() {
    let (texts, _) = shipped();
    for (key, names) in texts.keys().filter(|(key, _)| !key.contains("language") && !key.starts_with("setup.")) {
        let args = names.iter().fold(Args::new(), |args, name| args.text(name, "x"));
        let said = texts.say(Lang::En, key, &args);
        let chinese = said.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        assert!(!chinese, "{key}: {said}");
    }
}

#[test]
fn every_repair_category_is_asked_for_its_place() {
    let (_, scripts) = shipped();
    let form = scripts.form("owner/complaint").unwrap();
    let place = format!("{:?}", form.step("place").unwrap().when);
    for category in scripts.words().categories().iter().filter(|category| category.part.is_some()) {
        assert!(place.contains(&category.id), "{}", category.id);
    }
}
