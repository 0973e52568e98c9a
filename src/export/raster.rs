//! Stills for programs that print and lay out: JPEG and TIFF, by the `image` and `tiff` crates.
//!
//! Both encoders want the whole picture. They write into memory, and end when the job is cancelled.

use std::io::{self, Cursor, Seek, SeekFrom, Write};

use image::ExtendedColorType;
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use tiff::TiffError;
use tiff::encoder::colortype::{ColorType, RGB8, RGB16};
use tiff::encoder::{Compression, DeflateLevel, Predictor, Rational, TiffEncoder, TiffValue};
use tiff::tags::{ResolutionUnit, Tag};

use super::{Cancel, Depth, ExportError, Job, Quality, Refusal, Sink, Summary, exif, moving};
use crate::recipe::text::mark;

/// The most pixels of a picture: it is held whole in memory, some bytes each.
const LARGEST: u64 = 1 << 28;
/// A JPEG's comment.
const COMMENT: [u8; 2] = [0xff, 0xfe];
/// The segment that holds Exif, and what it begins with.
const EXIF: [u8; 2] = [0xff, 0xe1];
const EXIF_HEAD: &[u8] = b"Exif\0\0";
/// What comes before the place of these: the start of the image, and the marker of the next segment.
const START: usize = 4;
/// Hundredths of a pixel, in which a TIFF counts its resolution.
const HUNDREDTHS: f64 = 100.0;

/// Writes the moment that the recipe's `at` names as a JPEG, its line as the comment.
pub(super) fn jpeg(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let cancel = output.cancel();
    moving::refuse_beyond(job, LARGEST)?;
    let [width, height] = job.size;
    let seconds = job.work.recipe().at;
    let frame = moving::paint(job, seconds, cancel)?;
    let quality = match job.settings.quality {
        Quality::Small => 75,
        Quality::Normal => 92,
        Quality::Best => 98,
    };
    let mut file = Watched { bytes: Cursor::default(), cancel };
    let encoded = {
        let mut encoder = JpegEncoder::new_with_quality(&mut file, quality);
        if let Some(dpi) = job.settings.dpi {
            encoder.set_pixel_density(PixelDensity::dpi((dpi.round() as u16).max(1)));
        }
        encoder.encode(frame.pixels.as_flattened(), width, height, ExtendedColorType::Rgb8)
    };
    cancel.check()?;
    encoded.map_err(|error| Refusal::Encoder(error.to_string()))?;
    let bytes = with_comment(&file.bytes.into_inner(), &job.comment(mark(&job.line_at(seconds))));
    output.write_all(&bytes).map_err(output.failure())?;
    Ok(job.summary(1, output.commit()?))
}

/// The JPEG with a comment behind its first segment, which says what it is and how dense (ITU-T T.81, B.2.4.5), and the
/// same as Exif, which editors keep.
fn with_comment(jpeg: &[u8], comment: &str) -> Vec<u8> {
    let length = |bytes: &[u8]| usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
    let (head, rest) = jpeg.split_at(START + length(&jpeg[START..]));
    let exif = [EXIF_HEAD, &exif::described(comment)].concat();
    [head, &segment(EXIF, &exif), &segment(COMMENT, comment.as_bytes()), rest].concat()
}

/// A segment. A line is far shorter than one may be.
fn segment(marker: [u8; 2], contents: &[u8]) -> Vec<u8> {
    [&marker[..], &(contents.len() as u16 + 2).to_be_bytes(), contents].concat()
}

/// Writes the moment that the recipe's `at` names as a TIFF, its line as the description.
pub(super) fn tiff(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let cancel = output.cancel();
    moving::refuse_beyond(job, LARGEST)?;
    let seconds = job.work.recipe().at;
    let bytes = match job.settings.depth {
        Depth::Eight => {
            let frame = moving::paint(job, seconds, cancel)?;
            tiff_of::<RGB8>(job, seconds, frame.pixels.as_flattened(), cancel)
        }
        Depth::Sixteen => tiff_of::<RGB16>(job, seconds, moving::pixels(job, seconds, cancel)?.as_flattened(), cancel),
    };
    cancel.check()?;
    let bytes = bytes.map_err(|error| Refusal::Encoder(error.to_string()))?;
    output.write_all(&bytes).map_err(output.failure())?;
    Ok(job.summary(1, output.commit()?))
}

fn tiff_of<C: ColorType>(
    job: &Job<'_>,
    seconds: f64,
    samples: &[C::Inner],
    cancel: Cancel<'_>,
) -> Result<Vec<u8>, TiffError>
where
    [C::Inner]: TiffValue,
{
    let [width, height] = job.size;
    let mut file = Watched { bytes: Cursor::default(), cancel };
    {
        let mut encoder = TiffEncoder::new(&mut file)?
            .with_compression(Compression::Deflate(DeflateLevel::Balanced))
            .with_predictor(Predictor::Horizontal);
        let mut image = encoder.new_image::<C>(width, height)?;
        if let Some(dpi) = job.settings.dpi {
            let value = Rational { n: (dpi * HUNDREDTHS).round() as u32, d: HUNDREDTHS as u32 };
            image.resolution(ResolutionUnit::Inch, value);
        }
        image.encoder().write_tag(Tag::ImageDescription, job.comment(mark(&job.line_at(seconds))).as_str())?;
        image.write_data(samples)?;
    }
    Ok(file.bytes.into_inner())
}

/// Bytes that are written until the job is cancelled.
struct Watched<'a> {
    bytes: Cursor<Vec<u8>>,
    cancel: Cancel<'a>,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.cancel.check().map_err(io::Error::other)?;
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(place)
    }
}
