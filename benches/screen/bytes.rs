//! Bytes a frame beside ratatui's `CrosstermBackend`, and the time to encode.

use std::time::Instant;

use ratatui::backend::Backend as _;
use ratatui::buffer::Buffer;
use thinwire::wire::encoder::Encoder;

use ratatui_crossterm::CrosstermBackend;

use crate::pictures::{Loop, paint};
use crate::viewer::{Viewer, decibels, squared_error, wanted};

const TOLERANCES: [f32; 3] = [0.0, 1.0, 2.0];

pub(crate) fn print() {
    println!("bytes a frame, 160×48, share of ratatui's CrosstermBackend; PSNR; and the time to encode 200×60");
    for (name, line, speed) in [
        ("smooth", "default:42", 4.0),
        ("slow-moving", "default:42", 1.0),
        ("sharp", "mondrian:7", 1.0),
        ("filigree", "deep:7", 1.0),
    ] {
        row(&paint(name, line, speed, 40, 160, 48), &paint(name, line, speed, 20, 200, 60));
    }
}

fn row(small: &Loop, large: &Loop) {
    let theirs = ratatui_bytes(&small.frames);
    print!("{:12} ratatui {:7.0} {:.2} ms", small.name, theirs, ratatui_time(&large.frames));
    for tolerance in TOLERANCES {
        let (bytes, psnr) = ours(&small.frames, tolerance);
        let milliseconds = time(&large.frames, tolerance);
        print!(" | tolerance {tolerance}: {:.3}× {psnr:4.1} dB {milliseconds:.2} ms", bytes / theirs);
    }
    println!();
}

/// The first frame is not counted.
fn ratatui_bytes(frames: &[Buffer]) -> f64 {
    let mut bytes = 0;
    for pair in frames.windows(2) {
        let mut out = Vec::new();
        CrosstermBackend::new(&mut out).draw(pair[0].diff(&pair[1]).into_iter()).unwrap();
        bytes += out.len();
    }
    bytes as f64 / (frames.len() - 1) as f64
}

/// Diff and encoding of a frame of `frames`, the median in milliseconds.
fn ratatui_time(frames: &[Buffer]) -> f64 {
    median_time(frames.windows(2).cycle().take(5 * frames.len()), |pair, out| {
        CrosstermBackend::new(out).draw(pair[0].diff(&pair[1]).into_iter()).unwrap();
    })
}

/// The median of the times that `encode` takes for each of `all`, in milliseconds.
fn median_time<T>(all: impl Iterator<Item = T>, mut encode: impl FnMut(T, &mut Vec<u8>)) -> f64 {
    let mut out = Vec::with_capacity(1 << 20);
    let timed = all.map(|one| {
        out.clear();
        let start = Instant::now();
        encode(one, &mut out);
        start.elapsed().as_secs_f64() * 1e3
    });
    let mut times: Vec<f64> = timed.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn ours(frames: &[Buffer], tolerance: f32) -> (f64, f64) {
    let mut encoder = Encoder::default();
    let area = frames[0].area;
    let mut viewer = Viewer::new(area.width, area.height);
    let (mut bytes, mut error) = (0, 0.0);
    for (index, frame) in frames.iter().enumerate() {
        let mut out = Vec::new();
        encoder.encode_text(frame, &mut out);
        encoder.encode_picture_within(tolerance, &mut out);
        viewer.feed(&out);
        if index > 0 {
            bytes += out.len();
            error += squared_error(&viewer.pixels(), &wanted(frame));
        }
    }
    let count = (frames.len() - 1) as f64;
    (bytes as f64 / count, decibels(error / count))
}

/// The median, in milliseconds.
fn time(frames: &[Buffer], tolerance: f32) -> f64 {
    let mut encoder = Encoder::default();
    median_time(frames.iter().cycle().take(5 * frames.len()), |frame, out| {
        encoder.encode_text(frame, out);
        encoder.encode_picture_within(tolerance, out);
    })
}
