//! Walks through what an operator had to set up in the console and says of each
//! thing whether it is there. Findings carry keys; the words for them stand
//! elsewhere. Nothing is changed and nobody is written to.

use super::api::Api;
use super::app::WecomApp;
use super::errors::plain_error;
use super::kf::{KfAccount, WecomKf};
use super::wire::Failure;
use crate::channel::port::SendError;
use serde_json::Value;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Corpid and secret give an access token.
    Token,
    /// Our address is among the application's trusted ones.
    CallerIp,
    /// The agentid is the application's, and it is switched on.
    Agent,
    /// There are members who see the application.
    VisibleRange,
    /// Where WeCom sends what happens.
    CallbackUrl,
    Menu,
    /// The application may speak for customer service.
    KfPermission,
    KfAccounts,
    /// The accounts are managed through the API, by this application.
    KfPrivilege,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    Missing,
    /// It could not be asked, or the API does not say.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub what: What,
    pub state: State,
    /// WeCom's, where it said no.
    pub code: Option<i64>,
    /// What to tell the operator.
    pub hint_key: &'static str,
    /// A number or an id for that text; WeCom's own words where it said no.
    pub detail: Option<String>,
}

const UNTRUSTED_IP: i64 = 60020;
/// The application has no menu.
const NO_MENU: i64 = 46003;

/// What to look at: the application, customer service, or both. They can be one
/// application of the console or two.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    pub app: Option<&'a WecomApp>,
    pub kf: Option<&'a WecomKf>,
    /// The accounts that are expected; none: any.
    pub open_kfids: &'a [String],
}

pub async fn walk(settings: Settings<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(app) = settings.app {
        application(app, &mut findings).await;
    }
    if let Some(kf) = settings.kf {
        if settings.app.is_none() {
            door(kf.api(), &mut findings).await;
        }
        service(kf, settings.open_kfids, &mut findings).await;
    }
    findings
}

async fn application(app: &WecomApp, findings: &mut Vec<Finding>) {
    if !door(app.api(), findings).await {
        return;
    }
    let agent = app.agent().to_string();
    match app.api().get("agent/get", &[("agentid", &agent)]).await {
        Ok(answer) => findings.extend([switched_on(&answer), visible(&answer)]),
        Err(failure) => findings.push(failed(What::Agent, "setup.agent.refused", &failure)),
    }
    findings.push(match app.api().get("menu/get", &[("agentid", &agent)]).await {
        Ok(answer) if length(&answer["button"]) > 0 => ok(What::Menu, "setup.menu.ok"),
        Ok(_) => missing(What::Menu, "setup.menu.none"),
        Err(Failure::Told { code: NO_MENU, .. }) => {
            Finding { code: Some(NO_MENU), ..missing(What::Menu, "setup.menu.none") }
        }
        Err(failure) => failed(What::Menu, "setup.menu.refused", &failure),
    });
}

/// Token, address, callback: `false` if nothing else can be asked.
async fn door(api: &Api, findings: &mut Vec<Finding>) -> bool {
    match api.get("getcallbackip", &[]).await {
        Ok(answer) => {
            findings.extend([ok(What::Token, "setup.token.ok"), ok(What::CallerIp, "setup.ip.ok")]);
            // It answers whether or not a URL is set; that one only shows when
            // WeCom calls it.
            let detail = Some(length(&answer["ip_list"]).to_string());
            let hint = "setup.callback.seen_at_the_door";
            findings.push(Finding { detail, state: State::Unknown, ..ok(What::CallbackUrl, hint) });
            true
        }
        Err(Failure::Told { code: UNTRUSTED_IP, message }) => {
            findings.push(ok(What::Token, "setup.token.ok"));
            let failure = Failure::Told { code: UNTRUSTED_IP, message };
            findings.push(failed(What::CallerIp, "setup.ip.not_trusted", &failure));
            false
        }
        Err(failure @ Failure::Decided(_)) => {
            findings.push(failed(What::Token, "setup.token.refused", &failure));
            false
        }
        Err(failure) => {
            findings.push(ok(What::Token, "setup.token.ok"));
            findings.push(failed(What::CallbackUrl, "setup.callback.refused", &failure));
            true
        }
    }
}

fn switched_on(answer: &Value) -> Finding {
    match answer["close"].as_i64() {
        Some(0) | None => ok(What::Agent, "setup.agent.ok"),
        Some(_) => missing(What::Agent, "setup.agent.switched_off"),
    }
}

fn visible(answer: &Value) -> Finding {
    let lists = ["/allow_userinfos/user", "/allow_partys/partyid", "/allow_tags/tagid"];
    let count: usize = lists.iter().filter_map(|list| answer.pointer(list)).map(length).sum();
    match count {
        0 => missing(What::VisibleRange, "setup.range.empty"),
        count => Finding { detail: Some(count.to_string()), ..ok(What::VisibleRange, "setup.range.ok") },
    }
}

async fn service(kf: &WecomKf, expected: &[String], findings: &mut Vec<Finding>) {
    let accounts = match kf.list_accounts().await {
        Ok(accounts) => accounts,
        Err(failure) => return findings.push(failed(What::KfPermission, "setup.kf.not_allowed", &failure)),
    };
    findings.push(ok(What::KfPermission, "setup.kf.ok"));
    let ours: Vec<&KfAccount> =
        accounts.iter().filter(|it| expected.is_empty() || expected.contains(&it.open_kfid)).collect();
    let lost: Vec<&str> =
        expected.iter().filter(|id| !ours.iter().any(|it| it.open_kfid == **id)).map(String::as_str).collect();
    if ours.is_empty() || !lost.is_empty() {
        let detail = Some(lost.join(" ")).filter(|lost| !lost.is_empty());
        findings.push(Finding { detail, ..missing(What::KfAccounts, "setup.kf.accounts.missing") });
    } else {
        let detail = Some(ours.len().to_string());
        findings.push(Finding { detail, ..ok(What::KfAccounts, "setup.kf.accounts.ok") });
    }
    for account in ours {
        let finding = match account.manage_privilege {
            Some(true) => ok(What::KfPrivilege, "setup.kf.privilege.ok"),
            Some(false) => missing(What::KfPrivilege, "setup.kf.privilege.missing"),
            None => Finding { state: State::Unknown, ..ok(What::KfPrivilege, "setup.kf.privilege.unsaid") },
        };
        findings.push(Finding { detail: Some(account.open_kfid.clone()), ..finding });
    }
}

fn ok(what: What, hint_key: &'static str) -> Finding {
    Finding { what, state: State::Ok, code: None, hint_key, detail: None }
}

fn missing(what: What, hint_key: &'static str) -> Finding {
    Finding { state: State::Missing, ..ok(what, hint_key) }
}

/// A "no" is something missing; a line that broke says nothing about it.
fn failed(what: What, hint_key: &'static str, failure: &Failure) -> Finding {
    let error = plain_error(failure);
    let code = match failure {
        Failure::Told { code, .. } => Some(*code),
        // A token that was not given: the code stands first.
        _ => match &error {
            SendError::Refused { why } | SendError::Never { why } => {
                why.split([' ', ':']).next().and_then(|code| code.parse().ok())
            }
            _ => None,
        },
    };
    let busy = matches!(error, SendError::Later { .. }) || matches!(failure, Failure::Gateway { .. });
    let (state, hint_key) = if busy { (State::Unknown, "setup.later") } else { (State::Missing, hint_key) };
    Finding { what, state, code, hint_key, detail: Some(error.to_string()) }
}

fn length(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}
