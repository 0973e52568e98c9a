//! Surprises: recipes drawn from kinds of network that were chosen by eye.

use super::draw_seed;
use crate::palette::Palette;
use crate::recipe::stream::Stream;
use crate::recipe::{Activation, Activations, Bias, ColorMode, Preset, Recipe, Weights};

/// Named palettes that suit any picture.
const PALETTES: [Palette; 5] = [Palette::Ember, Palette::Dusk, Palette::Lagoon, Palette::Riso, Palette::Porcelain];

/// Presets of our own that are worth a look at any size: moire needs a screen full of pixels, on fewer it is mere texture.
const PRESETS: [Preset; 4] = [Preset::Nocturne, Preset::Ink, Preset::CutPaper, Preset::Glass];

/// One of our own presets, or the default with other insides: kinds of network that were chosen by eye, each with the
/// weights at which it folds without tearing.
pub(super) fn surprising(base: &Recipe, stream: &mut Stream) -> Recipe {
    let own = stream.index(6) == 0;
    let preset = if own { PRESETS[stream.index(PRESETS.len())] } else { Preset::Default };
    let recipe = preset.recipe(draw_seed(stream));
    let recipe = if own { recipe } else { with_other_insides(recipe, stream) };
    Recipe { motion: base.motion.clone(), period: base.period, ..recipe }
}

fn with_other_insides(default: Recipe, stream: &mut Stream) -> Recipe {
    let (activation, depths, scales) = match stream.index(8) {
        0..=2 => (first_then_tanh(Activation::Sin), 4..8, [2.5, 3.0, 3.5]),
        3..=4 => (first_then_tanh(Activation::Gaussian), 4..8, [2.5, 3.0, 3.5]),
        5 => (Activations::All(Activation::Tanh), 6..9, [2.8, 3.0, 3.2]),
        6 => (Activations::All(Activation::Sin), 3..5, [1.4, 1.6, 1.8]),
        _ => (Activations::All(Activation::Gaussian), 4..6, [3.0, 3.5, 4.0]),
    };
    let depth = depths.start + stream.index(depths.len());
    let width = [12, 16, 20, 24][stream.index(4)];
    let scale = scales[stream.index(scales.len())];
    let color = match stream.index(10) {
        0..=7 => ColorMode::Seed(None),
        8 => ColorMode::TwoTone,
        _ => ColorMode::Palette(PALETTES[stream.index(PALETTES.len())]),
    };
    Recipe {
        hidden: vec![width; depth],
        activation,
        weights: Weights::Scaled(scale),
        bias: [Bias::First, Bias::Normal(0.5)][stream.index(2)],
        // One channel alone has to reach both ends of its colours.
        gain: if color.channels() == 1 { 1.2 } else { default.gain },
        color,
        ..default
    }
}

/// The last activation named holds for the rest.
fn first_then_tanh(first: Activation) -> Activations {
    Activations::PerLayer(vec![first, Activation::Tanh])
}
