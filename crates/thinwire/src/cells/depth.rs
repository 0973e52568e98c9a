//! How many colours there are: what the terminal surely has, what it says of itself, and how a drawn screen
//! makes do with them.

mod adapt;

/// How colours may be named to a terminal, the fewest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorDepth {
    /// No colours at all: characters, bold and reverse.
    None,
    /// The 16 colours of ANSI, as xterm shows them.
    Ansi16,
    /// xterm's cube of 6×6×6 and its 24 greys.
    Ansi256,
    /// 8 bits a channel.
    #[default]
    Truecolor,
}

impl ColorDepth {
    /// Every depth, the best first.
    pub const ALL: [Self; 4] = [Self::Truecolor, Self::Ansi256, Self::Ansi16, Self::None];

    /// As it is written on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Truecolor => "truecolor",
            Self::Ansi256 => "256",
            Self::Ansi16 => "16",
            Self::None => "none",
        }
    }
}
