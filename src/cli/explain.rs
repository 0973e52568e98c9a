//! `neurotty explain`: why a network paints what it paints, as text, JSON and a plot.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::ArtArgs;
use super::job::{Ended, Subject, print, subject, use_threads};
use crate::export;
use crate::insight::{self, Explanation};
use crate::pace::Timeline;
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
    let subject = subject(&arguments.art)?;
    if let (Some(art), Subject::Drawn(recipe)) = (&arguments.art.art, &subject) {
        refuse_large(art, recipe)?;
    }
    let explanation = explanation(&subject);
    if let Some(path) = &arguments.plot {
        export::write(path, &explanation.plot()?)?;
    }
    if arguments.json { print(&format!("{}\n", explanation.json())) } else { print(&explanation.to_string()) }
}

/// Refuses a file of a few bytes that asks for minutes of work. Weights in a file bound themselves by its size.
fn refuse_large(art: &str, recipe: &Recipe) -> Result<()> {
    let widths = recipe.hidden.iter().map(|width| usize::from(*width)).chain([recipe.color.channels()]);
    let (weights, _) = widths.fold((0, 0), |(sum, inputs), outputs| (sum + inputs * outputs, outputs));
    if weights > FROM_FILE && text::parse(art).is_err() {
        bail!(
            "{art}: its line names a network of {} million weights, which takes long to explain; if you want that, \
             explain the line itself: neurotty explain '{recipe}'",
            weights / 1_000_000
        );
    }
    Ok(())
}

/// Explains the moment that the artwork's line names.
fn explanation(subject: &Subject) -> Explanation {
    let recipe = subject.recipe();
    let phase = if recipe.at == 0.0 { 0.0 } else { Timeline::measure(&subject.painting()).phase(recipe.at) };
    match subject {
        Subject::Drawn(recipe) | Subject::Offered(recipe) => insight::explain(&recipe.to_string(), recipe, phase),
        Subject::Foreign(foreign) => {
            insight::explain_weights(&foreign.label(), &foreign.recipe, &foreign.network, phase)
        }
    }
}
