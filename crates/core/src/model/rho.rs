use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Privacy loss: ρ of zero-concentrated differential privacy (zCDP), in whole millionths, so that a lifetime's spending
/// adds up without rounding.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Rho(u64);

impl Rho {
    /// No loss.
    pub const NONE: Self = Self(0);
    /// Upper limit: a larger loss gives no protection.
    pub const MOST: Self = Self(10 * Self::UNIT);
    const UNIT: u64 = 1_000_000;
    const DIGITS: usize = 6;

    /// Loss of this number of millionths.
    pub const fn millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    /// Number of millionths.
    pub fn in_millionths(self) -> u64 {
        self.0
    }

    /// ρ as a number.
    pub fn value(self) -> f64 {
        self.0 as f64 / Self::UNIT as f64
    }

    /// Sum of both; the largest representable loss if the sum is larger.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Rest of this loss after the other one; at least zero.
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Number of times that this loss fits into another.
    pub fn times_in(self, other: Self) -> u64 {
        other.0.checked_div(self.0).unwrap_or(u64::MAX)
    }
}

/// The number in its shortest form.
impl fmt::Display for Rho {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / Self::UNIT, self.0 % Self::UNIT);
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            part => write!(f, "{whole}.{part}"),
        }
    }
}

/// Decimal text of at most six decimals, above 0 and at most [`Rho::MOST`]: digits and one point, nothing else.
impl FromStr for Rho {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, 4) || !digits(part, Self::DIGITS) {
            return Err(());
        }
        let [whole, part] = [whole.to_owned(), format!("{part:0<6}")].map(|text| text.parse::<u64>().map_err(|_| ()));
        Some(Self(whole? * Self::UNIT + part?)).filter(|rho| (Self(1)..=Self::MOST).contains(rho)).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_is_read_as_it_is_and_written_as_short_as_it_can_be() {
        let cases =
            [("0.185", 185_000), ("0.5", 500_000), ("1", 1_000_000), ("0.000001", 1), ("10.000000", 10_000_000)];
        for (text, millionths) in cases {
            assert_eq!(text.parse(), Ok(Rho(millionths)), "{text}");
        }
        assert_eq!(
            ["0.5", "10", "0.000001"].map(|text| text.parse::<Rho>().unwrap().to_string()),
            ["0.5", "10", "0.000001"]
        );
        let forty = "0.1234567890123456789012345678901234567890";
        for text in
            ["", ".", "0", "0.0", "-1", "+1", "NaN", "inf", "1e308", "1e-3", " 1", "0,5", "0.0000001", "11", forty]
        {
            assert_eq!(text.parse::<Rho>(), Err(()), "{text}");
        }
    }
}
