//! [`Samples::Auto`]: more samples for the pixels that need them.
//!
//! Every pixel is painted with one sample. Where its neighbourhood differs by [`EDGE`] it is sampled again at the
//! positions of a 4×4 grid, in three steps (`STEPS`), after each of which pixels that are plain are left alone:
//!
//! ```text
//!   1 . . 1     1  the corners: whatever straight edge parts the grid parts them
//!   . 3 3 2     2  one more in each row and column, which find thin lines
//!   2 3 3 .     3  all others
//!   1 ...
//! ```
//!
//! Its colour is the mean of their light, added in the grid's order: a pixel that all steps have sampled is the very
//! one that `Samples::Grid(4)` paints. Only the sample in the middle is lost, which is not on the grid.
//!
//! A pixel depends on the picture's row that it is in and on the rows beside it, never on where a strip ends: a strip
//! paints the rows above and below it too. (Comparing within fixed bands would need no such row, and leave steps
//! where an edge runs along a band's border.) For the same reason the budget is one of whole rows: where noise would
//! ask for everything, each row takes [`BUDGET`] more samples a pixel, those that differ most first.
//!
//! At 1920×1080, in samples a pixel, and in decibels (PSNR) against 4×4 everywhere:
//!
//! | line | one sample | auto | samples |
//! | --- | --- | --- | --- |
//! | `default:1` | 64.0 | 64.0 | 1.01 |
//! | `mondrian:7` | 25.4 | 43.4 | 1.62 |
//! | `glossy:1` | 53.0 | 65.3 | 1.65 |
//! | `relu:3` | 50.9 | 79.7 | 1.17 |
//! | `mind-blown:1` | 30.1 | 55.8 | 4.88 |
//! | `deep:1` | 25.5 | 38.4 | 4.84 |
//! | `pollock:1` | 13.7 | 20.9 | 4.88 |
//!
//! All 16 places for each pixel with an edge near it would take 1.84 samples of `mondrian:7`, for 44.1 dB.

use std::ops::Range;

use super::contrast::Contrast;
use super::{BLOCK, Depth, Scratch, Shot, Viewport, centers, triples};
use crate::color::{Transfer, to_linear};

/// Rows that are painted at a time on one of all threads: two more are painted to compare with.
pub(super) const BAND: usize = 32;
/// About this many pixels are refined at a time: runs long enough for the kernel, within bounds where all are edges.
const CHUNK: usize = 16384;
/// Samples along a pixel's side.
const SIDE: usize = 4;
/// Steps of 255 by which pixels of a neighbourhood differ that are sampled again. Smooth pictures have few such
/// pixels, and lines that an eye sees many.
const EDGE: u8 = 24;
/// By which samples of a pixel differ that asks for more of them: a row's mean is then off by about 2.
const ROUGH: u8 = 16;
/// By which pixels of a neighbourhood differ, so that even one whose corners are alike may have a line in it.
const SHARP: u8 = 64;
/// The most samples that a row takes beyond the first, for each of its pixels: at least the corners of all of them.
const BUDGET: usize = 4;
/// The places of the grid that are sampled at each step, counted row by row.
const STEPS: [&[usize]; 3] = [&[0, 3, 12, 15], &[1, 7, 8, 14], &[2, 4, 5, 6, 9, 10, 11, 13]];

/// How far into a pixel samples lie: the first one's middle, then the columns, or rows, of the grid.
pub(super) fn offsets() -> Vec<f64> {
    centers(1).chain(centers(SIDE as u32)).collect()
}

/// What edges are found and refined in, kept by each thread.
#[derive(Default)]
pub(super) struct Edges {
    /// The rows that are painted and those beside them, one sample a pixel.
    near: Vec<[u8; 3]>,
    contrast: Contrast,
    pixels: Vec<Pixel>,
}

/// A pixel that is sampled again.
struct Pixel {
    row: u32,
    column: u32,
    /// Whether its neighbourhood differs by [`SHARP`].
    sharp: bool,
    /// Whether it is to be sampled at the next step.
    wanted: bool,
    /// The linear light at the places of the grid that are sampled; elsewhere 0.
    light: [[f32; 3]; SIDE * SIDE],
    /// How many are.
    taken: u32,
    /// The least and the greatest of each channel, of its first sample too.
    range: [[u8; 3]; 2],
}

impl Pixel {
    /// Before the first step: its neighbourhood differs by `spread`, its first sample is `first`.
    fn new([row, column]: [u32; 2], spread: u8, first: [u8; 3]) -> Self {
        let light = [[0.0; 3]; SIDE * SIDE];
        Self { row, column, sharp: spread >= SHARP, wanted: true, light, taken: 0, range: [first; 2] }
    }

    /// The greatest difference of a channel between its samples.
    fn spread(&self) -> u8 {
        let [low, high] = self.range;
        high.iter().zip(low).map(|(high, low)| high - low).max().unwrap_or(0)
    }

    fn take(&mut self, place: usize, srgb: [f32; 3], light: [f32; 3]) {
        let [low, high] = &mut self.range;
        for (channel, value) in srgb.map(u8::quantize).into_iter().enumerate() {
            low[channel] = low[channel].min(value);
            high[channel] = high[channel].max(value);
        }
        self.light[place] = light;
        self.taken += 1;
    }

    /// The mean of its samples' light, as sRGB. Places without a sample add nothing.
    fn mean(&self, transfer: &Transfer) -> [f32; 3] {
        let share = 1.0 / self.taken as f32;
        let sum = |channel: usize| self.light.iter().fold(0.0, |sum, light| sum + light[channel]);
        std::array::from_fn(|channel| transfer.to_srgb(sum(channel) * share))
    }
}

impl Edges {
    /// Finds the pixels of `rows` to sample again. The rows that are painted begin with the picture's row `top`, and
    /// end with the one below `rows`, if there is one.
    fn find(&mut self, rows: Range<u32>, top: u32, [width, height]: [u32; 2]) {
        let Self { near, contrast, pixels } = self;
        let painted = |row: u32| &near[(row - top) as usize * width as usize..][..width as usize];
        pixels.clear();
        for row in rows {
            let beside = [row.saturating_sub(1), row, (row + 1).min(height - 1)];
            for ((column, spread), first) in (0..).zip(contrast.of(beside.map(painted))).zip(painted(row)) {
                if spread >= EDGE {
                    pixels.push(Pixel::new([row, column], spread, *first));
                }
            }
        }
    }
}

impl Shot<'_> {
    /// Paints some rows, on the calling thread. Returns how many samples their pixels took.
    pub(super) fn antialiased<T>(
        &self,
        rows: Range<u32>,
        scratch: &mut Scratch,
        out: &mut [T],
        finish: impl Fn([f32; 3]) -> T + Copy,
    ) -> u64 {
        if out.is_empty() {
            return 0;
        }
        let mut edges = std::mem::take(&mut scratch.edges);
        self.sketch_all(rows.clone(), scratch, &mut edges.near, out, finish);
        let (top, size) = (rows.start.saturating_sub(1), [self.viewport.width, self.viewport.height]);
        let (width, transfer) = (self.viewport.width as usize, Transfer::get());
        let chunk = (CHUNK / width).max(1);
        let mut samples = out.len() as u64;
        for (start, out) in rows.step_by(chunk).zip(out.chunks_mut(chunk * width)) {
            edges.find(start..start + (out.len() / width) as u32, top, size);
            self.refine(&mut edges.pixels, scratch);
            for pixel in &edges.pixels {
                out[(pixel.row - start) as usize * width + pixel.column as usize] = finish(pixel.mean(transfer));
                samples += u64::from(pixel.taken);
            }
        }
        scratch.edges = edges;
        samples
    }

    /// Paints `rows` with one sample a pixel: into `out`, and as bytes into `near`, there with the rows beside them.
    fn sketch_all<T>(
        &self,
        rows: Range<u32>,
        scratch: &mut Scratch,
        near: &mut Vec<[u8; 3]>,
        out: &mut [T],
        finish: impl Fn([f32; 3]) -> T + Copy,
    ) {
        let Viewport { width, height, .. } = self.viewport;
        let width = width as usize;
        let (start, end) = (rows.start as usize * width, rows.end as usize * width);
        let [above, below] = [rows.start > 0, rows.end < height].map(|there| if there { width } else { 0 });
        // Of the rows beside, nothing else is wanted.
        let mut nothing = vec![(); width];
        near.clear();
        self.sketch(start - above, scratch, near, &mut nothing[..above], |_| ());
        self.sketch(start, scratch, near, out, finish);
        self.sketch(end, scratch, near, &mut nothing[..below], |_| ());
    }

    /// Paints the pixels from the `first` of the picture on with one sample into `out`, and appends them to `near`.
    fn sketch<T>(
        &self,
        first: usize,
        scratch: &mut Scratch,
        near: &mut Vec<[u8; 3]>,
        out: &mut [T],
        finish: impl Fn([f32; 3]) -> T + Copy,
    ) {
        for (index, block) in out.chunks_mut(BLOCK).enumerate() {
            self.pixels(first + index * BLOCK, scratch, block, finish);
            near.extend(triples(&scratch.planes, block.len()).map(|srgb| srgb.map(u8::quantize)));
        }
    }

    /// Samples the pixels, which come row by row, until they are plain, all places are sampled or the budget is spent.
    fn refine(&self, pixels: &mut [Pixel], scratch: &mut Scratch) {
        let budget = BUDGET * self.viewport.width as usize;
        for (step, places) in STEPS.into_iter().enumerate() {
            for row in pixels.chunk_by_mut(|a, b| a.row == b.row) {
                keep_roughest(row, places.len(), budget);
            }
            let mut wanted: Vec<_> = pixels.iter_mut().filter(|pixel| pixel.wanted).collect();
            for group in wanted.chunks_mut(BLOCK / places.len()) {
                self.sample(group, places, scratch);
            }
            for pixel in wanted {
                pixel.wanted = pixel.spread() >= ROUGH || (step == 0 && pixel.sharp);
            }
        }
    }

    /// Samples each of the pixels at these places of the grid.
    fn sample(&self, pixels: &mut [&mut Pixel], places: &[usize], scratch: &mut Scratch) {
        self.place(pixels, places, scratch);
        let count = scratch.x.len();
        self.run(scratch);
        self.color(scratch, count);
        let Scratch { planes, light, .. } = scratch;
        light.clear();
        light.extend(planes[..3 * count].iter().map(|value| to_linear(*value)));
        let mut samples = triples(planes, count).zip(triples(light, count));
        for pixel in pixels {
            for (place, (srgb, light)) in places.iter().zip(samples.by_ref()) {
                pixel.take(*place, srgb, light);
            }
        }
    }

    /// Fills in the positions: for each of the pixels, which come row by row, those places of the grid.
    fn place(&self, pixels: &[&mut Pixel], places: &[usize], scratch: &mut Scratch) {
        let Scratch { x, y, r, .. } = scratch;
        for positions in [&mut *x, &mut *y, &mut *r] {
            positions.clear();
        }
        // The first offset is that of the sketch.
        let offsets = &self.offsets[1..];
        for row in pixels.chunk_by(|a, b| a.row == b.row) {
            let top = f64::from(row[0].row);
            let lines: [_; SIDE] = std::array::from_fn(|down| self.grid.line(top + offsets[down]));
            for (pixel, place) in row.iter().flat_map(|pixel| places.iter().map(move |place| (pixel, place))) {
                let (across, down) = (place % SIDE, place / SIDE);
                let wave = self.waves[1 + across].get(pixel.column as usize).copied().unwrap_or(0.0);
                let [right, below] = lines[down].at(f64::from(pixel.column) + offsets[across], wave);
                x.push(right);
                y.push(below);
                r.push((right * right + below * below).sqrt());
            }
        }
    }
}

/// Lets those pixels of a row go whose next step, of `size` samples, is beyond the row's `budget`: the plainest ones,
/// and all that are as plain as the first of them.
fn keep_roughest(row: &mut [Pixel], size: usize, budget: usize) {
    let taken: usize = row.iter().map(|pixel| pixel.taken as usize).sum();
    let affordable = budget.saturating_sub(taken) / size;
    let mut counts = [0_usize; 256];
    for pixel in row.iter().filter(|pixel| pixel.wanted) {
        counts[usize::from(pixel.spread())] += 1;
    }
    let roughest_first = counts.iter().rev().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    });
    let least = 256 - roughest_first.take_while(|sum| *sum <= affordable).count();
    row.iter_mut().for_each(|pixel| pixel.wanted &= usize::from(pixel.spread()) >= least);
}
