//! Stories: what people say and read, on both databases with one transcript.

mod alarms;
mod approvals;
mod asking;
mod binding;
mod chairs;
mod clocks;
mod completion;
pub mod everywhere;
mod follow_up;
mod gathering;
mod homes;
mod in_english;
mod intake;
mod main_line;
mod more_time;
mod moves;
mod numbers;
mod orders;
mod reach;
mod routing;
mod sentences;
mod spoken;
mod stale;
mod telephone;
mod unfinished;
mod visits;
mod wechat;
