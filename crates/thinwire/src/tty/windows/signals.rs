//! What the system reports, as events: the end, and the window's size. Both are looked at now and then, for the console
//! reports a size only to a reader of its records.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossterm::terminal::size;
use signal_hook::consts::{SIGBREAK, SIGINT, SIGTERM};

use super::super::closing::delay_closing;
use super::device::Device;
use crate::{Deliver, Event};

/// How often it is looked.
const TICK: Duration = Duration::from_millis(50);

/// Ends the thread.
#[derive(Debug)]
pub(crate) struct SignalListener(Arc<AtomicBool>);

impl SignalListener {
    /// Lets the thread end.
    pub(crate) fn close(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Starts the thread that turns signals and sizes into events, until the listener is closed.
///
/// Ctrl-C is a key in raw mode; `SIGBREAK` stands for Ctrl-Break and for a window that is closed: there is some time left
/// then.
pub(crate) fn listen(device: Arc<Device>, deliver: Deliver) -> io::Result<SignalListener> {
    let caught = Arc::new(AtomicUsize::new(0));
    for signal in [SIGINT, SIGTERM, SIGBREAK] {
        signal_hook::flag::register_usize(signal, Arc::clone(&caught), signal as usize)?;
    }
    delay_closing()?;
    let closing = Arc::new(AtomicBool::new(false));
    let listener = SignalListener(Arc::clone(&closing));
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut known = size().ok();
        while !closing.load(Ordering::Relaxed) {
            thread::sleep(TICK);
            let signal = caught.swap(0, Ordering::Relaxed);
            if signal != 0 {
                device.replies().hurry();
                deliver(Event::Terminate(signal as i32));
            }
            let now = size().ok().or(known);
            if now != known {
                known = now;
                deliver(Event::Resize);
            }
        }
    })?;
    Ok(listener)
}
