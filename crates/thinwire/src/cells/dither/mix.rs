//! Which of a palette's colours stand for one that it lacks.

use color::{Oklab, Transfer, difference, to_linear};

/// Colours of a mix.
pub(super) const MIX: usize = 16;
/// What two colours that lie far from each other cost beside a mix that is off: less is truer, more is quieter.
/// Judged by eye on pictures of all presets.
const QUIET: f32 = 0.2;
/// How much of what is lacking the next colour of a pattern makes up for: less than 1 keeps to nearer colours.
const STRENGTH: f32 = 0.9;

/// A colour of a palette.
pub(super) struct PaletteEntry {
    index: u8,
    light: [f32; 3],
    look: Oklab,
}

impl PaletteEntry {
    pub(super) fn new(index: u8, rgb: [u8; 3]) -> Self {
        let light = rgb.map(|byte| Transfer::get().byte_to_linear(byte));
        Self { index, light, look: Oklab::from_linear(light) }
    }
}

/// A way to mix the colours of a palette.
pub(super) enum Mixer {
    /// Each colour is the nearest to what the ones before still lack (Knoll's pattern dithering, US patent 6606166,
    /// expired): true, and quiet where the palette is dense.
    Pattern(Vec<PaletteEntry>),
    /// The best pair, as Yliluoma has it (<https://bisqwit.iki.fi/story/howto/dither/jy/>): colours that lie far
    /// from each other make a noise that is worse than being off a little.
    Pairs(Vec<Pair>),
}

/// Two colours of which `lighter` of [`MIX`] are the second one.
pub(super) struct Pair {
    /// From dark to light.
    indices: [u8; 2],
    lighter: usize,
    look: Oklab,
    noise: f32,
}

impl Mixer {
    pub(super) fn pattern(colors: impl Iterator<Item = (u8, [u8; 3])>) -> Self {
        Self::Pattern(colors.map(|(index, rgb)| PaletteEntry::new(index, rgb)).collect())
    }

    /// For small palettes: there are half as many pairs as the square of the number of colours, each in all shares.
    pub(super) fn pairs(colors: impl Iterator<Item = (u8, [u8; 3])>) -> Self {
        let mut entries: Vec<_> = colors.map(|(index, rgb)| PaletteEntry::new(index, rgb)).collect();
        entries.sort_by(|a, b| a.look.l.total_cmp(&b.look.l));
        let lighter_ones = |dark: usize| entries[dark + 1..].iter();
        let mixed = (0..entries.len()).flat_map(|dark| lighter_ones(dark).map(move |light| (dark, light)));
        let mixed = mixed.flat_map(|(dark, light)| (1..MIX).map(move |share| (dark, light, share)));
        let pairs = mixed.map(|(dark, light, share)| Pair::new(&entries[dark], light, share));
        Self::Pairs(entries.iter().map(|entry| Pair::new(entry, entry, 0)).chain(pairs).collect())
    }

    /// Indices whose light adds up to an sRGB colour, each channel 0..=1, from dark to light.
    pub(super) fn mix(&self, srgb: [f32; 3]) -> [u8; MIX] {
        let target = srgb.map(to_linear);
        match self {
            Self::Pattern(entries) => pattern(entries, target),
            Self::Pairs(pairs) => best_pair(pairs, Oklab::from_linear(target)).colors(),
        }
    }
}

impl Pair {
    fn new(dark: &PaletteEntry, light: &PaletteEntry, lighter: usize) -> Self {
        let share = lighter as f32 / MIX as f32;
        let mean = std::array::from_fn(|channel| dark.light[channel] * (1.0 - share) + light.light[channel] * share);
        // The variance of a pixel around the mean.
        let noise = share * (1.0 - share) * difference(dark.look, light.look).powi(2);
        Self { indices: [dark.index, light.index], lighter, look: Oklab::from_linear(mean), noise: QUIET * noise }
    }

    fn colors(&self) -> [u8; MIX] {
        let [dark, light] = self.indices;
        std::array::from_fn(|place| if place < MIX - self.lighter { dark } else { light })
    }
}

fn best_pair(pairs: &[Pair], look: Oklab) -> &Pair {
    let cost = |pair: &Pair| difference(pair.look, look).powi(2) + pair.noise;
    least(pairs, cost)
}

fn pattern(entries: &[PaletteEntry], target: [f32; 3]) -> [u8; MIX] {
    let mut lacking = [0.0_f32; 3];
    let mut chosen: [&PaletteEntry; MIX] = std::array::from_fn(|_| {
        let goal = std::array::from_fn(|c| (target[c] + STRENGTH * lacking[c]).clamp(0.0, 1.0));
        let look = Oklab::from_linear(goal);
        let nearest = least(entries, |entry| difference(entry.look, look));
        for (channel, lacking) in lacking.iter_mut().enumerate() {
            *lacking += target[channel] - nearest.light[channel];
        }
        nearest
    });
    chosen.sort_by(|a, b| a.look.l.total_cmp(&b.look.l).then(a.index.cmp(&b.index)));
    chosen.map(|entry| entry.index)
}

/// The first of those, at least one, that cost least.
fn least<T>(all: &[T], cost: impl Fn(&T) -> f32) -> &T {
    let (mut best, mut least) = (&all[0], cost(&all[0]));
    for one in &all[1..] {
        let here = cost(one);
        if here < least {
            (best, least) = (one, here);
        }
    }
    best
}
