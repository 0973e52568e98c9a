//! PNG in strips: painted, filtered and deflated apart from each other, then joined to one stream.
//!
//! A strip ends in a deflate sync flush, which ends on a byte, so that strips can be made on all
//! threads and concatenated, as pigz does. Memory holds the strips that are under way, never the
//! picture. Rows are filtered by Up (the row above; a smooth picture leaves almost nothing), the
//! first row of a strip by Sub, because the row above it belongs to another strip.

use std::io::{self, Write};
use std::ops::Range;

use png::chunk::{ChunkType, IDAT};
use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit};
use zlib_rs::adler32::{adler32, adler32_combine};
use zlib_rs::{Deflate, DeflateFlush, Status};

use super::captioned::Captioned;
use super::{Cancel, Compress, Depth, ExportError, exif};
use crate::caption;
use crate::network::weights::PNG_CHUNK;
use crate::recipe::text::{KEYWORD, mark};

/// The chunk that holds Exif (PNG specification, section 11.3.3.5).
const EXIF: ChunkType = ChunkType(*b"eXIf");

/// The text that holds the same for programs that look for it there alone.
const RAW_EXIF: &str = "Raw profile type exif";

/// About this many bytes of pixels make a strip: enough to keep deflate's window filled.
const STRIP_BYTES: usize = 1 << 19;
/// zlib header: deflate with a 32 KiB window, no dictionary; the level bits are informative only.
const ZLIB_HEADER: [u8; 2] = [0x78, 0x9C];
/// An inch in metres.
const METERS_PER_INCH: f64 = 0.0254;
/// A last, empty block of fixed codes, which ends a deflate stream.
const EMPTY_LAST_BLOCK: [u8; 2] = [0x03, 0x00];

/// A picture to be encoded.
#[derive(Debug)]
pub(super) struct PngPicture<'a> {
    pub(super) shot: Captioned<'a>,
    pub(super) size: [u32; 2],
    pub(super) depth: Depth,
    pub(super) compress: Compress,
}

/// A run of rows, filtered and deflated.
#[derive(Debug)]
pub(super) struct Strip {
    deflated: Vec<u8>,
    /// Adler-32 of the filtered rows, and how many bytes they are.
    checksum: (u32, u64),
}

impl PngPicture<'_> {
    /// Bytes in a row of pixels.
    fn stride(&self) -> usize {
        self.size[0] as usize * self.depth.pixel_bytes()
    }

    fn strip_rows(&self) -> u32 {
        let rows = (STRIP_BYTES / self.stride()) as u32;
        rows.max(self.shot.fewest_rows()).min(self.size[1])
    }

    /// How many strips the picture is made of.
    pub(super) fn strips(&self) -> u64 {
        u64::from(self.size[1].div_ceil(self.strip_rows()))
    }

    /// Paints and encodes strip `index`, counted from the top.
    pub(super) fn strip(&self, index: u64) -> Strip {
        let top = index as u32 * self.strip_rows();
        let rows = self.rows(top..self.size[1].min(top + self.strip_rows()));
        let filtered = filter(&rows, self.stride(), self.depth.pixel_bytes());
        let checksum = (adler32(1, &filtered), filtered.len() as u64);
        Strip { deflated: deflate(&filtered, self.compress.level()), checksum }
    }

    /// Paints and encodes the whole picture, as one zlib stream.
    pub(super) fn zlib(&self, cancel: Cancel<'_>) -> Result<Vec<u8>, ExportError> {
        let (mut stream, mut sum) = (ZLIB_HEADER.to_vec(), 1);
        for index in 0..self.strips() {
            cancel.check()?;
            let Strip { deflated, checksum: (checksum, length) } = self.strip(index);
            stream.extend(deflated);
            sum = adler32_combine(sum, checksum, length);
        }
        stream.extend(stream_end(sum));
        Ok(stream)
    }

    /// Paints rows as PNG stores them: samples of two bytes have the high one first.
    fn rows(&self, rows: Range<u32>) -> Vec<u8> {
        let pixels = rows.len() * self.size[0] as usize;
        match self.depth {
            Depth::Eight => {
                let mut painted = vec![[0_u8; 3]; pixels];
                self.shot.rows(rows, &mut painted);
                painted.into_flattened()
            }
            Depth::Sixteen => {
                let mut painted = vec![[0_u16; 3]; pixels];
                self.shot.rows::<u16>(rows, &mut painted);
                painted.into_flattened().into_iter().flat_map(u16::to_be_bytes).collect()
            }
        }
    }
}

/// Writes the header of a file with these text chunks (keyword, text).
pub(super) fn begin<W: Write>(
    out: W,
    size: [u32; 2],
    depth: Depth,
    texts: &[(&str, &str)],
) -> Result<png::Writer<W>, io::Error> {
    begin_for_print(out, size, depth, texts, None)
}

/// The same, with the number of pixels that print on an inch.
fn begin_for_print<W: Write>(
    out: W,
    size: [u32; 2],
    depth: Depth,
    texts: &[(&str, &str)],
    dpi: Option<f64>,
) -> Result<png::Writer<W>, io::Error> {
    let mut encoder = Encoder::new(out, size[0], size[1]);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(depth.into());
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    encoder.set_pixel_dims(dpi.map(|dpi| {
        let per_meter = (dpi / METERS_PER_INCH).round() as u32;
        PixelDimensions { xppu: per_meter, yppu: per_meter, unit: Unit::Meter }
    }));
    for (keyword, text) in texts {
        encoder.add_itxt_chunk((*keyword).to_owned(), (*text).to_owned()).map_err(io_error)?;
        // Programs that write a picture again often keep this kind of text alone; it knows no other letters.
        if *keyword == KEYWORD && text.is_ascii() {
            encoder.add_text_chunk((*keyword).to_owned(), (*text).to_owned()).map_err(io_error)?;
        }
    }
    let comment = comment(texts);
    let exif = comment.as_deref().map(exif::described);
    if let (Some(comment), Some(exif)) = (comment, &exif) {
        encoder.add_text_chunk("Comment".to_owned(), comment).map_err(io_error)?;
        // On its way to WebP ImageMagick 6 passes on this form of Exif alone, and so does cwebp.
        encoder.add_text_chunk(RAW_EXIF.to_owned(), exif::raw_profile(exif)).map_err(io_error)?;
    }
    let mut png = encoder.write_header().map_err(io_error)?;
    if let Some(exif) = exif {
        png.write_chunk(EXIF, &exif).map_err(io_error)?;
    }
    Ok(png)
}

/// The line and the caption as marks, which converters to other formats pass on: some a comment, some Exif.
fn comment(texts: &[(&str, &str)]) -> Option<String> {
    let text = |wanted: &str| texts.iter().find(|(keyword, _)| *keyword == wanted).map(|(_, text)| *text);
    let words = text(caption::KEYWORD).map_or_else(String::new, |words| format!(" {}", caption::mark(words)));
    Some(mark(text(KEYWORD)?) + &words)
}

/// The system's own error: the crate's conversion forgets its kind.
pub(super) fn io_error(error: EncodingError) -> io::Error {
    match error {
        EncodingError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// What ends a zlib stream of this checksum.
fn stream_end(checksum: u32) -> Vec<u8> {
    let mut end = EMPTY_LAST_BLOCK.to_vec();
    end.extend(checksum.to_be_bytes());
    end
}

/// Puts strips together to a file.
pub(super) struct Assembly<W: Write> {
    png: png::Writer<W>,
    checksum: u32,
}

/// What a PNG may carry beside its pixels and texts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extras<'a> {
    /// Pixels that print on an inch.
    pub(super) dpi: Option<f64>,
    /// A weights file, in a chunk of its own.
    pub(super) weights: Option<&'a [u8]>,
}

impl<W: Write> Assembly<W> {
    /// Writes the header and the text chunks (keyword, text).
    pub(super) fn begin(out: W, size: [u32; 2], depth: Depth, texts: &[(&str, &str)]) -> Result<Self, io::Error> {
        Self::begin_with(out, size, depth, texts, Extras::default())
    }

    /// The same, with what else the file carries.
    pub(super) fn begin_with(
        out: W,
        size: [u32; 2],
        depth: Depth,
        texts: &[(&str, &str)],
        extras: Extras<'_>,
    ) -> Result<Self, io::Error> {
        let mut png = begin_for_print(out, size, depth, texts, extras.dpi)?;
        if let Some(weights) = extras.weights {
            png.write_chunk(ChunkType(PNG_CHUNK), weights).map_err(io_error)?;
        }
        png.write_chunk(IDAT, &ZLIB_HEADER).map_err(io_error)?;
        Ok(Self { png, checksum: 1 })
    }

    /// Appends the next strip.
    pub(super) fn push(&mut self, strip: &Strip) -> Result<(), io::Error> {
        let (checksum, length) = strip.checksum;
        self.checksum = adler32_combine(self.checksum, checksum, length);
        self.png.write_chunk(IDAT, &strip.deflated).map_err(io_error)
    }

    /// Ends the stream and the file.
    pub(super) fn finish(mut self) -> Result<(), io::Error> {
        self.png.write_chunk(IDAT, &stream_end(self.checksum)).map_err(io_error)?;
        self.png.finish().map_err(io_error)
    }
}

impl From<Depth> for BitDepth {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Eight => Self::Eight,
            Depth::Sixteen => Self::Sixteen,
        }
    }
}

/// Prefixes each row with its filter type: Sub for the first, Up for the others
/// (PNG specification, section 9).
fn filter(rows: &[u8], stride: usize, pixel_bytes: usize) -> Vec<u8> {
    let mut filtered = Vec::with_capacity(rows.len() + rows.len() / stride);
    let (first, _) = rows.split_at(stride);
    filtered.push(1);
    filtered.extend_from_slice(&first[..pixel_bytes]);
    filtered.extend(first[pixel_bytes..].iter().zip(first).map(|(byte, left)| byte.wrapping_sub(*left)));
    for (above, row) in rows.chunks_exact(stride).zip(rows.chunks_exact(stride).skip(1)) {
        filtered.push(2);
        filtered.extend(row.iter().zip(above).map(|(byte, up)| byte.wrapping_sub(*up)));
    }
    filtered
}

/// A run of raw deflate blocks that ends on a byte and is not the last of its stream.
fn deflate(bytes: &[u8], level: i32) -> Vec<u8> {
    const WINDOW_BITS: u8 = 15;
    let mut deflate = Deflate::new(level, false, WINDOW_BITS);
    // Stored blocks bound what deflate makes of noise; the flush adds an empty one.
    let mut out = vec![0; zlib_rs::compress_bound(bytes.len()) + 64];
    let status = deflate.compress(bytes, &mut out, DeflateFlush::SyncFlush);
    debug_assert!(matches!(status, Ok(Status::Ok)), "{status:?}");
    out.truncate(deflate.total_out() as usize);
    out
}
