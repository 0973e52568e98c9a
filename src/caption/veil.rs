//! The ink, and what keeps it legible: under it the picture is darkened or lightened where it comes too near.
//!
//! Contrast is that of the Web Content Accessibility Guidelines (WCAG 2.2, success criterion 1.4.3):
//! (Y₁ + 0.05) / (Y₂ + 0.05), Y being relative luminance. The veil bends luminance smoothly towards a bound that it never
//! passes, so whatever is painted below keeps its shapes, and what is far enough away is not touched at all.

use color::{Transfer, to_linear};

/// The least contrast of letters. A little more than 4.5, which rounding to bytes must not undo.
const CONTRAST: f32 = 4.6;
/// What the guidelines add to both luminances, for the light that a screen reflects.
const FLARE: f32 = 0.05;
/// Where luminance begins to bend, over its bound: below a bound from above, above one from below.
const KNEE_BELOW: f32 = 0.6;
const KNEE_ABOVE: f32 = 1.7;
/// The two inks, sRGB: not quite white, not quite black.
const LIGHT: [u8; 3] = [252, 249, 242];
const DARK: [u8; 3] = [17, 16, 20];

/// The relative luminance, 0..=1, of linear light.
pub fn luminance([red, green, blue]: [f32; 3]) -> f32 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// What letters are printed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// On a dark ground.
    Light,
    /// On a light ground.
    Dark,
}

impl Ink {
    /// Both, in the order of their place in arrays.
    pub(super) const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its colour in sRGB.
    pub(super) const fn color(self) -> [u8; 3] {
        match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
        }
    }

    /// Its linear light.
    pub(super) fn light(self) -> [f32; 3] {
        self.color().map(|byte| Transfer::get().byte_to_linear(byte))
    }

    /// The linear light of the ground, where `light` is painted under the whole veil.
    pub(super) fn veiled(self, light: [f32; 3]) -> [f32; 3] {
        let before = luminance(light);
        let after = self.bent(before);
        match self {
            Self::Light if after < before => light.map(|channel| channel * (after / before)),
            Self::Dark if after > before => {
                let share = (after - before) / (1.0 - before);
                light.map(|channel| channel + (1.0 - channel) * share)
            }
            _ => light,
        }
    }

    /// The luminance that ground of this luminance is given.
    fn bent(self, luminance: f32) -> f32 {
        let own = self.own_luminance();
        match self {
            Self::Light => {
                let bound = (own + FLARE) / CONTRAST - FLARE;
                let knee = KNEE_BELOW * bound;
                knee + bent(luminance - knee, bound - knee)
            }
            Self::Dark => {
                let bound = (own + FLARE) * CONTRAST - FLARE;
                let knee = KNEE_ABOVE * bound;
                knee - bent(knee - luminance, knee - bound)
            }
        }
    }

    fn own_luminance(self) -> f32 {
        luminance(self.light())
    }

    /// The least share, 0..=1, of black (of white, for dark letters) that keeps any ground far enough away, where it is
    /// mixed in sRGB.
    pub(super) fn shade(self) -> f64 {
        let bound = |luminance| f64::from(Transfer::get().to_srgb(luminance));
        let own = self.own_luminance();
        match self {
            Self::Light => 1.0 - bound((own + FLARE) / CONTRAST - FLARE),
            Self::Dark => bound((own + FLARE) * CONTRAST - FLARE),
        }
    }

    /// How much lighter or darker the veil makes a ground of this colour, in steps of sRGB from 0 to 1.
    pub(super) fn cost(self, pixel: [u8; 3]) -> f64 {
        let light = pixel.map(|byte| to_linear(f32::from(byte) / 255.0));
        let gray = |light| f64::from(Transfer::get().to_srgb(luminance(light)));
        (gray(self.veiled(light)) - gray(light)).abs()
    }
}

/// `beyond` up to 0, and from there on smoothly less, never as much as `room`.
fn bent(beyond: f32, room: f32) -> f32 {
    if beyond > 0.0 { beyond * room / (beyond + room) } else { beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: f32, other: f32) -> f32 {
        (one.max(other) + FLARE) / (one.min(other) + FLARE)
    }

    #[test]
    fn every_ground_is_far_enough_from_either_ink_after_rounding() {
        let transfer = Transfer::get();
        for ink in Ink::ALL {
            for step in 0..17_u32.pow(3) {
                let srgb = [step % 17, step / 17 % 17, step / 289].map(|value| value as f32 / 16.0);
                let bytes = ink.veiled(srgb.map(to_linear)).map(|light| transfer.to_byte(light));
                let ground = luminance(bytes.map(|byte| transfer.byte_to_linear(byte)));
                let found = contrast(luminance(ink.light()), ground);
                assert!(found >= 4.5, "{ink:?} on {srgb:?}: {found}");
            }
        }
    }

    #[test]
    fn black_or_white_of_its_share_is_enough_for_every_ground() {
        for ink in Ink::ALL {
            let (share, veil) = (ink.shade(), if ink == Ink::Light { 0.0 } else { 1.0 });
            for step in 0..6_u32.pow(3) {
                let srgb = [step % 6, step / 6 % 6, step / 36].map(|value| f64::from(value) / 5.0);
                let ground = srgb.map(|value| to_linear((value + (veil - value) * share) as f32));
                let found = contrast(luminance(ink.light()), luminance(ground));
                assert!(found >= 4.55, "{ink:?} on {srgb:?}: {found}");
            }
        }
    }

    #[test]
    fn what_is_far_away_stays_and_the_order_of_luminances_too() {
        for ink in Ink::ALL {
            let bent: Vec<_> = (0..=100).map(|step| ink.bent(step as f32 / 100.0)).collect();
            assert!(bent.windows(2).all(|pair| pair[0] < pair[1]), "{ink:?}: {bent:?}");
        }
        assert_eq!(Ink::Light.veiled([0.02, 0.01, 0.05]), [0.02, 0.01, 0.05]);
        assert_eq!(Ink::Dark.veiled([0.7, 0.6, 0.9]), [0.7, 0.6, 0.9]);
    }
}
