//! What the GIFs of fixed loops cost and how near they are: `cargo bench --bench export [FILTER]`.
//!
//! Each loop is 60 frames of 480×480. Pictures are compared as an eye sees dither, after a Gaussian blur
//! (σ = 1.2 pixels): ΔE is CIEDE2000, flicker the mean |Δₜ(GIF) − Δₜ(painting)| of neighbouring frames and
//! PSNR are over channels of 0..255. CPU counts painting. Where ffmpeg and gifski are installed, their
//! GIFs of the same frames stand below, their CPU without painting. `speed` and `formats` are filters of their
//! own: what PNGs cost beside painting, and one loop in every format.

mod difference;
mod formats;
mod speed;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use difference::{Blurred, Difference};
use neurotty::export::{Job, Quality, Settings, Target, run};
use neurotty::painter::{Samples, Viewport};
use neurotty::recipe::text::parse;
use neurotty::work::Work;

const LOOPS: [&str; 4] = ["default:42", "default:7", "glossy:1+latent=4", "mind-blown:3+latent=4+latent-scale=0.2"];
const SIDE: u32 = 480;
const FRAMES: u64 = 60;
const FPS: f64 = 30.0;

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for (name, print) in [("speed", speed::print as fn(&Path)), ("formats", formats::print)] {
        if name.contains(&filter) {
            print(tempfile::tempdir().expect("a folder").path());
        }
    }
    println!("{:<40} {:>7} {:>6} {:>8} {:>7} {:>7}", "", "MB", "ΔE", "flicker", "PSNR", "CPU s");
    for line in LOOPS.into_iter().filter(|line| line.contains(&filter)) {
        let work = Work::new(parse(line).expect("a line").recipe);
        let folder = tempfile::tempdir().expect("a folder");
        compare(line, &work, folder.path());
    }
}

fn compare(line: &str, work: &Work, folder: &Path) {
    let clock = job(work, Quality::Normal).clock().expect("a clock");
    let frames = (0..FRAMES).map(|index| {
        let phase = work.timeline().phase(clock.seconds(index));
        work.painting().paint(phase, work.recipe().view, Viewport::new(SIDE, SIDE)).pixels
    });
    let truth: Vec<_> = frames.map(|pixels| Blurred::new(pixels.as_flattened(), SIDE as usize)).collect();
    let gif = folder.join("loop.gif");
    for quality in [Quality::Small, Quality::Normal, Quality::Best] {
        let job = job(work, quality);
        let target = Target::parse(&gif, None).expect("a target");
        let before = cpu_seconds();
        run(&job, &target, &|_| {}, &AtomicBool::new(false)).expect("exported");
        report(&format!("{line} {quality:?}"), &gif, &truth, cpu_seconds() - before);
    }
    let frames = Target::parse(&folder.join("%03d.png"), None).expect("a target");
    run(&job(work, Quality::Best), &frames, &|_| {}, &AtomicBool::new(false)).expect("exported");
    let gifski = "for q in 90 100; do gifski -q --fps 30 --quality $q -o $q.gif 0*.png || exit 1; done";
    let ffmpeg = "ffmpeg -v error -y -framerate 30 -i %03d.png -vf split[a][b];[a]palettegen[p];[b][p]paletteuse f.gif";
    for (name, command, gif) in [
        ("ffmpeg palettegen", ffmpeg.to_owned().replace("-vf ", "-vf '").replace(" f.gif", "' f.gif"), "f.gif"),
        ("gifski 90", gifski.replace(" 100", ""), "90.gif"),
        ("gifski 100", gifski.replace(" 90", ""), "100.gif"),
    ] {
        let before = cpu_seconds();
        let made = Command::new("sh").args(["-c", &command]).current_dir(folder).output();
        if made.is_ok_and(|made| made.status.success()) {
            report(&format!("{line} {name}"), &folder.join(gif), &truth, cpu_seconds() - before);
        }
    }
}

fn job(work: &Work, quality: Quality) -> Job<'_> {
    Job {
        work,
        size: [SIDE, SIDE],
        aspect: 1.0,
        samples: Samples::ONE,
        fps: FPS,
        speed: 1.0,
        frames: Some(0..FRAMES),
        settings: Settings { quality, ..Settings::default() },
    }
}

fn report(name: &str, gif: &Path, truth: &[Blurred], cpu: f64) {
    let shown = decode(gif);
    if shown.len() != truth.len() {
        println!("{name:<40} left out frames: {} of {}", shown.len(), truth.len());
        return;
    }
    let Difference { delta_e, flicker, psnr } = Difference::between(&shown, truth);
    let megabytes = fs::metadata(gif).expect("a file").len() as f64 / 1e6;
    println!("{name:<40} {megabytes:>7.2} {delta_e:>6.3} {flicker:>8.3} {psnr:>7.2} {cpu:>7.2}");
}

/// The frames as a browser shows them: each drawn over the one before.
fn decode(path: &Path) -> Vec<Blurred> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(File::open(path).expect("a file")).expect("a GIF");
    let side = SIDE as usize;
    let mut canvas = vec![0; 3 * side * side];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("a frame") {
        let [left, top, width] = [frame.left, frame.top, frame.width].map(usize::from);
        for (index, pixel) in frame.buffer.as_chunks::<4>().0.iter().enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            let at = (top + index / width) * side + left + index % width;
            canvas[3 * at..][..3].copy_from_slice(&pixel[..3]);
        }
        frames.push(Blurred::new(&canvas, side));
    }
    frames
}

/// Seconds of CPU that this process and its finished children have used; 0 where Linux's /proc is missing.
fn cpu_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The fields behind the name in parentheses: utime, stime, cutime and cstime are the 12th to 15th.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_ascii_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_A_SECOND
}
