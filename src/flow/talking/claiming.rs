//! How somebody on WeChat becomes an owner without a link: he writes his
//! telephone number and his home. Where both are on record together he is
//! bound, and his other chats hear of it; where not, a clerk looks at it. What
//! the words mean is read in `understanding::homes::claims`. A seat is never given that way.

use crate::domain::ids::{AccountId, PersonId};
use crate::flow::turn::Turn;
use crate::flow::{held, speaker};
use crate::script::args::Args;
use crate::store::{estates, invitations, people};
use crate::talk::inbound::{Inbound, Lang};
use crate::understanding::homes::Entry;
use crate::understanding::homes::claims::{self, Decision, Holder};
use chrono::TimeDelta;

impl Turn<'_> {
    /// What a stranger on WeChat wrote; `None` where it is plainly no claim, or
    /// he only has to be told how.
    pub(super) async fn claim(
        &mut self,
        account: AccountId,
        lang: Lang,
        inbound: &Inbound,
        text: &str,
    ) -> anyhow::Result<Option<&'static str>> {
        let office = self.office;
        let words = office.scripts.words().home();
        let claim = claims::read(text, words);
        let known = match claim.phone() {
            Some(phone) => self.registered(phone).await?,
            None => Vec::new(),
        };
        let estates: Vec<String> = estates::all(self.tx).await?.into_iter().map(|estate| estate.name).collect();
        let holders: Vec<Holder> = known.iter().map(|(_, homes)| Holder { homes: homes.clone() }).collect();
        let decision = claim.decide(text, &holders, &estates, words);
        if matches!(decision, Decision::Missing | Decision::Stranger) {
            return Ok(None);
        }
        let window = self.now - TimeDelta::hours(1);
        if invitations::wrong_tries(self.tx, account, window).await? >= self.office.manners.wrong_codes {
            self.tell(account, lang, "bind.too_many", &Args::new());
            return Ok(Some("too many claims"));
        }
        if let Decision::Bound { holder, .. } = decision
            && let Some((person, _)) = known.get(holder)
        {
            self.warn_others(*person).await?;
            return self.bound(account, *person, inbound).await.map(Some);
        }
        invitations::count_wrong(self.tx, account, self.now, window).await?;
        self.tell(account, lang, "bind.claim_unclear", &Args::new());
        self.tell_desks(account, text).await?;
        Ok(Some("unclear claim"))
    }

    /// Everybody with this number who may be known by it, with his homes.
    async fn registered(&mut self, phone: &str) -> anyhow::Result<Vec<(PersonId, Vec<Entry>)>> {
        let mut found = Vec::new();
        for person in people::by_phone(self.tx, phone).await? {
            let (actor, _) = speaker::standing(self.tx, person.id, self.now).await?;
            if !actor.is_known_by_home() || person.forgotten_at.is_some() {
                continue;
            }
            let homes = estates::homes_of(self.tx, person.id, self.now).await?;
            found.push((person.id, homes.into_iter().map(|home| Entry::new(home.estate_name, home.number)).collect()));
        }
        Ok(found)
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
