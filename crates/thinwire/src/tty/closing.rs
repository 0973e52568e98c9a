//! How long a program lives when the window of its console is closed.

use std::io;

/// Has Windows wait for some seconds until the program has ended when the window of its console is closed, or the user
/// logs off, instead of ending it at once. Elsewhere nothing has to be done for that.
///
/// Windows raises `SIGBREAK` for both, and ends the program when the handlers have returned. So call this after
/// everything that registers one, each time.
///
/// # Errors
/// If the system lets no signal be caught.
pub fn delay_closing() -> io::Result<()> {
    delay()
}

#[cfg(unix)]
const fn delay() -> io::Result<()> {
    Ok(())
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "that a signal's action may wait is not for a compiler to check")]
fn delay() -> io::Result<()> {
    use std::sync::{Mutex, PoisonError};
    use std::thread;
    use std::time::Duration;

    use signal_hook::SigId;
    use signal_hook::consts::SIGBREAK;
    use signal_hook::low_level::{register, unregister};

    /// Windows waits no longer: <https://learn.microsoft.com/windows/console/handlerroutine#timeouts>.
    const LONGEST: Duration = Duration::from_secs(5);
    static DELAY: Mutex<Option<SigId>> = Mutex::new(None);

    let mut delay = DELAY.lock().unwrap_or_else(PoisonError::into_inner);
    // Actions run one after the other: this is to be the last.
    if let Some(before) = delay.take() {
        unregister(before);
    }
    // SAFETY: the action may do whatever a thread may. On Windows the C library calls what is registered for SIGBREAK on
    // a thread that the system starts for the event, or within a call of `raise`, and interrupts no other code for it.
    *delay = Some(unsafe { register(SIGBREAK, || thread::sleep(LONGEST)) }?);
    Ok(())
}

/// In the C library of MinGW's programs Wine 8 does not know how to ask for the action of a signal (`SIG_GET`), so that none
/// can be raised there. MSVC's programs have another.
#[cfg(all(test, windows, target_env = "msvc"))]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    use signal_hook::consts::SIGBREAK;

    use super::*;

    #[test]
    fn whoever_registers_for_the_end_hears_of_it_before_it_is_waited_for() {
        let heard: [Arc<AtomicBool>; 2] = Default::default();
        for flag in &heard {
            signal_hook::flag::register(SIGBREAK, Arc::clone(flag)).unwrap();
            delay_closing().unwrap();
        }
        let began = Instant::now();
        let closing = thread::spawn(|| signal_hook::low_level::raise(SIGBREAK));
        while !heard.iter().all(|flag| flag.load(Ordering::SeqCst)) {
            assert!(began.elapsed() < Duration::from_secs(2), "{heard:?}");
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(500));
        assert!(!closing.is_finished(), "Windows would end the program now");
    }
}
