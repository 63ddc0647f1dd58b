//! What was learned: a weight for each feature and label, one byte each, in the
//! form in which it stands in the program. Reading it copies nothing, so that a
//! start costs nothing.

use super::features::Sentence;
use super::train::softmax;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A learned model. `keys` are the features' numbers, sorted, four bytes each;
/// `weights` hold a row of one byte per label for each of them.
#[derive(Clone, Debug)]
pub struct Model {
    labels: Vec<String>,
    bias: Vec<f32>,
    /// What the weight 1 of a byte is worth.
    unit: f32,
    keys: Cow<'static, [u8]>,
    weights: Cow<'static, [u8]>,
}

/// What a model says of a sentence: the labels with their probabilities, the
/// likeliest first.
pub type Verdict<'m> = Vec<(&'m str, f32)>;

const KEY: usize = 4;

impl Model {
    pub(super) fn new(labels: Vec<String>, bias: Vec<f32>, rows: BTreeMap<u32, Vec<f32>>) -> Model {
        let largest = rows.values().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let unit = (largest / f32::from(i8::MAX)).max(f32::MIN_POSITIVE);
        let mut keys = Vec::with_capacity(rows.len() * KEY);
        let mut weights = Vec::with_capacity(rows.len() * labels.len());
        for (id, row) in rows {
            keys.extend_from_slice(&id.to_le_bytes());
            weights.extend(row.into_iter().map(|weight| byte(weight / unit)));
        }
        Model { labels, bias, unit, keys: keys.into(), weights: weights.into() }
    }

    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    #[must_use]
    pub fn judge(&self, sentence: &Sentence) -> Verdict<'_> {
        let mut scores = self.bias.clone();
        let value = sentence.weight() * self.unit;
        for row in sentence.features().iter().filter_map(|feature| self.row(feature.id)) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += value * f32::from(i8::from_le_bytes([*weight]));
            }
        }
        softmax(&mut scores);
        let mut verdict: Verdict<'_> = self.labels.iter().map(String::as_str).zip(scores).collect();
        verdict.sort_by(|one, other| other.1.total_cmp(&one.1));
        verdict
    }

    /// The stretches of the sentence that spoke most for the label and against
    /// `other`, as they stand in it; of so many parts at the most.
    #[must_use]
    pub fn because(&self, sentence: &Sentence, label: &str, other: &str, most: usize) -> Vec<String> {
        let place = |name: &str| self.labels.iter().position(|one| one == name);
        let (Some(label), Some(other)) = (place(label), place(other)) else { return Vec::new() };
        let mut spoke: Vec<(u16, u16, i16)> = Vec::new();
        for feature in sentence.features() {
            let Some(row) = self.row(feature.id) else { continue };
            let weight = |at: usize| i16::from(i8::from_le_bytes([row[at]]));
            spoke.push((feature.from, feature.to, weight(label) - weight(other)));
        }
        spoke.retain(|(from, to, said)| *said > 0 && !sentence.part(*from, *to).trim().is_empty());
        spoke.sort_by_key(|(.., said)| std::cmp::Reverse(*said));
        let mut stretches: Vec<(u16, u16)> = Vec::new();
        for (from, to, _) in spoke {
            if stretches.len() < most && !stretches.iter().any(|(begin, end)| from < *end && *begin < to) {
                stretches.push((from, to));
            }
        }
        stretches.sort_unstable();
        let mut whole: Vec<(u16, u16)> = Vec::new();
        for (from, to) in stretches {
            match whole.last_mut() {
                Some(last) if last.1 >= from => last.1 = to,
                _ => whole.push((from, to)),
            }
        }
        whole.into_iter().map(|(from, to)| sentence.part(from, to).trim().to_owned()).collect()
    }

    fn row(&self, id: u32) -> Option<&[u8]> {
        let count = self.keys.len() / KEY;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.key(middle) < id { low = middle + 1 } else { high = middle }
        }
        let found = low < count && self.key(low) == id;
        found.then(|| &self.weights[low * self.labels.len()..(low + 1) * self.labels.len()])
    }

    fn key(&self, at: usize) -> u32 {
        let bytes = &self.keys[at * KEY..(at + 1) * KEY];
        bytes.try_into().map_or(0, u32::from_le_bytes)
    }

    /// As it is kept in the program.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let labels = self.labels.join("\n");
        let mut bytes = Vec::new();
        for length in [labels.len(), self.bias.len(), self.keys.len(), self.weights.len()] {
            bytes.extend_from_slice(&u32::try_from(length).unwrap_or(0).to_le_bytes());
        }
        bytes.extend_from_slice(labels.as_bytes());
        bytes.extend(self.bias.iter().chain([&self.unit]).flat_map(|number| number.to_le_bytes()));
        bytes.extend_from_slice(&self.keys);
        bytes.extend_from_slice(&self.weights);
        bytes
    }

    /// Reads what `to_bytes` wrote; `None` when it is something else.
    #[must_use]
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Model> {
        let mut rest = bytes;
        let mut take = |length: usize| {
            let (taken, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(taken)
        };
        let mut lengths = [0_usize; 4];
        for length in &mut lengths {
            *length = usize::try_from(u32::from_le_bytes(take(KEY)?.try_into().ok()?)).ok()?;
        }
        let [labels, biases, keys, weights] = lengths;
        let labels: Vec<String> = std::str::from_utf8(take(labels)?).ok()?.split('\n').map(str::to_owned).collect();
        let mut numbers = Vec::with_capacity(biases + 1);
        for _ in 0..=biases {
            numbers.push(f32::from_le_bytes(take(KEY)?.try_into().ok()?));
        }
        let unit = numbers.pop()?;
        let (keys, weights) = (take(keys)?, take(weights)?);
        let fits = labels.len() == numbers.len() && weights.len() == keys.len() / KEY * labels.len();
        fits.then(|| Model { labels, bias: numbers, unit, keys: keys.into(), weights: weights.into() })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits before")]
fn byte(weight: f32) -> u8 {
    let whole = weight.round().clamp(f32::from(-i8::MAX), f32::from(i8::MAX)) as i8;
    whole.to_le_bytes()[0]
}
