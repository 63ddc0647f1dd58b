//! Words of danger, wherever they are said: the alarm rings, or its owner is
//! asked first. What he hears, what he is asked, and what he says next.

use super::manner::{OWN_COMPLAINT, Toast};
use crate::dialogue::state::Draft;
use crate::domain::case::COMPLAINT;
use crate::domain::command::{Command, Described, Request};
use crate::domain::emergency::Warning;
use crate::domain::form::FormEnd;
use crate::domain::ids::{CaseId, HomeId};
use crate::domain::refusal::Refusal;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::cards::{heard, read_out};
use crate::process::say::Say;
use crate::script::args::Args;
use crate::script::clean::fold;
use crate::store::{cases, lists};
use crate::talk::message::Message;
use crate::talk::tap::Tap;
use crate::understanding::alarm::{Alarm, Cause};
use chrono::TimeDelta;

/// So long after the alarm what its owner says is about it, unless he is asked
/// something else. Ours.
const SAME_MATTER: TimeDelta = TimeDelta::hours(1);

/// So many of somebody's cases are looked at.
const LOOKED_AT: i64 = 10;

/// The buttons of the doubt.
const YES: &str = "alarm_yes";
const NO: &str = "alarm_no";

/// What words about a danger have led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alarmed {
    Nothing,
    Asked,
    Rang,
}

impl Turn<'_> {
    /// What a sentence says of a danger, as the records keep it.
    pub(super) fn warning(&self, words: &str) -> Option<Warning> {
        // "Help" is the dialogue's own word, too.
        let book = self.office.scripts.words();
        if book.command_word(words).is_some() || book.is_small_talk(words) {
            return None;
        }
        let warning = |Cause { danger, because }, sure| Some(Warning { danger, because, said: words.to_owned(), sure });
        match self.office.understanding.alarm(words) {
            Alarm::Quiet => None,
            Alarm::Doubt(cause) => warning(cause, false),
            Alarm::Rings(cause) => warning(cause, true),
        }
    }

    /// A danger from the owner's side is heard wherever it is said.
    pub(super) async fn heed(&mut self, speaker: &mut Speaker, case: CaseId, words: &str) -> anyhow::Result<Alarmed> {
        let Some(warning) = self.warning(words) else { return Ok(Alarmed::Nothing) };
        if !self.hold(case).await? {
            return Ok(Alarmed::Nothing);
        }
        let Some(held) = self.held.get(&case) else { return Ok(Alarmed::Nothing) };
        if held.case.as_resident(&speaker.actor).is_err() {
            return Ok(Alarmed::Nothing);
        }
        self.raise(speaker, case, warning).await
    }

    /// Raises the alarm; whoever spoke hears what to do, or is asked.
    pub(super) async fn raise(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        warning: Warning,
    ) -> anyhow::Result<Alarmed> {
        let before = self.held.get(&case).map(|held| held.case.complaint.emergency.clone());
        let raised = self.perform(case, Request::plain(Command::RaiseAlarm(warning)), &speaker.actor).await?;
        let after = self.held.get(&case).map(|held| held.case.complaint.emergency.clone());
        if raised.is_err() || before == after {
            return Ok(Alarmed::Nothing);
        }
        if self.held.get(&case).is_some_and(|held| held.case.rings()) {
            self.rung(speaker, case);
            return Ok(Alarmed::Rang);
        }
        self.ask_doubt(speaker, case);
        Ok(Alarmed::Asked)
    }

    /// First what to do, then who has been told; after it, which home is meant.
    fn rung(&mut self, speaker: &mut Speaker, case: CaseId) {
        let Some(held) = self.held.get(&case) else { return };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let (sketch, homeless) = (heard(&held.case, &frame), held.case.complaint.home.is_none());
        let own = held.case.as_resident(&speaker.actor).is_ok();
        let sketch = if own { sketch } else { read_out(&held.case) };
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
        if homeless && speaker.homes.len() > 1 {
            let homes = speaker.homes.iter();
            let answers = homes.map(|home| (named(&home.label()), format!("home.{}", home.id))).collect();
            self.ask(speaker, case, "emergency.which_home", answers);
        }
    }

    /// "Does somebody have to come at once?", before anything else; once a turn.
    pub(super) fn ask_doubt(&mut self, speaker: &mut Speaker, case: CaseId) {
        let tap = Tap::Card { case, seq: COMPLAINT, rev: 0, act: YES.to_owned() }.to_string();
        let asks = |message: &Message| message.buttons.iter().flatten().any(|button| button.data == tap);
        if self.effects.iter().any(|effect| matches!(effect, Effect::Say { message, .. } if asks(message))) {
            return;
        }
        let answers = vec![
            (Say::plain("emergency.doubt.yes"), YES.to_owned()),
            (Say::plain("emergency.doubt.no"), NO.to_owned()),
        ];
        self.ask(speaker, case, "emergency.doubt.ask", answers);
    }

    /// The press that words mean while a doubt or the question for the home
    /// stands: yes, no, or the name of one home.
    pub(super) fn answers_alarm(&self, speaker: &Speaker, text: &str) -> Option<Tap> {
        let offer = speaker.conversation.offer.as_ref().filter(|offer| self.now < offer.until)?;
        let taps: Vec<Tap> = offer.choices.iter().filter_map(|(_, data)| Tap::parse(data)).collect();
        let with = |act: &str| taps.iter().find(|tap| matches!(tap, Tap::Card { act: one, .. } if one == act)).cloned();
        if with(YES).is_some() {
            let numbers = self.office.scripts.words().numbers();
            let chosen = crate::dialogue::focus::chosen(&speaker.conversation, text, numbers, self.now);
            return chosen.and_then(|data| Tap::parse(&data)).or_else(|| {
                let yes = self.office.scripts.words().yes_no(text)?;
                with(if yes { YES } else { NO })
            });
        }
        let said = fold(text);
        let by = |name: fn(&crate::domain::case::Home) -> &str| {
            let mut named = speaker.homes.iter().filter(|home| said.contains(&fold(name(home))));
            named.next().filter(|_| named.next().is_none())
        };
        let home = by(|home| &home.number).or_else(|| by(|home| &home.estate_name))?;
        with(&format!("home.{}", home.id))
    }

    /// The answer to a doubt, by a press or in words.
    pub(super) async fn doubt_answered(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        urgent: bool,
    ) -> anyhow::Result<Toast> {
        speaker.conversation.offer = None;
        let answer = Request::plain(Command::AnswerDoubt { urgent });
        match self.perform(case, answer, &speaker.actor).await? {
            Err(Refusal::OnDutyDecides) => self.wish(speaker, case, "emergency.doubt.no").await,
            Err(refusal) => Ok(Toast::Refused(refusal)),
            Ok(()) if urgent => {
                self.rung(speaker, case);
                self.leave_form(speaker, case).await?;
                Ok(Toast::Silent)
            }
            Ok(()) => {
                let fresh = self.held.get(&case).is_some_and(|held| held.case.is_being_said());
                if fresh && speaker.conversation.focus.is_none() {
                    self.ask_about_new(speaker, case).await?;
                } else {
                    self.done(speaker, case, "emergency.doubt.denied");
                }
                Ok(Toast::Silent)
            }
        }
    }

    /// Which of several homes it is; with it the case is registered.
    pub(super) async fn home_answered(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        home: HomeId,
    ) -> anyhow::Result<Toast> {
        let Some(own) = speaker.homes.iter().find(|one| one.id == home).map(|one| (one.id, one.estate)) else {
            return Ok(Toast::Refused(Refusal::NotYourHome));
        };
        let described = Described { home: Some(own), ..Described::default() };
        for command in [Command::Describe(described), Command::Register { number: String::new() }] {
            if let Err(refusal) = self.perform(case, Request::plain(command), &speaker.actor).await? {
                return Ok(Toast::Refused(refusal));
            }
        }
        speaker.conversation.offer = None;
        self.done(speaker, case, "emergency.home_noted");
        Ok(Toast::Silent)
    }

    /// What is urgent needs nothing filled in: its form is put away.
    pub(super) async fn leave_form(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<()> {
        for draft in crate::store::drafts::of_person(self.tx, speaker.person).await? {
            let complaint = self.office.scripts.form(&draft.script).and_then(|form| form.ends_in());
            if draft.subject.case == Some(case) && complaint == Some(FormEnd::Complaint) {
                crate::dialogue::focus::forget(&mut speaker.conversation, draft.id);
                self.effects.push(Effect::DropDraft(draft.id));
            }
        }
        Ok(())
    }

    /// The owner wants withdrawn what others have to decide on: they hear of it.
    pub(super) async fn wish(&mut self, speaker: &Speaker, case: CaseId, why: &str) -> anyhow::Result<Toast> {
        let reason = Some(why).filter(|why| !why.is_empty());
        let reason = reason.map(|key| self.words(speaker.lang, key, &Args::new()));
        self.wished(speaker, case, reason).await?;
        Ok(Toast::Refused(Refusal::OnDutyDecides))
    }

    pub(super) async fn wished(
        &mut self,
        speaker: &Speaker,
        case: CaseId,
        reason: Option<String>,
    ) -> anyhow::Result<()> {
        let _ = self.perform(case, Request::plain(Command::WishWithdrawn { reason }), &speaker.actor).await?;
        Ok(())
    }

    /// An emergency of his own that was said a short while ago, or that nobody
    /// has in hand: what he says and sends now belongs to it.
    pub(super) async fn own_alarm(&mut self, speaker: &Speaker) -> anyhow::Result<Option<CaseId>> {
        for id in lists::urgent_of(self.tx, speaker.person, LOOKED_AT).await? {
            let Some(case) = cases::load(self.tx, id).await? else { continue };
            let said = case.complaint.emergency.as_ref().and_then(|one| one.said_at);
            if case.rings() || (case.is_urgent() && said.is_some_and(|at| self.said_at - at < SAME_MATTER)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// "Cancel" where nothing can be cancelled by the way: it goes on, and how to
    /// withdraw it by name.
    pub(super) fn goes_on_anyway(&mut self, speaker: &Speaker, case: CaseId) {
        let Some(held) = self.held.get(&case) else { return };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let key = if held.case.is_urgent() { "emergency.goes_on_urgent" } else { "emergency.goes_on" };
        let sketch = crate::process::say::Sketch::default()
            .line(Say::new(key, crate::process::say::about(&held.case, &frame)))
            .row(vec![crate::process::story::take_back(&held.case, &frame)]);
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
    }

    /// The owner's own form about a case that is urgent by now.
    pub(super) fn fills_in_urgent(&self, draft: &Draft) -> bool {
        let held = draft.subject.case.and_then(|case| self.held.get(&case));
        draft.script == OWN_COMPLAINT && held.is_some_and(|held| held.case.is_urgent())
    }
}

/// A home by its own name, which no language changes.
fn named(label: &str) -> Say {
    Say::new("act.open", Args::new().text("label", label))
}
