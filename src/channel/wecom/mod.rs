//! WeCom: the application that the staff use and the customer service (KF)
//! that owners write to from WeChat. No table, no record, no clock in here.

pub mod api;
pub mod app;
pub mod check;
pub mod errors;
pub mod kf;
mod media;
mod render_stub;
pub mod token;
pub mod wire;

#[cfg(test)]
#[path = "tests/http/mod.rs"]
mod tests_http;
