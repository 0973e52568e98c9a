//! One picture, block by block.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use rayon::prelude::*;

use super::coloring::Coloring;
use super::grid::Grid;
use super::{Frame, Painting, Viewport};
use crate::color::{Oklab, Transfer, to_linear};
use crate::kernel::{Positions, Program};
use crate::recipe::View;

/// Pixels of a block: enough that the kernel's start costs nothing, few enough that everything stays
/// in the second-level cache and a small frame still feeds all threads.
const BLOCK: usize = 2048;

/// A channel value as a picture stores it.
pub trait Depth: Copy + Default + Send {
    /// Rounds an sRGB value in 0..=1.
    fn quantize(value: f32) -> Self;
}

impl Depth for u8 {
    #[inline]
    fn quantize(value: f32) -> Self {
        nearest_integer(value * 255.0) as Self
    }
}

impl Depth for u16 {
    #[inline]
    fn quantize(value: f32) -> Self {
        nearest_integer(value * 65535.0) as Self
    }
}

/// The integer nearest to `value` in 0..2²², and 0 for one that is no number. Adding 2²³ leaves it in the
/// lowest bits: unlike a conversion that saturates, this is done for many values at once.
#[inline]
fn nearest_integer(value: f32) -> u32 {
    ((if value > 0.0 { value } else { 0.0 }) + 8_388_608.0).to_bits() & 0x3f_ffff
}

/// One picture about to be painted, as a whole or in strips of rows.
#[derive(Debug)]
pub struct Shot<'a> {
    painting: &'a Painting,
    coloring: Cow<'a, Coloring>,
    program: Program,
    grid: Grid,
    viewport: Viewport,
    /// The wave's displacement of each column: a row of them for each sample across a pixel.
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
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl<'a> Shot<'a> {
    pub(super) fn new(painting: &'a Painting, phase: f64, view: View, viewport: Viewport) -> Self {
        let viewport = Viewport { samples: viewport.samples.max(1), ..viewport };
        let moment = painting.source.at(phase);
        let grid = moment.grid(view, viewport, painting.recipe.coords);
        let columns = |sample| (0..viewport.width).map(move |column| f64::from(column) + center(sample, viewport));
        Self {
            program: Program::new(&moment.network, &moment.latent, moment.gain as f32),
            waves: (0..viewport.samples).map(|sample| grid.column_waves(columns(sample))).collect(),
            coloring: painting.coloring_at(phase),
            painting,
            grid,
            viewport,
        }
    }

    /// Paints the whole picture on all threads.
    pub fn frame(&self) -> Frame {
        let Viewport { width, height, .. } = self.viewport;
        let mut pixels = vec![[0; 3]; width as usize * height as usize];
        self.on_all_threads(&mut pixels, Self::pixels);
        Frame { width, height, pixels }
    }

    /// Paints some rows on the calling thread, with 8 (`u8`) or 16 (`u16`) bits a channel, sRGB: for those who
    /// have work for the other threads. (Threads that wait for each other's blocks were idle a tenth of the time.)
    ///
    /// # Panics
    /// If `out` does not hold exactly these rows.
    pub fn rows<D: Depth>(&self, rows: Range<u32>, out: &mut [[D; 3]]) {
        let width = self.viewport.width as usize;
        assert_eq!(out.len(), rows.len() * width, "a buffer of {} rows of {width}", rows.len());
        let start = rows.start as usize * width;
        SCRATCH.with_borrow_mut(|scratch| {
            for (index, block) in out.chunks_mut(BLOCK).enumerate() {
                self.pixels(start + index * BLOCK, scratch, block);
            }
        });
    }

    /// The picture in Oklab, row by row, not rounded: what differences between pictures are measured on.
    pub fn oklab(&self) -> Vec<Oklab> {
        let Viewport { width, height, .. } = self.viewport;
        let mut colors = vec![Oklab::default(); width as usize * height as usize];
        self.on_all_threads(&mut colors, |shot, first, scratch, block| {
            let count = block.len();
            shot.paint_block(first, scratch, count);
            for (pixel, color) in block.iter_mut().enumerate() {
                let srgb = std::array::from_fn(|channel| scratch.planes[channel * count + pixel]);
                *color = Oklab::from_srgb(srgb);
            }
        });
        colors
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

    /// Fills `out`, a value for each pixel of the picture, by blocks: `paint` hears which pixel is a block's first.
    fn on_all_threads<T: Send>(&self, out: &mut [T], paint: impl Fn(&Self, usize, &mut Scratch, &mut [T]) + Sync) {
        out.par_chunks_mut(BLOCK).enumerate().for_each(|(index, block)| {
            SCRATCH.with_borrow_mut(|scratch| paint(self, index * BLOCK, scratch, block));
        });
    }

    /// Paints the pixels from the `first` of the picture on.
    fn pixels<D: Depth>(&self, first: usize, scratch: &mut Scratch, block: &mut [[D; 3]]) {
        self.paint_block(first, scratch, block.len());
        let (red, rest) = scratch.planes.split_at(block.len());
        let (green, blue) = rest.split_at(block.len());
        for (((pixel, r), g), b) in block.iter_mut().zip(red).zip(green).zip(blue) {
            *pixel = [r, g, b].map(|value| D::quantize(*value));
        }
    }

    /// Leaves `count` pixels from the `first` of the picture on as sRGB in the scratch's first three planes.
    fn paint_block(&self, first: usize, scratch: &mut Scratch, count: usize) {
        let samples = self.viewport.samples;
        if samples <= 1 {
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
        self.coloring.apply(&mut scratch.planes, count, self.program.channels());
    }

    fn evaluate(&self, first: usize, sample: [u32; 2], scratch: &mut Scratch, count: usize) {
        let channels = self.program.channels();
        scratch.planes.resize(count * channels.max(self.coloring.planes()), 0.0);
        self.locate(first, sample, scratch, count);
        let Scratch { x, y, r, planes, .. } = scratch;
        let positions = Positions { x, y, r };
        self.program.evaluate(self.painting.level, positions, &mut planes[..count * channels]);
    }

    /// Fills in the positions, run by run of the rows that the block touches.
    fn locate(&self, first: usize, sample: [u32; 2], scratch: &mut Scratch, count: usize) {
        let width = self.viewport.width as usize;
        let offset = sample.map(|index| center(index, self.viewport));
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
            self.grid.run(across, down, waves, &mut x[run.clone()], &mut y[run.clone()]);
            done = run.end;
        }
        for ((r, x), y) in r.iter_mut().zip(&*x).zip(&*y) {
            *r = (x * x + y * y).sqrt();
        }
    }
}

/// Where the `index`-th sample lies within a pixel, 0..1.
fn center(index: u32, viewport: Viewport) -> f64 {
    (f64::from(index) + 0.5) / f64::from(viewport.samples)
}
