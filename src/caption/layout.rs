//! Lines of type: as large as the picture and the length of the text allow, broken where Unicode lets lines end (UAX 14),
//! and about equally long.

use std::ops::Range;

use harfrust::GlyphId;

use super::typeface::{ASCENT, DESCENT, EM, ShapedWord, Typeface};

/// From a baseline to the next, in units.
const PITCH: i32 = 1250;
/// The longest line that is read with ease, in ems: about 50 letters.
const MEASURE: f64 = 21.0;
/// The sizes that are tried, from large to small: an em over the square root of the picture's area.
const SIZES: [f64; 9] = [0.052, 0.046, 0.041, 0.036, 0.031, 0.027, 0.023, 0.02, 0.017];
/// The most of the picture's width and height that the lines take.
const MOST: [f64; 2] = [0.72, 0.4];

/// Lines one below the other, in units.
#[derive(Debug)]
pub(super) struct TextLayout {
    pub(super) lines: Vec<TextLine>,
    /// Of the longest line.
    pub(super) width: i32,
}

/// One line, in units from the start of its baseline.
#[derive(Debug)]
pub(super) struct TextLine {
    pub(super) glyphs: Vec<(GlyphId, [i32; 2])>,
    pub(super) width: i32,
}

/// A word, and the space behind it.
struct Spaced {
    word: ShapedWord,
    space: i32,
}

impl TextLayout {
    /// Sets `text` for a picture of this size in pixels. Returns the pixels of a unit too: where even the smallest size
    /// leaves too little room, the lines of that size are made still smaller.
    pub(super) fn fitted(text: &str, [width, height]: [f64; 2]) -> (Self, f64) {
        let words = words(text);
        let room = [MOST[0] * width, MOST[1] * height];
        let mut smallest = None;
        for size in SIZES {
            let scale = size * (width * height).sqrt() / EM;
            let limit = (room[0] / scale).min(MEASURE * EM);
            let layout = Self::new(&words, limit as i32);
            let spare = layout.spare(room, scale);
            if spare >= 1.0 {
                return (layout, scale);
            }
            smallest = Some((layout, scale * spare));
        }
        smallest.unwrap_or_else(|| (Self { lines: Vec::new(), width: 0 }, 1.0))
    }

    /// Lines of at most `limit` units where words allow it.
    fn new(words: &[Spaced], limit: i32) -> Self {
        let lines: Vec<_> =
            broken(words, balanced(words, limit)).into_iter().map(|range| joined(&words[range])).collect();
        let width = lines.iter().map(|line| line.width).max().unwrap_or_default();
        Self { lines, width }
    }

    /// From the top of the first line to the bottom of the last one, in units.
    pub(super) fn height(&self) -> i32 {
        (self.lines.len() as i32 - 1).max(0) * PITCH + ASCENT + DESCENT
    }

    /// How far below the top the baseline of a line lies, in units.
    pub(super) const fn baseline(line: usize) -> i32 {
        ASCENT + line as i32 * PITCH
    }

    /// How many times larger it might be within `room` pixels.
    fn spare(&self, room: [f64; 2], scale: f64) -> f64 {
        let across = room[0] / (f64::from(self.width.max(1)) * scale);
        let down = room[1] / (f64::from(self.height().max(1)) * scale);
        across.min(down)
    }
}

/// The words of `text`: what stands between two places where a line may end.
fn words(text: &str) -> Vec<Spaced> {
    let typeface = Typeface::get();
    let space = typeface.shape(" ").advance;
    let mut start = 0;
    let ends = unicode_linebreak::linebreaks(text).map(|(end, _)| end);
    ends.map(|end| {
        let whole = &text[start..end];
        start = end;
        let word = whole.trim_end_matches(' ');
        Spaced { word: typeface.shape(word), space: if word.len() < whole.len() { space } else { 0 } }
    })
    .collect()
}

/// The shortest limit with which there are no more lines than with `limit`.
fn balanced(words: &[Spaced], limit: i32) -> i32 {
    let lines = broken(words, limit).len();
    let (mut short, mut long) = (0, limit.max(1));
    while long - short > 1 {
        let middle = short + (long - short) / 2;
        if broken(words, middle).len() > lines { short = middle } else { long = middle }
    }
    long
}

/// The words of each line: as many as fit, one at least.
fn broken(words: &[Spaced], limit: i32) -> Vec<Range<usize>> {
    let (mut lines, mut start, mut width) = (Vec::new(), 0, 0_i32);
    for (index, Spaced { word, space }) in words.iter().enumerate() {
        if index > start && width.saturating_add(word.advance) > limit {
            lines.push(start..index);
            (start, width) = (index, 0);
        }
        width = width.saturating_add(word.advance).saturating_add(*space);
    }
    lines.push(start..words.len());
    lines
}

/// Words side by side.
fn joined(words: &[Spaced]) -> TextLine {
    let mut line = TextLine { glyphs: Vec::new(), width: 0 };
    let mut at = 0_i32;
    for Spaced { word, space } in words {
        line.glyphs.extend(word.glyphs.iter().map(|(glyph, [x, y])| (*glyph, [at.saturating_add(*x), *y])));
        line.width = at.saturating_add(word.advance);
        at = line.width.saturating_add(*space);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_about_equally_long_and_within_their_limit() {
        let words = words("Such as are thy habitual thoughts, such also will be the character of thy mind.");
        let layout = TextLayout::new(&words, 14_000);
        assert!(layout.lines.len() > 1 && layout.lines.iter().all(|line| line.width <= 14_000));
        let shortest = layout.lines.iter().map(|line| line.width).min().unwrap();
        assert!(2 * shortest > layout.width, "{shortest} beside {}", layout.width);
    }

    #[test]
    fn a_letter_takes_its_place_from_the_ones_before_it() {
        let line = joined(&words("Look within."));
        assert!(line.glyphs.windows(2).all(|pair| pair[0].1[0] < pair[1].1[0]));
        assert!(line.width > 4_000 && line.width < 7_000, "{}", line.width);
    }

    #[test]
    fn one_long_word_is_made_to_fit() {
        let (layout, scale) = TextLayout::fitted(&"w".repeat(500), [320.0, 200.0]);
        assert_eq!(layout.lines.len(), 1);
        assert!(f64::from(layout.width) * scale <= 320.0 && f64::from(layout.height()) * scale <= 200.0);
    }
}
