//! What was measured, in a sentence: the figures that prove what an experiment shows.
//!
//! Each sentence is written from an [`Explanation`] of what is shown at the moment, so that its numbers follow every
//! knob.

use super::Explanation;
use super::verdict::{Verdict, number};

/// The spread over the picture of layer `layer`, counted from the inputs.
pub fn spread(explanation: &Explanation, layer: usize) -> f64 {
    explanation.layers.get(layer).map_or(0.0, |layer| layer.std)
}

/// The spread of the output logits.
pub fn logits(explanation: &Explanation) -> f64 {
    spread(explanation, explanation.layers.len() - 1)
}

/// The share of saturated neurons in the last hidden layer.
pub fn saturated(explanation: &Explanation) -> f64 {
    let last = explanation.layers.len().saturating_sub(2);
    explanation.layers[last].saturated.unwrap_or(0.0)
}

/// How many times longer a circle through the picture is in the last layer before the outputs.
pub fn folding(explanation: &Explanation) -> f64 {
    let last = explanation.layers.len().saturating_sub(2);
    explanation.layers[last].length / explanation.layers[0].length
}

/// The correlation of a pixel with the next one in the picture.
pub fn alike(explanation: &Explanation) -> f64 {
    explanation.picture.neighbours
}

/// How much neurons vary over the picture in the first hidden layer and in the last one.
pub(crate) fn from_layer_to_layer(e: &Explanation) -> String {
    let last = e.layers.len() - 2;
    format!(
        "A neuron varies by {} in layer 1 and by {} in layer {last}; the picture is {}.",
        number(spread(e, 1)),
        number(spread(e, last)),
        in_words(e.verdict)
    )
}

/// How many neurons are saturated, and how many colours are full.
pub(crate) fn spread_and_saturation(e: &Explanation) -> String {
    format!(
        "{:.0}% of the last hidden layer is saturated, and {:.0}% of the colours are full on or off.",
        100.0 * saturated(e),
        100.0 * e.picture.full
    )
}

/// Where the inputs lie, and how many colours are full.
pub(crate) fn coordinates(e: &Explanation) -> String {
    format!("The inputs average {} and spread by {}. {}", number(e.layers[0].mean), number(spread(e, 0)), colors(e))
}

fn colors(e: &Explanation) -> String {
    format!("{:.0}% of the colours are full on or off.", 100.0 * e.picture.full)
}

/// How much longer the layers make a circle.
pub(crate) fn folded(e: &Explanation) -> String {
    let length = match e.layers.len() {
        2 => "No hidden layer bends anything".to_owned(),
        _ => format!("A circle drawn on the picture comes out of the last layer {} times longer", number(folding(e))),
    };
    format!("{length}; neighbouring pixels agree {:.1}% ({}).", 100.0 * alike(e), in_words(e.verdict))
}

/// σ_w and χ₁ of the layers, and how much neighbouring pixels have in common.
pub(crate) fn scale_and_likeness(e: &Explanation) -> String {
    let theory = e.stack.as_ref().map_or_else(String::new, |stack| {
        format!("σ_w {}, and by wide-network theory χ₁ {}. ", number(stack.weights), number(stack.slope))
    });
    format!("{theory}Measured: neighbouring pixels agree {:.0}% ({}).", 100.0 * alike(e), in_words(e.verdict))
}

/// How much longer each layer makes the circle.
pub(crate) fn narrowing(e: &Explanation) -> String {
    let growth = e.layers.iter().skip(1).take(e.layers.len() - 2).filter_map(|layer| layer.growth);
    let growth: Vec<String> = growth.map(number).collect();
    format!("The circle grows {}-fold from layer to layer; the picture is {}.", growth.join(", "), in_words(e.verdict))
}

/// How much neurons vary, and how many colours are full.
pub(crate) fn growing(e: &Explanation) -> String {
    format!("{} {}", from_layer_to_layer(e), colors(e))
}

/// σ_w of the layers, and how many neurons are saturated.
pub(crate) fn scale_and_saturation(e: &Explanation) -> String {
    let scale = e.stack.as_ref().map_or_else(String::new, |stack| format!("σ_w {}. ", number(stack.weights)));
    let share = 100.0 * saturated(e);
    format!("{scale}{share:.0}% of the last hidden layer is saturated; the picture is {}.", in_words(e.verdict))
}

/// What the first layer sees of a position.
pub(crate) fn seen(e: &Explanation) -> String {
    format!("The first layer sees {}. {}", inputs(e), folded(e))
}

/// What the first layer sees of a position, and beside it.
pub(crate) fn positions(e: &Explanation) -> String {
    format!("Beside z, which all pixels share, the first layer sees {}. {}", inputs(e), folded(e))
}

fn inputs(e: &Explanation) -> &'static str {
    if e.layers[0].width == 3 { "x, y and r" } else { "x and y" }
}

/// The verdict's name, and what it means to the eye.
fn in_words(verdict: Verdict) -> String {
    let meaning = match verdict {
        Verdict::GreyGoo => "one flat colour",
        Verdict::Smooth => "hardly a fold",
        Verdict::Alive => "detail you can follow",
        Verdict::Filigree => "detail finer than pixels",
        Verdict::Noise => "no detail left to follow",
        Verdict::Posterised => "pure colours, hard edges",
    };
    format!("{}: {meaning}", verdict.name())
}
