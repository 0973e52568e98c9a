//! A network that learns in the live view, in a real terminal: what is seen of it, what keys do, how it is kept.

use std::fs;
use std::path::{Path, PathBuf};

use avt::Color;
use image::{Rgb, RgbImage};
use neurotty::open::open_file;
use neurotty::painter::Viewport;
use neurotty::work::Work;
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::home::variables_in;
use crate::pty::Session;

const COLUMNS: u16 = 100;
const ROWS: u16 = 30;
/// What is in the middle of the picture.
const DISC: [u8; 3] = [230, 60, 20];

/// `neurotty learn photo.png` with a small network, in a folder of its own that is the home too.
fn learning(home: &Path, options: &[&str]) -> Session {
    let pixel = |x: u32, y: u32| {
        let (across, down) = (x as f32 - 23.5, y as f32 - 14.5);
        if across * across + down * down < 64.0 { Rgb(DISC) } else { Rgb([x as u8 * 5, 90, y as u8 * 8]) }
    };
    RgbImage::from_fn(48, 30, pixel).save(home.join("photo.png")).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(["learn", "photo.png", "--hidden", "8x2"]);
    command.args(options);
    command.cwd(home);
    variables_in(home).into_iter().for_each(|(name, folder)| command.env(name, folder));
    let mut session = Session::start_command(COLUMNS, ROWS, command);
    session.wait_for("learning photo.png");
    session.wait_for(" dB");
    session
}

fn work_path(home: &Path, name: &str) -> PathBuf {
    home.join("data/neurotty/works").join(name)
}

fn color([r, g, b]: [u8; 3]) -> Option<Color> {
    Some(Color::rgb(r, g, b))
}

/// The steps that the panel tells.
fn steps(session: &Session) -> u64 {
    let text = session.text();
    let behind = text.split("step ").nth(1).unwrap_or_default();
    behind.split_whitespace().next().and_then(|steps| steps.parse().ok()).unwrap_or(0)
}

/// Whether the whole screen shows `work`, but for the rows of the chrome.
fn shows(session: &Session, work: &Work) -> bool {
    let frame = work.painting().paint(0.0, work.recipe().view, Viewport::new(COLUMNS.into(), 2 * u32::from(ROWS)));
    let width = usize::from(COLUMNS);
    (0..usize::from(ROWS) - 3).all(|row| {
        let pixels = session.pixels(row);
        (0..width).all(|x| pixels[x] == [0, 1].map(|half| color(frame.pixels[(2 * row + half) * width + x])))
    })
}

#[test]
fn a_network_is_watched_while_it_learns_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut session = learning(home.path(), &[]);
    session.wait_for("8x2 sin");
    session.wait_until("steps", |session| steps(session) > 20);
    // What lies beside the picture is not learnt.
    session.wait_until("a dark margin", |session| {
        let pixels = session.pixels(12);
        pixels[0] == pixels[5] && pixels[50] != pixels[0]
    });
    session.press("\t");
    session.wait_for("This is the picture that it learns.");
    session.wait_until("the picture", |session| session.pixels(12)[50][0] == color(DISC));
    session.press("\t");
    session.wait_for("What differs, 4 times as strong.");
    session.press("\t");
    session.wait_for("Sines bring fine detail");
    // Another shape begins again.
    session.press("]");
    session.wait_for("8x3 sin");
    session.press("a");
    session.wait_for("8x3 relu");
    session.press("A");
    session.wait_for("8x3 sin");
    session.press("<");
    session.wait_for("pace 0.5");
    session.press(">");
    session.wait_until("the usual pace", |session| !session.text().contains("pace 0.5"));
    session.press("x");
    session.wait_for("3 hidden layers");
    session.press("\x1b");
    session.wait_until("the panel again", |session| {
        !session.text().contains("hidden layers") && session.text().contains("Tab picture")
    });
    session.press("r");
    session.wait_for("not while it learns");
    session.press("\r");
    session.wait_for("kept: ");
    let path = work_path(home.path(), "photo.safetensors");
    let work = open_file(&path).unwrap();
    assert!(work.imported().is_some() && work.recipe().hidden == [8, 8, 8]);
    // It dreams by itself.
    session.press(":motion=still\r");
    session.wait_until("the picture that the file reopens to", |session| shows(session, &work));
    // An artwork like any other.
    session.press("f");
    session.wait_for("kept: ");
    session.press("b");
    session.wait_for("parent");
    session.wait_for("colour");
    session.press("\x1b");
    session.wait_until("the picture again", |session| !session.text().contains("parent"));
    // Half way to a drawn network it would be noise.
    session.press("m");
    session.wait_for("motion: zoom");
    session.press("q");
    assert!(session.wait_for_exit().success());
    let path = path.to_str().unwrap();
    assert!(session.text().lines().any(|line| line == path), "{}", session.text());
    assert!(session.text().contains("The weights are the picture"), "{}", session.text());
    for list in ["data/neurotty/favourites.txt", "state/neurotty/history.txt"] {
        let list = fs::read_to_string(home.path().join(list)).unwrap();
        assert!(list.lines().any(|line| line.starts_with(path)), "{list}");
    }
}

#[test]
fn a_paused_network_stands_still_and_no_work_takes_the_place_of_another() {
    let home = tempfile::tempdir().unwrap();
    let folder = work_path(home.path(), "");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("photo.safetensors"), "another").unwrap();
    let mut session = learning(home.path(), &[]);
    session.press(" ");
    session.wait_for("paused");
    let before = steps(&session);
    session.press("\r");
    session.wait_for("photo-2.safetensors");
    assert!(before < 100_000);
    session.press("q");
    session.wait_for_exit();
    assert_eq!(fs::read_to_string(folder.join("photo.safetensors")).unwrap(), "another");
    assert!(open_file(&folder.join("photo-2.safetensors")).unwrap().imported().is_some());
}

#[test]
fn it_ends_after_the_steps_that_were_asked_for_and_goes_on_when_told() {
    let home = tempfile::tempdir().unwrap();
    let mut session = learning(home.path(), &["--steps", "12"]);
    session.wait_for("step 12 ");
    session.wait_for("It has ended.");
    session.press(" ");
    session.wait_until("more steps", |session| steps(session) > 12);
}

#[test]
fn it_is_shown_as_the_options_say_and_else_as_the_live_view_is_set() {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("config/neurotty");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("config.toml"), "[watch]\ncolor-depth = \"none\"\nglyphs = \"quadrant\"\n").unwrap();
    let mut session = learning(home.path(), &["--glyphs", "ascii"]);
    session.wait_for("8x2 sin");
    // The default colour alone, and no block: letters draw the picture.
    session.wait_until("letters", |session| {
        let row = session.text().lines().nth(12).unwrap_or_default().to_owned();
        let letters = row.chars().filter(char::is_ascii_graphic).count();
        letters > 20 && !row.contains(['▀', '▄', '▌', '▖', '▚'])
    });
    assert!((0..20).flat_map(|row| session.colors(row)).flatten().all(|color| color.is_none()));
}

#[test]
fn who_leaves_without_keeping_is_told_how_to_keep_it() {
    let home = tempfile::tempdir().unwrap();
    let mut session = learning(home.path(), &[]);
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert!(session.text().contains("neurotty learn photo.png -o photo-learnt.png"), "{}", session.text());
    assert!(!work_path(home.path(), "").exists());
}

#[test]
fn what_is_asked_for_last_is_still_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut session = learning(home.path(), &[]);
    session.press("\rq");
    assert!(session.wait_for_exit().success());
    let path = work_path(home.path(), "photo.safetensors");
    assert!(session.text().lines().any(|line| line == path.to_str().unwrap()), "{}", session.text());
    assert!(open_file(&path).unwrap().imported().is_some());
}

#[test]
fn a_signal_gives_the_terminal_back_while_it_learns() {
    for signal in [Signal::INT, Signal::TERM] {
        let home = tempfile::tempdir().unwrap();
        let mut session = learning(home.path(), &[]);
        session.signal(signal);
        session.wait_for_exit();
        assert!(!session.is_alternate() && session.shows_cursor(), "{signal:?}");
    }
}
