//! The signals that ask a job to stop: obeyed within a second, whatever the job is waiting for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::cli::wording::say;
use crate::export;

/// How long a job may take to stop by itself: a pipe without a reader, or a long step, lets it wait for ever.
const PATIENCE: Duration = Duration::from_millis(700);
/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Keeps what there is of the work, and says so in a line.
type KeepWork = dyn Fn() -> Option<String> + Send + Sync;

/// Becomes true when the user or the system asks to stop. If the process has not ended a little later, or is asked
/// once more, it ends at once.
///
/// # Errors
/// If the system lets no signal be caught.
pub(in crate::cli) fn interruption() -> Result<Arc<AtomicBool>> {
    interruption_to_keep(|| None)
}

/// As [`interruption`], for a job that would lose its work: before the process is ended, `keep` keeps what there is of it,
/// and says so in a line.
///
/// # Errors
/// If the system lets no signal be caught.
pub(in crate::cli) fn interruption_to_keep(
    keep: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Result<Arc<AtomicBool>> {
    let keep: Arc<KeepWork> = Arc::new(keep);
    let (cancel, leaving) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let signals = caught();
    for signal in &signals {
        // Should even the tidying up wait for ever.
        signal_hook::flag::register_conditional_shutdown(*signal, INTERRUPTED, Arc::clone(&leaving))
            .context("signals can't be caught")?;
    }
    let asked = Arc::clone(&cancel);
    let stop = move || {
        let again = asked.swap(true, Ordering::Relaxed);
        if again || spawn(late(&leaving, &keep)).is_err() {
            leave(&leaving, &*keep);
        }
    };
    at_each(signals, stop).context("signals can't be waited for")?;
    Ok(cancel)
}

/// Calls `stop` whenever one of `signals` comes, on a thread of its own.
#[cfg(unix)]
fn at_each(signals: Vec<i32>, mut stop: impl FnMut() + Send + 'static) -> std::io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new(signals)?;
    spawn(move || signals.forever().for_each(|_| stop()))
}

/// Calls `stop` whenever one of `signals` has come, on a thread of its own, which looks now and then: no call waits for
/// a signal.
#[cfg(windows)]
fn at_each(signals: Vec<i32>, mut stop: impl FnMut() + Send + 'static) -> std::io::Result<()> {
    const TICK: Duration = Duration::from_millis(50);
    let come = Arc::new(AtomicBool::new(false));
    for signal in signals {
        signal_hook::flag::register(signal, Arc::clone(&come))?;
    }
    thinwire::delay_closing()?;
    spawn(move || {
        loop {
            thread::sleep(TICK);
            if come.swap(false, Ordering::Relaxed) {
                stop();
            }
        }
    })
}

/// What ends a process that has not ended by itself.
fn late(leaving: &Arc<AtomicBool>, keep: &Arc<KeepWork>) -> impl FnOnce() + Send + use<> {
    let (leaving, keep) = (Arc::clone(leaving), Arc::clone(keep));
    move || {
        thread::sleep(PATIENCE);
        leave(&leaving, &*keep);
    }
}

/// Ends the process: nothing half written is left, and nobody is waited for.
fn leave(leaving: &AtomicBool, keep: &KeepWork) -> ! {
    leaving.store(true, Ordering::SeqCst);
    let kept = keep();
    export::abandon();
    if let Some(kept) = kept {
        say(&kept);
    }
    signal_hook::low_level::exit(INTERRUPTED)
}

fn spawn(work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new().name("signals".to_owned()).spawn(work).map(|_| ())
}

/// The signals that ask to stop, but for those that the caller has had ignored: `nohup` does so for the end of the
/// terminal, a shell for Ctrl-C in scripts that run in the background.
#[cfg(target_os = "linux")]
fn caught() -> Vec<i32> {
    use signal_hook::consts::SIGHUP;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !ignores(&status, *signal)).collect()
}

/// What is ignored can't be read elsewhere, and for one who has called `nohup` going on matters more than tidying up.
#[cfg(all(unix, not(target_os = "linux")))]
fn caught() -> Vec<i32> {
    vec![SIGINT, SIGTERM]
}

/// Ctrl-C, and Ctrl-Break, which also stands for a console that is closed: Windows then waits some seconds for the end.
#[cfg(windows)]
fn caught() -> Vec<i32> {
    vec![SIGINT, SIGTERM, signal_hook::consts::SIGBREAK]
}

/// Reads the mask of ignored signals, the lowest bit being signal 1 (`proc_pid_status(5)`).
#[cfg(target_os = "linux")]
fn ignores(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}
