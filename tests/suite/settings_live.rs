//! What makes the live view one's own, in a real terminal: keys, favourites, history, the prompt, the pipe.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::Path;

use avt::Color;
use neurotty::network::Network;
use neurotty::network::weights::to_half_safetensors;
use neurotty::recipe::text::parse;
use portable_pty::CommandBuilder;

use crate::home::variables_in;
use crate::pty::Session;

/// The program with what it keeps in `home`.
fn watching(home: &Path, arguments: &[&str]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    variables_in(home).into_iter().for_each(|(name, folder)| command.env(name, folder));
    let mut session = Session::start_command(100, 24, command);
    session.wait_until("a picture", |session| session.distinct_colors(0..12) > 8);
    session
}

/// Waits until the status bar names the artwork `line`.
#[track_caller]
fn wait_for_line(session: &mut Session, line: &str) {
    session.wait_until(&format!("“{line}” in the status bar"), |session| {
        let text = session.text();
        text.lines().last().is_some_and(|bar| bar.split_whitespace().next() == Some(line))
    });
}

/// Writes a line to a pipe.
fn write_line(pipe: &Path, line: &str) {
    let mut pipe = fs::OpenOptions::new().write(true).open(pipe).unwrap();
    pipe.write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn write_settings(home: &Path, settings: &str) {
    let folder = home.join("config/neurotty");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), settings).unwrap();
}

#[test]
fn the_users_own_keys_do_what_they_say_and_the_help_and_hints_follow() {
    let home = tempfile::tempdir().unwrap();
    write_settings(home.path(), "[keys]\nquit = \"Q\"\npause = \"z\"\nhelp = \"H\"\n");
    let mut session = watching(home.path(), &["glossy:1"]);
    session.wait_for("H all keys");
    session.press("z");
    session.wait_for("paused");
    session.press("H");
    session.wait_for(&format!("{:12}quit", "Q"));
    session.press("\x1b");
    // What has another key now does nothing.
    session.press("q");
    session.press("z");
    session.wait_until("it goes on", |session| !session.text().contains("paused"));
    session.press("Q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn what_is_wrong_in_the_settings_is_said_in_the_live_view_too() {
    let home = tempfile::tempdir().unwrap();
    write_settings(home.path(), "fsp = 3\n");
    let mut session = watching(home.path(), &["glossy:1"]);
    session.wait_for("no such setting as fsp");
}

#[test]
fn the_first_hint_and_the_help_lead_to_everything() {
    let home = tempfile::tempdir().unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    session.wait_for("r new · o colours");
    session.wait_for("t tour · ? all keys");
    session.press("?");
    for part in ["Look", "Change", "Understand", "Keep"] {
        session.wait_for(part);
    }
}

#[test]
fn a_step_back_takes_back_a_step_on() {
    let home = tempfile::tempdir().unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    for (on, shown, back) in [("c", "color=hsv", "C"), ("m", "motion=", "M")] {
        session.press(on);
        session.wait_for(shown);
        session.press(back);
        wait_for_line(&mut session, "glossy:1");
    }
    session.press("g");
    session.wait_for("glyphs: quadrant");
    session.press("G");
    session.wait_for("glyphs: half");
}

#[test]
fn a_favourite_is_kept_once_and_can_be_watched() {
    let home = tempfile::tempdir().unwrap();
    let mut session = watching(home.path(), &["deep:5"]);
    session.press("f");
    session.wait_for("kept: deep:5");
    session.press("f");
    session.wait_for("kept already: deep:5");
    session.press("q");
    assert!(session.wait_for_exit().success());
    let kept = fs::read_to_string(home.path().join("data/neurotty/favourites.txt")).unwrap();
    assert!(kept.starts_with("deep:5  # 20") && kept.lines().count() == 1, "{kept}");
    let mut session = watching(home.path(), &["@favourites"]);
    wait_for_line(&mut session, "deep:5");
}

#[test]
fn the_favourites_are_tiles_the_last_one_first() {
    let home = tempfile::tempdir().unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    session.press("F");
    session.wait_for("no favourites yet: f adds one");
    let folder = home.path().join("data/neurotty");
    fs::create_dir_all(&folder).unwrap();
    let kept = "deep:5  # 2026-11-27 the blue one\nno-such.png\nmondrian:7  # 2026-11-27\n";
    fs::write(folder.join("favourites.txt"), kept).unwrap();
    session.press("F");
    for words in ["as it is now", "1 mondrian:7", "2 no-such.png", "3 the blue one", "1 can't be opened"] {
        session.wait_for(words);
    }
    session.wait_for("there is no such file");
    session.press("2");
    session.wait_for("no-such.png: there is no such file");
    // The tile in focus is the one that is kept.
    session.press("\x1b[H");
    session.press("\x1b[C");
    session.press("f");
    session.wait_for("kept already: mondrian:7");
    session.press("3");
    wait_for_line(&mut session, "deep:5");
    session.press("f");
    session.wait_for("kept already: deep:5");
}

/// A network that no line says, in a file: whatever it is asked for, it paints red.
fn red_network(home: &Path) -> String {
    let recipe = parse("glossy:0+motion=still").unwrap().recipe;
    let mut network = Network::build(&recipe);
    let last = network.layers.last_mut().unwrap();
    last.weights.fill(0.0);
    last.biases = vec![30.0, -30.0, -30.0];
    let folder = home.join("data/neurotty/works");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("red.safetensors");
    fs::write(&path, to_half_safetensors(&network, Some(&recipe.to_string()))).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Whether nothing else than red is seen in the middle of the screen.
fn is_red(session: &Session) -> bool {
    (8..14).all(|row| session.pixels(row).into_iter().flatten().all(|color| color == Some(Color::rgb(255, 0, 0))))
}

#[test]
fn a_learnt_network_is_a_tile_among_the_favourites_and_opens_by_its_weights() {
    let home = tempfile::tempdir().unwrap();
    let red = red_network(home.path());
    let gone = red.replace("red", "gone");
    let kept = format!("deep:5\n{gone}\n{red}  # 2026-11-27\n");
    fs::write(home.path().join("data/neurotty/favourites.txt"), kept).unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    session.press("F");
    for words in ["1 red.safetensors", "2 gone.safetensors", "there is no such file", "3 deep:5"] {
        session.wait_for(words);
    }
    let red_pixels = |session: &Session| {
        let pixels = (0..22).flat_map(|row| session.pixels(row)).flatten();
        pixels.filter(|color| *color == Some(Color::rgb(255, 0, 0))).count()
    };
    session.wait_until("a red tile", |session| red_pixels(session) > 300);
    session.press("2");
    session.wait_for("gone.safetensors: there is no such file");
    session.press("1");
    wait_for_line(&mut session, "red.safetensors");
    session.wait_until("a red picture", is_red);
    session.press("f");
    session.wait_for("kept already: ");
    // It has its place among the artworks.
    session.press("p");
    wait_for_line(&mut session, "glossy:1");
    session.wait_until("no red picture", |session| !is_red(session));
    session.press("n");
    wait_for_line(&mut session, "red.safetensors");
    session.wait_until("a red picture", is_red);
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert!(session.text().lines().any(|line| line == red), "{}", session.text());
}

#[test]
fn a_learnt_network_of_an_earlier_session_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let red = red_network(home.path());
    let gone = red.replace("red", "gone");
    fs::create_dir_all(home.path().join("state/neurotty")).unwrap();
    fs::write(home.path().join("state/neurotty/history.txt"), format!("glossy:5\n{red}\n{gone}\n")).unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    wait_for_line(&mut session, "glossy:1");
    session.press("p");
    session.wait_for("there is no such file");
    session.press("p");
    wait_for_line(&mut session, "red.safetensors");
    session.wait_until("a red picture", is_red);
    session.press("p");
    wait_for_line(&mut session, "glossy:5");
    session.press("p");
    session.wait_for("no earlier picture");
    for line in ["red.safetensors", "glossy:1"] {
        session.press("n");
        wait_for_line(&mut session, line);
    }
}

/// Checks that a cycle through this list shows these lines in turn.
fn assert_cycles(home: &Path, list: &str, lines: [&str; 3]) {
    let path = home.join("list.txt");
    fs::write(&path, list).unwrap();
    let mut session = watching(home, &[&format!("@{}", path.display()), "--cycle", "1"]);
    for line in lines {
        session.press(" ");
        session.press(" ");
        wait_for_line(&mut session, line);
    }
}

#[test]
fn a_cycle_walks_through_learnt_networks_too() {
    let home = tempfile::tempdir().unwrap();
    let red = red_network(home.path());
    assert_cycles(home.path(), &format!("deep:5\n{red}\n"), ["deep:5", "red.safetensors", "deep:5"]);
}

#[test]
fn a_cycle_walks_through_a_list() {
    let home = tempfile::tempdir().unwrap();
    assert_cycles(home.path(), "deep:5\nglossy:6\n", ["deep:5", "glossy:6", "deep:5"]);
}

#[test]
fn history_outlasts_the_session_and_is_its_owners_alone() {
    let home = tempfile::tempdir().unwrap();
    let history = home.path().join("state/neurotty/history.txt");
    let mut session = watching(home.path(), &["glossy:5"]);
    session.press("+");
    session.wait_for("zoom=1.25");
    session.press("q");
    assert!(session.wait_for_exit().success());
    let lines = fs::read_to_string(&history).unwrap();
    let arts: Vec<_> = lines.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(arts, ["glossy:5", "glossy:5+zoom=1.25"]);
    assert_eq!(fs::metadata(&history).unwrap().mode() & 0o777, 0o600);

    let mut session = watching(home.path(), &["glossy:1"]);
    wait_for_line(&mut session, "glossy:1");
    for line in ["glossy:5+zoom=1.25", "glossy:5"] {
        session.press("p");
        wait_for_line(&mut session, line);
    }
    session.press("p");
    session.wait_for("no earlier picture");
    for line in ["glossy:5+zoom=1.25", "glossy:1"] {
        session.press("n");
        wait_for_line(&mut session, line);
    }
}

#[test]
fn what_is_private_leaves_no_history_and_sees_none() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/neurotty");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("history.txt"), "deep:5\n").unwrap();
    let mut session = watching(home.path(), &["glossy:1", "--private"]);
    session.press("p");
    session.wait_for("no earlier picture");
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(fs::read_to_string(folder.join("history.txt")).unwrap(), "deep:5\n");
}

#[test]
fn the_prompt_shows_what_is_typed_as_soon_as_it_is_right_and_keeps_it_only_with_enter() {
    let home = tempfile::tempdir().unwrap();
    let mut session = watching(home.path(), &["glossy:1"]);
    wait_for_line(&mut session, "glossy:1");
    // The letters are keys elsewhere.
    session.press(":");
    session.press("deep:3");
    wait_for_line(&mut session, "deep:3");
    session.press("\x1b");
    wait_for_line(&mut session, "glossy:1");
    session.press(":");
    session.press("zo\t");
    session.wait_for(":zoom=");
    session.press("4x");
    session.wait_for("4x");
    session.press("\x7f\r");
    wait_for_line(&mut session, "glossy:1+zoom=4");
    session.press("u");
    wait_for_line(&mut session, "glossy:1");
    session.press(":");
    session.press("deep:3+zom=2");
    session.wait_for("did you mean 'zoom'?");
    // The line before, as it was entered, comes behind the artwork's own.
    session.press("\x15\x1b[A\x1b[A");
    session.wait_for(":zoom=4");
    session.press("\x15deep:3\r");
    wait_for_line(&mut session, "deep:3");
    session.press("p");
    wait_for_line(&mut session, "glossy:1");
    session.press(":");
    session.press("\x1b[200~ink:2\x1b[201~");
    wait_for_line(&mut session, "ink:2");
    session.press("\x1b");
    wait_for_line(&mut session, "glossy:1");
}

#[test]
fn other_programs_steer_through_a_pipe_that_goes_with_the_program() {
    let home = tempfile::tempdir().unwrap();
    let pipe = home.path().join("pipe");
    let mut session = watching(home.path(), &["glossy:1", "--control", pipe.to_str().unwrap()]);
    let found = fs::symlink_metadata(&pipe).unwrap();
    assert!(found.file_type().is_fifo());
    assert_eq!(found.mode() & 0o777, 0o600);
    write_line(&pipe, "deep:3");
    wait_for_line(&mut session, "deep:3");
    write_line(&pipe, "do pause");
    session.wait_for("paused");
    write_line(&pipe, "do pauze");
    session.wait_for("did you mean 'pause'?");
    write_line(&pipe, &format!("@{}", pipe.display()));
    session.wait_for("control: ");
    write_line(&pipe, "do quit");
    assert!(session.wait_for_exit().success());
    assert!(fs::symlink_metadata(&pipe).is_err());
}

#[test]
fn a_pipe_takes_the_place_of_nothing() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("mine");
    fs::write(&place, "mine").unwrap();
    let mut session = Session::start(200, 24, &["glossy:1", "--control", place.to_str().unwrap()]);
    session.wait_for("something is there already");
    assert_eq!(session.wait_for_exit().exit_code(), 1);
    assert_eq!(fs::read_to_string(&place).unwrap(), "mine");
}

#[test]
fn the_doctor_measures_the_terminal_and_gives_it_back() {
    let mut session = Session::start(100, 30, &["doctor"]);
    session.wait_until("the report", |session| !session.is_alternate() && session.text().contains("history"));
    let report = session.text();
    for said in ["level ", "100x30 cells", "there and back", "truecolor"] {
        assert!(report.contains(said), "no “{said}” in:\n{report}");
    }
    assert!(session.wait_for_exit().success());
}
