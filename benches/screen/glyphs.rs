//! What finer glyphs bring and cost: the picture against a supersampled one, bytes a frame, and the time of a frame.

use std::time::Instant;

use neurotty::pace::Timeline;
use neurotty::painter::{Frame, Painting, Samples, Viewport};
use neurotty::recipe::text;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use thinwire::cells::glyph::mosaic::{OCTANTS, QUADRANTS, SEXTANTS};
use thinwire::wire::encoder::Encoder;
use thinwire::{Glyphs, Layers, Pixels, cells::glyph};

use crate::viewer::{decibels, squared_error};

/// Pixels of a cell in the truth, which halves, thirds and quarters divide, and N×N samples of each.
const TRUTH: [u32; 2] = [4, 12];
const SAMPLES: u32 = 4;
const MOMENTS: usize = 6;

pub(crate) fn print() {
    println!("\nglyph sets; PSNR against {SAMPLES}×{SAMPLES} samples of each of 4×12 pixels a cell, 160×48;");
    println!("one thread: milliseconds of a 200×60 frame to paint, to fit, to encode exactly, and together");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for line in ["deep:7", "mondrian:7", "default:42"] {
        let stage = Stage::new(line);
        let truths: Vec<Frame> = (0..MOMENTS).map(|moment| stage.paint(moment, [160, 48], TRUTH, SAMPLES)).collect();
        for glyphs in Glyphs::ALL {
            one.install(|| row(line, &stage, &truths, glyphs));
        }
    }
}

fn row(line: &str, stage: &Stage, truths: &[Frame], glyphs: Glyphs) {
    let (across, down) = glyphs.pixels();
    let pixels = [u32::from(across), u32::from(down)];
    let errors = truths.iter().enumerate().map(|(moment, truth)| {
        let shown = seen(&cells(&stage.paint(moment, [160, 48], pixels, 1), [160, 48], glyphs));
        squared_error(&shown, &truth.pixels)
    });
    let psnr = decibels(errors.sum::<f64>() / truths.len() as f64);
    // A font would have to be asked what a letter looks like.
    let psnr = if glyphs == Glyphs::Ascii { "      –".to_owned() } else { format!("{psnr:4.1} dB") };
    let mut encoder = Encoder::default();
    let (mut times, mut bytes) = (vec![Vec::new(); 4], 0);
    for frame in 0..=40 {
        let start = Instant::now();
        let painted = stage.paint(frame, [200, 60], pixels, 1);
        let painted_at = start.elapsed();
        let buffer = cells(&painted, [200, 60], glyphs);
        let fitted_at = start.elapsed();
        let mut out = Vec::new();
        encoder.encode_text(&buffer, &mut out);
        encoder.encode_picture_within(0.0, &mut out);
        let end = start.elapsed();
        bytes += if frame > 0 { out.len() } else { 0 };
        for (times, time) in times.iter_mut().zip([painted_at, fitted_at - painted_at, end - fitted_at, end]) {
            times.push(time.as_secs_f64() * 1e3);
        }
    }
    let [paint, fit, encode, all] = std::array::from_fn(|part| least(&times[part]));
    println!(
        "{line:11} {:8} {psnr} | {:6.0} bytes a frame | {paint:5.2} + {fit:4.2} + {encode:4.2} = {all:5.2} ms",
        glyphs.name(),
        bytes as f64 / 40.0,
    );
}

/// An artwork and its clock.
struct Stage {
    painting: Painting,
    timeline: Timeline,
}

impl Stage {
    fn new(line: &str) -> Self {
        let painting = Painting::new(text::parse(line).unwrap().recipe);
        Self { timeline: Timeline::measure(&painting), painting }
    }

    /// A frame, a thirtieth of a second after the one before.
    fn paint(&self, frame: usize, [columns, rows]: [u32; 2], [across, down]: [u32; 2], samples: u32) -> Frame {
        let aspect = 0.5 * f64::from(down) / f64::from(across);
        let viewport =
            Viewport { width: columns * across, height: rows * down, aspect, samples: Samples::Grid(samples) };
        self.painting.paint(self.timeline.phase(frame as f64 / 30.0), self.painting.recipe().view, viewport)
    }
}

fn cells(frame: &Frame, [columns, rows]: [u32; 2], glyphs: Glyphs) -> Layers {
    let area = Rect::new(0, 0, columns as u16, rows as u16);
    let mut buffer = Layers::empty(area);
    glyph::draw(Pixels::new(frame.width, &frame.pixels), area, &mut buffer, glyphs);
    buffer
}

/// The cells as an eye would see them, at the truth's pixels.
fn seen(buffer: &Buffer) -> Vec<[u8; 3]> {
    let [across, down] = TRUTH.map(|count| count as usize);
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let looks: Vec<Vec<[u8; 3]>> = buffer.content.iter().map(look).collect();
    let pixel = |x: usize, y: usize| looks[y / down * columns + x / across][y % down * across + x % across];
    (0..rows * down).flat_map(|y| (0..columns * across).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

fn look(cell: &Cell) -> Vec<[u8; 3]> {
    let rgb = |color| if let Color::Rgb(red, green, blue) = color { [red, green, blue] } else { [0; 3] };
    let symbol = cell.symbol().chars().next().unwrap();
    let sets = [(&QUADRANTS[..], 2), (&SEXTANTS[..], 3), (&OCTANTS[..], 4)];
    let found = sets.iter().find_map(|(set, rows)| Some((set.iter().position(|known| *known == symbol)?, *rows)));
    let (pattern, rows) = found.unwrap_or((0, 2));
    let [across, down] = TRUTH.map(|count| count as usize);
    let is_front = |x: usize, y: usize| pattern >> (y * rows / down * 2 + x * 2 / across) & 1 == 1;
    let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
    pixels.map(|(x, y)| rgb(if is_front(x, y) { cell.fg } else { cell.bg })).collect()
}

/// The least of many is what the machine needs when nothing else runs on it.
fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}
