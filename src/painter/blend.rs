//! From one picture to another: through their networks where these are alike, else through light.

use rayon::prelude::*;

use super::Frame;
use crate::network::{Layer, Network};
use color::Transfer;

/// Shows `from` and `to` over each other in linear light: `t` 0 is `from`, 1 is `to`.
/// Where their sizes differ there is nothing to lay over each other: `to` alone.
pub fn crossfade(from: &Frame, to: &Frame, t: f32) -> Frame {
    if (from.width, from.height) != (to.width, to.height) {
        return to.clone();
    }
    let transfer = Transfer::get();
    let mix = |a: u8, b: u8| {
        let (a, b) = (transfer.byte_to_linear(a), transfer.byte_to_linear(b));
        transfer.to_byte(a + (b - a) * t)
    };
    let pairs = from.pixels.par_iter().zip(&to.pixels).with_min_len(4096);
    let pixels = pairs.map(|(a, b)| std::array::from_fn(|channel| mix(a[channel], b[channel])));
    Frame { width: to.width, height: to.height, pixels: pixels.collect() }
}

/// The way from one layer's weights to another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interpolation {
    /// Round the circle between them, so that drawn ones keep their scale.
    Spherical,
    /// In a straight line: learnt ones, of which a larger scale would make noise.
    Linear,
}

/// Between two networks of the same shape, layer by layer.
pub(super) fn between(from: &Network, to: &Network, t: f64, way: Interpolation) -> Network {
    let mut network = to.clone();
    for (layer, other) in network.layers.iter_mut().zip(&from.layers) {
        let (a, b) = match way {
            Interpolation::Spherical => slerp_factors(other, layer, t),
            Interpolation::Linear => (1.0 - t, t),
        };
        let mix = |to: &mut f32, from: &f32| *to = (a * f64::from(*from) + b * f64::from(*to)) as f32;
        layer.weights.iter_mut().zip(&other.weights).for_each(|(to, from)| mix(to, from));
        layer.biases.iter_mut().zip(&other.biases).for_each(|(to, from)| mix(to, from));
    }
    network
}

/// What to multiply two layers' parameters by, so that their sum turns evenly from one to the other
/// (Shoemake 1985, "Animating rotation with quaternion curves") while its length goes straight.
///
/// A plain circle a·cos θ + b·sin θ would overshoot where the two are alike, as they are while a
/// weight scale changes; of parallel vectors this is the straight line.
fn slerp_factors(from: &Layer, to: &Layer, t: f64) -> (f64, f64) {
    let (from_length, to_length) = (dot(from, from).sqrt(), dot(to, to).sqrt());
    let cos = dot(from, to) / (from_length * to_length);
    let straight = (1.0 - t, t);
    // Nearly parallel, nearly opposite, or a length of zero (NaN): there is no arc to follow.
    if cos.is_nan() || cos.abs() > 1.0 - 1e-9 {
        return straight;
    }
    let (angle, length) = (libm::acos(cos), from_length * (1.0 - t) + to_length * t);
    let part = |share: f64, own: f64| libm::sin(share * angle) / libm::sin(angle) * length / own;
    (part(1.0 - t, from_length), part(t, to_length))
}

fn dot(one: &Layer, other: &Layer) -> f64 {
    let sum = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    sum(&one.weights, &other.weights) + sum(&one.biases, &other.biases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Preset;

    fn network(seed: u64) -> Network {
        Network::build(&Preset::Default.recipe(seed.into()))
    }

    #[test]
    fn a_blend_starts_and_ends_at_its_networks() {
        let (one, other) = (network(1), network(2));
        assert_eq!(between(&one, &other, 0.0, Interpolation::Spherical), one);
        assert_eq!(between(&one, &other, 1.0, Interpolation::Spherical), other);
    }

    #[test]
    fn half_way_between_independent_networks_no_variance_is_lost() {
        let (one, other) = (network(1), network(2));
        let middle = between(&one, &other, 0.5, Interpolation::Spherical);
        for ((middle, one), other) in middle.layers.iter().zip(&one.layers).zip(&other.layers) {
            let expected = (dot(one, one).sqrt() + dot(other, other).sqrt()) / 2.0;
            assert!((dot(middle, middle).sqrt() / expected - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn scaled_weights_are_approached_on_a_straight_line() {
        let one = network(1);
        let scaled = one.combined(&one, 1.1, 0.0);
        let middle = between(&one, &scaled, 0.5, Interpolation::Spherical);
        for (middle, one) in middle.layers.iter().zip(&one.layers) {
            assert!(middle.weights.iter().zip(&one.weights).all(|(m, w)| (m - 1.05 * w).abs() <= 1e-6 * w.abs()));
        }
    }
}
