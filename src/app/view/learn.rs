//! A network that learns: its picture, and below it how near that is to what it learns.
//!
//! ```text
//! ┌──────────────────────────────────────┐
//! │                                      │
//! │           picture so far             │
//! │                                      │
//! │ learning photo.jpg  31.2 dB  64x6 sin│
//! │ ▇▇▆▅▄▄▃▃▂▂▂▁▁   sines bring detail … │
//! │ Enter keeps it  Tab picture  …       │
//! └──────────────────────────────────────┘
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::chart::{self, below, write};
use super::prose::{footer, wrapped};
use super::{Answer, Context, Overlay, theme};
use crate::app::action::{Action, Key, bindings, key_of};
use crate::app::learning::LearningProgress;
use crate::app::look::{Finding, StandIn};
use crate::app::overlay_name::OverlayName;
use crate::recipe::{Activation, Activations, Knob, Recipe};
use comparison::{Compared, Comparison};

mod comparison;

/// The key that compares.
const COMPARE: Key = Key::Tab;
/// Rows of the panel: title, curve, keys, and one that the status bar covers.
const ROWS: u16 = 5;
/// Rows of the curve.
const CURVE: u16 = 2;
/// The fewest rows of a screen with the whole panel; on others there is the title alone.
const ROOM: u16 = 14;
/// The most columns of the curve.
const WIDEST: u16 = 60;
/// The least that the curve shows: from the first step to this one, and this many decibels.
const FIRST_STEPS: f64 = 512.0;
const SPAN: f64 = 24.0;

/// What it knows of the network, and what it shows.
#[derive(Debug, Default)]
pub(super) struct Learn {
    progress: Option<Arc<LearningProgress>>,
    shown: Compared,
}

impl Overlay for Learn {
    fn picture(&self, area: Rect) -> Rect {
        Rect { height: area.height.saturating_sub(rows(area)), ..area }
    }

    fn key(&mut self, key: Key, _: &Recipe) -> Answer {
        if key != COMPARE {
            return Answer::Pass;
        }
        let pictures = self.progress.as_ref().map_or(1, |progress| progress.pictures.len());
        self.shown = self.shown.next(pictures);
        Answer::Done
    }

    fn paste(&mut self, _: &str, _: &Recipe) -> Answer {
        Answer::Say(format!("not while it learns: {} keeps it, and then lines can be pasted", Key::Enter))
    }

    fn stand_in(&self, _: &Recipe) -> Option<Box<dyn StandIn>> {
        let pictures = Arc::clone(&self.progress.as_ref()?.pictures);
        Some(Box::new(Comparison { pictures, shown: self.shown }))
    }

    fn receive(&mut self, finding: &Finding) {
        if let Ok(progress) = Arc::clone(finding).downcast::<LearningProgress>() {
            self.progress = Some(progress);
        }
    }

    fn draw(&self, _: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        let panel = below(area, area.height - rows(area));
        Clear.render(panel, buffer);
        Block::new().style(theme::TEXT).render(panel, buffer);
        let Some(progress) = &self.progress else { return };
        let rest = write(title(progress), panel, buffer);
        if rows(area) < ROWS {
            return;
        }
        let body = Rect { height: CURVE, ..rest };
        let curve = Rect { width: (body.width / 2).min(WIDEST), ..body };
        draw_curve(progress, inset(curve), buffer);
        let words = Rect { x: curve.right(), width: body.width - curve.width, ..body };
        draw_words(&self.words(progress), inset(words), buffer);
        footer(&self.keys(progress), Rect { height: 1, ..inset(below(rest, CURVE)) }, buffer);
    }
}

/// Rows of the panel on a screen of `area`.
fn rows(area: Rect) -> u16 {
    let wanted = if area.height < ROOM { 2 } else { ROWS };
    // Of the picture one row stays.
    wanted.min(area.height.saturating_sub(1))
}

/// `area` without its first and last column.
fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

/// What learns, and how far it is: the most important first.
fn title(progress: &LearningProgress) -> Line<'static> {
    let psnr = progress.psnr().map_or_else(String::new, |psnr| format!("  {psnr:.1} dB"));
    let state = match progress {
        LearningProgress { ended: true, .. } => "  ended".to_owned(),
        LearningProgress { running: false, .. } => "  paused".to_owned(),
        LearningProgress { pace, .. } if *pace != 1.0 => format!("  pace {pace}"),
        _ => String::new(),
    };
    Line::from(vec![
        Span::styled(format!(" learning {}", progress.name), theme::TITLE),
        Span::styled(psnr, theme::KEY),
        Span::styled(format!("  step {}", progress.steps), theme::TEXT),
        Span::styled(format!("  {}", progress.shape_text()), theme::TEXT),
        Span::styled(state, theme::KEY),
    ])
}

/// The error over the steps, both on logarithmic scales: bars that shrink.
fn draw_curve(progress: &LearningProgress, area: Rect, buffer: &mut Buffer) {
    let Some((_, first)) = progress.curve.first() else { return };
    let finite = progress.curve.iter().map(|(_, psnr)| *psnr).filter(|psnr| psnr.is_finite());
    let (worst, best) = finite.fold((*first, first + SPAN), |(low, high), psnr| (low.min(psnr), high.max(psnr)));
    let last = (progress.steps as f64).max(FIRST_STEPS).ln_1p();
    let height = |column: u16| {
        let log = f64::from(column) / f64::from(area.width.max(2) - 1) * last;
        let seen = progress.curve.partition_point(|(steps, _)| (*steps as f64).ln_1p() <= log);
        let is_past = log <= (progress.steps as f64).ln_1p() || column == 0;
        let point = progress.curve.get(seen.saturating_sub(1)).filter(|_| is_past);
        // What is perfect still leaves a line.
        point.map_or(0.0, |(_, psnr)| (1.0 - (psnr - worst) / (best - worst)).max(0.05))
    };
    let heights: Vec<f64> = (0..area.width).map(height).collect();
    chart::draw_columns(&heights, |_| chart::signed(0.7), area, buffer);
}

fn draw_words(words: &str, area: Rect, buffer: &mut Buffer) {
    let lines = wrapped(&[Line::styled(words.to_owned(), theme::TEXT)], area.width);
    let mut rest = area;
    for line in lines.into_iter().take(area.height.into()) {
        rest = write(line, rest, buffer);
    }
}

impl Learn {
    /// A sentence about what is seen.
    fn words(&self, progress: &LearningProgress) -> String {
        match self.shown {
            Compared::Picture(_) => "This is the picture that it learns.".to_owned(),
            Compared::Difference => format!("What differs, {} times as strong.", comparison::STRONGER),
            Compared::Network if progress.ended => {
                let on = key_of(bindings(), Action::Pause);
                format!("It has ended. {} keeps it, {on} lets it learn on.", Key::Enter)
            }
            Compared::Network => {
                lesson(&progress.shape.activation, &key_of(bindings(), Action::Turn(Knob::Activation, 1)))
            }
        }
    }

    /// The keys, the most important first.
    fn keys(&self, progress: &LearningProgress) -> Vec<(String, ratatui::style::Style)> {
        let key = |action| key_of(bindings(), action);
        let turn = |knob, steps| key(Action::Turn(knob, steps));
        let entries = [
            format!("{} keeps it", Key::Enter),
            format!("{COMPARE} {}", self.shown.next(progress.pictures.len()).name()),
            format!("{} pauses", key(Action::Pause)),
            format!("{} {} layers", turn(Knob::Depth, -1), turn(Knob::Depth, 1)),
            format!("{} {} width", turn(Knob::Width, -1), turn(Knob::Width, 1)),
            format!("{} activation", turn(Knob::Activation, 1)),
            format!("{} {} pace", key(Action::Speed(-1)), key(Action::Speed(1))),
            format!("{} x-ray", key(Action::Toggle(OverlayName::Xray))),
            format!("{} leaves", key(Action::Quit)),
        ];
        let style = |index| if index == 0 { theme::KEY } else { theme::DIM };
        entries.into_iter().enumerate().map(|(index, entry)| (entry, style(index))).collect()
    }
}

/// What an activation is good for; `key` goes to the next one.
fn lesson(activation: &Activations, key: &str) -> String {
    let one = match activation {
        Activations::All(activation) => *activation,
        _ => return format!("Each layer has its own activation. {key} gives all the same."),
    };
    let name = one.name();
    match one {
        Activation::Sin => format!("Sines bring fine detail: hair, edges. {key} tries others."),
        Activation::Tanh | Activation::Sigmoid | Activation::Softplus => {
            format!("{name} is smooth: it learns broad shapes first, and stays foggy. {key} to sin: it gets the hair.")
        }
        Activation::Relu | Activation::LeakyRelu | Activation::Abs => {
            format!("{name} folds flat pieces: broad shapes first, fine detail late. {key} to sin: it gets the hair.")
        }
        _ => format!("{name}: compare it with sin, which gets the hair. {key} tries others."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{Picture, Shape};

    fn learn(curve: Vec<(u64, f64)>) -> Learn {
        let progress = LearningProgress {
            name: "photo.jpg".to_owned(),
            pictures: [Picture::from_pixels([2, 1], vec![[0.0; 3], [1.0; 3]])].into(),
            shape: Shape::default(),
            steps: curve.last().map_or(0, |(steps, _)| *steps),
            curve,
            running: true,
            ended: false,
            pace: 2.0,
        };
        let mut view = Learn::default();
        let finding: Finding = Arc::new(progress);
        view.receive(&finding);
        view
    }

    fn rows_of(view: &Learn, [width, height]: [u16; 2]) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let recipe = Shape::default().recipe(1);
        view.draw(&Context { recipe: &recipe, found: None }, area, &mut buffer);
        let row = |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        buffer.content.chunks(usize::from(width)).map(row).collect()
    }

    #[test]
    fn the_panel_says_what_learns_how_far_it_is_and_which_keys_there_are() {
        let rows = rows_of(&learn(vec![(0, 10.0), (9, 20.0), (700, 30.25)]), [100, 30]);
        let row = |text: &str| rows.iter().position(|row| row.contains(text)).unwrap_or_else(|| panic!("{rows:#?}"));
        assert_eq!(row("learning photo.jpg  30.2 dB  step 700  64x6 sin  pace 2"), 25);
        assert_eq!(row("Sines bring fine detail"), 26);
        assert_eq!(row("Enter keeps it  Tab picture  space pauses"), 28);
        assert_eq!(learn(Vec::new()).picture(Rect::new(0, 0, 100, 30)).height, 25);
    }

    #[test]
    fn the_curve_falls_as_the_error_does() {
        let curve: Vec<(u64, f64)> = (0..600).map(|steps| (steps, 10.0 + 3.0 * (steps as f64).ln_1p())).collect();
        let rows = rows_of(&learn(curve), [100, 30]);
        let height = |row: &str, column: usize| " ▁▂▃▄▅▆▇█".find(row.chars().nth(column).unwrap()).unwrap();
        let bars: Vec<usize> = (1..49).map(|column| height(&rows[26], column) + height(&rows[27], column)).collect();
        assert!(bars.is_sorted_by(|one, next| one >= next) && bars[0] > bars[47] && bars[47] > 0, "{rows:#?}");
    }

    #[test]
    fn a_small_screen_keeps_the_title_and_most_of_the_picture() {
        let view = learn(vec![(5, 12.0)]);
        for size in [[1, 1], [9, 2], [40, 6], [40, 13]] {
            let rows = rows_of(&view, size);
            let picture = view.picture(Rect::new(0, 0, size[0], size[1]));
            assert!(picture.height > 0 && rows.len() == usize::from(size[1]), "{size:?}");
        }
        assert!(rows_of(&view, [40, 6])[4].starts_with(" learning photo.jpg  12.0 dB"));
    }
}
