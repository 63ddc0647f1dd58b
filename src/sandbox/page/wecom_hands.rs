//! What the page does for people on WeCom and on WeChat: less than Telegram
//! can do. Nothing is edited, nothing answers a message, and pictures have no
//! caption, so that the words go before them.

use super::deed::{Deed, Outcome, done, message};
use super::servers::Mishap;
use crate::sandbox::wecom::{CustomerPhone, MemberPhone, Phone};
use serde_json::json;

pub fn member(phone: &MemberPhone, deed: &str, with: &Deed, files: Vec<Vec<u8>>) -> Outcome {
    Ok(match deed {
        "menu" => done(phone.opens_menu(&with.data)?),
        "location" => message(phone.sends_location(with.latitude, with.longitude, "")?),
        "block" => done(phone.leaves()?),
        "unblock" => done(phone.joins()?),
        _ => return anybody(phone, deed, with, files),
    })
}

pub fn customer(phone: &CustomerPhone, deed: &str, with: &Deed, mut files: Vec<Vec<u8>>) -> Outcome {
    Ok(match deed {
        "location" => message(phone.sends_location(with.latitude, with.longitude, "")?),
        "file" => message(phone.sends_file(files.pop().ok_or(Mishap::NotHere)?, &with.name)?),
        _ => return anybody(phone, deed, with, files),
    })
}

fn anybody(phone: &impl Phone, deed: &str, with: &Deed, files: Vec<Vec<u8>>) -> Outcome {
    Ok(match deed {
        "say" => message(phone.says(&with.text)?),
        "tap" => done(phone.taps_on(with.message_id, &with.data)?),
        "photos" => {
            if !with.text.is_empty() {
                phone.says(&with.text)?;
            }
            let mut sent = Vec::new();
            for file in files {
                sent.push(phone.sends_photo(file)?);
            }
            json!({"message_ids": sent})
        }
        _ => return Err(Mishap::NotHere),
    })
}
