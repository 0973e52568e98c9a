//! parse ∘ print: what parses has one canonical line, and that line parses to the same recipe.

#![no_main]

use libfuzzer_sys::fuzz_target;
use neurotty::recipe::text::{parse, print};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(line) = parse(text) else { return };
    let printed = print(&line.recipe);
    let again = parse(&printed).unwrap_or_else(|error| panic!("{printed} does not parse: {error}"));
    assert!(again.seeded, "{printed} names no seed");
    assert_eq!(again.recipe, line.recipe.clone().canonical(), "{printed} is another recipe");
    assert_eq!(print(&again.recipe), printed, "the canonical line is no fixed point");
    if line.seeded {
        assert_eq!(again.recipe, line.recipe, "{printed} is not in canonical form");
    }
});
