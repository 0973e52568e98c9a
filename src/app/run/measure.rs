//! What a terminal and the link to it can do: asked and measured for a while with a picture that moves.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::inbox::receive;
use super::input;
use crate::app::action::Key;
use thinwire::input::Reply;
use thinwire::{ColorDepth, Delivery, Event, Glyphs, Layers, Link, Protocol, Screen, ScreenError, ScreenOptions, Size};

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct LinkMeasurement {
    /// The size of the terminal.
    pub size: Size,
    /// The colours that it surely has.
    pub depth: ColorDepth,
    /// The characters that look as they should here, as far as is known.
    pub glyphs: Vec<Glyphs>,
    /// For each kind of image whether it is shown; nothing where that is not known.
    pub images: [(Protocol, Option<bool>); 2],
    /// Its name and version, where it reports them.
    pub version: Option<String>,
    /// Everything that it answered, each once, in words.
    pub answers: Vec<String>,
    /// The link at the end.
    pub link: Link,
    /// Frames that were shown whole, all frames, and their bytes.
    pub frames: [usize; 2],
    /// Bytes that were sent.
    pub bytes: usize,
    /// How long it took.
    pub time: Duration,
}

/// Measures for `time`, or until a key is pressed.
///
/// # Errors
/// If there is no terminal to paint on.
pub(crate) fn measure(time: Duration) -> Result<LinkMeasurement, ScreenError> {
    let (sender, inbox) = channel();
    // The other end is gone only when all is measured.
    let deliver = Arc::new(move |event: Event| drop(sender.send(event)));
    let environment = |name: &str| std::env::var(name).ok();
    let mut screen = Screen::open(ScreenOptions::default(), &environment, deliver)?;
    let began = Instant::now();
    let mut measuring =
        Measuring { inbox, end: began + time, shown: Delivery::default(), frames: [0; 2], replies: Vec::new() };
    measuring.run(&mut screen);
    let version = measuring.replies.iter().find_map(|reply| match reply {
        Reply::Version(version) => Some(version.clone()),
        _ => None,
    });
    let mut answers: Vec<String> = measuring.replies.iter().filter_map(words).collect();
    answers.sort();
    answers.dedup();
    Ok(LinkMeasurement {
        size: screen.size(),
        depth: screen.depth(),
        glyphs: Glyphs::ALL.into_iter().filter(|glyphs| screen.fits(*glyphs)).collect(),
        images: Protocol::ALL.map(|protocol| (protocol, screen.supports(protocol))),
        version,
        answers,
        link: screen.link(),
        frames: measuring.frames,
        bytes: measuring.shown.bytes,
        time: began.elapsed(),
    })
}

struct Measuring {
    inbox: Receiver<Event>,
    end: Instant,
    /// All bytes so far.
    shown: Delivery,
    frames: [usize; 2],
    replies: Vec<Reply>,
}

impl Measuring {
    fn run(&mut self, screen: &mut Screen) {
        loop {
            let now = Instant::now();
            if now >= self.end {
                return;
            }
            if screen.due(now).is_some_and(|due| due <= now) {
                self.show(screen, now);
            }
            let due = screen.due(Instant::now()).unwrap_or(self.end).min(self.end);
            match receive(&self.inbox, due.saturating_duration_since(Instant::now())) {
                Ok(Event::Reply { reply, at }) => {
                    screen.receive(&reply, at);
                    self.replies.push(reply);
                }
                Ok(Event::Written { at }) => screen.written(at),
                Ok(Event::Key(key)) if is_end(input::key(key)) => return,
                Ok(Event::Terminate(_) | Event::Closed) => return,
                _ => {}
            }
        }
    }

    fn show(&mut self, screen: &mut Screen, now: Instant) {
        let size = screen.size();
        let mut layers = Layers::from(noise(Rect::new(0, 0, size.columns, size.rows), self.frames[1] as u64));
        screen.depth().adapt(&mut layers, Glyphs::default());
        let shown = screen.show(&layers, None, now);
        self.shown.bytes += shown.bytes;
        self.frames[0] += usize::from(shown.complete);
        self.frames[1] += 1;
    }
}

/// Whether somebody wants to leave.
fn is_end(key: Option<Key>) -> bool {
    matches!(key, Some(Key::Esc | Key::Char('q') | Key::Ctrl('c')))
}

/// What no link can leave out: every pixel is another one in each frame.
fn noise(area: Rect, frame: u64) -> Buffer {
    let mut buffer = Buffer::empty(area);
    // A linear congruential generator (Knuth's MMIX): chance is no matter here.
    let mut state = frame.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut color = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let [red, green, blue, ..] = (state >> 24).to_le_bytes();
        Color::Rgb(red / 3, green / 3, blue / 3)
    };
    for cell in &mut buffer.content {
        cell.set_char('▀').set_fg(color()).set_bg(color());
    }
    let text = " measuring the link for two seconds ";
    buffer.set_string(area.x, area.y, text, ratatui::style::Style::new().fg(Color::White).bg(Color::Black));
    buffer
}

/// An answer in words, without what differs from one to the next.
fn words(reply: &Reply) -> Option<String> {
    Some(match reply {
        Reply::Status => "status".to_owned(),
        Reply::PrimaryAttributes(attributes) => format!("primary attributes {attributes:?}"),
        Reply::SecondaryAttributes(attributes) => format!("secondary attributes {attributes:?}"),
        Reply::Mode { mode, setting } => format!("mode {mode}: {setting}"),
        Reply::Keyboard(flags) => format!("keyboard protocol, flags {flags}"),
        Reply::Window { kind, height, width } => format!("window report {kind}: {width}x{height}"),
        Reply::Setting(setting) => format!("setting {}", setting.as_deref().unwrap_or("unknown")),
        Reply::Capability(Some((name, _))) => format!("capability {name}"),
        Reply::Color { which, .. } => format!("colour {which}"),
        Reply::Graphics(_) => "graphics".to_owned(),
        // The name of a terminal is reported by itself; what says nothing is no news.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_of_noise_is_another_and_any_size_will_do() {
        let area = Rect::new(0, 0, 40, 3);
        let [a, b] = [0, 1].map(|frame| noise(area, frame));
        let same = a.content.iter().zip(&b.content).filter(|(a, b)| a.fg == b.fg && a.symbol() == "▀").count();
        assert!(same < 10, "{same}");
        for (width, height) in [(1, 1), (3, 1), (1, 5)] {
            noise(Rect::new(0, 0, width, height), 7);
        }
    }
}
