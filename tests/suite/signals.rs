//! Signals end every job, whatever it is waiting for, and leave nothing half written. On Linux, whose /proc says when a
//! job catches them; `long_jobs` has what any Unix can be asked.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Catches a hang; nothing here is a measure of speed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A loop without end into `out`.
fn endless(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.args(["render", "glossy:1+motion=rotate+period=50000", "--size", "320x180", "-o"]).arg(out);
    command.stderr(Stdio::null());
    command
}

#[track_caller]
fn wait(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Sends `signal`, which ends the child and its job as Ctrl-C does.
#[track_caller]
fn assert_interrupted(mut child: Child, signal: Signal) {
    kill_process(Pid::from_child(&child), signal).unwrap();
    assert_eq!(wait(&mut child).code(), Some(130), "{signal:?}");
}

/// Waits until `child` catches signals.
fn wait_until_caught(child: &Child) {
    let deadline = Instant::now() + PATIENCE;
    let catches = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
        u64::from_str_radix(mask, 16).unwrap() >> (Signal::TERM.as_raw() - 1) & 1 == 1
    };
    while !catches() {
        assert!(Instant::now() < deadline, "it catches no signal");
        std::thread::sleep(Duration::from_millis(10));
    }
    // It may be on its way to where it will wait.
    std::thread::sleep(Duration::from_millis(300));
}

#[test]
fn a_pipe_without_a_reader_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.gif");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for signal in [Signal::INT, Signal::TERM] {
        let child = endless(&fifo).spawn().unwrap();
        wait_until_caught(&child);
        assert_interrupted(child, signal);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_reader_that_stalls_is_not_waited_for() {
    for format in ["y4m", "apng", "cast"] {
        let mut command = endless(Path::new("-"));
        let child = command.args(["--format", format]).stdout(Stdio::piped()).spawn().unwrap();
        wait_until_caught(&child);
        assert_interrupted(child, Signal::INT);
    }
}

#[test]
fn an_encoder_that_stalls_is_ended_with_all_that_it_has_started() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    // It reads nothing, and neither it nor what it starts listens to anybody.
    let script =
        format!("#!/bin/sh\ntrap '' INT TERM HUP\nsleep 600 &\necho $! > {}/pid\nwait\n", folder.path().display());
    fs::write(bin.join("ffmpeg"), script).unwrap();
    fs::set_permissions(bin.join("ffmpeg"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let child = endless(&folder.path().join("a.mp4")).env("PATH", path).spawn().unwrap();
    wait_until_caught(&child);
    let deadline = Instant::now() + PATIENCE;
    let started = loop {
        let started = fs::read_to_string(folder.path().join("pid")).unwrap_or_default();
        if started.ends_with('\n') {
            break started;
        }
        assert!(Instant::now() < deadline, "no encoder is started");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_interrupted(child, Signal::TERM);
    let started = Pid::from_raw(started.trim().parse().unwrap()).unwrap();
    // Whoever adopts it has to see it off, so that it may be there as a zombie for a moment.
    let deadline = Instant::now() + PATIENCE;
    let lives = || {
        let status = fs::read_to_string(format!("/proc/{}/stat", started.as_raw_nonzero())).unwrap_or_default();
        status.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
    };
    while lives() {
        assert!(Instant::now() < deadline, "it lives on");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!folder.path().join("a.mp4").exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// `learn` with a picture in `folder`, for longer than anybody waits.
fn endless_learning(folder: &Path, out: &str) -> Child {
    let picture = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([(x * 9) as u8, (y * 15) as u8, 99]));
    picture.save(folder.join("photo.png")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables()).current_dir(folder).stderr(Stdio::piped()).stdout(Stdio::piped());
    command.args(["learn", "photo.png", "--hidden", "8x2", "--steps", "10000000", "--progress", "json"]);
    command.args(["--size", "1500x1000", "-o", out]);
    let mut child = command.spawn().unwrap();
    // It says how far it is as soon as it has learnt anything.
    let mut first = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut first).unwrap();
    child
}

#[test]
fn what_was_learnt_is_kept_however_long_it_would_take_to_paint() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo.png");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    // Open for both, it waits for nobody.
    let _stalled = fs::File::options().read(true).write(true).open(fifo).unwrap();
    // A pipe whose reader stalls, and a loop that takes minutes.
    for (out, kept) in [("fifo.png", "fifo.safetensors"), ("loop.gif", "loop.safetensors")] {
        assert_interrupted(endless_learning(folder.path(), out), Signal::TERM);
        assert!(neurotty::open::open_file(&folder.path().join(kept)).unwrap().imported().is_some());
    }
    assert!(!folder.path().join("loop.gif").exists());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn what_the_caller_has_ignored_stays_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames/");
    let script = "trap '' INT; exec \"$0\" render glossy:1+motion=rotate --size 64x36 --frames 1000 -o \"$1\"";
    let mut child = Command::new("sh")
        .envs(crate::home::variables())
        .args(["-c", script, env!("CARGO_BIN_EXE_neurotty")])
        .arg(&frames)
        .spawn()
        .unwrap();
    wait_until_caught(&child);
    let _ = kill_process(Pid::from_child(&child), Signal::INT);
    assert!(wait(&mut child).success());
    assert_eq!(fs::read_dir(&frames).unwrap().count(), 1000);
}
