//! What colours a terminal surely has, by its environment and terminfo; and better ones once it says so.
//!
//! Nothing waits for an answer: the picture starts in what is certain, and an answer improves the next frame.

use termprofile::{DetectorSettings, EnvVarSource, TermProfile, TermVars};

use crate::cells::depth::ColorDepth;
use crate::input::Reply;
use crate::link::due::Query;
use crate::link::multiplexer::{self, Multiplexer};

/// Sets a colour of 8 bits a channel, asks what is set now (DECRQSS), and whether the terminal has the
/// capabilities `RGB` or `Tc` (XTGETTCAP, names in hexadecimal). Goes out before anything is drawn: what a
/// terminal without device control strings prints of it is cleared with the first frame.
const QUERIES: &[u8] = b"\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[m\x1bP+q524742\x1b\\\x1bP+q5463\x1b\\";

/// Which colour the background has (OSC 11).
const BACKGROUND_QUERY: &[u8] = b"\x1b]11;?\x1b\\";
/// The luma of a background, of 255,000, from which text on it is dark.
const LIGHT: u32 = 140_000;

/// The variables that describe a terminal. Those of build services stay out: nobody watches there.
const VARIABLES: [&str; 10] = [
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "TMUX",
    "GOOGLE_CLOUD_SHELL",
];

/// What is known of the terminal's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detection {
    depth: ColorDepth,
    /// Whether an answer may raise the depth.
    open: bool,
    /// Whether the terminal may be asked at all.
    answers: bool,
    /// Whether its background is light.
    light: bool,
}

impl Detection {
    /// What the user chose, or else what is certain.
    pub(crate) fn new(chosen: Option<ColorDepth>, environment: &dyn Fn(&str) -> Option<String>) -> Self {
        let found = Self::from_environment(environment);
        chosen.map_or(found, |depth| Self { depth, open: false, ..found })
    }

    /// What is certain, given the variables of an environment.
    fn from_environment(get: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
        let term = get("TERM").unwrap_or_default();
        // tmux is asked by `tmux info`; GNU screen ruins what it is sent, Terminal.app prints it.
        let through = Multiplexer::from_environment(get);
        let in_tmux = through == Some(Multiplexer::Tmux);
        let in_screen = !in_tmux && (through.is_some() || term.split(['.', '-']).next() == Some("screen"));
        let limited = in_screen || get("TERM_PROGRAM").is_some_and(|name| name == "Apple_Terminal");
        let most = if limited { ColorDepth::Ansi256 } else { ColorDepth::Truecolor };
        let forced = get("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
        let answers = multiplexer::answers(&term, through.or(Multiplexer::of_this_system()));
        if is_set("NO_COLOR") || !forced && is_monochrome(&term) {
            return Self { depth: ColorDepth::None, open: false, answers, light: false };
        }
        // Windows names no terminal; every console that takes escape sequences has all colours.
        if term.is_empty() && Multiplexer::of_this_system() == Some(Multiplexer::Conpty) {
            return Self { depth: ColorDepth::Truecolor, open: false, answers, light: false };
        }
        let settings = DetectorSettings::new().enable_terminfo(true).enable_tmux_info(in_tmux);
        let vars = TermVars::from_source(&Variables(get), &Always, settings);
        let depth = match TermProfile::detect_with_vars(vars) {
            TermProfile::NoTty | TermProfile::NoColor => ColorDepth::None,
            TermProfile::Ansi16 => ColorDepth::Ansi16,
            TermProfile::Ansi256 => ColorDepth::Ansi256,
            TermProfile::TrueColor => ColorDepth::Truecolor,
        };
        let depth = depth.min(most);
        let open = depth < ColorDepth::Truecolor && !limited && !in_tmux && !matches!(term.as_str(), "" | "dumb");
        Self { depth, open, answers, light: false }
    }

    /// The best that is known to work.
    pub(crate) const fn depth(self) -> ColorDepth {
        self.depth
    }

    /// What to ask the terminal, if there is anything to be learned.
    pub(crate) const fn queries(self) -> &'static [u8] {
        if self.open {
            QUERIES
        } else if self.is_plain() {
            BACKGROUND_QUERY
        } else {
            b""
        }
    }

    /// Which answers will follow.
    pub(crate) const fn asked(self) -> &'static [Query] {
        if self.open {
            &[Query::Setting, Query::Capability, Query::Capability]
        } else if self.is_plain() {
            &[Query::Color]
        } else {
            &[]
        }
    }

    /// Without colours, text is drawn in the terminal's own, which may be dark on a light ground.
    const fn is_plain(self) -> bool {
        matches!(self.depth, ColorDepth::None) && self.answers
    }

    /// Whether the terminal draws dark on light.
    pub(crate) const fn is_light(self) -> bool {
        self.light
    }

    /// Takes an answer; returns whether the depth has changed because of it.
    pub(crate) fn learn(&mut self, reply: &Reply) -> bool {
        let truecolor = match reply {
            Reply::Setting(Some(setting)) => ["48:2:", "48;2;"].iter().any(|form| setting.contains(form)),
            Reply::Capability(Some((name, _))) => matches!(name.as_str(), "RGB" | "Tc"),
            Reply::Color { which: 11, rgb } => {
                let [red, green, blue] = rgb.map(u32::from);
                let light = 299 * red + 587 * green + 114 * blue > LIGHT;
                return std::mem::replace(&mut self.light, light) != light && self.depth == ColorDepth::None;
            }
            _ => false,
        };
        let better = self.open && truecolor;
        if better {
            *self = Self { depth: ColorDepth::Truecolor, open: false, ..*self };
        }
        better
    }
}

/// Terminals of terminfo without colours, which their other names do not show.
fn is_monochrome(term: &str) -> bool {
    let digital = term.strip_prefix("vt").is_some_and(|model| model.starts_with(|c: char| c.is_ascii_digit()));
    digital || term.ends_with("-mono") || term.ends_with("-m")
}

/// The environment as `termprofile` is to see it.
struct Variables<'a>(&'a dyn Fn(&str) -> Option<String>);

impl EnvVarSource for Variables<'_> {
    fn var(&self, key: &str) -> Option<String> {
        let value = VARIABLES.contains(&key).then(|| (self.0)(key)).flatten()?;
        // Any value but 0 forces (<https://bixense.com/clicolors>); `termprofile` knows fewer.
        let other = key == "CLICOLOR_FORCE" && !matches!(value.as_str(), "" | "0") && !value.starts_with("true");
        Some(if other { "1".to_owned() } else { value })
    }
}

/// The screen is opened on a terminal alone.
struct Always;

impl termprofile::IsTerminal for Always {
    fn is_terminal(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(variables: &[(&str, &str)]) -> Detection {
        let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Detection::from_environment(&get)
    }

    #[test]
    fn the_environment_tells_what_is_certain() {
        use ColorDepth::{Ansi16, Ansi256, None, Truecolor};
        for (variables, expected) in [
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..], Truecolor),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "24bit")], Truecolor),
            (&[("TERM", "xterm-256color")], Ansi256),
            (&[("TERM", "xterm-kitty")], Truecolor),
            (&[("TERM", "linux")], Ansi16),
            (&[("TERM", "xterm")], Ansi16),
            (&[("TERM", "vt100")], None),
            (&[("TERM", "vt100"), ("CLICOLOR_FORCE", "yes")], Ansi16),
            (&[("TERM", "dumb")], None),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "anything")], None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], None),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "")], Truecolor),
            // Build services set these, and their logs are no terminal; a terminal on such a machine is one.
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("CI", "true")], Truecolor),
        ] {
            assert_eq!(detected(variables).depth(), expected, "{variables:?}");
        }
    }

    #[test]
    fn without_colours_the_background_is_asked_for() {
        let mut detection = detected(&[("TERM", "xterm"), ("NO_COLOR", "1")]);
        assert_eq!((detection.queries(), detection.asked()), (BACKGROUND_QUERY, &[Query::Color][..]));
        let background = |rgb| Reply::Color { which: 11, rgb };
        assert!(!detection.learn(&background([0, 0, 40])) && !detection.is_light());
        assert!(detection.learn(&background([250, 245, 220])) && detection.is_light());
        assert_eq!(detected(&[("TERM", "dumb")]).queries(), b"");
        // Windows names no terminal.
        let unnamed = if cfg!(windows) { BACKGROUND_QUERY } else { b"" };
        assert_eq!(detected(&[("NO_COLOR", "1")]).queries(), unnamed);
    }

    #[test]
    fn terminal_app_and_gnu_screen_never_get_truecolor() {
        let answer = Reply::Setting(Some("0;48:2::1:2:3m".to_owned()));
        for variables in [
            [("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal"), ("COLORTERM", "truecolor")],
            [("TERM", "screen.xterm-256color"), ("TERM_PROGRAM", "iTerm.app"), ("COLORTERM", "truecolor")],
            [("TERM", "screen-256color"), ("CLICOLOR_FORCE", "truecolor"), ("COLORTERM", "truecolor")],
            [("TERM", "xterm-256color"), ("STY", "1234.pts-0.host"), ("COLORTERM", "truecolor")],
        ] {
            let mut detection = detected(&variables);
            assert_eq!(detection.queries(), b"", "{variables:?} are asked");
            detection.learn(&answer);
            assert_eq!(detection.depth(), ColorDepth::Ansi256, "{variables:?}");
        }
    }

    #[test]
    fn an_answer_improves_what_is_certain_but_not_what_was_chosen() {
        let certain = detected(&[("TERM", "xterm-256color")]);
        for (reply, expected) in [
            (Reply::Setting(Some("48:2:1:2:3m".into())), true),
            (Reply::Setting(Some("0;48;2;1;2;3m".into())), true),
            (Reply::Capability(Some(("RGB".into(), "8".into()))), true),
            (Reply::Capability(Some(("Tc".into(), String::new()))), true),
            (Reply::Setting(Some("0;48;5;16m".into())), false),
            (Reply::Setting(None), false),
            (Reply::Capability(None), false),
            (Reply::Status, false),
        ] {
            let mut detection = certain;
            assert_eq!(detection.learn(&reply), expected, "{reply:?}");
            assert_eq!(detection.depth() == ColorDepth::Truecolor, expected, "{reply:?}");
            assert!(!detection.learn(&reply) || !expected, "it changes once");
            for chosen in ColorDepth::ALL {
                let mut detection = Detection::new(Some(chosen), &|name| (name == "TERM").then(|| "dumb".to_owned()));
                assert!(!detection.learn(&reply));
                assert_eq!((detection.depth(), detection.queries()), (chosen, &b""[..]), "a dumb one is asked nothing");
            }
        }
    }
}
