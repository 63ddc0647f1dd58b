//! The law of the house: every import points down. Reads the sources and fails
//! on an import that goes up or sideways, on SQL outside the store, on the
//! network below the floors that may speak to it, on a sentence for people, on
//! a file that grows too long or does not say what it is for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A top folder (or file) of `src/`, its floor, and what it may import.
struct Part {
    name: &'static str,
    floor: u32,
    may_import: &'static [&'static str],
}

const fn part(name: &'static str, floor: u32, may_import: &'static [&'static str]) -> Part {
    Part { name, floor, may_import }
}

/// `ARCHITECTURE.md` draws this table. Two parts on one floor are strangers.
/// `clock` stands above the pure floors, which are told the time; `config` above
/// those whose numbers, words and limits it fills in, which never see it.
const HOUSE: &[Part] = &[
    part("domain", 1, &[]),
    part("talk", 2, &["domain"]),
    part("script", 3, &["domain", "talk"]),
    part("understanding", 4, &["domain", "talk", "script"]),
    part("dialogue", 5, &["domain", "talk", "script", "understanding"]),
    part("process", 5, &["domain", "talk", "script"]),
    part("store", 6, &["domain", "talk", "dialogue"]),
    part("channel", 6, &["talk"]),
    part("clock", 6, &[]),
    part("flow", 7, &["domain", "talk", "script", "understanding", "dialogue", "process", "store", "channel", "clock"]),
    part("config", 7, &["domain", "script", "channel"]),
    part("telemetry", 8, &["config"]),
    part("web", 8, &["flow", "channel", "store", "clock", "config"]),
    part("sandbox", 8, &["talk"]),
    part("import", 8, &["domain", "talk", "script", "store"]),
    part(
        "app",
        9,
        &[
            "domain",
            "talk",
            "script",
            "understanding",
            "dialogue",
            "process",
            "store",
            "channel",
            "clock",
            "flow",
            "config",
            "telemetry",
            "web",
            "sandbox",
            "import",
        ],
    ),
    part(
        "cli",
        10,
        &[
            "domain",
            "talk",
            "script",
            "understanding",
            "dialogue",
            "process",
            "store",
            "channel",
            "clock",
            "flow",
            "config",
            "telemetry",
            "web",
            "sandbox",
            "import",
            "app",
        ],
    ),
    part("main", 11, &["cli"]),
    part("lib", 11, &["cli"]),
];

/// Outside crates and who alone may name them.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("teloxide", &["channel"]),
    // The practice messenger calls webhooks as the real one does.
    ("reqwest", &["channel", "config", "cli", "sandbox"]),
    ("axum", &["web", "sandbox"]),
    ("tower_http", &["web", "sandbox"]),
    ("dptree", &["flow"]),
    ("minijinja", &["script"]),
    ("calamine", &["import"]),
    ("clap", &["cli"]),
];

/// The pure floors neither wait nor know what waiting is.
const PURE: &[&str] = &["domain", "talk", "script", "understanding", "dialogue", "process"];
const WAITING: &[&str] = &["tokio", "async_trait", "futures", "hyper"];

const LONGEST_FILE: usize = 400;

/// One source file, without comments, its string literals apart.
struct Source {
    path: PathBuf,
    /// The top folder or file.
    part: String,
    /// How many `super` lead from the file's module to the crate's root.
    depth: usize,
    is_test: bool,
    lines: usize,
    opens_with_words: bool,
    code: String,
    /// Line and text of each literal.
    literals: Vec<(usize, String)>,
}

#[test]
fn every_import_points_down() {
    let floors: BTreeMap<&str, u32> = HOUSE.iter().map(|part| (part.name, part.floor)).collect();
    let mut faults = String::new();
    for part in HOUSE {
        for lower in part.may_import {
            assert!(floors[lower] < floors[part.name], "the table itself: {} may not import {lower}", part.name);
        }
    }
    for source in sources() {
        let Some(part) = HOUSE.iter().find(|part| part.name == source.part) else {
            let _ = writeln!(faults, "{}: `{}` has no floor in this test", source.path.display(), source.part);
            continue;
        };
        // lib.rs declares every part, which is no import.
        for import in source.imports().filter(|import| *import != source.part) {
            if floors.contains_key(import.as_str()) && !part.may_import.contains(&import.as_str()) {
                let _ = writeln!(faults, "{}: {} may not know {import}", source.path.display(), source.part);
            }
        }
    }
    assert!(faults.is_empty(), "imports that go up or sideways:\n{faults}");
}

#[test]
fn nobody_climbs_to_the_root_by_super() {
    let climbers: Vec<String> =
        sources().iter().filter(|source| source.climbs()).map(|source| source.path.display().to_string()).collect();
    assert!(
        climbers.is_empty(),
        "`super` may not leave its top folder, name it by `crate::`:\n{}",
        climbers.join("\n")
    );
}

/// The one rule beside the table: a type that is stored as it is may derive
/// `sqlx::Type` where it is declared (ids, the words of `talk`). The derive
/// says how one value is written down; it opens no connection and holds no SQL,
/// and without it each such type would be written out twice in the store.
#[test]
fn what_belongs_to_one_floor_stays_there() {
    let mut faults = String::new();
    for source in sources() {
        let code = source.code.replace("sqlx::Type", "").replace("#[sqlx(", "#[(");
        // A test may put a stub on the other side of the wire.
        for (name, allowed) in OUTSIDE.iter().filter(|_| !source.is_test) {
            if names(&code, name) && !allowed.contains(&source.part.as_str()) {
                let _ = writeln!(faults, "{}: {} may not know {name}", source.path.display(), source.part);
            }
        }
        if PURE.contains(&source.part.as_str()) {
            for name in WAITING.iter().chain(&["async", "await"]).filter(|name| names(&code, name)) {
                let _ = writeln!(faults, "{}: {} is pure and may not know {name}", source.path.display(), source.part);
            }
        }
        if source.part != "store" && names(&code, "on!") {
            let _ = writeln!(faults, "{}: SQL belongs into the store", source.path.display());
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut faults = String::new();
    for source in sources() {
        if !source.opens_with_words {
            let _ = writeln!(faults, "{}: does not open with `//!`", source.path.display());
        }
        if source.lines > LONGEST_FILE {
            let _ = writeln!(faults, "{}: {} lines, more than {LONGEST_FILE}", source.path.display(), source.lines);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// All wording stands in `dialogues/`; marks alone (。、) are no wording.
#[test]
fn no_sentence_for_people_stands_in_the_sources() {
    let mut faults = String::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        for (line, text) in source.literals.iter().filter(|(_, text)| text.chars().any(is_chinese)) {
            let _ = writeln!(faults, "{}:{line}: \"{text}\"", source.path.display());
        }
    }
    assert!(faults.is_empty(), "Chinese belongs into dialogues/:\n{faults}");
}

#[test]
fn the_reader_of_sources_reads_them_right() {
    let text = r##"//! Words.
use crate::store::Db; // crate::web
use crate::{flow::pump, talk};
/* "漏水" /* nested */ */
const A: &str = "say \"漏水\" // no comment";
const B: char = '"';
fn c<'a>(d: &'a str) -> &'a str { r#"crate::web "quoted" "# }
"##;
    let source = Source::read(PathBuf::from("src/app/run.rs"), "app".into(), 2, text);
    assert_eq!(source.imports().collect::<BTreeSet<_>>(), ["flow", "store", "talk"].map(String::from).into());
    let literals: Vec<&str> = source.literals.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(literals, [r#"say \"漏水\" // no comment"#, "\"", "crate::web \"quoted\" "]);
    assert_eq!(source.literals[0].0, 5);
    assert!(source.opens_with_words && !source.climbs());
    assert!(Source::read(PathBuf::from("src/app/run.rs"), "app".into(), 2, "use super::super::web;").climbs());
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}')
}

/// Whether code names a crate or a keyword, as a word of its own.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(place, _)| {
        let before = code[..place].chars().next_back();
        let after = code[place + word.len()..].chars().next();
        let part_of_word =
            |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !part_of_word(before) && !part_of_word(after)
    })
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    gather(&root, &root, &mut found);
    assert!(found.len() > 100, "the sources were not found");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            gather(root, &entry, found);
        } else if entry.extension().is_some_and(|kind| kind == "rs") {
            let below = entry.strip_prefix(root).expect("below src").to_owned();
            let part = below.iter().next().and_then(|first| Path::new(first).file_stem()).expect("a name");
            let part = part.to_string_lossy().into_owned();
            let is_mod = below.file_stem().is_some_and(|stem| stem == "mod");
            let depth = below.iter().count() - usize::from(is_mod);
            let text = fs::read_to_string(&entry).expect("a source");
            found.push(Source::read(Path::new("src").join(below), part, depth, &text));
        }
    }
}

impl Source {
    fn read(path: PathBuf, part: String, depth: usize, text: &str) -> Source {
        let is_test = path.iter().any(|name| name == "tests" || name == "tests.rs");
        let (code, literals) = split(text);
        let (lines, opens_with_words) = (text.lines().count(), text.starts_with("//! "));
        Source { path, part, depth, is_test, lines, opens_with_words, code, literals }
    }

    /// The first name after each `crate::`, also of a list in braces.
    fn imports(&self) -> impl Iterator<Item = String> {
        let mut found = BTreeSet::new();
        for (place, _) in self.code.match_indices("crate::") {
            // `$crate::` stands in a macro and says the same.
            let after = &self.code[place + "crate::".len()..];
            match after.strip_prefix('{') {
                Some(list) => found.extend(first_names(list)),
                None => found.extend(first_name(after)),
            }
        }
        found.into_iter()
    }

    fn climbs(&self) -> bool {
        let ladder = "super::".repeat(self.depth);
        // A module inside the file (its tests) has one step more to go.
        self.code.contains(&ladder) && !(self.depth == 1 && self.code.contains("mod tests"))
    }
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    Some(name).filter(|name| !name.is_empty())
}

/// The names that a list in braces begins with, up to its closing brace.
fn first_names(list: &str) -> Vec<String> {
    let (mut depth, mut at_start, mut names) = (1, true, Vec::new());
    for (place, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => at_start = true,
            _ if letter.is_whitespace() => {}
            _ if at_start => {
                names.extend(first_name(&list[place..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

/// Code without comments and literals, and the literals with their lines.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let letters: Vec<char> = text.chars().collect();
    let (mut code, mut literals) = (String::new(), Vec::new());
    let (mut place, mut line) = (0, 1);
    while place < letters.len() {
        let rest = &letters[place..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['r', '"' | '#', ..] if is_raw(rest) && !word_before(&code) => {
                let hashes = rest[1..].iter().take_while(|letter| **letter == '#').count();
                let length = raw_string(rest, hashes);
                literals.push((line, rest[2 + hashes..length - 1 - hashes].iter().collect()));
                length
            }
            ['"', ..] => {
                let length = string(rest);
                literals.push((line, rest[1..length - 1].iter().collect()));
                length
            }
            ['\'', inside, '\'', ..] if *inside != '\\' => {
                literals.push((line, inside.to_string()));
                3
            }
            ['\'', '\\', ..] => {
                rest.iter().skip(3).position(|letter| *letter == '\'').map_or(rest.len(), |end| end + 4)
            }
            [letter, ..] => {
                code.push(*letter);
                1
            }
            [] => break,
        };
        line += rest[..length].iter().filter(|letter| **letter == '\n').count();
        place += length;
    }
    (code, literals)
}

fn word_before(code: &str) -> bool {
    code.chars().next_back().is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

fn is_raw(rest: &[char]) -> bool {
    let hashes = rest[1..].iter().take_while(|letter| **letter == '#').count();
    rest.get(1 + hashes) == Some(&'"')
}

fn raw_string(rest: &[char], hashes: usize) -> usize {
    let mut place = 2 + hashes;
    while place < rest.len() {
        let closes = rest[place] == '"'
            && rest[place + 1..].iter().take(hashes).filter(|letter| **letter == '#').count() == hashes;
        if closes {
            return place + 1 + hashes;
        }
        place += 1;
    }
    rest.len()
}

fn string(rest: &[char]) -> usize {
    let mut place = 1;
    while place < rest.len() {
        match rest[place] {
            '\\' => place += 2,
            '"' => return place + 1,
            _ => place += 1,
        }
    }
    rest.len()
}

fn block_comment(rest: &[char]) -> usize {
    let (mut place, mut depth) = (2, 1);
    while place < rest.len() && depth > 0 {
        match rest[place..] {
            ['/', '*', ..] => (place, depth) = (place + 2, depth + 1),
            ['*', '/', ..] => (place, depth) = (place + 2, depth - 1),
            _ => place += 1,
        }
    }
    place
}
