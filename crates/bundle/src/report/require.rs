use std::str::FromStr;

/// Number of members that must answer for a result to be published. Given before the run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Require {
    /// All members.
    All,
    /// At least this number.
    Quorum(usize),
}

impl Require {
    /// The number of members that must answer.
    pub fn needed(self, members: usize) -> usize {
        match self {
            Self::All => members,
            Self::Quorum(quorum) => quorum,
        }
    }
}

impl FromStr for Require {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let quorum = text.strip_prefix("quorum=").and_then(|number| number.parse().ok()).filter(|&number| number > 0);
        match (text, quorum) {
            ("all", _) => Ok(Self::All),
            (_, Some(quorum)) => Ok(Self::Quorum(quorum)),
            _ => Err("all | quorum=N".to_owned()),
        }
    }
}

impl std::fmt::Display for Require {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Quorum(quorum) => write!(f, "quorum={quorum}"),
        }
    }
}
