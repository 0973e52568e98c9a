//! The line of text that a file carries, read by the formats' own decoders.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use gif::streaming_decoder::{Decoded, OutputBuffer, StreamingDecoder};
use gif::{AnyExtension, Extension};

use super::carried::{Text, line_of_comment};
use super::chunks;
use super::xml::{plain, unescaped};
use crate::caption::{self, Caption};
use crate::recipe::text::{KEYWORD, MAX_LENGTH, marked};

/// A file's kind is read from this many bytes: an SVG may have comments and a document type before its first element.
const HEAD: u64 = 1 << 20;
/// How far into a GIF its comment is looked for: a global palette and an application extension come
/// first, pictures after it.
const GIF_HEAD: u64 = 1 << 16;
/// The longest first line of a cast that is read: its header may hold the environment and a theme.
const CAST_HEAD: u64 = 1 << 16;
/// A comment stands near the start or the end: this many bytes are searched at each.
const COMMENT_ENDS: u64 = 1 << 20;

/// A kind of file that may carry a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// PNG or APNG: a text chunk.
    Png,
    /// GIF: a comment, `neurotty: LINE`, before the first picture.
    Gif,
    /// Asciicast: the field `neurotty` of the header.
    Cast,
    /// MP4, Matroska, WebM, YUV4MPEG2, WebP, JPEG, TIFF, SVG, a page or a shader: a comment, `[neurotty=LINE]`.
    Commented,
    /// Safetensors: metadata.
    Weights,
}

impl FileKind {
    /// Finds the kind by the file's first bytes, and rewinds it.
    pub(super) fn detect(file: &mut File) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        file.take(HEAD).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(match head.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            // A length of eight bytes, then the header's JSON.
            [_, _, _, _, _, _, _, _, b'{', ..] => Some(Self::Weights),
            [b'{', ..] => Some(Self::Cast),
            [0x1a, 0x45, 0xdf, 0xa3, ..] | [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Self::Commented),
            [b'Y', b'U', b'V', b'4', b'M', b'P', b'E', b'G', b'2', ..] => Some(Self::Commented),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Commented),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Commented),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Self::Commented),
            [b'<', b'!', b'd', b'o', b'c', b't', b'y', b'p', b'e', b' ', b'h', b't', b'm', b'l', ..] => {
                Some(Self::Commented)
            }
            [b'/', b'/', b' ', b'[', ..] => Some(Self::Commented),
            _ if is_svg(&plain(head.clone())) => Some(Self::Commented),
            _ => None,
        })
    }

    /// The text that `file` carries, or `None` if it carries none.
    pub(super) fn text(self, file: File) -> io::Result<Option<Text>> {
        let line = match self {
            Self::Png => return chunks::text(file),
            // What a converter made of another format's comment is marked.
            Self::Gif => gif_comment(file, |comment| line_of_comment(comment).or_else(|| marked(comment))),
            Self::Cast => cast_field(BufReader::new(file), KEYWORD),
            Self::Commented => comment(file, marked),
            Self::Weights => Ok(None),
        };
        Ok(line?.map(Text::Line))
    }

    /// The caption that `file` carries, which has been found to carry a line. What is damaged there carries none.
    pub(super) fn caption(self, file: File) -> Option<Caption> {
        let text = match self {
            Self::Png => chunks::named(file, caption::KEYWORD).ok()?,
            Self::Gif => {
                gif_comment(file, |comment| caption_of_comment(comment).or_else(|| caption::marked(comment))).ok()?
            }
            Self::Cast => cast_field(BufReader::new(file), caption::KEYWORD).ok()?,
            Self::Commented => comment(file, caption::marked).ok()?,
            Self::Weights => None,
        };
        Caption::of_file(&text?)
    }
}

/// Whether what begins like this is an SVG, behind declarations and comments.
fn is_svg(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    // An element may have its namespace before its name.
    text.starts_with(b"<") && [b"<svg", b":svg"].iter().any(|name| text.windows(name.len()).any(|at| at == *name))
}

/// The first comment before the pictures that `wanted` makes something of.
fn gif_comment(file: File, wanted: impl Fn(&[u8]) -> Option<String>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    file.take(GIF_HEAD).read_to_end(&mut bytes)?;
    let (mut decoder, mut rest, mut comment) = (StreamingDecoder::new(), bytes.as_slice(), Vec::new());
    while !rest.is_empty() {
        let (consumed, decoded) = decoder.update(rest, &mut OutputBuffer::None).map_err(io::Error::other)?;
        let ours = match decoded {
            Decoded::SubBlock { ext, is_last } if ext == AnyExtension::from(Extension::Comment) => Some(is_last),
            Decoded::FrameMetadata(_) => return Ok(None),
            _ => None,
        };
        rest = &rest[consumed..];
        let Some(is_last) = ours else { continue };
        comment.extend_from_slice(decoder.last_ext_sub_block());
        if is_last {
            if let Some(text) = wanted(&comment) {
                return Ok(Some(text));
            }
            comment.clear();
        }
    }
    Ok(None)
}

fn caption_of_comment(comment: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(comment).ok()?;
    Some(text.strip_prefix(caption::KEYWORD)?.strip_prefix(':')?.trim().to_owned())
}

/// The field of a cast's header.
fn cast_field(file: BufReader<File>, name: &str) -> io::Result<Option<String>> {
    let mut header = Vec::new();
    file.take(CAST_HEAD).read_until(b'\n', &mut header)?;
    let header: serde_json::Value = serde_json::from_slice(&header).map_err(io::Error::other)?;
    let text = header.get(name).and_then(serde_json::Value::as_str);
    Ok(text.filter(|text| text.len() <= MAX_LENGTH).map(str::to_owned))
}

/// What `wanted` finds near the start or the end.
fn comment(mut file: File, wanted: impl Fn(&[u8]) -> Option<String>) -> io::Result<Option<String>> {
    let length = file.metadata()?.len();
    for start in [0, length.saturating_sub(COMMENT_ENDS)] {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        file.by_ref().take(COMMENT_ENDS).read_to_end(&mut bytes)?;
        let bytes = if start == 0 { plain(bytes) } else { bytes };
        if let Some(text) = wanted(&bytes).or_else(|| wanted(&unescaped(&bytes))) {
            return Ok(Some(text));
        }
    }
    Ok(None)
}
