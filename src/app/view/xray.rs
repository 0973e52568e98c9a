//! The x-ray: a wall of neurons, each as the picture that it sees, and one of them large.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │ x-ray                                        │
//! │  1·16   ▒▒▒▒▒ ░▒▒▒░ ▒▒░░▒   │ layer 1 neuron 2 │
//! │ σ ███   ▒▒▒░░ ░▒▒▒░ ▒░░▒▒   │ its picture      │
//! │ ● █     ▒░░░░ ░░▒░░ ░░▒▒▒   │ its weights      │
//! │  2·16   …                   │ its values       │
//! │ σ ██    …                   │ a circle, bent   │
//! └──────────────────────────────────────────────┘
//! ```
//!
//! Further sheets show the one neuron over the whole screen: what has no room beside the wall is seen there.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::prose::footer;
use super::{Answer, Context, Overlay, theme};
use crate::app::action::{self, Action, Key};
use crate::app::look::{Finding, Findings, Look, Scene, StandIn};
use crate::insight::xray::{Neuron, Selection, Xray};
use crate::recipe::Recipe;
use weight::WeightStandIn;

mod layout;
mod panel;
mod title;
mod wall;
mod weight;

pub use layout::XrayLayout;
pub(crate) use layout::XraySheet;
pub(crate) use weight::Sweeping;
pub use weight::Swept;

/// How far one long step goes over many neurons.
const LEAP: i32 = 8;
/// The key that shows the next sheet.
const NEXT_SHEET: Key = Key::Tab;
/// The key that sweeps a weight of the chosen neuron, or stops that.
const SWEEP: Key = Key::Char('v');
/// Further than any layer is wide.
const ALL: i32 = 10_000;

/// The x-ray, and which neuron it shows large.
#[derive(Debug, Default)]
pub struct Neurons {
    /// One that is not there stands for the nearest.
    pub focus: Neuron,
    /// Whether every neuron is seen, or that one alone.
    pub sheet: XraySheet,
    /// The weight of that neuron that is being swept, beside the picture instead of the wall.
    pub sweeping: Option<Sweeping>,
}

impl Overlay for Neurons {
    fn picture(&self, area: Rect) -> Rect {
        if self.sweeping.is_some() { weight::split(area)[0] } else { area }
    }

    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if key == SWEEP {
            self.sweeping = if self.sweeping.is_some() { None } else { Some(Sweeping::default()) };
            return Answer::Done;
        }
        if self.sweeping.is_some() {
            return self.key_while_sweeping(key);
        }
        if key == NEXT_SHEET {
            self.sheet = self.sheet.next();
            return Answer::Done;
        }
        match leap(key).or_else(|| action::step(key)) {
            Some(step) => {
                self.focus = moved(self.focus, step, recipe);
                Answer::Done
            }
            None => Answer::Pass,
        }
    }

    fn click(&mut self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Answer {
        let xray = context.finding::<Xray>().filter(|_| self.sweeping.is_none());
        match xray.and_then(|xray| self.under(xray, area, cell)) {
            Some((_, neuron)) => {
                self.focus = neuron;
                Answer::Done
            }
            None => Answer::Pass,
        }
    }

    fn picture_under(&self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Option<Rect> {
        if self.sweeping.is_some() {
            let picture = self.picture(area);
            return picture.contains((cell[0], cell[1]).into()).then_some(picture);
        }
        match context.finding::<Xray>() {
            Some(xray) => self.under(xray, area, cell).map(|(place, _)| place),
            // Nothing lies over the picture yet.
            None => area.contains((cell[0], cell[1]).into()).then_some(area),
        }
    }

    fn look(&self, recipe: &Recipe, area: Rect) -> Option<Box<dyn Look>> {
        if let Some(sweep) = self.sweep() {
            return Some(Box::new(sweep));
        }
        let widest = recipe.hidden.iter().max().map_or(recipe.color.channels(), |width| usize::from(*width));
        let layout = XrayLayout::on(self.sheet, area, recipe.hidden.len() + 1, widest);
        Some(Box::new(EveryNeuron(layout.wanted(self.focus))))
    }

    fn stand_in(&self, _: &Recipe) -> Option<Box<dyn StandIn>> {
        self.sweep().map(|sweep| Box::new(sweep) as Box<dyn StandIn>)
    }

    fn stand_in_name(&self, _: &Recipe) -> Option<String> {
        self.sweeping.as_ref().map(|_| "the network with a weight changed".to_owned())
    }

    fn receive(&mut self, finding: &Finding) {
        if let (Some(sweeping), Some(swept)) = (&mut self.sweeping, finding.downcast_ref::<Swept>()) {
            sweeping.receive(swept);
        }
    }

    fn moves(&self, runs: bool) -> bool {
        runs && self.sweeping.is_some()
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(sweeping) = &self.sweeping {
            return weight::draw(sweeping, context.finding(), area, buffer);
        }
        if let Some(xray) = context.finding::<Xray>() {
            draw(xray, &self.layout(xray, area), area, buffer);
        }
    }
}

impl Neurons {
    /// What paints and measures the weight that is being swept.
    fn sweep(&self) -> Option<WeightStandIn> {
        self.sweeping.clone().map(|sweeping| WeightStandIn { neuron: self.focus, sweeping })
    }

    /// Keys choose another weight, move it by hand, or stop.
    fn key_while_sweeping(&mut self, key: Key) -> Answer {
        let Some(sweeping) = &mut self.sweeping else { return Answer::Pass };
        if action::action_for(key) == Some(Action::Close) || key == NEXT_SHEET {
            self.sweeping = None;
        } else if sweeping.page(key) {
            return Answer::Done;
        } else if let Some(step) = leap(key).or_else(|| action::step(key)) {
            sweeping.step(step);
        } else {
            return Answer::Pass;
        }
        Answer::Done
    }

    fn layout(&self, xray: &Xray, area: Rect) -> XrayLayout {
        XrayLayout::on(self.sheet, area, xray.layers.len(), widest(xray))
    }

    /// The picture under a cell, and the neuron that sees it: on the wall of what `xray` shows on a screen of `area`, or
    /// large beside it.
    fn under(&self, xray: &Xray, area: Rect, cell: [u16; 2]) -> Option<(Rect, Neuron)> {
        let layout = self.layout(xray, area);
        let here = |place: &Rect| place.contains((cell[0], cell[1]).into());
        if let Some(large) = Some(layout.large()).filter(here) {
            return Some((large, xray.focus));
        }
        let places = xray.wall.iter().enumerate().flat_map(|(row, neurons)| {
            (0..neurons.len()).map(move |column| {
                let neuron = Neuron { layer: xray.first.layer + row, index: xray.first.index + column };
                (layout.place(row, column).intersection(layout.wall), neuron)
            })
        });
        places.into_iter().find(|(place, _)| here(place))
    }
}

/// What every neuron says over the picture; it finds an [`Xray`].
#[derive(Debug)]
struct EveryNeuron(Selection);

impl Look for EveryNeuron {
    fn find(&self, scene: &Scene<'_>, _: &Findings) -> Finding {
        let moment = scene.work.painting().moment(scene.phase);
        Arc::new(Xray::of(&moment, scene.view, scene.viewport, scene.work.recipe().coords, self.0))
    }
}

/// The keys that go further over the wall than one step.
fn leap(key: Key) -> Option<[i32; 2]> {
    match key {
        Key::Char('H') => Some([-LEAP, 0]),
        Key::Char('J') | Key::PageDown => Some([0, LEAP]),
        Key::Char('K') | Key::PageUp => Some([0, -LEAP]),
        Key::Char('L') => Some([LEAP, 0]),
        Key::Home => Some([-ALL, 0]),
        Key::End => Some([ALL, 0]),
        _ => None,
    }
}

/// The neuron `across` neurons and `down` layers from `focus`, within the network of `recipe`.
fn moved(focus: Neuron, [across, down]: [i32; 2], recipe: &Recipe) -> Neuron {
    let hidden = &recipe.hidden;
    let layer = focus.layer.min(hidden.len()).saturating_add_signed(down as isize).min(hidden.len());
    let width = hidden.get(layer).map_or(recipe.color.channels(), |width| usize::from(*width));
    let index = focus.index.min(width - 1).saturating_add_signed(across as isize).min(width - 1);
    Neuron { layer, index }
}

/// Neurons of the widest layer.
fn widest(xray: &Xray) -> usize {
    xray.layers.iter().map(|layer| layer.width).max().unwrap_or(1)
}

/// Draws the x-ray over `area`.
fn draw(xray: &Xray, layout: &XrayLayout, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    Block::new().style(theme::TEXT).render(area, buffer);
    title::title(xray, layout).render(layout.title, buffer);
    let bottom = Rect { x: area.x + 1.min(area.width), y: area.bottom().saturating_sub(1), ..area };
    footer(
        &title::keys(layout.sheet),
        Rect { width: area.width.saturating_sub(2), height: 1.min(area.height), ..bottom },
        buffer,
    );
    if layout.sheet == XraySheet::Wall {
        for (row, neurons) in xray.wall.iter().enumerate() {
            wall::draw_row(xray, row, neurons, layout, buffer);
        }
    }
    panel::draw(xray, layout, buffer);
}
