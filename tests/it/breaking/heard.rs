//! What WeCom was told to show, post by post and change by change. A phone
//! shows how a card stands in the end; what came on the way is read here.

use crate::world::World;
use anju::sandbox::wecom::Call;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What is no word for anybody.
const MARKS: [&str; 14] = [
    "touser",
    "userids",
    "msgid",
    "msgtype",
    "open_kfid",
    "code",
    "response_code",
    "card_type",
    "task_id",
    "key",
    "id",
    "type",
    "url",
    "media_id",
];

/// The lines of one post; a picture has none.
type Lines = Vec<String>;

#[derive(Default)]
pub struct Heard {
    /// How often each post reached somebody.
    posts: BTreeMap<String, BTreeMap<Lines, usize>>,
    /// Every line that was posted, or put in the place of another.
    lines: BTreeMap<String, BTreeSet<String>>,
}

impl Heard {
    /// Everything since the beginning. A repeat that WeCom knows for one is not
    /// a post: the same request of the application, the same msgid of customer service.
    pub fn by_now(world: &World) -> Heard {
        let (mut heard, mut known) = (Heard::default(), BTreeSet::new());
        let carried_out = |call: &Call| matches!(call.code, Some(0) | None);
        for call in super::day::corp(world).calls().into_iter().filter(carried_out) {
            let (body, lines) = (&call.parameters, lines_of(&call.parameters));
            let (user, name) = match call.method.as_str() {
                "message/send" => (&body["touser"], body.to_string()),
                "kf/send_msg" => (&body["touser"], body["msgid"].to_string()),
                "message/update_template_card" => {
                    let user = body["userids"][0].as_str().unwrap_or_default().to_owned();
                    heard.lines.entry(user).or_default().extend(lines);
                    continue;
                }
                _ => continue,
            };
            let user = user.as_str().unwrap_or_default().to_owned();
            if known.insert(name) {
                heard.lines.entry(user.clone()).or_default().extend(lines.clone());
                *heard.posts.entry(user).or_default().entry(lines).or_default() += 1;
            }
        }
        heard
    }

    /// Asserts that whatever was posted on an undisturbed day was read on this one.
    pub fn lost_nothing_of(&self, calm: &Heard) {
        for (user, posts) in &calm.posts {
            let read = &self.lines[user];
            for line in posts.keys().flatten() {
                assert!(read.contains(line), "{user} never read this:\n{line}\n\nbut this:\n{read:#?}");
            }
        }
    }

    /// Posts with words that came more often than on the undisturbed day.
    pub fn again(&self, calm: &Heard) -> Vec<String> {
        self.beyond(calm, |lines, before| before > 0 && !lines.is_empty())
    }

    pub fn pictures_again(&self, calm: &Heard) -> usize {
        self.beyond(calm, |lines, _| lines.is_empty()).len()
    }

    /// Posts with words that did not come at all on the undisturbed day: what
    /// stands in the place of a change that could not be made.
    pub fn in_place_of_changes(&self, calm: &Heard) -> Vec<String> {
        self.beyond(calm, |lines, before| before == 0 && !lines.is_empty())
    }

    fn beyond(&self, calm: &Heard, counts: impl Fn(&Lines, usize) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        for (user, posts) in &self.posts {
            for (lines, times) in posts {
                let before = calm.posts.get(user).and_then(|posts| posts.get(lines)).copied().unwrap_or(0);
                if counts(lines, before) {
                    let post = format!("{user}: {}", lines.join(" / "));
                    found.extend(std::iter::repeat_n(post, times.saturating_sub(before)));
                }
            }
        }
        found
    }
}

fn lines_of(body: &Value) -> Lines {
    let mut lines = Vec::new();
    collect(body, &mut lines);
    lines
}

fn collect(value: &Value, lines: &mut Lines) {
    match value {
        Value::String(text) => lines.extend(text.lines().map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        Value::Object(fields) => {
            fields
                .iter()
                .filter(|(name, _)| !MARKS.contains(&name.as_str()))
                .for_each(|(_, item)| collect(item, lines));
        }
        _ => {}
    }
}
