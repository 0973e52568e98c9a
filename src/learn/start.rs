//! The weights that learning starts from. They decide how fast it learns, and whether it ever meets fine detail.
//!
//! For sines the start is that of SIREN (Sitzmann et al. 2020, arXiv:2006.09661), its frequency factor folded
//! into the weights: the first layer's sines have up to 6 waves across the shorter side, the hidden layers keep
//! the variance. Other activations get wide first layers whose kinks lie within the picture, and hidden layers
//! as Glorot and Bengio (2010) or He et al. (2015) draw them.

use crate::network::{Layer, LayerActivation, Network};
use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{Activation, Recipe};

/// The weights of the latent inputs: small, so that pictures first share what they have in common.
const LATENT: Draw = Draw::Gaussian(0.3);
/// Half of a usual picture's width and height, less its edges: where kinks lie.
const REACH: [f64; 2] = [0.8, 0.5];

/// A distribution around 0.
#[derive(Clone, Copy)]
enum Draw {
    /// Within ± this.
    Uniform(f64),
    /// With this standard deviation.
    Gaussian(f64),
}

impl Draw {
    fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Self::Uniform(bound) => bound * (2.0 * stream.uniform() - 1.0),
            Self::Gaussian(deviation) => deviation * stream.gaussian(),
        }
    }
}

/// The network of the recipe's shape that has learnt nothing yet. Its activations are named, none drawn.
pub(super) fn draw(recipe: &Recipe, seed: u64) -> Network {
    let key = StreamKey::root(seed);
    let latent = usize::from(recipe.latent);
    let mut inputs = 2 + latent;
    let mut layers = Vec::with_capacity(recipe.hidden.len() + 1);
    for (index, width) in recipe.hidden.iter().enumerate() {
        let activation = recipe.layer_activation(index).unwrap_or(Activation::Sin);
        layers.push(hidden(key, index, [inputs, usize::from(*width)], activation));
        inputs = usize::from(*width);
    }
    let neurons = recipe.color.channels();
    let bound = Draw::Uniform(1.0 / libm::sqrt(inputs as f64));
    let weights = (0..neurons as u32).flat_map(|neuron| {
        let mut stream = key.stream(Purpose::OutputWeights { neuron });
        (0..inputs).map(move |_| bound.draw(&mut stream) as f32)
    });
    layers.push(Layer {
        inputs,
        outputs: neurons,
        weights: weights.collect(),
        biases: vec![0.0; neurons],
        activation: LayerActivation::Linear,
    });
    Network { radius: false, latent, layers }
}

/// Hidden layer `index` of a network, counted from 0.
fn hidden(key: StreamKey, index: usize, [inputs, outputs]: [usize; 2], activation: Activation) -> Layer {
    let layer = index as u32;
    let usual = if index == 0 { first_weights(activation) } else { hidden_weights(activation, inputs) };
    let mut weights = Vec::with_capacity(inputs * outputs);
    for neuron in 0..outputs as u32 {
        let mut stream = key.stream(Purpose::Weights { layer, neuron });
        let of = |input| if index == 0 && input >= 2 { LATENT } else { usual };
        weights.extend((0..inputs).map(|input| of(input).draw(&mut stream) as f32));
    }
    let mut stream = key.stream(Purpose::Biases { layer });
    let rows = weights.chunks_exact(inputs);
    let biases = rows.map(|row| match (index, activation) {
        (0, Activation::Sin) => Draw::Uniform(std::f64::consts::PI).draw(&mut stream) as f32,
        (0, _) => bias_through_picture(row, &mut stream),
        _ => hidden_biases(activation).draw(&mut stream) as f32,
    });
    let biases = biases.collect();
    Layer { inputs, outputs, weights, biases, activation: LayerActivation::Uniform(activation) }
}

/// The weights of x and y.
fn first_weights(activation: Activation) -> Draw {
    match activation {
        Activation::Sin => Draw::Uniform(40.0),
        Activation::Tanh | Activation::Sigmoid | Activation::Gaussian => Draw::Gaussian(5.0),
        _ => Draw::Gaussian(2.5),
    }
}

fn hidden_weights(activation: Activation, inputs: usize) -> Draw {
    let inputs = inputs as f64;
    match activation {
        Activation::Sin => Draw::Uniform(libm::sqrt(6.0 / inputs)),
        Activation::Tanh | Activation::Gaussian => Draw::Gaussian(1.2 / libm::sqrt(inputs)),
        // ½ + ½ tanh(x/2) is a quarter as steep.
        Activation::Sigmoid => Draw::Gaussian(4.8 / libm::sqrt(inputs)),
        _ => Draw::Gaussian(libm::sqrt(2.0 / inputs)),
    }
}

fn hidden_biases(activation: Activation) -> Draw {
    match activation {
        Activation::Sin => Draw::Uniform(1.0),
        Activation::Gaussian => Draw::Gaussian(0.5),
        Activation::Tanh | Activation::Sigmoid => Draw::Gaussian(0.3),
        _ => Draw::Gaussian(0.1),
    }
}

/// The bias with which the sum of a neuron's inputs is 0 on a line through a random point of the picture.
fn bias_through_picture(row: &[f32], stream: &mut Stream) -> f32 {
    let [x, y] = REACH.map(|reach| Draw::Uniform(reach).draw(stream));
    -(f64::from(row[0]) * x + f64::from(row[1]) * y) as f32
}
