//! What is said of breeding: what is wished, and the keys.

use super::super::source::{Stress, Word, arrows, as_many_as_fit};
use super::LOCKS;
use crate::app::action::{Action, Key, bindings, key_of};
use crate::app::view::{OverlayName, OwnKey};
use crate::litter::Aspect;
use crate::recipe::Knob;

/// What is wished of the children: how much they differ from their parent, and what they keep of it.
pub(super) fn wished(strength: i8, is_kept: impl Fn(Aspect) -> bool, width: u16) -> Vec<Word> {
    let strong = |text: String| Word::new(text, Stress::Strong);
    let quiet = |text: String| Word::new(text, Stress::Quiet);
    let [more, fewer] = [1, -1].map(|steps| key_of(bindings(), Action::Turn(Knob::Zoom, steps)));
    let strength = match strength {
        0 => "0".to_owned(),
        steps => format!("{steps:+}"),
    };
    let mut groups = vec![
        vec![strong(" 5".to_owned()), quiet(" others ".to_owned())],
        vec![strong(format!(" {more} {fewer}")), quiet(format!(" strength {strength} "))],
        vec![quiet(" keep".to_owned())],
    ];
    groups.extend(LOCKS.map(|(key, aspect)| {
        let (mark, stress) = if is_kept(aspect) { ("●", Stress::Strong) } else { (" ", Stress::Quiet) };
        vec![strong(format!(" {key}")), Word::new(format!("{mark}{}", spoken(aspect)), stress)]
    }));
    as_many_as_fit(groups, width)
}

/// Its keys and what they do, the most important first.
pub(super) fn shortcuts() -> [(String, &'static str); 8] {
    let key = |action| key_of(bindings(), action);
    [
        (format!("1…9 {} {}", arrows(), Key::Enter), "choose"),
        (key(Action::Undo), "back"),
        (Key::Char(' ').to_string(), "cross two"),
        (key(Action::Favourite), "keep"),
        (key(Action::Close), "leave"),
        (key(Action::Toggle(OverlayName::Help)), "keys"),
        (key(Action::Save), "save"),
        (key(Action::Copy), "copy"),
    ]
}

/// What an aspect is called where it is read, rather than typed.
fn spoken(aspect: Aspect) -> &'static str {
    if aspect == Aspect::Color { "colour" } else { aspect.name() }
}

/// All of them, for the help.
pub(super) fn own_keys() -> Vec<OwnKey> {
    let key = |action| key_of(bindings(), action);
    let [more, fewer] = [1, -1].map(|steps| key_of(bindings(), Action::Turn(Knob::Zoom, steps)));
    let mut keys = vec![
        ("1…9".to_owned(), "make a child the parent"),
        (format!("{} {}", arrows(), Key::Enter), "go to a tile, choose it"),
        ("5".to_owned(), "draw other children"),
        (format!("{} {}", key(Action::Undo), key(Action::Redo)), "a step back, on again"),
        (Key::Char(' ').to_string(), "mark; on a second, cross"),
        (format!("{more} {fewer}"), "children differ more, less"),
    ];
    keys.extend(LOCKS.map(|(key, aspect)| (key.to_string(), kept(aspect))));
    keys.extend([
        (key(Action::Favourite), "keep as a favourite"),
        (format!("{} {}", key(Action::Save), key(Action::Copy)), "save it, copy its line"),
        (key(Action::Close), "leave with the parent"),
    ]);
    keys
}

/// What the help says of a lock.
const fn kept(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Weights => "children keep the weights",
        Aspect::Shape => "children keep the shape",
        Aspect::Color => "children keep the colour",
        Aspect::Motion => "children keep the motion",
        Aspect::View => "children keep the view",
    }
}
