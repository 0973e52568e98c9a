//! Golden pictures: a line of text paints the same bytes for ever, on every machine.
//!
//! Each picture is named by its recipe and held to a hash (FNV-1a, 64 bits, of its bytes). A hash that
//! differs means that pictures people have shared look different now. Only where that is intended
//! (nothing released paints it yet) may its hash be replaced by the one in the message.

use std::fs::File;
use std::path::PathBuf;

use neurotty::color::Palette;
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::{ColorMode, Motion, Preset, Recipe};

/// Not square, not a multiple of anything, more than one block.
const VIEWPORT: Viewport = Viewport { samples: 1, ..Viewport::new(73, 41) };
const PHASE: f64 = 0.3;

const PRESETS: &[(&str, u64)] = &[];
const COLORS: &[(&str, u64)] = &[];
const MOTIONS: &[(&str, u64)] = &[];

#[test]
fn presets_paint_what_they_always_did() {
    let pictures = Preset::ALL.map(|preset| (preset.name().to_owned(), preset.recipe(1.into()), VIEWPORT));
    check(&pictures, PRESETS);
}

#[test]
fn colours_paint_what_they_always_did() {
    let recipe = |color| Recipe { color, ..Preset::Default.recipe(1.into()) };
    let mut pictures: Vec<_> =
        Palette::ALL.map(|palette| (palette.name().to_owned(), recipe(ColorMode::Palette(palette)), VIEWPORT)).into();
    let hex = ColorMode::Hex(vec![[38, 70, 83], [42, 157, 143], [233, 196, 106]]);
    let modes = [ColorMode::Hsv, ColorMode::Hsl, ColorMode::Cmyk, ColorMode::Gray, ColorMode::TwoTone, hex];
    pictures.extend(modes.map(|color| (format!("{color:?}"), recipe(color), VIEWPORT)));
    let plain = recipe(ColorMode::Rgb);
    let sampled = Viewport { samples: 3, ..VIEWPORT };
    pictures.push(("stretch".to_owned(), Recipe { stretch: true, invert: true, ..plain.clone() }, VIEWPORT));
    pictures.push(("3x3 samples".to_owned(), plain, sampled));
    check(&pictures, COLORS);
}

#[test]
fn motions_paint_what_they_always_did() {
    let recipe = |motion: Motion| Recipe { motion: vec![motion], ..Preset::Default.recipe(1.into()) };
    let pictures = Motion::ALL.map(|motion| (motion.name().to_owned(), recipe(motion), VIEWPORT));
    check(&pictures, MOTIONS);
}

/// Compares all pictures, so that one run tells every difference.
fn check(pictures: &[(String, Recipe, Viewport)], golden: &[(&str, u64)]) {
    let mut changed = Vec::new();
    for (name, recipe, viewport) in pictures {
        let frame = Painting::new(recipe.clone()).paint(PHASE, recipe.view, *viewport);
        let hash = fnv1a(frame.pixels.as_flattened());
        let known = golden.iter().find(|(golden, _)| golden == name);
        if known.is_none_or(|(_, golden)| *golden != hash) {
            changed.push(format!("    (\"{name}\", 0x{hash:016x}), // {}", save(name, &frame)));
        }
    }
    assert!(
        changed.is_empty(),
        "{} of {} pictures changed. To see what became of one, compare the file beside it with what the last \
         good commit saves when its hash is spoiled. What they are now:\n{}",
        changed.len(),
        pictures.len(),
        changed.join("\n")
    );
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Writes a picture where a person can look at it, and says where.
fn save(name: &str, frame: &Frame) -> String {
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-{name}.png"));
    let mut encoder = png::Encoder::new(File::create(&path).expect("a file"), frame.width, frame.height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(frame.pixels.as_flattened()).expect("the pixels");
    path.display().to_string()
}
