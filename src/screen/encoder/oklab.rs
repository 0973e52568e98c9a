//! How different two colours look: their distance in Oklab, times 100.
//!
//! Oklab is Björn Ottosson's, <https://bottosson.github.io/posts/oklab/>. A frame has tens of thousands of
//! colours to compare, so the cube root is approximate: relative error below 10⁻⁴, a hundredth of the
//! smallest tolerance.

use std::sync::LazyLock;

/// Lightness, green–red, blue–yellow, each times 100.
pub(super) type Lab = [f32; 3];

/// Linear light of each sRGB value.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let value = value as f64 / 255.0;
        let linear = if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) };
        linear as f32
    })
});

/// Converts sRGB.
pub(super) fn lab(rgb: [u8; 3]) -> Lab {
    let table = &*LINEAR;
    let [r, g, b] = rgb.map(|value| table[usize::from(value)]);
    let [l, m, s] = [
        0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b,
        0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b,
        0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b,
    ]
    .map(cube_root);
    [
        21.045_426 * l + 79.361_78 * m - 0.407_204_7 * s,
        197.799_85 * l - 242.859_22 * m + 45.059_37 * s,
        2.590_404 * l + 78.277_18 * m - 80.867_58 * s,
    ]
}

/// The squared distance.
pub(super) fn distance_squared(a: Lab, b: Lab) -> f32 {
    let [l, m, s] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    l * l + m * m + s * s
}

/// A first guess by dividing the exponent by three, and one step of Halley's method.
fn cube_root(x: f32) -> f32 {
    let guess = f32::from_bits(x.to_bits() / 3 + 0x2a51_2ce3);
    let cube = guess * guess * guess;
    guess * (cube + 2.0 * x) / (2.0 * cube + x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_root_is_good_to_four_digits() {
        for step in 1..=10_000 {
            let x = step as f32 / 10_000.0;
            let exact = libm::cbrt(f64::from(x));
            assert!((f64::from(cube_root(x)) / exact - 1.0).abs() < 1e-4, "{x}");
        }
    }

    #[test]
    fn black_and_white_are_a_hundred_apart() {
        assert!((distance_squared(lab([0; 3]), lab([255; 3])).sqrt() - 100.0).abs() < 0.05);
    }
}
