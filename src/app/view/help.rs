//! The help: the keys of the view below it, then every key by what it is for, then the presets of the digits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Padding, Widget};

use super::prose::{columns, footer_line};
use super::scroll::Scroll;
use super::{Answer, Context, Overlay, OverlayName, OwnKey, theme};
use crate::app::action::{self, Action, Binding, DIGIT_PRESETS, Group, Key, bindings, key_of};
use crate::recipe::Recipe;

/// Columns of the keys' labels, and of an entry.
const KEY_COLUMN: usize = 12;
const COLUMN: u16 = 42;
/// Columns of two entries side by side, and the least of a screen that shows them so.
const TWO_COLUMNS: u16 = 84;
const ROOM_FOR_TWO: u16 = 80;

/// The help, and how far it is scrolled.
#[derive(Debug, Default)]
pub(crate) struct Help {
    scroll: Scroll,
    /// Those of the view that it is open over.
    own: Vec<OwnKey>,
}

impl Overlay for Help {
    /// The keys that move the picture scroll, where not everything fits.
    fn key(&mut self, key: Key, _: &Recipe) -> Answer {
        if !self.scroll.is_needed() {
            return Answer::Pass;
        }
        match action::step(key) {
            Some([0, down]) => self.scroll.by(down),
            _ if !self.scroll.page(key) => return Answer::Pass,
            _ => {}
        }
        Answer::Done
    }

    fn opens_over(&mut self, keys: Vec<OwnKey>) {
        self.scroll.reset();
        self.own = keys;
    }

    fn draw(&self, _: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        // The lowest row is the status bar's.
        draw(&self.scroll, &self.own, Rect { height: area.height.saturating_sub(1).max(1), ..area }, buffer);
    }
}

/// Draws it into the middle of `area`, in two columns where there is room.
fn draw(scroll: &Scroll, own: &[OwnKey], area: Rect, buffer: &mut Buffer) {
    let two = area.width >= ROOM_FOR_TWO;
    let wanted = if two { TWO_COLUMNS } else { COLUMN };
    let (width, padding) = (wanted.min(area.width), u16::from(wanted <= area.width));
    let inside = [width.saturating_sub(2 + 2 * padding), area.height.saturating_sub(2)].map(usize::from);
    let across = if two { 2 } else { 1 };
    let rows = [own_rows(own, inside[0], across), rows(inside, across, own.is_empty())].concat();
    let height = (rows.len() as u16 + 2).min(area.height);
    let frame = area.centered(Constraint::Length(width), Constraint::Length(height));
    let block = Block::bordered()
        .title(Line::styled(" neurotty ", theme::TITLE).centered())
        .border_style(theme::DIM)
        .style(theme::TEXT)
        .padding(Padding::horizontal(padding));
    let inner = block.inner(frame);
    Clear.render(frame, buffer);
    block.render(frame, buffer);
    scroll.draw(&rows, inner, buffer);
    let (close, quit) = (key_of(bindings(), Action::Toggle(OverlayName::Help)), key_of(bindings(), Action::Quit));
    let mut entries = vec![(format!("{close} closes"), theme::DIM), (format!("{quit} quits"), theme::DIM)];
    if let Some(sign) = scroll.sign() {
        entries.insert(0, (sign, theme::KEY));
    }
    let sign = footer_line(&entries, usize::from(inner.width.saturating_sub(2)));
    let wide = (sign.width() as u16).min(inner.width);
    let place =
        Rect { x: inner.x + (inner.width - wide) / 2, y: frame.bottom().saturating_sub(1), width: wide, height: 1 };
    sign.render(place.intersection(frame), buffer);
}

/// The keys of the view below, in `across` columns of a part of their own: they win over all others.
fn own_rows(own: &[OwnKey], width: usize, across: usize) -> Vec<Line<'static>> {
    if own.is_empty() {
        return Vec::new();
    }
    let entries: Vec<_> = own.iter().map(|(keys, help)| entry(keys.clone(), help)).collect();
    let count = entries.len().div_ceil(across);
    let mut rows = vec![Line::styled("In this view", theme::TITLE)];
    rows.extend((0..count).map(|row| beside(entries.iter().skip(row).step_by(count).cloned(), width / across)));
    rows.push(Line::default());
    rows
}

/// The keys in `across` columns, all `width` columns wide, and the presets below them where digits mean those. An empty
/// row parts the two, unless all fits into `height` rows only without it.
fn rows([width, height]: [usize; 2], across: usize, digits_are_presets: bool) -> Vec<Line<'static>> {
    let column = width / across;
    let entries = entries(bindings(), digits_are_presets);
    let count = entries.len().div_ceil(across);
    let mut rows: Vec<Line<'static>> =
        (0..count).map(|row| beside(entries.iter().skip(row).step_by(count).cloned(), column)).collect();
    if !digits_are_presets {
        return rows;
    }
    let digits: Vec<Vec<Span<'static>>> = (1..)
        .zip(DIGIT_PRESETS)
        .map(|(digit, preset)| {
            vec![Span::styled(format!("{digit} "), theme::KEY), Span::styled(preset.name(), theme::TEXT)]
        })
        .collect();
    let presets = if across == 2 { 5 } else { 3 };
    if rows.len() + digits.len().div_ceil(presets) != height {
        rows.push(Line::default());
    }
    rows.extend(digits.chunks(presets).map(|row| beside(row.iter().cloned(), width / presets)));
    rows
}

/// The keys of `table`, part by part under its name; those of presets where digits mean them.
fn entries(table: &[Binding], digits_are_presets: bool) -> Vec<Vec<Span<'static>>> {
    let is_preset = |binding: &Binding| binding.keys.iter().any(|(_, action)| matches!(action, Action::Preset(_)));
    let mut entries = Vec::new();
    for group in Group::ALL {
        entries.push(vec![Span::styled(group.name(), theme::TITLE)]);
        let of_group = table.iter().filter(|binding| binding.group() == group);
        let of_group = of_group.filter(|binding| digits_are_presets || !is_preset(binding));
        entries.extend(of_group.map(|binding| entry(binding.label.to_owned(), binding.help)));
    }
    entries
}

/// Entries side by side, each in as many columns.
fn beside(entries: impl Iterator<Item = Vec<Span<'static>>>, column: usize) -> Line<'static> {
    let mut line = Line::default();
    for (index, entry) in entries.enumerate() {
        let missing = (index * column).saturating_sub(line.width());
        line.push_span(Span::styled(" ".repeat(missing), theme::TEXT));
        entry.into_iter().for_each(|span| line.push_span(span));
    }
    line
}

fn entry(keys: String, help: &'static str) -> Vec<Span<'static>> {
    // An action that the user has taken the keys from.
    let keys = if keys.is_empty() { "–".to_owned() } else { keys };
    let gap = " ".repeat(KEY_COLUMN.saturating_sub(columns(&keys)).max(1));
    vec![Span::styled(format!("{keys}{gap}"), theme::KEY), Span::styled(help, theme::TEXT)]
}
