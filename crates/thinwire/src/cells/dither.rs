//! Few colours that look like many: ordered dithering with blue noise that is fixed to the screen, so that
//! nothing crawls while the picture moves.
//!
//! For each colour sixteen of a palette's are chosen whose light adds up to it, and sorted by lightness. The threshold
//! of a pixel picks one of them. The thresholds are a void-and-cluster mask (Ulichney, The
//! void-and-cluster method for dither array generation, 1993): its patterns have no low frequencies that an eye
//! would see.

mod mask;
mod mix;

use std::sync::{LazyLock, OnceLock};

use color::{ANSI, xterm};
use mix::{MIX, Mixer};

pub(crate) use mask::threshold;

/// Steps a channel for which mixes are kept.
const STEPS: usize = 32;

/// A palette's mixes, as they are asked for.
pub(crate) struct Mixes {
    mixer: Mixer,
    mixes: Vec<OnceLock<[u8; MIX]>>,
}

/// The 16 colours.
pub(crate) static ANSI16: LazyLock<Mixes> =
    LazyLock::new(|| Mixes::new(Mixer::pairs((0..=15).map(|index| (index, ANSI[usize::from(index)])))));

/// The 240 that themes leave alone.
pub(crate) static ANSI256: LazyLock<Mixes> =
    LazyLock::new(|| Mixes::new(Mixer::pattern((16..=255).map(|index| (index, xterm(index))))));

impl Mixes {
    fn new(mixer: Mixer) -> Self {
        let mut mixes = Vec::new();
        mixes.resize_with(STEPS * STEPS * STEPS, OnceLock::new);
        Self { mixer, mixes }
    }

    /// The index of the palette's colour for `rgb` at a place of the screen, in pixels.
    pub(crate) fn dither(&self, rgb: [u8; 3], x: u16, y: u16) -> u8 {
        // Another part of the mask rounds to the steps, so that they do not show either.
        let rounding = threshold(x.wrapping_add(23), y.wrapping_add(41));
        let last = STEPS - 1;
        let step = |byte: u8| ((f32::from(byte) * (last as f32 / 255.0) + rounding) as usize).min(last);
        let [red, green, blue] = rgb.map(step);
        let place = (red * STEPS + green) * STEPS + blue;
        let mix = self.mixes[place].get_or_init(|| self.mixer.mix([red, green, blue].map(|s| s as f32 / last as f32)));
        mix[(threshold(x, y) * MIX as f32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use color::{Oklab, Transfer, difference};

    /// Mean light of a flat area of `rgb`.
    fn mean_light(mixes: &Mixes, rgb: [u8; 3]) -> [f32; 3] {
        let mut sum = [0.0; 3];
        for (x, y) in (0..64).flat_map(|y| (0..64).map(move |x| (x, y))) {
            let index = mixes.dither(rgb, x, y);
            let shown = xterm(index).map(|byte| Transfer::get().byte_to_linear(byte));
            sum.iter_mut().zip(shown).for_each(|(sum, light)| *sum += light / 4096.0);
        }
        sum
    }

    #[test]
    fn an_area_of_few_colours_has_the_light_of_the_one_that_it_stands_for() {
        for rgb in [[128, 128, 128], [200, 120, 40], [30, 60, 90], [250, 240, 220], [10, 90, 10], [180, 0, 90]] {
            let wanted = Oklab::from_bytes(Transfer::get(), rgb);
            let found = |palette| difference(Oklab::from_linear(mean_light(palette, rgb)), wanted);
            assert!(found(&ANSI256) < 2.5, "{rgb:?} is off by {}", found(&ANSI256));
            // With so few colours a quiet mix is worth more than an exact one, but it beats each of them alone.
            let away = |rgb| difference(Oklab::from_bytes(Transfer::get(), rgb), wanted);
            let alone = ANSI.into_iter().map(away).fold(f32::INFINITY, f32::min);
            assert!(found(&ANSI16) < 0.9 * alone + 0.5, "{rgb:?} is off by {} instead of {alone}", found(&ANSI16));
        }
    }

    #[test]
    fn sixteen_colours_are_mixed_of_two_at_most() {
        for rgb in [[128, 128, 128], [200, 120, 40], [30, 60, 90], [220, 160, 160]] {
            let shown: std::collections::BTreeSet<_> =
                (0..500).map(|place| ANSI16.dither(rgb, place, place / 7)).collect();
            // Rounding to the steps for which mixes are kept may take the one or the other of two mixes.
            assert!(shown.len() <= 3, "{rgb:?}: {shown:?}");
        }
    }

    #[test]
    fn a_colour_of_the_palette_stays_itself() {
        for (palette, rgb) in [(&*ANSI16, [255, 255, 255]), (&*ANSI16, [0, 0, 0]), (&*ANSI256, [0, 0, 0])] {
            assert!((0..500).all(|x| xterm(palette.dither(rgb, x, x / 7)) == rgb), "{rgb:?}");
        }
    }

    #[test]
    fn a_pixel_depends_on_its_colour_and_its_place_alone() {
        let shown = |x| ANSI16.dither([90, 140, 200], x, 5);
        // A pixel that was asked for between others is the same as in a row.
        let row: Vec<_> = (0..64).map(shown).collect();
        let backwards: Vec<_> = (0..64).rev().map(|x| (ANSI16.dither([30, 60, 90], x, 5), shown(x)).1).collect();
        assert!(row.iter().rev().eq(&backwards));
        assert!(row.iter().any(|index| *index != row[0]));
    }
}
