//! The list of presets, on a terminal with a painted swatch each.

use std::fmt::Write as _;

use crate::painter::{Painting, Samples, Viewport};
use crate::recipe::{Preset, Seed};
use thinwire::Pixels;
use thinwire::wire::recorder::{Drawing, text_art};

/// A seed that shows every preset from a good side.
const SWATCH_SEED: u64 = 7;
const SWATCH_CELLS: [u32; 2] = [14, 2];

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

/// Two rows of cells, with a gap behind.
fn swatch(preset: Preset) -> [String; 2] {
    let painting = Painting::new(preset.recipe(Seed::from(SWATCH_SEED)));
    let [width, height] = Drawing::default().pixels(SWATCH_CELLS);
    // Four samples a pixel: so few pixels would hide what the preset is like.
    let viewport = Viewport { samples: Samples::Grid(4), ..Viewport::new(width, height) };
    let frame = painting.paint(0.0, painting.recipe().view, viewport);
    let text = text_art(Pixels::new(frame.width, &frame.pixels), Drawing::default());
    let mut rows = std::str::from_utf8(&text).unwrap_or_default().lines();
    [(); 2].map(|()| format!("{}  ", rows.next().unwrap_or_default()))
}
