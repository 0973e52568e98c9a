//! The typeface: EB Garamond by Georg Duffner, cut for small sizes, under the SIL Open Font License (`OFL.txt`).
//!
//! It has Latin, Greek (with its accents) and Cyrillic letters, all written from left to right. HarfRust shapes words
//! (kerning, ligatures, marks over letters), in whole units of the typeface.

use std::sync::LazyLock;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Direction, Font, GlyphId, ShapeOptions, ShaperFont};

static FILE: &[u8] = include_bytes!("EBGaramond08-Regular.otf");
static TYPEFACE: LazyLock<Typeface> =
    LazyLock::new(|| Typeface { font: Font::new(FILE, 0).expect("the typeface is a part of the program, and whole") });

/// Units of the side of the square that letters are drawn in.
pub(super) const EM: f64 = 1000.0;
/// From the baseline up to the highest letter without an accent, in units.
pub(super) const ASCENT: i32 = 700;
/// From the baseline down to the lowest letter, in units.
pub(super) const DESCENT: i32 = 275;

/// A point, in units or in pixels.
pub(super) type Point = [f64; 2];

/// The typeface, read.
pub(super) struct Typeface {
    font: Font,
}

/// A shaped word.
#[derive(Clone, Debug, Default)]
pub(super) struct ShapedWord {
    /// Glyphs and where they stand, in units, from the start of the baseline, upwards.
    pub(super) glyphs: Vec<(GlyphId, [i32; 2])>,
    /// How far to the right the next word begins.
    pub(super) advance: i32,
}

/// A piece of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    /// The start of a contour; the one before is closed.
    Start(Point),
    /// A straight line to a point.
    Line(Point),
    /// A cubic curve: two controls, then its end.
    Curve([Point; 3]),
}

impl Typeface {
    /// The one that ships with the program, read when it is first asked for.
    pub(super) fn get() -> &'static Self {
        &TYPEFACE
    }

    /// Whether it can set `c`. The joiners have no shape of their own: they change what stands beside them.
    pub(super) fn has(&self, c: char) -> bool {
        matches!(c, '\u{200c}' | '\u{200d}') || self.font.charmap().map_unicode(c).is_some()
    }

    /// Shapes a word, or a space.
    pub(super) fn shape(&self, text: &str) -> ShapedWord {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        // The direction is set; this finds the script.
        buffer.guess_segment_properties();
        let font = ShaperFont::new(&self.font);
        // It errs where a buffer has no direction, or was shaped before.
        if harfrust::shape(&font, &mut buffer, ShapeOptions::new()).is_err() {
            return ShapedWord::default();
        }
        let mut word = ShapedWord::default();
        for (glyph, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let place = [word.advance + position.x_offset, position.y_offset];
            word.glyphs.push((GlyphId::new(glyph.glyph_id), place));
            word.advance += position.x_advance;
        }
        word
    }

    /// The outline of a glyph in units, upwards; empty for a space.
    pub(super) fn outline(&self, glyph: GlyphId) -> Vec<Piece> {
        let mut pen = GlyphPen::default();
        if let Some(outline) = self.font.outline_glyphs().get(glyph) {
            // What is drawn of a damaged outline is better than nothing; the program's own typeface has none.
            let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen);
        }
        pen.pieces
    }
}

/// Collects an outline.
#[derive(Default)]
struct GlyphPen {
    pieces: Vec<Piece>,
    at: Point,
}

impl GlyphPen {
    fn push(&mut self, piece: Piece, end: Point) {
        self.pieces.push(piece);
        self.at = end;
    }
}

impl PathSink for GlyphPen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = point(x, y);
        self.push(Piece::Start(to), to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = point(x, y);
        self.push(Piece::Line(to), to);
    }

    /// As the cubic curve of the same course: its controls lie at two thirds of the way to the one control.
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (control, to, at) = (point(cx0, cy0), point(x, y), self.at);
        let toward = |from: Point| std::array::from_fn(|axis| from[axis] + (control[axis] - from[axis]) * 2.0 / 3.0);
        self.push(Piece::Curve([toward(at), toward(to), to]), to);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let to = point(x, y);
        self.push(Piece::Curve([point(cx0, cy0), point(cx1, cy1), to]), to);
    }

    /// Whoever reads the pieces closes a contour where the next one starts.
    fn close(&mut self) {}
}

fn point(x: f32, y: f32) -> Point {
    [f64::from(x), f64::from(y)]
}
