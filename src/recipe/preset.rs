//! The named starting points: the article's experiments, in its order, then our own.

use super::{
    Activation, Activations, Bias, ColorMode, Coords, Framing, LatentPath, Motion, Period, Recipe, Seed, View, Weights,
};

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
    Nocturne,
    Ink,
    CutPaper,
    Moire,
    Glass,
    Default,
}

impl Preset {
    /// Every preset, in the order in which they are listed. Not format: a line names them.
    pub const ALL: [Self; 22] = [
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
        Self::Nocturne,
        Self::Ink,
        Self::CutPaper,
        Self::Moire,
        Self::Glass,
        Self::Default,
    ];

    /// Those that no article describes, made for their looks: each shows what no other network paints.
    pub(crate) const OWN: [Self; 5] = [Self::Nocturne, Self::Ink, Self::CutPaper, Self::Moire, Self::Glass];

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
            Self::Nocturne => "nocturne",
            Self::Ink => "ink",
            Self::CutPaper => "cut-paper",
            Self::Moire => "moire",
            Self::Glass => "glass",
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
            Self::Mixed => "every neuron has its own function, as in early CPPNs",
            Self::Nocturne => "a few lights in the dark: hidden bells at the end, black between them",
            Self::Ink => "ink on water: all folds end in one sine, which draws their contours",
            Self::CutPaper => "cut paper: hard steps along lines and arcs, flat colours",
            Self::Moire => "woven rings and waves: one layer of fast sines",
            Self::Glass => "clear discs and veils over each other: mixed functions, gently",
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
            latent_path: LatentPath::Seed,
            view: View::HOME,
            framing: Framing::Origin,
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
            Self::Nocturne => {
                recipe.alive(0.4);
                recipe.hidden = vec![16; 5];
                // A bell is nearly 0 but for a ridge: the output is the middle of the colours, which is black.
                let tanh = Activation::Tanh;
                recipe.activation =
                    Activations::PerLayer(vec![Activation::Sin, tanh, tanh, tanh, Activation::Gaussian]);
                recipe.weights = Weights::Scaled(3.0);
                recipe.gain = 0.65;
                recipe.color = ColorMode::Hex(NOCTURNE.to_vec());
            }
            Self::Ink => {
                recipe.alive(0.5);
                recipe.hidden = vec![16, 8, 1];
                recipe.activation = Activations::PerLayer(vec![Activation::Sin, Activation::Tanh, Activation::Sin]);
                recipe.weights = Weights::Scaled(3.8);
                recipe.color = ColorMode::Hex(INK.to_vec());
            }
            Self::CutPaper => {
                recipe.alive(0.4);
                recipe.hidden = vec![12, 8];
                recipe.activation = Activations::All(Activation::Step);
                recipe.weights = Weights::Scaled(3.0);
                recipe.bias = Bias::Normal(0.6);
                recipe.gain = 0.9;
            }
            Self::Moire => {
                recipe.alive(0.5);
                recipe.hidden = vec![10];
                recipe.activation = Activations::All(Activation::Sin);
                recipe.weights = Weights::Scaled(30.0);
                recipe.bias = Bias::Normal(1.0);
                recipe.gain = 0.16;
                recipe.latent_scale = 0.1;
            }
            Self::Glass => {
                recipe.alive(0.35);
                recipe.hidden = vec![16; 4];
                recipe.activation = Activations::Mixed;
                recipe.weights = Weights::Scaled(2.2);
                recipe.bias = Bias::Normal(0.7);
                recipe.gain = 0.6;
                recipe.latent_scale = 0.5;
            }
            // Chosen by eye from contact sheets at 80×48 pixels. A sine in front gives the layers behind
            // it waves to fold, so that features of like size stand all over the picture; the gain keeps
            // the colours out of saturation.
            Self::Default => {
                recipe.alive(0.4);
                recipe.hidden = vec![16; 6];
                recipe.activation = Activations::PerLayer(vec![Activation::Sin, Activation::Tanh]);
                recipe.weights = Weights::Scaled(3.0);
                recipe.gain = 0.6;
                recipe.latent = 8;
            }
        }
        recipe
    }
}

/// Cold light, black in the middle, warm light.
const NOCTURNE: [[u8; 3]; 11] = [
    [0xe6, 0xee, 0xff],
    [0x5d, 0x8c, 0xc0],
    [0x16, 0x26, 0x3c],
    [0x08, 0x0a, 0x11],
    [0x05, 0x05, 0x09],
    [0x05, 0x05, 0x09],
    [0x05, 0x05, 0x09],
    [0x08, 0x0a, 0x11],
    [0x2e, 0x16, 0x0f],
    [0xc2, 0x6a, 0x33],
    [0xff, 0xe9, 0xc2],
];
/// Paper, ink, paper, thinner ink, paper.
const INK: [[u8; 3]; 6] = [
    [0xf4, 0xef, 0xe4],
    [0xe6, 0xdc, 0xcb],
    [0x1b, 0x22, 0x33],
    [0xf4, 0xef, 0xe4],
    [0x2d, 0x3a, 0x55],
    [0xf4, 0xef, 0xe4],
];

impl Recipe {
    /// What our own presets share: a radius, a few latent inputs that move, a frame and colours of the seed's own.
    /// The latent inputs stay small, so that a loop keeps its theme.
    fn alive(&mut self, zoom: f64) {
        self.radius = true;
        self.latent = 4;
        self.latent_scale = 0.3;
        self.view.zoom = zoom;
        self.framing = Framing::Seed;
        self.color = ColorMode::Seed(None);
        self.motion = vec![Motion::Latent];
    }
}
