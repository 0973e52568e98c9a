//! The tour: experiments in an order that teaches, each an artwork, what happens and why, and the measurement that
//! proves it: a page of words and numbers below the picture that they speak of.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │                  the picture                 │
//! │ 13 of 25  title           │ spread  │ length │
//! │ two or three sentences    │ ▁▂▃▄▅▆▇ │ ▁▂▄▆▇█ │
//! │ 2 ━━━━━●───── 29  a sweep │         │        │
//! │ what was measured         │ layer by layer,  │
//! │ what to try               │ on wide screens  │
//! │ Esc leaves   ← → turn the page               │
//! └──────────────────────────────────────────────┘
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::chart::{self, below, write};
use super::prose::{footer, wrapped};
use super::scroll::Scroll;
use super::{Answer, Context, Overlay, theme};
use crate::app::action::{self, Action, BINDINGS, Key, PAN_STEP};
use crate::app::look::{Finding, Findings, Look, Scene};
use crate::insight::verdict::number;
use crate::insight::{self, Explanation};
use crate::recipe::Recipe;

mod pages;
mod sweep;

pub use pages::{PAGES, Page};
pub use sweep::Sweep;

/// Rows of a page, the status bar's below it counted.
const HEIGHT: u16 = 11;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 80;
/// The least columns of a chart.
const CHART: u16 = 36;
/// Columns of a sweep's line.
const TRACK: usize = 28;

/// The tour, and which page is open, from 0.
#[derive(Debug, Default)]
pub struct Tour {
    /// Pages that do not exist show nothing.
    pub page: usize,
    scroll: Scroll,
}

impl Tour {
    /// Opened at a page, from 0.
    pub fn at(page: usize) -> Self {
        Self { page, ..Self::default() }
    }

    /// Goes `pages` further, and shows what the page begins with; at the ends it stays.
    fn turn(&mut self, pages: i32) -> Answer {
        let turned = self.page.saturating_add_signed(pages as isize).min(PAGES.len() - 1);
        if turned == self.page {
            return Answer::Done;
        }
        self.page = turned;
        self.scroll.reset();
        self.artwork().map_or(Answer::Done, Answer::Show)
    }
}

impl Overlay for Tour {
    fn picture(&self, area: Rect) -> Rect {
        split(area)[0]
    }

    /// Pages turn sideways; upwards and downwards goes through the page's sweep, where it has one. A page that is longer
    /// than its room is scrolled. The key that resets the view puts back everything that was turned.
    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if self.scroll.page(key) {
            return Answer::Done;
        }
        let sweep = PAGES.get(self.page).and_then(|page| page.sweep);
        match (action::step(key), sweep) {
            (Some([across, 0]), _) => self.turn(across),
            (Some([_, down]), Some(sweep)) => {
                let mut recipe = recipe.clone();
                sweep.step(&mut recipe, down < 0);
                Answer::Change(recipe)
            }
            _ if action::action_for(key) == Some(Action::ResetView) => {
                self.artwork().map_or(Answer::Pass, Answer::Change)
            }
            _ => Answer::Pass,
        }
    }

    fn look(&self, _: &Recipe, _: Rect) -> Option<Box<dyn Look>> {
        Some(Box::new(Measure))
    }

    fn artwork(&self) -> Option<Recipe> {
        PAGES.get(self.page)?.recipe()
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        let measured = context.finding::<Measured>().map(|measured| &measured.explanation);
        if let Some(page) = PAGES.get(self.page) {
            draw(&Shown { page, number: self.page + 1, recipe: context.recipe, measured }, &self.scroll, area, buffer);
        }
    }
}

/// What the layers of a network do to its picture.
#[derive(Debug)]
pub struct Measured {
    /// What was measured.
    pub recipe: Recipe,
    /// The measurements.
    pub explanation: Explanation,
}

/// What the layers do; it finds what was [`Measured`], another time only where the artwork is another.
#[derive(Debug)]
struct Measure;

impl Look for Measure {
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding {
        let recipe = scene.work.recipe();
        match earlier.newest::<Measured>().filter(|measured| measured.recipe == *recipe) {
            Some(measured) => measured,
            None => Arc::new(Measured { recipe: recipe.clone(), explanation: insight::measure(scene.work, 0.0) }),
        }
    }
}

/// What a page is drawn from.
struct Shown<'a> {
    page: &'a Page,
    /// Counted from 1.
    number: usize,
    /// What the picture is of now, whatever was turned.
    recipe: &'a Recipe,
    /// What was measured of it, once it was.
    measured: Option<&'a Explanation>,
}

/// The picture's part of the screen, and the page's.
fn split(area: Rect) -> [Rect; 2] {
    let height = HEIGHT.min(area.height * 2 / 3);
    let above = area.height - height;
    [Rect { height: above.max(1), ..area }, below(area, above)]
}

impl Shown<'_> {
    /// Whether the picture is the one that the page begins with.
    fn is_untouched(&self) -> bool {
        self.page.recipe().is_some_and(|first| first.canonical() == self.recipe.clone().canonical())
    }

    /// Whether the page speaks of this picture: of the one that it begins with, or of another stop of its sweep.
    fn is_the_pages_own(&self) -> bool {
        let Some(first) = self.page.recipe() else { return false };
        let mut stopped = self.recipe.clone();
        if let Some(sweep) = self.page.sweep {
            sweep.set(&mut stopped, sweep.value(&first));
        }
        stopped.canonical() == first.canonical()
    }
}

/// Draws a page over its part of `area`.
fn draw(shown: &Shown<'_>, scroll: &Scroll, area: Rect, buffer: &mut Buffer) {
    let [_, part] = split(area);
    Clear.render(part, buffer);
    Block::new().style(theme::TEXT).render(part, buffer);
    // The lowest row is the status bar's.
    let height = part.height.saturating_sub(1);
    let inner = Rect { x: part.x + 1.min(part.width), width: part.width.saturating_sub(2), height, ..part };
    let words = Rect { width: inner.width.min(WIDEST - 2), height: height.saturating_sub(1), ..inner };
    scroll.draw(&wrapped(&lines(shown), words.width), words, buffer);
    let keys_row = Rect { width: words.width, ..below(inner, words.height) };
    footer(&keys(shown, scroll), keys_row, buffer);
    let room = inner.width - words.width;
    if let Some(measured) = shown.measured.filter(|_| room >= CHART + 3) {
        let charts = Rect { x: words.right() + 3, width: room - 3, ..inner };
        draw_charts(measured, charts, buffer);
    }
}

/// The keys of every page, the most important first.
fn keys(shown: &Shown<'_>, scroll: &Scroll) -> Vec<(String, Style)> {
    let key = |action| action::key_of(BINDINGS, action);
    let (back, on) = (key(Action::Pan([-PAN_STEP, 0.0])), key(Action::Pan([PAN_STEP, 0.0])));
    let mut keys = vec![(format!("{} leaves", key(Action::Close)), theme::DIM)];
    keys.extend(scroll.sign().map(|sign| (sign, theme::KEY)));
    if !shown.is_untouched() {
        keys.push((format!("{} puts it back", key(Action::ResetView)), theme::KEY));
    }
    let turn = match shown.number {
        1 => format!("{on} turns the page"),
        number if number == PAGES.len() => format!("the last page   {back} turns back"),
        _ => format!("{back} {on} turn the page"),
    };
    keys.push((turn, theme::DIM));
    keys
}

fn lines(shown: &Shown<'_>) -> Vec<Line<'static>> {
    let page = shown.page;
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{} of {}  ", shown.number, PAGES.len()), theme::DIM),
        Span::styled(page.title, theme::TITLE),
    ])];
    if !shown.is_the_pages_own() {
        let key = action::key_of(BINDINGS, Action::ResetView);
        let notice = format!("This is no longer the picture that the page speaks of: {key} puts it back.");
        lines.push(Line::styled(notice, theme::KEY));
    }
    lines.push(Line::styled(page.text.text(BINDINGS), theme::TEXT));
    lines.extend(page.sweep.map(|sweep| track(sweep, shown.recipe)));
    lines.extend(shown.measured.map(|measured| Line::styled((page.evidence)(measured), theme::DIM)));
    let hint = Span::styled(page.hint.text(BINDINGS), theme::TEXT);
    lines.push(Line::from(vec![Span::styled("try: ", theme::KEY), hint]));
    lines.extend(page.footnote.map(|footnote| Line::styled(footnote, theme::DIM)));
    lines
}

/// Where a sweep stands: `2 ━━━━●──── 29   12 hidden layers`.
fn track(sweep: Sweep, recipe: &Recipe) -> Line<'static> {
    let (first, last) = (sweep.stops.first().unwrap_or(&0), sweep.stops.last().unwrap_or(&0));
    let passed = (sweep.share(recipe).min(1.0) * (TRACK - 1) as f64).round() as usize;
    Line::from(vec![
        Span::styled(format!("{first} {}", "━".repeat(passed)), theme::KEY),
        Span::styled("●", theme::KEY),
        Span::styled(format!("{} {last}", "─".repeat(TRACK - 1 - passed)), theme::DIM),
        Span::styled(format!("   {} {}", sweep.value(recipe), sweep.name), theme::KEY),
    ])
}

/// What the layers do to the picture, one column each: how much neurons vary, how long the circle is.
fn draw_charts(measured: &Explanation, area: Rect, buffer: &mut Buffer) {
    let hidden = &measured.layers[1..measured.layers.len() - 1];
    if hidden.is_empty() {
        return;
    }
    let spread: Vec<f64> = hidden.iter().map(|layer| layer.std).collect();
    let start = measured.layers[0].length;
    let length: Vec<f64> = hidden.iter().map(|layer| layer.length / start).collect();
    let both = area.width >= 2 * CHART + 3;
    let width = if both { (area.width - 3) / 2 } else { area.width };
    draw_chart("spread over the picture (std)", &spread, Rect { width, ..area }, buffer);
    if both {
        let right = Rect { x: area.x + width + 3, width, ..area };
        draw_chart("a circle's length, × that in the picture", &length, right, buffer);
    }
}

fn draw_chart(title: &'static str, values: &[f64], area: Rect, buffer: &mut Buffer) {
    let rest = write(Line::styled(title, theme::DIM), area, buffer);
    let text = ends(values);
    let values = &chart::fitted(values.to_vec(), rest.width.into());
    let wide = (usize::from(rest.width) / values.len()).clamp(1, 4);
    // A gap between bars, where there is room for one.
    let bar = if wide > 1 { wide - 1 } else { 1 };
    let most = values.iter().copied().filter(|value| value.is_finite()).fold(f64::MIN_POSITIVE, f64::max);
    let columns = |value: &f64| {
        let share = value / most;
        std::iter::repeat_n(share, bar).chain(std::iter::repeat_n(0.0, wide - bar)).collect::<Vec<_>>()
    };
    let bars: Vec<f64> = values.iter().flat_map(columns).collect();
    let height = rest.height.saturating_sub(2);
    chart::draw_columns(&bars, |_| chart::signed(0.55), Rect { height, ..rest }, buffer);
    write(Line::styled(text, theme::DIM), below(rest, height), buffer);
}

/// The first value and the last one, in words.
fn ends(values: &[f64]) -> String {
    let (first, last) = (values[0], values[values.len() - 1]);
    format!("layer 1: {}   layer {}: {}", number(first), values.len(), number(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_a_page_mentions_is_in_the_table() {
        for page in PAGES {
            assert!(page.text.is_complete(BINDINGS) && page.hint.is_complete(BINDINGS), "{}", page.title);
        }
    }

    #[test]
    fn every_footnote_has_its_mark() {
        for page in PAGES {
            let marked = page.text.text(BINDINGS).contains('*');
            assert_eq!(page.footnote.is_some_and(|note| note.starts_with("* ")), marked, "{}", page.title);
        }
    }

    #[test]
    fn pages_turn_sideways_and_stay_at_the_ends() {
        let mut tour = Tour::default();
        let recipe = tour.artwork().unwrap();
        assert_eq!(tour.key(Key::Left, &recipe), Answer::Done);
        assert_eq!(tour.key(Key::Char('l'), &recipe), Answer::Show(PAGES[1].recipe().unwrap()));
        assert_eq!(tour.page, 1);
        // Without a sweep the picture moves up and down as always.
        assert_eq!(tour.key(Key::Up, &recipe), Answer::Pass);
        assert_eq!(tour.key(Key::Char('0'), &recipe), Answer::Change(tour.artwork().unwrap()));
        tour.page = PAGES.len() - 1;
        assert_eq!(tour.key(Key::Right, &recipe), Answer::Done);
    }
}
