//! Watching: the live view with what the command line asks for.

use std::io::IsTerminal;

use anyhow::{Result, bail};

use super::artwork::{Chosen, artwork, entropy, use_threads};
use super::wording::say;
use super::{ArtArgs, Ended, WatchArgs};
use crate::app::run::{self, Options, Saving};
use crate::curate;
use crate::painter::Samples;
use crate::recipe::Recipe;
use crate::work::Work;

/// Shows what `art` names until the user leaves; with `tour`, begins there.
///
/// # Errors
/// If it can't be opened, or there is no terminal.
pub(super) fn watch(art: &ArtArgs, arguments: WatchArgs, tour: bool) -> Result<Ended> {
    use_threads(art)?;
    if !std::io::stdout().is_terminal() {
        bail!(
            "there is no terminal to paint on: run it in a terminal, \
             or write a picture with `neurotty render ART -o picture.png`"
        );
    }
    let work = match artwork(art)? {
        Chosen::Drawn(recipe) => Work::new(fitted(*recipe, art)),
        Chosen::Named(work) => *work,
    };
    let options = Options {
        fps: arguments.fps,
        speed: arguments.speed,
        samples: arguments.samples.unwrap_or(Samples::ONE),
        saving: Saving {
            folder: arguments.out,
            picture_size: arguments.save_size,
            loop_size: arguments.loop_size,
            loop_format: arguments.loop_format,
            loop_seconds: arguments.loop_seconds,
            samples: arguments.samples.unwrap_or(Samples::Auto),
            fps: arguments.fps,
        },
        medium: arguments.glyphs,
        depth: arguments.color_depth,
        cycle: arguments.cycle,
        clean: arguments.clean || arguments.screensaver,
        screensaver: arguments.screensaver,
        tour,
        entropy: entropy()?,
    };
    let lines = run::run(work, options)?;
    lines.iter().for_each(|line| say(line));
    Ok(Ended::Done)
}

/// `recipe` close enough that its usual features are some cells wide on this terminal, unless the options say
/// how close.
fn fitted(mut recipe: Recipe, arguments: &ArtArgs) -> Recipe {
    let said = arguments.knobs.iter().any(|(key, _)| key.name() == "zoom");
    if let Some(size) = thinwire::terminal_size().filter(|_| !said) {
        let zoom = curate::fit_zoom(&recipe, u32::from(size.columns), 2 * u32::from(size.rows));
        // Three digits are finer than an eye, and short in a line.
        recipe.view.zoom = (zoom * 1000.0).round() / 1000.0;
    }
    recipe
}
