//! Imports run one way, and each outside library that shapes the code stays where it belongs.

use std::fs;
use std::path::{Path, PathBuf};

/// For each module, the modules that it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("color", &[]),
    ("recipe", &["color"]),
    ("network", &["recipe"]),
    ("motion", &["recipe"]),
    ("kernel", &["network", "recipe"]),
    ("learn", &["kernel", "network", "recipe", "color"]),
    ("painter", &["kernel", "network", "motion", "recipe", "color"]),
    ("pace", &["painter", "motion", "kernel", "network", "recipe", "color"]),
    ("curate", &["painter", "motion", "kernel", "network", "recipe", "color", "pace"]),
    ("insight", &["painter", "motion", "kernel", "network", "recipe", "color", "pace"]),
    ("screen", &["painter", "color"]),
    ("export", &["painter", "pace", "motion", "recipe", "network", "color", "screen", "curate"]),
    ("open", &["recipe", "network", "export"]),
    (
        "app",
        &[
            "color", "recipe", "network", "motion", "kernel", "painter", "pace", "curate", "insight", "screen",
            "export", "open",
        ],
    ),
    (
        "cli",
        &[
            "open", "app", "export", "insight", "curate", "painter", "pace", "learn", "screen", "recipe", "kernel",
            "network",
        ],
    ),
];

/// For each outside library, the places that may name it.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("ratatui", &["app/view", "app/run", "screen"]),
    ("crossterm", &["app/run", "screen"]),
    ("terminput", &["app/run", "screen"]),
    ("clap", &["cli", "main"]),
    ("image", &["learn"]),
];

#[test]
fn imports_run_one_way() {
    for (file, text) in sources() {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(module, _)| *module == module_of(&file)) else {
            assert!(["lib", "main"].contains(&module_of(&file).as_str()), "{} has no import rule", file.display());
            continue;
        };
        for imported in crate_imports(&text) {
            let own = imported == module_of(&file);
            assert!(own || allowed.contains(&imported.as_str()), "{} may not import {imported}", file.display());
        }
    }
}

#[test]
fn libraries_stay_where_they_belong() {
    for (file, text) in sources() {
        for (library, places) in MAY_NAME {
            let allowed = places.iter().any(|place| file.with_extension("").starts_with(place));
            let named = text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
                line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *library)
                    && line.contains(&format!("{library}::"))
            });
            assert!(allowed || !named, "{} may not name {library}", file.display());
        }
    }
}

#[test]
fn the_rule_sees_every_form_of_import() {
    let text = "use crate::color::Palette;\nuse crate::{painter::Frame, recipe};\nlet x = crate::kernel::Level::Plain;\n\
                // use crate::nothing;\n";
    assert_eq!(crate_imports(text), ["color", "painter", "recipe", "kernel"]);
}

/// The first segment of each path from the crate's root, in code.
fn crate_imports(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut modules = Vec::new();
    for (index, matched) in code.match_indices("crate::") {
        let rest = &code[index + matched.len()..];
        match rest.strip_prefix('{') {
            Some(group) => modules.extend(group_heads(group)),
            None => modules.push(word(rest)),
        }
    }
    modules
}

/// The first segments of `a::b, c::{d, e}, f}…`.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = vec![String::new()];
    let mut depth = 0;
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ if depth == 0 => heads.last_mut().unwrap().push(character),
            _ => {}
        }
    }
    heads.iter().map(|head| word(head.trim())).filter(|head| !head.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// `app` for `app/view/help.rs`, `color` for `color.rs`.
fn module_of(file: &Path) -> String {
    let first = Path::new(file.components().next().unwrap().as_os_str());
    first.with_extension("").to_str().unwrap().to_owned()
}

/// Every source file, its path below `src` and its text.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push((path.strip_prefix(&root).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 10, "the sources were not found");
    files
}
