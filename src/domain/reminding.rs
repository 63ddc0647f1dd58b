//! When somebody hears of a running clock: before it expires, when it does,
//! and every working day after, one level higher as time goes on [rulebook S14].
//!
//! Everything is looked at from *now*: however many wake-ups were missed, there
//! is one notice, then one next wake-up. Not here: who stands at which level
//! (the chains E1 to E7), what the notice says, and the timers that wake us.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::iter::successors;

use super::calendar::{Calendar, DayKind};
use super::deadline::{self, Hours, due};
use super::limit::Limit;

/// What reminding needs to know of a clock that has not been stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockFacts {
    pub start: DateTime<Utc>,
    /// As it stands now, extensions and pauses included.
    pub due: DateTime<Utc>,
    /// What was promised; decides how long before `due` to remind.
    pub limit: Limit,
    /// Emergencies and the contractors' 24 h clocks: quiet hours do not hold.
    pub breaks_quiet: bool,
    /// A pause is open. Nothing is reminded then, so whatever paused the clock
    /// needs an end, or a clock, of its own.
    pub paused: bool,
}

/// The settings of reminding; ids of rulebook section 6, all local times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderRules {
    /// `x_business_close`, at which level 3 is reached.
    pub hours: Hours,
    /// `x_quiet_from`: from here, inclusive, nobody is disturbed.
    pub quiet_from: NaiveTime,
    /// `x_quiet_to`: from here, inclusive, people may be disturbed again. The
    /// same as `quiet_from`: there are no quiet hours.
    pub quiet_to: NaiveTime,
    /// `x_remind_1wd`: limits of one working day, hours before expiry.
    pub remind_1wd_hours: u32,
    /// Limits in hours and minutes: at this percentage of the time (75).
    pub remind_at_percent: u8,
    /// When the daily and the last-day notices go out (09:00).
    pub morning: NaiveTime,
    /// Fixed dates: reminded this many working days before (5), and again...
    pub by_date_first_wd: u32,
    /// ...this many working days before (1).
    pub by_date_again_wd: u32,
    /// `x_escalate_l3`: level 3 is reached this many working days after expiry.
    pub escalate_l3_wd: u32,
}

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wakeup {
    /// The limit is still running.
    Before,
    /// It is over; told for the first time.
    Expired,
    /// It is still not done, and the next level hears of it.
    Escalated,
    /// It is still not done; told again in the morning.
    Daily,
}

/// What is to be said now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: Wakeup,
    /// 1 before expiry, 2 after it, 3 from `x_escalate_l3` on: the highest
    /// level that hears of it.
    pub level: u8,
}

/// When to look at the clock next, and what will have to be said if nothing
/// happens until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wake {
    pub at: DateTime<Utc>,
    pub kind: Wakeup,
    pub level: u8,
}

/// The last notice given about a clock: the newest row of its reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastNotice {
    pub at: DateTime<Utc>,
    pub level: u8,
}

/// What is to be said at `now`, if anything.
#[must_use]
pub fn notice_due(
    clock: &ClockFacts,
    last: Option<LastNotice>,
    now: DateTime<Utc>,
    rules: &ReminderRules,
    calendar: &Calendar,
) -> Option<Notice> {
    let plan = Plan::new(clock, rules, calendar);
    if clock.paused || plan.quiet(now).is_some() {
        return None;
    }
    plan.pending(last, now)
}

/// When to look again, strictly after `now`, given that what is due at `now`
/// is said now. `None` only while the clock is paused.
#[must_use]
pub fn next_wake(
    clock: &ClockFacts,
    last: Option<LastNotice>,
    now: DateTime<Utc>,
    rules: &ReminderRules,
    calendar: &Calendar,
) -> Option<Wake> {
    if clock.paused {
        return None;
    }
    let plan = Plan::new(clock, rules, calendar);
    let pending = plan.pending(last, now);
    let quiet = plan.quiet(now);
    let (last, held_back) = match (pending, quiet) {
        (Some(_), Some(quiet)) => (last, Some(quiet.to)),
        (Some(notice), None) => (Some(LastNotice { at: now, level: notice.level }), None),
        (None, _) => (last, None),
    };
    let planned = plan.first_after(now, last);
    let at = held_back.map_or(planned, |quiet_ends| quiet_ends.min(planned));
    let Notice { kind, level } = plan.notice_at(last, at);
    Some(Wake { at, kind, level })
}

/// The instant at which half of the time between `start` and `due` is gone,
/// nights and weekends included, whatever the limit was counted in.
#[must_use]
pub fn half(start: DateTime<Utc>, due: DateTime<Utc>) -> DateTime<Utc> {
    start + (due - start).max(TimeDelta::zero()) / 2
}

/// The first instant from `at` on at which people may be disturbed.
#[must_use]
pub fn awake(at: DateTime<Utc>, rules: &ReminderRules, calendar: &Calendar) -> DateTime<Utc> {
    quiet_around(at, rules, calendar).map_or(at, |quiet| quiet.to)
}

/// Quiet hours around an instant.
#[derive(Clone, Copy)]
struct Quiet {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

fn quiet_around(at: DateTime<Utc>, rules: &ReminderRules, calendar: &Calendar) -> Option<Quiet> {
    let ReminderRules { quiet_from, quiet_to, .. } = *rules;
    if quiet_from == quiet_to {
        return None;
    }
    let today = calendar.local_day(at);
    let over_midnight = quiet_from > quiet_to;
    let evenings = [today.pred_opt().unwrap_or(today), today];
    let nights = evenings.map(|from| {
        let to = if over_midnight { from.succ_opt().unwrap_or(from) } else { from };
        Quiet { from: calendar.instant(from, quiet_from), to: calendar.instant(to, quiet_to) }
    });
    nights.into_iter().find(|night| night.from <= at && at < night.to)
}

/// All moments at which a clock is to be spoken of, quiet hours respected.
struct Plan<'a> {
    clock: &'a ClockFacts,
    rules: &'a ReminderRules,
    calendar: &'a Calendar,
    before: Vec<DateTime<Utc>>,
    expired: DateTime<Utc>,
    /// The instant level 3 is reached, quiet or not.
    level_3: DateTime<Utc>,
    escalated: DateTime<Utc>,
}

impl<'a> Plan<'a> {
    fn new(clock: &'a ClockFacts, rules: &'a ReminderRules, calendar: &'a Calendar) -> Self {
        let mut plan = Self {
            clock,
            rules,
            calendar,
            before: Vec::new(),
            expired: clock.due,
            level_3: level_3_from(clock.due, rules, calendar),
            escalated: clock.due,
        };
        plan.before = plan.reminders().into_iter().filter_map(|at| plan.ahead_of_due(at)).collect();
        plan.expired = plan.after_quiet(clock.due);
        plan.escalated = plan.after_quiet(plan.level_3);
        plan
    }

    /// The moments before expiry that the rulebook names, quiet or not.
    fn reminders(&self) -> Vec<DateTime<Utc>> {
        let ClockFacts { due, limit, .. } = *self.clock;
        let last_day = self.calendar.last_day(due);
        let morning = |day| self.calendar.instant(day, self.rules.morning);
        let working_days_before = |count| self.calendar.working_day_before(last_day, count);
        match limit {
            Limit::WorkingHours(hours) => {
                let whole = TimeDelta::hours(hours.into());
                let until = whole - self.rest_of(whole);
                vec![deadline::worked(self.clock.start, until, &self.rules.hours, self.calendar)]
            }
            Limit::Hours(hours) => vec![self.left(self.rest_of(TimeDelta::hours(hours.into())))],
            Limit::Minutes(minutes) => {
                vec![self.left(self.rest_of(TimeDelta::minutes(minutes.into())))]
            }
            Limit::WorkingDays(0 | 1) => {
                vec![self.left(TimeDelta::hours(self.rules.remind_1wd_hours.into()))]
            }
            Limit::WorkingDays(_) => vec![morning(working_days_before(1)), morning(last_day)],
            Limit::CalendarDays(0 | 1) => vec![morning(last_day)],
            Limit::CalendarDays(_) => {
                let day_before = last_day.pred_opt().unwrap_or(last_day);
                vec![morning(day_before), morning(last_day)]
            }
            Limit::ByDate(_) => vec![
                morning(working_days_before(self.rules.by_date_first_wd)),
                morning(working_days_before(self.rules.by_date_again_wd)),
            ],
        }
    }

    /// The moment at which this much of the time is left. Counted back from the
    /// due time, because after a pause or an extension that is what matters.
    fn left(&self, length: TimeDelta) -> DateTime<Utc> {
        let at = self.clock.due.checked_sub_signed(length);
        at.unwrap_or(self.clock.start)
    }

    /// What is left of a limit in running time when it is reminded, at 75 % a quarter.
    fn rest_of(&self, whole: TimeDelta) -> TimeDelta {
        let percent = 100 - i32::from(self.rules.remind_at_percent.min(100));
        whole * percent / 100
    }

    /// A reminder moved out of quiet hours: later to their end, unless the due
    /// time is not after it: then earlier, to the last minute before them.
    /// `None` if that leaves nothing between start and due.
    fn ahead_of_due(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let moved = match self.quiet(at) {
            None => at,
            Some(quiet) if quiet.to < self.clock.due => quiet.to,
            Some(quiet) => quiet.from - TimeDelta::minutes(1),
        };
        (moved > self.clock.start && moved < self.clock.due).then_some(moved)
    }

    fn after_quiet(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.quiet(at).map_or(at, |quiet| quiet.to)
    }

    /// The quiet hours in which `at` lies, if they hold for this clock.
    fn quiet(&self, at: DateTime<Utc>) -> Option<Quiet> {
        if self.clock.breaks_quiet {
            return None;
        }
        let night = quiet_around(at, self.rules, self.calendar);
        // A limit in calendar days runs through public holidays, but nobody is
        // disturbed on one for its sake.
        let in_days = matches!(self.clock.limit, Limit::CalendarDays(_) | Limit::ByDate(_));
        let holiday = || self.holiday_around(night.map_or(at, |night| night.to));
        in_days.then(holiday).flatten().or(night)
    }

    /// The public holidays in a row around this instant, from the evening before
    /// to the morning after.
    fn holiday_around(&self, at: DateTime<Utc>) -> Option<Quiet> {
        let worked = |day: &NaiveDate| self.calendar.is_working_day(*day);
        let today = self.calendar.local_day(at);
        let before = successors(Some(today), NaiveDate::pred_opt).find(worked)?;
        let after = today.iter_days().find(worked)?;
        // A plain weekend is none; one beside a holiday belongs to it.
        let mut free = before.iter_days().skip(1).take_while(|day| *day < after);
        free.find(|day| self.calendar.kind(*day) == DayKind::Holiday)?;
        let ReminderRules { quiet_from, quiet_to, .. } = *self.rules;
        if quiet_from == quiet_to {
            return Some(Quiet { from: self.calendar.end_of_day(before), to: self.calendar.start_of_day(after) });
        }
        let evening = if quiet_from > quiet_to { before } else { before.succ_opt()? };
        Some(Quiet { from: self.calendar.instant(evening, quiet_from), to: self.calendar.instant(after, quiet_to) })
    }

    /// The highest level that hears of the clock at this moment.
    fn level_at(&self, at: DateTime<Utc>) -> u8 {
        1 + u8::from(at >= self.clock.due) + u8::from(at >= self.level_3)
    }

    /// What the last notice has settled. One given before the due time as it
    /// stands now (there was an extension) has not told anybody of the expiry.
    fn told(&self, last: Option<LastNotice>) -> u8 {
        last.map_or(0, |last| last.level.min(self.level_at(last.at)))
    }

    /// What has to be said at `now`, quiet or not.
    fn pending(&self, last: Option<LastNotice>, now: DateTime<Utc>) -> Option<Notice> {
        let told = self.told(last);
        let expiry_untold = told < 2 && self.expired <= now;
        let climb_untold = told < 3 && self.escalated <= now;
        let since = last.map_or(self.clock.start, |last| last.at);
        let missed = self.regular_after(since, last) <= now;
        (expiry_untold || climb_untold || missed).then(|| self.notice_at(last, now))
    }

    fn notice_at(&self, last: Option<LastNotice>, now: DateTime<Utc>) -> Notice {
        let (told, level) = (self.told(last), self.level_at(now));
        let kind = match level {
            1 => Wakeup::Before,
            _ if told < 2 => Wakeup::Expired,
            _ if told < level => Wakeup::Escalated,
            _ => Wakeup::Daily,
        };
        Notice { kind, level }
    }

    /// The first moment strictly after `now` at which there is something to say.
    fn first_after(&self, now: DateTime<Utc>, last: Option<LastNotice>) -> DateTime<Utc> {
        let told = self.told(last);
        let expired = (told < 2 && self.expired > now).then_some(self.expired);
        let escalated = (told < 3 && self.escalated > now).then_some(self.escalated);
        let regular = self.regular_after(now, last);
        [expired, escalated].into_iter().flatten().fold(regular, DateTime::min)
    }

    /// The first reminder before expiry, or else the first daily one, strictly
    /// after `now`. A morning notice is left out on a day that had one.
    fn regular_after(&self, now: DateTime<Utc>, last: Option<LastNotice>) -> DateTime<Utc> {
        let told_today = last.map(|last| self.calendar.local_day(last.at));
        let spared =
            |at: DateTime<Utc>| self.clock.limit.counts_days() && told_today == Some(self.calendar.local_day(at));
        let before = self.before.iter().copied().filter(|at| *at > now && !spared(*at)).min();
        before.unwrap_or_else(|| self.daily_after(now, last))
    }

    /// Mornings of working days, beginning with the first after the day on
    /// which the expiry was told.
    fn daily_after(&self, now: DateTime<Utc>, last: Option<LastNotice>) -> DateTime<Utc> {
        let overdue_told = last.filter(|_| self.told(last) >= 2);
        let told_on = overdue_told.map(|last| self.calendar.local_day(last.at));
        let not_until = self.calendar.local_day(self.expired).max(told_on.unwrap_or(NaiveDate::MIN));
        let mut day = self.calendar.next_working_day(not_until);
        let today = self.calendar.local_day(now);
        if day < today {
            // The day before is looked at too: quiet hours can carry its morning into today.
            let yesterday = self.calendar.working_day_before(today, 1);
            day = day.max(yesterday);
        }
        loop {
            let at = self.after_quiet(self.calendar.instant(day, self.rules.morning));
            if at > now || day == NaiveDate::MAX {
                return at;
            }
            day = self.calendar.next_working_day(day);
        }
    }
}

/// The expiry is the event from which level 3 is counted; its day is the
/// limit's last day, also when that ends at 24:00.
fn level_3_from(expires: DateTime<Utc>, rules: &ReminderRules, calendar: &Calendar) -> DateTime<Utc> {
    if rules.escalate_l3_wd == 0 {
        return expires;
    }
    let expiry = expires - TimeDelta::nanoseconds(1);
    due(expiry, Limit::WorkingDays(rules.escalate_l3_wd), &rules.hours, calendar).at
}

#[cfg(test)]
#[path = "tests/reminding.rs"]
mod tests;
