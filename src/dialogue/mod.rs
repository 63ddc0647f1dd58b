//! The conversation engine: an input and a state give a new state and what to
//! say. Pure; it knows no table, no chat id and no record's rules.

pub mod state;
