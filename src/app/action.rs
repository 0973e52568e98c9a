//! What a user can ask for: one table of actions, their keys and their help.
//!
//! The help, the README's key table, and every sentence that mentions a key (the tour's, the advice of `explain`) are
//! printed from this table: no other place knows which key does what. [`BINDINGS`] are the usual keys; [`bindings`] are
//! those that hold, with the user's own. An open view has keys of its own before these.

use super::overlay_name::OverlayName;
use crate::recipe::Preset;
use crate::recipe::knob::{Direction, Knob};

mod group;
mod key;
mod names;
mod table;

pub(crate) use group::Group;
pub use key::Key;
pub(crate) use names::NAMES;
pub(crate) use table::{Wish, bindings, merged, set_bindings};

/// Something that a user asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Close what is open.
    Close,
    /// Stop and restart the clock.
    Pause,
    /// Hand the terminal back to the shell until `fg`.
    Suspend,
    /// Open this view, or close it where it is the open one.
    Toggle(OverlayName),
    /// A new curated seed; the knobs stay.
    Reseed,
    /// A new shape, activation and colour too.
    Surprise,
    /// The artwork before this one.
    Back,
    /// The artwork after this one.
    Forward,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Turn a knob of the artwork by this many steps; negative for down.
    Turn(Knob, i32),
    /// Closer by `steps`, keeping the point `at` where it is.
    ZoomAt {
        /// Steps closer; negative for further away.
        steps: i32,
        /// From the middle of the picture, in units of its shorter side, rightwards and downwards.
        at: [f64; 2],
    },
    /// Move the view, in units of the picture's shorter side, rightwards and downwards.
    Pan([f64; 2]),
    /// The view and the turn of the preset.
    ResetView,
    /// The next colour mode.
    Color,
    /// The colour mode before.
    ColorBack,
    /// Another palette for this picture, drawn from another seed.
    Palette,
    /// The next motion.
    Motion,
    /// The motion before.
    MotionBack,
    /// The next set of glyphs.
    Glyphs,
    /// The set of glyphs before.
    GlyphsBack,
    /// A faster clock, in steps; negative for slower.
    Speed(i32),
    /// A preset of the help page, by its digit from 1.
    Preset(u8),
    /// Keep the artwork among the favourites.
    Favourite,
    /// Save the picture as a PNG.
    Save,
    /// Export the loop to a file, or give that up.
    Export,
    /// Copy the line of text to the clipboard.
    Copy,
}

/// The presets behind the digits 1 to 9, the most different ones: the article's in its order, then our own.
pub const DIGIT_PRESETS: [Preset; 9] = [
    Preset::Default,
    Preset::Glossy,
    Preset::Mondrian,
    Preset::Deep,
    Preset::Nocturne,
    Preset::Ink,
    Preset::CutPaper,
    Preset::Moire,
    Preset::Glass,
];

/// A line of the help: what some keys do.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// How the keys are written in the help.
    pub label: &'static str,
    /// What they do.
    pub help: &'static str,
    /// Which key asks for which action.
    pub keys: &'static [(Key, Action)],
}

impl Binding {
    /// What it is for. One whose keys the user has taken away is where what is left belongs.
    pub(crate) fn group(&self) -> Group {
        self.keys.first().map_or(Group::Look, |(_, action)| Group::of(*action))
    }
}

const fn binding(label: &'static str, help: &'static str, keys: &'static [(Key, Action)]) -> Binding {
    Binding { label, help, keys }
}

/// How far one arrow key moves the view, in units of the picture's shorter side.
pub(super) const PAN_STEP: f64 = 0.1;

/// Every key, in the order of the help.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    binding("r", "new picture, same settings", &[(Key::Char('r'), Action::Reseed)]),
    binding("R", "new network and colours", &[(Key::Char('R'), Action::Surprise)]),
    binding("p n", "previous, next picture", &[(Key::Char('p'), Action::Back), (Key::Char('n'), Action::Forward)]),
    binding("u ^R", "undo, redo", &[(Key::Char('u'), Action::Undo), (Key::Ctrl('r'), Action::Redo)]),
    binding("1…9", "presets (below)", &[
        (Key::Char('1'), Action::Preset(1)), (Key::Char('2'), Action::Preset(2)), (Key::Char('3'), Action::Preset(3)),
        (Key::Char('4'), Action::Preset(4)), (Key::Char('5'), Action::Preset(5)), (Key::Char('6'), Action::Preset(6)),
        (Key::Char('7'), Action::Preset(7)), (Key::Char('8'), Action::Preset(8)), (Key::Char('9'), Action::Preset(9)),
    ]),
    binding("P", "all presets, as tiles", &[(Key::Char('P'), Action::Toggle(OverlayName::Presets))]),
    binding("F", "favourites, as tiles", &[(Key::Char('F'), Action::Toggle(OverlayName::Favourites))]),
    binding("+ - wheel", "zoom, at the pointer", &[
        (Key::Char('+'), Action::Turn(Knob::Zoom, 1)), (Key::Char('='), Action::Turn(Knob::Zoom, 1)),
        (Key::Char('-'), Action::Turn(Knob::Zoom, -1)), (Key::Char('_'), Action::Turn(Knob::Zoom, -1)), (Key::Char('−'), Action::Turn(Knob::Zoom, -1)),
    ]),
    binding("arrows drag", "pan (hjkl too)", &[
        (Key::Left, Action::Pan([-PAN_STEP, 0.0])), (Key::Char('h'), Action::Pan([-PAN_STEP, 0.0])),
        (Key::Down, Action::Pan([0.0, PAN_STEP])), (Key::Char('j'), Action::Pan([0.0, PAN_STEP])),
        (Key::Up, Action::Pan([0.0, -PAN_STEP])), (Key::Char('k'), Action::Pan([0.0, -PAN_STEP])),
        (Key::Right, Action::Pan([PAN_STEP, 0.0])), (Key::Char('l'), Action::Pan([PAN_STEP, 0.0])),
    ]),
    binding("0", "reset the view", &[(Key::Char('0'), Action::ResetView)]),
    binding("[ ]", "fewer, more layers", &[(Key::Char('['), Action::Turn(Knob::Depth, -1)), (Key::Char(']'), Action::Turn(Knob::Depth, 1))]),
    binding("{ }", "narrower, wider layers", &[(Key::Char('{'), Action::Turn(Knob::Width, -1)), (Key::Char('}'), Action::Turn(Knob::Width, 1))]),
    binding("a A", "activation: next, back", &[(Key::Char('a'), Action::Turn(Knob::Activation, 1)), (Key::Char('A'), Action::Turn(Knob::Activation, -1))]),
    binding("w W", "larger, smaller weights", &[(Key::Char('w'), Action::Turn(Knob::WeightScale, 1)), (Key::Char('W'), Action::Turn(Knob::WeightScale, -1))]),
    binding("( )", "less, more output gain", &[(Key::Char('('), Action::Turn(Knob::Gain, -1)), (Key::Char(')'), Action::Turn(Knob::Gain, 1))]),
    binding("c C", "colour mode: next, back", &[(Key::Char('c'), Action::Color), (Key::Char('C'), Action::ColorBack)]),
    binding("o", "another palette", &[(Key::Char('o'), Action::Palette)]),
    binding("m M", "motion: next, back", &[(Key::Char('m'), Action::Motion), (Key::Char('M'), Action::MotionBack)]),
    binding("g G", "glyphs: finer, coarser", &[(Key::Char('g'), Action::Glyphs), (Key::Char('G'), Action::GlyphsBack)]),
    binding("< >", "slower, faster", &[(Key::Char('<'), Action::Speed(-1)), (Key::Char('>'), Action::Speed(1))]),
    binding("space", "pause", &[(Key::Char(' '), Action::Pause)]),
    binding(":", "type a line or a change", &[(Key::Char(':'), Action::Toggle(OverlayName::Prompt))]),
    binding("b", "breed: choose a child", &[(Key::Char('b'), Action::Toggle(OverlayName::Breed))]),
    binding("x", "x-ray of the layers", &[(Key::Char('x'), Action::Toggle(OverlayName::Xray))]),
    binding("d", "order–chaos dial", &[(Key::Char('d'), Action::Toggle(OverlayName::Dial))]),
    binding("t", "tour of the experiments", &[(Key::Char('t'), Action::Toggle(OverlayName::Tour))]),
    binding("f", "keep as a favourite", &[(Key::Char('f'), Action::Favourite)]),
    binding("s", "save a PNG", &[(Key::Char('s'), Action::Save)]),
    binding("e", "export a loop, or cancel", &[(Key::Char('e'), Action::Export)]),
    binding("y", "copy the line of text", &[(Key::Char('y'), Action::Copy)]),
    binding("^Z", "suspend", &[(Key::Ctrl('z'), Action::Suspend)]),
    binding("Esc", "close what is open", &[(Key::Esc, Action::Close)]),
    binding("?", "this help", &[(Key::Char('?'), Action::Toggle(OverlayName::Help))]),
    binding("q ^C", "quit", &[(Key::Char('q'), Action::Quit), (Key::Ctrl('c'), Action::Quit)]),
];

/// What `key` asks for, unless the open view takes it.
pub(crate) fn action_for(key: Key) -> Option<Action> {
    bound(bindings()).find(|(known, _)| *known == key).map(|(_, action)| action)
}

/// The steps rightwards and downwards that `key` makes within a view: the keys that move the picture.
pub(crate) fn step(key: Key) -> Option<[i32; 2]> {
    match action_for(key)? {
        Action::Pan(offset) => Some(offset.map(|way| if way == 0.0 { 0 } else { way.signum() as i32 })),
        _ => None,
    }
}

/// The first key of `table` that asks for `action`, as it is written; the action's name in brackets where none does,
/// which a user has wished so.
pub(crate) fn key_of(table: &[Binding], action: Action) -> String {
    let found = bound(table).find(|(_, bound)| *bound == action);
    found.map_or_else(|| format!("[{}]", action.name().unwrap_or_default()), |(key, _)| key.to_string())
}

/// Whether a key of `table` asks for `action`.
pub(crate) fn is_bound(table: &[Binding], action: Action) -> bool {
    bound(table).any(|(_, bound)| bound == action)
}

/// The first key of `table` that turns `knob` this way, as it is written.
pub fn key_that_turns(table: &[Binding], knob: Knob, direction: Direction) -> Option<String> {
    let turns = |action| match action {
        Action::Turn(turned, steps) => turned == knob && Direction::of(steps) == Some(direction),
        _ => false,
    };
    bound(table).find(|(_, action)| turns(*action)).map(|(key, _)| key.to_string())
}

/// Every key of `table` and what it asks for.
fn bound(table: &[Binding]) -> impl Iterator<Item = (Key, Action)> {
    table.iter().flat_map(|binding| binding.keys).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_bound_twice() {
        let keys: Vec<Key> = bound(BINDINGS).map(|(key, _)| key).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key:?} is bound twice");
        }
    }

    #[test]
    fn keys_that_move_the_picture_make_steps() {
        assert_eq!(step(Key::Char('j')), Some([0, 1]));
        assert_eq!(step(Key::Left), Some([-1, 0]));
        assert_eq!(step(Key::Char('w')), None);
    }

    #[test]
    fn every_key_of_a_label_is_found_under_its_name() {
        for (action, name) in [
            (Action::Turn(Knob::Zoom, -1), "-"),
            (Action::Pan([0.0, -PAN_STEP]), "↑"),
            (Action::Pause, "space"),
            (Action::Redo, "^R"),
            (Action::Close, "Esc"),
        ] {
            assert_eq!(key_of(BINDINGS, action), name);
        }
        assert_eq!(key_that_turns(BINDINGS, Knob::Depth, Direction::More).as_deref(), Some("]"));
        assert_eq!(key_that_turns(BINDINGS, Knob::SigmaW, Direction::More), None);
    }
}
