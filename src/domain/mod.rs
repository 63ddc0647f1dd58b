//! Records, transitions, people, rules, calendar and money: pure, and the only
//! place where it is decided who may do what to which record, and when.

pub mod calendar;
pub mod calendar_data;
pub mod deadline;
pub mod ids;
pub mod limit;
pub mod reminding;
