//! The links by which owners open customer service in WeChat. WeCom makes one
//! for an account; what is the owner's own, his code, is written behind it.

use super::errors::{never, plain_error};
use super::kf::{KfAccount, WecomKf};
use crate::channel::port::SendError;
use std::fmt::Write;

/// Comes back with everybody who entered by such a link. Only behind a scene
/// that is not empty may a `scene_param` stand.
const SCENE: &str = "invitation";

/// WeCom: bytes of a `scene_param`. Counted as it stands in the link, since
/// it is not said whether before or after its encoding.
const LONGEST_PARAM: usize = 128;

/// The link of one account, still without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnersLink {
    pub account: KfAccount,
    /// So many more accounts could have been taken.
    pub others: usize,
    url: String,
}

impl OwnersLink {
    /// `None`: the code is too long for a link.
    ///
    /// The link is not touched but at its end: of one that was changed WeCom
    /// tells nobody that somebody entered by it.
    #[must_use]
    pub fn with(&self, code: &str) -> Option<String> {
        let code = encoded(code);
        let fits = (1..=LONGEST_PARAM).contains(&code.len());
        fits.then(|| format!("{}&scene_param={code}", self.url))
    }
}

impl WecomKf {
    /// The link for owners, of the first account that is ours to serve: each
    /// of them leads to the same bot.
    pub async fn owners_link(&self) -> Result<OwnersLink, SendError> {
        let mut ours = self.served().await?.into_iter();
        let account = ours.next().ok_or_else(|| never("there is no account that the application may speak for"))?;
        let url = self.contact_way(&account.open_kfid, SCENE).await?;
        Ok(OwnersLink { account, others: ours.len(), url })
    }

    /// The accounts that the application may speak for.
    pub async fn served(&self) -> Result<Vec<KfAccount>, SendError> {
        let accounts = self.list_accounts().await.map_err(|failure| plain_error(&failure))?;
        Ok(accounts.into_iter().filter(|one| one.manage_privilege != Some(false)).collect())
    }
}

/// `A b` to `A%20b`.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => write!(encoded, "%{byte:02X}").unwrap_or_default(),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::OwnersLink;
    use crate::channel::wecom::kf::KfAccount;

    #[test]
    fn the_code_stands_encoded_at_the_end_of_the_link() {
        let account = KfAccount { open_kfid: "wk1".to_owned(), name: String::new(), manage_privilege: None };
        let url = "https://work.weixin.qq.com/kf/kfc1?enc_scene=ENC1".to_owned();
        let link = OwnersLink { account, others: 0, url };
        assert_eq!(
            link.with("AB-12").as_deref(),
            Some("https://work.weixin.qq.com/kf/kfc1?enc_scene=ENC1&scene_param=AB-12")
        );
        assert!(link.with("a&b \u{697c}").is_some_and(|link| link.ends_with("&scene_param=a%26b%20%E6%A5%BC")));
        assert!(link.with(&"x".repeat(128)).is_some());
        // 43 letters of three bytes are more than that, written as they must be.
        for code in ["", &"x".repeat(129), &"\u{697c}".repeat(43)] {
            assert_eq!(link.with(code), None, "{code}");
        }
    }
}
