//! tmux's own clipboard. By default tmux takes none from the programs that run in it (`set-clipboard external`).

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// tmux answers within a few milliseconds, or does not.
const PATIENCE: Duration = Duration::from_millis(500);

/// Gives `text` to tmux, which passes it on to the terminal's clipboard too where it knows `-w` (3.2 and later). Returns
/// whether it took it.
pub(crate) fn give_to_tmux(text: &str) -> bool {
    load(&["load-buffer", "-w", "-"], text) || load(&["load-buffer", "-"], text)
}

fn load(arguments: &[&str], text: &str) -> bool {
    let mut command = Command::new("tmux");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut tmux) = command.spawn() else { return false };
    // A line is shorter than a pipe; the end of the input comes with the end of this scope.
    let written = tmux.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    let began = Instant::now();
    loop {
        match tmux.try_wait() {
            Ok(Some(status)) => return written && status.success(),
            Ok(None) if began.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(2)),
            _ => {
                _ = tmux.kill();
                _ = tmux.wait();
                return false;
            }
        }
    }
}
