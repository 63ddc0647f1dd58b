//! Every kind of mistake in `dialogues/` is found, at its file and line.

use super::shipped::SHIPPED;
use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use std::collections::BTreeMap;

/// The faults of the shipped files with one of them written anew.
fn faults_with(path: &str, text: &str) -> Vec<String> {
    let changed = BTreeMap::from([(path.to_owned(), text.to_owned())]);
    let source = Source::embedded().overlay(Source::from_map(changed));
    let faults = if path.starts_with("texts/") {
        Texts::load(&source).err().unwrap_or_default()
    } else {
        Scripts::load(&source, &SHIPPED.0).err().unwrap_or_default()
    };
    faults.iter().map(ToString::to_string).collect()
}

/// A form that is right, for mistakes to be made in. Its lines are counted below.
const FORM: &str = r#"kind = "form"
ends_in = "complete_order"
title = "form.leader.complete_order.title"

[[steps]]
field = "before"
ask = "form.leader.complete_order.ask_before"
take = "photos"
optional = true

[[steps]]
field = "missing"
ask = "form.leader.complete_order.ask_missing"
take = "text"
max = 300
when = [{ photos = ["before"], fewer_than = "completion_photos" }]
"#;

#[track_caller]
fn fault_in_form(from: &str, to: &str, expected: &str) {
    assert!(FORM.contains(from), "{from}");
    let faults = faults_with("leader/complete_order.toml", &FORM.replacen(from, to, 1));
    let found = faults.iter().any(|fault| fault.contains(expected));
    assert!(found, "expected {expected}\nfound {faults:#?}");
    assert!(faults.iter().all(|fault| fault.starts_with("dialogues/leader/complete_order.toml")), "{faults:#?}");
}

#[test]
fn the_form_without_mistakes_is_taken() {
    assert_eq!(faults_with("leader/complete_order.toml", FORM), [""; 0]);
}

#[test]
fn frames_of_forms() {
    fault_in_form("kind = \"form\"\n", "", "complete_order.toml: `kind` is missing");
    fault_in_form("\"form\"", "\"poem\"", "complete_order.toml:1: `poem` is no kind of script");
    fault_in_form(
        "complete_order\"",
        "complete_ordr\"",
        "toml:2: no form ends in `complete_ordr`; there are complaint",
    );
    fault_in_form("ends_in = \"complete_order\"\n", "", "toml: `ends_in` is missing");
    fault_in_form("order.title", "order.titel", "toml:3: the text `form.leader.complete_order.titel` does not exist");
    fault_in_form("title =", "version = 2\ntitle =", "toml:3: a form has no `version`");
    fault_in_form("title =", "titel =", "toml:3: unknown field `titel`");
    fault_in_form("\"form\"", "\"form", "toml:1: ");
    fault_in_form(&FORM[FORM.find("[[steps]]").unwrap()..], "", "there are no `steps`");
}

#[test]
fn fields_of_steps() {
    fault_in_form(
        "field = \"before\"",
        "field = \"befor\"",
        "toml:5: `complete_order` has no field `befor`; it takes before, after",
    );
    fault_in_form("field = \"missing\"", "field = \"before\"", "toml:12: `before` is asked twice");
    fault_in_form("field = \"missing\"", "key = \"missing\"", "toml:12: this is called `field` here");
    fault_in_form("field = \"missing\"\n", "", "toml:11: `field` is missing");
    fault_in_form("field = \"missing\"", "field = \"Mis:sing\"", "toml:12: `Mis:sing` is no field");
    fault_in_form("take = \"text\"\nmax = 300", "take = \"photos\"", "toml:11: `missing` must take text");
    fault_in_form(
        "ask_missing",
        "ask_mising",
        "toml:13: the text `form.leader.complete_order.ask_mising` does not exist",
    );
    fault_in_form(
        "\"form.leader.complete_order.ask_missing\"",
        "\"dialogue.too_long\"",
        "toml:13: the text `dialogue.too_long` needs length, max",
    );
    fault_in_form("optional = true", "optionel = true", "toml:9: unknown field `optionel`");
    fault_in_form("optional = true", "label = \"field.nothing\"", "toml:9: the text `field.nothing` does not exist");
}

#[test]
fn what_steps_take() {
    fault_in_form("\"text\"", "\"words\"", "toml:14: `words` cannot be taken; there are text, choice");
    fault_in_form("\"text\"", "\"scale5\"", "toml:14: a form cannot take scale5");
    fault_in_form("max = 300", "max = 300\nmin = 301", "toml:15: min 301 is more than max 300");
    fault_in_form("max = 300", "max = 300000", "toml:15: limits must lie between 1 and 4096");
    fault_in_form("max = 300", "within_days = 3", "toml:15: `within_days` means nothing where text is taken");
    fault_in_form("\"text\"\nmax = 300", "\"choice\"", "toml:11: a choice needs `options` or `options_from`");
    fault_in_form(
        "\"text\"\nmax = 300",
        "\"choice\"\noptions_from = \"planets\"",
        "toml:15: options cannot come from `planets`; there are homes",
    );
    fault_in_form(
        "\"text\"\nmax = 300",
        "\"choice\"\noptions_from = \"categories\"\nsearch = true",
        "toml:16: only a source that",
    );
    let options = |list: &str| format!("options = [{list}]");
    let home = "{ value = \"a\", label = \"field.home\" }";
    fault_in_form("max = 300", &options(&format!("{home}, {home}")), "toml:15: the option `a` stands there twice");
    fault_in_form("max = 300", &options("{ value = \"a b\", label = \"field.home\" }"), "toml:15: `a b` is no value");
    fault_in_form(
        "max = 300",
        &options("{ value = \"a\", label = \"field.hom\" }"),
        "toml:15: the text `field.hom` does not exist",
    );
    fault_in_form(
        "\"text\"\nmax = 300",
        &format!("\"choice\"\n{}", options(home)),
        "toml:15: there must be 2 to 24 options",
    );
    fault_in_form(
        "\"text\"\nmax = 300",
        &format!("\"choice\"\n{}\noptions_from = \"teams\"", options(home)),
        "toml:16: a choice has `options` or",
    );
}

#[test]
fn conditions_of_steps() {
    let condition = "{ photos = [\"before\"], fewer_than = \"completion_photos\" }";
    fault_in_form(condition, "{ field = \"after\", present = true }", "toml:16: no step above asks for `after`");
    fault_in_form(condition, "{ field = \"before\", is = \"3\" }", "toml:16: `before` can never be `3`");
    fault_in_form(condition, "{ fact = \"moonlight\" }", "toml:16: `moonlight` is no fact; there are photos_given");
    fault_in_form(condition, "{ photos = [\"before\"], fewer_than = \"x\" }", "toml:16: `x` is no limit");
    fault_in_form(condition, "{ field = \"before\", like = \"3\" }", "toml:16: a condition is `field` with");
    fault_in_form(condition, "{ field = \"before\" }", "toml:16: a condition is `field` with");
}

#[test]
fn needed_fields_are_asked() {
    let reason = "kind = \"form\"\nends_in = \"ask_extension\"\ntitle = \"form.leader.ask_extension.title\"\n";
    let until = "[[steps]]\nfield = \"until\"\nask = \"form.leader.ask_extension.ask_until\"\ntake = \"when\"\n";
    let faults =
        faults_with("leader/ask_extension.toml", &format!("{reason}{until}optional = true\nday_means = \"6 pm\"\n"));
    let expected = [
        "dialogues/leader/ask_extension.toml:9: `6 pm` is no time of day like 18:00",
        "dialogues/leader/ask_extension.toml:4: `until` is needed and cannot be optional",
        "dialogues/leader/ask_extension.toml: no step asks for `reason`, which `ask_extension` needs",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn questionnaires() {
    let path = "questionnaires/complaint_follow_up.toml";
    let head = "kind = \"questionnaire\"\nversion = 1\ntitle = \"questionnaire.complaint_follow_up.title\"\n";
    let question = |key: &str, take: &str| {
        format!(
            "[[questions]]\nkey = \"{key}\"\nask = \"questionnaire.complaint_follow_up.satisfied\"\ntake = \"{take}\"\n"
        )
    };
    let fault = |text: String| faults_with(path, &text).join("\n");
    assert_eq!(fault(format!("{head}{}", question("satisfied", "yes_no"))), "");
    assert!(
        fault(format!("{head}{}", question("quality", "text")))
            .contains("toml:4: `quality` is counted and must take scale5")
    );
    assert!(fault(format!("{head}{}", question("note", "text"))).contains("toml: no question is counted"));
    assert!(
        fault(format!("{head}{}", question("satisfied", "photos")))
            .contains("toml:7: a questionnaire cannot take photos")
    );
    assert!(fault(head.replace("version = 1\n", "")).contains("`version` is missing"));
    assert!(
        fault(format!("{head}{}", question("own_question", "text")))
            .contains("toml:4: the text `field.own_question` does not exist")
    );
    assert!(
        fault(head.replace("version = 1", "version = 1\nends_in = \"comment\""))
            .contains("toml:3: a questionnaire has no `ends_in`")
    );
}

#[test]
fn texts() {
    let fault = |text: &str| faults_with("texts/en.toml", text).join("\n");
    assert!(
        fault("[dialogue]\nback = \"Back {{ here }}\"\n")
            .contains("texts/en.toml:2: the placeholders of `dialogue.back` differ between the languages: here")
    );
    assert!(fault("[dialogue]\nback = \"Back {{ here\"\n").contains("texts/en.toml:2: `dialogue.back` cannot be read"));
    assert!(
        fault("[dialogue]\nskip = \"{{ 'x'|loudly }}\"\n").contains("texts/en.toml:2: `dialogue.skip` cannot be said")
    );
    assert!(fault("[dialogue]\nback = 3\n").contains("texts/en.toml:2: `dialogue.back` must be a text, not integer"));
    assert!(fault("[dialogue]\nback = \"\"\n").contains("texts/en.toml:2: `dialogue.back` is empty"));
    assert!(fault("[dialogue]\n\"a.b\" = \"x\"\n").contains("texts/en.toml:2: `a.b` has a dot in its name"));
    assert!(fault("[dialogue\n").contains("texts/en.toml:1: "));
}

#[test]
fn a_source_without_files() {
    let faults = Texts::load(&Source::default()).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string() == "texts/zh-CN.toml: the file is missing"));
    let words =
        BTreeMap::from([("texts/zh-CN.toml".to_owned(), String::new()), ("texts/en.toml".to_owned(), String::new())]);
    let faults = Texts::load(&Source::from_map(words)).unwrap_err();
    assert!(faults.iter().any(|fault| fault.reason.contains("`format.money` is missing")));
}

#[test]
fn words() {
    let shipped = Source::embedded();
    let text = shipped.get("words.toml").unwrap().text;
    let line = |needle: &str| 1 + text[..text.find(needle).unwrap()].matches('\n').count();
    let fault = |from: &str, to: &str| faults_with("words.toml", &text.replacen(from, to, 1)).join("\n");
    let at = |needle: &str| format!("dialogues/words.toml:{}: ", line(needle));
    assert_eq!(
        fault("part = \"w_structure\"", "part = \"w_roof\""),
        at("part = \"w_structure\"")
            + "`w_roof` is no part of the warranty table: w_structure, w_waterproof, w_mep_fitout"
    );
    assert_eq!(
        fault("\"category.charges\"", "\"category.charge\""),
        at("\"category.charges\"") + "the text `category.charge` does not exist"
    );
    assert_eq!(
        fault("id = \"structure\"", "id = \"electrical\"").lines().next().unwrap(),
        at("id = \"structure\"") + "the category `electrical` stands there twice"
    );
    assert_eq!(fault("part = \"evening\"", "part = \"eve\""), at("part = \"evening\"") + "`eve` is no part of the day");
    assert!(fault("half = ", "haff = ").contains("`haff` is no mark of time"));
    assert!(fault("[small_talk]", "[smalltalk]").contains("unknown field `smalltalk`"));
}
