//! Words on a picture: set in type, placed where the picture is calm, kept legible by a veil where one is needed.
//!
//! ```text
//! Caption ─typeface→ shaped words ─layout→ lines ─place→ a calm corner of the loop ─┬─overlay→ pixels
//!                                                                                  └─drawing→ SVG
//! ```
//!
//! Words are measured in whole units of the typeface, everything else in +, −, ×, ÷ and √ of double precision: a
//! caption is the same bits on every machine, and in whatever strips its picture is painted. It stays in its place
//! while the picture moves.

use crate::plain_text;
use typeface::Typeface;

mod carried;
mod coverage;
mod drawing;
mod layout;
mod overlay;
mod place;
mod stoic;
mod typeface;
mod typeset;
mod veil;

pub(crate) use carried::{KEYWORD, mark, marked};
pub(crate) use drawing::drawing;
pub use overlay::CaptionOverlay;
pub use stoic::sentence;
pub use veil::luminance;

/// The most characters of a caption.
pub const LONGEST: usize = 500;

/// One paragraph that the typeface has all letters for: 1..=[`LONGEST`] characters, words one space apart, nothing that
/// a terminal obeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption(String);

/// Why a text is no caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptionError {
    /// There is nothing to set.
    #[error("a caption needs a letter at least")]
    Empty,
    /// More than is read on a picture.
    #[error("{} characters: a caption has at most {}", .0, LONGEST)]
    TooLong(usize),
    /// A character that is not printed.
    #[error("{} is a control character, which can't be printed", code(*.0))]
    Control(char),
    /// A letter of another script, or a picture.
    #[error("the typeface has no {} ({}): it has Latin, Greek and Cyrillic letters", .0, code(*.0))]
    NoGlyph(char),
}

impl Caption {
    /// The caption that `text` reads as. White space of any kind and length counts as one space.
    ///
    /// # Errors
    /// [`CaptionError`] says what can't be set.
    pub fn new(text: &str) -> Result<Self, CaptionError> {
        let text = single_spaced(text);
        let length = text.chars().count();
        if text.is_empty() {
            return Err(CaptionError::Empty);
        }
        if length > LONGEST {
            return Err(CaptionError::TooLong(length));
        }
        let mut buffer = [0; 4];
        if let Some(control) = text.chars().find(|c| !plain_text::is_plain(c.encode_utf8(&mut buffer))) {
            return Err(CaptionError::Control(control));
        }
        let typeface = Typeface::get();
        match text.chars().find(|c| !typeface.has(*c)) {
            Some(missing) => Err(CaptionError::NoGlyph(missing)),
            None => Ok(Self(text)),
        }
    }

    /// The caption that a file carries: what can't be set is left out, and a text that is too long is cut. `None` if
    /// nothing is left.
    pub(crate) fn of_file(text: &str) -> Option<Self> {
        let spaced = single_spaced(text);
        let plain = plain_text::line(&spaced, LONGEST);
        let typeface = Typeface::get();
        let printable: String = plain.chars().filter(|c| typeface.has(*c)).collect();
        Self::new(&printable).ok()
    }

    /// Its words.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The number of a character, as Unicode's charts have it.
fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// `text` with one space between its words. A space that forbids a break stays as it is.
fn single_spaced(text: &str) -> String {
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    let words: Vec<_> = text.split(breaks).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
