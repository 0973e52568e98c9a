//! Pictures: geometry, sameness, supersampling, colour modes, blends.

use neurotty::painter::{Frame, Painting, Samples, Viewport, crossfade};
use neurotty::palette::Palette;
use neurotty::recipe::{Activation, Activations, ColorMode, Coords, Motion, Preset, Recipe, View};

fn recipe(preset: Preset, seed: u64) -> Recipe {
    preset.recipe(seed.into())
}

fn painting(preset: Preset, seed: u64) -> Painting {
    Painting::new(recipe(preset, seed))
}

fn all_color_modes() -> Vec<ColorMode> {
    let mut modes = vec![ColorMode::Rgb, ColorMode::Hsv, ColorMode::Hsl, ColorMode::Cmyk, ColorMode::Gray];
    modes.extend([ColorMode::Seed(None), ColorMode::Seed(Some(7))]);
    modes
        .extend([ColorMode::TwoTone, ColorMode::Hex(vec![[0x26, 0x46, 0x53], [0x2a, 0x9d, 0x8f], [0xe9, 0xc4, 0x6a]])]);
    modes.extend(Palette::ALL.map(ColorMode::Palette));
    modes
}

/// The largest difference of a channel.
fn difference(one: &Frame, other: &Frame) -> u8 {
    let pairs = one.pixels.as_flattened().iter().zip(other.pixels.as_flattened());
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

#[test]
fn strips_and_threads_do_not_change_a_byte() {
    let viewport = Viewport { samples: Samples::Grid(2), ..Viewport::new(131, 77) };
    let mut recipe = recipe(Preset::Default, 3);
    recipe.motion = vec![Motion::Latent, Motion::Wave];
    let painting = Painting::new(recipe);
    let shot = painting.shot(0.3, View::HOME, viewport);
    let whole = shot.frame();
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool");
    for count in [1, 2, 5] {
        assert_eq!(threads(count).install(|| shot.frame()), whole, "{count} threads");
    }
    for rows in [1, 7, 50] {
        let mut strips = Vec::new();
        for start in (0..77).step_by(rows) {
            let end = (start + rows as u32).min(77);
            let mut strip = vec![[0_u8; 3]; (end - start) as usize * 131];
            shot.rows(start..end, &mut strip);
            strips.extend(strip);
        }
        assert_eq!(strips, whole.pixels, "strips of {rows} rows");
    }
}

#[test]
fn sixteen_bits_agree_with_eight() {
    let viewport = Viewport { samples: Samples::Grid(2), ..Viewport::new(60, 40) };
    for color in all_color_modes() {
        let painting = Painting::new(Recipe { color: color.clone(), ..recipe(Preset::Default, 5) });
        let shot = painting.shot(0.2, View::HOME, viewport);
        let mut fine = vec![[0_u16; 3]; 60 * 40];
        shot.rows(0..40, &mut fine);
        for (fine, coarse) in fine.as_flattened().iter().zip(shot.frame().pixels.as_flattened()) {
            let distance = (f64::from(*fine) / 257.0 - f64::from(*coarse)).abs();
            assert!(distance <= 0.51, "{color:?}: {fine} of 65535 and {coarse} of 255");
        }
    }
}

#[test]
fn a_zoomed_view_equals_the_crop() {
    let painting = painting(Preset::Default, 11);
    let large = painting.paint(0.1, View::HOME, Viewport::new(128, 128));
    // The upper left quarter: its centre lies at −¼, −¼.
    let view = View { zoom: 2.0, center: [-0.25, -0.25], rotation: 0.0 };
    let quarter = painting.paint(0.1, view, Viewport::new(64, 64));
    let rows = large.pixels.chunks(128).take(64).flat_map(|row| &row[..64]);
    let crop = Frame { width: 64, height: 64, pixels: rows.copied().collect() };
    assert!(difference(&quarter, &crop) <= 1);
}

/// The point of the plane that a point of the picture shows, in pixels from its top left corner, the camera at rest.
fn plane_position(viewport: Viewport, view: View, coords: Coords, pixel: [f64; 2]) -> [f64; 2] {
    let still = Painting::new(Recipe { motion: Vec::new(), coords, ..Preset::Glossy.recipe(1.into()) });
    still.moment(0.0).positions(view, viewport, coords)(pixel).map(f64::from)
}

#[test]
fn circles_stay_round_whatever_the_shape_of_a_pixel() {
    // One hidden neuron that sees r alone would be ideal; the plane itself says the same of any network.
    let (wide, tall) = (Viewport { aspect: 2.0, ..Viewport::new(40, 60) }, Viewport::new(80, 60));
    for coords in [Coords::Centered, Coords::Pixels] {
        for [column, row] in [[0.5, 0.5], [20.0, 30.0], [33.5, 7.25]] {
            let view = View { zoom: 1.5, center: [0.2, -0.1], rotation: 30.0 };
            let one = plane_position(wide, view, coords, [column, row]);
            let other = plane_position(tall, view, coords, [2.0 * column, row]);
            assert!(
                (one[0] - other[0]).abs() < 1e-6 * 128.0 && (one[1] - other[1]).abs() < 1e-6 * 128.0,
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn the_shorter_side_spans_one_and_the_centre_is_the_origin() {
    for (width, height) in [(200, 120), (120, 200), (64, 64)] {
        let viewport = Viewport::new(width, height);
        let (w, h) = (f64::from(width), f64::from(height));
        let centered = |pixel| plane_position(viewport, View::HOME, Coords::Centered, pixel);
        assert_eq!(centered([w / 2.0, h / 2.0]), [0.0, 0.0]);
        let [left, top] = centered([0.0, 0.0]);
        assert!((left.abs().min(top.abs()) - 0.5).abs() < 1e-7 && left < 0.0 && top < 0.0);
        let pixels = |pixel| plane_position(viewport, View::HOME, Coords::Pixels, pixel);
        assert_eq!(pixels([0.0, 0.0]), [0.0, 0.0]);
        let [right, bottom] = pixels([w, h]);
        assert!((right.min(bottom) - 128.0).abs() < 1e-5);
    }
}

#[test]
fn rotation_turns_the_picture_counter_clockwise() {
    let painting = painting(Preset::Glossy, 4);
    let upright = painting.paint(0.0, View::HOME, Viewport::new(48, 48));
    let turned = painting.paint(0.0, View { rotation: 90.0, ..View::HOME }, Viewport::new(48, 48));
    // What was at the right edge is at the top.
    let expected: Vec<_> = (0..48 * 48).map(|index| upright.pixels[(index % 48) * 48 + (47 - index / 48)]).collect();
    assert!(difference(&turned, &Frame { pixels: expected, ..upright }) <= 1);
}

#[test]
fn supersampling_averages_light_not_bytes() {
    // A step from black to white through the middle of the odd pixel: half of its light is white.
    let mut recipe = recipe(Preset::OneHidden, 1);
    recipe.hidden = vec![1];
    recipe.activation = Activations::All(Activation::Step);
    recipe.color = ColorMode::Gray;
    let mut network = Painting::new(recipe.clone()).network().clone();
    network.layers[0].weights = vec![1.0, 0.0];
    network.layers[0].biases = vec![0.0];
    network.layers[1].weights = vec![400.0];
    network.layers[1].biases = vec![-200.0];
    recipe.motion = vec![];
    let painting = Painting::from_network(recipe, network);
    let frame = painting.paint(0.0, View::HOME, Viewport { samples: Samples::Grid(4), ..Viewport::new(5, 5) });
    // sRGB of half the light of white: 1.055 · 0.5^(1/2.4) − 0.055 = 0.735 → 188.
    assert_eq!(&frame.pixels[..5], &[[0; 3], [0; 3], [188; 3], [255; 3], [255; 3]]);
}

#[test]
fn a_gradient_averages_to_its_mean() {
    let painting = painting(Preset::NoHidden, 2);
    let fine = painting.paint(0.0, View::HOME, Viewport { samples: Samples::Grid(8), ..Viewport::new(30, 20) });
    let plain = painting.paint(0.0, View::HOME, Viewport::new(30, 20));
    // Nearly linear within a pixel, so the mean of its light is the light of its middle.
    assert!(difference(&fine, &plain) <= 1);
    assert_ne!(plain.pixels[0], plain.pixels[599]);
}

#[test]
fn invert_is_the_negative() {
    let plain = painting(Preset::Glossy, 8).paint(0.0, View::HOME, Viewport::new(40, 30));
    let inverted = Painting::new(Recipe { invert: true, ..recipe(Preset::Glossy, 8) });
    let inverted = inverted.paint(0.0, View::HOME, Viewport::new(40, 30));
    for (a, b) in plain.pixels.as_flattened().iter().zip(inverted.pixels.as_flattened()) {
        assert!((i32::from(*a) + i32::from(*b) - 255).abs() <= 1);
    }
}

#[test]
fn stretch_brings_the_grey_goo_to_light() {
    let spread = |stretch| {
        let painting = Painting::new(Recipe { stretch, motion: vec![], ..recipe(Preset::GreyGoo, 1) });
        let frame = painting.paint(0.0, View::HOME, Viewport::new(48, 30));
        let values = frame.pixels.as_flattened().iter().skip(1).step_by(3);
        values.clone().max().expect("pixels") - values.min().expect("pixels")
    };
    assert!(spread(false) < 8);
    assert_eq!(spread(true), 255);
}

#[test]
fn every_colour_mode_paints_its_own_picture() {
    let frames: Vec<_> = all_color_modes()
        .into_iter()
        .map(|color| {
            let recipe = Recipe { color: color.clone(), ..recipe(Preset::Default, 42) };
            (color, Painting::new(recipe).paint(0.0, View::HOME, Viewport::new(32, 18)))
        })
        .collect();
    for (index, (color, frame)) in frames.iter().enumerate() {
        for (other, same) in &frames[..index] {
            assert!(frame != same, "{color:?} paints what {other:?} does");
        }
    }
}

#[test]
fn channels_are_what_rgb_shows() {
    let painting = Painting::new(Recipe { color: ColorMode::Rgb, ..recipe(Preset::Default, 6) });
    let shot = painting.shot(0.6, View::HOME, Viewport::new(90, 70));
    let channels = shot.channels();
    for (index, pixel) in shot.frame().pixels.iter().enumerate() {
        let seen = std::array::from_fn(|channel| (f64::from(channels[channel * 6300 + index]) * 255.0).round() as u8);
        assert_eq!(*pixel, seen);
    }
}

#[test]
fn a_crossfade_mixes_light() {
    let frame = |pixel| Frame { width: 2, height: 1, pixels: vec![pixel; 2] };
    let (black, white) = (frame([0; 3]), frame([255; 3]));
    assert_eq!(crossfade(&black, &white, 0.0), black);
    assert_eq!(crossfade(&black, &white, 1.0), white);
    assert_eq!(crossfade(&black, &white, 0.5), frame([188; 3]));
    let every = Frame { width: 256, height: 1, pixels: (0..=255).map(|v| [v; 3]).collect() };
    assert_eq!(crossfade(&every, &every, 0.3), every);
    assert_eq!(crossfade(&every, &white, 0.3), white);
}

#[test]
fn a_blend_begins_and_ends_at_its_paintings() {
    let viewport = Viewport::new(40, 30);
    let (one, other) = (painting(Preset::Default, 1), painting(Preset::Default, 2));
    for (t, end) in [(0.0, &one), (1.0, &other)] {
        let blend = Painting::blend(&one, &other, t).expect("the same shape");
        let painted = blend.paint(0.4, View::HOME, viewport);
        assert!(difference(&painted, &end.paint(0.4, View::HOME, viewport)) <= 1);
    }
    let half = Painting::blend(&one, &other, 0.5).expect("the same shape");
    let again = Painting::blend(&half, &one, 0.0).expect("a blend can be interrupted");
    assert_eq!(again.paint(0.4, View::HOME, viewport), half.paint(0.4, View::HOME, viewport));
}

#[test]
fn shapes_that_differ_do_not_blend() {
    let start = painting(Preset::Default, 1);
    let other = |change: fn(&mut Recipe)| {
        let mut recipe = recipe(Preset::Default, 1);
        change(&mut recipe);
        Painting::blend(&start, &Painting::new(recipe), 0.5)
    };
    assert!(other(|recipe| recipe.hidden = vec![16; 5]).is_none());
    assert!(other(|recipe| recipe.activation = Activations::All(Activation::Sin)).is_none());
    assert!(other(|recipe| recipe.color = ColorMode::Hsv).is_none());
    assert!(other(|recipe| recipe.coords = Coords::Pixels).is_none());
    assert!(other(|recipe| recipe.motion = vec![Motion::Zoom, Motion::Wave]).is_some());
}
