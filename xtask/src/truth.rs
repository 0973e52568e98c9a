//! How near the kernel's pictures are to the truth: for each preset the share of channel values within
//! 1/255 of a double-precision evaluation, over some seeds.
//!
//!     cargo run --release -p xtask -- truth [HEIGHT [SEEDS [PRESET]]]
//!
//! Pictures are 16:9, HEIGHT rows (270), seeds 1 to SEEDS (3), seen as the preset says, with every latent
//! input at a value of its path's size. The table in the kernel's documentation is this program's output.

use neurotty::kernel::{Level, Positions, Program, truth};
use neurotty::network::Network;
use neurotty::recipe::{Coords, Preset, Recipe};
use rayon::prelude::*;

use crate::Outcome;

/// Prints the table for `arguments`: HEIGHT, SEEDS, PRESET, each with a default.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let number = |place: usize, default| arguments.get(place).map_or(Ok(default), |text| text.parse::<usize>());
    let (height, seeds) = (number(0, 270)?, number(1, 3)? as u64);
    let only = arguments.get(2);
    println!("| preset | within 1/255, all seeds | worst seed |\n| --- | --- | --- |");
    for preset in Preset::ALL.into_iter().filter(|preset| only.is_none_or(|name| preset.name() == name)) {
        let shares: Vec<f64> = (1..=seeds).map(|seed| share(&preset.recipe(seed.into()), height)).collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        let worst = shares.iter().copied().fold(1.0, f64::min);
        println!("| {} | {:.3}% | {:.3}% |", preset.name(), 100.0 * mean, 100.0 * worst);
    }
    Ok(())
}

/// The share of one picture's channel values that are within 1/255 of the truth.
fn share(recipe: &Recipe, height: usize) -> f64 {
    let network = Network::build(recipe);
    let latent: Vec<f32> = (0..recipe.latent).map(|z| (recipe.latent_scale * f64::from(z + 1).sin()) as f32).collect();
    let program = Program::new(&network, &latent, recipe.gain as f32);
    let width = height * 16 / 9;
    let close: usize = (0..height)
        .into_par_iter()
        .map(|row| {
            let positions: Vec<[f64; 3]> =
                (0..width).map(|column| position(recipe, column, row, width, height)).collect();
            close(&network, &program, &latent, recipe.gain, &positions)
        })
        .sum();
    close as f64 / (width * height * program.channels()) as f64
}

/// x, y and r of a pixel's centre, the view upright and at its home.
fn position(recipe: &Recipe, column: usize, row: usize, width: usize, height: usize) -> [f64; 3] {
    let middle = match recipe.coords {
        Coords::Centered => [width as f64 / 2.0, height as f64 / 2.0],
        Coords::Pixels => [0.0, 0.0],
    };
    let scale = recipe.coords.span() / (height as f64 * recipe.view.zoom);
    // The position is rounded first: what is measured is the network, not the grid.
    let [x, y] = [scale * (column as f64 + 0.5 - middle[0]), scale * (row as f64 + 0.5 - middle[1])].map(|v| v as f32);
    [x, y, (x * x + y * y).sqrt()].map(f64::from)
}

/// How many channel values of these pixels are within 1/255.
fn close(network: &Network, program: &Program, latent: &[f32], gain: f64, positions: &[[f64; 3]]) -> usize {
    let plane = |axis: usize| positions.iter().map(|position| position[axis] as f32).collect::<Vec<f32>>();
    let (x, y, r) = (plane(0), plane(1), plane(2));
    let mut outputs = vec![0.0; positions.len() * program.channels()];
    program.evaluate(Level::detect(), Positions { x: &x, y: &y, r: &r }, &mut outputs);
    let near = |pixel: usize| {
        let exact = truth::evaluate(network, latent, gain, positions[pixel]);
        let error = |channel: usize| (f64::from(outputs[channel * positions.len() + pixel]) - exact[channel]).abs();
        (0..exact.len()).filter(|channel| error(*channel) <= 1.0 / 255.0).count()
    };
    (0..positions.len()).map(near).sum()
}
