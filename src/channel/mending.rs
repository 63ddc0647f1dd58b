//! Answers that are almost JSON. Messengers have been seen to send what a person
//! wrote without escaping it: a raw control character, a newline, a bare quote.
//! One such text makes a whole page unreadable; here it is cleaned, so that only
//! the text itself suffers.

use serde_json::value::RawValue;
use std::str::Chars;

/// The body as it came where it is JSON, else with its strings escaped as they
/// should have been. What is no JSON even then comes back as it came.
pub(super) fn mended(body: String) -> String {
    if is_json(&body) {
        return body;
    }
    let mended = mend(&body);
    if is_json(&mended) { mended } else { body }
}

fn is_json(body: &str) -> bool {
    serde_json::from_str::<&RawValue>(body).is_ok()
}

fn mend(body: &str) -> String {
    let mut mended = String::with_capacity(body.len() + 16);
    let mut place = Place::default();
    let mut rest = body.chars();
    while let Some(c) = rest.next() {
        if !place.in_string {
            place.outside(c);
            if c.is_ascii_whitespace() || !c.is_control() {
                mended.push(c);
            }
            continue;
        }
        match c {
            '\\' => match rest.clone().next() {
                Some(escaped) if r#""\/bfnrtu"#.contains(escaped) => {
                    mended.extend([c, escaped]);
                    rest.next();
                }
                _ => mended.push_str(r"\\"),
            },
            '"' if place.closes(rest.clone()) => {
                place.in_string = false;
                mended.push(c);
            }
            '"' => mended.push_str("\\\""),
            c if (c as u32) < 0x20 => mended.push_str(&format!("\\u{:04x}", c as u32)),
            c => mended.push(c),
        }
    }
    mended
}

/// Where in the document the reader is.
#[derive(Default)]
struct Place {
    /// Objects (true) and arrays (false) that are open.
    open: Vec<bool>,
    in_string: bool,
    /// The string is the name of a field.
    is_name: bool,
    /// A name may come next.
    name_next: bool,
}

impl Place {
    fn outside(&mut self, c: char) {
        match c {
            '"' => (self.in_string, self.is_name) = (true, self.name_next),
            '{' | '[' => self.open.push(c == '{'),
            '}' | ']' => drop(self.open.pop()),
            _ => {}
        }
        let in_object = self.open.last() == Some(&true);
        match c {
            '{' | ',' => self.name_next = in_object,
            c if c.is_ascii_whitespace() => {}
            _ => self.name_next = false,
        }
    }

    /// Whether a quote ends the string: what follows fits behind one.
    fn closes(&self, rest: Chars<'_>) -> bool {
        let mut rest = rest.skip_while(char::is_ascii_whitespace);
        match rest.next() {
            Some(':') => self.is_name,
            Some(',') if !self.is_name => self.another_follows(rest),
            Some('}' | ']') if !self.is_name => {
                let next = rest.find(|c| !c.is_ascii_whitespace());
                next.is_none_or(|next| matches!(next, ',' | '}' | ']'))
            }
            None => true,
            Some(_) => false,
        }
    }

    /// Behind the comma: in an object a name with its colon, in an array any value.
    fn another_follows(&self, rest: impl Iterator<Item = char>) -> bool {
        let mut rest = rest.skip_while(char::is_ascii_whitespace);
        let first = rest.next();
        if self.open.last() != Some(&true) {
            return first.is_some_and(|c| "\"{[-tfn".contains(c) || c.is_ascii_digit());
        }
        first == Some('"')
            && rest.by_ref().take_while(|c| *c != '"').all(|c| c.is_ascii_alphanumeric() || c == '_')
            && rest.find(|c| !c.is_ascii_whitespace()) == Some(':')
    }
}

#[cfg(test)]
#[path = "tests/mending.rs"]
mod tests;
