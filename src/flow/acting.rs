//! A command to a case and everything that follows from it: transition, events,
//! clocks, further commands of the system, notices; until nothing is left.

use crate::domain::case::Case;
use crate::domain::command::{Command, Opening, Request};
use crate::domain::event::{Event, Happened};
use crate::domain::ids::{CaseId, Seq};
use crate::domain::number::{self, Naming};
use crate::domain::people::{Actor, Directory};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::{acts, alarm};
use crate::flow::held::Held;
use crate::flow::turn::Turn;
use crate::process::{clockwork, delays, follow, notices, reminders, wake};
use crate::store::{cases, counters};
use std::collections::VecDeque;

/// More than this from one message is a mistake of ours, not of the procedures.
const MOST_COMMANDS: usize = 32;

impl Turn<'_> {
    /// Opens a case with the first words said; whatever happens later, it exists.
    pub async fn open_case(&mut self, opening: Opening, actor: &Actor) -> anyhow::Result<Result<CaseId, Refusal>> {
        let id = cases::reserve(self.tx, opening.estate, self.said_at).await?;
        let nobody = Directory::default();
        let (case, happened) = {
            let frame = self.office.frame(self.said_at, self.now, &nobody);
            match acts::open(id, opening, actor, &frame) {
                Ok(opened) => opened,
                Err(refusal) => return Ok(Err(refusal)),
            }
        };
        let mut held = Held::over(None, case);
        held.gather(self.tx, self.now).await?;
        self.held.insert(id, held);
        self.follow(id, vec![happened]).await?;
        Ok(Ok(id))
    }

    /// Carries out one command of the actor on a case, with all that follows.
    pub async fn perform(
        &mut self,
        case: CaseId,
        request: Request,
        actor: &Actor,
    ) -> anyhow::Result<Result<(), Refusal>> {
        if !self.hold(case).await? {
            return Ok(Err(Refusal::Unknown));
        }
        match self.step(case, request, actor).await? {
            Ok(happened) => {
                self.follow(case, happened).await?;
                Ok(Ok(()))
            }
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// One command, one transition.
    async fn step(
        &mut self,
        id: CaseId,
        mut request: Request,
        actor: &Actor,
    ) -> anyhow::Result<Result<Vec<Happened>, Refusal>> {
        self.number(id, &mut request, actor).await?;
        let held = self.held.get_mut(&id).ok_or_else(|| anyhow::anyhow!("case {id} is not held"))?;
        let home = held.case.complaint.home;
        let estate = held.case.estate;
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let happened = match held.case.carry_out(&request, actor, &frame) {
            Ok(happened) => happened,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if held.case.complaint.home != home || held.case.estate != estate {
            held.gather(self.tx, self.now).await?;
        }
        Ok(Ok(happened))
    }

    /// Draws the number that a command needs, from the counter of its series, for
    /// the day on which it was said. For what is refused none is drawn.
    async fn number(&mut self, id: CaseId, request: &mut Request, actor: &Actor) -> anyhow::Result<()> {
        let Some(held) = self.held.get(&id) else { return Ok(()) };
        let Some((pattern, class)) = series(&self.office.rules, &held.case, &request.command) else { return Ok(()) };
        let estate = held.case.home.as_ref().map_or("", |home| home.estate_code.as_str()).to_owned();
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        if held.case.clone().carry_out(request, actor, &frame).is_err() {
            return Ok(());
        }
        let naming = Naming { estate: &estate, class, day: self.office.calendar.local_day(self.said_at) };
        let count = counters::next(self.tx, &number::scope(pattern, &naming)).await?;
        let drawn = number::number(pattern, &naming, count);
        if let Command::Register { number } | Command::Issue { number, .. } = &mut request.command {
            *number = drawn;
        }
        Ok(())
    }

    /// The worklist: events set clocks, tell people and cause commands.
    pub async fn follow(&mut self, id: CaseId, happened: Vec<Happened>) -> anyhow::Result<()> {
        let mut queue: VecDeque<Command> = self.digest(id, happened);
        let system = Actor::system();
        for _ in 0..MOST_COMMANDS {
            let Some(command) = queue.pop_front() else { return Ok(()) };
            match self.step(id, Request::plain(command), &system).await? {
                Ok(happened) => queue.extend(self.digest(id, happened)),
                // What the system wanted no longer fits: somebody was faster.
                Err(refusal) => tracing::debug!(case = id.0, %refusal, "a consequence did not apply"),
            }
        }
        anyhow::bail!("case {id}: more than {MOST_COMMANDS} commands followed from one message")
    }

    fn digest(&mut self, id: CaseId, happened: Vec<Happened>) -> VecDeque<Command> {
        let mut commands = VecDeque::new();
        let Some(held) = self.held.get_mut(&id) else { return commands };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        clockwork::set(&mut held.case, &frame);
        for one in happened {
            if let Event::ApprovalStranded { .. } = one.event {
                tracing::error!(
                    case = id.0,
                    "nobody can approve this case's cost: every chair is empty, out of reach or the requester's"
                );
                metrics::counter!("anju_approvals_stranded_total").increment(1);
            }
            let rings = matches!(one.event, Event::EmergencyRang { .. } | Event::EmergencySpread { .. });
            if rings && alarm::reached(&held.case, &frame).is_empty() {
                tracing::error!(case = id.0, "an emergency reaches nobody: every level is empty or out of reach");
                metrics::counter!("anju_emergencies_unheard_total").increment(1);
            }
            commands.extend(follow::commands(&held.case, &one.event, &frame));
            held.notices.extend(notices::of(&held.case, &one, &frame));
            held.happened.push(one);
        }
        commands.extend(follow::calls(&held.case, &frame));
        commands
    }

    /// The case's alarm rang.
    pub async fn wake_case(&mut self, id: CaseId) -> anyhow::Result<&'static str> {
        if !self.hold(id).await? {
            return Ok("no such case");
        }
        self.said_at = self.now;
        let commands = {
            let Some(held) = self.held.get_mut(&id) else { return Ok("no such case") };
            held.look_again = true;
            let frame = self.office.frame(self.now, self.now, &held.people);
            clockwork::set(&mut held.case, &frame);
            let woken = wake::wake(&mut held.case, &frame);
            for (clock, notice) in &woken.reminders {
                let told = reminders::of(&held.case, clock, *notice, &frame);
                held.reminders.extend(told.into_iter().map(|one| (clock.clone(), notice.level, one)));
            }
            held.notices.extend(delays::of(&held.case, &woken.reminders, &frame));
            woken.commands
        };
        let system = Actor::system();
        for command in commands {
            if let Err(refusal) = self.perform(id, Request::plain(command), &system).await? {
                tracing::debug!(case = id.0, %refusal, "an alarm came too late");
            }
        }
        Ok("woken")
    }

    /// The revision that a record's cards show now.
    #[must_use]
    pub fn rev(&self, case: CaseId, seq: Seq) -> i64 {
        self.held.get(&case).and_then(|held| held.case.rev_of(seq)).unwrap_or_default()
    }
}

/// The pattern of the number that a command needs, and the class in it.
fn series<'r>(rules: &'r Rules, case: &Case, command: &Command) -> Option<(&'r str, &'static str)> {
    match command {
        Command::Register { .. } if case.number.is_none() && case.home.is_some() => Some((&rules.complaint_number, "")),
        Command::Issue { order, .. } => {
            let order = case.order(*order).filter(|order| order.number.is_none())?;
            Some((&rules.order_number, order.class.word()))
        }
        _ => None,
    }
}
