//! Which moment each frame shows.

use std::ops::Range;

use super::{ExportError, Refusal};

/// The most frames that one export may have: nine digits, a year at 30 fps.
const MAX_FRAMES: u64 = 999_999_999;

/// A loop cut into frames of equal length, so that the last one leads back to the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameClock {
    /// Seconds that one loop takes in the artwork's own time.
    period: f64,
    /// Frames in one loop.
    frames: u64,
    /// Frames a second as asked for, before rounding to a whole number of frames a loop.
    fps: f64,
}

impl FrameClock {
    /// A loop of `period` seconds shown at `speed` times its own pace, `fps` frames a second.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if `fps` is not within 0.001..=1000, `speed` not within
    /// 0.001..=1000, or the loop has too many frames.
    pub(crate) fn new(period: f64, fps: f64, speed: f64) -> Result<Self, ExportError> {
        if !(0.001..=1000.0).contains(&fps) {
            return Err(Refusal::FrameRate(fps).into());
        }
        if !(0.001..=1000.0).contains(&speed) {
            return Err(Refusal::Speed(speed).into());
        }
        let frames = (period / speed * fps).round().max(1.0);
        if frames > MAX_FRAMES as f64 {
            return Err(Refusal::TooManyFrames { period: period / speed, fps, frames, most: MAX_FRAMES }.into());
        }
        Ok(Self { period, frames: frames as u64, fps })
    }

    /// Frames in one loop.
    pub(crate) fn frames(&self) -> u64 {
        self.frames
    }

    /// Seconds into the loop that frame `index` shows: index · period / frames, beginning again
    /// after each loop.
    pub fn seconds(&self, index: u64) -> f64 {
        (index % self.frames) as f64 * self.period / self.frames as f64
    }

    /// The frames to be made: `asked`, or one whole loop.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if the range is empty or reaches too far.
    pub(crate) fn range(&self, asked: Option<&Range<u64>>) -> Result<Range<u64>, ExportError> {
        let range = asked.cloned().unwrap_or(0..self.frames);
        if range.is_empty() || range.end > MAX_FRAMES + 1 {
            return Err(Refusal::NoFrames { range, most: MAX_FRAMES }.into());
        }
        Ok(range)
    }
}

/// How long frame `index` stays, in ticks of which a second has `per_second`: the rounding of one frame is
/// made good by the next, so that 30 frames take a second.
pub(super) fn ticks(index: u64, fps: f64, per_second: f64) -> u64 {
    let until = |frames: u64| (frames as f64 * per_second / fps).round();
    (until(index + 1) - until(index)) as u64
}

/// Frames a second as a fraction in lowest terms, to a thousandth: 29.97 is 2997/100.
pub(super) fn ratio(fps: f64) -> (u64, u64) {
    let thousandths = (fps * 1000.0).round().max(1.0) as u64;
    let divisor = gcd(thousandths, 1000);
    (thousandths / divisor, 1000 / divisor)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
