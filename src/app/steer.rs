//! What steers an artwork beside its knobs: colours, motion, and the view under a pointer. Pure, within the recipe's
//! limits, in steps that keep lines of text short.

use crate::palette::Palette;
use crate::recipe::knob::{Knob, decimal};
use crate::recipe::{ColorMode, Coords, Motion, Recipe, View};

const MAX_CENTER: f64 = 1e6;

/// Which way a list is gone through. It goes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To what follows.
    Next,
    /// To what comes before.
    Back,
}

impl Way {
    /// The place to go to in a list of `length` from the place `here`, or from outside the list.
    pub(crate) fn go(self, here: Option<usize>, length: usize) -> usize {
        match (self, here) {
            (Self::Next, None) => 0,
            (Self::Next, Some(here)) => (here + 1) % length,
            (Self::Back, here) => (here.unwrap_or(0) + length - 1) % length,
        }
    }
}

/// Another seed palette: of the next seed after the one that drew this one.
pub(crate) fn palette(recipe: &mut Recipe) {
    let drawn_from = match recipe.color {
        ColorMode::Seed(Some(seed)) => seed,
        _ => recipe.seed.root,
    };
    recipe.color = ColorMode::Seed(Some(drawn_from.wrapping_add(1)));
}

/// The next colour mode, or the one before: the seed's own palette, the plain ones, then every named palette.
pub(crate) fn color(recipe: &mut Recipe, way: Way) {
    if let ColorMode::Seed(Some(_)) = recipe.color {
        recipe.color = ColorMode::Seed(None);
    }
    let plain = [
        ColorMode::Seed(None),
        ColorMode::Rgb,
        ColorMode::Hsv,
        ColorMode::Hsl,
        ColorMode::Cmyk,
        ColorMode::Gray,
        ColorMode::TwoTone,
    ];
    let modes: Vec<ColorMode> = plain.into_iter().chain(Palette::ALL.into_iter().map(ColorMode::Palette)).collect();
    let here = modes.iter().position(|mode| *mode == recipe.color);
    recipe.color = modes[way.go(here, modes.len())].clone();
}

/// The next motion, or the one before, alone; `latent` only where there are latent inputs to move. Between the last
/// and the first nothing moves.
pub(crate) fn motion(recipe: &mut Recipe, way: Way) {
    let shown = |motion: &Motion| *motion != Motion::Latent || recipe.latent > 0;
    let still = std::iter::once(None);
    let motions: Vec<Option<Motion>> = still.chain(Motion::ALL.into_iter().filter(shown).map(Some)).collect();
    // A motion that is not shown, as `latent` without latent inputs, is as good as none.
    let here = motions.iter().position(|motion| *motion == recipe.motion.last().copied()).or(Some(0));
    recipe.motion = motions[way.go(here, motions.len())].into_iter().collect();
}

/// Turns a knob by `steps`, the zoom about the middle of the picture; `middle` is as in [`zoom_at`].
pub(crate) fn turn(recipe: &mut Recipe, knob: Knob, steps: i32, middle: [f64; 2]) {
    match knob {
        Knob::Zoom => zoom_at(recipe, steps, [0.0, 0.0], middle),
        _ => knob.turn(recipe, steps),
    }
}

/// Zooms by `steps`, keeping the point under `at` where it is: from the middle of the picture, in
/// units of its shorter side. `middle` is where the middle lies from the top left, in that unit.
pub(crate) fn zoom_at(recipe: &mut Recipe, steps: i32, at: [f64; 2], middle: [f64; 2]) {
    let before = recipe.view.zoom;
    Knob::Zoom.turn(recipe, steps);
    let view = &mut recipe.view;
    let span = recipe.coords.span();
    let arm = match recipe.coords {
        Coords::Centered => at,
        // Zoom acts about the corner.
        Coords::Pixels => [span * (at[0] + middle[0]), span * (at[1] + middle[1])],
    };
    let before = turned(arm, view.rotation, 1.0 / before);
    let after = turned(arm, view.rotation, 1.0 / view.zoom);
    move_center(view, [before[0] - after[0], before[1] - after[1]], span);
}

/// Moves the view by `offset`, in units of the picture's shorter side.
pub(crate) fn pan(recipe: &mut Recipe, offset: [f64; 2]) {
    let span = recipe.coords.span();
    let moved = turned(offset, recipe.view.rotation, span / recipe.view.zoom);
    move_center(&mut recipe.view, moved, span);
}

/// The view of the recipe's preset.
pub(crate) fn reset_view(recipe: &mut Recipe) {
    recipe.view = recipe.preset.recipe(recipe.seed.clone()).view;
}

fn turned([x, y]: [f64; 2], degrees: f64, scale: f64) -> [f64; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [(cos * x + sin * y) * scale, (cos * y - sin * x) * scale]
}

/// Moves the centre of a view of the plane whose shorter side is `span` long at zoom 1.
fn move_center(view: &mut View, offset: [f64; 2], span: f64) {
    // A five-hundredth of the view is finer than a cell, and short to write.
    let grain = 10_f64.powf((span / view.zoom / 500.0).log10().floor());
    for (center, offset) in view.center.iter_mut().zip(offset) {
        *center = decimal(((*center + offset) / grain).round() * grain, 9).clamp(-MAX_CENTER, MAX_CENTER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    fn glossy() -> Recipe {
        Preset::Glossy.recipe(Seed::from(1))
    }

    #[test]
    fn every_colour_mode_and_motion_comes_round() {
        let mut recipe = glossy();
        for _ in 0..7 + Palette::ALL.len() {
            color(&mut recipe, Way::Next);
        }
        assert_eq!(recipe.color, ColorMode::Rgb);
        let start = recipe.motion.clone();
        for _ in 0..Motion::ALL.len() {
            motion(&mut recipe, Way::Next);
        }
        assert_eq!(recipe.motion, start);
    }

    #[test]
    fn a_step_back_undoes_a_step_on() {
        let mut recipe = glossy();
        for _ in 0..2 * Palette::ALL.len() + 3 {
            let (before, moved) = (recipe.color.clone(), recipe.motion.clone());
            color(&mut recipe, Way::Next);
            motion(&mut recipe, Way::Next);
            let after = recipe.clone();
            color(&mut recipe, Way::Back);
            motion(&mut recipe, Way::Back);
            assert_eq!((&recipe.color, &recipe.motion), (&before, &moved));
            recipe = after;
        }
    }

    #[test]
    fn each_palette_is_another_and_the_seeds_own_comes_back_with_the_colour_key() {
        let mut recipe = glossy();
        palette(&mut recipe);
        assert_eq!(recipe.color, ColorMode::Seed(Some(2)));
        palette(&mut recipe);
        assert_eq!(recipe.color, ColorMode::Seed(Some(3)));
        color(&mut recipe, Way::Next);
        assert_eq!(recipe.color, ColorMode::Rgb);
        recipe.color = ColorMode::Seed(Some(0));
        palette(&mut recipe);
        assert_eq!(recipe.canonical().color, ColorMode::Seed(None));
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        for coords in [Coords::Centered, Coords::Pixels] {
            let mut recipe = glossy();
            recipe.coords = coords;
            recipe.view.rotation = 30.0;
            let (at, middle) = ([0.3, -0.2], [0.8, 0.5]);
            let under = |recipe: &Recipe| {
                let span = coords.span();
                let arm = if coords == Coords::Pixels { [span * 1.1, span * 0.3] } else { at };
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
