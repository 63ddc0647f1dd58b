//! Every key that the program says is there in both languages: the keys written
//! in the sources, the families made of a record's words, and the line of every
//! event with every value it can have.

use anju::domain::acts;
use anju::domain::approval::Decision;
use anju::domain::calendar::Calendar;
use anju::domain::clock::Rule;
use anju::domain::command::Opening;
use anju::domain::complaint::Source as Way;
use anju::domain::danger::Danger;
use anju::domain::event::{Event, Happened};
use anju::domain::form::FormEnd;
use anju::domain::frame::Frame;
use anju::domain::ids::{CaseId, EstateId, PersonId, Seq};
use anju::domain::money::Fen;
use anju::domain::people::{Actor, By, Directory, PassedUp, Role, Tie};
use anju::domain::refusal::Refusal;
use anju::domain::rules::Rules;
use anju::domain::warranty::{Class, Part};
use anju::domain::work_order::Trades;
use anju::process::story::{self, Reader};
use anju::script::scripts::Scripts;
use anju::script::source::Source;
use anju::script::texts::Texts;
use anju::talk::inbound::Lang;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn texts() -> Texts {
    Texts::load(&Source::embedded()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn assert_all_there(keys: impl IntoIterator<Item = String>) {
    let texts = texts();
    let lacking: BTreeSet<String> = keys.into_iter().filter(|key| !texts.has(key)).collect();
    assert!(lacking.is_empty(), "no such texts:\n{}", lacking.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_key_in_the_sources_is_a_text() {
    let texts = texts();
    let sections: BTreeSet<&str> = texts.keys().filter_map(|(key, _)| Some(key.split_once('.')?.0)).collect();
    let mut keys = BTreeSet::new();
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source");
        for literal in literals(&text) {
            let section = literal.split_once('.').map(|(section, _)| section);
            let is_file = literal.ends_with(".jpg") || literal.ends_with(".toml");
            let looks_like_a_key = !is_file
                && literal
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte));
            if looks_like_a_key && section.is_some_and(|section| sections.contains(section)) && !literal.ends_with('.')
            {
                keys.insert(literal);
            }
        }
    }
    assert!(keys.len() > 150, "the keys were not found: {keys:?}");
    assert_all_there(keys);
}

#[test]
fn every_family_of_keys_is_complete() {
    let family = |prefix: &str, words: &[&str]| words.iter().map(|word| format!("{prefix}.{word}")).collect::<Vec<_>>();
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.word()).chain(["nobody"]).collect();
    let states = ["received", "registered", "routed", "in_progress", "handled", "revisit_due", "closed", "withdrawn"];
    let order_states = [
        "draft",
        "awaiting_cost_approval",
        "refused",
        "issued",
        "accepted",
        "appointment_set",
        "in_progress",
        "completed_reported",
        "owner_sign_pending",
        "owner_unreachable",
        "owner_signed",
        "failed",
        "returned_unable",
        "cancelled",
    ];
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.word()).collect();
    let decisions = [Decision::Approve, Decision::Refuse, Decision::Return].map(Decision::word);
    let forms: Vec<&str> = FormEnd::ALL.iter().map(|form| form.word()).collect();
    let mut keys = Vec::new();
    keys.extend(family("role", &roles));
    keys.extend(
        family("tie", &[Tie::Owner, Tie::Family, Tie::Tenant].map(Tie::word))
            .into_iter()
            .filter(|_| texts().has("tie.owner")),
    );
    keys.extend(family("state", &states));
    keys.extend(family("story.state", &states));
    keys.extend(family("order_state", &order_states));
    // Where a case stands is said of an order that is not over.
    let over = ["refused", "owner_signed", "failed", "returned_unable", "cancelled"];
    let open: Vec<&str> = order_states.into_iter().filter(|state| !over.contains(state)).collect();
    keys.extend(family("story.order", &open));
    keys.extend(family("danger", &Danger::ALL.map(Danger::word)));
    keys.extend(family("emergency.advice", &Danger::ALL.map(Danger::word)));
    keys.extend(family("history", Event::WORDS));
    keys.extend(family("reminder.what", &rules));
    keys.extend(family("reminder.title", &["before", "expired", "escalated", "daily"]));
    keys.extend(family("decision", &decisions));
    keys.extend(decisions.map(|word| format!("card.approval.voted_{word}")));
    keys.extend(["review", "approve"].map(|word| format!("card.approval.asked_{word}")));
    keys.extend(["empty", "unreachable", "requester"].map(|word| format!("card.approval.passed_{word}")));
    keys.extend(family("trades", &[Trades::Single, Trades::Multi].map(Trades::word)));
    keys.extend(family("part", &[Part::Structure, Part::Waterproof, Part::MepFitout].map(Part::word)));
    keys.extend(family("scale", &["1", "2", "3", "4", "5"]));
    keys.extend(family("field", &["home", "category"]));
    keys.extend(family("language", &[Lang::Zh, Lang::En].map(|lang| if lang == Lang::Zh { "zh_cn" } else { "en" })));
    for list in ["cases", "orders", "pending", "overdue", "desk"] {
        keys.extend([format!("list.{list}.title"), format!("list.{list}.empty")]);
    }
    // Forms that answer with sentences of their own have no general one.
    let own: BTreeSet<&str> = ["complaint", "register_call", "comment"].into();
    keys.extend(family("done", &forms.into_iter().filter(|form| !own.contains(form)).collect::<Vec<_>>()));
    keys.extend(refusals().iter().map(|refusal| refusal.key().to_owned()));
    let scripts = Scripts::load(&Source::embedded(), &texts()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    keys.extend(scripts.words().categories().iter().map(|category| format!("category.{}", category.id)));
    assert_all_there(keys);
}

/// One of each; the compiler says when one is missing here.
fn refusals() -> Vec<Refusal> {
    let (by, at, seq) = (None, noon(), Seq(1));
    let all = vec![
        Refusal::NotYours,
        Refusal::OwnRequest,
        Refusal::OwnWork,
        Refusal::AlreadyDecided { by, at, decision: Decision::Approve },
        Refusal::AlreadyDone { by, at },
        Refusal::Outdated,
        Refusal::NotNow,
        Refusal::Closed,
        Refusal::Unknown,
        Refusal::PhotosMissing { needed: 2, given: 1 },
        Refusal::InThePast,
        Refusal::NotLater { due: at },
        Refusal::BadAmount,
        Refusal::NotYourHome,
        Refusal::Missing("home"),
        Refusal::Dissatisfied,
        Refusal::NobodyThere,
        Refusal::OrderOpen { order: seq },
        Refusal::OnDutyDecides,
        Refusal::GoesOn,
        Refusal::CostUnsettled,
        Refusal::UrgedAlready { at: noon() },
    ];
    for refusal in &all {
        match refusal {
            Refusal::NotYours
            | Refusal::OwnRequest
            | Refusal::OwnWork
            | Refusal::AlreadyDecided { .. }
            | Refusal::AlreadyDone { .. }
            | Refusal::Outdated
            | Refusal::NotNow
            | Refusal::Closed
            | Refusal::Unknown
            | Refusal::PhotosMissing { .. }
            | Refusal::InThePast
            | Refusal::NotLater { .. }
            | Refusal::BadAmount
            | Refusal::NotYourHome
            | Refusal::Missing(_)
            | Refusal::Dissatisfied
            | Refusal::NobodyThere
            | Refusal::OrderOpen { .. }
            | Refusal::OnDutyDecides
            | Refusal::GoesOn
            | Refusal::UrgedAlready { .. }
            | Refusal::CostUnsettled => {}
        }
    }
    all
}

#[test]
fn every_event_is_a_line_of_the_story_in_both_languages() {
    let source = Source::embedded();
    let texts = texts();
    let calendar = Calendar::parse(source.get("calendar/cn.toml").expect("a calendar").text).expect("a sound one");
    let rules = rules();
    let people = Directory::default();
    let frame = Frame { at: noon(), now: noon(), rules: &rules, calendar: &calendar, people: &people };
    let opening = Opening {
        reporter: PersonId(1),
        source: Way::Bot,
        estate: EstateId(1),
        home: None,
        words: "漏水".to_owned(),
        category: None,
        photos: Vec::new(),
    };
    let owner = Actor { person: Some(PersonId(1)), ..Actor::default() };
    let (case, _) = acts::open(CaseId(1), opening, &owner, &frame).expect("he may");
    let events = events();
    let words: BTreeSet<&str> = events.iter().map(Event::word).collect();
    assert_eq!(words, Event::WORDS.iter().copied().collect(), "an event is missing in this test");
    for event in events {
        for by in [By::SYSTEM, By { person: Some(PersonId(1)), seat: Some(Role::CsClerk), deputy: true }] {
            let happened = [Happened { at: noon(), by, event: event.clone() }];
            for reader in [Reader::Staff, Reader::Owner] {
                for lang in [Lang::Zh, Lang::En] {
                    let message = story::tell(&case, &happened, reader, &frame).message(&texts, lang);
                    let said = format!("{}\n{}", message.title.unwrap_or_default(), message.body);
                    assert!(!said.contains('⟦') && !said.contains("{{"), "{} in {lang:?}:\n{said}", event.word());
                }
            }
        }
    }
}

fn noon() -> DateTime<Utc> {
    "2025-10-10T04:00:00Z".parse().expect("an instant")
}

fn rules() -> Rules {
    let scripts = Scripts::load(&Source::embedded(), &texts()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    anju::config::Config::read(None, []).expect("the defaults are sound").rules(scripts.words())
}

/// Every event, with and without what it may leave out.
fn events() -> Vec<Event> {
    let (seq, at, person, amount) = (Seq(1), noon(), PersonId(1), Fen::yuan(800));
    let text = || "w".to_owned();
    let mut events = vec![
        Event::Registered { number: text() },
        Event::Dispatched { order: seq, class: Class::A, team: text(), trades: Trades::Single, estimate: amount },
        Event::EmergencySaid { word: text() },
        Event::EmergencyDoubted { danger: Danger::Gas, because: text() },
        Event::EmergencyDenied {},
        Event::EmergencyConfirmed {},
        Event::EmergencyTaken {},
        Event::EmergencyCalledOff { reason: text() },
        Event::EmergencySpread { level: 2, told: vec![person] },
        Event::EmergencySpread { level: 4, told: Vec::new() },
        Event::ApprovalAsked {
            approval: seq,
            amount,
            role: Role::ViceGm,
            passed: vec![(Role::CsManager, PassedUp::Empty), (Role::CsManager, PassedUp::Requester)],
        },
        Event::ApprovalStranded { approval: seq, amount },
        Event::Approved { approval: seq, order: seq, amount },
        Event::Answered { words: text() },
        Event::Forwarded { unit: text(), words: text() },
        Event::ForwardReturned { unit: text(), reason: text() },
        Event::OrderIssued { order: seq, number: text() },
        Event::OrderAccepted { order: seq },
        Event::OrderReturned { order: seq, reason: text() },
        Event::OrderCancelled { order: seq, reason: text() },
        Event::Arrived { order: seq },
        Event::ExtensionAsked { extension: seq, order: seq, until: at, reason: text() },
        Event::Checked { order: seq },
        Event::InspectionPassed { order: seq, round: 1 },
        Event::InspectionFailed { order: seq, faults: text() },
        Event::OwnerSilent { subject: seq },
        Event::AnswerAccepted {},
        Event::RatingAsked { follow_up: seq },
        Event::FollowUpOnCallList { follow_up: seq },
        Event::CallTried { task: seq, attempt: 2 },
        Event::FollowUpUnreachable { follow_up: seq },
        Event::CallWanted { task: seq, person },
        Event::CallMade { task: seq },
        Event::CorrectionIssued { follow_up: seq, faults: text() },
        Event::ReworkBegun { order: seq, round: 2 },
        Event::FailedTooOften { times: 2, order: Some(Seq(1)) },
        Event::PhotoLost { reopened: None },
        Event::PhotoLost { reopened: Some(seq) },
    ];
    for reason in [None, Some(text())] {
        events.extend([
            Event::Received { words: text(), photos: 0, by_call: reason.is_some() },
            Event::WithdrawalWished { reason: reason.clone() },
            Event::Reestimated { order: seq, before: amount, estimate: amount, reason: reason.clone() },
            Event::Withdrawn { reason: reason.clone() },
            Event::PutAway { reason: Some("x".into()) },
            Event::Urged {},
            Event::PersonWanted { words: "x".into() },
            Event::Described { changed: ["words", "category", "place", "available"].map(str::to_owned).to_vec() },
            Event::Noted { words: reason.clone(), photos: 2 },
            Event::ApprovalReturned { approval: seq, order: seq, reason: reason.clone() },
            Event::ApprovalRefused { approval: seq, order: seq, reason: reason.clone() },
            Event::WorkReported { order: seq, photos: 2, missing: reason.clone() },
            Event::WorkRefused { order: seq, round: 1, reason: reason.clone() },
            Event::AnswerRejected { reason: reason.clone() },
            Event::Closed { reason: reason.clone() },
        ]);
        for decision in [Decision::Approve, Decision::Refuse, Decision::Return] {
            events.push(Event::Voted { approval: seq, step: 0, decision, reason: reason.clone(), amount });
        }
    }
    for yes in [false, true] {
        events.extend([
            Event::HandedOver { emergency: yes },
            Event::EmergencyRang { danger: Danger::Fire, because: text(), sure: yes },
            Event::VisitProposed { visit: seq, order: seq, start: at, from_owner: yes },
            Event::VisitAgreed { visit: seq, order: seq, start: at, by_phone: yes },
            Event::ExtensionAnswered { extension: seq, order: seq, consent: yes, until: at },
            Event::Signed { order: seq, on_paper: yes },
            Event::FollowUpDue { follow_up: seq, again: yes },
            Event::Rated { follow_up: seq, satisfied: yes, seriously: !yes, by_phone: yes },
        ]);
    }
    events
}

fn sources() -> Vec<PathBuf> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match path.is_dir() {
                true if path.ends_with("tests") || path.ends_with("sandbox") => {}
                true => gather(&path, found),
                false if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") => {
                    found.push(path)
                }
                false => {}
            }
        }
    }
    let mut found = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 80, "the sources were not found");
    found
}

/// What stands in quotation marks, line by line, comments left out.
fn literals(text: &str) -> Vec<String> {
    let code = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    code.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}
