//! A picture in ten lines: `cargo run --release --example paint [LINE [FILE.png]]`.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;

use neurotty::{Samples, Viewport, paint};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let line = arguments.next().unwrap_or_else(|| "mondrian:7".to_owned());
    let path = arguments.next().unwrap_or_else(|| "picture.png".to_owned());

    let frame = paint(&line, Viewport { samples: Samples::Auto, ..Viewport::new(960, 540) })?;
    let mut png = png::Encoder::new(BufWriter::new(File::create(path)?), frame.width, frame.height);
    png.set_color(png::ColorType::Rgb);
    png.write_header()?.write_image_data(frame.pixels.as_flattened())?;
    Ok(())
}
