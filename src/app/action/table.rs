//! The key table that holds: the usual keys, with the user's own merged in.

use std::sync::OnceLock;

use super::{Action, BINDINGS, Binding, Key};
use crate::recipe::text::did_you_mean;

/// Made once, when the program starts.
static TABLE: OnceLock<Vec<Binding>> = OnceLock::new();

/// The table that holds.
pub(crate) fn bindings() -> &'static [Binding] {
    TABLE.get().map_or(BINDINGS, Vec::as_slice)
}

/// Makes `table` the one that holds. The first one stays.
pub(crate) fn set_bindings(table: Vec<Binding>) {
    let _ = TABLE.set(table);
}

/// Keys that a user wants for an action.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    /// The name of the action.
    pub action: &'a str,
    /// The names of the keys; none for an action without a key.
    pub keys: &'a [String],
    /// Where it is said, for warnings.
    pub place: &'a str,
}

/// What ends the program whatever the settings say: nobody is to be caught in it.
const ALWAYS: (Key, Action) = (Key::Ctrl('c'), Action::Quit);
/// What a label names besides keys.
const POINTER: [&str; 2] = ["wheel", "drag"];
/// The most columns of a label that names several keys apart.
const LABEL: usize = 11;

/// The usual keys with the `wishes` merged in, and what is wrong with them or had to give way. An action that is wished
/// for has the wished keys alone; a key that is wished for is taken from the action that it usually asks for.
pub(crate) fn merged(wishes: &[Wish<'_>]) -> (Vec<Binding>, Vec<String>) {
    let mut warnings = Vec::new();
    let given = granted(wishes, &mut warnings);
    let taken = |key: Key| given.iter().any(|(_, keys)| keys.contains(&key));
    let table = BINDINGS.iter().map(|binding| {
        let keys = binding.keys.iter().copied();
        let actions = distinct(keys.clone().map(|(_, action)| action));
        let merged = actions.into_iter().flat_map(|action| -> Vec<(Key, Action)> {
            match given.iter().find(|(wished, _)| *wished == action) {
                Some((_, wished)) => wished.iter().map(|key| (*key, action)).collect(),
                None => keys.clone().filter(|(key, usual)| *usual == action && !taken(*key)).collect(),
            }
        });
        relabelled(binding, merged.collect())
    });
    let table: Vec<Binding> = table.collect();
    warn_of_lost(&given, &table, &mut warnings);
    (table, warnings)
}

/// The keys that each wished action has, each key once.
fn granted(wishes: &[Wish<'_>], warnings: &mut Vec<String>) -> Vec<(Action, Vec<Key>)> {
    let mut given: Vec<(Action, Vec<Key>)> = Vec::new();
    for wish in wishes {
        let Some(action) = Action::named(wish.action) else {
            let meant = did_you_mean(wish.action, super::NAMES.iter().map(|(name, _)| *name));
            warnings.push(format!("{}: no such action{meant}", wish.place));
            continue;
        };
        let mut keys = Vec::new();
        for name in wish.keys {
            match name.parse::<Key>() {
                Err(unknown) => warnings.push(format!("{}: {name}: {unknown}", wish.place)),
                Ok(key) if key == ALWAYS.0 => {
                    if action != ALWAYS.1 {
                        warnings.push(format!("{}: {key} always quits", wish.place));
                    }
                }
                Ok(key) => match given.iter().find(|(_, keys)| keys.contains(&key)) {
                    Some((other, _)) => {
                        let other = other.name().unwrap_or_default();
                        warnings.push(format!("{}: {key} is for {other} already, which keeps it", wish.place));
                    }
                    None => keys.push(key),
                },
            }
        }
        // Where no name was a key, the usual ones stay.
        if !keys.is_empty() || wish.keys.is_empty() {
            keys.extend((action == ALWAYS.1).then_some(ALWAYS.0));
            given.push((action, keys));
        }
    }
    given
}

/// Tells which keys no longer ask for what they usually do, though nobody wished that.
fn warn_of_lost(given: &[(Action, Vec<Key>)], table: &[Binding], warnings: &mut Vec<String>) {
    for (key, usual) in super::bound(BINDINGS) {
        let now = given.iter().find(|(_, keys)| keys.contains(&key)).map(|(action, _)| *action);
        let Some(now) = now.filter(|now| *now != usual) else { continue };
        if given.iter().any(|(action, _)| *action == usual) {
            continue;
        }
        let [now, name] = [now, usual].map(|action| action.name().unwrap_or_default());
        let left = if super::is_bound(table, usual) { "" } else { ", which has no key now" };
        warnings.push(format!("keys: {key} is for {now}, no longer for {name}{left}"));
    }
}

fn distinct(actions: impl Iterator<Item = Action>) -> Vec<Action> {
    let mut seen = Vec::new();
    for action in actions {
        if !seen.contains(&action) {
            seen.push(action);
        }
    }
    seen
}

/// `binding` with other keys, and named after them. They last as long as the program: the table is made once.
fn relabelled(binding: &Binding, keys: Vec<(Key, Action)>) -> Binding {
    if keys == binding.keys {
        return *binding;
    }
    // One key for each action says enough.
    let actions = distinct(keys.iter().map(|(_, action)| *action));
    let names = actions.iter().filter_map(|action| keys.iter().find(|(_, asked)| asked == action));
    let names = names.map(|(key, _)| key.to_string());
    let pointer = binding.label.split(' ').filter(|word| POINTER.contains(word)).map(str::to_owned);
    let words: Vec<String> = names.chain(pointer).collect();
    let apart = words.join(" ");
    let label = if apart.chars().count() > LABEL { words.concat() } else { apart };
    Binding { label: label.leak(), help: binding.help, keys: keys.leak() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{key_of, key_that_turns};
    use crate::recipe::knob::{Direction, Knob};

    fn with(wishes: &[(&str, &[&str])]) -> (Vec<Binding>, Vec<String>) {
        let keys: Vec<Vec<String>> =
            wishes.iter().map(|(_, keys)| keys.iter().map(|key| (*key).to_owned()).collect()).collect();
        let wishes: Vec<_> =
            wishes.iter().zip(&keys).map(|((action, _), keys)| Wish { action, keys, place: "here" }).collect();
        merged(&wishes)
    }

    fn label(table: &[Binding], action: Action) -> &'static str {
        let found = table.iter().zip(BINDINGS).find(|(_, usual)| usual.keys.iter().any(|(_, asked)| *asked == action));
        found.unwrap().0.label
    }

    #[test]
    fn without_wishes_the_usual_keys_hold() {
        let (table, warnings) = with(&[]);
        assert!(warnings.is_empty());
        for (merged, usual) in table.iter().zip(BINDINGS) {
            assert_eq!((merged.label, merged.help, merged.keys), (usual.label, usual.help, usual.keys));
        }
    }

    #[test]
    fn a_wished_key_takes_the_place_of_the_usual_ones_and_is_told_where_it_was_anothers() {
        let (table, warnings) = with(&[("save", &["ctrl-s", "r"]), ("zoom-in", &["z"])]);
        assert_eq!(key_of(&table, Action::Save), "^S");
        assert_eq!(label(&table, Action::Save), "^S");
        assert_eq!(key_that_turns(&table, Knob::Zoom, Direction::More).as_deref(), Some("z"));
        assert_eq!(label(&table, Action::Turn(Knob::Zoom, 1)), "z - wheel");
        assert_eq!(key_of(&table, Action::Reseed), "[reseed]");
        assert_eq!(warnings, ["keys: r is for save, no longer for reseed, which has no key now"]);
        // Two that change places are what was wished.
        let (table, warnings) = with(&[("save", &["e"]), ("export", &["s"])]);
        assert_eq!((key_of(&table, Action::Save), key_of(&table, Action::Export)), ("e".into(), "s".into()));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn what_cannot_be_is_told_and_left_out() {
        let (table, warnings) = with(&[
            ("sav", &["s"]),
            ("save", &["F13"]),
            ("export", &["z"]),
            ("copy", &["z", "ctrl-c", "k"]),
            ("quit", &[]),
        ]);
        assert_eq!(warnings.len(), 5, "{warnings:?}");
        for (warning, hint) in
            warnings.iter().zip(["did you mean 'save'", "F13", "export", "always quits", "no longer for up"])
        {
            assert!(warning.contains(hint), "{warning}");
        }
        assert_eq!(key_of(&table, Action::Save), "s");
        assert_eq!(key_of(&table, Action::Copy), "k");
        assert_eq!(key_of(&table, Action::Quit), "^C", "nobody is caught");
    }

    #[test]
    fn no_key_asks_for_two_things() {
        let (table, _) = with(&[("left", &["x", "up"]), ("save", &["x", "q"]), ("quit", &["Q"])]);
        let keys: Vec<Key> = crate::app::action::bound(&table).map(|(key, _)| key).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key:?}");
        }
    }
}
