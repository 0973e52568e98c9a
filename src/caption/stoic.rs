//! Sentences of Marcus Aurelius and Epictetus: the article that this program began with ends in one.

use super::Caption;
use crate::recipe::stream::{Purpose, StreamKey};

/// The sentences and where they come from.
const SENTENCES: &str = include_str!("stoic.txt");

/// The sentence that the root seed `seed` draws. Part of the format.
pub fn sentence(seed: u64) -> Caption {
    let all: Vec<_> = sentences().collect();
    let index = StreamKey::root(seed).stream(Purpose::Sentence).index(all.len());
    // They are set as they are: the typeface has all their letters.
    Caption(all[index].to_owned())
}

/// All sentences, without the books and sections before them.
fn sentences() -> impl Iterator<Item = &'static str> {
    let lines = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.splitn(3, ' ').nth(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_a_caption() {
        assert_eq!(sentences().count(), 32);
        for sentence in sentences() {
            assert_eq!(Caption::new(sentence).map(|caption| caption.0), Ok(sentence.to_owned()));
            assert!(sentence.ends_with(['.', '”']), "{sentence}");
        }
    }

    #[test]
    fn a_seed_keeps_its_sentence_and_seeds_draw_most_of_them() {
        assert_eq!(sentence(42), sentence(42));
        let drawn: std::collections::BTreeSet<_> = (0..200).map(|seed| sentence(seed).0).collect();
        assert!(drawn.len() > 24, "{}", drawn.len());
    }
}
