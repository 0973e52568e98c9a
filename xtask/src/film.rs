//! Draws an asciicast as numbered pictures, from which other programs make a film:
//! `cargo run --release -p xtask -- film live.cast 'frames/%04d.png' FPS`.
//!
//! A terminal emulator plays the cast; half blocks and text are drawn in the program's own bitmap font. What comes before
//! the first picture is left out.

use std::fs::{self, File};
use std::io::BufWriter;

use avt::{Cell, Color, Terminal};
use color::xterm;
use neurotty::painter::caption::{LETTER, dots};
use serde_json::Value;

use crate::Outcome;

const FOREGROUND: [u8; 3] = [208, 208, 208];
const BACKGROUND: [u8; 3] = [16, 16, 16];

/// Draws the cast that `arguments` name: CAST, PATTERN, FPS.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let [cast, pattern, fps] = arguments else { return Err("film CAST 'NAME-%04d.png' FPS".into()) };
    let (before, after) = pattern.split_once("%04d").ok_or("the pictures are numbered by one %04d")?;
    let fps: f64 = fps.parse()?;
    let text = fs::read_to_string(cast)?;
    let mut lines = text.lines().map(serde_json::from_str::<Value>);
    let header = lines.next().ok_or("an empty cast")??;
    let side = |name: &str| header[name].as_u64().ok_or("a header without a size");
    let (columns, rows) = (side("width")? as usize, side("height")? as usize);
    let mut terminal = Terminal::new(columns, rows)?;
    let (mut number, mut began) = (0, None);
    for event in lines {
        let event = event?;
        let time = event[0].as_f64().ok_or("an event without a time")?;
        // The picture of a moment shows what came until then.
        while began.is_some_and(|began| began + f64::from(number) / fps < time) {
            save(&terminal, columns, &format!("{before}{number:04}{after}"))?;
            number += 1;
        }
        terminal.feed(event[2].as_str().ok_or("an event without a text")?);
        let is_drawn = |cell: &Cell| cell.pen().background().is_some();
        if began.is_none() && terminal.screen().visible_lines().any(|line| line.cells().iter().any(is_drawn)) {
            began = Some(time);
        }
    }
    Ok(())
}

fn save(terminal: &Terminal, columns: usize, path: &str) -> Outcome {
    let [across, down] = LETTER.map(|side| side as usize);
    let lines: Vec<_> = terminal.screen().visible_lines().collect();
    let (width, height) = (columns * across, lines.len() * down);
    let mut pixels = vec![BACKGROUND; width * height];
    for (row, line) in lines.iter().enumerate() {
        for (column, cell) in line.cells().iter().take(columns).enumerate() {
            let corner = row * down * width + column * across;
            draw(cell, |x, y, color| pixels[corner + y * width + x] = color);
        }
    }
    let mut png = png::Encoder::new(BufWriter::new(File::create(path)?), width as u32, height as u32);
    png.set_color(png::ColorType::Rgb);
    png.write_header()?.write_image_data(pixels.as_flattened())?;
    Ok(())
}

/// Sets the pixels of one cell: across, down, colour.
fn draw(cell: &Cell, mut set: impl FnMut(usize, usize, [u8; 3])) {
    let [across, down] = LETTER.map(|side| side as usize);
    let rgb = |color, usual| match color {
        Some(Color::RGB(rgb)) => [rgb.r, rgb.g, rgb.b],
        Some(Color::Indexed(index)) => xterm(index),
        None => usual,
    };
    let pen = cell.pen();
    let (mut front, mut back) = (rgb(pen.foreground(), FOREGROUND), rgb(pen.background(), BACKGROUND));
    if pen.is_inverse() {
        (front, back) = (back, front);
    }
    for y in 0..down {
        for x in 0..across {
            let covered = covers(cell.char(), (x as f32 + 0.5) / across as f32, (y as f32 + 0.5) / down as f32);
            set(x, y, if covered { front } else { back });
        }
    }
    if let Some(letter) = letter(cell.char()) {
        for [x, y] in dots(&letter.to_string()) {
            let (x, y) = (x as usize, y as usize);
            if x < across && y < down {
                set(x, y, front);
            }
        }
    }
}

/// Whether a block element (Unicode 2580 to 259F) covers the point of its cell, each coordinate within 0..1
/// from the upper left.
fn covers(block: char, x: f32, y: f32) -> bool {
    // The quarters of each quadrant character: upper left 1, upper right 2, lower left 4, lower right 8.
    const QUADRANTS: [u8; 10] = [4, 8, 1, 1 | 4 | 8, 1 | 8, 1 | 2 | 4, 1 | 2 | 8, 2, 2 | 4, 2 | 4 | 8];
    let number = u32::from(block);
    match number {
        0x2580 => y < 0.5,
        0x2581..=0x2588 => y > 1.0 - (number - 0x2580) as f32 / 8.0,
        0x2589..=0x258F => x < (0x2590 - number) as f32 / 8.0,
        0x2590 => x > 0.5,
        0x2596..=0x259F => {
            let quarter = usize::from(x > 0.5) + 2 * usize::from(y > 0.5);
            QUADRANTS[(number - 0x2596) as usize] >> quarter & 1 == 1
        }
        _ => false,
    }
}

/// The character of the font that stands for `c`, if it has one.
fn letter(c: char) -> Option<char> {
    match c {
        ' ' => None,
        '−' | '–' | '─' | '━' => Some('-'),
        '│' | '┃' => Some('|'),
        '…' => Some('.'),
        '•' | '●' => Some('·'),
        '→' => Some('>'),
        '←' => Some('<'),
        'α'..='ω' => Some(c),
        c => (u32::from(c) < 0x100).then_some(c),
    }
}
