//! Curated seeds show something; curation is repeatable, and leaves the knobs alone.

use neurotty::curate::{Assessment, draw, fit_zoom, judge, offer, surprise};
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::{ColorMode, Motion, Preset, Recipe, Seed, Weights};
use rayon::prelude::*;

fn default() -> Recipe {
    Preset::Default.recipe(Seed::from(0))
}

/// Standard deviation and mean adjacent step of the channels as red, green and blue, in 1/255: plainly
/// from the painted picture.
fn contrast_and_step(recipe: &Recipe) -> (f64, f64) {
    const SIDE: usize = 128;
    let plain = Recipe { color: ColorMode::Rgb, invert: false, stretch: false, ..recipe.clone() };
    let view = plain.view;
    let pixels = Painting::new(plain).paint(0.0, view, Viewport::new(SIDE as u32, SIDE as u32)).pixels;
    let value = |x: usize, y: usize, c: usize| f64::from(pixels[y * SIDE + x][c]);
    let (mut contrasts, mut steps) = (0.0, 0.0);
    for c in 0..3 {
        let mean = (0..SIDE * SIDE).map(|i| value(i % SIDE, i / SIDE, c)).sum::<f64>() / (SIDE * SIDE) as f64;
        let squares: f64 = (0..SIDE * SIDE).map(|i| (value(i % SIDE, i / SIDE, c) - mean).powi(2)).sum();
        contrasts += (squares / (SIDE * SIDE) as f64).sqrt() / 3.0;
        for y in 0..SIDE {
            for x in 1..SIDE {
                steps += (value(x, y, c) - value(x - 1, y, c)).abs() + (value(y, x, c) - value(y, x - 1, c)).abs();
            }
        }
    }
    (contrasts, steps / (6 * SIDE * (SIDE - 1)) as f64)
}

#[test]
fn a_thousand_curated_seeds_are_neither_flat_nor_noise() {
    (0..1000_u64).into_par_iter().for_each(|entropy| {
        let recipe = draw(&default(), entropy);
        let (contrast, step) = contrast_and_step(&recipe);
        assert!(contrast >= 8.0, "seed {} is flat: {contrast}", recipe.seed.root);
        assert!(step <= 60.0, "seed {} is noise: {step}", recipe.seed.root);
        assert_has_light_and_colours(&recipe);
    });
}

#[test]
fn a_thousand_surprises_are_neither_one_colour_nor_mush() {
    (0..1000_u64).into_par_iter().for_each(|entropy| assert_has_light_and_colours(&surprise(&default(), entropy)));
}

/// Checks the painted picture: luma spans a quarter of its range, no colour (to 32 steps of 255) has most of the
/// picture, and neighbours differ.
#[track_caller]
fn assert_has_light_and_colours(recipe: &Recipe) {
    const WIDTH: usize = 64;
    let view = recipe.view;
    let pixels = Painting::new(recipe.clone()).paint(0.0, view, Viewport::new(WIDTH as u32, 36)).pixels;
    let luma = |[r, g, b]: [u8; 3]| (299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)) / 1000;
    let lumas: Vec<u32> = pixels.iter().map(|pixel| luma(*pixel)).collect();
    let across = lumas.chunks(WIDTH).flat_map(|row| row.windows(2)).map(|pair| pair[0].abs_diff(pair[1]));
    let down = lumas.iter().zip(&lumas[WIDTH..]).map(|(above, below)| above.abs_diff(*below));
    let step = f64::from(across.chain(down).sum::<u32>()) / (2 * lumas.len()) as f64;
    assert!(step >= 1.5, "{recipe} is mush: neighbours differ by {step} of 255");
    let mut sorted = lumas;
    sorted.sort_unstable();
    let span = sorted[sorted.len() * 95 / 100] - sorted[sorted.len() * 5 / 100];
    assert!(span >= 64, "{recipe}: luma spans {span}");
    let mut bins = [0; 512];
    for [r, g, b] in &pixels {
        bins[usize::from(r >> 5) << 6 | usize::from(g >> 5) << 3 | usize::from(b >> 5)] += 1;
    }
    let most = *bins.iter().max().unwrap();
    assert!(most * 10 <= pixels.len() * 8, "{recipe}: {most} of {} pixels have one colour", pixels.len());
}

#[test]
fn a_showable_recipe_is_offered_as_it_is_and_another_seed_in_place_of_a_blank_one() {
    let showable = draw(&default(), 3);
    assert_eq!(offer(showable.clone(), 1), showable);
    let hidden: Vec<Recipe> = (0..200).map(|seed| Recipe { seed: Seed::from(seed), ..default() }).collect();
    let blank = hidden.iter().find(|recipe| judge(recipe).verdict != Assessment::Showable).unwrap();
    let offered = offer(blank.clone(), 1);
    assert_eq!(judge(&offered).verdict, Assessment::Showable);
    assert_eq!(Recipe { seed: blank.seed.clone(), ..offered }, *blank);
}

#[test]
fn what_people_do_not_keep_has_its_verdict() {
    let black = ColorMode::Hex([vec![[10; 3]; 8], vec![[120; 3], [255; 3]]].concat());
    let mut verdicts = Vec::new();
    for seed in 0..40 {
        let recipe = |color| Recipe { color, seed: Seed::from(seed), motion: vec![], ..default() };
        verdicts.push(judge(&recipe(black.clone())).verdict);
        verdicts.push(judge(&Recipe { hidden: vec![], gain: 3.0, ..recipe(ColorMode::Seed(None)) }).verdict);
    }
    for verdict in [Assessment::Monotonous, Assessment::Mushy] {
        assert!(verdicts.contains(&verdict), "{verdict:?} is not among {verdicts:?}");
    }
}

#[test]
fn the_judge_sees_what_is_painted() {
    for seed in 1..8 {
        let recipe = Preset::Glossy.recipe(Seed::from(seed));
        let judgement = judge(&recipe);
        let (_, step) = contrast_and_step(&recipe);
        assert!((judgement.step - step).abs() < 0.5, "{} against {step}", judgement.step);
    }
}

#[test]
fn each_fault_has_its_verdict() {
    assert_eq!(judge(&Preset::GreyGoo.recipe(Seed::from(1))).verdict, Assessment::Flat);
    assert_eq!(judge(&Preset::Pollock.recipe(Seed::from(1))).verdict, Assessment::Noisy);
    let showable = draw(&default(), 1);
    assert_eq!(judge(&showable).verdict, Assessment::Showable);
    assert_eq!(judge(&Recipe { latent_scale: 0.0, ..showable.clone() }).motion, 0.0);
    // No latent at all: a latent motion moves nothing.
    let fixed = Recipe { latent: 0, ..draw(&Recipe { motion: vec![], latent: 0, ..default() }, 1) };
    assert_eq!(judge(&fixed).verdict, Assessment::Showable);
    assert_eq!(judge(&Recipe { motion: vec![Motion::Latent], ..fixed }).verdict, Assessment::Static);
}

#[test]
fn two_greys_that_look_alike_are_flat() {
    let base = Recipe { color: ColorMode::Hex(vec![[120; 3], [126; 3]]), ..draw(&default(), 1) };
    assert_eq!(judge(&base).verdict, Assessment::Flat);
}

#[test]
fn a_draw_is_repeatable_and_keeps_the_knobs() {
    let base = Recipe { gain: 0.9, color: ColorMode::Gray, ..default() };
    let drawn = draw(&base, 7);
    assert_eq!(drawn, draw(&base, 7));
    assert_ne!(drawn.seed, draw(&base, 8).seed);
    assert!(drawn.seed.root < 1_000_000 && drawn.seed.path.is_empty());
    assert_eq!(Recipe { seed: base.seed.clone(), ..drawn }, base.canonical());
}

#[test]
fn presets_that_are_flat_by_nature_still_get_a_seed() {
    let base = Preset::GreyGoo.recipe(Seed::from(0));
    let best = judge(&draw(&base, 1));
    assert_eq!(best.verdict, Assessment::Flat);
    let others = (0..5).map(|seed| judge(&Recipe { seed: Seed::from(seed), ..base.clone() }).contrast);
    assert!(others.fold(f64::INFINITY, f64::min) < best.contrast, "better than the worst of five");
}

#[test]
fn surprises_are_showable_and_differ() {
    let base = Preset::Glossy.recipe(Seed::from(0));
    let drawn: Vec<Recipe> = (0..12).map(|entropy| surprise(&base, entropy)).collect();
    for recipe in &drawn {
        assert_eq!(judge(recipe).verdict, Assessment::Showable, "{recipe}");
        assert_eq!(recipe.validate().err(), None, "{recipe}");
    }
    let mut shapes: Vec<_> = drawn.iter().map(|recipe| recipe.hidden.clone()).collect();
    shapes.dedup();
    assert!(shapes.len() > 3, "{shapes:?}");
}

#[test]
fn a_busy_picture_is_first_seen_closer_on_a_small_screen() {
    let calm = Preset::OneHidden.recipe(Seed::from(1));
    assert_eq!(fit_zoom(&calm, 80, 48), calm.view.zoom);
    let sum = |width, height| -> f64 {
        (1..=8).map(|seed| fit_zoom(&Preset::Halving.recipe(Seed::from(seed)), width, height)).sum()
    };
    let (small, large) = (sum(80, 48), sum(1920, 1080));
    assert!(small > large, "{small} on a small screen, {large} on a large one");
    assert_eq!(large, 8.0, "a large screen shows everything as it is");
    let blank = Recipe { weights: Weights::Uniform(0.0), ..Preset::Wide.recipe(Seed::from(1)) };
    assert_eq!(fit_zoom(&blank, 80, 48), 1.0, "nothing to see");
}
