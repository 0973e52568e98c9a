//! `Samples::Auto`: more samples for the pixels that need them.
//!
//! Every pixel is painted with one sample. Where the picture bends by [`EDGE`] it is sampled again at the positions of
//! a 4×4 grid, in three steps, after each of which pixels that are plain are left alone:
//!
//! ```text
//!   1 . . 1     1  the corners: whatever straight edge parts the grid parts them
//!   . 3 3 2     2  one more in each row and column, which find thin lines
//!   2 3 3 .     3  all others
//!   1 ...
//! ```
//!
//! A thin line runs between the middles of many pixels, where no bend tells of it. So edges are followed along the row:
//! a pixel is sampled, too, where the corners of the one beside it have another colour than its own middle.
//!
//! A pixel's colour is the mean of their light, added in the grid's order: a pixel that all steps have sampled is the very
//! one that `Samples::Grid(4)` paints. Only the sample in the middle is lost, which is not on the grid.
//!
//! A pixel depends on the picture's row that it is in and on the rows beside it, never on where a strip ends: a strip
//! paints the rows above and below it too. (Comparing within fixed bands would need no such row, and leave steps
//! where an edge runs along a band's border.) For the same reason the budget is one of whole rows: where noise would
//! ask for everything, each row takes at most [`BUDGET`] more samples a pixel, the roughest pixels first.
//!
//! At 1920×1080, in samples a pixel, and in decibels (PSNR) against 4×4 everywhere:
//!
//! | line | one sample | auto | samples |
//! | --- | --- | --- | --- |
//! | `default:1` | 74.8 | 74.8 | 1.00 |
//! | `mondrian:1` | 26.3 | 40.2 | 1.46 |
//! | `mondrian:7` | 25.4 | 43.7 | 1.62 |
//! | `glossy:1` | 53.1 | 66.2 | 1.22 |
//! | `relu:3` | 50.9 | 72.4 | 1.09 |
//! | `mind-blown:1` | 30.1 | 58.5 | 4.30 |
//! | `deep:1` | 25.5 | 39.6 | 4.59 |
//! | `pollock:1` | 13.7 | 21.3 | 5.00 |
//!
//! All 16 places for each pixel with an edge near it would take 1.84 samples of `mondrian:7`, for 44.1 dB.

use std::ops::Range;

use super::contrast::Contrast;
use super::{BLOCK, ChannelValue, Scratch, Shot, Viewport, centers, triples};
use color::{Transfer, to_linear};
use pixel::{LEFT, Pixel, RIGHT, SIDE, keep_roughest};

mod pixel;

/// The fewest rows to paint at a time: the two beside them are a sixteenth of their work.
pub(super) const BAND: u32 = 32;
/// About this many pixels are refined at a time: runs long enough for the kernel, within bounds where all are edges.
const CHUNK: usize = 16384;
/// How far the picture bends, or a corner differs from the middle of the pixel beside it, in steps of 255, at pixels that
/// are sampled again.
const EDGE: i16 = 16;
/// How much the means of a pixel's steps differ, in steps of 255, if it takes another step.
const ROUGH: u8 = 3;
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
    /// Those to sample again, of these rows of the picture.
    pixels: Vec<Pixel>,
    rows: Range<u32>,
    /// For each pixel of the rows whether it is one of them.
    chosen: Vec<bool>,
}

impl Edges {
    /// Finds the pixels of `rows` to sample again. The rows that are painted begin with the picture's row `top`, and
    /// end with the one below `rows`, if there is one.
    fn find(&mut self, rows: Range<u32>, top: u32, [width, height]: [u32; 2]) {
        let Self { near, contrast, pixels, chosen, .. } = self;
        let painted = |row: u32| &near[(row - top) as usize * width as usize..][..width as usize];
        pixels.clear();
        chosen.clear();
        for row in rows.clone() {
            let beside = [row.saturating_sub(1), row, (row + 1).min(height - 1)];
            for ((column, bend), first) in (0..).zip(contrast.of(beside.map(painted))).zip(painted(row)) {
                chosen.push(bend >= EDGE);
                if bend >= EDGE {
                    pixels.push(Pixel::new([row, column], bend, *first));
                }
            }
        }
        self.rows = rows;
    }

    /// The pixels beside those from the `from`-th on, in their rows, that an edge leads into though no bend tells of it.
    fn led_into(&mut self, from: usize, top: u32, width: u32) -> Vec<Pixel> {
        let Self { near, pixels, rows, chosen, .. } = self;
        let transfer = Transfer::get();
        let mut found = Vec::new();
        for pixel in &pixels[from..] {
            let beside = [(LEFT, pixel.column.checked_sub(1)), (RIGHT, Some(pixel.column + 1))];
            for (corners, column) in beside.map(|(corners, column)| (corners, column.filter(|column| *column < width)))
            {
                let Some(column) = column else { continue };
                let at = |first: u32| (pixel.row - first) as usize * width as usize + column as usize;
                let (chosen, middle) = (&mut chosen[at(rows.start)], near[at(top)]);
                if !*chosen && pixel.differs(corners, middle, transfer) >= EDGE {
                    *chosen = true;
                    found.push(Pixel::new([pixel.row, column], 0, middle));
                }
            }
        }
        found
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
            self.refine(&mut edges, top, scratch);
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
    fn refine(&self, edges: &mut Edges, top: u32, scratch: &mut Scratch) {
        let budget = BUDGET * self.viewport.width as usize;
        for (step, places) in STEPS.into_iter().enumerate() {
            for row in edges.pixels.chunk_by_mut(|a, b| a.row == b.row) {
                keep_roughest(row, places.len(), budget);
            }
            self.take(step, &mut edges.pixels, scratch);
            if step == 0 {
                self.follow(edges, top, scratch);
            }
        }
    }

    /// Takes a step with those of the pixels that are wanted.
    fn take(&self, step: usize, pixels: &mut [Pixel], scratch: &mut Scratch) {
        let places = STEPS[step];
        let mut wanted: Vec<_> = pixels.iter_mut().filter(|pixel| pixel.wanted).collect();
        for group in wanted.chunks_mut(BLOCK / places.len()) {
            self.sample(group, places, scratch);
        }
        for pixel in wanted {
            pixel.wanted = pixel.roughness() >= ROUGH || (step == 0 && pixel.sharp);
        }
    }

    /// Adds the pixels that edges lead into from those whose corners are sampled, and samples theirs. The budget has
    /// room for the corners of all.
    fn follow(&self, edges: &mut Edges, top: u32, scratch: &mut Scratch) {
        let (foreseen, mut from) = (edges.pixels.len(), 0);
        while from < edges.pixels.len() {
            let mut found = edges.led_into(from, top, self.viewport.width);
            self.take(0, &mut found, scratch);
            from = edges.pixels.len();
            edges.pixels.append(&mut found);
        }
        if from > foreseen {
            edges.pixels.sort_by_key(|pixel| [pixel.row, pixel.column]);
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
            pixel.take(places, samples.by_ref());
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
