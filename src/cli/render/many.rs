//! `render --count`: many artworks at once, on one sheet or each in a file of its own.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use super::{Ended, Progress, RenderArgs, Subject, draw_many, ended, export_one, interruption};
use crate::export::{self, ExportError, Format, Sheet, Step, Target, Unit, is_directory, plain_name};
use crate::recipe::Recipe;

/// Pixels of a picture on a sheet where none are asked for.
const ON_SHEET: (u32, u32) = (320, 180);

/// Paints `count` curated artworks.
pub(super) fn render(arguments: &RenderArgs, count: u16) -> Result<Ended> {
    let target =
        if is_directory(&arguments.out) { None } else { Some(Target::parse(&arguments.out, arguments.format)?) };
    let recipes = draw_many(&arguments.art, count)?;
    let cancel = interruption()?;
    let progress = Progress::new(arguments.show());
    let name: &dyn Fn(usize, &Recipe) -> PathBuf = match &target {
        Some(Target::Frames(pattern)) => &|index, _| pattern.path(index as u64),
        None => &|_, recipe| {
            let ending = arguments.format.unwrap_or(Format::Png).ending();
            arguments.out.join(format!("{}.{ending}", plain_name(&recipe.to_string())))
        },
        Some(sheet) => return ended(on_sheet(&recipes, arguments, sheet, &progress, &cancel)),
    };
    let folder = name(0, &recipes[0]).parent().map_or_else(PathBuf::new, PathBuf::from);
    export::make_directory(&folder)?;
    ended(each_alone(&recipes, arguments, name, &progress, &cancel))
}

fn on_sheet(
    recipes: &[Recipe],
    arguments: &RenderArgs,
    target: &Target,
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<(), ExportError> {
    let (width, height) = arguments.size.unwrap_or(ON_SHEET);
    let sheet = Sheet { recipes, picture: [width, height], samples: arguments.samples };
    export::contact_sheet(&sheet, target, &|step| progress.step(step), cancel).map(drop)
}

fn each_alone(
    recipes: &[Recipe],
    arguments: &RenderArgs,
    name: &dyn Fn(usize, &Recipe) -> PathBuf,
    progress: &Progress,
    cancel: &AtomicBool,
) -> Result<(), ExportError> {
    let total = recipes.len() as u64;
    for (index, recipe) in recipes.iter().enumerate() {
        let format = arguments.format.unwrap_or(Format::Png);
        let target = Target::File(name(index, recipe), format);
        export_one(&Subject::Drawn(Box::new(recipe.clone())), arguments, &target, &|_| {}, cancel)?;
        progress.step(Step { done: index as u64 + 1, skipped: 0, total, unit: Unit::Pictures });
    }
    Ok(())
}
