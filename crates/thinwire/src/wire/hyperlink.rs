//! Text on the screen that leads somewhere (OSC 8): a click opens it, where the terminal knows how.
//!
//! <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>. Others show the plain text.

use std::fmt::Write as _;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// Cells that lead to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// The row, from 0.
    pub row: u16,
    /// The columns, from 0.
    pub columns: Range<u16>,
    /// Where they lead: a URI of printable ASCII.
    pub uri: String,
}

/// The URI of a file on this machine. It names the host: over SSH the terminal then knows that the file is
/// not one of its own.
pub fn file_uri(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let system = rustix::system::uname();
    let mut uri = "file://".to_owned();
    encode(system.nodename().to_bytes(), &mut uri);
    encode(path.as_os_str().as_bytes(), &mut uri);
    uri
}

/// Appends `bytes`, all but characters that RFC 3986 allows in a path in percent form.
fn encode(bytes: &[u8], uri: &mut String) {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~/+=,".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_printable_ascii_and_names_the_path() {
        let uri = file_uri(Path::new("/tmp/ä b%/\x1b.png"));
        assert!(uri.starts_with("file://") && uri.ends_with("/tmp/%C3%A4%20b%25/%1B.png"), "{uri}");
    }
}
