//! An explanation as a picture: three charts over the layers.

mod canvas;

use plotters::backend::BitMapBackend;
use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::series::LineSeries;
use plotters::style::{BLACK, Color, IntoFont, RGBColor, WHITE};
use thiserror::Error;

use self::canvas::Bitmap;
use super::explanation::Explanation;
use super::verdict::number;

const SIZE: (u32, u32) = (960, 1080);
const BLUE: RGBColor = RGBColor(0, 114, 178);
const ORANGE: RGBColor = RGBColor(213, 94, 0);
const GREY: RGBColor = RGBColor(140, 140, 140);
/// Below this nothing is left to see: the lower end of a logarithmic axis.
const LEAST: f64 = 1e-6;

/// A chart could not be drawn or written.
#[derive(Debug, Error)]
pub enum PlotError {
    /// The drawing failed.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be encoded.
    #[error("the chart could not be written as PNG")]
    Png(#[from] png::EncodingError),
}

/// One line of a chart.
struct Curve {
    name: &'static str,
    color: RGBColor,
    /// For each layer, counted from the inputs; gaps where there is nothing to show.
    values: Vec<Option<f64>>,
}

impl Curve {
    fn logarithmic(mut self) -> Self {
        let log = |value: f64| libm::log10(value.clamp(LEAST, 1.0 / LEAST / LEAST));
        self.values.iter_mut().for_each(|value| *value = value.filter(|value| !value.is_nan()).map(log));
        self
    }
}

impl Explanation {
    /// Three charts over the layers as a PNG file.
    ///
    /// # Errors
    /// Where drawing or encoding fails.
    pub fn plot(&self) -> Result<Vec<u8>, PlotError> {
        let mut pixels = vec![0; SIZE.0 as usize * SIZE.1 as usize * 3];
        let area = Bitmap(BitMapBackend::with_buffer(&mut pixels, SIZE)).into_drawing_area();
        self.draw(&area).map_err(|error| PlotError::Drawing(error.to_string()))?;
        drop(area);
        Ok(encode(&pixels)?)
    }

    fn draw(&self, area: &Area<'_>) -> Result<(), Box<dyn std::error::Error>> {
        area.fill(&WHITE)?;
        let panels = area.split_evenly((3, 1));
        let title = format!("{}: {}", self.art, self.verdict.name());
        self.draw_lines(&panels[0], &title, &self.spread().map(Curve::logarithmic), &power_of_ten)?;
        self.draw_lines(&panels[1], "Neighbouring pixels, and values at a flat end", &self.shares(), &|y| number(*y))?;
        self.draw_lines(
            &panels[2],
            "A circle through the picture",
            &self.lengths().map(Curve::logarithmic),
            &power_of_ten,
        )?;
        area.present()?;
        Ok(())
    }

    fn draw_lines(
        &self,
        area: &Area<'_>,
        title: &str,
        lines: &[Curve],
        format: &dyn Fn(&f64) -> String,
    ) -> Result<(), Box<dyn std::error::Error>> {
        let last = self.layers.len() - 1;
        let (low, high) = range(lines);
        write_names(area, title, lines)?;
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .margin_top(36)
            .x_label_area_size(28)
            .y_label_area_size(80)
            .build_cartesian_2d(-0.2..last as f64 + 0.2, low..high)?;
        let label = |x: &f64| if x.fract().abs() < 1e-9 { self.label(*x as usize) } else { String::new() };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(WHITE)
            .x_labels((last + 1).min(30))
            .y_labels(6)
            .x_label_formatter(&label)
            .y_label_formatter(&format)
            .draw()?;
        for line in lines {
            let points = line.values.iter().enumerate().filter_map(|(x, y)| y.map(|y| (x as f64, y)));
            chart.draw_series(LineSeries::new(points, line.color.stroke_width(2)).point_size(3))?;
        }
        Ok(())
    }

    fn spread(&self) -> [Curve; 1] {
        let values = self.layers.iter().map(|layer| Some(layer.std)).collect();
        [Curve { name: "spread of a neuron over the picture (std)", color: BLUE, values }]
    }

    fn shares(&self) -> [Curve; 2] {
        let neighbours = self.layers.iter().map(|layer| layer.neighbours).collect();
        let saturated = self.layers.iter().map(|layer| layer.saturated).collect();
        [
            Curve { name: "correlation with the next pixel", color: BLUE, values: neighbours },
            Curve { name: "share at a flat end", color: ORANGE, values: saturated },
        ]
    }

    fn lengths(&self) -> [Curve; 2] {
        let measured = self.layers.iter().map(|layer| Some(layer.length)).collect();
        let start = self.layers[0].length;
        let grown = self.theory.iter().scan(start, |length, layer| {
            *length *= layer.growth;
            Some(Some(*length))
        });
        let theory = std::iter::once(Some(start)).chain(grown).collect();
        [
            Curve { name: "its length, measured", color: BLUE, values: measured },
            Curve { name: "wide-network theory", color: GREY, values: theory },
        ]
    }
}

type Area<'a> = DrawingArea<Bitmap<'a>, Shift>;

/// The title, and behind it each line's name in the line's colour.
fn write_names(area: &Area<'_>, title: &str, lines: &[Curve]) -> Result<(), Box<dyn std::error::Error>> {
    let names = lines.iter().map(|line| (line.name, line.color));
    let mut left = 12;
    for (text, color) in std::iter::once((title, BLACK)).chain(names) {
        let style = ("monospace", 15).into_font().color(&color);
        area.draw_text(text, &style, (left, 10))?;
        left += area.estimate_text_size(text, &style)?.0 as i32 + 30;
    }
    Ok(())
}

fn encode(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

fn power_of_ten(exponent: &f64) -> String {
    number(libm::exp10(*exponent))
}

/// From the least to the greatest value, with room for the eye.
fn range(lines: &[Curve]) -> (f64, f64) {
    let values = lines.iter().flat_map(|line| line.values.iter().flatten());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(*y), high.max(*y)));
    if low > high { (0.0, 1.0) } else { (low - 0.1 - 0.05 * (high - low), high + 0.1 + 0.05 * (high - low)) }
}
