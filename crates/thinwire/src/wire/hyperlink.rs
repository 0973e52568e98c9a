//! Hyperlinks on the screen (OSC 8): a click opens them, where the terminal knows how.
//!
//! <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>. Others show the plain text.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

/// A run of cells with a hyperlink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// The row, from 0.
    pub row: u16,
    /// The columns, from 0.
    pub columns: Range<u16>,
    /// Where they lead: a URI of printable ASCII.
    pub uri: String,
}

/// The URI of a file on this machine. On Unix it names the host: over SSH the terminal then knows that the file is
/// not one of its own.
pub fn file_uri(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = "file://".to_owned();
    append(&path, &mut uri);
    uri
}

/// Appends the host and `path`, which is absolute.
#[cfg(unix)]
fn append(path: &Path, uri: &mut String) {
    use std::os::unix::ffi::OsStrExt as _;
    encode(rustix::system::uname().nodename().to_bytes(), uri);
    encode(path.as_os_str().as_bytes(), uri);
}

/// Appends `path`, which is absolute.
#[cfg(windows)]
fn append(path: &Path, uri: &mut String) {
    append_drive_or_share(&path.to_string_lossy(), uri);
}

/// Appends a path of Windows as RFC 8089 has it (appendix E): `C:\a b` as `/C:/a%20b`, `\\host\share` as `host/share`.
#[cfg(any(windows, test))]
fn append_drive_or_share(path: &str, uri: &mut String) {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    if let Some(share) = path.strip_prefix("UNC/").or_else(|| path.strip_prefix("//")) {
        encode(share.as_bytes(), uri);
    } else if let Some((drive, rest)) = path.split_once(':') {
        uri.push('/');
        encode(drive.as_bytes(), uri);
        uri.push(':');
        encode(rest.as_bytes(), uri);
    } else {
        encode(path.as_bytes(), uri);
    }
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

    #[test]
    fn paths_of_windows_keep_their_drive_or_host() {
        for (path, expected) in [
            (r"C:\Users\me\ä b.png", "/C:/Users/me/%C3%A4%20b.png"),
            (r"\\?\D:\x.gif", "/D:/x.gif"),
            (r"\\host\share\x.gif", "host/share/x.gif"),
            (r"\\?\UNC\host\share\x.gif", "host/share/x.gif"),
        ] {
            let mut uri = String::new();
            append_drive_or_share(path, &mut uri);
            assert_eq!(uri, expected, "{path}");
        }
    }
}
