//! A caption as it lies over pictures of one size: the veil below the letters, and the letters.

use std::fmt::Write as _;
use std::ops::Range;

use super::Caption;
use super::coverage::Outline;
use super::typeface::{EM, Piece, Point, Typeface};
use super::typeset::TypesetCaption;
use super::veil::Ink;
use crate::painter::{ChannelValue, Painting};
use crate::recipe::View;
use color::{Transfer, to_linear};

/// How far around a line the veil is whole, in ems.
const WHOLE: f64 = 0.3;
/// How far it fades out from there, in ems.
const FADE: f64 = 2.2;

/// What is laid over every picture of a loop, whatever its moment.
#[derive(Debug)]
pub struct CaptionOverlay {
    size: [u32; 2],
    aspect: f64,
    /// Pixels of an em.
    em: f64,
    ink: Ink,
    /// The boxes of the lines: left, top, right, bottom, in pixels.
    lines: Vec<[f64; 4]>,
    /// The letters in pixels.
    pieces: Vec<Piece>,
    outline: Outline,
}

impl CaptionOverlay {
    /// Sets `caption` for pictures of `size` pixels, each `aspect` times as wide as high, where the loop of `painting`
    /// is calm, seen through `view`. `None` if `stop` said meanwhile that nobody wants it any more.
    pub(crate) fn new(
        caption: &Caption,
        painting: &Painting,
        view: View,
        size: [u32; 2],
        aspect: f64,
        stop: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let TypesetCaption { scale, ink, lines } = TypesetCaption::new(caption, painting, view, size, aspect, stop)?;
        let mut pieces = Vec::new();
        for line in &lines {
            for (glyph, [x, y]) in &line.glyphs {
                let origin = [line.start[0] + f64::from(*x) * scale, line.start[1] - f64::from(*y) * scale];
                pieces.extend(Typeface::get().outline(*glyph).into_iter().map(|piece| placed(piece, origin, scale)));
            }
        }
        let lines = lines.into_iter().map(|line| line.bounds).collect();
        let outline = Outline::new(&pieces);
        Some(Self { size, aspect, em: EM * scale, ink, lines, pieces, outline })
    }

    /// Whether it was made for pictures of this size.
    pub(crate) fn fits(&self, size: [u32; 2], aspect: f64) -> bool {
        self.size == size && self.aspect.to_bits() == aspect.to_bits()
    }

    /// The colour of the letters, sRGB.
    pub const fn ink(&self) -> [u8; 3] {
        self.ink.color()
    }

    /// The boxes of the lines: left, top, right, bottom, in pixels.
    pub fn lines(&self) -> &[[f64; 4]] {
        &self.lines
    }

    /// Lays the veil and the letters over some rows of a picture, which `pixels` holds whole.
    pub fn apply<V: ChannelValue>(&self, rows: Range<u32>, pixels: &mut [[V; 3]]) {
        self.over(rows, pixels, |y, columns| self.outline.row(y, columns));
    }

    /// Lays the veil alone over them.
    pub(crate) fn apply_veil<V: ChannelValue>(&self, rows: Range<u32>, pixels: &mut [[V; 3]]) {
        self.over(rows, pixels, |_, columns| vec![0.0; columns.len()]);
    }

    /// The share of each pixel in these columns of row `y` that letters cover, 0..=1.
    pub fn coverage(&self, y: u32, columns: Range<u32>) -> Vec<f32> {
        self.outline.row(y, columns)
    }

    /// The letters as a path of SVG, in pixels.
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        let point = |[x, y]: Point| format!("{x:.3} {y:.3}");
        for piece in &self.pieces {
            // A string takes all that is written.
            let _ = match *piece {
                Piece::Start(to) => write!(path, "M{}", point(to)),
                Piece::Line(to) => write!(path, "L{}", point(to)),
                Piece::Curve([one, two, to]) => write!(path, "C{} {} {}", point(one), point(two), point(to)),
            };
        }
        path
    }

    fn over<V: ChannelValue>(
        &self,
        rows: Range<u32>,
        pixels: &mut [[V; 3]],
        coverage: impl Fn(u32, Range<u32>) -> Vec<f32>,
    ) {
        let [columns, touched] = [0, 1].map(|axis: usize| self.reach(axis));
        let width = self.size[0] as usize;
        for (y, row) in rows.zip(pixels.chunks_exact_mut(width)) {
            if touched.contains(&y) {
                let covered = coverage(y, columns.clone());
                let row = &mut row[columns.start as usize..columns.end as usize];
                for ((x, pixel), covered) in columns.clone().zip(row).zip(covered) {
                    self.blend(pixel, self.share([x, y]), covered);
                }
            }
        }
    }

    /// The columns (0) or rows (1) that are touched.
    fn reach(&self, axis: usize) -> Range<u32> {
        let beyond = (WHOLE + FADE) * self.em;
        let least = self.lines.iter().map(|line| line[axis]).fold(f64::INFINITY, f64::min) - beyond;
        let most = self.lines.iter().map(|line| line[axis + 2]).fold(f64::NEG_INFINITY, f64::max) + beyond;
        let side = self.size[axis];
        // Casting keeps within the range: no line at all reaches from the end to the start.
        let [start, end] = [(least.floor() as u32).min(side), (most.ceil() as u32).min(side)];
        start.min(end)..end
    }

    /// How much of the veil lies on a pixel, 0..=1.
    fn share(&self, pixel: [u32; 2]) -> f32 {
        let middle = pixel.map(|place| f64::from(place) + 0.5);
        let distances = self.lines.iter().map(|line| {
            let [x, y] =
                [0, 1].map(|axis: usize| (line[axis] - middle[axis]).max(middle[axis] - line[axis + 2]).max(0.0));
            (x * x + y * y).sqrt()
        });
        let nearest = distances.fold(f64::INFINITY, f64::min) / self.em;
        let outward = ((nearest - WHOLE) / FADE).clamp(0.0, 1.0);
        // Smooth at both ends.
        (1.0 - outward * outward * (3.0 - 2.0 * outward)) as f32
    }

    /// Mixes in linear light. What is neither veiled nor covered keeps its very bits.
    fn blend<V: ChannelValue>(&self, pixel: &mut [V; 3], share: f32, covered: f32) {
        let before = pixel.map(|value| to_linear(value.value()));
        let veiled = self.ink.veiled(before);
        if covered == 0.0 && (share == 0.0 || veiled == before) {
            return;
        }
        let ground = mixed(before, veiled, share);
        let transfer = Transfer::get();
        *pixel = mixed(ground, self.ink.light(), covered).map(|light| V::quantize(transfer.to_srgb(light)));
    }
}

/// From `one` to `other`, by `share` of the way.
fn mixed(one: [f32; 3], other: [f32; 3], share: f32) -> [f32; 3] {
    std::array::from_fn(|channel| one[channel] + (other[channel] - one[channel]) * share)
}

/// A piece in units, upwards, as one in pixels, downwards.
fn placed(piece: Piece, origin: Point, scale: f64) -> Piece {
    let point = |[x, y]: Point| [origin[0] + x * scale, origin[1] - y * scale];
    match piece {
        Piece::Start(to) => Piece::Start(point(to)),
        Piece::Line(to) => Piece::Line(point(to)),
        Piece::Curve(points) => Piece::Curve(points.map(point)),
    }
}
