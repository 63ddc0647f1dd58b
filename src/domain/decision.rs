//! What an approver may decide.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 同意.
    Approve,
    /// 驳回: ends the request.
    Refuse,
    /// 退回: back to the requester, who may change and submit again.
    Return,
}

impl Decision {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Decision::Approve => "approve",
            Decision::Refuse => "refuse",
            Decision::Return => "return",
        }
    }
}
