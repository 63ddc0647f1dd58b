//! The words of dates and hours, as `words.toml` lists them. How they combine
//! into an instant is read in `understanding::times::when`.

/// What one word means. A word may mean two things at once ("tonight").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// So many days from today.
    Day(i64),
    /// A named weekday, 1 is Monday.
    Weekday(u32),
    /// Before the number of a weekday; so many weeks ahead, or simply the next such day.
    Week(Option<i64>),
    /// The two days that end the week of so many weeks ahead, or any week.
    Weekend(Option<i64>),
    Month(u32),
    /// Before a day of the month: so many months ahead.
    MonthAhead(i64),
    /// The last day of the month so many months ahead.
    MonthEnd(i64),
    Part(PartOfDay),
    /// A number that is a word.
    Count(i64),
    Mark(Mark),
}

/// Words that place, join, deny or pass over what stands beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Half,
    Quarter,
    /// Before the hour that they are counted from.
    HalfPast,
    QuarterPast,
    QuarterTo,
    /// So many minutes before the hour.
    ShortOf,
    /// Lengths of time, for "in two hours" and "3 days later".
    DayUnit,
    HourUnit,
    /// An hour and half of one more than the number says.
    HalfUnit,
    MinuteUnit,
    WeekUnit,
    Later,
    Ahead,
    /// Between the two ends of a span.
    Until,
    /// Between two hours the same; between two days both.
    And,
    /// From the hour that follows.
    After,
    /// Until the hour that stands before, or that follows.
    Before,
    Latest,
    /// A bare number that follows is an hour.
    At,
    /// The five days of work.
    Workdays,
    Every,
    Any,
    /// Deny a time: the one said before, the one said after, whichever is near.
    DenyBefore,
    DenyAfter,
    DenyNear,
    /// Takes away the time that stands right before it, and no other.
    Busy,
    /// Nothing is settled yet.
    Unsure,
    /// Parts two thoughts of one clause.
    Break,
    Filler,
    /// Looks like a word of time and is none.
    Plain,
}

/// A part of the day and how it reads the hours said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOfDay {
    /// The hour that it means by itself.
    pub means: Option<u32>,
    /// The hour at which it is over.
    pub ends: Option<u32>,
    /// Hours below this one are counted from noon.
    pub noon_below: u32,
    /// What its twelve o'clock is; 24 is the midnight that ends the day.
    pub twelve: u32,
}

#[derive(Clone, Debug, Default)]
pub struct TimeWords {
    /// Folded, the longest first.
    pub(crate) words: Vec<(String, Vec<TimeWord>)>,
    /// Characters for 0 to 9; several for some.
    pub(crate) digits: Vec<(char, i64)>,
    pub(crate) ten: Vec<char>,
}

impl TimeWords {
    /// The longest word at the start of a folded text, with its length in bytes.
    #[must_use]
    pub fn at_start(&self, text: &str) -> Option<(usize, &[TimeWord])> {
        longest(&self.words, text).map(|(length, means)| (length, means.as_slice()))
    }

    /// What a numeral character counts.
    #[must_use]
    pub fn digit(&self, c: char) -> Option<i64> {
        self.digits.iter().find(|(digit, _)| *digit == c).map(|(_, value)| *value)
    }

    #[must_use]
    pub fn is_ten(&self, c: char) -> bool {
        self.ten.contains(&c)
    }
}

/// The first word of a list, longest first, that a text begins with; an English
/// word must end there. With its length in bytes.
pub(crate) fn longest<'w, T>(words: &'w [(String, T)], text: &str) -> Option<(usize, &'w T)> {
    let latin = |c: char| c.is_ascii_alphabetic();
    let found = words.iter().find(|(word, _)| {
        text.strip_prefix(word.as_str()).is_some_and(|rest| !(word.ends_with(latin) && rest.starts_with(latin)))
    });
    found.map(|(word, means)| (word.len(), means))
}
