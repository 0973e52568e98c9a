//! From the state to the screen: where the picture stands, what lies over it, when it goes out.

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::Runner;
use super::input::Under;
use crate::app::stage::Painted;
use crate::app::view::{Canvas, Context, Open, Overlay, Screenful, Status};
use crate::painter::Viewport;
use thinwire::cells::plain;
use thinwire::{Ansi, Hyperlink, Image, Layers, Link, Medium, Pixels, Protocol};

/// A colour tolerance (Oklab × 100) that an eye can see: from here on the status bar says so, and why.
const VISIBLE: f64 = 1.0;
/// Tolerances between which the motion keeps its pace: above it slows, for what moves less is drawn better.
const STEADY: std::ops::Range<f64> = 1.6..2.6;
/// How much a frame slows the motion or lets it go faster again, and the slowest pace.
const SLOWER: f64 = 0.97;
const FASTER: f64 = 1.01;
const SLOWEST: f64 = 0.25;

impl Runner {
    pub(super) fn area(&self) -> Rect {
        let size = self.screen.size();
        Rect::new(0, 0, size.columns, size.rows)
    }

    /// Where the picture stands on the screen.
    pub(super) fn picture_area(&self) -> Rect {
        let area = self.area();
        self.state.overlays.top().map_or(area, |view| view.picture(area))
    }

    /// Tells the state how much room the picture has, which an opened view may have changed.
    pub(super) fn fit(&mut self) {
        let (aspect, area) = (self.screen.size().aspect, self.picture_area());
        self.state.resize(f64::from(area.width) * aspect, f64::from(area.height));
        self.state.fit_pictures();
    }

    /// Takes up the size that the terminal has now.
    pub(super) fn resize(&mut self) {
        self.say_what_is_cut();
        self.fit();
        self.schedule.change();
    }

    /// What lies under the pointer, in cells from the top left.
    pub(super) fn under(&self, cell: [u16; 2]) -> Option<Under> {
        let area = self.area();
        let place = match self.open_view() {
            Some(open) => open.view.picture_under(cell, &open.context, area)?,
            None => Some(area).filter(|area| area.contains((cell[0], cell[1]).into()))?,
        };
        Some(Under { place, sides: self.state.sides() })
    }

    /// Where an image stands on the screen: one of sixels that reached the last row could scroll it away.
    fn image_area(&self) -> Rect {
        let (screen, picture) = (self.area(), self.picture_area());
        let in_last_row = self.drawn == Medium::Image(Protocol::Sixel) && picture.bottom() == screen.bottom();
        Rect { height: picture.height.saturating_sub(u16::from(in_last_row)), ..picture }
    }

    pub(super) fn viewport(&self) -> Viewport {
        let (size, area) = (self.screen.size(), self.image_area());
        if let Medium::Image(protocol) = self.drawn {
            let [width, height] = self.screen.image_size(protocol, area);
            let per_cell = |pixels: u32, cells: u16| f64::from(pixels) / f64::from(cells.max(1));
            let aspect = size.aspect * per_cell(height, area.height) / per_cell(width, area.width);
            return Viewport { width, height, aspect, samples: self.options.samples };
        }
        let (across, down) = self.drawn.glyphs().pixels();
        Viewport {
            width: u32::from(area.width) * u32::from(across),
            height: u32::from(area.height) * u32::from(down),
            aspect: size.aspect * f64::from(down) / f64::from(across),
            samples: self.options.samples,
        }
    }

    pub(super) fn show_if_due(&mut self) {
        let instant = Instant::now();
        if !self.schedule.shows(self.due(instant), self.now()) {
            return;
        }
        let chrome_until = self.state.next_change(self.now());
        let (layers, link) = self.draw();
        self.screen.set_hyperlink(link);
        let area = self.image_area();
        let image = image(self.painted.as_ref(), self.drawn, area, self.number);
        let complete = self.screen.show(&layers, image, instant).complete;
        self.schedule.shown(complete, chrome_until);
        self.throttle();
    }

    /// Has a picture that is shown as an image painted again, once it is known that the link carries a finer one.
    pub(super) fn refine_image(&mut self) {
        let area = self.image_area();
        let Medium::Image(protocol) = self.drawn else { return };
        let [width, height] = self.screen.image_size(protocol, area);
        let image = image(self.painted.as_ref(), self.drawn, area, self.number);
        if image.is_some_and(|image| width > image.pixels.width || height > image.pixels.height) {
            self.schedule.repaint();
        }
    }

    /// Lets the motion slow to what the link can carry.
    fn throttle(&mut self) {
        let (now, tolerance, throttle) = (self.now(), self.screen.link().tolerance, self.state.clock.throttle());
        let factor = if tolerance > STEADY.end {
            SLOWER
        } else if tolerance < STEADY.start {
            FASTER
        } else {
            1.0
        };
        let next = (throttle * factor).clamp(SLOWEST, 1.0);
        if next != throttle && self.state.moves(now) {
            self.state.clock.set_throttle(next, now);
        }
    }

    /// The wanted grid, and the hyperlink on it.
    fn draw(&self) -> (Layers, Option<Hyperlink>) {
        let now = self.now();
        let area = self.area();
        let mut layers = Layers::empty(area);
        let (line, facts, progress) = (self.state.line(now), self.facts(), self.state.notices.exporting());
        let link = Screenful {
            canvas: match &self.painted {
                Some((painted, medium)) => Canvas { frame: Some(&painted.frame), medium: *medium },
                None => Canvas { frame: None, medium: self.drawn },
            },
            status: (self.shows_status() && !self.options.clean).then_some(Status {
                line: &line,
                changed: self.state.changed(),
                facts: &facts,
            }),
            toast: self.state.notices.toast(now).filter(|_| !self.options.clean),
            progress: progress.as_deref().filter(|_| !self.options.clean),
            open: self.open_view(),
        }
        .draw(area, &mut layers);
        self.continue_picture(&mut layers);
        if self.screen.is_inverted() {
            plain::invert(&mut layers);
        }
        let ansi = self.screen.ansi().unwrap_or_else(|| Ansi::xterm());
        self.screen.depth().adapt_to(ansi, &mut layers, self.drawn.glyphs());
        (layers, link)
    }

    /// Whether the status bar is shown: for a while after each key, or as long as a view has a place for it.
    fn shows_status(&self) -> bool {
        let area = self.area();
        let has_place = |view: &dyn Overlay| view.status(area).is_some();
        self.state.notices.shows_status(self.now()) || self.state.overlays.top().is_some_and(has_place)
    }

    /// Continues the last row of pixels into the last row of the screen, which an image of sixels leaves free.
    fn continue_picture(&self, buffer: &mut Buffer) {
        let area = self.image_area();
        let image = image(self.painted.as_ref(), self.drawn, area, self.number);
        let sixels = image.filter(|image| image.protocol == Protocol::Sixel && !image.pixels.pixels.is_empty());
        let Some(Image { pixels, .. }) = sixels.filter(|_| area.bottom() < self.picture_area().bottom()) else {
            return;
        };
        let last = &pixels.pixels[pixels.pixels.len() - pixels.width as usize..];
        for x in area.left()..area.right() {
            let cell = &mut buffer[(x, area.bottom())];
            if cell.symbol() == " " && cell.bg == Color::Reset {
                let column = usize::from(x - area.x) * last.len() / usize::from(area.width);
                let [red, green, blue] = last[column];
                let color = Color::Rgb(red, green, blue);
                cell.set_char('▀').set_fg(color).set_bg(color);
            }
        }
    }

    /// The open view, and what it is drawn from.
    fn open_view(&self) -> Option<Open<'_>> {
        let found = self.painted.as_ref().and_then(|(painted, _)| painted.found.as_ref());
        let context = Context { recipe: self.state.recipe(), found };
        self.state.overlays.top().map(|view| Open { view, context })
    }

    /// What the status bar shows beside the line, the most important first.
    fn facts(&self) -> Vec<String> {
        let link = self.screen.link();
        let mut facts = Vec::new();
        if self.state.clock.is_paused() {
            facts.push("paused".to_owned());
        }
        let (wanted, name) = (self.state.medium(), self.state.medium().name());
        if self.drawn != wanted && wanted.protocol().is_none() {
            facts.push(format!("no {name}: not one cell wide here, or no UTF-8"));
        } else if self.drawn != wanted && link.rate.is_some() && self.state.shows_images() {
            facts.push(format!("no {name}: the link is slow"));
        }
        let slowed = self.state.clock.throttle() < 0.9 && !self.state.clock.is_paused();
        if link.tolerance > VISIBLE || slowed {
            facts.extend(reasons(&link));
        }
        if slowed {
            facts.push(format!("slowed to {:.0}%", 100.0 * self.state.clock.throttle()));
        }
        if self.state.clock.steady() < 0.9 && !self.state.clock.is_paused() {
            facts.push("slowed: it would flash".to_owned());
        }
        if let Some(painted) = self.painted.as_ref().map(|(painted, _)| painted).filter(|painted| painted.reduction > 1)
        {
            facts.push(format!("1/{} resolution", painted.reduction));
        }
        facts.push(format!("{:.0} fps", link.fps));
        if self.drawn != Medium::default() {
            facts.push(self.drawing());
        }
        let view = self.state.recipe().view;
        facts.push(format!("zoom {}", short(view.zoom)));
        if view.center != [0.0, 0.0] {
            facts.push(format!("{}, {}", short(view.center[0]), short(view.center[1])));
        }
        if self.state.clock.speed() != 1.0 {
            facts.push(format!("speed {:.2}", self.state.clock.speed()));
        }
        facts
    }

    /// What the picture is drawn with, and how large an image is.
    fn drawing(&self) -> String {
        let name = self.drawn.name();
        match image(self.painted.as_ref(), self.drawn, self.image_area(), self.number) {
            Some(Image { pixels, .. }) => format!("{name} {}×{}", pixels.width, pixels.height),
            None => name.to_owned(),
        }
    }
}

/// The newest frame as an image, where it was painted as one and still should be shown so.
fn image(painted: Option<&(Painted, Medium)>, medium: Medium, area: Rect, number: u64) -> Option<Image<'_>> {
    let (painted, _) = painted.filter(|(_, painted_for)| *painted_for == medium)?;
    let protocol = medium.protocol().filter(|_| !area.is_empty())?;
    Some(Image { pixels: Pixels::new(painted.frame.width, &painted.frame.pixels), area, protocol, number })
}

/// Why the picture is coarse.
fn reasons(link: &Link) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Some(through) = link.through {
        reasons.push(format!("through {}", through.name()));
    }
    if link.fallback {
        reasons.push("terminal doesn't answer: slow mode".to_owned());
    } else if let Some(rate) = link.rate {
        reasons.push(megabits(rate));
        if link.through.is_none() {
            reasons.push(format!("{} ms", link.round_trip.as_millis()));
        }
    }
    if link.tolerance > VISIBLE {
        reasons.push("colours simplified".to_owned());
    }
    reasons
}

/// A rate in bytes a second, to two digits.
fn megabits(rate: f64) -> String {
    let rate = rate * 8e-6;
    if rate < 10.0 { format!("{rate:.1} Mbit/s") } else { format!("{rate:.0} Mbit/s") }
}

/// Four significant digits, without trailing zeros.
fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0 } else { (3 - value.abs().log10().floor() as i32).clamp(0, 9) };
    let text = format!("{value:.*}", digits as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
