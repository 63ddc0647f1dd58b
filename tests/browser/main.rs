//! The sandbox in a real browser: the program itself, its page in Chromium, and
//! somebody who plays the main line with several phones at once.
//!
//! `ANJU_SCREENSHOT=docs/sandbox.png cargo test --test browser` also takes the
//! picture of the README, in the middle of the story; `pngquant` makes it a third
//! of the size. It looks best where fonts for Chinese and for emoji are installed.

mod driver;
mod table;

use std::path::Path;
use table::Table;

/// The whole story, with everything that is started for it.
const AT_MOST: std::time::Duration = std::time::Duration::from_secs(85);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_line_in_the_browser() {
    let table = Table::lay().await;
    let played = tokio::time::timeout(AT_MOST, story(&table));
    // A panic is held back until the picture is taken and all is put away.
    let played = anju::flow::pump::caught(played).await;
    let failed = match played {
        Ok(Ok(())) => None,
        Ok(Err(_)) => Some("the story took too long".to_owned()),
        Err(why) => Some(format!("{why:#}")),
    };
    if let Some(why) = failed {
        let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser.png");
        table.browser.picture(&picture, 1600).await;
        table.browser.close().await;
        panic!("{why}; the page at that moment: {}", picture.display());
    }
    table.browser.close().await;
}

async fn story(table: &Table) {
    complaint(table).await;
    dispatch(table).await;
    reminder(table).await;
    visit(table).await;
    repair(table).await;
    rating(table).await;
    records(table).await;
}

async fn complaint(table: &Table) {
    table.takes_up(&["owner", "clerk", "leader", "manager"]).await;
    for (phone, messenger) in
        [("owner", "微信"), ("clerk", "Telegram"), ("leader", "企业微信"), ("manager", "Telegram")]
    {
        assert_eq!(table.messenger(phone).await, messenger, "{phone}");
    }
    table.reads("owner", "bind.welcome").await;
    // Whatever the hour at which this is run: by night nobody is reminded.
    advance(table, "9").await;
    table.says("owner", "水管漏水").await;
    table.answers("owner", "option.place.kitchen").await;
    table.sends("owner", "sample-photo").await;
    table.answers("owner", "dialogue.done").await;
    table.answers("owner", "option.available.weekend").await;
    table.answers("owner", "dialogue.submit").await;
    table.reads("owner", "done.complaint").await;
    // Whoever looks away and comes back finds everything where it was.
    table.browser.reload().await;
    table.reads("owner", "done.complaint").await;
}

async fn dispatch(table: &Table) {
    table.taps("clerk", "act.dispatch").await;
    table.answers("clerk", "option.class.A").await;
    table.answers_with("clerk", "水电一队").await;
    table.answers("clerk", "option.trades.single").await;
    table.reads("clerk", "form.clerk.dispatch.ask_estimate").await;
    table.says("clerk", "800").await;
    table.answers("clerk", "dialogue.submit").await;
    table.taps("manager", "act.agree").await;
    table.reads("manager", "card.approval.approved").await;
    table.reads("leader", "card.order.title").await;
    table.reads("owner", "notice.issued").await;
    if let Some(picture) = std::env::var_os("ANJU_SCREENSHOT") {
        table.settles().await;
        table.browser.picture(Path::new(&picture), 1600).await;
    }
}

/// Moves the clock by one of its buttons.
async fn advance(table: &Table, step: &str) {
    let before = table.time().await;
    table.browser.click(&format!("//*[@data-testid='advance-{step}']"), step).await;
    table.browser.until("a later time", async || (table.time().await > before).then_some(())).await;
}

/// Nobody takes the order, and a working day goes by.
async fn reminder(table: &Table) {
    advance(table, "1wd").await;
    table.reads("clerk", "reminder.what.x_dispatch_accept").await;
    table.reads("clerk", "reminder.due").await;
    // On WeChat the bot may write only so long after the owner has.
    table.says("owner", "你好").await;
    table.reads("owner", "hello.small_talk").await;
}

async fn visit(table: &Table) {
    table.opens_menu("leader", "orders").await;
    table.reads("leader", "list.orders.title").await;
    table.taps("leader", "act.accept").await;
    table.reads("owner", "notice.accepted").await;
    table.taps("leader", "act.visit").await;
    table.reads("leader", "form.leader.propose_visit.ask_when").await;
    table.says("leader", "明天下午3点").await;
    table.reads("owner", "card.visit.by_team").await;
    table.taps("owner", "act.visit_ok").await;
    table.reads("leader", "notice.visit_agreed").await;
}

async fn repair(table: &Table) {
    table.taps("leader", "act.arrive").await;
    table.reads("owner", "notice.arrived").await;
    table.taps("leader", "act.done").await;
    table.reads("leader", "form.leader.complete_order.ask_before").await;
    table.sends("leader", "sample-photo").await;
    table.answers("leader", "dialogue.done").await;
    table.reads("leader", "form.leader.complete_order.ask_after").await;
    table.sends("leader", "sample-album").await;
    table.answers("leader", "dialogue.done").await;
    table.answers("leader", "dialogue.submit").await;
    table.taps("clerk", "act.pass").await;
    table.reads("clerk", "card.check.waits").await;
    table.takes_up(&["owner", "clerk", "leader", "engineering"]).await;
    table.taps("engineering", "act.pass").await;
    table.reads("clerk", "card.check.passed").await;
}

async fn rating(table: &Table) {
    table.taps("owner", "act.sign").await;
    table.reads("owner", "card.rate.title").await;
    table.answers("owner", "scale.5").await;
    table.reads("owner", "questionnaire.repair_follow_up.speed").await;
    table.answers("owner", "scale.4").await;
    table.reads("owner", "questionnaire.repair_follow_up.attitude").await;
    table.answers("owner", "scale.5").await;
    table.answers("owner", "dialogue.skip").await;
    table.reads("owner", "done.rated_satisfied").await;
    table.hears_out("owner", "notice.closed").await;
}

/// What was played stands in the tables.
async fn records(table: &Table) {
    table.browser.click("//*[@data-testid='tables-toggle']", "the tables").await;
    table.browser.click("//*[@data-testid='table-complaints']", "the table of complaints").await;
    table
        .browser
        .until("a closed case among the complaints", async || {
            let rows = "return document.querySelector('[data-testid=table-rows]').innerText";
            let rows = table.browser.look(rows, serde_json::json!([])).await;
            rows.as_str()?.contains("closed").then_some(())
        })
        .await;
    table.browser.click("//*[@data-testid='tables-close']", "the drawer's close button").await;
}
