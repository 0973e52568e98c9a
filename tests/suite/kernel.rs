//! The kernel: one answer on every level, and that answer close to the truth.

use std::sync::LazyLock;

use neurotty::kernel::activation::{LIMIT, activate};
use neurotty::kernel::{Level, Positions, Program, reference, truth};
use neurotty::network::{LayerActivation, Network};
use neurotty::recipe::{Activation, Activations, Bias, ColorMode, Preset, Recipe, Weights};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rayon::prelude::*;

use super::requirement::require_levels;

/// Shapes that leave every rest of the kernel's blocks of neurons.
const SHAPES: [&[u16]; 7] = [&[], &[1], &[2, 3], &[16, 16], &[5, 6, 7, 9], &[33], &[130, 4]];
/// Block lengths around each level's tile.
const LENGTHS: [usize; 9] = [0, 1, 15, 16, 17, 63, 64, 65, 200];

struct Plane {
    x: Vec<f32>,
    y: Vec<f32>,
    r: Vec<f32>,
}

impl Plane {
    /// `count` positions on a spiral through ±`span`.
    fn spiral(count: usize, span: f64) -> Self {
        let point = |i: usize| (span * (i as f64 + 0.5) / count as f64, 0.7 * i as f64);
        let x: Vec<f32> = (0..count).map(point).map(|(size, turn)| (size * turn.cos()) as f32).collect();
        let y: Vec<f32> = (0..count).map(point).map(|(size, turn)| (size * turn.sin()) as f32).collect();
        let r = x.iter().zip(&y).map(|(x, y)| (x * x + y * y).sqrt()).collect();
        Self { x, y, r }
    }

    fn first(&self, count: usize) -> Positions<'_> {
        Positions { x: &self.x[..count], y: &self.y[..count], r: &self.r[..count] }
    }
}

/// The channels of `network` as the scalar reference has them, as bits.
fn expected(network: &Network, latent: &[f32], gain: f32, positions: Positions<'_>) -> Vec<u32> {
    let folded = reference::fold_latent(network, latent);
    let pixels: Vec<Vec<f32>> = (0..positions.x.len())
        .map(|i| reference::evaluate(&folded, gain, positions.x[i], positions.y[i], positions.r[i]))
        .collect();
    (0..network.channels()).flat_map(|channel| pixels.iter().map(move |pixel| pixel[channel].to_bits())).collect()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The one test body of sameness: every level, evaluated and traced, against the reference.
fn assert_same(network: &Network, latent: &[f32], gain: f32, positions: Positions<'_>, case: &str) {
    let wanted = expected(network, latent, gain, positions);
    let program = Program::new(network, latent, gain);
    for &level in levels() {
        let mut outputs = vec![f32::NAN; wanted.len()];
        program.evaluate(level, positions, &mut outputs);
        assert_eq!(bits(&outputs), wanted, "{level}: {case}");
        assert!(outputs.iter().all(|value| (0.0..=1.0).contains(value)), "{level}: {case}");
        let trace = program.trace(level, positions);
        assert_eq!(bits(&trace[trace.len() - 1].activations), wanted, "{level}, traced: {case}");
    }
}

/// What every test of sameness runs on, printed once.
fn levels() -> &'static [Level] {
    static LEVELS: LazyLock<Vec<Level>> = LazyLock::new(|| require_levels("the kernel's bits"));
    &LEVELS
}

fn recipe(hidden: &[u16], activation: Activations) -> Recipe {
    let bias = Bias::Normal(1.0);
    Recipe { hidden: hidden.to_vec(), activation, bias, radius: true, latent: 3, ..Preset::Glossy.recipe(7.into()) }
}

fn every_activation() -> impl Iterator<Item = Activations> {
    Activation::ALL.into_iter().map(Activations::All).chain([Activations::Mixed])
}

#[test]
fn every_level_gives_the_bits_of_the_reference() {
    let plane = Plane::spiral(200, 3.0);
    for activation in every_activation() {
        for hidden in SHAPES {
            let network = Network::build(&recipe(hidden, activation.clone()));
            let case = format!("{activation:?} {hidden:?}");
            assert_same(&network, &[0.3, -2.0, 1.0], 1.5, plane.first(200), &case);
        }
        let network = Network::build(&recipe(&[6, 5], activation.clone()));
        for count in LENGTHS {
            assert_same(
                &network,
                &[0.3, -2.0, 1.0],
                1.0,
                plane.first(count),
                &format!("{activation:?}, {count} pixels"),
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What the lists above do not think of: any shape, kind and number of inputs, block and scale of weights.
    #[test]
    fn any_network_gives_the_bits_of_the_reference_on_any_block(
        seed in any::<u64>(),
        hidden in vec(1_u16..=70, 0..5),
        activation in option::of(select(&Activation::ALL[..])),
        color in select(&[ColorMode::Gray, ColorMode::Rgb, ColorMode::Cmyk][..]),
        radius in any::<bool>(),
        latent in vec(-30.0_f32..30.0, 0..9),
        scale in select(&[1e-20, 0.1, 1.0, 100.0, 1e6][..]),
        count in 0_usize..=300,
        span in select(&[1e-6, 0.5, 40.0, 1e6][..]),
    ) {
        let activation = activation.map_or(Activations::Mixed, Activations::All);
        let network = Network::build(&Recipe {
            color,
            radius,
            latent: latent.len() as u8,
            weights: Weights::Normal(scale),
            ..Recipe { seed: seed.into(), ..recipe(&hidden, activation) }
        });
        assert_same(&network, &latent, 1.0, Plane::spiral(count, span).first(count), "drawn");
    }
}

#[test]
fn every_number_of_channels_and_inputs_gives_the_bits_of_the_reference() {
    let plane = Plane::spiral(70, 1.0);
    for color in [ColorMode::Gray, ColorMode::Rgb, ColorMode::Cmyk] {
        for radius in [false, true] {
            let all = Activations::All(Activation::Tanh);
            let network = Network::build(&Recipe { color: color.clone(), radius, latent: 0, ..recipe(&[9], all) });
            assert_same(&network, &[], 1.0, plane.first(70), &format!("{color:?}, radius {radius}"));
        }
    }
}

#[test]
fn overflowing_weights_never_make_a_pixel_nan() {
    let plane = Plane::spiral(70, 1e6);
    for activation in every_activation() {
        let mut network = Network::build(&recipe(&[8, 8, 8], activation.clone()));
        for layer in &mut network.layers {
            layer.weights.iter_mut().for_each(|weight| *weight *= 1e36);
        }
        assert_same(&network, &[1.0, -1.0, 1.0], 1e6, plane.first(70), &format!("{activation:?}"));
    }
}

#[test]
fn weights_of_a_million_leave_every_activation_finite() {
    let plane = Plane::spiral(40, 1e6);
    for activation in every_activation() {
        let weights = Weights::Normal(1e6);
        let network = Network::build(&Recipe { weights, ..recipe(&[16; 12], activation.clone()) });
        let program = Program::new(&network, &[1e4, -1e4, 1e4], 1.0);
        for layer in program.trace(Level::detect(), plane.first(40)) {
            assert!(layer.pre_activations.iter().all(|value| value.is_finite()), "{activation:?}");
        }
    }
}

#[test]
fn a_trace_holds_the_sums_and_the_activations_of_every_layer() {
    let plane = Plane::spiral(70, 1.0);
    let network = Network::build(&recipe(&[7, 5], Activations::Mixed));
    let program = Program::new(&network, &[0.0; 3], 1.0);
    let trace = program.trace(Level::detect(), plane.first(70));
    assert_eq!(trace.iter().map(|layer| layer.neurons).collect::<Vec<_>>(), [7, 5, 3]);
    for (layer, values) in network.layers.iter().zip(&trace) {
        let LayerActivation::PerNeuron(list) = &layer.activation else { continue };
        for (neuron, activation) in list.iter().enumerate() {
            let run = neuron * 70..(neuron + 1) * 70;
            let wanted: Vec<_> =
                values.pre_activations[run.clone()].iter().map(|x| activate(*activation, *x)).collect();
            assert_eq!(bits(&values.activations[run]), bits(&wanted));
        }
    }
}

#[test]
fn folding_another_latent_equals_starting_over() {
    let plane = Plane::spiral(33, 1.0);
    let network = Network::build(&recipe(&[7, 5], Activations::All(Activation::Tanh)));
    let folded = Program::new(&network, &[9.0, 9.0, 9.0], 1.0).at(&[0.1, 0.2, 0.3]);
    let mut outputs = vec![0.0; 99];
    folded.evaluate(Level::detect(), plane.first(33), &mut outputs);
    assert_eq!(bits(&outputs), expected(&network, &[0.1, 0.2, 0.3], 1.0, plane.first(33)));
}

#[test]
fn a_level_is_found_by_its_name_and_a_wrong_name_lists_the_right_ones() {
    for level in Level::available() {
        assert_eq!(Level::named(level.name()), Ok(level));
    }
    let error = Level::named("mmx").expect_err("no level").to_string();
    assert!(error.contains("mmx") && error.contains("plain"), "{error}");
}

/// The bounds that the table in the documentation states: absolute, and in halves of a unit in the last
/// place of the exact value on top.
fn bound(activation: Activation) -> (f64, f64) {
    match activation {
        Activation::Tanh => (8.5e-6, 0.0),
        Activation::Sigmoid => (4.3e-6, 0.0),
        Activation::Sin => (1.5e-7, 0.0),
        Activation::Elu => (1.2e-7, 0.0),
        Activation::Gaussian => (1.6e-7, 0.0),
        Activation::Gelu => (2.5e-7, 1.0),
        Activation::Softplus => (1.5e-7, 1.0),
        Activation::LeakyRelu => (1e-45, 2.0),
        Activation::Relu | Activation::Abs | Activation::Step => (0.0, 0.0),
    }
}

fn assert_close(activation: Activation, x: f32) {
    let (value, exact) = (f64::from(activate(activation, x)), truth::activate(activation, f64::from(x)));
    let (absolute, halves) = bound(activation);
    let allowed = absolute + halves * exact.abs() * 2_f64.powi(-24);
    assert!((value - exact).abs() <= allowed, "{activation:?}({x:e}) is {value:e}, not {exact:e}");
}

#[test]
fn activations_keep_to_their_stated_errors() {
    for activation in Activation::ALL {
        // Up to 2²¹, where sin's range ends.
        for bits in (0..=0x4a00_0000_u32).step_by(2_003) {
            assert_close(activation, f32::from_bits(bits));
            assert_close(activation, -f32::from_bits(bits));
        }
    }
}

#[test]
fn activations_saturate_beyond_every_float() {
    let extremes = [f32::INFINITY, f32::MAX, LIMIT, 1e30, 1e20];
    for activation in Activation::ALL {
        for x in extremes.into_iter().flat_map(|x| [x, -x]) {
            let value = activate(activation, x);
            assert!(value.abs() <= LIMIT, "{activation:?}({x:e}) is {value:e}");
            assert_eq!(
                value.to_bits(),
                activate(activation, x.clamp(-LIMIT, LIMIT)).to_bits(),
                "{activation:?}({x:e})"
            );
        }
        let nan = activate(activation, f32::NAN).abs();
        assert!(nan <= LIMIT, "{activation:?}");
    }
}

/// A network of one neuron, φ(1·x + 0), whose trace runs φ at the speed of the best level.
fn lone_neuron(activation: Activation) -> Program {
    let bias = Bias::None;
    let all = Activations::All(activation);
    let mut network = Network::build(&Recipe { bias, radius: false, latent: 0, ..recipe(&[1], all) });
    network.layers[0].weights = vec![1.0, 0.0];
    Program::new(&network, &[], 1.0)
}

/// tanh at every float where it is not held: it is odd, so the positive half says all.
#[test]
fn tanh_keeps_to_its_error_at_every_float() {
    const BLOCK: u32 = 1 << 12;
    let program = lone_neuron(Activation::Tanh);
    (0..=6.3_f32.to_bits() / BLOCK).into_par_iter().for_each(|block| {
        let x: Vec<f32> = (block * BLOCK..(block + 1) * BLOCK).map(f32::from_bits).collect();
        let trace = program.trace(Level::detect(), Positions { x: &x, y: &vec![0.0; x.len()], r: &[] });
        for (x, value) in x.iter().zip(&trace[0].activations) {
            let (wide, value) = (f64::from(*x), f64::from(*value));
            // Below 2⁻¹² the next term of the series is past a double's precision of the bounds.
            let truth = if *x < 0.000_244 { wide - wide * wide * wide / 3.0 } else { wide.tanh() };
            let error = (value - truth).abs();
            assert!(error <= 8.5e-6 && value <= 1.0, "tanh({x:e}) is {value:e}, not {truth:e}");
            assert!(error <= 3.8e-5 * truth + 1e-45, "tanh({x:e}) is {value:e}, not {truth:e}");
        }
    });
}

#[test]
fn tanh_is_odd_and_held_beyond_its_range() {
    for bits in (0..f32::INFINITY.to_bits()).step_by(10_007) {
        let (x, held) = (f32::from_bits(bits), activate(Activation::Tanh, 6.0));
        assert_eq!(
            (-activate(Activation::Tanh, x)).to_bits(),
            activate(Activation::Tanh, -x).to_bits(),
            "tanh(−{x:e})"
        );
        assert!(x < 6.0 || activate(Activation::Tanh, x).to_bits() == held.to_bits(), "tanh({x:e})");
    }
}

#[test]
fn the_default_painting_is_the_true_one() {
    let (width, height) = (160, 90);
    let (mut close, mut count) = (0, 0);
    for seed in [1_u64, 2, 3, 42] {
        let recipe = Preset::Default.recipe(seed.into());
        let network = Network::build(&recipe);
        let latent: Vec<f32> = (0..recipe.latent).map(|z| 1.5 * (f32::from(z) + seed as f32).sin()).collect();
        let at = |i: usize, size: usize| (i as f64 + 0.5 - size as f64 / 2.0) / (height as f64 * recipe.view.zoom);
        let x: Vec<f32> = (0..width * height).map(|i| at(i % width, width) as f32).collect();
        let y: Vec<f32> = (0..width * height).map(|i| at(i / width, height) as f32).collect();
        let r: Vec<f32> = x.iter().zip(&y).map(|(x, y)| (x * x + y * y).sqrt()).collect();
        let program = Program::new(&network, &latent, recipe.gain as f32);
        let mut outputs = vec![0.0; program.channels() * x.len()];
        program.evaluate(Level::detect(), Positions { x: &x, y: &y, r: &r }, &mut outputs);
        for i in 0..x.len() {
            let position = [at(i % width, width), at(i / width, height)];
            let exact = truth::evaluate(
                &network,
                &latent,
                recipe.gain,
                [position[0], position[1], position[0].hypot(position[1])],
            );
            count += exact.len();
            let near = |(c, v): &(usize, &f64)| (f64::from(outputs[c * x.len() + i]) - **v).abs() <= 1.0 / 255.0;
            close += exact.iter().enumerate().filter(near).count();
        }
    }
    let share = f64::from(close as u32) / f64::from(count as u32);
    assert!(share >= 0.999, "{share}");
}
