//! Pictures and loops saved while the live view goes on: each on a thread of its own, painted by threads
//! that give way to the view's.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use super::Message;
use crate::export::{self, ExportError, Format, Job, Settings, Step, Summary, Target};
use crate::painter::Samples;
use crate::recipe::Recipe;
use crate::work::Work;

mod background;
mod folder;

/// What chat programs and forums take: a GIF gets no larger.
const POSTED: u64 = 8_000_000;
/// How long leaving waits for a picture that is being saved.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often an export reports its progress.
const TELLS: Duration = Duration::from_millis(250);

/// What is saved, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder; `None` for the user's folder of pictures.
    pub folder: Option<PathBuf>,
    /// Pixels across and down of a picture.
    pub picture_size: (u32, u32),
    /// Pixels (or cells) across and down of a loop; `None` for what is usual in its format.
    pub loop_size: Option<(u32, u32)>,
    /// The format of a loop: one that moves.
    pub loop_format: Format,
    /// The longest loop, in seconds: longer ones are sped up.
    pub loop_seconds: f64,
    /// How many samples a pixel is made of.
    pub samples: Samples,
    /// Frames a second of a loop.
    pub fps: f64,
}

/// What a saving thread reports.
pub(super) enum Report {
    /// The loop with this number is exported to this share.
    Share { number: u64, share: f64 },
    /// Something is saved: where, and what was made; or why not.
    Ended { what: What, result: Result<(PathBuf, Summary), ExportError> },
}

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Picture,
    /// The loop with this number.
    Loop(u64),
}

/// Starts what saves, and sees to its end.
pub(super) struct Saver {
    options: Options,
    /// What the live view began with: it knows imported weights.
    origin: Work,
    sender: Sender<Message>,
    /// Names that were given out, of which some may not be there yet.
    given: Arc<Mutex<Vec<PathBuf>>>,
    running: Vec<Running>,
    /// The newest loop.
    number: u64,
}

struct Running {
    what: What,
    cancel: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// One artwork on its way to a file.
struct Order {
    work: Work,
    what: What,
    speed: f64,
    options: Options,
    given: Arc<Mutex<Vec<PathBuf>>>,
}

impl Saver {
    pub(super) fn new(options: Options, origin: Work, sender: Sender<Message>) -> Self {
        Self { options, origin, sender, given: Arc::default(), running: Vec::new(), number: 0 }
    }

    /// Saves the moment of `recipe`.
    pub(super) fn save(&mut self, recipe: Recipe) {
        self.start(recipe, What::Picture, 1.0);
    }

    /// Exports the loop of `recipe`, `speed` times as fast as its own pace.
    pub(super) fn export(&mut self, recipe: Recipe, speed: f64) {
        self.number += 1;
        self.start(recipe, What::Loop(self.number), speed);
    }

    /// Gives up the loop that is being exported.
    pub(super) fn stop_export(&mut self) {
        self.number += 1;
        self.cancel(|what| what != What::Picture);
    }

    /// Whether `number` is the loop that is being exported.
    pub(super) fn is_current(&self, number: u64) -> bool {
        self.number == number
    }

    /// Waits a little for pictures, gives up everything else. Nothing half written is left.
    pub(super) fn finish(mut self) {
        self.stop_export();
        let deadline = Instant::now() + PATIENCE;
        while self.running.iter().any(|running| !running.thread.is_finished()) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        self.cancel(|_| true);
        for running in self.running {
            // A thread that panicked has said so.
            let _ = running.thread.join();
        }
    }

    fn cancel(&self, wanted: impl Fn(What) -> bool) {
        for running in self.running.iter().filter(|running| wanted(running.what)) {
            running.cancel.store(true, Ordering::Relaxed);
        }
    }

    fn start(&mut self, recipe: Recipe, what: What, speed: f64) {
        self.running.retain(|running| !running.thread.is_finished());
        let (options, given) = (self.options.clone(), Arc::clone(&self.given));
        let order = Order { work: self.origin.with(recipe), what, speed, options, given };
        let cancel = Arc::new(AtomicBool::new(false));
        let (stop, sender) = (Arc::clone(&cancel), self.sender.clone());
        let thread = thread::spawn(move || {
            let result = background::run(|| order.fill(&sender, &stop));
            // The live view may have ended: then nobody wants to know.
            let _ = sender.send(Message::Saving(Report::Ended { what, result }));
        });
        self.running.push(Running { what, cancel, thread });
    }
}

impl Order {
    /// Paints and writes the file. Returns its path, and what was made.
    fn fill(&self, sender: &Sender<Message>, cancel: &AtomicBool) -> Result<(PathBuf, Summary), ExportError> {
        let format = if self.what == What::Picture { Format::Png } else { self.options.loop_format };
        let path = self.path(format)?;
        let job = Job {
            work: &self.work,
            size: self.size(),
            aspect: 1.0,
            samples: self.options.samples,
            fps: self.options.fps,
            speed: self.speed.max(self.work.timeline().period() / self.options.loop_seconds),
            frames: None,
            settings: Settings { max_size: Some(POSTED).filter(|_| format == Format::Gif), ..Settings::default() },
        };
        let target = Target::File(path.clone(), format);
        let summary = export::run(&job, &target, &self.teller(sender), cancel)?;
        Ok((path, summary))
    }

    fn size(&self) -> [u32; 2] {
        let usual = self.options.loop_format.usual_size().into();
        let (width, height) = match self.what {
            What::Picture => self.options.picture_size,
            What::Loop(_) => self.options.loop_size.unwrap_or(usual),
        };
        [width, height]
    }

    /// A name that no file has, and none that is still being written.
    fn path(&self, format: Format) -> Result<PathBuf, ExportError> {
        let folder = self.options.folder.clone().unwrap_or_else(folder::pictures);
        export::make_directory(&folder)?;
        let name = export::name_for(&self.work.recipe().to_string(), SystemTime::now());
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let path = export::unused(&folder, &name, format.ending(), &given);
        given.push(path.clone());
        Ok(path)
    }

    /// Tells of a loop's steps, now and then.
    fn teller(&self, sender: &Sender<Message>) -> impl Fn(Step) + use<> {
        let (what, sender) = (self.what, sender.clone());
        let told = std::cell::Cell::new(Instant::now());
        move |step| {
            if let What::Loop(number) = what
                && told.get().elapsed() >= TELLS
            {
                told.set(Instant::now());
                let share = step.done as f64 / step.total as f64;
                let _ = sender.send(Message::Saving(Report::Share { number, share }));
            }
        }
    }
}
