//! A company small enough to be seen at once, and cases at each stage of the
//! main line.

use crate::domain::acts;
use crate::domain::approval::Decision;
use crate::domain::calendar::Calendar;
use crate::domain::calendar::tests::{at, china, time};
use crate::domain::case::{Case, Home};
use crate::domain::clock::{Clock, Promise, Rule};
use crate::domain::command::{Command, Described, Opening, Request};
use crate::domain::complaint::Source;
use crate::domain::deadline::Hours;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, CaseId, EstateId, HomeId, PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::{Actor, By, Colleague, Directory, Resident, Role, Seat, Tie};
use crate::domain::refusal::Refusal;
use crate::domain::reminding::ReminderRules;
use crate::domain::rules::Rules;
use crate::domain::warranty::Class;
use crate::domain::work_order::Trades;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

pub const ESTATE: EstateId = EstateId(1);
pub const ELSEWHERE: EstateId = EstateId(2);
pub const HOME: HomeId = HomeId(7);
pub const TEAM: &str = "一队";
pub const UNIT: &str = "物业";

/// Friday noon; the Saturday after is a make-up day.
pub const NOW: &str = "2025-10-10 12:00";

pub fn start() -> DateTime<Utc> {
    at(NOW)
}

pub fn rules() -> Rules {
    let limit = |text: &str| text.parse().expect("a limit");
    Rules {
        complaint_number: "TS-{estate}-{yyyymmdd}-{nnn}".to_owned(),
        order_number: "PG-{class}-{estate}-{yyyy}-{nnnn}".to_owned(),
        x_unfinished_intake: limit("30 min"),
        x_emergency_taken: limit("10 min"),
        x_emergency_next: limit("10 min"),
        x_emergency_doubt: limit("2 min"),
        x_emergency_post_approval: limit("1 wd"),
        x_route_limit: limit("4 wh"),
        c_reply_customer: limit("2 wd"),
        x_dispatch_accept: limit("4 wh"),
        r_single_trade: limit("3 wd"),
        r_multi_trade: limit("7 wd"),
        t_normal: limit("2 wd"),
        x_owner_sign_wait: limit("3 cd"),
        s_repair_phone_1wd: limit("1 wd"),
        s_repair_week: limit("7 cd"),
        s_complaint_3d: limit("3 cd"),
        s_correction_notice: limit("24 h"),
        x_person_wanted: limit("1 wh"),
        x_urge_again: limit("1 h"),
        x_resubmit: limit("5 wd"),
        x_inspect: limit("1 wd"),
        x_manager_decide: limit("2 wd"),
        x_owner_answer: limit("1 wd"),
        x_visit_kept: limit("1 h"),
        x_call_made: limit("1 wd"),
        x_draft_nudge: limit("1 wd"),
        x_completion_photos: 2,
        x_revisit_attempts: 3,
        r_failed_repairs_max: 2,
        w_waterproof: 5,
        w_mep_fitout: 2,
        m_repair_tier1: Fen::yuan(1_000),
        m_repair_tier2: Fen::yuan(10_000),
        inspectors_a: vec![vec![Role::RepairTeamLeader], vec![Role::CsClerk, Role::CaseHandler]],
        inspectors_b: vec![vec![Role::RepairTeamLeader], vec![Role::CsClerk, Role::CaseHandler]],
        parts: BTreeMap::new(),
        reminders: ReminderRules {
            hours: Hours { business_open: time("09:00"), business_close: time("18:00") },
            quiet_from: time("21:00"),
            quiet_to: time("08:00"),
            remind_1wd_hours: 4,
            remind_at_percent: 75,
            morning: time("09:00"),
            by_date_first_wd: 5,
            by_date_again_wd: 1,
            escalate_l3_wd: 1,
        },
    }
}

pub fn seat(role: Role) -> Seat {
    let unit = match role {
        Role::RepairTeamLeader => Some(TEAM.to_owned()),
        Role::DeptHandler => Some(UNIT.to_owned()),
        _ => None,
    };
    Seat { role, estate: Some(ESTATE), unit, standing_deputy: false }
}

/// Whoever may appear: a staff member per role under the role's own word, and
/// the people of the home and around it.
pub fn actor(name: &str) -> Actor {
    let resident =
        |id, homes: &[HomeId]| Actor { person: Some(PersonId(id)), seats: Vec::new(), homes: homes.to_vec() };
    let staff = |id, seat| Actor { person: Some(PersonId(id)), seats: vec![seat], homes: Vec::new() };
    match name {
        "system" => Actor::system(),
        "owner" => resident(1, &[HOME]),
        "family" => resident(2, &[HOME]),
        "tenant" => resident(3, &[HOME]),
        "neighbour" => resident(4, &[HomeId(8)]),
        "clerk_elsewhere" => staff(5, Seat { estate: Some(ELSEWHERE), ..seat(Role::CsClerk) }),
        "other_leader" => staff(6, Seat { unit: Some("二队".to_owned()), ..seat(Role::RepairTeamLeader) }),
        word => {
            let role = Role::from_word(word).unwrap_or_else(|| panic!("there is no {word}"));
            staff(100 + place(role), seat(role))
        }
    }
}

fn place(role: Role) -> i64 {
    let place = Role::ALL.iter().position(|one| *one == role).expect("a role");
    i64::try_from(place).expect("few")
}

pub fn person(name: &str) -> PersonId {
    actor(name).person.expect("a person")
}

pub fn by(name: &str) -> By {
    let actor = actor(name);
    actor.seats.first().map_or(By::resident(&actor), |seat| By::seat(&actor, seat))
}

pub const EVERYBODY: &[&str] = &[
    "system",
    "owner",
    "family",
    "tenant",
    "neighbour",
    "clerk_elsewhere",
    "other_leader",
    "cs_clerk",
    "case_handler",
    "dept_handler",
    "repair_team_leader",
    "maintenance_supervisor",
    "cs_manager",
    "engineering_dept",
    "quality_deputy_chief_engineer",
    "vice_gm",
    "general_manager",
    "gm_office",
];

/// All of them reachable and at work.
pub fn company() -> Directory {
    let mut people = Directory::default();
    for name in EVERYBODY {
        let actor = actor(name);
        let Some(person) = actor.person else { continue };
        people.names.insert(person, (*name).to_owned());
        if !actor.seats.is_empty() {
            people.staff.push(Colleague { person, seats: actor.seats, reachable: true, away: false });
        }
    }
    for (name, tie) in [("owner", Tie::Owner), ("family", Tie::Family), ("tenant", Tie::Tenant)] {
        people.residents.push(Resident { person: person(name), home: HOME, tie, reachable: true });
    }
    people
}

/// What a transition looks at.
pub struct Scene {
    pub rules: Rules,
    pub calendar: Calendar,
    pub people: Directory,
}

impl Scene {
    pub fn new() -> Scene {
        Scene { rules: rules(), calendar: china(), people: company() }
    }

    pub fn frame(&self) -> Frame<'_> {
        Frame { at: at(NOW), now: at(NOW), rules: &self.rules, calendar: &self.calendar, people: &self.people }
    }

    pub fn does(&self, case: &mut Case, name: &str, command: Command) -> Result<(), Refusal> {
        case.carry_out(&Request::plain(command), &actor(name), &self.frame()).map(drop)
    }

    /// Said by the owner, in his home, and nothing more.
    pub fn received(&self) -> Case {
        let opening = Opening {
            reporter: person("owner"),
            source: Source::Bot,
            estate: ESTATE,
            home: Some(HOME),
            words: "漏水".to_owned(),
            category: Some("pipes".to_owned()),
            photos: Vec::new(),
        };
        let (mut case, _) = acts::open(CaseId(1), opening, &actor("owner"), &self.frame()).expect("he may");
        case.home = Some(Home {
            id: HOME,
            estate: ESTATE,
            estate_code: "AJ".to_owned(),
            estate_name: "安居".to_owned(),
            number: "1-1".to_owned(),
            accepted_on: None,
        });
        case
    }

    /// The case at a stage of the main line, every stage by its own command.
    pub fn at_stage(&self, stage: Stage) -> Case {
        let mut case = self.received();
        for (done, name, command) in MAIN_LINE {
            if *done > stage {
                break;
            }
            self.does(&mut case, name, command()).unwrap_or_else(|why| panic!("{done:?}: {why}"));
            if *done == Stage::Issued {
                let due = at("2025-10-14 18:00");
                let seq = case.take_seq();
                let promise = Promise { rule: Rule::SingleTrade, subject: ORDER, since: at(NOW) };
                case.clocks.push(Clock::start(seq, promise, &self.frame()));
                assert!(case.finish_clock(ORDER).is_some_and(|clock| clock.due_at >= due));
            }
        }
        case
    }
}

/// The seqs that the main line gives out.
pub const ORDER: Seq = Seq(1);
pub const APPROVAL: Seq = Seq(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Registered,
    Pending,
    Approved,
    Issued,
    Accepted,
    Arrived,
    Reported,
    Checked,
    Signed,
}

type Line = (Stage, &'static str, fn() -> Command);

const MAIN_LINE: &[Line] = &[
    (Stage::Registered, "owner", || {
        Command::Describe(Described { place: Some("厨房".to_owned()), ..Described::default() })
    }),
    (Stage::Registered, "owner", || Command::Register { number: "TS-1".to_owned() }),
    (Stage::Pending, "cs_clerk", || dispatch(Fen::yuan(800))),
    (Stage::Approved, "cs_manager", || vote(0, 1, Decision::Approve)),
    (Stage::Issued, "system", || Command::Issue { order: ORDER, number: "PG-1".to_owned() }),
    (Stage::Accepted, "repair_team_leader", || Command::Accept { order: ORDER }),
    (Stage::Arrived, "repair_team_leader", || Command::Arrive { order: ORDER }),
    (Stage::Reported, "repair_team_leader", || complete(1, 1, None)),
    (Stage::Checked, "cs_clerk", || Command::Check { order: ORDER }),
    (Stage::Signed, "owner", || Command::Sign { order: ORDER }),
];

pub fn dispatch(estimate: Fen) -> Command {
    Command::Dispatch { class: Class::A, team: TEAM.to_owned(), trades: Trades::Single, estimate, content: None }
}

pub fn vote(step: usize, rev: i64, decision: Decision) -> Command {
    Command::Vote { approval: APPROVAL, step, rev, decision, reason: None }
}

pub fn complete(before: i64, after: i64, missing: Option<&str>) -> Command {
    Command::Complete {
        order: ORDER,
        before: (0..before).map(AttachmentId).collect(),
        after: (0..after).map(|id| AttachmentId(50 + id)).collect(),
        missing: missing.map(str::to_owned),
        note: None,
    }
}

/// In one word, for tables: where it led, or why not.
pub fn word<T>(result: Result<T, Refusal>, state: impl FnOnce(T) -> &'static str) -> &'static str {
    match result {
        Ok(value) => state(value),
        Err(Refusal::NotNow) => "-",
        Err(Refusal::AlreadyDone { .. } | Refusal::AlreadyDecided { .. }) => "done",
        Err(refusal) => refusal.key(),
    }
}
