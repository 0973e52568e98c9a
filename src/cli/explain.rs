//! `neurotty explain`: why a network paints what it paints, as text, JSON and a plot.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::artwork::{use_threads, work};
use super::output::print;
use super::{ArtArgs, Ended};
use crate::app::action::{bindings, key_that_turns};
use crate::export;
use crate::insight;
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
    let work = work(&arguments.art)?;
    let explanation = insight::explain(&work, work.phase());
    let mut explanation = explanation.with_keys(|knob, direction| key_that_turns(bindings(), knob, direction));
    if let Some(path) = &arguments.plot {
        export::write(path, &explanation.plot()?)?;
    }
    if arguments.json {
        return print(&format!("{}\n", plain_text::json(&explanation.json())));
    }
    explanation.art = plain_text::line(&explanation.art, plain_text::LINE).into_owned();
    print(&explanation.to_string())
}
