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

/// What a limit counts.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Bytes,
    Characters,
}

/// A line is not cut shorter than this for the sake of others.
const LEAST_OF_A_LINE: usize = 24;

impl Unit {
    fn size(self, text: &str) -> usize {
        match self {
            Unit::Bytes => text.len(),
            Unit::Characters => text.chars().count(),
        }
    }

    /// So many characters of Chinese.
    fn of(self, characters: usize) -> usize {
        match self {
            Unit::Bytes => characters * '…'.len_utf8(),
            Unit::Characters => characters,
        }
    }

    /// The beginning, at most `limit` with the ellipsis that says so.
    fn cut(self, line: &str, limit: usize) -> String {
        if self.size(line) <= limit {
            return line.to_owned();
        }
        let room = limit.saturating_sub(self.size("…"));
        let kept = match self {
            Unit::Bytes => split_bytes(line, room),
            Unit::Characters => split(line, room),
        };
        format!("{}…", kept.first().copied().unwrap_or_default().trim_end())
    }
}

/// At most `limit` of a text and `lines` of its lines. It is the middle that
/// goes, in a long line or of many: what it is about stands above, who decided
/// or what is asked below.
#[must_use]
pub(super) fn abridge(text: &str, unit: Unit, limit: usize, lines: usize) -> String {
    let text = text.trim_end();
    let count = text.lines().count();
    if unit.size(text) <= limit && count <= lines {
        return text.to_owned();
    }
    let mut kept: Vec<&str> = text.lines().collect();
    if count > lines {
        kept.retain(|line| !line.trim().is_empty());
    }
    if kept.len() > lines {
        let head = (lines / 3).max(1);
        kept.splice(head..kept.len() - (lines - head - 1), ["…"]);
    }
    within(&kept, unit, limit).unwrap_or_else(|| ends(&kept, unit, limit))
}

/// The longest lines cut, the last one only where it is long itself.
fn within(lines: &[&str], unit: Unit, limit: usize) -> Option<String> {
    let sizes: Vec<usize> = lines.iter().map(|line| unit.size(line)).collect();
    let last = lines.len().checked_sub(1)?;
    let whole = |at: usize| at == last && sizes[at] <= limit / 2;
    let size = |at: usize, most: usize| if whole(at) { sizes[at] } else { sizes[at].min(most) };
    let fits = |most: usize| (0..lines.len()).map(|at| size(at, most)).sum::<usize>() + last <= limit;
    let least = unit.of(LEAST_OF_A_LINE).min(limit);
    if !fits(least) {
        return None;
    }
    let most = (least..=limit).rev().find(|most| fits(*most))?;
    let cut = lines.iter().enumerate().map(|(at, line)| unit.cut(line, size(at, most)));
    Some(cut.collect::<Vec<String>>().join("\n"))
}

/// The first two lines, and of the last as many as there is room for.
fn ends(lines: &[&str], unit: Unit, limit: usize) -> String {
    let mut head: Vec<String> = lines.iter().take(2).map(|line| unit.cut(line, limit / 5)).collect();
    head.push("…".to_owned());
    let mut size: usize = head.iter().map(|line| unit.size(line)).sum::<usize>() + head.len();
    let mut tail = Vec::new();
    for line in lines.iter().skip(2).rev() {
        let line = unit.cut(line, limit / 2);
        size += unit.size(&line) + usize::from(!tail.is_empty());
        if size > limit {
            break;
        }
        tail.push(line);
    }
    head.extend(tail.into_iter().rev());
    head.join("\n")
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
