//! What images cost: bytes and milliseconds of one, and how near it is to the picture once the terminal has enlarged
//! it. Beside each the half-blocks of as many cells.

use std::time::Instant;

use neurotty::pace::Timeline;
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use thinwire::cells::glyph::draw_halves;
use thinwire::wire::encoder::Encoder;
use thinwire::wire::image::{Image, encode};
use thinwire::{Pixels, Protocol};

use crate::viewer::{decibels, squared_error};

const COLUMNS: u16 = 160;
const ROWS: u16 = 48;
const CELL: [u16; 2] = [8, 16];
/// Pixels across and down that are compared: two for each side of a half-block.
const TRUTH: [u32; 2] = [320, 192];
const SIZES: [[u32; 2]; 5] = [[40, 24], [80, 48], [160, 96], [320, 192], [640, 384]];
const MOMENTS: usize = 12;

pub(crate) fn print() {
    println!("\nimages on 160×48 cells of 8×16 pixels: kB and ms of one, PSNR at 320×192 once it is enlarged smoothly");
    println!("{:14} {:>18} {:>30} {:>20}", "", "half-blocks", "kitty", "sixel");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for line in ["default:42", "deep:7", "mondrian:7"] {
        one.install(|| rows(line));
    }
}

fn rows(line: &str) {
    let painting = Painting::new(text::parse(line).unwrap().recipe);
    let timeline = Timeline::measure(&painting);
    let paint = |moment: usize, [width, height]: [u32; 2]| {
        let viewport = Viewport { aspect: 1.0, ..Viewport::new(width, height) };
        painting.paint(timeline.phase(moment as f64 * 1.7), painting.recipe().view, viewport)
    };
    let area = Rect::new(0, 0, COLUMNS, ROWS);
    for size in SIZES {
        let [mut halves, mut kitty, mut sixel] = [Cost::default(); 3];
        let mut error = 0.0;
        for moment in 0..MOMENTS {
            let frame = paint(moment, size);
            if size == [u32::from(COLUMNS), 2 * u32::from(ROWS)] {
                halves.add(|| half_blocks(&frame, area));
            }
            let image = |protocol| Image { pixels: Pixels::new(frame.width, &frame.pixels), area, protocol, number: 0 };
            kitty.add(|| encode(&image(Protocol::Kitty), CELL));
            sixel.add(|| encode(&image(Protocol::Sixel), CELL));
            error += squared_error(&enlarged(&frame), &paint(moment, TRUTH).pixels) / MOMENTS as f64;
        }
        let [width, height] = size;
        let (halves, kitty, sixel) = (halves.text(), kitty.text(), sixel.text());
        let psnr = decibels(error);
        println!("{line:10} {:>9} {halves:>18} {kitty:>20} {psnr:4.1} dB {sixel:>20}", format!("{width}×{height}"));
    }
}

#[derive(Clone, Copy, Default)]
struct Cost {
    bytes: usize,
    seconds: f64,
    count: usize,
}

impl Cost {
    fn add(&mut self, encode: impl FnOnce() -> Vec<u8>) {
        let start = Instant::now();
        self.bytes += encode().len();
        self.seconds += start.elapsed().as_secs_f64();
        self.count += 1;
    }

    fn text(self) -> String {
        let each = |sum: f64| sum / self.count as f64;
        if self.count == 0 {
            return "–".to_owned();
        }
        format!("{:6.1} kB {:5.2} ms", each(self.bytes as f64) / 1e3, each(self.seconds) * 1e3)
    }
}

fn half_blocks(frame: &Frame, area: Rect) -> Vec<u8> {
    let mut buffer = Buffer::empty(area);
    draw_halves(Pixels::new(frame.width, &frame.pixels), area, &mut buffer);
    let mut out = Vec::new();
    let mut encoder = Encoder::default();
    encoder.encode_text(&buffer, &mut out);
    encoder.encode_picture_within(0.0, &mut out);
    out
}

/// The frame at the size of the truth, as a terminal's texture unit enlarges it: linearly between the pixels' middles.
fn enlarged(frame: &Frame) -> Vec<[u8; 3]> {
    let [width, height] = TRUTH;
    let pixel = |x: usize, y: usize| frame.pixels[y * frame.width as usize + x];
    let place = |at: u32, to: u32, from: u32| {
        let at = ((f64::from(at) + 0.5) * f64::from(from) / f64::from(to) - 0.5).clamp(0.0, f64::from(from - 1));
        let first = at as usize;
        (first, (first + 1).min(from as usize - 1), at - at.floor())
    };
    let between = |x: u32, y: u32| {
        let (left, right, across) = place(x, width, frame.width);
        let (top, bottom, down) = place(y, height, frame.height);
        std::array::from_fn(|channel| {
            let value = |x, y| f64::from(pixel(x, y)[channel]);
            let row = |y| value(left, y) * (1.0 - across) + value(right, y) * across;
            (row(top) * (1.0 - down) + row(bottom) * down).round() as u8
        })
    };
    (0..height).flat_map(|y| (0..width).map(move |x| between(x, y))).collect()
}
