//! The weights that a line draws: pinned for ever, distributed as said, stable under steering.

use neurotty::motion::Path;
use neurotty::network::weights::{Assumed, WeightsError, from_safetensors, left_out, to_safetensors};
use neurotty::network::{Layer, LayerActivation, Network};
use neurotty::recipe::stream::{Purpose, StreamKey};
use neurotty::recipe::text::parse;
use neurotty::recipe::{Activation, Activations, Bias, Child, Cross, Generation, Preset, Recipe, Seed, Weights};
use proptest::prelude::*;

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

fn network(line: &str) -> Network {
    Network::build(&recipe(line))
}

/// FNV-1a over the bits of all weights and biases, layer by layer.
fn hash(network: &Network) -> u64 {
    let values = network.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases));
    values
        .flat_map(|value| value.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The expected numbers come from an implementation of ChaCha8 and of Box and Muller in Python.
#[test]
fn the_random_stream_is_the_specified_one() {
    let close = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-15;
    let root = StreamKey::root(42);
    let cross = root.child(1).child(4).cross(root.child(7).child(2));
    let gaussian: [(StreamKey, Purpose, &[f64]); 6] = [
        (
            root,
            Purpose::Weights { layer: 0, neuron: 0 },
            &[-0.35244028776788694, -0.19253716334106305, 0.24819889310818066, -0.48432256896520615],
        ),
        (
            root,
            Purpose::Weights { layer: 1, neuron: 5 },
            &[1.0636592039174604, -0.22793019200526193, -1.4654964049118506],
        ),
        (root, Purpose::OutputWeights { neuron: 1 }, &[-0.08869761782258095, 0.736544414282219, -0.2689122132514958]),
        (
            root.child(3),
            Purpose::Weights { layer: 0, neuron: 0 },
            &[-0.2847592265130737, 0.7567605285049409, 0.13210696202091843],
        ),
        (
            cross,
            Purpose::Weights { layer: 0, neuron: 0 },
            &[-1.2387811086382234, 0.37985408362261447, 0.5578368255706158],
        ),
        (
            root.child(1).cross(root.child(2)).child(5),
            Purpose::Weights { layer: 1, neuron: 5 },
            &[-0.24868932135033023, 1.1646724868296088, 0.1986275660687171],
        ),
    ];
    for (key, purpose, expected) in gaussian {
        let mut stream = key.stream(purpose);
        assert!(expected.iter().all(|number| close(stream.gaussian(), *number)), "{purpose:?}");
    }
    for (purpose, expected) in [
        (Purpose::Biases { layer: 0 }, &[0.4534122750957329, 0.7995545499178675, 0.948724663033265][..]),
        (Purpose::Colors, &[0.26118349866476087, 0.2668149718919973][..]),
    ] {
        let mut stream = root.stream(purpose);
        assert!(expected.iter().all(|number| stream.uniform() == *number), "{purpose:?}");
    }
}

/// The hashes of descendants come from an implementation of their mixtures in Python, which gives those of the roots
/// too.
#[test]
fn a_released_line_draws_the_same_weights_for_ever() {
    let first = network("glossy:42").layers[0].clone();
    assert_eq!(first.row(0), [-0.35244028776788694_f64 as f32, -0.19253716334106305_f64 as f32]);
    assert_eq!(first.biases[0], ((2.0 * 0.4534122750957329 - 1.0) / 2.0_f64.sqrt()) as f32);
    insta::assert_debug_snapshot!(
        [
            "default:42+hidden=16x6",
            "default:42.3.1+hidden=16x6",
            "default:42.3k7.1+hidden=16x6",
            "default:42.3.1_4-7k3_2+hidden=16x6",
            "default:42.3k0-3k15.4294967295",
            "mixed:9.1-2.3-4_5k9.6",
            "halving:1.2k0.3",
            "grey-goo:1",
            "mondrian:7",
            "hardmaru:3",
            "mixed:9",
            "no-hidden:5",
            "halving:18446744073709551615",
            "glossy:1+weights=scaled:2+bias=none+color=cmyk",
        ]
        .map(|line| format!("{line} {:016x}", hash(&network(line))))
    );
}

#[test]
fn the_line_decides_the_shape() {
    let drawn = network("glossy:1+hidden=8,4+radius=on+latent=3+color=cmyk+activation=sin,abs");
    let shapes: Vec<_> = drawn.layers.iter().map(|layer| (layer.inputs, layer.outputs)).collect();
    assert_eq!(shapes, [(6, 8), (8, 4), (4, 4)]);
    assert!(drawn.layers.iter().all(|l| l.weights.len() == l.inputs * l.outputs && l.biases.len() == l.outputs));
    let activations: Vec<_> = drawn.layers.iter().map(|layer| layer.activation.clone()).collect();
    let uniform = LayerActivation::Uniform;
    assert_eq!(activations, [uniform(Activation::Sin), uniform(Activation::Abs), LayerActivation::Linear]);
    assert_eq!((drawn.positions(), drawn.latent, drawn.channels()), (3, 3, 4));
    assert_eq!(network("no-hidden:1").layers.len(), 1);
}

/// Whether every weight and bias of `small` stands at its place in `large`, the inputs of the first
/// layer matched by `slots`.
fn keeps(small: &Layer, large: &Layer, slots: &[usize]) -> bool {
    (0..small.outputs).all(|neuron| {
        let kept = slots.iter().map(|slot| large.row(neuron)[*slot]);
        small.row(neuron).iter().copied().eq(kept) && small.biases[neuron] == large.biases[neuron]
    })
}

proptest! {
    #[test]
    fn growing_a_network_keeps_its_weights(seed: u64, width in 1..40_u16, more in 0..20_u16, depth in 1..5_usize,
                                           latent in 0..5_u8, uniform: bool) {
        let mut small = Preset::Mixed.recipe(Seed::from(seed));
        (small.hidden, small.latent, small.radius) = (vec![width; depth], latent, false);
        small.weights = if uniform { Weights::Uniform(2.0) } else { Weights::Normal(1.0) };
        let drawn = Network::build(&small);
        let whole = |layer: &Layer| (0..layer.inputs).collect::<Vec<_>>();

        let wider = Network::build(&Recipe { hidden: vec![width + more; depth], ..small.clone() });
        prop_assert!(drawn.layers.iter().zip(&wider.layers).all(|(a, b)| keeps(a, b, &whole(a))));

        let deeper = Network::build(&Recipe { hidden: vec![width; depth + 1], ..small.clone() });
        prop_assert_eq!(&drawn.layers[..depth], &deeper.layers[..depth]);
        prop_assert_eq!(drawn.layers.last(), deeper.layers.last());

        let radius = Network::build(&Recipe { radius: true, latent: latent + 2, ..small.clone() });
        let slots: Vec<_> = (0..2).chain((0..usize::from(latent)).map(|z| 3 + z)).collect();
        prop_assert!(keeps(&drawn.layers[0], &radius.layers[0], &slots));
        prop_assert_eq!(&drawn.layers[1..], &radius.layers[1..]);
    }
}

struct Moments {
    mean: f64,
    std: f64,
    kurtosis: f64,
    largest: f64,
}

fn moments(values: &[f32]) -> Moments {
    let mean_of = |power: i32, mean: f64| {
        values.iter().map(|value| (f64::from(*value) - mean).powi(power)).sum::<f64>() / values.len() as f64
    };
    let mean = mean_of(1, 0.0);
    let variance = mean_of(2, mean);
    let largest = values.iter().fold(0.0, |largest, value| f64::from(value.abs()).max(largest));
    Moments { mean, std: variance.sqrt(), kurtosis: mean_of(4, mean) / variance.powi(2), largest }
}

/// 65,536 draws: the standard error of a mean is 0.004 σ, of σ 0.003 σ, of a Gaussian's kurtosis 0.02.
#[test]
fn each_distribution_is_what_its_name_says() {
    let third = 1.0 / 3.0_f64.sqrt();
    for (weights, std, bound) in [
        ("normal:1.5", 1.5, None),
        ("scaled:2", 2.0 / 16.0, None),
        ("uniform:3", 3.0 * third, Some(3.0)),
        ("pytorch", third / 16.0, Some(1.0 / 16.0)),
    ] {
        let layer = network(&format!("glossy:11+hidden=256x2+weights={weights}")).layers[1].clone();
        let Moments { mean, std: measured, kurtosis, largest } = moments(&layer.weights);
        assert!(mean.abs() < 0.02 * std, "{weights}: mean {mean}");
        assert!((measured / std - 1.0).abs() < 0.015, "{weights}: std {measured}");
        let expected = if bound.is_some() { 1.8 } else { 3.0 };
        assert!((kurtosis - expected).abs() < 0.1, "{weights}: kurtosis {kurtosis}");
        if let Some(bound) = bound {
            assert!(largest <= bound && largest > 0.999 * bound, "{weights}: up to {largest}");
        }
    }
}

#[test]
fn biases_stand_where_the_recipe_puts_them() {
    for (bias, first, later) in [
        ("none", 0.0, 0.0),
        ("first", 1.0 / 6.0_f64.sqrt(), 0.0),
        ("first-normal:2", 2.0, 0.0),
        ("normal:0.5", 0.5, 0.5),
    ] {
        let drawn = network(&format!("glossy:5+hidden=1024x2+bias={bias}"));
        for (layer, expected) in drawn.layers.iter().zip([first, later]) {
            let std = moments(&layer.biases).std;
            assert!((std - expected).abs() <= 0.07 * expected, "{bias}: {std} instead of {expected}");
        }
        assert_eq!(drawn.layers[2].biases.iter().all(|bias| *bias == 0.0), later == 0.0);
    }
    assert!(network("no-hidden:5").layers[0].biases.iter().all(|bias| *bias != 0.0 && bias.abs() < 0.708));
}

#[test]
fn mixed_draws_every_activation_about_as_often() {
    let drawn = network("mixed:2+hidden=1024x4");
    let neurons = drawn.layers[..4].iter().flat_map(|layer| (0..1024).filter_map(|neuron| layer.activation_of(neuron)));
    let neurons: Vec<_> = neurons.collect();
    assert_eq!(neurons.len(), 4096);
    for activation in Activation::ALL {
        let count = neurons.iter().filter(|drawn| **drawn == activation).count();
        // 372 expected; five standard deviations are 92.
        assert!((280..465).contains(&count), "{activation:?} {count} times");
    }
}

fn correlation(a: &Network, b: &Network) -> f64 {
    let (a, b) = (&a.layers[1].weights, &b.layers[1].weights);
    let product = a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum::<f64>() / a.len() as f64;
    product / (moments(a).std * moments(b).std)
}

#[test]
fn children_stand_at_the_angle_of_their_step_and_lose_no_variance() {
    let of = |seed: &str| network(&format!("glossy:{seed}+hidden=256x2"));
    let parent = of("8");
    for (child, angle) in [("8.0k0", 0.8_f64), ("8.0k1", 0.4), ("8.0k2", 0.2), ("8.0", 0.025), ("8.0k15", 0.0)] {
        assert!((correlation(&parent, &of(child)) - angle.cos()).abs() < 0.01, "{child}");
    }
    let [one, other, grandchild] = ["8.0k1", "8.1k1", "8.0k1.1k1"].map(of);
    assert!((correlation(&one, &other) - 0.4_f64.cos().powi(2)).abs() < 0.01);
    assert!((correlation(&parent, &grandchild) - 0.4_f64.cos().powi(2)).abs() < 0.01);
    assert!((moments(&grandchild.layers[1].weights).std - 1.0).abs() < 0.015);
    assert!(correlation(&parent, &of("9")).abs() < 0.02);
}

#[test]
fn a_cross_resembles_both_parents_alike_and_loses_no_variance() {
    let of = |seed: &str| network(&format!("glossy:{seed}+hidden=256x2"));
    let [cross, one, other] = ["8.3k1.1k0_4k0-7k0_2k0", "8.3k1.1k0.4k0", "8.3k1.7k0.2k0"].map(of);
    let between = correlation(&one, &other);
    assert!((between - 0.8_f64.cos().powi(4)).abs() < 0.015);
    let half_way = (0.5 * between.acos()).cos();
    for parent in [&one, &other] {
        assert!((correlation(&cross, parent) - half_way).abs() < 0.01);
    }
    assert!((moments(&cross.layers[1].weights).std - 1.0).abs() < 0.015);
}

/// An oracle in plain arithmetic: the sums that `network::lineage` specifies, from the streams alone.
#[test]
fn descendants_are_the_sums_that_are_specified() {
    let root = StreamKey::root(42);
    let [one, other] = [root.child(1).child(4), root.child(7).child(2)];
    let theta = |step: i32| 0.8 * 0.5_f64.powi(step);
    let turned = |shares: &[(StreamKey, f64)], child: StreamKey, step: i32| {
        let mut turned: Vec<_> = shares.iter().map(|(key, share)| (*key, libm::cos(theta(step)) * share)).collect();
        turned.push((child, libm::sin(theta(step))));
        turned
    };
    let first = turned(&turned(&[(root, 1.0)], root.child(1), 5), one, 5);
    let second = turned(&turned(&[(root, 1.0)], root.child(7), 3), other, 5);
    let mut crossed = vec![(root, first[0].1 + second[0].1)];
    crossed.extend(first[1..].iter().chain(&second[1..]));
    let length = crossed.iter().map(|(_, share)| share * share).sum::<f64>().sqrt();
    crossed.iter_mut().for_each(|(_, share)| *share /= length);
    let child = turned(&crossed, one.cross(other).child(9), 0);
    for (line, shares) in [
        ("glossy:42", vec![(root, 1.0)]),
        ("glossy:42.1.4", first),
        ("glossy:42.1_4-7k3_2", crossed.clone()),
        ("glossy:42.7k3_2-1_4", crossed),
        ("glossy:42.1_4-7k3_2.9k0", child),
    ] {
        let mut streams: Vec<_> =
            shares.iter().map(|(key, share)| (key.stream(Purpose::Weights { layer: 1, neuron: 5 }), *share)).collect();
        let drawn = network(line);
        for weight in drawn.layers[1].row(5) {
            let sum: f64 = streams.iter_mut().map(|(stream, share)| *share * stream.gaussian()).sum();
            assert_eq!(*weight, sum as f32, "{line}");
        }
    }
}

#[test]
fn what_two_parents_share_may_stand_in_the_cross_or_before_it() {
    let [one, two] = [vec![1_u32, 2, 4], vec![1, 2, 3, 7]].map(|path| path.into_iter().map(Child::from).collect());
    let mut inside = recipe("mixed:5+hidden=6,5");
    inside.seed.path = vec![Generation::Cross(Cross::new(one, two).unwrap()), Generation::Child(Child::from(8))];
    assert_eq!(inside.to_string(), "mixed:5.1.2.3_7-4.8+hidden=6,5");
    assert_eq!(Network::build(&inside), network(&inside.to_string()));
}

proptest! {
    #[test]
    fn turning_a_knob_keeps_a_descendant_the_same_mixture(seed: u64, width in 1..20_u16, more in 1..9_u16) {
        let path = recipe("1.3k2.1_4-7k3_2.6k0").seed.path;
        let mut small = Preset::Hardmaru.recipe(Seed { root: seed, path });
        small.hidden = vec![width; 3];
        let drawn = Network::build(&small);
        let whole = |layer: &Layer| (0..layer.inputs).collect::<Vec<_>>();
        let wider = Network::build(&Recipe { hidden: vec![width + more; 3], ..small.clone() });
        prop_assert!(drawn.layers.iter().zip(&wider.layers).all(|(a, b)| keeps(a, b, &whole(a))));
        let deeper = Network::build(&Recipe { hidden: vec![width; 4], ..small });
        prop_assert_eq!(&drawn.layers[..3], &deeper.layers[..3]);
    }
}

/// Paths, movements and drawn colours are the root's: kin looks like kin.
#[test]
fn a_descendant_moves_and_is_coloured_as_its_root() {
    let [root, child] = ["default:7", "default:7.3k0.1-2"].map(|line| StreamKey::from(&recipe(line).seed));
    assert_eq!(root, child);
    let [root, child] = ["default:7", "default:7.3k0.1-2"].map(|line| Path::new(&recipe(line)));
    assert_eq!(root, child);
    let [root, child] = ["mixed:7", "mixed:7.3k0.1-2"].map(network);
    assert!(root.same_shape(&child) && root != child);
}

#[test]
fn a_morph_leads_to_the_network_of_its_seed() {
    for (line, target) in
        [("glossy:8+to=77", "glossy:77"), ("glossy:8", "glossy:9"), ("glossy:18446744073709551615", "glossy:0")]
    {
        assert_eq!(Network::build_morph_target(&recipe(line)), network(target));
    }
}

#[test]
fn the_largest_network_allowed_is_built() {
    let largest = network("glossy:1+hidden=1024x64");
    assert_eq!(
        largest.layers.iter().map(|layer| layer.weights.len()).sum::<usize>(),
        2 * 1024 + 63 * (1 << 20) + 3 * 1024
    );
}

#[test]
fn weights_files_name_what_pytorch_names() {
    let drawn = network("glossy:1+hidden=8,4+radius=on+latent=2");
    let file = to_safetensors(&drawn, Some("glossy:1"));
    let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
    let mut shapes: Vec<_> = tensors.iter().map(|(name, view)| (name.to_owned(), view.shape().to_vec())).collect();
    shapes.sort();
    let named = |name: &str, shape: &[usize]| (name.to_owned(), shape.to_vec());
    assert_eq!(
        shapes,
        [
            named("layers.0.bias", &[8]),
            named("layers.0.weight", &[8, 5]),
            named("layers.2.bias", &[4]),
            named("layers.2.weight", &[4, 8]),
            named("layers.4.bias", &[3]),
            named("layers.4.weight", &[3, 4]),
        ]
    );
    let view = tensors.tensor("layers.2.weight").unwrap();
    assert_eq!(view.data()[..4], drawn.layers[1].weights[0].to_le_bytes());
    let header = safetensors::SafeTensors::read_metadata(&file).unwrap().1;
    let metadata = header.metadata().clone().unwrap();
    assert_eq!((metadata["neurotty"].as_str(), metadata["activation"].as_str()), ("glossy:1", "tanh/tanh"));
    assert_eq!(file, to_safetensors(&drawn, Some("glossy:1")));
}

#[test]
fn weights_files_come_back_whole() {
    for line in
        ["default:1", "mixed:2", "no-hidden:3", "hardmaru:4+color=gray", "halving:5+activation=sin,relu,abs,step,elu"]
    {
        let drawn = network(line);
        let read = from_safetensors(&to_safetensors(&drawn, Some(line)), Assumed::default()).unwrap();
        assert_eq!(read, (drawn, Some(line.to_owned())));
    }
}

/// A file as PyTorch's own writer makes it: no metadata.
fn foreign(layers: &[(&str, &[usize], f32)]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> =
        layers.iter().map(|(_, shape, value)| value.to_le_bytes().repeat(shape.iter().product())).collect();
    let view =
        |shape: &[usize], bytes| safetensors::tensor::TensorView::new(safetensors::Dtype::F32, shape.to_vec(), bytes);
    let views = layers.iter().zip(&bytes).map(|((name, shape, _), bytes)| (*name, view(shape, bytes).unwrap()));
    safetensors::serialize(views, None).unwrap()
}

#[test]
fn a_file_from_elsewhere_tells_its_shape_and_options_the_rest() {
    let file =
        foreign(&[("layers.0.weight", &[4, 5], 0.5), ("layers.2.weight", &[3, 4], 1.0), ("layers.2.bias", &[3], 2.0)]);
    let (read, line) = from_safetensors(&file, Assumed::default()).unwrap();
    assert_eq!((read.radius, read.latent, line), (true, 2, None));
    assert_eq!(read.layers[0].activation, LayerActivation::Uniform(Activation::Tanh));
    assert_eq!((read.layers[0].biases[0], read.layers[1].biases[2]), (0.0, 2.0));
    let assumed = Assumed { activation: Activation::Relu, radius: Some(false) };
    let (read, _) = from_safetensors(&file, assumed).unwrap();
    assert_eq!(
        (read.radius, read.latent, &read.layers[0].activation),
        (false, 3, &LayerActivation::Uniform(Activation::Relu))
    );
}

#[test]
fn any_usual_names_make_a_chain_of_layers() {
    let widths: [&[usize]; 3] = [&[16, 5], &[16, 16], &[3, 16]];
    for names in [
        ["0.weight", "2.weight", "4.weight"],
        ["net.9.weight", "net.10.weight", "net.11.weight"],
        ["fc1.weight", "fc2.weight", "fc3.weight"],
        ["_orig_mod.layers.0.weight", "_orig_mod.layers.2.weight", "_orig_mod.layers.4.weight"],
        ["model.input.weight", "model.hidden.0.weight", "model.output.weight"],
        ["w0", "w1", "w2"],
        ["weights.0", "weights.1", "weights.2"],
        ["module.fc_in.weight", "module.fc.weight", "module.fc_out.weight"],
    ] {
        let biases = names.map(|name| match name {
            _ if name.starts_with("weights") => name.replace("weights", "biases"),
            _ if name.starts_with('w') => name.replace('w', "b"),
            _ => name.replace("weight", "bias"),
        });
        // In no order, as a dictionary may be written.
        let mut tensors = Vec::new();
        for layer in [1, 2, 0] {
            tensors.push((names[layer], widths[layer], layer as f32));
            tensors.push((biases[layer].as_str(), &widths[layer][..1], layer as f32 + 0.5));
        }
        let (read, _) = from_safetensors(&foreign(&tensors), Assumed::default()).unwrap();
        for (index, layer) in read.layers.iter().enumerate() {
            assert_eq!([layer.outputs, layer.inputs], widths[index], "{names:?}");
            assert!(layer.weights.iter().all(|weight| *weight == index as f32), "{names:?}");
            assert!(layer.biases.iter().all(|bias| *bias == index as f32 + 0.5), "{names:?}");
        }
    }
    // Convolutions of a single pixel, as many CPPNs have them.
    let file = foreign(&[("conv1.weight", &[8, 3, 1, 1], 1.0), ("conv2.weight", &[1, 8, 1, 1], 2.0)]);
    let (read, _) = from_safetensors(&file, Assumed::default()).unwrap();
    assert_eq!((read.layers.len(), read.layers[1].inputs), (2, 8));
}

/// Float32 tensors whose numbers count up from 0.
fn counting(tensors: &[(&str, &[usize])]) -> Vec<u8> {
    use safetensors::{Dtype, tensor::TensorView};
    let values = |shape: &[usize]| (0..shape.iter().product()).flat_map(|n: usize| (n as f32).to_le_bytes()).collect();
    let bytes: Vec<Vec<u8>> = tensors.iter().map(|(_, shape)| values(shape)).collect();
    let views = tensors.iter().zip(&bytes);
    let views = views.map(|((name, shape), data)| (*name, TensorView::new(Dtype::F32, shape.to_vec(), data).unwrap()));
    safetensors::serialize(views, None).unwrap()
}

#[test]
fn weights_with_a_row_for_each_input_are_turned() {
    let shapes: [&[usize]; 4] = [&[5, 8], &[8], &[8, 3], &[3]];
    for names in [
        ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"],
        ["dense/kernel:0", "dense/bias:0", "dense_1/kernel:0", "dense_1/bias:0"],
        ["params/Dense_0/kernel", "params/Dense_0/bias", "params/Dense_1/kernel", "params/Dense_1/bias"],
        ["mlp/~/linear_0/w", "mlp/~/linear_0/b", "mlp/~/linear_1/w", "mlp/~/linear_1/b"],
        ["0.weight", "0.bias", "2.weight", "2.bias"],
    ] {
        let tensors: Vec<_> = names.into_iter().zip(shapes).collect();
        let (read, _) = from_safetensors(&counting(&tensors), Assumed::default()).unwrap();
        let [first, last] = read.layers.as_slice() else { panic!("{names:?}") };
        assert_eq!(([first.inputs, first.outputs], [last.inputs, last.outputs]), ([5, 8], [8, 3]), "{names:?}");
        assert_eq!(first.row(1), [1.0, 9.0, 17.0, 25.0, 33.0], "{names:?}");
        assert_eq!(last.biases, [0.0, 1.0, 2.0], "{names:?}");
    }
    // Both ways fit: the word says which one is meant.
    for (name, row) in [("out.weight", [0.0, 1.0, 2.0]), ("out/kernel", [0.0, 3.0, 6.0])] {
        let (read, _) = from_safetensors(&counting(&[(name, &[3, 3])]), Assumed::default()).unwrap();
        assert_eq!(read.layers[0].row(0), row, "{name}");
    }
    // Convolutions of a single pixel have their sides first, and a layer may have no bias.
    let file = counting(&[("conv/kernel", &[1, 1, 2, 8]), ("conv_1/kernel", &[1, 1, 8, 3])]);
    assert_eq!(from_safetensors(&file, Assumed::default()).unwrap().0.layers[1].outputs, 3);
}

#[test]
fn what_belongs_to_no_layer_is_left_out() {
    use safetensors::{Dtype, tensor::TensorView};
    let layers: [(&str, &[usize]); 4] =
        [("0.weight", &[8, 5]), ("0.bias", &[8]), ("3.weight", &[3, 8]), ("3.bias", &[3])];
    let plain = from_safetensors(&counting(&layers), Assumed::default()).unwrap();
    let groups: [&[(&str, &[usize])]; 5] = [
        &[("1.weight", &[8]), ("1.bias", &[8]), ("1.running_mean", &[8]), ("1.running_var", &[8])],
        &[("norm.weight", &[8]), ("norm.bias", &[8])],
        &[("bn/gamma", &[8]), ("bn/beta", &[8]), ("bn/moving_mean", &[8])],
        &[("params/LayerNorm_0/scale", &[8]), ("params/LayerNorm_0/bias", &[8])],
        &[("loss", &[]), ("optimizer", &[2])],
    ];
    for more in groups {
        let file = counting(&[&layers, more].concat());
        assert_eq!(from_safetensors(&file, Assumed::default()).as_ref(), Ok(&plain), "{more:?}");
        let mut names: Vec<_> = more.iter().map(|(name, _)| *name).collect();
        let mut found = left_out(&file);
        names.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, names);
    }
    let counter = [7_i64, 8].map(i64::to_le_bytes).concat();
    for shape in [vec![], vec![1], vec![1, 2]] {
        let data = &counter[..8 * shape.iter().product::<usize>()];
        let file = counting(&layers);
        let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
        let count = ("epoch".to_owned(), TensorView::new(Dtype::I64, shape, data).unwrap());
        let file = safetensors::serialize(tensors.tensors().into_iter().chain([count]), None).unwrap();
        assert_eq!(from_safetensors(&file, Assumed::default()).as_ref(), Ok(&plain));
        assert_eq!(left_out(&file), ["epoch"]);
    }
}

#[test]
fn other_floating_point_numbers_become_float32() {
    use safetensors::Dtype;
    // 1.5 in each format.
    for (dtype, bytes) in [
        (Dtype::F64, 1.5_f64.to_le_bytes().to_vec()),
        (Dtype::F16, 0x3E00_u16.to_le_bytes().to_vec()),
        (Dtype::BF16, 0x3FC0_u16.to_le_bytes().to_vec()),
    ] {
        let data = bytes.repeat(6);
        let view = safetensors::tensor::TensorView::new(dtype, vec![3, 2], &data).unwrap();
        let file = safetensors::serialize([("fc.weight", view)], None).unwrap();
        let (read, _) = from_safetensors(&file, Assumed::default()).unwrap();
        assert_eq!(read.layers[0].weights, [1.5; 6], "{dtype:?}");
    }
    let data = [0; 6];
    let view = safetensors::tensor::TensorView::new(Dtype::I8, vec![3, 2], &data).unwrap();
    let file = safetensors::serialize([("fc.weight", view)], None).unwrap();
    let error = from_safetensors(&file, Assumed::default()).unwrap_err().to_string();
    assert!(error.starts_with("fc.weight: holds I8, not floating-point"), "{error}");
}

#[test]
fn wrong_weights_are_named() {
    let output: (&str, &[usize], f32) = ("layers.2.weight", &[3, 4], 1.0);
    for (layers, expected) in [
        (vec![], "0 layers"),
        (vec![("fc.weight", &[3][..], 1.0)], "found fc.weight (3)"),
        (vec![("layers.0.weight", &[5, 2], 1.0), output], "takes 4 inputs, but the layer before it has 5"),
        (vec![("fc1.weight", &[5, 2], 1.0), ("fc2.weight", &[3, 4], 1.0)], "fc2.weight: takes 4 inputs"),
        (vec![("layers.0.weight", &[8], 1.0), output], "layers.0.weight has 1 dimensions"),
        (vec![("layers.0.weight", &[4, 2, 3], 1.0), output], "layers.0.weight has 3 dimensions"),
        (vec![("layers.0.weight", &[4, 1], 1.0), output], "1 columns"),
        (vec![("layers.0.weight", &[4, 99], 1.0), output], "99 columns"),
        (vec![("layers.0.weight", &[0, 2], 1.0), output], "0 rows"),
        (vec![("layers.0.weight", &[1025, 2], 1.0), ("layers.2.weight", &[3, 1025], 1.0)], "1025 rows"),
        (vec![("layers.0.weight", &[2, 2], 1.0)], "2 rows, not 1, 3 or 4"),
        (vec![("layers.0.weight", &[3, 2], f32::NAN)], "NaN"),
        (vec![("layers.0.weight", &[3, 2], f32::INFINITY)], "NaN or infinity"),
        (vec![("layers.0.weight", &[3, 2], 1.0), ("layers.0.bias", &[2], 1.0)], "layers.0.bias: is not a vector of 3"),
        (vec![("layers.0.weight", &[3, 2], 1.0), ("layers.8.bias", &[2], 1.0)], "layers.8.bias has 1"),
    ] {
        let error = from_safetensors(&foreign(&layers), Assumed::default()).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains('\n'), "{expected}: {error}");
    }
    let long = "layers.0\u{1b}]0;title\u{7}".repeat(9);
    let error = from_safetensors(&foreign(&[(&long, &[9, 2], 1.0)]), Assumed::default()).unwrap_err().to_string();
    assert!(!error.contains(char::is_control) && error.len() < 300, "{error:?}");
    let huge = br#"{"layers.0.weight":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,16]}}"#;
    let file = [&(huge.len() as u64).to_le_bytes()[..], huge, &[0; 16]].concat();
    assert!(matches!(from_safetensors(&file, Assumed::default()), Err(WeightsError::Format(_))));
    assert!(from_safetensors(&u64::MAX.to_le_bytes(), Assumed::default()).is_err());
}

proptest! {
    #[test]
    fn damaged_weights_never_panic(cut in 0..2000_usize, flips in proptest::collection::vec((0..2000_usize, 0..8_u32), 0..6),
                                   garbage: bool) {
        let drawn = network("mixed:1+hidden=6,5");
        let mut file = to_safetensors(&drawn, Some("mixed:1+hidden=6,5"));
        for (place, bit) in flips {
            let place = if garbage { place % 400 } else { place } % file.len();
            file[place] ^= 1 << bit;
        }
        file.truncate(file.len().saturating_sub(cut / 2 * usize::from(cut % 2 == 1)));
        match from_safetensors(&file, Assumed::default()) {
            Ok((read, _)) => {
                prop_assert!(read.layers.iter().all(|layer| layer.weights.len() == layer.inputs * layer.outputs));
                prop_assert_eq!(read.positions() + read.latent, read.layers[0].inputs);
                prop_assert!(read.layers.iter().flat_map(|layer| &layer.weights).all(|weight| weight.is_finite()));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn arbitrary_headers_never_panic(header in "\\{(\"(layers\\.[0-4]\\.(weight|bias)|__metadata__)\":(\\{\"dtype\":\"(F32|F64|U8)\",\"shape\":\\[[0-9]{0,9},?[0-9]{0,3}\\],\"data_offsets\":\\[0,[0-9]{1,3}\\]\\}|\\{\"activation\":\"[a-z/,]{0,9}\"\\}),?){0,3}\\}",
                                     data in proptest::collection::vec(any::<u8>(), 0..64)) {
        let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat();
        if let Ok((read, _)) = from_safetensors(&file, Assumed::default()) {
            prop_assert!(!read.layers.is_empty());
        }
    }
}

#[test]
fn a_recipe_without_layers_of_its_own_shape_is_still_drawn() {
    let mut recipe = Preset::Glossy.recipe(Seed::from(1));
    recipe.hidden.clear();
    recipe.bias = Bias::Normal(1.0);
    recipe.activation = Activations::Mixed;
    assert_eq!(Network::build(&recipe).layers.len(), 1);
}
