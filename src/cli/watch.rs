//! Watching: the live view with what the command line asks for.

use std::io::IsTerminal;

use anyhow::{Result, bail};

use super::artwork::{Chosen, artwork, chosen, draw_from, entropy, list_named, use_threads};
use super::wording::say;
use super::{ArtArgs, Ended, Flashing, Preferences, WatchArgs};
use crate::app::run::{self, Options, Places, Saving, Walk};
use crate::curate;
use crate::painter::Samples;
use crate::plain_text;
use crate::recipe::Recipe;
use crate::work::Work;

/// Shows what `art` names until the user leaves; with `tour`, begins there.
///
/// # Errors
/// If it can't be opened, or there is no terminal.
pub(super) fn watch(art: &ArtArgs, arguments: WatchArgs, tour: bool, settings: &Preferences) -> Result<Ended> {
    use_threads(art)?;
    if !std::io::stdout().is_terminal() {
        bail!(
            "there is no terminal to paint on: run it in a terminal, \
             or write a picture with `neurotty render ART -o picture.png`"
        );
    }
    let (chosen, walk) = match list_named(art)? {
        Some(list) => {
            let (place, opened) = draw_from(&list, entropy()?)?;
            (chosen(opened, art)?, Some(Walk::from(list, place)))
        }
        None => (artwork(art)?, None),
    };
    let work = match chosen {
        Chosen::Drawn(recipe) => Work::new(fitted(*recipe, art)),
        Chosen::Named(work) => *work,
    };
    let lines = run::run(work, options(arguments, walk, tour, settings)?)?;
    lines.iter().for_each(|line| say(line));
    Ok(Ended::Done)
}

/// How the live view behaves, as the command line says.
///
/// # Errors
/// If the system has no random numbers to give.
pub(super) fn options(arguments: WatchArgs, walk: Option<Walk>, tour: bool, settings: &Preferences) -> Result<Options> {
    let display = arguments.display;
    Ok(Options {
        fps: display.fps,
        speed: display.speed,
        samples: display.samples.unwrap_or(Samples::ONE),
        saving: Saving {
            folder: arguments.out,
            picture_size: arguments.save_size,
            loop_size: arguments.loop_size,
            loop_format: arguments.loop_format,
            loop_seconds: arguments.loop_seconds,
            samples: display.samples.unwrap_or(Samples::Auto),
            fps: display.fps,
        },
        medium: display.glyphs,
        depth: display.color_depth,
        terminal_colors: arguments.terminal_colors,
        cycle: arguments.cycle,
        walk,
        places: places(settings, display.private),
        control: arguments.control,
        notice: settings.warnings.first().map(|warning| plain_text::line(warning, plain_text::LINE).into_owned()),
        clean: display.clean || arguments.screensaver,
        screensaver: arguments.screensaver,
        tour,
        flashing: display.flashing == Flashing::Allow,
        reduced_motion: display.reduced_motion || (arguments.cycle.is_none() && wants_reduced_motion()),
        entropy: entropy()?,
    })
}

/// What outlasts the session: history only where the user lets it.
fn places(settings: &Preferences, private: bool) -> Places {
    let paths = settings.paths.as_ref();
    Places {
        favourites: paths.map(|paths| paths.favourites.clone()),
        history: paths.filter(|_| !private).map(|paths| paths.history.clone()),
    }
}

/// Whether the environment asks for less motion. Who has pictures follow each other by an option asks for them.
fn wants_reduced_motion() -> bool {
    std::env::var("REDUCED_MOTION").is_ok_and(|value| !value.is_empty() && value != "0")
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
