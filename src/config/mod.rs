//! The settings: read once at the start from the file, the environment and the
//! defaults of `config.example.toml`, typed, checked, with every fault at its
//! place. What the rules mean is said in `domain`.

mod layers;
mod rules;
mod settings;
pub mod values;
mod wecom;

pub use layers::EXAMPLE;
pub use settings::{
    Config, Conversation, Database, Files, Http, Inbox, Log, LogFormat, Mode, Outbox, Telegram, Webhook,
};
pub use values::Secret;
pub use wecom::{Customers, Wecom};

#[cfg(test)]
mod tests;
