//! Buttons. Every press is answered, whatever it led to: a toast for what was
//! done, a window for what was refused.

use crate::dialogue::acts::{self, Act};
use crate::dialogue::beginning::{may_begin, may_rate};
use crate::dialogue::input::Input;
use crate::dialogue::state::Subject;
use crate::domain::case::COMPLAINT;
use crate::domain::command::{Command, Request};
use crate::domain::ids::{CaseId, DraftId, Seq};
use crate::domain::refusal::Refusal;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::talking::manner::{By, Toast};
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::store::{cards, drafts};
use crate::talk::answer::Answer;
use crate::talk::inbound::Press;
use crate::talk::message::Message;
use crate::talk::tap::Tap;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// More would use a window up at once.
const MOST_SHOWN: i64 = 3;

impl Turn<'_> {
    pub(super) async fn pressed(
        &mut self,
        speaker: &mut Speaker,
        tap: Tap,
        (press, message): (Press, Option<String>),
    ) -> anyhow::Result<&'static str> {
        if let (Some(message), Some(code), Tap::Card { .. }) = (&message, &press.code, &tap) {
            let until = TimeDelta::from_std(code.lasts).ok().and_then(|lasts| self.machine.checked_add_signed(lasts));
            cards::give_code(self.tx, speaker.account, message, &code.code, until.unwrap_or(self.machine)).await?;
        }
        let by = By::Button { message, code: press.code.map(|code| code.code) };
        let card = match &tap {
            Tap::Card { case, seq, act, .. } => Some((*case, *seq, act.clone())),
            _ => None,
        };
        let case = card.as_ref().map(|(case, ..)| *case);
        let toast = match tap {
            Tap::Card { case, seq, rev, act } => self.card_pressed(speaker, (case, seq, rev), &act).await?,
            Tap::Answer { draft, step, value } => {
                self.draft_pressed(speaker, draft, Input::Tap { step, value }, by).await?
            }
            Tap::Move { draft, step, to } => self.draft_pressed(speaker, draft, Input::Move { step, to }, by).await?,
            Tap::Menu { command, arg } => {
                self.command(speaker, &command, &arg).await?;
                Toast::Silent
            }
        };
        if let (Toast::Done("tap.done"), Some((case, seq, act))) = (&toast, &card)
            && press.query.is_empty()
            && speaker.address.channel.has_windows()
        {
            self.agreed(speaker, (*case, *seq), act);
        }
        let (text, alert) = match &toast {
            Toast::Silent => (None, false),
            // In a chat "all right" is one message too many: what follows shows it.
            Toast::Done("tap.done") if press.query.is_empty() => (None, false),
            Toast::Done(key) => (Some(self.words(speaker.lang, key, &Args::new())), false),
            Toast::Refused(refusal) => (Some(self.refusal(speaker, refusal, case)), true),
        };
        self.answer_press(speaker.account, press.query, text, alert);
        Ok(if alert { "refused" } else { "pressed" })
    }

    async fn card_pressed(
        &mut self,
        speaker: &mut Speaker,
        (case, seq, rev): (CaseId, Seq, i64),
        word: &str,
    ) -> anyhow::Result<Toast> {
        let Some(act) = acts::act(word, seq, rev) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        if !self.hold(case).await? {
            return Ok(Toast::Refused(Refusal::Unknown));
        }
        let subject = Subject { case: Some(case), seq: Some(seq), rev };
        match act {
            Act::Do(request) => match self.perform(case, request, &speaker.actor).await? {
                Ok(()) => Ok(Toast::Done("tap.done")),
                Err(refusal) => self.refused(speaker, case, refusal).await,
            },
            Act::Open(script) => match self.may_open(speaker, script, subject)? {
                Ok(()) => {
                    let known = self.known_for(script, case);
                    self.begin(speaker, script, subject, known).await?;
                    Ok(Toast::Silent)
                }
                Err(Refusal::OnDutyDecides) => self.wish(speaker, case, "").await,
                Err(refusal) => self.refused(speaker, case, refusal).await,
            },
            Act::Score(score) => self.first_score(speaker, subject, score).await,
            Act::Record => self.record(speaker, subject).await,
            Act::NewCase => {
                let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
                if let Err(refusal) = held.case.as_resident(&speaker.actor) {
                    return Ok(Toast::Refused(refusal));
                }
                if !held.case.is_being_said() {
                    return Ok(Toast::Done("tap.finished"));
                }
                speaker.conversation.offer = None;
                if !self.own_after_all(speaker, case).await? {
                    self.begin_complaint(speaker, case).await?;
                }
                Ok(Toast::Silent)
            }
            Act::Urgent(urgent) => self.doubt_answered(speaker, case, urgent).await,
            Act::Home(home) => self.home_answered(speaker, case, home).await,
            Act::Belongs(earlier) => self.belongs(speaker, case, earlier).await,
            Act::ForOwner => self.for_owner(speaker, case).await,
            Act::Urge => self.urge(speaker, case).await,
            Act::Split => self.split(speaker, case).await,
            Act::OneMatter => self.one_matter(speaker, case).await,
        }
    }

    /// A question outside any dialogue, answered in words instead of by its button.
    pub(super) async fn chose(&mut self, speaker: &mut Speaker, tap: Tap) -> anyhow::Result<&'static str> {
        speaker.conversation.offer = None;
        if let Tap::Card { case, seq, rev, act } = tap {
            match self.card_pressed(speaker, (case, seq, rev), &act).await? {
                Toast::Refused(refusal) => self.say_no(speaker, &refusal, case).await?,
                Toast::Done(_) => self.agreed(speaker, (case, seq), &act),
                Toast::Silent => {}
            }
        }
        Ok("chosen in words")
    }

    /// What was agreed, in a sentence: where nothing pops up and the card is not
    /// shown again. After a signature the next question says enough.
    fn agreed(&mut self, speaker: &Speaker, (case, seq): (CaseId, Seq), act: &str) {
        let Some(held) = self.held.get(&case) else { return };
        let args = Args::new().now(self.now);
        let said = match act {
            "visit_ok" => held.case.visit(seq).map(|visit| ("done.visit_agreed", args.when("visit", visit.start))),
            "consent" => held.case.extension(seq).map(|one| ("done.extension_agreed", args.when("until", one.until))),
            "deny" => held.case.extension(seq).map(|one| ("done.extension_denied", args.when("before", one.before))),
            "answer_ok" => Some(("done.answer_accepted", args)),
            _ => None,
        };
        if let Some((key, args)) = said {
            let text = self.words(speaker.lang, key, &args);
            self.say_about(speaker.account, Message::text(text), Some((case, None)));
        }
    }

    async fn refused(&mut self, speaker: &Speaker, case: CaseId, refusal: Refusal) -> anyhow::Result<Toast> {
        if refusal == Refusal::Outdated {
            self.show_anew(speaker, case).await?;
        }
        Ok(Toast::Refused(refusal))
    }

    /// The person whose card has changed under his finger gets the new one, or
    /// reads where it stands when it is no longer with him.
    pub(super) async fn show_anew(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<()> {
        if self.show_cards(speaker, case).await? == 0 {
            self.story(speaker, &case.to_string()).await?;
        }
        Ok(())
    }

    /// Asked before a form is opened, so that nobody types a reason for nothing.
    pub(super) fn may_open(
        &self,
        speaker: &Speaker,
        script: &str,
        subject: Subject,
    ) -> anyhow::Result<Result<(), Refusal>> {
        let Some(end) = self.office.scripts.form(script).and_then(|form| form.ends_in()) else {
            anyhow::bail!("there is no form `{script}`");
        };
        let (Some(case), Some(_)) = (subject.case, subject.seq) else { return Ok(Err(Refusal::Unknown)) };
        let Some(held) = self.held.get(&case) else { return Ok(Err(Refusal::Unknown)) };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        Ok(may_begin(&held.case, end, subject, &speaker.actor, &frame))
    }

    /// The first of the five-level questions, answered on the card itself.
    async fn first_score(&mut self, speaker: &mut Speaker, subject: Subject, score: i64) -> anyhow::Result<Toast> {
        let (Some(case), Some(seq)) = (subject.case, subject.seq) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        if let Err(refusal) = may_rate(&held.case, seq, &speaker.actor, &frame) {
            return Ok(Toast::Refused(refusal));
        }
        let script = questionnaire_of(held.case.follow_up(seq).is_some_and(|one| one.order.is_some()));
        let Some(first) = self.office.scripts.get(script).and_then(|found| found.steps.first()) else {
            return Ok(Toast::Refused(Refusal::Unknown));
        };
        let presets = BTreeMap::from([(first.field.clone(), Answer::Number(score))]);
        self.begin(speaker, script, subject, presets).await?;
        Ok(Toast::Silent)
    }

    /// The same questions, asked by a caller on the telephone.
    async fn record(&mut self, speaker: &mut Speaker, subject: Subject) -> anyhow::Result<Toast> {
        let (Some(case), Some(task)) = (subject.case, subject.seq) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        let follow_up = held.case.call(task).and_then(|call| {
            call.topics.iter().find_map(|topic| match topic {
                crate::domain::beside::CallTopic::Rate { follow_up } => Some(*follow_up),
                _ => None,
            })
        });
        let Some(found) = follow_up.and_then(|seq| held.case.follow_up(seq)) else {
            return Ok(Toast::Refused(Refusal::NotNow));
        };
        if let Err(refusal) = held.case.as_caller(&speaker.actor, found) {
            return Ok(Toast::Refused(refusal));
        }
        let (seq, script) = (found.seq, questionnaire_of(found.order.is_some()));
        let subject = Subject { case: Some(case), seq: Some(seq), rev: subject.rev };
        self.begin(speaker, script, subject, BTreeMap::new()).await?;
        Ok(Toast::Silent)
    }

    /// New words were part of an earlier case: they become a note there, and
    /// what was opened for them is withdrawn, with its link kept.
    async fn belongs(&mut self, speaker: &mut Speaker, case: CaseId, earlier: CaseId) -> anyhow::Result<Toast> {
        // Cases are locked in ascending order; the earlier one has the lower id.
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        if let Err(refusal) = held.case.may_join_another(&speaker.actor) {
            return Ok(Toast::Refused(refusal));
        }
        let words = Some(held.case.complaint.details.words.clone()).filter(|words| !words.is_empty());
        let photos = held.case.photos.iter().map(|photo| photo.id).collect();
        if let Err(refusal) =
            self.perform(earlier, Request::plain(Command::Note { words, photos }), &speaker.actor).await?
        {
            return Ok(Toast::Refused(refusal));
        }
        let number =
            self.held.get(&earlier).and_then(|held| held.case.number.clone()).unwrap_or_else(|| format!("#{earlier}"));
        let reason = self.words(speaker.lang, "which.linked", &Args::new().text("number", number));
        let withdraw = Request::plain(Command::Withdraw { reason: Some(reason) });
        let _ = self.perform(case, withdraw, &speaker.actor).await?;
        speaker.conversation.offer = None;
        self.done(speaker, earlier, "done.add_note");
        Ok(Toast::Silent)
    }

    /// A clerk who owns a home spoke for somebody else: his own case is taken
    /// back and the words become a telephone complaint.
    async fn for_owner(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<Toast> {
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        if !speaker.is_desk() {
            return Ok(Toast::Refused(Refusal::NotYours));
        }
        if let Err(refusal) = held.case.may_join_another(&speaker.actor) {
            return Ok(Toast::Refused(refusal));
        }
        let words = held.case.complaint.details.words.clone();
        let photos: Vec<_> = held.case.photos.iter().map(|photo| photo.id).collect();
        let withdraw = Request::plain(Command::Withdraw {
            reason: Some(self.words(speaker.lang, "which.for_owner", &Args::new())),
        });
        if let Err(refusal) = self.perform(case, withdraw, &speaker.actor).await? {
            return Ok(Toast::Refused(refusal));
        }
        speaker.conversation.offer = None;
        let mut presets = BTreeMap::new();
        if !words.is_empty() {
            presets.insert("words".to_owned(), Answer::Text(words));
        }
        if !photos.is_empty() {
            presets.insert("photos".to_owned(), Answer::Photos(photos));
        }
        self.begin(speaker, "clerk/register_call", Subject::default(), presets).await?;
        Ok(Toast::Silent)
    }

    async fn draft_pressed(
        &mut self,
        speaker: &mut Speaker,
        draft: DraftId,
        input: Input,
        by: By,
    ) -> anyhow::Result<Toast> {
        let Some(found) = drafts::get(self.tx, draft).await? else { return Ok(Toast::Done("tap.finished")) };
        if found.person != speaker.person {
            return Ok(Toast::Refused(Refusal::NotYours));
        }
        self.take_up(speaker, draft);
        self.run_by(speaker, found, input, by).await?;
        Ok(Toast::Silent)
    }

    /// The window is open again: the cards that it did not let through.
    pub(super) async fn show_what_waited(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        for card in cards::open_of(self.tx, speaker.account, MOST_SHOWN).await? {
            if card.sent_rev == 0 {
                let (account, case, seq) = (card.account, card.case, card.seq);
                self.effects.push(Effect::ShowCard { account, card: card.id, case, seq });
            }
        }
        Ok(())
    }

    /// Open cards that never arrived.
    pub(super) async fn show_missed_cards(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<()> {
        for card in cards::of_case(self.tx, case).await? {
            if card.account == speaker.account && !card.last && card.sent_rev == 0 {
                self.effects.push(Effect::ShowCard { account: card.account, card: card.id, case, seq: card.seq });
            }
        }
        Ok(())
    }

    /// The person's open cards of a case, sent anew to the end of his chat.
    pub(super) async fn show_cards(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<usize> {
        let mine: Vec<_> = cards::of_case(self.tx, case)
            .await?
            .into_iter()
            .filter(|card| card.account == speaker.account && !card.last)
            .collect();
        let ids: Vec<_> = mine.iter().map(|card| card.id).collect();
        cards::unsend(self.tx, &ids).await?;
        for card in &mine {
            self.effects.push(Effect::ShowCard { account: card.account, card: card.id, case, seq: card.seq });
        }
        Ok(mine.len())
    }
}

fn questionnaire_of(repair: bool) -> &'static str {
    if repair { "questionnaires/repair_follow_up" } else { "questionnaires/complaint_follow_up" }
}

/// The subject of a dialogue about the whole case.
pub(super) fn about_case(case: CaseId) -> Subject {
    Subject { case: Some(case), seq: Some(COMPLAINT), rev: 0 }
}
