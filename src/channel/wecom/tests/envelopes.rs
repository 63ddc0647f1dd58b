//! `Envelope`: bodies as WeCom, proxies and strangers send them.

use super::vectors::{A2, E};
use crate::channel::wecom::envelope::{BadXml, Envelope, LARGEST_BODY};
use proptest::prelude::*;

fn read(body: &str) -> Result<Envelope, BadXml> {
    Envelope::read(body.as_bytes())
}

fn body(encrypt: &str) -> String {
    format!(
        "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    )
}

#[test]
fn as_it_is_documented() {
    let envelope = read(&body(E.encrypt)).unwrap();
    assert_eq!(envelope.encrypt, E.encrypt);
    assert_eq!(envelope.to.as_deref(), Some("ww6a112864f8022910"));
    assert_eq!(envelope.agent_id.as_deref(), Some("1000002"));
}

#[test]
fn in_any_order_and_layout() {
    let bodies = [
        "<xml><Encrypt><![CDATA[AB+/==]]></Encrypt><AgentID></AgentID><ToUserName>ww1</ToUserName></xml>",
        "<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt>AB+/==</Encrypt></xml>",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<xml>\r\n  <ToUserName>\r\n<![CDATA[ww1]]>\r\n</ToUserName>\r\n  <Encrypt>\r\n    <![CDATA[AB+/==]]>\r\n  </Encrypt>\r\n</xml>\r\n",
        "<xml><New a='1' b><Encrypt>no</Encrypt></New><!-- Encrypt --><Encrypt>AB+/==</Encrypt><Encrypt>second</Encrypt><ToUserName>ww1</ToUserName><AgentID/></xml>",
        "<xml><Encrypt><![CDATA[AB]]><![CDATA[+/==]]></Encrypt><ToUserName>&#119;&#x77;1</ToUserName></xml>",
    ];
    for body in bodies {
        let expected = Envelope { encrypt: "AB+/==".to_owned(), to: Some("ww1".to_owned()), agent_id: None };
        assert_eq!(read(body), Ok(expected), "{body}");
    }
}

#[test]
fn document_types_and_entities_are_refused() {
    let billion = r#"<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>"#;
    let outside = r#"<!DOCTYPE xml SYSTEM "http://169.254.169.254/"><xml><Encrypt>A</Encrypt></xml>"#;
    let file = r#"<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt></xml>"#;
    let undeclared = "<xml><Encrypt>&b;</Encrypt></xml>";
    let in_a_stranger = "<xml><Deep><Deeper>&b;</Deeper></Deep><Encrypt>A</Encrypt></xml>";
    for body in [billion, outside, file, undeclared, in_a_stranger] {
        assert_eq!(read(body), Err(BadXml::Doctype), "{body}");
    }
}

#[test]
fn what_is_no_callback() {
    let whole = body(A2.encrypt);
    for end in whole.char_indices().map(|(at, _)| at) {
        assert_eq!(read(&whole[..end]), Err(BadXml::NotXml), "{end}");
    }
    for body in [
        "",
        " ",
        "{}",
        "漏水",
        "<xml",
        "<xml>",
        "</xml>",
        "<xml><a></xml>",
        "<xml></xml><xml></xml>",
        "<xml></xml>x",
        "x<xml></xml>",
        "<xml/><xml/>",
        "<xml><Encrypt>&#0;</Encrypt></xml>",
        "<xml><Encrypt>&</Encrypt></xml>",
        "<xml><Encrypt>&#xd800;</Encrypt></xml>",
        "<![CDATA[x]]>",
    ] {
        assert_eq!(read(body), Err(BadXml::NotXml), "{body}");
    }
    for body in [
        "<xml/>",
        "<xml></xml>",
        "<xml><Encrypt/></xml>",
        "<xml><Encrypt>  </Encrypt></xml>",
        "<a><b><Encrypt>A</Encrypt></b></a>",
    ] {
        assert_eq!(read(body), Err(BadXml::NothingSealed), "{body}");
    }
    assert_eq!(Envelope::read(b"<xml><Encrypt>\xff</Encrypt></xml>"), Err(BadXml::NotUtf8));
}

#[test]
fn size_and_depth_do_no_harm() {
    let frame = body("").len();
    assert!(read(&body(&"A".repeat(LARGEST_BODY - frame))).is_ok());
    assert_eq!(read(&body(&"A".repeat(LARGEST_BODY - frame + 1))), Err(BadXml::TooLarge));
    let deep = format!("<xml>{}{}<Encrypt>A</Encrypt></xml>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(read(&deep).map(|envelope| envelope.encrypt).as_deref(), Ok("A"));
    assert_eq!(read(&"<a>".repeat(300_000)), Err(BadXml::NotXml));
    assert_eq!(read(&format!("<xml>{}</xml>", "<Encrypt/>".repeat(90_000))), Err(BadXml::NothingSealed));
}

proptest! {
    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Envelope::read(&bytes);
    }

    #[test]
    fn no_markup_does_harm(pieces in proptest::collection::vec(prop_oneof![
        Just("<xml>"), Just("</xml>"), Just("<Encrypt>"), Just("</Encrypt>"), Just("<Encrypt/>"), Just("<![CDATA["),
        Just("]]>"), Just("&amp;"), Just("&#x6f0f;"), Just("&x;"), Just("<!DOCTYPE x>"), Just("<!--"), Just("-->"),
        Just("<?xml?>"), Just("漏水"), Just(" \n"), Just("<"), Just(">"), Just("\0"),
    ], 0..30)) {
        let _ = read(&pieces.concat());
    }

    #[test]
    fn what_is_written_is_read(encrypt in "[A-Za-z0-9+/]{1,200}={0,2}", space in "[ \\r\\n\\t]{0,5}") {
        let body = body(&encrypt).replace("<![CDATA[", &format!("{space}<![CDATA[")).replace("]]>", &format!("]]>{space}"));
        prop_assert_eq!(read(&body).unwrap().encrypt, encrypt);
    }
}
