//! What the terminal draws, as far as it has said: images, how large, and characters of one cell.

use crate::cells::glyph::Glyphs;
use crate::input::Reply;
use crate::link::due::Query;
use crate::link::multiplexer::{Multiplexer, answers};
use crate::wire::image::Protocol;

/// Whether an image of one pixel could be shown (the kitty protocol; it is not), how large an image of sixels may be
/// (XTSMGRAPHICS), how large a cell is, and what the terminal can do at all, which every one answers, so that no answer
/// to the others is known to be one.
const QUERIES: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[?2;1;0S\x1b[16t\x1b[c";
const ASKED: [Query; 4] = [Query::Graphics, Query::LargestSixels, Query::Cell, Query::PrimaryAttributes];
/// How large a cell is.
pub(crate) const CELL_QUERY: &[u8] = b"\x1b[16t";
/// Writes a half-block and asks where the cursor stands then: in fonts for Chinese or Japanese it may be two cells wide.
const WIDTH_QUERY: &[u8] = "\x1b[2;1H▀\x1b[6n".as_bytes();
/// The attribute of a terminal that draws sixels (DA1).
const SIXEL: u32 = 4;
/// A cell in pixels where the terminal does not report it.
const USUAL_CELL: [u16; 2] = [8, 16];

/// What the terminal has, as far as it has reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Support {
    asked: bool,
    kitty: bool,
    sixel: bool,
    settled: bool,
    cell: Option<[u16; 2]>,
    /// Pixels across and down.
    largest_sixels: Option<[u32; 2]>,
    utf8: bool,
    /// The answer to the width of a half-block is due.
    measuring: bool,
    wide: bool,
}

impl Support {
    /// Nothing is known but whether the locale has UTF-8. Multiplexers are not asked for images: they pass on what they
    /// do not draw.
    pub(crate) fn new(through: Option<Multiplexer>, term: &str, utf8: bool) -> Self {
        let multiplexed = through.is_some() || ["tmux", "screen"].iter().any(|name| term.starts_with(name));
        let answers = answers(term, through);
        let asked = !multiplexed && answers;
        Self { asked, settled: !asked, measuring: utf8 && answers, ..Self::unknown(utf8) }
    }

    const fn unknown(utf8: bool) -> Self {
        Self {
            asked: true,
            kitty: false,
            sixel: false,
            settled: false,
            cell: None,
            largest_sixels: None,
            utf8,
            measuring: false,
            wide: false,
        }
    }

    /// Appends what to ask. Returns which answers will follow.
    pub(crate) fn ask(self, out: &mut Vec<u8>) -> Vec<Query> {
        let mut asked = Vec::new();
        if self.measuring {
            out.extend(WIDTH_QUERY);
            asked.push(Query::Cursor);
        }
        if self.asked {
            out.extend(QUERIES);
            asked.extend(ASKED);
        }
        asked
    }

    /// Forgets how large a cell is, as after a change of the font. Returns whether it is worth asking.
    pub(crate) fn forget_cell(&mut self) -> bool {
        self.cell = None;
        self.asked
    }

    /// Takes an answer. Returns whether the picture has to be drawn in another way because of it.
    pub(crate) fn learn(&mut self, reply: &Reply) -> bool {
        match reply {
            Reply::Graphics(text) if self.asked => self.kitty |= text == "i=31;OK",
            Reply::Window { kind: 6, height, width } => {
                let side = |pixels: u32| u16::try_from(pixels).ok().filter(|side| (1..=256).contains(side));
                self.cell = side(*width).zip(side(*height)).map(|(width, height)| [width, height]);
            }
            Reply::LargestSixels { width, height } => {
                self.largest_sixels = Some([*width, *height]).filter(|sides| sides.iter().all(|side| *side > 0));
            }
            Reply::PrimaryAttributes(attributes) => {
                // The first one is the terminal's class.
                self.sixel |= self.asked && attributes.iter().skip(1).any(|attribute| *attribute == SIXEL);
                self.settled = true;
            }
            Reply::Cursor { column, .. } if self.measuring => {
                self.measuring = false;
                let before = std::mem::replace(&mut self.wide, *column == 3);
                return before != self.wide;
            }
            _ => {}
        }
        false
    }

    /// Whether the terminal has said all that it will.
    pub(crate) const fn is_settled(self) -> bool {
        self.settled
    }

    /// Whether images can be shown in this way.
    pub(crate) const fn has(self, protocol: Protocol) -> bool {
        match protocol {
            Protocol::Kitty => self.kitty,
            Protocol::Sixel => self.sixel,
        }
    }

    /// Whether these characters are one cell wide, and known at all.
    pub(crate) fn fits(self, glyphs: Glyphs) -> bool {
        glyphs == Glyphs::Ascii || !self.is_plain()
    }

    /// Whether nothing but ASCII is sure to be shown as it should.
    pub(crate) const fn is_plain(self) -> bool {
        self.wide || !self.utf8
    }

    /// Pixels across and down of the largest image of sixels, where the terminal has said so.
    pub(crate) const fn largest_sixels(self) -> Option<[u32; 2]> {
        self.largest_sixels
    }
}

/// The size of a cell in pixels: as the terminal says, or else as its device does.
pub(crate) fn cell_size(support: Support, device: Option<[u16; 2]>) -> [u16; 2] {
    support.cell.or(device).unwrap_or(USUAL_CELL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(replies: &[Reply]) -> Support {
        let mut support = Support::new(None, "xterm", true);
        replies.iter().for_each(|reply| _ = support.learn(reply));
        support
    }

    #[test]
    fn what_the_terminal_says_is_what_it_has() {
        let has = |support: Support| [support.has(Protocol::Kitty), support.has(Protocol::Sixel), support.is_settled()];
        assert_eq!(has(after(&[])), [false; 3]);
        let attributes = |list: &[u32]| Reply::PrimaryAttributes(list.to_vec());
        assert_eq!(has(after(&[Reply::Graphics("i=31;OK".into()), attributes(&[62, 22])])), [true, false, true]);
        assert_eq!(has(after(&[Reply::Graphics("i=31;ENOTSUP".into()), attributes(&[62, 4])])), [false, true, true]);
        assert_eq!(has(after(&[attributes(&[4, 6])])), [false, false, true], "a class is no capability");
        let cell = |height, width| cell_size(after(&[Reply::Window { kind: 6, height, width }]), Some([9, 18]));
        assert_eq!((cell(20, 10), cell(0, 0), cell_size(after(&[]), None)), ([10, 20], [9, 18], USUAL_CELL));
        let mut support = after(&[Reply::Window { kind: 6, height: 20, width: 10 }]);
        assert!(support.forget_cell());
        assert_eq!(cell_size(support, Some([16, 32])), [16, 32], "after a change of the font");
        assert_eq!(after(&[Reply::LargestSixels { width: 1000, height: 800 }]).largest_sixels(), Some([1000, 800]));
    }

    #[test]
    fn blocks_fit_where_they_are_one_cell_wide_and_the_locale_has_them() {
        let cursor = |column| Reply::Cursor { row: 2, column };
        assert!(after(&[cursor(2)]).fits(Glyphs::Half) && !after(&[cursor(3)]).fits(Glyphs::Half));
        assert!(after(&[cursor(3)]).fits(Glyphs::Ascii));
        assert!(after(&[cursor(2), cursor(3)]).fits(Glyphs::Half), "another program's answer");
        assert!(!Support::new(None, "xterm", false).fits(Glyphs::Half));
    }

    #[test]
    fn the_width_of_blocks_is_asked_on_windows_too_and_images_are_not() {
        let asked = |through| {
            let mut out = Vec::new();
            (Support::new(through, "", true).ask(&mut out), out)
        };
        assert_eq!(asked(Some(Multiplexer::Conpty)), (vec![Query::Cursor], WIDTH_QUERY.to_vec()));
        assert_eq!(asked(None), (vec![], vec![]));
    }
}
