//! How the live view behaves where the terminal, the window or the system does not.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use thinwire::{Event, Screen};

use crate::pty::Session;

const PATIENCE: Duration = Duration::from_secs(30);

fn watching(columns: u16, rows: u16, command: CommandBuilder) -> Session {
    let mut session = Session::start_command(columns, rows, command);
    session.wait_until("a picture", |session| {
        session.is_alternate() && session.distinct_colors(0..usize::from(rows).div_ceil(2)) > 8
    });
    session
}

fn neurotty(arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    command
}

#[test]
fn output_that_blocks_piles_up_nothing_and_quitting_works_after_it() {
    let size = PtySize { rows: 48, cols: 160, ..PtySize::default() };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = neurotty(&["deep:1"]);
    let home = tempfile::tempdir().unwrap();
    crate::home::variables_in(home.path()).into_iter().for_each(|(name, folder)| command.env(name, folder));
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut writer) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
    let mut chunk = [0; 65536];
    assert!(reader.read(&mut chunk).unwrap() > 0);
    std::thread::sleep(Duration::from_secs(1));
    let before = megabytes(child.process_id().unwrap());
    // Nobody reads: whole frames would pile up, 250 kB each, 30 a second.
    std::thread::sleep(Duration::from_secs(4));
    let after = megabytes(child.process_id().unwrap());
    assert_eq!(after.is_some(), cfg!(target_os = "linux"));
    for (before, after) in before.into_iter().zip(after) {
        assert!(after < before + 10.0, "it has grown from {before} to {after} MB");
    }
    writer.write_all(b"q").unwrap();
    let (mut backlog, began) = (0, Instant::now());
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        backlog += count;
        assert!(began.elapsed() < PATIENCE, "it goes on after {backlog} bytes");
    }
    child.wait().unwrap();
    assert!(backlog < 1_000_000, "{backlog} bytes were waiting");
}

/// The memory that a process has in use; unknown but on Linux.
fn megabytes(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1e3)
}

#[test]
fn replies_that_are_still_on_their_way_do_not_reach_the_shell() {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "\"$0\" glossy:1; echo the shell again; sleep 1", env!("CARGO_BIN_EXE_neurotty")]);
    let mut session = watching(80, 24, command);
    session.set_delay(Duration::from_millis(250));
    session.read_for(Duration::from_secs(2));
    session.press("q");
    session.wait_for("the shell again");
    session.wait_for_exit();
    // What is typed at a shell's terminal is echoed.
    assert!(!session.text().contains("[0n"), "{}", session.text());
}

#[test]
fn replies_that_take_longer_than_a_second_are_waited_for_all_the_same() {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "\"$0\" glossy:1; echo the shell again; sleep 3", env!("CARGO_BIN_EXE_neurotty")]);
    let mut session = Session::start_command(80, 24, command);
    session.set_delay(Duration::from_millis(1300));
    session.read_for(Duration::from_secs(6));
    // The first ones were late, and are not taken for answers to later queries: the way is long, and not narrow.
    let before = session.transcript.len();
    session.read_for(Duration::from_secs(3));
    assert!(session.transcript.len() - before > 20_000, "{} bytes in 3 seconds", session.transcript.len() - before);
    session.press("q");
    session.wait_for("the shell again");
    session.wait_for_exit();
    assert!(!session.text().contains("[0n"), "{}", session.text());
}

#[test]
fn the_motion_slows_to_what_the_link_carries() {
    let mut session = watching(80, 24, neurotty(&["deep:7"]));
    session.set_rate(20_000.0);
    // Keys keep the status bar on the screen.
    let shows = |session: &mut Session, what: &str, expected: bool| {
        session.wait_until(what, |session| session.text().contains("slowed to") == expected);
    };
    session.press("+");
    shows(&mut session, "a slower motion", true);
    // On a busy machine an answer may come too late once: then the bar says that first.
    session.wait_for("colours simplified");
    session.set_rate(f64::INFINITY);
    session.read_for(Duration::from_secs(8));
    session.press("-");
    session.wait_for("deep:7");
    shows(&mut session, "the motion's own pace", false);
}

#[test]
fn a_stop_from_outside_leaves_no_backlog_and_the_picture_comes_back() {
    let mut session = watching(80, 24, neurotty(&["glossy:1"]));
    session.signal(Signal::STOP);
    session.read_for(Duration::from_secs(1));
    let before = session.transcript.len();
    session.signal(Signal::CONT);
    session.wait_until("a picture drawn anew", |session| {
        session.transcript[before..].contains("\x1b[2J") && session.distinct_colors(0..12) > 8
    });
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_storm_of_resizes_ends_in_a_picture_of_the_last_size() {
    let mut session = watching(80, 24, neurotty(&["glossy:1"]));
    for step in 0..120_u16 {
        session.resize(1 + step * 37 % 200, 1 + step * 17 % 60);
        session.read_for(Duration::from_millis(2));
    }
    session.resize(90, 20);
    session.wait_until("a picture of the last size", |session| {
        let last = session.colors(18);
        last.len() == 90 && last.iter().all(|[fg, bg]| fg.or(*bg).is_some())
    });
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn a_window_without_the_focus_gets_fewer_frames_unless_it_is_a_screensaver() {
    let frames_a_second = |session: &mut Session| {
        session.press("\x1b[O");
        session.read_for(Duration::from_secs(1));
        let (before, began) = (session.transcript.len(), Instant::now());
        session.read_for(Duration::from_secs(3));
        session.transcript[before..].matches("\x1b[5n").count() as f64 / began.elapsed().as_secs_f64()
    };
    let mut session = watching(40, 12, neurotty(&["glossy:1", "--clean"]));
    let unfocused = frames_a_second(&mut session);
    assert!(unfocused < 7.0, "{unfocused} frames a second");
    let mut screensaver = watching(40, 12, neurotty(&["glossy:1", "--screensaver"]));
    let shown = frames_a_second(&mut screensaver);
    assert!(shown > unfocused, "{shown} frames a second");
}

/// Set for the process that panics: this test, run by itself in a terminal.
const PANICS: &str = "NEUROTTY_SUITE_PANICS";

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    if std::env::var_os(PANICS).is_some() {
        panic_at_a_key();
    }
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["manners::a_panic_gives_the_terminal_back_before_its_message", "--exact", "--nocapture"]);
    command.env(PANICS, "1");
    // A backtrace would push the message off the screen.
    command.env("RUST_BACKTRACE", "0");
    let mut session = Session::start_command(80, 24, command);
    session.wait_until("the alternate screen", Session::is_alternate);
    session.press("k");
    assert!(!session.wait_for_exit().success());
    assert!(!session.is_alternate() && session.shows_cursor());
    assert!(session.text().contains("asked for by a test: true"), "{}", session.text());
}

/// Takes the terminal over as the live view does, and panics when a key is pressed.
fn panic_at_a_key() -> ! {
    let (sender, events) = channel::<Event>();
    let deliver = Arc::new(move |event: Event| drop(sender.send(event)));
    let environment = |name: &str| std::env::var(name).ok();
    let _screen = Screen::open(thinwire::ScreenOptions::default(), &environment, deliver).unwrap();
    let pressed = events.iter().any(|event| matches!(event, Event::Key(_)));
    panic!("asked for by a test: {pressed}");
}
