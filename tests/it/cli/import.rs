//! `anju import`: all or nothing, every bad row named, twice changes nothing.

use super::lists::{HEADER, said, sum, take, take_csv, workbook};
use crate::base::{both, start};
use crate::world::office;
use anju::app::sandbox::DEMO;
use anju::import::{Table, chairs};
use anju::store::register::{self, Known};
use anju::store::{Db, directory, people};
use anju::talk::inbound::Lang;
use chrono::TimeDelta;

both!(a_list_is_taken_once, |db| async move {
    let demo = || Table::read("demo.csv", DEMO.as_bytes());
    let (good, words) = said(&db, demo(), false).await;
    assert!(good, "{words}");
    assert!(words.ends_with("\n41 changed\n"), "every chair is held: {words}");
    let (good, words) = said(&db, demo(), false).await;
    assert!(good && words.ends_with("\n0 changed\n"), "{words}");
});

both!(a_dry_run_only_says_it, |db| async move {
    let (good, words) = said(&db, Table::read("demo.csv", DEMO.as_bytes()), true).await;
    assert!(good && words.contains("41 changed if this were no dry run"), "{words}");
    assert_eq!(register::everybody(&mut db.read().await.unwrap()).await.unwrap(), []);
});

both!(every_bad_row_is_named_and_nothing_is_written, |db| async move {
    let rows = "estate,ZS,竹山,,,,,,,,,,,,\n\
        home,ZS,,1201,2024-13-30,,,,,,,,,,\n\
        home,XX,,1202,,,,,,,,,,,\n\
        resident,ZS,,1201,,1,李娜,12,,,,,,,\n\
        resident,ZS,,9999,,2,陈强,13900001002,,owner,,,,,\n\
        flat,ZS,,1203,,,,,,,,,,,\n\
        role,,,,,3,王芳,13900002001,,,cs_clark,,,,\n\
        role,,,,,4,张伟,,,,repair_team_leader,,,,\n\
        role,,,,,5,吴涛,,,,vice_gm,,yes,,\n\
        role,,,,,6,,,,,cs_clerk,,,,\n\
        role,,,1201,,7,孙丽,,,,cs_manager,,,2026-05-01,2026-04-30\n\
        role,,,,,3,王方,,,,case_handler,,,,\n\
        leave,,,,,7,,,,,,,,2026-05-01,\n\
        person,,,,,,郑华,,,,,,,,\n";
    let faults = take_csv(&db, rows).await.unwrap_err();
    let named = |line: usize, words: &str| {
        let start = format!("list.csv:{line}: ");
        assert!(
            faults.iter().any(|fault| fault.starts_with(&start) && fault.contains(words)),
            "{line} {words}: {faults:#?}"
        );
    };
    named(3, "`2024-13-30` is not a date");
    named(4, "there is no estate XX");
    named(5, "`12` is not a telephone number");
    named(5, "needs tie");
    named(6, "there is no home 9999");
    named(7, "`flat` is no kind of row");
    named(8, "`cs_clark` is no role");
    named(9, "needs the unit");
    named(10, "no standing deputy");
    named(11, "nobody is known as `6`");
    named(12, "a role row says nothing of home");
    named(12, "before it begins");
    named(14, "a leave row needs until");
    named(15, "a person needs a key");
    // The rows that only lean on bad ones are not blamed.
    assert_eq!(faults.len(), 14, "{faults:#?}");
    let mut tx = db.read().await.unwrap();
    assert_eq!(register::everybody(&mut tx).await.unwrap(), []);
    assert_eq!(register::homes(&mut tx).await.unwrap(), []);
});

both!(a_list_must_not_contradict_itself, |db| async move {
    let rows = "person,,,,,3,王芳,,,,,,,,\n\
        person,,,,,3,王方,,,,,,,,\n\
        estate,ZS,竹山,,,,,,,,,,,,\n\
        estate,ZS,珠山,,,,,,,,,,,,\n\
        estate,ZS,竹山,,,,,,,,,,,,\n\
        person,,,,,8,甲,13900001001,,,,,,,\n\
        person,,,,,9,乙,13900001001,,,,,,,\n\
        person,,,,,,丙,13900001001,,,,,,,\n";
    let faults = take_csv(&db, rows).await.unwrap_err();
    assert_eq!(
        faults,
        [
            "list.csv:3: the name of `3` is another one on line 2; two people need two keys",
            "list.csv:5: line 4 says otherwise",
            "list.csv:9: `13900001001` is the number of several people: give the key",
        ]
    );
});

both!(excel_and_csv_say_the_same, |db| async move {
    let table = Table::read("住户.XLSX", &workbook());
    assert_eq!(table.remarks.len(), 1, "the sheet of notes is told of: {table:#?}");
    assert_eq!(sum(&take(&db, &office(), table).await.unwrap()), (9, 0, 0));
    let rows = "estate,ZS,竹山,,,,,,,,,,,,\n\
        home,zs,,1201,2024年6月30日,,,,,,,,,,\n\
        home,ＺＳ,,１２０２,,,,,,,,,,,\n\
        resident,ZS,,1201,,,李娜,+86 139-0000-1001,,owner,,,,,\n\
        role,,,,,7,王芳,,,,cs_clerk,,,2025/1/1,\n\
        role,,,,,8,张伟,,,,repair_team_leader,水电一队,,,\n";
    assert_eq!(sum(&take_csv(&db, rows).await.unwrap()), (0, 0, 9));
});

#[test]
fn a_file_of_another_encoding_is_told_so() {
    let mut gbk = HEADER.as_bytes().to_vec();
    gbk.extend(b"estate,ZS,\xD6\xF1\xC9\xBD,,,,,,,,,,,,\n");
    let faults = Table::read("list.csv", &gbk).faults;
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().starts_with("list.csv:2: the file is not UTF-8"), "{}", faults[0]);
    let marked = [b"\xEF\xBB\xBF".as_slice(), HEADER.as_bytes(), b"estate,ZS,\xE7\xAB\xB9,,,,,,,,,,,,\n"].concat();
    let table = Table::read("list.csv", &marked);
    assert!(table.faults.is_empty() && table.rows.len() == 1, "{table:?}");
    assert!(!Table::read("list.xlsx", b"no workbook").faults.is_empty());
    assert!(!Table::read("list.csv", b"").faults.is_empty());
    let unknown = Table::read("list.csv", b"kind,stairs\nestate,3\n").faults;
    assert!(unknown[0].to_string().contains("there is no column `stairs`"), "{}", unknown[0]);
}

async fn seats_of(db: &Db, key: &str, day: i64) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let person = register::by_keys(&mut tx, &[key.to_owned()]).await.unwrap().remove(0);
    let standing = directory::standing(&mut tx, person.id, start() + TimeDelta::days(day)).await.unwrap();
    standing.seats.into_iter().map(|seat| seat.role).collect()
}

both!(seats_begin_and_end_by_their_days, |db| async move {
    let rows = "role,,,,,7,王芳,,,,cs_clerk,,,2026-03-10,\n";
    take_csv(&db, rows).await.unwrap();
    assert_eq!(seats_of(&db, "7", 7).await, [""; 0], "the day before");
    assert_eq!(seats_of(&db, "7", 8).await, ["cs_clerk"]);
    let ended = "role,,,,,7,,,,,cs_clerk,,,2026-03-10,2026-03-31\n";
    assert_eq!(sum(&take_csv(&db, ended).await.unwrap()), (0, 1, 1));
    assert_eq!(sum(&take_csv(&db, ended).await.unwrap()), (0, 0, 2));
    assert_eq!(seats_of(&db, "7", 29).await, ["cs_clerk"], "the last day counts");
    assert_eq!(seats_of(&db, "7", 30).await, [""; 0]);
    let again = "role,,,,,7,,,,,cs_clerk,,,2026-06-01,\n";
    assert_eq!(sum(&take_csv(&db, again).await.unwrap()), (1, 0, 1));
    assert_eq!(sum(&take_csv(&db, again).await.unwrap()), (0, 0, 2));
    let never = take_csv(&db, "role,,,,,7,,,,,cs_manager,,,,2026-03-31\n").await.unwrap_err();
    assert!(never[0].contains("ends a seat that is not held"), "{never:?}");
});

both!(people_move_out_and_go_on_leave, |db| async move {
    let homes = "estate,ZS,竹山,,,,,,,,,,,,\nhome,ZS,,1,,,,,,,,,,,\n";
    let lives = "resident,ZS,,1,,7,王芳,,,tenant,,,,2026-01-01,\nleave,,,,,7,,,,,,,,2026-05-01,2026-05-05\n";
    take_csv(&db, &format!("{homes}{lives}")).await.unwrap();
    let left = "resident,ZS,,1,,7,,,,tenant,,,,,2026-02-28\nleave,,,,,7,,,,,,,,2026-05-01,2026-05-05\n";
    assert_eq!(sum(&take_csv(&db, left).await.unwrap()), (0, 1, 2));
    assert_eq!(sum(&take_csv(&db, left).await.unwrap()), (0, 0, 3));
    let mut tx = db.read().await.unwrap();
    let residences = register::residences(&mut tx).await.unwrap();
    assert_eq!(residences[0].until, Some("2026-02-28T16:00:00Z".parse().unwrap()), "until its midnight in China");
    assert_eq!(register::leaves(&mut tx).await.unwrap().len(), 1);
});

both!(whoever_a_clerk_met_by_telephone_is_the_same_person, |db| async move {
    let mut tx = db.begin().await.unwrap();
    let met = people::create(&mut tx, "李女士", Some("13900001001"), Lang::Zh, start()).await.unwrap();
    tx.commit().await.unwrap();
    let rows = "person,,,,,7,李娜,139 0000 1001,en,,,,,,\n";
    assert_eq!(sum(&take_csv(&db, rows).await.unwrap()), (0, 1, 0));
    let known = register::person(&mut db.read().await.unwrap(), met).await.unwrap();
    let (key, phone) = (Some("7".to_owned()), Some("13900001001".to_owned()));
    assert_eq!(known, Some(Known { id: met, key, name: "李娜".to_owned(), phone, lang: Lang::En }));
    // Afterwards the number alone names her, too.
    let rows = "person,,,,,,,13900001001,,,,,,,\n";
    assert_eq!(sum(&take_csv(&db, rows).await.unwrap()), (0, 0, 1));
});

both!(empty_chairs_are_named, |db| async move {
    let rows = "estate,ZS,竹山,,,,,,,,,,,,\nestate,YQL,云栖里,,,,,,,,,,,,\n\
        role,,,,,1,王芳,,,,cs_clerk,,,,\n\
        role,,,,,2,孙丽,,,,cs_manager,,,,\n\
        role,ZS,,,,3,张伟,,,,repair_team_leader,水电一队,,,\n\
        role,,,,,4,马建国,,,,engineering_dept,,,,\n\
        role,,,,,5,周明,,,,quality_deputy_chief_engineer,,,,\n\
        role,ZS,,,,6,吴涛,,,,vice_gm,,,,\n\
        role,,,,,7,郑华,,,,general_manager,,,,2026-02-28\n";
    let rows = rows.replace("general_manager,,,,2026-02-28", "general_manager,,,2026-01-01,2026-02-28");
    take_csv(&db, &rows).await.unwrap();
    let empty = chairs::empty(&mut db.read().await.unwrap(), &office().rules, start()).await.unwrap();
    let empty: Vec<String> = empty.iter().map(ToString::to_string).collect();
    assert_eq!(
        empty,
        [
            "YQL: nobody is repair_team_leader; what is due there goes to cs_manager",
            "YQL: nobody is vice_gm; what is due there goes to general_manager",
            "YQL: nobody is general_manager",
            "ZS: nobody is general_manager",
        ]
    );
});
