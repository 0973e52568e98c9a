//! The best output layer for hidden layers that stay as they are: random features.
//!
//! Rahimi and Recht (2007, "Random Features for Large-Scale Kernel Machines"): where only the last, linear layer is
//! chosen, no learning is needed; the weights are the solution of a linear system. Our output is the sigmoid of a
//! logit, so the logit is fitted to the logit of the pixel, and a pixel counts by the square of the sigmoid's slope
//! there: to first order that is the squared error of the pixel itself. Normal equations with a slight ridge, solved by
//! Cholesky's decomposition in f64.

use rayon::prelude::*;

use super::picture::Picture;
use super::training_set::{TrainingPixels, TrainingSet};
use crate::kernel::gradient::CHANNELS;
use crate::kernel::{Level, Positions, Program};
use crate::network::Network;

/// Values nearer to 0 or 1 than this count as that near: their logits would be infinite.
const NEAREST: f64 = 1.0 / 64.0;
/// The ridge, as a share of the mean of the diagonal: enough to keep the equations solvable where neurons repeat one
/// another, too little to be seen.
const RIDGE: f64 = 1e-9;

/// `network` with the output layer that paints `picture` best, by weighted least squares; its hidden layers stay.
pub(crate) fn solve_output(network: &Network, picture: &Picture) -> Network {
    let training = TrainingSet::new(std::slice::from_ref(picture));
    let mut solved = network.clone();
    let Some(pixels) = training.pictures().next() else { return solved };
    let features = features(network, pixels);
    let solutions: Vec<Vec<f64>> =
        (0..CHANNELS).into_par_iter().map(|channel| Equations::of(&features, pixels, channel).solve()).collect();
    let Some(output) = solved.layers.last_mut() else { return solved };
    for (channel, solution) in solutions.iter().enumerate().take(output.outputs) {
        let row = &mut output.weights[channel * output.inputs..][..output.inputs];
        row.iter_mut().zip(solution).for_each(|(weight, value)| *weight = *value as f32);
        output.biases[channel] = solution[output.inputs] as f32;
    }
    solved
}

/// What the output layer is given at each pixel, and a 1 for its bias.
fn features(network: &Network, pixels: TrainingPixels<'_>) -> Vec<Vec<f64>> {
    let width = pixels.inputs.len() / pixels.targets.len();
    let axis = |axis: usize| pixels.inputs[axis..].iter().step_by(width).copied().collect::<Vec<f32>>();
    let [x, y] = [0, 1].map(axis);
    let count = x.len();
    let traces = Program::new(network, pixels.latent, 1.0).trace(Level::detect(), Positions { x: &x, y: &y, r: &[] });
    // Without a hidden layer it is given the position.
    let last = match traces.len().checked_sub(2) {
        Some(last) => traces[last].activations.clone(),
        None => [x, y].concat(),
    };
    let at = |pixel: usize| last[pixel..].iter().step_by(count).map(|value| f64::from(*value)).chain([1.0]).collect();
    (0..count).map(at).collect()
}

/// The normal equations A·x = b of one channel.
struct Equations {
    /// Row by row; symmetric.
    matrix: Vec<f64>,
    right: Vec<f64>,
}

impl Equations {
    fn of(features: &[Vec<f64>], pixels: TrainingPixels<'_>, channel: usize) -> Self {
        let size = features.first().map_or(0, Vec::len);
        let mut matrix = vec![0.0; size * size];
        let mut right = vec![0.0; size];
        for (features, target) in features.iter().zip(pixels.targets) {
            let (logit, weight) = aim(f64::from(target[channel]));
            for (row, feature) in features.iter().enumerate() {
                let scaled = weight * feature;
                right[row] += scaled * logit;
                // The rest follows from the symmetry.
                let columns = &mut matrix[row * size..][..=row];
                columns.iter_mut().zip(features).for_each(|(sum, other)| *sum += scaled * other);
            }
        }
        let trace: f64 = (0..size).map(|row| matrix[row * size + row]).sum();
        let ridge = RIDGE * trace / size as f64;
        (0..size).for_each(|row| matrix[row * size + row] += ridge);
        Self { matrix, right }
    }

    /// Cholesky: A = L·Lᵀ, then L·y = b, then Lᵀ·x = y. Only the lower half of the matrix is read.
    fn solve(mut self) -> Vec<f64> {
        let size = self.right.len();
        for row in 0..size {
            for column in 0..=row {
                let products = (0..column).map(|k| self.matrix[row * size + k] * self.matrix[column * size + k]);
                let rest = self.matrix[row * size + column] - products.sum::<f64>();
                self.matrix[row * size + column] = if row == column {
                    libm::sqrt(rest.max(f64::MIN_POSITIVE))
                } else {
                    rest / self.matrix[column * size + column]
                };
            }
        }
        for row in 0..size {
            let known: f64 = (0..row).map(|k| self.matrix[row * size + k] * self.right[k]).sum();
            self.right[row] = (self.right[row] - known) / self.matrix[row * size + row];
        }
        for row in (0..size).rev() {
            let known: f64 = (row + 1..size).map(|k| self.matrix[k * size + row] * self.right[k]).sum();
            self.right[row] = (self.right[row] - known) / self.matrix[row * size + row];
        }
        self.right
    }
}

/// The logit that a channel of `value` asks for, and how much it counts.
fn aim(value: f64) -> (f64, f64) {
    let value = value.clamp(NEAREST, 1.0 - NEAREST);
    let slope = value * (1.0 - value);
    (libm::log(value / (1.0 - value)), slope * slope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::sample::sample;
    use crate::learn::{Learner, Shape};
    use crate::recipe::{Activation, Activations};

    fn random(width: u16) -> Network {
        let shape = Shape { hidden: vec![width; 3], activation: Activations::All(Activation::Sin) };
        Learner::new(&[sample()], &shape, 1).unwrap().network()
    }

    /// The squared error that is solved for, of an output layer with these weights and bias of channel 0.
    fn error(features: &[Vec<f64>], pixels: TrainingPixels<'_>, solution: &[f64]) -> f64 {
        let of = |(features, target): (&Vec<f64>, &[f32; CHANNELS])| {
            let (logit, weight) = aim(f64::from(target[0]));
            let found: f64 = features.iter().zip(solution).map(|(feature, value)| feature * value).sum();
            weight * (found - logit) * (found - logit)
        };
        features.iter().zip(pixels.targets).map(of).sum()
    }

    #[test]
    fn no_step_from_the_solution_is_better() {
        let picture = sample();
        let training = TrainingSet::new(std::slice::from_ref(&picture));
        let pixels = training.pictures().next().unwrap();
        let features = features(&random(12), pixels);
        let solution = Equations::of(&features, pixels, 0).solve();
        let least = error(&features, pixels, &solution);
        for index in 0..solution.len() {
            let at = |step: f64| {
                let mut moved = solution.clone();
                moved[index] += step;
                error(&features, pixels, &moved)
            };
            // Central differences of a parabola are exact but for rounding.
            let (slope, curvature) = ((at(0.01) - at(-0.01)) / 0.02, (at(0.01) + at(-0.01) - 2.0 * least) / 1e-4);
            assert!(curvature > 0.0 && slope.abs() < 1e-5 * curvature, "{index}: {slope}, {curvature}");
        }
    }

    #[test]
    fn the_hidden_layers_stay_and_the_picture_comes_nearer() {
        let (network, picture) = (random(32), sample());
        let learner = Learner::new(std::slice::from_ref(&picture), &Shape::default(), 1).unwrap();
        let solved = solve_output(&network, &picture);
        assert_eq!(solved.layers[..3], network.layers[..3]);
        assert!(learner.psnr_of(&solved) > learner.psnr_of(&network) + 0.5);
    }
}
