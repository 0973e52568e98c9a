//! Signals as events: the window's size, the end, stopping and going on.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use super::Event;

/// Starts the thread that turns signals into events, until the handle is closed.
pub(super) fn listen(events: Sender<Event>) -> io::Result<Handle> {
    let mut signals = Signals::new([SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let handle = signals.handle();
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in &mut signals {
            let event = match signal {
                SIGWINCH => Event::Resize,
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Resumed,
                _ => Event::Terminate(signal),
            };
            if events.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(handle)
}
