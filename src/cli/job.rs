//! Does what the command line asks for.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::render::render;
use super::{ArtArgs, Cli, Task, WatchArgs, command, explain, learn, presets};
use crate::app::run::{self, Options, Saving};
use crate::curate;
use crate::export::ExportError;
use crate::insight::tour::PAGES;
use crate::kernel::Level;
use crate::learn::ShapeError;
use crate::open::{self, Artwork, Foreign, OpenError};
use crate::painter::Painting;
use crate::recipe::text::{ParseError, ValueError};
use crate::recipe::{Preset, Recipe, Seed};
use crate::screen;

/// How a job ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is done.
    Done,
    /// The user stopped it.
    Interrupted,
}

/// Whether `error` says that what was asked for can't be, rather than that it went wrong.
pub fn is_usage(error: &anyhow::Error) -> bool {
    if let Some(open) = error.downcast_ref::<OpenError>() {
        // What is wrong within a file was not said by the user.
        return matches!(open, OpenError::Neither(_));
    }
    error.chain().any(|cause| {
        cause.is::<ParseError>()
            || cause.is::<ValueError>()
            || cause.is::<ShapeError>()
            || matches!(cause.downcast_ref(), Some(ExportError::Refused(_)))
    })
}

/// Does what `cli` asks for.
///
/// # Errors
/// Whatever went wrong, as a chain that tells what, where and what to do.
pub fn run(cli: Cli) -> Result<Ended> {
    Level::from_environment()?;
    match cli.task {
        None => watch(&cli.art, cli.watch, false),
        Some(Task::Tour(arguments)) => {
            let first = ArtArgs { art: Some(PAGES[0].line.to_owned()), threads: None, knobs: Vec::new() };
            watch(&first, arguments, true)
        }
        Some(Task::Render(arguments)) => render(&arguments),
        Some(Task::Learn(arguments)) => learn::learn(&arguments),
        Some(Task::Explain(arguments)) => explain::explain(&arguments),
        Some(Task::Presets) => print(&presets::list(std::io::stdout().is_terminal())),
        Some(Task::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(), "neurotty", &mut script);
            print_bytes(&script)
        }
        Some(Task::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command()).render(&mut page).context("the manual page can't be written")?;
            print_bytes(&page)
        }
    }
}

fn watch(art: &ArtArgs, arguments: WatchArgs, tour: bool) -> Result<Ended> {
    use_threads(art)?;
    if !std::io::stdout().is_terminal() {
        bail!(
            "there is no terminal to paint on: run it in a terminal, \
             or write a picture with `neurotty render ART -o picture.png`"
        );
    }
    let subject = match subject(art)? {
        Subject::Offered(recipe) => Subject::Drawn(Box::new(fitted(*recipe, art))),
        named => named,
    };
    let options = Options {
        fps: arguments.fps,
        speed: arguments.speed,
        samples: arguments.samples,
        saving: Saving {
            folder: arguments.out,
            picture_size: arguments.save_size,
            loop_size: arguments.loop_size,
            loop_format: arguments.loop_format,
            loop_seconds: arguments.loop_seconds,
            samples: arguments.samples,
            fps: arguments.fps,
        },
        glyphs: arguments.glyphs,
        depth: arguments.color_depth,
        cycle: arguments.cycle,
        clean: arguments.clean || arguments.screensaver,
        screensaver: arguments.screensaver,
        tour,
        entropy: entropy(),
    };
    let lines = run::run(subject.recipe().clone(), subject.foreign(), options)?;
    // A terminal that has gone needs no line.
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
    Ok(Ended::Done)
}

/// What the arguments ask for: the artwork, then each knob.
pub(super) fn subject(arguments: &ArtArgs) -> Result<Subject> {
    Ok(match named(arguments)? {
        Artwork::Recipe(recipe) => Subject::Drawn(Box::new(turned(recipe, arguments)?)),
        Artwork::Unseeded(recipe) => Subject::Offered(Box::new(curate::draw(&turned(recipe, arguments)?, entropy()))),
        Artwork::Foreign(mut foreign) => {
            foreign.recipe = turned(foreign.recipe, arguments)?;
            foreign.conform()?;
            Subject::Foreign(foreign)
        }
    })
}

/// `count` different artworks of the preset and the knobs that the arguments ask for, curated. A seed that
/// is named says where the draw begins, so that the same ones come again.
pub(super) fn draw_many(arguments: &ArtArgs, count: u16) -> Result<Vec<Recipe>> {
    let (base, start) = match named(arguments)? {
        Artwork::Recipe(recipe) => (recipe.clone(), recipe.seed.root),
        Artwork::Unseeded(recipe) => (recipe, entropy()),
        Artwork::Foreign(_) => {
            let refused = "--count draws networks: weights from a file are one; leave --count out";
            return Err(ExportError::Refused(refused.to_owned()).into());
        }
    };
    let base = turned(base, arguments)?;
    let mut drawn = Vec::new();
    // A preset with few seeds worth seeing may draw one twice.
    for draw in 0..4 * u64::from(count) {
        if drawn.len() == usize::from(count) {
            break;
        }
        let recipe = curate::draw(&base, start.wrapping_add(draw));
        if !drawn.contains(&recipe) {
            drawn.push(recipe);
        }
    }
    Ok(drawn)
}

/// What ART names, before any knob is turned.
fn named(arguments: &ArtArgs) -> Result<Artwork> {
    let unsaid = || Artwork::Unseeded(Preset::Default.recipe(Seed::from(0)));
    Ok(arguments.art.as_ref().map(|art| open::open(art)).transpose()?.unwrap_or_else(unsaid))
}

/// `recipe` close enough that its usual features are some cells wide on this terminal, unless the options say
/// how close.
fn fitted(mut recipe: Recipe, arguments: &ArtArgs) -> Recipe {
    let said = arguments.knobs.iter().any(|(key, _)| key.name() == "zoom");
    if let Some(size) = screen::terminal_size().filter(|_| !said) {
        let zoom = curate::fit_zoom(&recipe, u32::from(size.columns), 2 * u32::from(size.rows));
        // Three digits are finer than an eye, and short in a line.
        recipe.view.zoom = (zoom * 1000.0).round() / 1000.0;
    }
    recipe
}

/// `recipe` with the knobs as the options say.
fn turned(mut recipe: Recipe, arguments: &ArtArgs) -> Result<Recipe> {
    for (key, value) in &arguments.knobs {
        key.set(&mut recipe, value).with_context(|| format!("--{}", key.name()))?;
    }
    recipe.validate()?;
    Ok(recipe)
}

/// An artwork that a line can say, or weights from elsewhere.
pub(super) enum Subject {
    Drawn(Box<Recipe>),
    /// One that nobody named, drawn because it is worth seeing.
    Offered(Box<Recipe>),
    Foreign(Box<Foreign>),
}

impl Subject {
    pub(super) fn recipe(&self) -> &Recipe {
        match self {
            Self::Drawn(recipe) | Self::Offered(recipe) => recipe,
            Self::Foreign(foreign) => &foreign.recipe,
        }
    }

    pub(super) fn painting(&self) -> Painting {
        match self {
            Self::Drawn(recipe) | Self::Offered(recipe) => Painting::new(recipe.as_ref().clone()),
            Self::Foreign(foreign) => Painting::from_network(foreign.recipe.clone(), foreign.network.clone()),
        }
    }

    /// What names weights from elsewhere.
    pub(super) fn label(&self) -> Option<String> {
        match self {
            Self::Drawn(_) | Self::Offered(_) => None,
            Self::Foreign(foreign) => Some(foreign.label()),
        }
    }

    fn foreign(self) -> Option<Arc<Foreign>> {
        match self {
            Self::Drawn(_) | Self::Offered(_) => None,
            Self::Foreign(foreign) => Some(Arc::from(foreign)),
        }
    }
}

pub(super) fn use_threads(arguments: &ArtArgs) -> Result<()> {
    let Some(threads) = arguments.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().context("the threads can't be started")
}

/// Where a random choice begins: another place at every start.
fn entropy() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

pub(super) fn print(text: &str) -> Result<Ended> {
    print_bytes(text.as_bytes())
}

/// Writes to stdout; a reader that has gone is no error.
fn print_bytes(bytes: &[u8]) -> Result<Ended> {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("stdout can't be written"),
        _ => Ok(Ended::Done),
    }
}
