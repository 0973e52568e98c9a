//! The layers in a file from another program: which tensors are weights, which biases, and in which order they follow.
//!
//! Programs name layers in many ways: `0.weight`, `net.0.weight`, `fc1.weight`, `_orig_mod.layers.0.weight`. What
//! they share is that a weight has two dimensions, that its bias has the same name but for that word, and that each
//! layer takes what the one before it gives. So the shapes decide, and names only say the order.

use std::cmp::Ordering;

use safetensors::tensor::{SafeTensors, TensorView};

use super::{MAX_CHANNELS, WeightsError};
use crate::recipe::MAX_LAYERS;

/// What names call a layer's weight, and its bias.
const PAIRS: [(&str, &str); 5] = [("weights", "biases"), ("weight", "bias"), ("w", "b"), ("W", "b"), ("W", "B")];
/// Words in the name of a first layer that has no number.
const FIRST: [&str; 6] = ["in", "input", "inputs", "first", "encoder", "embed"];
/// Words in the name of a last layer that has no number.
const LAST: [&str; 7] = ["out", "output", "outputs", "last", "final", "decoder", "head"];
/// How many tensors an error names, and how much of each name.
const NAMED: usize = 6;
const LONGEST_NAME: usize = 60;

/// One layer's tensors.
pub(super) struct Tensors<'data> {
    /// The weight's name.
    pub(super) name: String,
    /// Outputs and inputs.
    pub(super) shape: [usize; 2],
    pub(super) weight: TensorView<'data>,
    /// The bias and its name.
    pub(super) bias: Option<(String, TensorView<'data>)>,
}

/// The layers, input side first. If no order fits, as the names say it.
///
/// # Errors
/// [`WeightsError::Names`] if there are no weights, too many, or other tensors than weights and their biases.
pub(super) fn find<'data>(tensors: &SafeTensors<'data>) -> Result<Vec<Tensors<'data>>, WeightsError> {
    let mut all: Vec<_> = tensors.iter().map(|(name, view)| (name.to_owned(), view)).collect();
    all.sort_by(|(a, _), (b, _)| natural(a, b));
    let found = listed(&all);
    let (weights, mut others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(name, view)| !is_bias(name) && matrix(view.shape()).is_some());
    if weights.len() > MAX_LAYERS + 1 || weights.is_empty() && others.is_empty() {
        let count = weights.len();
        return Err(WeightsError::Names(format!("{count} layers, of at least 1 and at most {}", MAX_LAYERS + 1)));
    }
    let layers = weights.into_iter().filter_map(|(name, weight)| {
        let shape = matrix(weight.shape())?;
        let bias = biases_of(&name).find_map(|bias| others.iter().position(|(other, _)| *other == bias));
        Some(Tensors { bias: bias.map(|index| others.swap_remove(index)), name, shape, weight })
    });
    let layers: Vec<_> = layers.collect();
    match others.iter().min_by(|(a, _), (b, _)| natural(a, b)) {
        Some((name, view)) => Err(WeightsError::Names(format!(
            "{} has {} dimensions and is the bias of no weight; found {found}",
            cited(name),
            view.shape().len()
        ))),
        None => Ok(in_order(layers)),
    }
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

/// Rows and columns. Convolutions that see one pixel are linear layers too: further sides of 1 are left out.
fn matrix(shape: &[usize]) -> Option<[usize; 2]> {
    let [outputs, inputs, sides @ ..] = shape else { return None };
    sides.iter().all(|side| *side == 1).then_some([*outputs, *inputs])
}

/// Whether a name says that it is a bias: `fc1.bias`, `biases.0`, `b1`.
fn is_bias(name: &str) -> bool {
    let last = name.rsplit(['.', '/']).find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
    let last = last.unwrap_or_default().to_ascii_lowercase();
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

/// `layers`, which stand as their names say, in the first order in which the shapes fit: first and last ones by their
/// words, then by name alone, then as they lie in the file.
fn in_order(mut layers: Vec<Tensors<'_>>) -> Vec<Tensors<'_>> {
    layers.sort_by_key(|layer| role(&layer.name));
    if fits(&layers) {
        return layers;
    }
    layers.sort_by_key(|layer| layer.weight.data().as_ptr().addr());
    if fits(&layers) {
        return layers;
    }
    layers.sort_by(|a, b| natural(&a.name, &b.name));
    layers
}

/// Whether each layer takes what the one before it gives, and the last one gives colours.
fn fits(layers: &[Tensors<'_>]) -> bool {
    let colors = layers.last().is_some_and(|layer| layer.shape[0] <= MAX_CHANNELS);
    colors && layers.windows(2).all(|pair| pair[0].shape[0] == pair[1].shape[1])
}

/// 0 for a first layer, 2 for a last one, 1 for all others, as far as the name says it.
fn role(name: &str) -> u8 {
    let has = |words: &[&str]| {
        name.split(|c: char| !c.is_ascii_alphabetic())
            .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    match (has(&FIRST), has(&LAST)) {
        (true, false) => 0,
        (false, true) => 2,
        _ => 1,
    }
}

/// Orders names as people do: numbers by what they count, so that layer 10 comes behind layer 9.
fn natural(a: &str, b: &str) -> Ordering {
    runs(a).cmp(runs(b)).then_with(|| a.cmp(b))
}

/// Runs of digits, without leading zeros and their length first, and of anything else.
fn runs(name: &str) -> impl Iterator<Item = (bool, usize, &[u8])> {
    let same = |a: &u8, b: &u8| a.is_ascii_digit() == b.is_ascii_digit();
    name.as_bytes().chunk_by(same).map(|run| {
        if !run[0].is_ascii_digit() {
            return (false, 0, run);
        }
        let zeros = run.iter().take_while(|digit| **digit == b'0').count();
        (true, run.len() - zeros, &run[zeros..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count() {
        let mut names = ["a.10.w", "a.9.w", "b.1", "a.w", "a.09.w", "fc2", "fc1"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a.09.w", "a.9.w", "a.10.w", "a.w", "b.1", "fc1", "fc2"]);
    }
}
