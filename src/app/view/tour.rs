//! The tour: a page of words and numbers below the picture that they speak of.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │                  the picture                 │
//! │ 13 of 22  title           │ spread  │ length │
//! │ two or three sentences    │ ▁▂▃▄▅▆▇ │ ▁▂▄▆▇█ │
//! │ 2 ━━━━━●───── 29  a sweep │         │        │
//! │ what was measured         │ layer by layer,  │
//! │ what to try               │ on wide screens  │
//! └──────────────────────────────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Widget, Wrap};

use super::chart::{self, below, write};
use super::theme;
use crate::insight::Explanation;
use crate::insight::tour::{PAGES, Page, Sweep};
use crate::insight::verdict::number;
use crate::recipe::{Recipe, text};

/// Rows of a page, the status bar's below it counted.
const HEIGHT: u16 = 10;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 80;
/// The least columns of a chart.
const CHART: u16 = 36;
/// Columns of a sweep's line.
const TRACK: usize = 28;

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Which page, from 0.
    pub page: usize,
    /// What the picture is of now, whatever was turned.
    pub recipe: &'a Recipe,
    /// What was measured of it, once it was.
    pub measured: Option<&'a Explanation>,
}

/// The picture's part of the screen, and the page's.
pub fn split(area: Rect) -> [Rect; 2] {
    let height = HEIGHT.min(area.height * 2 / 3);
    let above = area.height - height;
    [Rect { height: above.max(1), ..area }, below(area, above)]
}

/// Draws a page over its part of `area`.
pub(super) fn draw(shown: Shown<'_>, area: Rect, buffer: &mut Buffer) {
    let [_, part] = split(area);
    let Some(page) = PAGES.get(shown.page) else { return };
    Clear.render(part, buffer);
    Block::new().style(theme::TEXT).render(part, buffer);
    // The lowest row is the status bar's.
    let height = part.height.saturating_sub(1);
    let inner = Rect { x: part.x + 1.min(part.width), width: part.width.saturating_sub(2), height, ..part };
    let words = Rect { width: inner.width.min(WIDEST - 2), ..inner };
    let rest = write(title(page, &shown), words, buffer);
    Paragraph::new(lines(page, &shown)).wrap(Wrap { trim: true }).render(rest, buffer);
    let room = inner.width - words.width;
    if let Some(measured) = shown.measured.filter(|_| room >= CHART + 3) {
        let charts = Rect { x: words.right() + 3, width: room - 3, ..inner };
        draw_charts(measured, charts, buffer);
    }
}

fn title(page: &Page, shown: &Shown<'_>) -> Line<'static> {
    let place = format!("{} of {}  ", shown.page + 1, PAGES.len());
    let untouched =
        text::parse(page.line).is_ok_and(|line| line.recipe.canonical() == shown.recipe.clone().canonical());
    let end = if untouched {
        Span::styled("   Esc leaves", theme::DIM)
    } else {
        Span::styled("   0 puts it back", theme::KEY)
    };
    Line::from(vec![
        Span::styled(place, theme::DIM),
        Span::styled(page.title, theme::TITLE),
        Span::styled("   ← → turn the page", theme::DIM),
        end,
    ])
}

fn lines(page: &Page, shown: &Shown<'_>) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled(page.text, theme::TEXT)];
    lines.extend(page.sweep.map(|sweep| track(sweep, shown.recipe)));
    lines.extend(shown.measured.map(|measured| Line::styled((page.evidence)(measured), theme::DIM)));
    lines.push(Line::from(vec![Span::styled("try: ", theme::KEY), Span::styled(page.hint, theme::TEXT)]));
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
        Span::styled(format!("   {} {}", sweep.value(recipe), sweep.name()), theme::KEY),
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
    let (first, last) = (values[0], values[values.len() - 1]);
    let text = format!("layer 1: {}   layer {}: {}", number(first), values.len(), number(last));
    write(Line::styled(text, theme::DIM), below(rest, height), buffer);
}
