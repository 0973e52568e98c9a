//! Everything that determines a picture: the preset and seed that it starts from, and each knob.
//!
//! A [`Recipe`] is plain data, and each kind of its values has a file: [`Seed`] in `family.rs`, [`Activation`] in
//! `activation.rs`, [`Weights`] and [`Bias`] in `distribution.rs`, [`View`] in `plane.rs`, [`ColorMode`] in
//! `color_mode.rs`, [`Motion`] in `motion.rs`.
//!
//! `canonical.rs` gives it the one form that is written. [`text`] writes and reads it as one line, [`preset`] holds the
//! named starting points, [`knob`] turns what has a size, [`breed`] makes its children and crosses, [`framing`] places
//! its picture in the plane, and [`stream`] is the random stream that its seed names.

mod activation;
pub mod breed;
mod canonical;
mod color_mode;
mod distribution;
mod family;
pub mod framing;
pub(crate) mod knob;
mod motion;
mod plane;
mod preset;
pub mod stream;
pub mod text;

pub use activation::{Activation, Activations};
pub use color_mode::ColorMode;
pub use distribution::{Bias, Weights};
pub use family::{Child, Cross, Generation, MAX_CHILDREN, Seed};
pub use framing::Framing;
pub use knob::Knob;
pub use motion::{LatentPath, Motion, Period};
pub use plane::{Coords, View};
pub use preset::Preset;

/// The most hidden layers that a recipe may ask for.
pub(crate) const MAX_LAYERS: usize = 64;
/// The widest hidden layer that a recipe may ask for.
pub(crate) const MAX_WIDTH: u16 = 1024;
/// The most latent inputs that a recipe may ask for.
pub(crate) const MAX_LATENT: u8 = 64;

/// The most colours that a list of one's own may have.
pub(crate) const MAX_COLORS: usize = 16;

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
