//! What can be offered to somebody who types a line: the names that a key takes beside numbers.

use super::key::LineKey;
use super::value::PLAIN_COLORS;
use crate::palette::Palette;
use crate::recipe::{Activation, Coords, Framing, LatentPath, Motion};

impl LineKey {
    /// The names among the values of this key; for what takes numbers or names of one's own, how such a value begins.
    pub(crate) fn candidates(&self) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match self.name() {
            "hidden" => owned(&["none", "16x9", "128,64,32"]),
            "activation" => [&Activation::ALL.map(Activation::name)[..], &["mixed"]]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            "weights" => owned(&["normal:", "uniform:", "pytorch", "scaled:"]),
            "bias" => owned(&["none", "first", "first-normal:", "normal:"]),
            "coords" => owned(&Coords::ALL.map(Coords::name)),
            "latent-path" => owned(&LatentPath::ALL.map(LatentPath::name)),
            "framing" => owned(&Framing::ALL.map(Framing::name)),
            "radius" | "invert" | "stretch" => owned(&["on", "off"]),
            "color" => {
                let plain = PLAIN_COLORS.map(|(name, _)| name.to_owned()).into_iter();
                let palettes = Palette::ALL.iter().map(|palette| format!("palette:{}", palette.name()));
                plain.chain(palettes).chain(["seed:", "hex:"].map(str::to_owned)).collect()
            }
            "motion" => {
                [&["still"][..], &Motion::ALL.map(Motion::name)].concat().into_iter().map(str::to_owned).collect()
            }
            "period" => owned(&["auto"]),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Preset, Seed};

    #[test]
    fn what_is_offered_whole_is_taken() {
        for key in &LineKey::ALL {
            for value in key.candidates().iter().filter(|value| !value.ends_with(':')) {
                let mut recipe = Preset::Default.recipe(Seed::from(1));
                assert!(key.set(&mut recipe, value).is_ok(), "{}={value}", key.name());
            }
        }
    }
}
