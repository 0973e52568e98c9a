//! Oklab in polar form, and the way back into what sRGB can show.

use color::{Oklab, Transfer};

/// A colour as painters name it: how light, how strong, which hue (Ottosson 2020, see [`Oklab`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Oklch {
    /// Lightness, 0 (black) ..= 1 (white).
    pub lightness: f64,
    /// Distance from grey, 0..=0.32 within sRGB.
    pub chroma: f64,
    /// The angle from red towards yellow, in degrees; any number of turns.
    pub hue: f64,
}

impl Oklch {
    /// Its Oklab coordinates L, a, b.
    pub(crate) fn to_oklab(self) -> [f64; 3] {
        let angle = self.hue.to_radians();
        [self.lightness, self.chroma * libm::cos(angle), self.chroma * libm::sin(angle)]
    }
}

/// How far, in degrees, two hues lie apart: 0..=180.
pub(super) fn hue_distance(one: f64, other: f64) -> f64 {
    let apart = (one - other).rem_euclid(360.0);
    apart.min(360.0 - apart)
}

/// The share `t` of the shorter way from hue `from` to hue `to`, in degrees.
pub(super) fn hue_between(from: f64, to: f64, t: f64) -> f64 {
    from + ((to - from + 180.0).rem_euclid(360.0) - 180.0) * t
}

/// Linear light this far outside 0..=1 counts as within: a sixth of a step of an 8-bit picture.
const TOLERANCE: f32 = 5e-5;
/// Halvings of the interval in which the greatest chroma lies.
const HALVINGS: usize = 12;

/// The sRGB values, each 0..=1, of `color`. What sRGB cannot show keeps its lightness and hue, and as much of its
/// chroma as can be shown: cutting off the channels one by one would turn the hue.
pub(crate) fn to_srgb(color: Oklab, transfer: &Transfer) -> [f32; 3] {
    let color = Oklab { l: color.l.clamp(0.0, 1.0), ..color };
    let shown = if is_displayable(color) { color } else { with_chroma(color, displayable_share(color)) };
    // Clamped there: what is left outside is within the tolerance.
    shown.to_linear().map(|light| transfer.to_srgb(light))
}

/// The greatest share of the chroma of `color` that sRGB can show, from below. Black and white have none.
fn displayable_share(color: Oklab) -> f32 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if is_displayable(with_chroma(color, middle)) { low = middle } else { high = middle }
    }
    low
}

fn with_chroma(color: Oklab, share: f32) -> Oklab {
    Oklab { a: color.a * share, b: color.b * share, ..color }
}

fn is_displayable(color: Oklab) -> bool {
    color.to_linear().iter().all(|light| (-TOLERANCE..=1.0 + TOLERANCE).contains(light))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hue(color: Oklab) -> f32 {
        color.b.atan2(color.a)
    }

    #[test]
    fn leaving_the_gamut_costs_chroma_alone() {
        let transfer = Transfer::get();
        for step in 0..360 {
            let [l, a, b] = Oklch { lightness: 0.6, chroma: 0.4, hue: f64::from(step) }.to_oklab().map(|v| v as f32);
            let wanted = Oklab { l, a, b };
            let shown = Oklab::from_srgb(to_srgb(wanted, transfer));
            assert!((shown.l - wanted.l).abs() < 2e-3, "{wanted:?} became {shown:?}");
            let turned = (hue(shown) - hue(wanted)).abs();
            assert!(turned.min(std::f32::consts::TAU - turned) < 0.02, "{wanted:?} became {shown:?}");
            assert!(shown.a.hypot(shown.b) < 0.4);
        }
    }

    #[test]
    fn what_srgb_can_show_is_shown() {
        let transfer = Transfer::get();
        for step in 0..6_u32.pow(3) {
            let srgb = [step % 6, step / 6 % 6, step / 36].map(|v| v as f32 / 5.0);
            let back = to_srgb(Oklab::from_srgb(srgb), transfer);
            assert!(srgb.iter().zip(back).all(|(a, b)| (a - b).abs() < 4e-3), "{srgb:?} came back as {back:?}");
        }
    }

    #[test]
    fn hues_are_measured_the_shorter_way_round() {
        assert_eq!(hue_distance(350.0, 10.0), 20.0);
        assert_eq!(hue_distance(-170.0, 170.0), 20.0);
        assert_eq!(hue_between(350.0, 10.0, 0.5).rem_euclid(360.0), 0.0);
    }
}
