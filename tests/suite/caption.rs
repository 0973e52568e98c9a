//! Words on pictures: legible wherever they lie, in their place, carried by the file, harmless whatever a file says.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use color::to_linear;
use neurotty::caption::{Caption, CaptionError, CaptionOverlay, LONGEST, luminance, sentence};
use neurotty::export::{ExportError, Job, Refusal};
use neurotty::open::open_file;
use neurotty::plain_text::is_plain;
use neurotty::recipe::text::parse;
use neurotty::work::Work;

use super::export::{Artwork, export};

const WORDS: &str = "Such as are thy habitual thoughts, such also will be the character of thy mind.";

fn captioned(line: &str, words: &str) -> Artwork {
    Artwork(Work::new(parse(line).unwrap().recipe).with_caption(Some(Caption::new(words).unwrap())))
}

fn pixels(path: &Path) -> Vec<[u8; 3]> {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    bytes.as_chunks::<3>().0.to_vec()
}

/// WCAG's relative luminance and contrast.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f32 {
    let [one, other] = [one, other].map(|rgb| luminance(rgb.map(|byte| to_linear(f32::from(byte) / 255.0))) + 0.05);
    one.max(other) / one.min(other)
}

/// The shares that letters cover, row by row.
fn coverage(overlay: &CaptionOverlay, [width, height]: [u32; 2]) -> Vec<f32> {
    (0..height).flat_map(|y| overlay.coverage(y, 0..width)).collect()
}

/// Whether the middle of a pixel lies in the box of a line.
fn in_a_line(overlay: &CaptionOverlay, index: usize, width: u32) -> bool {
    let [x, y] = [index % width as usize, index / width as usize].map(|place| place as f64 + 0.5);
    overlay
        .lines()
        .iter()
        .any(|[left, top, right, bottom]| (*left..*right).contains(&x) && (*top..*bottom).contains(&y))
}

#[test]
fn letters_have_their_contrast_at_every_moment_of_every_kind_of_picture() {
    let folder = tempfile::tempdir().unwrap();
    let size @ [width, height] = [640, 360];
    for line in ["default:42", "default:7", "mondrian:7", "pollock:3", "glossy:5+invert=on", "mixed:2"] {
        let artwork = captioned(line, WORDS);
        let overlay = artwork.0.overlay(size, 1.0).unwrap();
        let covered = coverage(&overlay, size);
        let period = artwork.0.timeline().period();
        let job = Job { fps: 5.0 / period, ..artwork.job(width, height) };
        let frames = folder.path().join(line.replace(':', "-")).join("");
        export(&job, &frames).unwrap();
        for entry in fs::read_dir(&frames).unwrap() {
            let (mut ground, mut letters) = (0, 0);
            for (index, (pixel, covered)) in pixels(&entry.unwrap().path()).iter().zip(&covered).enumerate() {
                if *covered == 0.0 && in_a_line(&overlay, index, width) {
                    let found = contrast(*pixel, overlay.ink());
                    assert!(found >= 4.5, "{line}: {pixel:?} beside {:?} has {found}", overlay.ink());
                    ground += 1;
                } else if *covered == 1.0 {
                    assert_eq!(*pixel, overlay.ink(), "{line}");
                    letters += 1;
                }
            }
            assert!(ground > 2000 && letters > 100, "{line}: {ground} and {letters} pixels");
        }
    }
}

#[test]
fn words_lie_within_the_picture_whatever_its_shape() {
    let long = "wind and water ".repeat(33);
    for size in [[640, 360], [360, 640], [300, 300], [1000, 40], [40, 1000], [16, 16]] {
        for words in ["Now.", WORDS, &long, &"w".repeat(LONGEST)] {
            let artwork = captioned("default:42", words);
            let overlay = artwork.0.overlay(size, 1.0).unwrap();
            for [left, top, right, bottom] in overlay.lines() {
                let within = *left >= -0.01 && *right <= f64::from(size[0]) + 0.01;
                assert!(within && *bottom <= f64::from(size[1]) + 0.01, "{size:?}: {left}..{right}, {top}..{bottom}");
            }
            // Letters cover a fifth of their lines or so: none is lost at an edge.
            let covered: f32 = coverage(&overlay, size).iter().sum();
            let area: f64 = overlay.lines().iter().map(|[l, t, r, b]| (r - l) * (b - t)).sum();
            let share = f64::from(covered) / area;
            assert!((0.08..0.4).contains(&share), "{size:?}, {} letters: {share}", words.len());
        }
    }
}

#[test]
fn a_picture_is_the_same_bits_in_any_strips_and_untouched_away_from_its_words() {
    let artwork = captioned("default:42", WORDS);
    let size @ [width, height] = [301, 170];
    let overlay = artwork.0.overlay(size, 1.0).unwrap();
    let plain = artwork.painted(0.0, width, height).pixels;
    let mut whole = plain.clone();
    overlay.apply(0..height, &mut whole);
    for rows in [1, 7, 64] {
        let mut strips = plain.clone();
        for (index, strip) in strips.chunks_mut(rows * width as usize).enumerate() {
            let top = (index * rows) as u32;
            overlay.apply(top..height.min(top + rows as u32), strip);
        }
        assert!(strips == whole, "in strips of {rows} rows");
    }
    let changed = plain.iter().zip(&whole).filter(|(before, after)| before != after).count();
    assert!(changed > 500 && 2 * changed < plain.len(), "{changed} pixels of {}", plain.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    export(&artwork.job(width, height), &path).unwrap();
    assert!(pixels(&path) == whole, "the export is what the overlay makes of the painting");
}

#[test]
fn a_file_gives_its_caption_back() {
    let folder = tempfile::tempdir().unwrap();
    let words = "Γνῶθι σεαυτόν: 100% [καλῶς] & “познай”";
    let artwork = captioned("default:42+period=1", words);
    for name in ["a.png", "a.apng", "a.gif", "a.webp", "a.jpg", "a.tif", "a.svg", "a.html", "a.cast"] {
        let path = folder.path().join(name);
        let job = artwork.job(64, 40);
        export(&Job { fps: 3.0, ..job }, &path).unwrap();
        let opened = open_file(&path).unwrap();
        assert_eq!((opened.recipe(), opened.caption()), (artwork.0.recipe(), artwork.0.caption()), "{name}");
        // Without words the file says nothing of any.
        let bare = Artwork(artwork.0.clone().with_caption(None));
        export(&Job { fps: 3.0, ..bare.job(64, 40) }, &path).unwrap();
        assert_eq!(open_file(&path).unwrap().caption(), None, "{name}");
    }
    let frames = folder.path().join("frames/");
    export(&Job { fps: 3.0, ..artwork.job(64, 40) }, &frames).unwrap();
    assert_eq!(open_file(&frames.join("frame-00001.png")).unwrap().caption(), artwork.0.caption());
}

#[test]
fn frames_with_and_without_words_are_not_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames/");
    let artwork = captioned("default:42+period=1", "Now.");
    export(&Job { fps: 3.0, ..artwork.job(32, 20) }, &frames).unwrap();
    let bare = Artwork(artwork.0.clone().with_caption(None));
    let refused = export(&Job { fps: 3.0, frames: Some(0..1), ..bare.job(32, 20) }, &frames);
    assert!(matches!(refused, Err(ExportError::Refused(Refusal::OtherFrames { .. }))), "{refused:?}");
}

#[test]
fn a_caption_stays_with_its_picture_alone() {
    let work = captioned("default:42", "Now.").0;
    let with = |line: &str| work.with(parse(line).unwrap().recipe).caption().cloned();
    assert_eq!(with("default:42+zoom=2").as_ref(), work.caption());
    for other in ["default:43", "glossy:42", "default:42.1"] {
        assert_eq!(with(other), None, "{other}");
    }
}

#[test]
fn a_caption_is_one_paragraph_that_the_typeface_has_letters_for() {
    assert_eq!(Caption::new("  two\n\twords ").unwrap().text(), "two words");
    for (text, expected) in [
        ("", CaptionError::Empty),
        (" \n\t", CaptionError::Empty),
        ("a\u{1b}[31m", CaptionError::Control('\u{1b}')),
        ("a\u{202e}b", CaptionError::Control('\u{202e}')),
        ("smile 😀", CaptionError::NoGlyph('😀')),
        ("道", CaptionError::NoGlyph('道')),
    ] {
        assert_eq!(Caption::new(text), Err(expected), "{text:?}");
        assert!(is_plain(&expected.to_string()), "{expected}");
    }
    assert_eq!(Caption::new(&"a".repeat(LONGEST + 1)), Err(CaptionError::TooLong(LONGEST + 1)));
    for text in ["Größe, œuvre, Ærø, Łódź, ½ — “x”", "ἓν οἶδα ὅτι οὐδὲν οἶδα", "Ничего, ещё Ђ, ґ", "e\u{301}"]
    {
        assert!(Caption::new(text).is_ok(), "{text}");
    }
}

#[test]
fn whatever_a_file_says_becomes_a_harmless_caption_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let huge = "a\u{1b}]0;x\u{7}😀 ".repeat(10_000);
    for (text, expected) in [
        (huge.as_str(), None),
        ("\u{1b}[2J\u{202e}", Some("\\u{1b}[2J\\u{202e}")),
        ("wide 😀 smile", Some("wide smile")),
        ("道可道", Some("")),
        ("", Some("")),
    ] {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 1, 1);
        encoder.add_itxt_chunk("neurotty".to_owned(), "default:42".to_owned()).unwrap();
        encoder.add_itxt_chunk("neurotty-caption".to_owned(), text.to_owned()).unwrap();
        encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
        fs::write(&path, file).unwrap();
        let opened = open_file(&path).unwrap();
        let found = opened.caption().map_or("", Caption::text);
        assert!(is_plain(found) && found.chars().count() <= LONGEST, "{found}");
        if let Some(expected) = expected {
            assert_eq!(found, expected);
        }
    }
}

fn neurotty(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments).arg("--quiet");
    command
}

#[test]
fn the_command_line_sets_keeps_and_drops_words() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let caption = |name: &str| open_file(&folder.path().join(name)).unwrap().caption().cloned();
    let size = ["--size", "64x36"];
    let render = |art: &str, out: &str, more: &[&str]| {
        neurotty(&[&["render", art, "-o", out][..], &size, more].concat()).assert().success();
    };
    render("default:42", &at("words.png"), &["--caption", "-- Now."]);
    assert_eq!(caption("words.png").unwrap().text(), "-- Now.");
    render(&at("words.png"), &at("again.png"), &["--zoom", "2"]);
    assert_eq!(caption("again.png"), caption("words.png"));
    render(&at("words.png"), &at("bare.png"), &["--caption", ""]);
    assert_eq!(caption("bare.png"), None);
    render("default:42", &at("stoic.png"), &["--caption", "stoic"]);
    assert_eq!(caption("stoic.png"), Some(sentence(42)));
}

#[test]
fn words_that_can_t_be_set_are_refused_with_a_reason() {
    for (out, words, hint) in [
        ("a.png", "smile 😀", "U+1F600"),
        ("a.png", "a\u{1b}[31mb", "control character"),
        ("a.cast", "Now.", "--caption"),
        ("a.glsl", "Now.", "--caption"),
        ("a.safetensors", "Now.", "--caption"),
    ] {
        let output = neurotty(&["render", "default:42", "-o", out, "--caption", words]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(hint) && !stderr.contains('\u{1b}'), "{stderr}");
        assert!(!Path::new(out).exists());
    }
}
