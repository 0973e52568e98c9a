//! Which images the terminal draws, as far as it has said.

use crate::input::Reply;
use crate::link::multiplexer::Multiplexer;
use crate::wire::image::Protocol;

/// Whether an image of one pixel could be shown (the kitty protocol; it is not), how large a cell is, and what the
/// terminal can do at all, which every one answers, so that no answer to the first is known to be one.
const QUERIES: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c";
/// The attribute of a terminal that draws sixels (DA1).
const SIXEL: u32 = 4;
/// A cell in pixels where the terminal does not tell.
const USUAL_CELL: [u16; 2] = [8, 16];

/// What the terminal has, as far as it has told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Support {
    asked: bool,
    kitty: bool,
    sixel: bool,
    settled: bool,
    cell: Option<[u16; 2]>,
}

impl Support {
    /// Nothing is known. Multiplexers are not asked: they pass on what they do not draw.
    pub(crate) fn new(through: Option<Multiplexer>, term: &str) -> Self {
        let multiplexed = through.is_some() || ["tmux", "screen"].iter().any(|name| term.starts_with(name));
        let asked = !multiplexed && !matches!(term, "" | "dumb" | "linux");
        Self { asked, kitty: false, sixel: false, settled: !asked, cell: None }
    }

    pub(crate) const fn queries(self) -> &'static [u8] {
        if self.asked { QUERIES } else { b"" }
    }

    /// Takes an answer.
    pub(crate) fn learn(&mut self, reply: &Reply) {
        match reply {
            Reply::Graphics(text) if self.asked => self.kitty |= text == "i=31;OK",
            Reply::Window { kind: 6, height, width } => {
                let side = |pixels: u32| u16::try_from(pixels).ok().filter(|side| (1..=256).contains(side));
                self.cell = side(*width).zip(side(*height)).map(|(width, height)| [width, height]);
            }
            Reply::PrimaryAttributes(attributes) => {
                self.sixel |= self.asked && attributes.contains(&SIXEL);
                self.settled = true;
            }
            _ => {}
        }
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
}

/// The size of a cell in pixels: as the terminal says, or else as its device does.
pub(crate) fn cell_size(support: Support, device: Option<[u16; 2]>) -> [u16; 2] {
    support.cell.or(device).unwrap_or(USUAL_CELL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_terminal_says_is_what_it_has() {
        let unknown = Support { asked: true, kitty: false, sixel: false, settled: false, cell: None };
        let after = |replies: &[Reply]| {
            let mut support = unknown;
            replies.iter().for_each(|reply| support.learn(reply));
            support
        };
        let has = |support: Support| [support.has(Protocol::Kitty), support.has(Protocol::Sixel), support.is_settled()];
        assert_eq!(has(unknown), [false; 3]);
        let attributes = |list: &[u32]| Reply::PrimaryAttributes(list.to_vec());
        assert_eq!(has(after(&[Reply::Graphics("i=31;OK".into()), attributes(&[62, 22])])), [true, false, true]);
        assert_eq!(has(after(&[Reply::Graphics("i=31;ENOTSUP".into()), attributes(&[62, 4])])), [false, true, true]);
        let cell = |height, width| cell_size(after(&[Reply::Window { kind: 6, height, width }]), Some([9, 18]));
        assert_eq!((cell(20, 10), cell(0, 0), cell_size(unknown, None)), ([10, 20], [9, 18], USUAL_CELL));
    }
}
