//! Builds the parts from the settings, starts them and stops them.

pub mod office;
