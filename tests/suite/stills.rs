//! Stills for print and for other programs, read by decoders that are not ours.

use std::fs;
use std::path::Path;

use neurotty::export::{Depth, Job, Quality, Settings};
use neurotty::recipe::{Preset, Recipe};

use super::export::{Artwork, assert_reopens, export};
use super::requirement::require_tool;

fn artwork() -> Artwork {
    Artwork::new(Recipe { at: 1.5, ..Preset::Default.recipe(42.into()) })
}

/// A picture as ffmpeg shows it, in its format of pixels `kind`; `None` without ffmpeg.
fn decoded(path: &Path, kind: &str) -> Option<Vec<u8>> {
    let mut ffmpeg = require_tool("ffmpeg", "the pixels of JPEG and TIFF")?;
    ffmpeg.args(["-v", "error", "-i"]).arg(path).args(["-f", "rawvideo", "-pix_fmt", kind, "-"]);
    let output = ffmpeg.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

#[test]
fn a_jpeg_looks_like_the_painting_and_reopens() {
    let folder = tempfile::tempdir().unwrap();
    let artwork = artwork();
    let mut sizes = Vec::new();
    for (name, quality) in [("a.jpg", Quality::Small), ("a.jpeg", Quality::Normal), ("b.jpg", Quality::Best)] {
        let path = folder.path().join(name);
        let settings = Settings { quality, dpi: Some(300.0), ..Settings::default() };
        let summary = export(&Job { settings, ..artwork.job(203, 117) }, &path).unwrap();
        assert_reopens(&path, &artwork);
        let painted = artwork.painted(1.5, 203, 117).pixels;
        if let Some(shown) = decoded(&path, "rgb24") {
            assert_eq!(shown.len(), 3 * painted.len());
            let away = shown.iter().zip(painted.as_flattened()).map(|(a, b)| f64::from(a.abs_diff(*b)));
            let mean = away.sum::<f64>() / shown.len() as f64;
            assert!(mean < 3.0, "{quality:?}: {mean}");
        }
        // JFIF: the unit is an inch, across and down.
        let bytes = fs::read(&path).unwrap();
        assert_eq!((&bytes[6..11], &bytes[13..18]), (&b"JFIF\0"[..], &[1, 1, 44, 1, 44][..]));
        sizes.push(summary.bytes);
    }
    assert!(sizes.is_sorted_by(|loose, close| loose < close), "{sizes:?}");
}

#[test]
fn a_tiff_holds_every_pixel_its_size_in_print_and_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let artwork = artwork();
    for name in ["a.tif", "a.tiff"] {
        let path = folder.path().join(name);
        let settings = Settings { dpi: Some(254.0), ..Settings::default() };
        export(&Job { settings, ..artwork.job(203, 117) }, &path).unwrap();
        assert_reopens(&path, &artwork);
        let painted = artwork.painted(1.5, 203, 117).pixels.into_flattened();
        assert!(decoded(&path, "rgb24").is_none_or(|shown| shown == painted), "{name}");
        let file = std::io::BufReader::new(fs::File::open(&path).unwrap());
        let mut decoder = tiff::decoder::Decoder::new(file).unwrap();
        let dense = decoder.find_tag(tiff::tags::Tag::XResolution).unwrap().unwrap();
        assert_eq!(dense, tiff::decoder::ifd::Value::Rational(25_400, 100));
    }
    let path = folder.path().join("deep.tif");
    let settings = Settings { depth: Depth::Sixteen, ..Settings::default() };
    export(&Job { settings, ..artwork.job(40, 30) }, &path).unwrap();
    let Some(deep) = decoded(&path, "rgb48le") else { return };
    let shallow = artwork.painted(1.5, 40, 30).pixels.into_flattened();
    assert_eq!(deep.len(), 2 * shallow.len());
    for (wide, narrow) in deep.chunks(2).zip(shallow) {
        let wide = f64::from(u16::from_le_bytes([wide[0], wide[1]])) / 257.0;
        assert!((wide - f64::from(narrow)).abs() <= 0.51, "{wide} beside {narrow}");
    }
    assert!(deep.chunks(2).any(|wide| wide[0] != wide[1]), "no more than 8 bits");
}

#[test]
fn a_webp_of_one_frame_is_a_still() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.webp");
    let artwork = artwork();
    export(&Job { frames: Some(0..1), ..artwork.job(41, 27) }, &path).unwrap();
    let file = std::io::BufReader::new(fs::File::open(&path).unwrap());
    let mut decoder = image_webp::WebPDecoder::new(file).unwrap();
    assert!(!decoder.is_animated() && !decoder.is_lossy());
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut pixels).unwrap();
    // The moment that the line names.
    assert_eq!(pixels, artwork.painted(1.5, 41, 27).pixels.into_flattened());
    assert_reopens(&path, &artwork);
}

#[test]
fn png_and_svg_say_how_large_they_print() {
    let folder = tempfile::tempdir().unwrap();
    let artwork = artwork();
    let printed = |name: &str, dpi| {
        let path = folder.path().join(name);
        let settings = Settings { dpi, ..Settings::default() };
        export(&Job { settings, ..artwork.job(40, 30) }, &path).unwrap();
        path
    };
    for (dpi, per_meter) in [(Some(300.0), Some(11_811)), (None, None)] {
        let file = std::io::BufReader::new(fs::File::open(printed("a.png", dpi)).unwrap());
        let reader = png::Decoder::new(file).read_info().unwrap();
        let dense = reader.info().pixel_dims;
        assert_eq!(dense.map(|dense| dense.xppu), per_meter);
        assert!(dense.is_none_or(|dense| dense.unit == png::Unit::Meter && dense.yppu == dense.xppu));
    }
    // Ten squares an inch: 40 are 101.6 mm, 384 pixels of CSS.
    let svg = fs::read_to_string(printed("a.svg", Some(10.0))).unwrap();
    assert!(svg.contains("width=\"101.6mm\" height=\"76.2mm\""), "{svg:.200}");
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
    assert!((tree.size().width() - 384.0).abs() < 0.1, "{}", tree.size().width());
}

/// The description in Exif: its one directory begins at byte 8, and the text follows.
fn description(exif: &[u8]) -> &str {
    let number = |place: usize| u32::from_le_bytes(exif[place..place + 4].try_into().unwrap()) as usize;
    assert_eq!((&exif[..4], number(4), &exif[8..14]), (&b"II*\0"[..], 8, &[1, 0, 0x0e, 1, 2, 0][..]));
    let (length, place) = (number(14), number(18));
    assert_eq!((place + length, exif.last()), (exif.len(), Some(&0)));
    std::str::from_utf8(&exif[place..place + length - 1]).unwrap()
}

#[test]
fn a_picture_is_described_in_exif_which_programs_pass_on() {
    let folder = tempfile::tempdir().unwrap();
    let artwork = artwork();
    let described = |name: &str, read: fn(std::io::BufReader<fs::File>) -> Vec<u8>| {
        let path = folder.path().join(name);
        export(&Job { frames: Some(0..1), ..artwork.job(40, 30) }, &path).unwrap();
        let exif = read(std::io::BufReader::new(fs::File::open(&path).unwrap()));
        assert_eq!(description(&exif).trim(), format!("[neurotty={}]", artwork.0.recipe()), "{name}");
    };
    described("a.png", |file| {
        let reader = png::Decoder::new(file).read_info().unwrap();
        reader.info().exif_metadata.clone().unwrap().into_owned()
    });
    described("a.jpg", |file| {
        use image::ImageDecoder as _;
        image::codecs::jpeg::JpegDecoder::new(file).unwrap().exif_metadata().unwrap().unwrap()
    });
    described("a.webp", |file| image_webp::WebPDecoder::new(file).unwrap().exif_metadata().unwrap().unwrap());
}

/// ImageMagick 6 and cwebp pass on to WebP what they find as a raw profile, and nothing else.
#[test]
fn a_png_repeats_its_exif_as_the_text_that_converters_to_webp_read() {
    let folder = tempfile::tempdir().unwrap();
    // Longer than a row of the profile.
    let artwork = Artwork::new(Recipe { seed: u64::MAX.into(), at: 1.5, ..Preset::Default.recipe(42.into()) });
    let path = folder.path().join("a.png");
    export(&artwork.job(40, 30), &path).unwrap();
    let reader = png::Decoder::new(std::io::BufReader::new(fs::File::open(&path).unwrap())).read_info().unwrap();
    let texts = &reader.info().uncompressed_latin1_text;
    let profile = &texts.iter().find(|text| text.keyword == "Raw profile type exif").unwrap().text;
    let (head, rows) = profile.strip_prefix("\nexif\n").unwrap().split_once('\n').unwrap();
    assert!(rows.lines().all(|row| row.len() <= 72) && rows.lines().count() > 1, "{rows}");
    let digits: String = rows.lines().collect();
    let bytes: Vec<u8> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    assert_eq!(head.trim(), bytes.len().to_string());
    assert_eq!(bytes, [b"Exif\0\0", reader.info().exif_metadata.as_deref().unwrap()].concat());
}

/// ImageMagick passes on what it finds as a comment.
#[test]
fn a_png_has_its_line_as_a_comment_which_other_formats_have_too() {
    let folder = tempfile::tempdir().unwrap();
    let (path, artwork) = (folder.path().join("a.png"), artwork());
    export(&artwork.job(40, 30), &path).unwrap();
    let file = std::io::BufReader::new(fs::File::open(&path).unwrap());
    let reader = png::Decoder::new(file).read_info().unwrap();
    let comment = reader.info().uncompressed_latin1_text.iter().find(|text| text.keyword == "Comment").unwrap();
    assert_eq!(comment.text, format!("[neurotty={}]", artwork.0.recipe()));
}

#[test]
fn a_png_keeps_its_line_where_only_plain_text_survives() {
    let folder = tempfile::tempdir().unwrap();
    let (path, artwork) = (folder.path().join("a.png"), artwork());
    export(&artwork.job(40, 30), &path).unwrap();
    // As ImageMagick does: without iTXt, and the text behind the pixels.
    let bytes = fs::read(&path).unwrap();
    let (mut kept, mut text, mut rest) = (bytes[..8].to_vec(), Vec::new(), &bytes[8..]);
    while !rest.is_empty() {
        let length = 12 + u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        let (chunk, more) = rest.split_at(length);
        match &chunk[4..8] {
            b"iTXt" => {}
            b"tEXt" => text.extend_from_slice(chunk),
            b"IEND" => kept.extend([&text[..], chunk].concat()),
            _ => kept.extend_from_slice(chunk),
        }
        rest = more;
    }
    fs::write(&path, kept).unwrap();
    assert_reopens(&path, &artwork);
}
