//! The pump that fetches what people have sent into the file store: bytes to a
//! temporary file, to the disk, to their checksum's name, and only then the row.

use super::backoff::Backoff;
use super::pump::{Nudge, Pump, Step, later};
use super::receipt::{self, Receipt};
use crate::channel::port::{Messenger, SendError};
use crate::clock::{Chance, Clock};
use crate::store::attachments::{self, Attachment};
use crate::store::inbox::{lane_of_case, lane_of_chat};
use crate::store::{Db, Tx, people};
use crate::talk::inbound::Channel;
use anyhow::Context;
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tracing::{error, warn};

#[derive(Clone, Debug)]
pub struct FileSettings {
    pub folder: PathBuf,
    /// Larger files are lost: the provider would not give them either.
    pub largest: u64,
    pub at_once: i64,
    pub lease: Duration,
    /// Shorter than the lease.
    pub fetch_timeout: Duration,
    pub max_attempts: i64,
}

impl FileSettings {
    #[must_use]
    pub fn new(folder: PathBuf) -> FileSettings {
        FileSettings {
            folder,
            largest: 20 * 1024 * 1024,
            at_once: 4,
            lease: Duration::from_secs(180),
            fetch_timeout: Duration::from_secs(120),
            // With the delays of Backoff::FILE about a day.
            max_attempts: 56,
        }
    }
}

pub struct FilePump {
    pub db: Db,
    pub clock: Clock,
    pub chance: Chance,
    pub messengers: BTreeMap<Channel, Arc<dyn Messenger>>,
    pub settings: FileSettings,
    pub turns: Nudge,
}

/// A file in the store.
struct Kept {
    checksum: String,
    path: String,
    bytes: i64,
}

enum Fetched {
    Kept(Kept),
    Later { why: String, after: Duration, counts: bool },
    Never { why: String },
}

impl FilePump {
    /// What to fetch, or how long there is nothing.
    async fn lease(&self, tx: &mut Tx, holder: &str) -> anyhow::Result<Result<Vec<Attachment>, Step>> {
        let now = self.clock.machine_now();
        let until = later(&self.clock, self.settings.lease).context("a lease that long")?;
        let wanted = attachments::lease(tx, holder, now, until, self.settings.at_once).await?;
        if wanted.is_empty() {
            return Ok(Err(Step::until(attachments::next_due(tx, now).await?)));
        }
        Ok(Ok(wanted))
    }

    async fn fetch_all(&self, wanted: Vec<Attachment>) -> Vec<(Attachment, Fetched)> {
        let mut fetches = JoinSet::new();
        for one in wanted {
            let messenger = self.messengers.get(&one.channel).map(Arc::clone);
            let settings = self.settings.clone();
            let temporary = self.chance.code(16);
            fetches.spawn(async move {
                let fetched = super::pump::caught(fetch(messenger, &one, &settings, &temporary)).await;
                let fetched = fetched.unwrap_or_else(|panic| Fetched::Later {
                    why: panic.to_string(),
                    after: Duration::ZERO,
                    counts: true,
                });
                (one, fetched)
            });
        }
        let mut fetched = fetches.join_all().await;
        fetched.sort_by_key(|(one, _)| one.id);
        fetched
    }

    /// Says whether somebody is told of it.
    async fn record_all(&self, tx: &mut Tx, holder: &str, all: &[(Attachment, Fetched)]) -> anyhow::Result<bool> {
        let mut told = false;
        for (one, fetched) in all {
            told |= self.record(tx, holder, one, fetched).await?;
        }
        Ok(told)
    }

    async fn record(&self, tx: &mut Tx, holder: &str, one: &Attachment, fetched: &Fetched) -> anyhow::Result<bool> {
        let receipt = match fetched {
            Fetched::Kept(kept) => {
                let now = attachments::stored(tx, one.id, holder, &kept.checksum, &kept.path, kept.bytes).await?;
                now.and_then(|now| now.case)
                    .map(|case| (lane_of_case(case), Receipt::AttachmentStored { attachment: one.id, case }))
            }
            Fetched::Later { why, after, counts } if !counts || one.attempts < self.settings.max_attempts => {
                let delay = Backoff::FILE.after(one.attempts).max(*after);
                let due_at = later(&self.clock, delay).context("a time that far away")?;
                attachments::later(tx, one.id, holder, due_at, why, *counts).await?;
                warn!(attachment = one.id.0, attempts = one.attempts, "not fetched yet: {why}");
                None
            }
            Fetched::Later { why, .. } | Fetched::Never { why } => self.lose(tx, holder, one, why).await?,
        };
        let result = match fetched {
            Fetched::Kept(_) => "stored",
            Fetched::Later { .. } => "later",
            Fetched::Never { .. } => "never",
        };
        metrics::counter!("anju_files_total", "result" => result).increment(1);
        let Some(receipt) = receipt else { return Ok(false) };
        receipt::put(tx, &[receipt], self.clock.calendar_now(), self.clock.machine_now()).await?;
        Ok(true)
    }

    /// The case must ask for it again; before there is one, the chat must.
    async fn lose(
        &self,
        tx: &mut Tx,
        holder: &str,
        one: &Attachment,
        why: &str,
    ) -> anyhow::Result<Option<(String, Receipt)>> {
        error!(attachment = one.id.0, attempts = one.attempts, "a file is lost: {why}");
        let Some(now) = attachments::lost(tx, one.id, holder, why).await? else { return Ok(None) };
        let lane = match now.case {
            Some(case) => lane_of_case(case),
            None => {
                let account = people::account(tx, now.account).await?.context("an attachment of no account")?;
                lane_of_chat(&account.address)
            }
        };
        let (attachment, account, case, why) = (now.id, now.account, now.case, why.to_owned());
        Ok(Some((lane, Receipt::AttachmentLost { attachment, account, case, why })))
    }
}

#[async_trait]
impl Pump for FilePump {
    fn name(&self) -> &'static str {
        "files"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        let holder = self.chance.code(12);
        let mut tx = self.db.begin().await?;
        let wanted = self.lease(&mut tx, &holder).await;
        let wanted = match tx.end(wanted).await? {
            Ok(wanted) => wanted,
            Err(idle) => return Ok(idle),
        };
        let fetched = self.fetch_all(wanted).await;
        let mut tx = self.db.begin().await?;
        let told = self.record_all(&mut tx, &holder, &fetched).await;
        if tx.end(told).await? {
            self.turns.nudge();
        }
        Ok(Step::Worked)
    }
}

async fn fetch(
    messenger: Option<Arc<dyn Messenger>>,
    one: &Attachment,
    settings: &FileSettings,
    temporary: &str,
) -> Fetched {
    let later = |why: String, after: Option<Duration>, counts: bool| Fetched::Later {
        why,
        after: after.unwrap_or_default(),
        counts,
    };
    // The channel is switched off; its token may come back.
    let Some(messenger) = messenger else { return later("no such messenger now".to_owned(), None, false) };
    let bytes = match tokio::time::timeout(settings.fetch_timeout, messenger.fetch(&one.file, settings.largest)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(SendError::Later { after, why, .. })) => return later(why, after, true),
        Ok(Err(SendError::Refused { why })) => return later(why, Some(Duration::from_secs(60)), false),
        Ok(Err(SendError::Never { why } | SendError::Closed { why } | SendError::Unreachable { why })) => {
            return Fetched::Never { why };
        }
        Err(_) => return later("no answer in time".to_owned(), None, true),
    };
    let (folder, temporary) = (settings.folder.clone(), temporary.to_owned());
    match tokio::task::spawn_blocking(move || keep(&folder, &temporary, &bytes)).await {
        Ok(Ok(kept)) => Fetched::Kept(kept),
        // A full disk is not the file's fault.
        Ok(Err(why)) => later(format!("{why:#}"), None, false),
        Err(panic) => later(panic.to_string(), None, true),
    }
}

/// Writes a file so that its name is there only when its bytes are.
fn keep(folder: &Path, temporary: &str, bytes: &[u8]) -> anyhow::Result<Kept> {
    let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = format!("{}/{checksum}", &checksum[..2]);
    let place = folder.join(&path);
    let kept = Kept { path, bytes: i64::try_from(bytes.len())?, checksum };
    if fs::metadata(&place).is_ok_and(|there| there.len() == bytes.len() as u64) {
        return Ok(kept); // The same picture again.
    }
    let shelf = place.parent().context("a file store needs a folder")?;
    fs::create_dir_all(shelf).with_context(|| format!("cannot create {}", shelf.display()))?;
    let draft = folder.join(format!("{temporary}.part"));
    let written = write_through(&draft, bytes).and_then(|()| fs::rename(&draft, &place));
    if let Err(why) = written {
        let _ = fs::remove_file(&draft);
        return Err(why).with_context(|| format!("cannot write {}", place.display()));
    }
    fs::File::open(shelf).and_then(|shelf| shelf.sync_all()).context("cannot sync the folder")?;
    Ok(kept)
}

fn write_through(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
