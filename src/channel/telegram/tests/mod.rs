//! What goes in and out, with samples as the Bot API writes them and a stub
//! for a server. The practice messenger of `sandbox` is not used here.

mod answers;
mod filing;
mod hearing;
mod oddities;
mod polling;
mod samples;
mod secrecy;
mod sending;
mod showing;
mod stub;
mod transfer;
