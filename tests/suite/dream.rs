//! Dreams: motions of the weights, loops that visit learnt pictures, and what files of a learnt work hold.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use neurotty::learn::Shape;
use neurotty::learn::training_set::latent_point;
use neurotty::motion::Path as Paths;
use neurotty::network::Network;
use neurotty::open::open_file;
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::{ColorMode, LatentPath, Motion, Preset, Recipe, Seed};
use tempfile::tempdir;

const VIEWPORT: Viewport = Viewport::new(48, 30);
const DREAMS: [Motion; 3] = [Motion::Fog, Motion::Splatter, Motion::Recolor];

fn moving(preset: Preset, motion: Motion) -> Painting {
    Painting::new(Recipe { motion: vec![motion], ..preset.recipe(Seed::from(3)) })
}

/// The mean difference between neighbours along rows, over all channels.
fn detail(painting: &Painting, phase: f64) -> f64 {
    let channels = painting.shot(phase, painting.recipe().view, VIEWPORT).channels();
    let rows = channels.chunks(VIEWPORT.width as usize).flat_map(|row| row.windows(2));
    rows.map(|pair| f64::from((pair[0] - pair[1]).abs())).sum::<f64>() / channels.len() as f64
}

#[test]
fn dreams_of_every_shape_start_at_the_very_picture_and_return_to_it() {
    for preset in Preset::ALL.into_iter().filter(|preset| *preset != Preset::Pollock) {
        let recipe = Recipe { motion: Vec::new(), ..preset.recipe(Seed::from(3)) };
        let still = Painting::new(recipe.clone()).paint(0.0, recipe.view, VIEWPORT);
        for motion in DREAMS {
            let painting = moving(preset, motion);
            let look = |phase| painting.paint(phase, recipe.view, VIEWPORT);
            assert!(look(0.0) == still, "{}: {} at its start", preset.name(), motion.name());
            if !still.is_flat() {
                assert!(look(0.4) != still, "{}: {} moves nothing", preset.name(), motion.name());
            }
        }
    }
}

#[test]
fn fog_takes_the_detail_and_gives_it_back() {
    for preset in [Preset::Glossy, Preset::Deep, Preset::Moire] {
        let painting = moving(preset, Motion::Fog);
        let [clear, fog] = [0.0, 0.5].map(|phase| detail(&painting, phase));
        assert!(fog < 0.8 * clear, "{}: {fog} of {clear}", preset.name());
    }
}

#[test]
fn a_third_of_the_way_red_is_green_and_what_is_grey_stays() {
    let recipe =
        Recipe { color: ColorMode::Rgb, motion: vec![Motion::Recolor], ..Preset::Glossy.recipe(Seed::from(3)) };
    let painting = Painting::new(recipe.clone());
    let [own, turned] = [0.0, 1.0 / 3.0].map(|phase| painting.paint(phase, recipe.view, VIEWPORT));
    for (own, turned) in own.pixels.iter().zip(&turned.pixels) {
        let wanted = [own[2], own[0], own[1]];
        assert!(wanted.iter().zip(turned).all(|(a, b)| a.abs_diff(*b) <= 1), "{own:?} became {turned:?}");
    }
}

#[test]
fn one_channel_is_recoloured_along_its_scale() {
    let recipe = Recipe { color: ColorMode::Gray, ..Preset::Glossy.recipe(Seed::from(3)) };
    let painting = Painting::new(Recipe { motion: vec![Motion::Recolor], ..recipe.clone() });
    let mean = |phase| {
        let frame = painting.paint(phase, recipe.view, VIEWPORT);
        frame.pixels.iter().map(|pixel| f64::from(pixel[0])).sum::<f64>() / frame.pixels.len() as f64
    };
    assert!(mean(0.25) > mean(0.0) && mean(0.0) > mean(0.75), "{} {} {}", mean(0.25), mean(0.0), mean(0.75));
}

#[test]
fn every_seed_splatters_in_its_own_way_and_no_dream_changes_another() {
    let pose = |seed: u64, motion: &[Motion]| {
        let recipe = Recipe { motion: motion.to_vec(), ..Preset::Default.recipe(Seed::from(seed)) };
        Paths::new(&recipe).pose(0.3)
    };
    let splatter = pose(1, &[Motion::Splatter]).drift.splatter;
    assert_eq!(splatter.len(), 16);
    assert_ne!(splatter, pose(2, &[Motion::Splatter]).drift.splatter);
    let together = pose(1, &[Motion::Latent, Motion::Fog, Motion::Splatter, Motion::Recolor]);
    assert_eq!(together.drift.splatter, splatter);
    assert_eq!(together.latent, pose(1, &[Motion::Latent]).latent);
    assert_eq!(together.drift.fog, pose(1, &[Motion::Fog]).drift.fog);
}

#[test]
fn the_loop_of_several_pictures_visits_each() {
    for pictures in 2..=16 {
        let recipe = Shape::default().recipe(pictures);
        assert_eq!((recipe.latent_path, recipe.motion.as_slice()), (LatentPath::Circle, &[Motion::Latent][..]));
        let paths = Paths::new(&recipe);
        for index in 0..pictures {
            let latent = paths.pose(index as f64 / pictures as f64).latent;
            let point = latent_point(pictures, index);
            let near = latent.iter().zip(&point).all(|(a, b)| (a - b).abs() < 1e-7);
            assert!(near && latent.len() == point.len(), "picture {index} of {pictures}: {latent:?}, not {point:?}");
        }
        assert_ne!(paths.pose(0.25 / pictures as f64).latent, paths.pose(0.0).latent, "it dreams between");
    }
}

#[test]
fn one_learnt_picture_dreams_of_fog() {
    let recipe = Shape::default().recipe(1);
    assert_eq!((recipe.motion.as_slice(), recipe.latent), (&[Motion::Fog][..], 0));
}

#[test]
fn learnt_networks_are_joined_by_a_straight_line() {
    let networks = [1_u64, 2].map(|seed| Network::build(&Preset::Glossy.recipe(Seed::from(seed))));
    let recipe = Recipe { color: ColorMode::Rgb, motion: Vec::new(), ..Preset::Glossy.recipe(Seed::from(1)) };
    let [one, other] = networks.clone().map(|network| Painting::from_network(recipe.clone(), network));
    let middle = Painting::blend(&one, &other, 0.5).unwrap();
    let middle = middle.moment(0.0).network.into_owned();
    for (index, layer) in middle.layers.iter().enumerate() {
        let ends = networks[0].layers[index].weights.iter().zip(&networks[1].layers[index].weights);
        assert!(layer.weights.iter().zip(ends).all(|(m, (a, b))| (m - 0.5 * (a + b)).abs() <= 1e-6), "layer {index}");
    }
}

/// `neurotty learn` of small pictures below `folder`, to `out`.
fn learn(folder: &Path, pictures: &[&str], out: &str, options: &[&str]) -> Command {
    learn_with(folder, pictures, out, &[&["--hidden", "8x2", "--steps", "60"], options].concat())
}

fn learn_with(folder: &Path, pictures: &[&str], out: &str, options: &[&str]) -> Command {
    for (place, name) in pictures.iter().enumerate() {
        let pixel = |x: u32, y: u32| Rgb([(x * 10) as u8, (y * 16) as u8, 90 * place as u8]);
        RgbImage::from_fn(24, 15, pixel).save(folder.join(name)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables()).current_dir(folder);
    command.arg("learn").args(pictures).args(["-o", out]).args(options);
    command
}

/// What was said on stderr; it succeeded.
fn said(mut command: Command) -> String {
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    stderr
}

#[test]
fn what_carries_the_weights_reopens_alone_and_moves() {
    let folder = tempdir().unwrap();
    for out in ["face.apng", "face.png", "face.safetensors"] {
        let told = said(learn(folder.path(), &["photo.png"], out, &["--size", "24x15"]));
        assert!(told.contains("The weights are the picture"), "{told}");
        let alone = tempdir().unwrap();
        let path = alone.path().join(out);
        fs::copy(folder.path().join(out), &path).unwrap();
        let work = open_file(&path).unwrap();
        assert!(work.imported().is_some(), "{out}");
        assert_eq!(work.recipe().motion, [Motion::Fog]);
        assert!(work.timeline().length() > 0.0, "{out} does not move");
    }
}

#[test]
fn what_can_not_carry_the_weights_says_how_to_keep_them_and_reopens_beside_them() {
    let folder = tempdir().unwrap();
    for out in ["face.gif", "face.webp", "face.jpg", "face.y4m", "face.svg"] {
        let told = said(learn(folder.path(), &["photo.png"], out, &["--size", "16x10"]));
        assert!(told.contains("The network is not in this file; -o face.safetensors keeps it"), "{told}");
        assert!(open_file(&folder.path().join(out)).is_err(), "{out}: its weights are nowhere");
    }
    said(learn(folder.path(), &["photo.png"], "face.safetensors", &["--quiet"]));
    // The same pictures, seed and steps have learnt the same network.
    assert!(open_file(&folder.path().join("face.gif")).unwrap().imported().is_some());
}

#[test]
fn a_learnt_page_holds_the_weights() {
    let folder = tempdir().unwrap();
    let told = said(learn(folder.path(), &["photo.png"], "face.html", &[]));
    assert!(told.contains("The weights are in it"), "{told}");
    let page = fs::read_to_string(folder.path().join("face.html")).unwrap();
    assert!(page.contains("\"base64\"") && page.contains("\"fog\"") && page.len() < 60_000, "{} bytes", page.len());
}

#[test]
fn a_network_too_large_for_a_page_is_refused_before_it_learns() {
    let folder = tempdir().unwrap();
    let start = Instant::now();
    for (out, hidden) in [("face.html", "512x4"), ("face.glsl", "64x6")] {
        let options = ["--steps", "10000000", "--hidden", hidden];
        let output = learn_with(folder.path(), &["photo.png"], out, &options).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && stderr.contains("--hidden"), "{out}: {stderr}");
    }
    assert!(start.elapsed() < Duration::from_secs(60) && !folder.path().join("face.html").exists());
}

#[test]
fn the_picture_that_is_learnt_is_not_replaced() {
    let folder = tempdir().unwrap();
    let mut command = learn_with(folder.path(), &["photo.png"], "./photo.png", &["--steps", "10000000"]);
    let photo = fs::read(folder.path().join("photo.png")).unwrap();
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && stderr.contains("is the picture to learn"), "{stderr}");
    assert_eq!(fs::read(folder.path().join("photo.png")).unwrap(), photo);
}

#[test]
fn two_pictures_make_a_loop_that_starts_at_the_first() {
    let folder = tempdir().unwrap();
    let pictures = ["me.png", "you.png"];
    said(learn(folder.path(), &pictures, "both.gif", &["--size", "16x10"]));
    said(learn(folder.path(), &pictures, "both.png", &["--size", "16x10"]));
    let work = open_file(&folder.path().join("both.png")).unwrap();
    let [start, half] = [0.0, 0.5].map(|phase| work.painting().moment(phase).latent);
    assert_eq!((start[0], half[0]), (1.0, -1.0));
    let frames = image::AnimationDecoder::into_frames(
        image::codecs::gif::GifDecoder::new(std::io::BufReader::new(
            fs::File::open(folder.path().join("both.gif")).unwrap(),
        ))
        .unwrap(),
    );
    assert!(frames.count() > 100, "a whole loop");
}

#[test]
fn nothing_but_the_pixels_of_a_photo_goes_into_a_file() {
    let folder = tempdir().unwrap();
    let mut jpeg = Vec::new();
    let image = RgbImage::from_fn(24, 15, |x, y| Rgb([(x * 10) as u8, (y * 16) as u8, 9]));
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 95)).unwrap();
    // A TIFF header and a directory with one entry, the camera's maker, as text behind it.
    let (maker, mut exif) =
        (b"SECRETCAM\0", b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x0a\0\0\0\x1a\0\0\0\0".to_vec());
    exif.extend(maker);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let photo = [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat();
    fs::write(folder.path().join("at-home.jpg"), photo).unwrap();
    for out in ["face.png", "face.safetensors", "face.gif", "face.html"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
        command.envs(crate::home::variables()).current_dir(folder.path());
        let options = ["learn", "at-home.jpg", "--hidden", "8x2", "--steps", "20", "-q", "--size", "16x10", "-o", out];
        command.args(options).assert().success().stderr("");
        let bytes = fs::read(folder.path().join(out)).unwrap();
        for secret in [&b"SECRETCAM"[..], b"at-home", b"Exif"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{out}");
        }
    }
}
