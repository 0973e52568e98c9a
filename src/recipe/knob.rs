//! The knobs of a recipe: everything about it that has a size, and how it is turned.
//!
//! Keys turn a knob step by step, advice by factors, and a sweep of the tour sets it to one stop after the other: all
//! of them here, with the same limits and the same rounding. What has no size (the colour mode, the motion, the point
//! that is looked at) is no knob.

use super::{Activation, Activations, Bias, MAX_LAYERS, MAX_WIDTH, Recipe, Weights};

/// σ_w that [`Knob::SigmaW`] reaches.
pub(crate) const SIGMA_W: [f64; 2] = [0.25, 32.0];
/// σ_b that [`Knob::SigmaB`] reaches.
pub(crate) const SIGMA_B: [f64; 2] = [0.0, 3.0];

/// Layer widths that the width steps through.
const WIDTHS: [u16; 20] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, MAX_WIDTH];
/// The width of a first hidden layer, where there is none to go by.
const USUAL_WIDTH: u16 = 16;
/// Limits of the other knobs; a line of text may go beyond some of them.
const WEIGHT_SCALE: [f64; 2] = [0.001, 1e6];
const GAIN: [f64; 2] = [0.001, 1e6];
const ZOOM: [f64; 2] = [1e-4, 1e6];

/// One step multiplies weights, or gain and zoom, by this, and adds this to σ_b.
const WEIGHT_STEP: f64 = 1.1;
const ZOOM_STEP: f64 = 1.25;
const SIGMA_B_STEP: f64 = 0.1;

/// Something about a recipe that can be turned up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Knob {
    /// The number of hidden layers. They come and go at the output side.
    Depth,
    /// The neurons of every hidden layer.
    Width,
    /// The place in the list of activations; `mixed` comes behind the last, and the list goes round.
    Activation,
    /// The scale of the weights' distribution. PyTorch's has none: it becomes the Gaussian of the same variance.
    WeightScale,
    /// σ_w of the last hidden layer. Weights become `scaled`, so that no width changes it.
    SigmaW,
    /// σ_b of the hidden layers. Biases become `normal`.
    SigmaB,
    /// What multiplies the output logits.
    Gain,
    /// How close the view is, about the origin of the coordinates.
    Zoom,
}

/// Which way a knob is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Down.
    Less,
    /// Up.
    More,
}

impl Direction {
    /// Which way `steps` go; `None` for none.
    pub(crate) const fn of(steps: i32) -> Option<Self> {
        match steps {
            0 => None,
            ..0 => Some(Self::Less),
            _ => Some(Self::More),
        }
    }
}

impl Knob {
    /// Every knob.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 8] = [
        Self::Depth,
        Self::Width,
        Self::Activation,
        Self::WeightScale,
        Self::SigmaW,
        Self::SigmaB,
        Self::Gain,
        Self::Zoom,
    ];

    /// What turning it means, in a few words.
    pub(crate) const fn words(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Depth, Direction::Less) => "fewer layers",
            (Self::Depth, Direction::More) => "more layers",
            (Self::Width, Direction::Less) => "narrower layers",
            (Self::Width, Direction::More) => "wider layers",
            (Self::Activation, Direction::Less) => "the activation before",
            (Self::Activation, Direction::More) => "the next activation",
            (Self::WeightScale, Direction::Less) => "smaller weights",
            (Self::WeightScale, Direction::More) => "larger weights",
            (Self::SigmaW, Direction::Less) => "smaller σ_w",
            (Self::SigmaW, Direction::More) => "larger σ_w",
            (Self::SigmaB, Direction::Less) => "smaller σ_b",
            (Self::SigmaB, Direction::More) => "larger σ_b",
            (Self::Gain, Direction::Less) => "less gain",
            (Self::Gain, Direction::More) => "more gain",
            (Self::Zoom, Direction::Less) => "zoom out",
            (Self::Zoom, Direction::More) => "zoom in",
        }
    }

    /// Whether every weight stays as it is when this is turned.
    pub(crate) const fn keeps_weights(self) -> bool {
        matches!(self, Self::Activation | Self::Gain | Self::Zoom)
    }

    /// Where it stands in `recipe`: a number of layers, the neurons of the last hidden layer, a place in the list of
    /// activations, a scale.
    pub(crate) fn value(self, recipe: &Recipe) -> f64 {
        match self {
            Self::Depth => recipe.hidden.len() as f64,
            Self::Width => recipe.hidden.last().copied().unwrap_or(0).into(),
            Self::Activation => place_in_list(&recipe.activation) as f64,
            Self::WeightScale => weight_scale(recipe.weights),
            Self::SigmaW => {
                let fan_in = last_fan_in(recipe);
                libm::sqrt(fan_in as f64 * recipe.weights.variance(fan_in))
            }
            Self::SigmaB => match recipe.bias {
                Bias::Normal(std) => std,
                // Of the first layer alone, or none.
                Bias::None | Bias::First | Bias::FirstNormal(_) => 0.0,
            },
            Self::Gain => recipe.gain,
            Self::Zoom => recipe.view.zoom,
        }
    }

    /// Sets it to the allowed value nearest to `value`, of three significant digits, so that lines of text stay short.
    pub(crate) fn set(self, recipe: &mut Recipe, value: f64) {
        let within = |[least, most]: [f64; 2]| significant(value).clamp(least, most);
        match self {
            Self::Depth => {
                let depth = value.round().clamp(0.0, MAX_LAYERS as f64) as usize;
                recipe.hidden.resize(depth, recipe.hidden.last().copied().unwrap_or(USUAL_WIDTH));
            }
            Self::Width => recipe.hidden.fill(value.round().clamp(1.0, MAX_WIDTH.into()) as u16),
            Self::Activation => {
                let place = (value.round() as i64).rem_euclid(Activation::ALL.len() as i64 + 1) as usize;
                recipe.activation = Activation::ALL.get(place).map_or(Activations::Mixed, |a| Activations::All(*a));
            }
            Self::WeightScale => {
                let scale = within(WEIGHT_SCALE);
                recipe.weights = match recipe.weights {
                    Weights::Normal(_) => Weights::Normal(scale),
                    Weights::Uniform(_) => Weights::Uniform(scale),
                    Weights::Pytorch | Weights::Scaled(_) => Weights::Scaled(scale),
                };
            }
            Self::SigmaW => recipe.weights = Weights::Scaled(within(SIGMA_W)),
            Self::SigmaB => recipe.bias = Bias::Normal(within(SIGMA_B)),
            Self::Gain => recipe.gain = within(GAIN),
            Self::Zoom => recipe.view.zoom = within(ZOOM),
        }
    }

    /// Turns it by `steps`, downwards where they are negative. Layers of different widths keep their differences.
    pub(crate) fn turn(self, recipe: &mut Recipe, steps: i32) {
        let value = self.value(recipe);
        let times = |factor: f64| value * libm::pow(factor, steps.into());
        match self {
            Self::Width => recipe.hidden.iter_mut().for_each(|width| *width = stepped(*width, steps)),
            Self::Depth | Self::Activation => self.set(recipe, value + f64::from(steps)),
            Self::WeightScale | Self::SigmaW => self.set(recipe, times(WEIGHT_STEP)),
            Self::SigmaB => self.set(recipe, value + SIGMA_B_STEP * f64::from(steps)),
            Self::Gain | Self::Zoom => self.set(recipe, times(ZOOM_STEP)),
        }
    }

    /// Makes it `factor` times as large, each layer's width by itself. Activations have no size and stay.
    pub(crate) fn scale(self, recipe: &mut Recipe, factor: f64) {
        match self {
            Self::Width => recipe.hidden.iter_mut().for_each(|width| *width = scaled(*width, factor)),
            Self::Activation => {}
            _ => self.set(recipe, self.value(recipe) * factor),
        }
    }
}

impl Weights {
    /// The variance of one weight of a neuron with `fan_in` inputs.
    pub fn variance(self, fan_in: usize) -> f64 {
        match self {
            Self::Normal(std) => std * std,
            Self::Uniform(bound) => bound * bound / 3.0,
            Self::Pytorch => 1.0 / (3.0 * fan_in as f64),
            Self::Scaled(std) => std * std / fan_in as f64,
        }
    }
}

impl Bias {
    /// The variance of one bias, in the `first` hidden layer or a later one, of a neuron with `fan_in` inputs.
    pub(crate) fn variance(self, first: bool, fan_in: usize) -> f64 {
        match self {
            Self::First if first => 1.0 / (3.0 * fan_in as f64),
            Self::FirstNormal(std) if first => std * std,
            Self::Normal(std) => std * std,
            Self::None | Self::First | Self::FirstNormal(_) => 0.0,
        }
    }
}

/// The number in the distribution; of PyTorch's, U(±1/√N), that of the Gaussian of its variance 1/3N.
fn weight_scale(weights: Weights) -> f64 {
    match weights {
        Weights::Normal(scale) | Weights::Uniform(scale) | Weights::Scaled(scale) => scale,
        Weights::Pytorch => 1.0 / libm::sqrt(3.0),
    }
}

/// The inputs of a neuron in the last hidden layer; where it is the only one, of a layer like it behind it.
fn last_fan_in(recipe: &Recipe) -> usize {
    let before = recipe.hidden.iter().rev().nth(1).or(recipe.hidden.last());
    before.copied().unwrap_or(USUAL_WIDTH).into()
}

fn place_in_list(activations: &Activations) -> usize {
    match activations {
        Activations::All(activation) => Activation::ALL.iter().position(|known| known == activation).unwrap_or(0),
        Activations::PerLayer(_) | Activations::Mixed => Activation::ALL.len(),
    }
}

/// The width that lies `steps` further along the list.
fn stepped(width: u16, steps: i32) -> u16 {
    let wider = |width: u16| WIDTHS.iter().copied().find(|listed| *listed > width);
    let narrower = |width: u16| WIDTHS.iter().rev().copied().find(|listed| *listed < width);
    let next = |width: u16| if steps > 0 { wider(width) } else { narrower(width) };
    (0..steps.unsigned_abs()).try_fold(width, |width, _| next(width).ok_or(width)).unwrap_or_else(|last| last)
}

/// `factor` times the width, rounded down. No layer becomes a single neuron by that, which all pixels pass in a row.
fn scaled(width: u16, factor: f64) -> u16 {
    let wanted = libm::floor(f64::from(width) * factor).clamp(1.0, MAX_WIDTH.into()) as u16;
    wanted.max(width.min(2))
}

/// `value` to three significant digits: the nearest number that is written so.
fn significant(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = (2 - libm::floor(libm::log10(value.abs())) as i32).max(0);
    decimal(value, digits as usize)
}

/// `value` to `digits` decimal places: the nearest number that is written so.
pub(crate) fn decimal(value: f64, digits: usize) -> f64 {
    format!("{value:.digits$}").parse().unwrap_or(value)
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
        Knob::Depth.turn(&mut recipe, 100);
        assert_eq!(recipe.hidden.len(), MAX_LAYERS);
        Knob::Depth.turn(&mut recipe, -100);
        assert!(recipe.hidden.is_empty());
        Knob::Depth.turn(&mut recipe, 1);
        assert_eq!(recipe.hidden, [16]);
    }

    #[test]
    fn a_step_and_its_reverse_come_home() {
        let mut recipe = glossy();
        Knob::WeightScale.turn(&mut recipe, 1);
        assert_eq!(recipe.weights, Weights::Normal(1.1));
        Knob::WeightScale.turn(&mut recipe, -1);
        assert_eq!(recipe.weights, Weights::Normal(1.0));
        Knob::Width.turn(&mut recipe, 1);
        assert_eq!(recipe.hidden, [24; 9]);
        Knob::Width.turn(&mut recipe, -1);
        assert_eq!(recipe.hidden, [16; 9]);
        Knob::Activation.turn(&mut recipe, -1);
        assert_eq!(recipe.activation, Activations::Mixed);
        Knob::Activation.turn(&mut recipe, 1);
        assert_eq!(recipe.activation, Activations::All(Activation::Tanh));
    }

    #[test]
    fn steps_taken_together_or_one_by_one_end_at_the_same_width() {
        for steps in [-30_i32, -3, 3, 30] {
            let (mut at_once, mut one_by_one) = (glossy(), glossy());
            Knob::Width.turn(&mut at_once, steps);
            (0..steps.abs()).for_each(|_| Knob::Width.turn(&mut one_by_one, steps.signum()));
            assert_eq!(at_once.hidden, one_by_one.hidden);
        }
    }

    #[test]
    fn a_walk_over_the_plane_starts_where_the_network_is() {
        let mut recipe = glossy();
        Knob::SigmaW.turn(&mut recipe, 1);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(4.4), glossy().bias));
        Knob::SigmaW.turn(&mut recipe, -1);
        Knob::SigmaB.turn(&mut recipe, 2);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(4.0), Bias::Normal(0.2)));
        Knob::SigmaW.turn(&mut recipe, -100);
        Knob::SigmaB.turn(&mut recipe, -100);
        assert_eq!((recipe.weights, recipe.bias), (Weights::Scaled(0.25), Bias::Normal(0.0)));
    }

    #[test]
    fn a_knob_set_to_its_value_stays_and_any_turn_gives_a_recipe_that_a_line_can_say() {
        for preset in Preset::ALL {
            for knob in Knob::ALL {
                let mut recipe = preset.recipe(Seed::from(1));
                let value = knob.value(&recipe);
                let value = if knob == Knob::SigmaW { value.clamp(SIGMA_W[0], SIGMA_W[1]) } else { value };
                for steps in [1, -2, -2000, 2000] {
                    knob.turn(&mut recipe, steps);
                    assert!(recipe.clone().canonical().validate().is_ok(), "{knob:?} by {steps}: {recipe}");
                }
                knob.scale(&mut recipe, 1e9);
                assert!(recipe.clone().canonical().validate().is_ok(), "{knob:?}: {recipe}");
                // Without layers there is no width to set.
                if !(knob == Knob::Width && recipe.hidden.is_empty()) {
                    knob.set(&mut recipe, value);
                    let found = knob.value(&recipe);
                    assert!((found - value).abs() <= 0.005 * value.max(1.0), "{knob:?}: {found} for {value}");
                }
            }
        }
    }

    #[test]
    fn pytorchs_weights_keep_their_variance_when_they_get_a_scale() {
        let mut recipe = Preset::GreyGoo.recipe(Seed::from(1));
        assert_eq!(recipe.weights, Weights::Pytorch);
        let before = recipe.weights.variance(16);
        Knob::WeightScale.scale(&mut recipe, 1.0);
        let Weights::Scaled(_) = recipe.weights else { panic!("{recipe}") };
        assert!((recipe.weights.variance(16) / before - 1.0).abs() < 0.01);
    }

    #[test]
    fn narrowing_halves_each_layer_and_leaves_two_neurons() {
        let mut recipe = Recipe { hidden: vec![128, 9, 3, 2, 1], ..glossy() };
        Knob::Width.scale(&mut recipe, 0.5);
        assert_eq!(recipe.hidden, [64, 4, 2, 2, 1]);
    }
}
