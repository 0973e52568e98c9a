//! The functions of GLSL that a network needs, taken from files in which each has a paragraph of its own.

use std::collections::BTreeSet;

use crate::network::{LayerActivation, Network};
use crate::recipe::Activation;

const FUNCTIONS: &str = include_str!("functions.glsl");
const COLORS: &str = include_str!("colors.glsl");

/// The name of an activation's function.
pub(in crate::export) fn function_name(activation: Activation) -> String {
    format!("f_{}", activation.name().replace('-', "_"))
}

/// The activations of `network`, and what its output and its waves need.
pub(in crate::export) fn functions(network: &Network) -> String {
    let mut needed = BTreeSet::from(["f_tanh".to_owned(), "f_sin".to_owned()]);
    for layer in &network.layers {
        match &layer.activation {
            LayerActivation::Linear => {}
            LayerActivation::Uniform(activation) => needed.extend([function_name(*activation)]),
            LayerActivation::PerNeuron(list) => needed.extend(list.iter().map(|activation| function_name(*activation))),
        }
    }
    with_called(FUNCTIONS, needed)
}

/// The function that turns channels into colours in the mode of that name.
pub(in crate::export) fn color_function(mode: &str) -> &'static str {
    paragraphs(COLORS).find(|paragraph| name(paragraph) == Some(mode)).unwrap_or_default()
}

/// The paragraphs of `file` that define the functions `needed`, and those that these call, which stand before them.
fn with_called(file: &str, mut needed: BTreeSet<String>) -> String {
    let mut taken: Vec<&str> = Vec::new();
    let all: Vec<&str> = paragraphs(file).collect();
    for paragraph in all.iter().rev() {
        if !name(paragraph).is_some_and(|name| needed.contains(name)) {
            continue;
        }
        let called = all.iter().filter_map(|other| name(other));
        needed.extend(called.filter(|called| paragraph.contains(&format!("{called}("))).map(str::to_owned));
        taken.push(*paragraph);
    }
    taken.reverse();
    taken.join("\n")
}

fn paragraphs(file: &str) -> impl Iterator<Item = &str> {
    file.split("\n\n").map(|paragraph| paragraph.trim_matches('\n'))
}

/// The name of the function that a paragraph defines.
fn name(paragraph: &str) -> Option<&str> {
    let head = paragraph.lines().find(|line| !line.starts_with("//"))?;
    head.split_once('(')?.0.split_whitespace().last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    #[test]
    fn every_activation_has_its_function() {
        for activation in Activation::ALL {
            let name = function_name(activation);
            let code = with_called(FUNCTIONS, BTreeSet::from([name.clone()]));
            assert!(code.contains(&format!("vec4 {name}(vec4 x)")), "{name}");
            assert!(!code.contains("exp_parts(") || code.contains("void exp_parts("), "{name}");
        }
    }

    #[test]
    fn only_what_is_called_is_taken() {
        let network = Network::build(&Preset::Relu.recipe(Seed::from(1)));
        let code = functions(&network);
        assert!(code.contains("f_relu") && code.contains("f_tanh") && !code.contains("f_gelu"), "{code}");
    }

    #[test]
    fn every_mode_has_its_function() {
        for mode in ["rgb", "hsv", "hsl", "cmyk", "gradient", "graded"] {
            assert!(color_function(mode).contains(&format!("vec3 {mode}(vec4 o)")), "{mode}");
        }
    }
}
