//! The one-line form of a recipe, both directions.
//!
//! ```text
//! line   = start *( "+" key "=" value )
//! start  = preset [ ":" seed ] / seed        a seed alone belongs to `default`
//! seed   = number *( "." generation )        decimal; descendants as in `42.3k7.1` or `42.3.1_4-7k3_2`
//! ```
//!
//! The keys and what they take stand in [`LineKey::ALL`]. A line may name keys in any order, each once;
//! [`print()`] writes the canonical form, in the order of the table and without the keys that stand at
//! the preset's own value. For every valid recipe `a`, `parse(&print(&a))` gives `a.canonical()`, and
//! for every line `s` that parses, printing it is a fixed point.

use std::fmt;

use super::{Preset, Recipe, Seed};

mod candidates;
mod family;
mod key;
mod mark;
mod nearest;
pub(crate) mod percent;
mod value;

use family::parse_seed;
pub use key::LineKey;
pub(crate) use key::ValueError;
pub(crate) use mark::{mark, mark_in_xml, marked};
use nearest::cite;
pub(crate) use nearest::did_you_mean;

/// What a file calls the text that carries its line: the keyword of a PNG's iTXt chunk, the prefix
/// of a GIF's comment, the field of a cast's header, the metadata key of a weights file.
pub(crate) const KEYWORD: &str = "neurotty";
/// What a PNG that shows many artworks calls the text that carries their lines, one below the other.
pub(crate) const SHEET_KEYWORD: &str = "neurotty-sheet";

/// The longest line that is read, in bytes; the longest that a recipe can print is shorter.
pub const MAX_LENGTH: usize = 4096;

/// A line that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What the line says, in canonical form. Where it names no seed, the seed is 0, and seeds of other things
    /// (`to`, `color`) stay as they are said, even where 0 would imply them.
    pub recipe: Recipe,
    /// Whether the line names a seed; where it does not, the reader draws one.
    pub seeded: bool,
}

/// What is wrong with a part of a line, in a few words.
type Problem = String;

/// Why a line was refused: one line of text that names the wrong part and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    message: String,
    name_unknown: bool,
}

impl ParseError {
    fn new(message: String) -> Self {
        Self { message, name_unknown: false }
    }

    /// Whether the text does not even begin as a line does: then it may be the name of something else.
    pub(crate) fn is_name_unknown(&self) -> bool {
        self.name_unknown
    }
}

/// The canonical line of `recipe`.
pub fn print(recipe: &Recipe) -> String {
    let recipe = recipe.clone().canonical();
    let own = recipe.preset.recipe(recipe.seed.clone());
    let mut line = format!("{}:{}", recipe.preset.name(), recipe.seed);
    for key in &LineKey::ALL {
        let value = key.print(&recipe);
        if value != key.print(&own) {
            line.extend(["+", key.name(), "=", &value]);
        }
    }
    line
}

/// Reads a line, surrounded by white space or not.
///
/// # Errors
/// If anything in it is unknown, out of range, said twice or contradictory.
pub fn parse(text: &str) -> Result<Line, ParseError> {
    let text = text.trim();
    if text.len() > MAX_LENGTH {
        return Err(ParseError::new(format!("{}: longer than {MAX_LENGTH} bytes", cite(text))));
    }
    let (start, keys) = text.split_once('+').map_or((text, None), |(start, keys)| (start, Some(keys)));
    let (preset, seed) = parse_start(start)?;
    let seeded = seed.is_some();
    let mut recipe = preset.recipe(seed.unwrap_or_else(|| Seed::from(0)));
    let mut seen = Vec::new();
    for part in keys.into_iter().flat_map(|keys| keys.split('+')) {
        let key = apply(part, &mut recipe)?;
        if seen.contains(&key) {
            return Err(ParseError::new(format!("{}: {key} is said twice; say it once", cite(part))));
        }
        seen.push(key);
    }
    recipe.check_layers().map_err(ParseError::new)?;
    let (to, color) = (recipe.to, recipe.color.clone());
    let canonical = recipe.canonical();
    let recipe = if seeded { canonical } else { Recipe { to, color, ..canonical } };
    Ok(Line { recipe, seeded })
}

/// Applies `KEY=VALUE` and returns the key's name.
fn apply(part: &str, recipe: &mut Recipe) -> Result<&'static str, ParseError> {
    let Some((name, value)) = part.split_once('=') else {
        return Err(ParseError::new(format!("{}: expected KEY=VALUE after +, as in zoom=2", cite(part))));
    };
    let Some(key) = LineKey::named(name) else {
        let names = || LineKey::ALL.iter().map(LineKey::name);
        return Err(ParseError::new(format!(
            "{}: no such key{} (keys: {})",
            cite(name),
            did_you_mean(name, names()),
            names().collect::<Vec<_>>().join(", ")
        )));
    };
    key.set(recipe, value).map_err(|error| ParseError::new(format!("{}: {error}", cite(part))))?;
    Ok(key.name())
}

/// The preset, and the seed if one is named.
fn parse_start(start: &str) -> Result<(Preset, Option<Seed>), ParseError> {
    if start.is_empty() {
        let message = "an empty name: expected PRESET, SEED or PRESET:SEED, as in default:42".to_owned();
        return Err(ParseError { message, name_unknown: true });
    }
    if start.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok((Preset::Default, Some(parse_seed(start)?)));
    }
    if begins_with_key(start) {
        return Err(key_alone(start));
    }
    let (name, seed) = start.split_once(':').map_or((start, None), |(name, seed)| (name, Some(seed)));
    let preset = Preset::named(name).ok_or_else(|| unknown_preset(name))?;
    Ok((preset, seed.map(parse_seed).transpose()?))
}

fn unknown_preset(name: &str) -> ParseError {
    let names = || Preset::ALL.iter().map(|preset| preset.name());
    let names_listed = names().collect::<Vec<_>>().join(", ");
    let message = format!("{}: no such preset{} (presets: {names_listed})", cite(name), did_you_mean(name, names()));
    ParseError { message, name_unknown: true }
}

/// Whether a text begins with a key and its value, as what stands behind a preset does. A key may be mistyped.
pub(crate) fn begins_with_key(text: &str) -> bool {
    let key = text.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| {
        LineKey::named(key).is_some() || !did_you_mean(key, LineKey::ALL.iter().map(LineKey::name)).is_empty()
    })
}

/// What is wrong with a text that begins with a key: that, and perhaps the key or its value.
fn key_alone(start: &str) -> ParseError {
    let applied = apply(start, &mut Preset::Default.recipe(Seed::from(0)));
    ParseError::new(match applied {
        Ok(_) => format!("{}: a preset comes before that, as in default+{start}", cite(start)),
        Err(error) => format!("{}; and a preset comes before that, as in default+zoom=2", error.message),
    })
}

/// The canonical line.
impl fmt::Display for Recipe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&print(self))
    }
}

impl Recipe {
    /// Whether the recipe is one that a line can say: every number in its range, every list within
    /// its limits. For recipes that were made by steering rather than read.
    ///
    /// # Errors
    /// What [`parse`] says of the recipe's line.
    pub fn validate(&self) -> Result<(), ParseError> {
        // The counts first: they bound what is printed.
        if self.hidden.len() > super::MAX_LAYERS {
            return Err(ParseError::new(format!("{} hidden layers: at most {}", self.hidden.len(), super::MAX_LAYERS)));
        }
        self.check_layers().map_err(ParseError::new)?;
        parse(&print(self)).map(|_| ())
    }

    /// Whether there is a layer for each activation.
    fn check_layers(&self) -> Result<(), String> {
        match &self.activation {
            super::Activations::PerLayer(list) if list.len() > self.most_activations() => Err(format!(
                "activation: {} activations for {} hidden layers; name at most one per layer, the last holds for the rest",
                list.len(),
                self.hidden.len()
            )),
            _ => Ok(()),
        }
    }
}
