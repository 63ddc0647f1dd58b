//! The sandbox, and the hands of whoever plays it: what is read and tapped is
//! named by the keys of the texts, so that wording can change.

use super::driver::{Browser, Program, Programs};
use serde_json::json;
use std::process::Command;
use tempfile::TempDir;

pub struct Table {
    pub browser: Browser,
    texts: toml::Table,
    _sandbox: Program,
    // After the programs that use it.
    _folder: TempDir,
}

impl Table {
    /// Starts everything, and opens the page.
    pub async fn lay() -> Table {
        let programs = Programs::find();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_anju"));
        command.args(["sandbox", "--data"]).arg(folder.path().join("data"));
        // No settings of whoever runs the test.
        command.current_dir(folder.path());
        let own = |name: &str| name.starts_with("ANJU_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
            command.env_remove(name);
        }
        let (sandbox, address) = Program::start(command, |line| {
            let at = line.find("http://")?;
            line[at..].split_whitespace().next().map(str::to_owned)
        });
        let browser = Browser::open(programs, &folder.path().join("profile")).await;
        browser.go(&address).await;
        let texts = include_str!("../../dialogues/texts/zh-CN.toml").parse().expect("the texts are TOML");
        let table = Table { browser, texts, _sandbox: sandbox, _folder: folder };
        table.browser.until("the first phone", async || table.chat("owner").await).await;
        table
    }

    /// The longest piece of a text that stands in it whatever it is filled with.
    fn words(&self, key: &str) -> String {
        let mut found = None;
        let mut inside = &self.texts;
        for part in key.split('.') {
            match inside.get(part) {
                Some(toml::Value::Table(deeper)) => inside = deeper,
                other => found = other.and_then(toml::Value::as_str),
            }
        }
        let text = found.unwrap_or_else(|| panic!("there is no text `{key}`"));
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            pieces.push(&rest[..start]);
            let end = rest[start..].find("}}").into_iter().chain(rest[start..].find("%}")).min();
            rest = &rest[start + end.map_or(rest.len() - start, |end| end + 2)..];
        }
        pieces.push(rest);
        let lines = pieces.into_iter().flat_map(str::lines).map(str::trim);
        lines.max_by_key(|piece| piece.chars().count()).unwrap_or_default().to_owned()
    }

    /// What stands in a chat, if the phone is there.
    async fn chat(&self, phone: &str) -> Option<String> {
        let script = "return document.querySelector(`[data-testid='chat-${arguments[0]}']`)?.innerText";
        self.browser.look(script, json!([phone])).await.as_str().map(str::to_owned)
    }

    /// Which messenger a phone says it is.
    pub async fn messenger(&self, phone: &str) -> String {
        let script = "return document.querySelector(`[data-testid='phone-${arguments[0]}'] .messenger`).innerText";
        self.browser.look(script, json!([phone])).await.as_str().unwrap_or_default().trim().to_owned()
    }

    /// The time on the page's clock.
    pub async fn time(&self) -> String {
        let script = "return document.querySelector('[data-testid=clock-now]').getAttribute('datetime')";
        self.browser.look(script, json!([])).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the words stand in the chat.
    pub async fn reads(&self, phone: &str, key: &str) {
        let words = self.words(key);
        let what = format!("`{words}` ({key}) on the phone `{phone}`");
        self.browser.until(&what, async || self.chat(phone).await?.contains(&words).then_some(())).await;
    }

    /// WeChat lets so many messages through after each word of his own; he
    /// writes until the awaited one is there.
    pub async fn hears_out(&self, phone: &str, key: &str) {
        let words = self.words(key);
        for _ in 0..4 {
            self.says(phone, "谢谢").await;
            let there = async || self.chat(phone).await?.contains(&words).then_some(());
            if self.browser.soon(there).await.is_some() {
                return;
            }
        }
        self.reads(phone, key).await;
    }

    /// An entry of the application's menu.
    pub async fn opens_menu(&self, phone: &str, entry: &str) {
        self.browser.click(&format!("//*[@data-testid='menu-{phone}']"), "the menu of the application").await;
        self.browser.click(&format!("//*[@data-testid='menu-{phone}-{entry}']"), entry).await;
    }

    /// Waits until what pops up has gone again.
    pub async fn settles(&self) {
        let script = "return document.querySelectorAll('.toast:not([hidden])').length";
        let gone = async || (self.browser.look(script, json!([])).await == 0).then_some(());
        self.browser.until("phones on which nothing pops up", gone).await;
    }

    pub async fn says(&self, phone: &str, text: &str) {
        self.browser.write(&format!("//*[@data-testid='input-{phone}']"), text).await;
        self.browser.click(&format!("//*[@data-testid='send-{phone}']"), "the send button").await;
    }

    /// Something ready-made from the menu of things to send.
    pub async fn sends(&self, phone: &str, what: &str) {
        self.browser.click(&format!("//*[@data-testid='attach-{phone}']"), "the menu of things to send").await;
        self.browser.click(&format!("//*[@data-testid='{what}-{phone}']"), what).await;
    }

    /// The newest button of that name, on whatever card.
    pub async fn taps(&self, phone: &str, key: &str) {
        let words = self.words(key);
        let xpath = format!("({}//button[{}])[last()]", keyboards(phone), says(&words));
        self.browser.click(&xpath, &format!("`{words}` ({key}) on the phone `{phone}`")).await;
    }

    /// A button of the newest question; older ones ask nothing any more.
    pub async fn answers(&self, phone: &str, key: &str) {
        self.answers_with(phone, &self.words(key)).await;
    }

    pub async fn answers_with(&self, phone: &str, words: &str) {
        let xpath = format!("({})[last()]//button[{}]", keyboards(phone), says(words));
        self.browser.click(&xpath, &format!("`{words}` in the newest question on the phone `{phone}`")).await;
    }

    /// Takes up these phones and puts all others away.
    pub async fn takes_up(&self, phones: &[&str]) {
        let people = "return [...document.querySelectorAll('.chip')].map((chip) => chip.dataset.testid.slice(5))";
        let people = self.browser.look(people, json!([])).await;
        for phone in people.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
            let wanted = phones.contains(&phone);
            let lying = format!("//*[@data-testid='chip-{phone}'][@aria-pressed='{}']", !wanted);
            self.browser.click_while_there(&lying, &format!("the name of `{phone}`")).await;
        }
    }
}

fn keyboards(phone: &str) -> String {
    format!("//*[@data-testid='chat-{phone}']//div[@class='keyboard']")
}

fn says(words: &str) -> String {
    format!("contains(normalize-space(.), '{words}')")
}
