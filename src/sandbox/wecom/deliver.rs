//! Calling the bot: one callback after the other, again when no answer comes in
//! time, given up after that.

use super::callbacks::{Callback, Delivery};
use super::world::World;
use std::sync::Arc;
use std::time::Duration;

const VERIFY_SECONDS: u64 = 1;

/// How a callback is sent at this moment.
struct Manner {
    url: String,
    sends: u32,
    patience: Duration,
    pause: Duration,
    repeats_refused: bool,
}

/// Runs until the corp is gone.
pub async fn deliver(world: Arc<World>) {
    let Some(client) = client() else { return };
    let mut changes = world.changes();
    loop {
        while let Some((callback, manner)) = next(&world) {
            let delivery = send(&client, &callback, &manner).await;
            world.change(|state, _| state.outbound.finish(delivery));
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}

fn client() -> Option<reqwest::Client> {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().ok()
}

fn next(world: &World) -> Option<(Callback, Manner)> {
    world.with(|state, _| {
        let url = state.callback_url.clone()?;
        let callback = state.outbound.take_next()?;
        let manner = Manner {
            url,
            sends: state.guesses.callback_sends.max(1),
            patience: state.outbound.patience,
            pause: state.outbound.pause,
            repeats_refused: state.guesses.repeats_refused_callbacks,
        };
        Some((callback, manner))
    })
}

async fn send(client: &reqwest::Client, callback: &Callback, manner: &Manner) -> Delivery {
    let mut answer = None;
    let mut sends = 0;
    while sends < manner.sends {
        if sends > 0 {
            tokio::time::sleep(manner.pause).await;
        }
        sends += 1;
        answer = post(client, callback, manner).await;
        let good_enough = |status: u16| status == 200 || !manner.repeats_refused;
        if answer.as_ref().is_some_and(|(status, _)| good_enough(*status)) {
            break;
        }
    }
    Delivery { words: callback.words.clone(), sends, answer }
}

async fn post(client: &reqwest::Client, callback: &Callback, manner: &Manner) -> Option<(u16, String)> {
    let request = client
        .post(&manner.url)
        .query(&callback.query())
        .header("Content-Type", "text/xml")
        .timeout(manner.patience)
        .body(callback.body.clone());
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.text().await.ok()?))
}

/// The GET that proves who answers at the address.
pub async fn verify(world: &World) -> bool {
    let Some((url, query, plain)) = world.with(|state, now| {
        let url = state.callback_url.clone()?;
        let plain = format!("{:019}", 1_616_140_317_555_161_061 + state.next_id());
        let mut random = [0; 16];
        random.copy_from_slice(&state.chance()[..16]);
        let echo = state.seal.encrypt(random, &plain);
        let (timestamp, nonce) = (now.timestamp().to_string(), (263_014_000 + state.next_id()).to_string());
        let signature = state.seal.sign(&timestamp, &nonce, &echo);
        let query = [("msg_signature", signature), ("timestamp", timestamp), ("nonce", nonce), ("echostr", echo)];
        Some((url, query, plain))
    }) else {
        return false;
    };
    let Some(client) = client() else { return false };
    let request = client.get(url).query(&query).timeout(Duration::from_secs(VERIFY_SECONDS));
    match request.send().await {
        Ok(response) if response.status().as_u16() == 200 => response.text().await.is_ok_and(|text| text == plain),
        _ => false,
    }
}
