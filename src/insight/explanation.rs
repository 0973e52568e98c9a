//! Everything that `explain` says about one moment of an artwork.

use serde::Serialize;

use super::advice::{self, Suggestion};
use super::picture::PictureStatistics;
use super::probe::Subject;
use super::statistics::{self, LayerStatistics};
use super::theory::{self, Inputs, LayerTheory, Scales, StackTheory};
use super::verdict::{self, Verdict};
use crate::kernel::Program;
use crate::painter::Viewport;
use crate::recipe::Recipe;
use crate::work::Work;

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

/// Explains `work` at `phase` of its loop (0..=1).
pub fn explain(work: &Work, phase: f64) -> Explanation {
    let measured = measure_with(work, phase, statistics::measure);
    let judge = |recipe: &Recipe| judge(&work.with(recipe.clone()), phase);
    let suggestions = advice::suggest(work.recipe(), work.imported().is_none(), measured.verdict, judge);
    let inputs = inputs(&measured.layers[0], &work.painting().moment(phase).latent);
    let theory = theory::walk(inputs, &scales(work));
    Explanation { suggestions, theory, ..measured }
}

/// Explains `work` at `phase` of its loop (0..=1), without suggestions and without theory of each layer: quick enough
/// to follow every turn of a knob.
pub fn measure(work: &Work, phase: f64) -> Explanation {
    measure_with(work, phase, statistics::measure_quickly)
}

/// What kind of picture `work` is at `phase` of its loop (0..=1), without the why.
pub fn judge(work: &Work, phase: f64) -> Verdict {
    Verdict::of(&look(work, phase, statistics::measure_picture))
}

/// What theory says of an endless stack of layers like the last hidden one of `work`; where it has one alone, of more
/// such behind it. `None` without hidden layers.
pub fn stack(work: &Work) -> Option<StackTheory> {
    let network = work.network();
    let last = (network.layers.len() - 1).checked_sub(1)?;
    let layer = &network.layers[last];
    let fan_in = if last == 0 { layer.outputs } else { layer.inputs };
    let scales = match work.imported() {
        Some(_) => Scales::of_network(network, last),
        None => Scales::of_recipe(work.recipe(), last.max(1), fan_in),
    };
    Some(StackTheory::of(&scales))
}

/// How a network is measured.
type Measurement = fn(&Subject<'_>) -> (Vec<LayerStatistics>, PictureStatistics);

fn measure_with(work: &Work, phase: f64, measure: Measurement) -> Explanation {
    let (layers, picture) = look(work, phase, measure);
    let verdict = Verdict::of(&picture);
    let mut reasons = vec![verdict.meaning(&picture).to_owned()];
    reasons.extend(verdict::reasons(verdict, &picture, &layers));
    Explanation {
        art: work.label(),
        verdict,
        reasons,
        suggestions: Vec::new(),
        theory: Vec::new(),
        stack: stack(work),
        picture,
        layers,
    }
}

/// The scales that each hidden layer was drawn from, or what they seem to be, with its width.
fn scales(work: &Work) -> Vec<(Scales, usize)> {
    let network = work.network();
    let hidden = network.layers[..network.layers.len() - 1].iter().enumerate();
    let scales = |index, inputs| match work.imported() {
        Some(_) => Scales::of_network(network, index),
        None => Scales::of_recipe(work.recipe(), index, inputs),
    };
    hidden.map(|(index, layer)| (scales(index, layer.inputs), layer.outputs)).collect()
}

/// Looks at a moment of `work` through its view.
fn look<T>(work: &Work, phase: f64, look: impl FnOnce(&Subject<'_>) -> T) -> T {
    let (recipe, moment) = (work.recipe(), work.painting().moment(phase));
    let place = moment.positions(recipe.view, Viewport::new(1, 1), recipe.coords);
    let program = Program::new(&moment.network, &moment.latent, moment.gain as f32);
    look(&Subject { network: &moment.network, program, gain: moment.gain, place: &place })
}

/// What enters the first layer: the measured positions, and the latent inputs that all pixels share.
fn inputs(positions: &LayerStatistics, latent: &[f32]) -> Inputs {
    let shared: f64 = latent.iter().map(|z| f64::from(*z).powi(2)).sum();
    let count = positions.width + latent.len();
    let mean = |square: f64| (square * positions.width as f64 + shared) / count as f64;
    let together = positions.mean_square * positions.cosine.unwrap_or(1.0);
    Inputs { count, mean_square: mean(positions.mean_square), mean_product: mean(together) }
}
