//! The signals that ask a job to stop.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};

/// Becomes true when the user or the system asks to stop.
///
/// # Errors
/// If the system lets no signal be caught.
pub(in crate::cli) fn interruption() -> Result<Arc<AtomicBool>> {
    let cancel = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM].into_iter().chain(hangup()) {
        signal_hook::flag::register(signal, Arc::clone(&cancel)).context("signals can't be caught")?;
    }
    Ok(cancel)
}

/// The signal that tells that the terminal has gone, unless `nohup` has us go on without it.
#[cfg(target_os = "linux")]
fn hangup() -> Option<i32> {
    let ignored = std::fs::read_to_string("/proc/self/status").is_ok_and(|status| ignores_hangup(&status));
    (!ignored).then_some(signal_hook::consts::SIGHUP)
}

/// What `nohup` set can't be read elsewhere, and going on matters more than tidying up.
#[cfg(not(target_os = "linux"))]
fn hangup() -> Option<i32> {
    None
}

/// Reads the mask of ignored signals, the lowest bit being signal 1 (`proc_pid_status(5)`).
#[cfg(target_os = "linux")]
fn ignores_hangup(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal_hook::consts::SIGHUP - 1) & 1 == 1
}
