//! YUV4MPEG2: raw video that encoders and players read from a pipe.
//!
//! Limited range, and ITU-R BT.601 at every size: the format can't name its matrix, and ffmpeg takes what has no name
//! for BT.601 (mpv does so below 1280×577, and needs `--vf=format:colormatrix=bt.601` above). Colours are whole (4:4:4) or
//! averaged over 2×2 pixels (4:2:0), which every encoder takes. The crate `y4m` would write the header, which is a line;
//! nearly all of this is the colours, which it leaves to its user.
//!
//! ffmpeg 5 and mpv read no longer headers than [`HEADER`] and [`FRAME`]: the line of text stands where it fits.

use std::io::Write;

use super::{Chroma, ExportError, Job, Sink, Summary, moving};
use crate::painter::Frame;
use crate::recipe::text::mark;

/// Weights of red, green, blue in Y, Cb, Cr, in 1/65536, scaled to 16..=235 and 16..=240.
/// ITU-R BT.601: Kr = 0.299, Kb = 0.114.
const MATRIX: [[i32; 3]; 3] = [[16829, 33039, 6416], [-9714, -19070, 28784], [28784, -24103, -4681]];
/// Half of the weights' unit.
const HALF: i32 = 1 << 15;
/// The longest header of a stream that every reader takes, its newline included (libavformat/yuv4mpegdec.c).
const HEADER: usize = 96;
/// The longest header of a frame.
const FRAME: usize = 80;

/// Writes the job's frames as one stream.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let failed = output.failure();
    let [header, first] = headers(job);
    output.write_all(header.as_bytes()).map_err(&failed)?;
    let encode = |_, frame: Frame| Ok(planes(&frame, job.settings.chroma));
    let frames = moving::each(job, output.control(), encode, |index, planes| {
        let header = if index == 0 { first.as_str() } else { "FRAME\n" };
        let written = output.write_all(header.as_bytes()).and_then(|()| output.write_all(&planes));
        written.map_err(&failed)
    })?;
    Ok(job.summary(frames, output.commit()?))
}

/// The headers of the stream and of its first frame: one of them holds the line, if it is not too long for both.
fn headers(job: &Job<'_>) -> [String; 2] {
    let [width, height] = job.size;
    let (frames, seconds) = super::clock::ratio(job.fps);
    let chroma = match job.settings.chroma {
        Chroma::Full => "444",
        // Each value lies in the middle of its four pixels.
        Chroma::Half => "420jpeg",
    };
    let stream = format!("YUV4MPEG2 W{width} H{height} F{frames}:{seconds} Ip A1:1 C{chroma} XCOLORRANGE=LIMITED");
    let line = format!(" X{}\n", mark(&job.line()));
    match line.len() {
        length if stream.len() + length <= HEADER => [stream + &line, "FRAME\n".to_owned()],
        length if "FRAME".len() + length <= FRAME => [stream + "\n", format!("FRAME{line}")],
        _ => [stream + "\n", "FRAME\n".to_owned()],
    }
}

/// All Y, then all Cb, then all Cr.
fn planes(frame: &Frame, chroma: Chroma) -> Vec<u8> {
    let [y, cb, cr] = MATRIX;
    let mut planes = Vec::with_capacity(3 * frame.pixels.len());
    planes.extend(full(frame, y, 16));
    for weights in [cb, cr] {
        match chroma {
            Chroma::Full => planes.extend(full(frame, weights, 128)),
            Chroma::Half => planes.extend(halved(frame, weights, 128)),
        }
    }
    planes
}

/// A value for each pixel.
fn full(frame: &Frame, weights: [i32; 3], offset: i32) -> impl Iterator<Item = u8> {
    frame.pixels.iter().map(move |rgb| (offset + ((weighted(weights, *rgb) + HALF) >> 16)) as u8)
}

/// A value for each square of 2×2 pixels, its mean; at the right and the lower edge there may be fewer.
fn halved(frame: &Frame, weights: [i32; 3], offset: i32) -> impl Iterator<Item = u8> {
    let width = frame.width as usize;
    frame.pixels.chunks(2 * width).flat_map(move |rows| {
        (0..width).step_by(2).map(move |left| {
            let square = rows.chunks_exact(width).flat_map(|row| &row[left..width.min(left + 2)]);
            let (sum, count) = square.fold((0, 0_i32), |(sum, count), rgb| (sum + weighted(weights, *rgb), count + 1));
            (offset + ((sum / count + HALF) >> 16)) as u8
        })
    })
}

fn weighted(weights: [i32; 3], rgb: [u8; 3]) -> i32 {
    weights.into_iter().zip(rgb).map(|(weight, value)| weight * i32::from(value)).sum()
}
