//! What the world answers and a case must know: filed as inbox rows in the
//! case's lane, in the transaction that records the answer.

use crate::domain::ids::{AccountId, AttachmentId, CaseId, Seq};
use crate::store::inbox::{self, Filing, InboxRow, Kind, NewRow};
use crate::store::{Error, Tx};
use crate::talk::message::{Class, Outgoing};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "receipt")]
pub enum Receipt {
    /// A message did not arrive and will not be tried again.
    Undeliverable {
        outbox: i64,
        account: AccountId,
        case: CaseId,
        seq: Option<Seq>,
        class: Class,
        what: Outgoing,
        why: String,
        /// Nothing reaches this account any more, not only this message.
        account_gone: bool,
    },
    AttachmentStored {
        attachment: AttachmentId,
        case: CaseId,
    },
    /// The file will never come: it must be asked for again.
    AttachmentLost {
        attachment: AttachmentId,
        account: AccountId,
        case: Option<CaseId>,
        why: String,
    },
}

/// The source of such inbox rows.
pub const SOURCE: &str = "receipt";

impl Receipt {
    /// Reads what `put` wrote.
    pub fn read(row: &InboxRow) -> Result<Receipt, Error> {
        serde_json::from_str(&row.raw).map_err(|why| Error::bad_row("inbox", "raw", row.id, why))
    }

    /// One answer of each kind per message or file.
    fn key(&self) -> String {
        match self {
            Receipt::Undeliverable { outbox, .. } => format!("undeliverable:{outbox}"),
            Receipt::AttachmentStored { attachment, .. } => format!("stored:{attachment}"),
            Receipt::AttachmentLost { attachment, .. } => format!("lost:{attachment}"),
        }
    }
}

/// Receipts and the lanes they go to.
pub async fn put(
    tx: &mut Tx,
    receipts: &[(String, Receipt)],
    calendar_now: DateTime<Utc>,
    machine_now: DateTime<Utc>,
) -> Result<(), Error> {
    let rows = receipts.iter().map(|(lane, receipt)| {
        Ok(NewRow {
            source: SOURCE.to_owned(),
            event_key: receipt.key(),
            lane: lane.clone(),
            kind: Kind::Receipt,
            said_at: calendar_now,
            received_at: machine_now,
            raw: serde_json::to_string(receipt).map_err(|why| Error::Unusable(why.to_string()))?,
            filing: Filing::Open,
        })
    });
    let rows = rows.collect::<Result<Vec<_>, Error>>()?;
    inbox::put(tx, &rows).await.map(drop)
}
