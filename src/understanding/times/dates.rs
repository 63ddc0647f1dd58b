//! Dates as they are written in tokens: "2025-10-12", "10月12日", "下周三", "12 Oct",
//! "月底", "5号到8号". Which day of the calendar they are is for `calendar`.

use crate::script::time_words::{Mark, TimeWord};
use crate::understanding::times::items::{Date, Item, Read, joins, word};
use crate::understanding::times::tokens::Token;

/// A date, or the first and last of several, or a date that is only a limit.
pub(crate) fn days(tokens: &[Token]) -> Read<'_, Item> {
    use Token::Number;
    const DAY: Token = word(Mark::Day);
    if let [Number(a, _), joint, Number(b, _), DAY, rest @ ..] = tokens
        && joins(Some(joint))
        && (a < b || *joint != Token::Dash)
    {
        return Some((Item::Dates(Date::DayOfMonth(*a), Date::DayOfMonth(*b)), rest));
    }
    let (first, rest) = day(tokens)?;
    if joins(rest.first())
        && let Some((last, rest)) = day(&rest[1..])
    {
        return Some((Item::Dates(first, last), rest));
    }
    match rest {
        [limit, rest @ ..] if *limit == word(Mark::Later) || *limit == word(Mark::Before) => Some((Item::Vague, rest)),
        rest => Some((Item::Date(first), rest)),
    }
}

fn day(tokens: &[Token]) -> Read<'_, Date> {
    written(tokens).or_else(|| named(tokens)).or_else(|| weekday(tokens))
}

/// "2025-10-12", "10月12日", "26年12月3日", "12.3", "12号".
fn written(tokens: &[Token]) -> Read<'_, Date> {
    use Token::{Dash, Dot, Number, Slash};
    const YEAR: Token = word(Mark::Year);
    const MONTH: Token = word(Mark::Month);
    const DAY: Token = word(Mark::Day);
    let century = |year: i64| if year < 100 { 2000 + year } else { year };
    let (date, rest) = match tokens {
        [Number(y, 4), Dash, Number(m, _), Dash, Number(d, _), rest @ ..]
        | [Number(y, 4), Slash, Number(m, _), Slash, Number(d, _), rest @ ..]
        | [Number(y, 4), Dot, Number(m, _), Dot, Number(d, _), rest @ ..] => (Date::Full(*y, *m, *d), rest),
        [Number(y, _), YEAR, Number(m, _), MONTH, Number(d, _), rest @ ..] => (Date::Full(century(*y), *m, *d), rest),
        [Number(m, _), MONTH, Number(d, _), rest @ ..]
        | [Number(m, _), Dash | Slash | Dot, Number(d, _), rest @ ..] => (Date::MonthDay(*m, *d), rest),
        [Number(d, _), DAY, rest @ ..] => return Some((Date::DayOfMonth(*d), rest)),
        _ => return None,
    };
    match rest {
        [DAY, rest @ ..] => Some((date, rest)),
        rest => Some((date, rest)),
    }
}

/// "12 Oct 2025", "明天", "下个月5号", "月底".
fn named(tokens: &[Token]) -> Read<'_, Date> {
    use Token::{Number, Word};
    const DAY: Token = word(Mark::Day);
    match tokens {
        [Word(TimeWord::Month(m)), Number(d, _), rest @ ..] | [Number(d, _), Word(TimeWord::Month(m)), rest @ ..] => {
            Some(match rest {
                [Number(year, 4), rest @ ..] => (Date::Full(*year, i64::from(*m), *d), rest),
                rest => (Date::MonthDay(i64::from(*m), *d), rest),
            })
        }
        [Word(TimeWord::Day(days)), rest @ ..] => Some((Date::InDays(*days), rest)),
        [Word(TimeWord::MonthAhead(months)), Number(day, _), DAY, rest @ ..] => {
            Some((Date::MonthAhead(*months, *day), rest))
        }
        [Word(TimeWord::MonthEnd(months)), rest @ ..] => Some((Date::MonthAhead(*months, 0), rest)),
        _ => None,
    }
}

/// "周六", "下周日", "next monday".
fn weekday(tokens: &[Token]) -> Read<'_, Date> {
    use Token::{Number, Word};
    const DAY: Token = word(Mark::Day);
    const DAY_UNIT: Token = word(Mark::DayUnit);
    let (day, weeks, rest) = match tokens {
        [Word(TimeWord::Week(weeks)), Number(day @ 1..=6, _), rest @ ..] => (*day, *weeks, rest),
        [Word(TimeWord::Week(weeks)), DAY | DAY_UNIT, rest @ ..] => (7, *weeks, rest),
        [Word(TimeWord::Week(weeks)), Word(TimeWord::Weekday(day)), rest @ ..] => (i64::from(*day), *weeks, rest),
        [Word(TimeWord::Weekday(day)), rest @ ..] => (i64::from(*day), None, rest),
        _ => return None,
    };
    Some((Date::Weekday { day, weeks }, rest))
}
