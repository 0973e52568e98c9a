//! The format and the place of an output, read from the ending of its name.

use std::path::{Path, PathBuf};

use super::{ExportError, NamePattern, Refusal, name};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the formats' own")]
pub enum Format {
    Png,
    Jpg,
    Tif,
    Apng,
    Gif,
    Webp,
    Y4m,
    Mp4,
    Webm,
    Mkv,
    Cast,
    Ans,
    Svg,
    Html,
    Glsl,
    Safetensors,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub(crate) const ALL: [Self; 16] = [
        Self::Png,
        Self::Jpg,
        Self::Tif,
        Self::Apng,
        Self::Gif,
        Self::Webp,
        Self::Mp4,
        Self::Webm,
        Self::Mkv,
        Self::Y4m,
        Self::Cast,
        Self::Ans,
        Self::Svg,
        Self::Html,
        Self::Glsl,
        Self::Safetensors,
    ];

    /// The ending of its files, and its name for `--format`.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpg => "jpg",
            Self::Tif => "tif",
            Self::Apng => "apng",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Y4m => "y4m",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Mkv => "mkv",
            Self::Cast => "cast",
            Self::Ans => "ans",
            Self::Svg => "svg",
            Self::Html => "html",
            Self::Glsl => "glsl",
            Self::Safetensors => "safetensors",
        }
    }

    /// Pixels across and down where none are asked for; for text, cells, and for SVG, squares.
    pub(crate) const fn usual_size(self) -> [u32; 2] {
        match self {
            Self::Png | Self::Jpg | Self::Tif => [1920, 1080],
            Self::Y4m | Self::Mp4 | Self::Webm | Self::Mkv | Self::Safetensors => [1920, 1080],
            // Each frame costs as much as a still: what loads fast, and fits beside text.
            Self::Apng | Self::Gif | Self::Webp => [480, 270],
            Self::Cast | Self::Ans => [80, 24],
            Self::Svg => [160, 90],
            // They fill any.
            Self::Html | Self::Glsl => [1920, 1080],
        }
    }

    /// Whether it holds a loop rather than a moment.
    pub(crate) const fn moves(self) -> bool {
        !matches!(self, Self::Png | Self::Jpg | Self::Tif | Self::Ans | Self::Svg | Self::Safetensors)
    }

    /// Whether a terminal may be sent it: it is measured in cells.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Cast | Self::Ans)
    }

    /// Whether it is a program that paints, at any size and at any rate, instead of pixels.
    pub(crate) const fn is_program(self) -> bool {
        matches!(self, Self::Html | Self::Glsl)
    }

    /// Whether its files carry the weights of a learnt network, and reopen alone.
    pub(crate) const fn carries_weights(self) -> bool {
        matches!(self, Self::Png | Self::Apng | Self::Safetensors)
    }

    /// The format of that name, in upper or lower case, `jpeg` and `tiff` too.
    ///
    /// # Errors
    /// [`ExportError::Refused`] says which is the nearest.
    pub(crate) fn named(name: &str) -> Result<Self, ExportError> {
        let short = match name.to_ascii_lowercase().as_str() {
            "jpeg" => "jpg".to_owned(),
            "tiff" => "tif".to_owned(),
            other => other.to_owned(),
        };
        let found = Self::ALL.into_iter().find(|format| format.ending() == short);
        found.ok_or_else(|| Refusal::UnknownFormat { name: name.to_owned() }.into())
    }
}

/// What a loop is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopFormat {
    /// One file that moves.
    File(Format),
    /// A folder of numbered PNGs, one a frame.
    Frames,
}

impl LoopFormat {
    /// Its name where the folder of frames is meant.
    const FRAMES: &str = "frames";

    /// The names of all: the endings of the files, and `frames`.
    pub(crate) fn names() -> Vec<&'static str> {
        let moving = Format::ALL.iter().filter(|format| format.moves());
        moving.map(|format| format.ending()).chain([Self::FRAMES]).collect()
    }

    /// The one of that name.
    ///
    /// # Errors
    /// As for [`Format::named`].
    pub(crate) fn named(name: &str) -> Result<Self, ExportError> {
        if name == Self::FRAMES { Ok(Self::Frames) } else { Format::named(name).map(Self::File) }
    }

    /// Pixels (or cells) across and down where none are asked for.
    pub(crate) const fn usual_size(self) -> [u32; 2] {
        match self {
            Self::File(format) => format.usual_size(),
            Self::Frames => Format::Png.usual_size(),
        }
    }
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One file.
    File(PathBuf, Format),
    /// Standard output.
    Stdout(Format),
    /// A file for each frame.
    Frames(NamePattern),
}

impl Target {
    /// What is written there.
    pub(crate) const fn format(&self) -> Format {
        match self {
            Self::File(_, format) | Self::Stdout(format) => *format,
            Self::Frames(_) => Format::Png,
        }
    }

    /// Reads what `-o` says; `format` overrides the ending.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if the name has no known ending, is that of a directory, or asks for frames that are
    /// not PNG.
    pub fn parse(out: &Path, format: Option<Format>) -> Result<Self, ExportError> {
        let text = out.to_string_lossy();
        if text == "-" {
            return Ok(Self::Stdout(format.unwrap_or(Format::Y4m)));
        }
        if is_directory(out)? {
            return frames(NamePattern::in_directory(out), format);
        }
        if let Some(pattern) = NamePattern::parse(out)? {
            return frames(pattern, format.or(Some(ending(out)?)));
        }
        let format = format.map_or_else(|| ending(out), Ok)?;
        Ok(Self::File(name::without_doubled_percent(out), format))
    }
}

/// Whether `out` names a directory, there or to be made: it ends with a slash.
///
/// # Errors
/// [`ExportError::Refused`] for one that is there and has no slash: hundreds of files in it may be a surprise.
pub(crate) fn is_directory(out: &Path) -> Result<bool, ExportError> {
    let slash = out.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    if !slash && out.is_dir() {
        return Err(Refusal::Directory(out.to_owned()).into());
    }
    Ok(slash)
}

fn frames(pattern: NamePattern, format: Option<Format>) -> Result<Target, ExportError> {
    match format {
        None | Some(Format::Png) => Ok(Target::Frames(pattern)),
        Some(other) => Err(Refusal::FramesFormat(other).into()),
    }
}

fn ending(path: &Path) -> Result<Format, ExportError> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    Format::named(ending.ok_or_else(|| Refusal::NoEnding(path.to_owned()))?)
}
