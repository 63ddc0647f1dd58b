//! What a dialogue's question needs to know: the options of named sources, the
//! facts that steps depend on, and the placeholders of its sentences.

use crate::dialogue::engine::{self, Needs};
use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::input::Input;
use crate::dialogue::state::Draft;
use crate::domain::case::{Case, Home, Purpose};
use crate::domain::ids::AttachmentId;
use crate::domain::people::Role;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::about;
use crate::script::args::Args;
use crate::script::model::Script;
use crate::script::names::{NamedFact, NamedLimit, OptionSource};
use crate::store::estates;
use crate::talk::answer::Answer;
use crate::understanding::homes::{Entry, search};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// Visit windows begin at these hours; the days are the next ones.
const SLOT_HOURS: [u32; 3] = [9, 14, 18];
const SLOT_DAYS: i64 = 3;

/// A dialogue about a case without a number is called by so much of its words.
const ABOUT_LENGTH: usize = 24;

/// So many homes are shown for a clerk's search.
const HOMES_FOUND: usize = 8;

/// So many are read to find them, of a register however large.
const HOMES_READ: i64 = 4000;

impl Turn<'_> {
    #[must_use]
    pub(super) fn voice<'v>(&'v self, speaker: &Speaker) -> Voice<'v> {
        Voice { texts: &self.office.texts, understanding: &self.office.understanding, lang: speaker.lang }
    }

    pub(super) async fn facts(
        &mut self,
        speaker: &Speaker,
        script: &Script,
        draft: &Draft,
        input: &Input,
    ) -> anyhow::Result<Facts> {
        let needs = engine::needs(script, draft, input);
        let mut facts = Facts::new(self.now, self.office.calendar.zone());
        facts.limits.insert(NamedLimit::CompletionPhotos, i64::from(self.office.rules.x_completion_photos));
        if let Some(case) = draft.subject.case
            && self.hold(case).await?
        {
            self.of_case(speaker, draft, &mut facts);
        }
        self.likely_categories(draft, input, &mut facts);
        for source in &needs.sources {
            let choices = match source {
                OptionSource::Homes => {
                    let homes = self.homes(speaker, draft, &needs).await?;
                    facts.homes = homes.iter().map(|(choice, home)| (choice.value.clone(), home.clone())).collect();
                    homes.into_iter().map(|(choice, _)| choice).collect()
                }
                source => self.options(speaker, draft, *source),
            };
            facts.options.insert(*source, choices);
        }
        Ok(facts)
    }

    /// What the matter may be about: by the words that a clerk has just heard,
    /// or those of the case.
    fn likely_categories(&self, draft: &Draft, input: &Input, facts: &mut Facts) {
        let held = draft.subject.case.and_then(|case| self.held.get(&case));
        let words = match (draft.answers.get("words"), input) {
            (_, Input::Text(text)) if draft.step.as_deref() == Some("words") => Some(text),
            (Some(Answer::Text(text)), _) => Some(text),
            _ => held.map(|held| &held.case.complaint.details.words),
        };
        let Some(words) = words.filter(|words| !words.trim().is_empty()) else { return };
        let guess = self.office.understanding.category(words);
        if let Some(sure) = guess.sure().filter(|_| draft.script.starts_with("clerk/")) {
            facts.suggested.insert("category".to_owned(), Answer::Choice(sure.to_owned()));
        }
        facts.likely = guess.likely;
    }

    /// What the case tells: whether it has pictures, who speaks, what it is.
    fn of_case(&self, speaker: &Speaker, draft: &Draft, facts: &mut Facts) {
        let Some(held) = draft.subject.case.and_then(|case| self.held.get(&case)) else { return };
        let frame = self.office.frame(self.said_at, self.now, &held.people);
        let case = &held.case;
        // Pictures that this dialogue gathers itself are no reason not to ask for them.
        let gathered: Vec<AttachmentId> = draft.answers.values().flat_map(photos_in).collect();
        if case.photos.iter().any(|photo| !gathered.contains(&photo.id)) {
            facts.named.insert(NamedFact::PhotosGiven);
        }
        let before = case.photos_for(Purpose::Before).count();
        if before > 0 {
            facts.named.insert(NamedFact::BeforeGiven);
        }
        let needed = i64::from(self.office.rules.x_completion_photos) - i64::try_from(before).unwrap_or(i64::MAX);
        facts.limits.insert(NamedLimit::CompletionPhotos, needed.max(0));
        if case.as_resident(&speaker.actor).is_err() {
            facts.named.insert(NamedFact::SpeaksForOwner);
        }
        if !case.orders.is_empty() {
            facts.named.insert(NamedFact::Repair);
        }
        facts.about = case.number.clone().or_else(|| beginning(&case.complaint.details.words));
        let args = about(case, &frame).now(self.now);
        if draft.script == "clerk/dispatch" {
            let suggestion = crate::process::cards::suggest(case, &frame);
            let why = crate::process::cards::suggestion(case, &frame);
            facts.args = args.text("reason", self.label(speaker.lang, &why));
            if let Some(class) = suggestion.class {
                facts.suggested.insert("class".to_owned(), Answer::Choice(class.word().to_owned()));
            }
        } else if draft.script == "owner/withdraw" {
            facts.args = stops(case, args);
        } else {
            facts.args = args;
        }
    }

    fn options(&self, speaker: &Speaker, draft: &Draft, source: OptionSource) -> Vec<Choice> {
        match source {
            OptionSource::Teams => self.units(draft, Role::RepairTeamLeader),
            OptionSource::Units => self.units(draft, Role::DeptHandler),
            OptionSource::Slots => self.slots(speaker),
            // Filled where the home is asked for, and from the word list.
            OptionSource::Homes | OptionSource::Categories => Vec::new(),
        }
    }

    /// The speaker's own homes; for a clerk those that his words find, and
    /// whatever the answers name already.
    async fn homes(&mut self, speaker: &Speaker, draft: &Draft, needs: &Needs) -> anyhow::Result<Vec<(Choice, Entry)>> {
        let own = draft.script.starts_with("owner/");
        if own {
            let own = speaker.homes.iter();
            return Ok(own.map(|home| (Choice::new(home.id, home.label()), home_entry(home))).collect());
        }
        let mut found = match &needs.search {
            Some(search) => self.search_homes(speaker, search).await?,
            None => Vec::new(),
        };
        let reporter =
            draft.subject.case.and_then(|case| self.held.get(&case)).map(|held| held.case.complaint.reporter);
        if let Some(reporter) = reporter {
            found.extend(estates::homes_of(self.tx, reporter, self.now).await?);
        }
        for (source, value) in &needs.values {
            if *source == OptionSource::Homes
                && let Ok(id) = value.parse()
                && let Some(home) = estates::home(self.tx, crate::domain::ids::HomeId(id)).await?
            {
                found.push(home);
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|home| seen.insert(home.id));
        let choice = |home: estates::Home| {
            let label = format!("{} {}", home.estate_name, home.number);
            (Choice::new(home.id, label), Entry::new(home.estate_name, home.number))
        };
        Ok(found.into_iter().filter(|home| may_see(speaker, home)).map(choice).collect())
    }

    /// The homes that a clerk's words mean, among those he may see.
    async fn search_homes(&mut self, speaker: &Speaker, said: &str) -> anyhow::Result<Vec<estates::Home>> {
        let words = self.office.scripts.words().home();
        let estates = estates::all(self.tx).await?;
        let names: Vec<String> = estates.iter().map(|estate| estate.name.clone()).collect();
        let sought = search::sought(said, &names, words);
        let wanted = estates::Wanted {
            numbers: sought.numbers,
            estates: sought.estates.iter().filter_map(|at| estates.get(*at)).map(|estate| estate.id).collect(),
            name: sought.name,
            phone: sought.phone,
        };
        let mut there = estates::search(self.tx, &wanted, HOMES_READ).await?;
        there.retain(|one| may_see(speaker, &one.home));
        let entry = |home: &estates::Home| Entry::new(home.estate_name.clone(), home.number.clone());
        let candidates: Vec<search::Candidate> =
            there.iter().map(|one| search::Candidate { entry: entry(&one.home), by_person: one.by_person }).collect();
        let found = search::found(said, &candidates, &names, words);
        Ok(found.into_iter().take(HOMES_FOUND).filter_map(|at| there.get(at)).map(|one| one.home.clone()).collect())
    }

    /// The units whose heads sit in the case's estate.
    fn units(&self, draft: &Draft, role: Role) -> Vec<Choice> {
        let Some(held) = draft.subject.case.and_then(|case| self.held.get(&case)) else { return Vec::new() };
        let units: BTreeSet<&str> = held
            .people
            .staff
            .iter()
            .flat_map(|one| &one.seats)
            .filter(|seat| seat.covers(role, held.case.estate))
            .filter_map(|seat| seat.unit.as_deref())
            .collect();
        units.into_iter().map(|unit| Choice::new(unit, unit)).collect()
    }

    /// Windows of the next days in which somebody can come.
    fn slots(&self, speaker: &Speaker) -> Vec<Choice> {
        let calendar = &self.office.calendar;
        let today = calendar.local_day(self.now);
        let mut slots = Vec::new();
        for day in (0..=SLOT_DAYS).filter_map(|ahead| today.checked_add_signed(TimeDelta::days(ahead))) {
            for at in SLOT_HOURS.iter().filter_map(|hour| NaiveTime::from_hms_opt(*hour, 0, 0)) {
                let begins: DateTime<Utc> = calendar.instant(day, at);
                if begins > self.now + TimeDelta::minutes(30) {
                    let value = crate::script::args::Value::When(begins);
                    slots.push(Choice::slot(begins, self.office.texts.write(speaker.lang, &value, Some(self.now))));
                }
            }
        }
        slots.truncate(9);
        slots
    }
}

fn may_see(speaker: &Speaker, home: &estates::Home) -> bool {
    speaker.actor.seat(&[Role::CsClerk, Role::CaseHandler, Role::CsManager], home.estate).is_some()
}

/// A home as words for it are compared with it.
pub(super) fn home_entry(home: &Home) -> Entry {
    Entry::new(home.estate_name.clone(), home.number.clone())
}

/// What taking a case back would stop.
fn stops(case: &Case, args: Args) -> Args {
    let order = case.open_order();
    let visit = order.and_then(|order| case.agreed_visit(order.seq));
    let args = args
        .text("order", order.and_then(|order| order.number.clone()).unwrap_or_default())
        .flag("visited", visit.is_some())
        .flag("approving", case.open_approval().is_some());
    visit.map_or(args.clone(), |visit| args.when("visit", visit.start))
}

/// The first words of a longer text; nothing where nothing was said.
fn beginning(words: &str) -> Option<String> {
    let line = words.lines().find(|line| !line.trim().is_empty())?.trim();
    let short: String = line.chars().take(ABOUT_LENGTH).collect();
    let Some(next) = line.chars().nth(ABOUT_LENGTH) else { return Some(short) };
    // Not in the middle of a word, where words have edges.
    let whole =
        short.rsplit_once(' ').filter(|_| next.is_ascii_alphanumeric()).map_or(short.as_str(), |(whole, _)| whole);
    Some(format!("{}…", whole.trim_end()))
}

fn photos_in(answer: &Answer) -> Vec<AttachmentId> {
    match answer {
        Answer::Photos(photos) => photos.clone(),
        _ => Vec::new(),
    }
}
