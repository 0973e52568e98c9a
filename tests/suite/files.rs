//! Files as the user left them: modes, links, open descriptors, and what a killed process leaves.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::requirement::require_tool;

const NEUROTTY: &str = env!("CARGO_BIN_EXE_neurotty");

/// A small still of `glossy:SEED` into `out`.
fn render(seed: u32, out: &Path) -> Output {
    let mut command = Command::new(NEUROTTY);
    command.envs(crate::home::variables());
    still(command, seed, out).output().unwrap()
}

fn still(mut command: Command, seed: u32, out: &Path) -> Command {
    command.args(["render", &format!("glossy:{seed}"), "--size", "32x18", "--format", "png", "-o"]).arg(out);
    command
}

#[track_caller]
fn assert_done(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Exit code 1, and one line on stderr that holds `hint`.
#[track_caller]
fn assert_failed(output: &Output, hint: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.lines().count() == 1 && stderr.contains(hint), "{stderr}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

/// Names in a directory, hidden ones too, sorted.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What `render` writes into a plain new file.
fn picture(seed: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    assert_done(&render(seed, &path));
    fs::read(path).unwrap()
}

#[test]
fn an_overwritten_file_keeps_its_mode_and_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    for wanted in [0o600, 0o640, 0o666, 0o755, 0o200] {
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(wanted)).unwrap();
        // Only the superuser may give files away.
        let given = std::os::unix::fs::chown(&path, Some(12_345), Some(54_321)).is_ok();
        assert_done(&render(1, &path));
        let found = fs::metadata(&path).unwrap();
        assert_eq!(found.mode() & 0o7777, wanted, "{wanted:o}");
        assert!(found.len() > 3);
        if given {
            assert_eq!((found.uid(), found.gid()), (12_345, 54_321));
        }
        fs::remove_file(&path).unwrap();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_overwritten_file_keeps_its_extended_attributes() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    // Another user may read: version 2; owner, user 12345, group, mask, others; each with its rights.
    let mut acl = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in [(1_u16, 6_u16, -1_i32), (2, 4, 12_345), (4, 0, -1), (16, 4, -1), (32, 0, -1)] {
        acl.extend([&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat());
    }
    for (name, value) in [("user.note", b"the red one".to_vec()), ("system.posix_acl_access", acl)] {
        fs::write(&path, "old").unwrap();
        if setxattr(&path, name, &value, XattrFlags::empty()).is_err() {
            eprintln!("skipped: {name}: this file system has none");
            continue;
        }
        let before = mode(&path);
        assert_done(&render(1, &path));
        let mut kept = vec![0; 1000];
        let length = getxattr(&path, name, &mut kept[..]).unwrap();
        assert_eq!((&kept[..length], mode(&path)), (&value[..], before), "{name}");
        assert!(fs::read(&path).unwrap().len() > 3);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_write_protected_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    assert_failed(&render(1, &path), "a.png: the file is write-protected");
    assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"old".to_vec(), 0o444));
    assert_eq!(names(folder.path()), ["a.png"]);
}

#[test]
fn links_stay_and_what_they_lead_to_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("below")).unwrap();
    fs::write(at("below/real.png"), "old").unwrap();
    symlink("below/real.png", at("link.png")).unwrap();
    symlink("below/new.png", at("dangling.png")).unwrap();
    symlink("dangling.png", at("twice.png")).unwrap();
    assert_done(&render(1, &at("link.png")));
    assert_done(&render(2, &at("twice.png")));
    assert_eq!(fs::read(at("below/real.png")).unwrap(), picture(1));
    assert_eq!(fs::read(at("below/new.png")).unwrap(), picture(2));
    for link in ["link.png", "dangling.png", "twice.png"] {
        assert!(at(link).symlink_metadata().unwrap().is_symlink(), "{link}");
    }
    symlink("round.png", at("round.png")).unwrap();
    assert_eq!(render(1, &at("round.png")).status.code(), Some(1));
    // Both names of one file.
    fs::write(at("one.png"), "old").unwrap();
    fs::hard_link(at("one.png"), at("other.png")).unwrap();
    assert_done(&render(3, &at("one.png")));
    assert_eq!(fs::read(at("other.png")).unwrap(), picture(3));
    assert_eq!(names(&at("below")), ["new.png", "real.png"]);
}

#[test]
fn a_writable_file_in_a_closed_folder_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("closed")).unwrap();
    fs::write(at("closed/a.png"), vec![b'x'; 1 << 20]).unwrap();
    fs::set_permissions(at("closed/a.png"), Permissions::from_mode(0o666)).unwrap();
    fs::set_permissions(at("closed"), Permissions::from_mode(0o555)).unwrap();
    let mut command = Command::new(NEUROTTY);
    command.envs(crate::home::variables());
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        // Permissions do not bind the superuser: somebody else runs a copy that he can reach.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        fs::copy(NEUROTTY, at("neurotty")).unwrap();
        fs::set_permissions(at("neurotty"), Permissions::from_mode(0o755)).unwrap();
        command = Command::new(at("neurotty"));
        command.uid(65_534).gid(65_534).current_dir("/").env_remove("TMPDIR");
    }
    assert_done(&still(command, 1, &at("closed/a.png")).output().unwrap());
    assert_eq!(fs::read(at("closed/a.png")).unwrap(), picture(1));
    assert_eq!((mode(&at("closed/a.png")), names(&at("closed"))), (0o666, vec!["a.png".to_owned()]));
    fs::set_permissions(at("closed"), Permissions::from_mode(0o755)).unwrap();
}

/// Runs neurotty with `words`, its descriptors as the shell makes them of `redirection`.
fn redirected(words: &[&str], redirection: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.envs(crate::home::variables()).arg("-c").arg(format!("\"$0\" \"$@\" {redirection}"));
    shell.arg(NEUROTTY).args(words).output().unwrap()
}

#[test]
fn a_closed_standard_output_is_told_of_and_one_that_nobody_reads_is_not() {
    let still = ["render", "glossy:1", "--size", "32x18", "--format", "png", "-o"];
    let to = |out| [&still[..], &[out]].concat();
    let (dash, name) = (to("-"), to("/dev/stdout"));
    let jobs: [&[&str]; 6] =
        [&dash, &name, &["presets"], &["explain", "glossy:1"], &["completions", "bash"], &["--help"]];
    for words in jobs {
        for closing in [">&-", "<&- >&-"] {
            assert_failed(&redirected(words, closing), "it is closed; redirect it");
        }
        // Python and Node open the null device for both ways.
        for nobody in ["> /dev/null", "1<> /dev/null", "< /dev/null > /dev/null"] {
            let output = redirected(words, nobody);
            assert!(output.status.success() && output.stderr.is_empty(), "{words:?} {nobody}: {output:?}");
        }
    }
    // Who does not write there does not need it.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    assert_done(&redirected(&to(path.to_str().unwrap()), ">&-"));
    assert_eq!(fs::read(path).unwrap(), picture(1));
}

#[test]
fn open_descriptors_are_written_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let expected = [&b"before\n"[..], &picture(1), b"behind\n"].concat();
    for (name, redirection) in [
        ("/dev/stdout", "> \"$1\""),
        ("/dev/stdout", ">> \"$1\""),
        ("/dev/fd/1", "> \"$1\""),
        ("/proc/self/fd/1", ">> \"$1\""),
        ("/dev/stderr", "2> \"$1\" >&2"),
        ("link", "> \"$1\""),
        ("/dev/stdout", "| cat > \"$1\""),
        ("-", "> \"$1\""),
        ("/dev/fd/3", "3> \"$1\" >&3"),
    ] {
        if name.starts_with("/proc") && !Path::new("/proc/self/fd").exists() {
            // Linux alone has this name.
            continue;
        }
        let name =
            if name == "link" { folder.path().join("link").to_str().unwrap().to_owned() } else { name.to_owned() };
        let _ = symlink("/dev/stdout", folder.path().join("link"));
        let _ = fs::remove_file(&path);
        let script = format!(
            "{{ echo before; \"$0\" render glossy:1 --size 32x18 --format png -o '{name}' || exit; echo behind; }} {redirection}"
        );
        let output = Command::new("sh")
            .envs(crate::home::variables())
            .args(["-c", &script, NEUROTTY])
            .arg(&path)
            .output()
            .unwrap();
        assert_done(&output);
        assert!(fs::read(&path).unwrap() == expected, "{name} {redirection}");
    }
    assert_eq!(names(folder.path()), ["link", "out"]);
}

#[test]
fn what_a_killed_process_left_is_swept_and_what_a_living_one_holds_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let start = |name: &str| {
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables());
        command.args(["render", "glossy:1+motion=rotate+period=5000", "--size", "32x18", "--progress", "json", "-o"]);
        let mut child = command.arg(folder.path().join(name)).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        stderr.read_line(&mut String::new()).unwrap();
        (child, stderr)
    };
    let parts = || names(folder.path()).into_iter().filter(|name| name.ends_with(".part")).collect::<Vec<_>>();
    let (mut killed, _stderr) = start("killed.apng");
    let left = parts();
    assert_eq!(left.len(), 1);
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(parts(), left);
    let (mut living, _stderr) = start("living.apng");
    let held = parts();
    assert!(held.len() == 1 && held != left, "{held:?}");
    fs::write(folder.path().join(".neurotty-older.part"), "of an older version").unwrap();
    assert_done(&render(1, &folder.path().join("a.png")));
    assert_eq!(parts(), held);
    assert!(living.try_wait().unwrap().is_none());
    living.kill().unwrap();
    living.wait().unwrap();
    assert_done(&render(1, &folder.path().join("a.png")));
    assert_eq!(names(folder.path()), ["a.png"]);
}

#[test]
fn a_sequence_that_has_nothing_to_do_sweeps_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let resume = || {
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables()).current_dir(folder.path());
        command.args([
            "render",
            "glossy:1+motion=rotate",
            "--frames",
            "2",
            "--size",
            "32x18",
            "--resume",
            "-o",
            "%d.png",
        ]);
        command.output().unwrap()
    };
    assert_done(&resume());
    fs::write(at(".neurotty-older.part"), "of an older version").unwrap();
    // What an encoder put in a part's place.
    fs::create_dir(at(".neurotty-folder.part")).unwrap();
    assert_done(&resume());
    assert_eq!(names(folder.path()), ["0.png", "1.png"]);
}

/// A program called ffmpeg that does as `script` says with its input, its last argument being `$out`.
fn with_ffmpeg(folder: &Path, script: &str) -> String {
    let bin = folder.join("bin");
    fs::create_dir_all(&bin).unwrap();
    // It lists no encoders.
    let script =
        format!("#!/bin/sh\nfor out; do :; done\n[ \"$out\" = -encoders ] && exit 1\nout=${{out#file:}}\n{script}\n");
    fs::write(bin.join("ffmpeg"), script).unwrap();
    fs::set_permissions(bin.join("ffmpeg"), Permissions::from_mode(0o755)).unwrap();
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default())
}

/// A Matroska file of ten frames, a byte each, in the words of printf.
const TEN_FRAMES: &str = r"printf '\032\105\337\243\200\030\123\200\147\001\377\377\377\377\377\377\377\037\103\266\165\377'; for n in 0 1 2 3 4 5 6 7 8 9; do printf '\243\201x'; done";

#[test]
fn a_video_is_done_when_ffmpeg_has_written_all_of_it_and_told_of_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mkv");
    let film = |script: &str| {
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables());
        command.args(["render", "glossy:1+motion=rotate+period=1", "--fps", "10", "--size", "32x18", "-o"]);
        command.arg(&path).env("PATH", with_ffmpeg(folder.path(), script)).output().unwrap()
    };
    let whole = format!("cat > /dev/null; {{ {TEN_FRAMES}; }} > \"$out\"");
    assert_done(&film(&whole));
    let film_of_ten = fs::read(&path).unwrap();
    fs::write(&path, "old").unwrap();
    for (script, hint) in [
        (format!("{whole}; echo \"$out: No space left on device\" >&2"), "a.mkv: No space left"),
        (format!("{whole}; echo oops >&2; exit 3"), "exit status: 3): oops"),
        // Behind more than is kept of what others say.
        (format!("{whole}; yes note | head -c 5000 >&2; echo '[x @ 1] [error] oops' >&2"), "says: [x @ 1] oops"),
        (format!("{whole}; printf '[fatal] oops' >&2"), "says: oops"),
        (format!("{whole}; truncate -s -1 \"$out\""), "damaged"),
        (format!("{whole}; truncate -s -3 \"$out\""), "wrote 9 of 10 frames"),
        ("cat > /dev/null; echo > \"$out\"".to_owned(), "damaged"),
        ("cat > /dev/null; true".to_owned(), "wrote 0 of 10 frames"),
        ("exec <&-; exit 0".to_owned(), "ffmpeg"),
        (format!("{whole}; rm \"$out\"; ln -s /etc/passwd \"$out\""), "something else than a file"),
        (format!("{whole}; rm \"$out\"; mkdir \"$out\""), "something else than a file"),
        (format!("{whole}; rm \"$out\""), "a.mkv: another program has removed it"),
        // Endless, and no line of it breaks the one line of ours.
        ("cat > /dev/null; yes oops | head -c 1000000 >&2; exit 1".to_owned(), "oops; oops"),
    ] {
        let output = film(&script);
        assert_failed(&output, hint);
        assert!(output.stderr.len() < 5000 && !String::from_utf8_lossy(&output.stderr).contains(".part"), "{script}");
        assert_eq!(fs::read(&path).unwrap(), b"old", "{script}");
        // A directory in the place of a part is nothing that we have made.
        for name in names(folder.path()).iter().filter(|name| name.ends_with(".part")) {
            fs::remove_dir(folder.path().join(name)).unwrap();
        }
    }
    // What is no error of ffmpeg's: a loader and libraries speak too.
    assert_done(&film(&format!("echo 'ld.so: warning: no such object' >&2; {whole}; printf 'a note' >&2")));
    assert_eq!(fs::read(&path).unwrap(), film_of_ten);
    fs::write(&path, "old").unwrap();
    // Another file in the place of the part, and one who holds stderr open for longer than the film takes.
    assert_done(&film(&format!("{whole}; cp \"$out\" \"$out.new\"; mv \"$out.new\" \"$out\"; sleep 60 &")));
    assert_eq!(fs::read(&path).unwrap(), film_of_ten);
    assert_eq!(names(folder.path()), ["a.mkv", "bin"]);
}

#[test]
fn an_encoder_that_keeps_the_number_of_frames_is_not_believed_either() {
    if require_tool("ffmpeg", "whole and broken videos").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let real = std::env::var("PATH").unwrap_or_default();
    let film = |name: &str, script: &str| {
        let path = folder.path().join(name);
        fs::write(&path, "old").unwrap();
        let script = format!("real() {{ PATH='{real}' ffmpeg \"$@\"; }}\n{script}");
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables());
        command.args(["render", "default:3+motion=rotate+period=1", "--fps", "10", "--size", "66x50", "-o"]);
        let output = command.arg(&path).env("PATH", with_ffmpeg(folder.path(), &script)).output().unwrap();
        (output, fs::read(&path).unwrap() == b"old")
    };
    let zeros = "size=$(wc -c < \"$out\"); dd if=/dev/zero of=\"$out\" bs=1 conv=notrunc status=none";
    for name in ["a.mp4", "a.mkv", "a.webm"] {
        let (output, kept) = film(name, "real \"$@\"");
        assert_done(&output);
        assert!(!kept, "{name}");
        for (script, hint) in [
            ("real -r 20 \"$@\"".to_owned(), "take 0.45 s, not 0.90"),
            // With an option more before the last word.
            (
                "n=$#; for word; do [ \"$word\" = \"file:$out\" ] && set -- \"$@\" -s 32x18; set -- \"$@\" \"$word\"; done; \
                 shift $n; real \"$@\""
                    .to_owned(),
                "32x18 pixels, not 66x50",
            ),
            (format!("real \"$@\"; {zeros} seek=$((size / 2)) count=$((size / 2))"), "damaged"),
            (format!("real \"$@\"; {zeros} seek=$((size - 300)) count=300"), "damaged"),
        ] {
            let (output, kept) = film(name, &script);
            assert_failed(&output, hint);
            assert!(kept, "{name}: {script}");
        }
    }
}

#[test]
fn a_percent_sign_is_doubled_in_a_name() {
    let folder = tempfile::tempdir().unwrap();
    assert_done(&render(1, &folder.path().join("100%%.png")));
    let mut frames = Command::new(NEUROTTY);
    frames.envs(crate::home::variables());
    frames.args(["render", "glossy:1+motion=rotate", "--frames", "2", "--size", "32x18", "-o"]);
    assert_done(&frames.arg(folder.path().join("50%%-%02d.png")).output().unwrap());
    assert_eq!(names(folder.path()), ["100%.png", "50%-00.png", "50%-01.png"]);
}

#[test]
fn a_name_that_is_no_unicode_opens() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"gl\xfcck.png");
    assert_done(&render(7, &folder.path().join(name)));
    let mut again = Command::new(NEUROTTY);
    again.envs(crate::home::variables());
    again.current_dir(folder.path()).arg("render").arg(name).args(["--size", "32x18", "-o", "again.png"]);
    assert_done(&again.output().unwrap());
    assert_eq!(fs::read(folder.path().join("again.png")).unwrap(), picture(7));
}
