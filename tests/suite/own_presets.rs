//! Each preset of our own looks like nothing else here: its character, over the seeds that are offered.

use color::Oklab;
use neurotty::curate::draw;
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::{ColorMode, Preset, Recipe, Seed};
use rayon::prelude::*;

const SIDE: usize = 96;
const VIEWPORT: Viewport = Viewport::new(SIDE as u32, SIDE as u32);
const SEEDS: u64 = 12;

/// The mean of `measure` over curated pictures of `preset`.
fn mean(preset: Preset, measure: impl Fn(&Recipe) -> f64 + Sync) -> f64 {
    let drawn = |entropy| draw(&preset.recipe(Seed::from(0)), entropy);
    (0..SEEDS).into_par_iter().map(|entropy| measure(&drawn(entropy))).collect::<Vec<_>>().iter().sum::<f64>()
        / SEEDS as f64
}

fn colors(recipe: &Recipe) -> Vec<Oklab> {
    let view = recipe.view;
    Painting::new(recipe.clone()).shot(0.0, view, VIEWPORT).oklab()
}

/// The lightness that the share `share` of the pixels stay below.
fn lightness(recipe: &Recipe, share: f64) -> f64 {
    let mut values: Vec<f32> = colors(recipe).iter().map(|color| color.l).collect();
    values.sort_by(f32::total_cmp);
    f64::from(values[(share * (values.len() - 1) as f64) as usize])
}

/// The share of pixels that have exactly the colour of their left neighbour.
fn flat(recipe: &Recipe) -> f64 {
    let colors = colors(recipe);
    let pairs = colors.chunks(SIDE).flat_map(|row| row.windows(2));
    pairs.filter(|pair| pair[0] == pair[1]).count() as f64 / (SIDE * (SIDE - 1)) as f64
}

/// The mean change from pixel to pixel of the channels in each quarter, in steps of 1/255.
fn steps_of_quarters(recipe: &Recipe) -> [f64; 4] {
    let view = recipe.view;
    let plain = Recipe { color: ColorMode::Rgb, ..recipe.clone() };
    let channels = Painting::new(plain).shot(0.0, view, VIEWPORT).channels();
    let mut sums = [0.0; 4];
    for channel in channels.chunks(SIDE * SIDE) {
        for (y, row) in channel.chunks(SIDE).enumerate() {
            for (x, pair) in row.windows(2).enumerate() {
                let quarter = 2 * (2 * y / SIDE) + 2 * x / SIDE;
                sums[quarter] += 255.0 * f64::from((pair[1] - pair[0]).abs());
            }
        }
    }
    sums.map(|sum| sum / (3 * SIDE * SIDE / 4) as f64)
}

#[test]
fn nocturne_is_dark_and_has_lights() {
    let half = |recipe: &Recipe| lightness(recipe, 0.5);
    assert!(mean(Preset::Nocturne, half) < 0.3);
    assert!(mean(Preset::Nocturne, |recipe| lightness(recipe, 0.97)) > 0.5);
    assert!(mean(Preset::Default, half) > 0.35);
}

#[test]
fn ink_leaves_most_of_the_paper_and_draws_dark_lines() {
    assert!(mean(Preset::Ink, |recipe| lightness(recipe, 0.5)) > 0.6);
    assert!(mean(Preset::Ink, |recipe| lightness(recipe, 0.04)) < 0.45);
}

#[test]
fn cut_paper_is_flat_but_for_its_edges() {
    let cut = mean(Preset::CutPaper, flat);
    assert!(cut > 0.85, "{cut}");
    assert!(mean(Preset::Default, flat) < 0.3);
}

#[test]
fn moire_is_woven_alike_all_over() {
    let evenness = |recipe: &Recipe| {
        let steps = steps_of_quarters(recipe);
        steps.iter().copied().fold(f64::INFINITY, f64::min) / steps.iter().copied().fold(0.0, f64::max)
    };
    let (moire, default) = (mean(Preset::Moire, evenness), mean(Preset::Default, evenness));
    assert!(moire > 0.6 && moire > default, "{moire} against {default}");
}

#[test]
fn glass_is_clear_with_edges_in_it() {
    let step = |recipe: &Recipe| steps_of_quarters(recipe).iter().sum::<f64>() / 4.0;
    let (glass, default) = (mean(Preset::Glass, step), mean(Preset::Default, step));
    assert!(glass > 0.3 && glass < default, "{glass} against {default}");
}
