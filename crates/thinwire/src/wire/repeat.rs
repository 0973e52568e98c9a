//! Which terminals know REP (ECMA-48: `CSI n b`), which writes the last character again. It is never guessed: where
//! it is not known, a run would be missing from the screen.

/// How the version reports (XTVERSION) of terminals begin that know it. Not tmux, whose own output it does not
/// shorten.
const VERSIONS: [&str; 10] =
    ["XTerm(", "kitty(", "foot(", "WezTerm ", "ghostty ", "VTE(", "Konsole ", "contour ", "mintty ", "iTerm2 "];
/// Entries of terminfo that have `rep` and that no other terminal claims, as many do xterm's.
const ENTRIES: [&str; 5] = ["foot", "alacritty", "xterm-kitty", "xterm-ghostty", "contour"];

/// Whether the terminal that reports `version` knows it.
pub(crate) fn is_known_to(version: &str) -> bool {
    VERSIONS.iter().any(|known| version.starts_with(known))
}

/// Whether the entry `term` of terminfo has it.
pub(crate) fn is_in(term: &str) -> bool {
    ENTRIES.iter().any(|entry| term.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_name_themselves_repeat() {
        assert!(is_known_to("XTerm(390)") && is_known_to("kitty(0.36.4)"));
        assert!(!is_known_to("tmux 3.5") && !is_known_to("") && !is_known_to("kittycat"));
        assert!(is_in("foot") && is_in("foot-extra") && is_in("alacritty") && is_in("xterm-kitty"));
        assert!(!is_in("xterm-256color") && !is_in("footwork") && !is_in("screen"));
    }
}
