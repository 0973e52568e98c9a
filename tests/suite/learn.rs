//! Learning: pictures in, the same network everywhere out, and a file that reopens alone.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use neurotty::kernel::Level;
use neurotty::learn::training_set::{latent_inputs, latent_point};
use neurotty::learn::{Detail, Learner, Picture, PictureError, Shape, ShapeError};
use neurotty::network::Network;
use neurotty::network::weights::{PNG_CHUNK, to_half_safetensors};
use neurotty::open::open_file;
use neurotty::recipe::{Activation, Activations};
use tempfile::{TempDir, tempdir};

const WHITE: [u8; 3] = [255; 3];

/// A disc on a slope of colours.
fn disc(size: [u32; 2], color: [f32; 3]) -> Picture {
    let [width, height] = size.map(|side| side as f32);
    let pixel = |index: u32| {
        let (x, y) = ((index % size[0]) as f32 / width - 0.5, (index / size[0]) as f32 / height - 0.5);
        if x * x + y * y < 0.08 { color } else { [0.5 + 0.4 * x, 0.5 + 0.4 * y, 0.3] }
    };
    Picture::from_pixels(size, (0..size[0] * size[1]).map(pixel).collect())
}

fn shape(hidden: &[u16], activation: Activation) -> Shape {
    Shape { hidden: hidden.to_vec(), activation: Activations::All(activation) }
}

fn small(pictures: &[Picture]) -> Learner {
    Learner::new(pictures, &shape(&[16, 16, 16], Activation::Sin), 3).unwrap()
}

fn bits(network: &Network) -> Vec<u32> {
    let values = network.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases));
    values.map(|value| value.to_bits()).collect()
}

#[test]
fn a_picture_is_learnt_and_what_is_shown_is_what_a_file_keeps() {
    let mut learner = small(&[disc([48, 30], [0.9, 0.2, 0.1])]).with_budget(600);
    let before = learner.psnr();
    learner.advance(600);
    let (network, after) = (learner.best(), learner.psnr());
    assert!(after > 19.0 && after > before + 5.0, "{before} dB, then {after} dB");
    assert_eq!(bits(&network.rounded_to_half()), bits(&network));
    assert_eq!((learner.steps(), network.radius, network.latent), (600, false, 0));
}

#[test]
fn every_level_learns_the_same_bits() {
    let learnt = |level: Level| {
        let mut learner = small(&[disc([20, 30], [0.1, 0.2, 0.9])]).on_level(level);
        learner.advance(12);
        bits(&learner.network())
    };
    let wanted = learnt(Level::Plain);
    for level in Level::available() {
        assert_eq!(learnt(level), wanted, "{level}");
    }
}

#[test]
fn neither_threads_nor_pauses_change_a_bit() {
    let learner = small(&[disc([40, 25], [0.1, 0.8, 0.1])]);
    let learnt = |threads: usize, parts: &[u64]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut learner = learner.clone();
        pool.install(|| parts.iter().for_each(|steps| learner.advance(*steps)));
        bits(&learner.network())
    };
    let wanted = learnt(1, &[150]);
    assert_eq!(learnt(2, &[150]), wanted);
    assert_eq!(learnt(3, &[1, 100, 49]), wanted);
    let mut other = Learner::new(&[disc([40, 25], [0.1, 0.8, 0.1])], &shape(&[16; 3], Activation::Sin), 4).unwrap();
    other.advance(150);
    assert_ne!(bits(&other.network()), wanted, "another seed learns another network");
}

#[test]
fn two_pictures_share_a_network_and_each_has_its_point() {
    let pictures = [disc([40, 25], [0.9, 0.1, 0.1]), disc([25, 40], [0.1, 0.1, 0.9])];
    let mut learner = small(&pictures).with_budget(1200);
    learner.advance(1200);
    let network = learner.best();
    let psnr = learner.psnr_each(&network);
    assert!(network.latent == 2 && psnr.len() == 2 && psnr.iter().all(|psnr| *psnr > 15.0), "{psnr:?}");
}

#[test]
fn latent_points_are_apart_from_each_other() {
    assert!(latent_point(1, 0).is_empty());
    assert_eq!((latent_point(2, 0), latent_point(2, 1)), (vec![1.0, 0.0], vec![-1.0, 0.0]));
    for pictures in 2..=16 {
        let points: Vec<_> = (0..pictures).map(|index| latent_point(pictures, index)).collect();
        assert!(points.iter().all(|point| point.len() == usize::from(latent_inputs(pictures))));
        let distance = |pair: &[Vec<f32>]| (pair[0][0] - pair[1][0]).hypot(pair[0][1] - pair[1][1]);
        assert!(points.windows(2).all(|pair| distance(pair) > 0.3), "{points:?}");
    }
}

#[test]
fn what_can_not_learn_is_refused() {
    let picture = || disc([8, 8], [0.0; 3]);
    let refused = |pictures: &[Picture], shape: &Shape| Learner::new(pictures, shape, 1).err();
    assert_eq!(refused(&[], &Shape::default()), Some(ShapeError::Pictures(0)));
    assert_eq!(
        refused(&std::array::from_fn::<_, 17, _>(|_| picture()), &Shape::default()),
        Some(ShapeError::Pictures(17))
    );
    assert_eq!(refused(&[picture()], &shape(&[8], Activation::Step)), Some(ShapeError::Flat));
    let mixed = Shape { activation: Activations::Mixed, ..Shape::default() };
    assert_eq!(refused(&[picture()], &mixed), Some(ShapeError::Mixed));
    let large = shape(&[1024; 3], Activation::Sin);
    assert!(matches!(refused(&[picture()], &large), Some(ShapeError::Large(_))));
    assert_eq!(refused(&[picture()], &shape(&[], Activation::Sin)), None, "no hidden layer learns a slope");
}

#[test]
fn a_kept_network_opens_as_it_was() {
    let mut learner = small(&[disc([20, 12], [0.4; 3])]);
    learner.advance(30);
    let network = learner.best();
    let line = shape(&[16; 3], Activation::Sin).recipe(1).to_string();
    let folder = tempdir().unwrap();
    let path = folder.path().join("face.safetensors");
    fs::write(&path, to_half_safetensors(&network, Some(&line))).unwrap();
    let work = open_file(&path).unwrap();
    assert!(work.imported().is_some(), "learnt weights are no drawn ones");
    assert_eq!(bits(work.network()), bits(&network));
    assert_eq!(work.recipe().to_string(), line);
}

/// A picture file in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let (image, mut bytes): (DynamicImage, _) = (image.into(), Cursor::new(Vec::new()));
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn opened(bytes: &[u8], detail: Detail, ground: [u8; 3]) -> Picture {
    let (_folder, path) = file("picture", bytes);
    Picture::open(&path, detail, ground).unwrap()
}

fn refused(bytes: &[u8]) -> PictureError {
    let (_folder, path) = file("picture", bytes);
    let error = Picture::open(&path, Detail::default(), WHITE).unwrap_err();
    assert!(!error.to_string().contains(char::is_control), "{error}");
    error
}

#[track_caller]
fn assert_color(picture: &Picture, [x, y]: [u32; 2], wanted: [f32; 3], allowed: f32) {
    let color = picture.pixels()[(y * picture.size()[0] + x) as usize];
    let near = color.iter().zip(wanted).all(|(value, wanted)| (value - wanted).abs() <= allowed);
    assert!(near, "{color:?} at {x}, {y}, not {wanted:?}");
}

#[test]
fn a_picture_of_the_lessons_size_keeps_its_very_pixels() {
    let pixel = |x: u32, y: u32| Rgb([(x * 16) as u8, (y * 25) as u8, ((x + y) * 9) as u8]);
    let image = RgbImage::from_fn(16, 10, pixel);
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        let picture = opened(&encoded(image.clone(), format), Detail::Longer(16), WHITE);
        assert_eq!(picture.size(), [16, 10]);
        for (x, y) in (0..16).flat_map(|x| (0..10).map(move |y| (x, y))) {
            assert_color(&picture, [x, y], pixel(x, y).0.map(|byte| f32::from(byte) / 255.0), 1e-5);
        }
    }
}

#[test]
fn what_is_transparent_shows_the_ground() {
    let image = RgbaImage::from_fn(4, 4, |x, _| if x < 2 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 0, 255, 0]) });
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let picture = opened(&encoded(image.clone(), format), Detail::Longer(4), [0, 128, 0]);
        assert_color(&picture, [0, 0], [1.0, 0.0, 0.0], 0.01);
        assert_color(&picture, [3, 3], [0.0, 128.0 / 255.0, 0.0], 0.01);
    }
}

#[test]
fn sixteen_bits_and_grey_are_read_as_they_are() {
    let grey = image::ImageBuffer::<image::Luma<u16>, Vec<u16>>::from_fn(2, 2, |x, _| image::Luma([x as u16 * 12_345]));
    let picture = opened(&encoded(grey, ImageFormat::Png), Detail::Longer(2), WHITE);
    assert_color(&picture, [1, 1], [12_345.0 / 65_535.0; 3], 1e-5);
    assert_color(&picture, [0, 1], [0.0; 3], 1e-5);
}

#[test]
fn shrinking_mixes_light() {
    let stripes = RgbImage::from_fn(64, 64, |x, _| Rgb([if x % 2 == 0 { 255 } else { 0 }; 3]));
    let picture = opened(&encoded(stripes, ImageFormat::Png), Detail::Longer(8), WHITE);
    // Half the light of white is sRGB 188.
    assert_color(&picture, [4, 4], [188.0 / 255.0; 3], 0.02);
}

/// A JPEG whose left half is red and whose right half is blue, with an EXIF orientation.
fn oriented(orientation: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(32, 16, |x, _| if x < 16 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
    let mut jpeg = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 95)).unwrap();
    // A TIFF header, a directory of one entry: tag 0x112, a short.
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn a_photo_stands_upright() {
    let (red, blue) = ([1.0, 0.0, 0.0], [0.0, 0.0, 1.0]);
    let upright = opened(&oriented(1), Detail::Longer(32), WHITE);
    assert_eq!(upright.size(), [32, 16]);
    assert_color(&upright, [2, 8], red, 0.06);
    // The camera was turned: what lies left belongs on top.
    let turned = opened(&oriented(6), Detail::Longer(32), WHITE);
    assert_eq!(turned.size(), [16, 32]);
    assert_color(&turned, [8, 2], red, 0.06);
    assert_color(&turned, [8, 29], blue, 0.06);
}

#[test]
fn details_keep_the_ratio_of_the_sides() {
    assert_eq!(Detail::default().size([512, 320]), [256, 160]);
    assert_eq!(Detail::default().size([256, 160]), [256, 160]);
    assert_eq!(Detail::Longer(100).size([30, 60]), [50, 100]);
    assert_eq!(Detail::Within([100, 100]).size([30, 60]), [50, 100]);
    for picture in [[1, 65_535], [65_535, 1], [40_000, 30_000], [1, 1]] {
        for detail in [Detail::default(), Detail::Longer(4096), Detail::Within([4096, 4096])] {
            let [width, height] = detail.size(picture);
            assert!(width > 0 && height > 0 && u64::from(width) * u64::from(height) < 1_100_000, "{picture:?}");
        }
    }
}

#[test]
fn what_is_no_whole_picture_is_refused_in_a_line() {
    assert!(matches!(refused(b"Dear diary, today I learnt a picture."), PictureError::Kind { .. }));
    assert!(matches!(refused(b""), PictureError::Kind { .. }));
    let whole = encoded(RgbImage::from_pixel(64, 64, Rgb([1, 2, 3])), ImageFormat::Png);
    assert!(matches!(refused(&whole[..whole.len() / 2]), PictureError::Broken { .. }));
    assert!(matches!(Picture::open(Path::new("none.png"), Detail::default(), WHITE), Err(PictureError::Read { .. })));
    let folder = tempdir().unwrap();
    assert!(matches!(Picture::open(folder.path(), Detail::default(), WHITE), Err(PictureError::Read { .. })));
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 60_000, 60_000);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]).unwrap();
    drop(writer);
    assert!(matches!(refused(&bytes), PictureError::Large { .. }));
}

/// `neurotty learn` of a small picture, to `out` below a folder that holds the picture.
fn learn(folder: &Path, out: &str, options: &[&str]) -> Command {
    let image = RgbImage::from_fn(24, 15, |x, y| Rgb([(x * 10) as u8, (y * 16) as u8, 90]));
    image.save(folder.join("photo.png")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.current_dir(folder).args(["learn", "photo.png", "--hidden", "8x2", "--steps", "60", "-o", out]);
    command.args(options);
    command
}

fn render(folder: &Path, art: &str, out: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.current_dir(folder).args(["render", art, "-o", out, "--size", "96x60"]);
    command
}

fn pixels(path: &Path) -> RgbImage {
    image::open(path).unwrap().into_rgb8()
}

#[test]
fn a_kept_picture_reopens_alone_to_the_same_pixels() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    learn(folder.path(), "face.png", &["--quiet"]).assert().success().stdout("").stderr("");
    assert_eq!(pixels(&at("face.png")).dimensions(), (24 * 4, 15 * 4), "four times what was learnt");
    learn(folder.path(), "face.safetensors", &["--quiet"]).assert().success();
    render(folder.path(), "face.safetensors", "from-weights.png").assert().success();
    assert_eq!(pixels(&at("from-weights.png")), pixels(&at("face.png")));

    // Alone, and under another name.
    let alone = tempdir().unwrap();
    fs::copy(at("face.png"), alone.path().join("kept.png")).unwrap();
    render(alone.path(), "kept.png", "again.png").assert().success();
    assert_eq!(pixels(&alone.path().join("again.png")), pixels(&at("face.png")));
}

#[test]
fn a_picture_that_lost_its_weights_names_them() {
    let folder = tempdir().unwrap();
    learn(folder.path(), "face.png", &["--quiet"]).assert().success();
    let mut bytes = fs::read(folder.path().join("face.png")).unwrap();
    let chunk = bytes.windows(4).position(|window| window == PNG_CHUNK).unwrap();
    let length = u32::from_be_bytes(bytes[chunk - 4..chunk].try_into().unwrap()) as usize;
    let damaged = [&bytes[..chunk + 40], &[bytes[chunk + 40] ^ 1], &bytes[chunk + 41..]].concat();
    bytes.drain(chunk - 4..chunk + 8 + length);
    fs::write(folder.path().join("stripped.png"), bytes).unwrap();
    fs::write(folder.path().join("damaged.png"), damaged).unwrap();
    let stderr = |art: &str| {
        let output = render(folder.path(), art, "never.png").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(stderr("stripped.png").contains("face.safetensors #"));
    assert!(stderr("damaged.png").contains("the weights in it are damaged"));
}

#[test]
fn the_usual_networks_weights_add_little_to_a_picture() {
    let network = small(&[disc([8, 8], [0.0; 3])]).network();
    assert!(to_half_safetensors(&network, None).len() < 8_000);
    let usual = Learner::new(&[disc([8, 8], [0.0; 3])], &Shape::default(), 1).unwrap().network();
    assert!(to_half_safetensors(&usual, Some(&Shape::default().recipe(1).to_string())).len() <= 64_000);
}

#[test]
fn progress_is_told_in_json_to_scripts() {
    let folder = tempdir().unwrap();
    let output = learn(folder.path(), "face.png", &["--progress", "json"]).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty());
    let stderr = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<serde_json::Value> = stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (last, steps) = lines.split_last().unwrap();
    assert!(steps.iter().all(|line| line["total"] == 60 && line["unit"] == "steps" && line["psnr"].is_f64()));
    assert_eq!(steps.last().unwrap()["done"], 60);
    assert!(last["saved"] == "face.png" && last["psnr"].is_array() && last["bytes"].as_u64() > Some(0), "{last}");
    assert_eq!(last["weights"], true);
}

#[test]
fn wrong_names_and_shapes_are_refused_before_learning() {
    let folder = tempdir().unwrap();
    for (out, options, code, hint) in [
        ("face.png", &["--activation", "step"][..], 2, "flat"),
        ("-", &[], 2, "learn writes files"),
        ("face.doc", &[], 2, "the endings are"),
        ("no/such/face.png", &[], 1, "directory"),
        ("face.png", &["--activation", "sine"], 2, "sin"),
        ("face.png", &["--detail", "5"], 2, "512x320"),
        ("face.png", &["--ground", "white"], 2, "ffffff"),
        ("face.png", &["--glyphs", "octants"], 2, "octant"),
        // What says how it is watched, where nobody watches.
        ("face.png", &["--color-depth", "16"], 2, "--color-depth is of the live view"),
    ] {
        let output = learn(folder.path(), out, options).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(code) && stderr.contains(hint), "{out} {options:?}: {stderr}");
    }
    fs::write(folder.path().join("notes.png"), "no picture").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.current_dir(folder.path()).args(["learn", "notes.png", "-o", "face.png"]);
    let stderr = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(stderr.contains("notes.png: not a JPEG"), "{stderr}");
    assert!(!folder.path().join("face.png").exists());
}

#[test]
fn without_a_terminal_it_asks_for_a_file() {
    let folder = tempdir().unwrap();
    RgbImage::new(4, 4).save(folder.path().join("photo.png")).unwrap();
    for (options, hint) in [(&[][..], "-o face.png"), (&["--quiet"], "-o face.png"), (&["--size", "8x8"], "--out")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
        command.envs(crate::home::variables());
        let output = command.current_dir(folder.path()).args(["learn", "photo.png"]).args(options).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && stderr.contains(hint), "{options:?}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_has_been_learnt_so_far() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = tempdir().unwrap();
    let image = RgbImage::from_fn(24, 15, |x, _| Rgb([(x * 10) as u8; 3]));
    image.save(folder.path().join("photo.png")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_neurotty"))
        .envs(crate::home::variables())
        .current_dir(folder.path())
        .args(["learn", "photo.png", "--hidden", "8x2", "--steps", "10000000", "--progress", "json", "-o", "face.png"])
        // Longer to paint than other jobs are given to end.
        .args(["--size", "5000x3125"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut String::new()).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let last = stderr.lines().last().unwrap().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let last: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert!(last["saved"] == "face.png" && last["steps"].as_u64() < Some(10_000_000), "{last}");
    assert!(open_file(&folder.path().join("face.png")).unwrap().imported().is_some());
}
