//! What outlasts the session: history and favourites, read and written on a thread of their own, since a home folder may
//! lie far away.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use super::Message;
use crate::app::earlier::Earlier;
use crate::open::{List, Opened, UNASKED, open_within};
use crate::recipe::Recipe;
use crate::recipe::text;
use crate::settings::{HistoryFile, favourites};
use crate::work::Work;

/// The most artworks of earlier sessions that one goes back to, and the most favourites that are seen at once.
const MOST: usize = 999;
/// How long leaving waits for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where it lies. Without a place nothing is remembered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The favourites.
    pub favourites: Option<PathBuf>,
    /// The history.
    pub history: Option<PathBuf>,
}

/// What the thread is asked for.
enum MemoryWish {
    Record(String),
    Earlier,
    Keep(String),
    Favourites,
}

/// What the thread reports.
pub(super) enum Remembered {
    /// The artworks of earlier sessions, the newest last.
    Earlier(Vec<Earlier>),
    /// The artwork of an earlier session that lies in the file at `path`, or why it can't be opened.
    Opened { path: String, work: Result<Box<Work>, String> },
    /// A favourite was added, or was there.
    Kept { line: String, added: bool },
    /// The favourites, the last first.
    Favourites(List),
    /// Something could not be read or written.
    Failed(String),
}

/// The thread; it ends when this is dropped.
pub(super) struct Memory {
    wishes: Sender<MemoryWish>,
    thread: JoinHandle<()>,
    results: Sender<Message>,
}

impl Memory {
    /// Starts the thread; what it reports goes to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(places: Places, results: Sender<Message>) -> io::Result<Self> {
        let (wishes, inbox) = channel();
        let reports = results.clone();
        let serve = move || {
            let history = places.history.map(HistoryFile::begin);
            Keeper { history, favourites: places.favourites, failed: false }.serve(&inbox, &reports);
        };
        Ok(Self { wishes, results, thread: thread::Builder::new().name("memory".into()).spawn(serve)? })
    }

    /// Adds a line to the history.
    pub(super) fn record(&self, line: String) {
        self.wish(MemoryWish::Record(line));
    }

    /// Asks for the artworks of earlier sessions.
    pub(super) fn earlier(&self) {
        self.wish(MemoryWish::Earlier);
    }

    /// Asks for the artwork of an earlier session that lies in a file. A thread of its own opens it: what is to be
    /// written does not wait for that.
    pub(super) fn open(&self, path: String) {
        let (results, file) = (self.results.clone(), path.clone());
        let opener = move || drop(results.send(Message::Remembered(open(file))));
        if let Err(error) = thread::Builder::new().name("opener".into()).spawn(opener) {
            let work = Err(error.to_string());
            let _ = self.results.send(Message::Remembered(Remembered::Opened { path, work }));
        }
    }

    /// Adds a line to the favourites.
    pub(super) fn keep(&self, line: String) {
        self.wish(MemoryWish::Keep(line));
    }

    /// Asks for the favourites.
    pub(super) fn favourites(&self) {
        self.wish(MemoryWish::Favourites);
    }

    fn wish(&self, wish: MemoryWish) {
        // The thread ends before this only by a panic, which has been reported.
        let _ = self.wishes.send(wish);
    }

    /// Waits a little until all is written.
    pub(super) fn finish(self) {
        drop(self.wishes);
        let deadline = Instant::now() + PATIENCE;
        while !self.thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What the thread holds.
struct Keeper {
    history: Option<HistoryFile>,
    favourites: Option<PathBuf>,
    /// That history can't be written was reported: once is enough.
    failed: bool,
}

impl Keeper {
    fn serve(mut self, inbox: &Receiver<MemoryWish>, results: &Sender<Message>) {
        for wish in inbox {
            let report = match wish {
                MemoryWish::Record(line) => self.record(&line),
                MemoryWish::Earlier => Some(self.earlier()),
                MemoryWish::Keep(line) => Some(self.keep(line)),
                MemoryWish::Favourites => Some(self.list()),
            };
            // The live view may have ended: then nobody wants to know.
            let _ = report.map(|report| results.send(Message::Remembered(report)));
        }
    }

    fn record(&mut self, line: &str) -> Option<Remembered> {
        let error = self.history.as_mut()?.record(line, SystemTime::now()).err()?;
        let first = !std::mem::replace(&mut self.failed, true);
        first.then(|| Remembered::Failed(format!("history is not kept: {error}")))
    }

    fn earlier(&self) -> Remembered {
        let lines = self.history.as_ref().map_or(Ok(Vec::new()), |history| history.earlier(MOST));
        match lines {
            Ok(lines) => Remembered::Earlier(lines.into_iter().filter_map(earlier).collect()),
            Err(error) => Remembered::Failed(format!("history can't be read: {error}")),
        }
    }

    fn keep(&self, line: String) -> Remembered {
        match self.place().and_then(|path| favourites::add(path, &line, SystemTime::now())) {
            Ok(added) => Remembered::Kept { line, added },
            Err(error) => Remembered::Failed(format!("not kept: {error}")),
        }
    }

    fn list(&self) -> Remembered {
        let list = self.place().and_then(|path| {
            let entries = favourites::favourites(path)?.into_iter().rev().take(MOST).collect();
            Ok(List { path: path.clone(), entries })
        });
        match list {
            Ok(list) => Remembered::Favourites(list),
            Err(error) => Remembered::Failed(format!("favourites can't be read: {error}")),
        }
    }

    /// Where the favourites lie.
    fn place(&self) -> io::Result<&PathBuf> {
        self.favourites.as_ref().ok_or_else(|| io::Error::other("there is no home folder"))
    }
}

/// What a line of the history names; nothing where that is no single artwork.
fn earlier(line: String) -> Option<Earlier> {
    match text::parse(&line) {
        Ok(found) if found.seeded => Some(Earlier::Line(Box::new(Recipe { at: 0.0, ..found.recipe }))),
        Ok(_) => None,
        Err(_) => Some(Earlier::File(line)),
    }
}

/// Opens the file at `path`, if it is not too large to be opened unasked.
fn open(path: String) -> Remembered {
    let work = match open_within(&path, UNASKED) {
        Ok(Opened::Work(work)) => Ok(work),
        Ok(Opened::Unseeded(_)) => Err("it names no seed".to_owned()),
        Err(error) => Err(error.brief()),
    };
    Remembered::Opened { path, work }
}
