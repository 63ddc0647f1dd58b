//! Invitations: one-time codes for people of the register. The code is given
//! away once, here; the database keeps its hash.

use crate::clock::Chance;
use crate::domain::ids::{EstateId, PersonId};
use crate::domain::people::Role;
use crate::store::register::{self, Known, Residence, SeatTerm};
use crate::store::{Tx, estates, invitations};
use crate::understanding::homes::phones;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// About five bits each: 84 together.
const LETTERS: usize = 17;

/// Whom to invite. Without a word of it: everybody who has no chat account yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    pub role: Option<Role>,
    /// Estate and number.
    pub home: Option<(String, String)>,
    /// Key, id or telephone number; invited again, even with an account.
    pub person: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub person: PersonId,
    pub key: Option<String>,
    pub name: String,
    /// What he is, in the register's words: seats and homes.
    pub is: Vec<String>,
    /// He holds a seat, so that he is staff wherever he lives.
    pub seated: bool,
    /// He has a home.
    pub at_home: bool,
    pub code: String,
    pub expires_at: DateTime<Utc>,
}

impl Invitation {
    /// Owners write from WeChat; a seat is taken in the application.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.at_home && !self.seated
    }
}

/// Makes codes; whatever codes these people had not used are good no more.
pub async fn invite(
    tx: &mut Tx,
    chance: &Chance,
    whom: &Whom,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> anyhow::Result<Vec<Invitation>> {
    let register = Register::read(tx, now).await?;
    let chosen = match &whom.person {
        Some(word) => vec![find(tx, word).await?],
        None => register::everybody(tx).await?.into_iter().filter(|one| !register.bound.contains(&one.id)).collect(),
    };
    let mut invited = Vec::new();
    for person in chosen.into_iter().filter(|person| register.fits(person.id, whom)) {
        let code = new_code(tx, chance, person.id, now, expires_at).await?;
        invited.push(Invitation {
            is: register.is(person.id),
            seated: !register.seats(person.id).is_empty(),
            at_home: register.homes(person.id).next().is_some(),
            person: person.id,
            key: person.key,
            name: person.name,
            code,
            expires_at,
        });
    }
    Ok(invited)
}

/// A fresh code for one person.
pub async fn new_code(
    tx: &mut Tx,
    chance: &Chance,
    person: PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> anyhow::Result<String> {
    let code = chance.code(LETTERS);
    invitations::revoke_unused(tx, person).await?;
    invitations::create(tx, &code, person, now, expires_at).await?;
    Ok(code)
}

/// The one person whom a key, an id or a telephone number means.
pub async fn find(tx: &mut Tx, word: &str) -> anyhow::Result<Known> {
    let word = word.trim();
    let mut found = register::by_keys(tx, &[word.to_owned()]).await?;
    let numbers: Vec<String> = phones::whole(word).into_iter().chain([word.to_owned()]).collect();
    found.extend(register::by_phones(tx, &numbers).await?);
    if let Ok(id) = word.parse() {
        found.extend(register::person(tx, PersonId(id)).await?);
    }
    found.sort_by_key(|one| one.id);
    found.dedup_by_key(|one| one.id);
    match &found[..] {
        [] => anyhow::bail!("nobody is known as `{word}` (a key, an id or a telephone number)"),
        [one] => Ok(one.clone()),
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|one| format!("{} (id {}, key {})", one.name, one.id, one.key.as_deref().unwrap_or("–")))
                .collect();
            anyhow::bail!("`{word}` may mean {}: say it by a key or an id that only one has", ids.join(" or "))
        }
    }
}

/// The register as it is now.
struct Register {
    seats: BTreeMap<PersonId, Vec<SeatTerm>>,
    residences: BTreeMap<PersonId, Vec<Residence>>,
    homes: BTreeMap<i64, (String, String)>,
    estates: BTreeMap<EstateId, String>,
    bound: BTreeSet<PersonId>,
}

impl Register {
    async fn read(tx: &mut Tx, now: DateTime<Utc>) -> anyhow::Result<Register> {
        let mut seats: BTreeMap<PersonId, Vec<SeatTerm>> = BTreeMap::new();
        for seat in register::seats(tx).await?.into_iter().filter(|seat| seat.until.is_none_or(|until| until > now)) {
            seats.entry(seat.person).or_default().push(seat);
        }
        let mut residences: BTreeMap<PersonId, Vec<Residence>> = BTreeMap::new();
        for one in register::residences(tx).await?.into_iter().filter(|one| one.until.is_none_or(|until| until > now)) {
            residences.entry(one.person).or_default().push(one);
        }
        let homes = register::homes(tx).await?;
        Ok(Register {
            seats,
            residences,
            homes: homes.into_iter().map(|home| (home.id.0, (home.estate_code, home.number))).collect(),
            estates: estates::all(tx).await?.into_iter().map(|estate| (estate.id, estate.code)).collect(),
            bound: register::bound(tx).await?.into_iter().collect(),
        })
    }

    fn seats(&self, person: PersonId) -> &[SeatTerm] {
        self.seats.get(&person).map_or(&[], Vec::as_slice)
    }

    fn homes(&self, person: PersonId) -> impl Iterator<Item = (&Residence, &(String, String))> {
        let residences = self.residences.get(&person).map_or(&[][..], Vec::as_slice);
        residences.iter().filter_map(|one| Some((one, self.homes.get(&one.home.0)?)))
    }

    fn fits(&self, person: PersonId, whom: &Whom) -> bool {
        let by_role = whom.role.is_none_or(|role| self.seats(person).iter().any(|seat| seat.role == role.word()));
        let by_home = whom.home.as_ref().is_none_or(|wanted| self.homes(person).any(|(_, home)| home == wanted));
        by_role && by_home
    }

    fn is(&self, person: PersonId) -> Vec<String> {
        let seats = self.seats(person).iter().map(|seat| {
            let estate = seat.estate.and_then(|id| self.estates.get(&id)).map(|code| format!(" {code}"));
            let unit = seat.unit.as_ref().map(|unit| format!(" {unit}"));
            let deputy = if seat.standing_deputy { " (deputy)" } else { "" };
            format!("{}{}{}{deputy}", seat.role, estate.unwrap_or_default(), unit.unwrap_or_default())
        });
        let homes = self.homes(person).map(|(one, (estate, number))| format!("{} {estate} {number}", one.tie));
        seats.chain(homes).collect()
    }
}
