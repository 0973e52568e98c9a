//! The plane of order and chaos: χ₁ over σ_w and σ_b, as wide-network theory has it.

use super::theory::Scales;
use crate::recipe::{Activation, knob};

/// σ_w from the left edge of the plane to its right one, as far as its knob goes; equal steps are equal factors.
pub(crate) const WEIGHTS: [f64; 2] = knob::SIGMA_W;
/// σ_b from the lower edge of the plane to its upper one.
pub(crate) const BIAS: [f64; 2] = knob::SIGMA_B;

const COLUMNS: usize = 64;
const ROWS: usize = 40;
/// The averages are tabled for q from 10⁻⁸ to 10⁸.
const DECADES: usize = 16;
const PER_DECADE: usize = 20;
/// What lies beyond e to this is as good as infinite.
const LIMIT: f64 = 60.0;
/// Enough rounds to settle anywhere but right on the critical line.
const SETTLING: usize = 2000;

/// χ₁ over the plane for one activation, or several that share a layer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plane {
    /// ln χ₁, row by row from the lower edge.
    slopes: Vec<f64>,
}

impl Plane {
    /// Works the plane out: some milliseconds.
    pub(crate) fn of(activations: &[Activation]) -> Self {
        let averages = Averages::of(activations);
        let share = |index: usize, count: usize| index as f64 / (count - 1) as f64;
        let point = |index: usize| scales_at([share(index % COLUMNS, COLUMNS), share(index / COLUMNS, ROWS)]);
        Self { slopes: (0..COLUMNS * ROWS).map(|index| averages.settled_slope(point(index))).collect() }
    }

    /// ln χ₁ at a point of the plane, each axis in 0..=1, rightwards and upwards: below 0 is order, above
    /// chaos.
    pub(crate) fn log_slope(&self, [across, up]: [f64; 2]) -> f64 {
        let split = |share: f64, count: usize| {
            let scaled = share.clamp(0.0, 1.0) * (count - 1) as f64;
            let index = (scaled as usize).min(count - 2);
            (index, scaled - index as f64)
        };
        let ((column, s), (row, t)) = (split(across, COLUMNS), split(up, ROWS));
        let at = |row: usize, column: usize| self.slopes[row * COLUMNS + column];
        let mix = |a: f64, b: f64, t: f64| a + (b - a) * t;
        let along = |row| mix(at(row, column), at(row, column + 1), s);
        mix(along(row), along(row + 1), t)
    }
}

/// Where σ_w and σ_b lie on the plane, each axis in 0..=1; what lies outside stands at the edge.
pub(crate) fn place(weights: f64, bias: f64) -> [f64; 2] {
    let across = libm::log(weights / WEIGHTS[0]) / libm::log(WEIGHTS[1] / WEIGHTS[0]);
    [across, (bias - BIAS[0]) / (BIAS[1] - BIAS[0])].map(|share| share.clamp(0.0, 1.0))
}

/// σ_w and σ_b at a point of the plane.
pub(crate) fn scales_at([across, up]: [f64; 2]) -> [f64; 2] {
    [WEIGHTS[0] * libm::pow(WEIGHTS[1] / WEIGHTS[0], across), BIAS[0] + (BIAS[1] - BIAS[0]) * up]
}

/// ln ⟨φ(√q z)²⟩ and ln ⟨φ′(√q z)²⟩ over ln q: a table, because every point of the plane asks for hundreds.
struct Averages {
    squares: Vec<f64>,
    slopes: Vec<f64>,
}

impl Averages {
    fn of(activations: &[Activation]) -> Self {
        let scales = Scales { weight_variance: 1.0, bias_variance: 0.0, activations: activations.to_vec() };
        let log = |value: f64| libm::log(value).clamp(-LIMIT, LIMIT);
        let table = |average: &dyn Fn(f64) -> f64| {
            let q = |index: usize| libm::exp10(index as f64 / PER_DECADE as f64 - DECADES as f64 / 2.0);
            (0..=DECADES * PER_DECADE).map(|index| log(average(q(index)))).collect()
        };
        Self { squares: table(&|q| scales.mean_square(q)), slopes: table(&|q| scales.slope(q)) }
    }

    fn settled_slope(&self, [weights, bias]: [f64; 2]) -> f64 {
        let variance = libm::log(weights * weights);
        let mut log_q = 0.0;
        for _ in 0..SETTLING {
            let next = libm::log(libm::exp(variance + Self::read(&self.squares, log_q)) + bias * bias);
            let settled = (next - log_q).abs() < 1e-9;
            log_q = next.clamp(-40.0, 40.0);
            if settled || log_q != next {
                break;
            }
        }
        variance + Self::read(&self.slopes, log_q)
    }

    fn read(table: &[f64], log_q: f64) -> f64 {
        let place = (log_q / std::f64::consts::LN_10 + DECADES as f64 / 2.0) * PER_DECADE as f64;
        let place = place.clamp(0.0, (table.len() - 1) as f64);
        let index = (place as usize).min(table.len() - 2);
        // Beyond the table's ends a straight line goes on as it came.
        let t = (log_q / std::f64::consts::LN_10 + DECADES as f64 / 2.0) * PER_DECADE as f64 - index as f64;
        table[index] + (table[index + 1] - table[index]) * t
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_theory_it_stands_for() {
        for activation in [Activation::Tanh, Activation::Sin, Activation::Relu, Activation::Gaussian] {
            let plane = Plane::of(&[activation]);
            for point in [[0.1, 0.2], [0.35, 0.4], [0.6, 0.0], [0.9, 0.9]] {
                let [weights, bias] = scales_at(point);
                let scales = Scales {
                    weight_variance: weights * weights,
                    bias_variance: bias * bias,
                    activations: vec![activation],
                };
                let (found, exact) = (plane.log_slope(point), libm::log(scales.settled_slope()));
                assert!((found - exact).abs() < 0.03, "{activation:?} at {weights}, {bias}: {found} for {exact}");
            }
        }
    }

    #[test]
    fn tanh_turns_at_a_weight_scale_of_one() {
        let plane = Plane::of(&[Activation::Tanh]);
        let [below, above] = [0.9, 1.1].map(|weights| plane.log_slope(place(weights, 0.0)));
        assert!(below < 0.0 && above > 0.0, "{below} {above}");
    }
}
