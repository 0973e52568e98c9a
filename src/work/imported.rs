//! Imported weights: a network that no line of text can draw.

use std::path::{Path, PathBuf};

use crate::network::weights::left_out;
use crate::network::{LayerActivation, Network};
use crate::recipe::{Activation, Activations, ColorMode, Motion, Recipe};

/// A network out of a file, with a recipe of its shape for everything else: view, colour, motion.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The file's name, without its directories.
    pub name: String,
    /// Eight hexadecimal digits of the file's FNV-1a hash: they distinguish files of one name.
    pub hash: String,
    /// Where it can be opened again, from the root of the file system; `None` for what is in no file.
    pub path: Option<PathBuf>,
    /// The weights, as the file has them.
    pub network: Network,
    /// What is not weights.
    pub recipe: Recipe,
    /// Tensors of the file that belong to no layer, and are not painted.
    pub left_out: Vec<String>,
}

/// A recipe asks for other weights than a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{knob} asks for other weights than the file has; leave {knob} as it is, or open a line of text instead")]
pub struct Misfit {
    /// The knob that asks for them, as a line of text names it.
    pub knob: &'static str,
}

impl Imported {
    /// Wraps `network`, read from the file at `path` of these bytes; `base` says the rest.
    pub(crate) fn new(path: &Path, bytes: &[u8], network: Network, base: Recipe) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let activations = (0..network.layers.len() - 1).map(|layer| own_activation(&network, layer)).collect();
        let base = Recipe { radius: network.radius, latent: network.latent as u8, ..base };
        let recipe = shaped(base, &network, activations);
        Self { name, hash: format!("{:08x}", fnv(bytes) >> 32), path: None, network, recipe, left_out: left_out(bytes) }
    }

    /// The same, opened from the file at `path`.
    pub(crate) fn opened_from(self, path: &Path) -> Self {
        // It fails for no path that a file was just opened by.
        Self { path: std::path::absolute(path).ok(), ..self }
    }

    /// The path that opens it again, where a list can name it: in Unicode, and nothing in it that ends an entry.
    pub(crate) fn art(&self) -> Option<&str> {
        let path = self.path.as_ref()?.to_str()?;
        let is_plain = !path.chars().any(char::is_control) && !path.contains(" #") && path.trim() == path;
        is_plain.then_some(path)
    }

    /// What stands for the line of text on the status bar.
    pub(crate) fn label(&self) -> String {
        format!("{} #{}", self.name, self.hash)
    }

    /// Whether these weights paint `recipe`: it asks for their shape, and for no other draw of weights.
    pub(crate) fn paints(&self, recipe: &Recipe) -> bool {
        self.read_as(recipe).is_ok()
    }

    /// `recipe` as these weights can be seen through it: its activations and whether r is an input, the one thing
    /// that weights leave open, are the recipe's. The number of latent inputs follows.
    ///
    /// # Errors
    /// If a knob asks for another shape, or for other weights.
    pub(crate) fn read_as(&self, recipe: &Recipe) -> Result<Recipe, Misfit> {
        if let Some(knob) = self.other_draw(recipe) {
            return Err(Misfit { knob });
        }
        let latent = self.latent_for(recipe).ok_or(Misfit { knob: "radius" })?;
        let read = |layer| match own_activation(&self.network, layer) {
            Some(own) if self.is_linear(layer) => Some(own),
            own => recipe.layer_activation(layer).or(own),
        };
        let activations = (0..self.network.layers.len() - 1).map(read).collect();
        let fits = shaped(Recipe { latent: latent as u8, ..recipe.clone() }, &self.network, activations);
        if fits.hidden != recipe.hidden {
            return Err(Misfit { knob: "hidden" });
        }
        if fits.color != recipe.color {
            return Err(Misfit { knob: "color" });
        }
        Ok(fits)
    }

    /// The network as `recipe`, which these weights paint, reads it.
    pub(crate) fn network_for(&self, recipe: &Recipe) -> Network {
        let latent = self.latent_for(recipe).unwrap_or(self.network.latent);
        let mut network = Network { radius: recipe.radius, latent, ..self.network.clone() };
        for (index, layer) in network.layers.iter_mut().enumerate() {
            match recipe.layer_activation(index) {
                Some(activation) if layer.activation != LayerActivation::Linear => {
                    layer.activation = LayerActivation::Uniform(activation);
                }
                _ => {}
            }
        }
        network
    }

    /// The knob by which `recipe` draws weights of its own.
    fn other_draw(&self, recipe: &Recipe) -> Option<&'static str> {
        let own = &self.recipe;
        let knobs = [
            ("preset", recipe.preset != own.preset),
            ("seed", recipe.seed != own.seed),
            ("weights", recipe.weights != own.weights),
            ("bias", recipe.bias != own.bias),
        ];
        knobs.into_iter().find(|(_, differs)| *differs).map(|(knob, _)| knob)
    }

    /// The inputs that remain for z.
    fn latent_for(&self, recipe: &Recipe) -> Option<usize> {
        self.network.layers.first()?.inputs.checked_sub(2 + usize::from(recipe.radius))
    }

    fn is_linear(&self, layer: usize) -> bool {
        self.network.layers[layer].activation == LayerActivation::Linear
    }
}

/// The activation that the file says of a hidden layer; `None` where each neuron has its own. A linear one counts as
/// the activation that a line of text does not mention.
fn own_activation(network: &Network, layer: usize) -> Option<Activation> {
    match &network.layers[layer].activation {
        LayerActivation::Uniform(activation) => Some(*activation),
        LayerActivation::PerNeuron(_) => None,
        LayerActivation::Linear => Some(Activation::Tanh),
    }
}

/// `base` with everything that the network's shape decides; its hidden layers have these `activations`.
fn shaped(base: Recipe, network: &Network, activations: Vec<Option<Activation>>) -> Recipe {
    let channels = network.channels();
    let color = match base.color {
        // A seed palette reads as many as there are.
        color if color.channels() == channels || matches!(color, ColorMode::Seed(_)) => color,
        _ => match channels {
            1 => ColorMode::Gray,
            3 => ColorMode::Rgb,
            _ => ColorMode::Cmyk,
        },
    };
    let activation = match activations.into_iter().collect::<Option<Vec<_>>>() {
        // Without a hidden layer there is none that a file could say.
        Some(list) if list.is_empty() => base.activation,
        Some(list) => Activations::PerLayer(list),
        None => Activations::Mixed,
    };
    let mut motion = base.motion;
    if base.latent == 0 {
        motion.retain(|motion| *motion != Motion::Latent);
    }
    let hidden = network.layers.split_last().map_or(&[][..], |(_, hidden)| hidden);
    let hidden = hidden.iter().map(|layer| layer.outputs as u16).collect();
    Recipe { hidden, activation, color, motion, ..base }.canonical()
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo; RFC 9923): a name for the bytes, no protection.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
