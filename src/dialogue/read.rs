//! Reading one answer: what somebody wrote or pressed, against what the step
//! takes. A refusal is a text key with its values; the engine says it.

use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::standing::options;
use crate::script::args::Args;
use crate::script::clean::{clean, fold};
use crate::script::model::{Options, Step, Take};
use crate::script::names::OptionSource;
use crate::talk::answer::Answer;
use crate::understanding::amount::{AmountFault, parse_amount};
use crate::understanding::homes::{self, Entry, Meant};
use crate::understanding::rating::Rated;
use crate::understanding::times::when::{Frame, WhenFault, parse_when, says_more};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    Answer(Answer),
    /// An answer inside a sentence that says more.
    Remarked(Answer),
    Refused(Refusal),
    /// Several options fit; only these are offered next.
    Narrowed {
        key: &'static str,
        choices: Vec<Choice>,
    },
}

/// Why an answer was not taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub key: &'static str,
    pub args: Args,
    /// The words themselves may matter to the case.
    pub worth_keeping: bool,
}

fn refused(key: &'static str, args: Args) -> Reading {
    Reading::Refused(Refusal { key, args, worth_keeping: false })
}

fn refused_but_kept(key: &'static str) -> Reading {
    Reading::Refused(Refusal { key, args: Args::new(), worth_keeping: true })
}

/// What was written.
pub(crate) fn written(step: &Step, said: &str, facts: &Facts, voice: &Voice<'_>) -> Reading {
    if step.optional && voice.words().is_nothing(said) && !matches!(step.take, Take::YesNo | Take::Choice(_)) {
        return Reading::Answer(Answer::Skipped);
    }
    match &step.take {
        Take::Text { min, max, .. } => text(said, *min, *max),
        Take::Choice(from) => {
            let choices = options(step, facts, voice).unwrap_or_default();
            home(from, said, &choices, facts, voice).unwrap_or_else(|| choice(from, said, &choices, voice))
        }
        Take::Photos { .. } => refused_but_kept("dialogue.photos_wanted"),
        Take::When { day_means, within_days, .. } => {
            let frame = Frame { now: facts.now, zone: facts.zone, day_means: *day_means, within_days: *within_days };
            let slots = options(step, facts, voice).unwrap_or_default();
            let slot = slots.iter().find(|slot| fold(&slot.label) == fold(said));
            match slot.and_then(|slot| Choice::moment(&slot.value)) {
                Some(at) => moment(at, &frame),
                None => read_moment(said, &frame, voice),
            }
        }
        Take::Amount { min, max } => amount(said, *min, *max, voice),
        Take::YesNo => match voice.words().yes_no(said) {
            Some(yes) => Reading::Answer(Answer::YesNo(yes)),
            None => refused_but_kept("dialogue.yes_no_wanted"),
        },
        Take::Scale5 => match voice.understanding.rating(said) {
            Rated::Score(score) => Reading::Answer(Answer::Number(score)),
            Rated::Wrong(Some(score)) => Reading::Remarked(Answer::Number(score)),
            Rated::Wrong(None) => refused_but_kept("dialogue.scale_wrong_noted"),
            Rated::Unclear => refused_but_kept("dialogue.scale_wanted"),
        },
    }
}

/// What a button carries; `shortened` values are resolved here too.
pub(crate) fn pressed(step: &Step, value: &str, facts: &Facts, voice: &Voice<'_>) -> Reading {
    let choices = options(step, facts, voice).unwrap_or_default();
    let choice = choices.iter().find(|choice| choice.value == value || shortened(&choice.value) == value);
    let unknown = || refused("dialogue.choice_gone", Args::new());
    match &step.take {
        Take::When { within_days, .. } => {
            let frame = Frame { now: facts.now, zone: facts.zone, day_means: None, within_days: *within_days };
            let value = choice.map_or(value, |choice| choice.value.as_str());
            Choice::moment(value).map_or_else(unknown, |at| moment(at, &frame))
        }
        Take::Text { .. } => choice.map_or_else(unknown, |choice| Reading::Answer(Answer::Text(choice.label.clone()))),
        Take::Choice(_) => choice.map_or_else(unknown, |choice| Reading::Answer(Answer::Choice(choice.value.clone()))),
        Take::YesNo => choice.map_or_else(unknown, |choice| Reading::Answer(Answer::YesNo(choice.value == "yes"))),
        Take::Scale5 => {
            let level = choice.and_then(|choice| choice.value.parse().ok());
            level.map_or_else(unknown, |level| Reading::Answer(Answer::Number(level)))
        }
        Take::Photos { .. } | Take::Amount { .. } => unknown(),
    }
}

/// A value too long for a button's data, by its fingerprint.
pub(crate) fn shortened(value: &str) -> String {
    format!("#{:08x}", fingerprint(value))
}

/// FNV-1a: the same on every machine and in every version.
pub(crate) fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn text(said: &str, min: usize, max: usize) -> Reading {
    let text = clean(said).trim().to_owned();
    let length = text.chars().count();
    if length == 0 {
        refused("dialogue.empty", Args::new())
    } else if length < min {
        refused("dialogue.too_short", Args::new().count("min", min))
    } else if length > max {
        let args = Args::new().count("max", max).count("length", length);
        Reading::Refused(Refusal { key: "dialogue.too_long", args, worth_keeping: true })
    } else {
        Reading::Answer(Answer::Text(text))
    }
}

/// By its whole label, by what it is about, or by a part that only one has.
/// Where the words were a search, whatever it found is offered.
fn choice(from: &Options, said: &str, choices: &[Choice], voice: &Voice<'_>) -> Reading {
    let said = fold(said);
    let answer = |value: &str| Reading::Answer(Answer::Choice(value.to_owned()));
    let named = |choice: &&Choice| {
        fold(&choice.label) == said || matches!(from, Options::Literal(_)) && fold(&choice.value) == said
    };
    if let Some(choice) = choices.iter().find(named) {
        return answer(&choice.value);
    }
    if *from == Options::From(OptionSource::Categories)
        && let Some(sure) = voice.understanding.category(&said).sure()
    {
        return answer(sure);
    }
    let about = |label: &str| said.chars().count() >= 2 && (label.contains(&said) || said.contains(label));
    let near: Vec<&Choice> = choices.iter().filter(|choice| about(&fold(&choice.label))).collect();
    match (near.as_slice(), from) {
        ([one], _) => answer(&one.value),
        ([], Options::Found(_)) if choices.is_empty() => refused("dialogue.search_none", Args::new()),
        ([], Options::Found(_)) => narrowed("dialogue.search_found", choices.iter()),
        ([], Options::Literal(_) | Options::From(_)) => refused_but_kept("dialogue.choice_unknown"),
        (several, _) => narrowed("dialogue.choice_several", several.iter().copied()),
    }
}

/// A home among those that are offered, however it is written; `None` where
/// something else is asked. Of his own homes the speaker may say less than of
/// those that a search has found.
fn home(from: &Options, said: &str, choices: &[Choice], facts: &Facts, voice: &Voice<'_>) -> Option<Reading> {
    let (Options::From(source) | Options::Found(source)) = from else { return None };
    let entries = choices.iter().map(|choice| facts.homes.get(&choice.value).cloned());
    let entries: Vec<Entry> = entries.collect::<Option<_>>().filter(|_| *source == OptionSource::Homes)?;
    let answer = |choice: &Choice| Reading::Answer(Answer::Choice(choice.value.clone()));
    if let Some(choice) = choices.iter().find(|choice| fold(&choice.label) == fold(said)) {
        return Some(answer(choice));
    }
    let found = matches!(from, Options::Found(_));
    let meant = if found { homes::meant } else { homes::own }(said, &entries, voice.words().home());
    Some(match meant {
        Meant::One(index) => answer(choices.get(index)?),
        // "Several" is not said of one: he is shown all his homes again.
        Meant::Several(fits) if !found && fits.len() == 1 => refused_but_kept("dialogue.choice_unknown"),
        Meant::Several(fits) => {
            let key = if fits.len() == 1 { "dialogue.search_found" } else { "dialogue.choice_several" };
            narrowed(key, fits.iter().filter_map(|index| choices.get(*index)))
        }
        Meant::Unknown | Meant::Nothing if !found => refused_but_kept("dialogue.choice_unknown"),
        Meant::Unknown | Meant::Nothing if choices.is_empty() => refused("dialogue.search_none", Args::new()),
        Meant::Unknown | Meant::Nothing => narrowed("dialogue.search_found", choices.iter()),
    })
}

fn narrowed<'c>(key: &'static str, choices: impl Iterator<Item = &'c Choice>) -> Reading {
    Reading::Narrowed { key, choices: choices.cloned().collect() }
}

fn amount(said: &str, min: i64, max: i64, voice: &Voice<'_>) -> Reading {
    match parse_amount(said, voice.words().amount()) {
        Err(AmountFault::Unread) => refused("dialogue.amount_unread", Args::new()),
        Err(AmountFault::Range | AmountFault::Bound | AmountFault::Several) => {
            refused("dialogue.amount_several", Args::new())
        }
        Ok(fen) if fen < min => refused("dialogue.amount_small", Args::new().money("min", min)),
        Ok(fen) if fen > max => refused("dialogue.amount_large", Args::new().money("max", max)),
        Ok(fen) => Reading::Answer(Answer::Amount(fen)),
    }
}

fn read_moment(said: &str, frame: &Frame, voice: &Voice<'_>) -> Reading {
    let words = voice.words().time();
    let more = says_more(said, words);
    match parse_when(said, words, frame) {
        Ok(at) if more => Reading::Remarked(Answer::When(at)),
        Ok(at) => Reading::Answer(Answer::When(at)),
        Err(fault) => {
            let worth_keeping = more || matches!(fault, WhenFault::Unread | WhenFault::Standing(_));
            let args = Args::new().int("days", frame.within_days);
            Reading::Refused(Refusal { key: when_key(fault), args, worth_keeping })
        }
    }
}

fn moment(at: chrono::DateTime<chrono::Utc>, frame: &Frame) -> Reading {
    if at <= frame.now {
        refused(when_key(WhenFault::Past), Args::new().int("days", frame.within_days))
    } else {
        Reading::Answer(Answer::When(at))
    }
}

fn when_key(fault: WhenFault) -> &'static str {
    match fault {
        WhenFault::Unread => "dialogue.when_unread",
        WhenFault::NoHour => "dialogue.when_no_hour",
        WhenFault::Past => "dialogue.when_past",
        WhenFault::Far => "dialogue.when_far",
        WhenFault::Standing(_) => "dialogue.when_standing",
    }
}
