//! Estates, homes and seats, as they are written and as a turn reads them.

use super::helpers::{account, person};
use crate::base::{both, seconds, start};
use anju::domain::ids::{EstateId, PersonId};
use anju::store::staff::NewSeat;
use anju::store::{Db, Tx, directory, estates, people, staff};
use chrono::NaiveDate;

async fn estate(tx: &mut Tx, code: &str) -> EstateId {
    estates::put(tx, code, &format!("{code}苑")).await.unwrap()
}

fn seat(person: PersonId, role: &str, estate: Option<EstateId>) -> NewSeat {
    NewSeat { person, role: role.to_owned(), estate, unit: None, standing_deputy: false, since: start() }
}

both!(an_import_twice_changes_nothing, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let day = NaiveDate::from_ymd_opt(2024, 6, 30);
    let mut ids = Vec::new();
    for accepted_on in [day, None] {
        let a = estate(&mut tx, "A").await;
        let home = estates::put_home(&mut tx, a, "3-1201", accepted_on).await.unwrap();
        let resident = estates::put_resident(&mut tx, li, home, "owner", start()).await.unwrap();
        let team = NewSeat { unit: Some("水电".to_owned()), ..seat(li, "repair_team_leader", Some(a)) };
        let seats = [
            staff::put(&mut tx, &team).await.unwrap(),
            staff::put(&mut tx, &seat(li, "general_manager", None)).await.unwrap(),
        ];
        ids.push((a, home, resident, seats));
    }
    assert_eq!(ids[0], ids[1]);
    let (a, home, ..) = ids[0];
    let found = estates::find_home(&mut tx, a, "3-1201").await.unwrap().unwrap();
    assert_eq!((found.id, found.accepted_on, found.estate_name.as_str()), (home, day, "A苑"));
    assert_eq!(estates::home(&mut tx, home).await.unwrap(), Some(found));
    assert_eq!(estates::find_home(&mut tx, a, "9-9").await.unwrap(), None);
    assert_eq!(estates::all(&mut tx).await.unwrap().len(), 1);
});

both!(a_person_stands_where_he_stands_now, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let a = estate(&mut tx, "A").await;
    let home = estates::put_home(&mut tx, a, "3-1201", NaiveDate::from_ymd_opt(2024, 6, 30)).await.unwrap();
    estates::put_resident(&mut tx, li, home, "tenant", start()).await.unwrap();
    let clerk = staff::put(&mut tx, &NewSeat { standing_deputy: true, ..seat(li, "cs_clerk", Some(a)) }).await.unwrap();
    staff::put(&mut tx, &seat(li, "vice_gm", None)).await.unwrap();

    let before = directory::standing(&mut tx, li, start() - seconds(1)).await.unwrap();
    assert_eq!((before.seats.len(), before.homes.len()), (0, 0));
    let now = directory::standing(&mut tx, li, start()).await.unwrap();
    let seats: Vec<_> = now.seats.iter().map(|seat| (seat.role.as_str(), seat.estate, seat.standing_deputy)).collect();
    assert_eq!(seats, [("cs_clerk", Some(a), true), ("vice_gm", None, false)]);
    let home_now = &now.homes[0];
    assert_eq!((home_now.id, home_now.estate_code.as_str(), home_now.number.as_str()), (home, "A", "3-1201"));
    assert_eq!((home_now.tie.as_str(), home_now.accepted_on), ("tenant", NaiveDate::from_ymd_opt(2024, 6, 30)));

    let end = start() + seconds(60);
    staff::end(&mut tx, clerk, end).await.unwrap();
    assert!(estates::move_out(&mut tx, li, home, end).await.unwrap());
    assert!(!estates::move_out(&mut tx, li, home, end).await.unwrap());
    assert!(staff::end(&mut tx, clerk, end).await.is_err());
    let after = directory::standing(&mut tx, li, end).await.unwrap();
    assert_eq!((after.seats.len(), after.homes.len()), (1, 0));
});

both!(the_staff_of_an_estate_comes_with_its_accounts, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let (a, b) = (estate(&mut tx, "A").await, estate(&mut tx, "B").await);
    let (li, wang, zhao) = (person(&mut tx, "李").await, person(&mut tx, "王").await, person(&mut tx, "赵").await);
    let leader = NewSeat { unit: Some("水电".to_owned()), ..seat(li, "repair_team_leader", Some(a)) };
    staff::put(&mut tx, &leader).await.unwrap();
    staff::put(&mut tx, &seat(wang, "cs_manager", None)).await.unwrap();
    staff::put(&mut tx, &seat(zhao, "cs_clerk", Some(b))).await.unwrap();
    let (blocked, fine) = (account(&mut tx, "1").await, account(&mut tx, "2").await);
    for id in [blocked, fine] {
        people::bind(&mut tx, id, Some(li)).await.unwrap();
    }
    people::heard(&mut tx, fine, None, start() - seconds(60)).await.unwrap();
    people::unreachable(&mut tx, blocked, start(), "blocked").await.unwrap();
    staff::put_leave(&mut tx, wang, start(), start() + seconds(60)).await.unwrap();

    let at_a = directory::staff(&mut tx, Some(a), start()).await.unwrap();
    let names: Vec<_> = at_a.iter().map(|one| (one.name.as_str(), one.on_leave, one.accounts.len())).collect();
    assert_eq!(names, [("李", false, 2), ("王", true, 0)]);
    assert_eq!(at_a[0].seat.unit.as_deref(), Some("水电"));
    assert_eq!(at_a[0].accounts.iter().map(|reach| reach.account).collect::<Vec<_>>(), [fine, blocked]);
    assert_eq!(at_a[0].accounts[1].unreachable_since, Some(start()));
    assert_eq!(directory::staff(&mut tx, None, start()).await.unwrap().len(), 3);
    assert_eq!(staff::end_leaves(&mut tx, wang, start() + seconds(1)).await.unwrap(), 1);
    let later = directory::staff(&mut tx, Some(a), start() + seconds(2)).await.unwrap();
    assert!(!later[1].on_leave);
});

both!(the_people_of_a_home_come_with_their_accounts, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let a = estate(&mut tx, "A").await;
    let home = estates::put_home(&mut tx, a, "1-101", None).await.unwrap();
    let other = estates::put_home(&mut tx, a, "1-102", None).await.unwrap();
    let (li, han) = (person(&mut tx, "李").await, person(&mut tx, "韩").await);
    estates::put_resident(&mut tx, li, home, "owner", start()).await.unwrap();
    estates::put_resident(&mut tx, han, home, "family", start()).await.unwrap();
    estates::put_resident(&mut tx, li, other, "owner", start()).await.unwrap();
    let id = account(&mut tx, "1").await;
    people::bind(&mut tx, id, Some(han)).await.unwrap();
    let there = directory::residents(&mut tx, home, start()).await.unwrap();
    let there: Vec<_> = there.iter().map(|one| (one.name.as_str(), one.tie.as_str(), one.accounts.len())).collect();
    assert_eq!(there, [("李", "owner", 0), ("韩", "family", 1)]);
});
