//! How near a network paints to the pictures: by the kernel that paints, at the latent point of each.

use rayon::prelude::*;

use super::training_set::{TrainingPixels, TrainingSet};
use crate::kernel::gradient::CHANNELS;
use crate::kernel::{Level, Positions, Program};
use crate::network::Network;

/// Pixels that are painted at a time.
const BLOCK: usize = 4096;

/// The squared differences of each picture, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Squares {
    sum: f64,
    count: usize,
}

/// What `network` paints, against each picture.
pub(super) fn errors(network: &Network, training: &TrainingSet) -> Vec<Squares> {
    training
        .pictures()
        .map(|picture| {
            let program = Program::new(network, picture.latent, 1.0);
            let width = picture.inputs.len() / picture.targets.len();
            let blocks = picture.inputs.par_chunks(BLOCK * width).zip(picture.targets.par_chunks(BLOCK));
            let squares: Vec<f64> =
                blocks.map(|(inputs, targets)| block_squares(&program, inputs, width, targets)).collect();
            Squares { sum: squares.iter().sum(), count: CHANNELS * picture.targets.len() }
        })
        .collect()
}

/// What `network` paints at each of `pixels`.
pub(super) fn painted(network: &Network, pixels: TrainingPixels<'_>) -> Vec<[f32; CHANNELS]> {
    let (program, count) = (Program::new(network, pixels.latent, 1.0), pixels.targets.len());
    let channels = channels(&program, pixels.inputs, pixels.inputs.len() / count);
    (0..count).map(|pixel| std::array::from_fn(|channel| channels[channel * count + pixel])).collect()
}

/// Channel by channel what the network paints; a pixel has `width` inputs.
fn channels(program: &Program, inputs: &[f32], width: usize) -> Vec<f32> {
    let axis = |axis: usize| inputs[axis..].iter().step_by(width).copied().collect::<Vec<f32>>();
    let mut channels = vec![0.0; CHANNELS * inputs.len() / width];
    program.evaluate(Level::detect(), Positions { x: &axis(0), y: &axis(1), r: &[] }, &mut channels);
    channels
}

fn block_squares(program: &Program, inputs: &[f32], width: usize, targets: &[[f32; CHANNELS]]) -> f64 {
    let channels = channels(program, inputs, width);
    let square = |(index, value): (usize, &f32)| {
        let difference = f64::from(value - targets[index % targets.len()][index / targets.len()]);
        difference * difference
    };
    channels.iter().enumerate().map(square).sum()
}

/// The peak signal-to-noise ratio of all of these together, in decibels; infinite without any difference.
pub(super) fn psnr(errors: &[Squares]) -> f64 {
    let sum: f64 = errors.iter().map(|error| error.sum).sum();
    let count: usize = errors.iter().map(|error| error.count).sum();
    -10.0 * libm::log10(sum / count as f64)
}
