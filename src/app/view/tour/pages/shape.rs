//! The second chapter: depth and width.

use super::Evidence::Measured;
use super::{CLOSER, DEPTHS, DOWN, FEWER_LAYERS, LEFT, MORE_LAYERS, NARROWER, Page, RIGHT, UP, WIDER, XRAY, widths};
use crate::app::view::tour::sweep::Sweep;
use crate::app::words::Words;
use crate::insight::evidence::{folded, narrowing, scale_and_likeness};
use crate::recipe::Knob;

/// Its pages, in order.
pub(super) const PAGES: &[Page] = &[
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
        evidence: Measured(folded),
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
        evidence: Measured(folded),
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
        evidence: Measured(folded),
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
        evidence: Measured(folded),
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
        evidence: Measured(folded),
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
        evidence: Measured(scale_and_likeness),
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
        evidence: Measured(scale_and_likeness),
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
        evidence: Measured(folded),
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
        evidence: Measured(folded),
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
        evidence: Measured(scale_and_likeness),
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
        evidence: Measured(narrowing),
    },
];
