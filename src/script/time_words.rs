//! The words of dates and hours, as `words.toml` lists them. How they combine
//! into an instant is read in `dialogue::when`.

/// What one word means. A word may mean two things at once ("tonight").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// So many days from today.
    Day(i64),
    /// A named weekday, 1 is Monday.
    Weekday(u32),
    /// Before the number of a weekday; so many weeks ahead, or simply the next such day.
    Week(Option<i64>),
    Month(u32),
    Part(PartOfDay),
    YearMark,
    MonthMark,
    DayMark,
    HourMark,
    MinuteMark,
    Half,
    Quarter,
    /// Lengths of time, for "in two hours" and "3 days later".
    DayUnit,
    HourUnit,
    MinuteUnit,
    WeekUnit,
    Later,
    Ahead,
    /// Between the two ends of a span; its start counts.
    Until,
    Filler,
}

/// A part of the day and how it reads the hours said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOfDay {
    /// The hour that it means by itself.
    pub means: Option<u32>,
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
        let latin = |c: char| c.is_ascii_alphabetic();
        let found = self.words.iter().find(|(word, _)| {
            text.strip_prefix(word.as_str()).is_some_and(|rest| !(word.ends_with(latin) && rest.starts_with(latin)))
        });
        found.map(|(word, means)| (word.len(), means.as_slice()))
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
