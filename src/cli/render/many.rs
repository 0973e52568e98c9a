//! `render --count`: many artworks at once, on one sheet or each in a file of its own.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use super::{Bits, Ended, Outcome, Progress, RenderArgs, UsageError, draw_many, ended, interruption};
use crate::export::{
    self, Compress, ExportError, Format, Sheet, Step, Summary, Target, Unit, is_directory, plain_name,
};
use crate::recipe::Recipe;
use crate::work::Work;

/// Pixels of a picture on a sheet where none are asked for.
const ON_SHEET: (u32, u32) = (320, 180);

/// Paints `count` curated artworks.
pub(super) fn render(arguments: &RenderArgs, count: u16) -> Result<Ended> {
    let folder = is_directory(&arguments.out)?;
    let target = if folder { None } else { Some(Target::parse(&arguments.out, arguments.format)?) };
    let format = target.as_ref().map_or(arguments.format.unwrap_or(Format::Png), Target::format);
    arguments.refuse_unused(format, false)?;
    if target.as_ref().is_some_and(|target| !matches!(target, Target::Frames(_))) {
        refuse_unused_on_sheet(arguments)?;
    }
    let recipes = draw_many(&arguments.art, count)?;
    let cancel = interruption()?;
    let progress = Progress::new(arguments.show());
    let name: &dyn Fn(usize, &Recipe) -> PathBuf = match &target {
        Some(Target::Frames(pattern)) => &|index, _| pattern.path(index as u64),
        None => &|_, recipe| arguments.out.join(format!("{}.{}", plain_name(&recipe.to_string()), format.ending())),
        Some(sheet) => {
            let made = on_sheet(&recipes, arguments, sheet, &progress, &cancel);
            drop(progress);
            // How large the sheet is follows from its pictures.
            let outcome = |summary| Outcome { many: true, size: None, ..Outcome::of(sheet, arguments, summary) };
            return ended(made.map(outcome), arguments);
        }
    };
    let folder = name(0, &recipes[0]).parent().map_or_else(PathBuf::new, PathBuf::from);
    export::make_directory(&folder)?;
    let files: Vec<_> =
        recipes.iter().enumerate().map(|(index, recipe)| Target::File(name(index, recipe), format)).collect();
    let made = each_alone(&recipes, arguments, &files, &progress, &cancel);
    drop(progress);
    let outcome = |summary| Outcome { many: true, ..Outcome::of(&files[0], arguments, summary) };
    ended(made.map(outcome), arguments)
}

fn refuse_unused_on_sheet(arguments: &RenderArgs) -> Result<(), UsageError> {
    if arguments.bits == Bits::Sixteen || arguments.compress != Compress::Normal || arguments.dpi.is_some() {
        return Err(UsageError(
            "a contact sheet has 8 bits a channel, one way to be compressed and no size in print; leave out --bits, \
             --compress and --dpi, or write each picture alone: -o DIR/"
                .to_owned(),
        ));
    }
    Ok(())
}

fn on_sheet(
    recipes: &[Recipe],
    arguments: &RenderArgs,
    target: &Target,
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let (width, height) = arguments.size.unwrap_or(ON_SHEET);
    let sheet = Sheet { recipes, picture: [width, height], samples: arguments.samples };
    export::contact_sheet(&sheet, target, &|step| progress.step(step), cancel)
}

/// Each of `recipes` into the one of `files` beside it.
fn each_alone(
    recipes: &[Recipe],
    arguments: &RenderArgs,
    files: &[Target],
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let total = recipes.len() as u64;
    let mut made = Summary::default();
    for (done, (recipe, file)) in (1..).zip(recipes.iter().zip(files)) {
        let work = Work::new(recipe.clone());
        let one = export::run(&arguments.job(&work, file.format()), file, &|_| {}, cancel)?;
        // Of loops the files are counted.
        made = Summary { frames: done, bytes: made.bytes + one.bytes, ..one };
        progress.step(Step { done, skipped: 0, total, unit: Unit::Pictures });
    }
    Ok(made)
}
