//! `render`: what a person sees is what was meant, in pieces Telegram takes.

use crate::channel::telegram::render::{LONGEST_TEXT, Rendered, commands, render};
use crate::channel::text::{clean, shorten, split};
use crate::talk::message::{Button, Menu, Message};
use proptest::prelude::*;

fn message(title: &str, body: &str) -> Message {
    Message { title: Some(title.to_owned()), ..Message::text(body) }
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.to_owned(), data: data.to_owned() }
}

fn html(rendered: &Rendered) -> Vec<&str> {
    rendered.parts.iter().map(|part| part.html.as_str()).collect()
}

/// What Telegram makes of our HTML: the text, and how much of it is bold.
/// `None` where it would answer "can't parse entities".
fn parsed(html: &str) -> Option<(String, usize)> {
    let (mut text, mut bold, mut open, mut rest) = (String::new(), 0, false, html);
    while let Some(c) = rest.chars().next() {
        let known = [("<b>", None), ("</b>", None), ("&lt;", Some('<')), ("&gt;", Some('>')), ("&amp;", Some('&'))];
        let step = known.iter().find(|(word, _)| rest.starts_with(word));
        let (len, shown) = match step {
            Some((word, shown)) => (word.len(), *shown),
            None if c == '<' || c == '&' || c == '>' => return None,
            None => (c.len_utf8(), Some(c)),
        };
        match (&rest[..len], shown) {
            ("<b>", _) if !open => open = true,
            ("</b>", _) if open => open = false,
            (_, Some(c)) => {
                text.push(c);
                bold += usize::from(open);
            }
            _ => return None,
        }
        rest = &rest[len..];
    }
    (!open).then_some((text, bold))
}

#[test]
fn a_card() {
    let rendered = render(&message("派工单 <1>", "地点:A & B\n预算:¥1,000.00"));
    assert_eq!(html(&rendered), ["<b>派工单 &lt;1&gt;</b>\n地点:A &amp; B\n预算:¥1,000.00"]);
    assert_eq!(rendered.parts[0].plain, "派工单 <1>\n地点:A & B\n预算:¥1,000.00");
    assert_eq!(rendered.keyboard, None);
}

#[test]
fn half_a_card() {
    assert_eq!(html(&render(&message("标题", " \n"))), ["<b>标题</b>"]);
    assert_eq!(html(&render(&message(" ", "正文"))), ["正文"]);
    assert_eq!(render(&message("", "")), Rendered::default());
    let bare = Message::text("").row(vec![button("好", "g:help:")]);
    assert_eq!(html(&render(&bare)), ["…"]);
}

#[test]
fn nothing_can_disguise_a_card() {
    assert_eq!(clean("金额 \u{202e}00.1\u{202c} \u{200b}元\u{2066}x\u{2069}\u{feff}\u{200f}\0\u{7}"), "金额 00.1 元x");
    assert_eq!(clean("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd\te");
    assert_eq!(clean("👨‍👩‍👧 می‌خواهم 🇨🇳"), "👨‍👩‍👧 می‌خواهم 🇨🇳");
}

#[test]
fn long_text_goes_in_parts_with_the_buttons_last() {
    let line = format!("{}\n", "漏".repeat(99));
    let rendered = render(&message("标题", &line.repeat(100)).row(vec![button("接单", "c:1:1:1:accept")]));
    assert_eq!(rendered.parts.len(), 3);
    assert!(rendered.parts.iter().all(|part| part.plain.ends_with('\n')));
    assert!(rendered.keyboard.is_some());
}

#[test]
fn cuts_fall_after_lines_then_words_then_characters() {
    assert_eq!(split("aaaa\nbbbb cc", 9), ["aaaa\n", "bbbb cc"]);
    assert_eq!(split("aaaa bbbb cccc", 12), ["aaaa bbbb ", "cccc"]);
    assert_eq!(split("一二三四五。六七八九", 8), ["一二三四五。", "六七八九"]);
    assert_eq!(split("a\nbbbbbbbbbbbb", 8), ["a\nbbbbbb", "bbbbbb"]);
    assert_eq!(split("abcdef👨‍👩‍👧x", 8), ["abcdef", "👨‍👩‍👧x"]);
    assert_eq!(split("abcdefge\u{301}x", 8), ["abcdefg", "e\u{301}x"]);
    assert_eq!(split("abc🇨🇳🇨🇳", 4), ["abc", "🇨🇳🇨🇳"]);
    assert_eq!(split("", 8), Vec::<&str>::new());
}

#[test]
fn endless_joiners_are_cut_all_the_same() {
    let hostile = format!("a{}", "\u{301}".repeat(10_000));
    assert_eq!(split(&hostile, LONGEST_TEXT).len(), 3);
    assert_eq!(split(&"👍🏽\u{200d}".repeat(3_000), LONGEST_TEXT).concat(), "👍🏽\u{200d}".repeat(3_000));
}

#[test]
fn exactly_the_longest_is_one_part() {
    assert_eq!(render(&Message::text("&".repeat(LONGEST_TEXT))).parts.len(), 1);
    assert_eq!(render(&Message::text("&".repeat(LONGEST_TEXT + 1))).parts.len(), 2);
}

#[test]
fn a_keyboard_telegram_takes() {
    let row: Vec<Button> = (0..11).map(|n| button(&n.to_string(), &format!("g:cases:{n}"))).collect();
    let odd = vec![button("", "g:a:"), button("x", ""), button("y", &"z".repeat(65)), button(&"长".repeat(80), "g:b:")];
    let keyboard = render(&Message::text("选").row(row).row(odd)).keyboard.unwrap().inline_keyboard;
    let widths: Vec<usize> = keyboard.iter().map(Vec::len).collect();
    assert_eq!(widths, [8, 3, 2]);
    assert_eq!(keyboard[2][0].text, "…");
    assert_eq!(keyboard[2][1].text, format!("{}…", "长".repeat(63)));
}

#[test]
fn at_most_a_hundred_buttons() {
    let many =
        (0..60).fold(Message::text("选"), |it, n| it.row(vec![button("a", &format!("g:{n}:")), button("b", "g:x:")]));
    let keyboard = render(&many).keyboard.unwrap().inline_keyboard;
    assert_eq!(keyboard.iter().map(Vec::len).sum::<usize>(), 100);
    assert!(keyboard.iter().all(|row| !row.is_empty()));
}

#[test]
fn an_answer_fits_on_its_line() {
    assert_eq!(shorten(" 已由\n王经理\u{202e}批准 ", 200), "已由 王经理批准");
    assert_eq!(shorten(&"字".repeat(201), 200).chars().count(), 200);
}

#[test]
fn a_menu_telegram_takes() {
    let entry = |name: &str, about: &str| (name.to_owned(), about.to_owned());
    let menu = Menu {
        commands: vec![
            entry("cases", "我的报修"),
            entry("/help", "帮助"),
            entry("大写", "x"),
            entry("Up", "x"),
            entry("empty", " "),
        ],
    };
    let names: Vec<String> = commands(&menu).into_iter().map(|command| command.command).collect();
    assert_eq!(names, ["cases", "help"]);
}

/// Text with what hurts: markup, line ends, joiners, long words.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,20}",
        2 => "[<>&;a-z/ ]{0,20}",
        2 => Just("漏水。".repeat(40)),
        1 => Just("\n".to_owned()),
        1 => Just("👨‍👩‍👧e\u{301}🇨🇳".repeat(30)),
        1 => Just("x".repeat(3000)),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parts_are_short_valid_and_complete(title in prop_oneof![3 => words(), 1 => Just(String::new())], body in words()) {
        let rendered = render(&message(&title, &body));
        let mut whole = String::new();
        let mut bold = 0;
        for part in &rendered.parts {
            let (text, strong) = parsed(&part.html).expect("HTML that Telegram takes");
            prop_assert!(text.chars().count() <= LONGEST_TEXT);
            prop_assert!(!text.trim().is_empty());
            prop_assert_eq!(&text, &part.plain);
            whole.push_str(&text);
            bold += strong;
        }
        let title = clean(&title).trim().to_owned();
        let all = format!("{title}{}", clean(&body));
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(visible(&whole), visible(&all));
        prop_assert!(bold <= title.chars().count());
        prop_assert!(bold >= visible(&title).chars().count());
    }

    #[test]
    fn split_loses_nothing(text in words(), limit in 1_usize..50) {
        let parts = split(&text, limit);
        prop_assert_eq!(parts.concat(), text.as_str());
        prop_assert!(parts.iter().all(|part| (1..=limit).contains(&part.chars().count())));
    }

    #[test]
    fn shorten_keeps_its_limit(text in "\\PC{0,300}", limit in 1_usize..250) {
        prop_assert!(shorten(&text, limit).chars().count() <= limit);
    }
}
