//! The colours of one frame, and the nearest of them.

use quantette::PaletteSize;
use quantette::color_space::{oklab_to_srgb8, srgb8_to_oklab};
use quantette::deps::palette::{Oklab, Srgb};
use quantette::kmeans::{Kmeans, KmeansOptions};
use quantette::wu::{BinnerF32x3, WuF32x3};

/// Colours in a GIF palette.
const COLORS: usize = 256;

/// A palette, each colour as it will be shown, in Oklab, as three runs: what makes the search for
/// the nearest one fast.
#[derive(Debug)]
pub(super) struct Palette {
    pub(super) rgb: Vec<[u8; 3]>,
    lightness: [f32; COLORS],
    a: [f32; COLORS],
    b: [f32; COLORS],
}

impl Palette {
    /// Chooses 256 colours for `pixels`, Oklab, by k-means from Wu's boxes, over `samples` of them.
    pub(super) fn choose(pixels: &[Oklab], samples: u32) -> Self {
        let options = KmeansOptions::new().sampling_factor(f32::INFINITY).max_samples(samples);
        let boxes = WuF32x3::run_slice(pixels, BinnerF32x3::oklab_from_srgb8());
        let centroids = boxes.map(|boxes| boxes.palette(PaletteSize::MAX));
        let moved = centroids.and_then(|centroids| Kmeans::run_slice(pixels, centroids, options));
        // Only a picture without pixels, or with more than 2³², has no palette.
        moved.map_or_else(|_| Self::new(&[]), |kmeans| Self::new(&oklab_to_srgb8(&kmeans.into_palette())))
    }

    fn new(colors: &[Srgb<u8>]) -> Self {
        // Places without a colour lie out of reach.
        let mut palette =
            Self { rgb: vec![[0; 3]; COLORS], lightness: [1e9; COLORS], a: [1e9; COLORS], b: [1e9; COLORS] };
        for (index, (color, shown)) in colors.iter().zip(srgb8_to_oklab(colors)).enumerate() {
            palette.rgb[index] = [color.red, color.green, color.blue];
            (palette.lightness[index], palette.a[index], palette.b[index]) = (shown.l, shown.a, shown.b);
        }
        palette
    }

    /// Colour `index` in Oklab.
    pub(super) fn color(&self, index: u8) -> [f32; 3] {
        let index = usize::from(index);
        [self.lightness[index], self.a[index], self.b[index]]
    }

    /// The squared distance of colour `index`.
    pub(super) fn distance(&self, index: u8, [l, a, b]: [f32; 3]) -> f32 {
        let [x, y, z] = self.color(index);
        (x - l) * (x - l) + (y - a) * (y - a) + (z - b) * (z - b)
    }

    /// The nearest colour and its squared distance.
    ///
    /// The index stands in the low bits of the distance, so that one minimum finds both: positive
    /// floats are ordered as their bits are, and eight bits less are plenty.
    pub(super) fn nearest(&self, [l, a, b]: [f32; 3]) -> (u8, f32) {
        const LANES: usize = 16;
        let mut least = [f32::MAX; LANES];
        for start in (0..COLORS).step_by(LANES) {
            for (lane, least) in least.iter_mut().enumerate() {
                let index = start + lane;
                let (x, y, z) = (self.lightness[index] - l, self.a[index] - a, self.b[index] - b);
                let distance = x * x + y * y + z * z;
                let tagged = f32::from_bits((distance.to_bits() & !0xFF) | index as u32);
                *least = if tagged < *least { tagged } else { *least };
            }
        }
        let least = least.iter().copied().fold(f32::MAX, |least, other| if other < least { other } else { least });
        ((least.to_bits() & 0xFF) as u8, least)
    }
}
