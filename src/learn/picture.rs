//! Pictures to be learnt: read once, turned upright, laid on a ground, resampled to the size of the lesson.
//!
//! JPEG, PNG, WebP, GIF, BMP and TIFF, by the image crate; of a moving picture the first frame. Nothing but
//! pixels is kept: what else a photo tells (place, camera, date) goes nowhere. A colour profile is not applied.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};

mod light;
mod resample;

/// The longest file that is read.
const MAX_FILE: u64 = 512 << 20;
/// The most bytes that pixels may take when they are decoded: 178 million of 8-bit colours.
const MAX_DECODED: u64 = 512 << 20;
/// The most pixels that are learnt.
const MAX_LEARNT: f64 = (1_u32 << 20) as f64;

/// A picture, upright and opaque.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    size: [u32; 2],
    pixels: Vec<[f32; 3]>,
}

/// How many pixels a picture is learnt in. Its sides keep their ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// About as many pixels.
    Area(u32),
    /// The longer side.
    Longer(u32),
    /// The largest that fits into this many across and down.
    Within([u32; 2]),
}

/// 256×160 pixels, or as many of another shape: a second or two show what it is.
impl Default for Detail {
    fn default() -> Self {
        Self::Area(256 * 160)
    }
}

/// Why a picture can't be learnt.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file could not be read.
    #[error("can't read {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is none of the known kinds.
    #[error("{}: not a JPEG, PNG, WebP, GIF, BMP or TIFF picture", path.display())]
    Kind {
        /// Which file.
        path: PathBuf,
    },
    /// The file or its pixels would take too much memory.
    #[error("{}: too large a picture; make it smaller, as 4000 pixels across", path.display())]
    Large {
        /// Which file.
        path: PathBuf,
    },
    /// The file is damaged, or of a variety that is not supported.
    #[error("{}: the picture can't be decoded: {reason}; save it again as PNG or JPEG", path.display())]
    Broken {
        /// Which file.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
}

impl Picture {
    /// Reads the picture at `path`; `ground` is the sRGB colour behind what is transparent.
    ///
    /// # Errors
    /// If the file can't be read, is no picture, a broken one, or one larger than memory should hold.
    pub fn open(path: &Path, detail: Detail, ground: [u8; 3]) -> Result<Self, PictureError> {
        let path_of = || path.to_owned();
        let failed = |source| PictureError::Read { path: path_of(), source };
        if !std::fs::metadata(path).map_err(failed)?.is_file() {
            return Err(failed(io::Error::other("it is not a regular file")));
        }
        let mut bytes = Vec::new();
        // One byte beyond the limit shows that the file is too long.
        File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes)).map_err(failed)?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(PictureError::Large { path: path_of() });
        }
        let decoded = decode(&bytes).map_err(|error| refused(path, &error))?;
        let decoded = decoded.ok_or_else(|| PictureError::Kind { path: path_of() })?;
        if decoded.width() == 0 || decoded.height() == 0 {
            return Err(PictureError::Broken { path: path_of(), reason: "it has no pixels".to_owned() });
        }
        Ok(Self::from_decoded(&decoded, detail, ground))
    }

    /// A picture of these pixels, row by row from the top: red, green and blue as sRGB encodes them, 0..=1.
    ///
    /// # Panics
    /// If the size has no pixels, or not as many as there are.
    pub fn from_pixels(size: [u32; 2], pixels: Vec<[f32; 3]>) -> Self {
        let count = size[0] as usize * size[1] as usize;
        assert!(count > 0 && count == pixels.len(), "{} pixels for {size:?}", pixels.len());
        Self { size, pixels }
    }

    /// Pixels across and down.
    pub fn size(&self) -> [u32; 2] {
        self.size
    }

    /// Row by row from the top: red, green and blue as sRGB encodes them, 0..=1.
    pub fn pixels(&self) -> &[[f32; 3]] {
        &self.pixels
    }

    fn from_decoded(decoded: &DynamicImage, detail: Detail, ground: [u8; 3]) -> Self {
        let size = detail.size([decoded.width(), decoded.height()]);
        Self { size, pixels: resample::resample(&light::Raster::new(decoded, ground), size) }
    }
}

impl Detail {
    /// Pixels across and down for a picture of this size.
    pub fn size(self, picture: [u32; 2]) -> [u32; 2] {
        let [width, height] = picture.map(f64::from);
        let scale = match self {
            // What a small picture does not hold, nothing could be learnt from.
            Self::Area(pixels) => (f64::from(pixels) / (width * height)).sqrt().min(1.0),
            Self::Longer(side) => f64::from(side) / width.max(height),
            Self::Within([across, down]) => (f64::from(across) / width).min(f64::from(down) / height),
        };
        let scale = scale.min((MAX_LEARNT / (width * height)).sqrt());
        // A thread of a picture is still one pixel across, and then not longer than all that are learnt.
        [width, height].map(|side| (side * scale).round().clamp(1.0, MAX_LEARNT) as u32)
    }
}

/// The picture in a file of these bytes, upright. `None` where they are of no known kind.
fn decode(bytes: &[u8]) -> Result<Option<DynamicImage>, ImageError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if reader.format().is_none() {
        return Ok(None);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // Not every decoder keeps to limits by itself.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder)?;
    decoded.apply_orientation(orientation);
    Ok(Some(decoded))
}

fn refused(path: &Path, error: &ImageError) -> PictureError {
    let path = path.to_owned();
    match error {
        ImageError::Limits(_) => PictureError::Large { path },
        // What the file itself holds may be quoted there.
        other => PictureError::Broken { path, reason: other.to_string().replace(char::is_control, " ") },
    }
}
