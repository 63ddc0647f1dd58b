//! WeCom: the application that the staff use and the customer service (KF)
//! that owners write to from WeChat. Callbacks come in by `door` and are read in
//! `receive`; `app` and `kf` send. No table, no record, no clock in here.

pub mod advice;
pub mod api;
pub mod app;
pub mod check;
pub mod crypto;
pub mod door;
pub mod envelope;
pub mod errors;
pub mod kf;
pub mod links;
mod media;
mod names;
pub mod receive;
pub mod render;
pub mod token;
pub mod wire;

#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "tests/http/mod.rs"]
mod tests_http;
