//! A page as it stands on the screen: its words, its slider, what was measured, its charts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::lesson::{Chart, Lessons, STEPS, STOPS};
use super::{Evidence, PAGES, Page, Stop};
use crate::app::action::{self, Action, PAN_STEP, bindings};
use crate::app::view::chart::{self, below, write};
use crate::app::view::prose::{elided, footer, wrapped};
use crate::app::view::scroll::Scroll;
use crate::app::view::theme;
use crate::insight::Explanation;
use crate::insight::verdict::number;
use crate::recipe::Recipe;

/// Rows of a page, the status bar's below it counted.
const HEIGHT: u16 = 11;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 80;
/// The least columns of a chart.
const CHART: u16 = 36;
/// Columns of a slider's line.
const TRACK: usize = 28;

/// What a page is drawn from.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) page: &'a Page,
    /// Counted from 1.
    pub(super) number: usize,
    /// What the picture is of now, whatever was turned.
    pub(super) recipe: &'a Recipe,
    /// What was measured of it, once it was.
    pub(super) measured: Option<&'a Explanation>,
    /// What was learnt so far.
    pub(super) lessons: &'a Lessons,
    /// Whether what was learnt is shown in place of the artwork.
    pub(super) learns: bool,
    /// After how many steps, where the page's slider says so.
    pub(super) stop: Option<Stop>,
}

/// The picture's part of the screen, and that of `page`. A page that learns has a row for what its pictures are.
pub(super) fn split(area: Rect, page: Option<&Page>) -> [Rect; 2] {
    let labels = u16::from(page.is_some_and(|page| page.lesson().is_some()));
    let height = (HEIGHT + labels).min(area.height * 2 / 3);
    let above = area.height - height;
    [Rect { height: above.max(1), ..area }, below(area, above)]
}

impl Shown<'_> {
    /// Whether the picture is the one that the page begins with.
    fn is_untouched(&self) -> bool {
        let moved = self.stop.is_some_and(|stop| stop != Stop::default());
        !moved && self.page.recipe().is_some_and(|first| first.canonical() == self.recipe.clone().canonical())
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

    /// The steps after which what was learnt is shown.
    fn steps(&self) -> u64 {
        self.stop.map_or(STEPS, Stop::steps)
    }

    /// What was measured or learnt, in words, once it was.
    pub(super) fn evidence(&self) -> Option<String> {
        match self.page.evidence {
            Evidence::Measured(words) => self.measured.map(words),
            Evidence::Learnt(lesson) => self.learns.then(|| self.lessons.evidence(lesson, self.recipe, self.steps())),
        }
    }
}

/// Draws a page over its part of `area`.
pub(super) fn draw(shown: &Shown<'_>, scroll: &Scroll, area: Rect, buffer: &mut Buffer) {
    let [_, part] = split(area, Some(shown.page));
    Clear.render(part, buffer);
    Block::new().style(theme::TEXT).render(part, buffer);
    let part = draw_labels(shown, part, buffer);
    // The lowest row is the status bar's.
    let height = part.height.saturating_sub(1);
    let inner = Rect { x: part.x + 1.min(part.width), width: part.width.saturating_sub(2), height, ..part };
    let words = Rect { width: inner.width.min(WIDEST - 2), height: height.saturating_sub(1), ..inner };
    scroll.draw(&wrapped(&lines(shown), words.width), words, buffer);
    let keys_row = Rect { width: words.width, ..below(inner, words.height) };
    footer(&keys(shown, scroll), keys_row, buffer);
    let room = inner.width - words.width;
    if room >= CHART + 3 {
        let charts = Rect { x: words.right() + 3, width: room - 3, ..inner };
        draw_charts(&shown.charts(), charts, buffer);
    }
}

/// Writes under each picture of a page that learns what it is; returns what is left below.
fn draw_labels(shown: &Shown<'_>, area: Rect, buffer: &mut Buffer) -> Rect {
    let Some(lesson) = shown.page.lesson() else { return area };
    let labels = if shown.learns { shown.lessons.labels(lesson, shown.recipe, shown.steps()) } else { Vec::new() };
    let width = area.width / (labels.len().max(1) as u16);
    for (index, label) in labels.into_iter().enumerate() {
        let place = Rect { x: area.x + index as u16 * width, width, height: 1.min(area.height), ..area };
        elided(Line::styled(label, theme::KEY).centered(), width).render(place, buffer);
    }
    below(area, 1)
}

/// The keys of every page, the most important first.
fn keys(shown: &Shown<'_>, scroll: &Scroll) -> Vec<(String, Style)> {
    let key = |action| action::key_of(bindings(), action);
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
        let key = action::key_of(bindings(), Action::ResetView);
        let notice = format!("This is no longer the picture that the page speaks of: {key} puts it back.");
        lines.push(Line::styled(notice, theme::KEY));
    }
    lines.push(Line::styled(page.text.text(bindings()), theme::TEXT));
    lines.extend(track(shown));
    lines.extend(shown.evidence().map(|evidence| Line::styled(evidence, theme::DIM)));
    let hint = Span::styled(page.hint.text(bindings()), theme::TEXT);
    lines.push(Line::from(vec![Span::styled("try: ", theme::KEY), hint]));
    lines.extend(page.footnote.map(|footnote| Line::styled(footnote, theme::DIM)));
    lines
}

/// Where a slider stands: `2 ━━━━●──── 29   12 hidden layers`.
fn track(shown: &Shown<'_>) -> Option<Line<'static>> {
    let line = |first: u64, last: u64, share: f64, here: String| {
        let passed = (share.min(1.0) * (TRACK - 1) as f64).round() as usize;
        Line::from(vec![
            Span::styled(format!("{first} {}", "━".repeat(passed)), theme::KEY),
            Span::styled("●", theme::KEY),
            Span::styled(format!("{} {last}", "─".repeat(TRACK - 1 - passed)), theme::DIM),
            Span::styled(format!("   {here}"), theme::KEY),
        ])
    };
    if let Some(stop) = shown.stop {
        let share = stop.0 as f64 / (STOPS.len() - 1) as f64;
        let plural = if stop.steps() == 1 { "step" } else { "steps" };
        return Some(line(STOPS[0], STEPS, share, format!("{} {plural}", stop.steps())));
    }
    let (sweep, recipe) = (shown.page.sweep?, shown.recipe);
    let [first, last] = [sweep.stops.first(), sweep.stops.last()].map(|stop| stop.copied().unwrap_or(0).into());
    Some(line(first, last, sweep.share(recipe), format!("{} {}", sweep.value(recipe), sweep.name)))
}

impl Shown<'_> {
    /// What stands beside the words: how much neurons vary in each layer and how long the circle is; or what was learnt.
    fn charts(&self) -> Vec<Chart> {
        match self.page.lesson() {
            Some(lesson) if self.learns => self.lessons.charts(lesson, self.recipe, &self.page.stops()),
            Some(_) => Vec::new(),
            None => self.measured.map_or_else(Vec::new, of_layers),
        }
    }
}

/// What the layers do to the picture, one column each.
fn of_layers(measured: &Explanation) -> Vec<Chart> {
    let hidden = &measured.layers[1..measured.layers.len() - 1];
    if hidden.is_empty() {
        return Vec::new();
    }
    let spread: Vec<f64> = hidden.iter().map(|layer| layer.std).collect();
    let start = measured.layers[0].length;
    let length: Vec<f64> = hidden.iter().map(|layer| layer.length / start).collect();
    let (of_spread, of_length) = (ends(&spread), ends(&length));
    vec![
        ("spread over the picture (std)", spread, of_spread),
        ("a circle's length, × that in the picture", length, of_length),
    ]
}

/// As many charts, side by side, as there is room for.
fn draw_charts(charts: &[Chart], area: Rect, buffer: &mut Buffer) {
    let both = charts.len() > 1 && area.width >= 2 * CHART + 3;
    let width = if both { (area.width - 3) / 2 } else { area.width };
    for (index, chart) in charts.iter().take(1 + usize::from(both)).enumerate() {
        let x = area.x + index as u16 * (width + 3);
        draw_chart(chart, Rect { x, width, ..area }, buffer);
    }
}

fn draw_chart((title, values, ends): &Chart, area: Rect, buffer: &mut Buffer) {
    let rest = write(Line::styled(*title, theme::DIM), area, buffer);
    let values = &chart::fitted(values.clone(), rest.width.into());
    let wide = (usize::from(rest.width) / values.len().max(1)).clamp(1, 4);
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
    write(Line::styled(ends.clone(), theme::DIM), below(rest, height), buffer);
}

/// The first value and the last one, in words.
fn ends(values: &[f64]) -> String {
    let (first, last) = (values[0], values[values.len() - 1]);
    format!("layer 1: {}   layer {}: {}", number(first), values.len(), number(last))
}
