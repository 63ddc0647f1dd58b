//! The text keys that the program names: every one that stands in `src/` as a
//! literal exists in the files. Keys put together at run time are the business
//! of their makers' tests.

use super::shipped::shipped;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Quoted words with dots between them: `"dialogue.back"`.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted = code.flat_map(|line| line.split('"').skip(1).step_by(2));
    quoted.filter(|word| word.contains('.') && !word.ends_with('.') && word.chars().all(is_of_key))
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.')
}

#[test]
fn every_key_named_in_the_program_exists() {
    let (texts, _) = shipped();
    let sections: BTreeSet<&str> = texts.keys().filter_map(|(key, _)| key.split('.').next()).collect();
    let mut files = Vec::new();
    for floor in ["domain", "talk", "script", "dialogue", "process", "flow"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(floor), &mut files);
    }
    let mut missing = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        for key in literals(&text) {
            let section = key.split('.').next().unwrap_or_default();
            if sections.contains(section) && !texts.has(key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "texts that nobody wrote:\n{}", missing.join("\n"));
    assert!(files.len() > 50, "the sources were not found");
}
