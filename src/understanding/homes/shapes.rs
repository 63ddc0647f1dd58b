//! The normal form of a home: phase, building, unit, floor, room and kind. A
//! mention may be read in several ways; each reading is held against the homes
//! of the register, which are brought into the same form.

use super::mentions::Mention;
use super::parts::{Part, Role};

/// One way to read a mention, or a home as it is registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub kind: Option<u8>,
    pub phase: Option<String>,
    pub building: Option<String>,
    pub unit: Option<String>,
    /// Where the room does not tell it.
    pub floor: Option<String>,
    pub room: Option<String>,
    /// A number without a word for what: a home numbered by itself, or a building.
    pub number: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Readings {
    /// In the order in which they are tried.
    pub sure: Vec<Shape>,
    /// Tried together where none of the others fits; they only lead to a question.
    pub guesses: Vec<Shape>,
}

impl Shape {
    /// Whether it says enough to tell one home from its neighbours.
    pub fn is_whole(&self) -> bool {
        self.number.is_some() || self.room.is_some()
    }

    fn is_empty(&self) -> bool {
        *self == Shape::default()
    }

    /// Whether a home is what this shape says, as far as it says anything.
    pub fn fits(&self, home: &Shape) -> bool {
        if let Some(number) = &self.number {
            let own = home.building.is_none() && home.room.as_ref() == Some(number);
            let by_itself = own && (self.kind.is_none() || self.kind == home.kind);
            return by_itself || self.kind.is_none() && home.building.as_ref() == Some(number);
        }
        let said = |said: &Option<String>, home: &Option<String>| said.is_none() || said == home;
        (self.kind.is_none() || self.kind == home.kind)
            && said(&self.phase, &home.phase)
            && said(&self.building, &home.building)
            // A register without units takes any unit.
            && (home.unit.is_none() && self.room.is_some() || said(&self.unit, &home.unit))
            && said(&self.room, &home.room)
            && self.floor.as_ref().is_none_or(|floor| home.floor_of_room().is_some_and(|of| of == floor))
    }

    fn floor_of_room(&self) -> Option<&str> {
        let room = self.room.as_ref().filter(|_| self.kind.is_none())?;
        room.len().checked_sub(2).filter(|end| *end > 0).and_then(|end| room.get(..end))
    }
}

/// Without leading zeros.
fn normal(tag: &str) -> String {
    let short = tag.trim_start_matches('0');
    if short.is_empty() { tag.chars().take(1).collect() } else { short.to_owned() }
}

/// Floor and number on it as the number of the room.
fn on_floor(floor: &str, number: &str) -> String {
    format!("{}{number:0>2}", normal(floor))
}

fn is_number(tag: &str) -> bool {
    tag.bytes().all(|byte| byte.is_ascii_digit())
}

/// The readings of a mention; none where it says nothing.
pub(crate) fn readings(mention: &Mention) -> Readings {
    let mut readings = Readings::default();
    let Some(shape) = straight(mention) else { return readings };
    // A stem names a unit more often than a building.
    if let [stem, room] = mention.parts.as_slice()
        && [stem, room].iter().all(|part| part.role == Role::Bare)
        && stem.letter
        && !stem.tag.is_ascii()
    {
        readings.sure.push(Shape { building: None, unit: shape.building.clone(), ..shape.clone() });
    }
    // "Villa, building 19" is number 19.
    if let (Some(_), Some(building), None) = (shape.kind, &shape.building, &shape.room)
        && shape.unit.is_none()
        && mention.has(Role::Building)
    {
        readings.sure.push(Shape { building: None, room: Some(building.clone()), ..shape.clone() });
    }
    if let Some(joined) = floor_and_number(mention, &shape) {
        readings.guesses.extend(joined.0);
        readings.sure.insert(0, shape.clone());
        readings.sure.extend(joined.1);
    } else {
        readings.sure.insert(0, shape.clone());
    }
    guess(mention, &shape, &mut readings.guesses);
    readings.sure.retain(|shape| !shape.is_empty());
    readings
}

/// The reading from the marks and the order of the parts.
fn straight(mention: &Mention) -> Option<Shape> {
    let mut shape = Shape { kind: mention.kind, ..Shape::default() };
    let parts = &mention.parts;
    let room_marked = mention.has(Role::Room);
    let mut bare: Vec<&Part> = Vec::new();
    let mut floor: Option<&str> = None;
    for (at, part) in parts.iter().enumerate() {
        let tag = Some(normal(&part.tag));
        match part.role {
            Role::Phase => shape.phase = tag,
            Role::Building => shape.building = tag,
            // In English a unit may be a flat.
            Role::Unit if part.digits() >= 3 && !room_marked => shape.room = tag,
            Role::Unit => shape.unit = tag,
            Role::Floor if part.letter => shape.building = tag,
            Role::Floor => floor = Some(&part.tag),
            Role::Room => shape.room = tag,
            // "Number 3, 1201" is a building, and so is "number 3, unit 2".
            Role::Number if at + 1 < parts.len() && !mention.has(Role::Building) => shape.building = tag,
            Role::Number if mention.kind.is_some() || mention.has(Role::Building) || part.digits() >= 3 => {
                shape.room = tag;
            }
            Role::Number => shape.number = tag,
            Role::Bare => bare.push(part),
        }
    }
    let kind = mention.kind.is_some();
    let last_is_room = !room_marked
        && shape.room.is_none()
        && bare.last().is_some_and(|last| !last.letter || kind || bare.len() > 1 && shape.building.is_some());
    let room = if last_is_room { bare.pop() } else { None };
    put_bare(&mut shape, &bare)?;
    if let Some(room) = room {
        let alone = bare.is_empty() && shape.building.is_none() && shape.unit.is_none() && floor.is_none() && !kind;
        // A small number by itself is no home.
        if alone && room.digits() < 3 {
            return None;
        }
        shape.room = Some(normal(&room.tag));
    } else if shape.building.is_none()
        && !kind
        && floor.is_none()
        && shape.unit.is_none()
        && parts.iter().all(|part| part.digits() < 3 && part.role == Role::Room)
    {
        return None;
    }
    set_floor(&mut shape, floor, parts);
    Some(shape)
}

/// What has no mark is building and unit, in that order, as far as they are missing.
fn put_bare(shape: &mut Shape, bare: &[&Part]) -> Option<()> {
    let mut free = [
        (bare.len() > 2).then_some(&mut shape.phase),
        shape.building.is_none().then_some(&mut shape.building),
        shape.unit.is_none().then_some(&mut shape.unit),
    ]
    .into_iter()
    .flatten();
    for part in bare {
        *free.next()? = Some(normal(&part.tag));
    }
    Some(())
}

/// A floor says nothing that the number of the room does not say, or it is
/// part of that number, or the word stands for a building.
fn set_floor(shape: &mut Shape, floor: Option<&str>, parts: &[Part]) {
    let Some(floor) = floor else { return };
    let raw = parts.iter().rev().find(|part| matches!(part.role, Role::Bare | Role::Room | Role::Number));
    let room = raw.filter(|_| shape.room.is_some()).map(|part| part.tag.clone());
    let told = |room: &str| room.len() >= 3 && normal(&room[..room.len() - 2]) == normal(floor);
    match room {
        Some(room) if !is_number(&room) => {}
        Some(room) if told(&room) => {}
        Some(room) if room.len() <= 2 => shape.room = Some(on_floor(floor, &room)),
        Some(_) if shape.building.is_none() => shape.building = Some(normal(floor)),
        _ => shape.floor = Some(normal(floor)),
    }
}

/// Where the last two numbers may be floor and number on it ("6-12-01"): as a
/// guess, and as a reading where the building is said.
fn floor_and_number(mention: &Mention, shape: &Shape) -> Option<(Option<Shape>, Option<Shape>)> {
    let [.., floor, number] = mention.parts.as_slice() else { return None };
    let both = [floor, number].iter().all(|part| part.role == Role::Bare && is_number(&part.tag));
    if !both || number.tag.len() > 2 || floor.tag.len() > 2 || mention.kind.is_some() {
        return None;
    }
    let room = Some(on_floor(&floor.tag, &number.tag));
    let joined = Shape { room, number: None, ..shape.clone() };
    Some(match mention.parts.len() {
        2 => (Some(Shape { building: None, unit: None, ..joined }), None),
        3 => (None, Some(Shape { unit: None, ..joined })),
        _ => (None, None),
    })
}

fn guess(mention: &Mention, shape: &Shape, guesses: &mut Vec<Shape>) {
    // The floor does not agree with the room.
    if shape.floor.is_some() && shape.room.is_some() {
        guesses.push(Shape { floor: None, ..shape.clone() });
    }
    // "3-12": the homes on that floor.
    if let (Some(_), Some(room), None, None) = (&shape.building, &shape.room, &shape.floor, shape.kind)
        && room.len() <= 2
        && is_number(room)
    {
        guesses.push(Shape { room: None, floor: Some(room.clone()), ..shape.clone() });
    }
    let text = |tag: &str| Some(normal(tag));
    match mention.parts.as_slice() {
        // "2-1201" may be a unit and a room.
        [unit, room] if [unit, room].iter().all(|part| part.role == Role::Bare) && room.digits() >= 3 => {
            guesses.push(Shape { building: None, unit: text(&unit.tag), ..shape.clone() });
            // "B1088" is a level and a number.
            if unit.letter && room.tag.len() >= 3 && is_number(&room.tag) {
                let (level, number) = room.tag.split_at(1);
                let building = Some(format!("{}{level}", unit.tag));
                guesses.push(Shape { building, room: text(number), ..shape.clone() });
            }
        }
        // Run together: "61201", "321201".
        [one] if one.role == Role::Bare && is_number(&one.tag) && mention.kind.is_none() => {
            for at in 1..one.tag.len().saturating_sub(2).min(3) {
                let (building, room) = one.tag.split_at(at);
                guesses.push(Shape { building: text(building), room: text(room), ..Shape::default() });
                if room.len() >= 4 {
                    let (unit, room) = room.split_at(1);
                    let (building, unit) = (text(building), text(unit));
                    guesses.push(Shape { building, unit, room: text(room), ..Shape::default() });
                }
            }
        }
        // "The sixth floor" may be building six.
        [one] if one.role == Role::Floor => {
            guesses.push(Shape { building: text(&one.tag), ..Shape::default() });
        }
        _ => {}
    }
}
