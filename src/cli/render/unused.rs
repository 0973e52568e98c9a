//! What an option would change nothing about is refused: who says it means something else.

use super::{Bits, CaptionWish, RenderArgs};
use crate::cli::wording::UsageError;
use crate::export::{Chroma, Compress, Dialect, Format, Quality};
use thinwire::{ColorDepth, Glyphs};

impl RenderArgs {
    /// Whether the option stands on the command line: a setting holds where it has a use, and says nothing elsewhere.
    pub(super) fn says(&self, option: &str) -> bool {
        self.said.iter().any(|said| said == option)
    }

    /// Refuses what would change nothing about files of `format`, one or a `sequence` of frames: who asks for it
    /// means something else.
    pub(super) fn refuse_unused(&self, format: Format, sequence: bool) -> Result<(), UsageError> {
        let words = !matches!(self.caption, None | Some(CaptionWish::Nothing));
        let png = matches!(format, Format::Png | Format::Apng);
        let video = matches!(format, Format::Mp4 | Format::Webm | Format::Mkv);
        let lossy = video || matches!(format, Format::Gif | Format::Jpg | Format::Cast);
        let limited = video || matches!(format, Format::Gif | Format::Webp);
        let printed = !sequence && matches!(format, Format::Png | Format::Jpg | Format::Tif | Format::Svg);
        let unused = [
            ("--bits 16", self.bits == Bits::Sixteen && !png && format != Format::Tif, ".png, .apng and .tif"),
            ("--compress", self.compress != Compress::Normal && !png, ".png and .apng"),
            ("--quality", self.quality != Quality::Normal && !lossy, ".gif, .jpg, .mp4, .webm, .mkv and .cast"),
            ("--glyphs", self.glyphs != Glyphs::default() && !format.is_text(), ".cast and .ans"),
            ("--color-depth", self.color_depth != ColorDepth::Truecolor && !format.is_text(), ".cast and .ans"),
            (
                "--caption",
                words && (format.is_text() || matches!(format, Format::Glsl | Format::Safetensors)),
                "pictures and loops of pixels, pages and .svg",
            ),
            ("--max-size", self.max_size.is_some() && !limited, ".gif, .webp, .mp4, .webm and .mkv"),
            ("--dpi", self.dpi.is_some() && !printed, "single pictures, .png, .jpg, .tif and .svg"),
            ("--chroma", self.chroma != Chroma::Full && format != Format::Y4m, ".y4m"),
            ("--shader", self.shader != Dialect::Shadertoy && format != Format::Glsl, ".glsl"),
            ("--size", self.size.is_some() && format.is_program(), "pixels; a page or a shader fills any size"),
            ("--samples", format.is_program(), "pixels; a page or a shader takes what the graphics chip can"),
            ("--fps", format.is_program(), "frames; a page or a shader paints as many as the screen shows"),
            ("--resume", self.resume && !sequence, "single frames, DIR/ or name-%05d.png"),
            (
                "--frames",
                self.frames.is_some() && !sequence && (!format.moves() || format.is_program()),
                "what has frames; a still is a moment, --at",
            ),
        ];
        let is_said = |option: &str| {
            let name = option.trim_start_matches('-').split(' ').next().unwrap_or_default();
            self.says(&name.replace('-', "_"))
        };
        let found = unused.iter().find(|(option, asked, _)| *asked && is_said(option));
        found.map_or(Ok(()), |(option, _, home)| {
            Err(UsageError(format!(
                "{option} is for {home}; leave it out, or choose another format than .{}",
                format.ending()
            )))
        })
    }
}
