//! The shape of a network that learns, and the recipe that says the rest of what it paints.

use crate::recipe::{Activation, Activations, LatentPath, Motion, Preset, Recipe, Seed};

use super::training_set::latent_inputs;

/// The most pictures that one network learns: they share what there is.
pub(crate) const MAX_PICTURES: usize = 16;
/// The most weights and biases: room for 256x16, and for what is kept of each.
const MAX_PARAMETERS: usize = 1 << 20;

/// The hidden layers of a network that learns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Widths, input side first.
    pub hidden: Vec<u16>,
    /// The nonlinearity behind each; none drawn per neuron.
    pub activation: Activations,
}

/// Six layers of 64 sines: the most for its time on 256×160 pixels.
impl Default for Shape {
    fn default() -> Self {
        Self { hidden: vec![64; 6], activation: Activations::All(Activation::Sin) }
    }
}

/// Why a network of a shape can't learn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// No picture, or too many.
    #[error("{0} pictures: name 1 to {MAX_PICTURES} to be learnt")]
    Pictures(usize),
    /// Each neuron has its own activation.
    #[error("activation=mixed can't learn; name one, or one per layer")]
    Mixed,
    /// An activation without a slope.
    #[error("activation=step is flat on both sides, so nothing before it can be learnt; choose another, as sin")]
    Flat,
    /// More weights than learning has room for.
    #[error("{0} weights: at most {MAX_PARAMETERS} can be learnt; make the hidden layers fewer or narrower")]
    Large(usize),
}

impl Shape {
    /// Whether networks of this shape can learn so many pictures.
    ///
    /// # Errors
    /// If there is no picture or too many, or the shape is none that can learn.
    pub(crate) fn check(&self, pictures: usize) -> Result<(), ShapeError> {
        if !(1..=MAX_PICTURES).contains(&pictures) {
            return Err(ShapeError::Pictures(pictures));
        }
        let recipe = self.recipe(pictures);
        let activations: Option<Vec<_>> = (0..self.hidden.len()).map(|layer| recipe.layer_activation(layer)).collect();
        if activations.ok_or(ShapeError::Mixed)?.contains(&Activation::Step) {
            return Err(ShapeError::Flat);
        }
        let parameters = recipe.parameters();
        if parameters > MAX_PARAMETERS { Err(ShapeError::Large(parameters)) } else { Ok(()) }
    }

    /// What paints the learnt network: everything but the weights. One picture dissolves into fog and comes back;
    /// of several the latent inputs go round the circle on which each has its point.
    pub fn recipe(&self, pictures: usize) -> Recipe {
        let latent = latent_inputs(pictures);
        let motion = vec![if latent > 0 { Motion::Latent } else { Motion::Fog }];
        let latent_path = if latent > 0 { LatentPath::Circle } else { LatentPath::Seed };
        let (hidden, activation) = (self.hidden.clone(), self.activation.clone());
        // Of all presets it is the plainest: the output as it is, the whole plane, no radius.
        let plain = Preset::Glossy.recipe(Seed::from(0));
        Recipe { hidden, activation, latent, latent_path, motion, ..plain }.canonical()
    }
}
