//! The program as it is called: exit codes, faults with their places, nothing
//! secret in what it says, a gentle end.

use anju::sandbox::Messenger;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

const TOKEN: &str = "987654:not-to-be-seen";

pub(super) fn anju(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anju"));
    command.args(args).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ANJU_") {
            command.env_remove(name);
        }
    }
    command
}

pub(super) fn run(folder: &Path, args: &[&str]) -> (bool, String) {
    ended(anju(folder, args).output().expect("the program runs"))
}

pub(super) fn ended(output: Output) -> (bool, String) {
    let words = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(words).expect("UTF-8"))
}

#[test]
fn check_names_every_fault_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("anju.toml"), "[inbox]\nworkers = 0\n[rules]\nt_norml = \"2 wd\"\n").unwrap();
    let (good, words) = run(folder.path(), &["check"]);
    assert!(!good);
    assert_eq!(
        words,
        "anju.toml:2: inbox.workers: 0 is not within 1 and 64\n\
         anju.toml:4: there is no setting `rules.t_norml`; config.example.toml has them all\n\
         faults: 2\n"
    );
    let dialogues = folder.path().join("ours");
    std::fs::create_dir_all(dialogues.join("texts")).unwrap();
    std::fs::write(dialogues.join("texts/en.toml"), "sorry = \"So {{ sorry }}\"\n").unwrap();
    std::fs::write(folder.path().join("cal.toml"), "[2026]\noff = [\"02-30\"]\nwork = []\n").unwrap();
    std::fs::write(folder.path().join("anju.toml"), "[dialogues]\ndir = \"ours\"\n[calendar]\nfile = \"cal.toml\"\n")
        .unwrap();
    let (good, words) = run(folder.path(), &["check"]);
    assert!(!good && words.contains("cal.toml:2: ") && words.contains("ours/texts/en.toml:1: "), "{words}");
    assert!(words.contains("database: data/anju.db is not there yet"), "{words}");
    assert!(!folder.path().join("data").exists(), "looking creates nothing");
}

#[test]
fn a_new_machine_is_set_up_by_three_commands() {
    let folder = tempfile::tempdir().unwrap();
    let (good, words) = run(folder.path(), &["migrate"]);
    assert!(good && words.starts_with("applied: people, records, mail"), "{words}");
    assert!(run(folder.path(), &["migrate"]).1.contains("up to date"));
    std::fs::write(folder.path().join("list.csv"), anju::app::sandbox::DEMO).unwrap();
    assert!(run(folder.path(), &["import", "list.csv"]).0);
    let (good, words) = run(folder.path(), &["invite", "--role", "cs_clerk"]);
    assert!(good && words.lines().filter(|line| line.contains("cs_clerk")).count() == 2, "{words}");
    // Who is looked for in vain is a fault; a number is found however it is written.
    let in_vain = [
        &["invite", "--person", "nobody"][..],
        &["invite", "--person", "139 0000 9999"],
        &["invite", "--home", "AJHY/99-999"],
        &["forget", "nobody"],
    ];
    for args in in_vain {
        assert!(!run(folder.path(), args).0, "{args:?}");
    }
    for number in ["139 0000 1001", "+86 139-0000-1001", "１３９００００１００１"] {
        let (good, words) = run(folder.path(), &["invite", "--person", number]);
        assert!(good && words.contains("李娜"), "{number}: {words}");
        assert!(run(folder.path(), &["forget", number]).1.contains("李娜"), "{number}");
    }
    let (good, words) = run(folder.path(), &["check"]);
    assert!(good, "{words}");
    assert!(run(folder.path(), &["inbox", "list"]).0);
    assert!(!run(folder.path(), &["inbox", "retry"]).0);
    assert!(!run(folder.path(), &["import", "no.csv"]).0);
}

#[cfg(unix)]
#[test]
fn its_files_are_read_by_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (good, words) = run(folder.path(), &["migrate"]);
    assert!(good, "{words}");
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
    }
}

#[test]
fn nothing_secret_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = [TOKEN, "not-to-be-seen", "pass-word", "hook-secret"];
    let every = [&["check"][..], &["migrate"], &["invite"], &["serve"], &["inbox", "list"]];
    for args in every {
        let output = anju(folder.path(), args)
            .env("ANJU_TELEGRAM__TOKEN", TOKEN)
            // Nobody listens there.
            .env("ANJU_TELEGRAM__API_URL", "http://127.0.0.1:9")
            .env("ANJU_TELEGRAM__MODE", "webhook")
            .env("ANJU_TELEGRAM__WEBHOOK_URL", "https://example.org/telegram/hook")
            .env("ANJU_TELEGRAM__WEBHOOK_SECRET", "hook-secret")
            .env("ANJU_DATABASE__URL", "postgres://anju:pass-word@127.0.0.1:9/anju?sslmode=bogus")
            .env("ANJU_LOG__LEVEL", "trace")
            .output()
            .unwrap();
        let (good, words) = ended(output);
        assert!(!good, "{args:?} cannot work there: {words}");
        for secret in secrets {
            assert!(!words.contains(secret), "{args:?} says {secret}: {words}");
        }
    }
}

#[test]
fn without_a_token_it_does_not_serve() {
    let folder = tempfile::tempdir().unwrap();
    let (good, words) = run(folder.path(), &["serve"]);
    assert!(!good && words.contains("no Telegram token"), "{words}");
}

/// A program that is ended with the test, whatever happens.
pub(super) struct Running(pub(super) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    pub(super) fn terminate(mut self, signal: &str) -> bool {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        self.0.wait().unwrap().success()
    }
}

/// Asks an address until it answers so.
pub(super) async fn until(address: &str, status: u16) -> String {
    for _ in 0..300 {
        if let Ok(answer) = reqwest::get(address).await {
            let found = answer.status().as_u16();
            let text = answer.text().await.unwrap_or_default();
            if found == status {
                return text;
            }
        }
        crate::base::nap(100).await;
    }
    panic!("{address} never says {status}");
}

pub(super) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_works_and_stops_gently() {
    let folder = tempfile::tempdir().unwrap();
    let clock = anju::clock::Clock::real();
    let messenger = Messenger::start(TOKEN, Arc::new(move || clock.calendar_now())).await.unwrap();
    messenger.add_user(77, "Stranger", "en");
    for signal in ["-TERM", "-INT"] {
        let port = free_port();
        let child = anju(folder.path(), &["serve"])
            .env("ANJU_TELEGRAM__TOKEN", TOKEN)
            .env("ANJU_TELEGRAM__API_URL", messenger.url())
            .env("ANJU_HTTP__LISTEN", format!("127.0.0.1:{port}"))
            .env("ANJU_LOG__FORMAT", "json")
            .env("ANJU_LOG__LEVEL", "trace")
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let child = Running(child);
        until(&format!("http://127.0.0.1:{port}/readyz"), 200).await;
        let before = messenger.calls_of("sendMessage").len();
        messenger.starts(77, None).unwrap();
        let answered = |world: &Messenger| (world.calls_of("sendMessage").len() > before).then_some(());
        let told = messenger.until(Duration::from_secs(20), answered).await;
        assert!(told.is_some(), "a stranger gets an answer");
        let metrics = until(&format!("http://127.0.0.1:{port}/metrics"), 200).await;
        assert!(metrics.contains("anju_turns_total") && metrics.contains("anju_outbox_open"), "{metrics}");
        let log = || std::fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(child.terminate(signal), "{signal} ends it well: {}", log());
        let log = log();
        assert!(log.lines().all(|line| line.starts_with('{')), "every line is JSON: {log}");
        assert!(log.contains("\"stopped\"") && !log.contains("not-to-be-seen"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_may_come_by_webhook() {
    let folder = tempfile::tempdir().unwrap();
    let clock = anju::clock::Clock::real();
    let messenger = Messenger::start(TOKEN, Arc::new(move || clock.calendar_now())).await.unwrap();
    messenger.add_user(77, "Stranger", "en");
    let port = free_port();
    let child = anju(folder.path(), &["serve"])
        .env("ANJU_TELEGRAM__TOKEN", TOKEN)
        .env("ANJU_TELEGRAM__API_URL", messenger.url())
        .env("ANJU_TELEGRAM__MODE", "webhook")
        .env("ANJU_TELEGRAM__WEBHOOK_URL", "https://127.0.0.1:9/telegram/door")
        .env("ANJU_TELEGRAM__WEBHOOK_SECRET", "hook-secret")
        .env("ANJU_HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let child = Running(child);
    until(&format!("http://127.0.0.1:{port}/readyz"), 200).await;
    assert_eq!(messenger.calls_of("setWebhook").len(), 1);
    // Nothing waits there: the timers need not wait for what was said meanwhile.
    let asked = messenger.until(Duration::from_secs(20), |world| {
        let asked = world.calls_of("getWebhookInfo").len();
        (asked > 0).then_some(asked)
    });
    assert_eq!(asked.await, Some(1));
    // What the messenger would send, if a certificate stood in front of us.
    messenger.starts(77, None).unwrap();
    let update = messenger.pending_updates().remove(0).to_string();
    let door = reqwest::Client::new().post(format!("http://127.0.0.1:{port}/telegram/door")).body(update);
    let answer = door.header("X-Telegram-Bot-Api-Secret-Token", "hook-secret").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let told = messenger.until(Duration::from_secs(20), |world| world.last_from_bot(77)).await;
    assert!(told.is_some(), "a stranger gets an answer");
    assert!(child.terminate("-TERM"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_opens_its_page() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let mut child = anju(folder.path(), &["sandbox", "--data", "play"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let child = Running(child);
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let address = line.split_whitespace().find(|word| word.starts_with("http://")).expect("the page's address");
    let page = until(&format!("{address}api/state"), 200).await;
    assert!(page.contains("李娜") && page.contains("\"stranger\""), "{page}");
    let tables = until(&format!("{address}api/tables"), 200).await;
    assert!(tables.contains("people"), "{tables}");
    let moved = reqwest::Client::new().post(format!("{address}api/clock")).json("next_nine").send().await.unwrap();
    let moved = moved.text().await.unwrap();
    assert!(moved.contains("T01:00:0"), "nine o'clock in China: {moved}");
    assert!(child.terminate("-INT"));
    assert!(folder.path().join("play/anju.db").exists());
}
