//! The clocks of a case follow from what waits (deadline tables of S01–S13): what
//! has come to wait starts one, what waits no longer stops it, and what waits
//! again as before runs on as if it had never stopped (a failed inspection, S11).

use crate::domain::alarm;
use crate::domain::asks::{Ask, asks};
use crate::domain::case::Case;
use crate::domain::clock::{Clock, Promise, Rule, Told};
use crate::domain::frame::Frame;
use std::collections::BTreeSet;

/// Brings the clocks to what waits now.
pub fn set(case: &mut Case, frame: &Frame) {
    let promises: BTreeSet<Promise> = asks(case, frame).iter().filter_map(Ask::promise).collect();
    for clock in case.clocks.iter_mut().filter(|clock| clock.running() && !promises.contains(&clock.promise())) {
        clock.stop(frame.at, frame);
    }
    for promise in promises {
        match case.clocks.iter_mut().rev().find(|clock| clock.promise() == promise) {
            Some(clock) => clock.run_on(),
            None => start(case, promise, frame),
        }
    }
    if case.is_urgent() {
        let moving = case.clocks.iter_mut().filter(|clock| clock.running() && clock.rule.moves_somebody());
        moving.for_each(|clock| clock.hurry(frame));
    }
}

fn start(case: &mut Case, promise: Promise, frame: &Frame) {
    let seq = case.take_seq();
    case.clocks.push(Clock::start(seq, promise, frame));
    if promise.rule == Rule::Emergency {
        // An alarm begins with the first level at which somebody is there.
        let level = alarm::climbed(case, 1, 0, frame);
        if let Some(clock) = case.clocks.iter_mut().find(|clock| clock.seq == seq) {
            clock.last_notice = Some(Told { at: frame.now, level });
        }
    }
}
