//! The words that are shipped, and the labelled sentences.

use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::words::Words;
use std::sync::LazyLock;

pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let source = Source::embedded();
    let texts = Texts::load(&source).unwrap();
    Scripts::load(&source, &texts).unwrap().words().clone()
});

/// The lines of a file below `understanding/`: a sentence and its labels.
pub fn labelled(file: &str) -> Vec<(String, Vec<String>)> {
    let source = Source::embedded();
    let text = source.get(&format!("understanding/{file}")).unwrap().text.to_owned();
    let lines = text.lines().skip(1).map(|line| {
        let (said, labels) = line.split_once('\t').unwrap();
        (said.to_owned(), labels.split('|').map(str::to_owned).collect())
    });
    lines.collect()
}

/// What became of one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Right,
    /// Asked again though it was clear.
    Asked,
    /// A value was taken that was not meant.
    Wrong,
}

/// Counts of a file, with the lines that are not right.
#[derive(Default)]
pub struct Tally {
    pub right: usize,
    pub asked: usize,
    pub wrong: usize,
    pub failing: Vec<String>,
}

impl Tally {
    pub fn of(file: &str, judge: impl Fn(&str, &[String]) -> (Outcome, String)) -> Tally {
        let mut tally = Tally::default();
        for (said, labels) in labelled(file) {
            let (outcome, got) = judge(&said, &labels);
            match outcome {
                Outcome::Right => tally.right += 1,
                Outcome::Asked => tally.asked += 1,
                Outcome::Wrong => tally.wrong += 1,
            }
            if outcome != Outcome::Right {
                tally.failing.push(format!("{outcome:?}\t{said}\twant {}\tgot {got}", labels.join("|")));
            }
        }
        tally
    }

    /// Of so many lines at least so many of a thousand right, and at most so
    /// many wrong.
    pub fn reaches(&self, lines: usize, per_mille: usize, most_wrong: usize) {
        let all = self.right + self.asked + self.wrong;
        assert_eq!(all, lines, "every line of the file is measured");
        let counts = format!("{} right, {} asked, {} wrong of {all}", self.right, self.asked, self.wrong);
        let good = self.right * 1000 >= all * per_mille && self.wrong <= most_wrong;
        println!("{counts}\n{}", self.failing.join("\n"));
        assert!(good, "{counts}\n{}", self.failing.join("\n"));
    }
}
