//! From what the terminal sends to what the user asks for.

use ratatui::layout::Rect;
use terminput::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind, ScrollDirection,
};

use super::terminal::is_modifier;
use crate::app::action::{Action, Key};
use thinwire::Event;

/// What lies under the pointer: the picture, or a smaller one that shows the same part of the plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Under {
    /// The cells that it covers.
    pub place: Rect,
    /// Its width and height, in units of the picture's shorter side.
    pub sides: [f64; 2],
}

impl Under {
    /// Width and height of a cell, in units of the picture's shorter side.
    fn cell(&self) -> [f64; 2] {
        [self.sides[0] / f64::from(self.place.width.max(1)), self.sides[1] / f64::from(self.place.height.max(1))]
    }

    /// Where the middle of a cell lies from the middle of the picture, in the same unit.
    fn offset_of(&self, here: [u16; 2]) -> [f64; 2] {
        let corner = [self.place.x, self.place.y];
        let cell = self.cell();
        std::array::from_fn(|axis| {
            (f64::from(here[axis]) - f64::from(corner[axis]) + 0.5) * cell[axis] - 0.5 * self.sides[axis]
        })
    }
}

/// Remembers where a drag was last, and what a cell of what is dragged measures.
#[derive(Debug, Default)]
pub(crate) struct Input {
    dragged: Option<([u16; 2], [f64; 2])>,
}

impl Input {
    /// What the mouse asks for, over `under`, if it is over any picture.
    pub(crate) fn mouse(&mut self, event: MouseEvent, under: Option<Under>) -> Option<Action> {
        let here = [event.column, event.row];
        match event.kind {
            MouseEventKind::Scroll(direction) => {
                let steps = match direction {
                    ScrollDirection::Up => 1,
                    ScrollDirection::Down => -1,
                    ScrollDirection::Left | ScrollDirection::Right => return None,
                };
                Some(Action::ZoomAt { steps, at: under?.offset_of(here) })
            }
            MouseEventKind::Down(MouseButton::Left) => {
                self.dragged = under.map(|under| (here, under.cell()));
                None
            }
            MouseEventKind::Up(_) => {
                self.dragged = None;
                None
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                let (from, cell) = self.dragged?;
                self.dragged = Some((here, cell));
                // The picture follows the hand, so the view goes the other way.
                let moved = |axis: usize| (f64::from(from[axis]) - f64::from(here[axis])) * cell[axis];
                Some(Action::Pan([moved(0), moved(1)]))
            }
            _ => None,
        }
    }
}

/// Whether somebody pressed something: a key, or a button of the mouse.
pub(super) fn is_press(event: &Event) -> bool {
    match event {
        Event::Key(key) => key.kind != KeyEventKind::Release && !is_modifier(key.code),
        Event::Mouse(mouse) => matches!(mouse.kind, MouseEventKind::Down(_) | MouseEventKind::Scroll(_)),
        _ => false,
    }
}

/// Whether the pointer was pressed.
pub(super) fn is_click(event: &MouseEvent) -> bool {
    matches!(event.kind, MouseEventKind::Down(MouseButton::Left))
}

/// The key that was pressed or repeated, where it is one that may mean something.
pub(super) fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let control = event.modifiers.contains(KeyModifiers::CTRL);
    match event.code {
        KeyCode::Char(character) if control => Some(Key::Ctrl(character.to_ascii_lowercase())),
        KeyCode::Char(_) => match event.normalize_case().code {
            KeyCode::Char(character) => Some(Key::Char(character)),
            _ => None,
        },
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Delete => Some(Key::Delete),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        _ => None,
    }
}
