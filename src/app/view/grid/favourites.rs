//! The favourites as tiles: what is shown now, then what was kept, the last first.

use std::path::Path;
use std::sync::Arc;

use super::entry::Entry;
use super::source::{Source, Stress, Word, list_keys, open_as_kept, open_tile};
use crate::app::action::Key;
use crate::app::look::{Finding, Study};
use crate::app::unasked::open_entry;
use crate::app::view::Answer;
use crate::open::List;
use crate::plain_text;
use crate::recipe::{Recipe, text};
use crate::settings::{self, date};

/// Where the choice of a seed begins for a line that names none: it is the same one each time.
const ENTROPY: u64 = 7;

/// The most bytes that the networks of all tiles have in memory together, whether a line or a file says them: a list of
/// large ones would take what the live view needs.
const ALL_NETWORKS: u64 = 128 << 20;
const NO_ROOM: &str = "with the others it takes too much memory; open it alone";
/// The bytes of a parameter in memory.
const PARAMETER: u64 = size_of::<f32>() as u64;

/// The favourites, as far as they are opened. Which there are comes as a finding: a [`List`], the last first.
#[derive(Debug, Default)]
pub(super) struct Favourites {
    list: Option<Arc<List>>,
    /// The first lines of the list.
    tiles: Vec<Arc<Favourite>>,
    /// Those of the list before this one: a line of text that is in both keeps its tile.
    known: Vec<Arc<Favourite>>,
    /// Whether they were asked for.
    asked: bool,
}

/// A line of the list, and its tile.
#[derive(Clone, Debug)]
struct Favourite {
    art: String,
    caption: String,
    /// What it shows, or why it can't be opened.
    tile: Result<Entry, String>,
    /// The bytes of its network in memory.
    size: u64,
}

/// The first lines of a list, opened.
#[derive(Debug)]
struct FoundFavourites {
    list: Arc<List>,
    tiles: Vec<Arc<Favourite>>,
}

/// Opens every line of a list; it reports [`FoundFavourites`].
#[derive(Debug)]
struct OpenAll {
    list: Arc<List>,
    known: Vec<Arc<Favourite>>,
    /// The most bytes that all networks may take.
    room: u64,
}

impl Study for OpenAll {
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool) {
        let (mut tiles, mut room) = (Vec::new(), self.room);
        for line in &self.list.entries {
            let tile = self.open(line, room);
            room -= tile.size.min(room);
            tiles.push(Arc::new(tile));
            let found = FoundFavourites { list: Arc::clone(&self.list), tiles: tiles.clone() };
            if !report(Arc::new(found)) {
                return;
            }
        }
    }
}

impl OpenAll {
    /// The tile of a line, whose network has `room` bytes left.
    fn open(&self, line: &settings::ListEntry, room: u64) -> Favourite {
        let (art, caption) = (line.art.clone(), caption(line));
        // What lies in a file may be another one by now.
        let known = self.known.iter().find(|known| known.art == line.art && text::parse(&known.art).is_ok());
        if let Some((work, size)) = known.and_then(|known| Some((&known.tile.as_ref().ok()?.work, known.size)))
            && size <= room
        {
            let tile = Ok(Entry { work: Arc::clone(work), caption: caption.clone() });
            return Favourite { art, caption, tile, size };
        }
        let opened = open_entry(&self.list, line, ENTROPY).map_err(|error| error.brief()).and_then(|work| {
            let size = PARAMETER * work.recipe().parameters() as u64;
            if size <= room { Ok((work, size)) } else { Err(NO_ROOM.to_owned()) }
        });
        match opened {
            Ok((work, size)) => {
                let tile = Ok(Entry::new(work, caption.clone(), None));
                Favourite { art, caption, tile, size }
            }
            Err(why) => Favourite { art, caption, tile: Err(plain(&why)), size: 0 },
        }
    }
}

/// What the user has said of a favourite, else its line or the name of its file. That it has a date says nothing.
fn caption(line: &settings::ListEntry) -> String {
    let (first, rest) = line.note.split_once(char::is_whitespace).unwrap_or((line.note.as_str(), ""));
    let said = if date::is_date(first) { rest.trim() } else { line.note.as_str() };
    plain(if said.is_empty() { name(&line.art) } else { said })
}

/// A line of text as it is; of a path, which would not fit, the name of the file.
fn name(art: &str) -> &str {
    let path = Path::new(art);
    let name = path.file_name().and_then(|name| name.to_str()).filter(|_| path.has_root());
    name.unwrap_or(art)
}

fn plain(text: &str) -> String {
    plain_text::line(text, plain_text::LINE).into_owned()
}

impl Favourites {
    /// Follows a list. The same one goes on where it was.
    fn follow(&mut self, list: Arc<List>) {
        if self.list.as_ref() == Some(&list) {
            return;
        }
        self.list = Some(list);
        self.begin();
    }

    /// Begins with the first line again; what is open stays so.
    fn begin(&mut self) {
        let tiles = std::mem::take(&mut self.tiles);
        if !tiles.is_empty() {
            self.known = tiles;
        }
        self.asked = false;
    }

    /// The line of a tile, once it has been tried.
    fn favourite(&self, tile: usize) -> Option<&Favourite> {
        self.tiles.get(tile.checked_sub(1)?).map(Arc::as_ref)
    }

    /// How many lines can't be opened.
    fn missed(&self) -> usize {
        self.tiles.iter().filter(|favourite| favourite.tile.is_err()).count()
    }

    /// Lines of the list.
    fn lines(&self) -> usize {
        self.list.as_ref().map_or(0, |list| list.entries.len())
    }
}

impl Source for Favourites {
    fn count(&self) -> usize {
        1 + self.lines()
    }

    fn entry(&self, tile: usize) -> Option<&Entry> {
        self.favourite(tile)?.tile.as_ref().ok()
    }

    fn refusal(&self, tile: usize) -> Option<&str> {
        self.favourite(tile)?.tile.as_ref().err().map(String::as_str)
    }

    fn pending_caption(&self, tile: usize) -> &str {
        self.favourite(tile).map_or("…", |favourite| favourite.caption.as_str())
    }

    fn pick(&mut self, tile: usize, recipe: &Recipe) -> Answer {
        match self.favourite(tile).map(|favourite| (&favourite.art, &favourite.tile)) {
            Some((art, Err(why))) => Answer::Say(plain(&format!("{art}: {why}"))),
            // As it is kept: a line too is not painted by weights that are shown now.
            Some((_, Ok(entry))) => open_as_kept(entry),
            None => open_tile(self, tile, recipe),
        }
    }

    /// A digit that no tile has does nothing: it means a preset elsewhere.
    fn key(&mut self, key: Key, _: usize, _: &Recipe) -> Answer {
        if matches!(key, Key::Char('1'..='9')) { Answer::Done } else { Answer::Pass }
    }

    fn study(&mut self, _: &Recipe) -> Option<Box<dyn Study>> {
        let list = self.list.as_ref().filter(|list| !self.asked && self.tiles.len() < list.entries.len())?;
        let known = [&self.known[..], &self.tiles[..]].concat();
        let study = OpenAll { list: Arc::clone(list), known, room: ALL_NETWORKS };
        self.asked = true;
        Some(Box::new(study))
    }

    fn receive(&mut self, finding: &Finding) {
        if let Ok(list) = Arc::clone(finding).downcast::<List>() {
            self.follow(list);
        } else if let Some(found) = finding.downcast_ref::<FoundFavourites>()
            && self.list.as_ref() == Some(&found.list)
            && found.tiles.len() > self.tiles.len()
        {
            self.tiles.clone_from(&found.tiles);
        }
    }

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.asked = false;
        if self.missed() > 0 {
            self.begin();
        }
    }

    fn footer(&self, width: u16, _: u16) -> Vec<Vec<Word>> {
        let missed = self.missed();
        let missed = (missed > 0).then(|| vec![Word::new(format!(" {missed} can't be opened"), Stress::Quiet)]);
        missed.into_iter().chain([list_keys(width)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::UNASKED;
    use crate::work::Work;

    #[test]
    fn a_tile_is_called_what_its_owner_says_else_by_its_line() {
        for (note, expected) in [
            ("", "deep:1"),
            ("2026-11-27", "deep:1"),
            ("2026-11-27 the red one", "the red one"),
            ("the red one", "the red one"),
            ("2026 was red", "2026 was red"),
        ] {
            let line = settings::ListEntry { art: "deep:1".to_owned(), note: note.to_owned(), line: 1 };
            assert_eq!(caption(&line), expected, "{note}");
        }
        for (art, expected) in [("/home/me/works/face.safetensors", "face.safetensors"), ("works/a.png", "works/a.png")]
        {
            let line = settings::ListEntry { art: art.to_owned(), note: "2026-11-27".to_owned(), line: 1 };
            assert_eq!(caption(&line), expected);
        }
    }

    /// The tiles of these lines of a list in `folder`, whose networks may take `room` bytes.
    fn opened(folder: &Path, arts: &[&str], room: u64) -> Vec<Arc<Favourite>> {
        let line = |art: &&str| settings::ListEntry { art: (*art).to_owned(), note: String::new(), line: 1 };
        let list = List { path: folder.join("list.txt"), entries: arts.iter().map(line).collect() };
        let mut tiles = Vec::new();
        OpenAll { list: Arc::new(list), known: Vec::new(), room }.run(&mut |finding: Finding| {
            tiles.clone_from(&finding.downcast_ref::<FoundFavourites>().unwrap().tiles);
            true
        });
        tiles
    }

    #[test]
    fn networks_share_a_limit_and_those_beyond_it_say_so() {
        let folder = tempfile::tempdir().unwrap();
        let recipe = Work::new(text::parse("glossy:0").unwrap().recipe);
        let weights = crate::network::weights::to_half_safetensors(recipe.network(), None);
        std::fs::write(folder.path().join("face.safetensors"), &weights).unwrap();
        let small = "glossy:1+hidden=4";
        let size = |line: &str| PARAMETER * text::parse(line).unwrap().recipe.parameters() as u64;
        let room = 2 * size("glossy:0") + size(small);
        let tiles = opened(folder.path(), &["glossy:1", "face.safetensors", "glossy:2", small, small], room);
        let said: Vec<_> = tiles.iter().map(|tile| tile.tile.as_ref().err().map(String::as_str)).collect();
        assert_eq!(said, [None, None, Some(NO_ROOM), None, Some(NO_ROOM)]);
        assert!(tiles[1].tile.as_ref().unwrap().work.imported().is_some());
    }

    #[test]
    fn a_small_picture_brings_no_large_file_of_weights_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let large = std::fs::File::create(folder.path().join("large.safetensors")).unwrap();
        large.set_len(UNASKED + 1).unwrap();
        let small = std::fs::File::create(folder.path().join("small.png")).unwrap();
        let mut encoder = png::Encoder::new(small, 1, 1);
        let text = "large.safetensors #00000000 glossy:0";
        encoder.add_text_chunk("neurotty".to_owned(), text.to_owned()).unwrap();
        encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
        let tiles = opened(folder.path(), &["small.png"], ALL_NETWORKS);
        let why = tiles[0].tile.as_ref().unwrap_err();
        assert!(why.contains("larger than is opened unasked"), "{why}");
    }
}
