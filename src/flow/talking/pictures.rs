//! Pictures, alone or in albums. Each is stored in the turn in which it comes;
//! several in quick succession are one answer, closed by a timer that survives
//! a restart, by ten items, or by whatever is said next.

use crate::dialogue::input::Input;
use crate::dialogue::state::Draft;
use crate::dialogue::state::Gathering;
use crate::domain::command::{Command, Request};
use crate::domain::form::FormEnd;
use crate::domain::ids::{AccountId, AttachmentId, CaseId, PersonId};
use crate::flow::effect::Effect;
use crate::flow::speaker::{self, Speaker, Whoever};
use crate::flow::turn::Turn;
use crate::script::args::Args;
use crate::script::words::WordCommand;
use crate::store::attachments::{self, NewAttachment};
use crate::store::timers::Timer;
use crate::store::{drafts, people};
use crate::talk::answer::Answer;
use crate::talk::inbound::{FileKind, Inbound, Media, Said};

impl Turn<'_> {
    pub(super) async fn picture(&mut self, speaker: &mut Speaker, inbound: Inbound) -> anyhow::Result<&'static str> {
        let Said::Media(media) = inbound.said.clone() else { return Ok("ignored") };
        let photo = self.keep_file(speaker, &media).await?;
        if media.file.kind == FileKind::Voice
            && let Some(focus) = speaker.conversation.focus
            && let Some(draft) = drafts::get(self.tx, focus).await?
        {
            self.run(speaker, draft, Input::Voice(photo)).await?;
            return Ok("voice for the dialogue");
        }
        if self.joins(speaker, &media) {
            return self.join(speaker, &media, photo).await;
        }
        if let Some(case) = self.other_case(speaker, &inbound).await? {
            return self.note_on(speaker, case, media.caption, vec![photo]).await;
        }
        if let Some(focus) = speaker.conversation.focus
            && let Some(draft) = drafts::get(self.tx, focus).await?
        {
            let gathering = Gathering { draft: Some(focus), ..self.gathering(&media, photo) };
            speaker.conversation.gathering = Some(gathering);
            self.photo_for_draft(speaker, draft, &media, photo).await?;
            self.wait_for_more(speaker);
            return Ok("photo for the dialogue");
        }
        if speaker.homes.is_empty() {
            self.tell(speaker.account, speaker.lang, "photo.where", &Args::new());
            return Ok("photo for nothing");
        }
        if let Some(case) = self.own_alarm(speaker).await? {
            return self.note_on(speaker, case, media.caption, vec![photo]).await;
        }
        let words = media.caption.clone().unwrap_or_default();
        let Some(case) = self.open_own(speaker, words, vec![photo]).await? else { return Ok("refused") };
        self.remember(speaker, &inbound, case);
        if media.file.kind == FileKind::Voice {
            self.tell(speaker.account, speaker.lang, "dialogue.voice_unheard", &Args::new());
            self.ask_about_new(speaker, case).await?;
            return Ok("complaint by voice");
        }
        speaker.conversation.gathering = Some(Gathering { case: Some(case), ..self.gathering(&media, photo) });
        self.wait_for_more(speaker);
        Ok("complaint by photo")
    }

    /// Stored at once; fetched after the turn.
    async fn keep_file(&mut self, speaker: &Speaker, media: &Media) -> anyhow::Result<AttachmentId> {
        let new = NewAttachment {
            account: speaker.account,
            person: Some(speaker.person),
            case: None,
            seq: None,
            purpose: "said".to_owned(),
            channel: speaker.address.channel,
            file: media.file.clone(),
            created_at: self.now,
            due_at: self.machine,
        };
        let ids = attachments::put_many(self.tx, &[new]).await?;
        ids.first().copied().ok_or_else(|| anyhow::anyhow!("the picture was not stored"))
    }

    fn gathering(&self, media: &Media, photo: AttachmentId) -> Gathering {
        Gathering {
            group: media.group.clone(),
            draft: None,
            case: None,
            photos: vec![photo],
            last_at: self.now,
            closed: false,
        }
    }

    /// The same album, or soon after the last one while it is open.
    fn joins(&self, speaker: &Speaker, media: &Media) -> bool {
        let Some(open) = &speaker.conversation.gathering else { return false };
        let same_album = media.group.is_some() && media.group == open.group;
        let full = open.photos.len() >= self.office.manners.gather_most;
        same_album || ((!open.closed || full) && self.now - open.last_at <= self.office.manners.gather_quiet)
    }

    async fn join(
        &mut self,
        speaker: &mut Speaker,
        media: &Media,
        photo: AttachmentId,
    ) -> anyhow::Result<&'static str> {
        let Some(gathering) = &mut speaker.conversation.gathering else { return Ok("ignored") };
        gathering.photos.push(photo);
        gathering.last_at = self.now;
        let (draft, case, closed) = (gathering.draft, gathering.case, gathering.closed);
        let full = gathering.photos.len() >= self.office.manners.gather_most;
        if let Some(draft) = draft
            && let Some(draft) = drafts::get(self.tx, draft).await?
        {
            self.photo_for_draft(speaker, draft, media, photo).await?;
        } else if let Some(case) = case {
            self.add_to_case(speaker, case, media, photo).await?;
        }
        if closed {
            return Ok("late photo");
        }
        if full {
            self.close_gathering(speaker, true).await?;
            return Ok("gathering full");
        }
        self.wait_for_more(speaker);
        Ok("photo joined")
    }

    async fn add_to_case(
        &mut self,
        speaker: &mut Speaker,
        case: CaseId,
        media: &Media,
        photo: AttachmentId,
    ) -> anyhow::Result<()> {
        let note = Command::Note { words: None, photos: vec![photo] };
        let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
        if let Some(caption) = &media.caption {
            self.caption(speaker, case, caption).await?;
        }
        Ok(())
    }

    /// A picture for a dialogue, with its words.
    async fn photo_for_draft(
        &mut self,
        speaker: &mut Speaker,
        mut draft: Draft,
        media: &Media,
        photo: AttachmentId,
    ) -> anyhow::Result<()> {
        if let Some(caption) = &media.caption {
            let telling = self.office.scripts.form(&draft.script).and_then(|form| form.ends_in());
            match draft.subject.case {
                Some(case) if telling == Some(FormEnd::Complaint) => self.caption(speaker, case, caption).await?,
                Some(case) => {
                    let note = Command::Note { words: Some(caption.clone()), photos: Vec::new() };
                    let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
                    self.heed_answer(speaker, &draft.script, Some(case), caption).await?;
                }
                // A call that is being written down has no case yet.
                None => {
                    let words = match draft.answers.get("words") {
                        Some(Answer::Text(before)) => format!("{before}\n{caption}"),
                        _ => caption.clone(),
                    };
                    draft.answers.insert("words".to_owned(), Answer::Text(words));
                }
            }
        }
        if let Some(case) = draft.subject.case.filter(|_| self.fills_in_urgent(&draft)) {
            // Nothing has to be filled in any more; the picture belongs to it.
            let note = Command::Note { words: None, photos: vec![photo] };
            let _ = self.perform(case, Request::plain(note), &speaker.actor).await?;
            return self.leave_form(speaker, case).await;
        }
        self.run(speaker, draft, Input::Photos { attachments: vec![photo], closed: false }).await
    }

    fn wait_for_more(&mut self, speaker: &Speaker) {
        self.effects.push(Effect::SetTimer(Timer {
            key: format!("gather:{}", speaker.account),
            lane: self.row.lane.clone(),
            due_at: self.now + self.office.manners.gather_quiet,
        }));
    }

    /// Whatever is said next closes a gathering first; words join it as caption.
    pub(super) async fn close_gathering_with(
        &mut self,
        speaker: &mut Speaker,
        inbound: &Inbound,
    ) -> anyhow::Result<Option<&'static str>> {
        let Some(open) = speaker.conversation.gathering.as_ref().filter(|open| !open.closed) else { return Ok(None) };
        let case = open.case;
        if let (Some(case), Said::Text(text)) = (case, &inbound.said) {
            let words = self.office.scripts.words();
            let (command, small_talk) = (words.command_word(text), words.is_small_talk(text));
            if command == Some(WordCommand::Cancel) {
                self.close_gathering(speaker, false).await?;
                self.cancel_begun(speaker).await?;
                return Ok(Some("cancelled while gathering"));
            }
            if command.is_none() && !small_talk {
                self.caption(speaker, case, text).await?;
                self.remember(speaker, inbound, case);
            }
            self.close_gathering(speaker, true).await?;
            return Ok(Some("caption"));
        }
        // The dialogue's own answer to what comes now says enough.
        self.close_gathering(speaker, case.is_some()).await?;
        Ok(None)
    }

    /// Ends the gathering: the dialogue goes on, or begins.
    async fn close_gathering(&mut self, speaker: &mut Speaker, aloud: bool) -> anyhow::Result<()> {
        let Some(gathering) = speaker.conversation.gathering.as_mut().filter(|open| !open.closed) else {
            return Ok(());
        };
        gathering.closed = true;
        let (draft, case) = (gathering.draft, gathering.case);
        self.effects.push(Effect::ClearTimer(format!("gather:{}", speaker.account)));
        if let Some(draft) = draft {
            if aloud && let Some(draft) = drafts::get(self.tx, draft).await? {
                self.run(speaker, draft, Input::Photos { attachments: Vec::new(), closed: true }).await?;
            }
        } else if let Some(case) = case
            && aloud
            && self.hold(case).await?
        {
            self.ask_about_new(speaker, case).await?;
        }
        Ok(())
    }

    /// The gathering's timer: nothing came for a while.
    pub async fn close_gathering_of(&mut self, account: AccountId) -> anyhow::Result<&'static str> {
        let Some(person) = people::person_of(self.tx, account).await? else { return Ok("nobody") };
        let Some(mut speaker) = self.speaker_at(account, person).await? else { return Ok("nobody") };
        let before = speaker.conversation.clone();
        self.close_gathering(&mut speaker, true).await?;
        self.spoken_to(speaker, &before);
        Ok("gathered")
    }

    /// An open dialogue asks again for a photo that never came.
    pub async fn take_out_of_dialogues(&mut self, photo: AttachmentId, account: AccountId) -> anyhow::Result<()> {
        let Some(person) = people::person_of(self.tx, account).await? else { return Ok(()) };
        let Some(mut speaker) = self.speaker_at(account, person).await? else { return Ok(()) };
        let before = speaker.conversation.clone();
        for mut draft in drafts::of_person(self.tx, person).await? {
            let with_it = |answer: &Answer| matches!(answer, Answer::Photos(photos) if photos.contains(&photo));
            let Some(field) = draft.answers.iter().find(|(_, answer)| with_it(answer)).map(|(field, _)| field.clone())
            else {
                continue;
            };
            let Some(Answer::Photos(mut left)) = draft.answers.remove(&field) else { continue };
            left.retain(|one| *one != photo);
            if !left.is_empty() {
                draft.answers.insert(field, Answer::Photos(left));
            }
            if speaker.conversation.focus == Some(draft.id) {
                self.run(&mut speaker, draft, Input::Resume).await?;
            } else {
                self.effects.push(Effect::SaveDraft(draft));
            }
        }
        self.spoken_to(speaker, &before);
        Ok(())
    }

    /// A person to speak to when he has not spoken: by his best account.
    pub(super) async fn speaker_of(&mut self, person: PersonId) -> anyhow::Result<Option<Speaker>> {
        let accounts = people::accounts_of(self.tx, &[person]).await?;
        let best = accounts.iter().filter(|one| one.unreachable_since.is_none()).max_by_key(|one| one.last_heard_at);
        match best.map(|one| one.id) {
            Some(account) => self.speaker_at(account, person).await,
            None => Ok(None),
        }
    }

    async fn speaker_at(&mut self, account: AccountId, person: PersonId) -> anyhow::Result<Option<Speaker>> {
        let accounts = people::accounts_of(self.tx, &[person]).await?;
        let Some(found) = accounts.into_iter().find(|one| one.id == account) else { return Ok(None) };
        let silent = Inbound {
            from: found.address,
            said_at: None,
            message: None,
            reply_to: None,
            lang: None,
            name: None,
            welcome: None,
            said: Said::Elsewhere,
        };
        Ok(match speaker::known(self.tx, &silent.from, self.now).await? {
            Some(Whoever::Bound(speaker)) => Some(*speaker),
            _ => None,
        })
    }
}
