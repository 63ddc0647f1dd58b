//! The pumps, stepped by hand on frozen clocks, on both databases.

mod allowance;
mod clock;
mod delivery;
mod files;
mod intake;
mod members;
mod naming;
mod pages;
mod pump;
mod timers;
mod turns;
mod upkeep;
