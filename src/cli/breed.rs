//! `neurotty breed`: a litter of an artwork, or of two, on one sheet or each child in a file of its own.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Result;
use clap::Args;
use indicatif::DecimalBytes;

use super::artwork::{use_threads, work};
use super::output::print;
use super::progress::{Progress, Show};
use super::render::interruption;
use super::sheet::sheet_of;
use super::wording::{UsageError, say};
use super::{ArtArgs, Ended, named, samples, size};
use crate::export::{
    self, ExportError, Format, Job, Settings, Sheet, Step, Summary, Target, Unit, is_directory, plain_name,
};
use crate::litter::{Aspect, Offspring, STRENGTHS, Wishes, litter, litter_of_two};
use crate::painter::Samples;
use crate::recipe::Recipe;
use crate::work::Work;

/// Where in its loop each picture of a sheet stands: every motion begins where its parent stands still, and has left it
/// by then.
const PHASE: f64 = 0.37;

/// Whose litter, and where to.
#[derive(Debug, Args)]
pub struct BreedArgs {
    /// The parent.
    #[command(flatten)]
    pub art: ArtArgs,
    /// A second parent, of the same seed and shape: the litter is their cross and its children
    #[arg(long, value_name = "ART")]
    pub with: Option<String>,
    /// How many children
    #[arg(long, default_value = "8", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub count: u16,
    /// Where to: sheet.png shows them side by side behind their parent, 37% through their loops unless ART names a
    /// moment; DIR/ takes each alone. Standard output lists their lines
    #[arg(short, long, value_name = "OUT")]
    pub out: PathBuf,
    /// Which litter: each number gives other children
    #[arg(long, default_value = "0", value_name = "N")]
    pub draw: u32,
    /// How much they differ from their parent, from -4 to 4; 0 is usual
    #[arg(
        long, default_value = "0", value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(i8).range(i64::from(*STRENGTHS.start())..=i64::from(*STRENGTHS.end()))
    )]
    pub strength: i8,
    /// What stays as it is in all of them, joined by commas
    #[arg(
        long, value_name = "WHAT", value_delimiter = ',',
        value_parser = named(Aspect::ALL.map(|aspect| (aspect.name(), aspect)))
    )]
    pub lock: Vec<Aspect>,
    /// Pixels across and down of each; without it 320x180 on a sheet, 1920x1080 alone
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<(u32, u32)>,
    /// N×N samples a pixel, or auto: up to 4×4 where neighbours differ
    #[arg(long, default_value = "auto", value_name = "N", value_parser = samples)]
    pub samples: Samples,
    /// Without a progress bar
    #[arg(short, long)]
    pub quiet: bool,
}

/// Paints a litter, then lists its lines: each is ART, with what it differs in behind it.
pub(super) fn breed(arguments: &BreedArgs) -> Result<Ended> {
    use_threads(&arguments.art)?;
    let sheet = if is_directory(&arguments.out)? { None } else { Some(sheet_target(&arguments.out)?) };
    let parents = parents(arguments)?;
    let children = children(&parents, arguments)?;
    if children.is_empty() {
        let refused = "no child can differ: leave something out of --lock, or begin with another seed";
        return Err(UsageError(refused.to_owned()).into());
    }
    let recipes: Vec<Recipe> = children.iter().map(|child| child.recipe.clone()).collect();
    let cancel = interruption()?;
    let progress = Progress::new(if arguments.quiet { Show::Quiet } else { Show::Auto });
    let made = match &sheet {
        Some(target) => on_sheet(&parents, &children, arguments, target, &progress, &cancel),
        None => each_alone(&recipes, arguments, &progress, &cancel),
    };
    drop(progress);
    match made {
        Ok(summary) => {
            tell(&summary, arguments);
            print(&list(&children))
        }
        Err(ExportError::Cancelled) => Ok(Ended::Interrupted),
        Err(error) => Err(error.into()),
    }
}

/// A PNG: standard output is for the lines, and frames are not what is bred.
fn sheet_target(out: &Path) -> Result<Target> {
    match Target::parse(out, None)? {
        Target::File(path, Format::Png) => Ok(Target::File(path, Format::Png)),
        _ => Err(UsageError("a litter goes to a sheet, a .png, or to DIR/, each child alone".to_owned()).into()),
    }
}

/// The one parent, or the two.
fn parents(arguments: &BreedArgs) -> Result<Vec<Recipe>> {
    let mut parents = vec![parent_named(&arguments.art)?];
    if let Some(other) = &arguments.with {
        let knobs = arguments.art.knobs.clone();
        parents.push(parent_named(&ArtArgs { art: Some(other.into()), threads: None, knobs })?);
    }
    Ok(parents)
}

fn children(parents: &[Recipe], arguments: &BreedArgs) -> Result<Vec<Offspring>> {
    let wishes = Wishes {
        draw: arguments.draw,
        count: usize::from(arguments.count),
        strength: arguments.strength,
        locked: arguments.lock.clone(),
    };
    match parents {
        [one, other] => litter_of_two(one, other, &wishes)
            .map_err(|refused| UsageError(format!("no cross of {one} and {other}: {refused}")).into()),
        _ => Ok(parents.iter().flat_map(|parent| litter(parent, &wishes)).collect()),
    }
}

/// What ART names, if it has children.
fn parent_named(art: &ArtArgs) -> Result<Recipe> {
    let work = work(art)?;
    if work.imported().is_some() {
        let refused = "children descend from a seed, and weights from a file have none; name a line of text";
        return Err(UsageError(refused.to_owned()).into());
    }
    Ok(work.recipe().clone())
}

/// The parents, then their children, all at one moment.
fn on_sheet(
    parents: &[Recipe],
    children: &[Offspring],
    arguments: &BreedArgs,
    target: &Target,
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let phase = parents.iter().all(|parent| parent.at == 0.0).then_some(PHASE);
    let moment = if phase.is_some() { "parent, each 37% into its loop" } else { "parent" };
    let of_parents = parents.iter().map(|parent| (parent, moment));
    let of_children = children.iter().map(|Offspring { recipe, what }| (recipe, what.as_str()));
    let (recipes, captions): (Vec<Recipe>, Vec<String>) =
        of_parents.chain(of_children).map(|(recipe, what)| (recipe.clone(), format!("{what}: {recipe}"))).unzip();
    let sheet = Sheet { captions: &captions, phase, ..sheet_of(&recipes, arguments.size, arguments.samples) };
    export::contact_sheet(&sheet, target, &|step| progress.step(step), cancel)
}

/// Each child into a PNG of its own, named by its place in the litter and its line.
fn each_alone(
    recipes: &[Recipe],
    arguments: &BreedArgs,
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    export::make_directory(&arguments.out)?;
    let total = recipes.len() as u64;
    let digits = total.to_string().len();
    let mut made = Summary::default();
    for (done, recipe) in (1..).zip(recipes) {
        let name = format!("{done:0digits$}-{}.png", plain_name(&recipe.to_string()));
        let one = alone(recipe, arguments, arguments.out.join(name), cancel)?;
        made = Summary { frames: done, bytes: made.bytes + one.bytes, ..one };
        progress.step(Step { done, skipped: 0, total, unit: Unit::Pictures });
    }
    Ok(made)
}

fn alone(recipe: &Recipe, arguments: &BreedArgs, path: PathBuf, cancel: &AtomicBool) -> Result<Summary, ExportError> {
    let work = Work::new(recipe.clone());
    let size = arguments.size.map_or(Format::Png.usual_size(), |(width, height)| [width, height]);
    let job = Job {
        work: &work,
        size,
        aspect: 1.0,
        samples: arguments.samples,
        fps: 30.0,
        speed: 1.0,
        frames: None,
        settings: Settings::default(),
    };
    export::run(&job, &Target::File(path, Format::Png), &|_| {}, cancel)
}

/// Tells a person what was made.
fn tell(summary: &Summary, arguments: &BreedArgs) {
    if arguments.quiet || !std::io::stderr().is_terminal() {
        return;
    }
    let Summary { frames, bytes, size: [width, height], .. } = *summary;
    let (place, bytes) = (arguments.out.display(), DecimalBytes(bytes));
    say(&format!("saved {place}: {width}x{height}, {frames} pictures, {bytes}"));
}

/// A line each, what it differs in as a note.
fn list(children: &[Offspring]) -> String {
    children.iter().map(|Offspring { recipe, what }| format!("{recipe}  # {what}\n")).collect()
}
