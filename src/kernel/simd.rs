//! The forward pass: lanes are pixels.
//!
//! A tile holds a few vectors of pixels. For four neurons at a time, a block of accumulators goes
//! over all inputs: each weight is broadcast against the tile's values, nothing is ever summed across
//! lanes. So every instruction set, whatever its width, does the same operations in the same order
//! for each pixel. The code is plain loops over fixed-size arrays; what makes it AVX-512 or AVX2 is
//! the `target_feature` of the function that it is inlined into.

use std::cell::RefCell;

use super::activation as phi;
use super::{Level, Positions, Program};
use crate::network::{Layer, LayerActivation};
use crate::recipe::Activation;

/// Neurons that share each load of the inputs.
const GROUP: usize = 4;
/// The most pixels in a tile: 4 × 64 accumulators fill half of AVX-512's registers.
const WIDEST_TILE: usize = 64;
/// A cache line, and the widest register, in numbers.
const LINE: usize = 16;

/// One value of each pixel of a tile.
type Tile<const L: usize> = [f32; L];

thread_local! {
    /// Inputs and outputs of one layer for one tile: grown once, so that no block allocates.
    static SCRATCH: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

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

/// Runs `visit` on every tile of the block: the entry for every level.
///
/// # Panics
/// If this machine lacks `level`.
pub(super) fn evaluate(level: Level, program: &Program, positions: Positions<'_>, outputs: &mut [f32]) {
    run(level, program, positions, &mut Channels { outputs, count: positions.x.len() });
}

/// The same, every pre-activation and activation on the way kept.
pub(super) fn trace(level: Level, program: &Program, positions: Positions<'_>, traces: &mut [super::LayerTrace]) {
    run(level, program, positions, &mut Traces { traces, count: positions.x.len() });
}

/// What becomes of a tile: the output channels alone, or every layer.
trait Pass {
    fn tile<const N: usize, const L: usize>(
        &mut self,
        program: &Program,
        at: Span,
        input: &mut [Tile<L>],
        output: &mut [Tile<L>],
    );
}

/// The pixels of a block that a tile holds.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    len: usize,
}

fn run(level: Level, program: &Program, positions: Positions<'_>, pass: &mut impl Pass) {
    let width = program.layers().map(Dense::width).max().unwrap_or(0);
    let size = 2 * WIDEST_TILE * width;
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.resize(scratch.len().max(size + LINE), 0.0);
        // A register that straddles two cache lines costs two loads.
        let start = scratch.as_ptr().align_offset(LINE * size_of::<f32>()).min(LINE);
        dispatch(level, program, positions, pass, &mut scratch[start..][..size]);
    });
}

/// Steps over to the code for `level`. From here to the innermost loop everything is inlined, and nothing
/// goes through a closure of the standard library's, which would be compiled without the level's features.
fn dispatch(level: Level, program: &Program, positions: Positions<'_>, pass: &mut impl Pass, scratch: &mut [f32]) {
    assert!(level.is_available(), "this machine has no {level}");
    match level {
        Level::Plain | Level::Neon => tiles::<4, 16>(program, positions, pass, scratch),
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "a call into code for an instruction set that was detected")]
        // SAFETY: `is_available` has detected every feature that the function enables.
        Level::Avx2 => unsafe { tiles_avx2(program, positions, pass, scratch) },
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "a call into code for an instruction set that was detected")]
        // SAFETY: as above.
        Level::Avx512 => unsafe { tiles_avx512(program, positions, pass, scratch) },
        #[cfg(not(target_arch = "x86_64"))]
        Level::Avx2 | Level::Avx512 => unreachable!("not available, as asserted above"),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
fn tiles_avx512(program: &Program, positions: Positions<'_>, pass: &mut impl Pass, scratch: &mut [f32]) {
    tiles::<4, WIDEST_TILE>(program, positions, pass, scratch);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn tiles_avx2(program: &Program, positions: Positions<'_>, pass: &mut impl Pass, scratch: &mut [f32]) {
    tiles::<2, 32>(program, positions, pass, scratch);
}

#[inline(always)]
fn tiles<const N: usize, const L: usize>(
    program: &Program,
    positions: Positions<'_>,
    pass: &mut impl Pass,
    scratch: &mut [f32],
) {
    let (scratch, _) = scratch.as_chunks_mut::<L>();
    let (input, output) = scratch.split_at_mut(scratch.len() / 2);
    let count = positions.x.len();
    for first in (0..count).step_by(L) {
        let span = Span { first, len: (count - first).min(L) };
        load(positions.x, span, &mut input[0]);
        load(positions.y, span, &mut input[1]);
        if program.first.inputs > 2 {
            load(positions.r, span, &mut input[2]);
        }
        pass.tile::<N, L>(program, span, input, output);
    }
}

/// The pixels of the span, then zeros.
#[inline(always)]
fn load<const L: usize>(values: &[f32], span: Span, tile: &mut Tile<L>) {
    tile[..span.len].copy_from_slice(&values[span.first..][..span.len]);
    tile[span.len..].fill(0.0);
}

/// The pixels of the span, without what pads the tile.
#[inline(always)]
fn store<const L: usize>(tile: &Tile<L>, span: Span, run: &mut [f32]) {
    run[span.first..][..span.len].copy_from_slice(&tile[..span.len]);
}

/// Keeps the output channels.
struct Channels<'a> {
    outputs: &'a mut [f32],
    count: usize,
}

impl Pass for Channels<'_> {
    #[inline(always)]
    fn tile<const N: usize, const L: usize>(
        &mut self,
        program: &Program,
        at: Span,
        input: &mut [Tile<L>],
        output: &mut [Tile<L>],
    ) {
        let (mut input, mut output) = (input, output);
        for layer in program.layers() {
            match &layer.activation {
                LayerActivation::Uniform(Activation::Tanh) => dense::<N, L>(layer, input, output, phi::tanh),
                activation => {
                    dense::<N, L>(layer, input, output, |x| x);
                    activate(activation, program.gain, &mut output[..layer.biases.len()]);
                }
            }
            (input, output) = (output, input);
        }
        for (channel, run) in input.iter().zip(self.outputs.chunks_exact_mut(self.count)) {
            store(channel, at, run);
        }
    }
}

/// Keeps every value of every layer.
struct Traces<'a> {
    traces: &'a mut [super::LayerTrace],
    count: usize,
}

impl Pass for Traces<'_> {
    #[inline(always)]
    fn tile<const N: usize, const L: usize>(
        &mut self,
        program: &Program,
        at: Span,
        input: &mut [Tile<L>],
        output: &mut [Tile<L>],
    ) {
        let (mut input, mut output) = (input, output);
        for (layer, trace) in program.layers().zip(self.traces.iter_mut()) {
            let neurons = layer.biases.len();
            dense::<N, L>(layer, input, output, |x| x);
            for (tile, run) in output[..neurons].iter().zip(trace.pre_activations.chunks_exact_mut(self.count)) {
                store(tile, at, run);
            }
            activate(&layer.activation, program.gain, &mut output[..neurons]);
            for (tile, run) in output[..neurons].iter().zip(trace.activations.chunks_exact_mut(self.count)) {
                store(tile, at, run);
            }
            (input, output) = (output, input);
        }
    }
}

/// One layer: out = φ(W·in + b), `N` neurons at a time.
#[inline(always)]
fn dense<const N: usize, const L: usize>(
    layer: &Dense,
    input: &[Tile<L>],
    output: &mut [Tile<L>],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    let input = &input[..layer.inputs];
    let (groups, rest) = layer.biases.as_chunks::<GROUP>();
    let (weights, rest_weights) = layer.weights.split_at(groups.len() * GROUP * layer.inputs);
    let (output, rest_output) = output[..layer.biases.len()].split_at_mut(groups.len() * GROUP);
    for ((biases, weights), output) in
        groups.iter().zip(weights.chunks_exact(GROUP * layer.inputs)).zip(output.chunks_exact_mut(GROUP))
    {
        let (weights, _) = weights.as_chunks::<GROUP>();
        for (part, output) in output.as_chunks_mut::<N>().0.iter_mut().enumerate() {
            neurons(weights, part * N, biases, input, output, curve);
        }
    }
    tail::<3, L>(rest_weights, rest, input, rest_output, curve);
    tail::<2, L>(rest_weights, rest, input, rest_output, curve);
    tail::<1, L>(rest_weights, rest, input, rest_output, curve);
}

/// The neurons that fill no group, if there are `N` of them.
#[inline(always)]
fn tail<const N: usize, const L: usize>(
    weights: &[f32],
    biases: &[f32],
    input: &[Tile<L>],
    output: &mut [Tile<L>],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    if let (Some(biases), Some(output)) = (biases.as_array::<N>(), output.as_mut_array::<N>()) {
        neurons(weights.as_chunks::<N>().0, 0, biases, input, output, curve);
    }
}

/// `N` neurons of a group of `G`, from number `first`: their accumulators in registers.
#[inline(always)]
fn neurons<const N: usize, const G: usize, const L: usize>(
    weights: &[[f32; G]],
    first: usize,
    biases: &[f32; G],
    input: &[Tile<L>],
    output: &mut [Tile<L>; N],
    curve: impl Fn(f32) -> f32 + Copy,
) {
    assert!(first + N <= G);
    let mut sums = [[0.0; L]; N];
    for neuron in 0..N {
        sums[neuron] = [biases[first + neuron]; L];
    }
    for (weights, values) in weights.iter().zip(input) {
        // A copy, which the compiler sees to overlap nothing: it keeps the sums in registers.
        let values = *values;
        for neuron in 0..N {
            for lane in 0..L {
                sums[neuron][lane] = weights[first + neuron].mul_add(values[lane], sums[neuron][lane]);
            }
        }
    }
    *output = sums;
    map(output, curve);
}

/// The nonlinearity of a layer, in place; for the output layer sigmoid(gain·logit).
#[inline(always)]
fn activate<const L: usize>(activation: &LayerActivation, gain: f32, tiles: &mut [Tile<L>]) {
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
fn apply<const L: usize>(activation: Activation, tiles: &mut [Tile<L>]) {
    macro_rules! apply {
        ($($name:ident => $phi:path),*) => {
            match activation { $(Activation::$name => map(tiles, $phi)),* }
        };
    }
    apply!(
        Tanh => phi::tanh, Sin => phi::sin, Relu => phi::relu, LeakyRelu => phi::leaky_relu, Elu => phi::elu, Gelu => phi::gelu,
        Sigmoid => phi::sigmoid, Softplus => phi::softplus, Gaussian => phi::gaussian, Abs => phi::abs, Step => phi::step
    );
}

#[inline(always)]
fn map<const L: usize>(tiles: &mut [Tile<L>], curve: impl Fn(f32) -> f32) {
    for tile in tiles {
        for value in tile {
            *value = curve(*value);
        }
    }
}
