//! What this process has under way and must not leave behind when it ends before its jobs do: parts of files, and
//! the programs that write them.

use std::path::PathBuf;
#[cfg(windows)]
use std::process::Child;
#[cfg(windows)]
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::settings::busy;

static UNFINISHED: Mutex<Vec<Unfinished>> = Mutex::new(Vec::new());

/// Something under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// A file that is not yet in its place.
    Part(PathBuf),
    /// A program that was started, with all that it has started.
    #[cfg(unix)]
    Group(rustix::process::Pid),
    /// A program that was started.
    #[cfg(windows)]
    Program(ChildProgram),
}

/// A program that was started; equal to itself alone.
#[cfg(windows)]
#[derive(Clone, Debug)]
pub(super) struct ChildProgram(pub(super) Arc<Mutex<Child>>);

#[cfg(windows)]
impl PartialEq for ChildProgram {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(windows)]
impl Eq for ChildProgram {}

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
pub(crate) fn abandon() {
    let list = list();
    // The programs first: a file that one of them writes may not be removable before.
    list.iter().for_each(end);
    for unfinished in list.iter() {
        if let Unfinished::Part(path) = unfinished {
            // It may have been put in its place already.
            let _ = busy::remove(path);
        }
    }
    std::mem::forget(list);
}

/// Ends a program; it may have ended already. On Windows not what it has started: that ends when its input does, with this
/// process.
fn end(unfinished: &Unfinished) {
    match unfinished {
        Unfinished::Part(_) => {}
        #[cfg(unix)]
        Unfinished::Group(leader) => {
            let _ = rustix::process::kill_process_group(*leader, rustix::process::Signal::KILL);
        }
        #[cfg(windows)]
        Unfinished::Program(program) => {
            let mut child = program.0.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn list() -> MutexGuard<'static, Vec<Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
