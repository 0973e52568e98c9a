//! Gradients: one answer on every level and on any number of threads, and that answer the true slope.

use neurotty::kernel::activation::slope::slope;
use neurotty::kernel::gradient::{Batch, CHUNK, GROUPS, Layout, LossGradient, reference};
use neurotty::kernel::{Level, truth};
use neurotty::network::Network;
use neurotty::recipe::{Activation, Activations, Bias, ColorMode, Preset, Recipe, Weights};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Shapes that leave every rest of the tiles' rows and columns.
const SHAPES: [&[u16]; 8] = [&[], &[1], &[5, 6], &[16, 17], &[33], &[64, 64], &[7, 130, 4], &[48, 3]];

struct Pixels {
    inputs: Vec<f32>,
    targets: Vec<[f32; 3]>,
}

impl Pixels {
    /// `count` positions on a spiral, `latent` further inputs, and colours that change along it.
    fn spiral(count: usize, latent: usize) -> Self {
        let inputs = (0..count).flat_map(|i| {
            let (size, turn) = ((i as f64 + 0.5) / count as f64, 0.7 * i as f64);
            let position = [(size * turn.cos()) as f32, (size * turn.sin()) as f32];
            position.into_iter().chain((0..latent).map(move |z| 0.3 * z as f32 - 0.5 * size as f32))
        });
        let color = |i: usize| [0.2 + (i % 7) as f32 / 10.0, (i % 11) as f32 / 10.0, 0.5];
        Self { inputs: inputs.collect(), targets: (0..count).map(color).collect() }
    }

    fn batch(&self) -> Batch<'_> {
        Batch { inputs: &self.inputs, targets: &self.targets }
    }
}

fn network(seed: u64, hidden: &[u16], activation: Activation, latent: u8) -> Network {
    Network::build(&Recipe {
        hidden: hidden.to_vec(),
        activation: Activations::All(activation),
        weights: Weights::Scaled(1.0),
        bias: Bias::Normal(0.5),
        radius: false,
        latent,
        color: ColorMode::Rgb,
        ..Preset::Glossy.recipe(seed.into())
    })
}

fn bits(network: &Network) -> Vec<u32> {
    let values = network.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases));
    values.map(|value| value.to_bits()).collect()
}

fn computed(level: Level, network: &Network, pixels: &Pixels) -> (Network, f64) {
    let layout = Layout::of(network).unwrap();
    let mut gradient = LossGradient::new(&layout, level);
    // What an earlier batch left behind counts nothing.
    gradient.compute(&layout.flatten(network), Pixels::spiral(3 * CHUNK, network.latent).batch());
    let error = gradient.compute(&layout.flatten(network), pixels.batch());
    (layout.network(gradient.sums()), error)
}

/// The one test body of sameness: every level against the reference.
fn assert_same(network: &Network, pixels: &Pixels, case: &str) {
    let (wanted, error) = reference::gradient(network, pixels.batch());
    for level in Level::available() {
        let (found, found_error) = computed(level, network, pixels);
        assert_eq!(bits(&found), bits(&wanted), "{level}: {case}");
        assert_eq!(found_error.to_bits(), error.to_bits(), "{level}: {case}");
    }
}

#[test]
fn every_level_gives_the_gradient_of_the_reference_bit_for_bit() {
    for hidden in SHAPES {
        let network = network(7, hidden, Activation::Sin, 0);
        for count in [1, CHUNK - 1, CHUNK, CHUNK + 1, 200] {
            assert_same(&network, &Pixels::spiral(count, 0), &format!("{hidden:?}, {count} pixels"));
        }
    }
    for activation in Activation::ALL {
        let network = network(8, &[6, 5], activation, 2);
        assert_same(&network, &Pixels::spiral(100, 2), &format!("{activation:?}"));
    }
    // A full batch: two chunks in each group, and then one pixel more.
    let network = network(9, &[12, 12], Activation::Tanh, 1);
    for count in [2 * CHUNK * GROUPS, 2 * CHUNK * GROUPS + 1] {
        assert_same(&network, &Pixels::spiral(count, 1), &format!("{count} pixels"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What the lists above do not think of.
    #[test]
    fn any_network_and_batch_give_the_gradient_of_the_reference(
        seed in any::<u64>(),
        hidden in vec(1_u16..=40, 0..4),
        activation in select(&Activation::ALL[..]),
        latent in 0_u8..4,
        count in 1_usize..400,
    ) {
        assert_same(&network(seed, &hidden, activation, latent), &Pixels::spiral(count, latent.into()), "drawn");
    }
}

#[test]
fn threads_change_no_bit() {
    let network = network(5, &[20, 20], Activation::Sin, 0);
    let pixels = Pixels::spiral(900, 0);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (gradient, error) = pool.install(|| computed(Level::detect(), &network, &pixels));
        (bits(&gradient), error.to_bits())
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(3));
}

/// The mean squared error in double precision.
fn true_error(network: &Network, pixels: &Pixels) -> f64 {
    let width = 2 + network.latent;
    let squares = pixels.inputs.chunks(width).zip(&pixels.targets).flat_map(|(inputs, target)| {
        let position = [f64::from(inputs[0]), f64::from(inputs[1]), 0.0];
        let channels = truth::evaluate(network, &inputs[2..], 1.0, position);
        channels.into_iter().zip(*target).map(|(value, wanted)| (value - f64::from(wanted)).powi(2))
    });
    squares.sum::<f64>() / (3 * pixels.targets.len()) as f64
}

/// The difference quotient of the true error over a small step of one parameter.
fn quotient(network: &Network, pixels: &Pixels, parameter: impl Fn(&mut Network) -> &mut f32) -> f64 {
    const STEP: f32 = 1.0 / (1 << 18) as f32;
    let moved = |step: f32| {
        let mut moved = network.clone();
        *parameter(&mut moved) += step;
        let at = f64::from(*parameter(&mut moved));
        (at, true_error(&moved, pixels))
    };
    let ((low, low_error), (high, high_error)) = (moved(-STEP), moved(STEP));
    (high_error - low_error) / (high - low)
}

#[test]
fn the_gradient_is_the_slope_of_the_true_error() {
    for activation in Activation::ALL.into_iter().filter(|activation| *activation != Activation::Step) {
        let network = network(3, &[5, 4], activation, 1);
        let pixels = Pixels::spiral(20, 1);
        let (gradient, error) = computed(Level::detect(), &network, &pixels);
        assert!((error - true_error(&network, &pixels)).abs() < 1e-5, "{activation:?}");
        let weights = gradient.layers.iter().flat_map(|layer| &layer.weights);
        let allowed = 1e-3 * weights.fold(0.0_f32, |most, weight| most.max(weight.abs()));
        for (index, layer) in gradient.layers.iter().enumerate() {
            for (place, found) in layer.weights.iter().enumerate() {
                let wanted = quotient(&network, &pixels, |network| &mut network.layers[index].weights[place]);
                let far = (f64::from(*found) - wanted).abs();
                assert!(far <= f64::from(allowed), "{activation:?}, layer {index}, weight {place}: {found} {wanted}");
            }
            for (neuron, found) in layer.biases.iter().enumerate() {
                let wanted = quotient(&network, &pixels, |network| &mut network.layers[index].biases[neuron]);
                let far = (f64::from(*found) - wanted).abs();
                assert!(far <= f64::from(allowed), "{activation:?}, layer {index}, bias {neuron}: {found} {wanted}");
            }
        }
    }
}

#[test]
fn slopes_keep_to_their_stated_errors() {
    const STEP: f64 = 1e-5;
    for activation in Activation::ALL {
        let allowed = if matches!(activation, Activation::Tanh | Activation::Sigmoid) { 2e-5 } else { 1e-6 };
        for index in -4000..4000 {
            // Never at 0, where some have a kink.
            let x = (f64::from(index) + 0.5) as f32 / 500.0;
            let at = |x: f64| truth::activate(activation, x);
            let exact = (at(f64::from(x) + STEP) - at(f64::from(x) - STEP)) / (2.0 * STEP);
            let found = f64::from(slope(activation, x));
            assert!((found - exact).abs() < allowed, "{activation:?}′({x}) is {found}, not {exact}");
        }
    }
}

#[test]
fn laying_parameters_out_loses_nothing() {
    for hidden in SHAPES {
        let network = network(2, hidden, Activation::Gelu, 3);
        let layout = Layout::of(&network).unwrap();
        assert_eq!(layout.network(&layout.flatten(&network)), network);
    }
    let mixed = Recipe { activation: Activations::Mixed, ..Preset::Glossy.recipe(1.into()) };
    assert_eq!(Layout::of(&Network::build(&mixed)), None);
}
