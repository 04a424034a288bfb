use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Declares an identifier of letters, digits, `-`, `_` and `.`: safe in file names, URIs and logs.
macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                if is_identifier(text) { Ok(Self(text.to_owned())) } else { Err(IDENTIFIER_RULE.to_owned()) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

const IDENTIFIER_RULE: &str = "1-64: A-Z a-z 0-9 - _ .";

/// Letters, digits, `-`, `_` and `.`, 1 to 64 of them, not starting with a dot.
pub(crate) fn is_identifier(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && !text.starts_with('.')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

identifier!(
    /// A member of the federation, as the charter names it.
    MemberId
);
identifier!(
    /// Code of an area in the charter's geography.
    AreaCode
);
identifier!(
    /// Jurisdiction whose law applies: a country or a part of one, such as `CA-QC` (ISO 3166).
    Jurisdiction
);

impl Jurisdiction {
    /// Whether both are equal, without regard to case.
    pub fn is(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// Period of a dataset: `2021`, `2021-04`, `2021-Q2` or `2021-2022` (a fiscal year).
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period(String);

impl Period {
    /// The period as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (year, rest) = text.split_at_checked(4).unwrap_or(("", ""));
        let number = |s: &str, digits: usize| {
            (s.len() == digits && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>().unwrap_or(0))
        };
        let valid = number(year, 4).is_some_and(|year| match rest.strip_prefix('-') {
            None => rest.is_empty(),
            Some(quarter) if quarter.starts_with('Q') => matches!(quarter, "Q1" | "Q2" | "Q3" | "Q4"),
            Some(month) if month.len() == 2 => number(month, 2).is_some_and(|m| (1..=12).contains(&m)),
            Some(next) => number(next, 4) == Some(year + 1),
        });
        if valid { Ok(Self(text.to_owned())) } else { Err("2021 | 2021-04 | 2021-Q2 | 2021-2022".to_owned()) }
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.0
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
        Self(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }

    /// SHA-256 of these bytes one after another.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        parts.iter().for_each(|part| context.update(part));
        Self(context.finish().as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }

    /// Digest from bytes that were computed elsewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 12 digits: enough for a person to distinguish two digests.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "SHA-256: 64 × 0-9 a-f".to_owned();
        let digit = |digit: u8| char::from(digit).to_digit(16).ok_or_else(wrong);
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| wrong())?;
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(digits.as_chunks().0) {
            *byte = (digit(*high)? << 4 | digit(*low)?) as u8;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every record of a log has some digests: formatting each byte would take longer than the hash.
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut text = [0; 64];
        for (place, digit) in text.iter_mut().zip(digits) {
            *place = b"0123456789abcdef"[usize::from(digit)];
        }
        f.write_str(str::from_utf8(&text).expect("digits"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Identifier of one computation of an index: the digest over charter, period, method and frame.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct EditionId(Digest);

impl EditionId {
    /// Identifier from this digest.
    pub fn new(digest: Digest) -> Self {
        Self(digest)
    }

    /// Digest behind the identifier.
    pub fn digest(&self) -> &Digest {
        &self.0
    }
}

impl FromStr for EditionId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_years_months_quarters_or_fiscal_years() {
        for good in ["2021", "2021-04", "2021-Q4", "2021-2022"] {
            assert!(good.parse::<Period>().is_ok(), "{good}");
        }
        for bad in ["", "21", "2021-", "2021-13", "2021-Q5", "2021-2023", "2021-00", "20é1", "2021-+1"] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
    }

    #[test]
    fn digests_read_what_they_write_and_nothing_else() {
        let digest = Digest::from_bytes(std::array::from_fn(|i| i as u8 * 7));
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert!("00".repeat(31).parse::<Digest>().is_err());
        assert!("+0".repeat(32).parse::<Digest>().is_err());
        assert!("é".repeat(32).parse::<Digest>().is_err());
    }
}
