//! From ART and the knobs among the options to what is painted.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};
use rand::TryRng as _;
use rand::rngs::SysRng;

use super::ArtArgs;
use super::wording::{UsageError, say};
use crate::curate;
use crate::open::{self, List, OpenError, Opened};
use crate::recipe::{Preset, Recipe, Seed};
use crate::work::Work;

/// How many tensors a warning names.
const NAMED: usize = 6;

/// What ART and the knobs ask for.
pub(super) enum Chosen {
    /// Somebody named it.
    Named(Box<Work>),
    /// No seed was named: one that is worth seeing was drawn.
    Drawn(Box<Recipe>),
}

/// Opens ART, then turns each knob.
pub(super) fn artwork(arguments: &ArtArgs) -> Result<Chosen> {
    chosen(named(arguments)?, arguments)
}

/// What was opened, with the knobs turned, and a seed where it has none.
pub(super) fn chosen(opened: Opened, arguments: &ArtArgs) -> Result<Chosen> {
    Ok(match opened {
        Opened::Work(work) => {
            warn_of_left_out(&work);
            let turned = turned(work.recipe().clone(), arguments)?;
            Chosen::Named(Box::new(work.try_with(turned)?))
        }
        Opened::Unseeded(recipe) => Chosen::Drawn(Box::new(curate::draw(&turned(*recipe, arguments)?, entropy()?))),
    })
}

/// Says what a weights file holds that is not painted.
fn warn_of_left_out(work: &Work) {
    let Some(weights) = work.imported().filter(|weights| !weights.left_out.is_empty()) else { return };
    let names = weights.left_out.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = weights.left_out.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    say(&format!("neurotty: {}: {names}{more} belong to no layer, and are left out", weights.name));
}

/// As [`artwork`], where it makes no difference whether somebody named it.
pub(super) fn work(arguments: &ArtArgs) -> Result<Work> {
    Ok(artwork(arguments)?.work())
}

impl Chosen {
    fn work(self) -> Work {
        match self {
            Self::Named(work) => *work,
            Self::Drawn(recipe) => Work::new(*recipe),
        }
    }
}

/// The list that ART names, where it names one.
pub(super) fn list_named(arguments: &ArtArgs) -> Result<Option<List>> {
    Ok(arguments.art.as_ref().and_then(|art| List::named(art.to_str()?)).transpose()?)
}

/// Every artwork of a list with the knobs turned, in its order, each once.
pub(super) fn works_of(list: &List, arguments: &ArtArgs) -> Result<Vec<Work>> {
    let mut works: Vec<Work> = Vec::new();
    for entry in &list.entries {
        let work = chosen(list.open(entry)?, arguments)
            .with_context(|| format!("{}, line {}", list.path.display(), entry.line))?
            .work();
        if works.iter().all(|other| other.label() != work.label()) {
            works.push(work);
        }
    }
    Ok(works)
}

/// One artwork of a list, drawn by lot, and its place in it. One that can't be opened is passed over, unless none can.
pub(super) fn draw_from(list: &List, entropy: u64) -> Result<(usize, Opened), OpenError> {
    let count = list.entries.len();
    let start = (entropy % count.max(1) as u64) as usize;
    let mut failed = None;
    for place in (start..count).chain(0..start) {
        match list.open(&list.entries[place]) {
            Ok(opened) => return Ok((place, opened)),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    Err(failed.unwrap_or_else(|| OpenError::EmptyList { path: list.path.clone() }))
}

/// `count` different artworks of the preset and the knobs that the arguments ask for, curated. A seed that
/// is named says where the draw begins, so that the same ones come again. A surprise draws shape, activation and colours too,
/// but for those that a knob names.
pub(super) fn draw_many(arguments: &ArtArgs, count: u16, surprise: bool) -> Result<Vec<Recipe>> {
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
        let entropy = start.wrapping_add(draw);
        let recipe =
            if surprise { turned(curate::surprise(&base, entropy), arguments)? } else { curate::draw(&base, entropy) };
        if !drawn.contains(&recipe) {
            drawn.push(recipe);
        }
    }
    Ok(drawn)
}

/// What ART names, before any knob is turned; of a list, one artwork.
fn named(arguments: &ArtArgs) -> Result<Opened> {
    if let Some(list) = list_named(arguments)? {
        let (_, opened) = draw_from(&list, entropy()?)?;
        return Ok(opened);
    }
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
