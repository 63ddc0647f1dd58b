//! All tests that need a database, in one binary.

mod base;
mod flow;
mod store;

mod stories;
mod world;
