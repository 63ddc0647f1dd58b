//! What a member does in the app's chat. Refuses what a real phone would not
//! let them do: a grey button cannot be tapped.

use super::card::Card;
use super::corp::Corp;
use super::media::{MediaKind, Medium};
use super::message::{Chat, Content};
use super::phone::{Mishap, Phone, find};
use super::screen::Shown;
use super::state::{NewMessage, State};
use super::xml::Xml;
use crate::sandbox::files::image_type;
use chrono::{DateTime, Utc};

/// The phone of somebody of the staff.
#[derive(Clone)]
pub struct MemberPhone {
    corp: Corp,
    userid: String,
}

const FIRST_MSGID: u64 = 7_319_283_000_000_000_000;

impl MemberPhone {
    pub fn new(corp: &Corp, userid: &str) -> Self {
        Self { corp: corp.clone(), userid: userid.to_owned() }
    }

    pub fn chat(&self) -> Chat {
        Chat::app(&self.userid)
    }

    pub fn sends_voice(&self, amr: Vec<u8>) -> Result<i64, Mishap> {
        self.sends_medium(MediaKind::Voice, amr, "voice.amr", "audio/amr")
    }

    pub fn sends_location(&self, latitude: f64, longitude: f64, label: &str) -> Result<i64, Mishap> {
        let content = Content::Location { latitude, longitude, label: label.to_owned() };
        let fields = |xml: Xml| {
            xml.number("Location_X", latitude)
                .number("Location_Y", longitude)
                .number("Scale", 15)
                .text("Label", label)
                .text("AppType", "wxwork")
        };
        self.writes("location", |_, _| content, |_, xml| fields(xml))
    }

    /// Opens the chat, which WeCom tells about every time.
    pub fn opens_app(&self) -> Result<(), Mishap> {
        self.event(|state, xml| Ok(agent(state, xml.text("Event", "enter_agent").text("EventKey", ""))))
    }

    /// Taps an entry of the menu, by its key or its name.
    pub fn opens_menu(&self, entry: &str) -> Result<(), Mishap> {
        self.event(|state, xml| {
            let is_meant = |item: &&super::menu::MenuItem| item.key.as_deref() == Some(entry) || item.name == entry;
            let Some(item) = state.menu.iter().find(is_meant) else {
                let there = state.menu.iter().map(|item| item.name.clone()).collect();
                return Err(Mishap::NoSuchButton { wanted: entry.to_owned(), there });
            };
            let xml = match (&item.key, &item.url) {
                (Some(key), _) => xml.text("Event", "click").text("EventKey", key),
                (None, url) => xml.text("Event", "view").text("EventKey", url.as_deref().unwrap_or_default()),
            };
            Ok(agent(state, xml))
        })
    }

    /// A press that was made before the card turned grey, and arrives now: by
    /// what the button carried.
    pub fn taps_late(&self, message: i64, key: &str) -> Result<(), Mishap> {
        self.presses(message, |_| Ok(key.to_owned()))
    }

    /// The app comes into reach of this member.
    pub fn joins(&self) -> Result<(), Mishap> {
        self.sees_app(true)
    }

    /// The app is out of reach; nothing the bot sends arrives any more.
    pub fn leaves(&self) -> Result<(), Mishap> {
        self.sees_app(false)
    }

    pub fn is_in_reach(&self) -> bool {
        self.corp.world.with(|state, _| state.member(&self.userid).is_some_and(|member| member.sees_app))
    }

    fn sees_app(&self, sees: bool) -> Result<(), Mishap> {
        self.corp.world.change(|state, now| {
            let member = state.members.get_mut(&self.userid.to_lowercase());
            let member = member.ok_or_else(|| Mishap::NoSuchPerson(self.userid.clone()))?;
            if std::mem::replace(&mut member.sees_app, sees) == sees {
                return Ok(());
            }
            let userid = member.userid.clone();
            let event = if sees { "subscribe" } else { "unsubscribe" };
            let xml = state.about_member(&userid, "event", now).text("Event", event).text("EventKey", "");
            let xml = agent(state, xml);
            state.call_back(xml, now);
            Ok(())
        })
    }

    fn sends_medium(&self, kind: MediaKind, bytes: Vec<u8>, name: &str, mime: &str) -> Result<i64, Mishap> {
        let medium = |born| Medium { kind, bytes: bytes.into(), name: name.into(), mime: mime.into(), born };
        let content = |state: &mut State, now| {
            let media_id = state.keep_medium(medium(now));
            match kind {
                MediaKind::Voice => Content::Voice { media_id },
                _ => Content::Image { media_id },
            }
        };
        self.writes(kind.name(), content, |content, xml| match content {
            Content::Voice { media_id } => xml.text("MediaId", media_id).text("Format", "amr"),
            Content::Image { media_id } => {
                let address = format!("https://wework.qpic.cn/practice/{media_id}/0");
                xml.text("PicUrl", &address).text("MediaId", media_id)
            }
            _ => xml,
        })
    }

    /// Writes into the chat and tells the bot.
    fn writes(
        &self,
        kind: &str,
        content: impl FnOnce(&mut State, DateTime<Utc>) -> Content,
        fields: impl FnOnce(&Content, Xml) -> Xml,
    ) -> Result<i64, Mishap> {
        self.corp.world.change(|state, now| {
            let userid = self.may_write(state)?;
            let content = content(state, now);
            let msgid = FIRST_MSGID + state.next_id();
            let xml = fields(&content, state.about_member(&userid, kind, now)).number("MsgId", msgid);
            let xml = agent(state, xml);
            let new = NewMessage { from_bot: false, msgid: msgid.to_string(), content };
            let place = state.post(&self.chat(), new, now);
            state.call_back(xml, now);
            Ok(place)
        })
    }

    /// Tells the bot of something that is no message.
    fn event(&self, fields: impl FnOnce(&mut State, Xml) -> Result<Xml, Mishap>) -> Result<(), Mishap> {
        self.corp.world.change(|state, now| {
            let userid = self.may_write(state)?;
            let begun = state.about_member(&userid, "event", now);
            let xml = fields(state, begun)?;
            state.call_back(xml, now);
            Ok(())
        })
    }

    /// The userid as the administrator spelled it.
    fn may_write(&self, state: &State) -> Result<String, Mishap> {
        match state.member(&self.userid) {
            None => Err(Mishap::NoSuchPerson(self.userid.clone())),
            Some(member) if !member.sees_app => Err(Mishap::AppNotVisible(self.userid.clone())),
            Some(member) => Ok(member.userid.clone()),
        }
    }

    /// Tells the bot of a press, with a code to change the card by.
    fn presses(&self, message: i64, key: impl FnOnce(&Card) -> Result<String, Mishap>) -> Result<(), Mishap> {
        self.corp.world.change(|state, now| {
            let userid = self.may_write(state)?;
            let card = self.card(state, message)?;
            let key = key(&card)?;
            let code = state.opaque("RC");
            state.codes.issue(code.clone(), &card.task_id, now);
            let xml = state
                .about_member(&userid, "event", now)
                .text("Event", "template_card_event")
                .text("EventKey", &key)
                .text("TaskId", &card.task_id)
                .text("CardType", card.kind.name())
                .text("ResponseCode", &code);
            let xml = agent(state, xml);
            state.call_back(xml, now);
            Ok(())
        })
    }

    fn card(&self, state: &State, place: i64) -> Result<Card, Mishap> {
        let messages = state.chats.get(&self.chat()).map(Vec::as_slice).unwrap_or_default();
        match messages.iter().find(|message| message.id == place).map(|message| &message.content) {
            Some(Content::Card(card)) => Ok(card.clone()),
            _ => Err(Mishap::NoSuchMessage(place)),
        }
    }
}

impl Phone for MemberPhone {
    fn says(&self, text: &str) -> Result<i64, Mishap> {
        self.writes("text", |_, _| Content::Text(text.to_owned()), |_, xml| xml.text("Content", text))
    }

    fn sends_photo(&self, photo: Vec<u8>) -> Result<i64, Mishap> {
        let mime = image_type(&photo).unwrap_or("image/jpeg");
        self.sends_medium(MediaKind::Image, photo, "photo.jpg", mime)
    }

    fn taps_on(&self, message: i64, button: &str) -> Result<(), Mishap> {
        self.presses(message, |card| find(&card.buttons, button).map(|(key, _)| key))
    }

    fn messages(&self) -> Vec<Shown> {
        self.corp.messages(&self.chat())
    }
}

fn agent(state: &State, xml: Xml) -> Xml {
    xml.number("AgentID", state.settings.agentid)
}
