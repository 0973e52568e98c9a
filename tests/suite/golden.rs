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

const PRESETS: &[(&str, u64)] = &[
    ("grey-goo", 0x4709_84f6_6e77_25e1),
    ("corner-rays", 0xbd49_b802_3fd6_3557),
    ("starburst", 0xef45_47ca_2d9d_4fd2),
    ("mondrian", 0x7f9e_b458_f3b0_7a88),
    ("mind-blown", 0xb0af_7745_77ab_a786),
    ("glossy", 0x8759_1caf_8579_1b2a),
    ("no-hidden", 0xe796_3a29_36c4_8888),
    ("one-hidden", 0x80e2_faff_2613_2b29),
    ("deep", 0x9aab_ded4_ed15_0730),
    ("wide", 0xa834_7f89_f5d5_58bc),
    ("pollock", 0x858c_1bb0_6960_5dc1),
    ("halving", 0xd158_0293_722a_5406),
    ("relu", 0xe963_fe31_1aeb_d6b9),
    ("otoro", 0x866e_d746_0c6f_0595),
    ("hardmaru", 0x02be_b32e_5cf4_665b),
    ("mixed", 0xcb05_e411_cae3_a781),
    ("default", 0x854b_da46_ad71_df9a),
];
const COLORS: &[(&str, u64)] = &[
    ("viridis", 0xa0c9_5915_011d_f764),
    ("magma", 0x0f7d_8bba_cc14_78af),
    ("inferno", 0xa410_6d30_536d_5fb6),
    ("plasma", 0x64ec_9598_97e4_c118),
    ("cividis", 0x250e_1d80_9ecb_bae2),
    ("turbo", 0x9baf_91e7_4b98_8817),
    ("cubehelix", 0x80ab_d473_bf25_18eb),
    ("ember", 0x39f6_9515_414e_683b),
    ("lagoon", 0xd71b_123d_dcf6_4717),
    ("dusk", 0x0b25_f17e_4b5d_5965),
    ("meadow", 0x8922_485d_e503_4dac),
    ("riso", 0x929c_c098_6ea7_c09f),
    ("porcelain", 0x6918_272f_da5d_d785),
    ("neon", 0x0c91_8f84_0166_9217),
    ("Hsv", 0xe053_24f8_a465_6c89),
    ("Hsl", 0xa22f_a4e6_7a41_d872),
    ("Cmyk", 0xed88_4dfc_7657_96c4),
    ("Gray", 0x1584_e820_f508_d1ae),
    ("TwoTone", 0x128b_fc35_3848_9181),
    ("Hex([[38, 70, 83], [42, 157, 143], [233, 196, 106]])", 0x2e82_9aab_aeff_477d),
    ("stretch", 0xc323_4666_0479_75fe),
    ("3x3 samples", 0xacec_940c_bc75_7403),
];
const MOTIONS: &[(&str, u64)] = &[
    ("latent", 0x854b_da46_ad71_df9a),
    ("morph", 0x199c_be80_eee7_8e0e),
    ("zoom", 0x59dc_1217_254c_d559),
    ("rotate", 0x0646_7488_a8db_cf98),
    ("wave", 0x6233_7d47_5bd6_1a67),
    ("spiral", 0x47ec_5480_6e67_6951),
    ("pan", 0x434e_adbb_2a2d_c853),
    ("combo", 0x1620_38d6_d24a_35b6),
];

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
