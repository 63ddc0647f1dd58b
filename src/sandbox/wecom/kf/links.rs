//! How customers come in: links with a scene, and the codes that let the bot
//! greet whoever entered.

use crate::sandbox::wecom::message::Chat;
use crate::sandbox::wecom::refusal::{Guesses, Refusal};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

const GREETING_SECONDS: i64 = 20;
const MOST_PARAM_BYTES: usize = 128;

#[derive(Debug, Default)]
pub struct Links {
    /// Account and scene by the link's `enc_scene`.
    ways: BTreeMap<String, (String, String)>,
    codes: BTreeMap<String, EventCode>,
}

#[derive(Debug)]
struct EventCode {
    chat: Chat,
    born: DateTime<Utc>,
    used: bool,
}

/// Where a link leads.
#[derive(Debug, PartialEq)]
pub struct Entrance {
    pub open_kfid: String,
    pub scene: String,
    pub scene_param: String,
}

impl Links {
    /// Makes the link of `add_contact_way`.
    pub fn make(&mut self, open_kfid: &str, scene: &str) -> String {
        let enc_scene = format!("ENC{:04}{scene}", self.ways.len() + 1);
        self.ways.insert(enc_scene.clone(), (open_kfid.to_owned(), scene.to_owned()));
        format!("https://work.weixin.qq.com/kf/kfc{:06x}?enc_scene={enc_scene}", self.ways.len())
    }

    /// Reads a link, with `&scene_param=` if the bot added one. A link that was
    /// tampered with opens the chat, but nobody is told.
    pub fn read(&self, link: &str) -> Option<Entrance> {
        let (_, query) = link.split_once('?')?;
        let mut parts = query.split('&').filter_map(|part| part.split_once('='));
        let (_, enc_scene) = parts.next().filter(|(name, _)| *name == "enc_scene")?;
        let (open_kfid, scene) = self.ways.get(enc_scene)?;
        let scene_param = match parts.next() {
            None => String::new(),
            Some(("scene_param", param)) if !scene.is_empty() => unescaped(param)?,
            Some(_) => return None,
        };
        let fits = scene_param.len() <= MOST_PARAM_BYTES && parts.next().is_none();
        fits.then(|| Entrance { open_kfid: open_kfid.clone(), scene: scene.clone(), scene_param })
    }

    pub fn give_code(&mut self, code: String, chat: &Chat, now: DateTime<Utc>) {
        self.codes.insert(code, EventCode { chat: chat.clone(), born: now, used: false });
    }

    /// Whom a code that is still good greets.
    pub fn chat_of(&self, code: &str, guesses: &Guesses, now: DateTime<Utc>) -> Result<Chat, Refusal> {
        let Some(found) = self.codes.get(code) else {
            return Err(Refusal::new(40029, "invalid code"));
        };
        if found.used || now - found.born >= Duration::seconds(GREETING_SECONDS) {
            return Err(Refusal::new(guesses.event_code_spent, "code expired"));
        }
        Ok(found.chat.clone())
    }

    pub fn spend(&mut self, code: &str) {
        if let Some(code) = self.codes.get_mut(code) {
            code.used = true;
        }
    }
}

/// `%41` to `A`.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}
