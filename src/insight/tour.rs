//! The guided tour: experiments in an order that teaches, each an artwork, what happens and why, and the
//! measurement that proves it.
//!
//! The experiments are those of an article that made random networks paint in order to understand them; the
//! words are our own. What a page measures is written from an [`Explanation`] of what it shows at the moment,
//! so that the numbers follow every knob. A test computes each number that a page's words contain.

use super::Explanation;
use super::verdict::number;
use crate::recipe::Recipe;

mod pages;

pub use pages::PAGES;

/// One page of the tour.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// A few words.
    pub title: &'static str,
    /// The artwork that it begins with.
    pub line: &'static str,
    /// What happens and why: two or three sentences.
    pub text: &'static str,
    /// What to try.
    pub hint: &'static str,
    /// A knob that the page goes through step by step.
    pub sweep: Option<Sweep>,
    /// What was measured, in words.
    pub evidence: fn(&Explanation) -> String,
}

/// A knob, and where it stops on its way through an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// What is turned.
    pub knob: Knob,
    /// The values, rising.
    pub stops: &'static [u16],
}

/// What a sweep turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// The number of hidden layers.
    Depth,
    /// The neurons of every hidden layer.
    Width,
}

impl Sweep {
    /// What the values count.
    pub const fn name(self) -> &'static str {
        match self.knob {
            Knob::Depth => "hidden layers",
            Knob::Width => "neurons in each layer",
        }
    }

    /// Where `recipe` stands: its depth, or the width of its last hidden layer.
    pub fn value(self, recipe: &Recipe) -> u16 {
        match self.knob {
            Knob::Depth => recipe.hidden.len() as u16,
            Knob::Width => recipe.hidden.last().copied().unwrap_or(0),
        }
    }

    /// Sets `recipe` to a value.
    pub fn set(self, recipe: &mut Recipe, value: u16) {
        match self.knob {
            Knob::Depth => recipe.hidden.resize(value.into(), recipe.hidden.last().copied().unwrap_or(16)),
            Knob::Width => recipe.hidden.iter_mut().for_each(|width| *width = value),
        }
    }

    /// Goes to the next stop above where `recipe` stands, or below; at the last one it stays.
    pub fn step(self, recipe: &mut Recipe, upwards: bool) {
        let here = self.value(recipe);
        let mut stops = self.stops.iter().copied();
        let next = if upwards { stops.find(|stop| *stop > here) } else { stops.rev().find(|stop| *stop < here) };
        if let Some(next) = next {
            self.set(recipe, next);
        }
    }

    /// How far along the stops `recipe` is, 0..=1.
    pub fn share(self, recipe: &Recipe) -> f64 {
        let here = self.value(recipe);
        let passed = self.stops.iter().filter(|stop| **stop < here).count();
        passed as f64 / (self.stops.len() - 1).max(1) as f64
    }
}

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

fn from_layer_to_layer(e: &Explanation) -> String {
    let last = e.layers.len() - 2;
    format!(
        "A neuron varies by {} in layer 1 and by {} in layer {last}; the picture is {}.",
        number(spread(e, 1)),
        number(spread(e, last)),
        e.verdict.name()
    )
}

fn spread_and_flat(e: &Explanation) -> String {
    format!(
        "{:.0}% of the last hidden layer stands at a flat end, and {:.0}% of the colours are full on or off.",
        100.0 * saturated(e),
        100.0 * e.picture.full
    )
}

fn coordinates(e: &Explanation) -> String {
    format!("The inputs average {} and spread by {}. {}", number(e.layers[0].mean), number(spread(e, 0)), colors(e))
}

fn colors(e: &Explanation) -> String {
    format!("{:.0}% of the colours are full on or off.", 100.0 * e.picture.full)
}

fn folded(e: &Explanation) -> String {
    let length = match e.layers.len() {
        2 => "No hidden layer bends anything".to_owned(),
        _ => format!("A circle through the picture leaves the last hidden layer {} times as long", number(folding(e))),
    };
    format!("{length}; a pixel and the next are {:.1}% alike: {}.", 100.0 * alike(e), e.verdict.name())
}

fn scale_and_likeness(e: &Explanation) -> String {
    let theory = e.stack.as_ref().map_or_else(String::new, |stack| {
        format!("σ_w {}, and by wide-network theory χ₁ {}. ", number(stack.weights), number(stack.slope))
    });
    format!("{theory}Measured: a pixel and the next are {:.0}% alike, {}.", 100.0 * alike(e), e.verdict.name())
}

fn narrowing(e: &Explanation) -> String {
    let growth = e.layers.iter().skip(1).take(e.layers.len() - 2).filter_map(|layer| layer.growth);
    let growth: Vec<String> = growth.map(number).collect();
    format!("The circle grows {}-fold from layer to layer; the picture is {}.", growth.join(", "), e.verdict.name())
}

fn growing(e: &Explanation) -> String {
    format!("{} {}", from_layer_to_layer(e), colors(e))
}

fn positions(e: &Explanation) -> String {
    let seen = if e.layers[0].width == 3 { "x, y and r" } else { "x and y" };
    format!("Beside z, which all pixels share, the first layer sees {seen}. {}", folded(e))
}
