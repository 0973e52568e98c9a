//! What a terminal sends: replies in pieces and late, pastes, keys in other forms; and that nothing of it reaches the
//! shell.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::pty::Session;

fn neurotty(arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("NO_COLOR");
    command
}

fn watching(columns: u16, rows: u16, arguments: &[&str]) -> Session {
    let mut session = Session::start(columns, rows, arguments);
    wait_for_picture(&mut session);
    session
}

fn wait_for_picture(session: &mut Session) {
    session.wait_until("a picture", |session| session.distinct_colors(0..8) > 8);
}

/// The lines of the screen that are not empty.
fn lines(session: &Session) -> Vec<String> {
    session.text().lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn replies_in_two_pieces_press_no_key() {
    for (first, gap) in [(1, 50), (1, 250), (2, 250), (3, 250), (1, 700), (3, 700)] {
        let mut session = Session::start(80, 24, &["glossy:1"]);
        session.set_split(first, Duration::from_millis(gap));
        wait_for_picture(&mut session);
        session.read_for(Duration::from_secs(2));
        session.press("q");
        assert!(session.wait_for_exit().success());
        assert_eq!(lines(&session), ["glossy:1"], "cut after {first} bytes for {gap} ms");
    }
}

#[test]
fn whatever_is_still_to_come_does_not_reach_the_shell() {
    for delay in [300, 1500] {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", "\"$0\" glossy:1; echo the shell again; sleep 3", env!("CARGO_BIN_EXE_neurotty")]);
        let mut session = Session::start_command(80, 24, command);
        session.set_delay(Duration::from_millis(delay));
        session.wait_until("the alternate screen", Session::is_alternate);
        session.press("q");
        session.wait_for("the shell again");
        session.wait_for_exit();
        // What is typed at a shell's terminal is echoed.
        assert_eq!(lines(&session), ["glossy:1", "the shell again"], "{delay} ms late");
    }
}

#[test]
fn a_paste_that_never_ends_shuts_nobody_out() {
    for key in ["\x03", "\x1b", ""] {
        let mut session = watching(80, 24, &["glossy:1"]);
        session.press("\x1b[200~");
        session.read_for(Duration::from_millis(500));
        session.press(key);
        session.read_for(Duration::from_secs(if key.is_empty() { 3 } else { 1 }));
        session.press("q");
        session.wait_for_exit();
        assert!(lines(&session) == ["glossy:1"], "{key:?}: {:?}", lines(&session));
    }
}

/// As for `su nobody`, or where `/dev` is missing: only the open descriptors lead to the terminal.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_cannot_be_opened_by_name_is_used_all_the_same() {
    let mut command = CommandBuilder::new("setsid");
    command.args(["--wait", env!("CARGO_BIN_EXE_neurotty"), "glossy:1"]);
    let mut session = Session::start_command(80, 24, command);
    wait_for_picture(&mut session);
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(lines(&session), ["glossy:1"]);
}

#[test]
fn a_signal_waits_less_and_a_second_one_not_at_all() {
    let mut session = Session::start(80, 24, &["glossy:1"]);
    session.set_delay(Duration::from_secs(20));
    session.wait_until("the alternate screen", Session::is_alternate);
    session.signal(Signal::TERM);
    session.signal(Signal::TERM);
    session.wait_for_exit();
    assert!(!session.is_alternate() && session.shows_cursor());
}

#[test]
fn a_pasted_line_of_text_opens_and_no_paste_presses_keys() {
    let mut session = watching(100, 30, &["glossy:1"]);
    session.press("\x1b[200~q\rrrr\recho pwned\r\x1b[201~");
    session.press("\x1b[200~q\x1b[201~");
    session.wait_for("not a line of text");
    session.press("\x1b[200~mondrian:7+zoom=3\r\n\x1b[201~");
    session.wait_for("mondrian:7+zoom=3");
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(lines(&session), ["mondrian:7+zoom=3"]);
    assert!(session.transcript.rfind("\x1b[?2004h") < session.transcript.rfind("\x1b[?2004l"));
}

#[test]
fn what_is_pasted_without_brackets_ends_in_this_program() {
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    shell.env("PS1", "ready> ");
    let mut session = Session::start_command(80, 24, shell);
    session.wait_for("ready>");
    session.press(&format!("{} glossy:1\n", env!("CARGO_BIN_EXE_neurotty")));
    session.wait_until("the alternate screen", Session::is_alternate);
    wait_for_picture(&mut session);
    session.press(&format!("q\n{}\necho pwned-$((40 + 2))\n", "#".repeat(20_000)));
    session.wait_until("the shell", |session| !session.is_alternate() && session.text().matches("ready>").count() == 2);
    session.press("echo still-$((40 + 2))\n");
    session.wait_for("still-42");
    assert!(!session.text().contains("pwned"), "{}", session.text());
    session.press("exit\n");
    session.wait_for_exit();
}

#[test]
fn keys_act_in_every_form_that_another_program_has_left_on() {
    let mut session = watching(100, 30, &["glossy:1"]);
    // The keypad in application mode, and a report of the mouse from nowhere.
    session.press("\x1bOk\x1b[<0;0;0M");
    session.wait_for("zoom=1.25");
    assert!(session.transcript.contains("\x1b[>4;0m") && session.transcript.contains("\x1b>"));
    session.press("\x1b[27;5;99~");
    assert!(session.wait_for_exit().success());
    assert!(session.transcript.ends_with("glossy:1+zoom=1.25\r\n"), "{:?}", lines(&session));
}

#[test]
fn letters_of_another_alphabet_act_by_their_place_or_are_explained() {
    let mut session = Session::start_in(100, 30, neurotty(&["glossy:1"]), &[("\x1b[?u", "\x1b[?0u")]);
    session.wait_until("the keyboard protocol", |session| session.transcript.contains("\x1b[>29u"));
    session.press("\x1b[1089::99;;1089u");
    session.wait_for("color=hsv");
    session.press("й");
    session.wait_for("keys are those of a Latin keyboard");
    session.press("\x1b[1081::113;;1081u");
    assert!(session.wait_for_exit().success());
    let (pop, left) = (session.transcript.rfind("\x1b[<u"), session.transcript.rfind("\x1b[?1049l"));
    assert!(pop.is_some() && pop < left, "the keyboard is not given back");
}

#[test]
fn without_another_screen_the_line_stands_alone() {
    let mut session = Session::start(80, 24, &["glossy:1"]);
    session.without_alternate_screen();
    wait_for_picture(&mut session);
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(lines(&session), ["glossy:1"]);
    assert_eq!(session.distinct_colors(0..24), 1, "something of the picture is left");
}

#[test]
fn an_abort_gives_the_terminal_back_and_ends_the_program() {
    let mut session = watching(80, 24, &["glossy:1"]);
    session.signal(Signal::ABORT);
    assert!(!session.wait_for_exit().success());
    assert!(!session.is_alternate() && session.shows_cursor());
    for mode in ["1002", "1004", "1006", "2004"] {
        assert!(
            session.transcript.rfind(&format!("\x1b[?{mode}h")) < session.transcript.rfind(&format!("\x1b[?{mode}l"))
        );
    }
}

#[test]
fn signals_that_end_programs_give_the_terminal_back() {
    for signal in [Signal::USR1, Signal::ALARM, Signal::XCPU] {
        let mut session = watching(80, 24, &["glossy:1"]);
        session.signal(signal);
        session.wait_for_exit();
        assert!(!session.is_alternate() && session.shows_cursor(), "{signal:?}");
    }
}

#[test]
fn letters_draw_where_blocks_are_two_cells_wide_or_unknown() {
    let wide = Session::start_in(80, 24, neurotty(&["glossy:1"]), &[("\x1b[6n", "\x1b[2;3R")]);
    let mut plain = neurotty(&["glossy:1"]);
    plain.env("LC_ALL", "C");
    let plain = Session::start_in(80, 24, plain, &[]);
    for (mut session, knows_from_the_start) in [(wide, false), (plain, true)] {
        session.wait_until("a picture of letters", |session| {
            session.distinct_colors(0..12) > 8 && session.text().is_ascii()
        });
        session.press("+");
        session.wait_for("no half");
        assert!(session.text().is_ascii(), "{}", session.text());
        assert!(!knows_from_the_start || session.transcript.is_ascii());
        session.press("q");
        assert!(session.wait_for_exit().success());
    }
}

#[test]
fn swatches_keep_to_the_colours_of_the_terminal() {
    for (variable, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "vt100"), ("TERM", "linux")] {
        let mut command = neurotty(&["presets"]);
        command.env_remove("COLORTERM");
        command.env(variable, value);
        let mut session = Session::start_in(80, 60, command, &[]);
        assert!(session.wait_for_exit().success());
        assert!(session.transcript.contains("mondrian"));
        assert!(!session.transcript.contains("8;2;"), "{variable}={value}");
        assert!(value == "linux" || !session.transcript.contains('\x1b'), "{variable}={value}");
    }
}

#[test]
fn a_window_beyond_all_measure_is_painted_as_far_as_memory_goes() {
    use std::io::{Read, Write};
    let size = portable_pty::PtySize { rows: 65535, cols: 65535, ..Default::default() };
    let pair = portable_pty::native_pty_system().openpty(size).unwrap();
    let mut command = neurotty(&["glossy:1"]);
    let home = tempfile::tempdir().unwrap();
    crate::home::variables_in(home.path()).into_iter().for_each(|(name, folder)| command.env(name, folder));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut writer) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
    let mut chunk = [0; 65536];
    let mut text = Vec::new();
    // Until the first frame.
    while !text.windows(3).any(|bytes: &[u8]| bytes == "▀".as_bytes()) || text.len() < 100_000 {
        let count = reader.read(&mut chunk).unwrap();
        assert!(count > 0, "it ended before a picture");
        text.extend(&chunk[..count]);
    }
    writer.write_all(b"q").unwrap();
    while let Ok(1..) = reader.read(&mut chunk) {}
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_flood_of_keys_takes_no_threads_and_ends_with_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let mut session = watching(100, 30, &["glossy:1", "--save-size", "640x360", "--out", out]);
    session.press(&"r".repeat(5000));
    session.press(&"s".repeat(500));
    session.wait_until("another seed", |session| !session.text().contains("glossy:1 "));
    if cfg!(target_os = "linux") {
        let status = std::fs::read_to_string(format!("/proc/{}/status", session.process_id())).unwrap();
        let threads = status.lines().find_map(|line| line.strip_prefix("Threads:")).unwrap();
        assert!(threads.trim().parse::<u32>().unwrap() < 100, "{threads} threads");
    }
    session.wait_for("saved");
    session.press("q");
    assert!(session.wait_for_exit().success());
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert!((1..100).contains(&files), "{files} files");
}
