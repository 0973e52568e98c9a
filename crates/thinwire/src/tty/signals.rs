//! Signals as events: the window's size, the end, stopping and going on.

use std::io;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
pub(crate) use signal_hook::iterator::Handle;
use signal_hook::iterator::Signals;

use crate::{Deliver, Event};

/// Starts the thread that turns signals into events, until the handle is closed.
pub(crate) fn listen(deliver: Deliver) -> io::Result<Handle> {
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
            deliver(event);
        }
    })?;
    Ok(handle)
}
