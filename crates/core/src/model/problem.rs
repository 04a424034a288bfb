use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// Kind of a problem, by the party that must act. Decides the exit code of the command and the status on the wire.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Fault {
    /// The command or the call was written wrongly.
    Usage,
    /// A file or a table has content that can't be accepted.
    Data,
    /// A rule of the charter, the policy or the caller's rights forbids it.
    Policy,
    /// Another machine didn't answer, or refused.
    Peer,
    /// Something that must not change has changed.
    Integrity,
    /// The machine of this program has a problem: disk, lock, port.
    Operator,
    /// The program has a mistake.
    Bug,
}

impl Fault {
    /// Exit code of a command that ends with this fault.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Data => 3,
            Self::Policy => 4,
            Self::Peer => 5,
            Self::Integrity => 6,
            Self::Operator | Self::Bug => 1,
        }
    }
}

/// An error that can be explained to people: a stable key, which names its two texts (`err-…`, `fix-…`) in every
/// language, and the words in them. Never a value from data.
pub trait Explain: std::error::Error {
    /// Stable key, never translated, equal in logs, on the wire and on the terminal.
    fn key(&self) -> &'static str;
    /// Party that must act.
    fn fault(&self) -> Fault;
    /// Variables of the two texts.
    fn args(&self) -> Vec<(&'static str, String)>;

    /// The problem, with the place where it was found.
    fn at(&self, place: Place) -> Problem {
        Problem {
            key: Cow::Borrowed(self.key()),
            fault: self.fault(),
            args: self.args().into_iter().map(|(name, word)| (Cow::Borrowed(name), word)).collect(),
            place,
            again: Box::default(),
        }
    }
}

/// Place of a problem in a person's file. Lines and columns count from 1.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// File as the person named it.
    pub file: Option<String>,
    /// Line, or row of a Parquet file.
    pub line: Option<u64>,
    /// Name of a column, or its number where it has no name.
    pub column: Option<String>,
    /// Key path in a settings file, such as `indicator[3].worse`.
    pub key: Option<String>,
}

/// One problem, ready to be shown, logged or sent: the content of an [`Explain`], detached from its type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// Stable key of the pair of texts.
    pub key: Cow<'static, str>,
    /// Party that must act.
    pub fault: Fault,
    /// Variables of the texts.
    pub args: Vec<(Cow<'static, str>, String)>,
    /// Place of the problem, if in a file.
    pub place: Place,
    /// Other places of the same mistake in the file.
    pub again: Box<Again>,
}

/// Further lines with the same mistake: people fix it once for all of them.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Again {
    /// Number of lines.
    pub count: u64,
    /// The first of them.
    pub lines: Vec<u64>,
    /// Number of different wrong codes in all; 0 where that is unknown, or of no use.
    pub codes: u64,
}

impl Again {
    /// Largest number of lines that are named.
    const NAMED: usize = 4;

    /// Notes one more line.
    pub fn note(&mut self, line: u64) {
        self.count = self.count.saturating_add(1);
        if self.lines.len() < Self::NAMED {
            self.lines.push(line);
        }
    }
}

impl Problem {
    /// Returns the problem with a more precise place.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place.file.get_or_insert(file.into());
        self
    }
}

impl Problem {
    /// Whether this is the problem of `error`, independent of its words.
    pub fn is(&self, error: &impl Explain) -> bool {
        self.key == error.key()
    }

    /// Number of lines with this mistake, as far as it can be counted: a peer may send any number.
    fn places(&self) -> u64 {
        self.again.count.saturating_add(1)
    }

    /// Whether this is the same mistake as `other`, on another line.
    fn is_again(&self, other: &Self) -> bool {
        let place = |problem: &Self| Place { line: None, ..problem.place.clone() };
        let lines = self.place.line.is_some() && other.place.line.is_some();
        lines && self.key == other.key && self.args == other.args && place(self) == place(other)
    }
}

impl<E: Explain> From<E> for Problem {
    fn from(error: E) -> Self {
        error.at(Place::default())
    }
}

/// English, for logs; people read the pair of texts.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        for (name, word) in &self.args {
            write!(f, " {name}={word:?}")?;
        }
        Ok(())
    }
}

/// Problems of one file or one check: the first few in full, the same problem on many lines as one; all of them
/// counted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
    shown: Vec<Problem>,
    total: u64,
}

impl Findings {
    /// Number of problems that are kept in full; the rest is only counted.
    pub const SHOWN: usize = 20;

    /// Notes one more problem.
    pub fn push(&mut self, problem: Problem) {
        self.count_only(problem.places());
        if let Some(shown) = self.shown.iter_mut().find(|shown| shown.is_again(&problem)) {
            let count = shown.again.count.saturating_add(problem.places());
            problem.place.line.iter().chain(&problem.again.lines).for_each(|&line| shown.again.note(line));
            shown.again.count = count;
        } else if self.shown.len() < Self::SHOWN {
            self.shown.push(problem);
        }
    }

    /// Number of problems that aren't shown.
    pub fn unshown(&self) -> u64 {
        self.total.saturating_sub(self.shown.iter().map(Problem::places).fold(0, u64::saturating_add))
    }

    /// Counts problems that are too many to build one by one.
    pub fn count_only(&mut self, more: u64) {
        self.total = self.total.saturating_add(more);
    }

    /// Adds all findings of `more`.
    pub fn append(&mut self, more: Self) {
        let counted = more.unshown();
        more.shown.into_iter().for_each(|problem| self.push(problem));
        self.count_only(counted);
    }

    /// The first problems, at most [`Self::SHOWN`].
    pub fn shown(&self) -> &[Problem] {
        &self.shown
    }

    /// Number of all problems, shown or not.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// `value`, unless there are findings.
    pub fn or_else<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Problem> for Findings {
    fn from(problem: Problem) -> Self {
        Self { total: problem.places(), shown: vec![problem] }
    }
}

impl<E: Explain> From<E> for Findings {
    fn from(error: E) -> Self {
        Problem::from(error).into()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.shown.iter().map(Problem::to_string).collect();
        write!(f, "{} ({} in all)", words.join("; "), self.total)
    }
}

/// Declares an error enum of a module. Each line gives the fault, the stable key, and the words of its texts:
///
/// ```text
/// problems! {
///     /// Problems of the store.
///     pub enum StoreError {
///         /// Another process holds the folder.
///         Locked(Operator, "store-locked") { path: String },
///     }
/// }
/// ```
///
/// A test reads these blocks in the source and holds the catalogues against their keys and words.
#[macro_export]
macro_rules! problems {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$vmeta:meta])* $variant:ident($fault:ident, $key:literal) { $($(#[$fmeta:meta])* $field:ident: $type:ty),* $(,)? }),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, PartialEq)]
        $vis enum $name {
            $($(#[$vmeta])* #[allow(missing_docs, reason = "the fields are the words of the text")] $variant { $($(#[$fmeta])* $field: $type),* }),*
        }

        impl $crate::model::Explain for $name {
            fn key(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $key),* }
            }
            fn fault(&self) -> $crate::model::Fault {
                match self { $(Self::$variant { .. } => $crate::model::Fault::$fault),* }
            }
            fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant { $($field),* } => vec![$((stringify!($field), $field.to_string())),*]),*
                }
            }
        }

        impl std::error::Error for $name {}

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&$crate::model::Problem::from(self.clone()), f)
            }
        }
    };
}
pub use problems;
