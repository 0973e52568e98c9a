//! A pixel with several samples.

use super::ChannelValue;
use color::Transfer;

/// Places of samples along a pixel's side.
pub(super) const SIDE: usize = 4;
/// How far a picture bends, in steps of 255, where even a pixel whose corners are alike may have a line in it.
const SHARP: i16 = 64;

/// The places of the grid, counted row by row, of the corners at either side.
pub(super) const LEFT: [usize; 2] = [0, 12];
pub(super) const RIGHT: [usize; 2] = [3, 15];

/// A pixel that is sampled again.
pub(super) struct Pixel {
    pub(super) row: u32,
    pub(super) column: u32,
    /// Whether the picture bends by [`SHARP`] there.
    pub(super) sharp: bool,
    /// Whether it is to be sampled at the next step.
    pub(super) wanted: bool,
    /// The linear light at the places of the grid that are sampled; elsewhere 0.
    light: [[f32; 3]; SIDE * SIDE],
    /// How many are.
    pub(super) taken: u32,
    /// The least and the greatest of each channel, sRGB, of the first sample and the means of each step's.
    range: [[f32; 3]; 2],
}

impl Pixel {
    /// Before the first step: the picture bends by `bend` there, the sample in the middle is `first`.
    pub(super) fn new([row, column]: [u32; 2], bend: i16, first: [u8; 3]) -> Self {
        let light = [[0.0; 3]; SIDE * SIDE];
        let range = [first.map(|byte| f32::from(byte) / 255.0); 2];
        Self { row, column, sharp: bend >= SHARP, wanted: true, light, taken: 0, range }
    }

    /// How much its means differ, in steps of 255. Along an even slope all means are alike, however far apart the
    /// samples are; of two colours, all samples are of one where all means are.
    pub(super) fn roughness(&self) -> u8 {
        let [low, high] = self.range;
        u8::quantize(high.iter().zip(low).fold(0.0, |most, (high, low)| (high - low).max(most)))
    }

    /// How much the samples at these places differ from `color`, in steps of 255 of any channel.
    pub(super) fn differs(&self, places: [usize; 2], color: [u8; 3], transfer: &Transfer) -> i16 {
        let channels = places.into_iter().flat_map(|place| self.light[place].into_iter().zip(color));
        let apart = |(light, byte): (f32, u8)| u8::quantize(transfer.to_srgb(light)).abs_diff(byte);
        channels.map(apart).max().unwrap_or_default().into()
    }

    /// Adds the samples of a step, sRGB and linear light, at these places of the grid.
    pub(super) fn take(&mut self, places: &[usize], samples: impl Iterator<Item = ([f32; 3], [f32; 3])>) {
        let mut sums = [0.0; 3];
        for (place, (srgb, light)) in places.iter().zip(samples) {
            self.light[*place] = light;
            sums.iter_mut().zip(srgb).for_each(|(sum, value)| *sum += value);
        }
        self.taken += places.len() as u32;
        let [low, high] = &mut self.range;
        for (channel, sum) in sums.into_iter().enumerate() {
            let mean: f32 = sum / places.len() as f32;
            low[channel] = mean.min(low[channel]);
            high[channel] = mean.max(high[channel]);
        }
    }

    /// The mean of its samples' light, as sRGB. Places without a sample add nothing.
    pub(super) fn mean(&self, transfer: &Transfer) -> [f32; 3] {
        let share = 1.0 / self.taken as f32;
        let sum = |channel: usize| self.light.iter().fold(0.0, |sum, light| sum + light[channel]);
        std::array::from_fn(|channel| transfer.to_srgb(sum(channel) * share))
    }
}

/// Lets those pixels of a row go whose next step, of `size` samples, is beyond the row's `budget`: the plainest ones,
/// and all that are as plain as the first of them.
pub(super) fn keep_roughest(row: &mut [Pixel], size: usize, budget: usize) {
    let taken: usize = row.iter().map(|pixel| pixel.taken as usize).sum();
    let affordable = budget.saturating_sub(taken) / size;
    let mut counts = [0_usize; 256];
    for pixel in row.iter().filter(|pixel| pixel.wanted) {
        counts[usize::from(pixel.roughness())] += 1;
    }
    let roughest_first = counts.iter().rev().scan(0_usize, |sum, count| {
        *sum += *count;
        Some(*sum)
    });
    let least = 256 - roughest_first.take_while(|sum| *sum <= affordable).count();
    row.iter_mut().for_each(|pixel| pixel.wanted &= usize::from(pixel.roughness()) >= least);
}
