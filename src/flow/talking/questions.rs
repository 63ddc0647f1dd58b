//! Questions are answered: where a case stands, that it goes faster, and a person
//! to talk to. And a short friendly word for everything that is none.

use super::manner::Toast;
use crate::domain::case::Case;
use crate::domain::clock::Rule;
use crate::domain::command::{Command, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::ids::CaseId;
use crate::domain::people::Directory;
use crate::domain::reminding;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::{Say, Sketch, about};
use crate::process::{status, story};
use crate::script::args::Args;
use crate::store::{cases, lists};
use crate::talk::message::Message;
use crate::talk::tap::Tap;
use crate::understanding::heard::Heard;
use crate::understanding::intent::Intent;

/// So many open cases are looked at.
const MOST: i64 = 20;
/// So many of them are offered by their words.
const OFFERED: usize = 6;
/// So many people are named who have been told.
const NAMED: usize = 2;

impl Turn<'_> {
    /// The owner's cases that are not over.
    pub(super) async fn open_cases(&mut self, speaker: &Speaker) -> anyhow::Result<Vec<Case>> {
        let mut open = Vec::new();
        for id in lists::cases_of(self.tx, speaker.person, self.now, MOST).await? {
            open.extend(cases::load(self.tx, id).await?.filter(|case| !case.complaint.state.is_over()));
        }
        Ok(open)
    }

    /// "When will somebody come?": of the one case that is meant, or which one.
    pub(super) async fn asks_status(&mut self, speaker: &mut Speaker, heard: &Heard) -> anyhow::Result<&'static str> {
        let open = self.open_cases(speaker).await?;
        let named = heard.category.sure().map(str::to_owned);
        let of_kind: Vec<&Case> =
            open.iter().filter(|case| named.is_some() && case.complaint.details.category == named).collect();
        match (open.as_slice(), of_kind.as_slice()) {
            ([], _) => {
                let human = (Say::plain("act.human"), Tap::Menu { command: "human".into(), arg: String::new() });
                let sketch = Sketch::default().line(Say::plain("status.none")).row(vec![human]);
                self.show(speaker.account, speaker.lang, &sketch, None);
            }
            ([only], _) => self.show_status(speaker, only.id).await?,
            (_, [only]) => self.show_status(speaker, only.id).await?,
            (several, _) => self.ask_which_status(speaker, several),
        }
        Ok("status")
    }

    fn ask_which_status(&mut self, speaker: &Speaker, open: &[Case]) {
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let mut sketch = Sketch::default().line(Say::plain("status.which"));
        for case in open.iter().take(OFFERED) {
            let tap = Tap::Menu { command: "status".into(), arg: case.id.to_string() };
            sketch = sketch.row(vec![(Say::new("status.case", about(case, &frame)), tap)]);
        }
        self.show(speaker.account, speaker.lang, &sketch, None);
    }

    /// Where one case stands; what waits for the owner himself is shown again.
    pub(super) async fn show_status(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<()> {
        if !self.hold(case).await? {
            return Ok(());
        }
        let Some(held) = self.held.get(&case) else { return Ok(()) };
        if held.case.as_resident(&speaker.actor).is_err() {
            return self.story(speaker, &case.to_string()).await;
        }
        let frame = self.office.frame(self.now, self.now, &held.people);
        let (sketch, asked) = (status::status(&held.case, &frame), status::waits_for_owner(&held.case, &frame));
        self.show(speaker.account, speaker.lang, &sketch, Some(case));
        if asked {
            self.show_cards(speaker, case).await?;
        }
        Ok(())
    }

    /// `/status`, or the button of one case.
    pub(super) async fn status(&mut self, speaker: &mut Speaker, args: &str) -> anyhow::Result<()> {
        match args.trim().trim_start_matches('#').parse() {
            Ok(id) => self.show_status(speaker, CaseId(id)).await,
            Err(_) => {
                let nothing_said = self.office.understanding.hear("");
                self.asks_status(speaker, &nothing_said).await.map(drop)
            }
        }
    }

    /// The owner presses for it; he hears who has been told.
    pub(super) async fn urge(&mut self, speaker: &Speaker, case: CaseId) -> anyhow::Result<Toast> {
        match self.perform(case, Request::plain(Command::Urge), &speaker.actor).await? {
            Ok(()) => {
                let Some(held) = self.held.get(&case) else { return Ok(Toast::Silent) };
                let frame = self.office.frame(self.now, self.now, &held.people);
                let people = status::waits_for(&held.case, &frame);
                let names: Vec<&str> = people.iter().take(NAMED).map(|person| held.people.name(*person)).collect();
                let args = about(&held.case, &frame).text("names", names.join(" · ")).flag("named", !names.is_empty());
                let text = self.words(speaker.lang, "urge.told", &args);
                self.say_about(speaker.account, Message::text(text), Some((case, None)));
                Ok(Toast::Silent)
            }
            Err(refusal) => Ok(Toast::Refused(refusal)),
        }
    }

    /// Somebody wants a person: his case has a call to make, and where he has
    /// none the desk gets what he said as it stands.
    pub(super) async fn wants_person(
        &mut self,
        speaker: &mut Speaker,
        case: Option<CaseId>,
        words: &str,
    ) -> anyhow::Result<&'static str> {
        if speaker.homes.is_empty() {
            self.tell(speaker.account, speaker.lang, "human.no_home", &self.service());
            return Ok("no home");
        }
        let open = self.open_cases(speaker).await?;
        let case = match case.or_else(|| open.first().map(|case| case.id)) {
            Some(case) => case,
            None => match self.opens_for_talk(speaker, words).await? {
                Some(case) => case,
                None => return Ok("refused"),
            },
        };
        let wanted = Request::plain(Command::WantPerson { words: words.to_owned() });
        if let Err(refusal) = self.perform(case, wanted, &speaker.actor).await? {
            self.say_no(speaker, &refusal, case).await?;
            return Ok("refused");
        }
        let due = self.held.get(&case).and_then(|held| {
            let clocks = held.case.clocks.iter().filter(|clock| clock.running() && clock.rule == Rule::PersonWanted);
            clocks.map(|clock| clock.due_at).min()
        });
        let by = reminding::awake(due.unwrap_or(self.now), &self.office.rules.reminders, &self.office.calendar);
        let args = self.service().now(self.now).when("due", by);
        self.tell(speaker.account, speaker.lang, "human.told", &args);
        Ok("wants a person")
    }

    async fn opens_for_talk(&mut self, speaker: &Speaker, words: &str) -> anyhow::Result<Option<CaseId>> {
        let Some(first) = speaker.homes.first() else { return Ok(None) };
        let opening = Opening {
            reporter: speaker.person,
            source: Source::Bot,
            estate: first.estate,
            home: (speaker.homes.len() == 1).then_some(first.id),
            category: None,
            words: words.to_owned(),
            photos: Vec::new(),
        };
        let Ok(case) = self.open_case(opening, &speaker.actor).await? else { return Ok(None) };
        let system = crate::domain::people::Actor::system();
        let _ = self.perform(case, Request::plain(Command::HandOver), &system).await?;
        Ok(Some(case))
    }

    fn service(&self) -> Args {
        let number = &self.office.manners.service_number;
        Args::new().text("service", number.clone()).flag("known", !number.is_empty())
    }

    /// What opens nothing: a short word, and whatever waits for the person.
    pub(super) async fn friendly(&mut self, speaker: &Speaker, intent: Intent) -> anyhow::Result<&'static str> {
        let key = match intent {
            Intent::Thanks => "hello.thanks",
            Intent::Praise => "hello.praise",
            Intent::Abuse => "hello.abuse",
            Intent::Rating => "hello.rating",
            Intent::Question | Intent::Human => "hello.question",
            _ => "hello.small_talk",
        };
        let human = matches!(intent, Intent::Abuse | Intent::Question | Intent::Human);
        let mut sketch = Sketch::default().line(Say::new(key, Args::new().text("name", speaker.name.clone())));
        if human && !speaker.homes.is_empty() {
            let tap = Tap::Menu { command: "human".into(), arg: String::new() };
            sketch = sketch.row(vec![(Say::plain("act.human"), tap)]);
        }
        self.show(speaker.account, speaker.lang, &sketch, None);
        if let Some(card) = self.card_that_waits(speaker, None).await? {
            self.show_cards(speaker, card.case).await?;
        } else if intent == Intent::Greeting
            && let [only] = self.open_cases(speaker).await?.as_slice()
            && !only.is_being_said()
        {
            // Whoever says "are you there?" while we have his case means it.
            self.show_status(speaker, only.id).await?;
        }
        Ok("small talk")
    }

    /// "Cancel" in words, of what was reported: by name, and what it stops.
    pub(super) async fn wants_out(&mut self, speaker: &mut Speaker) -> anyhow::Result<&'static str> {
        let open = self.open_cases(speaker).await?;
        match open.as_slice() {
            [] => self.tell(speaker.account, speaker.lang, "hello.nothing_open", &Args::new()),
            [only] if only.is_being_said() && only.complaint.handed_over_at.is_none() => {
                return self.command(speaker, "cancel", "").await;
            }
            several => {
                let people = Directory::default();
                let frame = self.office.frame(self.now, self.now, &people);
                let mut sketch = Sketch::default().line(Say::plain("withdraw.which"));
                for case in several.iter().take(OFFERED) {
                    sketch = sketch.row(vec![story::take_back(case, &frame)]);
                }
                self.show(speaker.account, speaker.lang, &sketch, None);
            }
        }
        Ok("wants out")
    }

    /// Words that add to something reported before: to the one that is open, or
    /// to the one that is named.
    pub(super) async fn adds_to_open(
        &mut self,
        speaker: &mut Speaker,
        text: &str,
        said_so: bool,
    ) -> anyhow::Result<Option<&'static str>> {
        let open = self.open_cases(speaker).await?;
        let registered: Vec<&Case> = open.iter().filter(|case| !case.is_being_said()).collect();
        match registered.as_slice() {
            // An hour is said of another matter, too; "one more thing" is not.
            [only] if !said_so && !only.is_urgent() && self.is_another_matter(only, text) => Ok(None),
            [only] => self.note_on(speaker, only.id, Some(text.to_owned()), Vec::new()).await.map(Some),
            _ => Ok(None),
        }
    }

    fn is_another_matter(&self, case: &Case, text: &str) -> bool {
        let told = self.office.understanding.category(text);
        let own = case.complaint.details.category.as_ref();
        told.sure().is_some() && own.is_some_and(|own| !told.likely.contains(own))
    }
}
