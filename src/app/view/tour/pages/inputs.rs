//! The third chapter: activations, and what enters a network beside x and y.

use super::Evidence::Measured;
use super::{ACTIVATION_BEFORE, CLOSER, NEXT_ACTIVATION, Page};
use crate::app::action::Action;
use crate::app::words::Words;
use crate::insight::evidence::{folded, growing, positions, seen};

/// Its pages, in order.
pub(super) const PAGES: &[Page] = &[
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
        evidence: Measured(growing),
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
        evidence: Measured(folded),
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
        evidence: Measured(seen),
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
        evidence: Measured(positions),
    },
];
