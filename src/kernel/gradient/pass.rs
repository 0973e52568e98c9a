//! Forward and backward through the layers, for the pixels of one group.
//!
//! The order of the work is plain code; the work on one layer of one chunk is compiled for each level.

use super::dense::{Outer, Product};
use super::group::GradientGroup;
use super::lanes::Lanes;
use super::layout::{LayerPlace, Layout};
use super::{Batch, CHANNELS, CHUNK, curve, dense};
use crate::kernel::Level;
use crate::kernel::simd::dispatch;

/// What is worked out for one group.
#[derive(Clone, Copy)]
pub(super) struct BatchWork<'a> {
    pub(super) layout: &'a Layout,
    pub(super) parameters: &'a [f32],
    /// For each layer but the first the transposed weights.
    pub(super) transposed: &'a [Lanes],
    /// The group's pixels.
    pub(super) batch: Batch<'a>,
    /// Multiplies each difference: makes it the derivative of the mean squared error.
    pub(super) scale: f32,
}

/// The work on one layer of one chunk, forward.
#[derive(Clone, Copy)]
struct Forward<'a> {
    place: LayerPlace,
    parameters: &'a [f32],
    input: &'a [f32],
}

/// The work on one layer of one chunk, backward.
#[derive(Clone, Copy)]
struct Backward<'a> {
    place: LayerPlace,
    input: &'a [f32],
    deltas: &'a [f32],
    /// The transposed weights, and the slopes of the layer before; `None` for the first layer.
    before: Option<(&'a [f32], &'a [f32])>,
}

/// Adds up the gradient of a group's pixels, on `level`.
pub(super) fn accumulate(level: Level, work: BatchWork<'_>, group: &mut GradientGroup) {
    dispatch!(level, accumulate(work, group));
}

/// The code of one level. `6 by 64`: that many rows times columns accumulate at once, the widest panels of
/// columns first; each level's last panel is as wide as the padding.
macro_rules! level {
    ($module:ident, [$($rows:literal by $columns:literal),+] $(, $features:literal)?) => {
        mod $module {
            use super::{Backward, Forward, GradientGroup, Outer, Product, BatchWork, curve, dense};
            use crate::recipe::Activation;

            $(#[target_feature(enable = $features)])?
            pub(super) fn accumulate(work: BatchWork<'_>, group: &mut GradientGroup) {
                super::accumulate_chunks(
                    work,
                    group,
                    |task, values, slopes| {
                        forward(task, values, slopes);
                    },
                    |task, gradient, before| {
                        backward(task, gradient, before);
                    },
                );
            }

            $(#[target_feature(enable = $features)])?
            fn forward(task: Forward<'_>, values: &mut [f32], slopes: &mut [f32]) {
                product(task.product(), values);
                activate(task.place.activation, values, slopes);
            }

            $(#[target_feature(enable = $features)])?
            fn backward(task: Backward<'_>, gradient: &mut [f32], before: &mut [f32]) {
                outer(task.outer(), &mut gradient[task.place.weights()]);
                add_rows(task.deltas, &mut gradient[task.place.biases()]);
                if let Some((transposed, slopes)) = task.before {
                    product(task.product(transposed), before);
                    multiply(before, slopes);
                }
            }

            $(#[target_feature(enable = $features)])?
            fn product(task: Product<'_>, output: &mut [f32]) {
                let mut column = 0;
                $(
                    while column + $columns <= task.columns {
                        product_tiles::<$rows, $columns>(task, column, output);
                        column += $columns;
                    }
                )+
            }

            $(#[target_feature(enable = $features)])?
            fn outer(task: Outer<'_>, sums: &mut [f32]) {
                let mut column = 0;
                $(
                    while column + $columns <= task.columns {
                        let row = outer_tiles::<$rows, $columns>(task, 0, column, sums);
                        let row = outer_tiles::<4, $columns>(task, row, column, sums);
                        let row = outer_tiles::<2, $columns>(task, row, column, sums);
                        outer_tiles::<1, $columns>(task, row, column, sums);
                        column += $columns;
                    }
                )+
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn product_tiles<const R: usize, const C: usize>(task: Product<'_>, column: usize, output: &mut [f32]) {
                dense::product::<R, C>(task, column, output);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn outer_tiles<const J: usize, const C: usize>(
                task: Outer<'_>,
                row: usize,
                column: usize,
                sums: &mut [f32],
            ) -> usize {
                dense::outer::<J, C>(task, row, column, sums)
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn activate(activation: Activation, values: &mut [f32], slopes: &mut [f32]) {
                curve::activate(activation, values, slopes);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn add_rows(rows: &[f32], sums: &mut [f32]) {
                dense::add_rows(rows, sums);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn multiply(values: &mut [f32], factors: &[f32]) {
                dense::multiply(values, factors);
            }
        }
    };
}

level!(plain, [4 by 16]);
#[cfg(target_arch = "x86_64")]
level!(avx512, [6 by 64, 8 by 32, 8 by 16], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma");
#[cfg(target_arch = "x86_64")]
level!(avx2, [6 by 16], "avx2,fma");

impl<'a> Forward<'a> {
    fn product(&self) -> Product<'a> {
        let LayerPlace { inputs, input_stride, stride, .. } = self.place;
        let weights = &self.parameters[self.place.weights()];
        let biases = Some(&self.parameters[self.place.biases()]);
        Product { input: self.input, input_stride, inputs, weights, biases, columns: stride }
    }
}

impl<'a> Backward<'a> {
    fn outer(&self) -> Outer<'a> {
        let LayerPlace { inputs, input_stride, stride, .. } = self.place;
        Outer { input: self.input, input_stride, inputs, deltas: self.deltas, columns: stride }
    }

    /// The errors of the layer before, but for its slopes.
    fn product(&self, transposed: &'a [f32]) -> Product<'a> {
        let LayerPlace { neurons, stride, input_stride, .. } = self.place;
        let (inputs, columns) = (neurons, input_stride);
        Product { input: self.deltas, input_stride: stride, inputs, weights: transposed, biases: None, columns }
    }
}

fn accumulate_chunks(
    work: BatchWork<'_>,
    group: &mut GradientGroup,
    forward: impl Fn(Forward<'_>, &mut [f32], &mut [f32]),
    backward: impl Fn(Backward<'_>, &mut [f32], &mut [f32]),
) {
    group.gradient.fill(0.0);
    group.error = 0.0;
    let pixels = work.batch.inputs.chunks(CHUNK * work.layout.inputs());
    for (inputs, targets) in pixels.zip(work.batch.targets.chunks(CHUNK)) {
        // A chunk that is not full goes on with older pixels, which count nothing: their error is 0.
        group.activations[0][..inputs.len()].copy_from_slice(inputs);
        forward_chunk(work, group, &forward);
        compare(work, group, targets);
        backward_chunk(work, group, &backward);
    }
}

fn forward_chunk(
    work: BatchWork<'_>,
    group: &mut GradientGroup,
    forward: impl Fn(Forward<'_>, &mut [f32], &mut [f32]),
) {
    for (index, place) in work.layout.places().iter().enumerate() {
        let (before, values) = group.activations.split_at_mut(index + 1);
        let task = Forward { place: *place, parameters: work.parameters, input: &before[index] };
        forward(task, &mut values[0][..], &mut group.slopes[index][..]);
    }
}

fn backward_chunk(
    work: BatchWork<'_>,
    group: &mut GradientGroup,
    backward: impl Fn(Backward<'_>, &mut [f32], &mut [f32]),
) {
    let GradientGroup { activations, slopes, deltas, spare, gradient, .. } = group;
    for (index, place) in work.layout.places().iter().enumerate().rev() {
        let before = index.checked_sub(1).map(|before| (&*work.transposed[index], &*slopes[before]));
        let deltas_here = &deltas[..CHUNK * place.stride];
        let task = Backward { place: *place, input: &activations[index], deltas: deltas_here, before };
        let room = if index > 0 { CHUNK * place.input_stride } else { 0 };
        backward(task, &mut gradient[..], &mut spare[..room]);
        std::mem::swap(deltas, spare);
    }
}

/// The errors of the output layer; those of pixels beyond the targets are 0.
fn compare(work: BatchWork<'_>, group: &mut GradientGroup, targets: &[[f32; CHANNELS]]) {
    let last = group.slopes.len() - 1;
    let (outputs, slopes) = (&group.activations[last + 1], &group.slopes[last]);
    let stride = outputs.len() / CHUNK;
    let deltas = &mut group.deltas[..CHUNK * stride];
    deltas.fill(0.0);
    let rows = outputs.chunks_exact(stride).zip(slopes.chunks_exact(stride)).zip(deltas.chunks_exact_mut(stride));
    for (((output, slope), delta), target) in rows.zip(targets) {
        for channel in 0..CHANNELS {
            let difference = output[channel] - target[channel];
            group.error += f64::from(difference) * f64::from(difference);
            delta[channel] = difference * work.scale * slope[channel];
        }
    }
}
