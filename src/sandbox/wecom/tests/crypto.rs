//! The published vectors, and what must not be opened.

use super::*;
use crate::sandbox::wecom::{Broken, Seal};

const A2: &str = "\
    RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911\
    L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLx\
    AUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9\
    nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u\
    h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
const C2: &str = "\
    9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8Gq\
    xlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qv\
    SUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQy\
    PR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3";

fn demo() -> Seal {
    Seal::new("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7").unwrap()
}

#[test]
fn the_official_demo_opens() {
    assert_eq!(demo().sign("1409659813", "1372623149", A2), "477715d11cdb4164915debcba66cb864d751f3e6");
    let words = demo().decrypt(A2).unwrap();
    assert!(words.starts_with("<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n"));
    assert_eq!((field(&words, "Content"), field(&words, "MsgId")), ("hello".into(), "4561255354251345929".into()));
}

#[test]
fn what_another_library_sealed_comes_out_byte_for_byte() {
    let seal = Seal::new("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a").unwrap();
    let words = "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n\
        <FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n\
        <ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n\
        <CreateTime>1411525903</CreateTime>\n</xml>";
    let sealed = seal.encrypt(*b"1234567890123456", words);
    assert_eq!(sealed, C2);
    assert_eq!(seal.sign("1411525903", "461056294", &sealed), "407518b7649e86ef23978113f92d27afa9296533");
    assert_eq!(seal.decrypt(&sealed).unwrap(), words);
}

#[test]
fn what_is_broken_is_refused_and_nothing_panics() {
    assert_eq!(demo().for_receiver("ww1").decrypt(A2), Err(Broken::Receiver));
    assert_eq!(demo().decrypt("~"), Err(Broken::Base64));
    assert_eq!(demo().decrypt(""), Err(Broken::Length));
    assert_eq!(demo().decrypt("AAAA"), Err(Broken::Length));
    assert!(demo().decrypt(&A2[..64]).is_err());
    assert!(demo().decrypt("AAAAAAAAAAAAAAAAAAAAAA==").is_err());
    assert_eq!(Seal::new("t", "short", "c").err(), Some(Broken::Key));
}

#[test]
fn every_length_is_filled_and_comes_back() {
    for length in 0..70 {
        let words = "x".repeat(length);
        assert_eq!(demo().decrypt(&demo().encrypt([7; 16], &words)).unwrap(), words);
    }
}
