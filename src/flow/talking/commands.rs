//! Commands, typed or tapped: the menu's own and what buttons of lists carry.

use super::binding::with_menu;
use crate::dialogue::focus;
use crate::dialogue::state::Subject;
use crate::domain::command::{Command, Request};
use crate::domain::event::Happened;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::story::{self, Reader};
use crate::script::args::Args;
use crate::store::{drafts, history, lists};
use crate::talk::inbound::Lang;
use crate::talk::message::Message;
use crate::talk::tap::Tap;
use std::collections::BTreeMap;

impl Turn<'_> {
    pub(super) async fn command(
        &mut self,
        speaker: &mut Speaker,
        name: &str,
        args: &str,
    ) -> anyhow::Result<&'static str> {
        match name {
            "start" | "menu" => return self.welcome(speaker).await,
            "help" => self.help(speaker),
            "report" => return self.report(speaker, args).await,
            "cases" => self.cases(speaker, args).await?,
            "orders" => self.orders(speaker, args).await?,
            "pending" => self.pending(speaker, args).await?,
            "overdue" => self.overdue(speaker, args).await?,
            "desk" => self.desk(speaker, args).await?,
            "register" => self.register(speaker).await?,
            "language" => self.language(speaker, args),
            "cancel" => self.cancel(speaker).await?,
            "case" => self.story(speaker, args).await?,
            "status" => self.status(speaker, args).await?,
            "human" => return self.human(speaker, args).await,
            "card" => self.card(speaker, args).await?,
            _ => self.tell(speaker.account, speaker.lang, "hello.unknown_command", &Args::new().text("command", name)),
        }
        Ok("command")
    }

    fn help(&mut self, speaker: &Speaker) {
        let menu = self.menu(speaker);
        // Where the greeting has the menu, the help has it too.
        let buttons = speaker.address.channel.has_windows();
        let listed = menu.commands.iter().filter(|_| !buttons);
        let commands: Vec<String> = listed.map(|(name, what)| format!("/{name} — {what}")).collect();
        let args = Args::new()
            .flag("owner", !speaker.homes.is_empty())
            .flag("staff", speaker.actor.is_staff())
            .text("commands", commands.join("\n"));
        let help = Message::text(self.words(speaker.lang, "hello.help", &args));
        self.say(speaker.account, if buttons { with_menu(help, &menu) } else { help });
    }

    /// `/report` with words is the same as the words; without, a question.
    async fn report(&mut self, speaker: &mut Speaker, args: &str) -> anyhow::Result<&'static str> {
        if speaker.homes.is_empty() {
            self.tell(speaker.account, speaker.lang, "hello.no_home", &Args::new());
            return Ok("no home");
        }
        if args.trim().is_empty() {
            self.tell(speaker.account, speaker.lang, "report.ask", &Args::new());
            return Ok("asked");
        }
        let Some(case) = self.open_own(speaker, args.trim().to_owned(), Vec::new()).await? else {
            return Ok("refused");
        };
        self.ask_about_new(speaker, case).await?;
        Ok("complaint")
    }

    async fn register(&mut self, speaker: &mut Speaker) -> anyhow::Result<()> {
        if !speaker.is_desk() {
            let text = self.refusal(speaker, &Refusal::NotYours, None);
            self.say(speaker.account, Message::text(text));
            return Ok(());
        }
        self.begin(speaker, "clerk/register_call", Subject::default(), BTreeMap::new()).await
    }

    /// `/language en`, or a question with two buttons.
    fn language(&mut self, speaker: &mut Speaker, args: &str) {
        let chosen = Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(args.trim()));
        let Some(lang) = chosen else {
            let buttons = Lang::ALL
                .into_iter()
                .map(|lang| {
                    let label = crate::process::say::Say::plain(format!(
                        "language.{}",
                        lang.code().to_ascii_lowercase().replace('-', "_")
                    ));
                    (label, Tap::Menu { command: "language".into(), arg: lang.code().into() })
                })
                .collect();
            let sketch = crate::process::say::Sketch::default()
                .line(crate::process::say::Say::plain("language.ask"))
                .row(buttons);
            return self.show(speaker.account, speaker.lang, &sketch, None);
        };
        speaker.lang = lang;
        self.effects.push(Effect::Speak { account: speaker.account, lang });
        self.tell(speaker.account, lang, "language.set", &Args::new());
        let menu = self.menu(speaker);
        self.effects.push(Effect::ShowMenu { account: speaker.account, menu });
    }

    /// `/human`, or the button under a case: what he said last goes along.
    async fn human(&mut self, speaker: &mut Speaker, args: &str) -> anyhow::Result<&'static str> {
        let case = args.trim().parse().ok().map(CaseId);
        let own = match case {
            Some(case) if self.hold(case).await? => {
                self.held.get(&case).is_some_and(|held| held.case.as_resident(&speaker.actor).is_ok())
            }
            _ => false,
        };
        let words = self.words(speaker.lang, "act.human", &Args::new());
        self.wants_person(speaker, case.filter(|_| own), &words).await
    }

    /// Cancels the dialogue in focus as its own button does.
    async fn cancel(&mut self, speaker: &mut Speaker) -> anyhow::Result<()> {
        let focus = speaker.conversation.focus;
        let draft = match focus {
            Some(id) => drafts::get(self.tx, id).await?,
            None => None,
        };
        let Some(draft) = draft else {
            if let Some(id) = focus {
                focus::forget(&mut speaker.conversation, id);
            }
            return self.cancel_begun(speaker).await;
        };
        let step = draft.step.clone().unwrap_or_default();
        let input = crate::dialogue::input::Input::Move { step, to: "cancel".to_owned() };
        self.run(speaker, draft, input).await
    }

    /// Without a dialogue: the complaint that was begun and asked nothing yet.
    pub(super) async fn cancel_begun(&mut self, speaker: &mut Speaker) -> anyhow::Result<()> {
        let begun = lists::being_said(self.tx, speaker.person).await?;
        let take_back = Request::plain(Command::TakeBack);
        let key = match begun {
            Some(case) if self.perform(case, take_back, &speaker.actor).await?.is_ok() => {
                speaker.conversation.offer = None;
                "form.owner.complaint.cancelled"
            }
            _ => {
                let own = match begun {
                    None => lists::reported_by(self.tx, speaker.person).await?,
                    begun => begun,
                };
                if let Some(case) = own
                    && self.hold(case).await?
                {
                    self.goes_on_anyway(speaker, case);
                    return Ok(());
                }
                "hello.nothing_open"
            }
        };
        self.tell(speaker.account, speaker.lang, key, &Args::new());
        Ok(())
    }

    /// A case's story, for those who have to do with it.
    pub(super) async fn story(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let Some(case) = self.named_case(speaker, args).await? else { return Ok(()) };
        let lines = history::of_case(self.tx, case).await?;
        let lines: Vec<Happened> = lines.iter().map(|line| line.facts()).collect::<Result<_, _>>()?;
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let frame = self.office.frame(self.now, self.now, &held.people);
        let reader = match held.case.as_resident(&speaker.actor) {
            Ok(_) => Reader::Owner,
            Err(_) if held.case.as_desk(&speaker.actor).is_ok() => Reader::Desk,
            Err(_) => Reader::Staff,
        };
        let sketch = story::tell(&held.case, &lines, reader, &frame);
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
        Ok(())
    }

    /// The speaker's open cards of a case once more; without any, its story.
    async fn card(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let Some(case) = self.named_case(speaker, args).await? else { return Ok(()) };
        if self.show_cards(speaker, case).await? == 0 {
            self.story(speaker, args).await?;
        }
        Ok(())
    }

    /// The case that an argument names, if the speaker has to do with it. Others
    /// learn no more than that it is not theirs.
    async fn named_case(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<Option<CaseId>> {
        let id: Option<i64> = args.trim().trim_start_matches('#').parse().ok();
        let found = match id.map(CaseId) {
            Some(case) if self.hold(case).await? => Some(case),
            _ => None,
        };
        let may = found
            .and_then(|case| self.held.get(&case))
            .is_some_and(|held| held.case.as_concerned(&speaker.actor).is_ok());
        if !may {
            let text = self.refusal(speaker, &Refusal::NotYours, None);
            self.say(speaker.account, Message::text(text));
            return Ok(None);
        }
        Ok(found)
    }
}
