//! Learns from the labelled sentences of `dialogues/understanding/`, so that the
//! program starts with what it has learned, and tells cargo that the embedded
//! `dialogues/` belong to the program.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

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
    let corpus = Corpus::read(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        .map_err(|faults| format!("{faults:?}"))?;
    for task in Task::ALL {
        fs::write(out.join(task.word()), corpus.learn(task).to_bytes())?;
    }
    Ok(())
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
