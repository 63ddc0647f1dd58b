//! Breaking the bot on purpose: it dies at every step, hears everything twice,
//! works twice at once, is killed while people chat, is told nonsense; on WeCom
//! it loses answers and tokens as well. What comes of it must be what comes of
//! an undisturbed day.

mod answers;
mod crowd;
mod day;
mod hand;
mod heard;
mod hostile;
mod kill;
pub mod records;
mod steps;
mod story;
mod tokens;
mod twice;
mod two_workers;
