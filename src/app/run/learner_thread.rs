//! A thread that learns pictures as fast as it may, reports to the loop what it has learnt, and keeps the best of it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rayon::ThreadPool;

use super::Message;
use super::save::background;
use crate::app::learning::pacing::StepPacing;
use crate::app::learning::{LearnerOrder, LearnerSnapshot};
use crate::learn::{Learner, Picture, Plateau, Shape, ShapeError};
use crate::network::Network;
use crate::network::weights::to_half_safetensors;
use crate::open::open_file;
use crate::recipe::Motion;
use crate::settings::works;
use crate::work::{Imported, Work};

/// The most steps between two looks at what is asked for: some hundredths of a second.
const STRIDE: u64 = 8;
/// How long it waits where no step is allowed yet.
const TICK: Duration = Duration::from_millis(10);
/// How long from one snapshot to the next at least, and how many times as long as one takes: each is measured, on all
/// pixels.
const TELLS: Duration = Duration::from_millis(60);
const TELLS_SHARE: u32 = 5;
/// How long leaving waits for a file that is being written.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is to be learnt, and where it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
    /// The pictures.
    pub pictures: Arc<[Picture]>,
    /// The hidden layers to begin with.
    pub shape: Shape,
    /// Where the network starts, and in which order it meets the pixels.
    pub seed: u64,
    /// How many steps to learn; `None` until it gets no better.
    pub budget: Option<u64>,
    /// What the pictures are called.
    pub name: String,
    /// The command that learns the same and keeps it.
    pub again: String,
    /// The folder in which it is kept; `None` for a user without a home folder.
    pub works: Option<PathBuf>,
    /// The name of the file without its ending.
    pub file: String,
}

impl Assignment {
    /// A network of `shape` that has learnt nothing yet.
    ///
    /// # Errors
    /// If the shape is none that can learn, or there are too many pictures.
    pub(crate) fn learner(&self, shape: &Shape) -> Result<Learner, ShapeError> {
        let learner = Learner::new(&self.pictures, shape, self.seed)?;
        Ok(self.budget.into_iter().fold(learner, Learner::with_budget))
    }

    /// What the network of `shape` paints while it learns: it goes from picture to picture, and dreams only when it is kept.
    /// In a fog nobody would see what it has learnt.
    pub(super) fn work(&self, network: Network, shape: &Shape) -> Work {
        let mut recipe = shape.recipe(self.pictures.len());
        recipe.motion.retain(|motion| *motion == Motion::Latent);
        Work::of_weights(Imported::new(Path::new(&self.name), &[], network, recipe))
    }
}

/// The thread; it ends when this is dropped.
pub(super) struct LearnerThread {
    orders: Sender<LearnerOrder>,
    /// The loop has seen the last snapshot.
    listens: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl LearnerThread {
    /// Starts learning; snapshots, and what is kept, go to `results`.
    ///
    /// # Errors
    /// If the system has no more threads.
    pub(super) fn start(assignment: Assignment, learner: Learner, results: Sender<Message>) -> io::Result<Self> {
        let (orders, inbox) = channel();
        let listens = Arc::new(AtomicBool::new(true));
        let theirs = Arc::clone(&listens);
        let serve = move || Pupil::new(assignment, learner, results, theirs).serve(&inbox);
        let thread = thread::Builder::new().name("learner".into()).spawn(serve)?;
        Ok(Self { orders, listens, thread })
    }

    /// Passes on what is asked for.
    pub(super) fn ask(&self, order: LearnerOrder) {
        // The thread ends before this only by a panic, which has reported itself.
        let _ = self.orders.send(order);
    }

    /// The last snapshot has come: the next one may.
    pub(super) fn heard(&self) {
        self.listens.store(true, Ordering::Relaxed);
    }

    /// Waits a little until what is asked for is done.
    pub(super) fn finish(self) {
        drop(self.orders);
        let deadline = Instant::now() + PATIENCE;
        while !self.thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What the thread holds.
struct Pupil {
    assignment: Assignment,
    learner: Learner,
    shape: Shape,
    attempt: u64,
    running: bool,
    ended: bool,
    plateau: Plateau,
    pacing: StepPacing,
    pace: f64,
    /// When the pacing was asked last, and when a snapshot was given.
    asked: Instant,
    told: Option<Instant>,
    /// How long that took.
    took: Duration,
    /// Threads that give way to the painter's; without them it learns on those.
    pool: Option<ThreadPool>,
    results: Sender<Message>,
    listens: Arc<AtomicBool>,
}

impl Pupil {
    fn new(assignment: Assignment, learner: Learner, results: Sender<Message>, listens: Arc<AtomicBool>) -> Self {
        Self {
            shape: assignment.shape.clone(),
            assignment,
            learner,
            attempt: 0,
            running: true,
            ended: false,
            plateau: Plateau::default(),
            pacing: StepPacing::new(1.0),
            pace: 1.0,
            asked: Instant::now(),
            told: None,
            took: Duration::ZERO,
            pool: background::pool(1).ok(),
            results,
            listens,
        }
    }

    /// Learns and does what is asked for, until nobody asks any more.
    fn serve(mut self, orders: &Receiver<LearnerOrder>) {
        self.tell();
        loop {
            let idle = self.running && !self.learn();
            let order = if !self.running {
                orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else if idle {
                orders.recv_timeout(TICK)
            } else {
                orders.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                })
            };
            match order {
                Ok(order) => self.obey(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, order: LearnerOrder) {
        match order {
            LearnerOrder::Begin { shape, attempt } => self.begin(shape, attempt),
            LearnerOrder::Run(running) => {
                (self.running, self.ended, self.asked) = (running, false, Instant::now());
                // What is seen while it waits is where it is.
                self.tell();
            }
            LearnerOrder::Pace(pace) => {
                self.pace = pace;
                self.pacing.set_pace(pace);
            }
            LearnerOrder::Keep => {
                let kept = self.keep();
                let _ = self.results.send(Message::Kept(kept.map(Box::new)));
            }
        }
    }

    fn begin(&mut self, shape: Shape, attempt: u64) {
        // Whoever asks has seen to it that the shape can learn.
        if let Ok(learner) = self.assignment.learner(&shape) {
            (self.learner, self.shape, self.attempt) = (learner, shape, attempt);
            (self.plateau, self.pacing) = (Plateau::default(), StepPacing::new(self.pace));
        }
    }

    /// Takes the steps that are allowed, a few at a time. Returns whether there was any.
    fn learn(&mut self) -> bool {
        let now = Instant::now();
        let before = self.learner.steps();
        let allowed = self.pacing.allow(before, now.duration_since(self.asked));
        self.asked = now;
        let end = self.end();
        let steps = allowed.min(before + STRIDE).min(end) - before;
        let learner = &mut self.learner;
        on(self.pool.as_ref(), || learner.advance(steps));
        if before + steps == end {
            self.look();
        }
        if self.ended || (steps > 0 && self.is_due()) {
            self.tell();
        }
        steps > 0
    }

    /// The number of steps after which it is looked at whether they are enough.
    fn end(&self) -> u64 {
        match self.assignment.budget {
            Some(budget) if budget > self.learner.steps() => budget,
            // Somebody asked it to go on.
            Some(_) => u64::MAX,
            None => self.plateau.next_look(),
        }
    }

    /// Stops where more steps were not asked for, or bring nothing.
    fn look(&mut self) {
        let psnr = self.psnr();
        self.ended = self.assignment.budget.is_some() || self.plateau.look(psnr);
        self.running = !self.ended;
    }

    fn psnr(&self) -> f64 {
        on(self.pool.as_ref(), || self.learner.psnr())
    }

    /// Whether another snapshot is worth its time, and waited for.
    fn is_due(&self) -> bool {
        let rested = self.told.is_none_or(|told| told.elapsed() >= TELLS.max(TELLS_SHARE * self.took));
        rested && self.listens.load(Ordering::Relaxed)
    }

    fn tell(&mut self) {
        let begun = Instant::now();
        let snapshot = LearnerSnapshot {
            attempt: self.attempt,
            work: self.assignment.work(self.learner.network(), &self.shape),
            steps: self.learner.steps(),
            psnr: self.psnr(),
            ended: self.ended,
        };
        self.listens.store(false, Ordering::Relaxed);
        (self.told, self.took) = (Some(Instant::now()), begun.elapsed());
        // The live view may have ended: then nobody wants to know.
        let _ = self.results.send(Message::Learnt(Box::new(snapshot)));
    }

    /// Writes the best network, and opens the file.
    fn keep(&self) -> Result<Work, String> {
        let folder = self.assignment.works.as_ref();
        let folder = folder.ok_or_else(|| "there is no home folder; name a file with -o".to_owned())?;
        let network = on(self.pool.as_ref(), || self.learner.best());
        let line = self.shape.recipe(self.assignment.pictures.len()).to_string();
        let bytes = to_half_safetensors(&network, Some(&line));
        let path = works::add(folder, &self.assignment.file, &bytes).map_err(|error| error.to_string())?;
        open_file(&path).map_err(|error| error.to_string())
    }
}

/// Does `work` on the threads of `pool`, where there is one.
fn on<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
