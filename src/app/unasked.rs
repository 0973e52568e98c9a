//! Artworks of lists, opened though nobody has named them: tiles, and the steps of a walk.

use crate::curate;
use crate::open::{List, OpenError, Opened, UNASKED};
use crate::settings::ListEntry;
use crate::work::Work;

/// The artwork of an entry of `list` from the start of its loop. Where it names no seed, `entropy` says where the choice
/// of one begins.
///
/// # Errors
/// As [`List::open_within`]: a file of more than [`UNASKED`] bytes is not opened.
pub(super) fn open_entry(list: &List, entry: &ListEntry, entropy: u64) -> Result<Work, OpenError> {
    let work = match list.open_within(entry, UNASKED)? {
        Opened::Work(work) => *work,
        Opened::Unseeded(recipe) => Work::new(curate::draw(&recipe, entropy)),
    };
    Ok(work.rewound())
}
