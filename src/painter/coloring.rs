//! From the kernel's channels to sRGB.

use crate::palette::{Axes, Grade, Gradient, Harmony};
use crate::recipe::stream::{Purpose, StreamKey};
use crate::recipe::{ColorMode, Recipe};

/// How channels become colours, for those who paint elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Colors<'a> {
    /// For each channel that the colour mode reads, what it is multiplied by and what is added: `invert`, `stretch`.
    pub levels: &'a [[f32; 2]],
    /// The colour map of a mode that has one.
    pub gradient: Option<&'a Gradient>,
    /// Of a seed palette, where in it three channels lie, and its colours.
    pub palette: Option<(&'a Axes, Harmony)>,
}

/// How channels become colours.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coloring {
    /// For each channel a factor and an offset: `stretch` and `invert`.
    levels: Vec<[f32; 2]>,
    mode: Mode,
}

/// What the channels mean.
#[derive(Clone, Debug, PartialEq)]
enum Mode {
    Rgb,
    Hsv,
    Hsl,
    Cmyk,
    /// One channel along a colour map.
    Gradient(Gradient),
    /// Three channels in the colours of a harmony.
    Graded(Grade),
}

impl Coloring {
    /// Of a seed palette the levels alone: its [`Grade`] is given once the network's axes are known.
    pub(super) fn new(recipe: &Recipe) -> Self {
        let mode = match &recipe.color {
            ColorMode::Rgb | ColorMode::Seed(_) => Mode::Rgb,
            ColorMode::Hsv => Mode::Hsv,
            ColorMode::Hsl => Mode::Hsl,
            ColorMode::Cmyk => Mode::Cmyk,
            ColorMode::Gray => Mode::Gradient(Gradient::gray()),
            ColorMode::TwoTone => Mode::Gradient(two_tone(recipe)),
            ColorMode::Palette(palette) => Mode::Gradient(palette.gradient()),
            ColorMode::Hex(colors) => Mode::Gradient(Gradient::through(colors)),
        };
        let level = if recipe.invert { [-1.0, 1.0] } else { [1.0, 0.0] };
        Self { levels: vec![level; recipe.color.channels()], mode }
    }

    /// Stretches each channel so that its range, least and greatest value, becomes 0..=1.
    /// A channel that does not vary is left as it is.
    pub(super) fn stretch(&mut self, ranges: &[[f32; 2]]) {
        for ([factor, offset], [low, high]) in self.levels.iter_mut().zip(ranges.iter().cycle()) {
            if high > low {
                let scale = *factor / (high - low);
                *offset -= low * scale;
                *factor = scale;
            }
        }
    }

    /// Paints three channels with `grade` from now on.
    pub(super) fn grade(&mut self, grade: Grade) {
        self.mode = Mode::Graded(grade);
    }

    /// Between two colourings, or `None` where the channels of one mean something else.
    pub(super) fn blend(from: &Self, to: &Self, t: f32) -> Option<Self> {
        let mode = match (&from.mode, &to.mode) {
            (Mode::Gradient(a), Mode::Gradient(b)) => Mode::Gradient(a.blend(b, t)),
            (Mode::Graded(a), Mode::Graded(b)) => Mode::Graded(a.blend(b, t)),
            (a, b) if a == b => a.clone(),
            _ => return None,
        };
        let pairs = from.levels.iter().zip(&to.levels);
        let levels = pairs.map(|(a, b)| std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)).collect();
        Some(Self { levels, mode })
    }

    pub(super) fn gradient(&self) -> Option<&Gradient> {
        match &self.mode {
            Mode::Gradient(gradient) => Some(gradient),
            _ => None,
        }
    }

    /// All of it; `harmony` is that of its grade.
    pub(super) fn colors(&self, harmony: impl FnOnce() -> Harmony) -> Colors<'_> {
        let palette = match &self.mode {
            Mode::Graded(grade) => Some((grade.axes(), harmony())),
            _ => None,
        };
        Colors { levels: &self.levels, gradient: self.gradient(), palette }
    }

    /// The most planes that [`Coloring::apply`] reads or writes.
    pub(super) fn planes(&self) -> usize {
        self.levels.len().max(3)
    }

    /// Turns channels into sRGB in place. `planes` holds runs of `count` values in 0..=1, one run per
    /// channel; of the result, red, green and blue are the first three runs.
    ///
    /// `available` is how many channels the network has: missing ones repeat them.
    pub(super) fn apply(&self, planes: &mut [f32], count: usize, available: usize) {
        self.level(planes, count, available);
        match &self.mode {
            Mode::Rgb => {}
            Mode::Hsv => map3(planes, count, hsv),
            Mode::Hsl => map3(planes, count, hsl),
            Mode::Cmyk => cmyk(planes, count),
            Mode::Gradient(gradient) => map3(planes, count, |v, _, _| gradient.sample(v)),
            Mode::Graded(grade) => graded(planes, count, grade),
        }
    }

    /// Fills in missing channels, then stretches and inverts: the first part of [`Coloring::apply`].
    pub(super) fn level(&self, planes: &mut [f32], count: usize, available: usize) {
        for channel in available..self.levels.len() {
            let source = channel % available * count;
            planes.copy_within(source..source + count, channel * count);
        }
        for ([factor, offset], plane) in self.levels.iter().zip(planes.chunks_exact_mut(count)) {
            if [*factor, *offset] != [1.0, 0.0] {
                plane.iter_mut().for_each(|v| *v = (*factor * *v + *offset).clamp(0.0, 1.0));
            }
        }
    }
}

/// Two tones of opposite hues, one dark and one light, drawn from the seed.
fn two_tone(recipe: &Recipe) -> Gradient {
    let mut stream = StreamKey::from(&recipe.seed).stream(Purpose::Colors);
    let hue = stream.uniform();
    let dark = [0.22 + 0.1 * stream.uniform(), 0.07 + 0.05 * stream.uniform(), hue];
    let light = [0.86 + 0.08 * stream.uniform(), 0.08 + 0.06 * stream.uniform(), hue + 0.5];
    Gradient::between_lch(dark, light)
}

fn map3(planes: &mut [f32], count: usize, color: impl Fn(f32, f32, f32) -> [f32; 3]) {
    let (first, rest) = planes.split_at_mut(count);
    let (second, rest) = rest.split_at_mut(count);
    for ((a, b), c) in first.iter_mut().zip(second).zip(rest) {
        [*a, *b, *c] = color(*a, *b, *c);
    }
}

/// Places first, then colours: the first part is worked out for many pixels at once, the second reads a table.
fn graded(planes: &mut [f32], count: usize, grade: &Grade) {
    map3(planes, count, |a, b, c| grade.place([a, b, c]));
    map3(planes, count, |first, across, down| grade.color([first, across, down]));
}

/// Cyan, magenta and yellow leave (1 − ink)·(1 − key) of red, green and blue.
fn cmyk(planes: &mut [f32], count: usize) {
    let (inks, key) = planes.split_at_mut(3 * count);
    for ink in inks.chunks_exact_mut(count) {
        ink.iter_mut().zip(&*key).for_each(|(ink, key)| *ink = (1.0 - *ink) * (1.0 - *key));
    }
}

/// Hue, saturation, value to sRGB without branches: channel n is v − v·s·max(0, min(k, 4 − k, 1)) with
/// k = (n + 6h) mod 6, n = 5, 3, 1 for red, green, blue.
fn hsv(hue: f32, saturation: f32, value: f32) -> [f32; 3] {
    [5.0, 3.0, 1.0].map(|n| {
        let turned = n + 6.0 * hue;
        let k = if turned >= 6.0 { turned - 6.0 } else { turned };
        value - value * saturation * k.min(4.0 - k).clamp(0.0, 1.0)
    })
}

/// Hue, saturation, lightness to sRGB without branches: channel n is l − s·min(l, 1 − l)·max(−1, min(k − 3,
/// 9 − k, 1)) with k = (n + 12h) mod 12, n = 0, 8, 4 for red, green, blue.
fn hsl(hue: f32, saturation: f32, lightness: f32) -> [f32; 3] {
    let amplitude = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|n| {
        let turned = n + 12.0 * hue;
        let k = if turned >= 12.0 { turned - 12.0 } else { turned };
        lightness - amplitude * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Preset;

    fn painted(color: ColorMode, channels: &[f32]) -> [f32; 3] {
        let recipe = Recipe { color, ..Preset::Default.recipe(1.into()) };
        let coloring = Coloring::new(&recipe);
        let mut planes = channels.to_vec();
        planes.resize(coloring.planes(), 0.0);
        coloring.apply(&mut planes, 1, channels.len());
        std::array::from_fn(|channel| planes[channel])
    }

    #[test]
    fn hues_stand_where_the_standard_puts_them() {
        let corners =
            [[1., 0., 0.], [1., 1., 0.], [0., 1., 0.], [0., 1., 1.], [0., 0., 1.], [1., 0., 1.], [1., 0., 0.]];
        for (sixth, corner) in corners.into_iter().enumerate() {
            let hue = sixth as f32 / 6.0;
            for (mode, third) in [(ColorMode::Hsv, 1.0), (ColorMode::Hsl, 0.5)] {
                let rgb = painted(mode.clone(), &[hue, 1.0, third]);
                assert!(rgb.iter().zip(corner).all(|(a, b)| (a - b).abs() < 1e-5), "{mode:?} {hue}: {rgb:?}");
                let gray = painted(mode, &[hue, 0.0, 0.25]);
                assert!(gray.iter().all(|v| (v - 0.25).abs() < 1e-6), "{gray:?}");
            }
        }
    }

    #[test]
    fn inks_subtract() {
        assert_eq!(painted(ColorMode::Cmyk, &[0.0, 0.0, 0.0, 0.0]), [1.0, 1.0, 1.0]);
        assert_eq!(painted(ColorMode::Cmyk, &[1.0, 0.0, 0.0, 0.0]), [0.0, 1.0, 1.0]);
        assert_eq!(painted(ColorMode::Cmyk, &[0.5, 0.0, 1.0, 0.5]), [0.25, 0.5, 0.0]);
        assert_eq!(painted(ColorMode::Cmyk, &[0.5, 0.0, 1.0, 1.0]), [0.0, 0.0, 0.0]);
    }

    #[test]
    fn missing_channels_repeat() {
        assert_eq!(painted(ColorMode::Rgb, &[0.5]), [0.5, 0.5, 0.5]);
        assert_eq!(painted(ColorMode::Rgb, &[0.5, 0.25]), [0.5, 0.25, 0.5]);
    }
}
