//! The frames of a Matroska or WebM file (RFC 9559, RFC 8794).

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

use super::{Found, is_whole, not_whole, truncated};

/// Elements that are looked into: Segment, Info, Tracks, TrackEntry, Video, Cluster, BlockGroup.
const ENTERED: [u64; 7] = [0x1853_8067, 0x1549_A966, 0x1654_AE6B, 0xAE, 0xE0, 0x1F43_B675, 0xA0];
/// Elements that hold a frame: Block, SimpleBlock.
const FRAMES: [u64; 2] = [0xA1, 0xA3];
const TIMESTAMP_SCALE: u64 = 0x2A_D7B1;
const CODEC: u64 = 0x86;
const WIDTH: u64 = 0xB0;
const HEIGHT: u64 = 0xBA;
/// When a cluster begins.
const TIMESTAMP: u64 = 0xE7;
/// What comes before the frame in a block: the track, the time from the cluster's on, flags.
const BLOCK_HEAD: usize = 4;
/// The most bytes of a block that are looked at.
const LARGEST: u64 = 1 << 28;

/// What was read so far.
#[derive(Debug, Default)]
struct Seen {
    frames: u64,
    codec: Vec<u8>,
    size: [Option<u32>; 2],
    /// Nanoseconds of a tick.
    scale: Option<u64>,
    cluster: i64,
    /// The first and the last tick at which a frame begins.
    ticks: Option<[i64; 2]>,
}

/// Looks through the file. All elements must lie within it.
pub(super) fn look(reader: &mut (impl Read + Seek), length: u64) -> io::Result<Found> {
    let mut seen = Seen::default();
    while reader.stream_position()? < length {
        let (id, size) = (number(reader)?.0, number(reader)?);
        let inner = reader.stream_position()?;
        // One whose size is not known ends where its parent does.
        let end = size.1.map_or(Some(length), |size| inner.checked_add(size)).filter(|end| *end <= length);
        let end = end.ok_or_else(truncated)?;
        if !ENTERED.contains(&id) {
            seen.element(id, reader, end - inner)?;
            reader.seek(SeekFrom::Start(end))?;
        }
    }
    Ok(seen.found())
}

impl Seen {
    /// Reads an element of `size` bytes that holds no others, if it says anything of interest.
    fn element(&mut self, id: u64, reader: &mut impl Read, size: u64) -> io::Result<()> {
        if FRAMES.contains(&id) {
            self.frames += 1;
            // Without a track nobody knows what is in it.
            return if self.codec.is_empty() { Ok(()) } else { self.block(&contents(reader, size)?) };
        }
        if ![TIMESTAMP_SCALE, CODEC, WIDTH, HEIGHT, TIMESTAMP].contains(&id) {
            return Ok(());
        }
        let bytes = contents(reader, size.min(64))?;
        let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        match id {
            TIMESTAMP_SCALE => self.scale = Some(number),
            WIDTH => self.size[0] = u32::try_from(number).ok(),
            HEIGHT => self.size[1] = u32::try_from(number).ok(),
            TIMESTAMP => self.cluster = number as i64,
            _ => self.codec = bytes,
        }
        Ok(())
    }

    fn block(&mut self, block: &[u8]) -> io::Result<()> {
        let (head, frame) = block.split_first_chunk::<BLOCK_HEAD>().ok_or_else(not_whole)?;
        let tick = self.cluster + i64::from(i16::from_be_bytes([head[1], head[2]]));
        let [first, last] = self.ticks.unwrap_or([tick; 2]);
        self.ticks = Some([first.min(tick), last.max(tick)]);
        let whole = match self.codec.as_slice() {
            b"V_MPEG4/ISO/AVC" => is_whole(frame),
            _ => frame.iter().any(|byte| *byte != 0),
        };
        if whole { Ok(()) } else { Err(not_whole()) }
    }

    fn found(self) -> Found {
        const NANOSECOND: f64 = 1e-9;
        let tick = self.scale.unwrap_or(1_000_000) as f64 * NANOSECOND;
        let size = if let [Some(width), Some(height)] = self.size { Some([width, height]) } else { None };
        // Both ends are rounded to a tick.
        let span = self.ticks.map(|[first, last]| ((last - first) as f64 * tick, tick));
        Found { frames: self.frames, size, span }
    }
}

fn contents(reader: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(size.min(LARGEST)).read_to_end(&mut bytes)?;
    Ok(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// An element of Matroska with a size of one byte.
    fn element(id: &[u8], contents: &[u8]) -> Vec<u8> {
        [id, &[0x80 | contents.len() as u8], contents].concat()
    }

    #[test]
    fn blocks_are_counted_wherever_they_stand() {
        let simple = element(&[0xA3], &[1, 2, 3, 4, 5]);
        let group = element(&[0xA0], &element(&[0xA1], &[1, 2, 3]));
        let cluster = element(&[0x1F, 0x43, 0xB6, 0x75], &[simple.clone(), group, simple].concat());
        let head = [0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255];
        let file = [&head[..], &element(&[0xEC], b"void"), &cluster, &cluster].concat();
        let count = |bytes: &[u8]| look(&mut Cursor::new(bytes), bytes.len() as u64).map(|found| found.frames);
        assert_eq!(count(&file).unwrap(), 6);
        assert!(count(&file[..file.len() - 1]).is_err());
        assert_eq!(count(&file[..file.len() - cluster.len()]).unwrap(), 3);
    }
}
