//! The live view in a real terminal: what is on the screen, what keys do, how the terminal is given back.

use std::io::Read;
use std::time::{Duration, Instant};

use avt::Color;
use neurotty::network::Network;
use neurotty::network::weights::to_safetensors;
use neurotty::open::open_file;
use neurotty::painter::Viewport;
use neurotty::recipe::text::parse;
use neurotty::work::Work;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;

use crate::pty::Session;

/// Waits for the first picture: half blocks in many colours.
fn watching(columns: u16, rows: u16, arguments: &[&str]) -> Session {
    let mut session = Session::start(columns, rows, arguments);
    session.wait_until("a picture", |session| {
        session.is_alternate() && session.distinct_colors(0..usize::from(rows).div_ceil(2)) > 8
    });
    session
}

#[track_caller]
fn assert_given_back(session: &Session) {
    assert!(!session.is_alternate(), "the alternate screen is still shown");
    assert!(session.shows_cursor(), "the cursor is hidden");
    for mode in ["1000", "1002", "1003", "1006", "1004"] {
        let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
        let (last_on, last_off) = (session.transcript.rfind(&on), session.transcript.rfind(&off));
        assert!(last_on <= last_off, "mode {mode} is still set");
    }
}

#[test]
fn the_first_start_shows_a_picture_the_line_and_the_way_to_the_keys() {
    let mut session = watching(80, 24, &["glossy:1"]);
    session.wait_for("? all keys");
    session.wait_for("glossy:1");
}

#[test]
fn the_picture_moves() {
    let mut session = watching(80, 24, &["glossy:1"]);
    let before = session.colors(3);
    session.wait_until("movement", |session| session.colors(3) != before);
}

#[test]
fn keys_steer_and_the_line_follows() {
    let mut session = watching(100, 30, &["glossy:1"]);
    session.press("]");
    session.wait_for("hidden=16x10");
    session.press("u");
    session.wait_until("undo", |session| !session.text().contains("hidden="));
    session.press("\x12");
    session.wait_for("hidden=16x10");
    session.press("c");
    session.wait_for("color=hsv");
    session.press("a");
    session.wait_for("activation=sin");
    session.press("+");
    session.wait_for("zoom=1.25");
    session.press("0");
    session.wait_until("the view is reset", |session| !session.text().contains("zoom=1.25"));
    // With another seed where this one shows nothing there.
    session.press("3");
    session.wait_for("mondrian:");
    session.press("p");
    session.wait_for("glossy:1");
    session.press("n");
    session.wait_for("mondrian:");
}

#[test]
fn the_other_knobs_turn_too() {
    let mut session = watching(120, 30, &["glossy:1"]);
    for (key, shown) in [
        ("{", "hidden=12x9"),
        ("w", "weights=normal:1.1"),
        ("A", "activation=mixed"),
        ("m", "motion=zoom"),
        (">", "speed 1.25"),
        ("<", "speed 1.00"),
        ("j", "center=0/0.1"),
    ] {
        session.press(key);
        session.wait_for(shown);
    }
    session.press("y");
    session.wait_until("the line on its way to the clipboard", |session| session.transcript.contains("\x1b]52;c;"));
    session.press("R");
    session.wait_until("a surprise", |session| !session.text().contains("hidden=12x9"));
}

#[test]
fn reseeding_keeps_the_knobs() {
    let mut session = watching(100, 30, &["default:1+color=hsv"]);
    session.wait_for("default:1+color=hsv");
    session.press("r");
    session.wait_until("another seed", |session| {
        let text = session.text();
        text.contains("+color=hsv") && !text.contains("default:1+")
    });
}

#[test]
fn another_palette_stays_when_the_seed_is_drawn_again() {
    let mut session = watching(100, 30, &["default:1"]);
    session.wait_for("default:1");
    session.press("o");
    session.wait_for("default:1+color=seed:2");
    session.press("o");
    session.wait_for("default:1+color=seed:3");
    session.press("r");
    session.wait_until("another seed", |session| {
        let text = session.text();
        text.contains("+color=seed:3") && !text.contains("default:1+")
    });
}

#[test]
fn help_that_does_not_fit_says_so_and_scrolls() {
    let mut session = watching(40, 12, &["glossy:1"]);
    session.press("?");
    session.wait_for("new picture, same settings");
    session.wait_for("↓ PgDn");
    assert!(session.text().contains("Look"), "the first part's name");
    session.press("j");
    session.wait_until("a row less", |session| !session.text().contains("Look"));
    session.press("k");
    session.wait_for("Look");
    for seen in ["colour mode", "export a loop, or cancel", "cut-paper"] {
        // A page less each time, until it is there.
        for _ in 0..8 {
            if session.text().contains(seen) {
                break;
            }
            session.press("\x1b[6~");
            session.read_for(Duration::from_millis(200));
        }
        session.wait_for(seen);
    }
    session.wait_for("↑ PgUp");
    assert!(!session.text().contains("center="), "the picture stays where it is");
}

#[test]
fn keys_say_what_they_did_and_the_bar_keeps_what_was_changed() {
    let line = "glossy:1+weights=normal:1.1+activation=sin,tanh,relu+gain=1.5+rotation=30+zoom=2+center=0.25/0.5";
    let mut session = watching(80, 24, &[line]);
    session.press("]");
    session.wait_until("the change", |session| {
        let text = session.text();
        let bar = text.lines().last().unwrap_or_default();
        bar.contains("glossy:1") && bar.contains("hidden=16x10") && bar.contains('…')
    });
    session.press("c");
    session.wait_for("colours: hsv");
    session.wait_for("color=hsv");
    session.press("m");
    session.wait_for("motion: ");
    session.press(" ");
    session.wait_for("paused");
    session.press(" ");
    session.wait_for("playing");
    session.press("a");
    session.wait_for("activation: ");
}

#[test]
fn the_help_opens_over_the_picture_and_closes() {
    let mut session = watching(80, 24, &["glossy:1"]);
    session.press("?");
    session.wait_for("new picture");
    session.wait_for("mondrian");
    session.press("\x1b");
    session.wait_until("the help is closed", |session| !session.text().contains("new picture"));
}

#[test]
fn the_wheel_zooms_at_the_pointer_and_a_drag_pans() {
    let mut session = watching(80, 24, &["glossy:1"]);
    session.press("\x1b[<64;70;5M");
    session.wait_for("zoom=1.25+center=0.1");
    session.press("\x1b[<65;70;5M");
    session.wait_until("back", |session| !session.text().contains("zoom="));
    session.press("\x1b[<0;40;12M\x1b[<32;52;12M\x1b[<0;52;12m");
    session.wait_for("center=-0.2");
}

#[test]
fn a_network_too_heavy_for_the_screen_is_painted_coarser() {
    let mut session = watching(120, 24, &["glossy:1+hidden=768x8+motion=rotate"]);
    session.press("k");
    session.wait_for("resolution");
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_picture_that_is_flat_so_close_says_so_once() {
    const FLAT: &str = "one flat colour from here on";
    let mut session = watching(80, 24, &["one-hidden:1+motion=still"]);
    session.press(&"+".repeat(60));
    session.wait_for(FLAT);
    session.press("+");
    session.wait_until("the message has left", |session| !session.text().contains(FLAT));
    session.press("+");
    session.read_for(Duration::from_secs(2));
    assert!(!session.text().contains(FLAT), "it says it again");
}

#[test]
fn reduced_motion_stands_still_until_a_key_lets_it_move() {
    let mut session = watching(80, 24, &["glossy:1+motion=rotate", "--reduced-motion"]);
    session.wait_for("paused");
    // A link whose rate is not known yet is sent simplified colours first.
    session.read_for(Duration::from_secs(2));
    let picture = session.pixels(3);
    session.read_for(Duration::from_secs(2));
    assert_eq!(session.pixels(3), picture);
    session.press(" ");
    session.wait_until("it moves", |session| session.pixels(3) != picture);
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_clean_picture_has_no_chrome() {
    let mut session = watching(80, 24, &["glossy:1", "--clean"]);
    session.press("+");
    session.read_for(Duration::from_secs(1));
    assert!(!session.text().contains("glossy") && !session.text().contains("keys"), "{}", session.text());
    session.press("?");
    session.wait_for("new picture");
}

#[test]
fn a_screensaver_leaves_on_any_key_but_not_on_replies() {
    let mut session = watching(80, 24, &["glossy:1", "--screensaver"]);
    session.read_for(Duration::from_secs(1));
    assert!(session.is_alternate());
    session.press("k");
    assert!(session.wait_for_exit().success());
    assert_given_back(&session);
}

#[test]
fn cycling_moves_to_another_artwork_by_itself() {
    // Choosing one takes time, more of it the busier the machine is.
    let moved_on = [3, 9, 27].into_iter().any(|seconds| {
        let mut session = watching(80, 24, &["glossy:1", "--cycle", "1"]);
        session.wait_for("glossy:1 ");
        session.read_for(Duration::from_secs(seconds));
        session.press("q");
        assert!(session.wait_for_exit().success());
        // The status bar has left by the time of some: the line that stays behind tells.
        let text = session.text();
        let line =
            text.lines().find(|line| line.starts_with("glossy:")).unwrap_or_else(|| panic!("no line in:\n{text}"));
        line.trim_end() != "glossy:1"
    });
    assert!(moved_on);
}

#[test]
fn a_resize_is_followed_down_to_one_cell_and_up_to_a_wall() {
    let mut session = watching(80, 24, &["glossy:1"]);
    for (columns, rows) in [(1, 1), (2, 1), (500, 200), (7, 3), (80, 24)] {
        session.resize(columns, rows);
        session.wait_until("a picture of the new size", |session| {
            let last = session.colors(usize::from(rows).div_ceil(2) - 1);
            last.len() == usize::from(columns) && last.iter().all(|[fg, bg]| fg.or(*bg).is_some())
        });
    }
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_pause_is_silent() {
    let mut session = watching(80, 24, &["glossy:1"]);
    session.press(" ");
    session.wait_for("paused");
    session.wait_until("the status bar and the message have left", |session| {
        !session.text().contains("paused") && !session.text().contains("all keys")
    });
    // What was on its way may still arrive; a program that goes on writing has no silent second.
    let silent = (0..20).any(|_| session.read_for(Duration::from_secs(1)) == 0);
    assert!(silent, "it goes on writing");
    assert_eq!(session.read_for(Duration::from_secs(1)), 0);
}

#[test]
fn quitting_leaves_the_line_behind_and_gives_the_terminal_back() {
    for keys in ["q", "\x03"] {
        let mut session = watching(80, 24, &["glossy:1+zoom=2"]);
        session.press(keys);
        assert!(session.wait_for_exit().success());
        assert_given_back(&session);
        assert!(session.text().contains("glossy:1+zoom=2"), "{}", session.text());
    }
}

#[test]
fn signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut session = watching(80, 24, &["glossy:1"]);
        session.signal(signal);
        session.wait_for_exit();
        assert_given_back(&session);
    }
}

#[test]
fn suspending_gives_the_terminal_to_the_shell_until_fg() {
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    shell.env("PS1", "ready> ");
    let mut session = Session::start_command(80, 24, shell);
    session.wait_for("ready>");
    session.press(&format!("{} glossy:1\n", env!("CARGO_BIN_EXE_neurotty")));
    let picture = |session: &Session| session.is_alternate() && session.distinct_colors(0..12) > 8;
    session.wait_until("a picture", picture);
    session.press("\x1a");
    session.wait_until("the shell", |session| !session.is_alternate() && session.text().matches("ready>").count() == 2);
    assert_given_back(&session);
    session.press("echo still-$((40 + 2))\n");
    session.wait_for("still-42");
    session.press("fg\n");
    session.wait_until("the picture again", picture);
    session.press("q");
    session.wait_until("the shell again", |session| session.text().matches("ready>").count() == 4);
    session.press("exit\n");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_vanished_terminal_ends_the_program() {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.arg("glossy:1");
    command.env("TERM", "xterm-256color");
    let home = tempfile::tempdir().unwrap();
    crate::home::variables_in(home.path()).into_iter().for_each(|(name, folder)| command.env(name, folder));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut chunk = [0; 4096];
    assert!(reader.read(&mut chunk).unwrap() > 0);
    drop(reader);
    drop(pair.master);
    let deadline = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "it goes on without a terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The pixels of the upper rows while `work` is watched at 80×24, from the painter itself.
fn painted_rows(work: &Work, rows: usize) -> Vec<Vec<[Option<Color>; 2]>> {
    let frame = work.painting().paint(0.0, work.recipe().view, Viewport::new(80, 48));
    let color = |x: usize, y: usize| {
        let [r, g, b] = frame.pixels[80 * y + x];
        Some(Color::rgb(r, g, b))
    };
    (0..rows).map(|row| (0..80).map(|x| [color(x, 2 * row), color(x, 2 * row + 1)]).collect()).collect()
}

#[test]
fn imported_weights_are_named_exactly_while_they_paint_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    let line = "glossy:1+hidden=8,8+motion=still";
    let mut network = Network::build(&parse(line).unwrap().recipe);
    network.layers[0].weights[0] += 1.0;
    std::fs::write(&path, to_safetensors(&network, Some(line))).unwrap();
    let origin = open_file(&path).unwrap();
    let mut session = watching(80, 24, &["--glyphs", "half", path.to_str().unwrap()]);
    let mut settle = |key: &str, painted_by_weights: bool| {
        session.press(key);
        // What the bar named last: it may leave before the picture has come to rest.
        let mut named = None;
        session.wait_until(&format!("the picture that is named, after {key}"), |session| {
            let text = session.text();
            let bar = text.lines().last().unwrap_or_default();
            match parse(bar.split_whitespace().next().unwrap_or_default()) {
                Ok(line) if !painted_by_weights => named = Some(origin.with(line.recipe)),
                _ if painted_by_weights && bar.contains(&origin.label()) => named = Some(origin.clone()),
                _ => {}
            }
            let Some(work) = &named else { return false };
            let rows: Vec<_> = (0..20).map(|row| session.pixels(row)).collect();
            work.imported().is_some() == painted_by_weights && rows == painted_rows(work, 20)
        });
    };
    // What asks for other weights is painted by the network that the line names; turned back, by the file's.
    for (there, back) in [("w", "u"), ("]", "["), ("{", "}")] {
        settle(there, false);
        settle(back, true);
    }
    // What leaves the weights alone is painted by them.
    for (there, back) in [("+", "u"), ("c", "u"), ("a", "u"), ("(", "u"), ("l", "0")] {
        session.press(there);
        session.wait_for(&origin.label());
        session.press(back);
    }
    session.wait_until("the first picture again", |session| {
        (0..20).map(|row| session.pixels(row)).collect::<Vec<_>>() == painted_rows(&origin, 20)
    });
}
