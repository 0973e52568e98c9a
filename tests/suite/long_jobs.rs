//! Long jobs as separate processes: shards, what is shown of their progress, and what is left when the place
//! they write to fails them.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::pty::Session;
use super::requirement::require_tool;
use rustix::process::{Pid, Signal, kill_process};

/// `render` of a loop of ten frames, or of many, into `out`.
fn render(line: &str, out: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    let size: &[&str] = if options.contains(&"--size") { &[] } else { &["--size", "64x36"] };
    command.args(["render", line, "--fps", "10"]).args(size).args(options).arg("-o").arg(out);
    command
}

const SHORT: &str = "default:42+period=1";
const LONG: &str = "default:42+period=50000";

/// Every file below a directory, hidden ones too, with what is in it.
fn contents(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut files: Vec<_> = entries.map(|path| (name(&path), fs::read(&path).unwrap())).collect();
    files.sort();
    files
}

/// Exit code 1, and one line on stderr that holds `hint`.
#[track_caller]
fn assert_one_line(output: &Output, hint: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.lines().count() == 1 && stderr.starts_with("neurotty: ") && stderr.contains(hint), "{stderr}");
}

/// Starts a job and waits until its first step is done.
fn under_way(mut command: Command) -> (Child, BufReader<std::process::ChildStderr>) {
    let mut child = command.args(["--progress", "json"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut String::new()).unwrap();
    (child, stderr)
}

/// Waits for the end: what it said last, behind its steps.
fn ended(mut child: Child, mut stderr: BufReader<std::process::ChildStderr>) -> Output {
    let mut said = String::new();
    stderr.read_to_string(&mut said).unwrap();
    let last = said.lines().filter(|line| !line.starts_with('{')).collect::<Vec<_>>().join("\n");
    Output { status: child.wait().unwrap(), stdout: Vec::new(), stderr: last.into_bytes() }
}

#[test]
fn shards_of_separate_processes_equal_one_whole_run() {
    let folder = tempfile::tempdir().unwrap();
    let [whole, apart, parallel] = ["whole", "apart", "parallel"].map(|name| folder.path().join(format!("{name}/")));
    assert!(render(SHORT, &whole, &[]).status().unwrap().success());
    let expected = contents(&whole);
    assert_eq!(expected.len(), 10);
    let shards = ["0..4", "4..10"].map(|range| render(SHORT, &apart, &["--frames", range]).spawn().unwrap());
    for mut shard in shards {
        assert!(shard.wait().unwrap().success());
    }
    assert!(contents(&apart) == expected);
    // GNU parallel splits the loop as the README says.
    let Some(mut command) = require_tool("parallel", "shards under GNU parallel") else { return };
    command.args(["--will-cite", "-j2", env!("CARGO_BIN_EXE_neurotty"), "render", SHORT, "--size", "64x36"]);
    command.args(["--fps", "10", "--frames", "{1}..{2}", "-o"]).arg(&parallel);
    let output = command.args([":::", "0", "3", "6", ":::+", "3", "6", "10"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(contents(&parallel) == expected);
}

#[test]
fn an_interrupted_job_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames/");
    let (child, stderr) = under_way(render(LONG, &frames, &[]));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(ended(child, stderr).status.code(), Some(130));
    let before = contents(&frames);
    let range = format!("0..{}", before.len() + 3);
    let resumed = render(LONG, &frames, &["--resume", "--progress", "json", "--frames", &range]).output().unwrap();
    let last = String::from_utf8(resumed.stderr).unwrap().lines().last().unwrap().to_owned();
    assert!(last.contains(&format!("\"skipped\":{}", before.len())), "{last}");
    // Frames are finished in any order, so that the first ones may have had gaps.
    let after = contents(&frames);
    assert!(before.iter().all(|frame| after.contains(frame)));
}

#[test]
fn a_terminal_is_shown_a_bar_unless_it_shall_be_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("frames/");
    let arguments = ["render", LONG, "--size", "64x36", "-o", out.to_str().unwrap()];
    let mut session = Session::start(80, 24, &[&arguments[..], &["--frames", "1000"]].concat());
    session.wait_until("a rate and the time left", |session| {
        let text = session.text();
        text.contains("frames, ") && text.contains("/s, ") && text.contains(" left")
    });
    assert!(session.wait_for_exit().success());
    let told = session.text().trim().replace('\n', "");
    assert!(told.starts_with("saved ") && told.contains("/: 64x36, 1000 pictures, "), "{told}");
    let mut session = Session::start(80, 24, &[&arguments[..], &["--quiet", "--frames", "9"]].concat());
    assert!(session.wait_for_exit().success());
    assert_eq!(session.transcript, "");
}

#[test]
fn a_video_without_ffmpeg_is_refused_and_names_the_package() {
    let folder = tempfile::tempdir().unwrap();
    let output = render(SHORT, &folder.path().join("loop.mp4"), &[]).env("PATH", folder.path()).output().unwrap();
    assert_one_line(&output, "install the package `ffmpeg`");
    assert_eq!(contents(folder.path()), []);
}

#[test]
fn ctrl_c_ends_a_video_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("loop.mp4");
    if require_tool("ffmpeg", "Ctrl-C while a video is made").is_none() {
        return;
    }
    let mut session = Session::start(80, 24, &["render", LONG, "--size", "640x360", "-o", out.to_str().unwrap()]);
    session.wait_for("frames, ");
    // All of the terminal's processes hear it, ffmpeg as well if it is among them.
    session.press("\x03");
    assert_eq!(session.wait_for_exit().exit_code(), 130, "{}", session.text());
    // Neither the bar stays nor the ^C behind it, and ffmpeg says nothing.
    assert_eq!(session.text().trim(), "");
    assert_eq!(contents(folder.path()), []);
}

#[test]
fn a_terminal_that_goes_ends_the_job_unless_nohup_has_it_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = render(LONG, &folder.path().join("loop.gif"), &[]);
    // These tests themselves may run under nohup, whose children would go on too.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    if ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 1)) {
        let mut reset = Command::new("env");
        reset.arg("--default-signal=HUP").arg(command.get_program()).args(command.get_args());
        command = reset;
    }
    let (child, stderr) = under_way(command);
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    assert_eq!(ended(child, stderr).status.code(), Some(130));
    assert_eq!(contents(folder.path()), []);
    let out = folder.path().join("frames/");
    let mut command = Command::new("nohup");
    let render = render(LONG, &out, &["--frames", "400"]);
    command.arg(render.get_program()).args(render.get_args()).stdout(Stdio::null());
    let (child, stderr) = under_way(command);
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    assert!(ended(child, stderr).status.success());
    assert_eq!(contents(&out).len(), 400);
}

#[test]
fn a_full_disk_keeps_what_is_done_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    // The limit of a file's size stands for the disk: every frame fits, the whole loop does not.
    let limited = |line: &str, out: &Path, options: &[&str]| {
        let command = render(line, out, options);
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -f 64; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
        shell.output().unwrap()
    };
    let frames = folder.path().join("frames/");
    assert!(limited(SHORT, &frames, &[]).status.success());
    let done = contents(&frames);
    let mut names = vec!["loop.gif", "loop.apng", "loop.webp", "loop.y4m", "loop.cast", "huge.png"];
    if require_tool("ffmpeg", "videos on a full disk").is_some() {
        // It is ended by a signal, or says in its own words what the system has said to it.
        names.extend(["loop.mp4", "loop.mkv", "loop.webm"]);
    }
    for name in names {
        let size = if name.ends_with("cast") { "300x100" } else { "640x360" };
        let output = limited(SHORT, &folder.path().join(name), &["--size", size]);
        assert_one_line(&output, &format!("{name}: the file would be larger than"));
    }
    assert_one_line(&limited(SHORT, &frames, &["--size", "640x360"]), "frame-00000.png: the file would be larger than");
    assert!(contents(&frames) == done);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_directory_that_vanishes_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    let (child, stderr) = under_way(render(LONG, &frames.join("%d.png"), &[]));
    // Moved at once, where removing it would race with the next frame.
    fs::rename(&frames, folder.path().join("elsewhere")).unwrap();
    assert_one_line(&ended(child, stderr), "the directory does not exist");
    let left = contents(&folder.path().join("elsewhere"));
    assert!(left.iter().all(|(name, _)| name.ends_with(".png") || name.starts_with(".neurotty-")), "{left:?}");
}

#[test]
fn a_read_only_directory_is_told_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.png");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let writable = fs::write(folder.path().join("probe"), "").is_ok();
    let output = render(SHORT, &out, &[]).output().unwrap();
    if writable {
        // Permissions do not bind the superuser.
        assert!(output.status.success());
    } else {
        assert_one_line(&output, "a.png: no permission; choose another place");
    }
    // Nobody at all writes here.
    #[cfg(target_os = "linux")]
    {
        let output = render(SHORT, Path::new("/proc/self/a.png"), &[]).output().unwrap();
        assert_one_line(&output, "can't write /proc/self/a.png: ");
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_job_in_one_line() {
    let mut command = render(LONG, Path::new("-"), &[]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 100]).unwrap();
    assert_one_line(&child.wait_with_output().unwrap(), "the reader of the output went away");
}
