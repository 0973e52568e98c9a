//! `render`: an artwork, or many, into files.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::artwork::{draw_many, list_named, use_threads, work, works_of};
use super::progress::{Progress, Show};
use super::wording::UsageError;
use super::{ArtArgs, Ended, Flashing, color_depth, named, rate, samples, size, speed};
use crate::export::{self, Chroma, Compress, Depth, Dialect, ExportError, Format, Job, Quality, Settings, Target};
use crate::painter::Samples;
use crate::work::Work;
use captioning::{CaptionWish, captioned, wish};
pub(super) use interruption::{interruption, interruption_to_keep};
use length::too_long_to_post;
use outcome::Outcome;
use thinwire::wire::recorder::Drawing;
use thinwire::{ColorDepth, Glyphs};
use value::{bytes, chroma, compress, dialect, dpi, format, frames, quality};

mod captioning;
mod flashing;
mod interruption;
mod length;
mod many;
mod outcome;
mod unused;
mod value;

/// What to paint into a file.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Which artwork.
    #[command(flatten)]
    pub art: ArtArgs,
    /// How many curated artworks to draw from ART's preset and knobs: sheet.png shows them side by side with
    /// their lines, DIR/ takes each alone. A seed in ART says where the draw begins
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub count: Option<u16>,
    /// With --count: other shapes, activations and colours too, as the key R draws them
    #[arg(long, requires = "count")]
    pub surprise: bool,
    /// Where to, the ending deciding: picture.png, .jpg, .tif, .svg, .ans, loop.gif, .webp (a still by --frames 1),
    /// .apng, .mp4, .webm, .mkv, .y4m, .cast, .html (a page that paints it), .glsl (a shader), .safetensors; frames/ or
    /// name-%05d.png for single frames (%% is a percent sign); - for standard output
    #[arg(short, long, value_name = "OUT")]
    pub out: PathBuf,
    /// The format, whatever the ending; of standard output, y4m unless said
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    pub format: Option<Format>,
    /// Pixels across and down; for .cast and .ans, cells. Without it 1920x1080, 480x270 for .gif, .webp
    /// and .apng, 80x24 for text, 160x90 squares for .svg
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<(u32, u32)>,
    /// N×N samples a pixel; auto: up to 4×4 where neighbours differ, and one in text and .svg
    #[arg(long, default_value = "auto", value_name = "N|auto", value_parser = samples)]
    pub samples: Samples,
    /// Frames a second
    #[arg(long, default_value = "30", value_name = "N", value_parser = rate)]
    pub fps: f64,
    /// How many times faster than its own pace the loop runs
    #[arg(long, default_value = "1", value_name = "FACTOR", value_parser = speed)]
    pub speed: f64,
    /// Frames of a loop: a count from its start, or a range A..B (B left out); without it, one whole loop
    #[arg(long, value_name = "N|A..B", value_parser = frames)]
    pub frames: Option<std::ops::Range<u64>>,
    /// Bits a channel of a PNG or a TIFF
    #[arg(long, default_value = "8", value_enum)]
    pub bits: Bits,
    /// How hard to compress a PNG
    #[arg(long, default_value = "normal", value_name = "HOW", value_parser = compress())]
    pub compress: Compress,
    /// How closely a GIF, a JPEG, a video or a cast follows the painting; a cast of the best shows its very colours
    #[arg(long, default_value = "normal", value_name = "HOW", value_parser = quality())]
    pub quality: Quality,
    /// What text is drawn with: characters of 2, 4, 6 or 8 pixels, or letters
    #[arg(long, default_value = "half", value_name = "SET", value_parser = named(Glyphs::ALL.map(|glyphs| (glyphs.name(), glyphs))))]
    pub glyphs: Glyphs,
    /// The colours of text
    #[arg(long, default_value = "truecolor", value_name = "DEPTH", value_parser = color_depth())]
    pub color_depth: ColorDepth,
    /// Pixels an inch in print, of .png, .jpg and .tif; of .svg, squares: its size is then in millimetres
    #[arg(long, value_name = "N", value_parser = dpi)]
    pub dpi: Option<f64>,
    /// Colours of .y4m: one a pixel (444), or one for four pixels (420), which every encoder takes
    #[arg(long, default_value = "444", value_name = "KIND", value_parser = chroma())]
    pub chroma: Chroma,
    /// What a .glsl is for; ghostty shows the terminal's text over it
    #[arg(long, default_value = "shadertoy", value_name = "PROGRAM", value_parser = dialect())]
    pub shader: Dialect,
    /// The most bytes that a .gif, a .webp or a video may have, like 8MB: quality, size and rate give way
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub max_size: Option<u64>,
    /// Words on the picture, in Latin, Greek or Cyrillic letters, where it is calm; stoic: a sentence of Marcus Aurelius
    /// or Epictetus that the seed draws. They come back with the file; '' leaves them out
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = wish)]
    pub caption: Option<CaptionWish>,
    /// Keep the frames that are there, whole and of this very artwork and size
    #[arg(long)]
    pub resume: bool,
    /// Whether to say that a loop flashes more than three times a second, which can harm people (WCAG 2.3.1), and to
    /// let a page of it begin paused
    #[arg(long, default_value = "limit", value_enum, value_name = "HOW")]
    pub flashing: Flashing,
    /// Without a progress bar
    #[arg(short, long)]
    pub quiet: bool,
    /// Which of these options stand on the command line.
    #[arg(skip)]
    pub said: Vec<String>,
    /// How to report progress on stderr: a bar if that is a terminal, or a line of JSON a step
    #[arg(long, default_value = "bar", value_enum, value_name = "HOW", conflicts_with = "quiet")]
    pub progress: Tell,
}

/// Bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Bits {
    /// 8
    #[value(name = "8")]
    Eight,
    /// 16
    #[value(name = "16")]
    Sixteen,
}

/// How to report progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tell {
    /// A bar
    Bar,
    /// Lines of JSON
    Json,
}

impl RenderArgs {
    /// The options that some formats have no use for.
    pub(super) const OPTIONS: [&str; 16] = [
        "bits",
        "compress",
        "quality",
        "glyphs",
        "color_depth",
        "max_size",
        "dpi",
        "chroma",
        "resume",
        "frames",
        "format",
        "size",
        "samples",
        "fps",
        "caption",
        "shader",
    ];

    /// The format that is asked for. A setting does not change what an ending says.
    fn asked_format(&self) -> Option<Format> {
        self.format.filter(|_| self.says("format") || self.out == Path::new("-"))
    }

    fn settings(&self) -> Settings {
        let depth = match self.bits {
            Bits::Eight => Depth::Eight,
            Bits::Sixteen => Depth::Sixteen,
        };
        let Self { compress, quality, glyphs, color_depth, dpi, chroma, shader, max_size, resume, .. } = *self;
        let drawing = Drawing { glyphs, depth: color_depth };
        let flashing = self.flashing == Flashing::Allow;
        Settings { depth, compress, quality, drawing, chroma, dialect: shader, dpi, max_size, resume, flashing }
    }

    /// The job that the arguments ask for, for a file of `format`.
    fn job<'a>(&self, work: &'a Work, format: Format) -> Job<'a> {
        Job {
            work,
            size: self.size_for(format),
            aspect: 1.0,
            samples: self.samples,
            fps: self.fps,
            speed: self.speed,
            frames: self.frames.clone(),
            settings: self.settings(),
        }
    }

    fn size_for(&self, format: Format) -> [u32; 2] {
        self.size.map_or(format.usual_size(), |(width, height)| [width, height])
    }

    fn show(&self) -> Show {
        match self.progress {
            _ if self.quiet => Show::Quiet,
            Tell::Bar => Show::Auto,
            Tell::Json => Show::Json,
        }
    }
}

/// Paints what `arguments` ask for.
pub(super) fn render(arguments: &RenderArgs) -> Result<Ended> {
    use_threads(&arguments.art)?;
    if let Some(list) = list_named(&arguments.art)? {
        if arguments.count.is_some() {
            return Err(UsageError("a list has as many artworks as it has; leave --count out".to_owned()).into());
        }
        return many::render(arguments, || works_of(&list, &arguments.art));
    }
    if let Some(count) = arguments.count {
        return many::render(arguments, || drawn(arguments, count));
    }
    let target = Target::parse(&arguments.out, arguments.asked_format())?;
    arguments.refuse_unused(target.format(), matches!(target, Target::Frames(_)))?;
    let work = captioned(work(&arguments.art)?, arguments.caption.as_ref());
    let cancel = interruption()?;
    let progress = Progress::new(arguments.show());
    let job = arguments.job(&work, target.format());
    if let Some(warning) = too_long_to_post(&job, target.format()).filter(|_| !arguments.quiet) {
        progress.warn(&format!("{}: {warning}", arguments.out.display()));
    }
    let made = export::run(&job, &target, &|step| progress.step(step), &cancel);
    if let Ok(summary) = &made {
        flashing::report(arguments, &progress, (&job, &target), summary, &cancel);
    }
    drop(progress);
    ended(made.map(|summary| Outcome::of(&target, arguments, summary)), arguments)
}

/// `count` curated artworks.
fn drawn(arguments: &RenderArgs, count: u16) -> Result<Vec<Work>> {
    Ok(draw_many(&arguments.art, count, arguments.surprise)?.into_iter().map(Work::new).collect())
}

fn ended(outcome: Result<Outcome<'_>, ExportError>, arguments: &RenderArgs) -> Result<Ended> {
    match outcome {
        Ok(outcome) => {
            outcome.tell(arguments);
            Ok(Ended::Done)
        }
        Err(ExportError::Cancelled) => Ok(Ended::Interrupted),
        Err(error) => Err(error.into()),
    }
}
