//! The pages, in order.
//!
//! The experiments are those of an article that made random networks paint in order to understand them; the words are
//! our own. Tests compute each number that a page's words contain, and see that each term is explained where it is used
//! first. Pictures hold still, so that pages can be compared, but where motion is the matter.

use super::sweep::Sweep;
use crate::app::action::{Action, PAN_STEP};
use crate::app::view::OverlayName;
use crate::app::words::Words;
use crate::insight::Explanation;
use crate::insight::evidence::{
    coordinates, folded, from_layer_to_layer, growing, narrowing, positions, scale_and_likeness, scale_and_saturation,
    seen, spread_and_saturation,
};
use crate::recipe::{Knob, Recipe, text};

/// One page of the tour: an experiment.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// A few words.
    pub title: &'static str,
    /// The artwork that it begins with.
    pub line: &'static str,
    /// What happens and why: two or three sentences.
    pub text: Words,
    /// What to try.
    pub hint: Words,
    /// Where the text has a `*`: what the article says otherwise.
    pub footnote: Option<&'static str>,
    /// A knob that the page goes through step by step.
    pub sweep: Option<Sweep>,
    /// What was measured, in words.
    pub evidence: fn(&Explanation) -> String,
}

impl Page {
    /// The artwork that it begins with.
    pub fn recipe(&self) -> Option<Recipe> {
        text::parse(self.line).ok().map(|line| line.recipe)
    }
}

// What the words mention keys of.
const FEWER_LAYERS: Action = Action::Turn(Knob::Depth, -1);
const MORE_LAYERS: Action = Action::Turn(Knob::Depth, 1);
const NARROWER: Action = Action::Turn(Knob::Width, -1);
const WIDER: Action = Action::Turn(Knob::Width, 1);
const LARGER_WEIGHTS: Action = Action::Turn(Knob::WeightScale, 1);
const SMALLER_WEIGHTS: Action = Action::Turn(Knob::WeightScale, -1);
const NEXT_ACTIVATION: Action = Action::Turn(Knob::Activation, 1);
const ACTIVATION_BEFORE: Action = Action::Turn(Knob::Activation, -1);
const CLOSER: Action = Action::Turn(Knob::Zoom, 1);
const FURTHER: Action = Action::Turn(Knob::Zoom, -1);
const XRAY: Action = Action::Toggle(OverlayName::Xray);
const DIAL: Action = Action::Toggle(OverlayName::Dial);
const LEFT: Action = Action::Pan([-PAN_STEP, 0.0]);
const RIGHT: Action = Action::Pan([PAN_STEP, 0.0]);
const UP: Action = Action::Pan([0.0, -PAN_STEP]);
const DOWN: Action = Action::Pan([0.0, PAN_STEP]);
const HELP: Action = Action::Toggle(OverlayName::Help);

/// The depths of the notebook's sweep.
const DEPTHS: [u16; 28] = {
    let mut depths = [0; 28];
    let mut index = 0;
    while index < depths.len() {
        depths[index] = index as u16 + 2;
        index += 1;
    }
    depths
};

/// A sweep through these widths of every hidden layer.
const fn widths(stops: &'static [u16]) -> Sweep {
    Sweep { knob: Knob::Width, stops, name: "neurons in each layer" }
}

/// Every page, in order.
pub const PAGES: &[Page] = &[
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
        evidence: from_layer_to_layer,
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
        evidence: spread_and_saturation,
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
        evidence: coordinates,
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
        evidence: coordinates,
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
        evidence: spread_and_saturation,
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
        evidence: spread_and_saturation,
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
        evidence: folded,
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
        evidence: scale_and_saturation,
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
        evidence: scale_and_likeness,
    },
    Page {
        title: "no hidden layer",
        line: "no-hidden:1+motion=still",
        text: Words::plain(
            "Without a hidden layer each channel is a straight ramp through a sigmoid, an S-shaped curve: a \
               gradient, whatever the weights. All that a network can draw beyond that comes from the layers in \
               between.",
        ),
        hint: Words::with_keys("{} adds a layer; with each the picture folds once more", &[MORE_LAYERS]),
        footnote: None,
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "one hidden layer",
        line: "one-hidden:1+motion=still",
        text: Words::plain(
            "One layer of 16 neurons: each is one soft ramp across the picture, and a colour adds up 16 of them. \
               Blobs, nothing finer: a sum of ramps bends, but it hardly folds.",
        ),
        hint: Words::with_keys(
            "{} and {} change how many neurons there are; {} adds layers",
            &[NARROWER, WIDER, MORE_LAYERS],
        ),
        footnote: None,
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "eight hidden layers",
        line: "glossy:1+motion=still",
        text: Words::plain(
            "The picture of page 7 again, to compare with one layer. Its eight layers* each bend what is bent \
               already, so detail multiplies where a wider sum only adds: the circle is more than ten times as long as \
               behind one layer.",
        ),
        hint: Words::with_keys(
            "{} and {} take layers away and add them; {} shows the circle in each",
            &[FEWER_LAYERS, MORE_LAYERS, XRAY],
        ),
        footnote: Some("* nine in the article's code, which we follow"),
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "sixteen hidden layers",
        line: "deep:1+motion=still",
        text: Words::plain(
            "Sixteen layers of the same kind*. The circle is more than three times as long again, and blobs have \
               become filigree: lines as fine as the pixels, and finer, that still hold together.",
        ),
        hint: Words::with_keys("{} zooms in: detail keeps appearing", &[CLOSER]),
        footnote: Some("* seventeen in the article's code, which we follow"),
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "depth against width",
        line: "wide:1+motion=still",
        text: Words::plain(
            "Nine layers of 32 instead of seventeen of 16: half as deep with twice the weights. It folds as much as \
               the deep network, and is smoother. Does width do what depth does? There is a catch.",
        ),
        hint: Words::with_keys(
            "{} and {} compare it with the page before; the next ones look into the catch",
            &[LEFT, RIGHT],
        ),
        footnote: None,
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "the catch: width turns up σ_w",
        line: "wide:1+motion=still",
        text: Words::plain(
            "The weights have standard deviation 1 at every width. A sum over twice as many is √2 times as large: \
               widening has turned up σ_w. The article's widths differ in both, so they prove nothing about width.",
        ),
        hint: Words::with_keys("{} {} change the width: σ_w and χ₁ rise, neighbours part", &[UP, DOWN]),
        footnote: None,
        sweep: Some(widths(&[8, 16, 32, 64, 128])),
        evidence: scale_and_likeness,
    },
    Page {
        title: "a fair comparison",
        line: "wide:1+weights=scaled:4+motion=still",
        text: Words::plain(
            "Weights divided by √N keep σ_w at 4, as with 16 neurons before. Now 128 neurons are filigree whose \
               pixels are 86% like the next, where the unfair ones were noise at 34%. Most of what looked like width \
               was σ_w.",
        ),
        hint: Words::with_keys("{} {} once more: σ_w and χ₁ stay where they are", &[UP, DOWN]),
        footnote: None,
        sweep: Some(widths(&[8, 16, 32, 64, 128])),
        evidence: scale_and_likeness,
    },
    Page {
        title: "128 wide",
        line: "pollock:1+motion=still",
        text: Words::plain(
            "The article's widest: nine layers of 128. At σ_w 11.3 neighbouring pixels have little in common, and \
               the picture ends as noise.",
        ),
        hint: Words::with_keys("{} zooms in: far enough, noise is a picture again", &[CLOSER]),
        footnote: None,
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "the depth sweep",
        line: "glossy:1+hidden=16x2+motion=still",
        text: Words::plain(
            "The article's first series: 2 to 29 layers of 16. Up to 10 the picture is alive, then filigree, and \
               from 24 on noise: every layer multiplies the folds until the pixels can't show them.",
        ),
        hint: Words::with_keys("hold {} down, and watch the circle grow", &[UP]),
        footnote: None,
        sweep: Some(Sweep { knob: Knob::Depth, stops: &DEPTHS, name: "hidden layers" }),
        evidence: folded,
    },
    Page {
        title: "the width sweep",
        line: "glossy:1+hidden=2x9+motion=still",
        text: Words::plain(
            "Its second series: 2 to 512 neurons in each of nine layers, with weights of standard deviation 1, so \
               σ_w grows with them from 1.4 to 22.6. From 128 on the picture is noise.",
        ),
        hint: Words::with_keys("{} {}; the widest has two million weights and may be painted coarsely", &[UP, DOWN]),
        footnote: None,
        sweep: Some(widths(&[2, 4, 8, 16, 32, 64, 128, 256, 512])),
        evidence: scale_and_likeness,
    },
    Page {
        title: "halving",
        line: "halving:1+motion=still",
        text: Words::plain(
            "Layers of 128, 64, 32, 16 and 8. The wide ones come first, where there is little to fold yet, and σ_w \
               falls as they narrow: each layer folds less than the one before. Large shapes with fine edges.",
        ),
        hint: Words::with_keys("{} shows how the layers narrow", &[XRAY]),
        footnote: None,
        sweep: None,
        evidence: narrowing,
    },
    Page {
        title: "the activation: relu",
        line: "relu:1+motion=still",
        text: Words::plain(
            "The curve that bends a sum, the activation, is the brush. So far it was tanh, an S with flat ends. relu \
               cuts off what is negative and bounds nothing, so values grow from layer to layer and the picture turns \
               into flat facets.",
        ),
        hint: Words::with_keys("{} zooms in on the facets", &[CLOSER]),
        footnote: None,
        sweep: None,
        evidence: growing,
    },
    Page {
        title: "other activations",
        line: "glossy:1+activation=sin+motion=still",
        text: Words::plain(
            "sin has no flat ends: it goes up and down for ever. The circle is more than five times as long as with \
               tanh, and the picture ends as noise. gaussian makes spots, step only cuts.",
        ),
        hint: Words::with_keys(
            "{} and {} go through all eleven and `mixed`, where every neuron has its own",
            &[NEXT_ACTIVATION, ACTIVATION_BEFORE],
        ),
        footnote: None,
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "the distance r",
        line: "hardmaru:1+motion=still",
        text: Words::plain(
            "With the distance r from the middle as an input beside x and y, pictures know where their centre is, \
               and shapes lie around it.",
        ),
        hint: Words::with_keys("{} draws another seed", &[Action::Reseed]),
        footnote: None,
        sweep: None,
        evidence: seen,
    },
    Page {
        title: "latent inputs z",
        line: "hardmaru:1",
        text: Words::plain(
            "The same network has further inputs z, called latent, which all pixels share. As z changes the whole \
               picture does: one network paints a whole family, and motion walks through it.",
        ),
        hint: Words::with_keys("{} changes the motion, {} stops it", &[Action::Motion, Action::Pause]),
        footnote: None,
        sweep: None,
        evidence: positions,
    },
    Page {
        title: "your turn",
        line: "default:1",
        text: Words::with_keys(
            "That is all there is: positions in, colours out, random numbers between. Everything that you have seen \
               is a line of text; {} copies the one you are looking at. This was the last page: thank you for coming \
               along.",
            &[Action::Copy],
        ),
        hint: Words::with_keys(
            "{} surprises; {} lists the keys; {} leaves the tour",
            &[Action::Surprise, HELP, Action::Close],
        ),
        footnote: None,
        sweep: None,
        evidence: scale_and_likeness,
    },
];
