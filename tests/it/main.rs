//! All tests that need a database, in one binary.

mod base;
mod cli;
mod flow;
mod store;

mod breaking;
mod stories;
mod web;
mod world;
