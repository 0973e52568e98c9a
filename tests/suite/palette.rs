//! Seed palettes: whose they are, what changes them, and that nothing is neon.

use color::{Oklab, difference};
use neurotty::network::Network;
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::text::parse;
use neurotty::recipe::{ColorMode, Recipe, View};

const VIEWPORT: Viewport = Viewport::new(64, 36);

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

fn paint(line: &str) -> Frame {
    let recipe = recipe(line);
    let view = recipe.view;
    Painting::new(recipe).paint(0.0, view, VIEWPORT)
}

/// The mean Oklab difference (×100) of two frames.
fn mean_difference(one: &Frame, other: &Frame) -> f64 {
    let look = |pixel: &[u8; 3]| Oklab::from_srgb(pixel.map(|byte| f32::from(byte) / 255.0));
    let pairs = one.pixels.iter().zip(&other.pixels);
    pairs.map(|(a, b)| f64::from(difference(look(a), look(b)))).sum::<f64>() / one.pixels.len() as f64
}

#[test]
fn nothing_is_neon_and_every_picture_has_light_and_dark() {
    for seed in 0..24 {
        let frame = paint(&format!("default:{seed}"));
        let colors: Vec<Oklab> =
            frame.pixels.iter().map(|pixel| Oklab::from_srgb(pixel.map(|byte| f32::from(byte) / 255.0))).collect();
        let neon = colors.iter().filter(|color| color.a.hypot(color.b) > 0.2).count();
        assert_eq!(neon, 0, "seed {seed}");
        let mut lightness: Vec<f32> = colors.iter().map(|color| color.l).collect();
        lightness.sort_by(f32::total_cmp);
        let span = lightness[lightness.len() * 95 / 100] - lightness[lightness.len() * 5 / 100];
        assert!(span > 0.25, "seed {seed}: {span}");
    }
}

#[test]
fn neither_zoom_nor_motion_changes_a_colour() {
    let view = View { zoom: 0.9, center: [0.1, 0.2], rotation: 10.0 };
    for knobs in ["", "+stretch=on+invert=on"] {
        let own = Painting::new(recipe(&format!("default:6{knobs}"))).paint(0.0, view, VIEWPORT);
        for other in ["+zoom=30+center=2/3", "+motion=zoom", "+motion=still", "+period=3+at=1"] {
            let turned = Painting::new(recipe(&format!("default:6{knobs}{other}"))).paint(0.0, view, VIEWPORT);
            assert_eq!(turned, own, "{knobs}{other}");
        }
    }
}

#[test]
fn a_palette_is_its_seeds_and_its_axes_are_the_pictures() {
    let own = paint("glossy:1+color=seed");
    assert_eq!(paint("glossy:1+color=seed:1"), own);
    assert!(mean_difference(&paint("glossy:1+color=seed:2"), &own) > 2.0);
    assert!(mean_difference(&paint("glossy:1+color=seed:2"), &paint("glossy:1+color=seed:3")) > 2.0);
}

#[test]
fn a_small_turn_of_a_knob_is_a_small_change_of_colour() {
    for seed in 0..20 {
        let line = |scale: f64| format!("one-hidden:{seed}+color=seed+weights=normal:{scale}+motion=still");
        let (before, after) = (paint(&line(1.0)), paint(&line(1.002)));
        let change = mean_difference(&before, &after);
        assert!(change < 1.0, "seed {seed}: {change}");
    }
}

#[test]
fn inverting_swaps_light_and_dark() {
    let lightness = |frame: &Frame| {
        let look = |pixel: &[u8; 3]| f64::from(Oklab::from_srgb(pixel.map(|byte| f32::from(byte) / 255.0)).l);
        frame.pixels.iter().map(look).collect::<Vec<_>>()
    };
    let (plain, inverted) = (paint("glossy:3+color=seed"), paint("glossy:3+color=seed+invert=on"));
    let (plain, inverted) = (lightness(&plain), lightness(&inverted));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (a, b) = (mean(&plain), mean(&inverted));
    let product: f64 = plain.iter().zip(&inverted).map(|(p, q)| (p - a) * (q - b)).sum();
    assert!(product < 0.0, "what was light is dark");
}

#[test]
fn a_morph_goes_from_palette_to_palette() {
    let morph = Painting::new(recipe("glossy:1+color=seed+motion=morph+to=5"));
    let (start, end) = (paint("glossy:1+color=seed"), paint("glossy:5+color=seed"));
    let at = |phase| morph.paint(phase, View::HOME, VIEWPORT);
    assert_eq!(at(0.0), start);
    assert!(mean_difference(&at(0.25), &end) < 0.5, "a quarter of the loop on, all is the other's");
    let fixed = Painting::new(recipe("glossy:1+color=seed:9+motion=morph+to=5"));
    let end = paint("glossy:5+color=seed:9");
    assert!(mean_difference(&fixed.paint(0.25, View::HOME, VIEWPORT), &end) < 0.5, "a chosen palette stays");
}

#[test]
fn any_number_of_channels_will_do() {
    for color in [ColorMode::Gray, ColorMode::Rgb, ColorMode::Cmyk] {
        let drawn = Recipe { color, ..recipe("glossy:4") };
        let network = Network::build(&drawn);
        for stretch in [false, true] {
            let recipe = Recipe { color: ColorMode::Seed(None), stretch, ..drawn.clone() };
            let frame = Painting::from_network(recipe, network.clone()).paint(0.2, View::HOME, VIEWPORT);
            assert!(frame.pixels.iter().any(|pixel| *pixel != frame.pixels[0]));
        }
    }
}

#[test]
fn a_picture_of_one_colour_has_one() {
    let frame = paint("glossy:4+color=seed+weights=uniform:0");
    assert!(frame.pixels.iter().all(|pixel| *pixel == frame.pixels[0]));
}
