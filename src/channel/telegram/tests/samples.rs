//! Raw updates as they come over the wire.

/// A private message with the given content fields (`"text":"…"`).
pub fn message(content: &str) -> String {
    format!(
        r#"{{"update_id":730912001,
"message":{{"message_id":1365,"from":{{"id":5021377,"is_bot":false,"first_name":"李","last_name":"秀英","username":"lixy","language_code":"zh-hans"}},"chat":{{"id":5021377,"first_name":"李","last_name":"秀英","username":"lixy","type":"private"}},"date":1762138800,{content}}}}}"#
    )
}

pub fn text(text: &str) -> String {
    message(&format!(r#""text":{}"#, serde_json::to_string(text).unwrap()))
}

pub fn edited(content: &str) -> String {
    message(&format!(r#""edit_date":1762138900,{content}"#)).replace(r#""message":"#, r#""edited_message":"#)
}

pub fn press(inner: &str) -> String {
    format!(
        r#"{{"update_id":730912050,"callback_query":{{"id":"21566649125","from":{{"id":5021377,"is_bot":false,"first_name":"李","language_code":"en"}},{inner}"chat_instance":"-329847","data":"c:12:3:1:accept"}}}}"#
    )
}

pub fn membership(status: &str) -> String {
    format!(
        r#"{{"update_id":730912060,"my_chat_member":{{"chat":{{"id":5021377,"first_name":"李","type":"private"}},"from":{{"id":5021377,"is_bot":false,"first_name":"李"}},"date":1762138800,"old_chat_member":{{"user":{{"id":7001,"is_bot":true,"first_name":"anju","username":"anju_bot"}},"status":"member"}},"new_chat_member":{{"user":{{"id":7001,"is_bot":true,"first_name":"anju","username":"anju_bot"}},"status":"{status}","until_date":0}}}}}}"#
    )
}

pub const PHOTO: &str = r#""photo":[{"file_id":"AgAC-m","file_unique_id":"AQADm","file_size":23510,"width":320,"height":240},{"file_id":"AgAC-y","file_unique_id":"AQADy","file_size":184230,"width":1280,"height":960},{"file_id":"AgAC-s","file_unique_id":"AQADs","file_size":1420,"width":90,"height":67}]"#;

pub const GROUP: &str = r#"{"update_id":730912070,"message":{"message_id":9,"from":{"id":5021377,"is_bot":false,"first_name":"李"},"chat":{"id":-1001987654321,"title":"3号楼","type":"supergroup"},"date":1762138800,"text":"水管漏了"}}"#;

pub const ANONYMOUS: &str = r#"{"update_id":730912071,"message":{"message_id":10,"from":{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"},"sender_chat":{"id":-1001987654321,"title":"3号楼","type":"supergroup"},"chat":{"id":-1001987654321,"title":"3号楼","type":"supergroup"},"date":1762138800,"text":"/approve@anju_bot"}}"#;

pub const MIGRATED: &str = r#"{"update_id":730912072,"message":{"message_id":11,"from":{"id":5021377,"is_bot":false,"first_name":"李"},"chat":{"id":-498172,"title":"3号楼","type":"group"},"date":1762138800,"migrate_to_chat_id":-1001987654321}}"#;

pub const CHANNEL_POST: &str = r#"{"update_id":730912073,"channel_post":{"message_id":3,"sender_chat":{"id":-1001111,"title":"通知","type":"channel"},"chat":{"id":-1001111,"title":"通知","type":"channel"},"date":1762138800,"text":"停水"}}"#;
