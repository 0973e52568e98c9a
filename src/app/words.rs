//! Sentences that mention keys. The letters come from the key table when a sentence is shown, so that another table
//! makes no sentence wrong.

use super::action::{Action, Binding, key_of};

/// A text with places for keys.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Each `{}` stands for a key.
    template: &'static str,
    /// What those keys ask for, in order.
    keys: &'static [Action],
}

impl Words {
    /// A text without keys.
    pub(crate) const fn plain(text: &'static str) -> Self {
        Self { template: text, keys: &[] }
    }

    /// A text with the key of an action for each `{}`.
    pub(crate) const fn with_keys(template: &'static str, keys: &'static [Action]) -> Self {
        Self { template, keys }
    }

    /// The text, with the keys of `table`.
    pub fn text(&self, table: &[Binding]) -> String {
        let mut parts = self.template.split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (part, action) in parts.zip(self.keys) {
            text.push_str(&key_of(table, *action));
            text.push_str(part);
        }
        text
    }

    /// Whether there is an action for each place, and a key in `table` for each action.
    #[cfg(test)]
    pub(crate) fn is_complete(&self, table: &[Binding]) -> bool {
        let places = self.template.matches("{}").count();
        places == self.keys.len() && self.keys.iter().all(|action| super::action::is_bound(table, *action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{BINDINGS, Key};

    const SENTENCE: Words = Words::with_keys("{} quits, or {}: at once", &[Action::Quit, Action::Close]);

    #[test]
    fn keys_come_from_the_table() {
        assert_eq!(SENTENCE.text(BINDINGS), "q quits, or Esc: at once");
        let table = [Binding { label: "", help: "", keys: &[(Key::Char('z'), Action::Quit)] }];
        assert_eq!(SENTENCE.text(&table), "z quits, or [close]: at once");
        assert!(SENTENCE.is_complete(BINDINGS) && !SENTENCE.is_complete(&table));
        assert!(!Words::with_keys("{} and {}", &[Action::Quit]).is_complete(BINDINGS));
    }
}
