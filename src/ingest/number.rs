/// Parses a number with this decimal sign; `None` where the text isn't one. Finite, rounded correctly. Names of numbers
/// (`NaN`, `inf`), thousands separators and spaces are not numbers.
pub(super) fn decimal(text: &[u8], sign: u8) -> Option<f64> {
    short(text, sign).or_else(|| any(text, sign))
}

/// Parses at most 15 digits: they and the power of ten below them are exact, so the quotient is rounded once.
fn short(text: &[u8], sign: u8) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if !(1..=16).contains(&digits.len()) {
        return None;
    }
    let (mut mantissa, mut point) = (0_u64, None);
    for (i, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = 10 * mantissa + u64::from(byte - b'0'),
            _ if byte == sign && point.is_none() => point = Some(i),
            _ => return None,
        }
    }
    let places = point.map_or(0, |point| digits.len() - 1 - point);
    if digits.len() - usize::from(point.is_some()) > 15 || (point.is_some() && digits.len() == 1) {
        return None;
    }
    let size = mantissa as f64 / POWERS[places];
    Some(if negative { -size } else { size })
}

const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

fn any(text: &[u8], sign: u8) -> Option<f64> {
    let plain = |&byte: &u8| byte.is_ascii_digit() || byte == sign || b"+-eE".contains(&byte);
    if !text.iter().all(plain) {
        return None;
    }
    let text: String = text.iter().map(|&byte| if byte == sign { '.' } else { char::from(byte) }).collect();
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_a_number_is_none() {
        for text in [
            "", "-", ".", "-.", "NaN", "nan", "inf", "-inf", "infinity", "NA", "1 000", "1,5", "1.2.3", "1e999", "0x1",
            "１",
        ] {
            assert_eq!(decimal(text.as_bytes(), b'.'), None, "{text}");
        }
        assert_eq!(decimal(b"1.234,5", b','), None);
        assert_eq!(decimal(b"1.5", b','), None);
        assert_eq!(decimal(b"-1,5", b','), Some(-1.5));
        assert_eq!(decimal(b".5", b'.'), Some(0.5));
        assert_eq!(decimal(b"5.", b'.'), Some(5.0));
        assert_eq!(decimal(b"+2,5e-3", b','), Some(0.0025));
    }

    proptest! {
        #[test]
        fn numbers_read_as_the_standard_library_reads_them(text in "-?[0-9]{0,20}(\\.[0-9]{0,20})?") {
            let expected = text.parse::<f64>().ok().map(f64::to_bits);
            prop_assert_eq!(decimal(text.as_bytes(), b'.').map(f64::to_bits), expected);
            prop_assert_eq!(decimal(text.replace('.', ",").as_bytes(), b',').map(f64::to_bits), expected);
        }

        #[test]
        fn every_finite_number_reads_back(number in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO) {
            for text in [format!("{number}"), format!("{number:e}")] {
                prop_assert_eq!(decimal(text.as_bytes(), b'.').map(f64::to_bits), Some(number.to_bits()));
            }
        }
    }
}
