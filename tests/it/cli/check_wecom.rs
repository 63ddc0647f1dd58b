//! `anju check --wecom` against the practice corp: what is there, what is missing.

use anju::sandbox::wecom::{CallFilter, Corp, Fault, Settings};
use anju::store::{Db, people};
use anju::talk::inbound::{Address, Channel, Lang};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

async fn check(corp: &Corp, secret: &str) -> (bool, String) {
    check_in(tempfile::tempdir().unwrap().path(), corp, secret).await
}

async fn check_in(folder: &Path, corp: &Corp, secret: &str) -> (bool, String) {
    let settings = corp.settings();
    let mut command = Command::new(env!("CARGO_BIN_EXE_anju"));
    command
        .args(["check", "--wecom"])
        .current_dir(folder)
        .env("LC_ALL", "en_GB.UTF-8")
        .env("ANJU_WECOM__API_URL", corp.url())
        .env("ANJU_WECOM__CORP_ID", &settings.corpid)
        .env("ANJU_WECOM__AGENT_ID", settings.agentid.to_string())
        .env("ANJU_WECOM__SECRET", secret)
        .env("ANJU_WECOM__TOKEN", &settings.token)
        .env("ANJU_WECOM__AES_KEY", &settings.encoding_aes_key)
        .env("ANJU_WECOM__CUSTOMERS", "true");
    let done = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(!said.contains(&settings.secret) && !said.contains(&settings.encoding_aes_key), "{said}");
    (done.status.success(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_in_words_what_is_missing() {
    let clock = anju::clock::Clock::real();
    let corp = Corp::start(Settings::default(), Arc::new(move || clock.calendar_now())).await.unwrap();
    let secret = corp.settings().secret;
    let (sound, said) = check(&corp, &secret).await;
    assert!(!sound && said.contains("✘ Nobody sees the application"), "{said}");
    assert!(said.contains("✘ There is no account of customer service"), "{said}");

    corp.add_member("LiSi", "李四");
    corp.add_kf_account("wkAnju", "安居客服");
    let (sound, said) = check(&corp, &secret).await;
    assert!(sound, "{said}");
    assert!(said.contains("✔ Corp ID and application secret are right"), "{said}");

    corp.trouble(9, CallFilter::any(), Fault::Refuse { code: 60020, words: "not allow to access from your ip" });
    let (sound, said) = check(&corp, &secret).await;
    assert!(!sound && said.contains("✘ This address is not trusted") && said.contains("(60020)"), "{said}");
    corp.end_trouble();

    let (sound, said) = check(&corp, "another-secret").await;
    assert!(!sound && said.contains("✘ Corp ID or application secret is wrong"), "{said}");
}

/// What WeCom says only when somebody is written to, the bot has met and kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_names_the_staff_who_are_not_reached() {
    let clock = anju::clock::Clock::real();
    let corp = Corp::start(Settings::default(), Arc::new(move || clock.calendar_now())).await.unwrap();
    corp.add_member("LiSi", "李四");
    corp.add_kf_account("wkAnju", "安居客服");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.csv"), anju::app::sandbox::DEMO).unwrap();
    assert!(super::program::run(folder.path(), &["import", "list.csv"]).0);
    let secret = corp.settings().secret;
    let (sound, said) = check_in(folder.path(), &corp, &secret).await;
    assert!(sound, "{said}");

    let db = Db::open(&format!("sqlite://{}/data/anju.db", folder.path().display()), 1).await.unwrap();
    let now = anju::clock::Clock::real().calendar_now();
    let mut tx = db.begin().await.unwrap();
    for (key, why) in [("clerk", "unlicenseduser: told"), ("owner", "81013 told"), ("manager", "something new")] {
        let person = anju::app::invite::find(&mut tx, key).await.unwrap().id;
        let address = Address { channel: Channel::WecomApp, user: format!("member-{key}") };
        let account = people::meet(&mut tx, &address, None, Lang::Zh, now).await.unwrap();
        people::bind(&mut tx, account, Some(person)).await.unwrap();
        people::unreachable(&mut tx, account, now, why).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
    let (sound, said) = check_in(folder.path(), &corp, &secret).await;
    assert!(!sound && said.contains("✘ 王芳: no interface licence (接口许可)"), "{said}");
    assert!(said.contains(": messages in the application do not arrive"), "{said}");
    assert!(!said.contains("李娜"), "who holds no seat need not be reached there: {said}");
}
