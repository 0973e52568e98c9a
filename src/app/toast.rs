//! A short message over the picture.

use std::time::Duration;

use indicatif::DecimalBytes;

use crate::export::Summary;

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

    /// That a file is there under this name, and how large it has become.
    pub(super) fn saved(name: String, uri: String, made: &Summary, now: Duration) -> Self {
        let [width, height] = made.size;
        let text = format!("saved {name}, {width}x{height}, {}", DecimalBytes(made.bytes));
        Self { text, link: Some((name, uri)), until: now + FILE_STAYS }
    }
}
