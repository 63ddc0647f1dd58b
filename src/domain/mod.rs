//! Records, transitions, people, rules, calendar and money: pure, and the only
//! place where it is decided who may do what to which record, and when.

pub mod acts;
pub mod alarm;
pub mod approval;
pub mod asks;
pub mod beside;
pub mod calendar;
pub mod calendar_data;
pub mod case;
pub mod clock;
pub mod command;
pub mod complaint;
pub mod danger;
pub mod deadline;
pub mod decision;
pub mod emergency;
pub mod event;
pub mod follow_up;
pub mod form;
pub mod frame;
pub mod ids;
pub mod inspection;
pub mod ladder;
pub mod limit;
pub mod money;
pub mod number;
pub mod parts;
pub mod people;
pub mod refusal;
pub mod reminding;
pub mod rules;
pub mod statutory;
pub mod teams;
pub mod topic;
pub mod warranty;
pub mod work_order;

#[cfg(test)]
pub(crate) mod tests;
