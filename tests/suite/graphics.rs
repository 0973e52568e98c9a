//! Images in terminals that draw them: a fake one answers the queries, and independent decoders read what it is sent.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use neurotty::painter::{Frame, Painting, Samples, Viewport};
use neurotty::recipe::text;
use portable_pty::CommandBuilder;

use crate::pty::Session;

const KITTY_QUERY: &str = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";
const KITTY: (&str, &str) = (KITTY_QUERY, "\x1b_Gi=31;OK\x1b\\");
const SIXEL: (&str, &str) = ("\x1b[c", "\x1b[?62;4;22c");
const CELL: (&str, &str) = ("\x1b[16t", "\x1b[6;16;8t");
const COLUMNS: u16 = 60;
const ROWS: u16 = 20;

fn watching(arguments: &[&str], term: &str, replies: &[(&str, &str)]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    command.env("TERM", term);
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start_in(COLUMNS, ROWS, command, replies);
    session.wait_until("the alternate screen", Session::is_alternate);
    session
}

/// The picture of `line`, which stands still, as an image of this size on the whole screen.
fn painted(line: &str, width: u32, height: u32, rows: u16) -> Frame {
    let painting = Painting::new(text::parse(line).unwrap().recipe);
    let aspect = 0.5 * (f64::from(height) / f64::from(rows)) / (f64::from(width) / f64::from(COLUMNS));
    painting.paint(0.0, painting.recipe().view, Viewport { width, height, aspect, samples: Samples::ONE })
}

/// What a terminal with the kitty protocol keeps and shows.
#[derive(Default)]
struct Kitty {
    /// Control data of the placement, and the decoded picture.
    images: BTreeMap<u32, (BTreeMap<String, String>, Frame)>,
    /// The most that were there at once.
    most: usize,
    /// How many were sent.
    sent: usize,
}

impl Kitty {
    /// Reads all that was written.
    fn read(transcript: &str) -> Self {
        let (mut kitty, mut loading) = (Self::default(), None::<(BTreeMap<String, String>, String)>);
        for command in transcript.split("\x1b_G").skip(1).filter_map(|rest| rest.split_once("\x1b\\")) {
            let (control, payload) = command.0.split_once(';').unwrap_or((command.0, ""));
            assert!(payload.len() <= 4096, "a chunk of {}", payload.len());
            let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
            let keys: BTreeMap<String, String> = control.split(',').filter_map(pair).collect();
            match keys.get("a").map(String::as_str) {
                Some("T") => {
                    assert!(loading.is_none(), "an image begins within another one");
                    loading = Some((keys.clone(), payload.to_owned()));
                }
                Some("d") => _ = kitty.images.remove(&keys["i"].parse().unwrap()),
                Some("q") => {}
                _ => loading.iter_mut().for_each(|(_, whole)| whole.push_str(payload)),
            }
            // One that was cut off is ended too, so that nothing else is taken for the rest of it.
            let ended = keys.get("m").is_some_and(|more| more == "0").then(|| loading.take()).flatten();
            if let Some((keys, payload)) = ended.filter(|_| control != "m=0,q=2") {
                assert_eq!((keys["f"].as_str(), keys["q"].as_str(), keys["C"].as_str()), ("100", "2", "1"));
                assert!(keys["z"].parse::<i32>().unwrap() < i32::MIN / 2, "it lies over what stands on a background");
                kitty.images.insert(keys["i"].parse().unwrap(), (keys, decode(&payload)));
                kitty.sent += 1;
            }
            kitty.most = kitty.most.max(kitty.images.len());
        }
        kitty
    }

    fn newest(&self) -> Option<&(BTreeMap<String, String>, Frame)> {
        self.images.values().next()
    }
}

fn decode(base64: &str) -> Frame {
    let file = BASE64_STANDARD.decode(base64).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
    Frame { width: info.width, height: info.height, pixels: bytes.as_chunks().0.to_vec() }
}

#[test]
fn the_kitty_protocol_shows_the_very_pixels() {
    let line = "glossy:1+motion=still";
    let mut session = watching(&[line, "--glyphs", "kitty"], "xterm-kitty", &[KITTY, CELL]);
    session.wait_until("an image as large as its cells", |session| {
        let kitty = Kitty::read(&session.transcript);
        kitty.newest().is_some_and(|(_, image)| image.width >= u32::from(COLUMNS) * 2)
    });
    let kitty = Kitty::read(&session.transcript);
    let (keys, image) = kitty.newest().unwrap();
    assert_eq!((keys["c"].clone(), keys["r"].clone()), (COLUMNS.to_string(), ROWS.to_string()));
    assert_eq!(*image, painted(line, image.width, image.height, ROWS));
    // The next one is there before the last one goes, and none stays behind.
    assert!(kitty.images.len() == 1 && kitty.most <= 2, "{} of {}", kitty.images.len(), kitty.most);
    assert!(session.text().contains("glossy:1"), "{}", session.text());
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert!(Kitty::read(&session.transcript).images.is_empty(), "an image is left behind");
    let deleted = session.transcript.rfind("\x1b_Ga=d").unwrap();
    assert!(deleted < session.transcript.rfind("\x1b[?1049l").unwrap());
}

#[test]
fn images_move_and_go_when_they_are_covered_or_not_wanted_any_more() {
    let mut session = watching(&["glossy:1", "--glyphs", "kitty"], "xterm-kitty", &[KITTY, CELL]);
    session.wait_until("ten images", |session| Kitty::read(&session.transcript).sent >= 10);
    session.press("?");
    session.wait_for("new picture, same settings");
    session.press("\x1b");
    session.press("x");
    session.wait_for("neuron 1 of 16");
    session.wait_until("no image", |session| Kitty::read(&session.transcript).images.is_empty());
    session.press("x");
    session.wait_until("an image again", |session| Kitty::read(&session.transcript).images.len() == 1);
    session.resize(40, 12);
    session.wait_until("an image of the new size", |session| {
        Kitty::read(&session.transcript).newest().is_some_and(|(keys, _)| keys["c"] == "40" && keys["r"] == "12")
    });
    session.press("g");
    session.wait_for("glyphs: half");
    session.wait_until("characters", |session| session.text().contains('▀'));
    session.wait_until("no image", |session| Kitty::read(&session.transcript).images.is_empty());
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn suspending_takes_the_image_away_and_fg_brings_it_back() {
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    shell.env("PS1", "ready> ");
    shell.env("TERM", "xterm-kitty");
    let mut session = Session::start_in(COLUMNS, ROWS, shell, &[KITTY, CELL]);
    session.wait_for("ready>");
    session.press(&format!("{} glossy:1 --glyphs kitty\n", env!("CARGO_BIN_EXE_neurotty")));
    session.wait_until("an image", |session| Kitty::read(&session.transcript).images.len() == 1);
    session.press("\x1a");
    session.wait_until("the shell", |session| !session.is_alternate() && session.text().matches("ready>").count() == 2);
    assert!(Kitty::read(&session.transcript).images.is_empty(), "the image lies over the shell");
    session.press("fg\n");
    session.wait_until("the image again", |session| Kitty::read(&session.transcript).images.len() == 1);
    session.press("q");
    session.wait_until("the shell again", |session| session.text().matches("ready>").count() == 3);
    assert!(Kitty::read(&session.transcript).images.is_empty());
    session.press("exit\n");
    assert!(session.wait_for_exit().success());
}

#[test]
fn what_a_terminal_does_not_have_is_never_offered() {
    let mut session = watching(&["glossy:1", "--glyphs", "kitty"], "xterm-256color", &[]);
    session.wait_for("this terminal has no kitty images");
    session.wait_until("characters", |session| session.text().contains('▀'));
    for _ in 0..5 {
        session.press("g");
    }
    session.wait_for("glyphs: half");
    assert!(!session.transcript.contains("a=T") && !session.transcript.contains("\x1bP0;1q"));
}

#[test]
fn a_terminal_that_never_answers_has_no_images() {
    let silent = ["\x1b[5n", "\x1b[6n", "\x1b[c", "\x1b[?2026$p"].map(|query| (query, ""));
    let mut session = watching(&["glossy:1", "--glyphs", "kitty"], "xterm-256color", &silent);
    session.wait_for("this terminal has no kitty images");
    session.wait_until("characters", |session| session.text().contains('▀'));
}

#[test]
fn images_wait_for_a_link_that_carries_them() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(["glossy:1", "--glyphs", "sixel"]);
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start_in(120, ROWS, command, &[SIXEL, CELL]);
    session.set_rate(60_000.0);
    session.wait_for("no sixel: the link is slow");
    session.wait_until("characters", |session| session.text().contains('▀'));
    assert!(!session.transcript.contains("\x1bP0;1q"), "an image of seconds");
    session.set_rate(f64::INFINITY);
    session.wait_until("an image", |session| session.transcript.contains("\x1bP0;1q"));
    session.set_rate(60_000.0);
    session.press("?");
    session.wait_for("new picture, same settings");
    session.press("?");
    session.wait_for("no sixel: the link is slow");
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_multiplexer_is_not_even_asked() {
    let mut session = watching(&["glossy:1", "--glyphs", "kitty"], "tmux-256color", &[KITTY, SIXEL]);
    session.wait_for("this terminal has no kitty images");
    assert!(!session.transcript.contains(KITTY_QUERY));
    assert!(!session.transcript.contains("a=T"));
}

/// The images that were sent as sixels, whole, each with where it ends in the transcript.
fn sixels(transcript: &str) -> Vec<(usize, Frame)> {
    let starts = transcript.match_indices("\x1bP0;1q").map(|(start, _)| start);
    let image = |start: usize| {
        let length = transcript[start..].find("\x1b\\")? + 2;
        let decoded = icy_sixel::SixelImage::decode(&transcript.as_bytes()[start..start + length]).unwrap();
        let (width, height) = (decoded.width as u32, decoded.height as u32);
        let pixels = decoded.pixels.as_chunks::<4>().0.iter().map(|&[r, g, b, _]| [r, g, b]).collect();
        Some((start + length, Frame { width, height, pixels }))
    };
    starts.filter_map(image).collect()
}

#[test]
fn sixels_show_the_picture_below_the_text() {
    let line = "one-hidden:1+motion=still";
    let mut session = watching(&[line], "xterm-256color", &[SIXEL, CELL]);
    session.wait_until("characters", |session| session.text().contains('▀'));
    for step in ["quadrant", "sextant", "octant", "ascii", "sixel"] {
        session.press("g");
        session.wait_for(&format!("glyphs: {step}"));
    }
    session.wait_until("an image", |session| session.transcript.contains("\x1bP0;1q"));
    session.read_for(std::time::Duration::from_millis(500));
    let images = sixels(&session.transcript);
    let (end, image) = images.last().unwrap();
    // The last row stays free, so that nothing scrolls.
    let height = u32::from(ROWS - 1) * 16;
    // The decoder keeps the last band whole.
    assert_eq!((image.width, image.height), (u32::from(COLUMNS) * 8, height.next_multiple_of(6)));
    assert!(session.transcript[*end..].contains("glyphs: sixel"), "the image covers the text");
    assert!(session.text().contains("glyphs: sixel") && !session.text().contains('▀'), "{}", session.text());
    let wanted = painted(line, image.width, height, ROWS - 1);
    let blocks = |frame: &Frame| -> Vec<[f64; 3]> {
        let mut sums = vec![[0.0; 3]; (frame.width / 32 * (height / 32)) as usize];
        for (index, pixel) in frame.pixels.iter().take((frame.width * (height / 32 * 32)) as usize).enumerate() {
            let (x, y) = (index as u32 % frame.width, index as u32 / frame.width);
            let sum = &mut sums[(y / 32 * (frame.width / 32) + x / 32) as usize];
            sum.iter_mut().zip(pixel).for_each(|(sum, byte)| *sum += f64::from(*byte) / 1024.0);
        }
        sums
    };
    // Dithered: the same colours over areas.
    let differences = blocks(image).into_iter().flatten().zip(blocks(&wanted).into_iter().flatten());
    let mean = differences.map(|(a, b)| (a - b).abs()).sum::<f64>() / (3 * blocks(image).len()) as f64;
    assert!(mean < 16.0, "areas differ by {mean} of 255");
    session.press("g");
    session.wait_for("glyphs: half");
    session.wait_until("characters again", |session| {
        session.text().matches('▀').count() > 500 || session.distinct_colors(0..10) > 50
    });
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn sixels_keep_to_the_size_that_the_terminal_draws() {
    let largest = ("\x1b[?2;1;0S", "\x1b[?2;0;200;100S");
    let mut session = watching(&["glossy:1", "--glyphs", "sixel"], "xterm-256color", &[SIXEL, CELL, largest]);
    session.wait_until("an image", |session| session.transcript.matches("\x1bP0;1q").count() >= 12);
    let sizes: Vec<[u32; 2]> = session
        .transcript
        .split("\x1bP0;1q\"1;1;")
        .skip(1)
        .filter_map(|image| {
            let (width, rest) = image.split_once(';')?;
            let height: String = rest.chars().take_while(char::is_ascii_digit).collect();
            Some([width.parse().ok()?, height.parse().ok()?])
        })
        .collect();
    assert!(sizes.iter().all(|[width, height]| *width <= 200 && *height <= 100), "{sizes:?}");
    // Tiles of whole cells: three across, of 25, 25 and 10 columns, and four down, of 6 rows each and 1.
    assert!(sizes.contains(&[200, 96]) && sizes.contains(&[80, 96]) && sizes.contains(&[200, 16]), "{sizes:?}");
}

#[test]
fn the_class_of_a_terminal_is_no_capability() {
    let mut session = watching(&["glossy:1", "--glyphs", "sixel"], "xterm-256color", &[("\x1b[c", "\x1b[?4;6c")]);
    session.wait_for("this terminal has no sixel images");
}

#[test]
fn without_colours_there_are_no_images() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(["glossy:1", "--glyphs", "kitty"]);
    command.env("TERM", "xterm-kitty");
    command.env("NO_COLOR", "1");
    let mut session = Session::start_in(COLUMNS, ROWS, command, &[KITTY, CELL]);
    session.wait_for("this terminal has no kitty images");
    assert!(!session.transcript.contains("a=T"));
}

#[test]
fn the_size_of_a_cell_is_asked_for_again_after_a_resize() {
    let mut session = watching(&["glossy:1", "--glyphs", "sixel"], "xterm-256color", &[SIXEL, CELL]);
    session.wait_until("an image", |session| session.transcript.contains("\x1bP0;1q"));
    let before = session.transcript.matches(CELL.0).count();
    session.resize(40, 12);
    session.wait_until("the question", |session| session.transcript.matches(CELL.0).count() > before);
    session.press("q");
    assert!(session.wait_for_exit().success());
}
