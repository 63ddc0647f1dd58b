//! The company of the stories: two estates, everybody with one phone.

use anju::domain::ids::{EstateId, HomeId, PersonId};
use anju::store::staff::{self, NewSeat};
use anju::store::{Db, estates, invitations, people};
use anju::talk::inbound::Lang;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::BTreeMap;

pub const MANAGER: &str = "孙丽";
pub const ENGINEER: &str = "周明";
pub const VICE: &str = "吴涛";
pub const GM: &str = "郑华";

pub struct Fixture {
    people: BTreeMap<String, One>,
    pub garden: EstateId,
    pub homes: BTreeMap<&'static str, HomeId>,
}

struct One {
    id: PersonId,
    user: i64,
    code: String,
    staff: bool,
}

impl Fixture {
    pub fn everybody(&self) -> Vec<(String, i64, String)> {
        self.people.iter().map(|(name, one)| (name.clone(), one.user, one.code.clone())).collect()
    }

    pub fn user(&self, name: &str) -> i64 {
        self.people.get(name).unwrap_or_else(|| panic!("there is no {name}")).user
    }

    /// Has a seat, whatever else he is.
    pub fn is_staff(&self, name: &str) -> bool {
        self.people.get(name).is_some_and(|one| one.staff)
    }

    pub fn id(&self, name: &str) -> PersonId {
        self.people.get(name).unwrap_or_else(|| panic!("there is no {name}")).id
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

pub async fn found(db: &Db, now: DateTime<Utc>) -> Fixture {
    let mut tx = db.begin().await.expect("a transaction");
    let garden = estates::put(&mut tx, "AJHY", "安居花园").await.expect("an estate");
    let valley = estates::put(&mut tx, "YQL", "云栖里").await.expect("an estate");
    let mut homes = BTreeMap::new();
    // 3-1201 and 3-1202: in warranty for pipes; 2-301: out of it; 5-602: in warranty.
    for (estate, number, accepted) in [
        (garden, "3-1201", "2024-06-01"),
        (garden, "3-1202", "2024-06-01"),
        (garden, "2-301", "2020-05-01"),
        (valley, "5-602", "2025-03-01"),
    ] {
        let home = estates::put_home(&mut tx, estate, number, day(accepted)).await.expect("a home");
        homes.insert(number, home);
    }
    tx.commit().await.expect("a commit");

    let mut company = Fixture { people: BTreeMap::new(), garden, homes };
    company.resident(db, now, "李娜", "3-1201", "owner").await;
    company.resident(db, now, "李强", "3-1201", "family").await;
    company.resident(db, now, "陈强", "2-301", "owner").await;
    company.resident(db, now, "陈强", "5-602", "owner").await;
    company.resident(db, now, "刘洋", "2-301", "family").await;
    company.seat(db, now, "王芳", "cs_clerk", None, None, false).await;
    company.seat(db, now, "王芳", "case_handler", None, None, false).await;
    company.seat(db, now, "刘洋", "cs_clerk", Some(valley), None, false).await;
    company.seat(db, now, "张伟", "repair_team_leader", None, Some("水电一队"), false).await;
    company.seat(db, now, "赵军", "repair_team_leader", None, Some("土建二队"), false).await;
    company.seat(db, now, MANAGER, "cs_manager", None, None, false).await;
    company.seat(db, now, ENGINEER, "quality_deputy_chief_engineer", None, None, false).await;
    company.seat(db, now, VICE, "vice_gm", None, None, false).await;
    company.seat(db, now, GM, "general_manager", None, None, false).await;
    company.seat(db, now, "何敏", "dept_handler", None, Some("物业服务部"), false).await;
    company
}

impl Fixture {
    pub async fn person(&mut self, db: &Db, now: DateTime<Utc>, name: &str) -> PersonId {
        if let Some(one) = self.people.get(name) {
            return one.id;
        }
        let mut tx = db.begin().await.expect("a transaction");
        let number = i64::try_from(self.people.len()).expect("few people");
        let phone = format!("1380000{number:04}");
        let id = people::create(&mut tx, name, Some(&phone), Lang::Zh, now).await.expect("a person");
        let code = format!("CODE{number}");
        invitations::create(&mut tx, &code, id, now, now + TimeDelta::days(7)).await.expect("an invitation");
        tx.commit().await.expect("a commit");
        self.people.insert(name.to_owned(), One { id, user: 1000 + number, code, staff: false });
        id
    }

    pub async fn resident(&mut self, db: &Db, now: DateTime<Utc>, name: &str, home: &str, tie: &str) {
        let person = self.person(db, now, name).await;
        let mut tx = db.begin().await.expect("a transaction");
        estates::put_resident(&mut tx, person, self.homes[home], tie, now).await.expect("a resident");
        tx.commit().await.expect("a commit");
    }

    #[expect(clippy::too_many_arguments, reason = "a row of the staff list")]
    pub async fn seat(
        &mut self,
        db: &Db,
        now: DateTime<Utc>,
        name: &str,
        role: &str,
        estate: Option<EstateId>,
        unit: Option<&str>,
        standing_deputy: bool,
    ) {
        let person = self.person(db, now, name).await;
        self.people.get_mut(name).expect("just there").staff = true;
        let mut tx = db.begin().await.expect("a transaction");
        let seat = NewSeat {
            person,
            role: role.to_owned(),
            estate,
            unit: unit.map(str::to_owned),
            standing_deputy,
            since: now,
        };
        staff::put(&mut tx, &seat).await.expect("a seat");
        tx.commit().await.expect("a commit");
    }
}
