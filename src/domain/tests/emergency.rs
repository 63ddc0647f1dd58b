//! Emergencies as they are stored, today's and those of before.

use super::{Emergency, State, stored};
use crate::domain::danger::Danger;

#[derive(serde::Deserialize)]
struct Record {
    #[serde(default, deserialize_with = "stored")]
    emergency: Option<Emergency>,
}

fn read(text: &str) -> Option<Emergency> {
    serde_json::from_str::<Record>(text).expect("a record").emergency
}

#[test]
fn an_old_record_is_urgent_and_rings_nobody() {
    let old = read(r#"{"emergency":"煤气"}"#).expect("an emergency");
    assert_eq!((old.danger, old.because.as_str(), &old.state), (Danger::Other, "煤气", &State::Recorded));
    assert!(old.is_urgent() && !old.rings() && old.doubted_until().is_none());
    assert_eq!(read(r#"{"emergency":null}"#), None);
    assert_eq!(read("{}"), None);
}

#[test]
fn what_is_written_is_read_again() {
    let since = chrono::DateTime::UNIX_EPOCH;
    for state in [State::Doubted { until: since }, State::Ringing { since, sure: false }, State::Recorded] {
        let emergency = Emergency {
            danger: Danger::Gas,
            because: "煤气".to_owned(),
            said: "煤气味".to_owned(),
            said_at: Some(since),
            round: 2,
            state,
        };
        let text = format!(r#"{{"emergency":{}}}"#, serde_json::to_string(&emergency).expect("json"));
        assert_eq!(read(&text), Some(emergency));
    }
}
