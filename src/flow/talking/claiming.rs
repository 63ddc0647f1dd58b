//! How somebody on WeChat becomes an owner without a link: he writes his
//! telephone number and his home. Where both are on record together he is
//! bound, and his other chats hear of it; where not, a clerk looks at it. A
//! seat is never given that way.

use crate::domain::ids::{AccountId, PersonId};
use crate::flow::turn::Turn;
use crate::flow::{held, speaker};
use crate::script::args::Args;
use crate::script::clean::fold;
use crate::store::estates::{self, Home};
use crate::store::{invitations, people};
use crate::talk::inbound::{Inbound, Lang};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// A mobile number of mainland China.
const PHONE_DIGITS: usize = 11;

impl Turn<'_> {
    pub(super) async fn claim(
        &mut self,
        account: AccountId,
        lang: Lang,
        inbound: &Inbound,
        text: &str,
    ) -> anyhow::Result<&'static str> {
        let window = self.now - TimeDelta::hours(1);
        if invitations::wrong_tries(self.tx, account, window).await? >= self.office.manners.wrong_codes {
            self.tell(account, lang, "bind.too_many", &Args::new());
            return Ok("too many claims");
        }
        if let Some(person) = self.claimant(text).await? {
            self.warn_others(person).await?;
            return self.bound(account, person, inbound).await;
        }
        invitations::count_wrong(self.tx, account, self.now, window).await?;
        self.tell(account, lang, "bind.claim_unclear", &Args::new());
        self.tell_desks(account, text).await?;
        Ok("unclear claim")
    }

    /// The one resident who has this number and one of the homes named.
    async fn claimant(&mut self, text: &str) -> anyhow::Result<Option<PersonId>> {
        let Some(phone) = phone_in(text) else { return Ok(None) };
        let words = fold(text);
        let mut found = BTreeSet::new();
        for person in people::by_phone(self.tx, &phone).await? {
            let (actor, _) = speaker::standing(self.tx, person.id, self.now).await?;
            let homes = estates::homes_of(self.tx, person.id, self.now).await?;
            if actor.is_known_by_home() && person.forgotten_at.is_none() && homes.iter().any(|home| names(&words, home))
            {
                found.insert(person.id);
            }
        }
        Ok(found.pop_first().filter(|_| found.is_empty()))
    }

    /// Whoever is the owner already hears that another chat speaks for him now.
    async fn warn_others(&mut self, person: PersonId) -> anyhow::Result<()> {
        for other in people::accounts_of(self.tx, &[person]).await? {
            self.tell(other.id, other.lang, "bind.another_chat", &Args::new());
        }
        Ok(())
    }

    async fn tell_desks(&mut self, account: AccountId, text: &str) -> anyhow::Result<()> {
        let words: String = text.chars().take(200).collect();
        let shown = people::account(self.tx, account).await?.and_then(|account| account.name);
        let name: String = shown.unwrap_or_default().chars().take(40).collect();
        for reached in held::desk_of(self.tx, None, self.now).await? {
            let args = Args::new().text("words", words.clone()).text("name", name.clone());
            self.tell(reached.account, reached.lang, "desk.claim", &args);
        }
        Ok(())
    }
}

/// The mobile number in a sentence; `None` where there is none or more than one.
#[must_use]
pub fn phone_in(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut numbers = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == PHONE_DIGITS && digits.starts_with('1'));
    let phone = numbers.next()?.to_owned();
    numbers.next().is_none().then_some(phone)
}

/// Whether the words name the home: its number stands there, and is not part
/// of a longer one.
fn names(words: &str, home: &Home) -> bool {
    let number = fold(&home.number);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    words.match_indices(&number).any(|(at, _)| {
        let (before, after) = (words[..at].chars().next_back(), words[at + number.len()..].chars().next());
        !number.is_empty() && !digit(before) && !digit(after)
    })
}

#[cfg(test)]
mod tests {
    use super::phone_in;

    #[test]
    fn one_number_is_found_and_two_are_none() {
        assert_eq!(phone_in("Li Na, \u{ff11}3800001111, 3-1201").as_deref(), Some("13800001111"));
        assert_eq!(phone_in("tel13800001111,3-1201").as_deref(), Some("13800001111"));
        for text in ["3-1201", "13800001111 13800001112", "138000011112", "23800001111"] {
            assert_eq!(phone_in(text), None, "{text}");
        }
    }
}
