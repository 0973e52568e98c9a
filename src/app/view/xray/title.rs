//! What the x-ray says above and below: which part is seen, and the keys.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::prose::elided;
use super::super::{OverlayName, theme};
use super::{NEXT_SHEET, SWEEP, XrayLayout, XraySheet, widest};
use crate::app::action::{self, Action, bindings};
use crate::insight::xray::Xray;

/// The keys and what the colours mean, the most important first. On each sheet others come first, so that a narrow screen
/// shows all of them on its way through the sheets.
pub(super) fn keys(sheet: XraySheet) -> Vec<(String, Style)> {
    let close = action::key_of(bindings(), Action::Toggle(OverlayName::Xray));
    let (close, choose) = (format!("{close} closes"), "arrows, HJKL choose".to_owned());
    let next = |what: &str| format!("{NEXT_SHEET} {what}");
    let sweep = format!("{SWEEP} sweeps a weight");
    let [spread, saturated, colors] = ["σ spread", "● saturated", "blue −, orange +"].map(str::to_owned);
    let entries = match sheet {
        XraySheet::Wall => [next("one neuron"), choose, sweep, close, spread, saturated, colors],
        XraySheet::Neuron => [sweep, colors, next("its values"), close, choose, spread, saturated],
        XraySheet::Circles => [saturated, spread, close, next("all neurons"), choose, sweep, colors],
    };
    entries.into_iter().map(|entry| (entry, theme::DIM)).collect()
}

/// What is seen, and which part of it where it does not all fit: as much as the row has room for.
pub(super) fn title(xray: &Xray, layout: &XrayLayout) -> Line<'static> {
    let last = xray.layers.len() - 1;
    let layers = if last == 1 { "1 hidden layer".to_owned() } else { format!("{last} hidden layers") };
    let name = Span::styled(" x-ray ", theme::TITLE);
    let parts = match layout.sheet {
        XraySheet::Wall => seen(xray),
        _ => [None, None],
    };
    let dim = |text: String| Span::styled(text, theme::DIM);
    let named = |part: &Option<String>, what| part.as_ref().map(|part| dim(format!("   {what} {part}")));
    let short: Vec<_> = parts.iter().flatten().map(|part| dim(format!("  {part}"))).collect();
    let mut long = vec![name.clone(), Span::styled(layers, theme::TEXT)];
    long.extend(named(&parts[0], "layers"));
    long.extend(named(&parts[1], "neurons"));
    let mut longest = long.clone();
    longest.push(Span::styled("   each tile: one neuron's output over the picture", theme::DIM));
    let all = [longest, long, [vec![name], short].concat()].map(Line::from);
    let fits = |line: &Line<'_>| line.width() <= usize::from(layout.title.width);
    let [.., shortest] = all.clone();
    all.into_iter().find(fits).unwrap_or_else(|| elided(shortest, layout.title.width))
}

/// The layers and the neurons on the wall, as `1–3 of 10`, where they are not all.
fn seen(xray: &Xray) -> [Option<String>; 2] {
    let columns = xray.wall.iter().map(Vec::len).max().unwrap_or(0);
    let range = |first: usize, count: usize, all: usize| {
        (count < all).then(|| format!("{}–{} of {all}", first + 1, first + count))
    };
    [range(xray.first.layer, xray.wall.len(), xray.layers.len()), range(xray.first.index, columns, widest(xray))]
}
