//! A ratatui buffer over a slow link: `cargo run -p thinwire --example slow_link [-- BYTES_PER_FRAME]`.
//!
//! A gradient moves below a line of text. Every frame may have BYTES_PER_FRAME bytes (2,000); the text always arrives whole, the
//! picture is simplified as far as it must be, and when the motion stops, it becomes exact.

use std::io::{self, Write};
use std::thread::sleep;
use std::time::Duration;

use ratatui::layout::Rect;
use ratatui::style::Style;
use thinwire::cells::glyph;
use thinwire::wire::encoder::Encoder;
use thinwire::{Glyphs, Layers, Pixels};

const AREA: Rect = Rect { x: 0, y: 0, width: 60, height: 16 };
const MOVING: u32 = 60;
const STILL: u32 = 20;

fn main() -> io::Result<()> {
    let budget = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2_000_usize);
    let mut encoder = Encoder::default();
    let mut terminal = io::stdout();
    write!(terminal, "\x1b[?1049h\x1b[?25l")?;
    for frame in 0..MOVING + STILL {
        let mut bytes = Vec::new();
        let mut layers = draw(frame.min(MOVING));
        layers.set_string(1, 0, format!(" frame {frame} of at most {budget} bytes "), Style::new());
        encoder.encode_text(&layers, &mut bytes);
        let text = bytes.len();
        encoder.encode_picture(budget.saturating_sub(text), &mut bytes);
        terminal.write_all(&bytes)?;
        terminal.flush()?;
        sleep(Duration::from_millis(40));
    }
    write!(terminal, "\x1b[m\x1b[?25h\x1b[?1049l")
}

/// Two pixels a cell, their colours moving from frame to frame.
fn draw(frame: u32) -> Layers {
    let (width, height) = (u32::from(AREA.width), 2 * u32::from(AREA.height));
    let pixel = |x: u32, y: u32| [(4 * x + frame) as u8, (8 * y) as u8, (2 * (x + y) + 3 * frame) as u8];
    let pixels: Vec<_> = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect();
    let mut layers = Layers::empty(AREA);
    glyph::draw(Pixels::new(width, &pixels), AREA, &mut layers, Glyphs::Half);
    layers
}
