//! Which home, and whose telephone: as people write them, compared with the register.

pub mod claims;
mod mentions;
mod parts;
pub mod phones;
pub mod search;
mod shapes;
mod tokens;
mod which;

pub use which::{Entry, Meant, meant, named, own};
