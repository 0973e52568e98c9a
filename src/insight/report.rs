//! An explanation as text: what was found, what to try, a table, and what its columns mean.

use std::fmt::{self, Display, Formatter};

use super::explanation::Explanation;
use super::statistics::LayerStatistics;
use super::theory::{LayerTheory, StackTheory};
use super::verdict::number;
use crate::recipe::knob::{Direction, Knob};

/// Columns of the page.
const WIDTH: usize = 80;

/// The columns of the table: each is explained under it, in the words of someone new to it.
const LEGEND: [(&str, &str); 12] = [
    ("layer", "in: the coordinates; 1, 2, …: hidden layers; out: the logits, which a sigmoid turns into colour"),
    ("width", "how many neurons the layer has"),
    ("mean", "the average value, over neurons and pixels"),
    ("std", "how much a neuron varies over the picture; 0 means that nothing of the picture is left"),
    ("sat.", "share of values that are saturated: at a flat end of the activation (tanh: beyond ±0.97)"),
    ("dim", "in how many independent directions the neurons vary together, at most the width"),
    ("next", "how far neighbouring pixels agree (their correlation): 1 is smooth, 0 is noise"),
    ("length", "length of a circle drawn through the picture, as this layer bends it (256 points)"),
    ("grows", "that length over the one in the layer before: above 1 the layer folds, below 1 it smooths"),
    ("q", "mean square of the sums that enter the activation, as theory has it"),
    ("c", "how alike those sums are at neighbouring pixels, their common mean included: 1 is equal"),
    ("grows", "√χ: how many times longer a short line leaves the layer, as theory has it"),
];

impl Display for Explanation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let title = self.verdict.name();
        writeln!(f, "{:<room$} {title}\n", self.art, room = WIDTH - 1 - title.chars().count())?;
        paragraph(f, "", &self.reasons.join(" "))?;
        self.write_suggestions(f)?;
        self.write_table(f)?;
        for (name, meaning) in LEGEND {
            paragraph(f, &format!("  {name:<7}"), meaning)?;
        }
        match &self.stack {
            Some(stack) => paragraph(f, "\n", &stack_sentence(stack)),
            None => paragraph(f, "\n", "Theory speaks of hidden layers, and this network has none."),
        }
    }
}

impl Explanation {
    /// With the key that turns each knob of the suggestions, as far as `key` knows one.
    #[must_use]
    pub fn with_keys(mut self, key: impl Fn(Knob, Direction) -> Option<String>) -> Self {
        for suggestion in &mut self.suggestions {
            suggestion.key = key(suggestion.knob, suggestion.direction);
        }
        self
    }

    /// The same as one JSON object. What has no number, and what is infinite, is null.
    pub fn json(&self) -> String {
        // Writing into memory fails only for keys that are no strings, and all are field names.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    fn write_suggestions(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, suggestion) in self.suggestions.iter().enumerate() {
            let lead = if index == 0 { "\nTo change it:" } else { "" };
            writeln!(f, "{lead}")?;
            write!(f, "  {}", suggestion)?;
        }
        writeln!(f, "\n")
    }

    fn write_table(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<60}│ wide-net theory", "                      measured in view")?;
        writeln!(
            f,
            "{:>5} {:>5} {:>7} {:>6} {:>5} {:>5} {:>6} {:>7} {:>5} │ {:>6} {:>5} {:>5}",
            "layer", "width", "mean", "std", "sat.", "dim", "next", "length", "grows", "q", "c", "grows"
        )?;
        for (index, layer) in self.layers.iter().enumerate() {
            let theory = index.checked_sub(1).and_then(|hidden| self.theory.get(hidden));
            writeln!(f, "{} │{}", measured(&self.label(index), layer), predicted(theory))?;
        }
        writeln!(f)
    }

    /// What the table calls layer `index`, counted from the inputs.
    pub(crate) fn label(&self, index: usize) -> String {
        match index {
            0 => "in".to_owned(),
            index if index + 1 == self.layers.len() => "out".to_owned(),
            index => index.to_string(),
        }
    }
}

impl Display for super::advice::Suggestion {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let key = self.key.as_ref().map_or_else(String::new, |key| format!("key {key:<2} "));
        write!(f, "{key}{:<16} +{:<28} {}", self.what, self.assignment, self.verdict.name())
    }
}

fn measured(label: &str, layer: &LayerStatistics) -> String {
    let or_dash = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), number);
    format!(
        "{label:>5} {:>5} {:>7} {:>6} {:>5} {:>5} {:>6} {:>7} {:>5}",
        layer.width,
        number(layer.mean),
        number(layer.std),
        layer.saturated.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", 100.0 * share)),
        layer.dimension.map_or_else(|| "–".to_owned(), |dimension| format!("{dimension:.1}")),
        layer.neighbours.map_or_else(|| "–".to_owned(), |alike| format!("{alike:.3}")),
        number(layer.length),
        or_dash(layer.growth),
    )
}

fn predicted(theory: Option<&LayerTheory>) -> String {
    theory.map_or_else(String::new, |layer| {
        format!(" {:>6} {:>5} {:>5}", number(layer.q), format!("{:.3}", layer.c), number(layer.growth))
    })
}

fn stack_sentence(stack: &StackTheory) -> String {
    let StackTheory { weights, bias, slope, depth_scale, .. } = stack;
    let regime = if !slope.is_finite() {
        "a step has no slope, so every difference jumps".to_owned()
    } else if *slope < 1.0 {
        format!("below 1 is ordered: differences fade e-fold every {} layers (ξ)", number(*depth_scale))
    } else {
        format!("above 1 is chaotic: small differences grow e-fold every {} layers (ξ)", number(*depth_scale))
    };
    format!(
        "Wide-network theory of an endless stack of such layers (mean field, Poole et al. 2016): σ_w = {}, σ_b = {} \
         give χ₁ = {}; {regime}. It averages over all networks of infinite width. This one is not: trust what was \
         measured.",
        number(*weights),
        number(*bias),
        number(*slope),
    )
}

/// Wraps `text` behind `lead`, later lines indented as far.
fn paragraph(f: &mut Formatter<'_>, lead: &str, text: &str) -> fmt::Result {
    let indent = " ".repeat(lead.trim_start_matches('\n').chars().count());
    let options = textwrap::Options::new(WIDTH).initial_indent(lead).subsequent_indent(&indent);
    writeln!(f, "{}", textwrap::fill(text, options))
}
