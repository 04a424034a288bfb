//! Columns ↔ bytes. Each column takes the narrowest form that gives back exactly what went in; the whole is then
//! compressed (LZ4). Reading never trusts a length: a damaged piece is `None`.

use crate::cube::{RecordIds, Run, Segment};
use crate::model::{Answers, AreaIndex, CellStatus, PublishedTable, RowKey};

/// Most bytes of a piece that is unpacked: a segment of a million rows of two hundred numbers.
const LARGEST: usize = 2 << 30;

pub(super) fn encode_segment(segment: &Segment) -> Vec<u8> {
    let mut out = ByteWriter::default();
    out.u32s(segment.runs.iter().map(|run| run.area.0), segment.runs.len());
    out.u32s(segment.runs.iter().map(|run| run.combination), segment.runs.len());
    out.u32s(segment.runs.iter().map(|run| run.rows), segment.runs.len());
    match &segment.weights {
        None => out.byte(0),
        Some(weights) => {
            out.byte(1);
            out.numbers(weights);
        }
    }
    out.u32(segment.answers.len() as u32);
    for answers in &segment.answers {
        match answers {
            Answers::Codes(codes) => {
                out.byte(0);
                out.codes(codes);
            }
            Answers::Numbers(numbers) => {
                out.byte(1);
                out.numbers(numbers);
            }
        }
    }
    out.compressed()
}

pub(super) fn decode_segment(bytes: &[u8]) -> Option<Segment> {
    let plain = decompress(bytes)?;
    let mut reader = ByteReader(&plain);
    let (areas, combinations, lengths) = (reader.u32s()?, reader.u32s()?, reader.u32s()?);
    if areas.len() != combinations.len() || areas.len() != lengths.len() {
        return None;
    }
    let triples = areas.into_iter().zip(combinations).zip(lengths);
    let runs: Vec<Run> =
        triples.map(|((area, combination), rows)| Run { area: AreaIndex(area), combination, rows }).collect();
    let rows = runs.iter().map(|run| run.rows as usize).sum::<usize>();
    let weights = match reader.byte()? {
        0 => None,
        _ => Some(reader.numbers()?),
    };
    let mut answers = Vec::new();
    for _ in 0..reader.u32()? {
        answers.push(match reader.byte()? {
            0 => Answers::Codes(reader.codes()?),
            _ => Answers::Numbers(reader.numbers()?),
        });
    }
    let whole = |answers: &Answers| match answers {
        Answers::Codes(codes) => codes.len() == rows,
        Answers::Numbers(numbers) => numbers.len() == rows,
    };
    let sound = answers.iter().all(whole) && weights.as_ref().is_none_or(|weights| weights.len() == rows);
    sound.then_some(Segment { runs, weights, answers })
}

/// Encodes the keyed ids of persons, then of households; they don't compress.
pub(super) fn encode_keys(ids: &RecordIds) -> Vec<u8> {
    let mut out = ByteWriter::default();
    out.u32(ids.persons.len() as u32);
    for key in ids.persons.iter().chain(ids.households.iter().flatten()) {
        out.0.extend_from_slice(&key.to_le_bytes());
    }
    out.0
}

pub(super) fn decode_keys(bytes: &[u8]) -> Option<RecordIds> {
    let mut reader = ByteReader(bytes);
    let rows = reader.u32()? as usize;
    let keys = |reader: &mut ByteReader<'_>| -> Option<Vec<u128>> {
        (0..rows).map(|_| Some(u128::from_le_bytes(reader.take(16)?.try_into().ok()?))).collect()
    };
    let persons = keys(&mut reader)?;
    let households = if reader.0.is_empty() { None } else { Some(keys(&mut reader)?) };
    reader.0.is_empty().then_some(RecordIds { persons, households })
}

pub(super) fn encode_tables(tables: &[PublishedTable]) -> Vec<u8> {
    let mut out = ByteWriter::default();
    out.u32(tables.len() as u32);
    for table in tables {
        out.u32s(table.rows.iter().map(|row| row.area.0), table.len());
        out.u32s(table.rows.iter().map(|row| row.combination), table.len());
        out.0.extend(table.status.iter().map(|status| u8::from(*status == CellStatus::Withheld)));
        out.u32(table.columns.len() as u32);
        for figure in table.columns.iter().flatten() {
            out.0.extend_from_slice(&figure.to_le_bytes());
        }
    }
    out.compressed()
}

pub(super) fn decode_tables(bytes: &[u8]) -> Option<Vec<PublishedTable>> {
    let plain = decompress(bytes)?;
    let mut reader = ByteReader(&plain);
    let mut tables = Vec::new();
    for _ in 0..reader.u32()? {
        let (areas, combinations) = (reader.u32s()?, reader.u32s()?);
        let rows: Vec<RowKey> = areas
            .into_iter()
            .zip(combinations)
            .map(|(area, combination)| RowKey { area: AreaIndex(area), combination })
            .collect();
        let status =
            reader.take(rows.len())?.iter().map(|&s| if s == 0 { CellStatus::Published } else { CellStatus::Withheld });
        let status = status.collect();
        let mut columns = Vec::new();
        for _ in 0..reader.u32()? {
            let figures = reader.take(rows.len().checked_mul(8)?)?.chunks_exact(8);
            columns.push(figures.map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes"))).collect());
        }
        tables.push(PublishedTable { rows, status, columns });
    }
    Some(tables)
}

fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let (size, rest) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    if size > LARGEST {
        return None;
    }
    lz4_flex::block::decompress(rest, size).ok().filter(|plain| plain.len() == size)
}

#[derive(Default)]
struct ByteWriter(Vec<u8>);

impl ByteWriter {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn u32(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn u32s(&mut self, numbers: impl Iterator<Item = u32>, count: usize) {
        self.u32(count as u32);
        numbers.for_each(|number| self.u32(number));
    }

    /// Codes in as many bits as the largest needs; the largest number of that width stands for a missing answer.
    fn codes(&mut self, codes: &[u8]) {
        let largest = codes.iter().filter(|&&code| code != Answers::MISSING).max().copied().unwrap_or(0);
        let bits = [1, 2, 4, 8].into_iter().find(|&bits| u32::from(largest) < (1 << bits) - 1).unwrap_or(8_u32);
        let missing = ((1_u32 << bits) - 1) as u8;
        self.u32(codes.len() as u32);
        self.byte(bits as u8);
        for group in codes.chunks(8 / bits as usize) {
            let packed = group.iter().rev().fold(0_u32, |packed, &code| {
                packed << bits | u32::from(if code == Answers::MISSING { missing } else { code })
            });
            self.byte(packed as u8);
        }
    }

    /// Numbers as scaled whole numbers of 1, 2 or 4 bytes above the smallest, if that is exact; else unchanged.
    fn numbers(&mut self, numbers: &[f64]) {
        self.u32(numbers.len() as u32);
        let Some(DecimalForm { digits, low, width, scaled }) = decimal_form(numbers) else {
            self.byte(u8::MAX);
            numbers.iter().for_each(|number| self.0.extend_from_slice(&number.to_le_bytes()));
            return;
        };
        self.byte(digits as u8);
        self.byte(width as u8);
        self.0.extend_from_slice(&low.to_le_bytes());
        // A missing number is the largest of its width, which no span reaches.
        let above = scaled.iter().map(|&scaled| if scaled == MISSING { u32::MAX } else { (scaled - low) as u32 });
        match width {
            1 => self.0.extend(above.map(|above| above as u8)),
            2 => above.for_each(|above| self.0.extend_from_slice(&(above as u16).to_le_bytes())),
            _ => above.for_each(|above| self.0.extend_from_slice(&above.to_le_bytes())),
        }
    }

    fn compressed(self) -> Vec<u8> {
        lz4_flex::block::compress_prepend_size(&self.0)
    }
}

const POWERS: [f64; 7] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/// Value of a missing number among scaled ones.
const MISSING: i64 = i64::MIN;

/// Form of numbers as whole multiples of a power of ten.
struct DecimalForm {
    digits: usize,
    low: i64,
    /// Number of bytes that hold every number above `low`, and one more value for a missing number.
    width: usize,
    scaled: Vec<i64>,
}

/// The form with the fewest digits; `None` if no form is exact for every number.
fn decimal_form(numbers: &[f64]) -> Option<DecimalForm> {
    let mut digits = 0;
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    let mut scaled = Vec::with_capacity(numbers.len());
    for &number in numbers {
        if number.is_nan() {
            scaled.push(MISSING);
            continue;
        }
        let mut found = exact_multiple(number, digits);
        while found.is_none() && digits + 1 < POWERS.len() {
            // A number that was exact with fewer digits is a whole multiple with one more.
            digits += 1;
            if low <= high {
                (low, high) = (low.checked_mul(10)?, high.checked_mul(10)?);
            }
            scaled.iter_mut().filter(|scaled| **scaled != MISSING).for_each(|scaled| *scaled *= 10);
            found = exact_multiple(number, digits);
        }
        let multiple = found?;
        (low, high) = (low.min(multiple), high.max(multiple));
        scaled.push(multiple);
    }
    let (low, high) = if low > high { (0, 0) } else { (low, high) };
    // Beyond 2^53 a quotient of whole numbers is no longer the nearest number.
    if low <= -(1 << 53) || high >= 1 << 53 {
        return None;
    }
    let width = match high - low {
        ..0xff => 1,
        0xff..0xffff => 2,
        0xffff..0xffff_ffff => 4,
        _ => return None,
    };
    Some(DecimalForm { digits, low, width, scaled })
}

/// `number` × 10^digits, if dividing that by 10^digits gives back the very same bits.
#[inline]
fn exact_multiple(number: f64, digits: usize) -> Option<i64> {
    let scaled = (number * POWERS[digits] + 0.5_f64.copysign(number)) as i64;
    (scaled.unsigned_abs() < 1 << 53 && (scaled as f64 / POWERS[digits]).to_bits() == number.to_bits())
        .then_some(scaled)
}

struct ByteReader<'a>(&'a [u8]);

impl<'a> ByteReader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4).map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")))
    }

    fn u32s(&mut self) -> Option<Vec<u32>> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes"))).collect())
    }

    fn codes(&mut self) -> Option<Vec<u8>> {
        let count = self.u32()? as usize;
        let bits = usize::from(self.byte()?);
        if !matches!(bits, 1 | 2 | 4 | 8) {
            return None;
        }
        let per_byte = 8 / bits;
        let packed = self.take(count.div_ceil(per_byte))?;
        if bits == 8 {
            return Some(packed.to_vec());
        }
        let missing = (1_u8 << bits) - 1;
        let code = |packed: u8, place: usize| match packed >> (place * bits) & missing {
            code if code == missing => Answers::MISSING,
            code => code,
        };
        // One look-up unpacks a whole byte.
        let unpacked: Vec<[u8; 8]> = (0..=u8::MAX)
            .map(|packed| std::array::from_fn(|place| if place < per_byte { code(packed, place) } else { 0 }))
            .collect();
        let mut codes = Vec::with_capacity(count + per_byte);
        for &byte in packed {
            codes.extend_from_slice(&unpacked[usize::from(byte)][..per_byte]);
        }
        codes.truncate(count);
        Some(codes)
    }

    fn numbers(&mut self) -> Option<Vec<f64>> {
        let count = self.u32()? as usize;
        let digits = self.byte()?;
        if digits == u8::MAX {
            let bytes = self.take(count.checked_mul(8)?)?.chunks_exact(8);
            return Some(bytes.map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes"))).collect());
        }
        let factor = *POWERS.get(usize::from(digits))?;
        let width = usize::from(self.byte()?);
        let low = i64::from_le_bytes(self.take(8)?.try_into().expect("eight bytes"));
        let bytes = self.take(count.checked_mul(width)?)?;
        let number = |above: u32, missing: u32| {
            if above == missing { f64::NAN } else { (low + i64::from(above)) as f64 / factor }
        };
        Some(match width {
            1 => bytes.iter().map(|&byte| number(byte.into(), 0xff)).collect(),
            2 => bytes.chunks_exact(2).map(|b| number(u16::from_le_bytes([b[0], b[1]]).into(), 0xffff)).collect(),
            4 => {
                bytes.chunks_exact(4).map(|b| number(u32::from_le_bytes([b[0], b[1], b[2], b[3]]), u32::MAX)).collect()
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(codes: Vec<u8>, numbers: Vec<f64>) -> Segment {
        let run = Run { area: AreaIndex(7), combination: 3, rows: codes.len() as u32 };
        Segment {
            runs: vec![run],
            weights: Some(numbers.clone()),
            answers: vec![Answers::Codes(codes), Answers::Numbers(numbers)],
        }
    }

    fn bits(numbers: &[f64]) -> Vec<Option<u64>> {
        numbers.iter().map(|number| (!number.is_nan()).then(|| number.to_bits())).collect()
    }

    proptest! {
        #[test]
        fn columns_come_back_exactly(
            rows in prop::collection::vec(
                (prop_oneof![0..4_u8, Just(Answers::MISSING), any::<u8>()],
                 prop_oneof![
                     (-100_000..100_000_i32, 0..5_i32).prop_map(|(n, d)| f64::from(n) / 10_f64.powi(d)),
                     Just(f64::NAN), Just(-0.0), Just(1e300), any::<f64>().prop_filter("finite", |n| n.is_finite()),
                 ]), 0..200),
            simple in any::<bool>(),
        ) {
            let rows: Vec<(u8, f64)> = rows.into_iter()
                .map(|(code, number)| if simple { (code % 3, (number % 1000.0 * 10.0).round() / 10.0 + 0.0) } else { (code, number) })
                .collect();
            let (codes, numbers): (Vec<u8>, Vec<f64>) = rows.into_iter().unzip();
            let bytes = encode_segment(&segment(codes.clone(), numbers.clone()));
            let back = decode_segment(&bytes).unwrap();
            prop_assert_eq!(&back.answers[0], &Answers::Codes(codes));
            prop_assert_eq!(bits(back.weights.as_ref().unwrap()), bits(&numbers));
        }

        #[test]
        fn damaged_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300), flip in any::<prop::sample::Index>()) {
            let _ = decode_segment(&bytes);
            let _ = decode_tables(&bytes);
            bytes = encode_segment(&segment(vec![1, 2, 255, 0], vec![1.0, 2.5, f64::NAN, 0.0]));
            let at = flip.index(bytes.len());
            bytes[at] ^= 0x55;
            let _ = decode_segment(&bytes);
        }
    }
}
