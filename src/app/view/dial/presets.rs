//! The presets on the dial: where each stands, and which letter it has.

use crate::insight::plane::place;
use crate::insight::theory::Scales;
use crate::recipe::{Preset, Seed};

/// Presets that stand on one spot of the plane.
pub(super) struct Spot {
    pub(super) at: [f64; 2],
    names: Vec<&'static str>,
}

/// Where the presets stand, from left to right; those with mixed activations have a plane of their own.
pub(super) fn presets() -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    // Those made for their looks are no experiment with order and chaos.
    for preset in Preset::ALL.into_iter().filter(|preset| !Preset::OWN.contains(preset)) {
        let recipe = preset.recipe(Seed::from(0));
        let [.., before, _] = recipe.hidden[..] else { continue };
        let scales = Scales::of_recipe(&recipe, recipe.hidden.len() - 1, usize::from(before));
        let at = place(scales.weight_variance.sqrt(), scales.bias_variance.sqrt());
        match spots.iter_mut().find(|spot| spot.at == at) {
            Some(spot) => spot.names.push(preset.name()),
            None => spots.push(Spot { at, names: vec![preset.name()] }),
        }
    }
    spots.sort_by(|a, b| a.at[0].total_cmp(&b.at[0]));
    spots
}

/// What the letters stand for, in lines of `width` columns.
pub(super) fn legend(presets: &[Spot], width: usize) -> Vec<String> {
    packed(('a'..).zip(presets).map(|(letter, spot)| format!("{letter} {}", spot.names.join(", "))), width)
}

/// Lines of `width` columns, no entry broken that is shorter.
pub(super) fn packed(entries: impl Iterator<Item = String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for entry in entries {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 2 + entry.chars().count() <= width => {
                line.push_str("  ");
                line.push_str(&entry);
            }
            _ => lines.push(entry),
        }
    }
    lines
}
