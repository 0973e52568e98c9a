//! A caption as a drawing (SVG) that lies over a picture of any size, in motion or not: for pages.
//!
//! ```text
//! svg ─┬─ each glyph once, its outline in units of the typeface
//!      ├─ as set for a wide picture ─┬─ veil: a blurred ground
//!      └─ as set for a high one      └─ letters
//! ```
//!
//! Which of the two is seen depends on the shape of the place that the drawing fills. What lies below can't be read
//! there, and whoever looks may move it: the veil is as strong as the brightest ground needs, or the darkest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harfrust::GlyphId;

use super::Caption;
use super::typeface::{EM, Piece, Point, Typeface};
use super::typeset::{SetLine, TypesetCaption};
use super::veil::Ink;
use crate::painter::Painting;
use crate::recipe::View;

/// The two pictures that it is set for, and the shape in which the other one is seen.
const SHAPES: [([u32; 2], &str); 2] = [([1600, 900], "portrait"), ([900, 1600], "landscape")];
/// How far beyond the lines the veil's ground reaches, in ems, and by how much (a standard deviation) it is blurred.
const REACH: f64 = 2.0;
const BLUR: f64 = 0.85;
/// What the blur leaves of the veil at a corner of a line, at least: both edges are more than two deviations away.
const LEFT: f64 = 0.98;

/// Sets `caption` over the loop of `painting`, seen through `view`. Attributes have single quotes, and neither `"` nor
/// `&` is in it. `None` if `stop` said meanwhile that nobody wants it any more.
pub(crate) fn drawing(caption: &Caption, painting: &Painting, view: View, stop: &dyn Fn() -> bool) -> Option<String> {
    let [wide, high] = SHAPES.map(|(size, _)| size);
    let settings = [
        TypesetCaption::new(caption, painting, view, wide, 1.0, stop)?,
        TypesetCaption::new(caption, painting, view, high, 1.0, stop)?,
    ];
    let names = names(&settings);
    let mut svg = "<svg xmlns='http://www.w3.org/2000/svg'><style>".to_owned();
    for (index, (_, other)) in SHAPES.iter().enumerate() {
        svg += &format!("@media(orientation:{other}){{.s{index}{{display:none}}}}");
    }
    svg += "</style><defs>";
    for (glyph, name) in &names {
        svg += &format!("<path id='g{name}' d='{}'/>", path(&Typeface::get().outline(*glyph)));
    }
    svg += "</defs>";
    for (index, (setting, (size, _))) in settings.iter().zip(SHAPES).enumerate() {
        svg += &format!("<svg class='s{index}' viewBox='0 0 {} {}'>", size[0], size[1]);
        svg += &veil(setting, index);
        svg += &letters(setting, &names);
        svg += "</svg>";
    }
    Some(svg + "</svg>")
}

/// A number for each glyph that has an outline.
fn names(settings: &[TypesetCaption]) -> BTreeMap<GlyphId, usize> {
    let lines = settings.iter().flat_map(|setting| &setting.lines);
    let glyphs = lines.flat_map(|line| &line.glyphs).map(|(glyph, _)| *glyph);
    let mut names = BTreeMap::new();
    for glyph in glyphs.filter(|glyph| !Typeface::get().outline(*glyph).is_empty()) {
        let next = names.len();
        names.entry(glyph).or_insert(next);
    }
    names
}

/// A ground below each line, blurred together.
fn veil(setting: &TypesetCaption, index: usize) -> String {
    let em = EM * setting.scale;
    let color = if setting.ink == Ink::Light { "000" } else { "fff" };
    let opacity = setting.ink.shade() / LEFT;
    let grounds: String = setting.lines.iter().map(|line| ground(line, REACH * em)).collect();
    // The blur may reach half as far again as the grounds.
    format!(
        "<filter id='f{index}' x='-.5' y='-.5' width='2' height='2'><feGaussianBlur stdDeviation='{:.1}'/></filter>\
         <path filter='url(#f{index})' fill='#{color}' opacity='{opacity:.3}' d='{grounds}'/>",
        BLUR * em
    )
}

fn ground(line: &SetLine, reach: f64) -> String {
    let [left, top, right, bottom] = line.bounds;
    let [x, y] = [left - reach, top - reach];
    let [width, height] = [right - left + 2.0 * reach, bottom - top + 2.0 * reach];
    format!("M{x:.0} {y:.0}h{width:.0}v{height:.0}h-{width:.0}z")
}

fn letters(setting: &TypesetCaption, names: &BTreeMap<GlyphId, usize>) -> String {
    let [red, green, blue] = setting.ink.color();
    let mut letters = format!("<g fill='#{red:02x}{green:02x}{blue:02x}'>");
    for SetLine { start: [x, y], glyphs, .. } in &setting.lines {
        letters += &format!("<g transform='translate({x:.1} {y:.1})scale({:.5})'>", setting.scale);
        for (glyph, [x, y]) in glyphs {
            let Some(name) = names.get(glyph) else { continue };
            letters += &format!("<use href='#g{name}' x='{x}'");
            if *y != 0 {
                letters += &format!(" y='{}'", -y);
            }
            letters += "/>";
        }
        letters += "</g>";
    }
    letters + "</g>"
}

/// An outline as a path in whole units, downwards, each step from the one before.
fn path(pieces: &[Piece]) -> String {
    let (mut path, mut at, mut start) = (String::new(), [0, 0], [0, 0]);
    for piece in pieces {
        let (command, points) = match piece {
            Piece::Start(to) => ('m', std::slice::from_ref(to)),
            Piece::Line(to) => ('l', std::slice::from_ref(to)),
            Piece::Curve(points) => ('c', points.as_slice()),
        };
        if command == 'm' && !path.is_empty() {
            path.push('z');
            at = start;
        }
        path.push(command);
        let steps = points.iter().flat_map(|point| step(at, *point));
        for (index, number) in steps.enumerate() {
            // A sign parts numbers as well as a space.
            let space = if index > 0 && number >= 0 { " " } else { "" };
            // A string takes all that is written.
            let _ = write!(path, "{space}{number}");
        }
        at = points.last().map_or(at, |end| step([0, 0], *end));
        if command == 'm' {
            start = at;
        }
    }
    path + "z"
}

/// From `at`, downwards, to a point, upwards.
fn step(at: [i32; 2], [x, y]: Point) -> [i32; 2] {
    [x.round() as i32 - at[0], -y.round() as i32 - at[1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_is_a_path_of_steps() {
        let pieces = [
            Piece::Start([10.0, 20.0]),
            Piece::Line([30.0, 20.0]),
            Piece::Curve([[30.0, 25.0], [20.0, 30.0], [10.0, 30.0]]),
            Piece::Start([0.0, 0.0]),
            Piece::Line([5.0, -5.0]),
        ];
        assert_eq!(path(&pieces), "m10-20l20 0c0-5-10-10-20-10zm-10 20l5 5z");
    }
}
