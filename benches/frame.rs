//! What a frame costs beyond its network: `cargo bench --bench frame [FILTER]`.
//!
//! Each line names a size, a colour mode and the samples a pixel, and gives for one thread the time of
//! a frame, its pixels a second, and how much was added to what the kernel alone takes for as many positions.
//! Lines of `tiles` are of breeding at 30 frames a second on 120×40 cells, and give how often the tile in focus and
//! each of the others come, and the time and bytes of a frame.
//! Lines of `auto` are of 1080p, and give how near to 4×4 samples that comes, for how many samples and how much time.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use neurotty::app::action::Key;
use neurotty::app::look::{Finding, Findings, Look, Scene};
use neurotty::app::view::grid::{self, Grid};
use neurotty::app::view::xray::{Neurons, XrayLayout};
use neurotty::app::view::{Canvas, Context, Open, Overlay, Screenful};
use neurotty::insight::xray::{Neuron, Xray};
use neurotty::kernel::{Level, Positions, Program};
use neurotty::motion::Path;
use neurotty::painter::{Frame, Painting, Samples, Viewport, crossfade};
use neurotty::palette::Palette;
use neurotty::recipe::text::parse;
use neurotty::recipe::{ColorMode, Motion, Preset, Recipe, View};
use neurotty::work::Work;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use thinwire::wire::encoder::Encoder;
use thinwire::{Layers, Medium};

const SIZES: [(&str, u32, u32); 3] = [("200x60 cells", 200, 120), ("1080p", 1920, 1080), ("4K", 3840, 2160)];

/// Smooth, sharp, folded and noisy ones.
const AUTO: [&str; 10] = [
    "default:42",
    "default:1",
    "mondrian:7",
    "mondrian:1",
    "glossy:1",
    "relu:3",
    "hardmaru:1",
    "mind-blown:1",
    "deep:1",
    "pollock:1",
];

/// Parents: a usual one, a deep one, a wide one.
const TILES: [&str; 3] = ["default:42", "deep:1", "pollock:1"];

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    println!("{:<34} {:>10} {:>10} {:>22}", "one thread", "ms", "Mpx/s", "beyond the kernel");
    for (name, recipe, samples) in cases() {
        for (size, width, height) in SIZES.into_iter().filter(|(size, ..)| samples == 1 || *size != "4K") {
            let label = format!("{size} {name} {samples}x{samples}");
            if label.contains(&filter) {
                let viewport = Viewport { samples: Samples::Grid(samples), ..Viewport::new(width, height) };
                one.install(|| report(&label, &recipe, viewport));
            }
        }
    }
    println!("{:<34} {:>10} {:>10} {:>12} {:>8}", "one thread", "dB of one", "dB of auto", "samples/px", "time");
    for line in AUTO.into_iter().filter(|line| format!("1080p auto {line}").contains(&filter)) {
        one.install(|| report_auto(line));
    }
    if "120x40 cells x-ray 8x16".contains(&filter) {
        one.install(report_xray);
    }
    println!("{:<34} {:>10} {:>10} {:>10} {:>12}", "one thread", "focus 1/s", "others 1/s", "ms", "bytes");
    for line in TILES.into_iter().filter(|line| format!("120x40 cells tiles {line}").contains(&filter)) {
        one.install(|| report_tiles(line));
    }
    if "crossfade".contains(&filter) {
        one.install(report_crossfade);
    }
}

fn cases() -> Vec<(&'static str, Recipe, u32)> {
    let with = |color| Recipe { color, motion: vec![], ..Preset::Default.recipe(42.into()) };
    let wavy = Recipe { motion: vec![Motion::Wave], ..with(ColorMode::Rgb) };
    vec![
        ("rgb", with(ColorMode::Rgb), 1),
        ("rgb", with(ColorMode::Rgb), 2),
        ("rgb", with(ColorMode::Rgb), 3),
        ("seed", with(ColorMode::Seed(None)), 1),
        ("hsv", with(ColorMode::Hsv), 1),
        ("hsl", with(ColorMode::Hsl), 1),
        ("cmyk", with(ColorMode::Cmyk), 1),
        ("gray", with(ColorMode::Gray), 1),
        ("palette", with(ColorMode::Palette(Palette::Viridis)), 1),
        ("rgb invert", Recipe { invert: true, ..with(ColorMode::Rgb) }, 1),
        ("rgb wave", wavy, 1),
    ]
}

fn report(label: &str, recipe: &Recipe, viewport: Viewport) {
    let painting = Painting::new(recipe.clone());
    let pixels = f64::from(viewport.width) * f64::from(viewport.height);
    let positions = painting.shot(0.1, View::HOME, viewport).samples();
    let evaluate = kernel(&painting, positions as usize);
    // In turn, so that a machine that slows down slows both.
    let (mut frame, mut alone) = (Duration::MAX, Duration::MAX);
    let runs = (3e6 / pixels).clamp(3.0, 200.0) as usize;
    for _ in 0..runs {
        frame = frame.min(timed(|| drop(black_box(painting.paint(0.1, View::HOME, viewport)))));
        alone = alone.min(timed(&evaluate));
    }
    let (frame, alone) = (frame.as_secs_f64(), alone.as_secs_f64());
    let (share, beyond) = (100.0 * (frame / alone - 1.0), (frame - alone) / pixels * 1e9);
    println!("{label:<34} {:>10.3} {:>10.1} {beyond:>9.1} ns/px {share:>5.1}%", frame * 1e3, pixels / frame / 1e6);
}

/// The kernel alone: `count` positions in blocks like the painter's.
fn kernel(painting: &Painting, count: usize) -> impl Fn() + use<> {
    const BLOCK: usize = 2048;
    let pose = Path::new(painting.recipe()).pose(0.1);
    let program = Program::new(painting.network(), &pose.latent, 1.0);
    let x: Vec<f32> = (0..BLOCK).map(|i| i as f32 / BLOCK as f32 - 0.5).collect();
    let y: Vec<f32> = x.iter().map(|x| 0.3 - x).collect();
    let r: Vec<f32> = x.iter().zip(&y).map(|(x, y)| x.hypot(*y)).collect();
    let level = Level::detect();
    move || {
        let mut outputs = vec![0.0; BLOCK * program.channels()];
        for first in (0..count).step_by(BLOCK) {
            let size = BLOCK.min(count - first);
            let positions = Positions { x: &x[..size], y: &y[..size], r: &r[..size] };
            program.evaluate(level, positions, &mut outputs[..size * program.channels()]);
            black_box(&outputs);
        }
    }
}

/// How near `Samples::Auto` comes to 4×4 samples, and its time over that of one sample a pixel.
fn report_auto(line: &str) {
    let painting = Painting::new(parse(line).expect("a line").recipe);
    let view = painting.recipe().view;
    let viewport = |samples| Viewport { samples, ..Viewport::new(1920, 1080) };
    let paint = |samples| painting.paint(0.0, view, viewport(samples));
    let truth = paint(Samples::Grid(4));
    // In turn, so that a machine that slows down slows both.
    let (mut plain, mut auto) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        plain = plain.min(timed(|| drop(black_box(paint(Samples::ONE)))));
        auto = auto.min(timed(|| drop(black_box(paint(Samples::Auto)))));
    }
    let [one, reached] = [Samples::ONE, Samples::Auto].map(|samples| psnr(&paint(samples), &truth));
    let samples = painting.shot(0.0, view, viewport(Samples::Auto)).samples() as f64 / (1920.0 * 1080.0);
    let ratio = auto.as_secs_f64() / plain.as_secs_f64();
    println!("{:<34} {one:>10.1} {reached:>10.1} {samples:>12.2} {ratio:>7.2}×", format!("1080p auto {line}"));
}

/// Peak signal to noise ratio in decibels.
fn psnr(one: &Frame, other: &Frame) -> f64 {
    let pairs = one.pixels.as_flattened().iter().zip(other.pixels.as_flattened());
    let squares: f64 = pairs.map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
    10.0 * (255.0 * 255.0 * 3.0 * one.pixels.len() as f64 / squares).log10()
}

fn report_crossfade() {
    let frame = |seed: u64| Painting::new(Preset::Default.recipe(seed.into())).paint(0.0, View::HOME, SIZE);
    const SIZE: Viewport = Viewport::new(200, 120);
    let (a, b) = (frame(1), frame(2));
    let time = (0..200).map(|_| timed(|| drop(black_box(crossfade(&a, &b, 0.4))))).min().unwrap_or_default();
    println!(
        "{:<34} {:>10.3} {:>10.1}",
        "200x60 cells crossfade",
        time.as_secs_f64() * 1e3,
        0.024 / time.as_secs_f64()
    );
}

/// All that a frame of the x-ray costs: the picture behind it, every neuron, the screen, its bytes.
fn report_xray() {
    let recipe = Recipe { hidden: vec![16; 8], ..Preset::Glossy.recipe(1.into()) };
    let painting = Painting::new(recipe.clone());
    let area = Rect::new(0, 0, 120, 40);
    let view = Neurons { focus: Neuron { layer: 3, index: 3 }, ..Neurons::default() };
    let wanted = XrayLayout::of(area, recipe.hidden.len() + 1, 16).wanted(view.focus);
    let viewport = Viewport::new(120, 80);
    let mut encoder = Encoder::default();
    let mut phase = 0.0;
    let mut frame = || {
        phase += 1e-3;
        let picture = painting.paint(phase, recipe.view, viewport);
        let xray = Xray::of(&painting.moment(phase), recipe.view, viewport, recipe.coords, wanted);
        let xray: Finding = Arc::new(xray);
        let mut buffer = Layers::empty(area);
        let canvas = Canvas { frame: Some(&picture), medium: Medium::default() };
        let open = Some(Open { view: &view, context: Context { recipe: &recipe, found: Some(&xray) } });
        Screenful { canvas, status: None, toast: None, progress: None, open }.draw(area, &mut buffer);
        let mut bytes = Vec::new();
        encoder.encode_text(&buffer, &mut bytes);
        encoder.encode_picture_within(0.0, &mut bytes);
        drop(black_box(bytes));
    };
    let time = (0..200).map(|_| timed(&mut frame)).min().unwrap_or_default().as_secs_f64();
    println!("{:<34} {:>10.3} {:>10.0} frames/s", "120x40 cells x-ray 8x16", time * 1e3, 1.0 / time);
}

/// How often tiles come, if a frame is due every thirtieth of a second and takes as long as it takes.
fn report_tiles(line: &str) {
    const WARM_UP: f64 = 1.0;
    const LASTS: f64 = 4.0;
    let area = Rect::new(0, 0, 120, 40);
    let work = Work::new(parse(line).expect("a line").recipe);
    let shown = work.recipe();
    let mut tiles = breeding(shown, area);
    let picture = tiles.picture(area);
    let viewport = Viewport::new(picture.width.into(), 2 * u32::from(picture.height));
    let layout = grid::TileLayout::of_nine(area).expect("room for tiles");
    let (mut encoder, mut earlier) = (Encoder::default(), Findings::default());
    let mut seen = vec![(Buffer::empty(area), 0_u32); layout.slots()];
    let (mut now, mut frames, mut bytes, mut spent) = (0.0, 0_u32, 0, 0.0);
    while now < WARM_UP + LASTS {
        let started = Instant::now();
        let phase = work.timeline().phase(now);
        let frame = work.painting().paint(phase, shown.view, viewport);
        let look: Box<dyn Look> = tiles.look(shown, area).expect("tiles");
        let asked = Duration::from_secs_f64(now);
        let scene = Scene { work: &work, phase, view: shown.view, viewport, seconds: now, asked };
        let found = look.find(&scene, &earlier);
        earlier.keep(found.clone());
        tiles.receive(&found);
        let mut buffer = Layers::empty(area);
        let canvas = Canvas { frame: Some(&frame), medium: Medium::default() };
        let open = Some(Open { view: &tiles, context: Context { recipe: shown, found: Some(&found) } });
        Screenful { canvas, status: None, toast: None, progress: None, open }.draw(area, &mut buffer);
        let mut sent = Vec::new();
        encoder.encode_text(&buffer, &mut sent);
        encoder.encode_picture_within(0.0, &mut sent);
        let took = started.elapsed().as_secs_f64();
        if now >= WARM_UP {
            (frames, bytes, spent) = (frames + 1, bytes + sent.len(), spent + took);
            for (slot, (before, changes)) in seen.iter_mut().enumerate() {
                let part = part(&buffer, layout.place(slot));
                *changes += u32::from(part != *before);
                *before = part;
            }
        }
        now += took.max(1.0 / 30.0);
    }
    // The focus is right of the middle, where the picture itself is.
    let rate = |slot: usize| f64::from(seen[slot].1) / LASTS;
    let others = (0..layout.slots()).filter(|slot| ![4, 5].contains(slot)).map(rate).fold(f64::INFINITY, f64::min);
    let (time, size) = (1e3 * spent / f64::from(frames), bytes as f64 / f64::from(frames));
    let label = format!("120x40 cells tiles {line}");
    println!("{label:<34} {:>10.1} {others:>10.1} {time:>10.3} {size:>12.0}", rate(5));
}

/// A view of the children of `shown`, the one right of the middle in focus.
fn breeding(shown: &Recipe, area: Rect) -> Grid {
    let mut tiles = Grid::breed();
    tiles.opened(shown);
    while let Some(study) = tiles.study(shown, area) {
        study.run(&mut |finding: Finding| {
            tiles.receive(&finding);
            true
        });
    }
    tiles.key(Key::Right, shown);
    tiles
}

/// A part of a screen.
fn part(buffer: &Buffer, place: Rect) -> Buffer {
    let mut part = Buffer::empty(place);
    for cell in place.rows().flat_map(Rect::columns) {
        part[(cell.x, cell.y)] = buffer[(cell.x, cell.y)].clone();
    }
    part
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
