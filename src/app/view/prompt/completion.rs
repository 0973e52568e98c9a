//! What what is typed may become: names of presets, of keys, of their values.

use crate::recipe::Preset;
use crate::recipe::text::LineKey;

/// What can stand at the end of `typed`: the byte from which on it stands, and what fits what is there.
pub(super) fn candidates(typed: &str) -> (usize, Vec<String>) {
    let part = typed.rfind('+').map_or(0, |plus| plus + 1);
    let (start, names) = match typed[part..].split_once('=') {
        Some((key, value)) => {
            // A list of names goes on behind its last separator.
            let last = value.rfind(['/', ',']).map_or(0, |separator| separator + 1);
            (part + key.len() + 1 + last, LineKey::named(key).map(LineKey::candidates).unwrap_or_default())
        }
        None => {
            let keys = LineKey::ALL.iter().map(|key| format!("{}=", key.name()));
            let presets = Preset::ALL.iter().filter(|_| part == 0).map(|preset| format!("{}:", preset.name()));
            (part, presets.chain(keys).collect())
        }
    };
    let begun = &typed[start..];
    (start, names.into_iter().filter(|name| name.starts_with(begun) && name != begun).collect())
}

/// What all of `names` begin with.
pub(super) fn common_start(names: &[String]) -> &str {
    let Some((first, rest)) = names.split_first() else { return "" };
    let same = |name: &String| first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    // Names are ASCII.
    &first[..rest.iter().map(same).min().unwrap_or(first.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(typed: &str) -> String {
        let (start, names) = candidates(typed);
        format!("{}{}", &typed[..start], common_start(&names))
    }

    #[test]
    fn presets_keys_and_values_are_completed() {
        assert_eq!(completed("mond"), "mondrian:");
        assert_eq!(completed("deep:1+zo"), "deep:1+zoom=");
        assert_eq!(completed("zo"), "zoom=");
        assert_eq!(completed("deep:1+motion=zoom/rot"), "deep:1+motion=zoom/rotate");
        assert_eq!(completed("color=pal"), "color=palette:");
        assert_eq!(completed("color=palette:mag"), "color=palette:magma");
        let (start, names) = candidates("deep:1+in");
        assert_eq!((start, names), (7, vec!["invert=".to_owned()]));
    }

    #[test]
    fn what_nothing_fits_has_no_candidates() {
        for typed in ["xyz", "deep:1+nokey=a", "zoom=2", "deep:1+color=rgb"] {
            assert!(candidates(typed).1.is_empty(), "{typed}");
        }
        assert_eq!(common_start(&[]), "");
    }
}
