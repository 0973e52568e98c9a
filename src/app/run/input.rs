//! From what the terminal sends to what the user asks for.

use terminput::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind, ScrollDirection,
};

use crate::app::Overlay;
use crate::app::action::{Action, Key, action_for};
use crate::screen::{Event, Size};

/// Remembers where a drag was last.
#[derive(Debug, Default)]
pub struct Input {
    dragged: Option<[u16; 2]>,
}

impl Input {
    /// What a key press asks for while `open` lies over the picture.
    pub fn key(&self, event: KeyEvent, open: Overlay) -> Option<Action> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        action_for(key(event)?, open)
    }

    /// What the mouse asks for, on a screen of `size` whose top left lies at `corner` from the middle of
    /// the picture, in units of its shorter side.
    pub fn mouse(&mut self, event: MouseEvent, size: Size, corner: [f64; 2]) -> Option<Action> {
        let cell = cell_in_sides(size);
        let here = [event.column, event.row];
        match event.kind {
            MouseEventKind::Scroll(direction) => {
                let steps = match direction {
                    ScrollDirection::Up => 1,
                    ScrollDirection::Down => -1,
                    ScrollDirection::Left | ScrollDirection::Right => return None,
                };
                let at = std::array::from_fn(|axis| corner[axis] + (f64::from(here[axis]) + 0.5) * cell[axis]);
                Some(Action::ZoomAt { steps, at })
            }
            MouseEventKind::Down(MouseButton::Left) => {
                self.dragged = Some(here);
                None
            }
            MouseEventKind::Up(_) => {
                self.dragged = None;
                None
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                let from = self.dragged.replace(here)?;
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
        Event::Key(key) => key.kind != KeyEventKind::Release,
        Event::Mouse(mouse) => matches!(mouse.kind, MouseEventKind::Down(_) | MouseEventKind::Scroll(_)),
        _ => false,
    }
}

/// Width and height of a cell, in units of the picture's shorter side.
fn cell_in_sides(size: Size) -> [f64; 2] {
    let (width, height) = (f64::from(size.columns) * size.aspect, f64::from(size.rows));
    let shorter = width.min(height);
    [size.aspect / shorter, 1.0 / shorter]
}

fn key(event: KeyEvent) -> Option<Key> {
    let control = event.modifiers.contains(KeyModifiers::CTRL);
    match event.code {
        KeyCode::Char(character) if control => Some(Key::Ctrl(character.to_ascii_lowercase())),
        KeyCode::Char(_) => match event.normalize_case().code {
            KeyCode::Char(character) => Some(Key::Char(character)),
            _ => None,
        },
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        _ => None,
    }
}
