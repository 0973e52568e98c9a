//! Golden pictures: a line of text paints the same bytes for ever, on every machine.
//!
//! Each picture is named by its recipe and held to a hash (FNV-1a, 64 bits, of its bytes). A hash that
//! differs means that pictures people have shared look different now. Only where that is intended
//! (nothing released paints it yet) may its hash be replaced by the one in the message.

use std::fs::File;
use std::path::PathBuf;

use neurotty::painter::{Frame, Painting, Samples, Viewport};
use neurotty::palette::Palette;
use neurotty::recipe::{ColorMode, Framing, Motion, Preset, Recipe};

/// Not square, not a multiple of anything, more than one block.
const VIEWPORT: Viewport = Viewport { samples: Samples::ONE, ..Viewport::new(73, 41) };
const PHASE: f64 = 0.3;

const PRESETS: &[(&str, u64)] = &[
    ("grey-goo", 0x4709_84f6_6e77_25e1),
    ("corner-rays", 0xbd49_b802_3fd6_3557),
    ("starburst", 0xef45_47ca_2d9d_4fd2),
    ("mondrian", 0x7f9e_b458_f3b0_7a88),
    ("mind-blown", 0x161d_4353_1a0c_cec9),
    ("glossy", 0xed45_8004_eee7_b0d9),
    ("no-hidden", 0xe796_3a29_36c4_8888),
    ("one-hidden", 0x80e2_faff_2613_2b29),
    ("deep", 0x45e8_4891_3e54_4e6e),
    ("wide", 0xb940_ec9d_e95f_5782),
    ("pollock", 0x00f6_a091_18c8_707d),
    ("halving", 0x4489_08b9_45ac_6e6d),
    ("relu", 0xe963_fe31_1aeb_d6b9),
    ("otoro", 0x1b55_1cf5_834e_72b4),
    ("hardmaru", 0xce01_aacc_88d5_e25d),
    ("mixed", 0xd270_86e6_8ecd_056e),
    ("nocturne", 0x8fd0ca64e6bf53cc),
    ("ink", 0xef7240608ea5ca39),
    ("cut-paper", 0x4a1ee71c9d997068),
    ("moire", 0xff1ca6e66aebe2b2),
    ("glass", 0xadb14710f3fceca3),
    ("default", 0x4056a2064dbdcdfd),
];
const COLORS: &[(&str, u64)] = &[
    ("viridis", 0x1cf6_2c74_f567_f4e0),
    ("magma", 0x9ad0_bbee_2f02_d1f9),
    ("inferno", 0xc0eb_a2d7_6e80_da8c),
    ("plasma", 0xb8ec_7884_1e64_e362),
    ("cividis", 0xff28_13ba_f995_571f),
    ("turbo", 0xef47_f0cd_91ef_2652),
    ("cubehelix", 0x329e_af9f_e599_baf7),
    ("ember", 0x76b4_b670_dacb_541e),
    ("lagoon", 0xd2c1_a1fc_7de8_6648),
    ("dusk", 0x11d9_2305_ad5f_c359),
    ("meadow", 0xb6e7_5357_f7e7_da07),
    ("riso", 0xc26e_aa50_3f98_cfff),
    ("porcelain", 0xfd92_1dc7_68c3_a64c),
    ("neon", 0x35b9_04fb_0296_57b1),
    ("Seed(None)", 0xcc3ceda5bd874767),
    ("Seed(Some(7))", 0x83bf0dc6a0f79ba8),
    ("seed, stretched", 0x4aa98a94e435a109),
    ("seed, in its frame", 0x4056a2064dbdcdfd),
    ("Hsv", 0xcd85_16c4_d1de_bdfe),
    ("Hsl", 0x5e14_b741_9b9f_0e30),
    ("Cmyk", 0x5eaa_fe35_1520_ccca),
    ("Gray", 0x9913_503c_f718_7d6b),
    ("TwoTone", 0x716a_1339_4cb2_261f),
    ("Hex([[38, 70, 83], [42, 157, 143], [233, 196, 106]])", 0x97b9_5655_1f98_1e75),
    ("stretch", 0xa0df_cd57_5f1c_68bb),
    ("3x3 samples", 0xe0cc_9d6f_f8fb_dd4b),
];
const MOTIONS: &[(&str, u64)] = &[
    ("latent", 0xc176_4cb4_df08_385c),
    ("morph", 0x903f_c860_3cf1_667e),
    ("zoom", 0x75b7_2840_fa2e_5e8d),
    ("rotate", 0xfc2d_7857_8696_5a52),
    ("wave", 0xb8a5_4a00_58ac_bbcb),
    ("spiral", 0x1851_f788_e32f_70a0),
    ("pan", 0xac40_49e3_42b5_7ee8),
    ("combo", 0xad3c_4305_6366_7eb7),
    ("fog", 0xe912_6b8f_fb84_6287),
    ("splatter", 0xaeb5_9ad9_8e88_509f),
    ("recolor", 0xb298_859e_4e51_7af4),
    ("morph of palettes", 0x115568f416806fc1),
];

#[test]
fn presets_paint_what_they_always_did() {
    let pictures = Preset::ALL.map(|preset| (preset.name().to_owned(), preset.recipe(1.into()), VIEWPORT));
    check(&pictures, PRESETS);
}

/// The network of `default`, from its origin and in red, green and blue.
fn plain(color: ColorMode) -> Recipe {
    Recipe { color, framing: Framing::Origin, ..Preset::Default.recipe(1.into()) }
}

#[test]
fn colours_paint_what_they_always_did() {
    let recipe = plain;
    let mut pictures: Vec<_> =
        Palette::ALL.map(|palette| (palette.name().to_owned(), recipe(ColorMode::Palette(palette)), VIEWPORT)).into();
    let hex = ColorMode::Hex(vec![[38, 70, 83], [42, 157, 143], [233, 196, 106]]);
    let modes = [ColorMode::Hsv, ColorMode::Hsl, ColorMode::Cmyk, ColorMode::Gray, ColorMode::TwoTone, hex];
    let seeds = [ColorMode::Seed(None), ColorMode::Seed(Some(7))];
    pictures.extend(modes.into_iter().chain(seeds).map(|color| (format!("{color:?}"), recipe(color), VIEWPORT)));
    let seeded = recipe(ColorMode::Seed(None));
    let stretched = Recipe { stretch: true, invert: true, ..seeded.clone() };
    pictures.push(("seed, stretched".to_owned(), stretched, VIEWPORT));
    pictures.push(("seed, in its frame".to_owned(), Recipe { framing: Framing::Seed, ..seeded }, VIEWPORT));
    let plain = recipe(ColorMode::Rgb);
    let sampled = Viewport { samples: Samples::Grid(3), ..VIEWPORT };
    pictures.push(("stretch".to_owned(), Recipe { stretch: true, invert: true, ..plain.clone() }, VIEWPORT));
    pictures.push(("3x3 samples".to_owned(), plain, sampled));
    check(&pictures, COLORS);
}

#[test]
fn motions_paint_what_they_always_did() {
    let recipe = |motion: Motion| Recipe { motion: vec![motion], ..plain(ColorMode::Rgb) };
    let mut pictures: Vec<_> = Motion::ALL.map(|motion| (motion.name().to_owned(), recipe(motion), VIEWPORT)).into();
    let seeded = Recipe { color: ColorMode::Seed(None), ..recipe(Motion::Morph) };
    pictures.push(("morph of palettes".to_owned(), seeded, VIEWPORT));
    check(&pictures, MOTIONS);
}

/// Compares all pictures, so that one run shows every difference.
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
