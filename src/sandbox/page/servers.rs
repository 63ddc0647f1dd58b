//! The messengers behind the phones: which of them somebody is on, and how he
//! begins to talk there.

use super::backstage::{Phone, Place};
use crate::sandbox::messenger::Messenger;
use crate::sandbox::wecom::{Corp, CustomerPhone, MemberPhone, Mishap as WecomMishap, Phone as _};
use crate::sandbox::{people, wecom};
use std::time::Duration;
use tokio::time::timeout;

/// The practice messengers of one sandbox.
#[derive(Clone)]
pub struct Servers {
    pub telegram: Messenger,
    pub wecom: Option<Corp>,
}

/// Why a phone would not do it.
#[derive(Debug, thiserror::Error)]
pub enum Mishap {
    #[error(transparent)]
    Telegram(#[from] people::Mishap),
    #[error(transparent)]
    Wecom(#[from] WecomMishap),
    #[error("there is no WeCom here")]
    NoWecom,
    #[error("this phone cannot do that")]
    NotHere,
}

/// A phone with what it is connected to.
pub enum Line {
    Telegram(Messenger),
    Member(MemberPhone),
    Customer(CustomerPhone),
}

/// What customers come by who open an invitation.
const SCENE: &str = "invitation";

/// How far the page has seen each of the worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub telegram: u64,
    pub wecom: u64,
}

impl Servers {
    /// Gives somebody his phone.
    pub fn add(&self, phone: &Phone) {
        match (phone.messenger, &self.wecom) {
            (Place::Wecom, Some(corp)) => drop(corp.add_member(&phone.key, &phone.name)),
            (Place::Wechat, Some(corp)) if !corp.has_customer(&customer(phone)) => {
                drop(corp.add_customer(&customer(phone), &phone.name));
            }
            (Place::Wechat, _) | (Place::Wecom, None) => {}
            (Place::Telegram, _) => self.telegram.add_user(phone.user_id, &phone.name, &phone.language),
        }
    }

    pub fn line(&self, phone: &Phone) -> Result<Line, Mishap> {
        let corp = || self.wecom.as_ref().ok_or(Mishap::NoWecom);
        Ok(match phone.messenger {
            Place::Telegram => Line::Telegram(self.telegram.clone()),
            Place::Wecom => Line::Member(corp()?.member(&phone.key)),
            Place::Wechat => Line::Customer(corp()?.customer(&customer(phone))),
        })
    }

    /// Opens an invitation, or says hello without one.
    pub fn starts(&self, phone: &Phone, code: Option<&str>) -> Result<(), Mishap> {
        match self.line(phone)? {
            Line::Telegram(telegram) => drop(telegram.starts(phone.user_id, code)?),
            Line::Member(member) => {
                let words = code.map_or_else(|| "/start".to_owned(), |code| format!("/start {code}"));
                member.says(&words)?;
            }
            Line::Customer(customer) => match code {
                Some(code) => customer.enters(SCENE, code)?,
                None => customer.enters("", "")?,
            },
        }
        Ok(())
    }

    pub fn seen(&self) -> Seen {
        let wecom = self.wecom.as_ref().map_or(0, wecom::Corp::revision);
        Seen { telegram: self.telegram.revision(), wecom }
    }

    /// Waits until one of the worlds is newer, but not for ever.
    pub async fn wait_for_change(&self, seen: Seen, longest: Duration) {
        let other = async {
            match &self.wecom {
                Some(corp) => corp.wait_for_change(seen.wecom).await,
                None => std::future::pending().await,
            }
        };
        let change = async {
            tokio::select! {
                _ = self.telegram.wait_for_change(seen.telegram) => {}
                _ = other => {}
            }
        };
        let _ = timeout(longest, change).await;
    }
}

fn customer(phone: &Phone) -> String {
    format!("wm_{}", phone.key)
}
