//! One loop in every format: bytes, time and how near its pixels are.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use neurotty::export::{Job, Quality, Target, run};
use neurotty::painter::Viewport;
use neurotty::recipe::text::parse;
use neurotty::work::Work;

use crate::{FRAMES, SIDE, job};

/// Prints a line a format for `default:42`. Where ffmpeg is installed it decodes what was written.
pub fn print(folder: &Path) {
    let work = Work::new(parse("default:42").expect("a line").recipe);
    let job = job(&work, Quality::Normal);
    let clock = job.clock().expect("a clock");
    let frames = (0..FRAMES).flat_map(|index| {
        let phase = work.timeline().phase(clock.seconds(index));
        work.painting().paint(phase, work.recipe().view, Viewport::new(SIDE, SIDE)).pixels
    });
    let truth: Vec<u8> = frames.flatten().collect();
    println!("{FRAMES} frames {SIDE}x{SIDE} of default:42: MB, seconds, PSNR in dB");
    for name in ["f-%02d.png", "l.apng", "l.webp", "l.gif", "l.mp4", "l.webm", "l.mkv", "l.y4m", "l.cast"] {
        let path = folder.join(name);
        let target = Target::parse(&path, None).expect("a target");
        let size = if name == "l.cast" { [120, 60] } else { job.size };
        let frames = job.frames.clone();
        let began = Instant::now();
        let made = run(
            &Job { size, frames, settings: job.settings.clone(), ..job },
            &target,
            &|_| {},
            &AtomicBool::new(false),
        );
        let (Ok(made), seconds) = (made, began.elapsed().as_secs_f64()) else { continue };
        let psnr = decoded(&path).filter(|shown| shown.len() == truth.len()).map(|shown| psnr(&shown, &truth));
        let psnr = psnr.map_or_else(|| "-".to_owned(), |psnr| format!("{psnr:.1}"));
        println!("  {name:<12} {:>7.2} {seconds:>6.2} {psnr:>6}", made.bytes as f64 / 1e6);
    }
    let _ = fs::remove_dir_all(folder);
}

/// The frames as ffmpeg decodes them, sRGB.
fn decoded(path: &Path) -> Option<Vec<u8>> {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i"]).arg(path).args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]);
    let output = ffmpeg.output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// Infinite where all pixels are the same.
fn psnr(shown: &[u8], truth: &[u8]) -> f64 {
    let square = |(a, b): (&u8, &u8)| (f64::from(*a) - f64::from(*b)).powi(2);
    let mean = shown.iter().zip(truth).map(square).sum::<f64>() / truth.len() as f64;
    10.0 * (255.0 * 255.0 / mean).log10()
}
