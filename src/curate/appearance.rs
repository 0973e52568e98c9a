//! What a finished picture looks like: light and dark, colours, features, where its weight is.

use std::collections::BTreeMap;

use super::feature;
use super::mean;
use color::Oklab;

/// Sectors of the hue circle.
const SECTORS: usize = 12;
/// Chroma below which a colour counts as grey.
const GREY: f32 = 0.03;
/// Side of a cell of Oklab; what counts as one colour is a cube of three cells a side, 0.12.
const CELL: f32 = 0.04;

/// A finished picture in numbers, behind its colour mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appearance {
    /// Oklab lightness, the 95th percentile minus the 5th: 0..=1.
    pub span: f64,
    /// The share of the pixels that have the commonest colour, or one within 0.04 of it on each axis of Oklab: 0..=1.
    pub commonest: f64,
    /// Number of hues that compete: the exponential of the entropy of the hues, weighted by chroma, 0..=12.
    pub hues: f64,
    /// Mean number of swings between light and dark across the picture: how many features it has in a row.
    pub swings: f64,
    /// Mean difference in lightness between adjacent pixels, of the 64 × 36 of a small picture: 0..=1.
    pub detail: f64,
    /// How far from the middle the weight of the picture is, where lightness changes: 0, or 1 at an edge.
    pub offset: f64,
}

impl Appearance {
    /// Measures a picture of `width` pixels in a row, at least 2, and at least two rows.
    pub(super) fn of(colors: &[Oklab], width: usize) -> Self {
        let edges = edges(colors, width);
        Self {
            span: span(colors),
            commonest: commonest(colors),
            hues: hues(colors),
            swings: swings(colors, width),
            detail: 0.5 * mean(edges.iter().copied()),
            offset: offset(&edges, width),
        }
    }
}

fn span(colors: &[Oklab]) -> f64 {
    let mut lightness: Vec<f32> = colors.iter().map(|color| color.l).collect();
    lightness.sort_unstable_by(f32::total_cmp);
    let rank = |share: f64| lightness[(share * (lightness.len() - 1) as f64) as usize];
    f64::from(rank(0.95) - rank(0.05))
}

fn commonest(colors: &[Oklab]) -> f64 {
    let mut cells: BTreeMap<[i32; 3], usize> = BTreeMap::new();
    for color in colors {
        let cell = [color.l, color.a, color.b].map(|axis| (axis / CELL).floor() as i32);
        *cells.entry(cell).or_default() += 1;
    }
    let around = |[l, a, b]: &[i32; 3]| -> usize {
        let neighbours = (0..27).map(|step| [l + step % 3 - 1, a + step / 3 % 3 - 1, b + step / 9 - 1]);
        neighbours.filter_map(|cell| cells.get(&cell)).sum()
    };
    cells.keys().map(around).max().unwrap_or(0) as f64 / colors.len() as f64
}

fn hues(colors: &[Oklab]) -> f64 {
    let mut weights = [0.0_f64; SECTORS];
    for color in colors {
        let chroma = (color.a * color.a + color.b * color.b).sqrt();
        if chroma > GREY {
            let turn = libm::atan2f(color.b, color.a) / std::f32::consts::TAU + 0.5;
            weights[((turn * SECTORS as f32) as usize).min(SECTORS - 1)] += f64::from(chroma);
        }
    }
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return 0.0;
    }
    let shares = weights.iter().map(|weight| weight / sum).filter(|share| *share > 0.0);
    libm::exp(shares.map(|share| -share * libm::log(share)).sum())
}

fn swings(colors: &[Oklab], width: usize) -> f64 {
    let rows = colors.chunks_exact(width).map(|row| {
        let line: Vec<f32> = row.iter().map(|color| 255.0 * color.l).collect();
        feature::swings(&line) as f64
    });
    mean(rows)
}

/// For each pixel how much its lightness differs from its left neighbour's, and from that of the one above.
fn edges(colors: &[Oklab], width: usize) -> Vec<f64> {
    let light = |index: usize| f64::from(colors[index].l);
    let edge = |index: usize| {
        let left = if index.is_multiple_of(width) { index } else { index - 1 };
        let above = index.checked_sub(width).unwrap_or(index);
        (light(index) - light(left)).abs() + (light(index) - light(above)).abs()
    };
    (0..colors.len()).map(edge).collect()
}

fn offset(edges: &[f64], width: usize) -> f64 {
    let height = edges.len() / width;
    let from_middle = |place: usize, length: usize| (2.0 * place as f64 + 1.0) / length as f64 - 1.0;
    let sum: f64 = edges.iter().sum();
    if sum <= 0.0 {
        return 0.0;
    }
    let moment = |place: &dyn Fn(usize) -> f64| {
        edges.iter().enumerate().map(|(index, edge)| edge * place(index)).sum::<f64>() / sum
    };
    let across = moment(&|index| from_middle(index % width, width));
    let down = moment(&|index| from_middle(index / width, height));
    libm::hypot(across, down)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(color: impl Fn(usize, usize) -> [f32; 3]) -> Appearance {
        let pixels: Vec<Oklab> = (0..64 * 36)
            .map(|index| {
                let [l, a, b] = color(index % 64, index / 64);
                Oklab { l, a, b }
            })
            .collect();
        Appearance::of(&pixels, 64)
    }

    #[test]
    fn one_colour_is_all_there_is() {
        let flat = painted(|_, _| [0.5, 0.1, 0.0]);
        assert_eq!((flat.span, flat.commonest, flat.swings, flat.detail, flat.offset), (0.0, 1.0, 0.0, 0.0, 0.0));
        assert!((flat.hues - 1.0).abs() < 1e-9);
    }

    #[test]
    fn stripes_are_counted() {
        let stripes = painted(|x, _| [if x / 8 % 2 == 0 { 0.1 } else { 0.9 }, 0.0, 0.0]);
        assert!((stripes.swings - 7.0).abs() < 1e-9 && (stripes.commonest - 0.5).abs() < 1e-9, "{stripes:?}");
        assert!((stripes.span - 0.8).abs() < 1e-6 && stripes.hues == 0.0 && stripes.offset < 0.1, "{stripes:?}");
    }

    #[test]
    fn what_happens_in_a_corner_pulls_the_weight_there() {
        let corner = painted(|x, y| [if x < 16 && y < 9 && (x + y) % 2 == 0 { 0.9 } else { 0.1 }, 0.0, 0.0]);
        assert!(corner.offset > 0.9 && corner.commonest > 0.9, "{corner:?}");
    }

    #[test]
    fn opposite_hues_are_two() {
        let halves = painted(|x, _| [0.5, if x < 32 { 0.1 } else { -0.1 }, 0.001]);
        assert!((halves.hues - 2.0).abs() < 1e-6, "{halves:?}");
    }
}
