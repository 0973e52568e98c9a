//! The README's tables say what the program does: they are printed from the same tables.

use std::fmt::Write as _;

use neurotty::app::action::{BINDINGS, DIGIT_PRESETS};
use neurotty::recipe::text::LineKey;

const README: &str = include_str!("../../README.md");

/// What stands between the markers called `name`.
fn section(name: &str) -> &str {
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let start = README.find(&begin).unwrap_or_else(|| panic!("no marker {begin}")) + begin.len();
    let length = README[start..].find(&end).unwrap_or_else(|| panic!("no marker {end}"));
    &README[start..start + length]
}

#[track_caller]
fn assert_section(name: &str, expected: &str) {
    assert!(section(name) == expected, "the README's section “{name}” should read:\n\n{expected}");
}

#[test]
fn the_key_table_is_the_programs_own() {
    let mut table = "| key | does |\n| --- | --- |\n".to_owned();
    for binding in BINDINGS {
        writeln!(table, "| `{}` | {} |", binding.label, binding.help).unwrap();
    }
    let presets = DIGIT_PRESETS.iter().enumerate().map(|(index, preset)| format!("{} {}", index + 1, preset.name()));
    writeln!(table, "\nThe digits: {}.", presets.collect::<Vec<_>>().join(", ")).unwrap();
    assert_section("keys", &table);
}

#[test]
fn the_artworks_keys_are_the_programs_own() {
    let mut table = "| key | is | takes |\n| --- | --- | --- |\n".to_owned();
    for key in &LineKey::ALL {
        writeln!(table, "| `{}` | {} | {} |", key.name(), key.help(), key.allowed()).unwrap();
    }
    assert_section("artwork keys", &table);
}
