//! What goes over the wire to WeCom and what its answers mean, with a stub for
//! a server. The practice messenger of `sandbox` is not used here.

mod checking;
mod owners;
mod secrecy;
mod shelf;
mod staff;
mod stub;
mod table;
mod tokens;
mod transfer;
