//! A short message over the picture.

use std::time::Duration;

use indicatif::DecimalBytes;

/// How long a toast stays, and how long one that leads to a file: time to aim at it.
const STAYS: Duration = Duration::from_secs(4);
const FILE_STAYS: Duration = Duration::from_secs(10);

/// A message that is shown for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// A part of the text, and the URI that a click on it opens.
    pub link: Option<(String, String)>,
    /// When it goes.
    pub until: Duration,
}

impl Toast {
    /// Plain words.
    pub(super) fn new(text: impl Into<String>, now: Duration) -> Self {
        Self { text: text.into(), link: None, until: now + STAYS }
    }

    /// That a file of `bytes` is there, under this name.
    pub(super) fn saved(name: String, uri: String, bytes: u64, now: Duration) -> Self {
        let text = format!("saved {name}, {}", DecimalBytes(bytes));
        Self { text, link: Some((name, uri)), until: now + FILE_STAYS }
    }
}
