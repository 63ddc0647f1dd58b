//! Several matters told in one sentence: shown as a list, and one tap makes them
//! complaints of their own.

use super::manner::Toast;
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::say::{Say, category_key};
use crate::script::args::Args;
use crate::understanding::matters::Matter;

impl Turn<'_> {
    /// Asks whether what was opened for one sentence are several matters. True:
    /// it has been asked.
    pub(super) fn asks_several(&mut self, speaker: &mut Speaker, case: CaseId) -> bool {
        let matters = self.matters_of(case);
        if matters.len() < 2 {
            return false;
        }
        let lines: Vec<String> = matters
            .iter()
            .enumerate()
            .map(|(at, matter)| {
                let category = self.label(speaker.lang, &Say::plain(category_key(Some(&matter.category))));
                let args =
                    Args::new().count("n", at + 1).text("words", matter.words.clone()).text("category", category);
                self.words(speaker.lang, "several.line", &args)
            })
            .collect();
        let args = Args::new().count("count", matters.len()).text("list", lines.join("\n"));
        let answers = vec![
            (Say::new("several.split", args.clone()), "split".to_owned()),
            (Say::plain("several.one"), "one_matter".to_owned()),
        ];
        self.ask_with(speaker, case, Say::new("several.ask", args), answers);
        true
    }

    fn matters_of(&self, case: CaseId) -> Vec<Matter> {
        let Some(held) = self.held.get(&case).filter(|held| held.case.is_being_said()) else { return Vec::new() };
        self.office.understanding.matters(&held.case.complaint.details.words)
    }

    /// Each becomes a complaint of its own; what is still missing is asked for
    /// one after the other.
    pub(super) async fn split(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<Toast> {
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        if let Err(refusal) = held.case.may_join_another(&speaker.actor) {
            return Ok(Toast::Refused(refusal));
        }
        speaker.conversation.offer = None;
        let (estate, home) = (held.case.estate, held.case.complaint.home);
        let mut matters = self.matters_of(case).into_iter();
        let Some(first) = matters.next() else { return Ok(Toast::Silent) };
        let described = Described { words: Some(first.words), category: Some(first.category), ..Described::default() };
        if let Err(refusal) = self.perform(case, Request::plain(Command::Describe(described)), &speaker.actor).await? {
            return Ok(Toast::Refused(refusal));
        }
        let mut opened = vec![case];
        for matter in matters {
            let opening = Opening {
                reporter: speaker.person,
                source: Source::Bot,
                estate,
                home,
                category: Some(matter.category),
                words: matter.words,
                photos: Vec::new(),
            };
            if let Ok(another) = self.open_case(opening, &speaker.actor).await? {
                opened.push(another);
            }
        }
        for one in &opened {
            self.place_from_words(speaker, *one).await?;
        }
        // The last one begun stands in focus: the first matter is asked first.
        for one in opened.into_iter().rev() {
            self.begin_complaint(speaker, one).await?;
        }
        Ok(Toast::Silent)
    }

    pub(super) async fn one_matter(&mut self, speaker: &mut Speaker, case: CaseId) -> anyhow::Result<Toast> {
        let Some(held) = self.held.get(&case) else { return Ok(Toast::Refused(Refusal::Unknown)) };
        if let Err(refusal) = held.case.may_join_another(&speaker.actor) {
            return Ok(Toast::Refused(refusal));
        }
        speaker.conversation.offer = None;
        self.begin_complaint(speaker, case).await?;
        Ok(Toast::Silent)
    }
}
