//! How fast a network learns a picture, and how well.
//!
//!     cargo bench --bench learn [-- quick] [PICTURE…]
//!
//! For each shape and level steps a second, on one thread and on all, and what part of AVX-512's speed AVX2 has;
//! then for each picture the PSNR of 64x6 sines after budgets of 3,270 and 8,180 steps (2 and 5 seconds of a
//! prototype on two idle cores), and how soon an open-ended learner reaches 21 dB. Without PICTURE two are drawn:
//! a landscape of flat shapes, and a soft one with fine waves. Every speed is the best of several passes: other
//! load only ever slows one down.

use std::path::Path;
use std::time::{Duration, Instant};

use neurotty::kernel::Level;
use neurotty::learn::{Detail, Learner, Picture, Shape};
use neurotty::recipe::{Activation, Activations};

/// Steps of one pass.
const PASS: u64 = 16;
const SIZE: [u32; 2] = [256, 160];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let quick = arguments.iter().any(|argument| argument == "quick");
    let budget = if quick { Duration::from_millis(300) } else { Duration::from_secs(3) };
    println!("{:<10}{:<10}{:>16}{:>16}{:>10}", "shape", "level", "1: steps/s", "all: steps/s", "GFLOP/s");
    for shape in [shape(64, 6), shape(128, 4), shape(32, 4)] {
        speeds(&shape, budget);
    }
    let named: Vec<_> = arguments.iter().filter(|argument| *argument != "quick").collect();
    let mut pictures = vec![("shapes".to_owned(), drawn(flat)), ("waves".to_owned(), drawn(soft))];
    if !named.is_empty() {
        let open = |path: &&String| (path.to_string(), opened(Path::new(path.as_str())));
        pictures = named.iter().map(open).collect();
    }
    println!("\n{:<28}{:>12}{:>12}{:>14}", "64x6 sin", "3,270 steps", "8,180 steps", "21 dB after");
    for (name, picture) in &pictures {
        qualities(name, picture, quick);
    }
}

fn shape(width: u16, layers: usize) -> Shape {
    Shape { hidden: vec![width; layers], activation: Activations::All(Activation::Sin) }
}

fn opened(path: &Path) -> Picture {
    Picture::open(path, Detail::default(), [255; 3]).unwrap_or_else(|error| panic!("{error}"))
}

fn drawn(color: fn(f32, f32) -> [f32; 3]) -> Picture {
    let [width, height] = SIZE;
    let pixel = |index: u32| color((index % width) as f32 / width as f32, (index / width) as f32 / height as f32);
    Picture::from_pixels(SIZE, (0..width * height).map(pixel).collect())
}

/// A sun over hills.
fn flat(x: f32, y: f32) -> [f32; 3] {
    let hill = |from: f32, top: f32| y > top + (x - from).abs();
    if (x - 0.75).hypot(0.6 * (y - 0.3)) < 0.12 {
        [0.94, 0.28, 0.44]
    } else if y > 0.72 {
        [0.15, 0.33, 0.49]
    } else if hill(0.3, 0.2) {
        [0.02, 0.47, 0.39]
    } else if hill(0.5, 0.4) {
        [0.07, 0.67, 0.51]
    } else {
        [0.97, 0.94, 0.88]
    }
}

/// Waves of many lengths.
fn soft(x: f32, y: f32) -> [f32; 3] {
    let wave = |scale: f32| 0.5 + 0.5 * (scale * (x + 0.3 * (5.0 * y).sin())).sin() * (0.7 * scale * y).cos();
    [wave(9.0), 0.6 * wave(23.0) + 0.2, 0.5 * wave(5.0) + 0.3 * wave(61.0)]
}

fn speeds(shape: &Shape, budget: Duration) {
    let learner = Learner::new(&[drawn(soft)], shape, 1).expect("a shape that learns");
    let name = format!("{}x{}", shape.hidden[0], shape.hidden.len());
    // Forward, backward and the gradient: three products of a multiplication and an addition each.
    let flop = 6.0 * shape.recipe(1).parameters() as f64 * 1536.0;
    let mut all_threads = Vec::new();
    for level in Level::available().into_iter().rev().filter(|level| *level != Level::Plain || is_only(*level)) {
        let learner = learner.clone().on_level(level);
        let one = pool(1).install(|| steps_a_second(&learner, budget));
        let all = steps_a_second(&learner, budget);
        println!("{name:<10}{:<10}{one:>16.0}{all:>16.0}{:>10.0}", level.name(), 1e-9 * flop * all);
        all_threads.push((level, all));
    }
    let of = |wanted: Level| all_threads.iter().find(|(level, _)| *level == wanted).map(|(_, speed)| *speed);
    if let (Some(wide), Some(narrow)) = (of(Level::Avx512), of(Level::Avx2)) {
        println!("{name:<10}avx512 is {:.2} times as fast as avx2", wide / narrow);
    }
}

/// Without a fused multiply-add the plain level calls a library for each: it would take minutes.
fn is_only(level: Level) -> bool {
    Level::available() == [level]
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

fn steps_a_second(learner: &Learner, budget: Duration) -> f64 {
    let mut learner = learner.clone();
    let start = Instant::now();
    let mut shortest = Duration::MAX;
    while start.elapsed() < budget {
        let begin = Instant::now();
        learner.advance(PASS);
        shortest = shortest.min(begin.elapsed());
    }
    PASS as f64 / shortest.as_secs_f64()
}

fn qualities(name: &str, picture: &Picture, quick: bool) {
    let fresh = || Learner::new(std::slice::from_ref(picture), &Shape::default(), 1).expect("a shape that learns");
    let after = |steps: u64| {
        let mut learner = fresh().with_budget(steps);
        learner.advance(steps);
        learner.psnr_of(&learner.best())
    };
    let (short, long) = (after(3270), if quick { f64::NAN } else { after(8180) });
    let (mut open, mut spent) = (fresh(), Duration::ZERO);
    while open.psnr() < 21.0 && open.steps() < 2000 {
        let begin = Instant::now();
        open.advance(10);
        spent += begin.elapsed();
    }
    let name: String = name.chars().rev().take(27).collect::<Vec<_>>().into_iter().rev().collect();
    println!("{name:<28}{short:>9.2} dB{long:>9.2} dB{:>11.0} ms", 1e3 * spent.as_secs_f64());
}
