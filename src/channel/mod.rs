//! The messengers. A channel reads raw updates into `talk` words and sends
//! `talk` words out; it knows no table, no record and no role.

pub mod port;
pub mod telegram;
pub mod wecom;
