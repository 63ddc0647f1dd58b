//! Callbacks and items as WeCom's pages print them.

/// A callback of the app with these elements after the common ones.
pub fn app(kind: &str, content: &str) -> String {
    format!(
        "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[LiSi]]></FromUserName>\
         <CreateTime>1700000000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{content}<AgentID>1000002</AgentID></xml>"
    )
}

/// A message of a member.
pub fn message(kind: &str, content: &str) -> String {
    app(kind, &format!("{content}<MsgId>7319283746501</MsgId>"))
}

pub fn text(words: &str) -> String {
    message("text", &format!("<Content><![CDATA[{words}]]></Content>"))
}

pub fn event(event: &str, content: &str) -> String {
    app("event", &format!("<Event><![CDATA[{event}]]></Event>{content}"))
}

pub const SELECTED: &str = "<SelectedItems><SelectedItem><QuestionKey><![CDATA[q1]]></QuestionKey><OptionIds>\
    <OptionId><![CDATA[5]]></OptionId><OptionId><![CDATA[1]]></OptionId></OptionIds></SelectedItem></SelectedItems>";

pub fn press(kind: &str, key: &str) -> String {
    let content = format!(
        "<EventKey><![CDATA[{key}]]></EventKey><TaskId><![CDATA[k7-1]]></TaskId>\
         <CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC1]]></ResponseCode>"
    );
    event(kind, &content)
}

pub const OPEN_KFID: &str = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";
pub const CUSTOMER: &str = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw";

/// What a customer said, as an item of a page.
pub fn item(kind: &str, body: &str) -> String {
    format!(
        r#"{{"msgid":"4f6fNDHQM6ZV","open_kfid":"{OPEN_KFID}","external_userid":"{CUSTOMER}","send_time":1700000003,"origin":3,"msgtype":"{kind}","{kind}":{body}}}"#
    )
}

pub fn words(content: &str) -> String {
    item("text", &format!(r#"{{"content":"{content}"}}"#))
}

/// The ids stand inside the event, and nowhere else.
pub fn kf_event(kind: &str, more: &str) -> String {
    format!(
        r#"{{"msgid":"5bDKwvE1iTqp","send_time":1700000004,"origin":4,"msgtype":"event","event":{{"event_type":"{kind}","open_kfid":"{OPEN_KFID}","external_userid":"{CUSTOMER}"{more}}}}}"#
    )
}

pub fn page(items: &[String]) -> String {
    format!(
        r#"{{"errcode":0,"errmsg":"ok","next_cursor":"4gw7MepFLfgF2VC5npN","has_more":1,"msg_list":[{}]}}"#,
        items.join(",")
    )
}
