//! What carries an invitation's code to the bot: a link of Telegram, a link of
//! customer service in WeChat, or words to be sent to the application. Where a
//! link cannot be had, the code is good without it.

use crate::app::invite::Invitation;
use crate::app::parts;
use crate::app::wecom::Wecom;
use crate::channel::wecom::links::OwnersLink;
use crate::config::Config;
use std::io::Write;

/// What the settings and the messengers give.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The bot's name on Telegram.
    pub bot: Option<String>,
    /// Opens customer service in WeChat.
    pub wechat: Option<OwnersLink>,
    /// The staff have an application in WeCom.
    pub application: bool,
}

impl Links {
    #[must_use]
    pub fn telegram(&self, one: &Invitation) -> String {
        self.bot.as_ref().map(|bot| format!("https://t.me/{bot}?start={}", one.code)).unwrap_or_default()
    }

    /// For owners alone.
    #[must_use]
    pub fn wechat(&self, one: &Invitation) -> String {
        self.wechat.as_ref().filter(|_| one.is_owner()).and_then(|link| link.with(&one.code)).unwrap_or_default()
    }

    /// No link leads into the application's chat with a code: it is written there.
    #[must_use]
    pub fn to_application(&self, one: &Invitation) -> String {
        if self.application && one.seated { format!("/start {}", one.code) } else { String::new() }
    }
}

/// Asks each messenger once, and only for what somebody needs. What cannot be
/// had is said in `words`, one sentence each.
pub async fn gather(
    config: &Config,
    wecom: anyhow::Result<Option<Wecom>>,
    invited: &[Invitation],
    words: &mut dyn Write,
) -> Links {
    let (wecom, unusable) = match wecom {
        Ok(wecom) => (wecom, None),
        Err(why) => (None, Some(format!("no WeChat links, since WeCom cannot be used: {why:#}"))),
    };
    let (bot, no_bot) = told(bot(config).await);
    let (wechat, no_wechat) = told(owners_link(wecom.as_ref(), invited).await);
    for sentence in [no_bot, unusable, no_wechat].into_iter().flatten() {
        let _ = writeln!(words, "anju: {sentence}");
    }
    if let Some(link) = wechat.as_ref().filter(|link| link.others > 0) {
        let _ = writeln!(
            words,
            "anju: the WeChat links lead to the first of {} accounts of customer service, {}",
            link.others + 1,
            link.account.name
        );
    }
    Links { bot, wechat, application: config.wecom.is_some() }
}

fn told<T>(outcome: Result<Option<T>, String>) -> (Option<T>, Option<String>) {
    match outcome {
        Ok(found) => (found, None),
        Err(why) => (None, Some(why)),
    }
}

/// The bot's name; it is missed where there is no other messenger either.
async fn bot(config: &Config) -> Result<Option<String>, String> {
    if config.telegram.token.is_none() && config.wecom.is_some() {
        return Ok(None);
    }
    let me = async { anyhow::Ok(parts::telegram(config)?.get_me().await?.username) };
    match me.await {
        Ok(username) => Ok(Some(username).filter(|username| !username.is_empty())),
        Err(why) => Err(format!("no links, since the bot's name is not known: {why:#}")),
    }
}

async fn owners_link(wecom: Option<&Wecom>, invited: &[Invitation]) -> Result<Option<OwnersLink>, String> {
    let Some(kf) = wecom.and_then(|wecom| wecom.customers.as_ref()) else { return Ok(None) };
    if !invited.iter().any(Invitation::is_owner) {
        return Ok(None);
    }
    let link = kf.owners_link().await;
    link.map(Some).map_err(|why| {
        format!("no WeChat links, since customer service gave none ({why}); `anju check --wecom` looks closer")
    })
}
