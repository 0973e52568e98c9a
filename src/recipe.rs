//! Everything that determines a picture: the preset and seed that it starts from, and each knob.
//!
//! A [`Recipe`] is plain data. [`text`] writes and reads it as one line, [`preset`] holds the named
//! starting points, [`knob`] turns what has a size, [`breed`] makes its children and crosses, [`framing`] places its
//! picture in the plane, and [`stream`] is the random stream that its seed names.

use crate::palette::Palette;

pub mod breed;
mod family;
pub mod framing;
pub(crate) mod knob;
mod preset;
pub mod stream;
pub mod text;

pub use family::{Child, Cross, Generation, MAX_CHILDREN, Seed};
pub use framing::Framing;
pub use knob::Knob;
pub use preset::Preset;

/// The most hidden layers that a recipe may ask for.
pub const MAX_LAYERS: usize = 64;
/// The widest hidden layer that a recipe may ask for.
pub const MAX_WIDTH: u16 = 1024;
/// The most latent inputs that a recipe may ask for.
pub const MAX_LATENT: u8 = 64;

/// The most colours that a list of one's own may have.
pub const MAX_COLORS: usize = 16;

/// Everything that determines a picture, apart from its size in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The named starting point; knobs at its own values are not printed.
    pub preset: Preset,
    /// Names the random streams that the weights and the latent path are drawn from.
    pub seed: Seed,
    /// Widths of the hidden layers, input side first; empty for a purely linear network.
    pub hidden: Vec<u16>,
    /// The nonlinearity behind each hidden layer.
    pub activation: Activations,
    /// The distribution of every weight.
    pub weights: Weights,
    /// The distribution of the biases, and which layers have one.
    pub bias: Bias,
    /// Multiplies the output logits, apart from the weights. 0..=1e6.
    pub gain: f64,
    /// What the input coordinates mean.
    pub coords: Coords,
    /// Whether r = √(x² + y²) is an input.
    pub radius: bool,
    /// Number of latent inputs z, 0..=[`MAX_LATENT`].
    pub latent: u8,
    /// Multiplies the latent inputs. 0..=1e4.
    pub latent_scale: f64,
    /// Which way the latent inputs take.
    pub latent_path: LatentPath,
    /// Where the picture plane is looked at, within the frame.
    pub view: View,
    /// Which part of the plane the view starts from.
    pub framing: Framing,
    /// What the output channels mean.
    pub color: ColorMode,
    /// Each channel v becomes 1 − v.
    pub invert: bool,
    /// Each channel is stretched to its full range, measured once over the loop.
    pub stretch: bool,
    /// What moves, in the order of [`Motion::ALL`], each once; empty for a still.
    pub motion: Vec<Motion>,
    /// The root seed of the other network of a morph; `None` for the next one.
    pub to: Option<u64>,
    /// How long one loop takes.
    pub period: Period,
    /// The moment that a still shows, in seconds into the loop. 0..=86400.
    pub at: f64,
}

impl Recipe {
    /// Normalises: drops whatever the line of text leaves implicit, and numbers so near to zero (below 10⁻¹²) that they
    /// would fill a line.
    pub fn canonical(mut self) -> Self {
        self.seed = self.seed.canonical();
        let longest = self.most_activations();
        if let Activations::PerLayer(list) = &mut self.activation {
            list.truncate(longest);
            while list.len() > 1 && list[list.len() - 2] == list[list.len() - 1] {
                list.pop();
            }
            if let [only] = list[..] {
                self.activation = Activations::All(only);
            }
        }
        self.numbers_mut().into_iter().filter(|number| number.abs() < 1e-12).for_each(|number| *number = 0.0);
        if self.to == Some(self.next_seed()) {
            self.to = None;
        }
        if self.color == ColorMode::Seed(Some(self.seed.root)) {
            self.color = ColorMode::Seed(None);
        }
        self.motion.sort_unstable();
        self.motion.dedup();
        self
    }

    fn numbers_mut(&mut self) -> Vec<&mut f64> {
        let View { zoom, center: [x, y], rotation } = &mut self.view;
        let mut numbers = vec![&mut self.gain, &mut self.latent_scale, zoom, x, y, rotation, &mut self.at];
        match &mut self.weights {
            Weights::Normal(scale) | Weights::Uniform(scale) | Weights::Scaled(scale) => numbers.push(scale),
            Weights::Pytorch => {}
        }
        match &mut self.bias {
            Bias::FirstNormal(scale) | Bias::Normal(scale) => numbers.push(scale),
            Bias::None | Bias::First => {}
        }
        numbers
    }

    /// The most activations that have an effect: one per layer, and those of the preset, which say what
    /// further layers would have.
    fn most_activations(&self) -> usize {
        let own = match self.preset.recipe(self.seed.clone()).activation {
            Activations::PerLayer(list) => list.len(),
            _ => 1,
        };
        own.max(self.hidden.len())
    }

    /// The activation of hidden layer `layer`, or `None` where it is drawn per neuron.
    pub fn layer_activation(&self, layer: usize) -> Option<Activation> {
        match &self.activation {
            Activations::All(activation) => Some(*activation),
            Activations::PerLayer(list) => list.get(layer).or(list.last()).copied(),
            Activations::Mixed => None,
        }
    }

    /// The root seed of the other network of a morph.
    pub(crate) fn morph_seed(&self) -> u64 {
        self.to.unwrap_or_else(|| self.next_seed())
    }

    fn next_seed(&self) -> u64 {
        self.seed.root.wrapping_add(1)
    }

    /// Number of weights and biases, counting every input and output: what memory and time follow.
    pub fn parameters(&self) -> usize {
        let inputs = 2 + usize::from(self.radius) + usize::from(self.latent);
        let widths = self.hidden.iter().map(|w| usize::from(*w));
        let (last, total) = widths.fold((inputs, 0), |(fan_in, sum), w| (w, sum + (fan_in + 1) * w));
        total + (last + 1) * self.color.channels()
    }
}

/// A nonlinearity. The kernel's documentation gives each formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Activation {
    Tanh,
    Sin,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    Sigmoid,
    Softplus,
    Gaussian,
    Abs,
    Step,
}

impl Activation {
    /// What `mixed` draws from, in the order that the draw indexes: format, never to be changed or extended.
    pub const MIXED: [Self; 11] = [
        Self::Tanh,
        Self::Sin,
        Self::Relu,
        Self::LeakyRelu,
        Self::Elu,
        Self::Gelu,
        Self::Sigmoid,
        Self::Softplus,
        Self::Gaussian,
        Self::Abs,
        Self::Step,
    ];
    /// Every activation, in the order of the table. Not format: more may follow.
    pub const ALL: [Self; 11] = [
        Self::Tanh,
        Self::Sin,
        Self::Relu,
        Self::LeakyRelu,
        Self::Elu,
        Self::Gelu,
        Self::Sigmoid,
        Self::Softplus,
        Self::Gaussian,
        Self::Abs,
        Self::Step,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tanh => "tanh",
            Self::Sin => "sin",
            Self::Relu => "relu",
            Self::LeakyRelu => "leaky-relu",
            Self::Elu => "elu",
            Self::Gelu => "gelu",
            Self::Sigmoid => "sigmoid",
            Self::Softplus => "softplus",
            Self::Gaussian => "gaussian",
            Self::Abs => "abs",
            Self::Step => "step",
        }
    }
}

/// Which nonlinearity stands where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Activations {
    /// One for every hidden layer.
    All(Activation),
    /// One per hidden layer; the last one holds for all layers behind it. At least one.
    PerLayer(Vec<Activation>),
    /// Each neuron has its own, drawn from the seed.
    Mixed,
}

/// The distribution of the weights. `fan_in` is the number of inputs of the neuron.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weights {
    /// Gaussian with this standard deviation. 0..=1e6.
    Normal(f64),
    /// Uniform within ± this. 0..=1e6.
    Uniform(f64),
    /// PyTorch's default for a linear layer: uniform within ±1/√fan_in.
    Pytorch,
    /// Gaussian with standard deviation this/√fan_in. 0..=1e6.
    Scaled(f64),
}

/// The distribution of the biases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bias {
    /// No biases.
    None,
    /// Layer 1 alone: uniform within ±1/√fan_in, as PyTorch draws it.
    First,
    /// Layer 1 alone: Gaussian with this standard deviation. 0..=1e6.
    FirstNormal(f64),
    /// All layers: Gaussian with this standard deviation. 0..=1e6.
    Normal(f64),
}

/// What the input coordinates mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coords {
    /// The origin is the middle; the shorter side spans −0.5..0.5.
    Centered,
    /// The origin is the top left pixel; the shorter side spans 0..128.
    Pixels,
}

impl Coords {
    /// Both. Not format.
    pub const ALL: [Self; 2] = [Self::Centered, Self::Pixels];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Centered => "centered",
            Self::Pixels => "pixels",
        }
    }

    /// How many units the shorter side of the picture spans at zoom 1.
    pub const fn span(self) -> f64 {
        match self {
            Self::Centered => 1.0,
            Self::Pixels => 128.0,
        }
    }
}

/// Where the picture plane is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// x and y are divided by this: larger is closer. 1e-6..=1e9.
    pub zoom: f64,
    /// The point of the plane that the coordinates' origin shows. ±1e6.
    pub center: [f64; 2],
    /// Degrees, counter-clockwise. ±360.
    pub rotation: f64,
}

impl View {
    /// The whole plane, upright.
    pub const HOME: Self = Self { zoom: 1.0, center: [0.0, 0.0], rotation: 0.0 };
}

/// What the output channels mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColorMode {
    /// A palette drawn from this seed, or from the root of the recipe's own, on the channels' principal axes.
    Seed(Option<u64>),
    /// Red, green, blue.
    Rgb,
    /// Hue, saturation, value.
    Hsv,
    /// Hue, saturation, lightness.
    Hsl,
    /// Cyan, magenta, yellow, key.
    Cmyk,
    /// One channel, black to white.
    Gray,
    /// One channel between two complementary tones drawn from the seed.
    TwoTone,
    /// One channel along a named colour map.
    Palette(Palette),
    /// One channel along these sRGB colours, 2 to [`MAX_COLORS`] of them, blended in Oklab.
    Hex(Vec<[u8; 3]>),
}

impl ColorMode {
    /// How many output neurons the mode reads.
    pub const fn channels(&self) -> usize {
        match self {
            Self::Seed(_) | Self::Rgb | Self::Hsv | Self::Hsl => 3,
            Self::Cmyk => 4,
            Self::Gray | Self::TwoTone | Self::Palette(_) | Self::Hex(_) => 1,
        }
    }
}

/// Something that moves over a loop. Every one returns to its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Motion {
    /// The latent inputs go round a closed path.
    Latent,
    /// The weights go round the circle through another network's.
    Morph,
    /// Closer and back.
    Zoom,
    /// One turn.
    Rotate,
    /// A wave runs through the plane.
    Wave,
    /// Zoom and turn together.
    Spiral,
    /// The view goes round.
    Pan,
    /// A little of everything.
    Combo,
    /// The hidden layers' weights shrink and grow again: the picture dissolves into fog and clears.
    Fog,
    /// The first layer's biases go astray and return: the picture's own paint splatters.
    Splatter,
    /// The output channels turn into one another.
    Recolor,
}

impl Motion {
    /// Every motion, in the order in which a canonical line names them: format; new ones go to the end.
    pub const ALL: [Self; 11] = [
        Self::Latent,
        Self::Morph,
        Self::Zoom,
        Self::Rotate,
        Self::Wave,
        Self::Spiral,
        Self::Pan,
        Self::Combo,
        Self::Fog,
        Self::Splatter,
        Self::Recolor,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latent => "latent",
            Self::Morph => "morph",
            Self::Zoom => "zoom",
            Self::Rotate => "rotate",
            Self::Wave => "wave",
            Self::Spiral => "spiral",
            Self::Pan => "pan",
            Self::Combo => "combo",
            Self::Fog => "fog",
            Self::Splatter => "splatter",
            Self::Recolor => "recolor",
        }
    }

    /// Whether it moves the weights of the network by itself, towards no other network.
    pub const fn drifts(self) -> bool {
        matches!(self, Self::Fog | Self::Splatter | Self::Recolor)
    }
}

/// The closed path of the latent inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LatentPath {
    /// Drawn from the seed, for each input.
    Seed,
    /// The first two go round the circle of radius 1, from (1, 0), and the others are 0. Learnt pictures stand there.
    Circle,
}

impl LatentPath {
    /// Every path. Not format: a line names them.
    pub const ALL: [Self; 2] = [Self::Seed, Self::Circle];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Circle => "circle",
        }
    }
}

/// How long one loop takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Period {
    /// The loop's visual length at visual speed 1, within 8..=120 s.
    Auto,
    /// This many seconds. 0.1..=86400.
    Seconds(f64),
}
