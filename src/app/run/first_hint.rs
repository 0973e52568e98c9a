//! What is said first.

use crate::app::action::{Action, bindings, is_bound, key_of};

/// The keys that lead to everything else, as `r new · o colours · t tour · ? all keys`.
pub(super) fn first_hint() -> String {
    let words = [("reseed", "new"), ("palette", "colours"), ("breed", "breed"), ("tour", "tour"), ("help", "all keys")];
    let hints = words.into_iter().filter_map(|(name, word)| {
        // What there is no key for is not spoken of.
        let action = Action::named(name).filter(|action| is_bound(bindings(), *action))?;
        Some(format!("{} {word}", key_of(bindings(), action)))
    });
    hints.collect::<Vec<_>>().join(" · ")
}
