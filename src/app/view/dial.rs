//! The order–chaos dial: χ₁ over the plane of σ_w and σ_b, where the network stands, and the presets.
//!
//! The arrows walk the network over the plane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use super::chart::{below, write};
use super::prose::{footer, wrapped};
use super::scroll::Scroll;
use super::{Answer, Context, Overlay, OverlayName, theme};
use crate::app::action::{self, Action, Key, bindings};
use crate::app::look::Look;
use crate::insight::plane::WEIGHTS;
use crate::insight::theory::StackTheory;
use crate::insight::verdict::{Verdict, number};
use crate::recipe::{Knob, Recipe};
use presets::{Spot, legend, packed, presets};
use reading::{ReadDial, Reading};

mod map;
mod presets;
mod reading;

/// The fewest rows of the map where the text below it can be scrolled.
const MAP: u16 = 4;
/// A narrower screen gives the dial more than half.
const NARROW: u16 = 60;
const LEAST: u16 = 26;
const MEANING: &str = "Left of the white line (χ₁ = 1) layers make pixels more alike, and deep networks end as goo; right of \
                       it they part them, and deep networks end as noise. ◆ is this network, letters are presets.";

/// The dial. What it shows follows from the artwork alone; the text below the map may be scrolled.
#[derive(Debug, Default)]
pub(crate) struct Dial {
    scroll: Scroll,
}

impl Overlay for Dial {
    fn picture(&self, area: Rect) -> Rect {
        split(area)[0]
    }

    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if self.scroll.page(key) {
            return Answer::Done;
        }
        action::step(key).map_or(Answer::Pass, |[across, down]| Answer::Change(walked(recipe.clone(), [across, -down])))
    }

    fn look(&self, _: &Recipe, _: Rect) -> Option<Box<dyn Look>> {
        Some(Box::new(ReadDial))
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(reading) = context.finding::<Reading>() {
            draw(reading, &self.scroll, area, buffer);
        }
    }
}

/// `across` steps of σ_w and `up` steps of σ_b from where `recipe` stands. Biases change only once σ_b does.
fn walked(mut recipe: Recipe, [across, up]: [i32; 2]) -> Recipe {
    Knob::SigmaW.turn(&mut recipe, across);
    if up != 0 {
        Knob::SigmaB.turn(&mut recipe, up);
    }
    recipe
}

/// The picture's part of the screen, and the dial's.
fn split(area: Rect) -> [Rect; 2] {
    let width = if area.width < NARROW { LEAST.max(area.width / 2) } else { (area.width * 45 / 100).clamp(36, 84) };
    let width = width.min(area.width.saturating_sub(1));
    let panel = Rect { x: area.right() - width, width, ..area };
    [Rect { width: (area.width - width).max(1), ..area }, panel]
}

/// Draws the dial over its part of `area`.
fn draw(reading: &Reading, scroll: &Scroll, area: Rect, buffer: &mut Buffer) {
    let [_, panel] = split(area);
    Clear.render(panel, buffer);
    Block::new().style(theme::TEXT).render(panel, buffer);
    // The lowest row is the status bar's.
    let height = panel.height.saturating_sub(1);
    let inner = Rect { x: panel.x + 1.min(panel.width), width: panel.width.saturating_sub(2), height, ..panel };
    let rest = write(Line::styled("order and chaos", theme::TITLE), inner, buffer);
    let presets = presets();
    let text = wrapped(&text(reading, &presets, inner.width), inner.width);
    // The axis and the keys stand outside the text, which takes what it needs as long as the map is no stripe.
    let room = rest.height.saturating_sub(3);
    let map_height = room.saturating_sub(text.len() as u16).max(MAP.max(room / 3)).min(room);
    let map = Rect { height: map_height, ..rest };
    map::draw(reading, &presets, map, buffer);
    let rest = map::draw_axis(below(rest, map.height), buffer);
    let words = Rect { height: rest.height.saturating_sub(1), ..rest };
    scroll.draw(&text, words, buffer);
    footer(&keys(scroll), below(rest, words.height), buffer);
}

/// What is read below the map: where the network stands, what that means, the presets.
fn text(reading: &Reading, presets: &[Spot], width: u16) -> Vec<Line<'static>> {
    let [here, theory] = match &reading.here {
        None => ["◆ no hidden layers: nowhere here".to_owned(), String::new()],
        Some(here) => sentences(here),
    };
    let mut lines = vec![Line::styled(here, theme::KEY)];
    lines.extend((!theory.is_empty()).then(|| Line::styled(theory, theme::TEXT)));
    let layers = reading.recipe.hidden.len();
    let measured = |verdict: Verdict| format!("measured: {} behind {layers} layers", verdict.name());
    lines.extend(reading.verdict.map(|verdict| Line::styled(measured(verdict), theme::TEXT)));
    lines.extend(packed(knobs(), width.into()).into_iter().map(|line| Line::styled(line, theme::DIM)));
    lines.push(Line::styled(MEANING, theme::TEXT));
    lines.extend(legend(presets, width.into()).into_iter().map(|line| Line::styled(line, theme::DIM)));
    lines
}

/// The keys that matter most: those that show the rest of the text, walk, and close.
fn keys(scroll: &Scroll) -> Vec<(String, Style)> {
    let close = action::key_of(bindings(), Action::Toggle(OverlayName::Dial));
    let mut entries: Vec<_> = scroll.sign().map(|sign| (sign, theme::KEY)).into_iter().collect();
    entries.push((format!("{close} closes"), theme::DIM));
    entries.push(("arrows walk".to_owned(), theme::DIM));
    entries
}

/// The keys of the knobs that change what is read.
fn knobs() -> impl Iterator<Item = String> {
    let key = |action| action::key_of(bindings(), action);
    let both = move |knob, [first, second]: [i32; 2]| {
        format!("{} {}", key(Action::Turn(knob, first)), key(Action::Turn(knob, second)))
    };
    let knobs = [
        (Knob::Depth, [-1, 1], "depth"),
        (Knob::Width, [-1, 1], "width"),
        (Knob::Gain, [-1, 1], "gain"),
        (Knob::Zoom, [1, -1], "zoom"),
    ];
    knobs.into_iter().map(move |(knob, steps, name)| format!("{} {name}", both(knob, steps)))
}

fn sentences(here: &StackTheory) -> [String; 2] {
    let outside = if here.weights > WEIGHTS[1] || here.weights < WEIGHTS[0] { " (beyond the edge)" } else { "" };
    let regime = if here.slope < 1.0 { "order" } else { "chaos" };
    [
        format!("◆ σ_w {}  σ_b {}{outside}", number(here.weights), number(here.bias)),
        format!("theory: χ₁ {}, {regime}, ξ {}", number(here.slope), number(here.depth_scale)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Bias, Preset, Seed, Weights};

    #[test]
    fn biases_stay_until_a_step_goes_up_or_down() {
        let glossy = Preset::Glossy.recipe(Seed::from(1));
        let right = walked(glossy.clone(), [1, 0]);
        assert_eq!((right.weights, right.bias), (Weights::Scaled(4.4), glossy.bias));
        let up = walked(right, [-1, 2]);
        assert_eq!((up.weights, up.bias), (Weights::Scaled(4.0), Bias::Normal(0.2)));
    }

    #[test]
    fn a_step_downwards_makes_biases_smaller() {
        let mut recipe = Preset::Glossy.recipe(Seed::from(1));
        Knob::SigmaB.set(&mut recipe, 1.0);
        let Answer::Change(lower) = Dial::default().key(Key::Down, &recipe) else {
            panic!("the dial takes the arrows")
        };
        assert_eq!(lower.bias, Bias::Normal(0.9));
    }
}
