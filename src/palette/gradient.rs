//! A colour map baked into a table.

use std::sync::Arc;

use color::{from_srgb_exact, to_srgb_exact};

use super::curve::through;

/// Steps of the table: four for each step of an 8-bit picture, and interpolated, so that a gradient
/// has no edge that its output format does not force.
const STEPS: usize = 1024;

/// A colour map from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    table: Arc<[[f32; 3]; STEPS + 1]>,
}

impl Gradient {
    /// Through `colors` (8-bit sRGB) at even distances, blended in Oklab. No colours give black.
    pub fn through(colors: &[[u8; 3]]) -> Self {
        let stops: Vec<_> = colors.iter().map(|color| from_srgb_exact(color.map(|v| f64::from(v) / 255.0))).collect();
        Self::of_oklab_stops(&stops)
    }

    /// Between two colours given as Oklab's lightness, chroma and hue (turns), blended in Oklab.
    pub(crate) fn between_lch(from: [f64; 3], to: [f64; 3]) -> Self {
        let lab = |[lightness, chroma, hue]: [f64; 3]| {
            let angle = std::f64::consts::TAU * hue;
            [lightness, chroma * libm::cos(angle), chroma * libm::sin(angle)]
        };
        Self::of_oklab_stops(&[lab(from), lab(to)])
    }

    /// From black to white, the value being the sRGB value.
    pub fn gray() -> Self {
        Self::of_srgb(|v| [v as f32; 3])
    }

    /// Along a table of sRGB colours at even distances, joined by straight lines in sRGB: for tables
    /// dense enough that the space makes no difference. At least two colours.
    pub(crate) fn along(colors: &[[f32; 3]]) -> Self {
        Self::of_srgb(|v| {
            let (index, t) = segment(colors.len(), v);
            std::array::from_fn(|c| colors[index][c] + (colors[index + 1][c] - colors[index][c]) * t as f32)
        })
    }

    /// The sRGB colour, each channel 0..=1, at `v` in 0..=1; beyond, the ends.
    #[inline]
    pub fn sample(&self, v: f32) -> [f32; 3] {
        let scaled = v.clamp(0.0, 1.0) * STEPS as f32;
        // Adding 2²³ leaves an integer in the lowest bits: cheaper than a conversion that saturates.
        let index = (((scaled - 0.5).max(0.0) + 8_388_608.0).to_bits() as usize & (2 * STEPS - 1)).min(STEPS - 1);
        let (low, high) = (self.table[index], self.table[index + 1]);
        let t = scaled - index as f32;
        std::array::from_fn(|channel| low[channel] + (high[channel] - low[channel]) * t)
    }

    /// A gradient between this one and `other`: `t` 0 is this one, 1 the other.
    pub(crate) fn blend(&self, other: &Self, t: f32) -> Self {
        let mix = |[a, b]: [f32; 2]| a + (b - a) * t;
        let color = |step: usize| std::array::from_fn(|channel| mix([self, other].map(|g| g.table[step][channel])));
        Self { table: Arc::new(std::array::from_fn(color)) }
    }

    fn of_oklab_stops(stops: &[[f64; 3]]) -> Self {
        let stops = match stops {
            [] => &[[0.0; 3]; 2],
            [only] => &[*only; 2],
            several => several,
        };
        let columns: [Vec<f64>; 3] = std::array::from_fn(|c| stops.iter().map(|stop| stop[c]).collect());
        Self::of_srgb(|v| to_srgb_exact(std::array::from_fn(|c| through(&columns[c], v))).map(|value| value as f32))
    }

    fn of_srgb(color: impl Fn(f64) -> [f32; 3]) -> Self {
        Self { table: Arc::new(std::array::from_fn(|step| color(step as f64 / STEPS as f64))) }
    }
}

/// Which of the segments between `stops` (at least 2) holds `v` in 0..=1, and how far along it v is.
fn segment(stops: usize, v: f64) -> (usize, f64) {
    let scaled = v * (stops - 1) as f64;
    let index = (scaled as usize).min(stops - 2);
    (index, scaled - index as f64)
}
