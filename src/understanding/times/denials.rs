//! Which times of a sentence are not meant: "明天不在,后天在", "不是明天,是后天",
//! "上午不行下午不行晚上才行". What is left may be taken at its word.

use crate::script::time_words::Mark;
use crate::understanding::times::items::{Date, Item};

/// Times of one thought, between words that mean something else.
type Group = Vec<Item>;

/// What a sentence says once its denials are taken out.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub items: Vec<Item>,
    /// Something was denied.
    pub denied: bool,
    /// The day of an hour that was denied: other hours are meant on it.
    pub day: Option<Date>,
    /// A whole day was denied.
    pub whole_day: bool,
}

/// `None` where nothing is settled yet.
pub(crate) fn kept(items: &[Item]) -> Option<Kept> {
    if items.contains(&Item::Unsure) {
        return None;
    }
    let mut kept = Kept::default();
    let mut groups: Vec<Group> = Vec::new();
    for clause in items.split(|item| *item == Item::Stop) {
        let bare = !clause.iter().any(|item| is_time(item) || *item == Item::Other);
        if bare && clause.contains(&Item::Deny(Mark::DenyBefore)) {
            let last = groups.iter_mut().rev().find(|group| !group.is_empty());
            kept.deny(last);
        } else {
            kept.clause(clause, &mut groups);
        }
    }
    kept.items.extend(groups.into_iter().flatten());
    Some(kept)
}

fn is_time(item: &Item) -> bool {
    !matches!(item, Item::Deny(_) | Item::Busy | Item::Unsure | Item::Break | Item::Stop | Item::Other)
}

fn is_date(item: &Item) -> bool {
    matches!(item, Item::Date(_) | Item::Dates(..) | Item::Weekend | Item::Workdays)
}

impl Kept {
    fn clause(&mut self, clause: &[Item], groups: &mut Vec<Group>) {
        let first = groups.len();
        groups.push(Group::new());
        // What a denial that looks ahead has denied so far.
        let mut ahead: Option<(Mark, Group)> = None;
        // "Asleep from twelve to two": those hours are not meant.
        let mut busy = false;
        for item in clause {
            let current = groups.len() - 1;
            match item {
                Item::Deny(Mark::DenyBefore) => {
                    let last = groups[first..].iter_mut().rev().find(|group| !group.is_empty());
                    self.deny(last);
                    groups.push(Group::new());
                }
                Item::Busy => {
                    self.deny(Some(&mut groups[current]).filter(|group| !group.is_empty()));
                    groups.push(Group::new());
                    busy = true;
                }
                Item::Span(..) if busy => self.denied = true,
                Item::Deny(mark) => {
                    groups.push(Group::new());
                    ahead = Some((*mark, Group::new()));
                }
                Item::Break | Item::Other | Item::Stop | Item::Unsure => {
                    self.denied_ahead(&mut ahead, &mut groups[first..]);
                    groups.push(Group::new());
                }
                Item::Any | Item::Every => groups[current].push(*item),
                time => match &mut ahead {
                    Some((_, denied)) if !denied.iter().any(|other| is_date(other) == is_date(time)) => {
                        denied.push(*time);
                    }
                    _ => groups[current].push(*time),
                },
            }
        }
        self.denied_ahead(&mut ahead, &mut groups[first..]);
    }

    /// A denial that looked ahead has come to the end of a thought. One that
    /// may look both ways and found nothing denies what stood before it.
    fn denied_ahead(&mut self, ahead: &mut Option<(Mark, Group)>, groups: &mut [Group]) {
        match ahead.take() {
            Some((_, mut denied)) if !denied.is_empty() => self.deny(Some(&mut denied)),
            Some((Mark::DenyNear, _)) => self.deny(groups.iter_mut().rev().find(|group| !group.is_empty())),
            _ => {}
        }
    }

    fn deny(&mut self, group: Option<&mut Group>) {
        let Some(group) = group else { return };
        let hours =
            group.iter().any(|item| is_time(item) && !is_date(item) && !matches!(item, Item::Any | Item::Every));
        let day = group.iter().find_map(|item| match item {
            Item::Date(date) => Some(*date),
            _ => None,
        });
        self.denied = true;
        if hours {
            self.day = self.day.or(day);
        } else {
            self.whole_day |= day.is_some();
        }
        group.clear();
    }
}
