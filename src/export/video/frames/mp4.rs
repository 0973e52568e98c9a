//! The frames of an MP4 (ISO/IEC 14496-12).

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

use super::{Found, is_whole, not_whole, truncated};

/// Where the boxes about the video lie, each in the one before.
const MEDIA: [&[u8; 4]; 3] = [b"moov", b"trak", b"mdia"];
const TABLES: [&[u8; 4]; 5] = [b"moov", b"trak", b"mdia", b"minf", b"stbl"];
/// Where the description of samples has the codec's name and the size of the picture, from its contents on.
const CODEC: usize = 12;
const SIZE: usize = 40;
/// The largest table and sample that are looked at, in bytes.
const LARGEST: u64 = 1 << 28;

/// Looks through the file. All boxes must lie within it.
pub(super) fn look(reader: &mut (impl Read + Seek), length: u64) -> io::Result<Found> {
    while reader.stream_position()? < length {
        let (_, end) = next_box(reader, length)?;
        reader.seek(SeekFrom::Start(end))?;
    }
    // Version and flags, the size where all have the same, and how many there are.
    let sizes = table(reader, &TABLES, b"stsz", length)?.ok_or_else(missing)?;
    let frames = number(&sizes, 8).ok_or_else(truncated)?;
    let description = table(reader, &TABLES, b"stsd", length)?.unwrap_or_default();
    let size = number(&description, SIZE).map(|both| [both >> 16, both & 0xffff]);
    if description.get(CODEC..CODEC + 4) == Some(b"avc1") {
        look_at_samples(reader, &sizes, length)?;
    }
    let span = table(reader, &MEDIA, b"mdhd", length)?.and_then(|header| span(&header, frames));
    Ok(Found { frames: frames.into(), size, span })
}

/// The time from the first to the last frame, by the header of the media: the last one is shown as long as the others.
fn span(header: &[u8], frames: u32) -> Option<(f64, f64)> {
    let (scale, duration) = match header.first()? {
        0 => (number(header, 12)?, u64::from(number(header, 16)?)),
        _ => (number(header, 20)?, u64::from(number(header, 24)?) << 32 | u64::from(number(header, 28)?)),
    };
    let seconds = duration as f64 / f64::from(scale.max(1));
    (frames > 0).then(|| (seconds * f64::from(frames - 1) / f64::from(frames), 1.0 / f64::from(scale.max(1))))
}

/// Looks whether every sample is whole, where the tables say it lies.
fn look_at_samples(reader: &mut (impl Read + Seek), sizes: &[u8], length: u64) -> io::Result<()> {
    let chunks = table(reader, &TABLES, b"stsc", length)?.ok_or_else(missing)?;
    let (places, width) = match table(reader, &TABLES, b"stco", length)? {
        Some(places) => (places, 4),
        None => (table(reader, &TABLES, b"co64", length)?.ok_or_else(missing)?, 8),
    };
    let (mut sample, mut run, mut bytes) = (0, 0, Vec::new());
    for (index, place) in places.get(8..).unwrap_or_default().chunks_exact(width).enumerate() {
        // A row holds from its first chunk on, counted from 1, until the next row's.
        let row = |run: usize| Some((number(&chunks, 8 + 12 * run)?, number(&chunks, 12 + 12 * run)?));
        if row(run + 1).is_some_and(|(first, _)| first as usize <= index + 1) {
            run += 1;
        }
        let (_, count) = row(run).ok_or_else(truncated)?;
        reader.seek(SeekFrom::Start(place.iter().fold(0, |place, byte| place << 8 | u64::from(*byte))))?;
        for _ in 0..count {
            let size = match number(sizes, 4) {
                Some(0) => number(sizes, 12 + 4 * sample).ok_or_else(truncated)?,
                size => size.ok_or_else(truncated)?,
            };
            bytes.clear();
            reader.by_ref().take(size.into()).read_to_end(&mut bytes)?;
            if bytes.len() != size as usize || !is_whole(&bytes) {
                return Err(not_whole());
            }
            sample += 1;
        }
    }
    if Some(sample as u32) == number(sizes, 8) { Ok(()) } else { Err(not_whole()) }
}

/// The contents of the box `name` in those that `way` leads through, if it is there.
fn table(
    reader: &mut (impl Read + Seek),
    way: &[&[u8; 4]],
    name: &[u8; 4],
    length: u64,
) -> io::Result<Option<Vec<u8>>> {
    reader.rewind()?;
    let mut end = Some(length);
    for name in way.iter().copied().chain([name]) {
        let Some(within) = end else { return Ok(None) };
        end = enter(reader, name, within)?;
    }
    let Some(end) = end else { return Ok(None) };
    let mut contents = Vec::new();
    let size = end - reader.stream_position()?;
    reader.take(size.min(LARGEST)).read_to_end(&mut contents)?;
    Ok(Some(contents))
}

/// Four bytes of a table.
fn number(table: &[u8], place: usize) -> Option<u32> {
    table.get(place..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// Goes to the contents of the next box called `name` that begins before `end`. Returns where it ends, if it is there.
fn enter(reader: &mut (impl Read + Seek), name: &[u8; 4], end: u64) -> io::Result<Option<u64>> {
    while reader.stream_position()? < end {
        let (found, inner_end) = next_box(reader, end)?;
        if found == *name {
            return Ok(Some(inner_end));
        }
        reader.seek(SeekFrom::Start(inner_end))?;
    }
    Ok(None)
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

fn missing() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "a table is missing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A box of MP4.
    fn boxed(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        [&(contents.len() as u32 + 8).to_be_bytes()[..], name, contents].concat()
    }

    #[test]
    fn samples_are_counted_in_a_whole_mp4_alone() {
        let table = boxed(b"stsz", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7]);
        let nested = [b"stbl", b"minf", b"mdia", b"trak", b"moov"]
            .iter()
            .fold(table, |inner, name| boxed(name, &[boxed(b"free", b"x"), inner].concat()));
        let file = [boxed(b"ftyp", b"isom"), nested, boxed(b"mdat", &[9; 50])].concat();
        let count = |bytes: &[u8]| look(&mut Cursor::new(bytes), bytes.len() as u64).map(|found| found.frames);
        assert_eq!(count(&file).unwrap(), 263);
        for length in 1..file.len() {
            // Where a box ends the rest could be a file, but for the table or the pixels.
            assert!(count(&file[..length]).is_err() || length == file.len() - 58, "{length}");
        }
    }
}
