//! Saves the picture as seen, on a thread of its own.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use super::Options;
use crate::export::{self, Format, Job, Settings, Target};
use crate::open::Foreign;
use crate::pace::Timeline;
use crate::painter::Painting;
use crate::recipe::Recipe;

/// Paints `recipe` at its moment into a new PNG, with `foreign` weights where those paint it. Returns its
/// path, or why there is none.
pub(super) fn save(recipe: Recipe, foreign: Option<&Foreign>, options: &Options) -> Result<PathBuf, String> {
    let folder = options.folder.clone().unwrap_or_else(pictures);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let name = export::name_for(&recipe.to_string(), SystemTime::now());
    let path = export::unused(&folder, &name, "png");
    let network = foreign.and_then(|foreign| foreign.network_for(&recipe));
    let label = foreign.filter(|_| network.is_some()).map(Foreign::label);
    let painting = match network {
        Some(network) => Painting::from_network(recipe, network),
        None => Painting::new(recipe),
    };
    let timeline = Timeline::measure(&painting);
    let job = Job {
        painting: &painting,
        foreign: label.as_deref(),
        timeline: &timeline,
        size: [options.save_size.0, options.save_size.1],
        samples: options.samples,
        fps: options.fps,
        speed: 1.0,
        frames: None,
        settings: Settings::default(),
    };
    let target = Target::File(path.clone(), Format::Png);
    export::run(&job, &target, &|_| {}, &AtomicBool::new(false)).map_err(|error| error.to_string())?;
    Ok(path)
}

/// The user's folder of pictures, or else the one we are in.
fn pictures() -> PathBuf {
    let named = std::env::var_os("XDG_PICTURES_DIR").map(PathBuf::from);
    let usual = || Some(etcetera::home_dir().ok()?.join("Pictures"));
    named.or_else(usual).filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("."))
}
