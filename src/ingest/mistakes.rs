use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::model::{Explain, Findings, Place, Problem};

/// Mistakes in a file: one that is repeated in a column counts as one, with its number.
pub(super) struct Mistakes {
    file: String,
    kinds: Vec<Mistake>,
    /// Number of mistakes of further kinds.
    more: u64,
    hasher: RandomState,
}

struct Mistake {
    /// Position of the column among all items.
    asked: Option<usize>,
    problem: Problem,
    /// Hashes of the wrong codes: a person corrects a few codes in another way than thousands.
    codes: HashSet<u64>,
}

impl Mistake {
    /// Most codes that are counted as different.
    const CODES: usize = 1000;
}

impl Mistakes {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), kinds: Vec::new(), more: 0, hasher: RandomState::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Notes a mistake; `column` is its name in the file, and `code` the value there, where it helps to tell mistakes apart.
    ///
    /// Building a problem takes much longer than reading a record, and a file may be wrong in every line.
    pub(super) fn push(
        &mut self,
        line: u64,
        asked: Option<usize>,
        column: impl FnOnce() -> Option<String>,
        error: &impl Explain,
        code: &[u8],
    ) {
        let known = self.kinds.iter().position(|kind| kind.asked == asked && kind.problem.key == error.key());
        let kind = match known {
            Some(known) => {
                let kind = &mut self.kinds[known];
                kind.problem.again.note(line);
                kind
            }
            None if self.kinds.len() >= Findings::SHOWN => return self.more += 1,
            None => {
                let place = Place { file: Some(self.file.clone()), line: Some(line), column: column(), key: None };
                self.kinds.push(Mistake { asked, problem: error.at(place), codes: HashSet::new() });
                self.kinds.last_mut().expect("just pushed")
            }
        };
        if !code.is_empty() && kind.codes.len() <= Mistake::CODES {
            kind.codes.insert(self.hasher.hash_one(code));
        }
    }

    /// Notes a mistake in a column as a whole.
    pub(super) fn push_whole(&mut self, column: String, error: &impl Explain) {
        let place = Place { file: Some(self.file.clone()), column: Some(column), ..Place::default() };
        self.kinds.push(Mistake { asked: None, problem: error.at(place), codes: HashSet::new() });
    }

    /// Counts `more` mistakes of a kind, without their lines.
    pub(super) fn count_only(&mut self, asked: usize, key: &str, more: u64) {
        match self.kinds.iter_mut().find(|kind| kind.asked == Some(asked) && kind.problem.key == key) {
            Some(kind) => kind.problem.again.count += more,
            None => self.more += more,
        }
    }

    /// Returns all of them.
    pub(super) fn findings(self) -> Findings {
        let mut findings = Findings::default();
        for Mistake { mut problem, codes, .. } in self.kinds {
            // Beyond the limit the number isn't known.
            problem.again.codes = if codes.len() > Mistake::CODES { 0 } else { codes.len() as u64 };
            findings.push(problem);
        }
        findings.count_only(self.more);
        findings
    }
}
