//! Repair of footers of Parquet files from old programs, which wrote other data where the format has fields now. These
//! fields are left out, as nothing here needs them.
//!
//! *Source:* Apache Parquet, `parquet.thrift`; Apache Thrift, compact protocol.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

/// Largest length of a footer that is repaired. *Unit:* bytes.
const LONGEST: u32 = 64 << 20;
/// Deepest nesting; no footer is nested deeper.
const DEEPEST: u8 = 32;
/// First field of a column's metadata that is about filters and sizes. Programs before 2019 had other fields of their
/// own from here on.
const LATER: i64 = 14;

/// Returns the footer of a file without these fields, ready to be decoded; `None` if it isn't complete.
pub(super) fn mended(mut file: &File) -> Option<Vec<u8>> {
    let mut tail = [0; 8];
    file.seek(SeekFrom::End(-8)).ok()?;
    file.read_exact(&mut tail).ok()?;
    let (length, magic) = tail.split_first_chunk::<4>()?;
    let length = Some(u32::from_le_bytes(*length)).filter(|length| magic == b"PAR1" && *length <= LONGEST)?;
    file.seek(SeekFrom::End(-8 - i64::from(length))).ok()?;
    let mut footer = Vec::new();
    file.take(length.into()).read_to_end(&mut footer).ok()?;
    without_later(&footer)
}

fn without_later(footer: &[u8]) -> Option<Vec<u8>> {
    let mut walk = Walk { rest: footer, out: Vec::with_capacity(footer.len()) };
    walk.structure(FooterPart::File, DEEPEST)?;
    Some(walk.out)
}

/// Structure of a footer that is walked through.
#[derive(Clone, Copy, Eq, PartialEq)]
enum FooterPart {
    File,
    RowGroup,
    Chunk,
    Column,
    Elsewhere,
}

impl FooterPart {
    /// The structure in one of its fields.
    fn field(self, id: i64) -> Self {
        match (self, id) {
            (Self::File, 4) => Self::RowGroup,
            (Self::RowGroup, 1) => Self::Chunk,
            (Self::Chunk, 3) => Self::Column,
            _ => Self::Elsewhere,
        }
    }
}

/// Walk through a footer that copies what it keeps.
struct Walk<'b> {
    rest: &'b [u8],
    out: Vec<u8>,
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn copy(&mut self, bytes: u64) -> Option<()> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(bytes).ok()?)?;
        self.out.extend_from_slice(taken);
        self.rest = rest;
        Some(())
    }

    /// Reads a number of 7 bits in each byte, the lowest first.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn put_varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }

    fn copy_varint(&mut self) -> Option<u64> {
        let number = self.varint()?;
        self.put_varint(number);
        Some(number)
    }

    /// Reads fields up to the end of the structure, each with its distance from the one before.
    fn structure(&mut self, at: FooterPart, depth: u8) -> Option<()> {
        let (mut id, mut kept) = (0, 0);
        loop {
            let head = self.byte()?;
            if head == 0 {
                self.out.push(0);
                return Some(());
            }
            let kind = head & 0x0f;
            id = match head >> 4 {
                0 => self.varint().map(|id| (id >> 1).cast_signed() ^ -(id & 1).cast_signed())?,
                further => id + i64::from(further),
            };
            // Ids have 16 bits.
            i16::try_from(id).ok()?;
            let before = self.out.len();
            match id - kept {
                further @ 1..=15 => self.out.push((further as u8) << 4 | kind),
                _ => {
                    self.out.push(kind);
                    self.put_varint(((id << 1) ^ (id >> 63)).cast_unsigned());
                }
            }
            // A boolean field has no further bytes.
            if kind > 2 {
                self.value(kind, at.field(id), depth)?;
            }
            if at == FooterPart::Column && id >= LATER {
                self.out.truncate(before);
            } else {
                kept = id;
            }
        }
    }

    fn value(&mut self, kind: u8, at: FooterPart, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            1..=3 => self.copy(1),
            4..=6 => self.copy_varint().map(drop),
            7 => self.copy(8),
            8 => {
                let length = self.copy_varint()?;
                self.copy(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                self.out.push(head);
                let count = if head >> 4 == 15 { self.copy_varint()? } else { u64::from(head >> 4) };
                (0..count).try_for_each(|_| self.value(head & 0x0f, at, depth))
            }
            11 => {
                let count = self.copy_varint()?;
                let kinds = if count > 0 { self.byte()? } else { return Some(()) };
                self.out.push(kinds);
                (0..count).try_for_each(|_| {
                    self.value(kinds >> 4, FooterPart::Elsewhere, depth)?;
                    self.value(kinds & 0x0f, FooterPart::Elsewhere, depth)
                })
            }
            12 => self.structure(at, depth),
            13 => self.copy(16),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A footer of one column, with these fields after its first.
    fn footer(fields: &[u8]) -> Vec<u8> {
        // Version 1; a list of one row group; its list of one chunk; its column, of which field 1 is 3; then a name.
        let start = [0x15, 0x02, 0x39, 0x1c, 0x19, 0x1c, 0x3c, 0x15, 0x06];
        let end = [0x00, 0x00, 0x00, 0x28, 0x01, b'n', 0x00];
        [&start[..], fields, &end].concat()
    }

    #[test]
    fn later_fields_of_columns_are_left_out() {
        // Field 13 is a list of one number; 15 is a list of numbers, 16 a structure with a text, 17 true.
        let own = [0xc9, 0x15, 0x02];
        let foreign = [0x29, 0x25, 0x02, 0x04, 0x1c, 0x18, 0x02, b'a', b'b', 0x00, 0x11];
        let both = footer(&[&own[..], &foreign].concat());
        assert_eq!(without_later(&both).unwrap(), footer(&own));
        assert_eq!(without_later(&footer(&own)).unwrap(), footer(&own));
    }

    #[test]
    fn a_footer_that_ends_early_is_none() {
        let whole = footer(&[0xc9, 0x15, 0x02]);
        (0..whole.len()).for_each(|length| assert_eq!(without_later(&whole[..length]), None, "{length}"));
    }

    #[test]
    fn an_id_beyond_all_ids_is_no_footer() {
        // Field 2^63 − 1, true; then the one after it.
        let huge = [&[0x01, 0xfe][..], &[0xff; 8], &[0x01, 0x11, 0x00]].concat();
        assert_eq!(without_later(&huge), None);
    }

    proptest! {
        #[test]
        fn any_bytes_do(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = without_later(&bytes);
        }
    }
}
