//! Who sits in a chair: empty, unreachable, away, the requester himself; the
//! standing deputy; and up the line until somebody is there (S13, S14).

use super::scene::{ELSEWHERE, ESTATE, company, person, seat};
use crate::domain::ids::PersonId;
use crate::domain::people::{Colleague, Directory, PassedUp, Role, Seat, Seating};

fn remove(people: &mut Directory, name: &str) {
    let gone = person(name);
    people.staff.retain(|one| one.person != gone);
}

fn change(people: &mut Directory, name: &str, how: impl Fn(&mut Colleague)) {
    let person = person(name);
    people.staff.iter_mut().filter(|one| one.person == person).for_each(how);
}

fn deputy(people: &mut Directory, id: i64, role: Role) -> PersonId {
    let person = PersonId(id);
    let seats = vec![Seat { standing_deputy: true, ..seat(role) }];
    people.staff.push(Colleague { person, seats, reachable: true, away: false });
    person
}

/// The chair, its holders, whether they are deputies, and the chairs passed over.
type Found = (Role, Vec<PersonId>, bool, Vec<(Role, PassedUp)>);

fn found(people: &Directory, role: Role, not: Option<&str>) -> Option<Found> {
    let seating = people.seat_for(role, ESTATE, not.map(person).as_slice());
    seating.map(|Seating { role, holders, deputies, passed }| (role, holders, deputies, passed))
}

#[test]
fn who_holds_the_seat_gets_it() {
    let people = company();
    assert_eq!(
        found(&people, Role::CsManager, None),
        Some((Role::CsManager, vec![person("cs_manager")], false, vec![]))
    );
}

#[test]
fn up_the_line_with_each_reason() {
    let mut people = company();
    remove(&mut people, "quality_deputy_chief_engineer");
    change(&mut people, "vice_gm", |one| one.reachable = false);
    let passed = vec![(Role::QualityDeputyChiefEngineer, PassedUp::Empty), (Role::ViceGm, PassedUp::Unreachable)];
    let expected = Some((Role::GeneralManager, vec![person("general_manager")], false, passed));
    assert_eq!(found(&people, Role::QualityDeputyChiefEngineer, None), expected);
    assert_eq!(found(&people, Role::GeneralManager, Some("general_manager")), None, "nobody is above");
}

#[test]
fn away_is_as_unreachable() {
    let mut people = company();
    change(&mut people, "cs_manager", |one| one.away = true);
    let (role, _, _, passed) = found(&people, Role::CsManager, None).unwrap();
    assert_eq!((role, passed), (Role::ViceGm, vec![(Role::CsManager, PassedUp::Unreachable)]));
}

#[test]
fn the_requester_is_passed_over_even_if_others_are_merely_away() {
    let mut people = company();
    let (role, _, _, passed) = found(&people, Role::CsManager, Some("cs_manager")).unwrap();
    assert_eq!((role, passed), (Role::ViceGm, vec![(Role::CsManager, PassedUp::Requester)]));
    // A second holder decides in his place.
    people.staff.push(Colleague {
        person: PersonId(60),
        seats: vec![seat(Role::CsManager)],
        reachable: true,
        away: false,
    });
    let (role, holders, ..) = found(&people, Role::CsManager, Some("cs_manager")).unwrap();
    assert_eq!((role, holders), (Role::CsManager, vec![PersonId(60)]));
    change(&mut people, "cs_manager", |one| one.away = true);
    people.staff.iter_mut().filter(|one| one.person == PersonId(60)).for_each(|one| one.away = true);
    let (_, _, _, passed) = found(&people, Role::CsManager, Some("cs_manager")).unwrap();
    assert_eq!(passed, vec![(Role::CsManager, PassedUp::Unreachable)]);
}

#[test]
fn a_deputy_signs_for_a_department_manager_but_not_for_a_leader_of_the_company() {
    let mut people = company();
    let stand_in = deputy(&mut people, 61, Role::CsManager);
    assert!(!found(&people, Role::CsManager, None).unwrap().2, "the holder is there");
    change(&mut people, "cs_manager", |one| one.away = true);
    assert_eq!(found(&people, Role::CsManager, None), Some((Role::CsManager, vec![stand_in], true, vec![])));
    deputy(&mut people, 62, Role::ViceGm);
    change(&mut people, "vice_gm", |one| one.away = true);
    assert_eq!(found(&people, Role::ViceGm, None).unwrap().0, Role::GeneralManager);
    for role in Role::ALL {
        let company_leader = matches!(role, Role::QualityDeputyChiefEngineer | Role::ViceGm | Role::GeneralManager);
        assert!(!(company_leader && role.delegable()), "{role:?}");
    }
}

#[test]
fn a_seat_counts_in_its_own_estate() {
    let people = company();
    assert!(people.holders(Role::CsClerk, ELSEWHERE).map(|one| one.person).eq([person("clerk_elsewhere")]));
    assert!(people.holders(Role::CsClerk, ESTATE).map(|one| one.person).eq([person("cs_clerk")]));
}

#[test]
fn an_empty_desk_is_the_managers() {
    let mut people = company();
    assert_eq!(people.desk(ESTATE), [person("cs_clerk"), person("case_handler")]);
    remove(&mut people, "cs_clerk");
    assert_eq!(people.desk(ESTATE), [person("case_handler")]);
    change(&mut people, "case_handler", |one| one.away = true);
    assert_eq!(people.desk(ESTATE), [person("cs_manager")]);
}
