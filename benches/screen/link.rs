//! What a viewer sees over a link of a given rate and round trip, simulated in virtual time with the real
//! encoder and the real pacing: frames a second, the picture against the one due at that moment, and the
//! time from a key to the text that answers it.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ratatui::backend::Backend as _;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use thinwire::link::pacing::Pacing;
use thinwire::wire::encoder::Encoder;

use ratatui_crossterm::CrosstermBackend;

use crate::pictures::{Loop, paint};
use crate::viewer::{Viewer, decibels, squared_error, wanted};

const STATUS_QUERY: &[u8] = b"\x1b[5n";
const SECONDS: f64 = 12.0;
/// The start is not counted.
const SETTLED: f64 = 2.0;
/// From here on keys are pressed, and the picture is not judged any more.
const KEYS_FROM: f64 = 6.0;
const TICK: Duration = Duration::from_millis(1);
/// A key that opens or closes a page of text is pressed this often.
const KEY_EVERY: Duration = Duration::from_millis(777);

struct Link {
    name: &'static str,
    /// Bytes a second.
    rate: f64,
    round_trip: Duration,
}

const LINKS: [Link; 4] = [
    Link { name: "LAN", rate: 125e6, round_trip: Duration::from_micros(300) },
    Link { name: "10 Mbit/s", rate: 1.25e6, round_trip: Duration::from_millis(20) },
    Link { name: "1 Mbit/s", rate: 125e3, round_trip: Duration::from_millis(80) },
    Link { name: "256 kbit/s", rate: 32e3, round_trip: Duration::from_millis(150) },
];

pub(crate) fn print() {
    println!(
        "\n`default` at visual speed 1 over simulated links, 160×48; below each, without control (every frame, ratatui's bytes)"
    );
    let pictures = paint("default", "default:42", 1.0, 300, 160, 48);
    for link in &LINKS {
        Simulation::new(link, &pictures, true).run(link.name);
        Simulation::new(link, &pictures, false).run("");
    }
}

struct Packet {
    arrives: Instant,
    bytes: Vec<u8>,
    /// When the key was pressed that this answers.
    answers: Option<Instant>,
    picture: bool,
}

struct Simulation<'a> {
    link: &'a Link,
    pictures: &'a Loop,
    controlled: bool,
    start: Instant,
    encoder: Encoder,
    pacing: Pacing,
    /// When the link has carried what was put on it.
    free: Instant,
    packets: VecDeque<Packet>,
    replies: VecDeque<Instant>,
    viewer: Viewer,
    previous: Buffer,
    next_uncontrolled: Instant,
    help: bool,
    /// A key whose answer is not all on its way.
    pressed: Option<Instant>,
    frames: usize,
    keys: Vec<f64>,
    errors: Vec<f64>,
}

impl<'a> Simulation<'a> {
    fn new(link: &'a Link, pictures: &'a Loop, controlled: bool) -> Self {
        let start = Instant::now();
        let area = pictures.frames[0].area;
        let mut pacing = Pacing::new(30.0);
        pacing.set_cells(pictures.frames[0].content.len());
        Self {
            link,
            pictures,
            controlled,
            start,
            encoder: Encoder::default(),
            pacing,
            free: start,
            packets: VecDeque::new(),
            replies: VecDeque::new(),
            viewer: Viewer::new(area.width, area.height),
            previous: Buffer::empty(area),
            next_uncontrolled: start,
            help: false,
            pressed: None,
            frames: 0,
            keys: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn run(mut self, name: &str) {
        // A bare status query before the first frame: the honest round trip.
        self.pacing.sent(self.start, STATUS_QUERY.len());
        self.put(self.start, STATUS_QUERY.to_vec(), None, false);
        // Frames change every thirtieth of a second; the eye looks in between.
        let look = self.start + Duration::from_millis(16);
        let (mut now, mut key, mut look) = (self.start, self.start + Duration::from_secs_f64(KEYS_FROM), look);
        while now < self.start + Duration::from_secs_f64(SECONDS) {
            now += TICK;
            self.deliver(now);
            // The key was pressed half a round trip ago.
            let pressed = (now >= key + self.link.round_trip / 2).then_some(key);
            if pressed.is_some() {
                self.help = !self.help;
                key += KEY_EVERY;
            }
            self.show(now, pressed);
            if now >= look {
                look += Duration::from_secs_f64(1.0 / 30.0);
                self.look(now);
            }
        }
        self.report(name);
    }

    fn due_picture(&self, now: Instant) -> &Buffer {
        let index = (now - self.start).as_secs_f64() * 30.0;
        &self.pictures.frames[index as usize % self.pictures.frames.len()]
    }

    fn with_help(&self, now: Instant) -> Buffer {
        let mut buffer = self.due_picture(now).clone();
        if self.help {
            // As many bytes as the keys take.
            let styles = [Style::new().fg(Color::Indexed(222)), Style::new().fg(Color::Indexed(254))];
            for row in 0..24 {
                for (column, text) in (0..).zip(["key          ", "what it does, in words    "].repeat(2)) {
                    let style = styles[column as usize % 2].bg(Color::Indexed(233));
                    buffer.set_string(40 + 20 * column, 10 + row, text, style);
                }
            }
        }
        buffer
    }

    fn show(&mut self, now: Instant, pressed: Option<Instant>) {
        let mut due = if self.controlled { self.pacing.due(now) <= now } else { now >= self.next_uncontrolled };
        if !due && pressed.is_none() {
            return;
        }
        let mut pressed = pressed.or(self.pressed.take());
        let buffer = self.with_help(now);
        let mut out = Vec::new();
        if self.controlled {
            let whole = self.encoder.encode_text_within(&buffer, self.pacing.text_budget(), &mut out);
            let waits = self.pacing.text_sent(now, out.len(), whole);
            if !whole {
                // A key is answered when all of its text has come.
                self.pressed = pressed;
                pressed = None;
            }
            due = !waits && self.pacing.due(now) <= now;
            if due {
                self.encoder.encode_picture(self.pacing.budget(), &mut out);
                self.pacing.paced(now);
            }
            out.extend(STATUS_QUERY);
            self.pacing.sent(now, out.len());
        } else {
            self.next_uncontrolled = now + Duration::from_secs_f64(1.0 / 30.0);
            CrosstermBackend::new(&mut out).draw(self.previous.diff(&buffer).into_iter()).unwrap();
            self.previous = buffer;
        }
        self.put(now, out, pressed, due);
    }

    fn put(&mut self, now: Instant, bytes: Vec<u8>, answers: Option<Instant>, picture: bool) {
        self.free = self.free.max(now) + Duration::from_secs_f64(bytes.len() as f64 / self.link.rate);
        self.packets.push_back(Packet { arrives: self.free + self.link.round_trip / 2, bytes, answers, picture });
    }

    fn deliver(&mut self, now: Instant) {
        while let Some(packet) = self.packets.pop_front_if(|packet| packet.arrives <= now) {
            self.viewer.feed(&packet.bytes);
            self.replies.push_back(packet.arrives + self.link.round_trip / 2);
            if packet.arrives > self.start + Duration::from_secs_f64(SETTLED) {
                self.frames += usize::from(packet.picture);
                self.keys.extend(packet.answers.map(|pressed| (packet.arrives - pressed).as_secs_f64() * 1e3));
            }
        }
        while let Some(reply) = self.replies.pop_front_if(|reply| *reply <= now) {
            self.pacing.acknowledged(reply);
        }
    }

    fn look(&mut self, now: Instant) {
        if (SETTLED..KEYS_FROM).contains(&(now - self.start).as_secs_f64()) {
            self.errors.push(squared_error(&self.viewer.pixels(), &wanted(self.due_picture(now))));
        }
    }

    fn report(mut self, name: &str) {
        self.keys.sort_by(f64::total_cmp);
        let key = self.keys.get(self.keys.len() * 95 / 100).copied().unwrap_or(f64::INFINITY);
        let fps = self.frames as f64 / (SECONDS - SETTLED);
        let psnr = decibels(self.errors.iter().sum::<f64>() / self.errors.len() as f64);
        let rate = self.pacing.rate().unwrap_or_default() * 8e-6;
        println!("{name:11} key p95 {key:5.0} ms  {fps:4.1} frames/s  {psnr:4.1} dB  (rate seen {rate:.2} Mbit/s)");
    }
}
