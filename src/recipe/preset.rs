//! The named starting points: the article's experiments, in its order.

use super::{Activation, Activations, Bias, ColorMode, Coords, Motion, Period, Recipe, Seed, View, Weights};

/// A named starting point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each has its line in `summary`")]
pub enum Preset {
    GreyGoo,
    CornerRays,
    Starburst,
    Mondrian,
    MindBlown,
    Glossy,
    NoHidden,
    OneHidden,
    Deep,
    Wide,
    Pollock,
    Halving,
    Relu,
    Otoro,
    Hardmaru,
    Mixed,
    Default,
}

impl Preset {
    /// Every preset, in the order in which they are listed. Not format: a line names them.
    pub const ALL: [Self; 17] = [
        Self::GreyGoo,
        Self::CornerRays,
        Self::Starburst,
        Self::Mondrian,
        Self::MindBlown,
        Self::Glossy,
        Self::NoHidden,
        Self::OneHidden,
        Self::Deep,
        Self::Wide,
        Self::Pollock,
        Self::Halving,
        Self::Relu,
        Self::Otoro,
        Self::Hardmaru,
        Self::Mixed,
        Self::Default,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GreyGoo => "grey-goo",
            Self::CornerRays => "corner-rays",
            Self::Starburst => "starburst",
            Self::Mondrian => "mondrian",
            Self::MindBlown => "mind-blown",
            Self::Glossy => "glossy",
            Self::NoHidden => "no-hidden",
            Self::OneHidden => "one-hidden",
            Self::Deep => "deep",
            Self::Wide => "wide",
            Self::Pollock => "pollock",
            Self::Halving => "halving",
            Self::Relu => "relu",
            Self::Otoro => "otoro",
            Self::Hardmaru => "hardmaru",
            Self::Mixed => "mixed",
            Self::Default => "default",
        }
    }

    /// The preset of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// What the preset shows, in a line.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::GreyGoo => "flat grey: small weights lose the picture layer by layer",
            Self::CornerRays => "wedges of pure colours from the corner: huge weights, no negative input",
            Self::Starburst => "the same network, the origin in the middle: rays from the centre",
            Self::Mondrian => "zoomed into the starburst: straight-edged polygons",
            Self::MindBlown => "weights within ±3: shards, a busy centre",
            Self::Glossy => "Gaussian weights: glossy folds",
            Self::NoHidden => "no hidden layer: a gradient is all it can paint",
            Self::OneHidden => "one hidden layer: soft blobs",
            Self::Deep => "seventeen layers: filigree that rewards zooming",
            Self::Wide => "twice the width of `glossy`: as busy as `deep`, yet smoother",
            Self::Pollock => "128 wide: near noise",
            Self::Halving => "128, 64, 32, 16, 8: calmer towards the end",
            Self::Relu => "relu instead of tanh: flat facets",
            Self::Otoro => "the 2015 original in JavaScript: a constant input beside x and y",
            Self::Hardmaru => "the TensorFlow sampler: radius and a latent vector",
            Self::Mixed => "every neuron its own function: a CPPN before evolution",
            Self::Default => "chosen by eye: radius and a latent that moves",
        }
    }

    /// The preset's recipe for `seed`. Once released, its values never change.
    pub fn recipe(self, seed: Seed) -> Recipe {
        // The experiments share the notebook's settings; each arm says what differs. They were stills:
        // a morph starts at the very still and keeps its character while it moves.
        let mut recipe = Recipe {
            preset: self,
            seed,
            hidden: vec![16; 9],
            activation: Activations::All(Activation::Tanh),
            weights: Weights::Normal(1.0),
            bias: Bias::First,
            gain: 1.0,
            coords: Coords::Centered,
            radius: false,
            latent: 0,
            latent_scale: 1.0,
            view: View::HOME,
            color: ColorMode::Rgb,
            invert: false,
            stretch: false,
            motion: vec![Motion::Morph],
            to: None,
            period: Period::Auto,
            at: 0.0,
        };
        match self {
            Self::GreyGoo => {
                recipe.weights = Weights::Pytorch;
                recipe.coords = Coords::Pixels;
            }
            Self::CornerRays => {
                recipe.weights = Weights::Uniform(100.0);
                recipe.coords = Coords::Pixels;
            }
            Self::Starburst => recipe.weights = Weights::Uniform(100.0),
            Self::Mondrian => {
                recipe.weights = Weights::Uniform(100.0);
                recipe.view.zoom = 100.0;
            }
            Self::MindBlown => recipe.weights = Weights::Uniform(3.0),
            Self::Glossy => {}
            Self::NoHidden => recipe.hidden = vec![],
            Self::OneHidden => recipe.hidden = vec![16],
            Self::Deep => recipe.hidden = vec![16; 17],
            Self::Wide => recipe.hidden = vec![32; 9],
            Self::Pollock => recipe.hidden = vec![128; 9],
            Self::Halving => recipe.hidden = vec![128, 64, 32, 16, 8],
            Self::Relu => recipe.activation = Activations::All(Activation::Relu),
            Self::Otoro => recipe.bias = Bias::FirstNormal(1.0),
            Self::Hardmaru => {
                recipe.hidden = vec![32; 4];
                recipe.radius = true;
                recipe.latent = 8;
                recipe.latent_scale = 10.0;
                recipe.bias = Bias::Normal(1.0);
                recipe.view.zoom = 0.05;
                recipe.invert = true;
                recipe.motion = vec![Motion::Latent];
            }
            Self::Mixed => {
                recipe.hidden = vec![16; 6];
                recipe.radius = true;
                recipe.activation = Activations::Mixed;
                recipe.bias = Bias::Normal(1.0);
            }
            // Chosen by eye from contact sheets at 80×48 pixels. A sine in front gives the layers behind
            // it waves to fold, so that features of like size stand all over the picture; the gain keeps
            // the colours out of saturation; the latent inputs stay small, so that a loop keeps its theme.
            Self::Default => {
                recipe.hidden = vec![16; 6];
                recipe.activation = Activations::PerLayer(vec![Activation::Sin, Activation::Tanh]);
                recipe.weights = Weights::Scaled(3.0);
                recipe.gain = 0.6;
                recipe.radius = true;
                recipe.latent = 8;
                recipe.latent_scale = 0.3;
                recipe.view.zoom = 0.4;
                recipe.motion = vec![Motion::Latent];
            }
        }
        recipe
    }
}
