//! Learns from the labelled sentences of `dialogues/understanding/`, so that the
//! program starts with what it has learned, and tells cargo that the embedded
//! `dialogues/` belong to the program.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::{env, fs, io, thread};

// The same code that learns at a start from a company's own sentences; what it
// asks of the rest of the program stands here under the same name.
#[path = "src/understanding/learning/mod.rs"]
#[expect(dead_code, reason = "only learning is done here, not judging")]
mod learning;
#[path = "src/script"]
mod script {
    #[expect(dead_code, reason = "only folding is done here")]
    pub mod clean;
}

use learning::tasks::{Corpus, FOLDERS, Task};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=dialogues");
    println!("cargo:rerun-if-changed=src/understanding/learning");
    println!("cargo:rerun-if-changed=src/script/clean.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let files = sentences(Path::new("dialogues"))?;
    // Another sentence for people is no reason to learn anew.
    let stamp = stamp(&files)?;
    let stamped = out.join("learned_from");
    if fs::read_to_string(&stamped).is_ok_and(|before| before == stamp) {
        return Ok(());
    }
    // The linter reads the code and never runs it: it needs the files alone.
    let linted = env::var("RUSTC_WORKSPACE_WRAPPER").is_ok_and(|wrapper| wrapper.contains("clippy"));
    if linted {
        Task::ALL.into_iter().try_for_each(|task| fs::write(out.join(task.word()), []))?;
        return Ok(());
    }
    let corpus = Corpus::read(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        .map_err(|faults| format!("{faults:?}"))?;
    thread::scope(|scope| {
        let learning = Task::ALL.map(|task| {
            let (corpus, file) = (&corpus, out.join(task.word()));
            scope.spawn(move || fs::write(file, corpus.learn(task).to_bytes()))
        });
        learning.into_iter().try_for_each(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    fs::write(stamped, stamp)?;
    Ok(())
}

/// What the models depend on: the sentences, and how they are learned.
fn stamp(files: &[(String, String)]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    for entry in fs::read_dir("src/understanding/learning")? {
        fs::read_to_string(entry?.path())?.hash(&mut hasher);
    }
    fs::read_to_string("src/script/clean.rs")?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files of sentences with their paths below `dialogues/`, in order.
fn sentences(dialogues: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        for entry in fs::read_dir(dialogues.join(folder))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((format!("{folder}{name}"), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
