//! In which order the layers of a file from another program follow, and which side of their weights the inputs are.

use std::cmp::Ordering;

use super::tensors::Tensors;
use super::{MAX_CHANNELS, most_inputs};
use crate::recipe::MAX_WIDTH;

/// Words in the name of a first layer that has no number.
const FIRST: [&str; 6] = ["in", "input", "inputs", "first", "encoder", "embed"];
/// Words in the name of a last layer that has no number.
const LAST: [&str; 7] = ["out", "output", "outputs", "last", "final", "decoder", "head"];

/// `layers`, which stand as their names say, in the first order in which they make a network: first and last ones by
/// their words, then by name alone, then as they lie in the file. Where none does, with all their weights turned, and
/// else in the first order in which one takes what the other gives.
pub(super) fn arranged(mut layers: Vec<Tensors<'_>>) -> Vec<Tensors<'_>> {
    let orders = [by_role, by_place];
    for _ in 0..2 {
        for order in orders {
            order(&mut layers);
            if is_network(&layers) {
                return layers;
            }
        }
        // Twice: as they were.
        layers.iter_mut().for_each(turn);
    }
    for order in orders {
        order(&mut layers);
        if fits(&layers) {
            return layers;
        }
    }
    layers.sort_by(|a, b| natural(&a.name, &b.name));
    layers
}

fn by_role(layers: &mut [Tensors<'_>]) {
    layers.sort_by(|a, b| role(&a.name).cmp(&role(&b.name)).then_with(|| natural(&a.name, &b.name)));
}

fn by_place(layers: &mut [Tensors<'_>]) {
    layers.sort_by_key(|layer| layer.weight.data().as_ptr().addr());
}

/// Reads the rows of a weight as its columns.
fn turn(layer: &mut Tensors<'_>) {
    layer.shape.reverse();
    layer.transposed = !layer.transposed;
}

/// Whether each layer takes what the one before it gives, and the last one gives colours.
fn fits(layers: &[Tensors<'_>]) -> bool {
    let colors = layers.last().is_some_and(|layer| layer.shape[0] <= MAX_CHANNELS);
    colors && layers.windows(2).all(|pair| pair[0].shape[0] == pair[1].shape[1])
}

/// Whether they also have a number of inputs, neurons, outputs and biases that can be painted.
fn is_network(layers: &[Tensors<'_>]) -> bool {
    let inputs = layers.first().map_or(0, |layer| layer.shape[1]);
    let outputs = layers.last().map_or(0, |layer| layer.shape[0]);
    let is_whole = |layer: &Tensors<'_>| {
        let biases = layer.bias.as_ref().map(|(_, bias)| bias.shape().iter().product::<usize>());
        (1..=usize::from(MAX_WIDTH)).contains(&layer.shape[0]) && biases.is_none_or(|biases| biases == layer.shape[0])
    };
    fits(layers) && (2..=most_inputs()).contains(&inputs) && outputs != 2 && layers.iter().all(is_whole)
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

/// Orders names as people do, part by part: numbers by what they count, so that layer 10 comes behind layer 9, and `fc`
/// before `fc2`.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let [parts_a, parts_b] = [a, b].map(|name| name.split(['.', '/']).map(runs));
    parts_a.cmp(parts_b).then_with(|| a.cmp(b))
}

/// Runs of anything but digits, and of digits, which come first: without leading zeros, and their length before them.
fn runs(part: &str) -> Vec<(bool, usize, &[u8])> {
    let same = |a: &u8, b: &u8| a.is_ascii_digit() == b.is_ascii_digit();
    let runs = part.as_bytes().chunk_by(same).map(|run| {
        if !run[0].is_ascii_digit() {
            return (true, 0, run);
        }
        let zeros = run.iter().take_while(|digit| **digit == b'0').count();
        (false, run.len() - zeros, &run[zeros..])
    });
    runs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count() {
        let mut names = ["a.10.w", "a.9.w", "b.1", "a.w", "a.09.w", "fc2", "fc1"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["a.09.w", "a.9.w", "a.10.w", "a.w", "b.1", "fc1", "fc2"]);
        let mut names = ["fc3.weight", "fc2.weight", "fc.weight", "dense_1/kernel", "dense/kernel", "mid2.w", "mid.w"];
        names.sort_by(|a, b| natural(a, b));
        let expected = ["dense/kernel", "dense_1/kernel", "fc.weight", "fc2.weight", "fc3.weight", "mid.w", "mid2.w"];
        assert_eq!(names, expected, "the one without a number is the first");
    }
}
