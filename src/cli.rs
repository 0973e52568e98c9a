//! The command line: its options, and the job they ask for.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::export::LoopFormat;
use crate::painter::Samples;
use crate::recipe::text::LineKey;
use thinwire::ColorDepth;
use thinwire::Medium;

mod artwork;
mod breed;
mod config;
mod doctor;
mod ended;
mod explain;
mod hints;
mod job;
mod learn;
mod output;
mod presets;
mod progress;
mod render;
mod settings;
mod sheet;
mod watch;
mod wording;

pub(crate) use breed::BreedArgs;
pub(crate) use config::ConfigArgs;
pub use ended::{Ended, is_usage};
pub(crate) use explain::ExplainArgs;
pub use job::run;
pub(crate) use learn::LearnArgs;
pub(crate) use render::RenderArgs;
pub(crate) use settings::Preferences;
pub use wording::{answer, report};

/// Neural networks paint in your terminal.
///
/// A small random network maps every pixel's position to a colour; a latent input moves, and the
/// painting breathes. Press ? for the keys.
#[derive(Debug, Parser)]
#[command(
    name = "neurotty",
    bin_name = "neurotty",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub struct Cli {
    /// What to do; without it, watch.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// What to watch.
    #[command(flatten)]
    pub art: ArtArgs,
    /// How to watch it.
    #[command(flatten)]
    pub watch: WatchArgs,
    /// What is set outside the command line.
    #[arg(skip)]
    pub settings: Preferences,
}

/// Everything but watching.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Paint into a file: a picture, a loop, a video, a web page, text or weights
    Render(Box<RenderArgs>),
    /// Draw a litter: children that differ visibly and stay kin, on a sheet or one file each
    Breed(Box<BreedArgs>),
    /// Have a network learn pictures: watch it on a terminal, or keep it with -o as a picture or as weights
    Learn(Box<LearnArgs>),
    /// Tell why a network paints what it paints: what each layer does, in numbers and words
    Explain(ExplainArgs),
    /// Walk through the experiments, live: what each shows, and why
    Tour(WatchArgs),
    /// List the presets
    Presets,
    /// Print every setting as it stands, and why; a file of settings makes the program one's own
    Config(ConfigArgs),
    /// Tell what the terminal and the link can do: for bug reports
    Doctor,
    /// Print the completions of a shell
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Which artwork.
#[derive(Debug, Args)]
pub struct ArtArgs {
    /// A line of text (mondrian:7+zoom=250), a preset, a seed, a file written by neurotty, or a list: @favourites,
    /// @history, @FILE, in PowerShell in quotes; without it, a random one that is worth seeing
    #[arg(value_name = "ART")]
    pub art: Option<OsString>,
    /// Threads to paint with; without it, one a core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The knobs given as options, in the order of the table.
    #[arg(skip)]
    pub knobs: Vec<(&'static LineKey, String)>,
}

/// How a picture is shown on the terminal: what watching and learning have in common.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "On the screen")]
pub struct DisplayArgs {
    /// Frames a second
    #[arg(long, default_value = "30", value_name = "N", value_parser = rate)]
    pub fps: f64,
    /// How fast the clock runs; 1 is calm
    #[arg(long, default_value = "1", value_name = "FACTOR", value_parser = speed)]
    pub speed: f64,
    /// N×N samples a pixel; auto: up to 4×4 where neighbours differ. Without it, 1 on the screen, auto in what s and e
    /// save
    #[arg(long, value_name = "N|auto", value_parser = samples)]
    pub samples: Option<Samples>,
    /// What to draw with: characters of 2, 4, 6 or 8 pixels, or letters; or images, where the terminal has them.
    /// Fonts that lack sextants (Unicode 13) or octants (Unicode 16) show boxes instead
    #[arg(long, default_value = "half", value_name = "SET", value_parser = glyphs())]
    pub glyphs: Medium,
    /// The colours to draw with; without it, the best that the terminal is known to have
    #[arg(long, value_name = "DEPTH", value_parser = color_depth())]
    pub color_depth: Option<ColorDepth>,
    /// What would flash more than three times a second, which can harm people (WCAG 2.3.1), is slowed down
    #[arg(long, default_value = "limit", value_enum, value_name = "HOW")]
    pub flashing: Flashing,
    /// Nothing moves until space lets it, and what a key changes fades slowly; REDUCED_MOTION=1 asks for it too
    #[arg(long)]
    pub reduced_motion: bool,
    /// The picture alone: no status bar, no messages
    #[arg(long)]
    pub clean: bool,
    /// Keep no history of what is shown, and show none
    #[arg(long)]
    pub private: bool,
}

impl DisplayArgs {
    /// The names of the fields.
    fn names() -> Vec<String> {
        Self::augment_args(Command::new("display")).get_arguments().map(|own| own.get_id().to_string()).collect()
    }
}

/// How to watch.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Paint in the 16 colours that the terminal has: what s, e and y write names them, and looks the same on any other
    #[arg(long)]
    pub terminal_colors: bool,
    /// The folder that s and e save to; without it, your pictures
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Pixels across and down of what s saves
    #[arg(long, default_value = "3840x2160", value_name = "WxH", value_parser = size)]
    pub save_size: (u32, u32),
    /// Pixels across and down of the loop that e exports; without it 480x270, 1920x1080 for a video and
    /// frames, and 80x24 cells for a cast
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub loop_size: Option<(u32, u32)>,
    /// The format of the loop that e exports; frames: a folder of numbered PNGs. A GIF stays below 8 MB
    #[arg(long, default_value = "gif", value_name = "FORMAT", value_parser = loop_format())]
    pub loop_format: LoopFormat,
    /// Longest loop that e exports, in seconds; longer ones are sped up
    #[arg(long, default_value = "15", value_name = "SECONDS", value_parser = loop_seconds)]
    pub loop_seconds: f64,
    /// Seconds after which another artwork that is worth seeing, or the next of a list, is shown, again and again
    #[arg(long, value_name = "SECONDS", value_parser = interval, conflicts_with = "reduced_motion")]
    pub cycle: Option<std::time::Duration>,
    /// As --clean, and any key or click leaves
    #[arg(long)]
    pub screensaver: bool,
    /// Make a pipe through which other programs steer: each line is a line of text, or `do ACTION` by a name that
    /// `neurotty config` lists
    #[arg(long, value_name = "PATH")]
    pub control: Option<PathBuf>,
    /// How it is shown. The last one, since its heading would stand over all that follows.
    #[command(flatten)]
    pub display: DisplayArgs,
}

/// What becomes of what flashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Flashing {
    /// No more than is harmless
    Limit,
    /// As it is
    Allow,
}

impl Cli {
    /// Reads the arguments, the program's name first; where they leave something open, the environment and the user's
    /// settings.
    ///
    /// # Errors
    /// What clap finds wrong, or that help was asked for: both know how to print themselves.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut settings = Preferences::read();
        let matches = settings.apply(command()).try_get_matches_from(arguments)?;
        let mut cli = Self::from_arg_matches(&matches)?;
        cli.art.knobs = knobs(&matches);
        if let (Some(Task::Render(render)), Some((_, matches))) = (&mut cli.task, matches.subcommand()) {
            render.art.knobs = knobs(matches);
            render.said = said(matches, RenderArgs::OPTIONS);
        }
        if let (Some(Task::Learn(learn)), Some((_, matches))) = (&mut cli.task, matches.subcommand()) {
            learn.said = said(matches, DisplayArgs::names().iter().map(String::as_str));
        }
        if let (Some(Task::Breed(breed)), Some((_, matches))) = (&mut cli.task, matches.subcommand()) {
            breed.art.knobs = knobs(matches);
        }
        if let (Some(Task::Explain(explain)), Some((_, matches))) = (&mut cli.task, matches.subcommand()) {
            explain.art.knobs = knobs(matches);
        }
        if let Some(art) = cli.art_mut() {
            art.fill(&settings);
        }
        cli.settings = settings;
        Ok(cli)
    }
}

impl Cli {
    /// Which artwork the task is about, where it is about one that may be left open.
    fn art_mut(&mut self) -> Option<&mut ArtArgs> {
        match &mut self.task {
            None => Some(&mut self.art),
            Some(Task::Render(render)) => Some(&mut render.art),
            Some(Task::Breed(breed)) => Some(&mut breed.art),
            Some(Task::Explain(explain)) => Some(&mut explain.art),
            Some(_) => None,
        }
    }
}

impl ArtArgs {
    /// Where no ART is named, takes what the settings say; knobs that are named come after those.
    fn fill(&mut self, settings: &Preferences) {
        if self.art.is_none() {
            self.art.clone_from(&settings.art);
            self.knobs.splice(0..0, settings.knobs.iter().cloned());
        }
    }
}

/// The whole command line, with one option for each key of a line of text.
pub(crate) fn command() -> Command {
    let taking = ["render", "breed", "explain"];
    let command =
        taking.into_iter().fold(with_knobs(Cli::command()), |command, task| command.mut_subcommand(task, with_knobs));
    command.mut_args(settings::switchable).mut_subcommands(|task| task.mut_args(settings::switchable))
}

/// Which of `options` stand on the command line, by the names of their fields.
fn said<'a>(matches: &ArgMatches, options: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let is_said = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
    options.into_iter().filter(is_said).map(str::to_owned).collect()
}

fn with_knobs(command: Command) -> Command {
    LineKey::ALL.iter().fold(command, |command, key| {
        let option = Arg::new(key.name())
            .long(key.name())
            .value_name("VALUE")
            .help(format!("{} [{}]", key.help(), key.allowed()))
            .help_heading("The artwork's knobs")
            .allow_hyphen_values(true);
        // What somebody looks for who wants a short loop.
        command.arg(if key.name() == "period" { option.visible_alias("seconds") } else { option })
    })
}

fn knobs(matches: &ArgMatches) -> Vec<(&'static LineKey, String)> {
    let given = |key: &'static LineKey| Some((key, matches.get_one::<String>(key.name())?.clone()));
    LineKey::ALL.iter().filter_map(given).collect()
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.parse().ok().filter(|side| (1..=65535).contains(side));
    let sides = text.split_once(['x', '×']).and_then(|(width, height)| Some((side(width)?, side(height)?)));
    sides.ok_or_else(|| "a size is two sides of 1 to 65535 pixels, like 1920x1080".to_owned())
}

fn samples(text: &str) -> Result<Samples, String> {
    text.parse()
}

fn rate(text: &str) -> Result<f64, String> {
    number(text, 0.1, 240.0)
}

fn glyphs() -> impl TypedValueParser<Value = Medium> {
    named(Medium::ALL.map(|medium| (medium.name(), medium)))
}

fn color_depth() -> impl TypedValueParser<Value = ColorDepth> {
    named(ColorDepth::ALL.map(|depth| (depth.name(), depth)))
}

/// Reads one of these names.
fn named<T: Copy + Send + Sync + 'static, const N: usize>(
    values: [(&'static str, T); N],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(values.map(|(name, _)| name)).try_map(move |typed| {
        let found = values.iter().find(|(name, _)| *name == typed);
        found.map(|(_, value)| *value).ok_or("no such name")
    })
}

fn interval(text: &str) -> Result<std::time::Duration, String> {
    number(text, 1.0, 86_400.0).map(std::time::Duration::from_secs_f64)
}

fn loop_seconds(text: &str) -> Result<f64, String> {
    number(text, 0.5, 86_400.0)
}

/// A format that moves, or frames.
fn loop_format() -> impl TypedValueParser<Value = LoopFormat> {
    PossibleValuesParser::new(LoopFormat::names()).try_map(|name| LoopFormat::named(&name))
}

fn speed(text: &str) -> Result<f64, String> {
    number(text, 0.01, 100.0)
}

fn number(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number from {least} to {most}"))
}
