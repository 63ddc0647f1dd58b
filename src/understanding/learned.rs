//! What the program has learned: the models that were made of the shipped
//! sentences when it was built, or, where a company lays sentences of its own
//! over them, models learned anew at the start.

use crate::script::fault::Fault;
use crate::script::source::Source;
use crate::understanding::learning::model::Model;
use crate::understanding::learning::tasks::{Corpus, FOLDERS, Task};

/// One model for each task.
#[derive(Clone, Debug)]
pub struct Learned {
    pub(super) emergency: Model,
    pub(super) category: Model,
    pub(super) intent: Model,
    pub(super) rating: Model,
    pub(super) signature: Model,
}

macro_rules! shipped {
    ($task:literal) => {
        Model::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/", $task)))
    };
}

impl Learned {
    /// What this source teaches.
    ///
    /// # Errors
    /// Every line of its files that is no labelled sentence.
    pub fn load(source: &Source) -> Result<Learned, Vec<Fault>> {
        if !taught_more(source)
            && let Some(shipped) = Learned::shipped()
        {
            return Ok(shipped);
        }
        Ok(Learned::from(&corpus(source)?))
    }

    /// As the program was built.
    fn shipped() -> Option<Learned> {
        Some(Learned {
            emergency: shipped!("emergency")?,
            category: shipped!("category")?,
            intent: shipped!("intent")?,
            rating: shipped!("rating")?,
            signature: shipped!("signature")?,
        })
    }
}

impl From<&Corpus> for Learned {
    fn from(corpus: &Corpus) -> Learned {
        Learned {
            emergency: corpus.learn(Task::Emergency),
            category: corpus.learn(Task::Category),
            intent: corpus.learn(Task::Intent),
            rating: corpus.learn(Task::Rating),
            signature: corpus.learn(Task::Signature),
        }
    }
}

fn is_sentences(path: &str) -> bool {
    FOLDERS.iter().any(|folder| path.starts_with(folder))
}

/// Whether somebody has laid sentences over the shipped ones.
fn taught_more(source: &Source) -> bool {
    let embedded = Source::embedded();
    source.files().filter(|file| is_sentences(file.path)).any(|file| {
        embedded.get(file.path).is_none_or(|shipped| shipped.text != file.text) || source.layers_of(file.path).len() > 1
    })
}

/// All sentences of a source, layer over layer.
pub(super) fn corpus(source: &Source) -> Result<Corpus, Vec<Fault>> {
    let paths: Vec<&str> = source.files().map(|file| file.path).filter(|path| is_sentences(path)).collect();
    let files = paths.iter().flat_map(|path| source.layers_of(path));
    let texts: Vec<(&str, &str)> = files.map(|file| (file.path, file.text)).collect();
    Corpus::read(texts).map_err(|bad| {
        let fault = |(path, line): (String, crate::understanding::learning::examples::BadLine)| {
            Fault::of_file(format!("dialogues/{path}:{}", line.line), line.reason)
        };
        bad.into_iter().map(fault).collect()
    })
}
