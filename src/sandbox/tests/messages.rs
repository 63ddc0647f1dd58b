//! Sending, editing and deleting, and what is refused in which words.

use super::*;

const LI_TEXT: &str = "您的报修已登记";

async fn bad(practice: &Practice, method: &str, parameters: Value) -> String {
    let (code, why) = practice.refused(method, parameters).await;
    assert_eq!(code, 400);
    why.strip_prefix("Bad Request: ").unwrap().to_owned()
}

fn buttons(data: &str) -> Value {
    json!({"inline_keyboard": [[{"text": "好", "callback_data": data}]]})
}

#[tokio::test]
async fn a_message_arrives_as_its_reader_sees_it() {
    let practice = Practice::started().await;
    let card = json!({
        "chat_id": LI, "text": "<b>工单</b> 1&lt;2", "parse_mode": "HTML", "reply_markup": buttons("x"),
    });
    let sent = practice.ok("sendMessage", card).await;
    assert_eq!(sent["entities"], json!([{"type": "bold", "offset": 0, "length": 2}]));
    let seen = practice.messenger.last_from_bot(LI).unwrap();
    assert_eq!((seen.text.as_str(), seen.html.as_str()), ("工单 1<2", "<b>工单</b> 1&lt;2"));
    assert_eq!(seen.labels(), ["好"]);
    assert_eq!(seen.message_id, sent["message_id"].as_i64().unwrap());
}

#[tokio::test]
async fn the_length_counts_after_parsing() {
    let practice = Practice::started().await;
    let exact = format!("<b>{}</b>", "水".repeat(4096));
    practice.ok("sendMessage", json!({"chat_id": LI, "text": exact, "parse_mode": "HTML"})).await;
    let longer = "水".repeat(4097);
    assert_eq!(bad(&practice, "sendMessage", json!({"chat_id": LI, "text": longer})).await, "message is too long");
    assert_eq!(bad(&practice, "sendMessage", json!({"chat_id": LI, "text": " "})).await, "message text is empty");
    let broken = json!({"chat_id": LI, "text": "<b>x", "parse_mode": "HTML"});
    assert_eq!(
        bad(&practice, "sendMessage", broken).await,
        "can't parse entities: Can't find end tag corresponding to start tag \"b\""
    );
}

#[tokio::test]
async fn button_data_holds_64_bytes() {
    let practice = Practice::started().await;
    let send = |data: String| json!({"chat_id": LI, "text": "x", "reply_markup": buttons(&data)});
    practice.ok("sendMessage", send("x".repeat(64))).await;
    for data in [String::new(), "x".repeat(65), "水".repeat(22)] {
        assert_eq!(bad(&practice, "sendMessage", send(data)).await, "BUTTON_DATA_INVALID");
    }
}

#[tokio::test]
async fn only_who_pressed_start_can_be_written_to() {
    let practice = Practice::new().await;
    for nobody in [LI, 555, -100] {
        let message = json!({"chat_id": nobody, "text": LI_TEXT});
        assert_eq!(bad(&practice, "sendMessage", message).await, "chat not found");
    }
    assert_eq!(bad(&practice, "sendMessage", json!({"text": LI_TEXT})).await, "chat_id is empty");
    practice.messenger.starts(LI, None).unwrap();
    practice.ok("sendMessage", json!({"chat_id": LI.to_string(), "text": LI_TEXT})).await;
}

#[tokio::test]
async fn an_edit_replaces_text_and_buttons() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    let edit = json!({"chat_id": LI, "message_id": card, "text": "已批准"});
    let edited = practice.ok("editMessageText", edit.clone()).await;
    assert!(edited.get("reply_markup").is_none() && edited["edit_date"].is_number());
    let seen = practice.messenger.last_from_bot(LI).unwrap();
    assert_eq!((seen.text.as_str(), seen.edited_times), ("已批准", 1));
    assert!(seen.buttons.is_empty());
    assert!(bad(&practice, "editMessageText", edit).await.starts_with("message is not modified: "));
}

#[tokio::test]
async fn what_cannot_be_edited_says_why() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    let own = practice.messenger.says(LI, "我的").unwrap();
    let edit = |id: i64| json!({"chat_id": LI, "message_id": id, "text": "新", "caption": "新"});
    assert_eq!(bad(&practice, "editMessageText", edit(999)).await, "message to edit not found");
    assert_eq!(bad(&practice, "editMessageText", edit(own)).await, "message can't be edited");
    let why = bad(&practice, "editMessageCaption", edit(card)).await;
    assert_eq!(why, "there is no caption in the message to edit");
    let keys = json!({"chat_id": LI, "text": "x", "reply_markup": {"keyboard": [["好"]]}});
    let keyed = practice.ok("sendMessage", keys).await["message_id"].as_i64().unwrap();
    assert_eq!(bad(&practice, "editMessageText", edit(keyed)).await, "message can't be edited");
    assert_eq!(practice.messenger.keys(LI)[0][0].text, "好");
}

#[tokio::test]
async fn a_message_is_taken_back_within_two_days() {
    let practice = Practice::started().await;
    let (young, old) = (practice.card("a").await, practice.card("b").await);
    let delete = |id: i64| json!({"chat_id": LI, "message_id": id});
    assert_eq!(practice.ok("deleteMessage", delete(young)).await, json!(true));
    assert_eq!(bad(&practice, "deleteMessage", delete(young)).await, "message to delete not found");
    practice.advance(Duration::hours(48));
    assert_eq!(bad(&practice, "deleteMessage", delete(old)).await, "message can't be deleted for everyone");
    assert!(practice.messenger.message(LI, young).unwrap().deleted);
}

#[tokio::test]
async fn photos_go_by_id_and_as_upload() {
    let practice = Practice::started().await;
    practice.messenger.sends_photo(LI, picture(1600, 1200), "漏水").unwrap();
    let update = practice.take_all().await.remove(0);
    let sizes = update["message"]["photo"].as_array().unwrap().clone();
    let widths: Vec<_> = sizes.iter().map(|size| size["width"].as_i64().unwrap()).collect();
    assert_eq!(widths, [90, 320, 800, 1280]);
    let largest = &sizes[3]["file_id"];
    let sent = practice.ok("sendPhoto", json!({"chat_id": WANG, "photo": largest, "caption": "见图"})).await;
    assert_eq!(sent["photo"].as_array().unwrap().len(), 4);
    let as_document = json!({"chat_id": WANG, "document": largest});
    assert_eq!(bad(&practice, "sendDocument", as_document).await, "can't use file of type Photo as Document");

    let part = reqwest::multipart::Part::bytes(picture(200, 100)).file_name("a.png");
    let form = reqwest::multipart::Form::new()
        .text("chat_id", WANG.to_string())
        .text("photo", "attach://there")
        .part("there", part);
    let url = format!("{}/bot{TOKEN}/SendPhoto", practice.messenger.url());
    let response = practice.client.post(url).multipart(form).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let shown = practice.messenger.last_from_bot(WANG).unwrap();
    assert_eq!(practice.messenger.file(&shown.photos[0]).unwrap().1, picture(200, 100));
}

#[tokio::test]
async fn files_are_fetched_by_path_until_lost() {
    let practice = Practice::started().await;
    let id = practice.messenger.sends_document(LI, b"%PDF".to_vec(), "a.pdf", "application/pdf", "").unwrap();
    practice.messenger.sends_huge_document(LI, 21 << 20, "b.mov", "video/quicktime").unwrap();
    let updates = practice.take_all().await;
    let file_id = &updates[0]["message"]["document"]["file_id"];
    assert_eq!(updates[0]["message"]["message_id"], json!(id));
    let file = practice.ok("getFile", json!({"file_id": file_id})).await;
    let path = file["file_path"].as_str().unwrap().replace('/', "%2F");
    let url = format!("{}/file/bot{TOKEN}/{path}", practice.messenger.url());
    assert_eq!(practice.client.get(url).send().await.unwrap().bytes().await.unwrap(), "%PDF");

    let huge = &updates[1]["message"]["document"]["file_id"];
    assert_eq!(bad(&practice, "getFile", json!({"file_id": huge})).await, "file is too big");
    practice.messenger.lose_file(file_id.as_str().unwrap());
    let why = bad(&practice, "getFile", json!({"file_id": file_id})).await;
    assert_eq!(why, "wrong file_id or the file is temporarily unavailable");
}

#[tokio::test]
async fn an_album_holds_two_to_ten() {
    let practice = Practice::started().await;
    practice.messenger.sends_photo(LI, picture(50, 50), "").unwrap();
    let photo = practice.take_all().await[0]["message"]["photo"][0]["file_id"].clone();
    let album = |count: usize| {
        let item = json!({"type": "photo", "media": photo, "caption": "图"});
        json!({"chat_id": LI, "media": vec![item; count]})
    };
    let sent = practice.ok("sendMediaGroup", album(3)).await;
    assert_eq!(sent.as_array().unwrap().len(), 3);
    assert_eq!(sent[0]["media_group_id"], sent[2]["media_group_id"]);
    assert!(bad(&practice, "sendMediaGroup", album(1)).await.contains("2-10"));
    assert_eq!(bad(&practice, "sendMediaGroup", album(11)).await, "too many messages to send as an album");
}

#[tokio::test]
async fn a_reply_to_nothing_is_refused_unless_allowed() {
    let practice = Practice::started().await;
    let reply = |lenient: bool| {
        let to = json!({"message_id": 77, "allow_sending_without_reply": lenient});
        json!({"chat_id": LI, "text": "x", "reply_parameters": to})
    };
    assert_eq!(bad(&practice, "sendMessage", reply(false)).await, "message to be replied not found");
    practice.ok("sendMessage", reply(true)).await;
}

#[tokio::test]
async fn the_narrowest_menu_wins() {
    let practice = Practice::started().await;
    let menu = |name: &str, scope: Value, language: &str| {
        let commands = json!([{"command": name, "description": "说明"}]);
        json!({"commands": commands, "scope": scope, "language_code": language})
    };
    let of_li = json!({"type": "chat", "chat_id": LI});
    practice.ok("setMyCommands", menu("all", json!({"type": "default"}), "")).await;
    practice.ok("setMyCommands", menu("all_en", json!({"type": "default"}), "en")).await;
    practice.ok("setMyCommands", menu("own", of_li.clone(), "")).await;
    let first = |chat: i64| practice.messenger.commands(chat)[0].command.clone();
    assert_eq!((first(LI), first(WANG)), ("own".into(), "all_en".into()));
    practice.ok("deleteMyCommands", json!({"scope": of_li})).await;
    assert_eq!(first(LI), "all");
    let why = bad(&practice, "setMyCommands", menu("x", json!({"type": "chat", "chat_id": 5}), "")).await;
    assert_eq!(why, "chat not found");
    assert_eq!(bad(&practice, "setMyCommands", menu("请", json!(null), "")).await, "BOT_COMMAND_INVALID");
}

#[tokio::test]
async fn forms_addresses_and_any_case_are_understood() {
    let practice = Practice::started().await;
    let base = format!("{}/bot{TOKEN}", practice.messenger.url());
    let form = [("chat_id", "1001"), ("text", "表单"), ("reply_markup", r#"{"remove_keyboard":true}"#)];
    practice.client.post(format!("{base}/SENDMESSAGE")).form(&form).send().await.unwrap();
    practice.client.get(format!("{base}/sendMessage?chat_id=1001&text=address")).send().await.unwrap();
    let texts: Vec<String> = practice.messenger.messages(LI).into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["/start", "表单", "address"]);
}

#[tokio::test]
async fn strangers_are_turned_away() {
    let practice = Practice::started().await;
    let get = async |path: &str, origin: Option<&str>| {
        let mut request = practice.client.get(format!("{}{path}", practice.messenger.url()));
        if let Some(origin) = origin {
            request = request.header("Origin", origin);
        }
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(get("/bot4242:practice-token/getMe", None).await, 200);
    assert_eq!(get("/bot4242:other/getMe", None).await, 401);
    assert_eq!(get("/botnonsense/getMe", None).await, 404);
    assert_eq!(get("/bot4242:practice-token/getMe", Some("https://example.org")).await, 403);
    let (code, why) = practice.refused("setMyName", json!({})).await;
    assert_eq!((code, why.as_str()), (404, "Not Found: method not found"));
}
