//! `neurotty explain`: why a network paints what it paints, as text, JSON and a plot.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::artwork::{use_threads, work};
use super::output::print;
use super::{ArtArgs, Ended};
use crate::app::action::{BINDINGS, key_that_turns};
use crate::export;
use crate::insight;
use crate::plain_text;
use crate::recipe::{Recipe, text};

/// The most weights that a file's line may name to be explained: about two seconds of work. A line that is given as
/// ART may name any number.
const FROM_FILE: usize = 1 << 22;

/// What to explain, and how.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Which artwork.
    #[command(flatten)]
    pub art: ArtArgs,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Also draw the layers' statistics into a PNG
    #[arg(long, value_name = "FILE.png")]
    pub plot: Option<PathBuf>,
}

/// Writes the plot where one is wanted, then prints the explanation.
///
/// # Errors
/// If the artwork can't be opened, or the plot not be written.
pub(super) fn explain(arguments: &ExplainArgs) -> Result<Ended> {
    use_threads(&arguments.art)?;
    let work = work(&arguments.art)?;
    if let Some(art) = &arguments.art.art
        && work.imported().is_none()
    {
        refuse_large(art, work.recipe())?;
    }
    let explanation = insight::explain(&work, work.phase());
    let mut explanation = explanation.with_keys(|knob, direction| key_that_turns(BINDINGS, knob, direction));
    if let Some(path) = &arguments.plot {
        export::write(path, &explanation.plot()?)?;
    }
    if arguments.json {
        return print(&format!("{}\n", plain_text::json(&explanation.json())));
    }
    explanation.art = plain_text::line(&explanation.art, plain_text::LINE).into_owned();
    print(&explanation.to_string())
}

/// Refuses a file of a few bytes that asks for minutes of work. Weights in a file bound themselves by its size.
fn refuse_large(art: &OsStr, recipe: &Recipe) -> Result<()> {
    let widths = recipe.hidden.iter().map(|width| usize::from(*width)).chain([recipe.color.channels()]);
    let (weights, _) = widths.fold((0, 0), |(sum, inputs), outputs| (sum + inputs * outputs, outputs));
    let is_line = art.to_str().is_some_and(|art| text::parse(art).is_ok());
    if weights > FROM_FILE && !is_line {
        bail!(
            "{}: its line names a network of {} million weights, which takes long to explain; if you want that, explain \
             the line itself: neurotty explain '{recipe}'",
            Path::new(art).display(),
            weights / 1_000_000
        );
    }
    Ok(())
}
