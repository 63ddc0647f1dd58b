//! Where a sentence names homes: its parts gathered into mentions, each with
//! the estate it belongs to and what is said of it.

use super::parts::{Found, Item, Part, Role};
use super::tokens::Named;

/// One home as a sentence names it, however incompletely.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mention {
    pub parts: Vec<Part>,
    pub kind: Option<u8>,
    pub estate: Option<Named>,
    /// Right beside it stands that it is the speaker's home.
    pub own: bool,
    /// Behind it stands a place that is no home: the lobby, the roof.
    pub place: bool,
    /// It is said not to be meant.
    pub not: bool,
    /// It is somebody else's: upstairs, next door.
    pub neighbour: bool,
    /// An estate that is none of ours stands before it.
    pub foreign: bool,
    /// Follows another one, as the next of a list.
    pub listed: bool,
    pub start: usize,
    pub end: usize,
}

/// Unknown characters that may stand between two parts of one home.
const FAR: usize = 8;

/// Unknown characters that make a name before the ending of an estate's name.
const NAME: usize = 2;

impl Mention {
    /// The number of a room, or of a home that is numbered by itself.
    pub fn has_room(&self) -> bool {
        self.parts.iter().any(|part| part.role == Role::Room || part.role == Role::Bare && part.digits() >= 3)
            || self.kind.is_some()
                && self.parts.iter().any(|part| !part.letter && matches!(part.role, Role::Number | Role::Bare))
            || self.has(Role::Building) && self.parts.iter().any(|part| part.role == Role::Number)
    }

    pub fn has(&self, role: Role) -> bool {
        self.parts.iter().any(|part| part.role == role)
    }

    fn begins_at(start: usize) -> Mention {
        Mention { start, end: start, ..Mention::default() }
    }
}

/// What a sentence says of homes.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    pub mentions: Vec<Mention>,
    /// Estates that it names, with or without a home.
    pub estates: Vec<Named>,
    /// Beside the name of an estate stands that the home there is his.
    pub own_estate: bool,
}

struct Gatherer<'a> {
    items: &'a [Found],
    done: Vec<Mention>,
    open: Option<Mention>,
    /// Unknown characters since the last part.
    gap: usize,
    /// A comma or "and" since the last part.
    parted: bool,
}

pub(crate) fn sentence(items: &[Found]) -> Sentence {
    let mut gatherer = Gatherer { items, done: Vec::new(), open: None, gap: 0, parted: false };
    for (at, found) in items.iter().enumerate() {
        gatherer.take(at, found);
    }
    gatherer.close();
    let mut mentions = gatherer.done;
    give_estates(items, &mut mentions);
    for mention in &mut mentions {
        look_around(items, mention);
    }
    let estates: Vec<Named> = items
        .iter()
        .enumerate()
        .filter(|(at, _)| !denied(items, *at))
        .filter_map(|(_, found)| match &found.item {
            Item::Estate(named) => Some(named.clone()),
            _ => None,
        })
        .collect();
    let own_estate = items.iter().enumerate().any(|(at, found)| {
        matches!(found.item, Item::Estate(_)) && !denied(items, at) && beside(items, at, at, &Item::Own)
    });
    Sentence { mentions, estates, own_estate }
}

impl Gatherer<'_> {
    fn take(&mut self, at: usize, found: &Found) {
        match &found.item {
            Item::Part(part) => self.part(at, found, part),
            Item::Kind(kind) => self.kind(at, found, *kind),
            Item::And => {
                self.parted = true;
                self.gap += 1;
            }
            Item::Break => self.parted = true,
            Item::Other | Item::Suffix | Item::Place | Item::Neighbour | Item::Not => {
                self.gap += found.end - found.start;
            }
            Item::Estate(_) | Item::Own | Item::Joiner | Item::Join | Item::Space | Item::Lead => {}
        }
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
        (self.gap, self.parted) = (0, false);
    }

    fn put(&mut self, found: &Found, part: Part) {
        let open = self.open.get_or_insert_with(|| Mention::begins_at(found.start));
        open.parts.push(part);
        open.end = found.end;
        (self.gap, self.parted) = (0, false);
    }

    fn part(&mut self, at: usize, found: &Found, part: &Part) {
        if let Some(open) = &self.open {
            let joins = if open.parts.is_empty() {
                self.gap == 0
            } else if open.has_room() {
                // Room first, then unit and building, as in English.
                let reversed = matches!(part.role, Role::Unit | Role::Building | Role::Phase)
                    && !open.has(Role::Building)
                    && !open.has(part.role)
                    && self.gap == 0
                    && !self.room_follows(at);
                reversed || open.kind.is_some() && self.gap == 0 && !self.parted && self.dashed(at)
            } else {
                let rank = |role: Role| if role == Role::Number { Role::Bare as u8 } else { role as u8 };
                let later = open.parts.iter().all(|before| {
                    matches!(before.role, Role::Bare | Role::Number) || rank(before.role) < rank(part.role)
                });
                let small = part.role == Role::Bare && part.digits() < 3;
                let bare = part.role == Role::Bare && open.parts.iter().all(|before| before.role == Role::Bare);
                later && self.gap <= FAR && !(small && self.gap > 0) && !(bare && self.gap > 0)
            };
            if !joins {
                let listed = self.parted && self.gap <= 1 && open.has_room();
                self.close();
                self.open = Some(Mention { listed, ..Mention::begins_at(found.start) });
            }
        }
        self.put(found, part.clone());
    }

    /// Whether a dash stands right before.
    fn dashed(&self, at: usize) -> bool {
        at > 0 && self.items[at - 1].item == Item::Join
    }

    /// Whether the next part could be the room of this one.
    fn room_follows(&self, at: usize) -> bool {
        let next = self.items[at + 1..]
            .iter()
            .find(|found| !matches!(found.item, Item::Space | Item::Join | Item::Joiner | Item::Break));
        matches!(next.map(|found| &found.item), Some(Item::Part(part)) if !matches!(part.role, Role::Building | Role::Unit | Role::Phase))
    }

    fn kind(&mut self, at: usize, found: &Found, kind: u8) {
        let touches = at > 0 && matches!(self.items[at - 1].item, Item::Part(_));
        let space = usize::from(matches!(self.items.get(at + 1).map(|found| &found.item), Some(Item::Space)));
        let before_part = matches!(self.items.get(at + 1 + space).map(|found| &found.item), Some(Item::Part(_)));
        let near = self.gap == 0 && !self.parted;
        let attach = self.open.as_ref().is_some_and(|open| {
            near && open.kind.is_none_or(|other| other == kind) && (touches || !before_part || !open.has_room())
        });
        if !attach {
            self.close();
            self.open = Some(Mention::begins_at(found.start));
        }
        if let Some(open) = &mut self.open {
            open.kind = Some(kind);
            open.end = found.end;
        }
        (self.gap, self.parted) = (0, false);
    }
}

/// The estate before a mention or inside it; behind it for the last one; the
/// one of the mention before it otherwise.
fn give_estates(items: &[Found], mentions: &mut [Mention]) {
    let named = |from: usize, to: usize| {
        items.iter().enumerate().rev().find_map(|(at, found)| match &found.item {
            Item::Estate(named) if found.start >= from && found.end <= to && !denied(items, at) => Some(named.clone()),
            _ => None,
        })
    };
    let mut from = 0;
    let mut before = None;
    let last = mentions.len().saturating_sub(1);
    for (index, mention) in mentions.iter_mut().enumerate() {
        let behind = (index == last).then(|| named(mention.end, usize::MAX)).flatten();
        mention.estate = named(from, mention.end).or(behind).or(before);
        before = mention.estate.clone();
        from = mention.end;
    }
}

fn index_of(items: &[Found], start: usize) -> usize {
    items.partition_point(|found| found.start < start)
}

/// Passed over when something is looked for beside a home.
fn is_thin(item: &Item) -> bool {
    matches!(item, Item::Space | Item::Joiner | Item::Join | Item::Break)
}

/// Whether an item stands right before the first or right behind the last of
/// some items; the name of an estate may stand between.
fn beside(items: &[Found], first: usize, last: usize, wanted: &Item) -> bool {
    let passed = |found: &&Found| is_thin(&found.item) || matches!(found.item, Item::Estate(_));
    let before = items[..first].iter().rev().find(|found| !passed(found));
    let behind = items.get(last + 1..).unwrap_or_default().iter().find(|found| !passed(found));
    [before, behind].into_iter().flatten().any(|found| found.item == *wanted)
}

fn denied(items: &[Found], at: usize) -> bool {
    let before = items[..at].iter().rev().find(|found| !is_thin(&found.item) && found.item != Item::Own);
    before.is_some_and(|found| found.item == Item::Not)
}

fn look_around(items: &[Found], mention: &mut Mention) {
    let first = index_of(items, mention.start);
    let last = index_of(items, mention.end).saturating_sub(1);
    let passed = |found: &&Found| is_thin(&found.item) || matches!(found.item, Item::Estate(_));
    let before = items[..first].iter().rev().find(|found| !passed(found)).map(|found| &found.item);
    let behind =
        items.get(last + 1..).unwrap_or_default().iter().find(|found| !is_thin(&found.item)).map(|found| &found.item);
    mention.own = beside(items, first, last, &Item::Own);
    mention.place = matches!(behind, Some(Item::Place | Item::Neighbour));
    mention.neighbour = before == Some(&Item::Neighbour);
    mention.not = denied(items, first) || {
        // "Not the one of that estate in building six".
        let estate = items[..first].iter().rposition(|found| matches!(found.item, Item::Estate(_)));
        estate.is_some_and(|at| items[at + 1..first].iter().all(|found| is_thin(&found.item)) && denied(items, at))
    };
    mention.foreign = mention.estate.is_none() && {
        let name = items[..first].iter().rev().skip_while(|found| is_thin(&found.item));
        let mut name = name.skip_while(|found| found.item == Item::Lead);
        name.next().is_some_and(|found| found.item == Item::Suffix)
            && name.take_while(|found| found.item == Item::Other).map(|found| found.end - found.start).sum::<usize>()
                >= NAME
    };
}
