//! Whether a video file holds the frames that were given, by its container and the outside of its frames: an encoder that
//! met a full disk, or that was told something else, may say that all is well.
//!
//! MP4 (ISO/IEC 14496-12) lists its samples in one table; Matroska and WebM (RFC 9559, RFC 8794) hold a block for each.
//! What a file does not say is not held against it. What the frames show is not looked at: that takes a decoder, and
//! the only one at hand is the program that wrote the file. The number of bytes says nothing: a plain picture may take as
//! few as a black one.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Seek};

use crate::export::Format;

mod matroska;
mod mp4;

/// What a file says of itself, as far as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// How many frames it has, of one track.
    pub(super) frames: u64,
    /// Width and height of the picture.
    size: Option<[u32; 2]>,
    /// The time from the first to the last frame, and how far from the truth rounding takes it. Seconds.
    span: Option<(f64, f64)>,
}

/// Looks through `file`.
///
/// # Errors
/// What the system says, or that the file is not whole.
pub(super) fn look(file: &File, format: Format) -> io::Result<Found> {
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    reader.rewind()?;
    if format == Format::Mp4 { mp4::look(&mut reader, length) } else { matroska::look(&mut reader, length) }
}

impl Found {
    /// What is wrong with it as a video of this size and rate, if anything is.
    pub(super) fn difference(&self, size: [u32; 2], fps: f64) -> Option<String> {
        if let Some([width, height]) = self.size.filter(|found| *found != size) {
            return Some(format!("it shows {width}x{height} pixels, not {}x{}", size[0], size[1]));
        }
        let wanted = self.frames.saturating_sub(1) as f64 / fps;
        // Half a frame: whoever shows it in another rate is off by more, once there are a few.
        let (found, _) = self.span.filter(|(found, rounding)| (found - wanted).abs() > 0.5 / fps + rounding)?;
        Some(format!("its frames take {found:.2} s, not {wanted:.2}"))
    }
}

/// Whether a sample of H.264 is whole: units that say how long they are, and hold no three zeros in a row, which the
/// standard keeps out of them (ITU-T H.264, 7.4.1). A part that was never written is zeros.
fn is_whole(mut sample: &[u8]) -> bool {
    while let Some((length, rest)) = sample.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((unit, rest)) = rest.split_at_checked(length).filter(|(unit, _)| !unit.is_empty()) else {
            return false;
        };
        if unit.windows(3).any(|bytes| bytes == [0; 3]) {
            return false;
        }
        sample = rest;
    }
    sample.is_empty()
}

fn not_whole() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "a frame of it is not whole")
}

fn truncated() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "it ends too early")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_no_frames() {
        let sample = [&[0, 0, 0, 5][..], b"\x65abcd", &[0, 0, 0, 2], b"xy"].concat();
        assert!(is_whole(&sample));
        for place in 0..sample.len() {
            let mut spoilt = sample.clone();
            spoilt[place..].fill(0);
            assert!(!is_whole(&spoilt) || place > sample.len() - 3, "{place}");
        }
        assert!(!is_whole(&sample[..sample.len() - 1]) && !is_whole(&[0; 64]));
    }

    #[test]
    fn another_size_or_rate_is_told() {
        let found = Found { frames: 11, size: Some([64, 36]), span: Some((1.0, 0.002)) };
        assert_eq!(found.difference([64, 36], 10.0), None);
        assert!(found.difference([64, 38], 10.0).unwrap().contains("64x36"));
        assert!(found.difference([64, 36], 20.0).unwrap().contains("1.00 s, not 0.50"));
        assert_eq!(Found { frames: 11, ..Found::default() }.difference([2, 2], 1.0), None);
    }
}
