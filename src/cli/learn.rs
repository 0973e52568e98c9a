//! `learn`: a network learns pictures, in the live view or straight into a file.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use self::keep::Keep;
use self::learnt::LearntWeights;
use self::progress::StepProgress;
use super::artwork::use_threads;
use super::progress::Show;
use super::render::{Tell, interruption_to_keep};
use super::wording::UsageError;
use super::{ArtArgs, DisplayArgs, Ended, Preferences, WatchArgs, number, size};
use crate::export::ExportError;
use crate::learn::{Detail, Learner, Picture, Shape};
use crate::network::weights::to_half_safetensors;
use crate::recipe::text::LineKey;

mod keep;
mod learnt;
mod live;
mod progress;

/// Steps to learn where nobody says how many, and nobody watches.
const STEPS: u64 = 8000;
/// The most steps between two looks at the signals.
const STRIDE: u64 = 32;
/// How long they may take: those of a large network take a second and more.
const STRIDE_TIME: Duration = Duration::from_millis(50);
/// Steps of the trial that finds out how many take a second, after some that warm up.
const TRIAL: u64 = 200;
const WARM_UP: u64 = 40;

/// What to learn, and where to keep it.
#[derive(Debug, Args)]
pub struct LearnArgs {
    /// Pictures: JPEG, PNG, WebP, GIF, BMP or TIFF. Of several the network learns each, and the ways between them
    #[arg(value_name = "PICTURE", required = true)]
    pub pictures: Vec<PathBuf>,
    /// Where to: face.png or face.apng carry the weights and reopen alone; face.safetensors is the weights; whatever
    /// else `render` writes shows the picture or its loop, as face.gif, face.mp4, face.html. Without it, watch how it
    /// learns: Enter keeps it in your data folder
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
    /// Widths of the hidden layers, input side first
    #[arg(long, default_value = "64x6", value_name = "WIDTHS")]
    pub hidden: String,
    /// The nonlinearity behind each hidden layer: sin learns the most
    #[arg(long, default_value = "sin", value_name = "NAME")]
    pub activation: String,
    /// How many batches to learn from; without it 8000, and in the live view until it gets no better
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub steps: Option<u64>,
    /// Learn for about this long; how many steps that makes depends on the machine, and is reported
    #[arg(long, value_name = "SECONDS", value_parser = seconds, conflicts_with = "steps")]
    pub seconds: Option<f64>,
    /// Pixels to learn: the longer side, or the most across and down; without it as many as 256x160
    #[arg(long, value_name = "SIDE|WxH", value_parser = detail)]
    pub detail: Option<Detail>,
    /// Where the network starts, and in which order it meets the pixels
    #[arg(long, default_value = "1", value_name = "N")]
    pub seed: u64,
    /// The colour behind what is transparent, as six hexadecimal digits
    #[arg(long, default_value = "ffffff", value_name = "RRGGBB", value_parser = ground)]
    pub ground: GroundColor,
    /// Pixels across and down of what is painted, for text, cells; without it, four times as many as were learnt for a
    /// picture, and for a loop the longer side that `render` gives it
    #[arg(long, value_name = "WxH", value_parser = size, requires = "out")]
    pub size: Option<(u32, u32)>,
    /// Threads to learn with; without it, one a core. The result is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Without a progress bar, and without the live view
    #[arg(short, long)]
    pub quiet: bool,
    /// How -o reports progress on stderr: a bar if that is a terminal, or a line of JSON now and then
    #[arg(long, default_value = "bar", value_enum, value_name = "HOW", conflicts_with = "quiet")]
    pub progress: Tell,
    /// How the live view shows it.
    #[command(flatten)]
    pub display: DisplayArgs,
    /// The options of the live view that stand on the command line.
    #[arg(skip)]
    pub said: Vec<String>,
}

impl LearnArgs {
    /// Refuses what changes nothing where nobody watches: who asks for it means something else.
    fn refuse_display(&self) -> Result<(), UsageError> {
        match self.said.first() {
            Some(option) => {
                let option = option.replace('_', "-");
                Err(UsageError(format!("--{option} is of the live view, which -o does without: leave one of them out")))
            }
            None => Ok(()),
        }
    }

    fn show(&self) -> Show {
        match self.progress {
            _ if self.quiet => Show::Quiet,
            Tell::Bar => Show::Auto,
            Tell::Json => Show::Json,
        }
    }
}

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroundColor(pub [u8; 3]);

/// Learns: into a file, or in the live view.
///
/// # Errors
/// If a picture can't be read, the shape can't learn, the file can't be written, or there is neither a file nor a
/// terminal.
pub(super) fn learn(arguments: &LearnArgs, watching: WatchArgs, settings: &Preferences) -> Result<Ended> {
    use_threads(&ArtArgs { art: None, threads: arguments.threads, knobs: Vec::new() })?;
    match &arguments.out {
        Some(out) => learn_into(out, arguments),
        None if arguments.quiet || !std::io::stdout().is_terminal() => {
            let refused = "nobody watches it learn here: name the file to keep it in, as -o face.png";
            Err(UsageError(refused.to_owned()).into())
        }
        None => live::learn(arguments, watching, settings),
    }
}

/// Learns, then writes. Interrupted, it writes what has been learnt so far; if that takes long, its weights.
fn learn_into(out: &Path, arguments: &LearnArgs) -> Result<Ended> {
    arguments.refuse_display()?;
    refuse_to_replace(out, &arguments.pictures)?;
    let keep = Keep::parse(out)?;
    let shape = shape(arguments)?;
    keep.check(&shape.recipe(arguments.pictures.len()))?;
    let pictures = pictures(arguments)?;
    let learnt = LearntWeights::new(keep.weights());
    let cancel = {
        let learnt = Arc::clone(&learnt);
        interruption_to_keep(move || learnt.keep())?
    };
    let learner = Learner::new(&pictures, &shape, arguments.seed)?;
    let steps = budget(arguments, &learner).unwrap_or(STEPS);
    let mut learner = learner.with_budget(steps);
    let progress = StepProgress::new(arguments, steps);
    let line = shape.recipe(pictures.len()).to_string();
    let mut stride = 1;
    while learner.steps() < steps && !cancel.load(Ordering::Relaxed) {
        let begin = Instant::now();
        learner.advance(stride.min(steps - learner.steps()));
        stride = next_stride(stride, begin.elapsed());
        learnt.renew(|| to_half_safetensors(&learner.network(), Some(&line)));
        progress.step(&learner);
    }
    drop(progress);
    let interrupted = learner.steps() < steps;
    let painted = arguments.size.map_or_else(|| keep.size(pictures[0].size()), |(width, height)| [width, height]);
    let network = learner.best();
    // What has been learnt is kept even by who was asked to stop.
    let cancel = if interrupted { Arc::default() } else { cancel };
    let written = keep.write(&network, &shape.recipe(pictures.len()), painted, (arguments.show(), &cancel), &learnt);
    let bytes = match written {
        Err(ExportError::Cancelled) => return Ok(Ended::Interrupted),
        bytes => bytes?,
    };
    progress::report(arguments, out, &keep, &learner, (&network, bytes));
    Ok(if interrupted { Ended::Interrupted } else { Ended::Done })
}

/// Refuses to write what was learnt over what it is learnt from.
fn refuse_to_replace(out: &Path, pictures: &[PathBuf]) -> Result<(), UsageError> {
    let Ok(there) = out.canonicalize() else { return Ok(()) };
    let own = pictures.iter().any(|picture| picture.canonicalize().is_ok_and(|picture| picture == there));
    let refused = || UsageError(format!("{} is the picture to learn; name another file with -o", out.display()));
    if own { Err(refused()) } else { Ok(()) }
}

/// How many steps to take at once, after `stride` of them have taken `time`.
fn next_stride(stride: u64, time: Duration) -> u64 {
    let fitting = STRIDE_TIME.as_secs_f64() / time.as_secs_f64().max(1e-6) * stride as f64;
    (fitting as u64).clamp(1, STRIDE)
}

/// How many steps were asked for.
fn budget(arguments: &LearnArgs, learner: &Learner) -> Option<u64> {
    arguments.seconds.map(|seconds| steps_within(learner, seconds)).or(arguments.steps)
}

fn shape(arguments: &LearnArgs) -> Result<Shape> {
    let mut recipe = Shape::default().recipe(1);
    for (name, value) in [("hidden", &arguments.hidden), ("activation", &arguments.activation)] {
        let key = LineKey::named(name).expect("a key of the table");
        key.set(&mut recipe, value).with_context(|| format!("--{name}"))?;
    }
    recipe.validate()?;
    Ok(Shape { hidden: recipe.hidden, activation: recipe.activation })
}

fn pictures(arguments: &LearnArgs) -> Result<Vec<Picture>> {
    let detail = arguments.detail.unwrap_or_default();
    let open = |path: &PathBuf| Picture::open(path, detail, arguments.ground.0);
    Ok(arguments.pictures.iter().map(open).collect::<Result<Vec<_>, _>>()?)
}

/// How many steps fill `seconds` on this machine, by a trial that is then forgotten.
fn steps_within(learner: &Learner, seconds: f64) -> u64 {
    let begin = Instant::now();
    let mut trial = learner.clone();
    trial.advance(WARM_UP);
    let start = Instant::now();
    trial.advance(TRIAL);
    let step = start.elapsed().as_secs_f64() / TRIAL as f64;
    let left = (seconds - begin.elapsed().as_secs_f64()).max(0.0);
    ((left / step) as u64).max(1)
}

fn seconds(text: &str) -> Result<f64, String> {
    number(text, 0.1, 86_400.0)
}

fn detail(text: &str) -> Result<Detail, String> {
    let side = |side: &u32| (8..=4096).contains(side);
    let longer = text.parse().ok().filter(side).map(Detail::Longer);
    let within = || {
        let (across, down) = size(text).ok()?;
        Some(Detail::Within([across, down])).filter(|_| side(&across) && side(&down))
    };
    longer.or_else(within).ok_or_else(|| "a side of 8 to 4096 pixels, like 512, or two, like 512x320".to_owned())
}

fn ground(text: &str) -> Result<GroundColor, String> {
    let hex = text.strip_prefix('#').unwrap_or(text);
    let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let color = u32::from_str_radix(hex, 16).ok().filter(|_| digits);
    let color = color.ok_or_else(|| "a colour is six hexadecimal digits, like ffffff".to_owned())?;
    let [_, red, green, blue] = color.to_be_bytes();
    Ok(GroundColor([red, green, blue]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_a_side_or_two() {
        assert_eq!(detail("512"), Ok(Detail::Longer(512)));
        assert_eq!(detail("512x320"), Ok(Detail::Within([512, 320])));
        for wrong in ["", "7", "512x", "5000", "512x5000", "-1", "1e3"] {
            assert!(detail(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_look_at_the_signals_is_never_far() {
        let millis = Duration::from_millis;
        assert_eq!([1, 10, 400].map(|time| next_stride(1, millis(time))), [STRIDE, 5, 1]);
        assert_eq!(next_stride(STRIDE, millis(1600)), 1);
        assert_eq!(next_stride(1, Duration::ZERO), STRIDE);
    }

    #[test]
    fn grounds_are_six_digits() {
        assert_eq!(ground("#ff8000"), Ok(GroundColor([255, 128, 0])));
        for wrong in ["", "fff", "+12345", "12345g", "é1234"] {
            assert!(ground(wrong).is_err(), "{wrong}");
        }
    }
}
