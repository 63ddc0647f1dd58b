//! How a stranger becomes somebody: the invitation link. One-time, expiring,
//! and guessing is limited.

use crate::channel;
use crate::dialogue::input::Input;
use crate::domain::ids::{AccountId, CaseId, PersonId};
use crate::domain::people::Role;
use crate::flow::effect::Effect;
use crate::flow::speaker::{self, Speaker};
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::cards::{self, Card};
use crate::store::invitations::{self, Use};
use crate::store::{drafts, inbox, lists, people};
use crate::talk::inbound::{Inbound, Lang};
use crate::talk::message::{Button, Menu, Message};
use crate::talk::tap::Tap;
use chrono::TimeDelta;

/// So many cards are shown again to somebody who opens the bot anew.
const CARDS_AT_ONCE: i64 = 10;

/// How many open cases get their cards anew when somebody takes a seat.
const CASES_AT_ONCE: i64 = 30;

impl Turn<'_> {
    pub(super) async fn bind_stranger(
        &mut self,
        account: AccountId,
        lang: Lang,
        inbound: &Inbound,
        code: &str,
    ) -> anyhow::Result<&'static str> {
        self.cut_code(code).await?;
        let window = self.now - TimeDelta::hours(1);
        if invitations::wrong_tries(self.tx, account, window).await? >= self.office.manners.wrong_codes {
            self.tell(account, lang, "bind.too_many", &Args::new());
            return Ok("too many codes");
        }
        match invitations::redeem(self.tx, code, account, self.now).await? {
            Use::Bound(person) => self.bound(account, person, inbound).await,
            Use::Used { .. } => {
                self.tell(account, lang, "bind.used", &Args::new());
                Ok("used code")
            }
            Use::Expired => {
                self.tell(account, lang, "bind.expired", &Args::new());
                Ok("expired code")
            }
            Use::Unknown => {
                invitations::count_wrong(self.tx, account, self.now, window).await?;
                self.tell(account, lang, "bind.unknown", &Args::new());
                Ok("wrong code")
            }
        }
    }

    /// The code is worth something until it is used, and a trace afterwards:
    /// it does not stay in the raw update.
    async fn cut_code(&mut self, code: &str) -> anyhow::Result<()> {
        let Some(channel) = self.row.channel() else { return Ok(()) };
        let without = channel::without_code(channel, &self.row.raw, code);
        inbox::redact(self.tx, self.row.id, &without).await?;
        Ok(())
    }

    pub(super) async fn bound(
        &mut self,
        account: AccountId,
        person: PersonId,
        inbound: &Inbound,
    ) -> anyhow::Result<&'static str> {
        people::bind(self.tx, account, Some(person)).await?;
        let speaker::Whoever::Bound(mut speaker) = speaker::find(self.tx, inbound, self.now).await? else {
            anyhow::bail!("account {account} was bound and is not");
        };
        // He is addressed in the language that his messenger speaks.
        if let Some(lang) = inbound.lang {
            speaker.lang = lang;
            self.effects.push(Effect::Speak { account, lang });
        }
        self.tell_welcome(&speaker, "bind.welcome");
        self.catch_up(&speaker).await?;
        Ok("bound")
    }

    /// Whoever is bound already and opens a link: his own pressed again, or one
    /// that is not his.
    pub(super) async fn bind_bound(&mut self, speaker: &Speaker, code: &str) -> anyhow::Result<&'static str> {
        self.cut_code(code).await?;
        self.tell_welcome(speaker, "bind.already");
        Ok("bound already")
    }

    /// Whoever opens the bot anew has perhaps cleared his chat: what waits for
    /// him is shown again, and the dialogue he was in.
    pub(super) async fn welcome(&mut self, speaker: &mut Speaker) -> anyhow::Result<&'static str> {
        self.tell_welcome(speaker, "hello.bound");
        let open = cards::open_of(self.tx, speaker.account, CARDS_AT_ONCE).await?;
        let ids: Vec<_> = open.iter().map(|card| card.id).collect();
        cards::unsend(self.tx, &ids).await?;
        for Card { id: card, account, case, seq, .. } in open {
            self.effects.push(Effect::ShowCard { account, card, case, seq });
        }
        let draft = match speaker.conversation.focus {
            Some(draft) => drafts::get(self.tx, draft).await?,
            None => None,
        };
        if let Some(draft) = draft {
            self.run(speaker, draft, Input::Resume).await?;
        }
        Ok("welcome")
    }

    fn tell_welcome(&mut self, speaker: &Speaker, key: &str) {
        let homes: Vec<String> = speaker.homes.iter().map(|home| home.label()).collect();
        let mut roles: Vec<Role> = speaker.actor.seats.iter().map(|seat| seat.role).collect();
        roles.sort_unstable();
        roles.dedup();
        let roles: Vec<String> =
            roles.iter().map(|role| self.words(speaker.lang, &format!("role.{}", role.word()), &Args::new())).collect();
        let args = Args::new()
            .text("name", speaker.name.clone())
            .flag("has_homes", !homes.is_empty())
            .flag("has_roles", !roles.is_empty())
            .list("homes", homes)
            .list("roles", roles);
        let menu = self.menu(speaker);
        let greeting = Message::text(self.words(speaker.lang, key, &args));
        if speaker.address.channel.has_windows() {
            // No menu of commands there: the greeting has it, and no message is lost on it.
            self.say(speaker.account, with_menu(greeting, &menu));
            return;
        }
        self.say(speaker.account, greeting);
        self.effects.push(Effect::ShowMenu { account: speaker.account, menu });
    }

    /// The commands that make sense for what somebody is. Only display: rights
    /// are checked with every action.
    pub(super) fn menu(&self, speaker: &Speaker) -> Menu {
        let mut names: Vec<&str> = Vec::new();
        if !speaker.homes.is_empty() {
            names.extend(["report", "cases"]);
        }
        if speaker.is_desk() {
            names.extend(["desk", "register"]);
        }
        if speaker.holds(&[Role::RepairTeamLeader]) {
            names.push("orders");
        }
        if speaker.holds(&[Role::CsManager, Role::QualityDeputyChiefEngineer, Role::ViceGm, Role::GeneralManager]) {
            names.push("pending");
        }
        if speaker.actor.is_staff() {
            names.push("overdue");
        }
        names.extend(["language", "help"]);
        let describe = |name: &str| self.words(speaker.lang, &format!("menu.{name}"), &Args::new());
        Menu { commands: names.into_iter().map(|name| (name.to_owned(), describe(name))).collect() }
    }

    /// Who blocks the bot leaves his chair, who lets it in again takes it.
    pub(super) async fn chairs_change(&mut self, speaker: &Speaker, there: bool) -> anyhow::Result<&'static str> {
        if there {
            self.catch_up(speaker).await?;
            return Ok("there again");
        }
        for case in lists::waiting_for(self.tx, speaker.person, "%", CASES_AT_ONCE).await? {
            self.look_again(case).await?;
        }
        Ok("unreachable")
    }

    /// Cards that waited for somebody to take this seat or open this account.
    pub(super) async fn catch_up(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        let mut cases: Vec<CaseId> = lists::cases_of(self.tx, speaker.person, self.now, CASES_AT_ONCE).await?;
        let estates: Vec<_> = speaker.actor.seats.iter().map(|seat| seat.estate).collect();
        for estate in estates {
            cases.extend(lists::open_cases(self.tx, estate, CASES_AT_ONCE).await?);
        }
        // Locks are taken in ascending order everywhere.
        cases.sort_unstable();
        cases.dedup();
        for case in cases.into_iter().take(usize::try_from(CASES_AT_ONCE).unwrap_or(30)) {
            self.look_again(case).await?;
            self.show_missed_cards(speaker, case).await?;
        }
        Ok(())
    }
}

pub(super) fn with_menu(greeting: Message, menu: &Menu) -> Message {
    let button = |command: &String, label: &String| {
        vec![Button::new(label.clone(), &Tap::Menu { command: command.clone(), arg: String::new() })]
    };
    menu.commands.iter().fold(greeting, |greeting, (command, label)| greeting.row(button(command, label)))
}
