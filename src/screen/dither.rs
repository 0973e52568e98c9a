//! Few colours that look like many: ordered dithering with blue noise that is fixed to the screen, so that
//! nothing crawls while the picture moves.
//!
//! For each colour sixteen of a palette's are chosen whose light adds up to it, each the nearest in Oklab to what
//! the ones before still lack (Knoll's pattern dithering, US patent 6606166, expired), and sorted by lightness.
//! The threshold of a pixel picks one of them. The thresholds are a void-and-cluster mask (Ulichney, The
//! void-and-cluster method for dither array generation, 1993): its patterns have no low frequencies that an eye
//! would see.

mod mask;

use std::sync::{LazyLock, OnceLock};

use crate::color::{ANSI, Oklab, Transfer, difference, to_linear, xterm};

pub(super) use mask::threshold;

/// Colours of a mix.
const MIX: usize = 16;
/// Steps a channel for which mixes are kept.
const STEPS: usize = 32;

/// A palette, and its mixes as they are asked for.
pub(super) struct Palette {
    entries: Vec<Entry>,
    /// How much of what is lacking the next colour of a mix makes up for: less than 1 keeps to nearer colours,
    /// which are quieter.
    strength: f32,
    mixes: Vec<OnceLock<[u8; MIX]>>,
}

struct Entry {
    index: u8,
    light: [f32; 3],
    look: Oklab,
}

/// The 16 colours.
pub(super) static ANSI16: LazyLock<Palette> =
    LazyLock::new(|| Palette::new(0.55, (0..=15).map(|index| (index, ANSI[usize::from(index)]))));

/// The 240 that themes leave alone.
pub(super) static ANSI256: LazyLock<Palette> =
    LazyLock::new(|| Palette::new(0.9, (16..=255).map(|index| (index, xterm(index)))));

impl Palette {
    fn new(strength: f32, colors: impl Iterator<Item = (u8, [u8; 3])>) -> Self {
        let transfer = Transfer::get();
        let entry = |(index, rgb): (u8, [u8; 3])| {
            let light = rgb.map(|byte| transfer.byte_to_linear(byte));
            Entry { index, light, look: Oklab::from_linear(light) }
        };
        let mut mixes = Vec::new();
        mixes.resize_with(STEPS * STEPS * STEPS, OnceLock::new);
        Self { entries: colors.map(entry).collect(), strength, mixes }
    }

    /// The index of the palette's colour for `rgb` at a place of the screen, in pixels.
    pub(super) fn dither(&self, rgb: [u8; 3], x: u16, y: u16) -> u8 {
        // Another part of the mask rounds to the steps, so that they do not show either.
        let rounding = threshold(x.wrapping_add(23), y.wrapping_add(41));
        let last = STEPS - 1;
        let step = |byte: u8| ((f32::from(byte) * (last as f32 / 255.0) + rounding) as usize).min(last);
        let [red, green, blue] = rgb.map(step);
        let place = (red * STEPS + green) * STEPS + blue;
        let mix = self.mixes[place].get_or_init(|| self.mix([red, green, blue].map(|s| s as f32 / last as f32)));
        mix[(threshold(x, y) * MIX as f32) as usize]
    }

    /// Indices whose light adds up to an sRGB colour, from dark to light.
    fn mix(&self, srgb: [f32; 3]) -> [u8; MIX] {
        let target = srgb.map(to_linear);
        let mut lacking = [0.0_f32; 3];
        let mut chosen: [&Entry; MIX] = std::array::from_fn(|_| {
            let goal = std::array::from_fn(|c| (target[c] + self.strength * lacking[c]).clamp(0.0, 1.0));
            let nearest = self.nearest(Oklab::from_linear(goal));
            for (channel, lacking) in lacking.iter_mut().enumerate() {
                *lacking += target[channel] - nearest.light[channel];
            }
            nearest
        });
        chosen.sort_by(|a, b| a.look.l.total_cmp(&b.look.l).then(a.index.cmp(&b.index)));
        chosen.map(|entry| entry.index)
    }

    fn nearest(&self, look: Oklab) -> &Entry {
        let distance = |entry: &Entry| difference(entry.look, look);
        let mut best = &self.entries[0];
        let mut least = distance(best);
        for entry in &self.entries[1..] {
            let here = distance(entry);
            if here < least {
                (best, least) = (entry, here);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean light of a flat area of `rgb`.
    fn mean_light(palette: &Palette, rgb: [u8; 3]) -> [f32; 3] {
        let mut sum = [0.0; 3];
        for (x, y) in (0..64).flat_map(|y| (0..64).map(move |x| (x, y))) {
            let index = palette.dither(rgb, x, y);
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
            let alone = difference(ANSI16.nearest(wanted).look, wanted);
            assert!(found(&ANSI16) < 0.9 * alone + 0.5, "{rgb:?} is off by {} instead of {alone}", found(&ANSI16));
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
        assert!((0..64).all(|x| shown(x) == shown(x)));
        assert!((0..64).any(|x| shown(x) != shown(0)));
    }
}
