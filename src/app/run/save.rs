//! Pictures and loops saved while the live view goes on: one of each at a time, painted by threads that give way to the
//! view's.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::Message;
use crate::export::{self, ExportError, Format, Job, LoopFormat, NamePattern, Settings, Step, Summary, Target};
use crate::painter::Samples;
use crate::work::Work;

pub(super) mod background;
mod folder;
mod worker;

use worker::Worker;

/// What chat programs and forums take: a GIF gets no larger.
const POSTED: u64 = 8_000_000;
/// Pictures that wait to be saved, at most.
const MOST_PICTURES: usize = 8;
/// How long leaving waits for a picture that is being saved.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often an export reports its progress.
const REPORT_EVERY: Duration = Duration::from_millis(250);

/// What is saved, and where.
#[derive(Clone, Debug)]
pub(crate) struct Saving {
    /// The folder; `None` for the user's folder of pictures.
    pub folder: Option<PathBuf>,
    /// Pixels across and down of a picture.
    pub picture_size: (u32, u32),
    /// Pixels (or cells) across and down of a loop; `None` for what is usual in its format.
    pub loop_size: Option<(u32, u32)>,
    /// What a loop is written as: a file that moves, or a folder of frames.
    pub loop_format: LoopFormat,
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
    options: Saving,
    sender: Sender<Message>,
    /// Names that were given out, of which some may not be there yet.
    given: Arc<Mutex<Vec<PathBuf>>>,
    pictures: Worker<Order>,
    loops: Worker<Order>,
    /// Gives up every picture.
    cancel_pictures: Arc<AtomicBool>,
    /// Gives up the newest loop.
    cancel_loop: Arc<AtomicBool>,
    /// The newest loop.
    number: u64,
    /// How long leaving waits for pictures.
    patience: Duration,
}

/// One artwork on its way to a file.
struct Order {
    work: Work,
    what: What,
    speed: f64,
    options: Saving,
    given: Arc<Mutex<Vec<PathBuf>>>,
    cancel: Arc<AtomicBool>,
}

impl Saver {
    pub(super) fn new(options: Saving, sender: Sender<Message>) -> Self {
        Self {
            options,
            sender,
            given: Arc::default(),
            pictures: Worker::new(),
            loops: Worker::new(),
            cancel_pictures: Arc::default(),
            cancel_loop: Arc::default(),
            number: 0,
            patience: PATIENCE,
        }
    }

    /// Saves the moment of `work`. Returns false if one that waited for the same was left out instead.
    pub(super) fn save(&mut self, work: Work) -> bool {
        let order = self.order(work, What::Picture, 1.0, Arc::clone(&self.cancel_pictures));
        let put = self.pictures.put(order, MOST_PICTURES, filler(self.sender.clone()));
        self.report_failure(What::Picture, put).is_none()
    }

    /// Exports the loop of `work`, `speed` times as fast as its own pace.
    pub(super) fn export(&mut self, work: Work, speed: f64) {
        self.stop_export();
        self.cancel_loop = Arc::default();
        let what = What::Loop(self.number);
        let order = self.order(work, what, speed, Arc::clone(&self.cancel_loop));
        let put = self.loops.put(order, 1, filler(self.sender.clone()));
        self.report_failure(what, put);
    }

    /// Gives up the loop that is being exported.
    pub(super) fn stop_export(&mut self) {
        self.number += 1;
        self.cancel_loop.store(true, Ordering::Relaxed);
    }

    /// Whether `number` is the loop that is being exported.
    pub(super) fn is_current(&self, number: u64) -> bool {
        self.number == number
    }

    /// What a loop that is given up leaves, in words.
    pub(super) fn given_up(&self) -> &'static str {
        match self.options.loop_format {
            LoopFormat::File(_) => "the loop was not finished, and is not saved",
            LoopFormat::Frames => "the loop was not finished; its finished frames are kept",
        }
    }

    /// Does not wait for pictures when the end comes.
    pub(super) fn hurry(&mut self) {
        self.patience = Duration::ZERO;
    }

    /// Waits a little for pictures, gives up everything else. Nothing half written is left.
    pub(super) fn finish(mut self) {
        self.stop_export();
        let deadline = Instant::now() + self.patience;
        while !self.pictures.is_idle() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        self.cancel_pictures.store(true, Ordering::Relaxed);
        self.pictures.finish();
        self.loops.finish();
    }

    fn order(&self, work: Work, what: What, speed: f64, cancel: Arc<AtomicBool>) -> Order {
        let (options, given) = (self.options.clone(), Arc::clone(&self.given));
        Order { work, what, speed, options, given, cancel }
    }

    /// Returns what was left out; says so if there is no thread.
    fn report_failure(&self, what: What, put: io::Result<Option<Order>>) -> Option<Order> {
        put.unwrap_or_else(|error| {
            let result = Err(ExportError::Exhausted(error.to_string()));
            let _ = self.sender.send(Message::Saving(Report::Ended { what, result }));
            None
        })
    }
}

/// What a worker does with each order.
fn filler(sender: Sender<Message>) -> impl FnMut(Order) + Send + 'static {
    move |order: Order| {
        let is_cancelled = order.cancel.load(Ordering::Relaxed);
        let result = if is_cancelled {
            Err(ExportError::Cancelled)
        } else {
            background::run(|| order.fill(&sender, &order.cancel))
        };
        // The live view may have ended: then nobody wants to know.
        let _ = sender.send(Message::Saving(Report::Ended { what: order.what, result }));
    }
}

impl Order {
    /// Paints and writes the file. Returns its path, and what was made.
    fn fill(&self, sender: &Sender<Message>, cancel: &AtomicBool) -> Result<(PathBuf, Summary), ExportError> {
        let (path, target) = self.target()?;
        let job = Job {
            work: &self.work,
            size: self.size(),
            aspect: 1.0,
            samples: self.options.samples,
            fps: self.options.fps,
            speed: self.speed.max(self.work.timeline().period() / self.options.loop_seconds),
            frames: None,
            settings: Settings {
                max_size: Some(POSTED).filter(|_| target.format() == Format::Gif),
                ..Settings::default()
            },
        };
        let summary = export::run(&job, &target, &self.reporter(sender), cancel)?;
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

    /// Where the file or the folder goes, and what is written there.
    fn target(&self) -> Result<(PathBuf, Target), ExportError> {
        let format = match (self.what, self.options.loop_format) {
            (What::Picture, _) => Format::Png,
            (What::Loop(_), LoopFormat::File(format)) => format,
            (What::Loop(_), LoopFormat::Frames) => {
                let path = self.path("")?;
                let frames = Target::Frames(NamePattern::in_directory(&path));
                return Ok((path, frames));
            }
        };
        let path = self.path(format.ending())?;
        Ok((path.clone(), Target::File(path, format)))
    }

    /// A name that no file has, and none that is still being written.
    fn path(&self, ending: &str) -> Result<PathBuf, ExportError> {
        let folder = self.options.folder.clone().unwrap_or_else(folder::pictures);
        export::make_directory(&folder)?;
        let name = export::name_for(&self.work.recipe().to_string(), SystemTime::now());
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let path = export::unused(&folder, &name, ending, &given);
        given.push(path.clone());
        Ok(path)
    }

    /// Tells of a loop's steps, now and then.
    fn reporter(&self, sender: &Sender<Message>) -> impl Fn(Step) + use<> {
        let (what, sender) = (self.what, sender.clone());
        let last = std::cell::Cell::new(Instant::now());
        move |step| {
            if let What::Loop(number) = what
                && last.get().elapsed() >= REPORT_EVERY
            {
                last.set(Instant::now());
                let share = step.done as f64 / step.total as f64;
                let _ = sender.send(Message::Saving(Report::Share { number, share }));
            }
        }
    }
}
