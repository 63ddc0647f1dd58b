//! `parse`: ordinary updates in the words of `talk`.

use super::samples;
use crate::channel::telegram::receive::parse;
use crate::talk::inbound::{Channel, FileKind, FileRef, Inbound, Lang, Media, Press, Said};
use chrono::DateTime;

fn said(raw: &str) -> Said {
    parse(raw).unwrap().said
}

fn media(raw: &str) -> Media {
    match said(raw) {
        Said::Media(media) => media,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sentence() {
    let heard = parse(&samples::text("厨房水管漏水 & <b>急</b>")).unwrap();
    assert_eq!(heard.from.channel, Channel::Telegram);
    assert_eq!(heard.from.user, "5021377");
    assert_eq!(heard.said_at, DateTime::from_timestamp(1_762_138_800, 0));
    assert_eq!(heard.message.as_deref(), Some("1365"));
    assert_eq!(heard.reply_to, None);
    assert_eq!(heard.lang, Some(Lang::Zh));
    assert_eq!(heard.name.as_deref(), Some("李 秀英"));
    assert_eq!(heard.said, Said::Text("厨房水管漏水 & <b>急</b>".to_owned()));
}

#[test]
fn a_reply_names_what_it_answers() {
    let raw = samples::message(
        r#""text":"好的","reply_to_message":{"message_id":1301,"chat":{"id":5021377,"type":"private"},"date":1762130000,"text":"几点?"}"#,
    );
    assert_eq!(parse(&raw).unwrap().reply_to.as_deref(), Some("1301"));
}

#[test]
fn the_largest_size_of_a_photo() {
    let photo = media(&samples::message(&format!(r#"{},"caption":"卫生间""#, samples::PHOTO)));
    assert_eq!(
        photo,
        Media {
            file: FileRef {
                kind: FileKind::Photo,
                provider_id: "AgAC-y".to_owned(),
                unique_id: Some("AQADy".to_owned()),
                name: None,
                mime: None,
                size: Some(184_230),
            },
            caption: Some("卫生间".to_owned()),
            group: None,
        }
    );
}

#[test]
fn an_item_of_an_album() {
    let item = media(&samples::message(&format!(r#""media_group_id":"13345678901234567",{}"#, samples::PHOTO)));
    assert_eq!(item.group.as_deref(), Some("13345678901234567"));
    assert_eq!(item.caption, None);
}

#[test]
fn a_live_photo_is_a_photo() {
    let live = samples::message(&format!(
        r#""live_photo":{{"file_id":"LIVE","file_unique_id":"L","width":1,"height":1,"duration":3}},{}"#,
        samples::PHOTO
    ));
    assert_eq!(media(&live).file.provider_id, "AgAC-y");
}

#[test]
fn a_photo_sent_as_a_file() {
    let raw = samples::message(
        r#""document":{"file_name":"IMG_2043.HEIC","mime_type":"image/heic","thumbnail":{"file_id":"t","file_unique_id":"t","width":320,"height":240},"file_id":"BQAC","file_unique_id":"AgAD","file_size":3145728}"#,
    );
    let file = media(&raw).file;
    assert_eq!(file.kind, FileKind::Document);
    assert_eq!(file.mime.as_deref(), Some("image/heic"));
    assert_eq!(file.name.as_deref(), Some("IMG_2043.HEIC"));
}

#[test]
fn other_files() {
    let cases = [
        (
            r#""voice":{"duration":4,"mime_type":"audio/ogg","file_id":"V","file_unique_id":"v","file_size":9000}"#,
            FileKind::Voice,
        ),
        (r#""voice":{"duration":4,"file_id":"V","file_unique_id":"v"}"#, FileKind::Voice),
        (r#""video":{"duration":9,"width":1,"height":1,"file_id":"V"}"#, FileKind::Video),
        (r#""video_note":{"duration":9,"length":240,"file_id":"V","file_unique_id":"v"}"#, FileKind::Video),
        (
            r#""animation":{"file_id":"V","duration":2},"document":{"file_id":"V","mime_type":"video/mp4"}"#,
            FileKind::Document,
        ),
        (r#""audio":{"duration":60,"performer":"x","file_id":"V","file_unique_id":"v"}"#, FileKind::Document),
    ];
    for (content, kind) in cases {
        let file = media(&samples::message(content)).file;
        assert_eq!((file.kind, file.provider_id.as_str()), (kind, "V"), "{content}");
    }
}

#[test]
fn only_the_own_contact_card_is_vouched_for() {
    let card =
        |id: &str| samples::message(&format!(r#""contact":{{"phone_number":"+8613800138000","first_name":"李"{id}}}"#));
    let phone = "+8613800138000".to_owned();
    assert_eq!(said(&card(r#","user_id":5021377"#)), Said::Contact { phone: phone.clone(), own: true });
    assert_eq!(said(&card(r#","user_id":5021378"#)), Said::Contact { phone: phone.clone(), own: false });
    assert_eq!(said(&card("")), Said::Contact { phone: phone.clone(), own: false });
    let nobody = card("").replace(r#""from":{"id":5021377,"#, r#""from":{"#);
    assert_eq!(said(&nobody), Said::Contact { phone, own: false });
}

#[test]
fn places() {
    let here = samples::message(r#""location":{"latitude":31.2304,"longitude":121.4737,"horizontal_accuracy":12.5}"#);
    assert_eq!(said(&here), Said::Location { latitude: 31.2304, longitude: 121.4737, label: None });
    let venue = samples::message(
        r#""venue":{"location":{"latitude":31.2,"longitude":121.4},"title":"售楼处","address":"幸福路1号"},"location":{"latitude":31.2,"longitude":121.4}"#,
    );
    let label = Some("售楼处 幸福路1号".to_owned());
    assert_eq!(said(&venue), Said::Location { latitude: 31.2, longitude: 121.4, label });
}

#[test]
fn commands() {
    let command = |name: &str, args: &str| Said::Command { name: name.to_owned(), args: args.to_owned() };
    let cases = [
        ("/cases", command("cases", "")),
        ("/Help@Anju_Bot", command("help", "")),
        ("/case 2025-001 \n x ", command("case", "2025-001 \n x")),
        ("/start", Said::Start { code: None }),
        ("/start@anju_bot Qx7_-abc", Said::Start { code: Some("Qx7_-abc".to_owned()) }),
        ("/start 我家漏水", Said::Start { code: None }),
        ("/start a b", Said::Start { code: None }),
        ("/厨房漏水", Said::Text("/厨房漏水".to_owned())),
        ("/", Said::Text("/".to_owned())),
        ("1/2 的灯坏了", Said::Text("1/2 的灯坏了".to_owned())),
        ("/home/user", Said::Text("/home/user".to_owned())),
    ];
    for (text, expected) in cases {
        assert_eq!(said(&samples::text(text)), expected, "{text}");
    }
    let long = format!("/start {}", "A".repeat(65));
    assert_eq!(said(&samples::text(&long)), Said::Start { code: None });
}

#[test]
fn edits() {
    let heard = parse(&samples::edited(r#""text":"客厅""#)).unwrap();
    assert_eq!(heard.said, Said::Edited { text: "客厅".to_owned() });
    assert_eq!(heard.message.as_deref(), Some("1365"));
    let caption = samples::edited(&format!(r#"{},"caption":"左边那根""#, samples::PHOTO));
    assert_eq!(said(&caption), Said::Edited { text: "左边那根".to_owned() });
    assert_eq!(said(&samples::edited(samples::PHOTO)), Said::Unsupported("edited_media".to_owned()));
    let moving = samples::edited(r#""location":{"latitude":31.2,"longitude":121.4,"live_period":900}"#);
    assert_eq!(said(&moving), Said::Elsewhere);
}

#[test]
fn presses() {
    let press = Said::Tap(Press { data: "c:12:3:1:accept".to_owned(), query: "21566649125".to_owned(), code: None });
    let full = r#""message":{"message_id":77,"from":{"id":7001,"is_bot":true,"first_name":"anju"},"chat":{"id":5021377,"type":"private"},"date":1762138000,"text":"派工单"},"#;
    let inaccessible = r#""message":{"chat":{"id":5021377,"type":"private"},"message_id":77,"date":0},"#;
    for (message, card) in [(full, Some("77")), (inaccessible, Some("77")), ("", None)] {
        let heard = parse(&samples::press(message)).unwrap();
        assert_eq!(heard.said, press);
        assert_eq!(heard.from.user, "5021377");
        assert_eq!((heard.reply_to.as_deref(), heard.message), (card, None));
        assert_eq!((heard.said_at, heard.lang), (None, Some(Lang::En)));
    }
    let without_instance = samples::press("").replace(r#""chat_instance":"-329847","#, "");
    assert_eq!(said(&without_instance), press);
}

#[test]
fn blocked_and_back() {
    assert_eq!(said(&samples::membership("kicked")), Said::Reachable(false));
    assert_eq!(said(&samples::membership("member")), Said::Reachable(true));
}

#[test]
fn where_the_bot_does_not_listen() {
    let business = samples::text("在吗").replace(r#""message":"#, r#""business_message":"#);
    let from_bot = samples::text("在吗").replace(r#""is_bot":false"#, r#""is_bot":true"#);
    let pinned = samples::message(
        r#""pinned_message":{"message_id":3,"chat":{"id":5021377,"type":"private"},"date":1,"text":"x"}"#,
    );
    for raw in
        [samples::GROUP, samples::ANONYMOUS, samples::MIGRATED, samples::CHANNEL_POST, &business, &from_bot, &pinned]
    {
        assert_eq!(said(raw), Said::Elsewhere, "{raw}");
    }
}

#[test]
fn what_the_bot_has_no_ears_for() {
    let cases = [
        (
            samples::message(
                r#""sticker":{"file_id":"S","file_unique_id":"s","type":"regular","width":512,"height":512,"is_animated":false,"is_video":false,"emoji":"👍"}"#,
            ),
            "sticker",
        ),
        (samples::message(r#""poll":{"id":"1","question":"?"},"has_protected_content":true"#), "poll"),
        (samples::message(r#""rich_message":{"blocks":[]}"#), "rich_message"),
        (samples::message(r#""hologram_2031":true"#), "hologram_2031"),
        (samples::message(r#""photo":[]"#), "photo"),
        (samples::message(r#""voice":{"duration":1}"#), "voice"),
        (samples::message(r#""text":" ""#), "empty"),
        (samples::text("x").replace(r#""message":"#, r#""telepathy":"#), "telepathy"),
    ];
    for (raw, kind) in cases {
        assert_eq!(said(&raw), Said::Unsupported(kind.to_owned()), "{raw}");
    }
}

/// Where teloxide can read an update at all, it reads the same.
#[test]
fn teloxide_agrees() {
    use teloxide::types::{Update, UpdateKind};
    for raw in [
        samples::text("厨房😀漏水"),
        samples::message(&format!(r#"{},"caption":"卫""#, samples::PHOTO)),
        samples::edited(r#""text":"客厅""#),
    ] {
        let heard: Inbound = parse(&raw).unwrap();
        let update: Update = serde_json::from_str(&raw).unwrap();
        let (UpdateKind::Message(message) | UpdateKind::EditedMessage(message)) = &update.kind else {
            panic!("{:?}", update.kind);
        };
        assert_eq!(heard.from.user, message.chat.id.to_string());
        assert_eq!(heard.message, Some(message.id.to_string()));
        assert_eq!(heard.said_at, Some(message.edit_date().copied().unwrap_or(message.date)));
        match heard.said {
            Said::Text(text) | Said::Edited { text } => assert_eq!(Some(text.as_str()), message.text()),
            Said::Media(media) => {
                assert_eq!(media.caption.as_deref(), message.caption());
                let sizes = message.photo().unwrap();
                assert!(sizes.iter().any(|size| size.file.id.0 == media.file.provider_id));
            }
            other => panic!("{other:?}"),
        }
    }
}
