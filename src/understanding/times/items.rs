//! Tokens of a sentence about time put together into what each phrase says: a
//! date, an hour, a span of hours, a preference, a denial. What they mean
//! together is decided in `when`; how a date is written is read in `dates`.

use crate::script::time_words::{Mark, PartOfDay, TimeWord};
use crate::understanding::times::dates::days;
use crate::understanding::times::tokens::Token;
use chrono::TimeDelta;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Item {
    Date(Date),
    /// The first and the last day of several.
    Dates(Date, Date),
    Part(PartOfDay),
    Clock(Clock),
    Span(Clock, Clock),
    From(Clock),
    By(Clock),
    /// So long from now.
    In(TimeDelta),
    Weekend,
    Workdays,
    Every,
    Any,
    /// A week or month without its day, a day as a limit.
    Vague,
    Deny(Mark),
    Busy,
    Unsure,
    Break,
    Stop,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Date {
    Full(i64, i64, i64),
    MonthDay(i64, i64),
    DayOfMonth(i64),
    /// A day of the month so many months ahead; 0 is its last.
    MonthAhead(i64, i64),
    InDays(i64),
    /// 1 is Monday; `weeks` ahead, or the next such day.
    Weekday {
        day: i64,
        weeks: Option<i64>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: i64,
    pub minute: i64,
    /// Written as a clock shows it: the hour is meant as it stands.
    pub exact: bool,
    pub part: Option<PartOfDay>,
}

pub(crate) type Read<'t, T> = Option<(T, &'t [Token])>;

pub(crate) const fn word(mark: Mark) -> Token {
    Token::Word(TimeWord::Mark(mark))
}

pub(crate) fn items(tokens: &[Token]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rest = tokens;
    let mut dated = false;
    while let Some(token) = rest.first() {
        let found = length(rest).or_else(|| hours(rest, dated)).or_else(|| days(rest));
        let (item, after) = found.unwrap_or((alone(*token), &rest[1..]));
        dated |= matches!(item, Item::Date(_) | Item::Dates(..));
        items.push(item);
        rest = after;
    }
    items
}

/// What a token says that belongs to no longer phrase.
fn alone(token: Token) -> Item {
    match token {
        Token::Word(TimeWord::Part(part)) => Item::Part(part),
        Token::Word(TimeWord::Weekend(_)) => Item::Weekend,
        Token::Word(TimeWord::Week(Some(_)) | TimeWord::MonthAhead(_)) => Item::Vague,
        Token::Word(TimeWord::Mark(mark)) => match mark {
            Mark::Workdays => Item::Workdays,
            Mark::Every => Item::Every,
            Mark::Any => Item::Any,
            Mark::DenyBefore | Mark::DenyAfter | Mark::DenyNear => Item::Deny(mark),
            Mark::Busy => Item::Busy,
            Mark::Unsure => Item::Unsure,
            Mark::Break | Mark::And => Item::Break,
            _ => Item::Other,
        },
        Token::Stop | Token::Listed => Item::Stop,
        _ => Item::Other,
    }
}

/// "in 2 hours", "半小时后", "一个半小时后", "3天后".
fn length(tokens: &[Token]) -> Read<'_, Item> {
    use Token::{Number, Word};
    const LATER: Token = word(Mark::Later);
    const AHEAD: Token = word(Mark::Ahead);
    const HALF: Token = word(Mark::Half);
    let (ahead, tokens) = match tokens {
        [AHEAD, rest @ ..] => (true, rest),
        tokens => (false, tokens),
    };
    let (halves, unit, rest) = match tokens {
        [Number(n, _), Word(unit), HALF, rest @ ..] => (n.checked_mul(2)?.checked_add(1)?, *unit, rest),
        [Number(n, _), Word(TimeWord::Mark(Mark::HalfUnit)), rest @ ..] => {
            (n.checked_mul(2)?.checked_add(1)?, TimeWord::Mark(Mark::HourUnit), rest)
        }
        [Number(n, _), Word(unit), rest @ ..] => (n.checked_mul(2)?, *unit, rest),
        [HALF, Word(unit), rest @ ..] => (1, *unit, rest),
        _ => return None,
    };
    let rest = match rest {
        [LATER, rest @ ..] => rest,
        rest if ahead => rest,
        _ => return None,
    };
    if !(1..=2_000).contains(&halves) {
        return None;
    }
    let item = match unit {
        TimeWord::Mark(Mark::MinuteUnit | Mark::Minute) => Item::In(TimeDelta::seconds(30 * halves)),
        TimeWord::Mark(Mark::Quarter) => Item::In(TimeDelta::seconds(450 * halves)),
        TimeWord::Mark(Mark::HourUnit) => Item::In(TimeDelta::minutes(30 * halves)),
        TimeWord::Mark(Mark::DayUnit) if halves % 2 == 0 => Item::Date(Date::InDays(halves / 2)),
        TimeWord::Mark(Mark::WeekUnit) | TimeWord::Week(None) if halves % 2 == 0 => {
            Item::Date(Date::InDays(7 * (halves / 2)))
        }
        _ => return None,
    };
    Some((item, rest))
}

/// An hour, with what bounds it: "下午3点到5点", "10点以后", "最晚十一点", "after 5pm".
fn hours(tokens: &[Token], dated: bool) -> Read<'_, Item> {
    const AFTER: Token = word(Mark::After);
    const UNTIL: Token = word(Mark::Until);
    const LATEST: Token = word(Mark::Latest);
    const LATER: Token = word(Mark::Later);
    const BEFORE: Token = word(Mark::Before);
    match tokens {
        [AFTER, rest @ ..] => {
            let (item, rest) = hours(rest, dated).or_else(|| bare_clock(rest, None).map(clock_item))?;
            let item = if let Item::Clock(clock) = item { Item::From(clock) } else { item };
            return Some((item, rest));
        }
        // "Until five" with no hour before it: from then on.
        [UNTIL, rest @ ..] => {
            let (clock, rest) = clock(rest, dated)?;
            return Some((Item::From(clock), if rest.first() == Some(&LATER) { &rest[1..] } else { rest }));
        }
        [LATEST, rest @ ..] => {
            let (clock, rest) = clock(rest, dated).or_else(|| bare_clock(rest, None))?;
            return Some((Item::By(clock), rest));
        }
        _ => {}
    }
    let (item, rest) = span(tokens, dated)?;
    Some(match (item, rest) {
        (Item::Clock(clock), [LATER, rest @ ..]) => (Item::From(clock), rest),
        (Item::Clock(clock), [BEFORE, rest @ ..]) => (Item::By(clock), rest),
        (item, rest) => (item, rest),
    })
}

fn clock_item((clock, rest): (Clock, &[Token])) -> (Item, &[Token]) {
    (Item::Clock(clock), rest)
}

pub(crate) fn joins(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Dash | Token::Listed)) || token == Some(&word(Mark::Until))
}

fn joins_hours(token: Option<&Token>) -> bool {
    joins(token) || token == Some(&word(Mark::And))
}

/// One hour, or two with a joint between them; the first may lack its mark.
fn span(tokens: &[Token], dated: bool) -> Read<'_, Item> {
    let (part, bare) = part_before(tokens);
    let Some((from, rest)) = clock(tokens, dated) else {
        let [Token::Number(hour, _), rest @ ..] = bare else { return None };
        let (to, rest) =
            Some(rest).filter(|rest| joins_hours(rest.first())).and_then(|rest| clock(&rest[1..], dated))?;
        let from = Clock { hour: *hour, minute: 0, exact: false, part };
        return Some((Item::Span(from, to), rest));
    };
    if joins_hours(rest.first()) {
        let to = clock(&rest[1..], dated).or_else(|| from.part.and_then(|_| bare_clock(&rest[1..], None)));
        if let Some((to, rest)) = to {
            return Some((Item::Span(from, to), rest));
        }
    }
    Some((Item::Clock(from), rest))
}

fn part_before(tokens: &[Token]) -> (Option<PartOfDay>, &[Token]) {
    match tokens {
        [Token::Word(TimeWord::Part(part)), rest @ ..] => (Some(*part), rest),
        tokens => (None, tokens),
    }
}

/// "14:00", "下午3点半", "3pm", "half past 2", "tonight at 8".
fn clock(tokens: &[Token], dated: bool) -> Read<'_, Clock> {
    const AT: Token = word(Mark::At);
    let (part, rest) = part_before(tokens);
    let (at, rest) = match rest {
        [AT, rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let read = shown(rest, part.is_some() || dated).or_else(|| spoken(rest));
    let read = read.or_else(|| if part.is_some() || at { bare_clock(rest, part) } else { None });
    let (mut clock, rest) = read.or_else(|| halved(rest))?;
    clock.part = part;
    match rest {
        [Token::Word(TimeWord::Part(after)), rest @ ..] if part.is_none() && after.means.is_none() => {
            clock.part = Some(*after);
            Some((clock, rest))
        }
        rest => Some((clock, rest)),
    }
}

fn at(hour: i64, minute: i64) -> Clock {
    Clock { hour, minute, exact: false, part: None }
}

fn half_of_day(tokens: &[Token]) -> bool {
    matches!(tokens, [Token::Word(TimeWord::Part(part)), ..] if part.means.is_none())
}

/// Figures: "14:00", "2.30pm", "3pm".
fn shown(tokens: &[Token], known: bool) -> Read<'_, Clock> {
    use Token::{Colon, Dot, Number};
    match tokens {
        [Number(h, digits), Colon, Number(m, _), Colon, Number(_, _), rest @ ..]
        | [Number(h, digits), Colon, Number(m, _), rest @ ..] => {
            Some((Clock { hour: *h, minute: *m, exact: *digits == 2 || *h > 6, part: None }, rest))
        }
        [Number(h, _), Dot, Number(m, 2), rest @ ..] if *h <= 24 && *m < 60 && (known || half_of_day(rest)) => {
            Some((at(*h, *m), rest))
        }
        [Number(h, _), rest @ ..] if *h <= 12 && half_of_day(rest) => Some((at(*h, 0), rest)),
        _ => None,
    }
}

/// An hour with its mark, and minutes after it.
fn spoken(tokens: &[Token]) -> Read<'_, Clock> {
    use Token::Number;
    const HOUR: Token = word(Mark::Hour);
    const HALF: Token = word(Mark::Half);
    const MINUTE: Token = word(Mark::Minute);
    const QUARTER: Token = word(Mark::Quarter);
    const SHORT: Token = word(Mark::ShortOf);
    let before = |h: i64, m: i64| at(if m > 0 { h - 1 } else { h }, (60 - m) % 60);
    match tokens {
        [SHORT, Number(m @ 1..=59, _), MINUTE, Number(h, _), HOUR, rest @ ..]
        | [Number(h, _), HOUR, SHORT, Number(m @ 1..=59, _), MINUTE, rest @ ..] => Some((before(*h, *m), rest)),
        [SHORT, Number(q @ 1..=3, _), QUARTER, Number(h, _), HOUR, rest @ ..]
        | [Number(h, _), HOUR, SHORT, Number(q @ 1..=3, _), QUARTER, rest @ ..] => Some((before(*h, 15 * q), rest)),
        [Number(h, _), HOUR, SHORT, Number(m @ 1..=59, _), rest @ ..] => Some((before(*h, *m), rest)),
        [Number(h, _), HOUR, HALF, rest @ ..] => Some((at(*h, 30), rest)),
        [Number(h, _), HOUR, Number(q @ 1..=3, _), QUARTER, rest @ ..] => Some((at(*h, 15 * q), rest)),
        [Number(h, _), HOUR, Number(m, _), MINUTE, rest @ ..] => Some((at(*h, *m), rest)),
        [Number(h, _), HOUR, Number(m, digits), rest @ ..]
            if (*digits == 2 || (*digits == 0 && (10..=59).contains(m))) && !counts(rest) =>
        {
            Some((at(*h, *m), rest))
        }
        [Number(h, _), HOUR, rest @ ..] => Some((at(*h, 0), rest)),
        _ => None,
    }
}

/// "half past 2", "quarter to 3".
fn halved(tokens: &[Token]) -> Read<'_, Clock> {
    let [Token::Word(TimeWord::Mark(mark)), Token::Number(h @ 1..=24, _), rest @ ..] = tokens else { return None };
    let clock = match mark {
        Mark::HalfPast => at(*h, 30),
        Mark::QuarterPast => at(*h, 15),
        Mark::QuarterTo => at(*h - 1, 45),
        _ => return None,
    };
    Some((clock, rest))
}

/// A number that is an hour by what stands before it, unless it counts something.
fn bare_clock(tokens: &[Token], part: Option<PartOfDay>) -> Read<'_, Clock> {
    match tokens {
        [Token::Number(hour, _), rest @ ..] if *hour <= 24 && !counts(rest) => {
            Some((Clock { hour: *hour, minute: 0, exact: false, part }, rest))
        }
        _ => None,
    }
}

/// Whether what follows a number makes it something else than an hour.
fn counts(rest: &[Token]) -> bool {
    match rest.first() {
        None | Some(Token::Dash | Token::Stop | Token::Listed) => false,
        Some(Token::Word(TimeWord::Mark(mark))) => matches!(
            mark,
            Mark::Year
                | Mark::Month
                | Mark::Day
                | Mark::Hour
                | Mark::Minute
                | Mark::Quarter
                | Mark::DayUnit
                | Mark::HourUnit
                | Mark::HalfUnit
                | Mark::MinuteUnit
                | Mark::WeekUnit
        ),
        Some(Token::Word(TimeWord::Month(_))) => true,
        Some(Token::Word(_)) => false,
        Some(_) => true,
    }
}
