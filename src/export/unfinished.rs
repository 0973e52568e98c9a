//! What this process has under way and must not leave behind when it ends before its jobs do: parts of files, and
//! the programs that write them.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

/// Something under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A file that is not yet in its place.
    Part(PathBuf),
    /// A program that was started, with all that it has started.
    #[cfg(unix)]
    Group(rustix::process::Pid),
}

/// Holds something in the list until it is dropped: then it is done, or its owner has removed it.
#[derive(Debug)]
pub(super) struct Listed(Unfinished);

impl Listed {
    pub(super) fn new(unfinished: Unfinished) -> Self {
        list().push(unfinished.clone());
        Self(unfinished)
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut list = list();
        if let Some(place) = list.iter().position(|other| *other == self.0) {
            list.swap_remove(place);
        }
    }
}

/// Removes what is half written and ends what was started to write it, whatever the jobs are waiting for. Call it
/// when the process ends before they do: a job that begins or finishes something after that waits for ever.
pub fn abandon() {
    let list = list();
    #[cfg(unix)]
    for unfinished in list.iter() {
        if let Unfinished::Group(leader) = unfinished {
            // It may have ended already.
            let _ = rustix::process::kill_process_group(*leader, rustix::process::Signal::KILL);
        }
    }
    for unfinished in list.iter() {
        if let Unfinished::Part(path) = unfinished {
            // It may have been put in its place already.
            let _ = fs::remove_file(path);
        }
    }
    std::mem::forget(list);
}

fn list() -> MutexGuard<'static, Vec<Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
