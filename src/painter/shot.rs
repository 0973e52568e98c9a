//! One picture, block by block.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use rayon::prelude::*;

use super::coloring::Coloring;
use super::grid::SampleGrid;
use super::{Frame, Painting, Samples, Viewport};
use crate::kernel::{Positions, Program};
use crate::recipe::View;
use color::{Oklab, Transfer, to_linear};

mod antialias;
mod channel_value;
mod contrast;

pub use channel_value::ChannelValue;

/// Pixels of a block: enough that the kernel's start costs nothing, few enough that everything stays
/// in the second-level cache and a small frame still feeds all threads.
const BLOCK: usize = 2048;

/// One picture about to be painted, as a whole or in strips of rows.
#[derive(Debug)]
pub struct Shot<'a> {
    painting: &'a Painting,
    coloring: Cow<'a, Coloring>,
    program: Program,
    grid: SampleGrid,
    viewport: Viewport,
    /// How far into a pixel samples lie, 0..1, across as well as down.
    offsets: Vec<f64>,
    /// The wave's displacement of each column: a row of them for each of the offsets.
    waves: Vec<Vec<f64>>,
}

/// What a block is worked out in, kept by each thread.
#[derive(Default)]
struct Scratch {
    x: Vec<f32>,
    y: Vec<f32>,
    r: Vec<f32>,
    /// Channels, then red, green and blue, as runs of the block's pixels.
    planes: Vec<f32>,
    /// Linear light of the samples so far.
    light: Vec<f32>,
    edges: antialias::Edges,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl<'a> Shot<'a> {
    pub(super) fn new(painting: &'a Painting, phase: f64, view: View, viewport: Viewport) -> Self {
        let moment = painting.moments.at(phase);
        let grid = moment.grid(view, viewport, painting.recipe.coords);
        let columns = |offset: f64| (0..viewport.width).map(move |column| f64::from(column) + offset);
        let offsets = match viewport.samples {
            Samples::Auto => antialias::offsets(),
            Samples::Grid(_) => centers(viewport.samples.side()).collect(),
        };
        Self {
            program: Program::new(&moment.network, &moment.latent, moment.gain as f32),
            waves: offsets.iter().map(|offset| grid.column_waves(columns(*offset))).collect(),
            offsets,
            coloring: painting.coloring_at(phase),
            painting,
            grid,
            viewport,
        }
    }

    /// Paints the whole picture on all threads.
    pub fn frame(&self) -> Frame {
        let Viewport { width, height, .. } = self.viewport;
        Frame { width, height, pixels: self.on_all_threads(|srgb| srgb.map(u8::quantize)) }
    }

    /// Paints some rows on the calling thread, with 8 (`u8`) or 16 (`u16`) bits a channel, sRGB: for those who
    /// have work for the other threads. (Threads that wait for each other's blocks were idle a tenth of the time.)
    ///
    /// With [`Samples::Auto`] the row above and the row below are painted too, to compare with: a few rows cost nearly
    /// as much as [`fewest_rows`](Self::fewest_rows).
    ///
    /// # Panics
    /// If `out` does not hold exactly these rows.
    pub fn rows<V: ChannelValue>(&self, rows: Range<u32>, out: &mut [[V; 3]]) {
        let width = self.viewport.width as usize;
        assert_eq!(out.len(), rows.len() * width, "a buffer of {} rows of {width}", rows.len());
        SCRATCH.with_borrow_mut(|scratch| self.strip(rows, scratch, out, |srgb| srgb.map(V::quantize)));
    }

    /// The fewest rows that are worth painting at a time.
    pub(crate) fn fewest_rows(&self) -> u32 {
        match self.viewport.samples {
            Samples::Auto => antialias::BAND,
            Samples::Grid(_) => 1,
        }
    }

    /// The picture in Oklab, row by row, not rounded: what differences between pictures are measured on.
    pub fn oklab(&self) -> Vec<Oklab> {
        self.on_all_threads(Oklab::from_srgb)
    }

    /// How many samples the picture is made of. With [`Samples::Auto`] it is painted to be counted.
    pub fn samples(&self) -> u64 {
        let Viewport { width, height, samples, .. } = self.viewport;
        match samples {
            Samples::Grid(_) => u64::from(width) * u64::from(height) * u64::from(samples.side()).pow(2),
            Samples::Auto => {
                let mut nothing = vec![(); width as usize * height as usize];
                self.antialiased(0..height, &mut Scratch::default(), &mut nothing, |_| ())
            }
        }
    }

    /// The network's outputs before the colour mode: for each channel `width × height` values in
    /// 0..=1, row by row. One sample a pixel: the first, where the viewport has several.
    pub fn channels(&self) -> Vec<f32> {
        let count = self.viewport.width as usize * self.viewport.height as usize;
        let mut channels = vec![0.0; count * self.program.channels()];
        let mut scratch = Scratch::default();
        for first in (0..count).step_by(BLOCK) {
            let size = BLOCK.min(count - first);
            self.evaluate(first, [0, 0], &mut scratch, size);
            for (channel, run) in scratch.planes.chunks_exact(size).take(self.program.channels()).enumerate() {
                channels[channel * count + first..][..size].copy_from_slice(run);
            }
        }
        channels
    }

    /// The whole picture, what `finish` makes of each pixel's sRGB.
    fn on_all_threads<T: Clone + Default + Send>(&self, finish: impl Fn([f32; 3]) -> T + Copy + Sync) -> Vec<T> {
        let Viewport { width, height, .. } = self.viewport;
        let width = width as usize;
        let mut picture = vec![T::default(); width * height as usize];
        match self.viewport.samples {
            Samples::Grid(_) => picture.par_chunks_mut(BLOCK).enumerate().for_each(|(index, block)| {
                SCRATCH.with_borrow_mut(|scratch| self.pixels(index * BLOCK, scratch, block, finish));
            }),
            Samples::Auto => {
                let bands = picture.par_chunks_mut((antialias::BAND as usize * width).max(1)).enumerate();
                bands.for_each(|(index, band)| {
                    let top = index as u32 * antialias::BAND;
                    let rows = top..top + (band.len() / width) as u32;
                    SCRATCH.with_borrow_mut(|scratch| self.strip(rows, scratch, band, finish));
                });
            }
        }
        picture
    }

    /// Paints some rows, on the calling thread.
    fn strip<T>(&self, rows: Range<u32>, scratch: &mut Scratch, out: &mut [T], finish: impl Fn([f32; 3]) -> T + Copy) {
        if self.viewport.samples == Samples::Auto {
            self.antialiased(rows, scratch, out, finish);
            return;
        }
        let start = rows.start as usize * self.viewport.width as usize;
        for (index, block) in out.chunks_mut(BLOCK).enumerate() {
            self.pixels(start + index * BLOCK, scratch, block, finish);
        }
    }

    /// Paints the pixels from the `first` of the picture on, all with as many samples.
    fn pixels<T>(&self, first: usize, scratch: &mut Scratch, block: &mut [T], finish: impl Fn([f32; 3]) -> T) {
        self.paint_block(first, scratch, block.len());
        let colors = triples(&scratch.planes, block.len());
        block.iter_mut().zip(colors).for_each(|(pixel, srgb)| *pixel = finish(srgb));
    }

    /// Leaves `count` pixels from the `first` of the picture on as sRGB in the scratch's first three planes.
    fn paint_block(&self, first: usize, scratch: &mut Scratch, count: usize) {
        let samples = self.viewport.samples.side();
        if samples == 1 {
            return self.paint_sample(first, [0, 0], scratch, count);
        }
        let mut light = std::mem::take(&mut scratch.light);
        light.clear();
        light.resize(3 * count, 0.0);
        for sample in 0..samples * samples {
            self.paint_sample(first, [sample % samples, sample / samples], scratch, count);
            let srgb = &scratch.planes[..3 * count];
            light.iter_mut().zip(srgb).for_each(|(light, value)| *light += to_linear(*value));
        }
        let transfer = Transfer::get();
        let share = 1.0 / (samples * samples) as f32;
        let srgb = &mut scratch.planes[..3 * count];
        srgb.iter_mut().zip(&light).for_each(|(value, light)| *value = transfer.to_srgb(light * share));
        scratch.light = light;
    }

    /// One sample of each pixel, the `sample[0]`-th across and the `sample[1]`-th down.
    fn paint_sample(&self, first: usize, sample: [u32; 2], scratch: &mut Scratch, count: usize) {
        self.evaluate(first, sample, scratch, count);
        self.color(scratch, count);
    }

    fn evaluate(&self, first: usize, sample: [u32; 2], scratch: &mut Scratch, count: usize) {
        self.locate(first, sample, scratch, count);
        self.run(scratch);
    }

    /// Leaves the channels at the positions in the scratch in its planes.
    fn run(&self, scratch: &mut Scratch) {
        let (channels, count) = (self.program.channels(), scratch.x.len());
        scratch.planes.resize(count * channels.max(self.coloring.planes()), 0.0);
        let Scratch { x, y, r, planes, .. } = scratch;
        let positions = Positions { x, y, r };
        self.program.evaluate(self.painting.level, positions, &mut planes[..count * channels]);
    }

    /// Turns the channels of `count` positions into sRGB, in the first three planes.
    fn color(&self, scratch: &mut Scratch, count: usize) {
        self.coloring.apply(&mut scratch.planes, count, self.program.channels());
    }

    /// Fills in the positions, run by run of the rows that the block touches.
    fn locate(&self, first: usize, sample: [u32; 2], scratch: &mut Scratch, count: usize) {
        let width = self.viewport.width as usize;
        let offset = sample.map(|index| self.offsets[index as usize]);
        let row_waves = &self.waves[sample[0] as usize];
        let Scratch { x, y, r, .. } = scratch;
        for positions in [&mut *x, &mut *y, &mut *r] {
            positions.resize(count, 0.0);
        }
        let mut done = 0;
        while done < count {
            let (row, column) = ((first + done) / width, (first + done) % width);
            let run = done..count.min(done + width - column);
            let waves = row_waves.get(column..column + run.len()).unwrap_or_default();
            let (across, down) = (column as f64 + offset[0], row as f64 + offset[1]);
            self.grid.line(down).run(across, waves, &mut x[run.clone()], &mut y[run.clone()]);
            done = run.end;
        }
        for ((r, x), y) in r.iter_mut().zip(&*x).zip(&*y) {
            *r = (x * x + y * y).sqrt();
        }
    }
}

/// Where `side` samples in a row lie within a pixel, 0..1.
fn centers(side: u32) -> impl Iterator<Item = f64> {
    (0..side).map(move |index| (f64::from(index) + 0.5) / f64::from(side))
}

/// The first three runs of `count` values as that many triples.
fn triples(planes: &[f32], count: usize) -> impl Iterator<Item = [f32; 3]> {
    let (red, rest) = planes.split_at(count);
    let (green, blue) = rest.split_at(count);
    red.iter().zip(green).zip(blue).map(|((red, green), blue)| [*red, *green, *blue])
}
