//! `anju check --wecom` against the practice corp: what is there, what is missing.

use anju::sandbox::wecom::{CallFilter, Corp, Fault, Settings};
use std::process::Command;
use std::sync::Arc;

async fn check(corp: &Corp, secret: &str) -> (bool, String) {
    let settings = corp.settings();
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_anju"));
    command
        .args(["check", "--wecom"])
        .current_dir(folder.path())
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
