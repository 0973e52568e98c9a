//! From ART and the knobs among the options to what is painted.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};
use rand::TryRng as _;
use rand::rngs::SysRng;

use super::ArtArgs;
use super::wording::UsageError;
use crate::curate;
use crate::open::{self, Opened};
use crate::recipe::{Preset, Recipe, Seed};
use crate::work::Work;

/// What ART and the knobs ask for.
pub(super) enum Chosen {
    /// Somebody named it.
    Named(Box<Work>),
    /// No seed was named: one that is worth seeing was drawn.
    Drawn(Box<Recipe>),
}

/// Opens ART, then turns each knob.
pub(super) fn artwork(arguments: &ArtArgs) -> Result<Chosen> {
    Ok(match named(arguments)? {
        Opened::Work(work) => {
            let turned = turned(work.recipe().clone(), arguments)?;
            Chosen::Named(Box::new(work.try_with(turned)?))
        }
        Opened::Unseeded(recipe) => Chosen::Drawn(Box::new(curate::draw(&turned(*recipe, arguments)?, entropy()?))),
    })
}

/// As [`artwork`], where it makes no difference whether somebody named it.
pub(super) fn work(arguments: &ArtArgs) -> Result<Work> {
    Ok(match artwork(arguments)? {
        Chosen::Named(work) => *work,
        Chosen::Drawn(recipe) => Work::new(*recipe),
    })
}

/// `count` different artworks of the preset and the knobs that the arguments ask for, curated. A seed that
/// is named says where the draw begins, so that the same ones come again.
pub(super) fn draw_many(arguments: &ArtArgs, count: u16) -> Result<Vec<Recipe>> {
    let (base, start) = match named(arguments)? {
        Opened::Unseeded(recipe) => (*recipe, entropy()?),
        Opened::Work(work) if work.imported().is_none() => (work.recipe().clone(), work.recipe().seed.root),
        Opened::Work(_) => {
            let refused = "--count draws networks: weights from a file are one; leave --count out";
            return Err(UsageError(refused.to_owned()).into());
        }
    };
    let base = turned(base, arguments)?;
    let mut drawn = Vec::new();
    // A preset with few seeds worth seeing may draw one twice.
    for draw in 0..4 * u64::from(count) {
        if drawn.len() == usize::from(count) {
            break;
        }
        let recipe = curate::draw(&base, start.wrapping_add(draw));
        if !drawn.contains(&recipe) {
            drawn.push(recipe);
        }
    }
    Ok(drawn)
}

/// What ART names, before any knob is turned.
fn named(arguments: &ArtArgs) -> Result<Opened> {
    let unsaid = || Opened::Unseeded(Box::new(Preset::Default.recipe(Seed::from(0))));
    // A name that is no Unicode is no line.
    let open = |art: &OsString| match art.to_str() {
        Some(art) => open::open(art),
        None => open::open_file(Path::new(art)).map(|work| Opened::Work(Box::new(work))),
    };
    Ok(arguments.art.as_ref().map(open).transpose()?.unwrap_or_else(unsaid))
}

/// `recipe` with the knobs as the options say.
fn turned(mut recipe: Recipe, arguments: &ArtArgs) -> Result<Recipe> {
    for (key, value) in &arguments.knobs {
        key.set(&mut recipe, value).with_context(|| format!("--{}", key.name()))?;
    }
    recipe.validate()?;
    Ok(recipe)
}

pub(super) fn use_threads(arguments: &ArtArgs) -> Result<()> {
    let Some(threads) = arguments.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().context("the threads can't be started")
}

/// Where a random choice begins: another place at every start.
///
/// # Errors
/// If the system has no random numbers to give.
pub(super) fn entropy() -> Result<u64> {
    SysRng.try_next_u64().context("the system has no random numbers; name a seed, as in `default:42`")
}
