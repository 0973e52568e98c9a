//! From a recipe to the weights of a network.
//!
//! A network is a chain of dense layers: the hidden ones, each with its activation, and the output
//! layer, whose logits the kernel multiplies by the gain and puts through a sigmoid. Its inputs stand
//! in the order x, y, r (where the recipe has it), z₁ … zₙ.
//!
//! Every neuron draws its weights from a stream of its own, the input slots in the order x, y, r, z,
//! with r's drawn even where it is off. So adding a layer, widening one or adding an input leaves
//! every weight that was there as it is. A descendant of a seed mixes such draws, weight by weight, as its
//! `lineage` says.

use rayon::prelude::*;

use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{Activation, Activations, Bias, Recipe, Weights};

pub(crate) mod half;
mod lineage;
pub mod weights;

use lineage::{Mixture, SeedLineage};

/// The nonlinearity of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerActivation {
    /// None: the output layer, whose sigmoid the kernel adds.
    Linear,
    /// The same for every neuron.
    Uniform(Activation),
    /// One for each neuron.
    PerNeuron(Vec<Activation>),
}

/// A dense layer: out = φ(W·in + b).
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Number of inputs, at least 1.
    pub inputs: usize,
    /// Number of neurons, at least 1.
    pub outputs: usize,
    /// W, `outputs` rows of `inputs`.
    pub weights: Vec<f32>,
    /// b, one per neuron; zeros where the recipe has none.
    pub biases: Vec<f32>,
    /// φ.
    pub activation: LayerActivation,
}

impl Layer {
    /// The weights of neuron `neuron`, one per input.
    pub fn row(&self, neuron: usize) -> &[f32] {
        &self.weights[neuron * self.inputs..][..self.inputs]
    }

    /// The activation of neuron `neuron`; `None` where it is linear.
    pub fn activation_of(&self, neuron: usize) -> Option<Activation> {
        match &self.activation {
            LayerActivation::Linear => None,
            LayerActivation::Uniform(activation) => Some(*activation),
            LayerActivation::PerNeuron(list) => list.get(neuron).copied(),
        }
    }
}

/// A network from pixel positions to output logits.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Whether r follows x and y among the inputs.
    pub radius: bool,
    /// Number of latent inputs, the last of the first layer's.
    pub latent: usize,
    /// The hidden layers, then the output layer: never empty.
    pub layers: Vec<Layer>,
}

impl Network {
    /// Draws the network of `recipe`.
    pub fn build(recipe: &Recipe) -> Self {
        Self::draw(recipe, &SeedLineage::of(&recipe.seed))
    }

    /// Draws the network that a morph of `recipe` goes through, with the recipe's own activations: a blend keeps
    /// those that it starts from.
    pub fn build_morph_target(recipe: &Recipe) -> Self {
        Self::draw(recipe, &SeedLineage::root(recipe.morph_seed()))
    }

    /// The number of input positions: x, y and perhaps r.
    pub fn positions(&self) -> usize {
        2 + usize::from(self.radius)
    }

    /// The number of output channels.
    pub fn channels(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.outputs)
    }

    /// W₁ cos θ + W₂ sin θ for all weights and biases: between independent draws this keeps the
    /// variance, which a straight line would halve. Activations stay this network's.
    ///
    /// Both networks have the same shape: they are drawn from one recipe.
    pub(crate) fn rotated_towards(&self, other: &Self, angle: f64) -> Self {
        self.combined(other, libm::cos(angle), libm::sin(angle))
    }

    /// a·W₁ + b·W₂ for all weights and biases, computed in f64 and rounded once.
    pub(crate) fn combined(&self, other: &Self, a: f64, b: f64) -> Self {
        let mix = |mine: &mut f32, theirs: &f32| *mine = (a * f64::from(*mine) + b * f64::from(*theirs)) as f32;
        let mut network = self.clone();
        for (layer, theirs) in network.layers.iter_mut().zip(&other.layers) {
            debug_assert_eq!((layer.inputs, layer.outputs), (theirs.inputs, theirs.outputs));
            layer.weights.iter_mut().zip(&theirs.weights).for_each(|(w, v)| mix(w, v));
            layer.biases.iter_mut().zip(&theirs.biases).for_each(|(w, v)| mix(w, v));
        }
        network
    }

    /// Whether `other` has the same inputs, layers and activations, so that blends mean something.
    pub fn same_shape(&self, other: &Self) -> bool {
        self.radius == other.radius
            && self.latent == other.latent
            && self.layers.len() == other.layers.len()
            && self
                .layers
                .iter()
                .zip(&other.layers)
                .all(|(a, b)| (a.inputs, a.outputs) == (b.inputs, b.outputs) && a.activation == b.activation)
    }

    /// The weights are those of `lineage`; activations that are drawn are the root's, so that kin can be mixed.
    fn draw(recipe: &Recipe, lineage: &SeedLineage) -> Self {
        let root = StreamKey::root(recipe.seed.root);
        let latent = usize::from(recipe.latent);
        // Slots of x, y, r, z; where r is off its slot is drawn and dropped.
        let mut slots = InputSlots { count: 3 + latent, skipped: (!recipe.radius).then_some(2) };
        let mut layers = Vec::with_capacity(recipe.hidden.len() + 1);
        for (index, width) in recipe.hidden.iter().enumerate() {
            let layer = index as u32;
            let outputs = usize::from(*width);
            let biases = lineage.streams(Purpose::Biases { layer });
            let biases = draw_biases(recipe, index == 0, slots.kept(), outputs, biases);
            let weights = |neuron| lineage.streams(Purpose::Weights { layer, neuron });
            let weights = draw_weights(recipe.weights, slots, outputs, weights);
            let activation = draw_activation(recipe, index, outputs, || root.stream(Purpose::Activations { layer }));
            layers.push(Layer { inputs: slots.kept(), outputs, weights, biases, activation });
            slots = InputSlots { count: outputs, skipped: None };
        }
        let outputs = recipe.color.channels();
        let first = recipe.hidden.is_empty();
        let weights = |neuron| lineage.streams(Purpose::OutputWeights { neuron });
        layers.push(Layer {
            inputs: slots.kept(),
            outputs,
            weights: draw_weights(recipe.weights, slots, outputs, weights),
            biases: draw_biases(recipe, first, slots.kept(), outputs, lineage.streams(Purpose::OutputBiases)),
            activation: LayerActivation::Linear,
        });
        Self { radius: recipe.radius, latent, layers }
    }
}

/// The inputs that a neuron draws weights for.
#[derive(Clone, Copy)]
struct InputSlots {
    count: usize,
    skipped: Option<usize>,
}

impl InputSlots {
    fn kept(self) -> usize {
        self.count - usize::from(self.skipped.is_some())
    }
}

/// `streams` are those of a neuron.
fn draw_weights(
    distribution: Weights,
    slots: InputSlots,
    outputs: usize,
    streams: impl Fn(u32) -> Mixture + Sync,
) -> Vec<f32> {
    let fan_in = slots.kept();
    let mut weights = vec![0.0; fan_in * outputs];
    weights.par_chunks_mut(fan_in).enumerate().for_each(|(neuron, row)| {
        let mut streams = streams(neuron as u32);
        let drawn =
            (0..slots.count).map(|slot| (slot, streams.draw(|stream| draw_weight(distribution, fan_in, stream))));
        let kept = drawn.filter(|(slot, _)| Some(*slot) != slots.skipped);
        row.iter_mut().zip(kept).for_each(|(weight, (_, drawn))| *weight = drawn as f32);
    });
    weights
}

fn draw_weight(distribution: Weights, fan_in: usize, stream: &mut Stream) -> f64 {
    let root = libm::sqrt(fan_in as f64);
    match distribution {
        Weights::Normal(std) => std * stream.gaussian(),
        Weights::Uniform(bound) => bound * (2.0 * stream.uniform() - 1.0),
        Weights::Pytorch => (2.0 * stream.uniform() - 1.0) / root,
        Weights::Scaled(std) => std * stream.gaussian() / root,
    }
}

fn draw_biases(recipe: &Recipe, first: bool, fan_in: usize, outputs: usize, mut streams: Mixture) -> Vec<f32> {
    let root = libm::sqrt(fan_in as f64);
    let draw = |stream: &mut Stream| match recipe.bias {
        Bias::First if first => (2.0 * stream.uniform() - 1.0) / root,
        Bias::FirstNormal(std) if first => std * stream.gaussian(),
        Bias::Normal(std) => std * stream.gaussian(),
        _ => 0.0,
    };
    (0..outputs).map(|_| streams.draw(draw) as f32).collect()
}

fn draw_activation(recipe: &Recipe, layer: usize, outputs: usize, stream: impl FnOnce() -> Stream) -> LayerActivation {
    match (&recipe.activation, recipe.layer_activation(layer)) {
        (Activations::Mixed, _) | (_, None) => {
            let mut stream = stream();
            LayerActivation::PerNeuron(
                (0..outputs).map(|_| Activation::MIXED[stream.index(Activation::MIXED.len())]).collect(),
            )
        }
        (_, Some(activation)) => LayerActivation::Uniform(activation),
    }
}
