//! Behind programs that answer for the terminal.

use std::process::Command;

use portable_pty::CommandBuilder;

use crate::pty::Session;
use crate::requirement::require_tool;

fn plain(mut command: CommandBuilder) -> CommandBuilder {
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env_remove("NO_COLOR");
    command
}

#[test]
fn what_calls_itself_mosh_gets_small_frames_and_the_status_bar_says_why() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.arg("deep:1");
    let mut session = Session::start_in(160, 48, plain(command), &[("\x1b[>c", "\x1b[>1;10;0c")]);
    session.wait_until("the picture", |session| session.distinct_colors(0..24) > 8);
    // The first frames went out before the answer came.
    session.press("k");
    session.wait_for("through mosh");
    let before = session.transcript.len();
    session.wait_until("some frames", |session| session.transcript[before..].matches("\x1b[5n").count() > 12);
    let frames: Vec<&str> = session.transcript[before..].split("\x1b[5n").collect();
    // 48 kB a second are 4 kB a frame; the status bar is not counted among them.
    let largest = frames[1..frames.len() - 1].iter().map(|frame| frame.len()).max().unwrap();
    assert!(largest < 8_000, "a frame of {largest} bytes");
}

#[test]
fn it_paints_and_answers_keys_inside_tmux() {
    if require_tool("tmux", "the view inside tmux").is_none() {
        return;
    }
    let socket = format!("neurotty-test-{}", std::process::id());
    let mut command = CommandBuilder::new("tmux");
    command.args(["-L", &socket, "-f", "/dev/null", "-u", "new-session"]);
    command.args([env!("CARGO_BIN_EXE_neurotty"), "glossy:1"]);
    let mut session = Session::start_in(100, 30, plain(command), &[]);
    session.wait_until("a picture", |session| session.distinct_colors(0..15) > 8);
    session.press("?");
    session.wait_for("new picture");
    session.press("q");
    // The session of tmux ends with the program, and tmux with its only session.
    session.wait_for_exit();
    assert!(session.text().contains("[exited]"), "{}", session.text());
}

#[test]
fn what_is_copied_inside_tmux_is_in_its_buffer() {
    if require_tool("tmux", "copying inside tmux").is_none() {
        return;
    }
    let socket = format!("neurotty-copy-{}", std::process::id());
    let mut command = CommandBuilder::new("tmux");
    command.args(["-L", &socket, "-f", "/dev/null", "-u", "new-session"]);
    command.args([env!("CARGO_BIN_EXE_neurotty"), "glossy:1"]);
    let mut session = Session::start_in(100, 30, plain(command), &[]);
    session.wait_until("a picture", |session| session.distinct_colors(0..15) > 8);
    session.press("y");
    session.wait_for("copied to tmux's buffer");
    let buffer = Command::new("tmux").args(["-L", &socket, "show-buffer"]).output().unwrap().stdout;
    assert_eq!(String::from_utf8_lossy(&buffer), "glossy:1");
    session.press("q");
    session.wait_for_exit();
}
