//! Everything that `explain` says about one moment of an artwork.

use serde::Serialize;

use super::advice::{self, Suggestion};
use super::picture::PictureStatistics;
use super::probe::Scene;
use super::statistics::{self, LayerStatistics};
use super::theory::{self, Inputs, LayerTheory, Scales, StackTheory};
use super::verdict::{self, Verdict};
use crate::motion::Path;
use crate::network::Network;
use crate::painter::{Grid, Viewport};
use crate::recipe::{Motion, Recipe};

/// What a network does to the picture, layer by layer, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What is explained: the artwork's line, or a file's name.
    pub art: String,
    /// What kind of picture it is.
    pub verdict: Verdict,
    /// What the verdict means, and why it was given.
    pub reasons: Vec<String>,
    /// Knobs that would change it, each tried.
    pub suggestions: Vec<Suggestion>,
    /// What was measured of the output channels.
    pub picture: PictureStatistics,
    /// What was measured of the inputs, each hidden layer, and the output logits before the gain.
    pub layers: Vec<LayerStatistics>,
    /// What wide-network theory says of each hidden layer.
    pub theory: Vec<LayerTheory>,
    /// What wide-network theory says of an endless stack of layers like the last hidden one.
    pub stack: Option<StackTheory>,
}

/// Explains `recipe`, called `art`, at `phase` of its loop (0..=1).
pub fn explain(art: &str, recipe: &Recipe, phase: f64) -> Explanation {
    let (layers, picture) = at(recipe, phase, statistics::measure);
    let verdict = Verdict::of(&picture);
    let network = Network::build(recipe);
    let latent = Path::new(recipe).pose(phase).latent;
    let scales = nominal_scales(recipe, &network);
    let mut reasons = vec![verdict.meaning().to_owned()];
    reasons.extend(verdict::reasons(verdict, &picture, &layers));
    let judge = |turned: &Recipe| Verdict::of(&at(turned, phase, statistics::measure_picture));
    Explanation {
        art: art.to_owned(),
        verdict,
        reasons,
        suggestions: advice::suggest(recipe, verdict, judge),
        theory: theory::walk(inputs(&layers[0], &latent), &scales),
        stack: stack(recipe, &network),
        picture,
        layers,
    }
}

/// Looks at `recipe` at `phase` of its loop.
fn at<T>(recipe: &Recipe, phase: f64, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let pose = Path::new(recipe).pose(phase);
    let mut network = Network::build(recipe);
    if recipe.motion.contains(&Motion::Morph) {
        network = network.rotated_towards(&Network::build_morph_target(recipe), pose.morph);
    }
    let grid = Grid::new(&pose, recipe.view, Viewport::new(1, 1), recipe.coords);
    let place = |[u, v]: [f64; 2]| grid.position(u, v);
    look(&Scene { network: &network, latent: &pose.latent, gain: recipe.gain, place: &place })
}

/// What enters the first layer: the measured positions, and the latent inputs that all pixels share.
fn inputs(positions: &LayerStatistics, latent: &[f32]) -> Inputs {
    let shared: f64 = latent.iter().map(|z| f64::from(*z).powi(2)).sum();
    let count = positions.width + latent.len();
    let mean = |square: f64| (square * positions.width as f64 + shared) / count as f64;
    let together = positions.mean_square * positions.cosine.unwrap_or(1.0);
    Inputs { count, mean_square: mean(positions.mean_square), mean_product: mean(together) }
}

/// The scales that the hidden layers were drawn from, each with its width.
fn nominal_scales(recipe: &Recipe, network: &Network) -> Vec<(Scales, usize)> {
    let hidden = &network.layers[..network.layers.len() - 1];
    let scales = |(index, layer): (usize, &crate::network::Layer)| {
        (Scales::of_recipe(recipe, index, layer.inputs), layer.outputs)
    };
    hidden.iter().enumerate().map(scales).collect()
}

/// A stack of layers like the last one; of a single hidden layer, of more such behind it.
fn stack(recipe: &Recipe, network: &Network) -> Option<StackTheory> {
    let last = recipe.hidden.len().checked_sub(1)?;
    let fan_in = if last == 0 { network.layers[0].outputs } else { network.layers[last].inputs };
    Some(StackTheory::of(&Scales::of_recipe(recipe, last.max(1), fan_in)))
}
