//! The guided tour: experiments in an order that teaches, each an artwork, what happens and why, and the
//! measurement that proves it.
//!
//! The experiments are those of an article that made random networks paint in order to understand them; the
//! words are our own. What a page claims is a function of an [`Explanation`], which a test evaluates; what
//! it measures is written from one, whenever the page is shown.

use super::Explanation;
use super::verdict::{Verdict, number};

/// One page of the tour.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// A few words.
    pub title: &'static str,
    /// The artwork that it begins with.
    pub line: &'static str,
    /// What happens and why.
    pub text: &'static str,
    /// What to try.
    pub hint: &'static str,
    /// What was measured, in words.
    pub evidence: fn(&Explanation) -> String,
    /// Whether what the text claims is so.
    pub claim: fn(&Explanation) -> bool,
}

/// The spread over the picture of layer `layer`, counted from the inputs.
fn spread(explanation: &Explanation, layer: usize) -> f64 {
    explanation.layers.get(layer).map_or(0.0, |layer| layer.std)
}

/// The spread of the output logits.
fn logits(explanation: &Explanation) -> f64 {
    spread(explanation, explanation.layers.len() - 1)
}

/// The share of saturated neurons in the last hidden layer.
fn saturated(explanation: &Explanation) -> f64 {
    let last = explanation.layers.len().saturating_sub(2);
    explanation.layers[last].saturated.unwrap_or(0.0)
}

/// How many times longer the circle is in the last hidden layer than in the picture.
fn folding(explanation: &Explanation) -> f64 {
    let last = explanation.layers.len().saturating_sub(2);
    explanation.layers[last].length / explanation.layers[0].length
}

/// The correlation of a pixel with the next, in the outputs.
fn smoothness(explanation: &Explanation) -> f64 {
    explanation.layers[explanation.layers.len() - 1].neighbours.unwrap_or(1.0)
}

fn is(explanation: &Explanation, verdict: Verdict) -> bool {
    explanation.verdict == verdict
}

fn spread_and_flat(e: &Explanation) -> String {
    format!(
        "The logits spread by {} (std); {:.0}% of the last hidden layer stands at a flat end.",
        number(logits(e)),
        100.0 * saturated(e)
    )
}

fn folded(e: &Explanation) -> String {
    format!(
        "A circle through the picture leaves the last hidden layer {} times as long; neighbouring pixels correlate by {:.3}.",
        number(folding(e)),
        smoothness(e)
    )
}

fn regime(e: &Explanation) -> String {
    let theory = e.stack.as_ref().map_or_else(String::new, |stack| {
        format!("Wide-network theory: σ_w {}, χ₁ {}. ", number(stack.weights), number(stack.slope))
    });
    format!("{theory}Measured: the picture is {}, its logits spread by {}.", e.verdict.name(), number(logits(e)))
}

/// Every page, in order.
pub const PAGES: &[Page] = &[
    Page {
        title: "grey goo",
        line: "grey-goo:1",
        text: "A network with the weights that a library draws by default. They are small: every layer shrinks the \
               differences between pixels, until nothing of the picture is left and all of it is one grey.",
        hint: "w makes the weights larger: eight times, and the picture is back",
        evidence: |e| {
            format!(
                "A neuron varies by {} in layer 1 and by {} in layer 9.",
                number(spread(e, 1)),
                number(spread(e, 9))
            )
        },
        claim: |e| is(e, Verdict::GreyGoo) && (2..10).all(|layer| spread(e, layer) < spread(e, layer - 1)),
    },
    Page {
        title: "weights of ±100",
        line: "corner-rays:1",
        text: "The same network with huge weights. Now every neuron is driven to −1 or 1, so each pixel gets one of the \
               eight corners of the colour cube, and straight edges part them.",
        hint: "W makes the weights smaller again; x shows the neurons",
        evidence: spread_and_flat,
        claim: |e| is(e, Verdict::Posterised) && saturated(e) > 0.9,
    },
    Page {
        title: "why the wedges come from a corner",
        line: "corner-rays:2",
        text: "Coordinates counted from the top left are never negative and run to 128. So far from the corner the bias \
               does not matter, only the direction: every edge of the first layer is a ray from there.",
        hint: "arrows move the view: the rays stay tied to the corner",
        evidence: |e| {
            format!("The inputs average {} and spread by {}.", number(e.layers[0].mean), number(spread(e, 0)))
        },
        claim: |e| e.layers[0].mean > 50.0,
    },
    Page {
        title: "centred coordinates",
        line: "starburst:1",
        text: "Count from the middle instead, and the inputs take both signs. The rays now burst from the centre, \
               where the edges of all neurons of the first layer almost meet.",
        hint: "+ zooms in, towards the place where they do not quite meet",
        evidence: |e| format!("The inputs average {}; {}", number(e.layers[0].mean), spread_and_flat(e)),
        claim: |e| e.layers[0].mean.abs() < 0.01 && is(e, Verdict::Posterised),
    },
    Page {
        title: "into the Mondrian",
        line: "mondrian:1",
        text: "A hundred times closer the biases part the edges, and they bound straight-edged polygons. Weights as \
               large as these make of every neuron a switch: the plane is cut, not shaded.",
        hint: "+ and - zoom; r draws another one",
        evidence: spread_and_flat,
        claim: |e| is(e, Verdict::Posterised) && saturated(e) > 0.9,
    },
    Page {
        title: "weights of ±3",
        line: "mind-blown:1",
        text: "Between too small and too large. Neurons still saturate, but no longer everywhere: colours shade into \
               one another and every layer folds what the one before has folded.",
        hint: "w and W: find where it turns to polygons, and where to soft shades",
        evidence: |e| format!("{} {}", spread_and_flat(e), folded(e)),
        claim: |e| folding(e) > 3.0 && (0.0..0.9).contains(&saturated(e)),
    },
    Page {
        title: "normal weights",
        line: "glossy:1",
        text: "Weights from a bell curve of standard deviation 1: most are small, a few are not. The folds become glossy, \
               and here the article settled. (Its 8 hidden layers are 9 in its code, which we follow.)",
        hint: "r draws another seed; c tries other colours",
        evidence: folded,
        claim: |e| is(e, Verdict::Alive),
    },
    Page {
        title: "no hidden layer",
        line: "no-hidden:1",
        text: "Without a hidden layer each channel is a straight ramp through a sigmoid: a gradient, whatever the \
               weights. All that networks can draw beyond that comes from their nonlinear layers.",
        hint: "] adds a layer; with each the picture folds once more",
        evidence: |e| format!("Neighbouring pixels correlate by {:.4}.", smoothness(e)),
        claim: |e| is(e, Verdict::Smooth) && e.layers.len() == 2,
    },
    Page {
        title: "one hidden layer",
        line: "one-hidden:1",
        text: "One layer of 16 neurons: each is a soft ramp across the picture, and the colours are sums of 16 such \
               ramps. Blobs, nothing finer: there was only one fold to make.",
        hint: "{ and } change how many neurons there are; ] adds layers",
        evidence: folded,
        claim: |e| is(e, Verdict::Smooth) && e.layers.len() == 3 && e.layers[1].width == 16,
    },
    Page {
        title: "depth",
        line: "deep:1",
        text: "Seventeen hidden layers of the same kind. Each multiplies the length of a line through the picture, so depth \
               makes detail exponentially: soft blobs become filigree.",
        hint: "[ and ] go from 2 to 29 layers and beyond: hold one down",
        evidence: folded,
        claim: |e| is(e, Verdict::Filigree) && folding(e) > 10.0 && e.layers.len() == 19,
    },
    Page {
        title: "width, and a catch",
        line: "wide:1",
        text: "Wider layers look busier too. But with weights of standard deviation 1 a sum over twice as many inputs \
               is √2 times as large: widening has secretly raised σ_w, so width alone proves nothing here.",
        hint: "{ and } go from 2 to 512 neurons and beyond: hold one down",
        evidence: regime,
        claim: |e| e.stack.as_ref().is_some_and(|stack| (stack.weights - 32_f64.sqrt()).abs() < 0.01),
    },
    Page {
        title: "a fair comparison",
        line: "wide:1+weights=scaled:4",
        text: "The same width with weights divided by √N: σ_w is 4, as it is with 16 neurons of standard deviation 1. \
               Most of the change was σ_w's: 128 neurons, noise before, are filigree now.",
        hint: "{ and } again, and compare",
        evidence: regime,
        claim: |e| e.stack.as_ref().is_some_and(|stack| (stack.weights - 4.0).abs() < 0.01),
    },
    Page {
        title: "128 wide",
        line: "pollock:1",
        text: "The article's widest: nine layers of 128. σ_w is 11.3, neighbouring pixels share less than half of what \
               they vary by, and the picture ends as noise.",
        hint: "+ zooms in: far enough, noise is a picture again",
        evidence: folded,
        claim: |e| {
            is(e, Verdict::Noise)
                && smoothness(e) < 0.5
                && e.stack.as_ref().is_some_and(|stack| (stack.weights - 11.31).abs() < 0.01)
        },
    },
    Page {
        title: "halving",
        line: "halving:1",
        text: "Layers of 128, 64, 32, 16 and 8. The wide ones come first, where there is little to fold yet, and the \
               narrow ones calm what follows: large shapes with fine edges.",
        hint: "x shows how the layers narrow",
        evidence: folded,
        claim: |e| is(e, Verdict::Alive) && e.layers[1].width == 128 && e.layers[5].width == 8,
    },
    Page {
        title: "activations",
        line: "relu:1",
        text: "The nonlinearity is the brush. relu bends but never bounds, so values grow from layer to layer and \
               pictures turn into flat facets; sin repeats, gaussian makes spots, step only cuts.",
        hint: "a and A go through all eleven and `mixed`",
        evidence: spread_and_flat,
        claim: |e| is(e, Verdict::Posterised) && logits(e) > 100.0,
    },
    Page {
        title: "what r and z add",
        line: "hardmaru:1",
        text: "With the distance r from the middle as an input pictures know where their centre is; with latent inputs \
               z there is something to move: one network paints a whole family, and motion walks through it.",
        hint: "m changes the motion, space stops it",
        evidence: |e| format!("The first layer sees {} positions (x, y, r). {}", e.layers[0].width, folded(e)),
        claim: |e| e.layers[0].width == 3,
    },
    Page {
        title: "order and chaos",
        line: "glossy:1+weights=scaled:1.5",
        text: "One number says most of it: χ₁, by how much a layer stretches a small difference. Below 1 networks end \
               as goo, above 1 they fold, far above as noise. Near 1, depth can be had without either.",
        hint: "d shows the plane; arrows walk the network across it",
        evidence: regime,
        claim: |e| e.stack.as_ref().is_some_and(|stack| (1.0..1.5).contains(&stack.slope)),
    },
    Page {
        title: "your turn",
        line: "default:1",
        text: "That is all there is: positions in, colours out, random numbers between. Everything that you have seen \
               is a line of text; y copies the one you are looking at.",
        hint: "R surprises; ? lists the keys; Esc leaves the tour",
        evidence: regime,
        claim: |e| matches!(e.verdict, Verdict::Alive | Verdict::Smooth),
    },
];
