//! The line of text inside a file: how it is written there, and how it is found again.
//!
//! PNG has text chunks for it. Elsewhere it stands as `[neurotty=LINE]` in whatever comment the
//! format has, so that it is found without knowing the format. A line holds neither spaces nor brackets.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::{ExportError, KEYWORD};

/// Comments stand near the start or the end of a file: this many bytes are searched at each.
const SEARCHED: u64 = 1 << 18;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The line as a comment.
pub(super) fn mark(line: &str) -> String {
    format!("[{KEYWORD}={line}]")
}

/// The line of text that the file at `path` carries, or `None` if it carries none.
///
/// # Errors
/// [`ExportError::File`] if it can't be read.
pub fn embedded_line(path: &Path) -> Result<Option<String>, ExportError> {
    let failed = |error| ExportError::file("read", path, error);
    let mut file = File::open(path).map_err(failed)?;
    let start = read_up_to(&mut file, SEARCHED).map_err(failed)?;
    if start.starts_with(PNG_SIGNATURE) {
        return Ok(png_text(&start));
    }
    let found = marked(&start);
    if found.is_some() || (start.len() as u64) < SEARCHED {
        return Ok(found);
    }
    let length = file.metadata().map_err(failed)?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(SEARCHED))).map_err(failed)?;
    Ok(marked(&read_up_to(&mut file, SEARCHED).map_err(failed)?))
}

fn read_up_to(file: &mut File, bytes: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.take(bytes).read_to_end(&mut start)?;
    Ok(start)
}

/// The text chunk of a PNG, which stands before the pixels.
fn png_text(start: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(io::Cursor::new(start)).read_info().ok()?;
    let chunks = &reader.info().utf8_text;
    chunks.iter().find(|chunk| chunk.keyword == KEYWORD)?.get_text().ok()
}

/// What stands between `[neurotty=` and `]`.
fn marked(bytes: &[u8]) -> Option<String> {
    let opening = format!("[{KEYWORD}=").into_bytes();
    let start = bytes.windows(opening.len()).position(|window| window == opening)? + opening.len();
    let length = bytes[start..].iter().position(|byte| *byte == b']')?;
    let line = std::str::from_utf8(&bytes[start..start + length]).ok()?;
    line.chars().all(|c| c.is_ascii_graphic()).then(|| line.to_owned())
}
