//! Gives the terminal back when the program aborts: out of memory, out of stack, at a panic within a panic. Nothing
//! unwinds then, and a signal handler is all that still runs.

use std::io;
use std::sync::Arc;

use signal_hook::SigId;
use signal_hook::consts::SIGABRT;
use signal_hook::low_level;

use super::device::Device;
use super::modes;

/// Gives `device` back at `SIGABRT`, which then ends the program as it would have, until this is unregistered.
#[expect(unsafe_code, reason = "what may be done in a signal handler is not for a compiler to check")]
pub(super) fn register(device: Arc<Device>) -> io::Result<SigId> {
    let leave = modes::leave("");
    let action = move || {
        device.leave_at_abort(leave.as_bytes());
        _ = low_level::emulate_default_handler(SIGABRT);
    };
    // SAFETY: the action takes and frees no memory and waits for no lock. It reads atomics, and calls write, poll,
    // tcsetattr and fcntl, which POSIX lists as async-signal-safe (poll since 2024, and on every system we know);
    // emulate_default_handler is documented to be. The message and the device, which it owns, outlive the
    // registration.
    unsafe { low_level::register(SIGABRT, action) }
}
