//! A part of a package, unpacked piece by piece so that it never stands in memory as a whole.

use std::io::Read;

use memchr::memmem;

use super::Stop;

/// So much is unpacked at a time, in bytes.
const PIECE: usize = 1 << 18;
/// The longest that one element may be, in bytes.
const LONGEST: usize = 1 << 24;

/// A part as it is unpacked.
pub(super) struct Chunks<R> {
    from: R,
    buffer: Vec<u8>,
    /// Where what has not been used begins.
    at: usize,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    pub(super) const fn new(from: R) -> Self {
        Self { from, buffer: Vec::new(), at: 0, ended: false }
    }

    /// Unpacks one more piece behind what has not been used.
    fn more(&mut self) -> Result<(), Stop> {
        self.buffer.drain(..self.at);
        self.at = 0;
        if self.buffer.len() > LONGEST {
            return Err(Stop::Odd);
        }
        let before = self.buffer.len();
        let piece = u64::try_from(PIECE).unwrap_or(u64::MAX);
        self.from.by_ref().take(piece).read_to_end(&mut self.buffer).map_err(|_| Stop::Odd)?;
        self.ended = self.buffer.len() < before + PIECE;
        Ok(())
    }

    /// What comes up to the first of these marks, the mark included.
    pub(super) fn up_to(&mut self, mark: &[u8]) -> Result<&[u8], Stop> {
        loop {
            if let Some(found) = memmem::find(&self.buffer[self.at..], mark) {
                let from = self.at;
                self.at += found + mark.len();
                return Ok(&self.buffer[from..self.at]);
            }
            if self.ended {
                return Err(Stop::Odd);
            }
            self.more()?;
        }
    }

    /// As many whole elements as are at hand: what comes up to the last of these marks. At the end of the part it is what is left.
    pub(super) fn whole(&mut self, mark: &[u8]) -> Result<&[u8], Stop> {
        loop {
            if self.ended {
                return Ok(&self.buffer[self.at..]);
            }
            if self.buffer.len() - self.at >= PIECE
                && let Some(found) = memmem::rfind(&self.buffer[self.at..], mark)
            {
                return Ok(&self.buffer[self.at..self.at + found + mark.len()]);
            }
            self.more()?;
        }
    }

    /// Goes on behind so many bytes.
    pub(super) fn used(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.buffer.len());
    }

    /// All that is left.
    pub(super) fn rest(&mut self) -> Result<&[u8], Stop> {
        while !self.ended {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }
}
