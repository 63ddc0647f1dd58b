//! What a failed call means for what was to be sent. The `errcode` decides and
//! never the `errmsg`, which changes without notice. The calling is in `wire`.

use super::advice::with_advice;
use super::wire::Failure;
use crate::channel::port::SendError;
use std::time::Duration;

/// WeCom counts by the minute first; who went over is shut out that long.
pub const FREQUENCY_PAUSE: Duration = Duration::from_secs(60);

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The access token is not taken: another one, once.
    Renew,
    /// The media id is gone: upload the stored bytes.
    Reupload,
    /// The pull token of a KF notice is spent: pull without it.
    PullTokenSpent,
    Fail(SendError),
}

/// How a code is answered.
#[derive(Clone, Copy)]
enum Rule {
    Busy,
    Pause,
    Renew,
    Reupload,
    PullTokenSpent,
    Unreachable,
    Closed,
    Refused,
    Never,
}

/// What stands here as `Never` would be `Never` unlisted too: it is listed so
/// that somebody who looks for the code finds that it was thought of.
const RULES: &[(i64, Rule)] = &[
    (-1, Rule::Busy),
    (6000, Rule::Busy),
    // Too many at once: the same a little later.
    (45033, Rule::Busy),
    (45009, Rule::Pause),
    (40014, Rule::Renew),
    (42001, Rule::Renew),
    (40007, Rule::Reupload),
    (95007, Rule::PullTokenSpent),
    // He is not, or not any more, somebody we can write to.
    (40003, Rule::Unreachable),
    (60111, Rule::Unreachable),
    (46004, Rule::Unreachable),
    (81013, Rule::Unreachable),
    (60011, Rule::Unreachable),
    (60021, Rule::Unreachable),
    (40096, Rule::Unreachable),
    (84061, Rule::Unreachable),
    // KF: five messages within 48 hours of the customer's last word.
    (95001, Rule::Closed),
    (95002, Rule::Closed),
    (95013, Rule::Closed),
    (95018, Rule::Closed),
    (95024, Rule::Closed),
    (95031, Rule::Closed),
    // The settings, here or in the console: nothing goes out until mended.
    (40001, Rule::Refused),
    (40013, Rule::Refused),
    (40056, Rule::Refused),
    (301_002, Rule::Refused),
    (43012, Rule::Refused),
    (48002, Rule::Refused),
    (48007, Rule::Refused),
    (60020, Rule::Refused),
    (60031, Rule::Refused),
    (95003, Rule::Refused),
    (95011, Rule::Refused),
    (95012, Rule::Refused),
    (95017, Rule::Refused),
    (95023, Rule::Refused),
    (95032, Rule::Refused),
    // Ours to mend; the same again fails again.
    (40004, Rule::Never),
    (40006, Rule::Never),
    (40008, Rule::Never),
    (40009, Rule::Never),
    (40011, Rule::Never),
    (40058, Rule::Never),
    (41001, Rule::Never),
    (44001, Rule::Never),
    (44004, Rule::Never),
    (45001, Rule::Never),
    (45002, Rule::Never),
    (45007, Rule::Never),
    (95000, Rule::Never),
    (95004, Rule::Never),
    (95008, Rule::Never),
    (95009, Rule::Never),
    (95014, Rule::Never),
    (95016, Rule::Never),
    (95019, Rule::Never),
    (95025, Rule::Never),
    (95030, Rule::Never),
];

/// Reads an error answer of the API.
#[must_use]
pub fn classify(code: i64, message: &str) -> Verdict {
    let rule = RULES.iter().find(|(known, _)| *known == code).map_or(Rule::Never, |(_, rule)| *rule);
    let why = format!("{code} {message}").trim_end().to_owned();
    let error = match rule {
        Rule::Renew => return Verdict::Renew,
        Rule::Reupload => return Verdict::Reupload,
        Rule::PullTokenSpent => return Verdict::PullTokenSpent,
        Rule::Busy => SendError::Later { after: None, everyone: false, why },
        Rule::Pause => SendError::Later { after: Some(FREQUENCY_PAUSE), everyone: true, why },
        Rule::Unreachable => SendError::Unreachable { why: with_advice(why) },
        Rule::Closed => SendError::Closed { why },
        Rule::Refused => SendError::Refused { why },
        Rule::Never => SendError::Never { why },
    };
    Verdict::Fail(error)
}

/// The API itself answers with 200 whatever happens. A 4xx is a proxy or an
/// address that is not the API's; a 5xx is a gateway on a bad day.
fn by_status(status: u16) -> SendError {
    let why = format!("HTTP {status} without an answer of the API");
    match status {
        413 => SendError::Never { why },
        429 => SendError::Later { after: Some(FREQUENCY_PAUSE), everyone: true, why },
        408 | 421 | 425 => SendError::Later { after: None, everyone: false, why },
        400..=499 => SendError::Refused { why },
        _ => SendError::Later { after: None, everyone: false, why },
    }
}

/// The verdict over any failed call. A name that cannot even be connected to
/// cannot be for anybody, so that everyone waits; a call that was cut off can
/// be one large upload.
#[must_use]
pub fn judge(failure: &Failure) -> Verdict {
    match failure {
        Failure::Told { code, message } => classify(*code, message),
        Failure::Gateway { status } => Verdict::Fail(by_status(*status)),
        Failure::Garbled(_) => Verdict::Fail(SendError::Later {
            after: None,
            everyone: false,
            why: "an answer that is not the API's".to_owned(),
        }),
        Failure::Network { why, connecting } => {
            Verdict::Fail(SendError::Later { after: None, everyone: *connecting, why: why.clone() })
        }
        Failure::File { why } => Verdict::Fail(SendError::Never { why: why.clone() }),
        Failure::Decided(error) => Verdict::Fail(error.clone()),
    }
}

/// The verdict where no other way to do it exists. A token that was not taken
/// although it is new will not be taken for anybody.
#[must_use]
pub fn plain_error(failure: &Failure) -> SendError {
    let why = match failure {
        Failure::Told { code, message } => format!("{code} {message}").trim_end().to_owned(),
        _ => String::new(),
    };
    match judge(failure) {
        Verdict::Fail(error) => error,
        Verdict::Renew => SendError::Later { after: Some(FREQUENCY_PAUSE), everyone: true, why },
        Verdict::Reupload | Verdict::PullTokenSpent => SendError::Never { why },
    }
}

pub(super) fn never(why: &str) -> SendError {
    SendError::Never { why: why.to_owned() }
}
