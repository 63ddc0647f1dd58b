//! The HTTP doors, over real HTTP.

mod health;
mod webhook;
mod wecom;

use crate::base::start;
use anju::clock::Clock;
use anju::config::Secret;
use anju::flow::intake::Intake;
use anju::flow::pump::Nudge;
use anju::flow::vitals::Vitals;
use anju::store::Db;
use anju::telemetry;
use anju::web::{Doors, Health, Hearing, WebhookDoor, serve};
use chrono::TimeDelta;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub const SECRET: &str = "s3cret_of-the-door";

/// The doors, open until dropped.
pub struct Open {
    pub url: String,
    pub clock: Clock,
    pub hearing: Hearing,
    pub vitals: Vitals,
    _stop: watch::Sender<bool>,
}

impl Open {
    pub async fn before(db: &Db) -> Open {
        let clock = Clock::frozen(start());
        let hearing = Hearing::by_asking(clock.clone(), TimeDelta::seconds(90));
        let vitals = Vitals::new(clock.clone());
        let intake = Arc::new(Intake::new(db.clone(), clock.clone(), Nudge::new(), "telegram:7"));
        let doors = Doors {
            callback: None,
            health: Health {
                db: db.clone(),
                clock: clock.clone(),
                vitals: vitals.clone(),
                hearing: hearing.clone(),
                metrics: telemetry::metrics().unwrap(),
            },
            webhook: Some(("/telegram/door".to_owned(), WebhookDoor::new(intake, Secret::new(SECRET)))),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = watch::Sender::new(false);
        tokio::spawn(serve(listener, doors, stop.subscribe()));
        Open { url, clock, hearing, vitals, _stop: stop }
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("{}{path}", self.url)).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}
