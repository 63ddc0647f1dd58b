//! Two ways of tidying what people write: `clean` before it is shown to others,
//! `fold` before it is compared with our words.

/// Without the invisible characters that reverse, hide or break what others
/// read: bidirectional overrides, zero-width characters, control characters
/// except the line break.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| is_shown(*c)).collect()
}

fn is_shown(c: char) -> bool {
    let invisible = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    !invisible && (c == '\n' || !c.is_control())
}

/// Lower case, full-width forms as their ordinary ones, spaces as one kind,
/// nothing invisible, nothing at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded: String = clean(text).chars().map(narrow).flat_map(char::to_lowercase).collect();
    folded.trim().to_owned()
}

/// Folded, and in simplified characters.
#[must_use]
pub fn simplified(text: &str) -> String {
    fast2s::convert(&fold(text))
}

/// The ordinary form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{00A0}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

/// How many columns a text takes in a line: two for wide characters.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}
