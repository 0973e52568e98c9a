//! A line through many dimensions, seen along the two in which it varies most.

use std::f64::consts::TAU;

use super::probe::Trace;

/// Rounds of the subspace iteration: enough for the eye, and a fixed number keeps it smooth in time.
const ROUNDS: usize = 12;

/// The points of layer `layer` of a closed line along its two principal components, about their mean, turned
/// (and where that fits better mirrored) to lie as a circle with evenly spaced points would: what is seen
/// neither flips nor spins from one moment to the next.
///
/// The plane is found by subspace iteration (Golub and Van Loan, "Matrix Computations", 8.2.4), which
/// begins with the line's own first turns around the circle.
pub(crate) fn plane(line: &Trace, layer: usize) -> Vec<[f64; 2]> {
    let neurons: Vec<Vec<f64>> = line.neurons(layer).map(centred).collect();
    let mut points = start(line.count);
    for _ in 0..ROUNDS {
        let axes = orthonormal(neurons.iter().map(|values| onto(values, &points)).collect());
        points = vec![[0.0; 2]; line.count];
        for (values, axis) in neurons.iter().zip(&axes) {
            for (point, value) in points.iter_mut().zip(values) {
                *point = [point[0] + value * axis[0], point[1] + value * axis[1]];
            }
        }
    }
    aligned(points)
}

fn centred(values: &[f32]) -> Vec<f64> {
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
    // What overflowed is nowhere in particular.
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    values.iter().map(|value| finite(f64::from(*value) - mean)).collect()
}

/// One turn, and a little of the next ones for lines that have none.
fn start(count: usize) -> Vec<[f64; 2]> {
    let wave = |angle: f64, of: fn(f64) -> f64| of(angle) + 0.3 * of(2.0 * angle) + 0.1 * of(3.0 * angle);
    angles(count).map(|angle| [wave(angle, libm::cos), wave(angle, libm::sin)]).collect()
}

fn angles(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |index| TAU * index as f64 / count as f64)
}

fn onto(values: &[f64], points: &[[f64; 2]]) -> [f64; 2] {
    values.iter().zip(points).fold([0.0, 0.0], |[a, b], (value, [x, y])| [a + value * x, b + value * y])
}

/// The two columns made perpendicular and of length 1; one that vanishes stays 0.
fn orthonormal(mut axes: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let product = |axes: &[[f64; 2]], i: usize, j: usize| axes.iter().map(|axis| axis[i] * axis[j]).sum::<f64>();
    for column in 0..2 {
        if column == 1 {
            let share = product(&axes, 0, 1);
            axes.iter_mut().for_each(|axis| axis[1] -= share * axis[0]);
        }
        let length = libm::sqrt(product(&axes, column, column));
        let factor = if length > 0.0 { 1.0 / length } else { 0.0 };
        axes.iter_mut().for_each(|axis| axis[column] *= factor);
    }
    axes
}

/// The turn, or mirrored turn, that brings the points nearest to the circle's (orthogonal Procrustes).
fn aligned(points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let fit = |mirror: f64| {
        points.iter().zip(angles(points.len())).fold([0.0, 0.0], |[along, across], ([x, y], angle)| {
            let (cos, sin, y) = (libm::cos(angle), libm::sin(angle), mirror * y);
            [along + x * cos + y * sin, across + x * sin - y * cos]
        })
    };
    let (plain, mirrored) = (fit(1.0), fit(-1.0));
    let strength = |[along, across]: [f64; 2]| libm::hypot(along, across);
    let (mirror, best) = if strength(plain) >= strength(mirrored) { (1.0, plain) } else { (-1.0, mirrored) };
    let angle = libm::atan2(best[1], best[0]);
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    points.into_iter().map(|[x, y]| [cos * x - sin * mirror * y, sin * x + cos * mirror * y]).collect()
}
