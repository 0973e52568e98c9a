//! Imports run one way, and each outside library that shapes the code stays where it belongs.

use std::fs;
use std::path::{Path, PathBuf};

/// For each room of the program, those that it imports from: each from rooms before it alone.
const ROOMS: &[(&str, &[&str])] = &[
    ("plain_text", &[]),
    ("curve", &[]),
    ("palette", &["color", "curve"]),
    ("recipe", &["palette"]),
    ("network", &["recipe"]),
    ("motion", &["recipe"]),
    ("kernel", &["network", "recipe"]),
    ("painter", &["color", "kernel", "motion", "network", "palette", "recipe"]),
    ("flash", &["color", "painter"]),
    ("caption", &["color", "painter", "plain_text", "recipe"]),
    ("pace", &["color", "curve", "painter", "recipe"]),
    ("work", &["caption", "network", "pace", "painter", "recipe"]),
    ("curate", &["color", "painter", "palette", "recipe"]),
    ("insight", &["kernel", "network", "painter", "recipe", "work"]),
    ("litter", &["color", "curate", "pace", "painter", "palette", "recipe", "work"]),
    ("settings", &[]),
    ("open", &["caption", "network", "plain_text", "recipe", "settings", "work"]),
    ("learn", &["color", "kernel", "network", "recipe"]),
    (
        "export",
        &[
            "caption",
            "color",
            "flash",
            "insight",
            "motion",
            "network",
            "pace",
            "painter",
            "palette",
            "plain_text",
            "recipe",
            "settings",
            "thinwire",
            "work",
        ],
    ),
    (
        "app",
        &[
            "curate",
            "export",
            "flash",
            "insight",
            "learn",
            "litter",
            "network",
            "open",
            "pace",
            "painter",
            "palette",
            "plain_text",
            "recipe",
            "settings",
            "thinwire",
            "work",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "caption",
            "curate",
            "export",
            "insight",
            "kernel",
            "learn",
            "litter",
            "network",
            "open",
            "painter",
            "plain_text",
            "recipe",
            "settings",
            "thinwire",
            "work",
        ],
    ),
    ("main", &[]),
];

/// The rooms of thinwire.
const TERMINAL_ROOMS: &[(&str, &[&str])] = &[
    ("cells", &["color"]),
    ("input", &[]),
    ("wire", &["cells", "color"]),
    ("link", &["cells", "input", "wire"]),
    ("medium", &["cells", "wire"]),
    ("tty", &["input", "link", "wire"]),
    ("screen", &["cells", "input", "link", "tty", "wire"]),
];

/// Our own crates, which count as rooms where they are imported.
const CRATES: [&str; 2] = ["color", "thinwire"];

/// For each outside library, the places that may name it.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("ratatui", &["app/view", "app/run"]),
    ("crossterm", &[]),
    ("terminput", &["app/run"]),
    ("clap", &["cli", "main"]),
    ("toml", &["settings"]),
    ("image", &["learn", "export"]),
];

/// The same for thinwire.
const TERMINAL_MAY_NAME: &[(&str, &[&str])] =
    &[("crossterm", &["tty"]), ("signal_hook", &["tty"]), ("rustix", &["tty", "wire/hyperlink"])];

#[test]
fn rooms_import_exactly_what_is_drawn_and_only_from_rooms_before_them() {
    for (folder, rooms) in [("src", ROOMS), ("crates/thinwire/src", TERMINAL_ROOMS), ("crates/color/src", &[])] {
        for (place, (room, drawn)) in rooms.iter().enumerate() {
            let files: Vec<_> = sources(folder).into_iter().filter(|(file, _)| module_of(file) == *room).collect();
            assert!(!files.is_empty(), "{folder}: there is no room {room}");
            let mut found: Vec<_> = files.iter().flat_map(|(_, text)| imports(text)).collect();
            found.retain(|name| name != room && (CRATES.contains(&name.as_str()) || is_room(name, rooms)));
            found.sort();
            found.dedup();
            assert_eq!(found, *drawn, "{folder}: what {room} imports");
            let before = |name: &&str| CRATES.contains(name) || rooms[..place].iter().any(|(room, _)| room == name);
            assert!(drawn.iter().all(before), "{folder}: {room} imports from a room behind it");
        }
        let known = |file: &Path| is_room(&module_of(file), rooms) || module_of(file) == "lib" || rooms.is_empty();
        for (file, _) in sources(folder) {
            assert!(known(&file), "{folder}: {} is in no room", file.display());
        }
    }
}

/// Files of one folder import from each other without a circle. What lies above them they may all name.
#[test]
fn no_circle_of_imports_is_inside_a_room() {
    for folder in ["src", "crates/thinwire/src", "crates/color/src"] {
        let sources = sources(folder);
        let mut folders: Vec<PathBuf> =
            sources.iter().filter_map(|(file, _)| Some(file.parent()?.to_owned())).collect();
        folders.sort();
        folders.dedup();
        for room in folders.iter().filter(|room| !room.as_os_str().is_empty()) {
            let files: Vec<_> = sources.iter().filter(|(file, _)| file.starts_with(room)).collect();
            // A file and the folder of its name are one.
            let name = |file: &Path| module_of(file.strip_prefix(room).unwrap());
            let mut arrows = Vec::new();
            for (file, text) in &files {
                let depth = file.strip_prefix(room).unwrap().components().count();
                let path: Vec<_> = room.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
                let named = siblings(text, depth, &path);
                arrows.extend(named.into_iter().map(|to| (name(file), to)));
            }
            let names: Vec<_> = files.iter().map(|(file, _)| name(file)).collect();
            arrows.retain(|(from, to)| from != to && names.contains(to));
            // Whoever imports nothing that is left is no part of a circle.
            while let Some(free) = names
                .iter()
                .find(|name| arrows.iter().any(|(_, to)| to == *name) && arrows.iter().all(|(from, _)| from != *name))
            {
                arrows.retain(|(_, to)| to != free);
            }
            assert!(arrows.is_empty(), "{folder}/{}: a circle of imports in {arrows:?}", room.display());
        }
    }
}

/// The files of the folder `path` that a file `depth` levels below it names.
fn siblings(text: &str, depth: usize, path: &[String]) -> Vec<String> {
    let from_above = format!("{}::", vec!["super"; depth].join("::"));
    let from_root = format!("crate::{}::", path.join("::"));
    let code = code(text);
    let mut named = Vec::new();
    for start in [from_above, from_root] {
        for (index, matched) in code.match_indices(&start) {
            let longer = code[..index].ends_with("super::");
            let rest = &code[index + matched.len()..];
            match rest.strip_prefix('{') {
                _ if longer => {}
                Some(group) => named.extend(group_heads(group)),
                None => named.push(word(rest)),
            }
        }
    }
    named.retain(|name| name != "super");
    named
}

#[test]
fn libraries_stay_where_they_belong() {
    for (folder, rules) in [("src", MAY_NAME), ("crates/thinwire/src", TERMINAL_MAY_NAME)] {
        for (file, text) in sources(folder) {
            for (library, places) in rules {
                let allowed = places.iter().any(|place| file.with_extension("").starts_with(place));
                assert!(allowed || !names(&text, library), "{folder}: {} may not name {library}", file.display());
            }
        }
    }
}

/// Whether code names something of `library`.
fn names(text: &str, library: &str) -> bool {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == library)
            && line.contains(&format!("{library}::"))
    })
}

#[test]
fn the_rule_sees_every_form_of_import() {
    let text = "use crate::palette::Palette;\nuse crate::{painter::Frame, recipe};\nlet x = crate::kernel::Level::Plain;\n\
                // use crate::nothing;\nuse color::Oklab;\nlet c = Color::Rgb;\nfn f(x: thinwire::Size) {}\n";
    assert_eq!(imports(text), ["palette", "painter", "recipe", "kernel", "color", "thinwire"]);
    assert_eq!(
        siblings("use super::a::B;\nuse super::super::c;\nuse crate::x::y::{d, e::F};", 1, &["x".into(), "y".into()]),
        ["a", "d", "e"]
    );
}

fn is_room(name: &str, rooms: &[(&str, &[&str])]) -> bool {
    rooms.iter().any(|(room, _)| *room == name)
}

/// What is no comment.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first segment of each path from the crate's root, and our own crates, in code.
fn imports(text: &str) -> Vec<String> {
    let code = code(text);
    let mut rooms = crate_imports(&code);
    for name in CRATES {
        let path = format!("{name}::");
        let is_start = |index: usize| !code[..index].ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
        if code.match_indices(&path).any(|(index, _)| is_start(index)) || code.contains(&format!("use {name};")) {
            rooms.push(name.to_owned());
        }
    }
    rooms
}

/// The first segment of each path from the crate's root, in code.
fn crate_imports(code: &str) -> Vec<String> {
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

/// Every source file below `folder`, its path there and its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
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
    assert!(!files.is_empty(), "the sources were not found");
    files
}
