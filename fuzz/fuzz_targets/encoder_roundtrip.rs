//! Frames through the encoder into an independent terminal, which then shows what was wanted.
//!
//! Input: columns, rows; then for each frame one byte of budget and four bytes a cell, as far as they reach.

#![no_main]

#[path = "../../crates/thinwire/tests/suite/seen.rs"]
mod seen;

use libfuzzer_sys::fuzz_target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use thinwire::wire::encoder::Encoder;

/// Cells across and down at most: small, so that many frames are tried.
const MOST: u8 = 12;
/// After this many calls even the smallest budget has sent a frame.
const CALLS: usize = 2000;

fuzz_target!(|data: &[u8]| {
    let [columns, rows, frames @ ..] = data else { return };
    let area = Rect::new(0, 0, u16::from(columns % MOST) + 1, u16::from(rows % MOST) + 1);
    let mut terminal = avt::Terminal::new(area.width.into(), area.height.into()).expect("a terminal");
    // Line wrap is off on the real screen too.
    terminal.feed("\x1b[?7l");
    let mut encoder = Encoder::default();
    encoder.set_repeats(columns & 0x80 != 0);
    for frame in frames.chunks(1 + 4 * area.area() as usize) {
        let [budget, cells @ ..] = frame else { return };
        let wanted = buffer(area, cells);
        show(&mut encoder, &mut terminal, &wanted, usize::from(*budget) * 16);
        assert_eq!(seen::shown(&terminal), seen::wanted(&wanted));
    }
});

/// Four bytes a cell: its kind, and three that its colours are made of. Cells without bytes stay blank.
fn buffer(area: Rect, bytes: &[u8]) -> Buffer {
    let mut buffer = Buffer::empty(area);
    for (cell, bytes) in buffer.content.iter_mut().zip(bytes.chunks_exact(4)) {
        let [kind, a, b, c] = [bytes[0], bytes[1], bytes[2], bytes[3]];
        cell.set_fg(Color::Rgb(a, b, c)).set_bg(Color::Rgb(c, a.wrapping_mul(7), b));
        match kind {
            0..=199 => cell.set_char('▀'),
            // Letters are bold, which sets them apart from the picture.
            _ => cell.set_char(char::from(b'a' + kind % 26)).set_style(Modifier::BOLD),
        };
    }
    buffer
}

/// Text at once, then the picture, `budget` bytes at a time, until it is complete.
fn show(encoder: &mut Encoder, terminal: &mut avt::Terminal, wanted: &Buffer, budget: usize) {
    for _ in 0..CALLS {
        let mut bytes = Vec::new();
        encoder.encode_text(wanted, &mut bytes);
        let complete = encoder.encode_picture(budget.max(64), &mut bytes).complete;
        terminal.feed(std::str::from_utf8(&bytes).expect("whole characters"));
        if complete {
            return;
        }
    }
    panic!("not complete after {CALLS} calls of {budget} bytes");
}
