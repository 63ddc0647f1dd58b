//! `render`: what a person sees is what was meant, in lengths WeCom takes.

use crate::channel::wecom::render;
use crate::channel::wecom::render::{
    AppRendered, KfItem, KfRendered, LONGEST_HEAD, LONGEST_TEXT, MOST_CARD_BUTTONS, MOST_MENU_ITEMS, choices, greyed,
};
use crate::talk::message::{Button, Message};
use proptest::prelude::*;
use serde_json::{Value, json};

fn message(title: &str, body: &str, buttons: usize) -> Message {
    let rows = (0..buttons).map(|n| vec![button(&format!("选项{n}"), &format!("a:1:step:{n}"))]).collect();
    Message { title: Some(title.to_owned()), buttons: rows, ..Message::text(body) }
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.to_owned(), data: data.to_owned() }
}

fn app(message: &Message) -> AppRendered {
    render::app(message, "")
}

fn kf(message: &Message) -> Option<KfRendered> {
    render::kf(message, "")
}

fn kf_text(message: &Message) -> String {
    match kf(message) {
        Some(KfRendered::Text(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_without_buttons_are_a_text() {
    let plain = message("工单已派", "3号楼 <急>", 0);
    assert_eq!(app(&plain).texts, ["工单已派\n3号楼 <急>"]);
    assert_eq!(app(&plain).card, None);
    assert_eq!(kf_text(&plain), "工单已派\n3号楼 <急>");
    let nothing = message(" ", "\n \u{200b}", 0);
    assert_eq!((app(&nothing).texts, app(&nothing).card, kf(&nothing)), (vec![], None, None));
}

#[test]
fn a_short_message_is_the_card_itself() {
    let rendered =
        app(&Message { title: Some("派工单".to_owned()), ..Message::text("地点:3-1-902\n预算:¥1,000") }
            .row(vec![button("接单", "c:12:3:1:accept"), button("转派", "c:12:3:1:reassign")]));
    assert_eq!(rendered.texts, Vec::<String>::new());
    assert_eq!(
        rendered.card.unwrap(),
        json!({
            "card_type": "button_interaction",
            "main_title": {"title": "派工单"},
            "sub_title_text": "地点:3-1-902\n预算:¥1,000",
            "button_list": [
                {"type": 0, "text": "接单", "style": 1, "key": "c:12:3:1:accept"},
                {"type": 0, "text": "转派", "style": 2, "key": "c:12:3:1:reassign"},
            ],
        })
    );
}

#[test]
fn a_card_without_a_title_takes_its_first_line() {
    let card = |body: &str| app(&message("", body, 1)).card.unwrap();
    let parts = |card: &Value| (card["main_title"]["title"].clone(), card["sub_title_text"].clone());
    assert_eq!(parts(&card("什么时候方便?")), (json!("什么时候方便?"), Value::Null));
    assert_eq!(parts(&card("请选择\n上午\n下午")), (json!("请选择"), json!("上午\n下午")));
    let long = "长".repeat(40);
    assert_eq!(parts(&card(&long)), (json!("长".repeat(36)), json!("长".repeat(4))));
    assert_eq!(parts(&card("")), (json!("…"), Value::Null));
}

#[test]
fn a_long_message_is_a_text_before_its_card() {
    for body in ["长".repeat(161), "行\n".repeat(6) + "行"] {
        let rendered = app(&message("派工单", &body, 2));
        assert_eq!(rendered.texts, [format!("派工单\n{body}")]);
        let card = rendered.card.unwrap();
        assert_eq!(card["main_title"]["title"], "派工单");
        assert!(card["sub_title_text"].as_str().unwrap().chars().count() <= 160);
        assert_eq!(card["button_list"].as_array().unwrap().len(), 2);
    }
    let exactly = app(&message("题", &"长".repeat(160), 1));
    assert!(exactly.texts.is_empty() && exactly.card.is_some());
    let long_title = app(&message(&"题".repeat(37), "x", 1));
    assert_eq!(long_title.texts, Vec::<String>::new());
    assert_eq!(long_title.card.unwrap()["sub_title_text"], "题\nx");
}

#[test]
fn nothing_is_said_twice() {
    let notice = "ZX-2026-1123-00002 约好了：11月27日 周五 09:00 上门。请留人在家。";
    let rendered = app(&message("", notice, 1));
    let card = rendered.card.unwrap();
    assert_eq!(rendered.texts, Vec::<String>::new());
    assert_eq!(card["main_title"]["title"], "ZX-2026-1123-00002 约好了：11月27日 周五");
    assert_eq!(card["sub_title_text"], "09:00 上门。请留人在家。");
}

#[test]
fn a_card_below_a_long_text_shows_what_is_asked() {
    let body = format!("🏠 3-1201\n💬 {}\n收到：11月23日\n请在 11月25日 前答复", "漏".repeat(200));
    let rendered = app(&message("派工单", &body, 2));
    assert_eq!(rendered.texts, [format!("派工单\n{body}")]);
    assert_eq!(rendered.card.unwrap()["sub_title_text"], "🏠 3-1201\n…\n请在 11月25日 前答复");
}

#[test]
fn too_many_buttons_are_numbered() {
    assert!(app(&message("选", "", MOST_CARD_BUTTONS)).card.is_some());
    let seven = message("选哪个?", "", MOST_CARD_BUTTONS + 1);
    let rendered = app(&seven);
    assert_eq!(rendered.card, None);
    assert_eq!(rendered.texts, ["选哪个?\n\n1. 选项0\n2. 选项1\n3. 选项2\n4. 选项3\n5. 选项4\n6. 选项5\n7. 选项6"]);
    assert_eq!(choices(&seven)[2].data, "a:1:step:2");
    assert!(
        matches!(kf(&message("选", "", MOST_MENU_ITEMS)), Some(KfRendered::Menu { items, .. }) if items.len() == 10)
    );
    let eleven = kf_text(&message("选", &"长".repeat(3000), MOST_MENU_ITEMS + 1));
    assert!(eleven.ends_with("…\n\n1. 选项0\n2. 选项1\n3. 选项2\n4. 选项3\n5. 选项4\n6. 选项5\n7. 选项6\n8. 选项7\n9. 选项8\n10. 选项9\n11. 选项10"));
    assert!((LONGEST_TEXT - 10..=LONGEST_TEXT).contains(&eleven.len()));
    assert!(kf_text(&message("", "", 300)).starts_with("1. 选项0\n2. 选项1"));
}

#[test]
fn a_numbered_list_says_so() {
    let hint = "（回复编号即可）";
    let texts = render::app(&message("选哪个?", "", 7), hint).texts;
    assert!(texts[0].ends_with("\n7. 选项6\n（回复编号即可）"), "{texts:?}");
    let Some(KfRendered::Text(text)) = render::kf(&message("选哪个?", "", 11), hint) else { panic!() };
    assert!(text.ends_with("\n11. 选项10\n（回复编号即可）"), "{text}");
    let Some(KfRendered::Menu { head, .. }) = render::kf(&message("选哪个?", "", 10), hint) else { panic!() };
    assert_eq!(head, "选哪个?");
}

#[test]
fn a_menu_is_one_message() {
    let menu = kf(&message("整改方案", "请确认。", 2)).unwrap();
    let item = |n: usize| KfItem { id: format!("a:1:step:{n}"), label: format!("选项{n}") };
    assert_eq!(menu, KfRendered::Menu { head: "整改方案\n请确认。".to_owned(), items: vec![item(0), item(1)] });
    assert_eq!(
        menu.body(),
        json!({"msgtype": "msgmenu", "msgmenu": {"head_content": "整改方案\n请确认。", "list": [
            {"type": "click", "click": {"id": "a:1:step:0", "content": "选项0"}},
            {"type": "click", "click": {"id": "a:1:step:1", "content": "选项1"}},
        ]}})
    );
    assert_eq!(KfRendered::Text("好".to_owned()).body(), json!({"msgtype": "text", "text": {"content": "好"}}));
    let Some(KfRendered::Menu { head, .. }) = kf(&message("", "", 1)) else { panic!() };
    assert_eq!(head, "…");
}

#[test]
fn a_head_that_is_too_long_is_cut_in_the_middle() {
    let line = format!("{}\n", "漏".repeat(33));
    let Some(KfRendered::Menu { head, .. }) = kf(&message("", &line.repeat(20), 1)) else { panic!() };
    assert_eq!(head, format!("{}…\n{}", line.repeat(2), line.repeat(8)).trim_end());
    assert!(head.len() <= LONGEST_HEAD);
    let Some(KfRendered::Menu { head, .. }) = kf(&message("", &"漏".repeat(400), 1)) else { panic!() };
    assert_eq!(head, format!("{}…", "漏".repeat(340)));
}

/// A long complaint does not push out what was answered after it.
#[test]
fn her_own_words_are_cut_before_anything_else() {
    let words = "厨房水管漏水，".repeat(60);
    let summary = format!("请核对\n类别：水管\n内容：{words}\n地点：厨房\n方便时间：周六上午");
    let Some(KfRendered::Menu { head, .. }) = kf(&Message::text(summary.clone()).row(vec![button("提交", "a:1:x:y")]))
    else {
        panic!()
    };
    assert!(head.starts_with("请核对\n类别：水管\n内容：厨房水管漏水，厨房"), "{head}");
    assert!(head.ends_with("，…\n地点：厨房\n方便时间：周六上午"), "{head}");
    assert!((LONGEST_HEAD - 30..=LONGEST_HEAD).contains(&head.len()));
    let story = format!("{summary}\n{}✔ 已完工", "11月23日 09:00 王师傅 已接单\n".repeat(60));
    let text = kf_text(&Message::text(story));
    assert!(text.starts_with("请核对\n类别：水管\n…\n11月23日 09:00 王师傅 已接单"), "{text}");
    assert!(text.ends_with("王师傅 已接单\n✔ 已完工") && text.len() > LONGEST_TEXT - 60, "{text}");
}

#[test]
fn exactly_the_longest_is_one_text() {
    let most = "x".repeat(LONGEST_TEXT);
    assert_eq!(app(&Message::text(most.clone())).texts, vec![most.clone()]);
    assert_eq!(app(&Message::text(format!("{most}y"))).texts.len(), 2);
    assert_eq!(kf_text(&Message::text(most.clone())), most);
    let cut = kf_text(&Message::text("漏".repeat(683)));
    assert_eq!(cut, format!("{}…", "漏".repeat(681)));
}

#[test]
fn buttons_that_would_be_refused_are_left_out() {
    let odd = Message::text("选").row(vec![
        button("a", ""),
        button("b", &"x".repeat(65)),
        button("c", "same"),
        button("d", "same"),
        button(" ", "blank"),
        button(&"长".repeat(80), "long"),
    ]);
    let Some(KfRendered::Menu { items, .. }) = kf(&odd) else { panic!() };
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["same", "blank", "long"]);
    assert_eq!(items[1].label, "…");
    assert_eq!(items[2].label, format!("{}…", "长".repeat(41)));
    let card = app(&odd).card.unwrap();
    assert_eq!(card["button_list"][2]["text"], format!("{}…", "长".repeat(63)));
}

#[test]
fn nobody_elses_words_become_a_link() {
    let bait = message("<A HREF='weixin://x'>", "<a href=\"https://evil.example\">点我</a> 3<5 <急> \u{202e}x", 0);
    let shown = "＜A HREF='weixin://x'>\n＜a href=\"https://evil.example\">点我＜/a> 3<5 <急> x";
    assert_eq!(app(&bait).texts, [shown]);
    assert_eq!(kf_text(&bait), shown);
    let hidden = Message::text("<\u{200b}a href='x'>");
    assert_eq!(kf_text(&hidden), "＜a href='x'>");
}

#[test]
fn a_card_with_nothing_left_to_decide() {
    let card = greyed(&message("派工单", &"已由王师傅接单。\n".repeat(60), 3), "已接单");
    assert_eq!(card["main_title"]["title"], "派工单");
    assert_eq!(card["replace_text"], "已接单");
    assert_eq!(card["button_list"], json!([{"type": 0, "text": "已接单", "style": 3, "key": "-"}]));
    assert!(card["sub_title_text"].as_str().unwrap().len() <= 480);
    assert_eq!(greyed(&Message::text("完"), " ")["replace_text"], "…");
}

#[test]
fn a_grey_card_says_who_decided() {
    let home = "🏠 3-1201 · 李娜\n💬 ";
    let rest = "\n📌 水管、下水、漏水 · 厨房\n收到：11月23日 周一 09:12\n↩ 张伟 11月23日 周一 10:40 退单：不归我们管";
    let below = |words: String| {
        let card = greyed(&message("待派工 ZX-2026-1123-00002", &format!("{home}{words}{rest}"), 0), "已处理");
        card["sub_title_text"].as_str().unwrap().to_owned()
    };
    let short = below("漏水".to_owned());
    assert_eq!(short, format!("{home}漏水{rest}"));
    let long = below("漏".repeat(300));
    assert!(long.starts_with(&format!("{home}漏漏")) && long.ends_with(&format!("漏…{rest}")), "{long}");
    assert_eq!(long.chars().count(), 160);
    let many = below("漏水\n".repeat(50));
    assert!(many.starts_with(&format!("{home}漏水\n…\n📌")) && many.ends_with(rest), "{many}");
}

/// Text with what hurts: links, line ends, joiners, long words.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,20}",
        2 => "[<>&;a-z/ ]{0,20}",
        2 => Just("漏水。".repeat(40)),
        1 => Just("\n".to_owned()),
        1 => Just("👨‍👩‍👧e\u{301}🇨🇳".repeat(30)),
        1 => Just("x".repeat(3000)),
        1 => Just("\u{301}".repeat(1500)),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn any_message() -> impl Strategy<Value = Message> {
    let button = ("\\PC{0,100}", "[a-z0-9:]{0,70}").prop_map(|(label, data)| Button { label, data });
    let rows = proptest::collection::vec(proptest::collection::vec(button, 0..4), 0..8);
    (proptest::option::of(words()), words(), rows).prop_map(|(title, body, buttons)| Message {
        title,
        body,
        buttons,
        photos: vec![],
    })
}

fn is_a_link(text: &str) -> bool {
    text.contains("<a") || text.contains("<A") || text.contains("</")
}

/// What WeCom would say about a card.
fn sound(card: &Value) -> Result<(), TestCaseError> {
    let words = |value: &Value, most: usize| {
        let text = value.as_str().unwrap_or_default();
        !text.trim().is_empty() && text.chars().count() <= most && !is_a_link(text)
    };
    prop_assert!(words(&card["main_title"]["title"], 36), "{card}");
    prop_assert!(card["sub_title_text"].is_null() || words(&card["sub_title_text"], 480), "{card}");
    let buttons = card["button_list"].as_array().unwrap();
    prop_assert!((1..=6).contains(&buttons.len()));
    for button in buttons {
        prop_assert!(words(&button["text"], 64), "{button}");
        prop_assert!((1..=64).contains(&button["key"].as_str().unwrap().len()));
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_member_gets_all_of_it_in_lengths_that_fit(message in any_message()) {
        let rendered = app(&message);
        for text in &rendered.texts {
            prop_assert!(text.len() <= 2048 && !text.trim().is_empty() && !is_a_link(text));
        }
        let sound_buttons = choices(&message).len();
        prop_assert_eq!(rendered.card.is_some(), (1..=6).contains(&sound_buttons));
        if let Some(card) = &rendered.card {
            sound(card)?;
        }
        sound(&greyed(&message, &message.body))?;
        let whole = rendered.texts.concat();
        if rendered.card.is_none() && sound_buttons == 0 {
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '<' && *c != '＜').collect::<String>();
            let meant = format!("{}\n{}", message.title.clone().unwrap_or_default(), message.body);
            prop_assert_eq!(visible(&whole), visible(&crate::channel::text::clean(&meant)));
        }
    }

    #[test]
    fn a_customer_gets_one_message_that_fits(message in any_message()) {
        match kf(&message) {
            None => prop_assert!(choices(&message).is_empty()),
            Some(KfRendered::Text(text)) => {
                prop_assert!(text.len() <= 2048 && !text.trim().is_empty() && !is_a_link(&text));
                prop_assert!(choices(&message).is_empty() || choices(&message).len() > 10);
            }
            Some(KfRendered::Menu { head, items }) => {
                prop_assert!(head.len() <= 1024 && !head.trim().is_empty() && !is_a_link(&head));
                prop_assert!((1..=10).contains(&items.len()));
                for item in items {
                    prop_assert!((1..=128).contains(&item.id.len()));
                    prop_assert!((1..=128).contains(&item.label.len()) && !is_a_link(&item.label));
                }
            }
        }
    }
}
