//! Whether standard output was closed when the program began, as `>&-` leaves it.
//!
//! Before `main` the standard library opens the null device in the place of a closed standard descriptor, and what is
//! written there is lost without a word. A closed one then looks like a null device that the caller has opened, as Python
//! and Node do for output that nobody wants. So we look before the standard library starts.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Called by the system's loader with all that are listed there.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "no safe code runs before the standard library; a function in this list gets no promises"
)]
#[used]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static BEFORE_MAIN: extern "C" fn() = look;

/// Does no more than one call of the system: nothing else is ready yet.
#[cfg(unix)]
extern "C" fn look() {
    let closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()) == Err(rustix::io::Errno::BADF);
    CLOSED.store(closed, Ordering::Relaxed);
}

/// # Errors
/// If standard output was closed when the program began.
pub(crate) fn check_stdout() -> io::Result<()> {
    let closed = CLOSED.load(Ordering::Relaxed);
    if closed { Err(io::Error::other("it is closed; redirect it into a file or a program")) } else { Ok(()) }
}
