//! The network at a moment of the motions that move its weights. Computed in double precision and rounded once.

use std::borrow::Cow;
use std::f64::consts::FRAC_1_SQRT_2;

use crate::motion::Drift;
use crate::network::{Layer, Network};

/// With fewer than three channels none can turn into another: each gets paler by this much twice,
const PALER: f64 = 0.2;
/// and brighter and darker by this share of what its weights can add up to.
const BRIGHTER: f64 = 0.5 * FRAC_1_SQRT_2;

/// `network` as `drift` moves it.
pub(super) fn drifted<'a>(network: Cow<'a, Network>, drift: &Drift) -> Cow<'a, Network> {
    if *drift == Drift::STILL {
        return network;
    }
    let mut network = network.into_owned();
    let last = network.layers.len() - 1;
    if drift.fog != Drift::STILL.fog {
        let breathing = if last > 1 { 1..last } else { last..last + 1 };
        network.layers[breathing].iter_mut().for_each(|layer| scale_inputs(layer, drift.fog));
    }
    let biases = network.layers[0].biases.iter_mut();
    biases.zip(&drift.splatter).for_each(|(bias, offset)| *bias = (f64::from(*bias) + offset) as f32);
    if drift.recolor != 0.0 {
        recolor(&mut network.layers[last], drift.recolor);
    }
    Cow::Owned(network)
}

/// Multiplies the weights of the first, third, fifth … input by the one factor, those of the others by the other.
fn scale_inputs(layer: &mut Layer, [even, odd]: [f64; 2]) {
    for row in layer.weights.chunks_exact_mut(layer.inputs) {
        let factors = [even, odd].into_iter().cycle();
        row.iter_mut().zip(factors).for_each(|(weight, factor)| *weight = (f64::from(*weight) * factor) as f32);
    }
}

/// Turns the first three channels about grey: red goes to green, green to blue, blue to red, and what is grey stays so.
fn recolor(output: &mut Layer, angle: f64) {
    if output.outputs < 3 {
        return recolor_apart(output, angle);
    }
    let (own, next, last) = turn_about_grey(angle);
    let mix = |[r, g, b]: [f32; 3]| {
        let [r, g, b] = [r, g, b].map(f64::from);
        [own * r + last * g + next * b, next * r + own * g + last * b, last * r + next * g + own * b]
            .map(|value| value as f32)
    };
    let inputs = output.inputs;
    for input in 0..inputs {
        let at = [input, inputs + input, 2 * inputs + input];
        let mixed = mix(at.map(|index| output.weights[index]));
        at.into_iter().zip(mixed).for_each(|(index, weight)| output.weights[index] = weight);
    }
    let mixed = mix(std::array::from_fn(|channel| output.biases[channel]));
    output.biases[..3].copy_from_slice(&mixed);
}

/// What a channel keeps of itself, what it gives to the next one, and what to the one behind that: Rodrigues' formula
/// for a turn about (1, 1, 1). At 0 exactly 1, 0, 0.
fn turn_about_grey(angle: f64) -> (f64, f64, f64) {
    let (sin, cos) = libm::sincos(angle);
    let (shared, turned) = ((1.0 - cos) / 3.0, sin / libm::sqrt(3.0));
    (cos + shared, shared + turned, shared - turned)
}

/// Each channel for itself goes along its scale and back.
fn recolor_apart(output: &mut Layer, angle: f64) {
    let (sin, cos) = libm::sincos(angle);
    let paler = 1.0 - PALER * (1.0 - cos);
    for (row, bias) in output.weights.chunks_exact_mut(output.inputs).zip(&mut output.biases) {
        let length = libm::sqrt(row.iter().map(|weight| f64::from(*weight) * f64::from(*weight)).sum());
        row.iter_mut().for_each(|weight| *weight = (f64::from(*weight) * paler) as f32);
        *bias = (f64::from(*bias) * paler + BRIGHTER * length * sin) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    fn network(preset: Preset) -> Network {
        Network::build(&preset.recipe(Seed::from(1)))
    }

    #[test]
    fn a_third_of_a_turn_exchanges_the_channels() {
        let mut layer = network(Preset::Glossy).layers.pop().expect("an output layer");
        let before = layer.clone();
        recolor(&mut layer, std::f64::consts::TAU / 3.0);
        for (from, to) in [(0, 1), (1, 2), (2, 0)] {
            let pairs = before.row(from).iter().zip(layer.row(to));
            assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-6), "{from} to {to}");
        }
    }

    #[test]
    fn every_shape_drifts_and_a_still_is_the_very_network() {
        for preset in Preset::ALL {
            let own = network(preset);
            assert_eq!(*drifted(Cow::Borrowed(&own), &Drift::STILL), own);
            let width = own.layers[0].outputs;
            for drift in [
                Drift { fog: [0.5, 0.6], ..Drift::STILL },
                Drift { splatter: vec![0.1; width], ..Drift::STILL },
                Drift { recolor: 1.0, ..Drift::STILL },
            ] {
                let moved = drifted(Cow::Borrowed(&own), &drift);
                assert!(*moved != own && moved.same_shape(&own), "{} {drift:?}", preset.name());
            }
        }
    }
}
