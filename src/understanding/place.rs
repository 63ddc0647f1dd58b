//! Where in the home, and when somebody is there: what a first sentence says
//! besides the matter.

use crate::script::clean::simplified;
use crate::script::words::Words;
use crate::understanding::times::when::{Frame, WhenFault, read_when};

/// The one place that the sentence names, by its id in `words.toml`. Two places
/// are none: its owner is asked.
#[must_use]
pub fn place<'w>(words: &'w Words, text: &str) -> Option<&'w str> {
    let said = simplified(text);
    let mut named: Vec<&str> = Vec::new();
    for place in words.places() {
        if place.words.iter().any(|word| said.contains(word.as_str())) {
            named.push(&place.id);
        }
    }
    match named.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// The words that say when somebody is at home, as they were said.
#[must_use]
pub fn available<'t>(words: &Words, text: &'t str, frame: &Frame) -> Option<&'t str> {
    let clauses = text.split([',', '，', '。', ';', '；', '!', '！', '\n']).map(str::trim);
    clauses.into_iter().find(|clause| {
        let said = simplified(clause);
        let at_home = words.at_home().iter().any(|word| said.contains(word.as_str()));
        at_home
            && matches!(read_when(clause, words.time(), frame), Ok(_) | Err(WhenFault::Standing(_) | WhenFault::NoHour))
    })
}
