//! What customers call themselves on WeChat. It proves nothing: anybody may
//! call himself anything.

use super::errors::{never, plain_error};
use super::kf::WecomKf;
use crate::channel::port::SendError;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// WeCom: so many customers may be asked for at once.
const NAMES_AT_ONCE: usize = 100;

impl WecomKf {
    /// The nicknames of these people, each as in `Address::user`, in one request
    /// (`kf/customer/batchget`). Whom WeCom does not know, or who has none, is
    /// left out.
    pub async fn nicknames(&self, users: &[String]) -> Result<BTreeMap<String, String>, SendError> {
        let id_of = |user: &String| user.split_once('/').map(|(_, id)| id.to_owned());
        let ids: BTreeSet<String> = users.iter().filter_map(id_of).collect();
        if !(1..=NAMES_AT_ONCE).contains(&ids.len()) {
            return Err(never("1 to 100 customers may be asked for"));
        }
        let body = json!({"external_userid_list": ids, "need_enter_session_context": 0});
        let answer = self.api().post("kf/customer/batchget", &body).await.map_err(|failure| plain_error(&failure))?;
        let told: BTreeMap<&str, String> =
            answer["customer_list"].as_array().into_iter().flatten().filter_map(nickname).collect();
        let named = |user: &String| Some((user.clone(), told.get(id_of(user)?.as_str())?.clone()));
        Ok(users.iter().filter_map(named).collect())
    }
}

/// On one line, whatever somebody has put into it.
fn nickname(customer: &Value) -> Option<(&str, String)> {
    let words: Vec<&str> =
        customer["nickname"].as_str()?.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let name = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Some((customer["external_userid"].as_str()?, name)).filter(|(_, name)| !name.is_empty())
}
