//! What is done for the people behind a message that was given up: one neutral
//! apology, and a task on the clerk's desk with what was said.

use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::command::{Command, Request};
use crate::domain::ids::{EstateId, PersonId};
use crate::domain::people::Actor;
use crate::flow::held;
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::inbox::{self, Kind};
use crate::store::people::{self, Person};
use crate::store::{Error, Fate, estates, lists};
use crate::talk::inbound::{Inbound, Said};
use std::collections::BTreeSet;

impl Turn<'_> {
    pub async fn give_up(&mut self) -> anyhow::Result<()> {
        match self.row.kind {
            Kind::Update => self.apologise().await,
            Kind::Timer | Kind::Receipt => self.report_clock().await,
        }
    }

    async fn apologise(&mut self) -> anyhow::Result<()> {
        // What cannot be parsed cannot be answered either; it stays parked.
        let Ok(inbound) = self.heard() else { return Ok(()) };
        let Some(caller) = people::find_caller(self.tx, &inbound.from).await? else { return Ok(()) };
        let lang = caller.person.as_ref().map_or(caller.account.lang, |person| person.lang);
        self.tell(caller.account.id, lang, "sorry", &Args::new());
        let Some(person) = caller.person else { return Ok(()) };
        let text = said(&inbound);
        if !self.call_about(person.id, &text).await? {
            self.tell_desk(&person, &text).await?;
        }
        Ok(())
    }

    /// The person's latest case collects it on its call list. False: there is
    /// none, or it is the case itself that cannot be worked on.
    async fn call_about(&mut self, person: PersonId, text: &str) -> anyhow::Result<bool> {
        let cases = lists::cases_of(self.tx, person, self.now, 1).await?;
        let Some(case) = cases.first() else { return Ok(false) };
        self.tx.savepoint("call").await?;
        let topic = CallTopic::Unsaid { text: text.to_owned() };
        match self
            .perform(*case, Request::plain(Command::CallFor { person, topic, unheard: Unheard::No }), &Actor::system())
            .await
        {
            Ok(done) => Ok(done.is_ok()),
            Err(why) if Error::fate_of(&why) == Fate::Failure => {
                self.tx.rollback_to("call").await?;
                self.held.clear();
                Ok(false)
            }
            Err(why) => Err(why),
        }
    }

    /// The desks of the person's estates; without any, every desk.
    async fn tell_desk(&mut self, person: &Person, text: &str) -> anyhow::Result<()> {
        let homes = estates::homes_of(self.tx, person.id, self.now).await?;
        let mut estates: Vec<Option<EstateId>> = homes.into_iter().map(|home| Some(home.estate)).collect();
        estates.dedup();
        if estates.is_empty() {
            estates.push(None);
        }
        let mut told = BTreeSet::new();
        for estate in estates {
            for reached in held::desk_of(self.tx, estate, self.now).await? {
                if told.insert(reached.account) {
                    let args = Args::new().text("name", person.name.clone()).text("words", text);
                    self.tell(reached.account, reached.lang, "desk.unhandled", &args);
                }
            }
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
