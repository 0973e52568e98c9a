//! Adam with decoupled weight decay, and the running average of where it has been.
//!
//! Kingma and Ba (2015, arXiv:1412.6980); the decay is that of Loshchilov and Hutter (2019, arXiv:1711.05101).
//! Every parameter by itself, in single operations that IEEE 754 rounds: no order to keep, and no fused
//! multiply-add, which outside of the kernel is a call of a library.

use rayon::prelude::*;

use crate::kernel::gradient::{Lanes, Layout, SLICE};

/// How long the gradient's average remembers, per step.
const FIRST: f64 = 0.9;
/// How long the average of its square remembers.
const SECOND: f64 = 0.99;
/// Keeps the division finite where there has been no gradient.
const EPSILON: f32 = 1e-10;
/// The share of the rate by which weights behind the first layer shrink. Without it a network whose weights have
/// grown collapses after minutes.
const DECAY: f64 = 0.03;
/// The average is over this share of the steps, at most over so many.
const AVERAGED: f64 = 0.03;
const MOST_AVERAGED: f64 = 2000.0;

/// The parameters, and what is remembered of each.
#[derive(Clone, Debug)]
pub(super) struct AdamState {
    pub(super) parameters: Lanes,
    /// The averages of the gradient and of its square.
    first: Lanes,
    second: Lanes,
    /// The average of the parameters over the last steps: what is shown. It errs less than each of them.
    pub(super) average: Lanes,
}

/// The factors of one step.
#[derive(Clone, Copy)]
struct Factors {
    rate: f32,
    first: f32,
    second: f32,
    /// Multiplies the average of squares, which begins at 0.
    correction: f32,
    averaged: f32,
}

impl AdamState {
    pub(super) fn new(parameters: Lanes) -> Self {
        let zeros = || Lanes::zeros(parameters.len());
        Self { first: zeros(), second: zeros(), average: parameters.clone(), parameters }
    }

    /// Takes over `other`, which has as many parameters, without new memory.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.parameters.copy_from_slice(&other.parameters);
        self.first.copy_from_slice(&other.first);
        self.second.copy_from_slice(&other.second);
        self.average.copy_from_slice(&other.average);
    }

    /// Step number `step`, counted from 1.
    pub(super) fn update(&mut self, gradient: &[f32], step: u64, rate: f64, layout: &Layout) {
        let kept = (1.0 - DECAY * rate) as f32;
        for weights in layout.weights_behind_first() {
            self.parameters[weights].iter_mut().for_each(|weight| *weight *= kept);
        }
        let factors = Factors::at(step, rate);
        let parameters = self.parameters.par_chunks_mut(SLICE).zip(self.average.par_chunks_mut(SLICE));
        let moments = self.first.par_chunks_mut(SLICE).zip(self.second.par_chunks_mut(SLICE));
        parameters.zip(moments).zip(gradient.par_chunks(SLICE)).for_each(
            |(((parameters, average), (first, second)), gradient)| {
                move_slice(factors, gradient, parameters, average, first, second);
            },
        );
    }
}

impl Factors {
    fn at(step: u64, rate: f64) -> Self {
        let step = step as f64;
        Self {
            rate: (rate / (1.0 - libm::pow(FIRST, step))) as f32,
            first: (1.0 - FIRST) as f32,
            second: (1.0 - SECOND) as f32,
            correction: (1.0 / (1.0 - libm::pow(SECOND, step))) as f32,
            averaged: (1.0 / (AVERAGED * step).clamp(1.0, MOST_AVERAGED)) as f32,
        }
    }
}

/// Moves each parameter. A function of its own, so that the compiler knows the slices apart and vectorises.
#[inline(never)]
fn move_slice(
    factors: Factors,
    gradient: &[f32],
    parameters: &mut [f32],
    averages: &mut [f32],
    firsts: &mut [f32],
    seconds: &mut [f32],
) {
    let shown = parameters.iter_mut().zip(averages);
    let moments = firsts.iter_mut().zip(seconds);
    for (((parameter, average), (first, second)), gradient) in shown.zip(moments).zip(gradient) {
        *first += factors.first * (gradient - *first);
        *second += factors.second * (gradient * gradient - *second);
        *parameter -= factors.rate * *first / ((*second * factors.correction).sqrt() + EPSILON);
        *average += factors.averaged * (*parameter - *average);
    }
}
