//! `--caption`: which words lie on a picture.

use crate::caption::{Caption, sentence};
use crate::work::Work;

/// What lets the seed choose the words.
const STOIC: &str = "stoic";

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptionWish {
    /// No words, whatever the file carries.
    Nothing,
    /// A sentence that the seed draws.
    Stoic,
    /// These words.
    Words(Caption),
}

/// Reads what `--caption` says.
pub(super) fn wish(text: &str) -> Result<CaptionWish, String> {
    match text {
        "" => Ok(CaptionWish::Nothing),
        STOIC => Ok(CaptionWish::Stoic),
        words => Caption::new(words).map(CaptionWish::Words).map_err(|error| error.to_string()),
    }
}

/// `work` with the words that were asked for; without a wish, with those that it has.
pub(super) fn captioned(work: Work, wish: Option<&CaptionWish>) -> Work {
    let caption = match wish {
        None => return work,
        Some(CaptionWish::Nothing) => None,
        Some(CaptionWish::Stoic) => Some(sentence(work.recipe().seed.root)),
        Some(CaptionWish::Words(caption)) => Some(caption.clone()),
    };
    work.with_caption(caption)
}
