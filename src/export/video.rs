//! Video files through an installed ffmpeg, which is fed raw frames through a pipe.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::file::Output;
use super::limit::{self, Attempt};
use super::{Cancel, ExportError, Format, Job, Quality, Step, Summary, moving};
use crate::recipe::text::mark;

mod rate;

/// How often it is looked whether ffmpeg has ended, or should.
const LOOK: Duration = Duration::from_millis(20);

/// Writes the job's frames as the video `format`, within the job's limit if it has one.
pub(super) fn write(
    job: &Job<'_>,
    output: Output,
    format: Format,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Summary, ExportError> {
    if rate::is_tiny(job) {
        return Err(ExportError::Refused(format!(
            "a .{} needs at least 16x16 pixels; give a larger --size",
            format.ending()
        )));
    }
    let encode = |job: &Job<'_>| encode(job, &output, format, cancel, report);
    let (job, frames) = limit::fitted(rate::roomy(job)?, true, encode)?;
    Ok(Summary { size: job.size.map(even), ..job.summary(frames, output.commit()?) })
}

fn encode(
    job: &Job<'_>,
    output: &Output,
    format: Format,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Attempt<u64>, ExportError> {
    if rate::is_tiny(job) {
        return Err(limit::refused(job));
    }
    let part = output.seekable_path()?;
    let mut ffmpeg = Ffmpeg::start(Command::new("ffmpeg").args(arguments(job, format)?).arg(part))?;
    let fed = ffmpeg.unless(cancel, |ffmpeg| {
        let fed = moving::each(
            job,
            cancel,
            report,
            |_, frame| Ok(frame.pixels.into_flattened()),
            |_, pixels| ffmpeg.feed(&pixels).map_err(|_| ExportError::ReaderGone),
        );
        match fed {
            Ok(frames) => ffmpeg.finish().map(|()| frames),
            // A closed pipe says that ffmpeg has ended; why, it says itself.
            Err(ExportError::ReaderGone) => Err(ffmpeg.finish().err().unwrap_or_else(|| {
                ExportError::Ffmpeg("ffmpeg ended before it had all frames, and does not say why".to_owned())
            })),
            Err(other) => Err(other),
        }
    });
    // Where we have ended it, what it says about that is of no interest.
    cancel.check()?;
    let frames = fed.map_err(|error| match error {
        ExportError::Ffmpeg(said) if said.contains("No space left on device") => {
            output.failure()(io::ErrorKind::StorageFull.into())
        }
        // The file's own name is all that the user knows.
        ExportError::Ffmpeg(said) => {
            ExportError::Ffmpeg(advised(said.replace(&*part.to_string_lossy(), &output.path().to_string_lossy())))
        }
        other => other,
    })?;
    let bytes = std::fs::metadata(part).map_err(output.failure())?.len();
    if bytes == 0 {
        return Err(ExportError::Ffmpeg("ffmpeg wrote nothing, and says that all is well; try another one".to_owned()));
    }
    Ok(match job.settings.max_size {
        Some(limit) if bytes > limit => Attempt::TooLarge(bytes as f64 / limit as f64),
        // Full, whatever it is: a larger one would be written over it.
        Some(limit) => Attempt::Whole(frames, limit),
        None => Attempt::Whole(frames, bytes),
    })
}

/// What is wrong, in words that help: which encoder is missing, and what there is instead.
fn advised(said: String) -> String {
    let missing = |encoder: &str| said.contains("Unknown encoder") && said.contains(encoder);
    let advice = if missing("libx264") {
        "this ffmpeg has no libx264, which .mp4 and .mkv need: export to .webm, .webp or .gif, or install an ffmpeg with \
         libx264"
    } else if missing("libvpx") {
        "this ffmpeg has no libvpx-vp9, which .webm needs: export to .mp4, .webp or .gif, or install an ffmpeg with \
         libvpx"
    } else {
        return said;
    };
    advice.to_owned()
}

/// A side of a video: it is 4:2:0, which every player shows, so that an odd one loses its last row or column.
const fn even(side: u32) -> u32 {
    side & !1
}

/// What ffmpeg is told, up to the file's name.
fn arguments(job: &Job<'_>, format: Format) -> Result<Vec<String>, ExportError> {
    let ([width, height], (frames, seconds)) = (job.size, super::clock::ratio(job.fps));
    let input = format!(
        "-hide_banner -loglevel error -y -f rawvideo -pixel_format rgb24 -video_size {width}x{height} \
         -framerate {frames}/{seconds} -i pipe:0"
    );
    let color = format!(
        "-vf crop={}:{}:0:0,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p \
         -colorspace bt709 -color_primaries bt709 -color_trc iec61966-2-1 -color_range tv",
        even(width),
        even(height)
    );
    let (codec, container) = match format {
        Format::Webm => ("-c:v libvpx-vp9 -b:v 0 -row-mt 1 -cpu-used 2", "-f webm"),
        Format::Mkv => ("-c:v libx264 -preset slow", "-f matroska"),
        _ => ("-c:v libx264 -preset slow", "-movflags +faststart -f mp4"),
    };
    let crf = match (format, job.settings.quality) {
        (Format::Webm, Quality::Small) => 36,
        (Format::Webm, Quality::Normal) => 28,
        (Format::Webm, Quality::Best) => 18,
        (_, Quality::Small) => 25,
        (_, Quality::Normal) => 19,
        (_, Quality::Best) => 13,
    };
    let rate = rate::arguments(job, format)?;
    let words = format!("{input} {color} {codec} -crf {crf} {rate}");
    let mut arguments: Vec<String> = words.split_ascii_whitespace().map(str::to_owned).collect();
    arguments.extend(["-metadata".to_owned(), format!("comment={}", mark(&job.line()))]);
    arguments.extend(container.split_ascii_whitespace().map(str::to_owned));
    Ok(arguments)
}

/// A running ffmpeg. Dropped before [`Ffmpeg::finish`], it is ended.
struct Ffmpeg {
    child: Arc<Mutex<Child>>,
    frames: Option<ChildStdin>,
    complaints: Option<JoinHandle<String>>,
}

impl Ffmpeg {
    fn start(command: &mut Command) -> Result<Self, ExportError> {
        // Ctrl-C is for us alone: what is to become of ffmpeg is ours to say.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| missing(&error))?;
        // Read beside the feeding: a full pipe would stop ffmpeg, and ffmpeg us.
        let complaints = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut text = Vec::new();
                let _ = stderr.read_to_end(&mut text);
                String::from_utf8_lossy(&text).trim().to_owned()
            })
        });
        Ok(Self { frames: child.stdin.take(), child: Arc::new(Mutex::new(child)), complaints })
    }

    /// Does `work`, and ends ffmpeg when asked to stop meanwhile: it may be busy for long with what it was fed, and
    /// whoever feeds it or waits for it as well.
    fn unless<T>(&mut self, cancel: Cancel<'_>, work: impl FnOnce(&mut Self) -> T) -> T {
        thread::scope(|scope| {
            let (done, over) = mpsc::channel::<()>();
            let child = Arc::clone(&self.child);
            scope.spawn(move || {
                while over.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    if cancel.check().is_err() {
                        return kill(&child);
                    }
                }
            });
            let result = work(self);
            drop(done);
            result
        })
    }

    fn feed(&mut self, pixels: &[u8]) -> io::Result<()> {
        self.frames.as_mut().ok_or(io::ErrorKind::BrokenPipe)?.write_all(pixels)
    }

    /// Ends the input and waits for the file.
    fn finish(&mut self) -> Result<(), ExportError> {
        drop(self.frames.take());
        let status = loop {
            match locked(&self.child).try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) => {}
                Err(error) => return Err(ExportError::Ffmpeg(format!("can't wait for ffmpeg: {error}"))),
            }
            thread::sleep(LOOK);
        };
        let said = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.success() {
            return Ok(());
        }
        let said = if said.is_empty() { "it does not say why" } else { &said };
        Err(ExportError::Ffmpeg(format!("ffmpeg failed ({status}): {said}")))
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        kill(&self.child);
    }
}

fn kill(child: &Mutex<Child>) {
    let mut child = locked(child);
    // A script that calls the real one: all that it has started.
    #[cfg(unix)]
    if matches!(child.try_wait(), Ok(None)) {
        let group = rustix::process::Pid::from_child(&child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    // Both fail only if it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

fn locked(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

fn missing(error: &io::Error) -> ExportError {
    ExportError::Ffmpeg(match error.kind() {
        io::ErrorKind::NotFound => "video needs ffmpeg, which is not installed: install the package `ffmpeg` \
                                    (apt, dnf, pacman, brew, winget), or export to .gif, .webp, .apng or .y4m"
            .to_owned(),
        _ => format!("can't start ffmpeg: {error}"),
    })
}
