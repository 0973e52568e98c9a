//! The forward pass: lanes are pixels.
//!
//! A tile holds a few vectors of pixels. For four neurons at a time, a block of accumulators goes
//! over all inputs: each weight is broadcast against the tile's values, nothing is ever summed across
//! lanes. So every instruction set, whatever its width, does the same operations in the same order
//! for each pixel.
//!
//! The code is plain loops over fixed-size arrays, which the compiler vectorises for whatever
//! `target_feature` stands on the function that they are inlined into. Three things keep it so, and the
//! bench shows when one is lost: everything inside such a function is `inline(always)` (a closure handed
//! to a library function is compiled apart, without the instruction set); a tile is one flat array (loops
//! nested by register are unrolled too early and stay scalar); and that function is one layer of one tile,
//! never more (inlined into the loop over layers, the accumulators no longer stay in registers).

use super::activation as phi;
use super::{LayerTrace, Level, Positions, Program};
use crate::network::{Layer, LayerActivation};
use crate::recipe::Activation;

/// Neurons whose weights stand together.
const GROUP: usize = 4;
/// One value of each of `P` pixels, aligned to cache lines and to the widest register.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct PixelTile<const P: usize>([f32; P]);

/// A layer laid out for the kernel: the weights in the order in which they are read.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    inputs: usize,
    pub(super) biases: Vec<f32>,
    /// For each group of [`GROUP`] neurons, then for each rest of fewer, `inputs` runs of a weight per neuron.
    weights: Vec<f32>,
    pub(super) activation: LayerActivation,
}

impl Dense {
    /// Lays out the first `inputs` inputs of `layer`; its biases are as they are.
    pub(super) fn new(layer: &Layer, inputs: usize) -> Self {
        let mut weights = Vec::with_capacity(layer.outputs * inputs);
        for first in (0..layer.outputs).step_by(GROUP) {
            let group = first..layer.outputs.min(first + GROUP);
            for input in 0..inputs {
                weights.extend(group.clone().map(|neuron| layer.weights[neuron * layer.inputs + input]));
            }
        }
        Self { inputs, biases: layer.biases.clone(), weights, activation: layer.activation.clone() }
    }

    fn width(&self) -> usize {
        self.inputs.max(self.biases.len())
    }
}

/// The pixels of a block that a tile holds.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    len: usize,
}

/// Calls a function of the level's own module.
///
/// # Panics
/// If this machine lacks the level.
macro_rules! dispatch {
    ($level:expr, $function:ident($($argument:expr),*)) => {{
        assert!($level.is_available(), "this machine has no {}", $level);
        match $level {
            Level::Plain | Level::Neon => plain::$function($($argument),*),
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "a call into code for an instruction set that was detected")]
            // SAFETY: `is_available` has detected every feature that the function enables.
            Level::Avx2 => unsafe { avx2::$function($($argument),*) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "a call into code for an instruction set that was detected")]
            // SAFETY: as above.
            Level::Avx512 => unsafe { avx512::$function($($argument),*) },
            #[cfg(not(target_arch = "x86_64"))]
            Level::Avx2 | Level::Avx512 => unreachable!("not available, as asserted above"),
        }
    }};
}

// The gradients' own modules of the same names are called through it too.
pub(super) use dispatch;

/// Evaluates a block into `outputs`, a run for each channel.
pub(super) fn evaluate(level: Level, program: &Program, positions: Positions<'_>, outputs: &mut [f32]) {
    dispatch!(level, evaluate(program, positions, outputs));
}

/// The same, every pre-activation and activation on the way kept.
pub(super) fn trace(level: Level, program: &Program, positions: Positions<'_>, traces: &mut [LayerTrace]) {
    dispatch!(level, trace(program, positions, traces));
}

/// The code of one level: one layer of one tile is compiled for its instruction set. `4 by 64`: that many
/// neurons times pixels accumulate at once, half of the level's registers (AVX-512 has 32 of 16 lanes, AVX2
/// 16 of 8).
macro_rules! level {
    ($module:ident, $neurons:literal by $pixels:literal $(, $features:literal)?) => {
        mod $module {
            use super::{Dense, LayerTrace, Positions, Program};

            type PixelTile = super::PixelTile<$pixels>;

            $(#[target_feature(enable = $features)])?
            pub(super) fn evaluate(program: &Program, positions: Positions<'_>, outputs: &mut [f32]) {
                super::evaluate_tiles(program, positions, outputs, |layer, gain, input, output| {
                    forward(layer, gain, input, output);
                });
            }

            $(#[target_feature(enable = $features)])?
            pub(super) fn trace(program: &Program, positions: Positions<'_>, traces: &mut [LayerTrace]) {
                let sums = |layer: &Dense, input: &[PixelTile], output: &mut [PixelTile]| sums(layer, input, output);
                let curve = |layer: &Dense, gain, tiles: &mut [PixelTile]| curve(layer, gain, tiles);
                super::trace_tiles(program, positions, traces, sums, curve);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn forward(layer: &Dense, gain: f32, input: &[PixelTile], output: &mut [PixelTile]) {
                super::forward::<$neurons, $pixels>(layer, gain, input, output);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn sums(layer: &Dense, input: &[PixelTile], output: &mut [PixelTile]) {
                super::dense::<$neurons, $pixels>(layer, input, output, |x| x);
            }

            $(#[target_feature(enable = $features)])?
            #[inline(never)]
            fn curve(layer: &Dense, gain: f32, tiles: &mut [PixelTile]) {
                super::activate(&layer.activation, gain, tiles);
            }
        }
    };
}

level!(plain, 4 by 16);
#[cfg(target_arch = "x86_64")]
level!(avx512, 4 by 64, "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma");
#[cfg(target_arch = "x86_64")]
level!(avx2, 2 by 32, "avx2,fma");

fn evaluate_tiles<const P: usize>(
    program: &Program,
    positions: Positions<'_>,
    outputs: &mut [f32],
    forward: impl Fn(&Dense, f32, &[PixelTile<P>], &mut [PixelTile<P>]),
) {
    let count = positions.x.len();
    for_each_tile(program, positions, |span, input, output| {
        let (mut input, mut output) = (input, output);
        for layer in program.layers() {
            forward(layer, program.gain, input, output);
            (input, output) = (output, input);
        }
        for (channel, run) in input.iter().zip(outputs.chunks_exact_mut(count)) {
            store(channel, span, run);
        }
    });
}

fn trace_tiles<const P: usize>(
    program: &Program,
    positions: Positions<'_>,
    traces: &mut [LayerTrace],
    sums: impl Fn(&Dense, &[PixelTile<P>], &mut [PixelTile<P>]),
    curve: impl Fn(&Dense, f32, &mut [PixelTile<P>]),
) {
    let count = positions.x.len();
    for_each_tile(program, positions, |span, input, output| {
        let (mut input, mut output) = (input, output);
        for (layer, trace) in program.layers().zip(traces.iter_mut()) {
            let neurons = layer.biases.len();
            sums(layer, input, output);
            for (tile, run) in output[..neurons].iter().zip(trace.pre_activations.chunks_exact_mut(count)) {
                store(tile, span, run);
            }
            curve(layer, program.gain, &mut output[..neurons]);
            for (tile, run) in output[..neurons].iter().zip(trace.activations.chunks_exact_mut(count)) {
                store(tile, span, run);
            }
            (input, output) = (output, input);
        }
    });
}

/// Calls `visit` with the positions of every tile of the block, and room for a layer's outputs.
fn for_each_tile<const P: usize>(
    program: &Program,
    positions: Positions<'_>,
    mut visit: impl for<'a> FnMut(Span, &'a mut [PixelTile<P>], &'a mut [PixelTile<P>]),
) {
    let width = program.layers().map(Dense::width).max().unwrap_or(0);
    let mut scratch = vec![PixelTile([0.0; P]); 2 * width];
    let (input, output) = scratch.split_at_mut(width);
    let count = positions.x.len();
    for first in (0..count).step_by(P) {
        let span = Span { first, len: (count - first).min(P) };
        load(positions.x, span, &mut input[0]);
        load(positions.y, span, &mut input[1]);
        if program.first.inputs > 2 {
            load(positions.r, span, &mut input[2]);
        }
        visit(span, input, output);
    }
}

/// The pixels of the span; what pads the tile is left as it is.
fn load<const P: usize>(values: &[f32], span: Span, tile: &mut PixelTile<P>) {
    tile.0[..span.len].copy_from_slice(&values[span.first..][..span.len]);
}

/// The pixels of the span, without what pads the tile.
fn store<const P: usize>(tile: &PixelTile<P>, span: Span, run: &mut [f32]) {
    run[span.first..][..span.len].copy_from_slice(&tile.0[..span.len]);
}

/// One layer and its nonlinearity; tanh, the most usual one, while the sums are still in the nearest cache.
#[inline(always)]
fn forward<const N: usize, const P: usize>(
    layer: &Dense,
    gain: f32,
    input: &[PixelTile<P>],
    output: &mut [PixelTile<P>],
) {
    match &layer.activation {
        LayerActivation::Uniform(Activation::Tanh) => dense::<N, P>(layer, input, output, phi::tanh),
        activation => {
            dense::<N, P>(layer, input, output, |x| x);
            activate(activation, gain, &mut output[..layer.biases.len()]);
        }
    }
}

/// One layer: out = φ(W·in + b), `N` neurons at a time.
#[inline(always)]
fn dense<const N: usize, const P: usize>(
    layer: &Dense,
    input: &[PixelTile<P>],
    output: &mut [PixelTile<P>],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    let input = &input[..layer.inputs];
    let (groups, rest) = layer.biases.as_chunks::<GROUP>();
    let (weights, rest_weights) = layer.weights.split_at(groups.len() * GROUP * layer.inputs);
    let (output, rest_output) = output[..layer.biases.len()].split_at_mut(groups.len() * GROUP);
    let (outputs, _) = output.as_chunks_mut::<GROUP>();
    for ((biases, weights), output) in groups.iter().zip(weights.chunks_exact(GROUP * layer.inputs)).zip(outputs) {
        let (weights, _) = weights.as_chunks::<GROUP>();
        for (part, output) in output.as_chunks_mut::<N>().0.iter_mut().enumerate() {
            neurons(weights, part * N, biases, input, output, curve);
        }
    }
    tail::<3, P>(rest_weights, rest, input, rest_output, curve);
    tail::<2, P>(rest_weights, rest, input, rest_output, curve);
    tail::<1, P>(rest_weights, rest, input, rest_output, curve);
}

/// The neurons that fill no group, if there are `N` of them.
#[inline(always)]
fn tail<const N: usize, const P: usize>(
    weights: &[f32],
    biases: &[f32],
    input: &[PixelTile<P>],
    output: &mut [PixelTile<P>],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    if let (Some(biases), Some(output)) = (biases.as_array::<N>(), output.as_mut_array::<N>()) {
        neurons(weights.as_chunks::<N>().0, 0, biases, input, output, curve);
    }
}

/// `N` neurons of a group of `G`, from number `first`, their accumulators in registers.
#[expect(clippy::needless_range_loop, reason = "the shape of a matrix product, and what vectorises")]
#[inline(always)]
fn neurons<const N: usize, const G: usize, const P: usize>(
    weights: &[[f32; G]],
    first: usize,
    biases: &[f32; G],
    input: &[PixelTile<P>],
    output: &mut [PixelTile<P>; N],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    assert!(first + N <= G);
    let mut sums = [PixelTile([0.0; P]); N];
    for n in 0..N {
        sums[n] = PixelTile([biases[first + n]; P]);
    }
    for (weights, values) in weights.iter().zip(input) {
        // A copy, which the compiler sees to overlap nothing: it keeps the sums in registers.
        let values = values.0;
        for n in 0..N {
            for p in 0..P {
                sums[n].0[p] = weights[first + n].mul_add(values[p], sums[n].0[p]);
            }
        }
    }
    *output = sums;
    map(output, curve);
}

/// The nonlinearity of a layer, in place; for the output layer sigmoid(gain·logit).
#[inline(always)]
fn activate<const P: usize>(activation: &LayerActivation, gain: f32, tiles: &mut [PixelTile<P>]) {
    match activation {
        LayerActivation::Linear => map(tiles, |x| phi::sigmoid(gain * x)),
        LayerActivation::Uniform(activation) => apply(*activation, tiles),
        LayerActivation::PerNeuron(list) => {
            for (activation, tile) in list.iter().zip(tiles.chunks_exact_mut(1)) {
                apply(*activation, tile);
            }
        }
    }
}

#[inline(always)]
fn apply<const P: usize>(activation: Activation, tiles: &mut [PixelTile<P>]) {
    match activation {
        Activation::Tanh => map(tiles, phi::tanh),
        Activation::Sin => map(tiles, phi::sin),
        Activation::Relu => map(tiles, phi::relu),
        Activation::LeakyRelu => map(tiles, phi::leaky_relu),
        Activation::Elu => map(tiles, phi::elu),
        Activation::Gelu => map(tiles, phi::gelu),
        Activation::Sigmoid => map(tiles, phi::sigmoid),
        Activation::Softplus => map(tiles, phi::softplus),
        Activation::Gaussian => map(tiles, phi::gaussian),
        Activation::Abs => map(tiles, phi::abs),
        Activation::Step => map(tiles, phi::step),
    }
}

#[inline(always)]
fn map<const P: usize>(tiles: &mut [PixelTile<P>], curve: impl Fn(f32) -> f32) {
    for tile in tiles {
        for value in &mut tile.0 {
            *value = curve(*value);
        }
    }
}
