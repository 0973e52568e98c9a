//! Whether the terminal is written to in UTF-8, by the locale. No I/O; the environment is an argument.

use crate::Environment;

/// Whether the locale has UTF-8, as where none is set: then nobody has said anything else.
///
/// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides (POSIX, 8.2).
pub fn is_utf8(environment: &Environment<'_>) -> bool {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let names_it = |locale: String| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    locale.is_none_or(names_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (variables, expected) in [
            (&[("LC_ALL", "C")][..], false),
            (&[], true),
            (&[("LC_ALL", ""), ("LANG", "de_DE.utf8")], true),
            (&[("LC_ALL", "POSIX"), ("LANG", "C.UTF-8")], false),
            (&[("LC_CTYPE", "en_GB.UTF-8"), ("LANG", "C")], true),
            (&[("LANG", "ja_JP.eucJP")], false),
        ] {
            let get = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value): &(&str, &str)| (*value).to_owned())
            };
            assert_eq!(is_utf8(&get), expected, "{variables:?}");
        }
    }
}
