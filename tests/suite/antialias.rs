//! `Samples::Auto`: the same bits however the picture is cut, near to 4×4 samples, for far fewer of them.

use std::fs;

use color::{Oklab, difference};
use neurotty::export::Job;
use neurotty::network::{Layer, LayerActivation, Network};
use neurotty::painter::{ChannelValue, Frame, Painting, Samples, Shot, Viewport};
use neurotty::recipe::{Activation, Activations, Coords, Motion, Preset, Recipe};
use tempfile::tempdir;

use super::export::{Artwork, export};

fn viewport(width: u32, height: u32, samples: Samples) -> Viewport {
    Viewport { samples, ..Viewport::new(width, height) }
}

fn shot(painting: &Painting, size: [u32; 2], samples: Samples) -> Shot<'_> {
    painting.shot(0.3, painting.recipe().view, viewport(size[0], size[1], samples))
}

fn painting(preset: Preset, seed: u64) -> Painting {
    Painting::new(preset.recipe(seed.into()))
}

/// Paintings whose edges are found in every way: sharp, under a wave, between two, in pixels, in near noise.
fn paintings() -> Vec<(&'static str, Painting)> {
    let moving =
        |motion: &[Motion]| Painting::new(Recipe { motion: motion.to_vec(), ..Preset::Glossy.recipe(3.into()) });
    let between = Painting::blend(&painting(Preset::Mondrian, 1), &painting(Preset::Mondrian, 2), 0.4);
    let pixels = Recipe { coords: Coords::Pixels, ..Preset::Starburst.recipe(5.into()) };
    vec![
        ("mondrian", painting(Preset::Mondrian, 7)),
        ("wave", moving(&[Motion::Wave, Motion::Rotate])),
        ("morph", moving(&[Motion::Morph])),
        ("blend", between.expect("the same shape")),
        ("pixels", Painting::new(pixels)),
        ("deep", painting(Preset::Deep, 1)),
    ]
}

/// The picture in strips of this many rows.
fn strips<V: ChannelValue>(shot: &Shot<'_>, [width, height]: [u32; 2], rows: u32) -> Vec<[V; 3]> {
    let mut picture = Vec::new();
    for top in (0..height).step_by(rows as usize) {
        let end = height.min(top + rows);
        let mut strip = vec![[V::default(); 3]; ((end - top) * width) as usize];
        shot.rows(top..end, &mut strip);
        picture.extend(strip);
    }
    picture
}

/// Peak signal to noise ratio in decibels.
fn psnr(one: &Frame, other: &Frame) -> f64 {
    let pairs = one.pixels.as_flattened().iter().zip(other.pixels.as_flattened());
    let squares: f64 = pairs.map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
    10.0 * (255.0 * 255.0 * 3.0 * one.pixels.len() as f64 / squares).log10()
}

#[test]
fn strips_and_threads_do_not_change_a_bit() {
    const SIZE: [u32; 2] = [131, 77];
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool");
    for (name, painting) in paintings() {
        let shot = shot(&painting, SIZE, Samples::Auto);
        let whole = shot.frame();
        for count in [1, 2, 5] {
            assert_eq!(threads(count).install(|| shot.frame()), whole, "{name}: {count} threads");
        }
        let fine = strips::<u16>(&shot, SIZE, SIZE[1]);
        for rows in [1, 2, 7, 32, 50, 77] {
            assert!(strips::<u8>(&shot, SIZE, rows) == whole.pixels, "{name}: strips of {rows} rows");
            assert!(strips::<u16>(&shot, SIZE, rows) == fine, "{name}: strips of {rows} rows of 16 bits");
        }
    }
}

#[test]
fn pictures_wider_than_a_run_of_the_kernel_and_thinner_than_an_edge_are_painted_whole() {
    let painting = painting(Preset::Mondrian, 7);
    for size in [[20_000, 3], [3, 2000], [1, 1], [2, 1], [1, 2]] {
        let shot = shot(&painting, size, Samples::Auto);
        assert!(strips::<u8>(&shot, size, 1) == shot.frame().pixels, "{size:?}");
    }
}

#[test]
fn a_pixel_with_an_edge_is_the_very_one_of_four_by_four_samples() {
    const SIZE: [u32; 2] = [480, 270];
    for (name, painting) in paintings().into_iter().filter(|(name, _)| *name != "deep") {
        let [one, auto, four] = [Samples::ONE, Samples::Auto, Samples::Grid(4)]
            .map(|samples| strips::<u16>(&shot(&painting, SIZE, samples), SIZE, SIZE[1]));
        // By a tenth of all light: what a step of the grid takes from one side of an edge to the other.
        let far = |a: &[u16; 3], b: &[u16; 3]| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 6000);
        let edges: Vec<_> = (0..one.len()).filter(|index| far(&one[*index], &four[*index])).collect();
        let same = edges.iter().filter(|index| auto[**index] == four[**index]).count();
        assert!(edges.len() > 100, "{name}: {} edges", edges.len());
        assert!(same as f64 > 0.8 * edges.len() as f64, "{name}: {same} of {}", edges.len());
    }
}

/// A light line, `thickness` of a unit of the plane high, that climbs by `slope` across a dark one.
fn line(slope: f32, thickness: f32) -> Painting {
    let activation = Activation::Step;
    let recipe = Recipe {
        hidden: vec![2],
        activation: Activations::All(activation),
        motion: vec![],
        ..Preset::OneHidden.recipe(1.into())
    };
    // One neuron switches at its lower side, the other at its upper side.
    let sides = Layer {
        inputs: 2,
        outputs: 2,
        weights: vec![-slope, 1.0, -slope, 1.0],
        biases: vec![0.0, -thickness],
        activation: LayerActivation::Uniform(activation),
    };
    let inside = Layer {
        inputs: 2,
        outputs: 3,
        weights: [4.0, -4.0].repeat(3),
        biases: vec![-2.0; 3],
        activation: LayerActivation::Linear,
    };
    Painting::from_network(recipe, Network { radius: false, latent: 0, layers: vec![sides, inside] })
}

#[test]
fn a_line_thinner_than_a_pixel_is_followed_between_the_middles() {
    const SIZE: [u32; 2] = [200, 120];
    // The middles of more than half of the pixels that it touches lie beside it.
    let painting = line(0.03, 0.4 / SIZE[1] as f32);
    let [one, auto, four] =
        [Samples::ONE, Samples::Auto, Samples::Grid(4)].map(|samples| shot(&painting, SIZE, samples).frame().pixels);
    let [middles, found, touched] =
        [one, auto, four].map(|pixels| pixels.iter().filter(|pixel| **pixel != pixels[0]).count());
    assert!(middles > 0 && touched > 2 * middles, "{middles} middles of {touched} pixels");
    assert!(10 * found > 9 * touched, "{found} of {touched} pixels");
}

#[test]
fn edges_come_near_to_four_by_four_samples_for_far_fewer() {
    const SIZE: [u32; 2] = [480, 270];
    // At this size edges are four times as dense as at 1920×1080.
    for (preset, seed, decibels, most) in [
        (Preset::Default, 42, 55.0, 1.2),
        (Preset::Mondrian, 3, 34.8, 3.0),
        (Preset::Mondrian, 7, 36.0, 3.0),
        (Preset::Glossy, 1, 50.0, 3.0),
        (Preset::Relu, 3, 50.0, 1.6),
    ] {
        let painting = painting(preset, seed);
        let take = |samples| painting.paint(0.0, painting.recipe().view, viewport(SIZE[0], SIZE[1], samples));
        let [one, auto, four] = [Samples::ONE, Samples::Auto, Samples::Grid(4)].map(take);
        let (plain, reached) = (psnr(&one, &four), psnr(&auto, &four));
        assert!(reached >= decibels && reached >= plain - 0.5, "{preset:?}: {plain:.1} to {reached:.1} dB");
        let shot = painting.shot(0.0, painting.recipe().view, viewport(SIZE[0], SIZE[1], Samples::Auto));
        let samples = shot.samples() as f64 / f64::from(SIZE[0] * SIZE[1]);
        assert!((1.0..=most).contains(&samples), "{preset:?}: {samples:.2} samples a pixel");
    }
}

#[test]
fn noise_is_sampled_five_times_at_most_and_gains_by_it() {
    const SIZE: [u32; 2] = [160, 90];
    let painting = painting(Preset::Deep, 1);
    let auto = shot(&painting, SIZE, Samples::Auto);
    let samples = auto.samples() as f64 / f64::from(SIZE[0] * SIZE[1]);
    assert!((4.0..=5.0).contains(&samples), "{samples:.2} samples a pixel");
    let four = shot(&painting, SIZE, Samples::Grid(4)).frame();
    let (plain, reached) = (psnr(&shot(&painting, SIZE, Samples::ONE).frame(), &four), psnr(&auto.frame(), &four));
    assert!(reached > plain + 4.0, "{plain:.1} to {reached:.1} dB");
}

#[test]
fn what_is_smooth_is_sampled_once() {
    const SIZE: [u32; 2] = [320, 180];
    let painting = painting(Preset::NoHidden, 2);
    let (one, auto) = (shot(&painting, SIZE, Samples::ONE), shot(&painting, SIZE, Samples::Auto));
    assert_eq!(auto.samples(), one.samples());
    assert_eq!(auto.frame(), one.frame());
    assert_eq!(shot(&painting, SIZE, Samples::Grid(3)).samples(), 9 * one.samples());
}

#[test]
fn differences_are_measured_on_the_antialiased_picture() {
    const SIZE: [u32; 2] = [131, 77];
    let painting = painting(Preset::Mondrian, 7);
    let shot = shot(&painting, SIZE, Samples::Auto);
    for (color, pixel) in shot.oklab().into_iter().zip(shot.frame().pixels) {
        let shown = Oklab::from_srgb(pixel.map(|byte| f32::from(byte) / 255.0));
        assert!(difference(color, shown) < 1.0, "{color:?} is shown as {pixel:?}");
    }
}

#[test]
fn text_and_squares_keep_one_sample_and_pictures_do_not() {
    let folder = tempdir().unwrap();
    let artwork = Artwork::new(Preset::Mondrian.recipe(7.into()));
    for (name, differs) in [("a.ans", false), ("a.svg", false), ("a.cast", false), ("a.png", true), ("a.gif", true)] {
        let [one, auto] = [Samples::ONE, Samples::Auto].map(|samples| {
            let path = folder.path().join(name);
            export(&Job { samples, frames: Some(0..2), ..artwork.job(60, 30) }, &path).expect(name);
            fs::read(path).unwrap()
        });
        assert_eq!(one != auto, differs, "{name}");
    }
}
