//! Animated WebP, lossless: every pixel as painted, in any browser.
//!
//! `image-webp` encodes a still; each frame's bitstream becomes a part of the animation here (WebP container
//! specification, <https://developers.google.com/speed/webp/docs/riff_container>).

use std::io::Write;

use image_webp::{ColorType, EncodingError, WebPEncoder};

use super::{ExportError, Format, Job, Refusal, Sink, Summary, clock, moving};
use crate::recipe::text::mark_in_xml;

/// The longest side of a lossless picture, pixels.
const LARGEST: u32 = 1 << 14;
/// Durations are counted in thousandths of a second.
const MILLISECONDS: f64 = 1000.0;
/// What a file begins with: `RIFF`, its length, `WEBP`. The length leaves out these first eight bytes.
const HEADER: usize = 12;
/// The flags of the VP8X chunk: it is animated, and it has XMP metadata.
const ANIMATION_AND_XMP: u32 = 0b110;
/// A frame replaces what it covers instead of being blended with it.
const NO_BLENDING: u8 = 0b10;

/// Writes the job's frames as an animation that loops for ever.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    if job.size.iter().any(|side| *side > LARGEST) {
        return Err(Refusal::SideTooLong { format: Format::Webp, size: job.size, most: LARGEST }.into());
    }
    let mut chunks = Vec::new();
    let size = job.size.map(|side| u24(side - 1));
    chunk(&mut chunks, b"VP8X", &[&ANIMATION_AND_XMP.to_le_bytes(), &size[0], &size[1]]);
    // A black background, which no pixel lets through; without end.
    chunk(&mut chunks, b"ANIM", &[&[0, 0, 0, 255], &[0, 0]]);
    let frames = moving::each(
        job,
        output.control(),
        |_, frame| still(job.size, frame.pixels.as_flattened()).map_err(|error| refused(&error)),
        |index, still| {
            let duration = u24(clock::ticks(index, job.fps, MILLISECONDS).min(0xFF_FFFF) as u32);
            let corner = [0; 6];
            chunk(&mut chunks, b"ANMF", &[&corner, &size[0], &size[1], &duration, &[NO_BLENDING], &still]);
            // Lengths have 32 bits.
            let room = chunks.len() < (u32::MAX - (1 << 20)) as usize;
            room.then_some(()).ok_or(Refusal::FileTooLong { format: Format::Webp, most: u32::MAX.into() }.into())
        },
    )?;
    chunk(&mut chunks, b"XMP ", &[xmp(&job.comment(mark_in_xml(&job.line()))).as_bytes()]);
    let length = (HEADER - 8 + chunks.len()) as u32;
    let written =
        [b"RIFF", &length.to_le_bytes(), b"WEBP", &chunks[..]].into_iter().try_for_each(|part| output.write_all(part));
    written.map_err(output.failure())?;
    Ok(job.summary(frames, output.commit()?))
}

/// The chunk that holds one picture: what a file of it alone has behind its header.
fn still([width, height]: [u32; 2], rgb: &[u8]) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    WebPEncoder::new(&mut file).encode(rgb, width, height, ColorType::Rgb8)?;
    Ok(file.split_off(HEADER))
}

fn refused(error: &EncodingError) -> ExportError {
    Refusal::Encoder(error.to_string()).into()
}

/// Appends a chunk: its name, the length of its `parts`, they, and a byte more where that is odd.
fn chunk(out: &mut Vec<u8>, name: &[u8; 4], parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.extend(name);
    out.extend((length as u32).to_le_bytes());
    parts.iter().for_each(|part| out.extend(*part));
    out.extend(&[0][..length % 2]);
}

fn u24(value: u32) -> [u8; 3] {
    let [a, b, c, _] = value.to_le_bytes();
    [a, b, c]
}

/// XMP (ISO 16684-1) that describes the picture by `text`.
fn xmp(text: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:description><rdf:Alt>\
         <rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}
