//! What people did in a story, in its order, so that the same people can do the
//! same things again on other phones.

use super::World;
use chrono::TimeDelta;
use std::sync::{Arc, Mutex};

/// One thing that somebody did, or that happened.
#[derive(Clone, Debug)]
pub enum Deed {
    // With a phone in the hand.
    Says(Who, String),
    Photo(Who, String),
    Album(Who, usize, String),
    Voice(Who),
    Location(Who),
    Taps(Who, String),
    TapsTwice(Who, String),
    Blocks(Who),
    Unblocks(Who),
    Vanishes(Who),
    /// Looks at a button now, for a press later on.
    Keeps(Who, String),
    /// Presses the button kept as this one, counted from 0.
    Presses(usize),
    /// A stranger comes by.
    PassesBy(i64, String, String),
    Follows(i64, String),
    // At the office.
    Binds(String, String),
    MovesIn(String, String, String),
    IsAppointed(String, String, Option<String>),
    Resigns(String, String),
    Invites(String, String, i64),
    IsDeputy(String, String),
    GoesOnLeave(String, i64),
    Builds(&'static str, Option<String>),
    // Of itself.
    Settles,
    Advances(TimeDelta),
    MachineMinutes(i64),
    Sleeps(TimeDelta),
    Restarts,
    ComesUp,
    FilesHeld,
    FilesReleased,
    Sweeps,
    /// Something that can be done on Telegram alone.
    OnTelegramAlone(&'static str),
}

/// Whose phone it was.
#[derive(Clone, Debug)]
pub enum Who {
    Named(String),
    Stranger(i64),
}

#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Vec<Deed>>>);

impl Journal {
    pub fn note(&self, deed: Deed) {
        self.0.lock().expect("no panic while held").push(deed);
    }

    /// Everything so far.
    pub fn deeds(&self) -> Vec<Deed> {
        self.0.lock().expect("no panic while held").clone()
    }

    /// What is done in one breath is one deed: forgets what was noted since.
    pub fn length(&self) -> usize {
        self.0.lock().expect("no panic while held").len()
    }

    pub fn shorten(&self, length: usize) {
        self.0.lock().expect("no panic while held").truncate(length);
    }
}

impl World {
    /// Does all of it once more.
    pub async fn plays(&mut self, deeds: &[Deed]) {
        let mut kept = Vec::new();
        for deed in deeds {
            if let Deed::Keeps(who, label) = deed {
                kept.push(self.phone_in_hand(who).keeps(label));
            } else if let Deed::Presses(number) = deed {
                let _ = self.presses(&kept[*number]).await;
            } else {
                self.does(deed).await;
            }
        }
    }

    async fn does(&mut self, deed: &Deed) {
        match deed {
            Deed::Says(who, text) => drop(self.phone_in_hand(who).says(text)),
            Deed::Photo(who, caption) => self.phone_in_hand(who).photo(caption),
            Deed::Album(who, count, caption) => self.phone_in_hand(who).album(*count, caption),
            Deed::Voice(who) => self.phone_in_hand(who).voice(),
            Deed::Location(who) => self.phone_in_hand(who).location(),
            Deed::Taps(who, label) => drop(self.phone_in_hand(who).taps(label)),
            Deed::TapsTwice(who, label) => self.phone_in_hand(who).taps_twice(label),
            Deed::Blocks(who) => self.phone_in_hand(who).blocks(),
            Deed::Unblocks(who) => self.phone_in_hand(who).unblocks(),
            Deed::Vanishes(who) => self.phone_in_hand(who).vanishes(),
            Deed::PassesBy(user, name, lang) => drop(self.passer_by(*user, name, lang)),
            Deed::Follows(user, code) => drop(self.follows(*user, code).await),
            Deed::Binds(name, lang) => self.binds(name, lang).await,
            Deed::MovesIn(name, home, tie) => self.moves_in(name, home, tie).await,
            Deed::IsAppointed(name, role, unit) => self.is_appointed(name, role, unit.as_deref()).await,
            Deed::Resigns(name, role) => self.resigns(name, role).await,
            Deed::Invites(name, code, days) => self.invites(name, code, *days).await,
            Deed::IsDeputy(name, role) => self.is_deputy(name, role).await,
            Deed::GoesOnLeave(name, days) => self.goes_on_leave(name, *days).await,
            Deed::Builds(number, accepted) => self.builds(number, accepted.as_deref()).await,
            Deed::Settles => self.settle().await,
            Deed::Advances(by) => self.advance(*by).await,
            Deed::MachineMinutes(minutes) => self.machine_minutes(*minutes).await,
            Deed::Sleeps(by) => self.clock.advance(*by),
            Deed::Restarts => self.restart(),
            Deed::ComesUp => self.comes_up().await,
            Deed::FilesHeld => self.hold_files(),
            Deed::FilesReleased => self.release_files().await,
            Deed::Sweeps => self.sweeps().await,
            Deed::OnTelegramAlone(what) => panic!("only on Telegram: {what}; such a story is told with `both!`"),
            Deed::Keeps(..) | Deed::Presses(_) => unreachable!("done where the kept buttons are"),
        }
    }
}
