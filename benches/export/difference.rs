//! How different two loops look.

use rayon::prelude::*;

/// A picture after a Gaussian blur: sRGB channels, 0..=255.
pub struct Blurred {
    channels: Vec<f32>,
}

impl Blurred {
    /// Blurs a picture `width` pixels wide by σ = 1.2 pixels; beyond its edges it is mirrored.
    pub fn new(picture: &[u8], width: usize) -> Self {
        const RADIUS: isize = 5;
        const SIGMA: f32 = 1.2;
        let weights: Vec<f32> = (-RADIUS..=RADIUS).map(|x| (-(x * x) as f32 / (2.0 * SIGMA * SIGMA)).exp()).collect();
        let sum: f32 = weights.iter().sum();
        let height = picture.len() / 3 / width;
        let mut channels: Vec<f32> = picture.iter().map(|value| f32::from(*value)).collect();
        for (count, stride, line_stride, lines) in [(width, 3, 3 * width, height), (height, 3 * width, 3, width)] {
            let source = channels.clone();
            for line in 0..lines {
                for index in 0..count {
                    for channel in 0..3 {
                        let at = |index: usize| source[line * line_stride + index * stride + channel];
                        let blurred: f32 = (-RADIUS..=RADIUS)
                            .zip(&weights)
                            .map(|(offset, weight)| weight * at(mirrored(index as isize + offset, count)))
                            .sum();
                        channels[line * line_stride + index * stride + channel] = blurred / sum;
                    }
                }
            }
        }
        Self { channels }
    }
}

fn mirrored(index: isize, count: usize) -> usize {
    let last = count as isize - 1;
    let index = if index < 0 { -index - 1 } else { index };
    (if index > last { 2 * last + 1 - index } else { index }).clamp(0, last) as usize
}

/// What separates a loop from the true one.
pub struct Difference {
    /// Mean CIEDE2000.
    pub delta_e: f64,
    /// Mean |Δₜ(shown) − Δₜ(truth)|, 0..=255.
    pub flicker: f64,
    /// Peak signal to noise ratio in dB.
    pub psnr: f64,
}

impl Difference {
    /// Of loops with as many frames of one size.
    pub fn between(shown: &[Blurred], truth: &[Blurred]) -> Self {
        let pairs = shown.par_iter().zip(truth);
        let delta_e: f64 = pairs.clone().map(|(shown, truth)| mean_delta_e(&shown.channels, &truth.channels)).sum();
        let square = pairs.map(|(shown, truth)| mean(&shown.channels, &truth.channels, |a, b| (a - b) * (a - b)));
        let square = square.sum::<f64>() / truth.len() as f64;
        let flicker: f64 = shown
            .par_windows(2)
            .zip(truth.par_windows(2))
            .map(|(shown, truth)| {
                let change = |pair: &[Blurred]| -> Vec<f32> {
                    pair[1].channels.iter().zip(&pair[0].channels).map(|(after, before)| after - before).collect()
                };
                mean(&change(shown), &change(truth), |a, b| (a - b).abs())
            })
            .sum();
        Self {
            delta_e: delta_e / truth.len() as f64,
            flicker: flicker / (truth.len() - 1) as f64,
            psnr: 10.0 * (255.0 * 255.0 / square).log10(),
        }
    }
}

fn mean(a: &[f32], b: &[f32], measure: impl Fn(f64, f64) -> f64) -> f64 {
    a.iter().zip(b).map(|(a, b)| measure(f64::from(*a), f64::from(*b))).sum::<f64>() / a.len() as f64
}

fn mean_delta_e(a: &[f32], b: &[f32]) -> f64 {
    let pixels = a.as_chunks().0.iter().zip(b.as_chunks().0);
    pixels.map(|(a, b)| ciede2000(lab(*a), lab(*b))).sum::<f64>() / (a.len() / 3) as f64
}

/// CIELAB under D65 of an sRGB colour, 0..=255.
fn lab(pixel: [f32; 3]) -> [f64; 3] {
    let [r, g, b] = pixel.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let curve = |t: f64| if t > 216.0 / 24_389.0 { t.cbrt() } else { (24_389.0 / 27.0 * t + 16.0) / 116.0 };
    let x = curve((0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47);
    let y = curve(0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b);
    let z = curve((0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Sharma, Wu and Dalal 2005, "The CIEDE2000 color-difference formula", equations 2 to 22, all k = 1.
pub fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let compress = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - compress(f64::midpoint(a1.hypot(b1), a2.hypot(b2))));
    let polar = |a: f64, b: f64| {
        let a = (1.0 + g) * a;
        (a.hypot(b), if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) })
    };
    let ((c1, h1), (c2, h2)) = (polar(a1, b1), polar(a2, b2));
    let colourful = c1 * c2 != 0.0;
    let turn = if colourful { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 } else { 0.0 };
    let hue = match (h1 + h2, (h1 - h2).abs()) {
        (sum, _) if !colourful => sum,
        (sum, apart) if apart <= 180.0 => sum / 2.0,
        (sum, _) if sum < 360.0 => sum / 2.0 + 180.0,
        (sum, _) => sum / 2.0 - 180.0,
    };
    let (lightness, chroma) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(hue - 30.0) + 0.24 * cos(2.0 * hue) + 0.32 * cos(3.0 * hue + 6.0)
        - 0.20 * cos(4.0 * hue - 63.0);
    let offset = (lightness - 50.0).powi(2);
    let dl = (l2 - l1) / (1.0 + 0.015 * offset / (20.0 + offset).sqrt());
    let dc = (c2 - c1) / (1.0 + 0.045 * chroma);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * chroma * t);
    let turned = 60.0 * (-((hue - 275.0) / 25.0).powi(2)).exp();
    let rotation = -2.0 * compress(chroma) * turned.to_radians().sin();
    (dl * dl + dc * dc + dh * dh + rotation * dc * dh).sqrt()
}
