//! How to encode: the choices that some formats have.

use thinwire::wire::recorder::Drawing;

/// How to encode. Formats that have no use for a setting ignore it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Bits a channel of a PNG.
    pub depth: Depth,
    /// How hard to compress a PNG.
    pub compress: Compress,
    /// How closely lossy formats follow the painting.
    pub quality: Quality,
    /// How text is drawn.
    pub drawing: Drawing,
    /// The colours of a YUV4MPEG2 stream.
    pub chroma: Chroma,
    /// Which program a shader is for.
    pub dialect: Dialect,
    /// Pixels an inch of a still in print; of an SVG, squares.
    pub dpi: Option<f64>,
    /// The most bytes that a GIF, a WebP or a video may have.
    pub max_size: Option<u64>,
    /// Keep the frames that are there, whole and of this very job.
    pub resume: bool,
    /// Whether a page begins to move by itself though its loop flashes (WCAG 2.3.1).
    pub flashing: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            depth: Depth::Eight,
            compress: Compress::Normal,
            quality: Quality::Normal,
            drawing: Drawing::default(),
            chroma: Chroma::Full,
            dialect: Dialect::Shadertoy,
            dpi: None,
            max_size: None,
            resume: false,
            flashing: false,
        }
    }
}

/// Bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Depth {
    Eight,
    Sixteen,
}

impl Depth {
    pub(super) const fn pixel_bytes(self) -> usize {
        match self {
            Self::Eight => 3,
            Self::Sixteen => 6,
        }
    }
}

/// How many colours raw video has for its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// One for each: 4:4:4.
    Full,
    /// One for 2×2: 4:2:0.
    Half,
}

/// What a shader is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Shadertoy, and all that take its shaders: `mainImage` paints every pixel.
    Shadertoy,
    /// The terminal Ghostty: behind the text, which its `iChannel0` holds.
    Ghostty,
}

/// How hard to compress losslessly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    /// Costs little beside painting.
    Fast,
    /// Three quarters of the size for twice the time.
    Normal,
    /// As small as is worth waiting for.
    Small,
}

impl Compress {
    /// zlib's level. On 3840×2160 of `default:42` (24.9 MB of pixels) level 2 makes 3.7 MB, 3 3.2 MB in 1.5
    /// times the time, 6 2.8 MB in five times; the bench `export speed` measures what that is beside painting.
    /// Other filters than Up, the best for each row, and libdeflate came out no smaller in the same time.
    pub(super) const fn level(self) -> i32 {
        match self {
            Self::Fast => 2,
            Self::Normal => 3,
            Self::Small => 6,
        }
    }
}

/// How closely lossy formats follow the painting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// For narrow links and strict limits.
    Small,
    /// What most would choose.
    Normal,
    /// Hard to tell from the painting.
    Best,
}
