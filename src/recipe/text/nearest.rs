//! How an error cites what was typed, and the name that was probably meant.

/// The most characters of a wrong part that an error repeats.
const CITED: usize = 48;

/// `text` in quotes, cut where it is long and harmless to a terminal.
pub(super) fn cite(text: &str) -> String {
    let mut characters = text.chars();
    let head: String = characters.by_ref().take(CITED).flat_map(char::escape_debug).collect();
    let rest = if characters.next().is_some() { "…" } else { "" };
    format!("'{head}{rest}'")
}

/// `: did you mean 'NAME'?` with the nearest of `names`, or nothing where none is near.
pub(crate) fn did_you_mean<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(typed, names).map_or_else(String::new, |name| format!(": did you mean '{name}'?"))
}

/// The name fewest edits away, if that is at most a third of its letters, or that `typed` begins.
fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if typed.is_empty() || typed.len() > CITED {
        return None;
    }
    let typed = typed.to_lowercase().replace('_', "-");
    let distance = |name: &str| if name.starts_with(&typed) { 1 } else { strsim::osa_distance(&typed, name) };
    let near = |(distance, name): &(usize, &str)| *distance <= (name.len() / 3).max(1);
    names.map(|name| (distance(name), name)).filter(near).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}
