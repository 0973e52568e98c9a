//! Threads that give way: what they do may take longer, so that what is watched stays smooth.

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::export::ExportError;

/// How much they give way, as `nice` counts.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Runs `work` on threads of its own, one fewer than paint the live view, and at a lower priority where the
/// system has one for threads.
///
/// # Errors
/// As `work`; [`ExportError::Exhausted`] if the system has no more threads.
pub(super) fn run<T: Send>(work: impl FnOnce() -> Result<T, ExportError> + Send) -> Result<T, ExportError> {
    // One more waits for the others and writes what they have made.
    pool(1).map_err(|error| ExportError::Exhausted(error.to_string()))?.install(work)
}

/// One thread fewer than paint the live view, and `more`, which give way to them.
pub(in crate::app::run) fn pool(more: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    let threads = rayon::current_num_threads().saturating_sub(1).max(1) + more;
    ThreadPoolBuilder::new().num_threads(threads).start_handler(|_| give_way()).build()
}

fn give_way() {
    // Elsewhere priorities belong to the whole process, the live view included.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}
