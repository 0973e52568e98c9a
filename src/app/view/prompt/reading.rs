//! What a text that is being typed means, and where it is wrong.

use std::ops::Range;

use crate::recipe::text::{self, LineKey, did_you_mean};
use crate::recipe::{Recipe, Seed};

/// What a text means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PromptReading {
    /// Nothing is there.
    Nothing,
    /// The artwork with other knobs.
    Change(Box<Recipe>),
    /// Another artwork.
    Show(Box<Recipe>),
    /// These bytes are wrong, and why.
    Wrong(Range<usize>, String),
}

/// Reads `typed`: changes of `here`, as `zoom=2+color=hsv`, or a whole line. A preset alone has the seed of `here`.
pub(super) fn read(typed: &str, here: &Recipe) -> PromptReading {
    let start = typed.len() - typed.trim_start().len();
    let line = typed.trim();
    let first = line.split('+').next().unwrap_or_default();
    match line {
        "" => PromptReading::Nothing,
        _ if line.starts_with('+') => changed(line, start, here),
        _ if first.contains('=') => changed(line, start, here),
        _ => another(line, start, here),
    }
}

/// `here` with the knobs that `line` names; it stands at `start` in what is typed.
fn changed(line: &str, start: usize, here: &Recipe) -> PromptReading {
    let mut recipe = here.clone();
    let mut at = start;
    for part in line.split('+') {
        let place = at..at + part.len();
        at = place.end + 1;
        // The line may begin with a plus, as in a longer one.
        if part.is_empty() && place.start == start {
            continue;
        }
        if let Err(why) = set(part, &mut recipe) {
            return PromptReading::Wrong(place, why);
        }
    }
    match recipe.validate() {
        Ok(()) => PromptReading::Change(Box::new(recipe.canonical())),
        Err(error) => PromptReading::Wrong(start..start + line.len(), error.to_string()),
    }
}

/// Sets the knob that `KEY=VALUE` names.
fn set(part: &str, recipe: &mut Recipe) -> Result<(), String> {
    let (name, value) = part.split_once('=').ok_or("expected KEY=VALUE, as in zoom=2")?;
    let key = LineKey::named(name)
        .ok_or_else(|| format!("no such key{}", did_you_mean(name, LineKey::ALL.iter().map(LineKey::name))))?;
    key.set(recipe, value).map_err(|error| error.to_string())
}

/// The artwork of a whole line.
fn another(line: &str, start: usize, here: &Recipe) -> PromptReading {
    match text::parse(line) {
        Ok(found) if found.seeded => PromptReading::Show(Box::new(Recipe { at: 0.0, ..found.recipe })),
        Ok(found) => {
            let recipe = Recipe { seed: Seed::from(here.seed.root), at: 0.0, ..found.recipe };
            PromptReading::Show(Box::new(recipe.canonical()))
        }
        Err(error) => {
            let (place, why) = fault(line).unwrap_or_else(|| (0..line.len(), error.to_string()));
            PromptReading::Wrong(start + place.start..start + place.end, why)
        }
    }
}

/// The first part of a line that makes it wrong, and why.
fn fault(line: &str) -> Option<(Range<usize>, String)> {
    let mut begin = 0;
    let ends = line.match_indices('+').map(|(plus, _)| plus).chain([line.len()]);
    for end in ends {
        if let Err(error) = text::parse(&line[..end]) {
            return Some((begin..end, error.to_string()));
        }
        begin = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Recipe {
        text::parse("mondrian:7+zoom=3").unwrap().recipe
    }

    fn line(reading: &PromptReading) -> String {
        match reading {
            PromptReading::Change(recipe) => format!("change {recipe}"),
            PromptReading::Show(recipe) => format!("show {recipe}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lines_seeds_presets_and_changes_are_read() {
        for (typed, expected) in [
            ("deep:3", "show deep:3"),
            (" 42 ", "show default:42"),
            ("deep", "show deep:7"),
            ("deep+gain=2", "show deep:7+gain=2"),
            ("zoom=5", "change mondrian:7+zoom=5"),
            ("+zoom=5+color=hsv", "change mondrian:7+zoom=5+color=hsv"),
        ] {
            assert_eq!(line(&read(typed, &here())), expected, "{typed}");
        }
        assert_eq!(read("  ", &here()), PromptReading::Nothing);
    }

    #[test]
    fn the_part_that_is_wrong_is_named() {
        for (typed, wrong, hint) in [
            ("mondrain:7", "mondrain:7", "did you mean 'mondrian'?"),
            ("deep:1+zom=2+gain=2", "zom=2", "did you mean 'zoom'?"),
            ("  deep:1+zoom=x", "zoom=x", "'x'"),
            (" gain=2+zoom=0", "zoom=0", "allowed"),
            ("gain=2+", "", "KEY=VALUE"),
            ("+", "", "KEY=VALUE"),
        ] {
            let PromptReading::Wrong(place, why) = read(typed, &here()) else { panic!("{typed} is right") };
            assert_eq!((&typed[place], why.contains(hint)), (wrong, true), "{typed}: {why}");
        }
    }
}
