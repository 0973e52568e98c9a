//! The list of presets, on a terminal with a painted swatch each.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use crate::painter::{Painting, Samples, Viewport};
use crate::recipe::{Preset, Seed};
use thinwire::wire::recorder::{Drawing, text_art};
use thinwire::{ColorDepth, Glyphs, Pixels};

/// A seed that shows every preset from a good side.
const SWATCH_SEED: u64 = 7;
const SWATCH_CELLS: [u32; 2] = [14, 2];

/// How swatches are drawn on the terminal that stdout is; `None` where it is none, or has no colours.
pub(crate) fn drawing() -> Option<Drawing> {
    let environment = |name: &str| std::env::var(name).ok();
    let depth = thinwire::color_depth(&environment);
    let glyphs = if thinwire::is_utf8(&environment) { Glyphs::Half } else { Glyphs::Ascii };
    let colored = std::io::stdout().is_terminal() && depth != ColorDepth::None && thinwire::interpret_sequences();
    colored.then_some(Drawing { glyphs, depth })
}

/// Two lines a preset: its name and what it shows, beside a swatch in this `drawing`.
pub(crate) fn list(drawing: Option<Drawing>) -> String {
    let mut text = String::new();
    for preset in Preset::ALL {
        let swatch = drawing.map_or_else(Default::default, |drawing| swatch(preset, drawing));
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}{}", swatch[0], preset.name());
        let _ = writeln!(text, "{}    {}", swatch[1], preset.summary());
    }
    text
}

/// Two rows of cells, with a gap behind.
fn swatch(preset: Preset, drawing: Drawing) -> [String; 2] {
    let painting = Painting::new(preset.recipe(Seed::from(SWATCH_SEED)));
    let [width, height] = drawing.pixels(SWATCH_CELLS);
    // Four samples a pixel: so few pixels would hide what the preset is like.
    let viewport = Viewport { samples: Samples::Grid(4), ..Viewport::new(width, height) };
    let frame = painting.paint(0.0, painting.recipe().view, viewport);
    let text = text_art(Pixels::new(frame.width, &frame.pixels), drawing);
    let mut rows = std::str::from_utf8(&text).unwrap_or_default().lines();
    [(); 2].map(|()| format!("{}  ", rows.next().unwrap_or_default()))
}
