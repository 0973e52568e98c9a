//! How close the kernel comes to the machine's limit.
//!
//!     cargo bench --bench kernel [-- quick]
//!
//! For each level: its fused multiply-add peak, measured in the same run; then for each shape million
//! pixels a second and the share of that peak that the network's multiply-adds alone make up, on one
//! core and on all. Every figure is the best of several passes: other load only ever slows one down.

#![expect(unsafe_code, reason = "the peak is measured with the instruction sets that were detected")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use neurotty::kernel::{Level, Positions, Program};
use neurotty::network::Network;
use neurotty::recipe::{Activation, Activations, Preset, Recipe};
use rayon::prelude::*;

/// How long one pass takes: shorter than a slice of the scheduler, so that some passes run undisturbed.
const PASS: Duration = Duration::from_millis(3);
/// Pixels in one call of the kernel.
const BLOCK: usize = 512;

fn main() {
    let quick = std::env::args().any(|argument| argument == "quick");
    let budget = if quick { Duration::from_millis(60) } else { Duration::from_millis(600) };
    for level in Level::available().into_iter().rev() {
        let peak = peak(level, budget);
        println!("\n{level}: peak {:.1} GFLOP/s on one core", 2e-9 * peak);
        println!("{:<24}{:>12}{:>10}{:>14}{:>10}", "network", "Mpx/s", "share", "all: Mpx/s", "scaling");
        for (name, recipe) in shapes() {
            report(level, &name, &recipe, peak, budget);
        }
    }
}

/// The usual shapes, then every activation on the first, then what shows that time is linear in layers
/// and in the square of the width.
fn shapes() -> Vec<(String, Recipe)> {
    let tanh = |hidden: &[u16]| recipe(hidden, Activations::All(Activation::Tanh));
    let mut shapes = vec![
        ("8x16".to_owned(), tanh(&[16; 8])),
        ("8x32".to_owned(), tanh(&[32; 8])),
        ("8x128".to_owned(), tanh(&[128; 8])),
        ("halving".to_owned(), tanh(&[128, 64, 32, 16, 8])),
        ("16x16".to_owned(), tanh(&[16; 16])),
        ("32x16".to_owned(), tanh(&[16; 32])),
        ("8x64".to_owned(), tanh(&[64; 8])),
        ("8x256".to_owned(), tanh(&[256; 8])),
        ("2x1024".to_owned(), tanh(&[1024; 2])),
    ];
    shapes.extend(
        Activation::ALL
            .map(|a| (format!("8x16 {}", a.name()), recipe(&[16; 8], Activations::All(a))))
            .into_iter()
            .skip(1),
    );
    shapes.push(("8x16 mixed".to_owned(), recipe(&[16; 8], Activations::Mixed)));
    shapes
}

fn recipe(hidden: &[u16], activation: Activations) -> Recipe {
    Recipe { hidden: hidden.to_vec(), activation, ..Preset::Glossy.recipe(1.into()) }
}

fn report(level: Level, name: &str, recipe: &Recipe, peak: f64, budget: Duration) {
    let network = Network::build(recipe);
    let multiply_adds: usize = network.layers.iter().map(|layer| layer.inputs * layer.outputs).sum();
    let program = Program::new(&network, &[], 1.0);
    let block = Block::new();
    let blocks = blocks_within(PASS, || block.run(&program, level));
    let one = best(budget, || (0..blocks).for_each(|_| block.run(&program, level)));
    let all = best(budget, || (0..blocks).into_par_iter().for_each(|_| block.run(&program, level)));
    let rate = |time: Duration| (blocks * BLOCK) as f64 / time.as_secs_f64();
    println!(
        "{name:<24}{:>12.2}{:>9.1}%{:>14.2}{:>10.2}",
        1e-6 * rate(one),
        100.0 * rate(one) * multiply_adds as f64 / peak,
        1e-6 * rate(all),
        rate(all) / rate(one)
    );
}

/// How many blocks take about `time`: as many for every thread.
fn blocks_within(time: Duration, run: impl FnMut()) -> usize {
    let threads = rayon::current_num_threads();
    let single = best(Duration::ZERO, run).as_secs_f64();
    ((time.as_secs_f64() / single) as usize / threads).max(1) * threads
}

/// Positions of a row of pixels.
struct Block {
    x: Vec<f32>,
    y: Vec<f32>,
}

impl Block {
    fn new() -> Self {
        let x = (0..BLOCK).map(|i| i as f32 / BLOCK as f32 - 0.5).collect();
        Self { x, y: vec![0.25; BLOCK] }
    }

    fn run(&self, program: &Program, level: Level) {
        let mut outputs = [0.0; 3 * BLOCK];
        program.evaluate(level, Positions { x: &self.x, y: &self.y, r: &[] }, &mut outputs);
        black_box(&outputs);
    }
}

/// The shortest of the runs that fit the budget, three at least.
fn best(budget: Duration, mut run: impl FnMut()) -> Duration {
    let start = Instant::now();
    let mut shortest = Duration::MAX;
    let mut runs = 0;
    while runs < 3 || start.elapsed() < budget {
        let begin = Instant::now();
        run();
        shortest = shortest.min(begin.elapsed());
        runs += 1;
    }
    shortest
}

/// Fused multiply-adds a second on one core: independent chains, nothing else.
fn peak(level: Level, budget: Duration) -> f64 {
    const ROUNDS: usize = 200_000;
    let (run, lanes): (fn(usize), usize) = match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level is available, so its features are.
        Level::Avx512 => (|rounds| unsafe { chains_avx512(rounds) }, 16),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx2 => (|rounds| unsafe { chains_avx2(rounds) }, 8),
        _ => (chains::<{ 4 * CHAINS }>, 4),
    };
    let time = best(budget, || run(ROUNDS));
    (ROUNDS * CHAINS * lanes) as f64 / time.as_secs_f64()
}

/// Fused multiply-adds under way at once: registers of twelve chains, which cover the latency of two units.
const CHAINS: usize = 12;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,fma")]
fn chains_avx512(rounds: usize) {
    chains::<{ 16 * CHAINS }>(rounds);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn chains_avx2(rounds: usize) {
    chains::<{ 8 * CHAINS }>(rounds);
}

#[inline(always)]
fn chains<const N: usize>(rounds: usize) {
    let (factor, term) = (black_box(0.999_f32), black_box(0.001_f32));
    let mut sums = black_box([0.5_f32; N]);
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = sum.mul_add(factor, term);
        }
    }
    black_box(sums);
}
