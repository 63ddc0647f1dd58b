//! `anju invite` where owners write from WeChat, against the practice corp over
//! HTTP: the printed link, followed on a phone, makes its owner known.

use super::program::{Running, anju, ended, free_port, run, until};
use anju::sandbox::wecom::{CallFilter, Corp, CustomerPhone, Fault, Phone as _, Settings};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

async fn corp() -> Corp {
    let clock = anju::clock::Clock::real();
    let corp = Corp::start(Settings::default(), Arc::new(move || clock.calendar_now())).await.unwrap();
    corp.add_kf_account("wkAnju", "安居客服");
    corp
}

/// The program with the settings of this corp, and no Telegram.
fn in_corp(corp: &Corp, folder: &Path, args: &[&str]) -> Command {
    let settings = corp.settings();
    let mut command = anju(folder, args);
    command
        .env("ANJU_WECOM__API_URL", corp.url())
        .env("ANJU_WECOM__CORP_ID", &settings.corpid)
        .env("ANJU_WECOM__AGENT_ID", settings.agentid.to_string())
        .env("ANJU_WECOM__SECRET", &settings.secret)
        .env("ANJU_WECOM__TOKEN", &settings.token)
        .env("ANJU_WECOM__AES_KEY", &settings.encoding_aes_key)
        .env("ANJU_WECOM__CUSTOMERS", "true");
    command
}

fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.csv"), anju::app::sandbox::DEMO).unwrap();
    assert!(run(folder.path(), &["import", "list.csv"]).0);
    folder
}

/// The rows by name, and what was said beside them.
async fn invited(corp: &Corp, folder: &Path, args: &[&str]) -> (BTreeMap<String, BTreeMap<String, String>>, String) {
    let mut command = in_corp(corp, folder, &[&["invite"], args].concat());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let (good, words) = ended(output.clone());
    assert!(good, "{words}");
    let settings = corp.settings();
    assert!(!words.contains(&settings.secret) && !words.contains("access_token"), "{words}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = csv.deserialize().map(|row: Result<BTreeMap<String, String>, _>| row.unwrap());
    (rows.map(|row| (row["name"].clone(), row)).collect(), said)
}

async fn reads(corp: &Corp, phone: &CustomerPhone, words: &str) -> String {
    let read = corp.until(PATIENCE, |_| phone.showing(words)).await;
    read.unwrap_or_else(|| panic!("{words} in {}", phone.transcript())).text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_follows_his_link_and_is_known() {
    let (corp, folder) = (corp().await, filled());
    let (rows, said) = invited(&corp, folder.path(), &[]).await;
    assert_eq!(said, "", "nothing is missing, and nobody misses Telegram");
    assert_eq!(corp.calls_of("kf/add_contact_way").len(), 1, "one link for everybody");
    let (owner, other, clerk) = (&rows["李娜"], &rows["陈强"], &rows["王芳"]);
    assert!(owner["wechat_link"].ends_with(&format!("&scene_param={}", owner["code"])), "{owner:?}");
    assert_eq!((owner["link"].as_str(), owner["send_to_wecom_app"].as_str()), ("", ""));
    assert_eq!(clerk["send_to_wecom_app"], format!("/start {}", clerk["code"]));
    assert_eq!(clerk["wechat_link"], "", "a seat is not taken from WeChat");

    let port = free_port();
    let log = std::fs::File::create(folder.path().join("log")).unwrap();
    let child = in_corp(&corp, folder.path(), &["serve"])
        .env("ANJU_WECOM__ACCOUNT_CEILING", "500")
        .env("ANJU_HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .stderr(log)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let child = Running(child);
    until(&format!("http://127.0.0.1:{port}/readyz"), 200).await;
    corp.set_callback_url(Some(&format!("http://127.0.0.1:{port}/wecom")));
    assert!(corp.verify_url().await);

    let phone = corp.add_customer("wmLiNa", "娜娜").follows(&owner["wechat_link"]).unwrap();
    let welcome = reads(&corp, &phone, "李娜").await;
    assert!(welcome.contains("1栋101"), "{welcome}");
    // Forwarded to a neighbour it is worth nothing, and his own still is.
    let neighbour = corp.add_customer("wmChenQiang", "强哥");
    reads(&corp, &neighbour.follows(&owner["wechat_link"]).unwrap(), "用过").await;
    // He was greeted just now, so that WeChat lets the bot say nothing before he does.
    neighbour.follows(&other["wechat_link"]).unwrap();
    neighbour.says("/start").unwrap();
    reads(&corp, &neighbour, "陈强").await;
    // Staff send what the list says.
    let member = corp.add_member("WangFang", "王芳");
    member.says(&clerk["send_to_wecom_app"]).unwrap();
    assert!(corp.until(PATIENCE, |_| member.showing("王芳")).await.is_some(), "{}", member.transcript());
    let metrics = until(&format!("http://127.0.0.1:{port}/metrics"), 200).await;
    assert!(metrics.contains("anju_day_quota{channel=\"wecom_app\"} 100000"), "{metrics}");
    assert!(metrics.contains("anju_accounts_unreached{channel=\"wecom_app\"} 0"), "{metrics}");

    assert!(child.terminate("-TERM"));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(!log.contains(&owner["code"]) && !log.contains(&clerk["code"]), "{log}");
    let (rows, _) = invited(&corp, folder.path(), &[]).await;
    assert!(
        !rows.contains_key("李娜") && !rows.contains_key("陈强") && !rows.contains_key("王芳"),
        "{:?}",
        rows.keys()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_link_the_codes_are_printed_all_the_same() {
    let (corp, folder) = (corp().await, filled());
    let owner = ["--person", "owner"];
    let troubles = [
        ("kf/add_contact_way", Fault::Refuse { code: 48007, words: "kf account not authorised" }, "48007"),
        ("kf/account/list", Fault::Refuse { code: 60020, words: "not allow to access from your ip" }, "60020"),
        ("kf/add_contact_way", Fault::ServerError, "HTTP 500"),
    ];
    for (method, fault, told) in troubles {
        corp.trouble(9, CallFilter::method(method), fault);
        let (rows, said) = invited(&corp, folder.path(), &owner).await;
        assert_eq!((rows["李娜"]["wechat_link"].as_str(), rows["李娜"]["code"].len()), ("", 17));
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("anju: no WeChat links, since customer service gave none") && said.contains(told));
        corp.end_trouble();
    }
    // Nobody among them who would need one: nobody is asked.
    let asked = corp.calls().len();
    let (rows, said) = invited(&corp, folder.path(), &["--role", "cs_clerk"]).await;
    assert!(rows.len() == 2 && said.is_empty() && corp.calls().len() == asked, "{said}");

    corp.add_kf_account("wkOther", "第二客服");
    let (rows, said) = invited(&corp, folder.path(), &owner).await;
    assert!(!rows["李娜"]["wechat_link"].is_empty());
    assert_eq!(said, "anju: the WeChat links lead to the first of 2 accounts of customer service, 安居客服\n");
}
