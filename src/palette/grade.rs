//! The way from three channels to colours of a harmony, baked into a table.

use std::sync::Arc;

use super::curve::ease;
use super::oklch::to_srgb;
use super::{Axes, Harmony};
use color::Transfer;

/// Steps of the table along the walk from dark to light; interpolated, they leave no edge in an 8-bit picture.
const WALK: usize = 128;
/// Steps along the second axis, on which less happens.
const SECOND: usize = 32;

/// Colours of a row of the table, one at each end of every step of the walk.
const ROW: usize = WALK + 1;
/// 2²³: adding it leaves the nearest integer in the lowest bits, for many values at once.
const ROUND: f32 = 8_388_608.0;

/// Red, green and blue, and a zero that makes a load of it.
type Texel = [f32; 4];

/// Paints three channels in the colours of a harmony.
///
/// Two linear functions of the channels (see [`Axes`]) say where in a table of colours a pixel lies; between the
/// table's four nearest colours it is interpolated. What lies beyond the table has the colour at its edge: the
/// palette is level there, so that this is no edge in the picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grade {
    axes: Axes,
    /// Row by row, `SECOND + 1` rows from where the palette leans to its accent, each from dark to light.
    table: Arc<[Texel]>,
}

impl Grade {
    /// Bakes `harmony` for a picture of these axes.
    pub(crate) fn new(harmony: &Harmony, axes: Axes) -> Self {
        let transfer = Transfer::get();
        let color = harmony.colors();
        let eased = |step: usize, steps: usize| ease(step as f64 / steps as f64);
        let texel = |index: usize| -> Texel {
            let (walk, second) = (eased(index % ROW, WALK), eased(index / ROW, SECOND));
            let [red, green, blue] = to_srgb(color(walk, second), transfer);
            [red, green, blue, 0.0]
        };
        Self { axes, table: (0..ROW * (SECOND + 1)).map(texel).collect() }
    }

    /// From three channels to a place in the table.
    pub(crate) fn axes(&self) -> &Axes {
        &self.axes
    }

    /// Where in the table three channels lie: the number of the first of four colours, then the share of the way to
    /// the next one on the walk, and of the way to the next row.
    #[inline]
    pub(crate) fn place(&self, [a, b, c]: [f32; 3]) -> [f32; 3] {
        let Axes { factors, offsets } = &self.axes;
        let on = |axis: usize| {
            let [p, q, r] = factors[axis];
            within_one(p * a + q * b + r * c + offsets[axis])
        };
        let (column, across) = cell(on(0), WALK as f32);
        let (row, down) = cell(on(1), SECOND as f32);
        [row * ROW as f32 + column, across, down]
    }

    /// The sRGB colour, each channel 0..=1, at a place that [`Grade::place`] gave.
    #[inline]
    pub(crate) fn color(&self, [first, across, down]: [f32; 3]) -> [f32; 3] {
        let first = ((first + ROUND).to_bits() & 0x3f_ffff) as usize;
        let near = &self.table[first..first + ROW + 2];
        let upper = between(near[0], near[1], across);
        let lower = between(near[ROW], near[ROW + 1], across);
        let [red, green, blue, _] = between(upper, lower, down);
        [red, green, blue]
    }

    /// The sRGB colour of three channels.
    #[cfg(test)]
    pub(crate) fn sample(&self, channels: [f32; 3]) -> [f32; 3] {
        self.color(self.place(channels))
    }

    /// A grade between this one (`t` 0) and `other` (1): its axes and its colours are.
    pub(crate) fn blend(&self, other: &Self, t: f32) -> Self {
        let texels = self.table.iter().zip(other.table.iter());
        let table = texels.map(|(one, other)| between(*one, *other, t)).collect();
        Self { axes: self.axes.blend(&other.axes, t), table }
    }
}

/// Linear, from `one` at `t` = 0 to `other` at 1.
#[inline]
fn between(one: Texel, other: Texel, t: f32) -> Texel {
    std::array::from_fn(|channel| one[channel] + (other[channel] - one[channel]) * t)
}

/// `value` cut off at 0 and 1; what is no number is 0.
#[inline]
fn within_one(value: f32) -> f32 {
    let value = if value > 0.0 { value } else { 0.0 };
    if value < 1.0 { value } else { 1.0 }
}

/// Which of `cells` cells holds a place in 0..=1, and how far along it, in 0..=1, the place is. At most 2²² cells.
#[inline]
fn cell(place: f32, cells: f32) -> (f32, f32) {
    let scaled = place * cells;
    let lower = scaled - 0.5;
    let whole = (if lower > 0.0 { lower } else { 0.0 }) + ROUND - ROUND;
    let whole = if whole < cells - 1.0 { whole } else { cells - 1.0 };
    (whole, scaled - whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use color::{Oklab, difference};

    /// The channels are the axes, and the palette lies within ⅛..⅞ of them.
    fn grade(seed: u32) -> (Harmony, Grade) {
        let mut number = 0;
        let harmony = Harmony::draw(|| {
            number += 1;
            (f64::from(seed * 7 + number) * 0.618_033_988_749).fract()
        });
        let axes = Axes { factors: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], offsets: [0.0, 0.0] };
        let grade = Grade::new(&harmony, axes);
        (harmony, grade)
    }

    #[test]
    fn the_table_is_finer_than_the_eye() {
        let transfer = Transfer::get();
        for seed in 0..12 {
            let (harmony, grade) = grade(seed);
            let color = harmony.colors();
            for step in 0..2000_u32 {
                let (walk, second) = (f64::from(step % 97) / 96.0, f64::from(step % 61) / 60.0);
                let exact = Oklab::from_srgb(to_srgb(color(ease(walk), ease(second)), transfer));
                let baked = Oklab::from_srgb(grade.sample([walk as f32, second as f32, 0.5]));
                assert!(difference(exact, baked) < 1.5, "{harmony:?}: {baked:?} instead of {exact:?}");
            }
        }
    }

    #[test]
    fn every_input_has_a_colour() {
        let (_, grade) = grade(1);
        for value in [-1e30, -0.5, -0.0, 0.0, 0.49, 1.0, 2.0, 1e30, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            for other in [0.0, 0.3, 1.0, f32::NAN] {
                let color = grade.sample([value, other, 0.5]);
                assert!(color.iter().all(|channel| (0.0..=1.0).contains(channel)), "{value} {other}: {color:?}");
            }
        }
    }

    #[test]
    fn a_blend_starts_and_ends_at_its_grades() {
        let ((_, one), (_, other)) = (grade(1), grade(2));
        assert_eq!(one.blend(&other, 0.0), one);
        for step in 0..50_u8 {
            let channels = [f32::from(step) / 49.0, f32::from(step % 7) / 6.0, 0.5];
            let (end, wanted) = (one.blend(&other, 1.0).sample(channels), other.sample(channels));
            assert!(end.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6), "{end:?} instead of {wanted:?}");
        }
    }
}
