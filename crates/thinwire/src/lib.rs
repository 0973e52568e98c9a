//! Moving pictures and text on a terminal, over any link.
//!
//! A [`ratatui`] buffer goes in, bytes within a budget come out, and the record of what the terminal really shows stays
//! exact whatever was left out. ratatui's own `Terminal` assumes that every cell was sent, which an encoder with a
//! budget cannot promise; so it is not used here.
//!
//! | room | what |
//! | --- | --- |
//! | [`cells`] | pixels → cells: glyphs, dither, how many colours there are |
//! | [`wire`] | cells → bytes within a budget: encoder, images, hyperlinks, recorder |
//! | [`link`] | when and how much: pacing by acknowledgements, multiplexers, image size; time is an argument |
//! | [`input`] | bytes → keys, mouse and replies |
//! | `tty` | the device and signals: all the I/O |
//!
//! Each room imports from those before it alone. [`Screen`] puts them together.
//!
//! ```
//! use ratatui::{buffer::Buffer, layout::Rect, style::Color};
//! use thinwire::wire::encoder::Encoder;
//!
//! // Two pixels in a cell; text exactly, the picture within 512 bytes.
//! let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
//! buffer[(0, 0)].set_char('▀').set_fg(Color::Rgb(200, 80, 0)).set_bg(Color::Rgb(0, 40, 90));
//! let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
//! encoder.encode_text(&buffer, &mut bytes);
//! assert!(encoder.encode_picture(512, &mut bytes).complete);
//!
//! // The terminal shows it now: nothing is left to send.
//! bytes.clear();
//! encoder.encode_text(&buffer, &mut bytes);
//! encoder.encode_picture(512, &mut bytes);
//! assert!(bytes.is_empty());
//! ```

use std::sync::Arc;

pub mod cells;
pub mod input;
pub mod link;
mod medium;
mod screen;
mod tty;
pub mod wire;

pub use cells::ansi::Ansi;
pub use cells::depth::ColorDepth;
pub use cells::glyph::Glyphs;
pub use cells::{Layers, Pixels, Wanted};
pub use input::Reply;
pub use link::locale::is_utf8;
pub use medium::Medium;
pub use screen::{Copied, Delivery, Event, Link, Screen, ScreenError, ScreenOptions};
pub use tty::{Size, delay_closing, interpret_sequences, terminal_size};
pub use wire::hyperlink::{Hyperlink, file_uri};
pub use wire::image::{Image, Protocol};

/// The variables of an environment, by name.
pub type Environment<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The colours that a terminal surely has, by the variables of an environment.
pub fn color_depth(environment: &Environment<'_>) -> ColorDepth {
    link::detection::Detection::new(None, environment).depth()
}

/// Where events go, from any thread.
pub type Deliver = Arc<dyn Fn(Event) + Send + Sync>;
