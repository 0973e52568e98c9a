//! Oklab, a space where equal distances look equally far apart.
//!
//! Björn Ottosson, "A perceptual color space for image processing" (2020),
//! <https://bottosson.github.io/posts/oklab/>: linear sRGB → cone responses → cube roots → L, a, b. The crate `palette`
//! has it too, with the cube root of the platform; here every machine gives the same bits.

use super::transfer::{Transfer, decode, encode, to_linear};

/// A colour in Oklab.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Oklab {
    /// Lightness, 0 (black) ..= 1 (white).
    pub l: f32,
    /// Green (−) to red (+), about ±0.3.
    pub a: f32,
    /// Blue (−) to yellow (+), about ±0.3.
    pub b: f32,
}

impl Oklab {
    /// The colour of linear light, each channel 0..=1. Cube roots within 2 ulp.
    #[inline]
    pub fn from_linear([r, g, b]: [f32; 3]) -> Self {
        let long = cbrt(0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b);
        let medium = cbrt(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b);
        let short = cbrt(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b);
        Self {
            l: 0.210_454_26 * long + 0.793_617_8 * medium - 0.004_072_047 * short,
            a: 1.977_998_5 * long - 2.428_592_2 * medium + 0.450_593_7 * short,
            b: 0.025_904_037 * long + 0.782_771_77 * medium - 0.808_675_77 * short,
        }
    }

    /// The colour of sRGB values, each 0..=1.
    #[inline]
    pub fn from_srgb(srgb: [f32; 3]) -> Self {
        Self::from_linear(srgb.map(to_linear))
    }

    /// Its linear light, beyond 0..=1 where sRGB cannot show it.
    #[inline]
    pub fn to_linear(self) -> [f32; 3] {
        let Self { l, a, b } = self;
        let cube = |root: f32| root * root * root;
        let long = cube(l + 0.396_337_78 * a + 0.215_803_76 * b);
        let medium = cube(l - 0.105_561_346 * a - 0.063_854_17 * b);
        let short = cube(l - 0.089_484_18 * a - 1.291_485_5 * b);
        [
            4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
            -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_4 * short,
            -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
        ]
    }

    /// The colour of an 8-bit sRGB pixel.
    #[inline]
    pub fn from_bytes(transfer: &Transfer, pixel: [u8; 3]) -> Self {
        Self::from_linear(pixel.map(|byte| transfer.byte_to_linear(byte)))
    }

    /// The colours of as many 8-bit sRGB pixels, several at a time, the same as [`Oklab::from_bytes`] one by one.
    ///
    /// # Panics
    /// If there are not as many colours as pixels.
    pub fn from_many_bytes(transfer: &Transfer, pixels: &[[u8; 3]], colors: &mut [Self]) {
        const LANES: usize = 16;
        assert_eq!(pixels.len(), colors.len(), "a colour for each pixel");
        for (pixels, colors) in pixels.chunks(LANES).zip(colors.chunks_mut(LANES)) {
            let [mut red, mut green, mut blue] = [[0.0; LANES]; 3];
            for (lane, pixel) in pixels.iter().enumerate() {
                [red[lane], green[lane], blue[lane]] = pixel.map(|byte| transfer.byte_to_linear(byte));
            }
            let [mut l, mut a, mut b] = [[0.0; LANES]; 3];
            for lane in 0..LANES {
                let color = Self::from_linear([red[lane], green[lane], blue[lane]]);
                (l[lane], a[lane], b[lane]) = (color.l, color.a, color.b);
            }
            for (lane, color) in colors.iter_mut().enumerate() {
                *color = Self { l: l[lane], a: a[lane], b: b[lane] };
            }
        }
    }
}

/// The distance of two colours in Oklab, times 100: about 2 is just noticeable side by side,
/// 100 lies between black and white.
#[inline]
pub fn difference(one: Oklab, other: Oklab) -> f32 {
    let (l, a, b) = (one.l - other.l, one.a - other.a, one.b - other.b);
    100.0 * (l * l + a * a + b * b).sqrt()
}

/// The cube root of x ≥ 0, within 2 ulp: a first guess by dividing the exponent by three (as in
/// FreeBSD's `cbrtf`), then two steps of Halley's method. Below 1e-18 it returns 0.
#[inline]
fn cbrt(x: f32) -> f32 {
    let guess = f32::from_bits(x.to_bits() / 3 + 709_958_130);
    let halley = |t: f32| {
        let cube = t * t * t;
        t + t * ((x - cube) / (cube + cube + x))
    };
    if x > 1e-18 { halley(halley(guess)) } else { 0.0 }
}

/// Oklab of sRGB values in double precision, for tables and tests.
pub fn from_srgb_exact(srgb: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = srgb.map(decode);
    let long = libm::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    let medium = libm::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    let short = libm::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    [
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    ]
}

/// sRGB values of an Oklab colour in double precision; clamped to what sRGB can show.
pub fn to_srgb_exact([l, a, b]: [f64; 3]) -> [f64; 3] {
    let long = l + 0.3963377774 * a + 0.2158037573 * b;
    let medium = l - 0.1055613458 * a - 0.0638541728 * b;
    let short = l - 0.0894841775 * a - 1.2914855480 * b;
    let [long, medium, short] = [long, medium, short].map(|root| root * root * root);
    [
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    ]
    .map(|linear| encode(linear.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_at_once_are_the_same_as_one_by_one() {
        let transfer = Transfer::get();
        let pixels: Vec<_> = (0..1001_u32).map(|index| index.wrapping_mul(0x9E37_79B1).to_be_bytes()).collect();
        let pixels: Vec<_> = pixels.iter().map(|[r, g, b, _]| [*r, *g, *b]).collect();
        let mut colors = vec![Oklab::default(); pixels.len()];
        Oklab::from_many_bytes(transfer, &pixels, &mut colors);
        let one_by_one: Vec<_> = pixels.iter().map(|pixel| Oklab::from_bytes(transfer, *pixel)).collect();
        assert_eq!(colors, one_by_one);
    }

    #[test]
    fn the_cube_root_is_within_two_ulp_and_keeps_zero() {
        assert_eq!(cbrt(0.0), 0.0);
        for bits in (1e-18_f32.to_bits() + 1..=2.0_f32.to_bits()).step_by(997) {
            let x = f32::from_bits(bits);
            let exact = libm::cbrt(f64::from(x));
            let ulp = f64::from(f32::from_bits((exact as f32).to_bits() + 1)) - f64::from(exact as f32);
            assert!((f64::from(cbrt(x)) - exact).abs() <= 2.0 * ulp, "cbrt({x:e}) = {:e}, exactly {exact:e}", cbrt(x));
        }
    }

    #[test]
    fn the_fast_way_agrees_with_the_exact_one() {
        for step in 0..17_u32.pow(3) {
            let srgb = [step % 17, step / 17 % 17, step / 289].map(|v| f64::from(v) / 16.0);
            let exact = from_srgb_exact(srgb);
            let fast = Oklab::from_srgb(srgb.map(|v| v as f32));
            for (fast, exact) in [fast.l, fast.a, fast.b].into_iter().zip(exact) {
                assert!((f64::from(fast) - exact).abs() < 3e-6, "{srgb:?}: {fast} instead of {exact}");
            }
            let transfer = Transfer::get();
            let returned = Oklab::from_srgb(srgb.map(|v| v as f32)).to_linear().map(|light| transfer.to_srgb(light));
            let close = srgb.iter().zip(returned).all(|(a, b)| (a - f64::from(b)).abs() < 1e-3);
            assert!(close, "{srgb:?} came back as {returned:?}");
            let back = to_srgb_exact(exact);
            assert!(srgb.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-4), "{srgb:?} came back as {back:?}");
        }
    }
}
