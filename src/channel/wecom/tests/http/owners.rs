//! `WecomKf`: which calls a dispatch becomes, and what else the pump asks for.

use super::stub::{KEY, Stub, owner};
use crate::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use crate::channel::wecom::door::split_page;
use crate::channel::wecom::kf::{KfSettings, PullError, WecomKf};
use crate::talk::inbound::{Address, Channel, FileKind};
use crate::talk::message::{Button, Message};
use serde_json::{Value, json};

fn ask() -> Message {
    let button = |label: &str, data: &str| Button { label: label.to_owned(), data: data.to_owned() };
    Message::text("修好了吗").row(vec![button("好了", "a:1:ok:yes"), button("没有", "a:1:ok:no")])
}

fn fresh(message: Message) -> Dispatch {
    Dispatch::Message { message, photos: vec![] }
}

fn shown(message: Message) -> Dispatch {
    let photo = |id: &str| Picture {
        kind: FileKind::Photo,
        provider_id: Some(id.to_owned()),
        path: None,
        name: None,
        mime: None,
    };
    Dispatch::Message { message, photos: vec![photo("p1"), photo("p2")] }
}

fn sent(ids: &[&str]) -> Result<Sent, SendError> {
    Ok(Sent { messages: ids.iter().map(ToString::to_string).collect(), code: None })
}

async fn tell(stub: &Stub, what: Dispatch) -> Result<Sent, SendError> {
    stub.kf().send(&owner(), &what, KEY).await
}

fn asked(stub: &Stub) -> Vec<Value> {
    stub.asked("kf/send_msg").iter().map(super::stub::Asked::json).collect()
}

#[tokio::test]
async fn a_text() {
    let stub = Stub::start().await;
    assert_eq!(tell(&stub, fresh(Message::text("收到"))).await, sent(&["o-4711-0"]));
    assert_eq!(
        asked(&stub),
        [json!({"touser": "wmXYZ", "open_kfid": "wkAJ2G", "msgid": "o-4711-0", "msgtype": "text",
            "text": {"content": "收到"}})]
    );
}

#[tokio::test]
async fn a_question_is_one_menu() {
    let stub = Stub::start().await;
    assert_eq!(tell(&stub, shown(ask())).await, sent(&["o-4711-0"]));
    let [asked] = &asked(&stub)[..] else { panic!() };
    assert_eq!(
        asked["msgmenu"],
        json!({"head_content": "修好了吗", "list": [
            {"type": "click", "click": {"id": "a:1:ok:yes", "content": "好了"}},
            {"type": "click", "click": {"id": "a:1:ok:no", "content": "没有"}}]})
    );
}

#[tokio::test]
async fn words_first_and_one_picture() {
    let stub = Stub::start().await;
    assert_eq!(tell(&stub, shown(Message::text("看"))).await, sent(&["o-4711-1", "o-4711-0"]));
    let kinds: Vec<Value> = asked(&stub).iter().map(|asked| asked["msgtype"].clone()).collect();
    assert_eq!((kinds, &asked(&stub)[1]["image"]["media_id"]), (vec![json!("text"), json!("image")], &json!("p1")));
    // The window closed over the picture: the words are there.
    stub.then("kf/send_msg", &json!({"errcode": 0})).refuse("kf/send_msg", 95001, "msg count limit");
    assert_eq!(tell(&stub, shown(Message::text("看"))).await, sent(&["o-4711-0"]));
}

#[tokio::test]
async fn a_repeat_is_known_by_its_msgid() {
    let stub = Stub::start().await;
    stub.refuse("kf/send_msg", 95_999, "duplicate msgid, hint: [1]");
    assert_eq!(tell(&stub, fresh(Message::text("收到"))).await, sent(&["o-4711-0"]));
    for (code, message) in [(95_999, "no"), (95007, "invalid msgtoken"), (40058, "bad touser")] {
        stub.refuse("kf/send_msg", code, message);
        assert!(matches!(tell(&stub, fresh(Message::text("收到"))).await, Err(SendError::Never { .. })), "{code}");
    }
    stub.refuse("kf/send_msg", 95_998, "no");
    let kf = WecomKf::new(stub.process("one"), KfSettings { duplicate_codes: vec![95_998], ..KfSettings::default() });
    assert_eq!(kf.send(&owner(), &fresh(ask()), KEY).await, sent(&["o-4711-0"]));
}

#[tokio::test]
async fn the_window_closes() {
    let stub = Stub::start().await;
    for code in [95001, 95002, 95013, 95018, 95031] {
        stub.refuse("kf/send_msg", code, "no");
        assert!(matches!(tell(&stub, fresh(ask())).await, Err(SendError::Closed { .. })), "{code}");
    }
}

#[tokio::test]
async fn what_cannot_be_changed_is_said_again() {
    let stub = Stub::start().await;
    let edit = |message| Dispatch::Edit { sent: "x".to_owned(), code: Some("rc".to_owned()), message };
    let answer =
        |text: Option<&str>| Dispatch::AnswerTap { query: String::new(), text: text.map(str::to_owned), alert: false };
    for what in [edit(Message::text("好")), edit(ask()), answer(Some("好"))] {
        assert_eq!(tell(&stub, what).await, sent(&["o-4711-0"]));
    }
    assert_eq!(tell(&stub, answer(None)).await, sent(&[]));
    assert_eq!(asked(&stub).len(), 3);
}

#[tokio::test]
async fn other_addresses_are_never() {
    let stub = Stub::start().await;
    for (channel, user) in [
        (Channel::WecomApp, "wk/wm"),
        (Channel::WecomKf, "wk"),
        (Channel::WecomKf, "/wm"),
        (Channel::WecomKf, "wk/w/m"),
    ] {
        let to = Address { channel, user: user.to_owned() };
        assert!(matches!(stub.kf().send(&to, &fresh(ask()), KEY).await, Err(SendError::Never { .. })), "{user}");
    }
    assert!(stub.paths().is_empty());
}

#[tokio::test]
async fn a_welcome() {
    let stub = Stub::start().await;
    assert_eq!(stub.kf().welcome("CODE", &ask(), KEY).await, sent(&["o-4711-0"]));
    let asked = stub.asked("kf/send_msg_on_event")[0].json();
    assert_eq!((&asked["code"], &asked["msgtype"]), (&json!("CODE"), &json!("msgmenu")));
    assert!(asked.get("touser").is_none());
}

#[tokio::test]
async fn a_page_of_messages_comes_as_it_is() {
    let stub = Stub::start().await;
    let page = r#"{"errcode":0, "errmsg":"ok","next_cursor":"c2","has_more":0,"msg_list":[]}"#;
    stub.raw("kf/sync_msg", 200, &[], page);
    assert_eq!(stub.kf().sync_msg("wk1", "c1", "T", 5000).await.unwrap(), page);
    assert_eq!(
        stub.asked("kf/sync_msg")[0].json(),
        json!({"open_kfid": "wk1", "cursor": "c1", "token": "T", "limit": 1000, "voice_format": 0})
    );
    stub.kf().sync_msg("wk1", "", "", 0).await.unwrap();
    assert_eq!(stub.asked("kf/sync_msg")[1].json(), json!({"open_kfid": "wk1", "limit": 1, "voice_format": 0}));
}

/// One raw control character, newline or bare quote in one customer's text.
#[tokio::test]
async fn one_broken_text_costs_no_page() {
    for broken in ["a\u{14}b", "a\nb", "a\"b"] {
        let stub = Stub::start().await;
        let item = |id: &str, words: &str| {
            format!(
                r#"{{"msgid":"{id}","open_kfid":"wk1","external_userid":"wm{id}","send_time":1795651200,"origin":3,"msgtype":"text","text":{{"content":"{words}"}}}}"#
            )
        };
        let items = [item("1", broken), item("2", "厨房水管漏水")].join(", ");
        let page = format!(r#"{{"errcode":0,"errmsg":"ok","next_cursor":"c2","has_more":0,"msg_list":[{items}]}}"#);
        stub.raw("kf/sync_msg", 200, &[], page);
        let page = split_page(&stub.kf().sync_msg("wk1", "c1", "T", 10).await.unwrap()).unwrap();
        assert_eq!((page.next_cursor.as_str(), page.items.len()), ("c2", 2));
        assert!(page.items.iter().all(|item| !item.filed.unreadable));

        let names = format!(
            r#"{{"errcode":0,"customer_list":[{{"external_userid":"wmA","nickname":"{broken}"}},{{"external_userid":"wmB","nickname":"乙"}}]}}"#
        );
        stub.raw("kf/customer/batchget", 200, &[], names);
        let users = ["wk1/wmA".to_owned(), "wk1/wmB".to_owned()];
        assert_eq!(stub.kf().nicknames(&users).await.unwrap().get("wk1/wmB").map(String::as_str), Some("乙"));
    }
}

#[tokio::test]
async fn why_no_page_came() {
    let stub = Stub::start().await;
    stub.refuse("kf/sync_msg", 95007, "invalid msgtoken").refuse("kf/sync_msg", -1, "busy");
    stub.refuse("kf/sync_msg", 48002, "api forbidden").refuse("kf/sync_msg", 95000, "bad kfid");
    let kf = stub.kf();
    assert!(matches!(kf.sync_msg("wk1", "", "T", 10).await, Err(PullError::TokenSpent { .. })));
    assert!(matches!(kf.sync_msg("wk1", "", "T", 10).await, Err(PullError::Later { after: None, .. })));
    assert!(matches!(kf.sync_msg("wk1", "", "T", 10).await, Err(PullError::Refused { .. })));
    assert!(matches!(kf.sync_msg("wk1", "", "T", 10).await, Err(PullError::Never { .. })));
}

#[tokio::test]
async fn all_accounts() {
    let stub = Stub::start().await;
    let page: Vec<Value> = (0..100).map(|n| json!({"open_kfid": format!("wk{n}"), "name": "物业"})).collect();
    stub.then("kf/account/list", &json!({"errcode": 0, "account_list": page}));
    stub.then(
        "kf/account/list",
        &json!({"errcode": 0, "account_list": [{"open_kfid": "wkx", "manage_privilege": true}]}),
    );
    let accounts = stub.kf().served().await.unwrap();
    assert_eq!((accounts.len(), accounts[100].manage_privilege), (101, Some(true)));
    assert_eq!(stub.asked("kf/account/list")[1].json()["offset"], 100);
}

#[tokio::test]
async fn a_link() {
    let stub = Stub::start().await;
    stub.then("kf/add_contact_way", &json!({"errcode": 0, "url": "https://work.weixin.qq.com/kf/kfc1?enc_scene=E"}));
    let url = stub.kf().contact_way("wk1", "building3").await.unwrap();
    assert_eq!(url, "https://work.weixin.qq.com/kf/kfc1?enc_scene=E");
    assert!(matches!(stub.kf().contact_way("wk1", "三号楼").await, Err(SendError::Never { .. })));
}
