//! A script file as it is written, with the place of every value, so that the
//! check can say where a fault stands. Unknown keys are refused here.

use serde::Deserialize;
use toml::Spanned;

/// The one key that says how to read the rest.
#[derive(Debug, Deserialize)]
pub(crate) struct RawHead {
    pub kind: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawScript {
    #[serde(rename = "kind")]
    pub _kind: Spanned<String>,
    pub ends_in: Option<Spanned<String>>,
    pub version: Option<Spanned<u32>>,
    pub title: Spanned<String>,
    pub opening: Option<Spanned<String>>,
    pub summary: Option<Spanned<String>>,
    pub cancelled: Option<Spanned<String>>,
    pub confirm: Option<Spanned<bool>>,
    #[serde(default)]
    pub uses: Vec<Spanned<String>>,
    #[serde(default)]
    pub steps: Vec<Spanned<RawStep>>,
    #[serde(default)]
    pub questions: Vec<Spanned<RawStep>>,
}

/// A step of a form, or a question of a questionnaire.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStep {
    pub field: Option<Spanned<String>>,
    pub key: Option<Spanned<String>>,
    pub ask: Spanned<String>,
    pub label: Option<Spanned<String>>,
    pub help: Option<Spanned<String>>,
    pub take: Spanned<String>,
    pub options: Option<Vec<Spanned<RawOption>>>,
    pub options_from: Option<Spanned<String>>,
    pub search: Option<Spanned<bool>>,
    pub min: Option<Spanned<i64>>,
    pub max: Option<Spanned<i64>>,
    pub day_means: Option<Spanned<String>>,
    pub within_days: Option<Spanned<i64>>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub offered: bool,
    pub asked: Option<Spanned<bool>>,
    #[serde(default)]
    pub when: Vec<Spanned<RawCondition>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOption {
    pub value: Spanned<String>,
    pub label: Spanned<String>,
}

/// Exactly one of these shapes.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a condition is `field` with `is`, `is_not`, `in`, `missing = true` or `present = true`; or `fact`; or `not_fact`; or `photos` with `fewer_than`"
)]
pub(crate) enum RawCondition {
    Is { field: String, is: String },
    IsNot { field: String, is_not: String },
    In { field: String, r#in: Vec<String> },
    Missing { field: String, missing: bool },
    Present { field: String, present: bool },
    Fact { fact: String },
    NotFact { not_fact: String },
    FewerPhotos { photos: Vec<String>, fewer_than: String },
}
