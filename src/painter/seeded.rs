//! Seed palettes: a harmony drawn from a seed, on the principal axes of what a network paints.
//!
//! The axes are measured once, on a small probe of the preset's own view and frame over the latent loop, whatever
//! view and motion the recipe sets: neither zooming nor another motion changes a colour. Part of the format.

use std::sync::Arc;

use super::coloring::Coloring;
use super::moment::{Moments, Networks};
use super::{Painting, Viewport};
use crate::kernel::Level;
use crate::motion::Path;
use crate::network::Network;
use crate::palette::{Axes, Grade, Harmony};
use crate::recipe::stream::{Purpose, StreamKey};
use crate::recipe::{ColorMode, Motion, Recipe};

/// What is looked at: pixels, and moments of the loop.
const PROBE: (Viewport, u32) = (Viewport::new(32, 18), 8);
/// The same of networks with more weights than [`LIGHT`], each pixel of which takes long.
const HEAVY_PROBE: (Viewport, u32) = (Viewport::new(16, 9), 2);
const LIGHT: usize = 200_000;

/// The harmony that `seed` draws.
pub(super) fn harmony(seed: u64) -> Harmony {
    let mut stream = StreamKey::root(seed).stream(Purpose::Palette);
    Harmony::draw(|| stream.uniform())
}

/// The colouring of what `network` paints with the knobs of `recipe`, in the palette of `seed`.
///
/// Three channels are read, as of red, green and blue: a network with fewer has them repeated, and what a fourth
/// says is not shown.
pub(super) fn coloring(recipe: &Recipe, network: &Arc<Network>, seed: u64) -> Coloring {
    let mut coloring = Coloring::new(recipe);
    let channels = probe(recipe, network);
    if recipe.stretch {
        coloring.stretch(&channels.iter().map(|values| range(values)).collect::<Vec<_>>());
    }
    let count = channels.first().map_or(0, Vec::len);
    let mut planes = channels.concat();
    planes.resize(count * coloring.planes().max(channels.len()), 0.0);
    coloring.level(&mut planes, count, channels.len());
    let axes = Axes::measure(std::array::from_fn(|channel| &planes[channel * count..][..count]));
    coloring.grade(Grade::new(&harmony(seed), axes));
    coloring
}

/// The least and the greatest of `values`.
fn range(values: &[f32]) -> [f32; 2] {
    values.iter().fold([1.0, 0.0], |[low, high], value| [value.min(low), value.max(high)])
}

/// The values of each channel of the network over the probe.
fn probe(recipe: &Recipe, network: &Arc<Network>) -> Vec<Vec<f32>> {
    let own = recipe.preset.recipe(recipe.seed.clone());
    let recipe = Recipe {
        view: own.view,
        framing: own.framing,
        color: ColorMode::Rgb,
        motion: vec![Motion::Latent],
        ..recipe.clone()
    };
    let weights = network.layers.iter().map(|layer| layer.weights.len()).sum::<usize>();
    let (viewport, moments) = if weights <= LIGHT { PROBE } else { HEAVY_PROBE };
    // Without latent inputs every moment is the same.
    let moments = if network.latent == 0 || recipe.latent == 0 { 1 } else { moments };
    let painting = still(recipe, network);
    let mut channels = vec![Vec::new(); network.channels()];
    for moment in 0..moments {
        let shot = painting.shot(f64::from(moment) / f64::from(moments), painting.recipe.view, viewport);
        let values = shot.channels();
        let runs = values.chunks((viewport.width * viewport.height) as usize);
        channels.iter_mut().zip(runs).for_each(|(channel, run)| channel.extend_from_slice(run));
    }
    channels
}

/// A painting whose channels alone are looked at.
fn still(recipe: Recipe, network: &Arc<Network>) -> Painting {
    let networks = Networks {
        network: Arc::clone(network),
        target: None,
        imported: false,
        path: Path::new(&recipe),
        gain: recipe.gain,
        placement: recipe.placement(),
    };
    Painting {
        coloring: Coloring::new(&recipe),
        target_coloring: None,
        moments: Arc::new(Moments::Drawn(networks)),
        level: Level::detect(),
        recipe,
    }
}
