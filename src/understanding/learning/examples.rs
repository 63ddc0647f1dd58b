//! A file of labelled sentences: UTF-8, one a line, a TAB between the columns,
//! the first line a comment.

/// One sentence and what is right about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    /// What is right, the best first.
    pub labels: Vec<String>,
    /// The columns after the label.
    pub rest: Vec<String>,
    /// Its line in the file, from 1.
    pub line: usize,
}

impl Example {
    #[must_use]
    pub fn allows(&self, label: &str) -> bool {
        self.labels.iter().any(|one| one == label)
    }

    /// Of a complaint: whether it is an ordinary one two careful clerks would
    /// judge differently. It says nothing about dangers, one way or the other.
    #[must_use]
    pub fn in_doubt(&self) -> bool {
        self.rest.first().is_some_and(|word| word == "doubt")
    }

    /// The preferred label.
    #[must_use]
    pub fn label(&self) -> &str {
        self.labels.first().map_or("", String::as_str)
    }
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub line: usize,
    pub reason: String,
}

/// Reads a file.
///
/// # Errors
/// Every line without a TAB, without a sentence or without a label.
pub fn read(text: &str) -> Result<Vec<Example>, Vec<BadLine>> {
    let mut examples = Vec::new();
    let mut faults = Vec::new();
    let lines = text.lines().enumerate().filter(|(at, line)| *at > 0 && !line.trim().is_empty());
    for (at, line) in lines {
        let mut columns = line.split('\t');
        let (sentence, labels) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        if sentence.trim().is_empty() || labels.trim().is_empty() {
            let reason = "a sentence, a TAB and its label are wanted".to_owned();
            faults.push(BadLine { line: at + 1, reason });
            continue;
        }
        examples.push(Example {
            text: sentence.to_owned(),
            labels: labels.split('|').map(str::to_owned).collect(),
            rest: columns.map(str::to_owned).collect(),
            line: at + 1,
        });
    }
    if faults.is_empty() { Ok(examples) } else { Err(faults) }
}
