//! `vec3 colors(vec4 o, float t)`: from channels to sRGB, where a morph is at the share `t` of its other network's.

use super::digits::{number, vector};
use super::parts::color_function;
use crate::painter::Colors;
use crate::palette::{Axes, Gradient, Harmony, Oklch};
use crate::recipe::ColorMode;
use crate::work::Work;

/// Steps of a colour map.
const STEPS: usize = 128;
/// Digits of colours: finer than 16 bits.
const DIGITS: usize = 5;
/// Digits of axes and levels.
const FINE: usize = 7;

const HARMONY: &str = include_str!("harmony.glsl");

/// The function and all that it needs.
pub(super) fn colors(work: &Work) -> String {
    let colors = work.painting().colors();
    let palettes: Vec<_> = colors.iter().filter_map(|colors| colors.palette.as_ref()).collect();
    if !palettes.is_empty() {
        return harmonies(&palettes);
    }
    if let Some(gradient) = colors.first().and_then(|colors| colors.gradient) {
        return map(gradient);
    }
    let mode = match work.recipe().color {
        ColorMode::Hsv => "hsv",
        ColorMode::Hsl => "hsl",
        ColorMode::Cmyk => "cmyk",
        _ => "rgb",
    };
    format!("{}\n\nvec3 colors(vec4 o, float t) {{\n    return {mode}(o);\n}}", color_function(mode))
}

fn map(gradient: &Gradient) -> String {
    let color = |step: usize| gradient.sample(step as f32 / STEPS as f32);
    let steps: Vec<_> = (0..=STEPS).map(|step| format!("vec3({})", vector(color(step).into_iter(), DIGITS))).collect();
    format!(
        "const vec3 MAP[{count}] = vec3[{count}]({});\n\n\
         vec3 colors(vec4 o, float t) {{\n    float v = clamp(o.x, 0., 1.) * {STEPS}.;\n    \
         int i = min(int(v), {});\n    return mix(MAP[i], MAP[i + 1], v - float(i));\n}}",
        steps.join(","),
        STEPS - 1,
        count = STEPS + 1
    )
}

/// One palette, or those of a morph's two networks.
fn harmonies(palettes: &[&(&Axes, Harmony)]) -> String {
    let single = |value: f64| number(value as f32, DIGITS);
    let mut code = format!(
        "const float REACH = {};\nconst float MOST_LEAN = {};\nconst float MOST_ACCENT = {};\n\n{HARMONY}\n",
        single(Harmony::REACH),
        single(Harmony::MOST_LEAN),
        single(Harmony::MOST_ACCENT)
    );
    for (index, (axes, harmony)) in palettes.iter().enumerate() {
        code.push_str(&palette(index, axes, harmony));
        code.push_str("\n\n");
    }
    let (place, color) = match palettes.len() {
        1 => ("axes0(o)", "palette0(place)"),
        _ => ("mix(axes0(o), axes1(o), t)", "mix(palette0(place), palette1(place), t)"),
    };
    code + &INTERPOLATED.replace("AXES", place).replace("COLOR", color)
}

/// Between the four nearest colours of a table, as `palette/grade.rs` bakes it: without it, pictures differ where sRGB
/// ends.
const INTERPOLATED: &str = "vec3 colors(vec4 o, float t) {
    vec2 v = clamp(AXES, 0., 1.) * vec2(128., 32.);
    vec2 first = min(floor(v), vec2(127., 31.));
    vec3 sum = vec3(0.);
    for (int n = 0; n < 4; n++) {
        vec2 corner = vec2(n & 1, n >> 1);
        vec2 share = mix(1. - v + first, v - first, corner);
        vec2 place = (first + corner) / vec2(128., 32.);
        sum += share.x * share.y * COLOR;
    }
    return sum;
}";

/// `axesN`, a place in the palette, and `paletteN`, its colour.
fn palette(index: usize, axes: &Axes, harmony: &Harmony) -> String {
    let (lean, accent) = harmony.directions();
    let pair = |[x, y]: [f64; 2]| format!("vec2({})", vector([x, y].into_iter().map(|value| value as f32), FINE));
    let stops = harmony.stops.map(Oklch::to_oklab);
    let stop = |([l, a, b], chroma): (&[f64; 3], f64)| {
        format!("vec4({})", vector([*l, *a, *b, chroma].into_iter().map(|value| value as f32), DIGITS))
    };
    let stops: Vec<_> = stops.iter().zip(Harmony::ACCENT_CHROMA).map(stop).collect();
    let [walk, second] = [0, 1].map(|axis| {
        let ([a, b, c], offset) = (axes.factors()[axis], axes.offsets()[axis]);
        format!("dot(vec4({}), vec4(o.rgb, 1.))", vector([a, b, c, offset].into_iter(), FINE))
    });
    format!(
        "vec2 axes{index}(vec4 o) {{\n    return vec2({walk}, {second});\n}}\n\n\
         vec3 palette{index}(vec2 place) {{\n    \
         return harmony(vec4[5]({}), {}, {}, place);\n}}",
        stops.join(", "),
        pair(accent),
        pair(lean)
    )
}

/// The line that stretches and inverts the channels `o`, if something is to be done.
pub(super) fn levels(work: &Work) -> String {
    let all = work.painting().colors();
    let plain = |colors: &Colors<'_>| colors.levels.iter().all(|level| *level == [1.0, 0.0]);
    if all.iter().all(plain) {
        return String::new();
    }
    let part = |colors: &Colors<'_>, part: usize| {
        let numbers = colors.levels.iter().cycle().take(4).map(|level| level[part]);
        format!("vec4({})", vector(numbers, FINE))
    };
    let both = |index: usize| match all.as_slice() {
        [one, other] => format!("mix({}, {}, s * s)", part(one, index), part(other, index)),
        _ => all.first().map_or_else(String::new, |one| part(one, index)),
    };
    format!("o = clamp({} * o + {}, 0., 1.);\n", both(0), both(1))
}
