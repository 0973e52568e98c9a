//! The prompt: a line of text, a seed, a preset, or changes of what is shown, typed or pasted. The picture follows as
//! soon as what is typed is right; what is wrong is marked where it stands.
//!
//! ```text
//! │                    picture                   │
//! │ :deep:3+zom=2▏                               │
//! │ no such key: did you mean 'zoom'?            │
//! │ line of text · fps · view                    │
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Widget};

use super::{Answer, Context, Overlay, theme};
use crate::app::action::Key;
use crate::recipe::Recipe;
use editor::Editor;
use reading::{PromptReading, read};

mod completion;
mod editor;
mod reading;

/// How many lines are remembered.
const REMEMBERED: usize = 100;
const HELP: &str = "a line, a preset, a seed, or key=value · Tab completes · ↑ earlier ones · Enter keeps · Esc leaves";

/// The prompt.
#[derive(Debug, Default)]
pub(crate) struct Prompt {
    editor: Editor,
    /// What was entered before, the newest last.
    entered: Vec<String>,
    /// The line of the artwork that it was opened over.
    line: String,
    /// How many lines back the user has gone; 0 is what is being typed.
    back: usize,
    done: bool,
}

impl Prompt {
    /// What the picture shows meanwhile.
    fn preview(&self, recipe: &Recipe) -> Answer {
        match read(self.editor.text(), recipe) {
            PromptReading::Change(shown) | PromptReading::Show(shown) => Answer::Preview(Some(shown)),
            // What is half typed leaves the picture as it is.
            PromptReading::Wrong(..) => Answer::Done,
            PromptReading::Nothing => Answer::Preview(None),
        }
    }

    /// Keeps what is typed, if it is right.
    fn enter(&mut self, recipe: &Recipe) -> Answer {
        let reading = read(self.editor.text(), recipe);
        if matches!(reading, PromptReading::Wrong(..)) {
            return Answer::Done;
        }
        let typed = self.editor.text().trim().to_owned();
        if !typed.is_empty() {
            self.entered.retain(|line| *line != typed);
            self.entered.push(typed);
            self.entered.drain(..self.entered.len().saturating_sub(REMEMBERED));
        }
        self.done = true;
        match reading {
            PromptReading::Change(recipe) => Answer::Change(*recipe),
            PromptReading::Show(recipe) => Answer::Show(*recipe),
            PromptReading::Nothing | PromptReading::Wrong(..) => Answer::Preview(None),
        }
    }

    /// Goes to an earlier line, or a later one: the first is the artwork's own, to be changed.
    fn recall(&mut self, back: usize) {
        let earlier: Vec<&str> =
            std::iter::once(self.line.as_str()).chain(self.entered.iter().rev().map(String::as_str)).collect();
        let back = back.min(earlier.len());
        let text = if back == 0 { String::new() } else { earlier[back - 1].to_owned() };
        self.back = back;
        self.editor.set(&text);
    }

    /// Completes what is typed as far as it is certain.
    fn complete(&mut self) {
        let (start, names) = completion::candidates(&self.editor.text()[..self.editor.cursor()]);
        if !names.is_empty() {
            self.editor.complete(start, completion::common_start(&names));
        }
    }
}

impl Overlay for Prompt {
    /// Every key but those that end or suspend the program is its own.
    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        match key {
            Key::Ctrl('c' | 'z') => return Answer::Pass,
            Key::Esc => {
                self.done = true;
                return Answer::Preview(None);
            }
            Key::Enter => return self.enter(recipe),
            Key::Tab => self.complete(),
            Key::Up | Key::Ctrl('p') => self.recall(self.back + 1),
            Key::Down | Key::Ctrl('n') => self.recall(self.back.saturating_sub(1)),
            key => {
                self.editor.edit(key);
            }
        }
        self.preview(recipe)
    }

    fn paste(&mut self, text: &str, recipe: &Recipe) -> Answer {
        self.editor.insert(text.trim());
        self.preview(recipe)
    }

    fn opened(&mut self, recipe: &Recipe) {
        self.editor = Editor::default();
        (self.line, self.back, self.done) = (recipe.to_string(), 0, false);
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        let [input, below] = rows(area);
        let reading = read(self.editor.text(), context.recipe);
        write(self.typed(&reading, usize::from(input.width)), input, buffer);
        write(self.remark(&reading), below, buffer);
    }
}

impl Prompt {
    /// What is typed, as much of it as fits `width`, with what is wrong marked and the cursor.
    fn typed(&self, reading: &PromptReading, width: usize) -> Line<'static> {
        let (text, cursor) = (self.editor.text(), self.editor.cursor());
        let wrong = if let PromptReading::Wrong(place, _) = reading { place.clone() } else { 0..0 };
        let mut spans: Vec<Span<'static>> = text
            .char_indices()
            .chain([(text.len(), ' ')])
            .map(|(index, character)| {
                let style =
                    if wrong.contains(&index) { theme::KEY.add_modifier(Modifier::UNDERLINED) } else { theme::TEXT };
                let style = if index == cursor { style.add_modifier(Modifier::REVERSED) } else { style };
                Span::styled(character.to_string(), style)
            })
            .collect();
        // The cursor is always seen.
        let before = text[..cursor].chars().count();
        spans.drain(..(before + 2).saturating_sub(width).min(before));
        spans.insert(0, Span::styled(":", theme::TITLE));
        Line::from(spans)
    }

    /// What is wrong, or what may follow.
    fn remark(&self, reading: &PromptReading) -> Line<'static> {
        let text = self.editor.text();
        let (_, names) = completion::candidates(&text[..self.editor.cursor()]);
        match reading {
            PromptReading::Nothing => Line::styled(HELP, theme::DIM),
            _ if !names.is_empty() => Line::styled(names.join("  "), theme::DIM),
            PromptReading::Wrong(_, why) => Line::styled(why.clone(), theme::KEY),
            PromptReading::Change(_) | PromptReading::Show(_) => Line::default(),
        }
    }
}

/// The row of what is typed, and the one below it: above the status bar's, which messages share, where there is room.
fn rows(area: Rect) -> [Rect; 2] {
    let row = |from_below: u16| {
        let height = u16::from(area.height >= from_below);
        Rect { y: area.bottom().saturating_sub(from_below).max(area.y), height, ..area }
    };
    if area.height > 3 { [row(3), row(2)] } else { [row(2), row(1)] }
}

fn write(line: Line<'static>, area: Rect, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    Paragraph::new(line).style(theme::TEXT).render(area, buffer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    fn recipe(line: &str) -> Recipe {
        parse(line).unwrap().recipe
    }

    fn typing(prompt: &mut Prompt, text: &str, here: &Recipe) -> Answer {
        text.chars().map(|letter| prompt.key(Key::Char(letter), here)).last().unwrap()
    }

    fn opened() -> (Prompt, Recipe) {
        let (mut prompt, here) = (Prompt::default(), recipe("mondrian:7"));
        prompt.opened(&here);
        (prompt, here)
    }

    #[test]
    fn the_picture_follows_what_is_right() {
        let (mut prompt, here) = opened();
        // Letters that are keys elsewhere are letters here.
        assert_eq!(typing(&mut prompt, "deep:q", &here), Answer::Done);
        prompt.key(Key::Backspace, &here);
        assert_eq!(typing(&mut prompt, "3", &here), Answer::Preview(Some(Box::new(recipe("deep:3")))));
        assert_eq!(prompt.key(Key::Enter, &here), Answer::Show(recipe("deep:3")));
        assert!(prompt.is_done());
    }

    #[test]
    fn what_is_wrong_is_not_kept_and_escape_leaves_things_as_they_were() {
        let (mut prompt, here) = opened();
        typing(&mut prompt, "zoom=x", &here);
        assert_eq!(prompt.key(Key::Enter, &here), Answer::Done);
        assert!(!prompt.is_done());
        assert_eq!(prompt.key(Key::Esc, &here), Answer::Preview(None));
        assert!(prompt.is_done());
        assert_eq!(prompt.key(Key::Ctrl('c'), &here), Answer::Pass);
    }

    #[test]
    fn earlier_lines_come_back_the_artworks_own_first() {
        let (mut prompt, here) = opened();
        typing(&mut prompt, "zoom=2", &here);
        assert_eq!(prompt.key(Key::Enter, &here), Answer::Change(recipe("mondrian:7+zoom=2")));
        let there = recipe("mondrian:7+zoom=2");
        prompt.opened(&there);
        prompt.key(Key::Up, &there);
        assert_eq!(prompt.editor.text(), "mondrian:7+zoom=2");
        prompt.key(Key::Up, &there);
        prompt.key(Key::Up, &there);
        assert_eq!(prompt.editor.text(), "zoom=2");
        prompt.key(Key::Down, &there);
        prompt.key(Key::Down, &there);
        assert_eq!(prompt.editor.text(), "");
    }

    #[test]
    fn it_is_drawn_on_any_size_with_the_fault_where_it_stands() {
        let (mut prompt, here) = opened();
        typing(&mut prompt, "deep:1+zom=2", &here);
        let context = Context { recipe: &here, found: None };
        for (width, height) in [(0, 0), (1, 1), (2, 2), (9, 3), (80, 24), (300, 5)] {
            let area = Rect::new(0, 0, width, height);
            prompt.draw(&context, area, &mut Buffer::empty(area));
        }
        let area = Rect::new(0, 0, 80, 24);
        let mut buffer = Buffer::empty(area);
        prompt.draw(&context, area, &mut buffer);
        let row = |y: u16| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        assert!(row(21).starts_with(":deep:1+zom=2 ") && row(22).contains("did you mean 'zoom'?"), "{}", row(22));
        let marked = |x: u16| buffer[(x, 21)].modifier.contains(Modifier::UNDERLINED);
        assert_eq!((0..80).filter(|x| marked(*x)).collect::<Vec<_>>(), (8..13).collect::<Vec<_>>());
    }
}
