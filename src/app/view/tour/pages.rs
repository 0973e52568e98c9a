//! The pages, in order.
//!
//! The experiments are those of an article that made random networks paint in order to understand them; the words are
//! our own. Tests compute each number that a page's words contain, and see that each term is explained where it is used
//! first. Pictures hold still, so that pages can be compared, but where motion is the matter.

use super::lesson::Lesson;
use super::sweep::Sweep;
use crate::app::action::{Action, PAN_STEP};
use crate::app::view::OverlayName;
use crate::app::words::Words;
use crate::insight::Explanation;
use crate::recipe::{Knob, Recipe, text};

mod inputs;
mod learning;
mod shape;
mod weights;

/// What proves a page, in words.
#[derive(Clone, Copy, Debug)]
pub enum Evidence {
    /// Written from what was measured of the artwork.
    Measured(fn(&Explanation) -> String),
    /// Written from what was learnt for the page.
    Learnt(Lesson),
}

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
    /// What was measured, or learnt.
    pub evidence: Evidence,
}

impl Page {
    /// The artwork that it begins with.
    pub(crate) fn recipe(&self) -> Option<Recipe> {
        text::parse(self.line).ok().map(|line| line.recipe)
    }

    /// The artworks that its slider goes through.
    pub(crate) fn stops(&self) -> Vec<Recipe> {
        let (Some(first), Some(sweep)) = (self.recipe(), self.sweep) else { return Vec::new() };
        let at = |stop: &u16| {
            let mut recipe = first.clone();
            sweep.set(&mut recipe, *stop);
            recipe
        };
        sweep.stops.iter().map(at).collect()
    }

    /// What it teaches by learning, if it does.
    pub fn lesson(&self) -> Option<Lesson> {
        match self.evidence {
            Evidence::Learnt(lesson) => Some(lesson),
            Evidence::Measured(_) => None,
        }
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

/// The chapters, in order.
const CHAPTERS: [&[Page]; 4] = [weights::PAGES, shape::PAGES, inputs::PAGES, learning::PAGES];

/// The pages of all chapters, one after the other.
const ALL: [Page; count()] = {
    let mut all = [weights::PAGES[0]; count()];
    let (mut chapter, mut filled) = (0, 0);
    while chapter < CHAPTERS.len() {
        let mut page = 0;
        while page < CHAPTERS[chapter].len() {
            all[filled] = CHAPTERS[chapter][page];
            page += 1;
            filled += 1;
        }
        chapter += 1;
    }
    all
};

const fn count() -> usize {
    weights::PAGES.len() + shape::PAGES.len() + inputs::PAGES.len() + learning::PAGES.len()
}

/// Every page, in order.
pub const PAGES: &[Page] = &ALL;
