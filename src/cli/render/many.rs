//! `render --count` and `render @LIST`: many artworks at once, on one sheet or each in a file of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use super::super::sheet::sheet_of;
use super::{Bits, CaptionWish, Ended, Outcome, Progress, RenderArgs, UsageError, captioned};
use super::{ended, flashing, interruption};
use crate::export::{self, Compress, ExportError, Format, Step, Summary, Target, Unit, is_directory, plain_name};
use crate::recipe::Recipe;
use crate::work::Work;

/// Paints the artworks that `open` opens, at least one: once nothing else is wrong with what is asked for.
pub(super) fn render(arguments: &RenderArgs, open: impl FnOnce() -> Result<Vec<Work>>) -> Result<Ended> {
    let folder = is_directory(&arguments.out)?;
    let target = if folder { None } else { Some(Target::parse(&arguments.out, arguments.asked_format())?) };
    let format = target.as_ref().map_or(arguments.asked_format().unwrap_or(Format::Png), Target::format);
    arguments.refuse_unused(format, false)?;
    if target.as_ref().is_some_and(|target| !matches!(target, Target::Frames(_))) {
        refuse_unused_on_sheet(arguments)?;
    }
    let works = open()?;
    let paths: Vec<PathBuf> = match &target {
        Some(Target::Frames(pattern)) => (0..works.len()).map(|index| pattern.path(index as u64)).collect(),
        None => named(&works, &arguments.out, format),
        Some(file) => {
            let recipes = recipes(&works)?;
            let (cancel, progress) = (interruption()?, Progress::new(arguments.show()));
            let sheet = sheet_of(&recipes, arguments.size, arguments.samples);
            let made = export::contact_sheet(&sheet, file, &|step| progress.step(step), &cancel);
            drop(progress);
            // How large the sheet is follows from its pictures.
            let outcome = |summary| Outcome { many: true, size: None, ..Outcome::of(file, arguments, summary) };
            return ended(made.map(outcome), arguments);
        }
    };
    let (cancel, progress) = (interruption()?, Progress::new(arguments.show()));
    let folder = paths[0].parent().map_or_else(PathBuf::new, PathBuf::from);
    export::make_directory(&folder)?;
    let files: Vec<_> = paths.into_iter().map(|path| Target::File(path, format)).collect();
    let made = each_alone(&works, arguments, &files, &progress, &cancel);
    drop(progress);
    let outcome = |summary| Outcome { many: true, ..Outcome::of(&files[0], arguments, summary) };
    ended(made.map(outcome), arguments)
}

/// A file for each work, in `folder`, by its line; where two would have the same name, numbers tell them apart.
fn named(works: &[Work], folder: &Path, format: Format) -> Vec<PathBuf> {
    let mut names: Vec<String> = Vec::new();
    for work in works {
        let name = plain_name(&work.label());
        let numbered = (2_u64..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    names.into_iter().map(|name| folder.join(format!("{name}.{}", format.ending()))).collect()
}

/// What is on a sheet, where each picture is reopened by its line.
fn recipes(works: &[Work]) -> Result<Vec<Recipe>, UsageError> {
    if let Some(work) = works.iter().find(|work| work.imported().is_some()) {
        let refused = "has weights from a file, which no line on a sheet says; write each picture alone: -o DIR/";
        return Err(UsageError(format!("{} {refused}", work.label())));
    }
    Ok(works.iter().map(|work| work.recipe().clone()).collect())
}

fn refuse_unused_on_sheet(arguments: &RenderArgs) -> Result<(), UsageError> {
    let [bits, compress, dpi] = ["bits", "compress", "dpi"].map(|option| arguments.says(option));
    let asked = (bits && arguments.bits == Bits::Sixteen)
        || (compress && arguments.compress != Compress::Normal)
        || (dpi && arguments.dpi.is_some());
    if asked {
        return Err(UsageError(
            "a contact sheet has 8 bits a channel, one way to be compressed and no size in print; leave out --bits, \
             --compress and --dpi, or write each picture alone: -o DIR/"
                .to_owned(),
        ));
    }
    if !matches!(arguments.caption, None | Some(CaptionWish::Nothing)) {
        return Err(UsageError(
            "a contact sheet has lines of text below its pictures; leave out --caption, or write each picture alone: -o DIR/"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Each of `works` into the one of `files` beside it.
fn each_alone(
    works: &[Work],
    arguments: &RenderArgs,
    files: &[Target],
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let total = works.len() as u64;
    let mut made = Summary::default();
    for (done, (work, file)) in (1..).zip(works.iter().zip(files)) {
        let work = captioned(work.clone(), arguments.caption.as_ref());
        let job = arguments.job(&work, file.format());
        let one = export::run(&job, file, &|_| {}, cancel)?;
        flashing::report(arguments, progress, (&job, file), &one, cancel);
        // Of loops the files are counted.
        made = Summary { frames: done, bytes: made.bytes + one.bytes, ..one };
        progress.step(Step { done, skipped: 0, total, unit: Unit::Pictures });
    }
    Ok(made)
}
