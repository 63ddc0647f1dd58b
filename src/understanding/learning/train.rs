//! Learning: softmax regression by stochastic gradients whose steps shrink where
//! much has been learned already (AdaGrad: Duchi, Hazan, Singer 2011). The order
//! of the examples is shuffled by a generator of its own, so that the same
//! examples always give the same model.

use super::features::Sentence;
use super::model::Model;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// One example to learn from.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub sentence: Sentence,
    /// How much of it is which label; together 1.
    pub target: Vec<(usize, f32)>,
    /// How much it counts beside the others.
    pub weight: f32,
}

/// How hard is learned; found by cross-validation (`anju understand --measure`).
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub epochs: usize,
    pub rate: f32,
    /// How much a weight that nothing speaks for shrinks with each step.
    pub decay: f32,
    /// A feature that stands in fewer examples says nothing.
    pub least: u32,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner { epochs: 8, rate: 0.6, decay: 3e-4, least: 2 }
    }
}

/// Learns a model with these labels.
#[must_use]
pub fn train(lessons: &[Lesson], labels: &[String], manner: Manner) -> Model {
    let (index, trust) = vocabulary(lessons, manner.least);
    let known: Vec<Vec<usize>> = lessons.iter().map(|lesson| places(&lesson.sentence, &index)).collect();
    let mut learner = Learner::new(index.len(), labels.len(), manner);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut chance = Chance(0x9E37_79B9);
    for _ in 0..manner.epochs {
        chance.shuffle(&mut order);
        for at in &order {
            learner.learn(&lessons[*at], &known[*at], &trust);
        }
    }
    let rows = index.into_iter().map(|(id, place)| (id, learner.row(place, &trust))).collect();
    Model::new(labels.to_vec(), learner.bias, rows)
}

/// The features that stand in enough examples, each with its place and how far
/// it may be trusted: what was seen twice is worth less than what was seen often.
#[expect(clippy::cast_precision_loss, reason = "a count of examples")]
fn vocabulary(lessons: &[Lesson], least: u32) -> (BTreeMap<u32, usize>, Vec<f32>) {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for feature in lessons.iter().flat_map(|lesson| lesson.sentence.features()) {
        *counts.entry(feature.id).or_default() += 1;
    }
    let often: BTreeMap<u32, u32> = counts.into_iter().filter(|(_, count)| *count >= least).collect();
    let trust = often.values().map(|count| (*count as f32 / (*count as f32 + 1.0)).sqrt()).collect();
    let index = often.into_keys().enumerate().map(|(place, id)| (id, place)).collect();
    (index, trust)
}

fn places(sentence: &Sentence, index: &BTreeMap<u32, usize>) -> Vec<usize> {
    sentence.features().iter().filter_map(|feature| index.get(&feature.id).copied()).collect()
}

struct Learner {
    labels: usize,
    manner: Manner,
    weights: Vec<f32>,
    /// The squares of all gradients so far, one for each weight.
    steps: Vec<f32>,
    bias: Vec<f32>,
    bias_steps: Vec<f32>,
    scores: Vec<f32>,
}

/// No first step is endless.
const FIRST_STEP: f32 = 1e-4;

impl Learner {
    fn new(features: usize, labels: usize, manner: Manner) -> Learner {
        Learner {
            labels,
            manner,
            weights: vec![0.0; features * labels],
            steps: vec![FIRST_STEP; features * labels],
            bias: vec![0.0; labels],
            bias_steps: vec![FIRST_STEP; labels],
            scores: vec![0.0; labels],
        }
    }

    fn learn(&mut self, lesson: &Lesson, known: &[usize], trust: &[f32]) {
        let value = lesson.sentence.weight();
        self.score(known, trust, value);
        softmax(&mut self.scores);
        for (label, share) in &lesson.target {
            self.scores[*label] -= share;
        }
        for error in &mut self.scores {
            *error *= lesson.weight;
        }
        let Manner { rate, decay, .. } = self.manner;
        for place in known {
            let row = place * self.labels..(place + 1) * self.labels;
            let (weights, steps) = (&mut self.weights[row.clone()], &mut self.steps[row]);
            for ((weight, step), error) in weights.iter_mut().zip(steps).zip(&self.scores) {
                let gradient = error * value * trust[*place] + decay * *weight;
                *step += gradient * gradient;
                *weight -= rate * gradient / step.sqrt();
            }
        }
        for ((bias, step), error) in self.bias.iter_mut().zip(&mut self.bias_steps).zip(&self.scores) {
            *step += error * error;
            *bias -= rate * error / step.sqrt();
        }
    }

    fn score(&mut self, known: &[usize], trust: &[f32], value: f32) {
        self.scores.copy_from_slice(&self.bias);
        for place in known {
            let row = &self.weights[place * self.labels..(place + 1) * self.labels];
            let value = value * trust[*place];
            for (score, weight) in self.scores.iter_mut().zip(row) {
                *score += value * weight;
            }
        }
    }

    fn row(&self, place: usize, trust: &[f32]) -> Vec<f32> {
        let row = &self.weights[place * self.labels..(place + 1) * self.labels];
        row.iter().map(|weight| weight * trust[place]).collect()
    }
}

/// Scores to probabilities.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// Marsaglia's xorshift, 32 bits.
struct Chance(u32);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            let other = self.next() as usize % (last + 1);
            order.swap(last, other);
        }
    }
}
