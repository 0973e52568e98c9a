//! How each knob changes a recipe: pure, within the recipe's limits, in steps that keep lines short.

use crate::insight::plane;
use crate::insight::theory::{bias_variance, weight_variance};
use crate::insight::tour::Page;
use crate::palette::Palette;
use crate::recipe::{
    Activation, Activations, Bias, ColorMode, Coords, MAX_LAYERS, MAX_WIDTH, Motion, Recipe, View, Weights,
};

/// Layer widths that the width keys step through.
const WIDTHS: [u16; 20] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, MAX_WIDTH];
const ZOOM_STEP: f64 = 1.25;
const WEIGHT_STEP: f64 = 1.1;
const ZOOM_RANGE: [f64; 2] = [1e-4, 1e6];
const MAX_WEIGHT: f64 = 1e6;
const GAIN_RANGE: [f64; 2] = [0.001, 1e6];
/// One step up the plane of order and chaos, in σ_b.
const BIAS_STEP: f64 = 0.1;
const MAX_CENTER: f64 = 1e6;

/// Adds `steps` hidden layers as wide as the last one, or takes them away from the output side.
pub fn layers(recipe: &mut Recipe, steps: i32) {
    let wanted = (recipe.hidden.len() as i32 + steps).clamp(0, MAX_LAYERS as i32) as usize;
    let width = recipe.hidden.last().copied().unwrap_or(16);
    recipe.hidden.resize(wanted, width);
}

/// Widens or narrows every hidden layer by `steps`.
pub fn width(recipe: &mut Recipe, steps: i32) {
    for width in &mut recipe.hidden {
        *width = if steps > 0 {
            WIDTHS.iter().copied().find(|w| w > width).unwrap_or(*width)
        } else {
            WIDTHS.iter().rev().copied().find(|w| w < width).unwrap_or(*width)
        };
    }
}

/// Goes `steps` along the list of activations, with `mixed` behind the last.
pub fn activation(recipe: &mut Recipe, steps: i32) {
    let count = Activation::ALL.len();
    let here = match &recipe.activation {
        Activations::All(activation) => Activation::ALL.iter().position(|a| a == activation).unwrap_or(0),
        Activations::PerLayer(_) | Activations::Mixed => count,
    };
    let next = (here as i32 + steps).rem_euclid(count as i32 + 1) as usize;
    recipe.activation = Activation::ALL.get(next).map_or(Activations::Mixed, |a| Activations::All(*a));
}

/// Scales the weights by `steps`. PyTorch's distribution has no scale: it becomes the Gaussian of
/// the same variance first.
pub fn weight_scale(recipe: &mut Recipe, steps: i32) {
    let scaled = |scale: f64| step(scale, WEIGHT_STEP, steps).clamp(0.001, MAX_WEIGHT);
    recipe.weights = match recipe.weights {
        Weights::Normal(std) => Weights::Normal(scaled(std)),
        Weights::Uniform(bound) => Weights::Uniform(scaled(bound)),
        Weights::Scaled(std) => Weights::Scaled(scaled(std)),
        Weights::Pytorch => Weights::Scaled(scaled(1.0 / 3.0_f64.sqrt())),
    };
}

/// Scales the output gain by `steps`.
pub fn gain(recipe: &mut Recipe, steps: i32) {
    recipe.gain = step(recipe.gain, ZOOM_STEP, steps).clamp(GAIN_RANGE[0], GAIN_RANGE[1]);
}

/// Walks over the plane of order and chaos: `across` steps of σ_w, `up` steps of σ_b. Weights become
/// `scaled`, so that no width changes σ_w; the biases change only once σ_b does.
pub fn walk(recipe: &mut Recipe, [across, up]: [i32; 2]) {
    let fan_in = recipe.hidden.iter().rev().nth(1).or(recipe.hidden.last()).map_or(16, |width| usize::from(*width));
    let weights = (fan_in as f64 * weight_variance(recipe.weights, fan_in)).sqrt();
    let weights = step(weights, WEIGHT_STEP, across).clamp(plane::WEIGHTS[0], plane::WEIGHTS[1]);
    recipe.weights = Weights::Scaled(rounded(weights, 3));
    if up != 0 {
        let bias = bias_variance(recipe.bias, false, fan_in).sqrt() + BIAS_STEP * f64::from(up);
        recipe.bias = Bias::Normal(rounded(bias.clamp(plane::BIAS[0], plane::BIAS[1]), 2));
    }
}

/// Goes to the next stop of what `page` sweeps through.
pub fn sweep(recipe: &mut Recipe, page: &Page, upwards: bool) {
    if let Some(sweep) = page.sweep {
        sweep.step(recipe, upwards);
    }
}

/// The next colour mode: the plain ones, then every palette.
pub fn color(recipe: &mut Recipe) {
    let plain = [ColorMode::Rgb, ColorMode::Hsv, ColorMode::Hsl, ColorMode::Cmyk, ColorMode::Gray, ColorMode::TwoTone];
    let modes: Vec<ColorMode> = plain.into_iter().chain(Palette::ALL.into_iter().map(ColorMode::Palette)).collect();
    let next = modes.iter().position(|mode| *mode == recipe.color).map_or(0, |here| (here + 1) % modes.len());
    recipe.color = modes[next].clone();
}

/// The next motion, alone; `latent` only where there are latent inputs to move.
pub fn motion(recipe: &mut Recipe) {
    let shown = |motion: &Motion| *motion != Motion::Latent || recipe.latent > 0;
    let motions: Vec<Motion> = Motion::ALL.into_iter().filter(shown).collect();
    recipe.motion = match recipe.motion.as_slice() {
        [] => vec![motions[0]],
        [.., last] => {
            let next = motions.iter().position(|motion| motion == last).and_then(|here| motions.get(here + 1));
            next.map_or(Vec::new(), |motion| vec![*motion])
        }
    };
}

/// Zooms by `steps`, keeping the point under `at` where it is: from the middle of the picture, in
/// units of its shorter side. `middle` is where the middle lies from the top left, in that unit.
pub fn zoom_at(recipe: &mut Recipe, steps: i32, at: [f64; 2], middle: [f64; 2]) {
    let view = &mut recipe.view;
    let zoom = step(view.zoom, ZOOM_STEP, steps).clamp(ZOOM_RANGE[0], ZOOM_RANGE[1]);
    let arm = match recipe.coords {
        Coords::Centered => at,
        // Zoom acts about the corner, and the shorter side spans 128.
        Coords::Pixels => [128.0 * (at[0] + middle[0]), 128.0 * (at[1] + middle[1])],
    };
    let before = turned(arm, view.rotation, 1.0 / view.zoom);
    let after = turned(arm, view.rotation, 1.0 / zoom);
    view.zoom = zoom;
    move_center(view, [before[0] - after[0], before[1] - after[1]], recipe.coords);
}

/// Moves the view by `offset`, in units of the picture's shorter side.
pub fn pan(recipe: &mut Recipe, offset: [f64; 2]) {
    let span = match recipe.coords {
        Coords::Centered => 1.0,
        Coords::Pixels => 128.0,
    };
    let moved = turned(offset, recipe.view.rotation, span / recipe.view.zoom);
    move_center(&mut recipe.view, moved, recipe.coords);
}

/// The view of the recipe's preset.
pub fn reset_view(recipe: &mut Recipe) {
    recipe.view = recipe.preset.recipe(recipe.seed.clone()).view;
}

fn turned([x, y]: [f64; 2], degrees: f64, scale: f64) -> [f64; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [(cos * x + sin * y) * scale, (cos * y - sin * x) * scale]
}

fn move_center(view: &mut View, offset: [f64; 2], coords: Coords) {
    let span = if coords == Coords::Pixels { 128.0 } else { 1.0 };
    // A five-hundredth of the view is finer than a cell, and short to write.
    let grain = 10_f64.powf((span / view.zoom / 500.0).log10().floor());
    for (center, offset) in view.center.iter_mut().zip(offset) {
        *center = rounded(((*center + offset) / grain).round() * grain, 9).clamp(-MAX_CENTER, MAX_CENTER);
    }
}

/// `value` times `factor` to the power of `steps`, to three significant digits.
fn step(value: f64, factor: f64, steps: i32) -> f64 {
    let scaled = value * factor.powi(steps);
    if scaled <= 0.0 {
        return scaled;
    }
    rounded(scaled, (2 - scaled.log10().floor() as i32).max(0))
}

/// `value` to `digits` decimal places, the nearest number that is written so.
fn rounded(value: f64, digits: i32) -> f64 {
    format!("{value:.*}", digits as usize).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    fn glossy() -> Recipe {
        Preset::Glossy.recipe(Seed::from(1))
    }

    #[test]
    fn depth_stays_within_its_limits() {
        let mut recipe = glossy();
        layers(&mut recipe, 100);
        assert_eq!(recipe.hidden.len(), MAX_LAYERS);
        layers(&mut recipe, -100);
        assert!(recipe.hidden.is_empty());
        layers(&mut recipe, 1);
        assert_eq!(recipe.hidden, [16]);
    }

    #[test]
    fn a_step_and_its_reverse_come_home() {
        let mut recipe = glossy();
        weight_scale(&mut recipe, 1);
        assert_eq!(recipe.weights, Weights::Normal(1.1));
        weight_scale(&mut recipe, -1);
        assert_eq!(recipe.weights, Weights::Normal(1.0));
        width(&mut recipe, 1);
        assert_eq!(recipe.hidden, [24; 9]);
        width(&mut recipe, -1);
        assert_eq!(recipe.hidden, [16; 9]);
        activation(&mut recipe, -1);
        assert_eq!(recipe.activation, Activations::Mixed);
        activation(&mut recipe, 1);
        assert_eq!(recipe.activation, Activations::All(Activation::Tanh));
    }

    #[test]
    fn a_walk_over_the_plane_starts_where_the_network_is() {
        let mut recipe = glossy();
        walk(&mut recipe, [1, 0]);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(4.4), glossy().bias));
        walk(&mut recipe, [-1, 2]);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(4.0), Bias::Normal(0.2)));
        walk(&mut recipe, [-100, -100]);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(0.25), Bias::Normal(0.0)));
    }

    #[test]
    fn every_colour_mode_and_motion_comes_round() {
        let mut recipe = glossy();
        for _ in 0..6 + Palette::ALL.len() {
            color(&mut recipe);
        }
        assert_eq!(recipe.color, ColorMode::Rgb);
        let start = recipe.motion.clone();
        for _ in 0..Motion::ALL.len() {
            motion(&mut recipe);
        }
        assert_eq!(recipe.motion, start);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        for coords in [Coords::Centered, Coords::Pixels] {
            let mut recipe = glossy();
            recipe.coords = coords;
            recipe.view.rotation = 30.0;
            let (at, middle) = ([0.3, -0.2], [0.8, 0.5]);
            let under = |recipe: &Recipe| {
                let arm = if coords == Coords::Pixels { [128.0 * 1.1, 128.0 * 0.3] } else { at };
                let [x, y] = turned(arm, recipe.view.rotation, 1.0 / recipe.view.zoom);
                [recipe.view.center[0] + x, recipe.view.center[1] + y]
            };
            let before = under(&recipe);
            zoom_at(&mut recipe, 3, at, middle);
            let after = under(&recipe);
            let grain = if coords == Coords::Pixels { 0.128 } else { 0.002 };
            assert!(
                (before[0] - after[0]).abs() < grain && (before[1] - after[1]).abs() < grain,
                "{before:?} {after:?}"
            );
        }
    }
}
