//! What happens at the terminal: keys, the mouse, signals, answers.

use std::time::Instant;

use crate::input::Reply;

/// What happens at the terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed, repeated or released.
    Key(terminput::KeyEvent),
    /// The mouse: buttons, drags, wheel. Cells are counted from 0.
    Mouse(terminput::MouseEvent),
    /// One line of text was pasted, without the white space around it. Other pastes are dropped.
    Paste(String),
    /// The size changed: ask [`Screen::size`](super::Screen::size).
    Resize,
    /// The window gained (true) or lost (false) the focus.
    Focus(bool),
    /// The program was asked to end, by this signal.
    Terminate(i32),
    /// The program was asked to stop: call [`Screen::suspend`](super::Screen::suspend).
    Suspend,
    /// The program goes on after a stop: call [`Screen::resume`](super::Screen::resume).
    Resumed,
    /// The terminal answered: hand it to [`Screen::receive`](super::Screen::receive).
    Reply {
        /// What it answered.
        reply: Reply,
        /// When it was read.
        at: Instant,
    },
    /// Everything that was sent has been parsed, as a console says that sends no answers: call
    /// [`Screen::written`](super::Screen::written).
    Written {
        /// Since when.
        at: Instant,
    },
    /// The terminal is gone: nothing can be shown or read any more.
    Closed,
}
