//! Averages over Gaussian numbers, accurate where a function is steep as well as where it is flat.
//!
//! The mean-field equations average φ(√q·z) over z ~ N(0, 1). Gauss–Hermite nodes lie evenly around zero,
//! so at q = 10⁵ they step right over the jump of tanh. Here the line is cut into panels that double in
//! length away from the steep point, each with 16 Gauss–Legendre nodes: a kink at the steep point falls
//! between two panels, and every scale between the jump and the tails has panels of its own.

use std::f64::consts::{PI, TAU};
use std::sync::LazyLock;

const NODES: usize = 16;
/// Beyond this many standard deviations the Gaussian weighs less than 10⁻¹⁸.
const REACH: f64 = 9.0;
/// The longest panel: the Gaussian itself wants resolving too.
const LONGEST: f64 = 2.0;

/// ⟨f(z)⟩ over z ~ N(0, 1), for an `f` that is smooth but for a steep rise, or a kink, of length `scale`
/// at `steep`.
pub(crate) fn normal_average(steep: f64, scale: f64, f: impl Fn(f64) -> f64) -> f64 {
    let weighted = |z: f64| libm::exp(-0.5 * z * z) * f(z);
    let side = |sign: f64| -> f64 {
        panels(scale, REACH + steep.abs())
            .filter_map(|(from, to)| within_reach(steep + sign * from, steep + sign * to))
            .map(|(from, to)| integrate(from, to, weighted))
            .sum()
    };
    (side(-1.0) + side(1.0)) / libm::sqrt(TAU)
}

/// Panels from 0 outwards to `end`, the first a quarter of `scale` long, each twice the one before.
fn panels(scale: f64, end: f64) -> impl Iterator<Item = (f64, f64)> {
    let first = (scale / 4.0).clamp(1e-9, LONGEST / 4.0);
    std::iter::successors(Some((0.0, first)), |(_, to)| Some((*to, to + to.min(LONGEST))))
        .take_while(move |(from, _)| *from < end)
}

/// The part of a panel that the Gaussian reaches, from left to right.
fn within_reach(a: f64, b: f64) -> Option<(f64, f64)> {
    let (from, to) = (a.min(b).max(-REACH), a.max(b).min(REACH));
    (from < to).then_some((from, to))
}

fn integrate(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = ((from + to) / 2.0, (to - from) / 2.0);
    half * LEGENDRE.iter().map(|(node, weight)| weight * f(middle + half * node)).sum::<f64>()
}

/// Nodes and weights of the Gauss–Legendre rule on [−1, 1].
static LEGENDRE: LazyLock<[(f64, f64); NODES]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        let mut x = libm::cos(PI * (index as f64 + 0.75) / (NODES as f64 + 0.5));
        // Newton's method doubles the digits of an already close start each time.
        for _ in 0..8 {
            let (value, slope) = legendre(x);
            x -= value / slope;
        }
        let (_, slope) = legendre(x);
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    })
});

/// The Legendre polynomial of degree [`NODES`] and its slope, by the three-term recurrence.
fn legendre(x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for degree in 2..=NODES {
        let n = degree as f64;
        (before, value) = (value, ((2.0 * n - 1.0) * x * value - (n - 1.0) * before) / n);
    }
    (value, NODES as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_are_exact() {
        for (power, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0)] {
            let average = normal_average(0.0, 1.0, |z| z.powi(power));
            assert!((average - moment).abs() < 1e-12, "z^{power}: {average}");
        }
    }

    #[test]
    fn a_narrow_bump_is_found_wherever_it_stands() {
        // ⟨exp(−(z − m)²/2s²)⟩ = s/√(1 + s²) · exp(−m²/2(1 + s²)).
        for (place, width) in [(0.0, 1e-5), (2.5, 1e-3), (-6.0, 0.1)] {
            let spread = 1.0 + width * width;
            let exact = width / libm::sqrt(spread) * libm::exp(-place * place / (2.0 * spread));
            let average = normal_average(place, width, |z| libm::exp(-0.5 * ((z - place) / width).powi(2)));
            assert!((average / exact - 1.0).abs() < 1e-10, "{place} ± {width}: {average} for {exact}");
        }
    }
}
