//! What the terminal offers: the characters and images that a picture can be drawn with, and its own colours.

use std::time::Duration;

use super::State;
use super::steer::Way;
use crate::recipe::{ColorMode, Recipe};
use crate::work::Work;
use thinwire::{Medium, Protocol};

impl State {
    /// What the picture is drawn with: what was chosen, once the terminal has said that it can show that.
    pub(crate) fn medium(&self) -> Medium {
        if self.offered.contains(&self.medium) { self.medium } else { Medium::default() }
    }

    /// Shows the picture in another way, as soon as that is offered.
    pub(crate) fn set_medium(&mut self, medium: Medium) {
        self.medium = medium;
    }

    /// Notes whether the terminal shows images of this kind. Returns whether the picture has to be painted again.
    pub(crate) fn offer(&mut self, protocol: Protocol, supported: bool, now: Duration) -> bool {
        let image = Medium::Image(protocol);
        let known = self.offered.contains(&image);
        if supported && !known {
            self.offered =
                Medium::ALL.into_iter().filter(|medium| *medium == image || self.offered.contains(medium)).collect();
        } else if !supported && self.medium == image {
            self.medium = Medium::default();
            self.say(format!("this terminal has no {} images", protocol.name()), now);
        }
        supported && !known && self.medium == image
    }

    pub(super) fn other_medium(&mut self, way: Way, now: Duration) {
        let here = self.offered.iter().position(|medium| *medium == self.medium());
        self.medium = self.offered.get(way.go(here, self.offered.len())).copied().unwrap_or_default();
        self.say(format!("glyphs: {}", self.medium.name()), now);
    }

    /// Paints the picture in the terminal's own colours, from dark to light: they become colours of the recipe, so that
    /// its line shows the same on any terminal. Returns whether anything changes.
    pub(crate) fn paint_in(&mut self, colors: Vec<[u8; 3]>, now: Duration) -> bool {
        let colors = ColorMode::Hex(colors);
        // One colour makes no picture.
        let few = matches!(&colors, ColorMode::Hex(colors) if colors.len() < 2);
        if few || self.terminal_colors.as_ref() == Some(&colors) {
            return false;
        }
        self.terminal_colors = Some(colors.clone());
        let (before, after) = (self.work(), self.work_of(Recipe { color: colors.clone(), ..self.recipe().clone() }));
        // Weights out of a file mean the colours that they have.
        let fits = before.shares_weights(&after);
        if fits {
            self.steer(now, |recipe, _| recipe.color = colors);
        }
        fits
    }

    /// Another picture in the terminal's own colours, if those are what is shown, and its weights can paint in them.
    pub(crate) fn in_terminal_colors(&self, work: &Work) -> Work {
        let recipe = work.recipe().clone();
        let colored = match &self.terminal_colors {
            Some(colors) if self.recipe().color == *colors => {
                work.with(Recipe { color: colors.clone(), ..recipe }.canonical())
            }
            _ => work.with(recipe),
        };
        if colored.shares_weights(work) { colored } else { work.with(work.recipe().clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::action::Action;
    use super::super::{learnt, watching};
    use super::*;
    use crate::recipe::text::parse;

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn the_terminals_colours_become_the_lines_until_others_are_chosen() {
        let mut state = watching("default:42");
        let colors = vec![[0, 0, 0], [205, 0, 0], [255, 255, 255]];
        assert!(state.paint_in(colors.clone(), NOW));
        assert!(!state.paint_in(colors, NOW), "they are the same");
        assert_eq!(state.line(NOW), "default:42+color=hex:000000,cd0000,ffffff");
        let next = Work::new(parse("glossy:7").unwrap().recipe);
        assert!(state.in_terminal_colors(&next).label().ends_with("+color=hex:000000,cd0000,ffffff"));
        state.update(Action::Color, NOW);
        assert_eq!(state.in_terminal_colors(&next), next);
        assert!(!state.paint_in(vec![[0, 0, 0]], NOW), "one colour makes no picture");
    }

    #[test]
    fn a_picture_by_weights_keeps_its_colours() {
        let photo = learnt("glossy:0", 2.0, "photo.safetensors");
        let mut state = State::new(photo.clone(), 1.0, NOW);
        let colors = vec![[0, 0, 0], [205, 0, 0], [255, 255, 255]];
        assert!(!state.paint_in(colors.clone(), NOW) && state.work() == photo);
        // Nor does one that comes behind pictures in the terminal's.
        let mut state = watching("default:42");
        assert!(state.paint_in(colors, NOW));
        assert_eq!(state.in_terminal_colors(&photo), photo);
    }
}
