//! Names of outputs: the numbered names of a frame sequence, names for what the live view saves.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::ExportError;

/// Names of numbered frames: `frames/`, or a path with one `%05d` in its file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    directory: PathBuf,
    prefix: String,
    suffix: String,
    digits: usize,
}

impl Pattern {
    /// `directory/frame-%05d.png`.
    pub fn in_directory(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), prefix: "frame-".into(), suffix: ".png".into(), digits: 5 }
    }

    /// Reads a path whose file name holds `%d` or `%0Nd`, N within 1..=9; `None` if it holds no `%`.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if there is a `%` of another form, or two.
    pub fn parse(path: &Path) -> Result<Option<Self>, ExportError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some((prefix, rest)) = name.split_once('%') else { return Ok(None) };
        let refused =
            || ExportError::Refused(format!("{}: frames are numbered by one %05d in the name", path.display()));
        let (digits, suffix) = rest.split_once('d').ok_or_else(refused)?;
        let digits = match digits.as_bytes() {
            [] => 1,
            [b'0', count @ b'1'..=b'9'] => usize::from(count - b'0'),
            _ => return Err(refused()),
        };
        if suffix.contains('%') {
            return Err(refused());
        }
        let directory = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Some(Self { directory, prefix: prefix.to_owned(), suffix: suffix.to_owned(), digits }))
    }

    /// Where the frames go.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The path of frame `index`.
    pub fn path(&self, index: u64) -> PathBuf {
        let Self { prefix, suffix, digits, .. } = self;
        self.directory.join(format!("{prefix}{index:0digits$}{suffix}"))
    }
}

/// A file name for a picture that the live view saves: the line of text and the UTC time, so that names
/// sort by time. Without an ending.
pub fn name_for(line: &str, now: SystemTime) -> String {
    format!("{}-{}", plain(line), stamp(now))
}

/// A line of text as the name of a file: what file systems and shells dislike is replaced. Without an
/// ending.
pub fn plain(line: &str) -> String {
    const LONGEST: usize = 80;
    let kept = |c: char| if c.is_ascii_alphanumeric() || ".+=-_,".contains(c) { c } else { '-' };
    let mut name: String = line.chars().take(LONGEST).map(kept).collect();
    name.truncate(name.trim_end_matches(['.', '-', '+', '=', ',']).len());
    let name = name.trim_start_matches(['.', '-']);
    if name.is_empty() { "neurotty" } else { name }.to_owned()
}

/// `20261123-194502`, UTC.
fn stamp(now: SystemTime) -> String {
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

/// Year, month and day of a number of days since 1970-01-01: Howard Hinnant's `civil_from_days`
/// for days that are not negative (<https://howardhinnant.github.io/date_algorithms.html>).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// `directory/name.ending`, or with `-2`, `-3`, … before the ending: the first that no file has, and that is not
/// among those `given` out already.
pub fn unused(directory: &Path, name: &str, ending: &str, given: &[PathBuf]) -> PathBuf {
    let numbered = (2_u64..).map(|number| format!("{name}-{number}.{ending}"));
    let mut names = std::iter::once(format!("{name}.{ending}")).chain(numbered).map(|name| directory.join(name));
    names.find(|path| path.symlink_metadata().is_err() && !given.contains(path)).expect("an endless run of names")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

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
