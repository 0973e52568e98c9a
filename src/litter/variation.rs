//! Children that differ in a key of the line: colour, motion, shape, view.

use super::Aspect;
use crate::palette::Palette;
use crate::recipe::stream::Stream;
use crate::recipe::text::LineKey;
use crate::recipe::{Activation, Activations, ColorMode, Coords, MAX_LAYERS, Motion, Recipe};

/// A child, and what it differs in.
pub(super) type Variation = (Recipe, String);

/// Colours of one channel that suit any picture.
const ONE_CHANNEL: [ColorMode; 7] = [
    ColorMode::TwoTone,
    ColorMode::Palette(Palette::Ember),
    ColorMode::Palette(Palette::Dusk),
    ColorMode::Palette(Palette::Lagoon),
    ColorMode::Palette(Palette::Riso),
    ColorMode::Palette(Palette::Porcelain),
    ColorMode::Palette(Palette::Plasma),
];
/// Activations that fold a picture without tearing it.
const ACTIVATIONS: [Activation; 6] = [
    Activation::Tanh,
    Activation::Sin,
    Activation::Gaussian,
    Activation::Elu,
    Activation::Softplus,
    Activation::Sigmoid,
];
/// How many times closer or farther a view goes at the usual strength.
const ZOOM: f64 = 1.6;
/// How far it moves aside, as a share of its shorter side.
const SHIFT: f64 = 0.3;
/// How far it turns, in degrees.
const TURN: f64 = 25.0;
/// Seeds of other palettes stay below this, so that lines stay short.
const COLOR_SEEDS: usize = 1000;

/// A child of `parent` that differs in `aspect`, which is not its weights; `None` where there is none that a line
/// can say and `allows`. `reach` is how many times more than usual it differs, where that has a degree.
pub(super) fn vary(
    parent: &Recipe,
    aspect: Aspect,
    reach: f64,
    stream: &mut Stream,
    allows: impl Fn(&Recipe) -> bool,
) -> Option<Variation> {
    let mut variations = match aspect {
        Aspect::Weights => Vec::new(),
        Aspect::Color => colors(parent, stream),
        Aspect::Motion => motions(parent),
        Aspect::Shape => shapes(parent),
        Aspect::View => views(parent, reach, stream),
    };
    variations.retain(|(recipe, _)| recipe.validate().is_ok() && allows(recipe));
    (!variations.is_empty()).then(|| variations.swap_remove(stream.index(variations.len())))
}

/// Another drawn palette, where the channels are mapped by one; else another map of a single channel.
fn colors(parent: &Recipe, stream: &mut Stream) -> Vec<Variation> {
    let named = |color: ColorMode| (Recipe { color, ..parent.clone() }, "colour".to_owned());
    let mut drawn = parent.clone();
    let seed = format!("seed:{}", stream.index(COLOR_SEEDS));
    let is_drawn = LineKey::named("color").is_some_and(|key| key.set(&mut drawn, &seed).is_ok());
    if is_drawn && parent.color.channels() == drawn.color.channels() {
        return vec![(drawn, "colour".to_owned())];
    }
    ONE_CHANNEL.into_iter().filter(|color| *color != parent.color).map(named).collect()
}

/// Each other motion, alone and beside what moves already.
fn motions(parent: &Recipe) -> Vec<Variation> {
    let moves = |motion: &Motion| *motion != Motion::Latent || parent.latent > 0;
    let others = Motion::ALL.into_iter().filter(|motion| !parent.motion.contains(motion)).filter(moves);
    let mut variations = Vec::new();
    for other in others {
        let alone = Recipe { motion: vec![other], ..parent.clone() };
        variations.push((alone, format!("motion {}", other.name())));
        if !parent.motion.is_empty() {
            let beside = Recipe { motion: [parent.motion.as_slice(), &[other]].concat(), ..parent.clone() };
            variations.push((beside, format!("{} too", other.name())));
        }
    }
    variations
}

/// A layer more or fewer, another activation in front or everywhere.
fn shapes(parent: &Recipe) -> Vec<Variation> {
    let with_hidden = |hidden: Vec<u16>, what: &str| (Recipe { hidden, ..parent.clone() }, what.to_owned());
    let mut variations = Vec::new();
    let depth = parent.hidden.len();
    if depth < MAX_LAYERS {
        let width = parent.hidden.last().copied().unwrap_or(16);
        variations.push(with_hidden([parent.hidden.as_slice(), &[width]].concat(), "one layer more"));
    }
    if depth > 1 {
        variations.push(with_hidden(parent.hidden[..depth - 1].to_vec(), "one layer fewer"));
    }
    for activation in ACTIVATIONS {
        variations.extend(with_activation_in_front(parent, activation));
        let everywhere = Activations::All(activation);
        if depth > 0 && parent.activation != everywhere {
            let recipe = Recipe { activation: everywhere, ..parent.clone() };
            variations.push((recipe, format!("{} everywhere", activation.name())));
        }
    }
    variations
}

/// `activation` behind the first hidden layer alone, where that changes anything.
fn with_activation_in_front(parent: &Recipe, activation: Activation) -> Option<Variation> {
    let layers = 0..parent.hidden.len();
    let mut list = layers.map(|layer| parent.layer_activation(layer)).collect::<Option<Vec<_>>>()?;
    if list.len() < 2 || list[0] == activation {
        return None;
    }
    list[0] = activation;
    let recipe = Recipe { activation: Activations::PerLayer(list), ..parent.clone() };
    Some((recipe, format!("{} in front", activation.name())))
}

/// Closer, farther, aside, turned.
fn views(parent: &Recipe, reach: f64, stream: &mut Stream) -> Vec<Variation> {
    let zoom = libm::pow(ZOOM, reach);
    let heading = std::f64::consts::TAU * stream.uniform();
    let turn = TURN * reach.min(3.0) * if stream.index(2) == 0 { 1.0 } else { -1.0 };
    let mut variations = vec![parent.clone(); 4];
    variations[0].view.zoom = three_digits(parent.view.zoom * zoom);
    variations[1].view.zoom = three_digits(parent.view.zoom / zoom);
    variations[2].view.center = aside(parent, SHIFT * reach, heading);
    variations[3].view.rotation = three_digits(libm::fmod(parent.view.rotation + turn, 360.0));
    let names = ["closer", "farther", "aside", "turned"].map(str::to_owned);
    variations.into_iter().zip(names).collect()
}

/// The view's centre, moved by `distance` of its shorter side. Rounded to what is short to write.
fn aside(parent: &Recipe, distance: f64, heading: f64) -> [f64; 2] {
    let span = if parent.coords == Coords::Pixels { 128.0 } else { 1.0 } / parent.view.zoom;
    let grain = libm::pow(10.0, libm::floor(libm::log10(span / 100.0)));
    let direction = [libm::cos(heading), libm::sin(heading)];
    std::array::from_fn(|axis| {
        let moved = parent.view.center[axis] + distance * span * direction[axis];
        let rounded = libm::round(moved / grain) * grain;
        format!("{rounded:.9}").parse().unwrap_or(rounded)
    })
}

/// `value` to three significant digits.
fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Preset;
    use crate::recipe::stream::{Purpose, StreamKey};

    #[test]
    fn every_preset_and_extreme_varies_within_what_a_line_can_say() {
        let mut stream = StreamKey::root(1).stream(Purpose::Curation);
        let plain = Preset::ALL.map(|preset| preset.recipe(3.into()));
        let mut extremes = plain.clone();
        for recipe in &mut extremes {
            recipe.hidden = vec![1; MAX_LAYERS];
            (recipe.view.zoom, recipe.view.rotation) = (1e9, 360.0);
            recipe.motion = Motion::ALL.to_vec();
        }
        for recipe in plain.into_iter().chain(extremes) {
            for aspect in [Aspect::Shape, Aspect::Color, Aspect::View, Aspect::Motion] {
                for reach in [0.25, 1.0, 4.0] {
                    let Some((child, what)) = vary(&recipe, aspect, reach, &mut stream, |_| true) else {
                        assert_eq!((aspect, recipe.motion.len()), (Aspect::Motion, Motion::ALL.len()), "{recipe}");
                        continue;
                    };
                    assert!(child.validate().is_ok() && !what.is_empty() && what.len() < 40, "{child}");
                    assert_eq!((&child.seed, child.preset), (&recipe.seed, recipe.preset));
                }
            }
        }
    }

    #[test]
    fn three_digits_are_the_decimal_ones() {
        for (value, expected) in [(0.4 * 1.6, 0.64), (0.123_45, 0.123), (-98.765, -98.8), (1e9, 1e9), (0.0, 0.0)] {
            assert_eq!(three_digits(value), expected);
        }
    }
}
