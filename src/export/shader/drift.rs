//! How the weights drift, in a shader: all numbers of the network are in its code, so what they are multiplied with
//! moves instead (`motion/drift.rs`, `painter/drifted.rs`).

use super::digits::{number, vector};
use crate::network::Layer;
use crate::recipe::{Motion, Recipe};

/// Digits of lengths.
const DIGITS: usize = 7;

/// What moves at a moment, given its cosine `c` and sine `s`.
pub(super) fn factors(recipe: &Recipe) -> String {
    let code = [
        (Motion::Fog, "vec4 fog = (.74 + .26 * c + .1 * s * vec2(1., -1.)).xyxy;\n"),
        (
            Motion::Recolor,
            "float paler = .8 + .2 * c;\nvec3 k = (1. - c) / 3. + vec3(c, .5773502692 * s, -.5773502692 * s);\n\
             mat4 turn = mat4(k, 0., k.zxy, 0., k.yzx, 0., 0., 0., 0., 1.);\n",
        ),
    ];
    code.iter().filter(|(motion, _)| recipe.motion.contains(motion)).map(|(_, code)| *code).collect()
}

/// Whether fog moves the weights of layer `index`, the output layer being the `last` one.
pub(super) fn breathes(recipe: &Recipe, index: usize, last: usize) -> bool {
    let breathing = if last > 1 { 1..last } else { last..last + 1 };
    recipe.motion.contains(&Motion::Fog) && breathing.contains(&index)
}

/// What enters a layer whose weights breathe, which is the same as `inputs` that do: their names, and the code that
/// makes them.
pub(super) fn in_fog(inputs: &[String]) -> (Vec<String>, String) {
    let names: Vec<_> = inputs.iter().map(|input| format!("{input}f")).collect();
    let code = inputs.iter().zip(&names).enumerate().map(|(index, (input, name))| {
        let (kind, part) = if input.starts_with('h') { ("vec4", "") } else { ("float", [".x", ".y"][index % 2]) };
        format!("{kind} {name} = {input} * fog{part};\n")
    });
    let code = code.collect();
    (names, code)
}

/// What a splatter adds to the sums of four neurons of the first layer; nothing without one.
pub(super) fn splash(splashes: &[[f64; 2]], group: usize, digits: usize) -> String {
    if splashes.is_empty() {
        return String::new();
    }
    let four = |part: usize| {
        let neurons = 4 * group..4 * group + 4;
        vector(neurons.map(|neuron| splashes.get(neuron).map_or(0.0, |splash| splash[part] as f32)), digits)
    };
    format!(" + vec4({}) * s + vec4({}) * (1. - c)", four(0), four(1))
}

/// The logits `sums` of the output layer in other colours.
pub(super) fn recolored(recipe: &Recipe, output: &Layer, sums: &str) -> String {
    if !recipe.motion.contains(&Motion::Recolor) {
        return sums.to_owned();
    }
    if output.outputs >= 3 {
        return format!("turn * ({sums})");
    }
    // Along a morph the rows change, and keep their length nearly.
    let length = |channel: usize| {
        let row = if channel < output.outputs { output.row(channel) } else { &[] };
        (0.5 * std::f64::consts::FRAC_1_SQRT_2 * row.iter().map(|w| f64::from(w * w)).sum::<f64>().sqrt()) as f32
    };
    let lengths: Vec<_> = (0..4).map(|channel| number(length(channel), DIGITS)).collect();
    format!("paler * ({sums}) + vec4({}) * s", lengths.join(", "))
}
