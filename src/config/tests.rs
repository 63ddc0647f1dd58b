//! The defaults, the order of the layers, and what a fault says.

use super::*;
use crate::domain::limit::Limit;
use crate::domain::money::Fen;
use crate::domain::people::Role;

fn read(file: &str) -> Result<Config, Vec<String>> {
    read_with(file, &[])
}

fn read_with(file: &str, env: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::read(Some(("anju.toml", file)), env).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn faults(file: &str) -> Vec<String> {
    read(file).expect_err("something is wrong with it")
}

#[test]
fn the_example_is_the_default() {
    let without_a_file = Config::read(None, []).expect("the example is sound");
    assert_eq!(without_a_file, read(EXAMPLE).expect("the example is a config file"));
}

#[test]
fn the_rulebooks_numbers_are_the_default() {
    let rules = Config::read(None, []).expect("sound").rules;
    assert_eq!(rules.x_unfinished_intake, Limit::Minutes(30));
    assert_eq!(rules.x_draft_nudge, Limit::WorkingDays(1));
    assert_eq!(rules.x_route_limit, Limit::WorkingHours(4));
    assert_eq!(rules.c_reply_customer, Limit::WorkingDays(2));
    assert_eq!(rules.x_dispatch_accept, Limit::WorkingHours(4));
    assert_eq!(rules.r_single_trade, Limit::WorkingDays(3));
    assert_eq!(rules.r_multi_trade, Limit::WorkingDays(7));
    assert_eq!(rules.t_normal, Limit::WorkingDays(2));
    assert_eq!(rules.x_owner_sign_wait, Limit::CalendarDays(3));
    assert_eq!(rules.s_repair_phone_1wd, Limit::WorkingDays(1));
    assert_eq!(rules.s_repair_week, Limit::CalendarDays(7));
    assert_eq!(rules.s_complaint_3d, Limit::CalendarDays(3));
    assert_eq!(rules.s_correction_notice, Limit::Hours(24));
    assert_eq!((rules.x_completion_photos, rules.x_revisit_attempts, rules.r_failed_repairs_max), (2, 3, 2));
    assert_eq!((rules.w_waterproof, rules.w_mep_fitout), (5, 2));
    assert_eq!((rules.m_repair_tier1, rules.m_repair_tier2), (Fen::yuan(1_000), Fen::yuan(10_000)));
    assert_eq!(rules.inspectors_a.len(), 3);
    assert_eq!(
        rules.inspectors_b,
        [vec![Role::CsClerk, Role::CaseHandler, Role::CsManager], vec![Role::RepairTeamLeader]]
    );
    let reminders = rules.reminders;
    let times = [reminders.hours.business_close, reminders.quiet_from, reminders.quiet_to, reminders.morning];
    assert_eq!(times.map(|time| time.to_string()), ["18:00:00", "21:00:00", "08:00:00", "09:00:00"]);
    assert_eq!((reminders.remind_1wd_hours, reminders.remind_at_percent, reminders.escalate_l3_wd), (4, 75, 1));
    assert_eq!((reminders.by_date_first_wd, reminders.by_date_again_wd), (5, 1));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = "[rules]\nt_normal = \"1 wd\"\nx_revisit_attempts = 4\n";
    let env =
        [("ANJU_RULES__X_REVISIT_ATTEMPTS", "5"), ("ANJU_TELEGRAM__TOKEN", "1:secret"), ("ANJU_HTTP__LISTEN", "")];
    let config = read_with(file, &env).expect("sound");
    assert_eq!(config.rules.t_normal, Limit::WorkingDays(1));
    assert_eq!(config.rules.x_revisit_attempts, 5);
    assert_eq!(config.telegram.token.as_ref().map(Secret::reveal), Some("1:secret"));
    assert_eq!(config.http.listen, None);
}

#[test]
fn every_fault_is_told_with_its_place() {
    let file = "[rules]\nx_route_limit = \"4 hours\"\nx_rout_limit = \"4 h\"\n\n[tlegram]\nmode = \"polling\"\n\
                [reminders]\nx_quiet_from = \"25:00\"\n[inbox]\nworkers = \"two\"\nmax_attempts = 0\n";
    assert_eq!(
        faults(file),
        [
            "anju.toml:2: rules.x_route_limit: `hours` is not a unit; use wd (working days), cd (calendar days), wh (working hours), h or min",
            "anju.toml:3: there is no setting `rules.x_rout_limit`; config.example.toml has them all",
            "anju.toml:5: there is no section [tlegram]; config.example.toml has them all",
            "anju.toml:8: reminders.x_quiet_from: `25:00` is not a time of day; write for example \"18:00\"",
            "anju.toml:10: inbox.workers: invalid type: string \"two\", expected u32",
            "anju.toml:11: inbox.max_attempts: 0 is not within 1 and 100",
        ]
    );
}

#[test]
fn a_file_that_is_no_toml_names_the_line() {
    let faults = faults("[rules]\nt_normal = 1 wd\n");
    assert!(faults[0].starts_with("anju.toml:2: "), "{faults:?}");
}

#[test]
fn a_variable_that_is_wrong_is_named() {
    let env = [("ANJU_RULES__T_NORMAL", "soon"), ("ANJU_RULES__T_URGENT", "1 wd"), ("ANJU_INBOX__WORKERS", "many")];
    let faults = read_with("", &env).expect_err("wrong");
    assert_eq!(faults[0], "ANJU_INBOX__WORKERS: string values must be quoted, expected literal string");
    assert_eq!(faults[1], "ANJU_RULES__T_NORMAL: `soon` is not a limit; write for example \"3 wd\" or \"24 h\"");
    assert_eq!(faults[2], "ANJU_RULES__T_URGENT: there is no setting `rules.t_urgent`");
}

#[test]
fn variables_of_other_programs_are_left_alone() {
    read_with("", &[("ANJU_TEST_POSTGRES", "x"), ("PATH", "/bin"), ("ANJU", "")]).expect("none of ours");
}

#[test]
fn rules_that_cannot_hold_are_refused() {
    let one = |file: &str| faults(file).join("\n");
    assert!(one("[rules]\nm_repair_tier2 = 999\n").contains("the second tier lies below the first"));
    assert!(one("[rules]\nm_repair_tier1 = \"1000.005\"\n").contains("not an amount"));
    assert!(one("[rules]\nx_owner_sign_wait = \"by 2026-10-10\"\n").contains("is a date"));
    assert!(one("[numbers]\ncomplaint = \"TS-{estate}\"\n").contains("no running number"));
    assert!(
        one("[inspection]\nclass_a = [[\"cs_clark\"], [\"repair_team_leader\"]]\n").contains("`cs_clark` is no role")
    );
    assert!(one("[inspection]\nclass_b = [[\"cs_clerk\"]]\n").contains("repair_team_leader"));
}

#[test]
fn a_webhook_needs_its_address_and_its_secret() {
    let faults = faults("[telegram]\nmode = \"webhook\"\nwebhook_url = \"http://example.org/x\"\n");
    assert_eq!(faults.len(), 2, "{faults:?}");
    let file =
        "[telegram]\nmode = \"webhook\"\nwebhook_url = \"https://example.org/telegram/x\"\nwebhook_secret = \"s\"\n";
    let Mode::Webhook(webhook) = read(file).expect("sound").telegram.mode else { panic!("a webhook") };
    assert_eq!(webhook.path, "/telegram/x");
}

const WECOM: &str = "[wecom]\ncorp_id = \"ww1\"\nagent_id = 1000002\nsecret = \"hid-den\"\ntoken = \"tok-en\"\n\
                     aes_key = \"jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C\"\n";

#[test]
fn wecom_needs_all_of_it_or_nothing() {
    assert_eq!(read("").expect("sound").wecom, None);
    let wecom = read(WECOM).expect("sound").wecom.expect("an enterprise");
    assert_eq!((wecom.agent_id, wecom.path.as_str(), wecom.customers.kept), (1_000_002, "/wecom", 2));
    assert_eq!(faults("[wecom]\ncorp_id = \"ww1\"\n").len(), 4, "number, secret, token and key");
    let with = |line: &str| faults(&format!("{WECOM}{line}\n")).join("\n");
    assert!(with("path = \"/healthz\"").contains("wecom.path"));
    assert!(with("window_kept = 5").contains("window_kept"));
    assert!(with("member_burst = 20").contains("30 a minute"));
    assert!(with("[http]\nlisten = \"\"").contains("http.listen"));
    assert!(!format!("{wecom:?}").contains("hid-den") && !with("path = 1").contains("tok-en"));
}

#[test]
fn secrets_are_never_printed() {
    let file = "[database]\nurl = \"postgres://anju:pass-word@db/anju\"\n[telegram]\ntoken = \"123:to-ken\"\n\
                mode = \"webhook\"\nwebhook_url = \"https://example.org/hook\"\nwebhook_secret = \"se-cret\"\n";
    let config = read(file).expect("sound");
    let printed = format!("{config:?} {config:#?} {}", config.database.url);
    for secret in ["pass-word", "to-ken", "se-cret"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    let broken = ["[telegram]\ntoken = 1234567\n", "[database]\nurl = \"mysql://anju:1234567@db/anju\"\n"];
    for file in broken {
        assert!(!faults(file).join("\n").contains("1234567"));
    }
}

#[test]
fn a_token_may_stand_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token");
    std::fs::write(&path, "\u{feff}1:abc\n").expect("written");
    let file = format!("[telegram]\ntoken_file = \"{}\"\n", path.display());
    assert_eq!(read(&file).expect("sound").telegram.token.as_ref().map(Secret::reveal), Some("1:abc"));
    std::fs::remove_file(&path).expect("removed");
    assert!(faults(&file)[0].contains("telegram.token_file"));
}
