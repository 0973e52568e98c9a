//! Harmonies: which colours stand together in a picture, drawn from random numbers.
//!
//! A harmony has five stops from dark to light and an accent. Its family says how their hues stand on the circle,
//! its ground where most of the lightness is. The rules, and the shares of the families, were settled by eye on
//! sheets of a hundred pictures. Part of the format: what a harmony draws from the same numbers never changes.

use super::curve::{ease, through};
use super::oklch::{Oklch, hue_between, hue_distance};
use color::Oklab;

/// Colours between which the walk from dark to light leads.
pub(crate) const STOPS: usize = 5;

/// How the hues of a harmony stand on the circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// An arc of 60° to 120°, and its complement as the accent.
    Analogous,
    /// A run of 60°, and an accent beside its complement.
    SplitComplement,
    /// From cool darks to warm lights.
    CoolToWarm,
    /// Nearly one hue, weak, and its complement.
    Monochrome,
    /// Strong tones over 165°.
    Jewel,
}

/// Where the strong greens are, in degrees.
const GREENS: [f64; 2] = [110.0, 155.0];

impl Family {
    /// Every family, and its share of all seeds: format, never to be changed or extended.
    pub(crate) const ALL: [(Self, f64); 5] = [
        (Self::Analogous, 0.26),
        (Self::SplitComplement, 0.20),
        (Self::CoolToWarm, 0.34),
        (Self::Monochrome, 0.10),
        (Self::Jewel, 0.10),
    ];

    /// The chroma of each stop.
    const fn chromas(self) -> [f64; STOPS] {
        match self {
            Self::Analogous => [0.06, 0.115, 0.14, 0.115, 0.05],
            Self::SplitComplement => [0.07, 0.13, 0.15, 0.12, 0.05],
            Self::CoolToWarm => [0.075, 0.125, 0.10, 0.12, 0.06],
            Self::Monochrome => [0.03, 0.07, 0.085, 0.06, 0.02],
            Self::Jewel => [0.10, 0.15, 0.16, 0.13, 0.05],
        }
    }

    /// The hue of each stop and of the accent, in degrees, from three numbers in 0..1 and a `side`, ±1.
    fn hues(self, [start, spread, accent]: [f64; 3], side: f64) -> ([f64; STOPS], f64) {
        // No family starts among the greens: of all hues they are the hardest to live with.
        let first = GREENS[1] + (360.0 + GREENS[0] - GREENS[1]) * start;
        let along = |steps: [f64; STOPS]| steps.map(|step| first + side * step);
        match self {
            Self::Analogous => {
                let arc = 60.0 + 60.0 * spread;
                let hues = along([0.0, 0.25, 0.5, 0.75, 1.0].map(|share| share * arc));
                (hues, hues[2] + 180.0 + 50.0 * (accent - 0.5))
            }
            Self::SplitComplement => (along([0.0, 12.0, 25.0, 40.0, 60.0]), first + side * (140.0 + 25.0 * accent)),
            Self::CoolToWarm => {
                let (cool, warm) = (215.0 + 80.0 * start, 20.0 + 65.0 * spread);
                let hues = [0.0, 0.12, 0.45, 0.8, 1.0].map(|share| hue_between(cool, warm, share));
                (hues, if accent < 0.5 { warm - 25.0 } else { cool - 55.0 })
            }
            Self::Monochrome => (along([0.0, 6.25, 12.5, 18.75, 25.0]), first + 180.0),
            Self::Jewel => (along([0.0, 70.0, 120.0, 150.0, 165.0]), first + side * 250.0),
        }
    }
}

/// Where most of a picture's lightness is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ground {
    /// From dark to light in even steps.
    Even,
    /// Most of it dark.
    Dark,
    /// Nothing really dark.
    Light,
}

impl Ground {
    /// Every ground, and its share of all seeds: format, never to be changed or extended.
    pub(crate) const ALL: [(Self, f64); 3] = [(Self::Even, 0.55), (Self::Dark, 0.30), (Self::Light, 0.15)];

    /// The lightness of each stop.
    const fn lightnesses(self) -> [f64; STOPS] {
        match self {
            Self::Even => [0.13, 0.30, 0.50, 0.70, 0.90],
            Self::Dark => [0.10, 0.20, 0.36, 0.60, 0.88],
            Self::Light => [0.30, 0.52, 0.70, 0.83, 0.95],
        }
    }
}

/// Colours that stand together in a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Harmony {
    /// How its hues stand on the circle.
    pub family: Family,
    /// Where most of its lightness is.
    pub ground: Ground,
    /// From dark to light.
    pub stops: [Oklch; STOPS],
    /// The hue of the accent, in degrees.
    pub accent: f64,
    /// How far, in degrees, the hue leans where the picture turns away from the accent.
    pub lean: f64,
}

/// Degrees.
const LEAN: f64 = 26.0;

impl Harmony {
    /// The chroma of the accent beside each stop.
    pub(crate) const ACCENT_CHROMA: [f64; STOPS] = [0.06, 0.12, 0.15, 0.13, 0.06];
    /// The most of a colour that the accent replaces.
    pub(crate) const MOST_ACCENT: f64 = 0.92;
    /// The most of a colour that leans.
    pub(crate) const MOST_LEAN: f64 = 0.55;
    /// The share of the second axis at each end that leans, or turns to the accent.
    pub(crate) const REACH: f64 = 0.36;

    /// Draws a harmony from seven numbers, each uniform within 0..1: the family, its first hue, which way round the
    /// circle, how wide, where its accent, the ground, which way it leans.
    pub(crate) fn draw(mut uniform: impl FnMut() -> f64) -> Self {
        let [family, start, side, spread, accent, ground, lean] = std::array::from_fn(|_| uniform());
        let (family, ground) = (pick(Family::ALL, family), pick(Ground::ALL, ground));
        let sign = |number: f64| if number < 0.5 { 1.0 } else { -1.0 };
        let (hues, accent) = family.hues([start, spread, accent], sign(side));
        let hues = if family == Family::CoolToWarm { hues } else { yellow_end_light(hues) };
        let (lightnesses, chromas) = (ground.lightnesses(), family.chromas());
        let stop = |stop: usize| without_pond_water(lightnesses[stop], chromas[stop], hues[stop]);
        let stops = std::array::from_fn(stop);
        Self { family, ground, stops, accent: without_acid(accent), lean: sign(lean) * LEAN }
    }

    /// The unit vectors of the lean, which turns a colour, and of the accent's hue in Oklab's plane of a and b.
    pub(crate) fn directions(&self) -> ([f64; 2], [f64; 2]) {
        (direction(self.lean), direction(self.accent))
    }

    /// What the harmony paints, in Oklab: at a walk from 0 (dark) to 1 (light) and at 0 (leaning) to 1 (accent) on
    /// the second axis. It may be beyond what sRGB can show.
    pub(crate) fn colors(&self) -> impl Fn(f64, f64) -> Oklab + use<> {
        let stops = self.stops.map(Oklch::to_oklab);
        let curves: [[f64; STOPS]; 3] = std::array::from_fn(|axis| stops.map(|stop| stop[axis]));
        let (lean, accent) = self.directions();
        move |walk, second| {
            // Blended in Oklab, not in hue: no rainbow stands between two stops.
            let [lightness, a, b] = curves.map(|values| through(&values, walk));
            let leaning = [lean[0] * a - lean[1] * b, lean[1] * a + lean[0] * b];
            let accented = accent.map(|axis| axis * through(&Self::ACCENT_CHROMA, walk));
            let leaned = mix([a, b], leaning, Self::MOST_LEAN * ease((Self::REACH - second) / Self::REACH));
            let accents = ease((second - (1.0 - Self::REACH)) / Self::REACH);
            let [a, b] = mix(leaned, accented, Self::MOST_ACCENT * accents);
            Oklab { l: lightness as f32, a: a as f32, b: b as f32 }
        }
    }
}

/// The one of `choices` whose stretch of 0..1 holds `number`: each has a stretch as long as its share.
fn pick<T: Copy, const N: usize>(choices: [(T, f64); N], number: f64) -> T {
    let mut reached = 0.0;
    let holding = choices.iter().find(|(_, share)| {
        reached += share;
        number < reached
    });
    // Shares may sum to a hair less than 1.
    holding.unwrap_or(&choices[N - 1]).0
}

/// Pure yellow's hue in Oklab, to ten degrees.
const YELLOW: f64 = 100.0;

/// Turns the hues round where the dark end is nearer yellow: as paint and eye have it, yellows are light and blues dark.
fn yellow_end_light(mut hues: [f64; STOPS]) -> [f64; STOPS] {
    if hue_distance(hues[0], YELLOW) + 8.0 < hue_distance(hues[STOPS - 1], YELLOW) {
        hues.reverse();
    }
    hues
}

/// A stop, but for two that nobody hangs on a wall: dark yellow-greens look like pond water and turn to bronze or
/// pine, and strong greens look like plastic and turn weaker.
fn without_pond_water(lightness: f64, chroma: f64, hue: f64) -> Oklch {
    let circle = hue.rem_euclid(360.0);
    let hue = match circle {
        88.0..112.0 if lightness < 0.56 => 62.0,
        112.0..140.0 if lightness < 0.56 => 165.0,
        _ => hue,
    };
    let green = 1.0 - (hue_distance(hue, 142.0) / 28.0).min(1.0);
    Oklch { lightness, chroma: chroma * (1.0 - 0.35 * green), hue }
}

/// A yellow-green accent looks acid beside everything: it turns to gold or teal.
fn without_acid(accent: f64) -> f64 {
    match accent.rem_euclid(360.0) {
        92.0..116.0 => 80.0,
        116.0..145.0 => 168.0,
        circle => circle,
    }
}

/// The unit vector at an angle in degrees.
fn direction(degrees: f64) -> [f64; 2] {
    let angle = degrees.to_radians();
    [libm::cos(angle), libm::sin(angle)]
}

fn mix(from: [f64; 2], to: [f64; 2], share: f64) -> [f64; 2] {
    std::array::from_fn(|axis| from[axis] + (to[axis] - from[axis]) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Harmonies of numbers that fill the unit cube evenly (a Weyl sequence).
    fn harmonies() -> impl Iterator<Item = Harmony> {
        (1..=4000_u32).map(|index| {
            let mut axis = 0.0;
            Harmony::draw(|| {
                axis += 1.0;
                (f64::from(index) * libm::sqrt(axis * axis + 1.7 * axis)).fract()
            })
        })
    }

    #[test]
    fn families_and_grounds_come_in_their_shares() {
        let all: Vec<Harmony> = harmonies().collect();
        let share = |is: &dyn Fn(&Harmony) -> bool| all.iter().filter(|h| is(h)).count() as f64 / all.len() as f64;
        for (family, wanted) in Family::ALL {
            assert!((share(&|h| h.family == family) - wanted).abs() < 0.03, "{family:?}");
        }
        for (ground, wanted) in Ground::ALL {
            assert!((share(&|h| h.ground == ground) - wanted).abs() < 0.03, "{ground:?}");
        }
        assert!((Family::ALL.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_harmony_goes_from_dark_to_light_without_neon() {
        for harmony in harmonies() {
            let color = harmony.colors();
            let lightness = |step: u32| color(f64::from(step) / 20.0, 0.5).l;
            assert!((0..20).all(|step| lightness(step) < lightness(step + 1)), "{harmony:?}");
            assert!(lightness(20) - lightness(0) > 0.6, "{harmony:?}");
            let grid = (0..=20).flat_map(|walk| (0..=8).map(move |second| (walk, second)));
            for (walk, second) in grid {
                let shown = color(f64::from(walk) / 20.0, f64::from(second) / 8.0);
                assert!(shown.a.hypot(shown.b) < 0.2, "{harmony:?}");
            }
        }
    }

    #[test]
    fn no_stop_is_pond_water_and_no_accent_acid() {
        for harmony in harmonies() {
            let murky = |stop: &Oklch| stop.lightness < 0.56 && (88.0..140.0).contains(&stop.hue.rem_euclid(360.0));
            assert!(!harmony.stops.iter().any(murky), "{harmony:?}");
            assert!(!(92.0..145.0).contains(&harmony.accent), "{harmony:?}");
        }
    }
}
