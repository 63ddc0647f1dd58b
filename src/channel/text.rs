//! Words for people made fit to be sent: without what disguises, and in pieces
//! that are short enough. How long is enough stands with each messenger.

/// Without the characters that can disguise what a card says (direction
/// marks, invisible ones), control characters and foreign line ends. The
/// joiners U+200C and U+200D stay: names and emoji are written with them.
#[must_use]
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(shown).collect()
}

fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Cuts text into pieces of at most `limit` code points that put together are
/// the text again: after a line, else after a word, else between characters.
#[must_use]
pub(super) fn split(text: &str, limit: usize) -> Vec<&str> {
    pieces(text, limit, |text, limit| text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at))
}

/// The same with the limit in bytes of UTF-8; no limit is below one character.
#[must_use]
pub(super) fn split_bytes(text: &str, limit: usize) -> Vec<&str> {
    pieces(text, limit.max(4), |text, limit| text.floor_char_boundary(limit))
}

/// `reach`: where the first `limit` of a text end, whatever is counted.
fn pieces(text: &str, limit: usize, reach: impl Fn(&str, usize) -> usize) -> Vec<&str> {
    let limit = limit.max(1);
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let hard = reach(rest, limit);
        let at = if hard == rest.len() { hard } else { cut(rest, hard, reach(rest, limit / 2)) };
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = after;
    }
    parts
}

/// `half`: a piece should not end up tiny for the sake of a line.
fn cut(text: &str, hard: usize, half: usize) -> usize {
    let window = &text[..hard];
    let after = |found: Option<usize>| {
        let at = found?;
        let width = window[at..].chars().next().map_or(0, char::len_utf8);
        Some(at + width).filter(|end| *end > half)
    };
    after(window.rfind('\n'))
        .or_else(|| after(window.rfind(|c: char| c.is_whitespace() || "。！？；，、：…".contains(c))))
        .unwrap_or_else(|| between_characters(text, hard))
}

/// The beginning of a text, at most `limit` bytes with the ellipsis that says so.
#[must_use]
pub(super) fn cut_bytes(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let kept = split_bytes(text, limit.saturating_sub("\n…".len())).first().copied().unwrap_or_default();
    let gap = if kept.ends_with('\n') { "\n" } else { "" };
    format!("{}{gap}…", kept.trim_end())
}

/// At most `limit` bytes on one line, cut with an ellipsis.
#[must_use]
pub(super) fn shorten_bytes(text: &str, limit: usize) -> String {
    cut_bytes(&one_line(text), limit)
}

/// Steps back from the middle of what is seen as one character (an emoji with
/// its joiners, a letter with its accent); not endlessly, text can be hostile.
fn between_characters(text: &str, hard: usize) -> usize {
    const FARTHEST: usize = 32;
    let mut ends = text[..hard].char_indices().rev().map(|(at, _)| at).take(FARTHEST);
    let mut at = hard;
    while glued(text, at) {
        match ends.next() {
            Some(earlier) if earlier > 0 => at = earlier,
            _ => return hard,
        }
    }
    at
}

fn glued(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    match (before, after) {
        (Some('\u{200d}'), Some(_)) => true,
        (Some(before), Some(after)) => joins(after) || (flag(before) && flag(after)),
        _ => false,
    }
}

/// Combining accents, variation selectors, skin tones, joiners, flag tags.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// At most `limit` characters on one line, cut with an ellipsis.
#[must_use]
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= limit {
        return line;
    }
    let kept: String = line.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn one_line(text: &str) -> String {
    clean(text).replace(['\n', '\t'], " ").trim().to_owned()
}
