//! Sums over the pixels of a tile, from which means, variances and likeness follow.

use super::probe::TILE;

/// Σ and Σ² of some values.
pub(super) fn moments(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([0.0, 0.0], |[sum, square], value| [sum + value, square + value * value])
}

/// The number of neighbours in a tile, and their differences: each pixel with the next and the one below.
pub(super) fn neighbours(values: &[f32]) -> (usize, impl Iterator<Item = f64> + '_) {
    let difference = |a: &f32, b: &f32| f64::from(*b) - f64::from(*a);
    let across =
        values.chunks(TILE).flat_map(move |row| row.windows(2).map(move |pair| difference(&pair[0], &pair[1])));
    let down = values.iter().zip(&values[TILE..]).map(move |(above, below)| difference(above, below));
    (2 * TILE * (TILE - 1), across.chain(down))
}

/// The squared slope at each pixel of a tile that has a next one to its right and one below, per pixel: Δ→² + Δ↓².
pub(super) fn slopes(values: &[f32]) -> Vec<f64> {
    let at = |x: usize, y: usize| f64::from(values[y * TILE + x]);
    let slope = |x: usize, y: usize| (at(x + 1, y) - at(x, y)).powi(2) + (at(x, y + 1) - at(x, y)).powi(2);
    (0..TILE - 1).flat_map(|y| (0..TILE - 1).map(move |x| (x, y))).map(|(x, y)| slope(x, y)).collect()
}
