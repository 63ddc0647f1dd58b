//! What is done for the people behind a message that was given up: one neutral
//! apology, and a task on the clerk's desk with what was said.

use crate::channel::telegram::receive;
use crate::domain::beside::Topic;
use crate::domain::command::{Command, Request};
use crate::domain::people::Actor;
use crate::flow::apply;
use crate::flow::turn::{Turn, Turns};
use crate::flow::turns::Parker;
use crate::script::args::Args;
use crate::store::inbox::{self, InboxRow, Kind};
use crate::store::{Tx, lists, people};
use crate::talk::inbound::{Inbound, Said};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

#[async_trait]
impl Parker for Turns {
    async fn park(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>, _why: &str) -> anyhow::Result<()> {
        let mut turn = Turn {
            office: &self.office,
            tx,
            now,
            machine: self.clock.machine_now(),
            said_at: row.said_at.min(now),
            row,
            held: BTreeMap::new(),
            effects: Vec::new(),
        };
        match row.kind {
            Kind::Update => turn.apologise().await?,
            Kind::Timer | Kind::Receipt => turn.report_clock().await?,
        }
        apply::apply(&mut turn).await
    }
}

impl Turn<'_> {
    async fn apologise(&mut self) -> anyhow::Result<()> {
        // What cannot be parsed cannot be answered either; it stays parked.
        let Ok(inbound) = receive::parse(&self.row.raw) else { return Ok(()) };
        let Some(caller) = people::find_caller(self.tx, &inbound.from).await? else { return Ok(()) };
        let lang = caller.person.as_ref().map_or(caller.account.lang, |person| person.lang);
        self.tell(caller.account.id, lang, "sorry", &Args::new());
        let Some(person) = caller.person else { return Ok(()) };
        let cases = lists::cases_of(self.tx, person.id, self.now, 1).await?;
        if let Some(case) = cases.first() {
            let topic = Topic::Unsaid { text: said(&inbound) };
            let _ = self.perform(*case, Request::plain(Command::CallFor { person: person.id, topic }), &Actor::system()).await?;
        }
        Ok(())
    }

    /// A clock of a case could not be handled: its clerks are told which.
    async fn report_clock(&mut self) -> anyhow::Result<()> {
        let Some(case) = inbox::case_of_lane(&self.row.lane) else { return Ok(()) };
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let desk: Vec<_> = held
            .people
            .desk(held.case.estate)
            .into_iter()
            .filter_map(|person| held.reach.get(&person).copied())
            .collect();
        let number = held.case.number.clone().unwrap_or_else(|| format!("#{case}"));
        for reached in desk {
            self.tell(reached.account, reached.lang, "desk.clock_failed", &Args::new().text("number", number.clone()));
        }
        Ok(())
    }
}

fn said(inbound: &Inbound) -> String {
    let text = match &inbound.said {
        Said::Text(text) | Said::Edited { text } => text.clone(),
        Said::Command { name, args } => format!("/{name} {args}"),
        Said::Media(media) => media.caption.clone().unwrap_or_else(|| "[+]".to_owned()),
        _ => String::new(),
    };
    text.chars().take(200).collect()
}
