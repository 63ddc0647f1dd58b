//! `parse_app`: callbacks of the app in the words of `talk`.

use super::samples;
use super::vectors::{A2, D, E, F};
use crate::channel::wecom::receive::{ParseFault, parse_app, without_code};
use crate::talk::inbound::{Channel, FileKind, FileRef, Inbound, Media, Press, Said, UpdateCode};
use chrono::DateTime;
use std::time::Duration;

fn heard(xml: &str) -> Inbound {
    parse_app(xml).unwrap()
}

fn said(xml: &str) -> Said {
    heard(xml).said
}

fn text(words: &str) -> Said {
    Said::Text(words.to_owned())
}

#[test]
fn a_sentence() {
    let heard = heard(D.plain);
    assert_eq!(heard.from.channel, Channel::WecomApp);
    assert_eq!(heard.from.user, "lisi");
    assert_eq!(heard.said_at, DateTime::from_timestamp(1_700_000_000, 0));
    assert_eq!(heard.message.as_deref(), Some("7319283746501"));
    assert_eq!((heard.reply_to, heard.lang, heard.name, heard.welcome), (None, None, None, None));
    assert_eq!(heard.said, text("3号楼电梯坏了 & <急>"));
    assert_eq!(said(A2.plain), text("hello"));
}

#[test]
fn words_keep_the_white_space_that_is_theirs() {
    assert_eq!(said(&samples::text(" 第一行\n 第二行 \n")), text(" 第一行\n 第二行 \n"));
    let pretty = samples::text("漏水\n了").replace("<![CDATA[", "\n    <![CDATA[").replace("]]>", "]]>\n  ");
    assert_eq!(said(&pretty), text("漏水\n了"));
    assert_eq!(heard(&pretty).from.user, "lisi");
    let plain = samples::message("text", "<Content>a &lt;b&gt; &amp; &#28431;</Content>");
    assert_eq!(said(&plain), text("a <b> & 漏"));
    let divided = samples::message("text", "<Content><![CDATA[x]]]]><![CDATA[>y]]></Content>");
    assert_eq!(said(&divided), text("x]]>y"));
    assert_eq!(said(&samples::text("水\0管")), text("水管"));
}

#[test]
fn nothing_at_all() {
    for content in ["<Content></Content>", "<Content><![CDATA[ \n]]></Content>", "<Content>\0</Content>"] {
        assert_eq!(said(&samples::message("text", content)), Said::Unsupported("empty".to_owned()));
    }
    assert_eq!(said(&samples::message("text", "")), Said::Unsupported("text".to_owned()));
}

#[test]
fn commands() {
    let command = |name: &str, args: &str| Said::Command { name: name.to_owned(), args: args.to_owned() };
    let cases = [
        ("/cases", command("cases", "")),
        ("／Cases", command("cases", "")),
        ("/case 2025-001", command("case", "2025-001")),
        ("／case\u{3000}2025-001", command("case", "2025-001")),
        ("/start Qx7_-abc", Said::Start { code: Some("Qx7_-abc".to_owned()) }),
        ("/start", Said::Start { code: None }),
        ("/厨房漏水", text("/厨房漏水")),
        ("／", text("／")),
        ("取消订阅", text("取消订阅")),
    ];
    for (typed, expected) in cases {
        assert_eq!(said(&samples::text(typed)), expected, "{typed}");
    }
}

#[test]
fn files() {
    let file = |kind, mime: Option<&str>| {
        let mime = mime.map(str::to_owned);
        let file = FileRef { kind, provider_id: "M1".to_owned(), unique_id: None, name: None, mime, size: None };
        Said::Media(Media { file, caption: None, group: None })
    };
    let id = "<MediaId><![CDATA[M1]]></MediaId>";
    let with = |more: &str| format!("{more}{id}");
    let picture = with("<PicUrl><![CDATA[https://example.com/p?a=1&b=2]]></PicUrl>");
    assert_eq!(said(&samples::message("image", &picture)), file(FileKind::Photo, None));
    let spoken = |format: &str| samples::message("voice", &with(&format!("<Format><![CDATA[{format}]]></Format>")));
    assert_eq!(said(&spoken("amr")), file(FileKind::Voice, Some("audio/amr")));
    assert_eq!(said(&spoken("speex")), file(FileKind::Voice, None));
    let video = with("<ThumbMediaId><![CDATA[T]]></ThumbMediaId>");
    assert_eq!(said(&samples::message("video", &video)), file(FileKind::Video, None));
    assert_eq!(said(&samples::message("file", id)), file(FileKind::Document, None));
    for kind in ["image", "voice", "video", "file"] {
        assert_eq!(said(&samples::message(kind, "<MediaId> </MediaId>")), Said::Unsupported(kind.to_owned()));
    }
}

#[test]
fn places() {
    let place = |x: &str, y: &str, label: &str| {
        samples::message(
            "location",
            &format!(
                "<Location_X>{x}</Location_X><Location_Y>{y}</Location_Y><Scale>16</Scale><Label><![CDATA[{label}]]></Label><AppType><![CDATA[wxwork]]></AppType>"
            ),
        )
    };
    let here = |label: Option<&str>| Said::Location {
        latitude: 23.134_521,
        longitude: 113.358_803,
        label: label.map(str::to_owned),
    };
    assert_eq!(said(&place("23.134521", " 113.358803\n", "幸福路1号")), here(Some("幸福路1号")));
    assert_eq!(said(&place("23.134521", "113.358803", "")), here(None));
    for (x, y) in [("", "1"), ("x", "1"), ("NaN", "1"), ("inf", "1"), ("91", "1"), ("1", "-180.5")] {
        assert_eq!(said(&place(x, y, "")), Said::Unsupported("location".to_owned()), "{x} {y}");
    }
}

#[test]
fn presses() {
    let code = |code: &str| UpdateCode { code: code.to_owned(), lasts: Duration::from_secs(259_200) };
    let press = |data: &str, code| Said::Tap(Press { data: data.to_owned(), query: String::new(), code });
    let pressed = heard(E.plain);
    assert_eq!(pressed.said, press("accept:42", Some(code("RC1"))));
    assert_eq!((pressed.message, pressed.reply_to.as_deref()), (None, Some("wo-42@1")));
    assert_eq!(pressed.from.user, "lisi");
    for kind in ["template_card_event", "template_card_menu_event"] {
        let xml = samples::press(kind, "c:12:3:1:accept");
        assert_eq!(said(&xml), press("c:12:3:1:accept", Some(code("RC1"))));
        assert_eq!(said(&xml.replace("RC1", "")), press("c:12:3:1:accept", None));
        let nothing = said(&samples::press(kind, ""));
        assert_eq!(nothing, Said::Unsupported("template_card_event".to_owned()));
    }
    let chosen = samples::press("template_card_event", "ok").replace("</xml>", &format!("{}</xml>", samples::SELECTED));
    assert_eq!(said(&chosen), press("ok", Some(code("RC1"))));
}

#[test]
fn the_menu() {
    let click = |key: &str| samples::event("click", &format!("<EventKey><![CDATA[{key}]]></EventKey>"));
    let command = Said::Command { name: "cases".to_owned(), args: String::new() };
    assert_eq!(said(&click("cases")), command);
    assert_eq!(said(&click("/Cases")), command);
    assert_eq!(said(&click("")), Said::Unsupported("click".to_owned()));
    assert_eq!(said(&click("我的")), Said::Unsupported("click".to_owned()));
    assert_eq!(heard(&click("cases")).message, None);
}

#[test]
fn in_and_out_of_the_apps_range() {
    assert_eq!(said(&samples::event("subscribe", "<EventKey></EventKey>")), Said::Reachable(true));
    assert_eq!(said(&samples::event("unsubscribe", "")), Said::Reachable(false));
}

#[test]
fn what_nobody_said() {
    let place = "<Latitude>23.1</Latitude><Longitude>113.3</Longitude><Precision>119</Precision>";
    let scanned =
        "<EventKey>k</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>";
    for xml in [
        samples::event("enter_agent", "<EventKey><![CDATA[]]></EventKey>"),
        samples::event("enter_agent", "<EventKey/>").replace("enter_agent", "\nenter_agent\n"),
        samples::event("LOCATION", place),
        samples::event("view", "<EventKey><![CDATA[https://example.com]]></EventKey>"),
        samples::event("scancode_waitmsg", scanned),
        samples::event("pic_weixin", "<SendPicsInfo><Count>1</Count></SendPicsInfo>"),
        samples::event("location_select", ""),
        samples::event("batch_job_result", "<BatchJob><JobId>1</JobId></BatchJob>"),
        samples::event("change_contact", "<ChangeType>create_user</ChangeType>"),
        samples::event(
            "kf_account_auth_change",
            "<AuthAddOpenKfId>wk1</AuthAddOpenKfId><AuthAddOpenKfId>wk2</AuthAddOpenKfId>",
        ),
        samples::event("unheard_of", ""),
        F.plain.to_owned(),
    ] {
        assert_eq!(said(&xml), Said::Elsewhere, "{xml}");
    }
}

#[test]
fn what_the_bot_has_no_ears_for() {
    let link = "<Title>t</Title><Description>d</Description><Url>https://example.com</Url><PicUrl>p</PicUrl>";
    assert_eq!(said(&samples::message("link", link)), Said::Unsupported("link".to_owned()));
    assert_eq!(said(&samples::message("hologram", "")), Said::Unsupported("hologram".to_owned()));
}

#[test]
fn what_is_no_callback_is_a_fault() {
    for raw in ["", "{}", "<xml/>", "<xml><Content>x</Content></xml>", "<!DOCTYPE a><xml><MsgType>text</MsgType></xml>"]
    {
        assert_eq!(parse_app(raw), Err(ParseFault::NotACallback), "{raw}");
    }
}

#[test]
fn a_used_code_is_cut_out() {
    let code = "Zx81kQ_-77abcdef";
    let raw = samples::text(&format!("/start {code}"));
    let cut = without_code(&raw, code);
    assert_eq!(cut, samples::text("/start …"));
    assert_eq!(said(&cut), Said::Start { code: None });
    let hidden = samples::message("text", "<Content>/start &#90;x81kQ_-77abcdef ]]&gt;</Content>");
    let cut = without_code(&hidden, code);
    assert!(!cut.contains("81kQ"), "{cut}");
    assert_eq!(said(&cut), Said::Start { code: None });
    assert_eq!(without_code(&samples::text("/start 1"), "1"), samples::text("/start …"));
    assert_eq!(without_code(&raw, ""), raw);
}
