//! The list of presets, on a terminal with a painted swatch each.

use std::fmt::Write as _;

use crate::painter::{Frame, Painting, Viewport};
use crate::recipe::{Preset, Seed};

/// A seed that shows every preset from a good side.
const SWATCH_SEED: u64 = 7;
const SWATCH_COLUMNS: u32 = 14;

/// Two lines a preset: its name and what it shows, beside a swatch where `painted`.
pub fn list(painted: bool) -> String {
    let mut text = String::new();
    for preset in Preset::ALL {
        let swatch = if painted { swatch(preset) } else { [String::new(), String::new()] };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}{}", swatch[0], preset.name());
        let _ = writeln!(text, "{}    {}", swatch[1], preset.summary());
    }
    text
}

/// Two rows of half blocks, with a gap behind.
fn swatch(preset: Preset) -> [String; 2] {
    let painting = Painting::new(preset.recipe(Seed::from(SWATCH_SEED)));
    // Four samples a pixel: so few pixels would hide what the preset is like.
    let viewport = Viewport { samples: 4, ..Viewport::new(SWATCH_COLUMNS, 4) };
    let frame = painting.paint(0.0, painting.recipe().view, viewport);
    [0, 1].map(|row| half_blocks(&frame, 2 * row))
}

/// The pixel rows `top` and `top + 1` as a row of cells.
fn half_blocks(frame: &Frame, top: u32) -> String {
    let row = |y: u32| &frame.pixels[(y * frame.width) as usize..][..frame.width as usize];
    let cells = row(top)
        .iter()
        .zip(row(top + 1))
        .map(|([r, g, b], [r2, g2, b2])| format!("\x1b[38;2;{r};{g};{b};48;2;{r2};{g2};{b2}m▀"));
    cells.collect::<String>() + "\x1b[0m  "
}
