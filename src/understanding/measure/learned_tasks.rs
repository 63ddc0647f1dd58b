//! What each labelled file of a learned task counts: which answer of the
//! understanding is right for which label.

use crate::understanding::Understanding;
use crate::understanding::alarm::Alarm;
use crate::understanding::intent::REPORTING;
use crate::understanding::learning::examples::Example;
use crate::understanding::learning::tasks::NONE;
use crate::understanding::measure::report::Tally;
use crate::understanding::rating::Rated;
use crate::understanding::signature::Signed;

/// Real emergencies, near misses, and those that nobody would count.
pub(super) fn emergency(understanding: &Understanding, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let heard = match understanding.alarm(&example.text) {
            Alarm::Rings(cause) => ("rings", cause.danger.word()),
            Alarm::Doubt(cause) => ("asked", cause.danger.word()),
            Alarm::Quiet => ("quiet", NONE),
        };
        match example.label() {
            "yes" => {
                tally.count("emergency: real", heard.0);
                if heard.0 == "quiet" {
                    tally.wrong("emergency: real", example, heard.0);
                }
                let kind = if example.rest.first().is_some_and(|kind| kind == heard.1) { "right" } else { "other" };
                if heard.0 != "quiet" {
                    tally.count("emergency: kind", kind);
                }
            }
            "no" => {
                tally.count("emergency: near miss", heard.0);
                if heard.0 == "rings" {
                    tally.wrong("emergency: near miss", example, heard.1);
                }
            }
            _ => {}
        }
    }
}

/// Ordinary complaints: their category, and whether they ring.
pub(super) fn category(understanding: &Understanding, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let heard = understanding.hear(&example.text);
        let rings = match heard.alarm {
            Alarm::Rings(_) => "rings",
            Alarm::Doubt(_) => "asked",
            Alarm::Quiet => "quiet",
        };
        if !example.in_doubt() {
            tally.count("emergency: ordinary", rings);
        }
        if rings == "rings" && !example.in_doubt() {
            tally.wrong("emergency: ordinary", example, rings);
        }
        let row = if example.allows(NONE) { "opened: none" } else { "opened: complaint" };
        tally.count(row, if heard.opens() { "opened" } else { "not opened" });
        if example.allows(NONE) {
            continue;
        }
        match heard.category.sure() {
            None => {
                tally.count("category", "asked");
                let offered = heard.category.likely.iter().any(|one| example.allows(one));
                tally.count("category: offered first when asked", if offered { "right" } else { "other" });
            }
            Some(sure) if example.allows(sure) => tally.count("category", "right"),
            Some(sure) => {
                tally.count("category", "wrong");
                tally.wrong("category", example, sure);
            }
        }
    }
}

pub(super) fn intent(understanding: &Understanding, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let heard = understanding.hear(&example.text);
        let meant = heard.meant;
        let right = example.allows(meant.intent.word());
        tally.count("intent", if right { "right" } else { "wrong" });
        if !REPORTING.iter().any(|intent| example.allows(intent.word())) {
            tally.count("opened: none", if heard.opens() { "opened" } else { "not opened" });
        }
        if !right {
            tally.wrong("intent", example, meant.intent.word());
        }
    }
}

pub(super) fn rating(understanding: &Understanding, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let rated = understanding.rating(&example.text);
        let wants_words = example.labels.iter().any(|label| label.starts_with("complaint"));
        let (kind, shown) = match rated {
            Rated::Score(score) if example.allows(&score.to_string()) => ("right", score.to_string()),
            Rated::Score(score) => ("wrong", score.to_string()),
            Rated::Wrong(_) if wants_words => ("right", "complaint".to_owned()),
            Rated::Wrong(_) => ("asked", "complaint".to_owned()),
            Rated::Unclear if example.allows("ask") => ("right", "ask".to_owned()),
            Rated::Unclear => ("asked", "ask".to_owned()),
        };
        tally.count("rating", kind);
        if kind == "wrong" {
            tally.wrong("rating", example, &shown);
        }
    }
}

pub(super) fn signature(understanding: &Understanding, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let read = understanding.signature(&example.text);
        match (example.allows(Signed::Signed.word()), read == Signed::Signed) {
            (false, true) => {
                tally.count("signature: taken wrongly", "wrong");
                tally.wrong("signature: taken wrongly", example, read.word());
            }
            (false, false) => tally.count("signature: taken wrongly", "right"),
            (true, _) if example.labels.len() > 1 => {}
            (true, true) => tally.count("signature: plain", "right"),
            (true, false) => {
                tally.count("signature: plain", "asked");
                tally.wrong("signature: plain", example, read.word());
            }
        }
        let right = example.allows(read.word());
        tally.count("signature: all", if right { "right" } else { "wrong" });
    }
}
