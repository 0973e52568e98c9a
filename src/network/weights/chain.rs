//! The layers in a file from another program: which tensors are weights, and which biases.
//!
//! Programs name layers in many ways: `0.weight`, `net.0.weight`, `fc1.weight`, `_orig_mod.layers.0.weight`,
//! `params/Dense_0/kernel`. What they share is that a weight has two dimensions, that its bias has the same name but for
//! that word, and that each layer takes what the one before it gives. So the shapes decide, and names only say the order
//! and which side of a weight the inputs are.

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::WeightsError;
use super::order::{Named, Tensors, arranged, natural};
use crate::recipe::MAX_LAYERS;

/// What names call a layer's weight, and its bias.
const PAIRS: [(&str, &str); 6] =
    [("kernel", "bias"), ("weights", "biases"), ("weight", "bias"), ("w", "b"), ("W", "b"), ("W", "B")];
/// The word for weights that have a row for each input: Flax and Keras.
const KERNEL: &str = "kernel";
/// What only a normalisation has: PyTorch's, Flax's and Keras's words.
const NORMALISATION: [&str; 8] =
    ["running_mean", "running_var", "moving_mean", "moving_variance", "gamma", "beta", "scale", "num_batches_tracked"];
/// How many tensors an error names, and how much of each name.
const NAMED: usize = 6;
const LONGEST_NAME: usize = 60;

/// What a file holds.
pub(super) struct Chain<'data> {
    /// The layers, input side first. If no order fits, as the names say it.
    pub(super) layers: Vec<Tensors<'data>>,
    /// The names of tensors that belong to no layer.
    pub(super) left_out: Vec<String>,
}

/// The layers, and what else is there.
///
/// # Errors
/// [`WeightsError::Names`] if there are no weights, too many, or one without the layer that its name says.
pub(super) fn find<'data>(tensors: &SafeTensors<'data>) -> Result<Chain<'data>, WeightsError> {
    let mut all: Vec<_> = tensors.iter().map(|(name, view)| (name.to_owned(), view)).collect();
    all.sort_by(|(a, _), (b, _)| natural(a, b));
    let found = listed(&all);
    // Where nothing else is there, numbers of another kind are weights, and refused as such.
    let has_weights = all.iter().any(|named| is_weight(named) && !is_counter(&named.1));
    let (weights, mut others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|named| is_weight(named) && !(has_weights && is_counter(&named.1)));
    if weights.len() > MAX_LAYERS + 1 || weights.is_empty() && others.is_empty() {
        let count = weights.len();
        return Err(WeightsError::Names(format!("{count} layers, of at least 1 and at most {}", MAX_LAYERS + 1)));
    }
    let layers = weights.into_iter().filter_map(|(name, weight)| layer(name, weight, &mut others)).collect();
    let lost = others.iter().filter(|other| !has_weights || is_of_layer(other, &others));
    match lost.min_by(|(a, _), (b, _)| natural(a, b)) {
        Some((name, view)) => Err(WeightsError::Names(format!(
            "{} has {} dimensions and is the bias of no weight; found {found}",
            cited(name),
            view.shape().len()
        ))),
        None => {
            Ok(Chain { layers: arranged(layers), left_out: others.into_iter().map(|(name, _)| cited(&name)).collect() })
        }
    }
}

/// The layer of this weight, with its bias if that is among `others`, which it is then taken out of.
fn layer<'data>(name: String, weight: TensorView<'data>, others: &mut Vec<Named<'data>>) -> Option<Tensors<'data>> {
    let transposed = last_word(&name).contains(KERNEL);
    let [rows, columns] = matrix(&name, weight.shape())?;
    let shape = if transposed { [columns, rows] } else { [rows, columns] };
    let bias = biases_of(&name).find_map(|bias| others.iter().position(|(other, _)| *other == bias));
    Some(Tensors { bias: bias.map(|index| others.swap_remove(index)), name, shape, transposed, weight })
}

/// Whether it is the weight of a layer, by its shape.
fn is_weight((name, view): &Named<'_>) -> bool {
    !is_bias(name) && matrix(name, view.shape()).is_some()
}

/// Whether it counts something, as how often a network was trained.
fn is_counter(view: &TensorView<'_>) -> bool {
    let floats = [Dtype::F64, Dtype::F32, Dtype::F16, Dtype::BF16];
    view.shape().is_empty() || !floats.contains(&view.dtype())
}

/// Whether `other` is, by its name, of a layer that would be painted without it, and no part of a normalisation.
fn is_of_layer(other: &Named<'_>, all: &[Named<'_>]) -> bool {
    let (name, view) = other;
    let word = last_word(name).to_ascii_lowercase();
    let weighs = is_bias(name) || PAIRS.iter().any(|(weight, _)| word.trim_end_matches(char::is_numeric) == *weight);
    let beside = all.iter().filter(|(other, _)| other != name && folder(other) == folder(name));
    let normalises = |(sibling, found): &Named<'_>| {
        let word = last_word(sibling);
        NORMALISATION.iter().any(|own| word.starts_with(own))
            || found.shape().len() == 1 && found.shape() == view.shape() && is_bias(sibling) != is_bias(name)
    };
    !is_counter(view) && weighs && !beside.into_iter().any(normalises)
}

/// The last part of a name that is no number.
fn last_word(name: &str) -> &str {
    let parts = name.rsplit(['.', '/']);
    parts.into_iter().find(|part| !part.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
}

/// What stands before the last part of a name.
fn folder(name: &str) -> Option<&str> {
    name.rfind(['.', '/']).map(|end| &name[..end])
}

/// The tensors by name and shape, for an error.
fn listed(all: &[(String, TensorView<'_>)]) -> String {
    let shape = |view: &TensorView<'_>| view.shape().iter().map(usize::to_string).collect::<Vec<_>>().join("×");
    let names = all.iter().take(NAMED).map(|(name, view)| format!("{} ({})", cited(name), shape(view)));
    let more = all.len().saturating_sub(NAMED);
    names.chain((more > 0).then(|| format!("{more} more"))).collect::<Vec<_>>().join(", ")
}

/// A name as it may stand in an error, whoever chose it.
pub(super) fn cited(name: &str) -> String {
    let mut plain: String = name.chars().take(LONGEST_NAME).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST_NAME).is_some() {
        plain.push('…');
    }
    plain
}

/// Rows and columns. Convolutions that see one pixel are linear layers too: further sides of 1 are left out. Kernels have
/// these first.
fn matrix(name: &str, shape: &[usize]) -> Option<[usize; 2]> {
    let (sides, shape) =
        shape.split_at(if last_word(name).contains(KERNEL) { shape.len().saturating_sub(2) } else { 0 });
    let [rows, columns, more @ ..] = shape else { return None };
    sides.iter().chain(more).all(|side| *side == 1).then_some([*rows, *columns])
}

/// Whether a name says that it is a bias: `fc1.bias`, `biases.0`, `b1`.
fn is_bias(name: &str) -> bool {
    let last = last_word(name).to_ascii_lowercase();
    last.contains("bias")
        || last.strip_prefix('b').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The names that the bias of `weight` may have.
fn biases_of(weight: &str) -> impl Iterator<Item = String> {
    PAIRS.iter().filter_map(move |(of_weight, of_bias)| {
        let (before, after) = weight.rsplit_once(*of_weight)?;
        Some(format!("{before}{of_bias}{after}"))
    })
}
