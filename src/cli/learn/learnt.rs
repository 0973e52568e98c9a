//! What has been learnt so far, kept if the process is ended before it is written.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::export::{self, unused};

/// How old it may be.
const AGE: Duration = Duration::from_millis(400);

/// The weights that would be lost, as the bytes of a file.
#[derive(Debug)]
pub(super) struct LearntWeights {
    /// Where they go, or to the next name that is free.
    path: PathBuf,
    weights: Mutex<Option<(Vec<u8>, Instant)>>,
}

impl LearntWeights {
    /// Nothing yet.
    pub(super) fn new(path: &Path) -> Arc<Self> {
        Arc::new(Self { path: path.to_owned(), weights: Mutex::default() })
    }

    /// Takes what `weights` gives instead, if what is held has become old.
    pub(super) fn renew(&self, weights: impl FnOnce() -> Vec<u8>) {
        let mut held = self.held();
        if held.as_ref().is_none_or(|(_, since)| since.elapsed() >= AGE) {
            *held = Some((weights(), Instant::now()));
        }
    }

    /// Takes `weights` instead.
    pub(super) fn replace(&self, weights: Vec<u8>) {
        *self.held() = Some((weights, Instant::now()));
    }

    /// Holds nothing any more: it is written.
    pub(super) fn forget(&self) {
        *self.held() = None;
    }

    fn held(&self) -> MutexGuard<'_, Option<(Vec<u8>, Instant)>> {
        self.weights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the weights into a file of their own, once, and says where they are; `None` if there are none, or they
    /// can't be written.
    pub(super) fn keep(&self) -> Option<String> {
        let mut held = self.held();
        let (weights, _) = held.take()?;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let name = self.path.file_stem().unwrap_or(OsStr::new("learnt")).to_string_lossy();
        let path = unused(folder, &name, "safetensors", &[]);
        export::write(&path, &weights).ok()?;
        Some(format!("what was learnt is kept in {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_kept_once_and_never_over_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("face.safetensors");
        std::fs::write(&path, "another").unwrap();
        let learnt = LearntWeights::new(&path);
        assert_eq!(learnt.keep(), None);
        learnt.renew(|| b"first".to_vec());
        learnt.renew(|| unreachable!("it is new"));
        learnt.replace(b"last".to_vec());
        assert!(learnt.keep().is_some_and(|said| said.ends_with("face-2.safetensors")));
        assert_eq!(learnt.keep(), None);
        assert_eq!(std::fs::read(path).unwrap(), b"another");
        assert_eq!(std::fs::read(folder.path().join("face-2.safetensors")).unwrap(), b"last");
        learnt.replace(b"written".to_vec());
        learnt.forget();
        assert_eq!(learnt.keep(), None);
    }
}
