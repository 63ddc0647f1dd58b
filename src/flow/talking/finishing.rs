//! What a finished dialogue does: a command, a rating, a telephone complaint; and
//! what becomes of one that is cancelled or whose script is gone.

use crate::dialogue::answers::Filled;
use crate::dialogue::commands;
use crate::dialogue::engine;
use crate::dialogue::facts::Facts;
use crate::dialogue::input::End;
use crate::dialogue::questionnaire;
use crate::dialogue::state::Draft;
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::emergency::category_of;
use crate::domain::form::FormEnd;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::about;
use crate::script::args::Args;
use crate::script::model::{Kind, Script};
use crate::store::estates;

impl Turn<'_> {
    pub(super) async fn finished(
        &mut self,
        speaker: &mut Speaker,
        script: &Script,
        draft: &Draft,
        facts: &Facts,
    ) -> anyhow::Result<()> {
        if let Kind::Questionnaire { .. } = script.kind {
            return self.rated(speaker, script, draft, facts).await;
        }
        let Some(filled) = Filled::of(script, draft, facts) else { return Ok(()) };
        if filled.end == FormEnd::RegisterCall {
            return self.register_call(speaker, &filled).await;
        }
        let Some(case) = draft.subject.case else { return Ok(()) };
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        let intake = filled.end == FormEnd::Complaint;
        if intake && held.case.number.is_some() {
            // Somebody was faster; the answers are in the case already.
            self.done(speaker, case, "done.complaint");
            return Ok(());
        }
        let by_desk = intake && held.case.as_resident(&speaker.actor).is_err();
        let requests = match self.held.get(&case).map(|held| commands::of_form(&filled, draft.subject, &held.case)) {
            Some(Ok(requests)) => requests,
            Some(Err(refusal)) => return self.say_no(speaker, &refusal, case).await,
            None => return Ok(()),
        };
        for request in requests {
            let withdraws = filled.end == FormEnd::Withdraw;
            if let Err(refusal) = self.perform(case, request, &speaker.actor).await? {
                if withdraws && refusal == Refusal::OnDutyDecides {
                    self.wished(speaker, case, filled.text("reason").map(str::to_owned)).await?;
                }
                return self.say_no(speaker, &refusal, case).await;
            }
        }
        let end = if by_desk { FormEnd::RegisterCall } else { filled.end };
        self.done(speaker, case, &format!("done.{}", end.word()));
        Ok(())
    }

    /// "Done", in the words of what was done.
    pub(super) fn done(&mut self, speaker: &Speaker, case: CaseId, key: &str) {
        let Some(held) = self.held.get(&case) else { return };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let reviewed =
            held.case.open_approval().and_then(|one| one.pending()).and_then(|(_, step)| step.seating.clone());
        let role = reviewed.map_or("role.nobody".to_owned(), |seating| format!("role.{}", seating.role.word()));
        let ahead = held.case.unsettled_cost().is_some();
        let args = about(&held.case, &frame).key("role", role).flag("stranded", held.case.is_stranded());
        let args = args.flag("ahead", ahead);
        let text = self.words(speaker.lang, key, &args);
        self.say_about(speaker.account, crate::talk::message::Message::text(text), Some((case, None)));
    }

    /// A refusal after words were typed; a card that has changed comes anew.
    pub(super) async fn say_no(&mut self, speaker: &Speaker, refusal: &Refusal, case: CaseId) -> anyhow::Result<()> {
        let text = self.refusal(speaker, refusal, Some(case));
        self.say_about(speaker.account, crate::talk::message::Message::text(text), Some((case, None)));
        if *refusal == Refusal::Outdated {
            self.show_anew(speaker, case).await?;
        }
        Ok(())
    }

    async fn rated(&mut self, speaker: &Speaker, script: &Script, draft: &Draft, facts: &Facts) -> anyhow::Result<()> {
        let (Some(case), Some(follow_up)) = (draft.subject.case, draft.subject.seq) else { return Ok(()) };
        let answers = questionnaire::answered(script, draft, facts, &self.voice(speaker));
        let worst = answers.iter().filter_map(|answer| answer.score).min();
        let rate = Request::plain(Command::Rate { follow_up, answers });
        match self.perform(case, rate, &speaker.actor).await? {
            Ok(()) => {
                let key = if worst.is_some_and(|worst| worst >= 3) {
                    "done.rated_satisfied"
                } else {
                    "done.rated_dissatisfied"
                };
                let by_owner = self.held.get(&case).is_some_and(|held| held.case.as_resident(&speaker.actor).is_ok());
                self.done(speaker, case, if by_owner { key } else { "done.rated_by_phone" });
                Ok(())
            }
            Err(refusal) => self.say_no(speaker, &refusal, case).await,
        }
    }

    /// A telephone complaint: opened, described and registered in one go.
    async fn register_call(&mut self, speaker: &mut Speaker, filled: &Filled) -> anyhow::Result<()> {
        let Some((home, estate)) = self.home_of(speaker, filled).await? else { return Ok(()) };
        let Some(reporter) = estates::contact_of(self.tx, home, self.now).await? else {
            self.tell(speaker.account, speaker.lang, "register.nobody_lives_there", &Args::new());
            return Ok(());
        };
        let words = filled.text("words").unwrap_or_default().to_owned();
        let warning = self.warning(&words);
        let guess = self.office.understanding.category(&words).sure().map(str::to_owned);
        let danger = warning.as_ref().map(|warning| category_of(warning.danger).to_owned());
        let category = filled.choice("category").map(str::to_owned).or(guess).or(danger);
        let opening = Opening {
            reporter,
            source: Source::Call,
            estate,
            home: Some(home),
            words,
            category,
            photos: filled.photos("photos").to_vec(),
        };
        let case = match self.open_case(opening, &speaker.actor).await? {
            Ok(case) => case,
            Err(refusal) => {
                let text = self.refusal(speaker, &refusal, None);
                self.say(speaker.account, crate::talk::message::Message::text(text));
                return Ok(());
            }
        };
        let described = Described { home: Some((home, estate)), ..commands::described(filled) };
        for command in [Command::Describe(described), Command::Register { number: String::new() }] {
            if let Err(refusal) = self.perform(case, Request::plain(command), &speaker.actor).await? {
                return self.say_no(speaker, &refusal, case).await;
            }
        }
        self.done(speaker, case, "done.register_call");
        if let Some(warning) = warning {
            self.raise(speaker, case, warning).await?;
        }
        Ok(())
    }

    /// A danger told to a clerk is no time for questions: home and words are
    /// enough.
    pub(super) fn rings_on_the_phone(&self, script: &Script, draft: &Draft, facts: &Facts) -> bool {
        let call = script.ends_in() == Some(FormEnd::RegisterCall);
        let Some(filled) = Filled::of(script, draft, facts).filter(|_| call) else { return false };
        let words = filled.text("words").filter(|_| filled.id("home").is_some());
        words.and_then(|words| self.warning(words)).is_some_and(|warning| warning.sure)
    }

    /// A complaint that its owner cancels is withdrawn and kept. False: others
    /// have it already, it goes on, and that has been said.
    pub(super) async fn cancelled(
        &mut self,
        speaker: &Speaker,
        script: &Script,
        draft: &Draft,
    ) -> anyhow::Result<bool> {
        let own = draft.script.starts_with("owner/") && script.ends_in() == Some(FormEnd::Complaint);
        if let Some(case) = draft.subject.case.filter(|_| own)
            && let Err(Refusal::GoesOn) = self.perform(case, Request::plain(Command::TakeBack), &speaker.actor).await?
        {
            self.goes_on_anyway(speaker, case);
            return Ok(false);
        }
        Ok(true)
    }

    /// The script of a draft was removed: its words go to the case.
    pub(super) async fn script_is_gone(&mut self, speaker: &Speaker, draft: &Draft) -> anyhow::Result<End> {
        let left = engine::leftovers(draft);
        if let Some(case) = draft.subject.case.filter(|_| !left.is_empty()) {
            let words = (!left.words.is_empty()).then(|| left.words.join("\n"));
            let note = Command::Note { words, photos: left.attachments };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        }
        self.tell(speaker.account, speaker.lang, "dialogue.gone", &Args::new());
        Ok(End::Cancelled)
    }
}
