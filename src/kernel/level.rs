//! Which instruction set the kernel runs on.

use std::fmt;
use std::sync::OnceLock;

use thiserror::Error;

/// Names the level to use, instead of the best: for reproducing a bug report.
pub(crate) const LEVEL_VARIABLE: &str = "NEUROTTY_LEVEL";

/// The instruction set that the kernel runs on. All of them give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Whatever the compiler makes of `f32::mul_add`: slow where that is a library call, and right.
    Plain,
    /// x86-64 with AVX2 and FMA: 8 pixels to a register.
    Avx2,
    /// x86-64 with AVX-512 F, BW, DQ and VL: 16 pixels to a register.
    Avx512,
    /// AArch64: 4 pixels to a register.
    Neon,
}

/// What is wrong with the level that [`LEVEL_VARIABLE`] names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{LEVEL_VARIABLE} is “{name}”, which is not a level of this machine; use one of: {}", names(.allowed))]
pub struct LevelError {
    /// The variable's value.
    pub name: String,
    /// The values that this machine takes.
    pub allowed: Vec<Level>,
}

impl Level {
    /// Every level of every machine, the slowest first. Not format: all give the same bits.
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Neon, Self::Avx2, Self::Avx512];

    /// The name in [`LEVEL_VARIABLE`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
            Self::Neon => "neon",
        }
    }

    /// The levels of this machine, the slowest first; never empty.
    pub fn available() -> Vec<Self> {
        Self::ALL.into_iter().filter(|level| level.is_available()).collect()
    }

    /// The level that the environment names, or the best of this machine.
    ///
    /// # Errors
    /// If [`LEVEL_VARIABLE`] names no level, or one that this machine lacks.
    pub(crate) fn from_environment() -> Result<Self, LevelError> {
        match std::env::var_os(LEVEL_VARIABLE) {
            Some(name) => Self::named(&name.to_string_lossy()),
            None => Ok(Self::best()),
        }
    }

    /// The level called `name`.
    ///
    /// # Errors
    /// If there is none of that name on this machine.
    pub fn named(name: &str) -> Result<Self, LevelError> {
        let allowed = Self::available();
        let found = allowed.iter().copied().find(|level| level.name() == name);
        found.ok_or_else(|| LevelError { name: name.to_owned(), allowed })
    }

    /// As [`from_environment`](Self::from_environment), looked up once, but the best level where that is
    /// an error: the command line reports the error before anything is painted.
    pub fn detect() -> Self {
        static DETECTED: OnceLock<Level> = OnceLock::new();
        *DETECTED.get_or_init(|| Self::from_environment().unwrap_or_else(|_| Self::best()))
    }

    fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Plain)
    }

    pub(super) fn is_available(self) -> bool {
        match self {
            Self::Plain => true,
            Self::Neon => cfg!(target_arch = "aarch64"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                Self::Avx2.is_available()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
            }
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 => false,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn names(levels: &[Level]) -> String {
    levels.iter().map(|level| level.name()).collect::<Vec<_>>().join(", ")
}
