//! The three matrix products of learning, as tiles of accumulators that stay in registers.
//!
//! Plain loops over fixed-size arrays, which the compiler vectorises for the instruction set of the function
//! that they are inlined into, as in `simd.rs`. Three things keep it so, and the bench shows when one is lost:
//!
//! * every number that is broadcast is read from a slice of its own row. Loaded as an array across the rows it
//!   makes the compiler vectorise along the wrong side, and all of it go scalar, 15 times slower;
//! * a tile has no more accumulators than the level has registers, less those for a run of weights and a
//!   broadcast. One register too many, and each sum goes to memory and back: 3 times slower;
//! * a tile is a function of its own, never inlined into the loop over tiles.
//!
//! Each sum is one chain of fused multiply-adds in the order of its terms, so its bits do not depend on the
//! shape of the tile.

use super::CHUNK;

/// Why a run of a whole panel is there: columns are padded, and panels divide them.
const PADDED: &str = "a panel lies within the padded columns";

/// One matrix times another, for the pixels of a chunk: `out = input·weights + biases`.
#[derive(Clone, Copy)]
pub(super) struct Product<'a> {
    /// A row for each pixel, of which the first `inputs` count.
    pub(super) input: &'a [f32],
    /// Floats from row to row.
    pub(super) input_stride: usize,
    pub(super) inputs: usize,
    /// For each input a row of `columns`.
    pub(super) weights: &'a [f32],
    /// What each sum starts at; 0 without.
    pub(super) biases: Option<&'a [f32]>,
    /// Columns of the output, padded.
    pub(super) columns: usize,
}

/// `C` columns from `column` on, for all pixels, `R` at a time.
#[expect(clippy::needless_range_loop, reason = "the shape of a matrix product, and what vectorises")]
#[inline(always)]
pub(super) fn product<const R: usize, const C: usize>(task: Product<'_>, column: usize, output: &mut [f32]) {
    const { assert!(CHUNK.is_multiple_of(R), "a chunk is whole tiles") };
    let start: [f32; C] = match task.biases {
        Some(biases) => *biases[column..].first_chunk().expect(PADDED),
        None => [0.0; C],
    };
    let mut row = 0;
    while row < CHUNK {
        let mut inputs: [&[f32]; R] = [&[]; R];
        for r in 0..R {
            inputs[r] = &task.input[(row + r) * task.input_stride..][..task.inputs];
        }
        let mut sums = [start; R];
        for k in 0..task.inputs {
            let weights: [f32; C] = *task.weights[k * task.columns + column..].first_chunk().expect(PADDED);
            for r in 0..R {
                let value = inputs[r][k];
                for c in 0..C {
                    sums[r][c] = value.mul_add(weights[c], sums[r][c]);
                }
            }
        }
        for r in 0..R {
            output[(row + r) * task.columns + column..][..C].copy_from_slice(&sums[r]);
        }
        row += R;
    }
}

/// The transpose of one matrix times another: `sums += inputᵀ·deltas` over the pixels of a chunk.
#[derive(Clone, Copy)]
pub(super) struct Outer<'a> {
    /// A row for each pixel, of which the first `inputs` count.
    pub(super) input: &'a [f32],
    /// Floats from row to row.
    pub(super) input_stride: usize,
    pub(super) inputs: usize,
    /// A row of `columns` for each pixel.
    pub(super) deltas: &'a [f32],
    /// Columns of the sums, padded.
    pub(super) columns: usize,
}

/// `C` columns from `column` on of the rows from `first` on, `J` at a time, as often as there are `J` left.
/// Gives the row that is next.
#[inline(always)]
pub(super) fn outer<const J: usize, const C: usize>(
    task: Outer<'_>,
    first: usize,
    column: usize,
    sums: &mut [f32],
) -> usize {
    let mut row = first;
    while row + J <= task.inputs {
        let mut inputs: [&[f32]; J] = [&[]; J];
        let mut tile = [[0.0_f32; C]; J];
        for j in 0..J {
            inputs[j] = &task.input[row + j..][..(CHUNK - 1) * task.input_stride + 1];
            tile[j] = *sums[(row + j) * task.columns + column..].first_chunk().expect(PADDED);
        }
        for p in 0..CHUNK {
            let deltas: [f32; C] = *task.deltas[p * task.columns + column..].first_chunk().expect(PADDED);
            for j in 0..J {
                let value = inputs[j][p * task.input_stride];
                for c in 0..C {
                    tile[j][c] = value.mul_add(deltas[c], tile[j][c]);
                }
            }
        }
        for j in 0..J {
            sums[(row + j) * task.columns + column..][..C].copy_from_slice(&tile[j]);
        }
        row += J;
    }
    row
}

/// Adds every pixel's row of `columns` to `sums`, in the pixels' order.
#[inline(always)]
pub(super) fn add_rows(rows: &[f32], sums: &mut [f32]) {
    for row in rows.chunks_exact(sums.len()) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Multiplies number by number.
#[inline(always)]
pub(super) fn multiply(values: &mut [f32], factors: &[f32]) {
    for (value, factor) in values.iter_mut().zip(factors) {
        *value *= factor;
    }
}
