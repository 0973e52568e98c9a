//! Animated WebP, lossless: every pixel as painted, in any browser. Of a single frame it is a still.
//!
//! `image-webp` encodes a still; each frame's bitstream becomes a part of the animation here (WebP container
//! specification, <https://developers.google.com/speed/webp/docs/riff_container>). A file begins with its length, so the
//! frames wait in a file without a name, not in memory.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};

use image_webp::{ColorType, EncodingError, WebPEncoder};

use super::file::Output;
use super::limit::{self, Attempt, Forecast};
use super::{ExportError, Format, Job, JobControl, Refusal, Sink, Step, Summary, Unit, clock, exif, moving};
use crate::recipe::text::{mark, mark_in_xml};

/// The longest side of a lossless picture, pixels.
const LARGEST: u32 = 1 << 14;
/// The most bytes of a file: lengths have 32 bits.
const LONGEST: u64 = u32::MAX as u64 - (1 << 20);
/// Durations are counted in thousandths of a second.
const MILLISECONDS: f64 = 1000.0;
/// What a file begins with: `RIFF`, its length, `WEBP`. The length leaves out these first eight bytes.
const HEADER: usize = 12;
/// The flags of the VP8X chunk: it is animated; it has XMP and Exif metadata.
const ANIMATION: u32 = 0b10;
const XMP: u32 = 0b100;
const EXIF: u32 = 0b1000;
/// A frame replaces what it covers instead of being blended with it.
const NO_BLENDING: u8 = 0b10;
/// Bytes copied between two looks at whether to stop.
const COPIED: usize = 1 << 20;

/// Writes the job's frames as an animation that loops for ever, within the job's limit if it has one.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    if job.size.iter().any(|side| *side > LARGEST) {
        return Err(Refusal::SideTooLong { format: Format::Webp, size: job.size, most: LARGEST }.into());
    }
    let (failed, control) = (output.failure(), output.control());
    let file = output.output();
    let (job, chunks) = limit::fitted(job.clone(), false, |job| Chunks::of(job, file, control))?;
    let length = (HEADER as u64 - 8 + chunks.length) as u32;
    let header = [*b"RIFF", length.to_le_bytes(), *b"WEBP"];
    output.write_all(header.as_flattened()).map_err(&failed)?;
    let (frames, mut file) = chunks.rewound().map_err(&failed)?;
    let mut part = vec![0; COPIED];
    loop {
        control.cancel().check()?;
        match file.read(&mut part).map_err(&failed)? {
            0 => return Ok(job.summary(frames, output.commit()?)),
            read => output.write_all(&part[..read]).map_err(&failed)?,
        }
    }
}

/// What follows the header, in a file that has no name.
struct Chunks {
    file: BufWriter<File>,
    length: u64,
    frames: u64,
}

impl Chunks {
    /// All chunks of the job's animation, or of its only frame.
    fn of(job: &Job<'_>, output: &mut Output, control: JobControl<'_>) -> Result<Attempt<Self>, ExportError> {
        let failed = output.failure();
        let range = job.clock()?.range(job.frames.as_ref())?;
        let frames = range.end - range.start;
        let limit = job.settings.max_size.unwrap_or(LONGEST).min(LONGEST);
        let mut chunks = Self { file: BufWriter::new(unnamed(output).map_err(&failed)?), length: 0, frames };
        let foreseen = if frames == 1 {
            chunks.still(job, range.start, control, &failed)?;
            control.report(Step { done: 1, skipped: 0, total: 1, unit: Unit::Frames });
            None
        } else {
            chunks.animation(job, Forecast::new(limit, frames), control, &failed)?
        };
        let length = chunks.length;
        match foreseen.or((length > limit).then(|| length as f64 / limit as f64)) {
            None => Ok(Attempt::Whole(chunks, length)),
            Some(excess) if job.settings.max_size.is_some() => Ok(Attempt::TooLarge(excess)),
            Some(excess) => {
                let expected = (limit as f64 * excess) as u64;
                Err(Refusal::FileTooLong { format: Format::Webp, expected, most: LONGEST }.into())
            }
        }
    }

    /// The picture at frame `index`, or at the moment that the recipe names if that is the first.
    fn still(
        &mut self,
        job: &Job<'_>,
        index: u64,
        control: JobControl<'_>,
        failed: &Failed<'_>,
    ) -> Result<(), ExportError> {
        let seconds = if index == 0 { job.work.recipe().at } else { job.clock()?.seconds(index) };
        let frame = moving::paint(job, seconds, control.cancel())?;
        let picture = picture(job.size, frame.pixels.as_flattened())?;
        let size = job.size.map(|side| u24(side - 1));
        let written = self
            .push(b"VP8X", &[&(EXIF | XMP).to_le_bytes(), &size[0], &size[1]])
            .and_then(|()| self.append(&picture))
            .and_then(|()| self.describe(job, &job.line_at(seconds)));
        written.map_err(failed)
    }

    /// All frames. Where it is foreseen that they will exceed the limit, it ends and returns by which factor.
    fn animation(
        &mut self,
        job: &Job<'_>,
        mut forecast: Forecast,
        control: JobControl<'_>,
        failed: &Failed<'_>,
    ) -> Result<Option<f64>, ExportError> {
        let size = job.size.map(|side| u24(side - 1));
        self.push(b"VP8X", &[&(ANIMATION | EXIF | XMP).to_le_bytes(), &size[0], &size[1]]).map_err(failed)?;
        // A black background, which no pixel lets through; without end.
        self.push(b"ANIM", &[&[0, 0, 0, 255], &[0, 0]]).map_err(failed)?;
        let mut excess = None;
        let made = moving::each(
            job,
            control,
            |_, frame| picture(job.size, frame.pixels.as_flattened()),
            |index, picture| {
                let duration = u24(clock::ticks(index, job.fps, MILLISECONDS).min(0xFF_FFFF) as u32);
                let parts: [&[u8]; 6] = [&[0; 6], &size[0], &size[1], &duration, &[NO_BLENDING], &picture];
                self.push(b"ANMF", &parts).map_err(failed)?;
                excess = forecast.excess(index + 1, self.length);
                // Nothing more needs to be painted.
                if excess.is_some() { Err(ExportError::Cancelled) } else { Ok(()) }
            },
        );
        if excess.is_none() {
            made?;
            self.describe(job, &job.line()).map_err(failed)?;
        }
        Ok(excess)
    }

    /// Writes the line in both forms of metadata: programs that write a picture anew keep one of them.
    fn describe(&mut self, job: &Job<'_>, line: &str) -> io::Result<()> {
        self.push(b"EXIF", &[&exif::described(&job.comment(mark(line)))])?;
        self.push(b"XMP ", &[xmp(&job.comment(mark_in_xml(line))).as_bytes()])
    }

    /// Writes a chunk: its name, the length of its `parts`, they, and a byte more where that is odd.
    fn push(&mut self, name: &[u8; 4], parts: &[&[u8]]) -> io::Result<()> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        self.append([*name, (length as u32).to_le_bytes()].as_flattened())?;
        parts.iter().try_for_each(|part| self.append(part))?;
        self.append(&[0][..length % 2])
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    /// How many frames they are, and the file at its start.
    fn rewound(self) -> io::Result<(u64, File)> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok((self.frames, file))
    }
}

/// Turns an error of the system into ours.
type Failed<'a> = dyn Fn(io::Error) -> ExportError + 'a;

/// A file without a name where the output will be: there it finds as much room. Beside pipes and devices it can't be.
fn unnamed(output: &mut Output) -> io::Result<File> {
    match output.part().ok().and_then(|part| part.path().parent()) {
        Some(folder) if !folder.as_os_str().is_empty() => tempfile::tempfile_in(folder),
        _ => tempfile::tempfile(),
    }
}

/// The chunk that holds one picture: what a file of it alone has behind its header.
fn picture([width, height]: [u32; 2], rgb: &[u8]) -> Result<Vec<u8>, ExportError> {
    let mut file = Vec::new();
    let encoded = WebPEncoder::new(&mut file).encode(rgb, width, height, ColorType::Rgb8);
    encoded.map_err(|error: EncodingError| Refusal::Encoder(error.to_string()))?;
    Ok(file.split_off(HEADER))
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
