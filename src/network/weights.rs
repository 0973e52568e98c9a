//! Networks as safetensors files, named as PyTorch names them.
//!
//! The layers are an `nn.Sequential` called `layers` of `Linear` and activation in turn, so that the
//! Linear ones have the even numbers: `layers.0.weight` (outputs × inputs, row by row),
//! `layers.0.bias` (outputs), `layers.2.weight`, … Inputs stand in the order x, y, r, z. Float32; of learnt networks
//! float16.
//! Our own files carry the line of text and the activations as metadata. A file from another program needs
//! nothing but its tensors, named in any usual way, of 16, 32 or 64 bits, and may leave biases out.

use safetensors::tensor::{SafeTensors, TensorView};
use serde_json::{Value, json};

use self::tensors::Tensors;
use super::{Layer, LayerActivation, Network, half};
use crate::recipe::text::KEYWORD;
use crate::recipe::{Activation, MAX_LATENT, MAX_LAYERS, MAX_WIDTH};

mod chain;
mod order;
mod tensors;
mod values;

/// The metadata key of the activations: a name for all layers, or one list per hidden layer, the
/// lists joined by `/`, the names in a list (one, or one per neuron) by commas.
const ACTIVATION: &str = "activation";
/// The metadata key of the radius input: `on` or `off`.
const RADIUS: &str = "radius";
/// The most that a file may hold before its tensors: a header of 65 layers is a tenth of it, and the
/// activations of 64 × 1,024 neurons are the rest.
const MAX_HEADER: u64 = 2 << 20;
/// The most channels that a colour mode reads.
const MAX_CHANNELS: usize = 4;

/// The chunk of a PNG that carries a weights file: ancillary and private, so that other programs pass it over, and
/// unsafe to copy, so that they drop it when they change the pixels (PNG specification, section 5.4).
pub const PNG_CHUNK: [u8; 4] = *b"neUR";

/// The longest weights file that is read, in bytes: the largest network in float64, with room for its header.
pub(crate) const MAX_FILE: u64 = MAX_HEADER + 8 * (MAX_LAYERS as u64 + 1) * (MAX_WIDTH as u64 + 1) * MAX_WIDTH as u64;

/// What is assumed where imported weights have no metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// The activation behind each hidden layer.
    pub activation: Activation,
    /// Whether the third input is the radius; what follows it is latent. `None`: if there is a third,
    /// it is, as in the usual CPPN.
    pub radius: Option<bool>,
}

impl Default for Assumed {
    fn default() -> Self {
        Self { activation: Activation::Tanh, radius: None }
    }
}

/// Why weights were refused, in a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The file is no safetensors file, or a broken one.
    #[error("not a whole safetensors file: {0}")]
    Format(String),
    /// The tensors are not the weights and biases of a chain of layers.
    #[error("{0}; wanted are the weights of layers that follow each other, and their biases, as layers.0.weight")]
    Names(String),
    /// A tensor has another shape or type than its place asks for.
    #[error("{name}: {problem}")]
    Tensor {
        /// Which tensor.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The metadata contradicts the tensors or itself.
    #[error("metadata: {0}")]
    Metadata(String),
}

/// The bytes of a safetensors file. `line` is what reopens as the same artwork.
///
/// The header is written here, in one order: the crate's own writer takes the metadata in the order of
/// a hash map, another at each run.
pub fn to_safetensors(network: &Network, line: Option<&str>) -> Vec<u8> {
    written(network, line, "F32", |value, data| data.extend(value.to_le_bytes()))
}

/// The bytes of a safetensors file of 16-bit floats: half as many. A network that was
/// [rounded](Network::rounded_to_half) comes back as it was, any other one rounded.
pub fn to_half_safetensors(network: &Network, line: Option<&str>) -> Vec<u8> {
    written(network, line, "F16", |value, data| data.extend(half::from_f32(value).to_le_bytes()))
}

fn written(network: &Network, line: Option<&str>, dtype: &str, push: impl Fn(f32, &mut Vec<u8>)) -> Vec<u8> {
    let mut header = serde_json::Map::new();
    header.insert("__metadata__".to_owned(), metadata(network, line));
    let mut data: Vec<u8> = Vec::new();
    let mut tensor = |name, shape: &[usize], values: &[f32]| {
        let start = data.len();
        values.iter().for_each(|value| push(*value, &mut data));
        header.insert(name, json!({"dtype": dtype, "shape": shape, "data_offsets": [start, data.len()]}));
    };
    for (index, layer) in network.layers.iter().enumerate() {
        tensor(name(index, "weight"), &[layer.outputs, layer.inputs], &layer.weights);
        tensor(name(index, "bias"), &[layer.outputs], &layer.biases);
    }
    let mut header = Value::Object(header).to_string().into_bytes();
    header.resize(header.len().next_multiple_of(8), b' ');
    [&(header.len() as u64).to_le_bytes(), header.as_slice(), &data].concat()
}

fn name(index: usize, part: &str) -> String {
    format!("layers.{}.{part}", 2 * index)
}

fn format_error(error: safetensors::SafeTensorError) -> WeightsError {
    WeightsError::Format(error.to_string())
}

fn metadata(network: &Network, line: Option<&str>) -> Value {
    let names = |layer: &Layer| match &layer.activation {
        LayerActivation::Linear => None,
        LayerActivation::Uniform(activation) => Some(activation.name().to_owned()),
        LayerActivation::PerNeuron(list) => Some(list.iter().map(|a| a.name()).collect::<Vec<_>>().join(",")),
    };
    let activations = network.layers.iter().filter_map(names).collect::<Vec<_>>().join("/");
    let mut said = json!({ACTIVATION: activations, RADIUS: if network.radius { "on" } else { "off" }});
    if let Some(line) = line {
        said[KEYWORD] = line.into();
    }
    said
}

/// The network in a safetensors file, and its line of text if it has one.
///
/// # Errors
/// If the file is damaged, larger than any network that can be painted, or holds anything but finite
/// floating-point weights of one chain of layers. Memory follows the file's real size.
pub fn from_safetensors(file: &[u8], assumed: Assumed) -> Result<(Network, Option<String>), WeightsError> {
    let header = file.first_chunk().map(|length| u64::from_le_bytes(*length));
    if header.is_some_and(|header| header > MAX_HEADER) || file.len() as u64 > MAX_FILE {
        return Err(WeightsError::Format("larger than any network that can be painted".to_owned()));
    }
    let tensors = SafeTensors::deserialize(file).map_err(format_error)?;
    let (_, header) = SafeTensors::read_metadata(file).map_err(format_error)?;
    let said = header.metadata().clone().unwrap_or_default();
    let mut layers = read_layers(&tensors)?;
    name_activations(&mut layers, said.get(ACTIVATION), assumed.activation)?;
    let (radius, latent) = split_inputs(&layers, said.get(RADIUS), assumed.radius)?;
    Ok((Network { radius, latent, layers }, said.get(KEYWORD).cloned()))
}

/// The names of the tensors in a file that [`from_safetensors`] reads without them: counters, normalisations, which no
/// layer here has.
pub fn left_out(file: &[u8]) -> Vec<String> {
    let chain = SafeTensors::deserialize(file).ok().and_then(|tensors| chain::find(&tensors).ok());
    chain.map(|chain| chain.left_out).unwrap_or_default()
}

fn read_layers(tensors: &SafeTensors<'_>) -> Result<Vec<Layer>, WeightsError> {
    let found = chain::find(tensors)?.layers;
    let read = |(index, layer): (usize, &Tensors<'_>)| read_layer(layer, index == 0, index + 1 == found.len());
    let layers = found.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    if let Some(pair) = found.windows(2).find(|pair| pair[0].shape[0] != pair[1].shape[1]) {
        let ([outputs, _], [_, inputs]) = (pair[0].shape, pair[1].shape);
        let before = chain::cited(&pair[0].name);
        let problem = format!("takes {inputs} inputs, but the layer before it has {outputs} neurons ({before})");
        return Err(wrong(&pair[1].name, problem));
    }
    Ok(layers)
}

fn read_layer(found: &Tensors<'_>, first: bool, last: bool) -> Result<Layer, WeightsError> {
    let [outputs, inputs] = found.shape;
    let widest = if last { MAX_CHANNELS } else { usize::from(MAX_WIDTH) };
    let most = if first { most_inputs() } else { usize::from(MAX_WIDTH) };
    if !(1..=widest).contains(&outputs) || (last && outputs == 2) {
        let asked = if last { "1, 3 or 4".to_owned() } else { format!("1 to {widest}") };
        return Err(wrong(&found.name, format!("has {outputs} rows, not {asked}")));
    }
    if !(1 + usize::from(first)..=most).contains(&inputs) {
        return Err(wrong(&found.name, format!("has {inputs} columns, of at most {most} (x and y at least)")));
    }
    let biases = match &found.bias {
        Some((name, view)) if view.shape().iter().product::<usize>() == outputs => read_values(name, view)?,
        Some((name, _)) => return Err(wrong(name, format!("is not a vector of {outputs}"))),
        None => vec![0.0; outputs],
    };
    let weights = read_values(&found.name, &found.weight)?;
    let weights = if found.transposed { transposed(&weights, outputs) } else { weights };
    Ok(Layer { inputs, outputs, weights, biases, activation: LayerActivation::Linear })
}

/// Position and latent inputs, at most.
fn most_inputs() -> usize {
    3 + usize::from(MAX_LATENT)
}

/// Rows of `width` numbers, as columns.
fn transposed(rows: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| rows.iter().skip(column).step_by(width)).copied().collect()
}

fn read_values(name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, WeightsError> {
    let values = values::floats(view).ok_or_else(|| {
        wrong(name, format!("holds {:?}, not floating-point numbers; convert it with .float()", view.dtype()))
    })?;
    let finite = values.iter().all(|value| value.is_finite());
    if finite { Ok(values) } else { Err(wrong(name, "holds NaN or infinity".to_owned())) }
}

fn wrong(name: &str, problem: String) -> WeightsError {
    WeightsError::Tensor { name: chain::cited(name), problem }
}

/// Gives every hidden layer the activation that the metadata says, or else `assumed`.
fn name_activations(layers: &mut [Layer], said: Option<&String>, assumed: Activation) -> Result<(), WeightsError> {
    let Some((_, hidden)) = layers.split_last_mut() else { return Ok(()) };
    let Some(said) = said.filter(|said| !said.is_empty()) else {
        hidden.iter_mut().for_each(|layer| layer.activation = LayerActivation::Uniform(assumed));
        return Ok(());
    };
    let lists: Vec<&str> = said.split('/').collect();
    if lists.len() != 1 && lists.len() != hidden.len() {
        let problem = format!("activations for {} layers, but there are {}", lists.len(), hidden.len());
        return Err(WeightsError::Metadata(problem));
    }
    for (layer, list) in hidden.iter_mut().zip(lists.iter().cycle()) {
        layer.activation = read_activation(list, layer.outputs)?;
    }
    Ok(())
}

fn read_activation(list: &str, neurons: usize) -> Result<LayerActivation, WeightsError> {
    let named = |name: &str| Activation::ALL.into_iter().find(|activation| activation.name() == name);
    let list = list.split(',').map(named).collect::<Option<Vec<_>>>();
    match list.as_deref() {
        Some([one]) => Ok(LayerActivation::Uniform(*one)),
        Some(list) if list.len() == neurons => Ok(LayerActivation::PerNeuron(list.to_vec())),
        Some(_) => Err(WeightsError::Metadata("as many activations as neurons are needed, or one".to_owned())),
        None => Err(WeightsError::Metadata("an activation of an unknown name".to_owned())),
    }
}

/// Which of the first layer's inputs are positions: whether r is one, and how many are latent.
fn split_inputs(layers: &[Layer], said: Option<&String>, assumed: Option<bool>) -> Result<(bool, usize), WeightsError> {
    let inputs = layers.first().map_or(0, |layer| layer.inputs);
    let radius = match said.map(String::as_str) {
        Some("on") => true,
        Some("off") => false,
        Some(_) => return Err(WeightsError::Metadata("radius is neither on nor off".to_owned())),
        None => assumed.unwrap_or(inputs > 2),
    };
    let latent = inputs.checked_sub(2 + usize::from(radius)).filter(|latent| *latent <= usize::from(MAX_LATENT));
    let latent = latent.ok_or_else(|| {
        wrong("the first weight", format!("{inputs} inputs do not fit radius={}", if radius { "on" } else { "off" }))
    })?;
    Ok((radius, latent))
}
