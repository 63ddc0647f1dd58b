//! Where a message goes: from what was said, by whom, and whether a dialogue
//! is in focus. The whole tree on one screen; a test walks every branch.

use crate::talk::inbound::{Press, Said};
use crate::talk::tap::Tap;
use dptree::prelude::*;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What the tree looks at besides the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub bound: bool,
    /// A dialogue is in focus.
    pub focus: bool,
}

/// Where it goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Ignored,
    Reachability(bool),
    /// A message of ours did not arrive after all.
    NotDelivered,
    Bind(String),
    Stranger,
    Welcome,
    Press(Tap, Press),
    DeadPress(Press),
    Command {
        name: String,
        args: String,
    },
    Media,
    /// Words, a place, a telephone number: to the dialogue in focus.
    Dialogue,
    Edited,
    /// Words outside any dialogue.
    Words(String),
    Unheard(String),
}

type Tree = Handler<'static, Route>;

fn said(pick: fn(&Said) -> bool) -> Tree {
    dptree::filter(move |said: Arc<Said>| pick(&said))
}

fn ends(make: fn(&Said) -> Route) -> Endpoint<'static, Route> {
    dptree::endpoint(move |said: Arc<Said>| async move { make(&said) })
}

/// The tree.
#[must_use]
pub fn tree() -> Tree {
    dptree::entry()
        .branch(said(|said| matches!(said, Said::Elsewhere)).chain(ends(|_| Route::Ignored)))
        .branch(said(|said| matches!(said, Said::Reachable(_))).chain(ends(reachability)))
        .branch(said(|said| matches!(said, Said::NotDelivered { .. })).chain(ends(|_| Route::NotDelivered)))
        .branch(said(|said| matches!(said, Said::Start { code: Some(_) })).chain(ends(bind)))
        .branch(dptree::filter(|who: Standing| !who.bound).chain(ends(stranger)))
        .branch(said(|said| matches!(said, Said::Start { .. })).chain(ends(|_| Route::Welcome)))
        .branch(said(|said| matches!(said, Said::Tap(_))).chain(ends(press)))
        .branch(said(|said| matches!(said, Said::Command { .. })).chain(ends(command)))
        .branch(said(|said| matches!(said, Said::Media(_))).chain(ends(|_| Route::Media)))
        .branch(said(|said| matches!(said, Said::Edited { .. })).chain(ends(|_| Route::Edited)))
        .branch(said(|said| matches!(said, Said::Unsupported(_))).chain(ends(unheard)))
        .branch(dptree::filter(|who: Standing| who.focus).chain(ends(|_| Route::Dialogue)))
        .branch(ends(words))
}

/// Routes one message.
///
/// # Errors
/// None in practice: the last branch takes everything.
pub async fn route(tree: &Tree, said: Said, who: Standing) -> anyhow::Result<Route> {
    match tree.dispatch(dptree::deps![Arc::new(said), who]).await {
        ControlFlow::Break(route) => Ok(route),
        ControlFlow::Continue(_) => anyhow::bail!("no branch of the route took the message"),
    }
}

fn reachability(said: &Said) -> Route {
    Route::Reachability(matches!(said, Said::Reachable(true)))
}

fn bind(said: &Said) -> Route {
    match said {
        Said::Start { code: Some(code) } => Route::Bind(code.clone()),
        _ => Route::Welcome,
    }
}

/// Where no link can carry the invitation, its code is written by hand.
fn stranger(said: &Said) -> Route {
    match said {
        Said::Text(text) if looks_like_a_code(text.trim()) => Route::Bind(text.trim().to_owned()),
        _ => Route::Stranger,
    }
}

/// One long word of letters and digits, which nobody writes by chance; digits
/// alone are a telephone number, and a home perhaps.
fn looks_like_a_code(word: &str) -> bool {
    (12..=64).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        && word.bytes().any(|b| b.is_ascii_alphabetic())
        && (word.bytes().any(|b| b.is_ascii_digit()) || word.bytes().all(|b| b.is_ascii_uppercase()))
}

fn press(said: &Said) -> Route {
    let Said::Tap(press) = said else { return Route::Ignored };
    match Tap::parse(&press.data) {
        Some(tap) => Route::Press(tap, press.clone()),
        None => Route::DeadPress(press.clone()),
    }
}

fn command(said: &Said) -> Route {
    match said {
        Said::Command { name, args } => Route::Command { name: name.clone(), args: args.clone() },
        _ => Route::Ignored,
    }
}

fn unheard(said: &Said) -> Route {
    match said {
        Said::Unsupported(kind) => Route::Unheard(kind.clone()),
        _ => Route::Ignored,
    }
}

fn words(said: &Said) -> Route {
    match said {
        Said::Text(text) => Route::Words(text.clone()),
        Said::Location { label, .. } => Route::Words(label.clone().unwrap_or_default()),
        Said::Contact { .. } => Route::Unheard("contact".to_owned()),
        _ => Route::Ignored,
    }
}
