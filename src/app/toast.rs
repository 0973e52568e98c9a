//! A short message over the picture.

use std::time::Duration;

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
        let text = format!("saved {name}, {}", size(bytes));
        Self { text, link: Some((name, uri)), until: now + FILE_STAYS }
    }
}

/// `1.2 MB`, as file managers write it.
fn size(bytes: u64) -> String {
    match bytes as f64 {
        bytes if bytes < 1e3 => format!("{bytes} B"),
        bytes if bytes < 999.5e3 => format!("{:.0} kB", bytes / 1e3),
        bytes if bytes < 999.5e6 => format!("{:.1} MB", bytes / 1e6),
        bytes => format!("{:.1} GB", bytes / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let sizes = [(7, "7 B"), (1_499, "1 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (2_345_678_901, "2.3 GB")];
        for (bytes, expected) in sizes {
            assert_eq!(size(bytes), expected);
        }
    }
}
