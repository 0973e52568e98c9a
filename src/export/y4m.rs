//! YUV4MPEG2: raw video that encoders and players read from a pipe.
//!
//! Full colour resolution (4:4:4), limited range. The format can't name its matrix, so that players
//! guess it from the size, as mpv does: BT.709 from 1280 across or 577 down, BT.601 below.

use std::io::Write;

use super::{ExportError, Job, Sink, Summary, moving};
use crate::painter::Frame;
use crate::recipe::text::mark;

/// Weights of red, green, blue in Y, Cb, Cr, in 1/65536, scaled to 16..=235 and 16..=240.
type Matrix = [[i32; 3]; 3];
/// ITU-R BT.601: Kr = 0.299, Kb = 0.114.
const BT601: Matrix = [[16829, 33039, 6416], [-9714, -19070, 28784], [28784, -24103, -4681]];
/// ITU-R BT.709: Kr = 0.2126, Kb = 0.0722.
const BT709: Matrix = [[11966, 40254, 4064], [-6596, -22188, 28784], [28784, -26145, -2639]];

/// Writes the job's frames as one stream.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let failed = output.failure();
    output.write_all(header(job).as_bytes()).map_err(&failed)?;
    let encode = |_, frame: Frame| Ok(planes(&frame));
    let frames = moving::each(job, output.control(), encode, |_, planes| {
        let written = output.write_all(b"FRAME\n").and_then(|()| output.write_all(&planes));
        written.map_err(&failed)
    })?;
    Ok(job.summary(frames, output.commit()?))
}

fn header(job: &Job<'_>) -> String {
    let [width, height] = job.size;
    let (frames, seconds) = super::clock::ratio(job.fps);
    // Each comment is a parameter of its own, which begins with an X.
    let comments = job.comment(mark(&job.line())).replace(' ', " X");
    format!("YUV4MPEG2 W{width} H{height} F{frames}:{seconds} Ip A1:1 C444 XCOLORRANGE=LIMITED X{comments}\n")
}

/// All Y, then all Cb, then all Cr.
fn planes(frame: &Frame) -> Vec<u8> {
    let matrix = if frame.width >= 1280 || frame.height > 576 { &BT709 } else { &BT601 };
    let mut planes = Vec::with_capacity(3 * frame.pixels.len());
    for ([red, green, blue], offset) in matrix.iter().zip([16, 128, 128]) {
        planes.extend(frame.pixels.iter().map(|pixel| {
            let [r, g, b] = pixel.map(i32::from);
            (offset + ((red * r + green * g + blue * b + (1 << 15)) >> 16)) as u8
        }));
    }
    planes
}
