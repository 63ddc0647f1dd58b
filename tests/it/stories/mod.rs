//! Stories: what people say and read, on both databases with one transcript.

mod asking;
mod clocks;
mod completion;
mod follow_up;
mod in_english;
mod main_line;
mod more_time;
mod orders;
mod reach;
mod visits;
