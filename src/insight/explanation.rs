//! Everything that `explain` says about one moment of an artwork.

use serde::Serialize;

use super::advice::{self, Suggestion};
use super::picture::PictureStatistics;
use super::probe::Scene;
use super::statistics::{self, LayerStatistics};
use super::theory::{self, Inputs, LayerTheory, Scales, StackTheory};
use super::verdict::{self, Verdict};
use crate::kernel::Program;
use crate::network::Network;
use crate::painter::{Moment, Painting, Viewport};
use crate::recipe::Recipe;

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
    Subject { recipe, weights: None }.explain(art, phase)
}

/// Explains weights from elsewhere, called `art`, seen as `recipe` says, at `phase` of its loop (0..=1).
pub fn explain_weights(art: &str, recipe: &Recipe, weights: &Network, phase: f64) -> Explanation {
    Subject { recipe, weights: Some(weights) }.explain(art, phase)
}

/// Explains `recipe`, painted by `weights` where it did not draw them, without suggestions and without theory
/// of each layer: quick enough to follow every turn of a knob.
pub fn measure(recipe: &Recipe, weights: Option<&Network>, phase: f64) -> Explanation {
    Subject { recipe, weights }.measure(&recipe.to_string(), phase, statistics::measure_quickly)
}

/// What kind of picture `recipe` is at `phase` of its loop (0..=1), without the why.
pub fn judge(recipe: &Recipe, phase: f64) -> Verdict {
    Subject { recipe, weights: None }.judge(phase)
}

/// What kind of picture weights from elsewhere paint, seen as `recipe` says, at `phase` of its loop (0..=1).
pub fn judge_weights(recipe: &Recipe, weights: &Network, phase: f64) -> Verdict {
    Subject { recipe, weights: Some(weights) }.judge(phase)
}

/// What theory says of an endless stack of layers like the last hidden one of `network`, which `recipe` drew
/// or, where not `drawn`, only shows. `None` without hidden layers.
pub fn stack(recipe: &Recipe, network: &Network, drawn: bool) -> Option<StackTheory> {
    Subject { recipe, weights: (!drawn).then_some(network) }.stack(network)
}

/// How a scene is measured.
type Measure = fn(&Scene<'_>) -> (Vec<LayerStatistics>, PictureStatistics);

/// What is explained.
#[derive(Clone, Copy)]
struct Subject<'a> {
    recipe: &'a Recipe,
    /// Weights that the recipe did not draw.
    weights: Option<&'a Network>,
}

impl Subject<'_> {
    fn explain(self, art: &str, phase: f64) -> Explanation {
        let measured = self.measure(art, phase, statistics::measure);
        let judge = |recipe: &Recipe| Subject { recipe, ..self }.judge(phase);
        let suggestions = advice::suggest(self.recipe, self.weights.is_none(), measured.verdict, judge);
        let painting = self.painting();
        let inputs = inputs(&measured.layers[0], &painting.moment(phase).latent);
        let theory = theory::walk(inputs, &self.scales(painting.network()));
        Explanation { suggestions, theory, ..measured }
    }

    fn measure(self, art: &str, phase: f64, measure: Measure) -> Explanation {
        let painting = self.painting();
        let moment = painting.moment(phase);
        let (layers, picture) = look(self.recipe, &moment, measure);
        let verdict = Verdict::of(&picture);
        let mut reasons = vec![verdict.meaning(&picture).to_owned()];
        reasons.extend(verdict::reasons(verdict, &picture, &layers));
        Explanation {
            art: art.to_owned(),
            verdict,
            reasons,
            suggestions: Vec::new(),
            theory: Vec::new(),
            stack: self.stack(painting.network()),
            picture,
            layers,
        }
    }

    fn judge(self, phase: f64) -> Verdict {
        let painting = self.painting();
        Verdict::of(&look(self.recipe, &painting.moment(phase), statistics::measure_picture))
    }

    fn painting(self) -> Painting {
        // `stretch` measures the whole loop, for colours that nothing here looks at.
        let recipe = Recipe { stretch: false, ..self.recipe.clone() };
        match self.weights {
            Some(weights) => Painting::from_network(recipe, weights.clone()),
            None => Painting::new(recipe),
        }
    }

    /// The scales that each hidden layer was drawn from, or what they seem to be, with its width.
    fn scales(self, network: &Network) -> Vec<(Scales, usize)> {
        let hidden = network.layers[..network.layers.len() - 1].iter().enumerate();
        hidden.map(|(index, layer)| (self.layer_scales(network, index, layer.inputs), layer.outputs)).collect()
    }

    fn layer_scales(self, network: &Network, layer: usize, fan_in: usize) -> Scales {
        match self.weights {
            Some(_) => Scales::of_network(network, layer),
            None => Scales::of_recipe(self.recipe, layer, fan_in),
        }
    }

    /// A stack of layers like the last hidden one; where there is one alone, of more such behind it.
    fn stack(self, network: &Network) -> Option<StackTheory> {
        let last = (network.layers.len() - 1).checked_sub(1)?;
        let layer = &network.layers[last];
        let scales = match self.weights {
            Some(_) => Scales::of_network(network, last),
            None => {
                let fan_in = if last == 0 { layer.outputs } else { layer.inputs };
                Scales::of_recipe(self.recipe, last.max(1), fan_in)
            }
        };
        Some(StackTheory::of(&scales))
    }
}

/// Looks at a moment of `recipe` through its view.
fn look<T>(recipe: &Recipe, moment: &Moment<'_>, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let place = moment.positions(recipe.view, Viewport::new(1, 1), recipe.coords);
    let program = Program::new(&moment.network, &moment.latent, moment.gain as f32);
    look(&Scene { network: &moment.network, program, gain: moment.gain, place: &place })
}

/// What enters the first layer: the measured positions, and the latent inputs that all pixels share.
fn inputs(positions: &LayerStatistics, latent: &[f32]) -> Inputs {
    let shared: f64 = latent.iter().map(|z| f64::from(*z).powi(2)).sum();
    let count = positions.width + latent.len();
    let mean = |square: f64| (square * positions.width as f64 + shared) / count as f64;
    let together = positions.mean_square * positions.cosine.unwrap_or(1.0);
    Inputs { count, mean_square: mean(positions.mean_square), mean_product: mean(together) }
}
