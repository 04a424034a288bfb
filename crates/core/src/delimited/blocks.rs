use encoding_rs::{Decoder, WINDOWS_1252};

use super::{ByteSource, Encoding};
use crate::model::{Problem, other_kind};

/// The source as UTF-8, block by block.
pub(super) struct Blocks<S> {
    source: S,
    /// Number of bytes of the source that were read.
    pub(super) read: u64,
    raw: Vec<u8>,
    decoder: Option<Decoder>,
    decoded: Vec<u8>,
    start: usize,
    end: usize,
}

impl<S: ByteSource> Blocks<S> {
    const SIZE: usize = 256 << 10;
    const MARK: &[u8] = b"\xef\xbb\xbf";

    pub(super) fn new(source: S, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Windows1252 => Some(WINDOWS_1252.new_decoder_without_bom_handling()),
        };
        Self { source, read: 0, raw: vec![0; Self::SIZE], decoder, decoded: Vec::new(), start: 0, end: 0 }
    }

    /// Bytes that are read and not consumed; empty only at the end.
    pub(super) fn left(&mut self) -> Result<&[u8], Problem> {
        if self.start == self.end {
            self.fill()?;
        }
        let block = if self.decoder.is_some() { &self.decoded } else { &self.raw };
        Ok(&block[self.start..self.end])
    }

    pub(super) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }

    fn fill(&mut self) -> Result<(), Problem> {
        let mut filled = 0;
        while filled < Self::SIZE {
            match self.source.fill(&mut self.raw[filled..])? {
                0 => break,
                more => filled += more,
            }
        }
        (self.start, self.end) = (0, filled);
        if self.read == 0 {
            if let Some(other) = other_kind(&self.raw[..filled]) {
                return Err(other.into());
            }
            if self.raw[..filled].starts_with(Self::MARK) {
                // A byte-order mark overrides the given encoding.
                self.decoder = None;
                self.start = Self::MARK.len();
            }
        }
        self.read += filled as u64;
        if let Some(decoder) = &mut self.decoder {
            // One byte becomes at most three.
            self.decoded.resize(3 * Self::SIZE, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&self.raw[..filled], &mut self.decoded, false);
            self.end = written;
        }
        Ok(())
    }
}
