//! Signals as events: the window's size, the end, stopping and going on.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::SigId;
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH,
    SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::unregister;

use super::abort;
use super::device::Device;
use crate::{Deliver, Event};

/// What ends a program unless it does something about it, and leaves the terminal as it is.
const ENDS: [i32; 10] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];
/// What else is listened to. A file that has grown too large is an error where it is written, not an end.
const OTHERS: [i32; 4] = [SIGWINCH, SIGTSTP, SIGCONT, SIGXFSZ];

/// Ends the listening.
#[derive(Debug)]
pub(crate) struct SignalListener {
    signals: signal_hook::iterator::Handle,
    abort: SigId,
}

impl SignalListener {
    /// Lets the thread end.
    pub(crate) fn close(&self) {
        self.signals.close();
        unregister(self.abort);
    }
}

/// Starts the thread that turns signals into events, until the listener is closed. An abort gives `device` back.
pub(crate) fn listen(device: Arc<Device>, deliver: Deliver) -> io::Result<SignalListener> {
    let ends = ENDS.iter().filter(|signal| !is_ignored(**signal));
    let mut signals = Signals::new(ends.chain(&OTHERS))?;
    let listener = SignalListener { signals: signals.handle(), abort: abort::register(Arc::clone(&device))? };
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in &mut signals {
            match signal {
                SIGXFSZ => {}
                SIGWINCH => deliver(Event::Resize),
                SIGTSTP => deliver(Event::Suspend),
                SIGCONT => deliver(Event::Resumed),
                _ => {
                    device.replies().hurry();
                    deliver(Event::Terminate(signal));
                }
            }
        }
    })?;
    Ok(listener)
}

/// Whether whoever started this program wants a signal ignored, as `nohup` does. Linux alone says so.
fn is_ignored(signal: i32) -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}
