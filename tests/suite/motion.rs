//! Every motion is a closed path that is pure in its phase, and none ever stands still.

use neurotty::motion::{Camera, Path, Pose};
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::{Motion, Preset, Recipe, Seed};
use proptest::prelude::*;

fn moving(seed: u64, motion: &[Motion]) -> Recipe {
    Recipe { motion: motion.to_vec(), ..Preset::Default.recipe(Seed::from(seed)) }
}

/// How far two poses are apart, for latents, zoom octaves, radians of turn and wave, and shares of the view alike.
fn distance(one: &Pose, other: &Pose) -> f64 {
    let turn = |a: f64, b: f64| (0.5 * (a - b)).sin().abs() * 2.0;
    let latent = one.latent.iter().zip(&other.latent).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
    let (a, b) = (one.camera, other.camera);
    let drift = |drift: &neurotty::motion::Drift| [drift.fog.to_vec(), drift.splatter.clone()].concat();
    let drift = drift(&one.drift).iter().zip(drift(&other.drift)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    latent
        + drift
        + turn(one.drift.recolor, other.drift.recolor)
        + turn(one.morph, other.morph)
        + (a.zoom / b.zoom).log2().abs()
        + turn(a.rotation, b.rotation)
        + (a.offset[0] - b.offset[0]).hypot(a.offset[1] - b.offset[1])
        + a.wave.amplitude.max(b.wave.amplitude) * turn(a.wave.phase, b.wave.phase)
}

/// The shortest of 256 steps along a loop, as a share of their mean.
fn least_step(seed: u64, motion: Motion) -> f64 {
    let path = Path::new(&moving(seed, &[motion]));
    let steps: Vec<f64> = (0..256)
        .map(|step| distance(&path.pose(f64::from(step) / 256.0), &path.pose(f64::from(step + 1) / 256.0)))
        .collect();
    let mean = steps.iter().sum::<f64>() / 256.0;
    steps.iter().copied().fold(f64::INFINITY, f64::min) / mean
}

proptest! {
    #[test]
    fn every_combination_returns_to_its_start(seed: u64, mask in 0_u32..2048, phase in 0.0..1.0) {
        let motion: Vec<_> = (0..11).filter(|bit| mask >> bit & 1 == 1).map(|bit| Motion::ALL[bit as usize]).collect();
        let path = Path::new(&moving(seed, &motion));
        prop_assert!(distance(&path.pose(0.0), &path.pose(1.0)) < 1e-5);
        prop_assert_eq!(path.pose(phase), path.pose(phase), "the same moment twice");
        prop_assert!(path.pose(phase).camera.zoom > 0.0);
    }

    #[test]
    fn no_motion_stands_still(seed: u64, motion in prop::sample::select(&Motion::ALL[..])) {
        let least = least_step(seed, motion);
        prop_assert!(least > 0.1, "{} slows to {least} of its mean", motion.name());
    }
}

#[test]
fn latents_that_would_nearly_stand_still_are_drawn_again() {
    // The first draw of this seed slows to 0.095 of its mean.
    let least = least_step(13_770_737_927_168_866_292, Motion::Latent);
    assert!(least > 0.1, "{least}");
}

#[test]
fn a_still_does_not_move() {
    let path = Path::new(&moving(42, &[]));
    assert_eq!(path.pose(0.0), path.pose(0.37));
    assert_eq!(path.pose(0.37).camera, Camera::STILL);
}

#[test]
fn all_but_waves_start_where_the_still_is() {
    let still = Path::new(&moving(42, &[])).pose(0.0);
    for motion in Motion::ALL.into_iter().filter(|motion| ![Motion::Wave, Motion::Combo].contains(motion)) {
        let pose = Path::new(&moving(42, &[motion])).pose(0.0);
        assert!(distance(&pose, &still) == 0.0 && pose.camera == still.camera, "{}", motion.name());
        // A splatter has a place for each neuron, and at its start none has left it.
        assert!(pose.drift.splatter.iter().all(|offset| *offset == 0.0), "{}", motion.name());
    }
}

#[test]
fn motions_combine() {
    let together = Path::new(&moving(42, &[Motion::Latent, Motion::Zoom, Motion::Rotate])).pose(0.3);
    let alone = |motion| Path::new(&moving(42, &[motion])).pose(0.3);
    assert_eq!(together.latent, alone(Motion::Latent).latent);
    assert_eq!(together.camera.zoom, alone(Motion::Zoom).camera.zoom);
    let turns = alone(Motion::Zoom).camera.rotation + alone(Motion::Rotate).camera.rotation;
    assert!((together.camera.rotation - turns).abs() < 1e-12);
}

#[test]
fn latent_inputs_vary_like_the_sampler_they_stand_for() {
    // Uniform within ±1 has the variance 1/3.
    let recipe = Recipe { latent: 64, ..moving(1, &[Motion::Latent]) };
    for phase in [0.0, 0.2, 0.6] {
        let values: Vec<f64> = (0..40)
            .flat_map(|seed| Path::new(&Recipe { seed: Seed::from(seed), ..recipe.clone() }).pose(phase).latent)
            .map(|value| f64::from(value) / recipe.latent_scale)
            .collect();
        let variance = values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64;
        assert!((variance - 1.0 / 3.0).abs() < 0.03, "{variance} at {phase}");
    }
}

#[test]
fn another_seed_takes_another_path() {
    let pose = |seed| Path::new(&moving(seed, &[Motion::Latent, Motion::Pan])).pose(0.25);
    assert_ne!(pose(1).latent, pose(2).latent);
    assert_ne!(pose(1).camera.offset, pose(2).camera.offset);
}

#[test]
fn a_morph_moves_whatever_the_activations() {
    for preset in [Preset::Mixed, Preset::Glossy, Preset::Relu] {
        let base = preset.recipe(Seed::from(2));
        assert_eq!(base.motion, [Motion::Morph]);
        let painting = Painting::new(base.clone());
        let look = |phase| painting.paint(phase, base.view, Viewport::new(16, 12));
        assert_ne!(look(0.0), look(0.1), "{}", preset.name());
    }
}

#[test]
fn a_morph_loses_no_detail_half_way() {
    const SIDE: usize = 64;
    let step = |painting: &Painting, phase: f64| {
        let channels = painting.shot(phase, painting.recipe().view, Viewport::new(SIDE as u32, SIDE as u32)).channels();
        let rows = channels.chunks(SIDE).flat_map(|row| row.windows(2));
        rows.map(|pair| f64::from((pair[0] - pair[1]).abs())).sum::<f64>()
    };
    let (mut ends, mut middle) = (0.0, 0.0);
    for seed in 0..60 {
        let painting = Painting::new(Preset::Glossy.recipe(Seed::from(7 * seed)));
        ends += 0.5 * (step(&painting, 0.0) + step(&painting, 0.25));
        middle += step(&painting, 0.125);
    }
    assert!(middle >= 0.9 * ends, "{middle} half way, {ends} at the ends");
}
