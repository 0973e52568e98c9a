//! How far a job is, and what it has made in the end.

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Units done, counting those skipped.
    pub done: u64,
    /// Units that were there already.
    pub skipped: u64,
    /// Units in all.
    pub total: u64,
    /// What is counted.
    pub unit: Unit,
}

/// What a job counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Frames of a loop.
    Frames,
    /// Rows of a still.
    Rows,
    /// Pictures, each of another artwork.
    Pictures,
}

/// What a job has made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Frames, or pictures, written.
    pub frames: u64,
    /// Frames that were there already.
    pub skipped: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Pixels across and down: fewer than were asked for where the format or a limit on the bytes wants it. For text,
    /// cells.
    pub size: [u32; 2],
    /// Frames a second, which a limit on the bytes may have lowered too.
    pub fps: f64,
    /// Whether it flashes, where that had to be known to make it.
    pub flashes: FlashCheck,
}

/// Whether a loop flashes more often than WCAG 2.3.1 allows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum FlashCheck {
    /// Nobody has looked: see [`first_flash`](super::first_flash).
    #[default]
    Pending,
    /// It never does.
    Passed,
    /// It does, and first so many seconds from its start.
    Failed(f64),
}

impl Summary {
    pub(super) fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.skipped += other.skipped;
        self.bytes += other.bytes;
    }
}
