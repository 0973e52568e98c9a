//! One weight of the chosen neuron goes back and forth, and the picture with it.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │              the picture, changed            │
//! │ layer 2 neuron 5, weight 3 of 16: 0.43       │
//! │ −0.42 ━━━━━━●─────── 1.44   its own 0.51     │
//! │ what that changes, and what it means         │
//! │ v stops   ← → weights   ↑ ↓ by hand          │
//! └──────────────────────────────────────────────┘
//! ```
//!
//! It follows the clock of the picture: where that stands, the weight does, until a key moves it.

use std::f64::consts::TAU;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::super::chart::below;
use super::super::prose::{footer, wrapped};
use super::super::scroll::Scroll;
use super::super::theme;
use super::SWEEP;
use crate::app::action::{self, Action, PAN_STEP, bindings};
use crate::app::look::{Finding, Findings, Look, Scene, StandIn};
use crate::insight::sweep::{VISIBLE, WeightIndex, WeightSweep};
use crate::insight::xray::Neuron;
use crate::painter::Frame;
use crate::recipe::{Recipe, View};
use crate::work::Work;

/// Seconds that a weight takes there and back: slow enough to follow, and far from flashing.
const PERIOD: f64 = 8.0;
/// How many keys lead once there and back.
const STEPS: f64 = 32.0;
/// Rows of the caption, the status bar's below it counted.
const HEIGHT: u16 = 9;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 80;
/// Columns of the track.
const TRACK: usize = 28;

/// What it means. Of either kind of network: Kumar et al. (2025).
const LEARNT: &str = "A network that has learnt spreads what it draws over all of its weights: one alone often breaks \
                      the picture everywhere (Kumar et al. 2025, arXiv:2505.11581).";
const DRAWN: &str = "In a network that was bred one weight often moves something that has a name, in one that has learnt \
                     it breaks the picture everywhere (Kumar et al. 2025, arXiv:2505.11581).";

/// A weight that is being swept.
#[derive(Clone, Debug, Default)]
pub struct Sweeping {
    /// Which input of the chosen neuron it belongs to; one that is not there stands for the nearest.
    pub input: usize,
    /// Where in the picture's loop it began, in seconds, once a frame has said so: it begins at its own value.
    start: Option<f64>,
    /// How many steps keys have moved it.
    by_hand: i32,
    scroll: Scroll,
}

impl Sweeping {
    /// At the weight of an input.
    pub(super) fn of(input: usize) -> Self {
        Self { input, ..Self::default() }
    }

    /// The weight `across` inputs further, from its own value; or the same one by hand, upwards for a negative `down`.
    pub(super) fn step(&mut self, [across, down]: [i32; 2]) {
        if across != 0 {
            *self = Self::of(self.input.saturating_add_signed(across as isize));
        }
        self.by_hand -= down;
    }

    /// Turns the pages of a caption that is longer than its room.
    pub(super) fn page(&self, key: action::Key) -> bool {
        self.scroll.page(key)
    }

    /// Takes what was found of it. The weight is the one that is there.
    pub(super) fn receive(&mut self, swept: &Swept) {
        self.start = self.start.or(Some(swept.seconds));
        self.input = self.input.min(swept.weight.inputs - 1);
    }

    /// Where the weight stands between the ends of its range, −1..=1.
    fn way(&self, seconds: f64) -> f64 {
        let started = self.start.unwrap_or(seconds);
        let turns = (seconds - started) / PERIOD + f64::from(self.by_hand) / STEPS;
        libm::sin(TAU * turns)
    }
}

/// Paints the network with the weight where it stands, or finds out what that does.
#[derive(Debug)]
pub(super) struct WeightStandIn {
    pub(super) neuron: Neuron,
    pub(super) sweeping: Sweeping,
}

impl WeightStandIn {
    fn weight(&self, work: &Work) -> WeightSweep {
        WeightSweep::of(work.network(), WeightIndex { neuron: self.neuron, input: self.sweeping.input })
    }
}

impl StandIn for WeightStandIn {
    fn paint(&self, scene: &Scene<'_>) -> Frame {
        let (painting, way) = (scene.work.painting(), self.sweeping.way(scene.seconds));
        let changed = self.weight(scene.work).network(painting.network(), way);
        painting.with_network(changed).paint(scene.phase, scene.view, scene.viewport)
    }
}

/// What was found of a weight that is swept.
#[derive(Debug)]
pub struct Swept {
    /// The weight, and its range.
    pub weight: WeightSweep,
    /// The share of the pixels that an end of its range changes visibly, 0..=1.
    pub changed: f64,
    /// Whether the network has learnt, or comes from a file as one that has; others were drawn from a seed.
    pub learnt: bool,
    /// Where it stands between the ends of its range, −1..=1.
    pub way: f64,
    /// What its layer is called.
    label: String,
    seconds: f64,
    /// What the share was measured of.
    recipe: Recipe,
    view: View,
}

impl Look for WeightStandIn {
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding {
        let (weight, recipe) = (self.weight(scene.work), scene.work.recipe());
        let known = earlier
            .newest::<Swept>()
            .filter(|known| known.weight == weight && known.recipe == *recipe && known.view == recipe.view);
        let measured = || weight.changed_share(scene.work.painting(), scene.phase, recipe.view);
        let (layers, layer) = (scene.work.network().layers.len(), weight.place.neuron.layer);
        Arc::new(Swept {
            weight,
            changed: known.map_or_else(measured, |known| known.changed),
            learnt: scene.work.imported().is_some(),
            way: self.sweeping.way(scene.seconds),
            label: if layer + 1 == layers { "out".to_owned() } else { (layer + 1).to_string() },
            seconds: scene.seconds,
            recipe: recipe.clone(),
            view: recipe.view,
        })
    }
}

/// The picture's part of the screen, and the caption's.
pub(super) fn split(area: Rect) -> [Rect; 2] {
    let height = HEIGHT.min(area.height * 2 / 3);
    let above = area.height - height;
    [Rect { height: above.max(1), ..area }, below(area, above)]
}

/// Draws the caption over its part of `area`; `swept` is what was found, once it was.
pub(super) fn draw(sweeping: &Sweeping, swept: Option<&Swept>, area: Rect, buffer: &mut Buffer) {
    let [_, part] = split(area);
    Clear.render(part, buffer);
    Block::new().style(theme::TEXT).render(part, buffer);
    // The lowest row is the status bar's, the one above it the keys'.
    let (width, height) = (part.width.saturating_sub(2).min(WIDEST), part.height.saturating_sub(2));
    let words = Rect { x: part.x + 1.min(part.width), width, height, ..part };
    if let Some(swept) = swept {
        sweeping.scroll.draw(&wrapped(&lines(swept), width), words, buffer);
    }
    let row = Rect { height: 1.min(part.height), ..below(Rect { height: part.height, ..words }, height) };
    footer(&keys(&sweeping.scroll), row, buffer);
}

fn lines(swept: &Swept) -> Vec<Line<'static>> {
    let WeightSweep { place, inputs, own, reach } = swept.weight;
    let neuron = format!("layer {} neuron {}, ", swept.label, place.neuron.index + 1);
    let weight = format!("weight {} of {inputs}: {}", place.input + 1, decimal(swept.weight.value(swept.way)));
    let passed = ((0.5 + 0.5 * swept.way) * (TRACK - 1) as f64).round() as usize;
    let [least, most] = [-1.0, 1.0].map(|way| decimal(swept.weight.value(way)));
    vec![
        Line::from(vec![Span::styled(neuron, theme::TEXT), Span::styled(weight, theme::TITLE)]),
        Line::from(vec![
            Span::styled(format!("{least} "), theme::DIM),
            Span::styled(format!("{}●{}", "━".repeat(passed), "─".repeat(TRACK - 1 - passed)), theme::KEY),
            Span::styled(format!(" {most}   its own: {}", decimal(f64::from(own))), theme::DIM),
        ]),
        Line::styled(measured(swept.changed, reach), theme::TEXT),
        Line::styled(if swept.learnt { LEARNT } else { DRAWN }, theme::DIM),
    ]
}

/// What was measured, in a sentence.
fn measured(changed: f64, reach: f64) -> String {
    format!(
        "At an end of this range (±{}, the spread of the layer's weights) {:.0}% of the pixels change by more than \
         {VISIBLE} levels of 255.",
        decimal(reach),
        100.0 * changed
    )
}

/// A number of either sign, to two digits behind the point.
fn decimal(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}

/// The keys, the most important first.
fn keys(scroll: &Scroll) -> Vec<(String, Style)> {
    let key = |offset| action::key_of(bindings(), Action::Pan(offset));
    let [left, right] = [-PAN_STEP, PAN_STEP].map(|step| key([step, 0.0]));
    let [up, down] = [-PAN_STEP, PAN_STEP].map(|step| key([0.0, step]));
    let mut keys = vec![(format!("{SWEEP} stops"), theme::DIM)];
    keys.extend(scroll.sign().map(|sign| (sign, theme::KEY)));
    keys.push((format!("{left} {right} other weights"), theme::DIM));
    keys.push((format!("{up} {down} by hand"), theme::DIM));
    keys
}
