//! What is done with what people say, one file per kind of saying. `hear` takes
//! a parsed message and sends it where the route says.

mod alarms;
mod asides;
mod binding;
mod card_words;
mod choices;
mod claiming;
mod commands;
mod dialogues;
mod finishing;
mod first_words;
mod lists;
mod manner;
mod notes;
mod nudges;
mod pictures;
mod questions;
mod several;
mod taps;

use crate::dialogue::focus;
use crate::dialogue::state::Conversation;
use crate::domain::ids::AccountId;
use crate::domain::refusal::Refusal;
use crate::flow::effect::Effect;
use crate::flow::route::{self, Route, Standing};
use crate::flow::speaker::{self, Speaker, Whoever};
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::{people, windows};
use crate::talk::inbound::{Inbound, Press, Said};
use crate::talk::message::Message;
use crate::talk::tap::Tap;
use std::sync::LazyLock;

static TREE: LazyLock<dptree::Handler<'static, Route>> = LazyLock::new(route::tree);

impl Turn<'_> {
    /// Everything that one message of one person causes.
    pub async fn hear(&mut self, inbound: Inbound) -> anyhow::Result<&'static str> {
        if matches!(inbound.said, Said::Elsewhere) {
            return Ok("elsewhere");
        }
        let whoever = speaker::find(self.tx, &inbound, self.now).await?;
        self.mark_window(whoever.account(), &inbound).await?;
        let who = Standing {
            bound: matches!(whoever, Whoever::Bound(_)),
            focus: matches!(&whoever, Whoever::Bound(speaker) if speaker.conversation.focus.is_some()),
        };
        let route = route::route(&TREE, inbound.said.clone(), who).await?;
        match (whoever, route) {
            (Whoever::Stranger { account, .. }, Route::Reachability(there)) => self.reachability(account, there).await,
            (whoever, Route::NotDelivered) => self.not_delivered(whoever.account(), &inbound.said).await,
            (Whoever::Stranger { account, lang }, Route::Bind(code)) => {
                self.bind_stranger(account, lang, &inbound, &code).await
            }
            (Whoever::Stranger { account, lang }, _) => {
                let on_wechat = inbound.from.channel.has_windows();
                if let (true, Said::Text(text)) = (on_wechat, &inbound.said)
                    && let Some(done) = self.claim(account, lang, &inbound, text).await?
                {
                    return Ok(done);
                }
                self.answer_if_press(account, &inbound);
                let key = if on_wechat { "hello.stranger_on_wechat" } else { "hello.stranger" };
                self.tell(account, lang, key, &Args::new());
                Ok("stranger")
            }
            (Whoever::Bound(speaker), route) => self.hear_bound(*speaker, inbound, route).await,
        }
    }

    /// Where the messenger counts what we write: a word of the person opens the
    /// count anew, and opening the chat allows one greeting.
    async fn mark_window(&mut self, account: AccountId, inbound: &Inbound) -> anyhow::Result<()> {
        if inbound.from.channel.has_windows() && inbound.is_his_word() {
            windows::open(self.tx, account, self.said_at, self.machine).await?;
        }
        self.welcome = inbound.welcome.clone().map(|code| (account, code));
        Ok(())
    }

    async fn hear_bound(
        &mut self,
        mut speaker: Speaker,
        inbound: Inbound,
        route: Route,
    ) -> anyhow::Result<&'static str> {
        let before = speaker.conversation.clone();
        let gone = matches!(route, Route::Reachability(false));
        let his_word = inbound.is_his_word();
        let (inbound, route) = self.by_number(&speaker, inbound, route);
        let words = his_word && !matches!(route, Route::Press(..));
        let outcome = self.reply(&mut speaker, inbound, route).await?;
        self.list_choices(&mut speaker, &before);
        if gone {
            self.cards_without(speaker.person).await?;
        }
        if speaker.returned && !gone {
            self.catch_up(&speaker).await?;
        } else if his_word && speaker.address.channel.has_windows() {
            self.show_what_waited(&speaker).await?;
        }
        if words && self.was_away(&speaker) {
            self.say_what_waits(&speaker).await?;
        }
        self.save_conversation(speaker, &before);
        Ok(outcome)
    }

    /// The end of a turn in which nobody spoke, but somebody was spoken to.
    pub(super) fn spoken_to(&mut self, mut speaker: Speaker, before: &Conversation) {
        self.list_choices(&mut speaker, before);
        self.save_conversation(speaker, before);
    }

    fn save_conversation(&mut self, speaker: Speaker, before: &Conversation) {
        if speaker.conversation != *before {
            self.effects.push(Effect::SaveConversation(speaker.conversation));
        }
    }

    /// A number that answers a list is the press of that button.
    fn by_number(&self, speaker: &Speaker, mut inbound: Inbound, route: Route) -> (Inbound, Route) {
        let Said::Text(text) = &inbound.said else { return (inbound, route) };
        let words = self.office.scripts.words().numbers();
        let Some(data) = focus::listed(&speaker.conversation, text, words, self.now) else { return (inbound, route) };
        let Some(tap) = Tap::parse(&data) else { return (inbound, route) };
        let press = Press { data, query: String::new(), code: None };
        inbound.said = Said::Tap(press.clone());
        (inbound, Route::Press(tap, press))
    }

    /// Where the messenger shows only so many buttons, the rest is a list, and
    /// what its numbers mean is kept until something else is said.
    fn list_choices(&mut self, speaker: &mut Speaker, before: &Conversation) {
        let said = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Say { account, message, .. } if *account == speaker.account => Some(message),
            _ => None,
        });
        let Some(message) = said else { return };
        let buttons: Vec<_> = message.buttons.iter().flatten().collect();
        if buttons.len() > speaker.address.channel.lists_beyond() {
            let choices = buttons.iter().map(|button| (button.label.clone(), button.data.clone())).collect();
            focus::list(&mut speaker.conversation, choices, self.now + self.office.manners.offer_stands);
        } else if speaker.conversation.offer.as_ref().is_some_and(|offer| offer.listed)
            && speaker.conversation.offer == before.offer
        {
            speaker.conversation.offer = None;
        }
    }

    async fn reply(&mut self, speaker: &mut Speaker, inbound: Inbound, route: Route) -> anyhow::Result<&'static str> {
        match route {
            Route::Ignored | Route::Stranger | Route::NotDelivered => Ok("ignored"),
            Route::Reachability(there) => {
                self.reachability(speaker.account, there).await?;
                self.chairs_change(speaker, there).await
            }
            Route::Bind(code) => self.bind_bound(speaker, &code).await,
            Route::Welcome => self.welcome(speaker).await,
            Route::Media => self.picture(speaker, inbound).await,
            Route::Unheard(_) => {
                self.tell(speaker.account, speaker.lang, "hello.unheard", &Args::new());
                Ok("unheard")
            }
            other => {
                // Whatever else is said ends a gathering first: it belongs to it.
                if let Some(done) = self.close_gathering_with(speaker, &inbound).await? {
                    return Ok(done);
                }
                self.reply_to_words(speaker, inbound, other).await
            }
        }
    }

    async fn reply_to_words(
        &mut self,
        speaker: &mut Speaker,
        inbound: Inbound,
        route: Route,
    ) -> anyhow::Result<&'static str> {
        match route {
            Route::Press(tap, press) => self.pressed(speaker, tap, (press, inbound.reply_to)).await,
            Route::DeadPress(press) => {
                let text = self.words(speaker.lang, "tap.unknown", &Args::new());
                self.answer_press(speaker.account, press.query, Some(text), true);
                Ok("dead press")
            }
            Route::Command { name, args } => self.command(speaker, &name, &args).await,
            Route::Dialogue => self.answer_dialogue(speaker, inbound).await,
            Route::Edited => self.edited(speaker, inbound).await,
            Route::Words(text) => self.words_outside(speaker, &text, &inbound).await,
            Route::Ignored
            | Route::NotDelivered
            | Route::Reachability(_)
            | Route::Bind(_)
            | Route::Stranger
            | Route::Welcome
            | Route::Media
            | Route::Unheard(_) => Ok("ignored"),
        }
    }

    async fn reachability(&mut self, account: AccountId, there: bool) -> anyhow::Result<&'static str> {
        if there {
            people::heard(self.tx, account, None, self.now).await?;
        } else {
            people::unreachable(self.tx, account, self.now, "blocked the bot").await?;
        }
        Ok("reachability")
    }

    /// A stranger's press (a forwarded or copied card) stops spinning too.
    fn answer_if_press(&mut self, account: AccountId, inbound: &Inbound) {
        if let Said::Tap(press) = &inbound.said {
            self.answer_press(account, press.query.clone(), None, false);
        }
    }

    /// Where the messenger has no window to pop up, it is a message.
    pub(super) fn answer_press(&mut self, account: AccountId, query: String, text: Option<String>, alert: bool) {
        if !query.is_empty() {
            self.effects.push(Effect::AnswerTap { account, query, text, alert });
        } else if let Some(text) = text {
            self.say(account, Message::text(text));
        }
    }

    /// The sentence behind a refusal, for whoever asked.
    pub(super) fn refusal(
        &self,
        speaker: &Speaker,
        refusal: &Refusal,
        case: Option<crate::domain::ids::CaseId>,
    ) -> String {
        let name = |person: Option<crate::domain::ids::PersonId>| {
            let held = case.and_then(|case| self.held.get(&case));
            person.map_or_else(|| "—".to_owned(), |person| held.map_or("—", |held| held.people.name(person)).to_owned())
        };
        let args = Args::new().now(self.now);
        let args = match refusal {
            Refusal::AlreadyDecided { by, at, decision } => {
                args.text("who", name(*by)).when("at", *at).key("decision", format!("decision.{}", decision.word()))
            }
            Refusal::AlreadyDone { by, at } => args.text("who", name(*by)).when("at", *at).flag("known", by.is_some()),
            Refusal::PhotosMissing { needed, given } => {
                args.int("needed", i64::from(*needed)).int("given", i64::from(*given))
            }
            Refusal::UrgedAlready { at } => args.when("at", *at),
            Refusal::NotLater { due } => args.when("due", *due),
            Refusal::Missing(field) => args.key("field", format!("field.{field}")),
            _ => args,
        };
        self.words(speaker.lang, refusal.key(), &args)
    }
}
