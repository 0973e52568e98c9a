//! The 16 colours of a terminal: as xterm shows them, or as the terminal itself has said.

use std::fmt;
use std::sync::LazyLock;

use super::dither::{ANSI16, Mixes};
use color::{ANSI, Oklab, Transfer, difference, nearest_ansi};

static XTERM: LazyLock<Ansi> = LazyLock::new(|| Ansi { colors: ANSI, looks: looks(&ANSI), mixes: None });

/// What each of the 16 looks like.
pub struct Ansi {
    colors: [[u8; 3]; 16],
    looks: [Oklab; 16],
    /// Mixes of them; xterm's are kept elsewhere.
    mixes: Option<Mixes>,
}

impl Ansi {
    /// Those of a terminal that shows them so, sRGB.
    pub fn new(colors: [[u8; 3]; 16]) -> Self {
        Self { colors, looks: looks(&colors), mixes: Some(Mixes::of_sixteen(&colors)) }
    }

    /// xterm's: what stands for them until a terminal has said anything.
    pub fn xterm() -> &'static Self {
        &XTERM
    }

    /// Their sRGB, in the order of their numbers.
    pub const fn colors(&self) -> &[[u8; 3]; 16] {
        &self.colors
    }

    /// The different ones, from dark to light.
    pub fn from_dark_to_light(&self) -> Vec<[u8; 3]> {
        let mut order: Vec<usize> = (0..self.colors.len()).collect();
        order.sort_by(|a, b| self.looks[*a].l.total_cmp(&self.looks[*b].l));
        let mut colors: Vec<[u8; 3]> = Vec::new();
        for color in order.into_iter().map(|index| self.colors[index]) {
            if !colors.contains(&color) {
                colors.push(color);
            }
        }
        colors
    }

    /// The number of the one that is nearest to `rgb`.
    pub(crate) fn nearest(&self, rgb: [u8; 3]) -> u8 {
        if self.mixes.is_none() {
            // A table knows xterm's.
            return nearest_ansi(rgb);
        }
        let wanted = Oklab::from_bytes(Transfer::get(), rgb);
        let away = |index: &u8| difference(self.look(*index), wanted);
        (0..=15).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or_default()
    }

    /// How the one of this number, 0..=15, looks.
    pub(crate) const fn look(&self, index: u8) -> Oklab {
        self.looks[index as usize]
    }

    /// The number of the one that stands for `rgb` at a place of the screen, in pixels.
    pub(crate) fn dither(&self, rgb: [u8; 3], x: u16, y: u16) -> u8 {
        self.mixes.as_ref().unwrap_or_else(|| &*ANSI16).dither(rgb, x, y)
    }
}

impl fmt::Debug for Ansi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ansi").field("colors", &self.colors).finish_non_exhaustive()
    }
}

fn looks(colors: &[[u8; 3]; 16]) -> [Oklab; 16] {
    colors.map(|rgb| Oklab::from_bytes(Transfer::get(), rgb))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A theme of two hues: what xterm calls red is green here, and the other way round.
    fn swapped() -> Ansi {
        let mut colors = ANSI;
        colors.swap(1, 2);
        colors.swap(9, 10);
        Ansi::new(colors)
    }

    #[test]
    fn the_nearest_and_the_mixes_are_those_of_the_theme() {
        let theme = swapped();
        for (index, rgb) in (0..).zip(*theme.colors()) {
            assert_eq!(theme.nearest(rgb), index);
        }
        for rgb in [[230, 20, 20], [180, 90, 60], [60, 200, 80]] {
            for place in 0..200 {
                let shown = theme.colors()[usize::from(theme.dither(rgb, place, place / 7))];
                let xterms = ANSI[usize::from(Ansi::xterm().dither(rgb, place, place / 7))];
                assert_eq!(shown, xterms, "{rgb:?}");
            }
        }
    }

    #[test]
    fn colours_come_from_dark_to_light_and_once() {
        let mut colors = ANSI;
        colors[9] = colors[1];
        let stops = Ansi::new(colors).from_dark_to_light();
        assert_eq!((stops.len(), stops[0], stops[14]), (15, [0, 0, 0], [255, 255, 255]));
    }
}
