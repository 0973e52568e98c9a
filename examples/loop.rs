//! A loop in the terminal, without the program's own screen: `cargo run --release --example loop [LINE]`.
//!
//! One turn of the loop in truecolor half blocks, two pixels a cell. `neurotty LINE` does it better: it sends only
//! what changes, and follows the link.

use std::error::Error;
use std::io::{self, Write as _};
use std::thread::sleep;
use std::time::Duration;

use neurotty::{Frame, Viewport, film};

const FRAMES: u32 = 120;

fn main() -> Result<(), Box<dyn Error>> {
    let line = std::env::args().nth(1).unwrap_or_else(|| "default:42".to_owned());
    let mut terminal = io::stdout().lock();
    let mut to_the_top = String::new();
    for frame in film(&line, Viewport::new(64, 36), FRAMES)? {
        write!(terminal, "{to_the_top}{}", cells(&frame))?;
        terminal.flush()?;
        to_the_top = format!("\x1b[{}A", frame.height / 2);
        sleep(Duration::from_millis(40));
    }
    Ok(())
}

/// A row of text for every two rows of pixels.
fn cells(frame: &Frame) -> String {
    let mut text = String::new();
    for pair in frame.pixels.chunks_exact(2 * frame.width as usize) {
        let (upper, lower) = pair.split_at(frame.width as usize);
        for (upper, lower) in upper.iter().zip(lower) {
            text += &half_block(*upper, *lower);
        }
        text += "\x1b[m\n";
    }
    text
}

/// The upper pixel is the foreground, the lower one the background.
fn half_block([r, g, b]: [u8; 3], [red, green, blue]: [u8; 3]) -> String {
    format!("\x1b[38;2;{r};{g};{b};48;2;{red};{green};{blue}m▀")
}
