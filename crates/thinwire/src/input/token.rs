//! What a terminal sends, sequence by sequence.

use terminput::{KeyEvent, MouseEvent};

use super::Reply;

/// What a terminal sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A key.
    Key(KeyEvent),
    /// A mouse button, movement or wheel.
    Mouse(MouseEvent),
    /// The window gained (true) or lost (false) the focus.
    Focus(bool),
    /// One line of text that was pasted, without the white space around it. Other pastes are dropped.
    Paste(String),
    /// The answer to a query.
    Reply(Reply),
}
