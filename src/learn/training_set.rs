//! What there is to learn: every pixel of the pictures, and the order in which they come.
//!
//! A pixel's inputs are its position, as the painter counts it (the origin in the middle of its picture, the
//! shorter side from −½ to ½), and the latent point of its picture. The points of n pictures stand evenly on the
//! circle of radius 1, so that a walk round it (`latent-path=circle`) meets each and dreams between neighbours. Of two
//! pictures both stand on the first axis: the second input stays as it was drawn, and makes the way back another dream
//! than the way there.

use std::f64::consts::TAU;
use std::ops::Range;

use super::picture::Picture;
use crate::kernel::gradient::CHANNELS;
use crate::recipe::stream::{Purpose, StreamKey};

/// How many latent inputs a network for so many pictures has.
pub fn latent_inputs(pictures: usize) -> u8 {
    match pictures {
        0 | 1 => 0,
        _ => 2,
    }
}

/// The latent point of picture `index`, counted from 0.
pub fn latent_point(pictures: usize, index: usize) -> Vec<f32> {
    let angle = TAU * index as f64 / pictures as f64;
    let point = match (pictures, index) {
        (2, 0) => [1.0, 0.0],
        // The sine of π is not quite 0, and what is learnt from it would be noise.
        (2, _) => [-1.0, 0.0],
        _ => [libm::cos(angle), libm::sin(angle)],
    };
    point[..usize::from(latent_inputs(pictures))].iter().map(|coordinate| *coordinate as f32).collect()
}

/// The pixels of all pictures.
#[derive(Clone, Debug)]
pub(super) struct TrainingSet {
    /// For each pixel x, y and the latent point of its picture.
    inputs: Vec<f32>,
    targets: Vec<[f32; CHANNELS]>,
    /// Inputs of a pixel.
    width: usize,
    /// For each picture its pixels and its latent point.
    pictures: Vec<(Range<usize>, Vec<f32>)>,
}

/// The pixels of one picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrainingPixels<'a> {
    pub(super) inputs: &'a [f32],
    pub(super) targets: &'a [[f32; CHANNELS]],
    pub(super) latent: &'a [f32],
}

impl TrainingSet {
    pub(super) fn new(pictures: &[Picture]) -> Self {
        let width = 2 + usize::from(latent_inputs(pictures.len()));
        let mut training = Self { inputs: Vec::new(), targets: Vec::new(), width, pictures: Vec::new() };
        for (index, picture) in pictures.iter().enumerate() {
            training.add(picture, latent_point(pictures.len(), index));
        }
        training
    }

    fn add(&mut self, picture: &Picture, latent: Vec<f32>) {
        let [width, height] = picture.size().map(f64::from);
        let shorter = width.min(height);
        let at = |pixel: u32, side: f64| ((f64::from(pixel) + 0.5 - side / 2.0) / shorter) as f32;
        let [columns, rows] = picture.size();
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            self.inputs.extend([at(column, width), at(row, height)]);
            self.inputs.extend(&latent);
        }
        let first = self.targets.len();
        self.targets.extend(picture.pixels());
        self.pictures.push((first..self.targets.len(), latent));
    }

    /// Number of pixels.
    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    pub(super) fn pictures(&self) -> impl Iterator<Item = TrainingPixels<'_>> {
        self.pictures.iter().map(|(range, latent)| TrainingPixels {
            inputs: &self.inputs[range.start * self.width..range.end * self.width],
            targets: &self.targets[range.clone()],
            latent,
        })
    }
}

/// The pixels in a random order, and another one each time round.
#[derive(Clone, Debug)]
pub(super) struct Batches {
    order: Vec<u32>,
    /// How many of the order have been given out.
    given: usize,
    key: StreamKey,
    /// How many times the pixels were shuffled.
    round: u32,
    inputs: Vec<f32>,
    targets: Vec<[f32; CHANNELS]>,
}

impl Batches {
    /// `pixels` is at least 1.
    pub(super) fn new(pixels: usize, seed: u64) -> Self {
        let order: Vec<u32> = (0..pixels as u32).collect();
        Self { given: pixels, order, key: StreamKey::root(seed), round: 0, inputs: Vec::new(), targets: Vec::new() }
    }

    /// The inputs and targets of the next `count` pixels.
    pub(super) fn take(&mut self, training: &TrainingSet, count: usize) -> (&[f32], &[[f32; CHANNELS]]) {
        self.inputs.resize(count * training.width, 0.0);
        self.targets.resize(count, [0.0; CHANNELS]);
        let mut filled = 0;
        while filled < count {
            if self.given == self.order.len() {
                self.shuffle();
            }
            let pixels = &self.order[self.given..self.order.len().min(self.given + count - filled)];
            let slots = self.inputs[filled * training.width..].chunks_exact_mut(training.width);
            let slots = slots.zip(&mut self.targets[filled..]);
            for ((inputs, target), pixel) in slots.zip(pixels) {
                let pixel = *pixel as usize;
                let from = &training.inputs[pixel * training.width..];
                inputs.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
                *target = training.targets[pixel];
            }
            filled += pixels.len();
            self.given += pixels.len();
        }
        (&self.inputs, &self.targets)
    }

    /// Fisher and Yates, as Durstenfeld (1964) does it in place.
    fn shuffle(&mut self) {
        let mut stream = self.key.stream(Purpose::Batches { round: self.round });
        self.round += 1;
        for last in (1..self.order.len()).rev() {
            let other = stream.index(last + 1);
            self.order.swap(last, other);
        }
        self.given = 0;
    }
}
