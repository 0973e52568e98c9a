//! The first chapter: random weights, from grey goo to noise, and what measures their size.

use super::Evidence::Measured;
use super::{CLOSER, DIAL, DOWN, FURTHER, LARGER_WEIGHTS, Page, SMALLER_WEIGHTS, UP, XRAY};
use crate::app::action::Action;
use crate::app::view::tour::sweep::Sweep;
use crate::app::words::Words;
use crate::insight::evidence::{
    coordinates, folded, from_layer_to_layer, scale_and_likeness, scale_and_saturation, spread_and_saturation,
};
use crate::recipe::Knob;

/// Its pages, in order.
pub(super) const PAGES: &[Page] = &[
    Page {
        title: "grey goo",
        line: "grey-goo:1+motion=still",
        text: Words::plain(
            "A network paints: a pixel's place goes in, its colour comes out. Between them lie hidden layers of \
               neurons: each adds up what enters it, times random weights, and bends the sum. Small weights, a \
               library's defaults: each layer behind the first keeps about half of the differences between pixels. \
               After nine layers all of it is one grey.",
        ),
        hint: Words::with_keys(
            "{} makes the weights larger: after eight presses the picture is back",
            &[LARGER_WEIGHTS],
        ),
        footnote: None,
        sweep: None,
        evidence: Measured(from_layer_to_layer),
    },
    Page {
        title: "weights of ±100",
        line: "corner-rays:1+motion=still",
        text: Words::plain(
            "The same network with huge weights. Nearly every neuron is driven to −1 or 1, where a larger sum \
               changes nothing: it is saturated. So each colour channel is full on or full off: a pixel is one of the \
               eight corners of the colour cube, and straight edges part them.",
        ),
        hint: Words::with_keys(
            "{} makes the weights smaller again; {} shows the neurons; {} lets the picture move",
            &[SMALLER_WEIGHTS, XRAY, Action::Motion],
        ),
        footnote: None,
        sweep: None,
        evidence: Measured(spread_and_saturation),
    },
    Page {
        title: "why the wedges come from a corner",
        line: "corner-rays:2+motion=still",
        text: Words::plain(
            "Pixels are counted from the top left here, so no input is ever negative: both run from 0 to 128. So far \
               out the bias, a number that each neuron adds to its sum, makes no difference: only the direction does, \
               and every edge of the first layer is a ray from that corner.",
        ),
        hint: Words::with_keys("drag the picture, or {} {}: the rays stay tied to their corner", &[UP, DOWN]),
        footnote: None,
        sweep: None,
        evidence: Measured(coordinates),
    },
    Page {
        title: "centred coordinates",
        line: "starburst:1+motion=still",
        text: Words::plain(
            "Count from the middle instead, and the inputs take both signs: the rays now burst from the centre. \
               There the edges of all 16 neurons of the first layer meet, or nearly: only their biases keep them \
               apart.",
        ),
        hint: Words::with_keys("{} zooms in on the place where they do not quite meet", &[CLOSER]),
        footnote: None,
        sweep: None,
        evidence: Measured(coordinates),
    },
    Page {
        title: "into the Mondrian",
        line: "mondrian:1+motion=still",
        text: Words::plain(
            "A hundred times closer the biases show: edges miss one another and bound straight-edged polygons. \
               Weights this large make a switch of every neuron, so the plane is cut, not shaded.",
        ),
        hint: Words::with_keys("{} and {} zoom; {} draws another one", &[CLOSER, FURTHER, Action::Reseed]),
        footnote: None,
        sweep: None,
        evidence: Measured(spread_and_saturation),
    },
    Page {
        title: "weights of ±3",
        line: "mind-blown:1+motion=still",
        text: Words::plain(
            "Between too small and too large. About a third of the last layer shades instead of switching, so \
               colours run into one another. And every layer folds the picture: it brings together places that lay \
               apart, as folding a sheet of paper does.",
        ),
        hint: Words::with_keys(
            "{} and {}: find where it turns to polygons, and where to soft shades",
            &[LARGER_WEIGHTS, SMALLER_WEIGHTS],
        ),
        footnote: None,
        sweep: None,
        evidence: Measured(spread_and_saturation),
    },
    Page {
        title: "normal weights",
        line: "glossy:1+motion=still",
        text: Words::plain(
            "Weights from a bell curve of standard deviation 1: most lie within ±1, a few far outside. The folds \
               become glossy, and here the article that this tour follows settled, with 8 hidden layers*. How much is \
               folded a circle shows: the layers bend it ever longer.",
        ),
        hint: Words::with_keys(
            "{} draws the weights from another seed; {} tries other colours",
            &[Action::Reseed, Action::Color],
        ),
        footnote: Some("* 9 in its code, which we follow"),
        sweep: None,
        evidence: Measured(folded),
    },
    Page {
        title: "the size of the sums: σ_w",
        line: "glossy:1+weights=scaled:4+motion=still",
        text: Words::plain(
            "How large the sums in the neurons get is called σ_w: the standard deviation of the weights times √N, \
               where N inputs enter. Where it is small, neurons stay in the straight middle of their curve and hardly \
               bend; where it is large, most are saturated.",
        ),
        hint: Words::with_keys("{} {} turn σ_w alone: the picture goes from smooth to ever finer detail", &[UP, DOWN]),
        footnote: None,
        sweep: Some(Sweep { knob: Knob::SigmaW, stops: &[1, 2, 4, 8, 16], name: "for σ_w" }),
        evidence: Measured(scale_and_saturation),
    },
    Page {
        title: "order and chaos: χ₁",
        line: "glossy:1+weights=scaled:1.5+motion=still",
        text: Words::plain(
            "Another number follows from σ_w: χ₁, how much a layer stretches a small (squared) difference. Below 1 \
               pictures end as goo, above it they fold, far above as noise: neighbouring pixels have little in common. \
               Here it is 1.14: nine layers, and still smooth.",
        ),
        hint: Words::with_keys("{} shows the plane; arrows walk the network across it", &[DIAL]),
        footnote: None,
        sweep: None,
        evidence: Measured(scale_and_likeness),
    },
];
