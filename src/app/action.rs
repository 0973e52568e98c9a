//! What a user can ask for: one table of actions, their keys and their help.
//!
//! The help overlay and the README's key table are both printed from [`BINDINGS`].

use super::Overlay;
use crate::insight::tour::PAGES;
use crate::insight::xray::Neuron;
use crate::recipe::Preset;

/// A key press, as far as the program tells keys apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the keys' own")]
pub enum Key {
    Char(char),
    Ctrl(char),
    Esc,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
}

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
    /// Open or close the help overlay.
    Help,
    /// Open or close the x-ray of the layers.
    Xray,
    /// Open or close the order–chaos dial.
    Dial,
    /// Begin or leave the tour.
    Tour,
    /// Put back what was turned on this page of the tour.
    PutBack,
    /// Move within the open view, rightwards and downwards.
    Step([i32; 2]),
    /// Show this neuron of the x-ray large.
    Focus(Neuron),
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
    /// Closer by this many steps; negative for further away.
    Zoom(i32),
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
    /// More hidden layers; negative for fewer.
    Layers(i32),
    /// Wider hidden layers, in steps; negative for narrower.
    Width(i32),
    /// The next activation; negative for the previous one.
    Activation(i32),
    /// Larger weights, in steps; negative for smaller.
    WeightScale(i32),
    /// More output gain, in steps; negative for less.
    Gain(i32),
    /// The next colour mode.
    Color,
    /// Another palette for this picture, drawn from another seed.
    Palette,
    /// The next motion.
    Motion,
    /// The next set of glyphs.
    Glyphs,
    /// A faster clock, in steps; negative for slower.
    Speed(i32),
    /// A preset of the help page, by its digit from 1.
    Preset(u8),
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

const fn binding(label: &'static str, help: &'static str, keys: &'static [(Key, Action)]) -> Binding {
    Binding { label, help, keys }
}

/// How far one arrow key moves the view, in units of the picture's shorter side.
const PAN_STEP: f64 = 0.1;

/// Every key, in the order of the help.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    binding("r", "reseed: another like it", &[(Key::Char('r'), Action::Reseed)]),
    binding("R", "surprise: shape, colour", &[(Key::Char('R'), Action::Surprise)]),
    binding("p n", "back, forth in history", &[(Key::Char('p'), Action::Back), (Key::Char('n'), Action::Forward)]),
    binding("u ^R", "undo, redo", &[(Key::Char('u'), Action::Undo), (Key::Ctrl('r'), Action::Redo)]),
    binding("1…9", "presets (below)", &[
        (Key::Char('1'), Action::Preset(1)), (Key::Char('2'), Action::Preset(2)), (Key::Char('3'), Action::Preset(3)),
        (Key::Char('4'), Action::Preset(4)), (Key::Char('5'), Action::Preset(5)), (Key::Char('6'), Action::Preset(6)),
        (Key::Char('7'), Action::Preset(7)), (Key::Char('8'), Action::Preset(8)), (Key::Char('9'), Action::Preset(9)),
    ]),
    binding("+ - wheel", "zoom, at the pointer", &[
        (Key::Char('+'), Action::Zoom(1)), (Key::Char('='), Action::Zoom(1)),
        (Key::Char('-'), Action::Zoom(-1)), (Key::Char('_'), Action::Zoom(-1)), (Key::Char('−'), Action::Zoom(-1)),
    ]),
    binding("arrows drag", "pan (hjkl too)", &[
        (Key::Left, Action::Pan([-PAN_STEP, 0.0])), (Key::Char('h'), Action::Pan([-PAN_STEP, 0.0])),
        (Key::Down, Action::Pan([0.0, PAN_STEP])), (Key::Char('j'), Action::Pan([0.0, PAN_STEP])),
        (Key::Up, Action::Pan([0.0, -PAN_STEP])), (Key::Char('k'), Action::Pan([0.0, -PAN_STEP])),
        (Key::Right, Action::Pan([PAN_STEP, 0.0])), (Key::Char('l'), Action::Pan([PAN_STEP, 0.0])),
    ]),
    binding("0", "reset the view", &[(Key::Char('0'), Action::ResetView)]),
    binding("[ ]", "fewer, more layers", &[(Key::Char('['), Action::Layers(-1)), (Key::Char(']'), Action::Layers(1))]),
    binding("{ }", "narrower, wider layers", &[(Key::Char('{'), Action::Width(-1)), (Key::Char('}'), Action::Width(1))]),
    binding("a A", "activation: next, back", &[(Key::Char('a'), Action::Activation(1)), (Key::Char('A'), Action::Activation(-1))]),
    binding("w W", "larger, smaller weights", &[(Key::Char('w'), Action::WeightScale(1)), (Key::Char('W'), Action::WeightScale(-1))]),
    binding("( )", "less, more output gain", &[(Key::Char('('), Action::Gain(-1)), (Key::Char(')'), Action::Gain(1))]),
    binding("c", "colour mode", &[(Key::Char('c'), Action::Color)]),
    binding("o", "another palette", &[(Key::Char('o'), Action::Palette)]),
    binding("m", "motion", &[(Key::Char('m'), Action::Motion)]),
    binding("g", "glyphs: finer pixels", &[(Key::Char('g'), Action::Glyphs)]),
    binding("< >", "slower, faster", &[(Key::Char('<'), Action::Speed(-1)), (Key::Char('>'), Action::Speed(1))]),
    binding("space", "pause", &[(Key::Char(' '), Action::Pause)]),
    binding("x", "x-ray of the layers", &[(Key::Char('x'), Action::Xray)]),
    binding("d", "order–chaos dial", &[(Key::Char('d'), Action::Dial)]),
    binding("t", "tour of the experiments", &[(Key::Char('t'), Action::Tour)]),
    binding("s", "save a PNG", &[(Key::Char('s'), Action::Save)]),
    binding("e", "export the loop; stop it", &[(Key::Char('e'), Action::Export)]),
    binding("y", "copy the line of text", &[(Key::Char('y'), Action::Copy)]),
    binding("^Z", "suspend", &[(Key::Ctrl('z'), Action::Suspend)]),
    binding("Esc", "close what is open", &[(Key::Esc, Action::Close)]),
    binding("?", "this help", &[(Key::Char('?'), Action::Help)]),
    binding("q ^C", "quit", &[(Key::Char('q'), Action::Quit), (Key::Ctrl('c'), Action::Quit)]),
];

/// The keys that move within an open view: they come before their usual meaning.
#[rustfmt::skip]
const STEPS: [(Key, [i32; 2]); 8] = [
    (Key::Left, [-1, 0]), (Key::Down, [0, 1]), (Key::Up, [0, -1]), (Key::Right, [1, 0]),
    (Key::Char('h'), [-1, 0]), (Key::Char('j'), [0, 1]), (Key::Char('k'), [0, -1]), (Key::Char('l'), [1, 0]),
];

/// How far one step goes over many neurons.
const LEAP: i32 = 8;
/// Further than any layer is wide.
const ALL: i32 = 10_000;

/// The keys that move further over the x-ray's wall.
#[rustfmt::skip]
const LEAPS: [(Key, [i32; 2]); 8] = [
    (Key::Char('H'), [-LEAP, 0]), (Key::Char('J'), [0, LEAP]), (Key::Char('K'), [0, -LEAP]), (Key::Char('L'), [LEAP, 0]),
    (Key::PageDown, [0, LEAP]), (Key::PageUp, [0, -LEAP]), (Key::Home, [-ALL, 0]), (Key::End, [ALL, 0]),
];

/// What `key` asks for while `open` lies over the picture.
pub fn action_for(key: Key, open: Overlay) -> Option<Action> {
    let among = |keys: &[(Key, [i32; 2])]| keys.iter().find(|(bound, _)| *bound == key).map(|(_, step)| *step);
    let step = among(&STEPS);
    if let (Overlay::Xray(_), Some(leap)) = (open, among(&LEAPS)) {
        return Some(Action::Step(leap));
    }
    match (open, step) {
        (Overlay::Xray(_) | Overlay::Dial, Some(step)) => return Some(Action::Step(step)),
        // Pages turn sideways; upwards and downwards goes through the page's sweep, where it has one.
        (Overlay::Tour(_), Some(step @ [_, 0])) => return Some(Action::Step(step)),
        (Overlay::Tour(page), Some(step)) if PAGES.get(page).is_some_and(|page| page.sweep.is_some()) => {
            return Some(Action::Step(step));
        }
        (Overlay::Tour(_), None) if key == Key::Char('0') => return Some(Action::PutBack),
        _ => {}
    }
    BINDINGS.iter().flat_map(|binding| binding.keys).find(|(bound, _)| *bound == key).map(|(_, action)| *action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_bound_twice() {
        let keys: Vec<Key> = BINDINGS.iter().flat_map(|binding| binding.keys).map(|(key, _)| *key).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key:?} is bound twice");
        }
    }
}
