//! The HTTP doors: health, metrics, and the one that updates come in by. What
//! an update means is none of their business.

mod health;
mod hearing;
mod server;
mod webhook;
mod wecom;

pub use health::Health;
pub use hearing::{Hearing, Listening};
pub use server::{Doors, router, serve};
pub use webhook::WebhookDoor;
pub use wecom::CallbackDoor;
