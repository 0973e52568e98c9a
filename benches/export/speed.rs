//! How fast pictures and sequences are written, beside painting alone.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use neurotty::export::{Compress, Job, Quality, Settings, Target, run};
use neurotty::painter::Viewport;
use neurotty::recipe::text::parse;
use neurotty::work::Work;

use crate::{cpu_seconds, job};

const STILL: [u32; 2] = [3840, 2160];
/// Painting alone and the export take turns, so that a machine that slows down slows both.
const STILL_RUNS: usize = 15;
const SEQUENCE: [u32; 2] = [1920, 1080];
const SEQUENCE_FRAMES: u64 = 600;

/// Prints what a PNG of `default:42` costs beside painting it, and how busy a sequence keeps the threads.
pub fn print(folder: &Path) {
    let work = Work::new(parse("default:42").expect("a line").recipe);
    let (painting, phase, view) = (work.painting(), work.timeline().phase(0.0), work.recipe().view);
    let [width, height] = STILL;
    for compress in [Compress::Fast, Compress::Normal, Compress::Small] {
        let settings = Settings { compress, ..Settings::default() };
        let job = Job { size: STILL, frames: None, settings, ..job(&work, Quality::Normal) };
        let path = folder.join("still.png");
        let pairs: Vec<_> = (0..STILL_RUNS)
            .map(|_| {
                let alone = seconds(|| _ = painting.paint(phase, view, Viewport::new(width, height)));
                (alone, seconds(|| export(&job, &path)))
            })
            .collect();
        let megabytes = std::fs::metadata(&path).expect("a file").len() as f64 / 1e6;
        let alone = 1e3 * median(pairs.iter().map(|(alone, _)| *alone));
        let ratio = median(pairs.iter().map(|(alone, exported)| exported / alone));
        let added = 1e3 * median(pairs.iter().map(|(alone, exported)| exported - alone));
        println!(
            "{width}x{height} painted in {alone:.0} ms; PNG {compress:?}: {megabytes:.2} MB, {ratio:.2} times that, {added:.0} ms more"
        );
    }
    let frames = folder.join("sequence/");
    let size = SEQUENCE;
    let job = Job { size, frames: Some(0..SEQUENCE_FRAMES), ..job(&work, Quality::Normal) };
    let (began, before) = (Instant::now(), cpu_seconds());
    export(&job, &frames);
    let (wall, busy) = (began.elapsed().as_secs_f64(), cpu_seconds() - before);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = 100.0 * busy / wall / threads as f64;
    let [width, height] = SEQUENCE;
    println!("{SEQUENCE_FRAMES} frames {width}x{height}: {wall:.1} s, threads {share:.0}% busy");
    let began = Instant::now();
    let again = "ffmpeg -v error -y -i sequence/frame-%05d.png -f rawvideo -pix_fmt rgb24 s.rgb && \
                 mkdir -p again && ffmpeg -v error -y -f rawvideo -pix_fmt rgb24 -s 1920x1080 -i s.rgb again/%05d.png";
    let made = Command::new("sh").args(["-c", again]).current_dir(folder).output();
    if made.is_ok_and(|made| made.status.success()) {
        println!("  ffmpeg, which reads and encodes the same frames: {:.1} s", began.elapsed().as_secs_f64());
    }
}

fn export(job: &Job<'_>, out: &Path) {
    let target = Target::parse(out, None).expect("a target");
    run(job, &target, &|_| {}, &AtomicBool::new(false)).expect("exported");
}

fn seconds(run: impl FnOnce()) -> f64 {
    let began = Instant::now();
    run();
    began.elapsed().as_secs_f64()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
