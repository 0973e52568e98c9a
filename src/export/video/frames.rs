//! How many frames a video file holds, by its container alone: an encoder that met a full disk may say that all is
//! well.
//!
//! MP4 (ISO/IEC 14496-12) lists its samples in one table; Matroska and WebM (RFC 9559, RFC 8794) hold a block for each.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};

use crate::export::Format;

/// Where MP4's table of the sizes of samples lies, each box in the one before.
const SAMPLE_SIZES: [&[u8; 4]; 6] = [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz"];
/// Matroska's elements that are looked into: Segment, Cluster, BlockGroup.
const ENTERED: [u64; 3] = [0x1853_8067, 0x1F43_B675, 0xA0];
/// Matroska's elements that hold a frame: Block, SimpleBlock.
const FRAMES: [u64; 2] = [0xA1, 0xA3];

/// Counts the frames in `file`, of one track.
///
/// # Errors
/// What the system says, or that the file is not whole.
pub(super) fn count(file: &File, format: Format) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    reader.rewind()?;
    if format == Format::Mp4 { samples(&mut reader, length) } else { blocks(&mut reader, length) }
}

/// The number in MP4's table of samples. All boxes must lie within the file.
fn samples(reader: &mut (impl Read + Seek), length: u64) -> io::Result<u64> {
    while reader.stream_position()? < length {
        let (_, end) = next_box(reader, length)?;
        reader.seek(SeekFrom::Start(end))?;
    }
    reader.rewind()?;
    let mut end = length;
    for name in SAMPLE_SIZES {
        end = enter(reader, name, end)?;
    }
    // Version and flags, the size where all have the same, and how many there are.
    let mut table = [0; 12];
    reader.read_exact(&mut table)?;
    let [.., a, b, c, d] = table;
    Ok(u32::from_be_bytes([a, b, c, d]).into())
}

/// Goes to the contents of the next box called `name` that begins before `end`. Returns where it ends.
fn enter(reader: &mut (impl Read + Seek), name: &[u8; 4], end: u64) -> io::Result<u64> {
    while reader.stream_position()? < end {
        let (found, inner_end) = next_box(reader, end)?;
        if found == *name {
            return Ok(inner_end);
        }
        reader.seek(SeekFrom::Start(inner_end))?;
    }
    Err(io::Error::new(ErrorKind::InvalidData, "a table is missing"))
}

/// Reads the head of a box: its name, and where it ends, which is not behind `end`.
fn next_box(reader: &mut (impl Read + Seek), end: u64) -> io::Result<([u8; 4], u64)> {
    let start = reader.stream_position()?;
    let mut head = [0; 8];
    reader.read_exact(&mut head)?;
    let [a, b, c, d, name @ ..] = head;
    let size = match u32::from_be_bytes([a, b, c, d]) {
        0 => end - start,
        1 => {
            let mut long = [0; 8];
            reader.read_exact(&mut long)?;
            u64::from_be_bytes(long)
        }
        short => short.into(),
    };
    let inner = reader.stream_position()?;
    let inner_end = start.checked_add(size).filter(|inner_end| (inner..=end).contains(inner_end));
    Ok((name, inner_end.ok_or_else(truncated)?))
}

/// The number of Matroska's blocks. All elements must lie within the file.
fn blocks(reader: &mut (impl Read + Seek), length: u64) -> io::Result<u64> {
    let mut frames = 0;
    while reader.stream_position()? < length {
        let (id, size) = (number(reader)?.0, number(reader)?);
        let inner = reader.stream_position()?;
        // One whose size is not known ends where its parent does.
        let end = size.1.map_or(Some(length), |size| inner.checked_add(size)).filter(|end| *end <= length);
        let end = end.ok_or_else(truncated)?;
        frames += u64::from(FRAMES.contains(&id));
        if !ENTERED.contains(&id) {
            reader.seek(SeekFrom::Start(end))?;
        }
    }
    Ok(frames)
}

/// A number of variable length: as it stands, which is an ID, and its value, which is a size; `None` for one that says
/// that the size is not known.
fn number(reader: &mut impl Read) -> io::Result<(u64, Option<u64>)> {
    let mut first = [0];
    reader.read_exact(&mut first)?;
    let more = first[0].leading_zeros() as usize;
    if more == 8 {
        return Err(io::Error::new(ErrorKind::InvalidData, "a number is too long"));
    }
    let mut rest = [0; 8];
    reader.read_exact(&mut rest[..more])?;
    let whole = rest[..more].iter().fold(u64::from(first[0]), |number, byte| (number << 8) | u64::from(*byte));
    // The first set bit gives the length, seven bits a byte are the value.
    let most = (1 << (7 * (more + 1))) - 1;
    Ok((whole, Some(whole & most).filter(|value| *value != most)))
}

fn truncated() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "it ends too early")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A box of MP4.
    fn boxed(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        [&(contents.len() as u32 + 8).to_be_bytes()[..], name, contents].concat()
    }

    /// An element of Matroska with a size of one byte.
    fn element(id: &[u8], contents: &[u8]) -> Vec<u8> {
        [id, &[0x80 | contents.len() as u8], contents].concat()
    }

    #[test]
    fn samples_are_counted_in_a_whole_mp4_alone() {
        let table = boxed(b"stsz", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7]);
        let nested = [b"stbl", b"minf", b"mdia", b"trak", b"moov"]
            .iter()
            .fold(table, |inner, name| boxed(name, &[boxed(b"free", b"x"), inner].concat()));
        let file = [boxed(b"ftyp", b"isom"), nested, boxed(b"mdat", &[9; 50])].concat();
        let count = |bytes: &[u8]| samples(&mut Cursor::new(bytes), bytes.len() as u64);
        assert_eq!(count(&file).unwrap(), 263);
        for length in 1..file.len() {
            // Where a box ends the rest could be a file, but for the table or the pixels.
            assert!(count(&file[..length]).is_err() || length == file.len() - 58, "{length}");
        }
    }

    #[test]
    fn blocks_are_counted_wherever_they_stand() {
        let simple = element(&[0xA3], &[1, 2, 3, 4, 5]);
        let group = element(&[0xA0], &element(&[0xA1], &[1, 2, 3]));
        let cluster = element(&[0x1F, 0x43, 0xB6, 0x75], &[simple.clone(), group, simple].concat());
        let head = [0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255];
        let file = [&head[..], &element(&[0xEC], b"void"), &cluster, &cluster].concat();
        let count = |bytes: &[u8]| blocks(&mut Cursor::new(bytes), bytes.len() as u64);
        assert_eq!(count(&file).unwrap(), 6);
        assert!(count(&file[..file.len() - 1]).is_err());
        assert_eq!(count(&file[..file.len() - cluster.len()]).unwrap(), 3);
    }
}
