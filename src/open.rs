//! ART on the command line: a line of text, or a file that carries one, or weights; and lists of these.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use self::carried::Text;
use crate::network::Network;
use crate::network::weights::{Assumed, MAX_FILE, WeightsError, from_safetensors};
use crate::plain_text::shell_word;
use crate::recipe::text::{self, ParseError};
use crate::recipe::{Motion, Preset, Recipe, Seed};
use crate::work::{Imported, Misfit, Work};

mod carried;
mod chunks;
mod embedded;
mod list;
mod png_weights;
mod xml;

pub use list::List;

/// The most weights that the line in any file may name: 50 MB of memory, and two seconds of work.
const FROM_FILE: u64 = 1 << 22;

/// What ART names.
#[derive(Clone, Debug)]
pub enum Opened {
    /// A work, whole.
    Work(Box<Work>),
    /// A line that names no seed: the caller draws one. The seed in it is 0.
    Unseeded(Box<Recipe>),
}

/// Why ART was refused: what, where, and what to do next, in a line.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither a line of text nor a file.
    #[error("{0}{file}", file = if .0.is_name_unknown() { "; and there is no such file" } else { "" })]
    NotAnArtwork(ParseError),
    /// It reads as the name of a file, and there is none.
    #[error("{}: there is no such file; ART is a line of text like mondrian:7, or a file that neurotty wrote", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The file could not be read.
    #[error("can't read {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system or the format's decoder said.
        source: io::Error,
    },
    /// The file is of a kind that is never opened.
    #[error("{}: not a PNG, JPEG, TIFF, GIF, WebP, SVG, page, shader, cast, video or safetensors file", path.display())]
    Kind {
        /// Which file.
        path: PathBuf,
    },
    /// The file was not written by neurotty, or its text was removed.
    #[error("{}: carries no line of text, so it can't be reopened; open a file that neurotty wrote", path.display())]
    NoLine {
        /// Which file.
        path: PathBuf,
    },
    /// The file is a contact sheet, of many artworks.
    #[error("{}: shows many artworks; open one by its line, as {first}", path.display())]
    Sheet {
        /// Which file.
        path: PathBuf,
        /// The line of the first one.
        first: String,
    },
    /// The line in the file is wrong.
    #[error("the line of text in {}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: ParseError,
    },
    /// The line in the file names a network that takes far more memory than the file.
    #[error("{}: its line names a network of {millions} million weights, which a file alone is not allowed; if you want that, give the line itself: neurotty {}", path.display(), shell_word(line))]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// Millions of weights.
        millions: u64,
        /// The line.
        line: String,
    },
    /// The picture was painted by imported weights, and their file is not beside it.
    #[error("{}: painted by the weights {weights}; put that very file beside it to reopen it", path.display())]
    WeightsMissing {
        /// Which file.
        path: PathBuf,
        /// The label of the weights.
        weights: String,
    },
    /// The weights in the file are wrong.
    #[error("{}", path.display())]
    Weights {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: WeightsError,
    },
    /// The file is larger than what is opened without being asked for by name.
    #[error("{}: larger than is opened unasked; open it by its path", path.display())]
    Oversized {
        /// Which file.
        path: PathBuf,
    },
    /// The list has no artwork in it.
    #[error("{}: no artwork is in it yet; a list has one ART a line", path.display())]
    EmptyList {
        /// Which file.
        path: PathBuf,
    },
    /// An artwork of a list can't be opened.
    #[error("{}, line {line}", path.display())]
    InList {
        /// Which list.
        path: PathBuf,
        /// Where in it, from 1.
        line: usize,
        /// Why.
        source: Box<OpenError>,
    },
    /// A list stands in a list.
    #[error("a list holds no other list: name artworks")]
    ListInList,
    /// The favourites and the history lie in the home folder, and the user has none.
    #[error("there is no home folder to look in; name a list by its file, as @list.txt")]
    NoHome,
    /// The line in the file does not fit the weights that it names.
    #[error("{}", path.display())]
    Misfit {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        source: Misfit,
    },
}

impl OpenError {
    /// Why, in one plain sentence that leaves out which file: for where that stands beside it.
    pub(crate) fn brief(&self) -> String {
        match self {
            Self::Missing { .. } => "there is no such file".to_owned(),
            Self::Read { source, .. } => format!("it can't be read: {source}"),
            Self::Kind { .. } => "it is no file that neurotty opens".to_owned(),
            Self::NoLine { .. } => "it carries no line of text".to_owned(),
            Self::Sheet { .. } => "it shows many artworks".to_owned(),
            Self::Line { source, .. } => source.to_string(),
            Self::TooLarge { millions, .. } => format!("its line names {millions} million weights"),
            Self::WeightsMissing { weights, .. } => format!("its weights are not beside it: {weights}"),
            Self::Weights { source, .. } => source.to_string(),
            Self::Oversized { .. } => "it is larger than is opened unasked; open it by its path".to_owned(),
            Self::InList { source, .. } => source.brief(),
            Self::Misfit { source, .. } => source.to_string(),
            Self::NotAnArtwork(_) | Self::EmptyList { .. } | Self::ListInList | Self::NoHome => self.to_string(),
        }
    }
}

/// The longest file that is opened though nobody has named it, in bytes: of larger networks no frame is painted in time.
pub(crate) const UNASKED: u64 = 16 << 20;

/// Opens ART: a line of text if it reads as one, or else the file of that name. A file whose name
/// reads as a line is opened as `./NAME`.
///
/// # Errors
/// If it is neither, or the file is damaged or carries no line.
pub fn open(art: &str) -> Result<Opened, OpenError> {
    open_within(art, u64::MAX)
}

/// The same, unless it lies in a file of more than `most` bytes, or was painted by weights that do: [`UNASKED`] for what
/// nobody has named.
///
/// # Errors
/// As [`open`], and for such a file.
pub(crate) fn open_within(art: &str, most: u64) -> Result<Opened, OpenError> {
    let refused = match text::parse(art) {
        Ok(line) if line.seeded => return Ok(Opened::Work(Box::new(Work::new(line.recipe)))),
        Ok(line) => return Ok(Opened::Unseeded(Box::new(line.recipe))),
        Err(error) => error,
    };
    let path = Path::new(art);
    match std::fs::metadata(path) {
        Ok(found) if found.len() > most => Err(OpenError::Oversized { path: path.to_owned() }),
        Ok(_) => open_file_within(path, most).map(|work| Opened::Work(Box::new(work))),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(OpenError::Read { path: path.to_owned(), source: error })
        }
        Err(_) if is_named_as_file(path) && !is_written_as_line(art) => {
            Err(OpenError::Missing { path: path.to_owned() })
        }
        // Whatever else keeps a name from being found (too long, a NUL in it), it was no file's.
        Err(_) => Err(OpenError::NotAnArtwork(refused)),
    }
}

/// Whether a user who writes this means a line, though it has a slash or an ending: it begins with a preset and a colon,
/// or with a key, or sets a knob.
fn is_written_as_line(art: &str) -> bool {
    let preset = art.split_once(':').is_some_and(|(start, _)| Preset::named(start).is_some());
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    preset
        || text::begins_with_key(art)
        || art.split('+').skip(1).any(|part| part.split_once('=').is_some_and(|(key, _)| is_key(key)))
}

/// Whether a user who writes this means a file: it has a folder, or an ending of letters.
fn is_named_as_file(path: &Path) -> bool {
    let is_ending = |ending: &str| ending.len() <= 12 && ending.starts_with(|c: char| c.is_ascii_alphabetic());
    let folder = path.parent().is_some_and(|folder| !folder.as_os_str().is_empty());
    folder || path.extension().and_then(|ending| ending.to_str()).is_some_and(is_ending)
}

/// Opens a file that neurotty wrote, or imported weights.
///
/// # Errors
/// If it can't be read, is damaged, or carries no line.
pub fn open_file(path: &Path) -> Result<Work, OpenError> {
    open_file_within(path, u64::MAX)
}

/// The same, unless the weights that it names beside it have more than `most` bytes.
fn open_file_within(path: &Path, most: u64) -> Result<Work, OpenError> {
    let failed = |source| OpenError::Read { path: path.to_owned(), source };
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is not a regular file")));
    }
    let mut file = File::open(path).map_err(failed)?;
    let kind = embedded::FileKind::detect(&mut file).map_err(failed)?;
    let text = match kind {
        None => return Err(OpenError::Kind { path: path.to_owned() }),
        Some(embedded::FileKind::Weights) => return open_weights(path, file),
        Some(kind) => kind.text(file).map_err(failed)?,
    };
    let caption = || kind.and_then(|kind| kind.caption(File::open(path).ok()?));
    let line = match text {
        Some(Text::Line(line)) => line,
        Some(Text::Sheet(first)) => return Err(OpenError::Sheet { path: path.to_owned(), first }),
        None => return Err(OpenError::NoLine { path: path.to_owned() }),
    };
    let work = match line.rsplit_once(' ') {
        Some((weights, line)) => open_beside(path, weights, line, most)?,
        None => {
            let recipe = recipe_of(path, &line)?;
            refuse_large(path, &recipe)?;
            Work::new(recipe)
        }
    };
    Ok(work.with_caption(caption()))
}

/// Refuses what a file of a few bytes names and would take gigabytes and minutes. A file as large as the weights that
/// it names may have them, and so may who gives the line.
fn refuse_large(path: &Path, recipe: &Recipe) -> Result<(), OpenError> {
    let widths = recipe.hidden.iter().map(|width| u64::from(*width)).chain([recipe.color.channels() as u64]);
    let (weights, _) = widths.fold((0, 0), |(sum, inputs), outputs| (sum + inputs * outputs, outputs));
    let length = std::fs::metadata(path).map_or(0, |found| found.len());
    if weights <= length.max(FROM_FILE) {
        return Ok(());
    }
    Err(OpenError::TooLarge { path: path.to_owned(), millions: weights / 1_000_000, line: recipe.to_string() })
}

/// The picture at `path` that weights of this label painted, which have at most `most` bytes, the rest being as `line`
/// says.
fn open_beside(path: &Path, label: &str, line: &str, most: u64) -> Result<Work, OpenError> {
    let recipe = recipe_of(path, line)?;
    let carried = carried_weights(path)?;
    let beside = if carried.is_none() { weights_beside(path, label, most)? } else { None };
    let mut weights = carried
        .or(beside)
        .ok_or_else(|| OpenError::WeightsMissing { path: path.to_owned(), weights: label.to_owned() })?;
    // The line is of the picture, which may have been drawn with other knobs than the weights' own file says.
    weights.recipe = recipe.clone();
    let fits = weights.read_as(&recipe);
    weights.recipe = fits.map_err(|source| OpenError::Misfit { path: path.to_owned(), source })?;
    Ok(Work::of_weights(weights.opened_from(path)))
}

/// The weights that the picture at `path` carries, if it does.
fn carried_weights(path: &Path) -> Result<Option<Imported>, OpenError> {
    let carried = File::open(path).and_then(png_weights::weights);
    let carried = carried.map_err(|source| OpenError::Read { path: path.to_owned(), source })?;
    let work = carried.map(|bytes| weights_of(path, &bytes)).transpose()?;
    Ok(work.and_then(|work| work.imported().cloned()))
}

/// The weights of this label in the folder of `path`, if they are there and the same.
///
/// # Errors
/// If they have more than `most` bytes.
fn weights_beside(path: &Path, label: &str, most: u64) -> Result<Option<Imported>, OpenError> {
    let name = label.rsplit_once(" #").map_or("", |(name, _)| name);
    // A name that points to another folder is none that we have written.
    let Some(plain) = Path::new(name).file_name().filter(|plain| *plain == name) else { return Ok(None) };
    let beside = path.with_file_name(plain);
    let Some(found) = std::fs::metadata(&beside).ok().filter(std::fs::Metadata::is_file) else { return Ok(None) };
    if found.len() > most {
        return Err(OpenError::Oversized { path: beside });
    }
    let weights = || match carried_weights(&beside).ok()? {
        Some(carried) => Some(carried),
        None => open_weights(&beside, File::open(&beside).ok()?).ok()?.imported().cloned(),
    };
    Ok(weights().filter(|weights| weights.label() == label))
}

fn recipe_of(path: &Path, line: &str) -> Result<Recipe, OpenError> {
    let line = text::parse(line).map_err(|source| OpenError::Line { path: path.to_owned(), source })?;
    Ok(line.recipe)
}

fn open_weights(path: &Path, file: File) -> Result<Work, OpenError> {
    let mut bytes = Vec::new();
    // One byte beyond the limit shows that the file is too long.
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes);
    read.map_err(|source| OpenError::Read { path: path.to_owned(), source })?;
    weights_of(path, &bytes)
}

/// The work of the weights file of these bytes, which is at `path` or carried there.
fn weights_of(path: &Path, bytes: &[u8]) -> Result<Work, OpenError> {
    let opened = from_safetensors(bytes, Assumed::default());
    let (network, line) = opened.map_err(|source| OpenError::Weights { path: path.to_owned(), source })?;
    if let Some(line) = line {
        let recipe = recipe_of(path, &line)?;
        // Weights that were trained or edited since still carry the line they began as.
        if is_shaped(&recipe, &network) && Network::build(&recipe) == network {
            return Ok(Work::new(recipe));
        }
        return Ok(Work::of_weights(Imported::new(path, bytes, network, recipe).opened_from(path)));
    }
    // The experiments' settings leave inputs and outputs as they are, so that the picture is what the network says.
    let plain = Recipe { motion: vec![Motion::Latent], ..Preset::Glossy.recipe(Seed::from(0)) };
    Ok(Work::of_weights(Imported::new(path, bytes, network, plain).opened_from(path)))
}

/// Whether `recipe` draws layers as wide as the network's: a short line may name a network that takes long to draw.
fn is_shaped(recipe: &Recipe, network: &Network) -> bool {
    let widths = recipe.hidden.iter().map(|width| usize::from(*width)).chain([recipe.color.channels()]);
    network.layers.iter().map(|layer| layer.outputs).eq(widths)
}
