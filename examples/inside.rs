//! A look inside a layer: `cargo run --release --example inside [LINE [LAYER]]`.
//!
//! Prints what `explain` finds, then draws what each neuron of one hidden layer computes across the picture, the
//! darkest sign for its least value and the brightest for its greatest.

use std::error::Error;

use neurotty::insight::explain;
use neurotty::kernel::{LayerTrace, Level, Positions, Program};
use neurotty::{Viewport, Work, parse};

const VIEWPORT: Viewport = Viewport { aspect: 0.5, ..Viewport::new(40, 12) };
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let line = arguments.next().unwrap_or_else(|| "default:42".to_owned());
    let layer = arguments.next().map_or(Ok(1), |text| text.parse::<usize>())?;

    let work = Work::new(parse(&line)?.recipe);
    println!("{}", explain(&work, work.phase()));
    let trace = trace(&work);
    let layer = trace.get(layer.saturating_sub(1)).ok_or("there are fewer layers")?;
    for neuron in layer.activations.chunks(pixels()) {
        draw(neuron);
    }
    Ok(())
}

fn pixels() -> usize {
    (VIEWPORT.width * VIEWPORT.height) as usize
}

/// What every layer computes at the centre of every pixel, the input side first.
fn trace(work: &Work) -> Vec<LayerTrace> {
    let recipe = work.recipe();
    let moment = work.painting().moment(work.phase());
    let position = moment.positions(recipe.view, VIEWPORT, recipe.coords);
    let width = VIEWPORT.width as usize;
    let center = |pixel: usize| [(pixel % width) as f64 + 0.5, (pixel / width) as f64 + 0.5];
    let positions: Vec<[f32; 2]> = (0..pixels()).map(|pixel| position(center(pixel))).collect();
    let x: Vec<f32> = positions.iter().map(|[x, _]| *x).collect();
    let y: Vec<f32> = positions.iter().map(|[_, y]| *y).collect();
    let r: Vec<f32> = positions.iter().map(|[x, y]| (x * x + y * y).sqrt()).collect();
    let program = Program::new(&moment.network, &moment.latent, moment.gain as f32);
    program.trace(Level::detect(), Positions { x: &x, y: &y, r: &r })
}

/// Draws one neuron's values, `VIEWPORT.width` a row.
fn draw(neuron: &[f32]) {
    let least = neuron.iter().copied().fold(f32::INFINITY, f32::min);
    let greatest = neuron.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    println!("from {least:.3} to {greatest:.3}");
    // A neuron that says the same everywhere has no range.
    let range = (greatest - least).max(f32::MIN_POSITIVE);
    let shade = |value: &f32| SHADES[(((value - least) / range * SHADES.len() as f32) as usize).min(SHADES.len() - 1)];
    for row in neuron.chunks(VIEWPORT.width as usize) {
        println!("{}", row.iter().map(shade).collect::<String>());
    }
}
