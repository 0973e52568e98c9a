//! A mask of thresholds whose every level is spread evenly: void and cluster. It is made here, for it is the same bits
//! on every machine, and no library that is kept up makes one.

use std::sync::LazyLock;

/// Pixels of a side; the mask repeats.
const SIDE: usize = 64;
const COUNT: usize = SIDE * SIDE;
/// How far a pixel is felt, as Ulichney advises, in pixels.
const SIGMA: f64 = 1.5;
/// Beyond this distance it is not felt: e^(−8²/2σ²) is less than a millionth.
const REACH: usize = 8;

static MASK: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let ranks = ranks();
    ranks.into_iter().map(|rank| (rank as f32 + 0.5) / COUNT as f32).collect()
});

/// The threshold, above 0 and below 1, of a place of the screen.
pub(crate) fn threshold(x: u16, y: u16) -> f32 {
    MASK[usize::from(y) % SIDE * SIDE + usize::from(x) % SIDE]
}

/// Which pixels are set, and how crowded each place is by them.
#[derive(Clone)]
struct Pattern {
    set: Vec<bool>,
    crowding: Vec<f32>,
    weights: Vec<f32>,
}

impl Pattern {
    fn new() -> Self {
        let across = 2 * REACH + 1;
        let weight = |index: usize| {
            let offset = |value: usize| value as f64 - REACH as f64;
            let (x, y) = (offset(index % across), offset(index / across));
            libm::exp(-(x * x + y * y) / (2.0 * SIGMA * SIGMA)) as f32
        };
        let weights = (0..across * across).map(weight).collect();
        Self { set: vec![false; COUNT], crowding: vec![0.0; COUNT], weights }
    }

    /// Sets or clears a pixel.
    fn turn(&mut self, place: usize, on: bool) {
        self.set[place] = on;
        let (x, y) = (place % SIDE, place / SIDE);
        for (row, weights) in self.weights.chunks(2 * REACH + 1).enumerate() {
            let row = (y + row + SIDE - REACH) % SIDE * SIDE;
            for (column, weight) in weights.iter().enumerate() {
                let felt = &mut self.crowding[row + (x + column + SIDE - REACH) % SIDE];
                *felt += if on { *weight } else { -*weight };
            }
        }
    }

    /// The set pixel in the densest cluster.
    fn cluster(&self) -> usize {
        self.extreme(true, f32::gt)
    }

    /// The clear pixel in the largest void.
    fn void(&self) -> usize {
        self.extreme(false, f32::lt)
    }

    fn extreme(&self, set: bool, beats: fn(&f32, &f32) -> bool) -> usize {
        let mut places = (0..COUNT).filter(|place| self.set[*place] == set);
        let first = places.next().unwrap_or_default();
        places.fold(first, |best, here| if beats(&self.crowding[here], &self.crowding[best]) { here } else { best })
    }
}

/// The rank of each pixel: in which order they are set as the level rises.
fn ranks() -> Vec<usize> {
    let mut pattern = first_pattern();
    let mut ranks = vec![0; COUNT];
    let filled = pattern.set.iter().filter(|set| **set).count();
    let mut lower = pattern.clone();
    for rank in (0..filled).rev() {
        let place = lower.cluster();
        lower.turn(place, false);
        ranks[place] = rank;
    }
    for rank in filled..COUNT {
        let place = pattern.void();
        pattern.turn(place, true);
        ranks[place] = rank;
    }
    ranks
}

/// A tenth of the pixels, moved out of clusters into voids until none moves.
fn first_pattern() -> Pattern {
    let mut pattern = Pattern::new();
    // Scattered by steps of the golden ratio: where they start hardly matters.
    for step in 0..COUNT / 10 {
        let place = (step * 2531) % COUNT;
        pattern.turn(place, true);
    }
    for _ in 0..COUNT {
        let from = pattern.cluster();
        pattern.turn(from, false);
        let to = pattern.void();
        pattern.turn(to, true);
        if from == to {
            break;
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_occurs_once() {
        let mut ranks = ranks();
        ranks.sort_unstable();
        assert!(ranks.into_iter().eq(0..COUNT));
    }

    #[test]
    fn at_every_level_pixels_keep_their_distance() {
        let ranks = ranks();
        for level in [COUNT / 32, COUNT / 16, COUNT / 8] {
            let set: Vec<usize> = (0..COUNT).filter(|place| ranks[*place] < level).collect();
            let apart = |a: usize, b: usize| {
                let gap = |a: usize, b: usize| (a.abs_diff(b)).min(SIDE - a.abs_diff(b)) as f64;
                gap(a % SIDE, b % SIDE).hypot(gap(a / SIDE, b / SIDE))
            };
            let nearest = |a: &usize| set.iter().filter(|b| *b != a).map(|b| apart(*a, *b)).fold(f64::MAX, f64::min);
            // 1 for a square lattice; scattered at random they would reach a half (Clark and Evans, 1954).
            let lattice = (COUNT as f64 / level as f64).sqrt();
            let mean = set.iter().map(nearest).sum::<f64>() / set.len() as f64 / lattice;
            assert!(mean > 0.65, "{mean} at {level}");
        }
    }
}
