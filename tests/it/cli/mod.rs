//! The commands, as far as they can be called without the program, and the
//! program itself.

mod check_wecom;
mod forget;
mod import;
mod inbox;
mod invite;
mod invite_wechat;
mod lists;
mod program;
mod start;
