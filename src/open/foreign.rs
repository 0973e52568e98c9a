//! Weights from elsewhere: a network that no line of text can draw.

use std::path::Path;

use crate::network::weights::WeightsError;
use crate::network::{LayerActivation, Network};
use crate::recipe::{Activation, Activations, ColorMode, Motion, Recipe};

/// A network out of a file, with a recipe of its shape for everything else: view, colour, motion.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// The file's name, without its directories.
    pub name: String,
    /// Eight hexadecimal digits of the file's FNV-1a hash: tells two files of one name apart.
    pub hash: String,
    /// The weights. After knobs were turned on `recipe`, [`Foreign::conform`] makes them fit.
    pub network: Network,
    /// What is not weights.
    pub recipe: Recipe,
}

impl Foreign {
    /// Wraps `network`, read from the file at `path` of these bytes; `base` says the rest.
    pub(super) fn new(path: &Path, bytes: &[u8], network: Network, base: Recipe) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let recipe = shaped(base, &network);
        Self { name, hash: hash(bytes), network, recipe }
    }

    /// What stands for the line of text on the status bar: as [`label`] of its file.
    pub fn label(&self) -> String {
        format!("{} #{}", self.name, self.hash)
    }

    /// The network that paints `recipe`, if these weights do: it draws none of its own and asks for their shape.
    pub fn network_for(&self, recipe: &Recipe) -> Option<Network> {
        let drawn = |recipe: &Recipe| (recipe.preset, recipe.seed.clone(), recipe.weights, recipe.bias);
        let mut conformed = Self { recipe: recipe.clone(), ..self.clone() };
        (drawn(recipe) == drawn(&self.recipe) && conformed.conform().is_ok()).then_some(conformed.network)
    }

    /// Reads the network as the recipe's knobs now say: its activations and whether r is an input,
    /// the one thing that weights leave open. The number of latent inputs follows.
    ///
    /// # Errors
    /// If a knob asks for another shape than the file has.
    pub fn conform(&mut self) -> Result<(), WeightsError> {
        let asked = self.recipe.clone();
        let inputs = self.network.layers.first().map_or(0, |layer| layer.inputs);
        let latent = inputs.checked_sub(2 + usize::from(asked.radius)).ok_or_else(|| mismatch("radius"))?;
        let mut network = Network { radius: asked.radius, latent, ..self.network.clone() };
        for (index, layer) in network.layers.iter_mut().enumerate() {
            match asked.layer_activation(index) {
                Some(activation) if layer.activation != LayerActivation::Linear => {
                    layer.activation = LayerActivation::Uniform(activation);
                }
                _ => {}
            }
        }
        let fits = shaped(asked.clone(), &network);
        if fits.hidden != asked.hidden {
            return Err(mismatch("hidden"));
        }
        if fits.color != asked.color {
            return Err(mismatch("color"));
        }
        (self.network, self.recipe) = (network, fits);
        Ok(())
    }
}

/// What names the weights in a file of this name and these bytes.
pub fn label(name: &str, bytes: &[u8]) -> String {
    format!("{name} #{}", hash(bytes))
}

fn hash(bytes: &[u8]) -> String {
    format!("{:08x}", fnv(bytes) >> 32)
}

fn mismatch(knob: &str) -> WeightsError {
    WeightsError::Metadata(format!("{knob} asks for another shape than the weights have"))
}

/// `base` with everything that the network's shape decides.
fn shaped(base: Recipe, network: &Network) -> Recipe {
    let channels = network.channels();
    let color = match base.color {
        color if color.channels() == channels => color,
        _ => match channels {
            1 => ColorMode::Gray,
            3 => ColorMode::Rgb,
            _ => ColorMode::Cmyk,
        },
    };
    let hidden = network.layers.split_last().map_or(&[][..], |(_, hidden)| hidden);
    let activations = hidden.iter().map(|layer| match &layer.activation {
        LayerActivation::Uniform(activation) => Some(*activation),
        LayerActivation::PerNeuron(_) => None,
        LayerActivation::Linear => Some(Activation::Tanh),
    });
    let activation = activations.collect::<Option<Vec<_>>>().map_or(Activations::Mixed, Activations::PerLayer);
    let latent = network.latent as u8;
    let mut motion = base.motion;
    if latent == 0 {
        motion.retain(|motion| *motion != Motion::Latent);
    }
    let hidden = hidden.iter().map(|layer| layer.outputs as u16).collect();
    Recipe { hidden, activation, radius: network.radius, latent, color, motion, ..base }.canonical()
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923): a name for the bytes, no protection.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
