//! WeCom: the self-built app for the staff and customer service (KF) for owners
//! on WeChat. In here is what is pure of it: opening and sealing callbacks,
//! filing and reading them, rendering for both. No table, no record, no clock.

pub mod crypto;
pub mod door;
pub mod envelope;
pub mod receive;
pub mod render;

#[cfg(test)]
mod tests;
