//! `neurotty explain`: why a network paints what it paints, as text, JSON and a plot.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::ArtArgs;
use super::job::{Ended, Subject, print, subject, use_threads};
use crate::export;
use crate::insight::{self, Explanation};
use crate::pace::Timeline;
use crate::plain_text;

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
    let mut explanation = explanation(&subject(&arguments.art)?);
    if let Some(path) = &arguments.plot {
        export::write(path, &explanation.plot()?)?;
    }
    if arguments.json {
        return print(&format!("{}\n", plain_text::json(&explanation.json())));
    }
    explanation.art = plain_text::line(&explanation.art, plain_text::LINE).into_owned();
    print(&explanation.to_string())
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
