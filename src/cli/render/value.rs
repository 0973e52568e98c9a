//! The values that `render`'s options take, read from what people write.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::named;
use crate::export::{Chroma, Compress, Dialect, Format, Quality};

pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::ending)).try_map(|name| Format::named(&name))
}

pub(super) fn compress() -> impl TypedValueParser<Value = Compress> {
    named([("fast", Compress::Fast), ("normal", Compress::Normal), ("small", Compress::Small)])
}

pub(super) fn quality() -> impl TypedValueParser<Value = Quality> {
    named([("small", Quality::Small), ("normal", Quality::Normal), ("best", Quality::Best)])
}

pub(super) fn chroma() -> impl TypedValueParser<Value = Chroma> {
    named([("444", Chroma::Full), ("420", Chroma::Half)])
}

pub(super) fn dialect() -> impl TypedValueParser<Value = Dialect> {
    named([("shadertoy", Dialect::Shadertoy), ("ghostty", Dialect::Ghostty)])
}

pub(super) fn dpi(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.1..=10_000.0).contains(number));
    number.ok_or_else(|| "a number of pixels an inch within 0.1..10000, like 300".to_owned())
}

pub(super) fn frames(text: &str) -> Result<std::ops::Range<u64>, String> {
    let (start, end) = text.split_once("..").unwrap_or(("0", text));
    let range = start.parse().ok().zip(end.parse().ok()).map(|(start, end)| start..end);
    range
        .filter(|range| !range.is_empty())
        .ok_or_else(|| "a count like 90, or a range like 30..60 (30 to 59)".to_owned())
}

/// `8MB`, `500kB`, `2.5M`, `8MiB` or a number of bytes.
pub(super) fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        _ => 0.0,
    };
    let bytes = number.parse::<f64>().map_or(0.0, |number| number * factor);
    if (1.0..1e15).contains(&bytes) { Ok(bytes as u64) } else { Err("a number of bytes, like 8MB or 500kB".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_people_write_them() {
        for (text, expected) in [("8MB", 8_000_000), ("2.5 m", 2_500_000), ("1KiB", 1024), ("77", 77)] {
            assert_eq!(bytes(text), Ok(expected));
        }
        for wrong in ["", "MB", "8XB", "-1", "0", "1.2.3k", "999999999999GB"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
