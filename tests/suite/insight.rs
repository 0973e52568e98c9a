//! What is said of a network: measured, judged, and beside it what theory expects.

use neurotty::insight::theory::{self, Scales, StackTheory};
use neurotty::insight::{Verdict, explain, judge, measure};
use neurotty::kernel::truth::activate;
use neurotty::network::{LayerActivation, Network};
use neurotty::recipe::text::{LineKey, parse};
use neurotty::recipe::{Activation, Preset, Recipe, Weights};
use neurotty::work::Work;

use crate::presets::{self, SIDE};

fn recipe(preset: Preset, seed: u64) -> Recipe {
    preset.recipe(seed.into())
}

fn tanh(weight_variance: f64, bias_variance: f64) -> Scales {
    Scales { weight_variance, bias_variance, activations: vec![Activation::Tanh] }
}

#[test]
fn slopes_of_the_experiments_are_those_of_the_literature() {
    let slope =
        |weights: Weights, width: usize| StackTheory::of(&tanh(width as f64 * weights.variance(width), 0.0)).slope;
    let table = [
        (slope(Weights::Pytorch, 16), 0.333, 0.001),
        (slope(Weights::Normal(1.0), 8), 1.77, 0.005),
        (slope(Weights::Normal(1.0), 16), 2.38, 0.005),
        (slope(Weights::Normal(1.0), 32), 3.25, 0.005),
        (slope(Weights::Normal(1.0), 128), 6.24, 0.005),
        (slope(Weights::Uniform(3.0), 16), 3.92, 0.005),
        (slope(Weights::Uniform(100.0), 16), 123.0, 0.5),
    ];
    for (slope, expected, tolerance) in table {
        assert!((slope - expected).abs() < tolerance, "{slope} for {expected}");
    }
}

#[test]
fn averages_agree_with_a_brute_force_sum_for_every_activation() {
    for activation in Activation::ALL {
        for q in [0.01, 1.0, 30.0, 1e5] {
            let square = brute_force(|z| activate(activation, z * f64::sqrt(q)).powi(2));
            let found = theory::mean_square_activation(activation, q);
            assert!((found - square).abs() < 2e-5 * square, "{activation:?} at {q}: {found} for {square}");
            if activation != Activation::Step {
                let square = brute_force(|z| theory::slope(activation, z * f64::sqrt(q)).powi(2));
                let found = theory::mean_square_slope(activation, q);
                assert!((found - square).abs() < 2e-5 * square, "{activation:?}′ at {q}: {found} for {square}");
            }
        }
    }
}

/// ⟨f⟩ over the normal distribution by the midpoint rule, fine enough for a jump 1/300 wide.
fn brute_force(f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 400_000;
    let step = 18.0 / f64::from(STEPS);
    let z = |index| (f64::from(index) + 0.5) * step - 9.0;
    let sum: f64 = (0..STEPS).map(|index| (-0.5 * z(index) * z(index)).exp() * f(z(index))).sum();
    sum * step / std::f64::consts::TAU.sqrt()
}

#[test]
fn slopes_are_the_derivatives_of_the_activations() {
    for activation in Activation::ALL.into_iter().filter(|activation| *activation != Activation::Step) {
        for x in [-3.0, -0.7, -0.01, 0.01, 0.4, 2.5] {
            let rise = (activate(activation, x + 1e-6) - activate(activation, x - 1e-6)) / 2e-6;
            assert!((theory::slope(activation, x) - rise).abs() < 1e-8, "{activation:?} at {x}");
        }
    }
}

#[test]
fn the_correlation_map_of_relu_is_the_arc_cosine_kernel() {
    // Cho and Saul 2009: ⟨φ(u₁)φ(u₂)⟩ = q/2π · (√(1 − c²) + c·(π − arccos c)).
    for (q, c) in [(1.0, 0.0), (4.0, 0.5), (30.0, 0.99), (30.0, 0.999_999), (2.0, -0.7)] {
        let c: f64 = c;
        let exact = q / std::f64::consts::TAU * ((1.0 - c * c).sqrt() + c * (std::f64::consts::PI - c.acos()));
        let found = theory::mean_product(Activation::Relu, q, c);
        assert!((found / exact - 1.0).abs() < 1e-6, "q {q}, c {c}: {found} for {exact}");
    }
}

#[test]
fn near_one_the_correlation_map_falls_off_with_the_slope() {
    // dc′/dc at c = 1 is χ₁ at the settled q (Poole et al. 2016, equation 7).
    for scales in [tanh(4.0, 0.1), tanh(1.2, 0.3), tanh(16.0, 0.0)] {
        let q = scales.settled_variance();
        let distance = 1e-7;
        let fall = (1.0 - scales.correlation_after(&scales, q, 1.0 - distance)) / distance;
        assert!((fall / scales.slope(q) - 1.0).abs() < 1e-2, "{fall} for {}", scales.slope(q));
    }
}

/// σ_w and σ_b with which layers of `activation` keep their q and have χ₁ = 1; `None` where no σ_b does.
fn critical_point(activation: Activation, q: f64) -> Option<[f64; 2]> {
    let weight_variance = 1.0 / theory::mean_square_slope(activation, q);
    let bias_variance = q - weight_variance * theory::mean_square_activation(activation, q);
    (bias_variance >= -1e-12).then(|| [weight_variance.sqrt(), bias_variance.max(0.0).sqrt()])
}

#[test]
fn the_critical_curve_is_where_the_slope_is_one() {
    for activation in [Activation::Tanh, Activation::Sigmoid, Activation::Sin] {
        for q in [0.05, 0.5, 2.0] {
            let Some([weights, bias]) = critical_point(activation, q) else { continue };
            let scales =
                Scales { weight_variance: weights.powi(2), bias_variance: bias.powi(2), activations: vec![activation] };
            assert!((scales.slope(q) - 1.0).abs() < 1e-9);
            assert!((scales.next_variance(q) - q).abs() < 1e-9, "{activation:?}: q {q} does not settle");
        }
    }
    let [weights, bias] = critical_point(Activation::Tanh, 1e-6).expect("tanh turns somewhere");
    assert!((weights - 1.0).abs() < 1e-3 && bias < 1e-3, "tanh without bias turns at σ_w = 1: {weights} {bias}");
}

/// A network evaluated in double precision, its way of summing written independently: each layer's values at each
/// pixel of the grid, the inputs first.
fn evaluate(network: &Network, point: [f64; 2]) -> Vec<Vec<f64>> {
    let mut layers = vec![point.to_vec()];
    for layer in &network.layers {
        let inputs = layers[layers.len() - 1].clone();
        let neuron = |index: usize| {
            let weights = layer.weights[index * layer.inputs..][..layer.inputs].iter();
            let sum: f64 =
                weights.zip(&inputs).map(|(w, h)| f64::from(*w) * h).sum::<f64>() + f64::from(layer.biases[index]);
            match layer.activation {
                LayerActivation::Uniform(Activation::Tanh) => sum.tanh(),
                LayerActivation::Linear => sum,
                _ => unreachable!("the network of the test is all tanh"),
            }
        };
        layers.push((0..layer.outputs).map(neuron).collect());
    }
    layers
}

#[test]
fn statistics_agree_with_an_evaluation_in_double_precision() {
    let mut recipe = recipe(Preset::Glossy, 3);
    recipe.hidden = vec![12, 20, 6];
    let network = Network::build(&recipe);
    let centre = |pixel: usize| (pixel as f64 + 0.5) / SIDE as f64 - 0.5;
    let grid: Vec<_> =
        (0..SIDE * SIDE).map(|index| evaluate(&network, [centre(index % SIDE), centre(index / SIDE)])).collect();
    let circle: Vec<_> = (0..256)
        .map(|index| {
            let angle = std::f64::consts::TAU * f64::from(index) / 256.0;
            evaluate(&network, [0.375 * angle.cos(), 0.375 * angle.sin()])
        })
        .collect();
    let explanation = explain(&Work::new(recipe.clone()), 0.0);
    for (index, found) in explanation.layers.iter().enumerate() {
        let values: Vec<&[f64]> = grid.iter().map(|layers| layers[index].as_slice()).collect();
        let expected = Moments::of(&values);
        let near = |name: &str, found: f64, expected: f64, tolerance: f64| {
            assert!((found - expected).abs() <= tolerance, "layer {index}, {name}: {found} for {expected}");
        };
        near("mean", found.mean, expected.mean, 1e-5);
        near("std", found.std, expected.variance.sqrt(), 1e-5);
        near("dimension", found.dimension.unwrap(), expected.dimension, 0.08 * expected.dimension);
        near("neighbours", found.neighbours.unwrap(), neighbours(&values, expected.variance), 2e-3);
        let length: f64 = (0..256).map(|at| distance(&circle[at][index], &circle[(at + 1) % 256][index])).sum();
        near("length", found.length, length, 1e-4 * length);
        if let Some(saturated) = found.saturated {
            let flat = values.iter().flat_map(|values| values.iter()).filter(|h| h.abs() >= 0.97).count();
            near("saturated", saturated, flat as f64 / (values.len() * values[0].len()) as f64, 1e-3);
        }
    }
}

struct Moments {
    mean: f64,
    variance: f64,
    dimension: f64,
}

impl Moments {
    fn of(values: &[&[f64]]) -> Self {
        let (pixels, width) = (values.len() as f64, values[0].len());
        let means: Vec<f64> = (0..width).map(|n| values.iter().map(|v| v[n]).sum::<f64>() / pixels).collect();
        let covariance =
            |a: usize, b: usize| values.iter().map(|v| (v[a] - means[a]) * (v[b] - means[b])).sum::<f64>() / pixels;
        let trace: f64 = (0..width).map(|n| covariance(n, n)).sum();
        let squares: f64 = (0..width * width).map(|index| covariance(index / width, index % width).powi(2)).sum();
        Self {
            mean: means.iter().sum::<f64>() / width as f64,
            variance: trace / width as f64,
            dimension: trace * trace / squares,
        }
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// Over every two pixels that touch, not only those within a tile.
fn neighbours(values: &[&[f64]], variance: f64) -> f64 {
    let across = (0..values.len()).filter(|index| index % SIDE != SIDE - 1).map(|index| (index, index + 1));
    let down = (0..values.len() - SIDE).map(|index| (index, index + SIDE));
    let squares: Vec<f64> = across.chain(down).map(|(a, b)| distance(values[a], values[b]).powi(2)).collect();
    1.0 - 0.5 * squares.iter().sum::<f64>() / squares.len() as f64 / (variance * values[0].len() as f64)
}

/// What each preset is judged to be, whatever the seed. Every neuron of
/// `mixed` has a function of its own, some without bounds, so that its colours mostly end up full.
const VERDICTS: [(Preset, &[Verdict]); 17] = [
    (Preset::GreyGoo, &[Verdict::GreyGoo]),
    (Preset::CornerRays, &[Verdict::Posterised]),
    (Preset::Starburst, &[Verdict::Posterised]),
    (Preset::Mondrian, &[Verdict::Posterised]),
    (Preset::MindBlown, &[Verdict::Filigree]),
    (Preset::Glossy, &[Verdict::Alive]),
    (Preset::NoHidden, &[Verdict::Smooth]),
    (Preset::OneHidden, &[Verdict::Smooth]),
    (Preset::Deep, &[Verdict::Filigree]),
    (Preset::Wide, &[Verdict::Filigree]),
    (Preset::Pollock, &[Verdict::Noise]),
    (Preset::Halving, &[Verdict::Alive]),
    (Preset::Relu, &[Verdict::Posterised]),
    (Preset::Otoro, &[Verdict::Alive]),
    (Preset::Hardmaru, &[Verdict::Alive]),
    (Preset::Mixed, &[Verdict::Posterised, Verdict::Alive]),
    // Its frame may be a close-up.
    (Preset::Default, &[Verdict::Alive, Verdict::Smooth]),
];

#[test]
fn every_experiment_gets_its_verdict() {
    for (preset, verdicts) in VERDICTS {
        let seeds = if preset == Preset::Pollock { 1..=4 } else { 1..=12 };
        let judged: Vec<_> = seeds.map(|seed| judge(&Work::new(recipe(preset, seed)), 0.0)).collect();
        assert!(judged.iter().all(|verdict| verdicts.contains(verdict)), "{}: {judged:?}", preset.name());
        let usual = judged.iter().filter(|verdict| **verdict == verdicts[0]).count();
        assert!(2 * usual > judged.len(), "{}: {judged:?}", preset.name());
    }
}

#[test]
fn a_gradient_is_smooth_however_steep_and_faint_folds_are_alive() {
    let look = |line: &str| measure(&Work::new(parse(line).unwrap().recipe), 0.0);
    for line in [
        "one-hidden:102",
        "one-hidden:8",
        "one-hidden:9",
        "one-hidden:5+weights=normal:3",
        "no-hidden:2+gain=12",
        "no-hidden:3+gain=8+rotation=30",
    ] {
        let found = look(line);
        assert_eq!(found.verdict, Verdict::Smooth, "{line}: {:?}", found.picture);
        assert!(found.reasons.join(" ").contains("times as far as in a plain gradient"), "{line}");
    }
    // The same folds, with less and less contrast.
    for line in ["glossy:2", "glossy:2+gain=0.3", "glossy:2+gain=0.03"] {
        assert_eq!(look(line).verdict, Verdict::Alive, "{line}");
    }
    // In any direction a ramp that stays far from the sigmoid's ends bends by 1.
    for rotation in [0, 20, 45, 90] {
        let ramp = look(&format!("no-hidden:2+gain=0.2+rotation={rotation}")).picture;
        assert!((ramp.bending - 1.0).abs() < 0.03, "{rotation}°: {}", ramp.bending);
    }
}

/// What a picture is like, evaluated in double precision by nothing but the network's weights.
struct Looks {
    logit_std: f64,
    contrast: f64,
    step: f64,
    neighbours: f64,
    full: f64,
    bending: f64,
}

impl Looks {
    fn of(recipe: &Recipe) -> Self {
        let logits = presets::logits(recipe);
        let count = logits.len() as f64;
        let channels = logits[0].len();
        let channel = |of: usize| logits.iter().map(move |pixel| recipe.gain * pixel[of]);
        let sigmoid = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        let variance = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / count;
            values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count
        };
        let mean = |of: &dyn Fn(usize) -> f64| (0..channels).map(of).sum::<f64>() / channels as f64;
        let values: Vec<Vec<f64>> = (0..channels).map(|of| channel(of).map(sigmoid).collect()).collect();
        // Neighbours are compared within tiles of 16 × 16 pixels.
        let pairs = (0..SIDE * SIDE).flat_map(|index| {
            let across = (index % 16 != 15).then_some((index, index + 1));
            let down = (index / SIDE % 16 != 15).then_some((index, index + SIDE));
            across.into_iter().chain(down)
        });
        let pairs: Vec<_> = pairs.collect();
        let differences = || pairs.iter().flat_map(|(a, b)| values.iter().map(move |v| v[*b] - v[*a]));
        let number = (pairs.len() * channels) as f64;
        let square = mean(&|of| variance(&values[of]));
        // Where a pixel has a next one in both directions within its tile.
        let corners = (0..SIDE * SIDE).filter(|index| index % 16 != 15 && index / SIDE % 16 != 15);
        let travelled = corners.map(|index| {
            let slope = |v: &Vec<f64>| (v[index + 1] - v[index]).powi(2) + (v[index + SIDE] - v[index]).powi(2);
            values.iter().map(slope).sum::<f64>().sqrt()
        });
        let travelled: Vec<f64> = travelled.collect();
        let per_side = SIDE as f64 * travelled.iter().sum::<f64>() / travelled.len() as f64;
        Self {
            logit_std: mean(&|of| variance(&channel(of).collect::<Vec<_>>())).sqrt(),
            contrast: square.sqrt(),
            step: 255.0 * differences().map(f64::abs).sum::<f64>() / number,
            neighbours: if square > 1e-12 {
                1.0 - 0.5 * differences().map(|d| d * d).sum::<f64>() / number / square
            } else {
                1.0
            },
            full: mean(&|of| values[of].iter().filter(|v| (**v - 0.5).abs() > 0.45).count() as f64 / count),
            bending: if square > 1e-12 { per_side / (12.0 * square * channels as f64).sqrt() } else { 0.0 },
        }
    }

    /// The verdict's rules, written independently.
    fn verdict(&self) -> Verdict {
        if self.logit_std < 0.05 {
            Verdict::GreyGoo
        } else if self.contrast < 0.01 {
            Verdict::Posterised
        } else if self.neighbours < 0.5 {
            Verdict::Noise
        } else if self.full >= 0.9 {
            Verdict::Posterised
        } else if self.neighbours < 0.9 {
            Verdict::Filigree
        } else if self.bending < 1.4 {
            Verdict::Smooth
        } else {
            Verdict::Alive
        }
    }
}

#[test]
fn pictures_and_verdicts_agree_with_an_evaluation_in_double_precision() {
    for preset in Preset::ALL {
        let seeds = match preset {
            Preset::Pollock => 1..=1,
            Preset::Wide | Preset::Halving | Preset::Deep => 1..=2,
            Preset::Mixed => 1..=12,
            _ => 1..=5,
        };
        for seed in seeds {
            let recipe = recipe(preset, seed);
            let (found, expected) = (measure(&Work::new(recipe.clone()), 0.0), Looks::of(&recipe));
            let name = format!("{}:{seed}", preset.name());
            let near = |what: &str, found: f64, expected: f64, tolerance: f64| {
                assert!((found - expected).abs() <= tolerance, "{name}, {what}: {found} for {expected}");
            };
            let picture = &found.picture;
            near("logit_std", picture.logit_std, expected.logit_std, 0.01 * expected.logit_std);
            near("contrast", picture.contrast, expected.contrast, 0.005);
            near("step", picture.step, expected.step, 0.02 * expected.step + 0.01);
            near("neighbours", picture.neighbours, expected.neighbours, 0.01);
            near("full", picture.full, expected.full, 0.005);
            near("bending", picture.bending, expected.bending, 0.02 * expected.bending + 0.01);
            assert_eq!(found.verdict, expected.verdict(), "{name}");
            assert_eq!(judge(&Work::new(recipe.clone()), 0.0), expected.verdict(), "{name}");
        }
    }
}

#[test]
fn grey_goo_is_lost_layer_by_layer() {
    let explanation = explain(&Work::new(recipe(Preset::GreyGoo, 1)), 0.0);
    let spreads: Vec<f64> = explanation.layers[1..10].iter().map(|layer| layer.std).collect();
    assert!(spreads.windows(2).all(|pair| pair[1] < 0.85 * pair[0]), "{spreads:?}");
    let lost = 1 + spreads.iter().position(|std| *std < 0.1).expect("the variance is lost somewhere");
    assert!(explanation.reasons.join(" ").contains(&format!("Layer {lost} is the first")));
}

#[test]
fn advice_that_is_followed_changes_the_verdict() {
    let mut lines: Vec<String> = Preset::ALL.iter().map(|preset| format!("{}:2", preset.name())).collect();
    lines.extend(["mixed:1", "mixed:3", "default:4+activation=sin,relu,tanh+hidden=8x3"].map(str::to_owned));
    for line in lines {
        let recipe = parse(&line).unwrap().recipe;
        let explanation = explain(&Work::new(recipe.clone()), 0.0);
        assert!(!explanation.suggestions.is_empty(), "{line} gets no suggestion");
        for suggestion in &explanation.suggestions {
            assert_ne!(suggestion.verdict, explanation.verdict);
            // As someone would who reads it: an option that overrules the line.
            let mut turned = recipe.clone();
            for part in suggestion.assignment.split('+') {
                let (key, value) = part.split_once('=').unwrap();
                LineKey::named(key).unwrap().set(&mut turned, value).unwrap();
            }
            assert!(turned.validate().is_ok());
            assert_eq!(turned.clone().canonical(), suggestion.recipe.clone().canonical(), "{line}: {suggestion}");
            assert_eq!(Looks::of(&turned).verdict(), suggestion.verdict, "{line}: {suggestion}");
        }
    }
}

#[test]
fn any_network_is_explained_within_eighty_columns() {
    let shapes = [vec![1], vec![3, 40, 2], vec![16; 12]];
    for (index, activation) in Activation::ALL.into_iter().enumerate() {
        let mut recipe = recipe(Preset::Default, 1);
        recipe.activation = neurotty::recipe::Activations::All(activation);
        recipe.weights = Weights::Normal(1e6);
        recipe.hidden = shapes[index % shapes.len()].clone();
        assert_fits(&explain(&Work::new(recipe.clone()), 0.3).to_string());
    }
    for preset in [Preset::GreyGoo, Preset::NoHidden, Preset::Halving, Preset::Mixed, Preset::Relu] {
        assert_fits(&explain(&Work::new(recipe(preset, 1)), 0.0).to_string());
    }
}

fn assert_fits(text: &str) {
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn the_json_says_what_the_table_says() {
    let explanation = explain(&Work::new(recipe(Preset::Glossy, 1)), 0.0);
    let json: serde_json::Value = serde_json::from_str(&explanation.json()).expect("JSON");
    assert_eq!(json["verdict"], "alive");
    assert_eq!(json["layers"].as_array().map(Vec::len), Some(11));
    assert_eq!(json["theory"][8]["q"].as_f64(), Some(explanation.theory[8].q));
    assert!((json["stack"]["slope"].as_f64().unwrap() - 2.38).abs() < 0.01);
}

#[test]
fn the_plot_is_a_picture_with_something_on_it() {
    let bytes = explain(&Work::new(recipe(Preset::Glossy, 1)), 0.0).plot().expect("a plot");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("pixels");
    let blue = pixels.chunks(3).filter(|pixel| *pixel == [0, 114, 178]).count();
    assert!(blue > 1000, "the measured line is drawn: {blue} pixels");
}
