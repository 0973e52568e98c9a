//! What an export can't be: kinds with their figures, worded without the names of options.

use std::ops::Range;
use std::path::PathBuf;

use super::Format;

/// Why a job was refused before anything was written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Frames a second that no clock counts.
    #[error("{0} frames a second: a rate is within 0.001..1000")]
    FrameRate(f64),
    /// A pace that no clock follows.
    #[error("a speed of {0}: must be within 0.001..1000")]
    Speed(f64),
    /// More frames in a loop than are numbered.
    #[error("a loop of {period} s at {fps} fps has {frames} frames, more than {most}")]
    TooManyFrames {
        /// Seconds that the loop takes.
        period: f64,
        /// Frames a second.
        fps: f64,
        /// Frames that it would have.
        frames: f64,
        /// Frames that it may have.
        most: u64,
    },
    /// A range of frames that is empty or reaches too far.
    #[error("frames {}..{}: nothing to make", range.start, range.end)]
    NoFrames {
        /// What was asked for.
        range: Range<u64>,
        /// The highest number.
        most: u64,
    },
    /// Frames that do not fit in memory, in which their format needs them whole.
    #[error("{}x{}: too large for frames that are held in memory", size[0], size[1])]
    FrameTooLarge {
        /// Pixels across and down.
        size: [u32; 2],
    },
    /// A side longer than the format has.
    #[error("{}x{}: a .{} has at most {most} {} a side", size[0], size[1], format.ending(), unit(*format))]
    SideTooLong {
        /// The format.
        format: Format,
        /// What was asked for, across and down.
        size: [u32; 2],
        /// The longest side.
        most: u32,
    },
    /// A side shorter than the format has.
    #[error("a .{} needs at least {least}x{least} pixels", format.ending())]
    SideTooShort {
        /// The format.
        format: Format,
        /// The shortest side, pixels.
        least: u32,
    },
    /// A limit in bytes that the loop can't be brought within.
    #[error("{0} bytes are too few for this loop")]
    LimitTooSmall(u64),
    /// More bytes than a file of the format has.
    #[error("a .{} has at most {most} bytes, and this one would have about {expected}", format.ending())]
    FileTooLong {
        /// The format.
        format: Format,
        /// How many it would have.
        expected: u64,
        /// The most bytes.
        most: u64,
    },
    /// A network larger than a page draws and paints.
    #[error("a page paints at most {most} weights, and this network has {weights}")]
    TooManyWeights {
        /// Weights and biases.
        weights: usize,
        /// How many it may have.
        most: usize,
    },
    /// A contact sheet that does not fit in memory.
    #[error("a contact sheet of {width}x{height} pixels is too large")]
    SheetTooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
    },
    /// A contact sheet in another format than PNG.
    #[error("a contact sheet is a .png")]
    SheetFormat,
    /// Bytes that a terminal would only be confused by.
    #[error("the output is a terminal, which can't show .{}", .0.ending())]
    Terminal(Format),
    /// A format that is written back and forth, into a pipe or device.
    #[error("a video file can't be written to a pipe or a device")]
    Unseekable,
    /// An ending, or a name of a format, that is none.
    #[error("can't export to .{name}{}", meant(.name))]
    UnknownFormat {
        /// What was named.
        name: String,
    },
    /// A name without an ending.
    #[error("{}: cannot tell the format from its name", .0.display())]
    NoEnding(PathBuf),
    /// Single frames in another format than PNG.
    #[error("single frames are .png, not .{}", .0.ending())]
    FramesFormat(Format),
    /// A directory that is named as a file.
    #[error("{} is a directory", .0.display())]
    Directory(PathBuf),
    /// A name that Windows gives to no file.
    #[error("{}: Windows allows no {character:?} in the name of a file", path.display())]
    FileName {
        /// The name.
        path: PathBuf,
        /// What is wrong in it.
        character: char,
    },
    /// A name that numbers frames in a way that we don't know.
    #[error("{}: frames are numbered by one %05d in the name, and %% is a percent sign", .0.display())]
    Pattern(PathBuf),
    /// Frames of another artwork, or of other settings, that would be mixed with the new ones.
    #[error("{} is no frame of this very export, and would be mixed with its frames", example.display())]
    OtherFrames {
        /// One of them.
        example: PathBuf,
    },
    /// The message of an encoder's library.
    #[error("{0}")]
    Encoder(String),
}

/// What the sides of a picture are counted in.
const fn unit(format: Format) -> &'static str {
    match format {
        Format::Cast | Format::Ans => "cells",
        Format::Svg => "squares",
        _ => "pixels",
    }
}

/// `, did you mean .gif?` if there is an ending like `name`.
fn meant(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let distance = |format: &Format| strsim::damerau_levenshtein(&name, format.ending());
    let nearest = Format::ALL.into_iter().min_by_key(distance).filter(|format| distance(format) <= 1 + name.len() / 4);
    nearest.map_or_else(String::new, |format| format!(", did you mean .{}?", format.ending()))
}
