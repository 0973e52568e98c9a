//! The weights that a PNG carries in a chunk of its own.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::network::weights::{MAX_FILE, PNG_CHUNK};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The weights file in the PNG `file`, read from its start. `None` if it is no PNG, or carries none before its
/// pixels.
///
/// # Errors
/// If the file ends within a chunk, or the weights are damaged.
pub(super) fn weights(file: File) -> io::Result<Option<Vec<u8>>> {
    let mut file = BufReader::new(file);
    let mut signature = [0; 8];
    if file.read_exact(&mut signature).is_err() || signature != SIGNATURE {
        return Ok(None);
    }
    loop {
        let (mut length, mut kind) = ([0; 4], [0; 4]);
        file.read_exact(&mut length)?;
        file.read_exact(&mut kind)?;
        let length = u32::from_be_bytes(length);
        match &kind {
            b"IDAT" | b"IEND" => return Ok(None),
            &PNG_CHUNK => return read(&mut file, u64::from(length)).map(Some),
            // The checksum behind it is passed over, too.
            _ => file.seek(SeekFrom::Current(i64::from(length) + 4)).map(drop)?,
        }
    }
}

/// The data of the chunk, which a checksum follows.
fn read(file: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let damaged = || io::Error::other("the weights in it are damaged");
    let mut data = Vec::new();
    file.by_ref().take(length.min(MAX_FILE)).read_to_end(&mut data)?;
    let mut checksum = [0; 4];
    file.read_exact(&mut checksum).map_err(|_| damaged())?;
    let found = zlib_rs::crc32::crc32(0, &[&PNG_CHUNK[..], &data].concat());
    if data.len() as u64 == length && found == u32::from_be_bytes(checksum) { Ok(data) } else { Err(damaged()) }
}
