//! Files of every kind that may carry a line: opening one never panics, and what it opens to is a line that can be said.

#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use neurotty::open::open_file;
use neurotty::recipe::text::parse;

/// One file for all runs: a kind is recognised by what a file holds, never by its name.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let (_, path) = tempfile::NamedTempFile::new().expect("a file").keep().expect("it is kept");
    path
});

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("written");
    match open_file(&FILE) {
        Ok(work) => {
            work.recipe().validate().expect("a recipe that a line can say");
            if work.imported().is_none() {
                let line = parse(&work.label()).expect("its label is a line");
                assert_eq!(line.recipe, work.recipe().clone().canonical());
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
