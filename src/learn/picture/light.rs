//! The pixels of a decoded picture as light.

use image::DynamicImage;

use color::to_linear;

/// A decoded picture on a ground.
pub(super) struct Raster<'a> {
    bytes: &'a [u8],
    size: [u32; 2],
    /// Grey; grey and opacity; red, green, blue; those and opacity.
    channels: usize,
    /// 1 or 2 for integers, 4 for floats.
    channel_bytes: usize,
    /// The light behind what is transparent.
    ground: [f32; 3],
}

impl<'a> Raster<'a> {
    pub(super) fn new(decoded: &'a DynamicImage, ground: [u8; 3]) -> Self {
        let color = decoded.color();
        let channels = usize::from(color.channel_count());
        Self {
            bytes: decoded.as_bytes(),
            size: [decoded.width(), decoded.height()],
            channels,
            channel_bytes: usize::from(color.bytes_per_pixel()) / channels,
            ground: ground.map(|channel| to_linear(f32::from(channel) / 255.0)),
        }
    }

    pub(super) fn size(&self) -> [u32; 2] {
        self.size
    }

    /// The linear light of row `row`, counted from the top.
    pub(super) fn row(&self, row: usize) -> Vec<[f32; 3]> {
        let pixel_bytes = self.channels * self.channel_bytes;
        let stride = self.size[0] as usize * pixel_bytes;
        self.bytes[row * stride..][..stride].chunks_exact(pixel_bytes).map(|pixel| self.light(pixel)).collect()
    }

    fn light(&self, pixel: &[u8]) -> [f32; 3] {
        let at = |channel: usize| sample(&pixel[channel * self.channel_bytes..][..self.channel_bytes]);
        let (color, opacity) = match self.channels {
            1 => ([at(0); 3], 1.0),
            2 => ([at(0); 3], at(1)),
            3 => ([at(0), at(1), at(2)], 1.0),
            _ => ([at(0), at(1), at(2)], at(3)),
        };
        let light = color.map(to_linear);
        std::array::from_fn(|channel| light[channel] * opacity + self.ground[channel] * (1.0 - opacity))
    }
}

/// The value, 0..=1, of a sample of 1, 2 or 4 bytes in the machine's order.
fn sample(bytes: &[u8]) -> f32 {
    match *bytes {
        [byte] => f32::from(byte) / 255.0,
        [first, second] => f32::from(u16::from_ne_bytes([first, second])) / 65_535.0,
        [first, second, third, fourth] => {
            let value = f32::from_ne_bytes([first, second, third, fourth]);
            if value > 0.0 { value.min(1.0) } else { 0.0 }
        }
        _ => 0.0,
    }
}
