//! What typed words are, whichever messenger they come through: a command, an
//! invitation's code, or simply words.

use crate::talk::inbound::Said;

/// Text, a command, or the `/start CODE` of an invitation link.
pub(super) fn words(text: String) -> Said {
    if text.trim().is_empty() {
        return Said::Unsupported("empty".to_owned());
    }
    let Some((name, args)) = command(&text) else {
        return Said::Text(text);
    };
    if name == "start" {
        return Said::Start { code: code(args) };
    }
    Said::Command { name, args }
}

/// A link carries 1–64 characters of A-Za-z0-9_-; anything else was typed.
pub(super) fn code(text: String) -> Option<String> {
    let of_a_code = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    Some(text).filter(|text| (1..=64).contains(&text.len()) && text.bytes().all(of_a_code))
}

/// `/name@bot args`, also with the slash of a Chinese keyboard; names are 1–32
/// characters of a-z, 0-9 and `_`, as in the Bot API. Other text with a slash
/// ("/厨房漏水") is what somebody said, not a command.
pub(super) fn command(text: &str) -> Option<(String, String)> {
    let rest = text.trim_start().strip_prefix(['/', '／'])?;
    let (word, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = word.split_once('@').map_or(word, |(name, _bot)| name);
    let sound = (1..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    sound.then(|| (name.to_ascii_lowercase(), args.trim().to_owned()))
}
