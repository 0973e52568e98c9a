//! Numbers in code, with as few digits as will do.

use crate::network::Network;
use crate::painter::{Frame, Painting, Viewport};
use crate::work::Work;

/// A picture that is compared, and the moments of the loop.
const PROBE: Viewport = Viewport::new(96, 54);
const PHASES: [f64; 2] = [0.0, 0.37];
/// The fewest digits that are tried, and those that say a number of single precision whole.
const FEWEST: usize = 4;
const WHOLE: usize = 9;
/// The share of the channels that may change by more than 2 of 255.
const MAY_CHANGE: f64 = 2e-4;

/// The fewest significant digits of the weights with which the picture stays as it is.
pub(super) fn fewest_digits(work: &Work) -> usize {
    let exact = frames(work.painting());
    let unchanged = |digits: &usize| {
        let network = rounded(work.network(), *digits);
        let tried = frames(&Painting::from_network(work.recipe().clone(), network));
        changed_share(&exact, &tried) <= MAY_CHANGE
    };
    (FEWEST..WHOLE).find(unchanged).unwrap_or(WHOLE)
}

fn frames(painting: &Painting) -> Vec<Frame> {
    PHASES.map(|phase| painting.paint(phase, painting.recipe().view, PROBE)).into()
}

fn rounded(network: &Network, digits: usize) -> Network {
    let mut network = network.clone();
    for layer in &mut network.layers {
        let numbers = layer.weights.iter_mut().chain(&mut layer.biases);
        numbers.for_each(|value| *value = nearest(*value, digits) as f32);
    }
    network
}

fn changed_share(one: &[Frame], other: &[Frame]) -> f64 {
    let channels = |frames: &[Frame]| -> Vec<u8> {
        frames.iter().flat_map(|frame| frame.pixels.as_flattened()).copied().collect()
    };
    let (one, other) = (channels(one), channels(other));
    let changed = one.iter().zip(&other).filter(|(a, b)| a.abs_diff(**b) > 2).count();
    changed as f64 / one.len().max(1) as f64
}

/// `value` to this many significant digits.
fn nearest(value: f32, digits: usize) -> f64 {
    let places = digits - 1;
    format!("{value:.places$e}").parse().unwrap_or_default()
}

/// `value` to this many significant digits, as GLSL writes a float: `1.5`, `.25`, `-3.`, `1e-7`.
pub(super) fn number(value: f32, digits: usize) -> String {
    let value = nearest(value, digits);
    if value == 0.0 {
        return "0.".to_owned();
    }
    if !(1e-4..1e7).contains(&value.abs()) {
        return format!("{value:e}");
    }
    let (sign, size) = if value < 0.0 { ("-", -value) } else { ("", value) };
    let text = size.to_string();
    let text = if text.contains('.') { text } else { text + "." };
    let short = text.strip_prefix("0.").map_or_else(|| text.clone(), |places| format!(".{places}"));
    format!("{sign}{short}")
}

/// Four numbers, joined by commas.
pub(super) fn vector(values: impl Iterator<Item = f32>, digits: usize) -> String {
    values.map(|value| number(value, digits)).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_floats_of_glsl() {
        let cases = [
            (0.0, "0."),
            (-0.0, "0."),
            (1.0, "1."),
            (-3.0, "-3."),
            (0.25, ".25"),
            (-0.5, "-.5"),
            (123_456.7, "123460."),
            (1e-7, "1e-7"),
            (-2.5e20, "-2.5e20"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value, 5), expected);
        }
    }

    #[test]
    fn nine_digits_say_a_number_whole() {
        for bits in (0..0x7f80_0000_u32).step_by(999_983) {
            let value = f32::from_bits(bits);
            assert_eq!(nearest(value, WHOLE) as f32, value);
        }
    }
}
