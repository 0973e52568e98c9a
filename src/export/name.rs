//! Names of outputs: the numbered names of a frame sequence, names for what the live view saves.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{ExportError, Refusal};
use crate::settings::date::civil;

/// Names of numbered frames: `frames/`, or a path with one `%05d` in its file name, in which `%%` is a percent sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern {
    directory: PathBuf,
    prefix: String,
    suffix: String,
    digits: usize,
}

impl NamePattern {
    /// `directory/frame-%05d.png`.
    pub fn in_directory(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), prefix: "frame-".into(), suffix: ".png".into(), digits: 5 }
    }

    /// Reads a path whose file name holds `%d` or `%0Nd`, N within 1..=9; `None` if it holds no `%` but `%%`.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if there is a `%` of another form, or two.
    pub(crate) fn parse(path: &Path) -> Result<Option<Self>, ExportError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some((prefix, rest)) = split_at_percent(name) else { return Ok(None) };
        let refused = || Refusal::Pattern(path.to_owned());
        let (digits, suffix) = rest.split_once('d').ok_or_else(refused)?;
        let digits = match digits.as_bytes() {
            [] => 1,
            [b'0', count @ b'1'..=b'9'] => usize::from(count - b'0'),
            _ => return Err(refused().into()),
        };
        if split_at_percent(suffix).is_some() {
            return Err(refused().into());
        }
        let directory = path.parent().unwrap_or(Path::new("")).to_owned();
        let [prefix, suffix] = [prefix, suffix].map(|part| part.replace("%%", "%"));
        Ok(Some(Self { directory, prefix, suffix, digits }))
    }

    /// Where the frames go.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The path of frame `index`.
    pub(crate) fn path(&self, index: u64) -> PathBuf {
        let Self { prefix, suffix, digits, .. } = self;
        self.directory.join(format!("{prefix}{index:0digits$}{suffix}"))
    }

    /// The number of the frame that is called `name`, where one is.
    pub(super) fn index_of(&self, name: &str) -> Option<u64> {
        let digits = name.strip_prefix(&self.prefix)?.strip_suffix(&self.suffix)?;
        let index = digits.parse::<u64>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        // Zeros in front are the pattern's own, or the name is that of something else.
        (self.path(index).file_name()? == name).then_some(index)
    }
}

/// What stands before and behind the first `%` that is not doubled.
fn split_at_percent(name: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + name[from..].find('%')?;
        if !name[at + 1..].starts_with('%') {
            return Some((&name[..at], &name[at + 1..]));
        }
        from = at + 2;
    }
}

/// `path` with each `%%` of its file name read as one percent sign.
pub(super) fn without_doubled_percent(path: &Path) -> PathBuf {
    match path.file_name().and_then(|name| name.to_str()) {
        Some(name) if name.contains("%%") => path.with_file_name(name.replace("%%", "%")),
        _ => path.to_owned(),
    }
}

/// A file name for a picture that the live view saves: the line of text and the UTC time, so that names
/// sort by time. Without an ending.
pub(crate) fn name_for(line: &str, now: SystemTime) -> String {
    format!("{}-{}", plain(line), stamp(now))
}

/// The longest name made of a line of text, in characters.
const LONGEST: usize = 80;

/// A line of text as the name of a file: what file systems and shells dislike is replaced, and of a long line whole
/// knobs are left out. Without an ending.
pub(crate) fn plain(line: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || ".+=-_,".contains(c) { c } else { '-' };
    let name: String = line.chars().map(kept).collect();
    let name = shortened(name.trim_start_matches(['.', '-']));
    let name = name.trim_end_matches(['.', '-', '+', '=', ',']);
    if name.is_empty() { "neurotty" } else { name }.to_owned()
}

/// `name`, which is ASCII, cut before a knob, or else between words.
fn shortened(name: &str) -> &str {
    if name.len() <= LONGEST {
        return name;
    }
    // One more than fits: a cut just behind the last letter parts nothing.
    let head = &name[..=LONGEST];
    let cut = head.rfind('+').or_else(|| head.rfind(|c: char| !c.is_ascii_alphanumeric()));
    &name[..cut.unwrap_or(LONGEST)]
}

/// `20261123-194502`, UTC.
fn stamp(now: SystemTime) -> String {
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

/// `directory/name.ending`, or with `-2`, `-3`, … before the ending: the first that no file has, and that is not
/// among those `given` out already. A folder has no ending: then there is no dot either.
pub(crate) fn unused(directory: &Path, name: &str, ending: &str, given: &[PathBuf]) -> PathBuf {
    let dot = if ending.is_empty() { "" } else { "." };
    let numbered = (2_u64..).map(|number| format!("{name}-{number}{dot}{ending}"));
    let mut names = std::iter::once(format!("{name}{dot}{ending}")).chain(numbered).map(|name| directory.join(name));
    names.find(|path| path.symlink_metadata().is_err() && !given.contains(path)).expect("an endless run of names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_long_line_loses_whole_knobs() {
        let line =
            "default:42+hidden=16x6+activation=sin,tanh+motion=latent/zoom+center=-0.25/0.5+color=palette:viridis";
        assert_eq!(plain(line), "default-42+hidden=16x6+activation=sin,tanh+motion=latent-zoom+center=-0.25-0.5");
        let seed = format!("default:42{}", ".1234567".repeat(20));
        assert!(plain(&seed).ends_with(".1234567") && plain(&seed).len() <= LONGEST, "{}", plain(&seed));
        assert_eq!(plain(&"x".repeat(200)).len(), LONGEST);
        assert_eq!(
            (plain(&"x".repeat(LONGEST)).len(), plain("..-"), plain("a+")),
            (LONGEST, "neurotty".into(), "a".into())
        );
    }

    #[test]
    fn a_doubled_percent_sign_is_one() {
        let path = |pattern: &str, index| NamePattern::parse(Path::new(pattern)).unwrap().map(|p| p.path(index));
        assert_eq!(path("a/100%%-%03d%%.png", 7), Some("a/100%-007%.png".into()));
        assert_eq!(path("%%%d.png", 7), Some("%7.png".into()));
        assert_eq!(path("100%%.png", 7), None);
        assert_eq!(without_doubled_percent(Path::new("a%%/100%%.png")), Path::new("a%%/100%.png"));
        for wrong in ["100%.png", "%s.png", "%d%d.png", "%%%.png", "%"] {
            assert!(NamePattern::parse(Path::new(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_number_of_a_frame_is_read_from_its_name() {
        let pattern = NamePattern::in_directory(Path::new("a"));
        for (name, index) in
            [("frame-00012.png", Some(12)), ("frame-123456.png", Some(123_456)), ("frame-12.png", None)]
        {
            assert_eq!(pattern.index_of(name), index, "{name}");
        }
        for other in ["frame-+0001.png", "frame-.png", "frame-00012.jpg", "frame-000012.png"] {
            assert_eq!(pattern.index_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_stamp_is_the_date() {
        // `date -u -d @SECONDS +%Y%m%d-%H%M%S`
        for (seconds, expected) in [
            (0, "19700101-000000"),
            (951_782_399, "20000228-235959"),
            (951_868_799, "20000229-235959"),
            (1_709_251_199, "20240229-235959"),
            (4_107_542_400, "21000301-000000"),
        ] {
            assert_eq!(stamp(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        }
    }
}
