//! How each kind of value is written and read.

use super::Problem;
use super::nearest::{cite, did_you_mean};
use crate::palette::Palette;
use crate::recipe::{
    Activation, Activations, Bias, ColorMode, MAX_COLORS, MAX_LATENT, MAX_LAYERS, MAX_WIDTH, Motion, Period, Weights,
};

/// A range of numbers, both ends included.
pub(super) struct Range {
    min: f64,
    max: f64,
}

pub(super) const GAIN: Range = Range { min: 0.0, max: 1e6 };
pub(super) const LATENT_SCALE: Range = Range { min: 0.0, max: 1e4 };
pub(super) const ZOOM: Range = Range { min: 1e-6, max: 1e9 };
pub(super) const CENTER: Range = Range { min: -1e6, max: 1e6 };
pub(super) const ROTATION: Range = Range { min: -360.0, max: 360.0 };
pub(super) const PERIOD: Range = Range { min: 0.1, max: 86_400.0 };
pub(super) const AT: Range = Range { min: 0.0, max: 86_400.0 };
const SCALE: Range = Range { min: 0.0, max: 1e6 };

impl Range {
    pub(super) fn allowed(&self) -> String {
        format!("{} to {}", self.min, self.max)
    }

    /// A decimal number within the range: no exponent, whose `+` would end the value, no infinity.
    pub(super) fn parse(&self, text: &str) -> Result<f64, Problem> {
        let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        let number = text.parse::<f64>().ok().filter(|_| decimal);
        let number = number.ok_or_else(|| format!("{} is not a decimal number", cite(text)))?;
        if !(self.min..=self.max).contains(&number) {
            return Err(format!("{} is out of range", cite(text)));
        }
        Ok(number)
    }
}

/// Names joined by commas.
pub(super) fn listed<const N: usize>(names: [&str; N]) -> String {
    names.join(", ")
}

/// The value of that name.
pub(super) fn parse_name<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    name: fn(T) -> &'static str,
) -> Result<T, Problem> {
    let found = all.iter().copied().find(|value| name(*value) == text);
    found.ok_or_else(|| format!("{} is unknown{}", cite(text), did_you_mean(text, all.iter().map(|v| name(*v)))))
}

pub(super) fn switch_allowed() -> String {
    "on, off".to_owned()
}

pub(super) fn print_switch(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

pub(super) fn parse_switch(text: &str) -> Result<bool, Problem> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("{} is neither on nor off", cite(text))),
    }
}

/// Runs of two or more equal widths as WxN.
pub(super) fn print_hidden(hidden: &[u16]) -> String {
    if hidden.is_empty() {
        return "none".to_owned();
    }
    let runs = hidden.chunk_by(|a, b| a == b).map(|run| match run {
        [width] => width.to_string(),
        _ => format!("{}x{}", run[0], run.len()),
    });
    runs.collect::<Vec<_>>().join(",")
}

pub(super) fn parse_hidden(text: &str) -> Result<Vec<u16>, Problem> {
    if text == "none" {
        return Ok(Vec::new());
    }
    let mut hidden = Vec::new();
    for run in text.split(',') {
        let (width, count) = run.split_once('x').unwrap_or((run, "1"));
        let width = parse_count(width, 1, usize::from(MAX_WIDTH))?;
        let count = parse_count(count, 1, MAX_LAYERS)?;
        if hidden.len() + count > MAX_LAYERS {
            return Err(format!("more than {MAX_LAYERS} layers"));
        }
        hidden.extend(std::iter::repeat_n(width as u16, count));
    }
    Ok(hidden)
}

fn parse_count(text: &str, min: usize, max: usize) -> Result<usize, Problem> {
    let digits_alone = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits_alone {
        return Err(format!("{} is not a whole number", cite(text)));
    }
    let count = text.parse().ok().filter(|count| (min..=max).contains(count));
    count.ok_or_else(|| format!("{} is out of range", cite(text)))
}

pub(super) fn parse_latent(text: &str) -> Result<u8, Problem> {
    parse_count(text, 0, usize::from(MAX_LATENT)).map(|count| count as u8)
}

pub(super) fn print_activations(activations: &Activations) -> String {
    match activations {
        Activations::All(activation) => activation.name().to_owned(),
        Activations::PerLayer(list) => list.iter().map(|a| a.name()).collect::<Vec<_>>().join(","),
        Activations::Mixed => "mixed".to_owned(),
    }
}

pub(super) fn parse_activations(text: &str) -> Result<Activations, Problem> {
    if text == "mixed" {
        return Ok(Activations::Mixed);
    }
    let mut names = text.split(',').map(|name| parse_name(name, Activation::ALL, Activation::name));
    let list = names.by_ref().take(MAX_LAYERS).collect::<Result<Vec<_>, _>>()?;
    match list.as_slice() {
        _ if names.next().is_some() => Err(format!("more than {MAX_LAYERS} activations")),
        [one] => Ok(Activations::All(*one)),
        _ => Ok(Activations::PerLayer(list)),
    }
}

pub(super) fn print_weights(weights: Weights) -> String {
    match weights {
        Weights::Normal(std) => format!("normal:{std}"),
        Weights::Uniform(bound) => format!("uniform:{bound}"),
        Weights::Pytorch => "pytorch".to_owned(),
        Weights::Scaled(std) => format!("scaled:{std}"),
    }
}

pub(super) fn parse_weights(text: &str) -> Result<Weights, Problem> {
    match text.split_once(':').unwrap_or((text, "")) {
        ("normal", std) => SCALE.parse(std).map(Weights::Normal),
        ("uniform", bound) => SCALE.parse(bound).map(Weights::Uniform),
        ("scaled", std) => SCALE.parse(std).map(Weights::Scaled),
        ("pytorch", _) if text == "pytorch" => Ok(Weights::Pytorch),
        (name, _) => Err(unknown(text, name, &["normal", "uniform", "scaled", "pytorch"])),
    }
}

pub(super) fn print_bias(bias: Bias) -> String {
    match bias {
        Bias::None => "none".to_owned(),
        Bias::First => "first".to_owned(),
        Bias::FirstNormal(std) => format!("first-normal:{std}"),
        Bias::Normal(std) => format!("normal:{std}"),
    }
}

pub(super) fn parse_bias(text: &str) -> Result<Bias, Problem> {
    match text.split_once(':').unwrap_or((text, "")) {
        ("none", _) if text == "none" => Ok(Bias::None),
        ("first", _) if text == "first" => Ok(Bias::First),
        ("first-normal", std) => SCALE.parse(std).map(Bias::FirstNormal),
        ("normal", std) => SCALE.parse(std).map(Bias::Normal),
        (name, _) => Err(unknown(text, name, &["none", "first", "first-normal", "normal"])),
    }
}

fn unknown(text: &str, name: &str, names: &[&str]) -> Problem {
    let hint = if names.contains(&name) { String::new() } else { did_you_mean(name, names.iter().copied()) };
    format!("{} is unknown{hint}", cite(text))
}

pub(super) fn parse_center(text: &str) -> Result<[f64; 2], Problem> {
    let (x, y) = text.split_once('/').ok_or_else(|| format!("{} is not X/Y", cite(text)))?;
    Ok([CENTER.parse(x)?, CENTER.parse(y)?])
}

/// The colour modes that take nothing further.
pub(super) const PLAIN_COLORS: [(&str, ColorMode); 7] = [
    ("seed", ColorMode::Seed(None)),
    ("rgb", ColorMode::Rgb),
    ("hsv", ColorMode::Hsv),
    ("hsl", ColorMode::Hsl),
    ("cmyk", ColorMode::Cmyk),
    ("gray", ColorMode::Gray),
    ("two-tone", ColorMode::TwoTone),
];

pub(super) fn color_allowed() -> String {
    let plain = PLAIN_COLORS.map(|(name, _)| name).join(", ");
    let palettes = listed(Palette::ALL.map(Palette::name));
    format!("{plain}, seed:N, palette:NAME (NAME one of {palettes}), hex:RRGGBB,… with 2 to {MAX_COLORS} colours")
}

pub(super) fn print_color(color: &ColorMode) -> String {
    match color {
        ColorMode::Seed(Some(seed)) => format!("seed:{seed}"),
        ColorMode::Palette(palette) => format!("palette:{}", palette.name()),
        ColorMode::Hex(colors) => {
            let hex = |[r, g, b]: &[u8; 3]| format!("{r:02x}{g:02x}{b:02x}");
            format!("hex:{}", colors.iter().map(hex).collect::<Vec<_>>().join(","))
        }
        plain => {
            PLAIN_COLORS.iter().find(|(_, mode)| mode == plain).map_or_else(String::new, |(name, _)| (*name).into())
        }
    }
}

pub(super) fn parse_color(text: &str) -> Result<ColorMode, Problem> {
    if let Some(seed) = text.strip_prefix("seed:") {
        return parse_seed(seed).map(|seed| ColorMode::Seed(Some(seed)));
    }
    if let Some(name) = text.strip_prefix("palette:") {
        return parse_name(name, Palette::ALL, Palette::name).map(ColorMode::Palette);
    }
    if let Some(colors) = text.strip_prefix("hex:") {
        return parse_hex(colors).map(ColorMode::Hex);
    }
    let found = PLAIN_COLORS.iter().find(|(name, _)| *name == text).map(|(_, mode)| mode.clone());
    found.ok_or_else(|| {
        let palettes = Palette::ALL.iter().map(|palette| palette.name());
        match palettes.clone().find(|name| *name == text) {
            Some(name) => format!("{} is unknown: did you mean 'palette:{name}'?", cite(text)),
            None => {
                format!("{} is unknown{}", cite(text), did_you_mean(text, PLAIN_COLORS.iter().map(|(name, _)| *name)))
            }
        }
    })
}

fn parse_hex(text: &str) -> Result<Vec<[u8; 3]>, Problem> {
    let colors = text.split(',').take(MAX_COLORS + 1).map(parse_hex_color).collect::<Result<Vec<_>, _>>()?;
    match colors.len() {
        0..2 => Err("one colour makes no picture".to_owned()),
        2..=MAX_COLORS => Ok(colors),
        _ => Err(format!("more than {MAX_COLORS} colours")),
    }
}

fn parse_hex_color(text: &str) -> Result<[u8; 3], Problem> {
    let hex = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(text, 16).ok().filter(|_| hex);
    let [_, r, g, b] = number.ok_or_else(|| format!("{} is not RRGGBB", cite(text)))?.to_be_bytes();
    Ok([r, g, b])
}

pub(super) fn print_motion(motion: &[Motion]) -> String {
    match motion {
        [] => "still".to_owned(),
        _ => motion.iter().map(|m| m.name()).collect::<Vec<_>>().join("/"),
    }
}

pub(super) fn parse_motion(text: &str) -> Result<Vec<Motion>, Problem> {
    if text == "still" {
        return Ok(Vec::new());
    }
    let mut motion = text.split('/').map(|name| match name {
        "still" => Err("'still' stands alone".to_owned()),
        _ => parse_name(name, Motion::ALL, Motion::name),
    });
    let mut motion = motion.by_ref().collect::<Result<Vec<_>, _>>()?;
    motion.sort_unstable();
    motion.dedup();
    Ok(motion)
}

pub(super) fn parse_to(text: &str) -> Result<Option<u64>, Problem> {
    if text == "next" {
        return Ok(None);
    }
    parse_seed(text).map(Some)
}

fn parse_seed(text: &str) -> Result<u64, Problem> {
    let digits_alone = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seed = text.parse().ok().filter(|_| digits_alone);
    seed.ok_or_else(|| format!("{} is no seed", cite(text)))
}

pub(super) fn print_period(period: Period) -> String {
    match period {
        Period::Auto => "auto".to_owned(),
        Period::Seconds(seconds) => seconds.to_string(),
    }
}

pub(super) fn parse_period(text: &str) -> Result<Period, Problem> {
    if text == "auto" {
        return Ok(Period::Auto);
    }
    PERIOD.parse(text).map(Period::Seconds)
}
