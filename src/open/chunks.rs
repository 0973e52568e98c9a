//! The texts of a PNG, on both sides of its pixels (PNG specification, third edition, section 11.3.3).
//!
//! The file is walked chunk by chunk, and what holds no text is passed over: opening a picture costs no more than its
//! texts do, however large it says that it is. Text that is compressed is let grow to [`LONGEST`] bytes.

use std::io::{self, BufRead, BufReader, Read, Seek};

use zlib_rs::crc32::crc32;
use zlib_rs::{Inflate, InflateFlush};

use super::carried::{Text, line_of_comment};
use crate::recipe::text::{KEYWORD, SHEET_KEYWORD, mark, marked};

/// What editors keep of a picture's description, in another form (PNG specification, section 11.3.3.5).
const EXIF: &[u8; 4] = b"eXIf";
/// How the keyword of a raw profile begins: Exif and other data as a name, a length and hexadecimal digits, as
/// ImageMagick has it.
const RAW_PROFILE: &str = "Raw profile type ";
/// Chunks that are larger hold no line, in bytes.
const LARGEST_CHUNK: u32 = 1 << 24;
/// The most bytes of a text that are read. A line is far shorter, and of a sheet the first line is enough.
const LONGEST: usize = 1 << 16;
/// How many texts are looked at: pictures have a few.
const MOST_TEXTS: usize = 256;
/// zlib's largest window.
const WINDOW_BITS: u8 = 15;
/// Length of a PNG's signature, in bytes.
const SIGNATURE: i64 = 8;

/// The text that a PNG carries, or `None` if it carries none.
///
/// # Errors
/// If the file can't be read, or ends before its last chunk without having said anything.
pub(super) fn text(file: impl Read + Seek) -> io::Result<Option<Text>> {
    let mut file = BufReader::new(file);
    file.seek_relative(SIGNATURE)?;
    let (mut fallback, mut texts) = (None, 0);
    loop {
        let Some(Chunk { name, data }) = Chunk::next(&mut file, texts < MOST_TEXTS)? else {
            return fallback.map_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()), |found| Ok(Some(found)));
        };
        if &name == b"IEND" {
            return Ok(fallback);
        }
        let Some((keyword, text)) = data.and_then(|data| parse(name, &data)) else { continue };
        texts += 1;
        if keyword == KEYWORD {
            return Ok(Some(Text::Line(text.trim().to_owned())));
        }
        let found = || match text.lines().next() {
            Some(first) if keyword == SHEET_KEYWORD => Some(Text::Sheet(first.to_owned())),
            _ if keyword.starts_with(RAW_PROFILE) => marked(&raw_profile(&text)).map(Text::Line),
            // What a converter made of another format's comment.
            _ => marked(text.as_bytes()).or_else(|| line_of_comment(text.as_bytes())).map(Text::Line),
        };
        fallback = fallback.or_else(found);
    }
}

/// The first text of this keyword, if it is whole.
///
/// # Errors
/// If the file can't be read.
pub(super) fn named(file: impl Read + Seek, keyword: &str) -> io::Result<Option<String>> {
    let mut file = BufReader::new(file);
    file.seek_relative(SIGNATURE)?;
    let mut texts = 0;
    while let Some(Chunk { name, data }) = Chunk::next(&mut file, texts < MOST_TEXTS)? {
        let Some((found, text)) = data.and_then(|data| parse(name, &data)) else { continue };
        texts += 1;
        if found == keyword {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

struct Chunk {
    name: [u8; 4],
    /// Its data, if it is whole and holds a text.
    data: Option<Vec<u8>>,
}

impl Chunk {
    /// The next chunk, with its data where a text is `wanted`; `None` where there are no more.
    fn next(file: &mut BufReader<impl Read + Seek>, wanted: bool) -> io::Result<Option<Self>> {
        const CHECKSUM: usize = 4;
        if file.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let [mut length, mut name] = [[0; 4]; 2];
        file.read_exact(&mut length)?;
        file.read_exact(&mut name)?;
        // What is no chunk may go on for ever: zeros that take no room on the disk.
        if !name.iter().all(u8::is_ascii_alphabetic) {
            return Ok(None);
        }
        let length = u32::from_be_bytes(length);
        if !wanted || length > LARGEST_CHUNK || ![b"tEXt", b"zTXt", b"iTXt", EXIF].contains(&&name) {
            file.seek_relative(i64::from(length) + CHECKSUM as i64)?;
            return Ok(Some(Self { name, data: None }));
        }
        let mut data = Vec::new();
        file.take(u64::from(length) + CHECKSUM as u64).read_to_end(&mut data)?;
        let whole = data.split_last_chunk::<CHECKSUM>().filter(|(data, sum)| {
            data.len() == length as usize && crc32(crc32(0, &name), data) == u32::from_be_bytes(**sum)
        });
        Ok(Some(Self { name, data: whole.map(|(data, _)| data.to_vec()) }))
    }
}

/// The keyword and the text of a chunk.
fn parse(name: [u8; 4], data: &[u8]) -> Option<(String, String)> {
    if &name == EXIF {
        // Its description is among other fields, and marked.
        return Some((String::new(), marked(data).map(|line| mark(&line))?));
    }
    let (keyword, rest) = split_at_zero(data)?;
    let (compressed, text) = match &name {
        b"tEXt" => (false, rest),
        b"zTXt" => (true, rest.strip_prefix(&[0])?),
        _ => {
            let [compressed, _, rest @ ..] = rest else { return None };
            let (_language, rest) = split_at_zero(rest)?;
            let (_translated, text) = split_at_zero(rest)?;
            (*compressed == 1, text)
        }
    };
    let text = if compressed { inflated(text)? } else { text[..text.len().min(LONGEST)].to_vec() };
    Some((decoded(keyword.to_vec()), decoded(text)))
}

/// The bytes of a raw profile, as far as they are digits: behind an empty line, one with its name, one with its length.
fn raw_profile(text: &str) -> Vec<u8> {
    let digits = text.lines().skip(3).flat_map(str::chars).map_while(|digit| digit.to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    digits.as_chunks().0.iter().map(|[high, low]| high << 4 | low).collect()
}

fn split_at_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let zero = bytes.iter().position(|byte| *byte == 0)?;
    Some((&bytes[..zero], &bytes[zero + 1..]))
}

/// The first [`LONGEST`] bytes of what was compressed.
fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut text = vec![0; LONGEST];
    let mut inflate = Inflate::new(true, WINDOW_BITS);
    inflate.decompress(bytes, &mut text, InflateFlush::NoFlush).ok()?;
    text.truncate(inflate.total_out() as usize);
    Some(text)
}

/// Latin-1 as the format has it, unless it is UTF-8, as programs write it.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}
