//! What is pure of WeCom: vectors and sample callbacks as its pages and other
//! people's libraries write them, and whatever nobody promised would not come.
//! Two of those libraries themselves are asked in `tests/wecom_peers.rs`.

mod customers;
mod envelopes;
mod filing;
mod hearing;
mod oddities;
mod samples;
mod sealing;
mod showing;
mod vectors;
