//! Homes and claims of strangers, measured against the register that stands in
//! the first line of their file.

use crate::script::words::Words;
use crate::understanding::homes::claims::{Decision, Holder, read};
use crate::understanding::homes::{Entry, Meant, meant};
use crate::understanding::learning::examples::Example;
use crate::understanding::measure::report::{Outcome, Tally};
use crate::understanding::measure::rule_tasks::judged;

/// Words for a home: that entry; `ask`, several or too vague; `none`, not there.
pub(super) fn homes(head: &str, words: &Words, examples: &[Example], tally: &mut Tally) {
    let entries = after(head, "register: ").split(';');
    let register: Vec<Entry> =
        entries.filter_map(|entry| entry.trim().split_once(' ')).map(|(e, n)| Entry::new(e, n)).collect();
    for example in examples {
        let said = meant(&example.text, &register, words.home());
        let taken = match &said {
            Meant::One(at) => register.get(*at),
            _ => None,
        };
        let read = match (&said, taken) {
            (_, Some(home)) => format!("{} {}", home.estate, home.number),
            (Meant::Unknown, _) => "none".to_owned(),
            _ => "ask".to_owned(),
        };
        count("homes", example, example.allows(&read), (&read, taken.is_some()), tally);
    }
}

/// A message of a stranger: `number|home` bound, `ask`, or `stranger`. Its bar
/// parts number and home; other results that are right stand in the next column.
pub(super) fn binding(head: &str, words: &Words, examples: &[Example], tally: &mut Tally) {
    let people: Vec<Person> = after(head, "Register: ").split(';').filter_map(Person::read).collect();
    for example in examples {
        let read = claimed(&example.text.replace("\\n", "\n"), &people, words);
        let wanted = example.labels.join("|");
        let others = example.rest.first().map_or("", String::as_str);
        let right = wanted == read || others.split(" ; ").any(|other| other == read);
        count("binding", example, right, (&read, read.contains('|')), tally);
    }
}

fn count(row: &'static str, example: &Example, right: bool, (read, taken): (&str, bool), tally: &mut Tally) {
    let outcome = judged(right, taken);
    tally.count(row, outcome.word());
    if outcome != Outcome::Right {
        tally.wrong(row, example, read);
    }
}

/// What the first line says behind that word.
fn after<'a>(head: &'a str, word: &str) -> &'a str {
    head.split_once(word).map_or("", |(_, rest)| rest.trim())
}

struct Person {
    phone: String,
    homes: Vec<Entry>,
}

impl Person {
    /// `13900001001 李娜 安居花园 1栋101`, further homes behind a `+`.
    fn read(line: &str) -> Option<Person> {
        let (phone, rest) = line.trim().split_once(' ')?;
        let home = |text: &str| {
            let (before, number) = text.trim().rsplit_once(' ')?;
            let estate = before.rsplit(' ').next()?;
            Some(Entry::new(estate, number))
        };
        Some(Person { phone: phone.to_owned(), homes: rest.split('+').filter_map(home).collect() })
    }
}

fn claimed(text: &str, people: &[Person], words: &Words) -> String {
    let claim = read(text, words.home());
    let known: Vec<&Person> = people.iter().filter(|one| claim.phone() == Some(one.phone.as_str())).collect();
    let holders: Vec<Holder> = known.iter().map(|one| Holder { homes: one.homes.clone() }).collect();
    let estates: Vec<String> = people.iter().flat_map(|one| one.homes.iter().map(|home| home.estate.clone())).collect();
    match claim.decide(text, &holders, &estates, words.home()) {
        Decision::Bound { holder, homes } => {
            let of = |at: &usize| known[holder].homes.get(*at);
            let homes = homes.iter().filter_map(of).map(|home| format!("{} {}", home.estate, home.number));
            format!("{}|{}", known[holder].phone, homes.collect::<Vec<_>>().join("+"))
        }
        Decision::Unclear | Decision::Missing => "ask".to_owned(),
        Decision::Stranger => "stranger".to_owned(),
    }
}
