//! Floats that start at a cache line.

use std::ops::{Deref, DerefMut};

/// The floats of the widest register, and of a cache line.
pub(super) const WIDTH: usize = 16;
/// Bytes of a cache line.
const ALIGNMENT: usize = 64;

/// A run of floats whose first stands at the start of a cache line: a register that is loaded from two lines
/// takes twice as long. The room before it is a few floats that nobody reads.
#[derive(Debug)]
pub struct Lanes {
    values: Vec<f32>,
    start: usize,
    len: usize,
}

impl Lanes {
    /// `len` zeros.
    pub(crate) fn zeros(len: usize) -> Self {
        let values = vec![0.0; len + WIDTH];
        let start = values.as_ptr().align_offset(ALIGNMENT).min(WIDTH);
        Self { values, start, len }
    }
}

/// A copy lies elsewhere, and so has room of another length before it.
impl Clone for Lanes {
    fn clone(&self) -> Self {
        let mut copy = Self::zeros(self.len);
        copy.copy_from_slice(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        if self.len == source.len {
            self.copy_from_slice(source);
        } else {
            *self = source.clone();
        }
    }
}

impl Deref for Lanes {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.values[self.start..][..self.len]
    }
}

impl DerefMut for Lanes {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.values[self.start..][..self.len]
    }
}
