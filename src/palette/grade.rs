//! The way from three channels to colours of a harmony, baked into a table.

use std::sync::Arc;

use super::curve::ease;
use super::oklch::to_srgb;
use super::{Axes, Harmony};
use crate::color::Transfer;

/// Steps of the table along the walk from dark to light; interpolated, they leave no edge in an 8-bit picture.
const WALK: usize = 128;
/// Steps along the second axis, on which less happens.
const SECOND: usize = 32;

/// Red, green and blue, and a zero that makes a load of it.
type Texel = [f32; 4];
/// The colours along the walk at one place of the second axis.
type Row = [Texel; WALK + 1];

/// Paints three channels in the colours of a harmony.
///
/// Two linear functions of the channels (see [`Axes`]) say where in a table of colours a pixel lies; between the
/// table's four nearest colours it is interpolated. What lies beyond the table has the colour at its edge: the
/// palette is level there, so that this is no edge in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    axes: Axes,
    /// `SECOND + 1` rows.
    table: Arc<[Row]>,
}

impl Grade {
    /// Bakes `harmony` for a picture of these axes.
    pub fn new(harmony: &Harmony, axes: Axes) -> Self {
        let transfer = Transfer::get();
        let color = harmony.colors();
        let eased = |step: usize, steps: usize| ease(step as f64 / steps as f64);
        let texel = |walk: usize, second: usize| {
            let [red, green, blue] = to_srgb(color(eased(walk, WALK), eased(second, SECOND)), transfer);
            [red, green, blue, 0.0]
        };
        let row = |second: usize| -> Row { std::array::from_fn(|walk| texel(walk, second)) };
        Self { axes, table: (0..=SECOND).map(row).collect() }
    }

    /// Where in the table three channels lie: the walk in steps 0..=128, the second axis in steps 0..=32.
    #[inline]
    pub fn place(&self, [a, b, c]: [f32; 3]) -> [f32; 2] {
        let Axes { factors, offsets } = &self.axes;
        let on = |axis: usize| {
            let [p, q, r] = factors[axis];
            within_one(p * a + q * b + r * c + offsets[axis])
        };
        [on(0) * WALK as f32, on(1) * SECOND as f32]
    }

    /// The sRGB colour, each channel 0..=1, at a place of the table.
    #[inline]
    pub fn color(&self, [walk, second]: [f32; 2]) -> [f32; 3] {
        let (column, across) = cell(walk, WALK);
        let (row, down) = cell(second, SECOND);
        let (upper, lower) = (&self.table[row], &self.table[row + 1]);
        let near = between(upper[column], upper[column + 1], across);
        let far = between(lower[column], lower[column + 1], across);
        let [red, green, blue, _] = between(near, far, down);
        [red, green, blue]
    }

    /// The sRGB colour of three channels.
    pub fn sample(&self, channels: [f32; 3]) -> [f32; 3] {
        self.color(self.place(channels))
    }

    /// A grade between this one (`t` 0) and `other` (1): its axes and its colours are.
    pub fn blend(&self, other: &Self, t: f32) -> Self {
        let rows = self.table.iter().zip(other.table.iter());
        let row =
            |(one, other): (&Row, &Row)| -> Row { std::array::from_fn(|step| between(one[step], other[step], t)) };
        Self { axes: self.axes.blend(&other.axes, t), table: rows.map(row).collect() }
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

/// Which of `cells` cells holds a place in 0..=`cells`, and how far along it the place is. At most 2²² cells.
#[inline]
fn cell(place: f32, cells: usize) -> (usize, f32) {
    let lower = place - 0.5;
    // Adding 2²³ leaves the nearest integer in the lowest bits: cheaper than a conversion that saturates.
    let index = ((if lower > 0.0 { lower } else { 0.0 }) + 8_388_608.0).to_bits() as usize & 0x3f_ffff;
    let index = index.min(cells - 1);
    (index, place - index as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Oklab, difference};

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
