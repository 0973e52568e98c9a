//! The plain scalar definition of the backward pass: the oracle of every test.

use super::{Batch, CHANNELS};
use crate::kernel::activation::activate;
use crate::kernel::activation::slope::slope;
use crate::network::{Layer, Network};
use crate::recipe::Activation;

/// What one layer computed for one pixel.
struct ForwardTrace {
    activations: Vec<f32>,
    slopes: Vec<f32>,
}

/// The derivatives of the mean squared error of `batch` by every weight and bias, in the places of the weights
/// and biases themselves; and that error.
///
/// # Panics
/// If the batch is empty, or its pixels have not as many inputs as the network.
pub fn gradient(network: &Network, batch: Batch<'_>) -> (Network, f64) {
    let (count, width) = (batch.targets.len(), batch.inputs.len() / batch.targets.len());
    assert_eq!(width, network.layers[0].inputs);
    let scale = 2.0 / (CHANNELS * count) as f32;
    let pixels: Vec<_> = batch.inputs.chunks_exact(width).zip(batch.targets).collect();
    let mut groups = pixels.chunks(batch.group_pixels()).map(|pixels| {
        let (mut sums, mut error) = (zeros(network), 0.0);
        for (inputs, target) in pixels {
            add_pixel(network, inputs, target, scale, (&mut sums, &mut error));
        }
        (sums, error)
    });
    let (mut total, mut error) = groups.next().expect("a batch has a group at least");
    for (sums, more) in groups {
        add(&mut total, &sums);
        error += more;
    }
    (total, error / (CHANNELS * count) as f64)
}

fn zeros(network: &Network) -> Network {
    let mut zeros = network.clone();
    for layer in &mut zeros.layers {
        layer.weights.fill(0.0);
        layer.biases.fill(0.0);
    }
    zeros
}

fn add(total: &mut Network, more: &Network) {
    for (layer, more) in total.layers.iter_mut().zip(&more.layers) {
        layer.weights.iter_mut().zip(&more.weights).for_each(|(sum, value)| *sum += value);
        layer.biases.iter_mut().zip(&more.biases).for_each(|(sum, value)| *sum += value);
    }
}

/// Adds the derivatives for one pixel, and its squared differences.
fn add_pixel(
    network: &Network,
    inputs: &[f32],
    target: &[f32; CHANNELS],
    scale: f32,
    (sums, error): (&mut Network, &mut f64),
) {
    let mut traces: Vec<ForwardTrace> = Vec::new();
    for layer in &network.layers {
        let before = traces.last().map_or(inputs, |trace| &trace.activations);
        let trace = forward(layer, before);
        traces.push(trace);
    }
    let last = &traces[traces.len() - 1];
    let difference = |channel: usize| last.activations[channel] - target[channel];
    for channel in 0..CHANNELS {
        *error += f64::from(difference(channel)) * f64::from(difference(channel));
    }
    let mut deltas: Vec<f32> =
        (0..CHANNELS).map(|channel| difference(channel) * scale * last.slopes[channel]).collect();
    for (index, layer) in network.layers.iter().enumerate().rev() {
        let before = index.checked_sub(1).map(|before| &traces[before]);
        add_layer(&mut sums.layers[index], before.map_or(inputs, |trace| &trace.activations), &deltas);
        if let Some(before) = before {
            deltas = backward(layer, &deltas, &before.slopes);
        }
    }
}

fn forward(layer: &Layer, inputs: &[f32]) -> ForwardTrace {
    let sum = |neuron: usize| {
        let products = layer.row(neuron).iter().zip(inputs);
        products.fold(layer.biases[neuron], |sum, (weight, value)| value.mul_add(*weight, sum))
    };
    let phi = |neuron: usize| layer.activation_of(neuron).unwrap_or(Activation::Sigmoid);
    let sums: Vec<f32> = (0..layer.outputs).map(sum).collect();
    let each = |curve: fn(Activation, f32) -> f32| -> Vec<f32> {
        sums.iter().enumerate().map(|(neuron, x)| curve(phi(neuron), *x)).collect()
    };
    ForwardTrace { activations: each(activate), slopes: each(slope) }
}

fn add_layer(sums: &mut Layer, inputs: &[f32], deltas: &[f32]) {
    for (neuron, delta) in deltas.iter().enumerate() {
        let row = &mut sums.weights[neuron * sums.inputs..][..sums.inputs];
        row.iter_mut().zip(inputs).for_each(|(sum, value)| *sum = value.mul_add(*delta, *sum));
        sums.biases[neuron] += delta;
    }
}

/// The errors of the layer before.
fn backward(layer: &Layer, deltas: &[f32], slopes: &[f32]) -> Vec<f32> {
    let sum = |input: usize| {
        let weights = layer.weights[input..].iter().step_by(layer.inputs);
        weights.zip(deltas).fold(0.0_f32, |sum, (weight, delta)| delta.mul_add(*weight, sum))
    };
    slopes.iter().enumerate().map(|(input, slope)| sum(input) * slope).collect()
}
