//! A case that people act on, with everything that follows as a turn does it,
//! and a clock of its own.

use crate::domain::approval::Decision;
use crate::domain::asks::asks;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::command::{Command, Described, Request};
use crate::domain::danger::Danger;
use crate::domain::emergency::Warning;
use crate::domain::event::Happened;
use crate::domain::follow_up::Answered;
use crate::domain::frame::Frame;
use crate::domain::ids::AttachmentId;
use crate::domain::money::Fen;
use crate::domain::people::{Actor, Role};
use crate::domain::tests::scene::{EVERYBODY, Scene, TEAM, UNIT, actor, start};
use crate::domain::topic::Topic;
use crate::domain::warranty::Class;
use crate::domain::work_order::Trades;
use crate::process::{clockwork, follow, reminders, wake};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::VecDeque;

pub struct Play {
    pub scene: Scene,
    pub case: Case,
    pub now: DateTime<Utc>,
    /// What was done, for whoever reads a failure.
    pub done: Vec<String>,
}

impl Play {
    pub fn new() -> Play {
        let scene = Scene::new();
        let case = scene.received();
        let mut play = Play { scene, case, now: start(), done: Vec::new() };
        play.settle(Vec::new());
        play
    }

    pub fn frame(&self) -> Frame<'_> {
        let Scene { rules, calendar, people } = &self.scene;
        Frame { at: self.now, now: self.now, rules, calendar, people }
    }

    fn carry_out(&mut self, command: Command, actor: &Actor) -> Option<Vec<Happened>> {
        let Scene { rules, calendar, people } = &self.scene;
        let frame = Frame { at: self.now, now: self.now, rules, calendar, people };
        self.case.carry_out(&Request::plain(command), actor, &frame).ok()
    }

    pub fn acts(&mut self, actor: &Actor, command: Command) {
        let written = format!("{command:?}");
        if let Some(happened) = self.carry_out(command, actor) {
            self.done.push(format!("{} {:?} {written}", self.now, actor.person));
            self.settle(happened);
        }
    }

    /// What follows, as a turn does it.
    pub fn settle(&mut self, happened: Vec<Happened>) {
        let mut queue = self.digest(&happened);
        for _ in 0..32 {
            let Some(command) = queue.pop_front() else { return };
            if let Some(happened) = self.carry_out(command, &Actor::system()) {
                queue.extend(self.digest(&happened));
            }
        }
        panic!("no end of consequences:\n{}", self.done.join("\n"));
    }

    fn digest(&mut self, happened: &[Happened]) -> VecDeque<Command> {
        let Scene { rules, calendar, people } = &self.scene;
        let frame = Frame { at: self.now, now: self.now, rules, calendar, people };
        clockwork::set(&mut self.case, &frame);
        let mut commands: VecDeque<Command> =
            happened.iter().flat_map(|one| follow::commands(&self.case, &one.event, &frame)).collect();
        commands.extend(follow::calls(&self.case, &frame));
        commands
    }

    /// Time goes by, and every alarm on the way rings.
    pub fn waits(&mut self, span: TimeDelta) {
        let until = self.now + span;
        // An alarm that nobody takes rings every ten minutes, for ever.
        let mut patience = 20;
        for _ in 0..500 {
            let next = wake::next(&self.case, &self.frame()).filter(|next| *next <= until && patience > 0);
            let Some(next) = next else {
                self.now = if patience > 0 { until } else { self.now };
                return;
            };
            assert!(next > self.now, "an alarm that stands still:\n{}", self.done.join("\n"));
            self.now = next;
            patience -= i32::from(self.case.rings());
            self.rings();
        }
        panic!("it rings for ever:\n{}", self.done.join("\n"));
    }

    fn rings(&mut self) {
        let Scene { rules, calendar, people } = &self.scene;
        let frame = Frame { at: self.now, now: self.now, rules, calendar, people };
        clockwork::set(&mut self.case, &frame);
        let woken = wake::wake(&mut self.case, &frame);
        for (clock, notice) in &woken.reminders {
            let told = reminders::listeners(&self.case, clock, notice.level, &frame);
            assert!(!told.is_empty(), "nobody hears of {:?}:\n{}", clock.rule, self.done.join("\n"));
        }
        for command in woken.commands {
            if let Some(happened) = self.carry_out(command, &Actor::system()) {
                self.settle(happened);
            }
        }
    }

    /// Somebody leaves, falls silent, or is back.
    pub fn comes_and_goes(&mut self, who: u8, how: u8) {
        let staff = &mut self.scene.people.staff;
        let place = usize::from(who) % staff.len();
        let one = &mut staff[place];
        // Somebody is always left at the top.
        if !one.seats.iter().any(|seat| seat.role == Role::GeneralManager) {
            (one.reachable, one.away) = (!how.is_multiple_of(3), how % 3 == 1);
        }
        if how.is_multiple_of(5) {
            let residents = &mut self.scene.people.residents;
            let place = usize::from(who) % residents.len();
            residents[place].reachable = how.is_multiple_of(2);
        }
        self.carry_out(Command::Reseat, &Actor::system());
        if how.is_multiple_of(7) {
            let topic = CallTopic::Unsaid { text: "已登记".to_owned() };
            let (person, unheard) = (self.case.complaint.reporter, Unheard::Gone);
            self.carry_out(Command::CallFor { person, topic, unheard }, &Actor::system());
        }
        self.settle(Vec::new());
    }

    /// Whatever a card could be about, open or long over.
    pub fn everything(&self) -> Vec<Topic> {
        let case = &self.case;
        let mut all = vec![
            Topic::Intake,
            Topic::Doubt { round: 1 },
            Topic::Alarm { round: 1 },
            Topic::Desk { round: 1 },
            Topic::Forwarded { round: 1 },
            Topic::Answer { round: 1 },
        ];
        all.extend(case.approvals.iter().map(|one| Topic::Approval { approval: one.seq }));
        for order in case.orders.iter().map(|one| one.seq) {
            all.extend([
                Topic::Order { order, round: 1 },
                Topic::Check { order, round: 1 },
                Topic::Sign { order, round: 1 },
            ]);
        }
        all.extend(case.visits.iter().map(|one| Topic::Visit { visit: one.seq }));
        all.extend(case.extensions.iter().map(|one| Topic::Extension { extension: one.seq }));
        for follow_up in case.follow_ups.iter().map(|one| one.seq) {
            all.extend([Topic::Rate { follow_up }, Topic::Correct { follow_up }, Topic::Close { follow_up }]);
        }
        all.extend(case.calls.iter().map(|one| Topic::Call { task: one.seq }));
        all
    }

    /// What people do about it.
    pub fn commands(&self, topic: Topic, how: u8) -> Vec<Command> {
        let (words, photo) = ("因为".to_owned(), AttachmentId(i64::from(how)));
        let open = self.case.open_order().map_or(COMPLAINT, |order| order.seq);
        let start = self.now + TimeDelta::hours(i64::from(how) + 1);
        let estimate = Fen::yuan([300, 1_000, 5_000, 20_000][usize::from(how / 4) % 4]);
        let class = if how.is_multiple_of(3) { Class::B } else { Class::A };
        let trades = if how.is_multiple_of(5) { Trades::Multi } else { Trades::Single };
        let dispatch = Command::Dispatch { class, team: TEAM.to_owned(), trades, estimate, content: None };
        let place = Described { place: Some(words.clone()), ..Described::default() };
        let warning =
            Warning { danger: Danger::Flood, because: words.clone(), said: words.clone(), sure: how.is_multiple_of(2) };
        let register = Command::Register { number: "TS-1".to_owned() };
        let rate = |follow_up| Command::Rate { follow_up, answers: vec![answer(1 + how / 8 % 5)] };
        match topic {
            Topic::Intake => vec![
                register,
                Command::Describe(place),
                Command::RaiseAlarm(warning),
                Command::Withdraw { reason: None },
                Command::WantPerson { words },
            ],
            Topic::Doubt { .. } => vec![Command::AnswerDoubt { urgent: how.is_multiple_of(2) }],
            Topic::Alarm { .. } => vec![Command::TakeEmergency, Command::CallOff { reason: words }],
            Topic::Desk { .. } => vec![
                dispatch.clone(),
                register,
                dispatch,
                Command::Answer { words: words.clone() },
                Command::Forward { unit: UNIT.to_owned(), words: words.clone() },
                Command::Reestimate { order: open, estimate, reason: None },
                Command::CancelOrder { order: open, reason: words.clone() },
                Command::PutAway { reason: words },
            ],
            Topic::Forwarded { .. } => {
                vec![Command::Answer { words: words.clone() }, Command::ReturnForward { reason: words }]
            }
            Topic::Approval { approval } => {
                let found = self.case.approval(approval);
                let step = found.and_then(|one| one.pending()).map_or(0, |(step, _)| step);
                let rev = found.map_or(0, |one| one.shown_rev);
                let vote = |decision| Command::Vote { approval, step, rev, decision, reason: Some(words.clone()) };
                vec![vote(Decision::Approve), vote(Decision::Approve), vote(Decision::Refuse), vote(Decision::Return)]
            }
            Topic::Order { order, .. } => vec![
                Command::Accept { order },
                Command::Arrive { order },
                Command::Complete {
                    order,
                    before: vec![photo],
                    after: vec![photo],
                    missing: Some(words.clone()),
                    note: None,
                },
                Command::ProposeVisit { order, start },
                Command::AskExtension {
                    order,
                    until: self.now + TimeDelta::days(i64::from(how)),
                    reason: words.clone(),
                },
                Command::ReturnOrder { order, reason: words.clone() },
                Command::CancelOrder { order, reason: words },
            ],
            Topic::Visit { visit } => {
                let order = self.case.visit(visit).map_or(open, |one| one.order);
                vec![Command::AgreeVisit { visit }, Command::ProposeVisit { order, start }]
            }
            Topic::Extension { extension } => {
                vec![Command::AnswerExtension { extension, consent: how.is_multiple_of(2) }]
            }
            Topic::Check { order, .. } => {
                vec![Command::Check { order }, Command::Check { order }, Command::FailCheck { order, faults: words }]
            }
            Topic::Sign { order, .. } => vec![
                Command::Sign { order },
                Command::RefuseWork { order, reason: None, photos: Vec::new() },
                Command::SignOnPaper { order, photo },
                Command::LosePhoto { photo },
            ],
            Topic::Answer { round: answered } => {
                vec![Command::AcceptAnswer { round: answered }, Command::RejectAnswer { round: answered, reason: None }]
            }
            Topic::Rate { follow_up } | Topic::CallBack { follow_up } => vec![rate(follow_up)],
            Topic::Call { task } => {
                let mut all = vec![Command::CallTried { task }, Command::CallDone { task }];
                all.extend(self.case.latest_follow_up().map(|one| rate(one.seq)));
                all
            }
            Topic::Correct { follow_up } => vec![Command::Correct { follow_up, faults: words }],
            Topic::Close { .. } => vec![Command::CloseUnreached { reason: words }, Command::Withdraw { reason: None }],
        }
    }

    /// One step of the main line: the first that somebody can do about what waits.
    pub fn goes_on(&mut self) {
        let waits: Vec<Topic> = asks(&self.case, &self.frame()).iter().map(|ask| ask.topic).collect();
        let commands: Vec<Command> = waits.into_iter().flat_map(|topic| self.commands(topic, 32)).collect();
        for command in commands {
            for name in EVERYBODY.iter().filter(|name| **name != "system") {
                let before = self.done.len();
                self.acts(&actor(name), command.clone());
                if self.done.len() > before {
                    return;
                }
            }
        }
    }
}

/// One answered question of the call-back.
pub fn answer(score: u8) -> Answered {
    let empty = String::new;
    Answered {
        key: "quality".to_owned(),
        question: empty(),
        score: Some(score),
        text: None,
        lang: empty(),
        questionnaire: empty(),
        version: 1,
    }
}
