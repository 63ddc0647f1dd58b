//! Making things go wrong: calls that fail, callbacks that come badly, tokens
//! that die, pages that are empty.

use super::callbacks::Spoil;
use super::corp::Corp;
use super::faults::{CallFilter, Fault};
use super::message::Chat;
use std::time::Duration;

impl Corp {
    /// The next `times` calls that fit meet this fault.
    pub fn trouble(&self, times: u32, calls: CallFilter, fault: Fault) {
        self.world.change(|state, _| state.faults.add(times, calls, fault));
    }

    /// No more trouble than has happened.
    pub fn end_trouble(&self) {
        self.world.change(|state, _| state.faults.clear());
    }

    /// From here on every call of these methods is carried out and its answer
    /// lost, once: the same call made again is answered.
    pub fn loses_answers(&self, methods: &[&str]) {
        self.world.change(|state, _| state.faults.lose_answers(methods));
    }

    /// How many answers were lost that way.
    pub fn answers_lost(&self) -> usize {
        self.world.with(|state, _| state.faults.answers_lost())
    }

    /// Lifts the limit of messages to one member.
    pub fn lift_member_limit(&self) {
        self.world.change(|state, _| state.pace.lift());
    }

    /// Every access token given so far is invalid from now on.
    pub fn revoke_token(&self) {
        self.world.change(|state, _| state.tokens.revoke_all());
    }

    /// What happens to the next `times` callbacks that arise.
    pub fn spoil(&self, times: u32, spoil: Spoil) {
        self.world.change(|state, _| state.outbound.spoil(times, spoil));
    }

    /// From here on no callback is sent; whoever takes them brings them to the
    /// door, as often as it needs.
    pub fn stops_calling(&self) {
        self.world.change(|state, _| state.outbound.stopped = true);
    }

    /// From here on every callback comes again at once though it was answered,
    /// and once more after the next one.
    pub fn repeats_callbacks(&self, repeats: bool) {
        self.world.change(|state, _| state.outbound.repeat(repeats));
    }

    /// Lets go what was held back and never overtaken.
    pub fn release_callbacks(&self) {
        self.world.change(|state, _| state.outbound.release());
    }

    /// How long the bot may take over a callback, and the pause before the next
    /// try. WeCom waits five seconds.
    pub fn callback_patience(&self, patience: Duration, pause: Duration) {
        self.world.change(|state, _| {
            state.outbound.patience = patience;
            state.outbound.pause = pause;
        });
    }

    /// At most so many items per `sync_msg`, whatever is asked for.
    pub fn page_size(&self, size: usize) {
        self.world.change(|state, _| state.kf.log.page_size = size.max(1));
    }

    /// So many of the next pages of `sync_msg` are empty though more follows.
    pub fn empty_pages(&self, pages: u32) {
        self.world.change(|state, _| state.kf.log.empty_pages = pages);
    }

    /// The next `times` messages to customers are taken with "ok" and then fail
    /// with this `fail_type`.
    pub fn kf_fails(&self, times: usize, fail_type: u8) {
        self.world.change(|state, _| state.kf.failing.extend(std::iter::repeat_n(fail_type, times)));
    }

    /// A human takes a customer's session (3, with the servicer), or it ends (4).
    pub fn move_session(&self, open_kfid: &str, external_userid: &str, to: u8, servicer: Option<&str>) {
        let chat = Chat::kf(open_kfid, external_userid);
        self.world.change(|state, now| state.move_session(&chat, to, servicer, now));
    }

    /// Gives or takes a member's licence; without it nothing arrives.
    pub fn license(&self, userid: &str, licensed: bool) {
        self.world.change(|state, _| {
            if let Some(member) = state.members.get_mut(&userid.to_lowercase()) {
                member.licensed = licensed;
            }
        });
    }

    /// The API no longer finds this medium.
    pub fn lose_medium(&self, media_id: &str) {
        self.world.change(|state, _| state.media.lose(media_id));
    }
}
