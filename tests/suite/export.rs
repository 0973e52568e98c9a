//! Exports: what is in the files, checked by independent decoders, and what is left when things go wrong.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use neurotty::export::{
    Compress, Depth, ExportError, Job, NamePattern, Quality, Refusal, Settings, Step, Summary, Target, run,
};
use neurotty::open::open_file;
use neurotty::painter::{Frame, Samples, Viewport};
use neurotty::recipe::{Period, Preset, Recipe, text};
use neurotty::work::Work;

use crate::requirement::require_tool;

/// An artwork ready for export.
pub struct Artwork(pub Work);

impl Artwork {
    /// Seed 42 of the default preset, one loop of `period` seconds.
    pub fn looping(period: f64) -> Self {
        Self::new(Recipe { period: Period::Seconds(period), ..Preset::Default.recipe(42.into()) })
    }

    pub fn new(recipe: Recipe) -> Self {
        Self(Work::new(recipe))
    }

    pub fn job(&self, width: u32, height: u32) -> Job<'_> {
        Job {
            work: &self.0,
            size: [width, height],
            aspect: 1.0,
            samples: Samples::ONE,
            fps: 10.0,
            speed: 1.0,
            frames: None,
            settings: Settings::default(),
        }
    }

    /// What the painter paints of the moment, without any export.
    pub fn painted(&self, seconds: f64, width: u32, height: u32) -> Frame {
        let phase = self.0.timeline().phase(seconds);
        self.0.painting().paint(phase, self.0.recipe().view, Viewport::new(width, height))
    }
}

pub fn export(job: &Job<'_>, out: &Path) -> Result<Summary, ExportError> {
    run(job, &Target::parse(out, None)?, &|_| (), &AtomicBool::new(false))
}

/// Decodes a PNG: width, height, bit depth, samples.
fn decode(path: &Path) -> (u32, u32, png::BitDepth, Vec<u8>) {
    let file = std::io::BufReader::new(fs::File::open(path).expect("the file is there"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("a whole picture");
    reader.finish().expect("a proper end");
    (reader.info().width, reader.info().height, reader.info().bit_depth, pixels)
}

/// The program itself opens what it has written as the same artwork.
#[track_caller]
pub fn assert_reopens(path: &Path, artwork: &Artwork) {
    let work = open_file(path).expect("readable");
    assert_eq!((work.recipe(), work.imported()), (artwork.0.recipe(), None));
}

/// Names in a directory, hidden ones too, sorted.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn a_png_holds_the_painters_pixels_and_its_line() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(2.0);
    for compress in [Compress::Fast, Compress::Normal, Compress::Small] {
        // 700 × 3 bytes a row: several strips, the last one shorter.
        for [width, height] in [[1, 1], [3, 5], [700, 601]] {
            let path = directory.path().join("picture.png");
            let mut job = artwork.job(width, height);
            job.settings.compress = compress;
            let summary = export(&job, &path).expect("written");
            assert_eq!(summary.bytes, fs::metadata(&path).expect("there").len());
            let expected = artwork.painted(0.0, width, height).pixels.into_flattened();
            assert_eq!(decode(&path), (width, height, png::BitDepth::Eight, expected));
        }
    }
    assert_reopens(&directory.path().join("picture.png"), &artwork);
    assert_eq!(names(directory.path()), ["picture.png"]);
}

#[test]
fn a_sixteen_bit_png_holds_sixteen_bits() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(2.0);
    let path = directory.path().join("deep.png");
    let mut job = artwork.job(40, 30);
    job.settings.depth = Depth::Sixteen;
    export(&job, &path).expect("written");
    let (width, height, depth, samples) = decode(&path);
    assert_eq!((width, height, depth), (40, 30, png::BitDepth::Sixteen));
    let eight = artwork.painted(0.0, 40, 30).pixels.into_flattened();
    for (wide, narrow) in samples.chunks(2).zip(eight) {
        let wide = f64::from(u16::from_be_bytes([wide[0], wide[1]])) / 257.0;
        assert!((wide - f64::from(narrow)).abs() <= 0.51, "{wide} beside {narrow}");
    }
}

#[test]
fn frames_show_equal_steps_of_a_closed_loop() {
    let directory = tempfile::tempdir().expect("a directory");
    // 0.77 s at 10 fps: eight frames, each 0.77 / 8 s.
    let artwork = Artwork::looping(0.77);
    let summary = export(&artwork.job(24, 16), &directory.path().join("frames/")).expect("written");
    assert_eq!(summary.frames, 8);
    let frames = directory.path().join("frames");
    assert_eq!(names(&frames).first().map(String::as_str), Some("frame-00000.png"));
    assert_eq!(names(&frames).len(), 8);
    for index in [0, 3, 7] {
        let expected = artwork.painted(f64::from(index) * 0.77 / 8.0, 24, 16).pixels.into_flattened();
        assert_eq!(decode(&frames.join(format!("frame-{index:05}.png"))).3, expected);
    }
}

#[test]
fn shards_equal_one_whole_run_byte_for_byte() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(1.3);
    let whole = directory.path().join("whole/");
    let parts = directory.path().join("parts/");
    export(&artwork.job(33, 20), &whole).expect("written");
    for range in [0..5, 5..6, 6..13] {
        let job = Job { frames: Some(range), ..artwork.job(33, 20) };
        export(&job, &parts).expect("written");
    }
    assert_eq!(names(&whole), names(&parts));
    for name in names(&whole) {
        assert_eq!(fs::read(whole.join(&name)).expect("there"), fs::read(parts.join(&name)).expect("there"));
    }
}

#[test]
fn resuming_makes_only_what_is_missing_damaged_or_another_artworks() {
    let directory = tempfile::tempdir().expect("a directory");
    let pattern = directory.path().join("f-%03d.png");
    let artwork = Artwork::looping(1.0);
    let mut job = artwork.job(30, 20);
    export(&job, &pattern).expect("written");
    let path = |index: u32| directory.path().join(format!("f-{index:03}.png"));
    let whole: Vec<_> = (0..10).map(|index| fs::read(path(index)).expect("there")).collect();

    fs::remove_file(path(1)).expect("removed");
    fs::write(path(2), &whole[2][..whole[2].len() / 2]).expect("cut short");
    let mut damaged = whole[3].clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(path(3), damaged).expect("damaged");
    fs::copy(path(5), path(4)).expect("another moment");
    let other = Artwork::new(Recipe { seed: 43.into(), ..artwork.0.recipe().clone() });
    for (index, another) in [
        (6, artwork.job(31, 20)),
        (7, Job { samples: Samples::Grid(2), ..artwork.job(30, 20) }),
        (8, other.job(30, 20)),
    ] {
        let elsewhere = tempfile::tempdir().expect("a directory");
        let frames = elsewhere.path().join("f-%03d.png");
        export(&Job { frames: Some(index..index + 1), ..another }, &frames).expect("written");
        fs::copy(elsewhere.path().join(format!("f-{index:03}.png")), path(index as u32)).expect("another job's");
    }

    job.settings.resume = true;
    let summary = export(&job, &pattern).expect("resumed");
    assert_eq!((summary.frames, summary.skipped), (7, 3));
    for (index, bytes) in whole.iter().enumerate() {
        assert_eq!(&fs::read(path(index as u32)).expect("there"), bytes, "frame {index}");
    }
}

#[test]
fn frames_of_another_job_are_never_mixed_with_new_ones() {
    let directory = tempfile::tempdir().expect("a directory");
    let frames = directory.path().join("frames/");
    let artwork = Artwork::looping(1.2);
    export(&artwork.job(30, 20), &frames).expect("written");
    let before = names(&frames);
    assert_eq!(before.len(), 12);
    let other = Artwork::new(Recipe { seed: 43.into(), ..artwork.0.recipe().clone() });
    let range = Some(0..8);
    for job in [
        Job { frames: range.clone(), ..other.job(30, 20) },
        Job { frames: range.clone(), ..artwork.job(32, 20) },
        Job { frames: range.clone(), samples: Samples::Grid(2), ..artwork.job(30, 20) },
        Job { frames: range.clone(), fps: 20.0, ..artwork.job(30, 20) },
    ] {
        let refused = export(&job, &frames).expect_err("refused");
        assert!(matches!(&refused, ExportError::Refused(Refusal::OtherFrames { .. })), "{refused}");
        assert!(refused.to_string().contains("frame-000"), "{refused}");
    }
    assert_eq!(names(&frames), before);
    // A shard of the same job, and a job that replaces every frame, mix nothing.
    export(&Job { frames: range, ..artwork.job(30, 20) }, &frames).expect("the same");
    export(&Job { frames: Some(0..12), ..other.job(30, 20) }, &frames).expect("all replaced");
    // A picture that lost its line may be anybody's.
    fs::write(frames.join("frame-00012.png"), "edited").expect("written");
    export(&Job { frames: Some(0..12), ..other.job(30, 20) }, &frames).expect_err("refused");
    fs::rename(frames.join("frame-00012.png"), frames.join("frame-12.png")).expect("no frame's name");
    export(&Job { frames: Some(0..12), ..other.job(30, 20) }, &frames).expect("nothing to mix");
}

#[test]
fn cancelling_keeps_whole_frames_and_leaves_nothing_else() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(100.0);
    let cancel = AtomicBool::new(false);
    let stop_at_five = |step: Step| cancel.store(step.done >= 5, Ordering::Relaxed);
    let target = Target::Frames(NamePattern::in_directory(directory.path()));
    let ended = run(&artwork.job(30, 20), &target, &stop_at_five, &cancel);
    assert!(matches!(ended, Err(ExportError::Cancelled)), "{ended:?}");
    let names = names(directory.path());
    assert!((5..100).contains(&names.len()), "{names:?}");
    for name in names {
        assert!(name.starts_with("frame-"), "{name}");
        decode(&directory.path().join(name));
    }
}

#[test]
fn a_cancelled_still_leaves_the_old_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("picture.png");
    fs::write(&path, "old").expect("written");
    let artwork = Artwork::looping(1.0);
    let target = Target::parse(&path, None).expect("a target");
    let ended = run(&artwork.job(300, 200), &target, &|_| (), &AtomicBool::new(true));
    assert!(matches!(ended, Err(ExportError::Cancelled)), "{ended:?}");
    assert_eq!(fs::read(&path).expect("there"), b"old");
    assert_eq!(names(directory.path()), ["picture.png"]);
}

#[test]
fn an_apng_holds_every_pixel_of_every_frame() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.apng");
    let artwork = Artwork::looping(0.5);
    export(&artwork.job(40, 30), &path).expect("written");
    let file = std::io::BufReader::new(fs::File::open(&path).expect("there"));
    let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
    let control = *reader.info().animation_control().expect("animated");
    assert_eq!((control.num_frames, control.num_plays), (5, 0));
    for index in 0..5 {
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("a frame");
        let shown = reader.info().frame_control().expect("a control");
        assert_eq!((shown.delay_num, shown.delay_den), (1, 10));
        assert_eq!(pixels, artwork.painted(f64::from(index) * 0.1, 40, 30).pixels.into_flattened(), "frame {index}");
    }
    reader.finish().expect("a proper end");
    assert_reopens(&path, &artwork);
}

#[test]
fn a_webp_holds_every_pixel_of_every_frame() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.webp");
    let artwork = Artwork::looping(0.5);
    // Odd sides: chunks of odd lengths, too.
    let job = Job { fps: 30.0, ..artwork.job(41, 27) };
    let summary = export(&job, &path).expect("written");
    assert_eq!((summary.frames, summary.bytes), (15, fs::metadata(&path).expect("there").len()));
    let file = std::io::BufReader::new(fs::File::open(&path).expect("there"));
    let mut decoder = image_webp::WebPDecoder::new(file).expect("a WebP");
    assert_eq!((decoder.dimensions(), decoder.num_frames()), ((41, 27), 15));
    assert_eq!(decoder.loop_count(), image_webp::LoopCount::Forever);
    assert_eq!((decoder.is_lossy(), decoder.has_alpha()), (false, false));
    let mut milliseconds = 0;
    for index in 0..15 {
        let mut pixels = vec![0; decoder.output_buffer_size().expect("a size")];
        let stays = decoder.read_frame(&mut pixels).expect("a frame");
        assert!([33, 34].contains(&stays), "{stays}");
        milliseconds += stays;
        let painted = artwork.painted(f64::from(index) / 30.0, 41, 27).pixels.into_flattened();
        assert_eq!(pixels, painted, "frame {index}");
    }
    assert_eq!(milliseconds, 500);
    assert_reopens(&path, &artwork);
    let refused = export(&artwork.job(20_000, 8), &path).expect_err("refused").to_string();
    assert!(refused.contains("at most 16384 pixels a side"), "{refused}");
}

/// Decodes a GIF: the delay and the colours of each frame as a browser shows it, drawn over the one before.
fn decode_gif(path: &Path) -> Vec<(u16, Vec<u8>)> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(fs::File::open(path).expect("there")).expect("a GIF");
    let mut canvas = vec![0; 3 * usize::from(decoder.width()) * usize::from(decoder.height())];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("a frame") {
        assert_eq!(frame.dispose, gif::DisposalMethod::Keep);
        assert_eq!(4 * canvas.len(), 3 * frame.buffer.len(), "the whole picture");
        for (shown, pixel) in canvas.chunks_mut(3).zip(frame.buffer.chunks(4)) {
            assert!(pixel[3] == 255 || !frames.is_empty(), "the first frame covers all");
            if pixel[3] == 255 {
                shown.copy_from_slice(&pixel[..3]);
            }
        }
        frames.push((frame.delay, canvas.clone()));
    }
    assert_eq!(decoder.repeat(), gif::Repeat::Infinite);
    frames
}

#[test]
fn a_gif_looks_like_the_painting_and_keeps_its_time() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.gif");
    let artwork = Artwork::looping(0.5);
    let mut errors = Vec::new();
    // Large enough for the dictionary to fill up and be cleared.
    for quality in [Quality::Small, Quality::Normal, Quality::Best] {
        let mut job = Job { fps: 30.0, ..artwork.job(160, 120) };
        job.settings.quality = quality;
        export(&job, &path).expect("written");
        let frames = decode_gif(&path);
        assert_eq!(frames.len(), 15);
        assert_eq!(frames.iter().map(|(delay, _)| u32::from(*delay)).sum::<u32>(), 50, "half a second");
        assert!(frames.iter().all(|(delay, _)| [3, 4].contains(delay)));
        let error = |(index, (_, colors)): (usize, &(u16, Vec<u8>))| {
            let painted = artwork.painted(index as f64 / 30.0, 160, 120).pixels;
            mean_block_error(colors, painted.as_flattened(), 160)
        };
        errors.push(frames.iter().enumerate().map(error).sum::<f64>() / 15.0);
    }
    assert!(errors.is_sorted_by(|worse, better| better < worse), "{errors:?}");
    // Less than a hundredth of the range: what 256 colours leave once an eye has averaged the dither.
    assert!(errors.iter().zip([2.4, 2.15, 2.05]).all(|(error, bound)| *error < bound), "{errors:?}");
    assert_reopens(&path, &artwork);
}

/// The mean difference of 4×4 blocks, as an eye sees dither from afar. 0..=255.
fn mean_block_error(a: &[u8], b: &[u8], width: usize) -> f64 {
    let blocks = |picture: &[u8]| {
        let mut sums = std::collections::BTreeMap::<_, f64>::new();
        for (index, value) in picture.iter().enumerate() {
            let (x, y) = (index / 3 % width, index / 3 / width);
            *sums.entry((x / 4, y / 4, index % 3)).or_default() += f64::from(*value) / 16.0;
        }
        sums.into_values().collect::<Vec<_>>()
    };
    let (a, b) = (blocks(a), blocks(b));
    a.iter().zip(&b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64
}

#[test]
fn a_gif_stays_below_its_limit() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.gif");
    let artwork = Artwork::looping(0.5);
    let mut job = artwork.job(160, 120);
    job.settings.max_size = Some(20_000);
    let summary = export(&job, &path).expect("written");
    assert!((10_000..=20_000).contains(&summary.bytes), "{}", summary.bytes);
    assert_eq!(decode_gif(&path).len(), 5);
}

#[test]
fn y4m_frames_give_back_the_painters_colours() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.y4m");
    let artwork = Artwork::looping(0.3);
    export(&artwork.job(16, 10), &path).expect("written");
    let bytes = fs::read(&path).expect("there");
    let header = bytes.iter().position(|byte| *byte == b'\n').expect("a header");
    assert!(bytes.starts_with(b"YUV4MPEG2 W16 H10 F10:1 Ip A1:1 C444 "));
    let frames: Vec<_> = bytes[header + 1..].chunks(6 + 3 * 160).collect();
    assert_eq!(frames.len(), 3);
    for (index, frame) in frames.into_iter().enumerate() {
        let planes = frame.strip_prefix(b"FRAME\n").expect("a frame");
        for (pixel, expected) in artwork.painted(index as f64 * 0.1, 16, 10).pixels.into_iter().enumerate() {
            // ITU-R BT.601, limited range.
            let y = (f64::from(planes[pixel]) - 16.0) * 255.0 / 219.0;
            let cb = (f64::from(planes[160 + pixel]) - 128.0) * 255.0 / 224.0;
            let cr = (f64::from(planes[320 + pixel]) - 128.0) * 255.0 / 224.0;
            let rgb = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
            for (value, wanted) in rgb.iter().zip(expected) {
                assert!((value - f64::from(wanted)).abs() < 2.5, "{rgb:?} {expected:?}");
            }
        }
    }
    assert_reopens(&path, &artwork);
}

#[test]
fn frames_that_no_memory_holds_are_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(1.0);
    let mut names_refused = vec!["a.gif", "a.y4m"];
    names_refused.extend(require_tool("ffmpeg", "a frame too large for a video").map(|_| "a.mp4"));
    for name in names_refused {
        let refused = export(&artwork.job(65_535, 65_535), &directory.path().join(name)).expect_err("refused");
        let expected = Refusal::FrameTooLarge { size: [65_535, 65_535] };
        assert!(matches!(&refused, ExportError::Refused(why) if *why == expected), "{name}: {refused}");
    }
    assert!(names(directory.path()).is_empty());
}

#[test]
fn an_svg_draws_every_pixel_as_a_square() {
    let directory = tempfile::tempdir().expect("a directory");
    for line in ["mondrian:7", "default:42+at=1.5"] {
        let recipe = text::parse(line).expect("a line").recipe;
        let (artwork, path) = (Artwork::new(recipe), directory.path().join("a.svg"));
        let summary = export(&artwork.job(41, 23), &path).expect("written");
        let svg = fs::read_to_string(&path).expect("UTF-8");
        assert_eq!(summary.bytes, svg.len() as u64);
        assert_reopens(&path, &artwork);
        let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).expect("an SVG");
        let mut shown = resvg::tiny_skia::Pixmap::new(82, 46).expect("a size");
        resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(2.0, 2.0), &mut shown.as_mut());
        let painted = artwork.painted(artwork.0.recipe().at, 41, 23);
        for (index, pixel) in shown.pixels().iter().enumerate() {
            let (x, y) = (index % 82 / 2, index / 82 / 2);
            let wanted = painted.pixels[y * 41 + x];
            assert_eq!(([pixel.red(), pixel.green(), pixel.blue()], pixel.alpha()), (wanted, 255), "{x}, {y}");
        }
    }
    let artwork = Artwork::looping(1.0);
    let refused = export(&artwork.job(1920, 1080), &directory.path().join("b.svg")).expect_err("refused").to_string();
    assert_eq!(refused, "1920x1080: a .svg has at most 1000 squares a side");
}

/// All frames of a video as ffmpeg decodes them: RGB, one after the other.
fn decode_video(path: &Path) -> Vec<u8> {
    let mut ffmpeg = require_tool("ffmpeg", "the pixels of a video").expect("the caller has asked for it");
    ffmpeg.args(["-v", "error", "-i"]).arg(path).args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]);
    let output = ffmpeg.output().expect("it is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_video_shows_the_painters_pixels_and_reopens() {
    if require_tool("ffmpeg", "the pixels of videos").is_none() {
        return;
    }
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(0.5);
    for ending in ["mp4", "webm", "mkv"] {
        let path = directory.path().join("loop").with_extension(ending);
        let summary = export(&artwork.job(161, 90), &path).unwrap_or_else(|error| panic!("{ending}: {error}"));
        assert_eq!((summary.frames, summary.bytes), (5, fs::metadata(&path).expect("there").len()));
        // An odd side loses its last column.
        assert_eq!(summary.size, [160, 90]);
        assert_reopens(&path, &artwork);
        let decoded = decode_video(&path);
        assert_eq!(decoded.len(), 5 * 160 * 90 * 3, "{ending}");
        for (index, shown) in decoded.chunks(160 * 90 * 3).enumerate() {
            let painted = artwork.painted(index as f64 * 0.1, 161, 90);
            let wanted = painted.pixels.chunks(161).flat_map(|row| row[..160].as_flattened());
            let error = wanted.zip(shown).map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum::<f64>();
            let psnr = 10.0 * (255.0 * 255.0 * shown.len() as f64 / error).log10();
            assert!(psnr > 29.0, "frame {index} of {ending}: {psnr} dB");
        }
    }
}

#[test]
fn a_video_has_the_painters_colours_on_the_average() {
    let Some(mut ffmpeg) = require_tool("ffmpeg", "the colours of videos") else { return };
    let directory = tempfile::tempdir().expect("a directory");
    let (artwork, path) = (Artwork::looping(0.5), directory.path().join("loop.mkv"));
    let settings = Settings { quality: Quality::Best, ..Settings::default() };
    export(&Job { settings, frames: Some(0..1), ..artwork.job(640, 360) }, &path).expect("written");
    // Without these the reader's own conversion is off by more than ours.
    let reader = ["-sws_flags", "accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    let shown = ffmpeg.args(["-v", "error", "-i"]).arg(&path).args(reader).output().expect("it is installed").stdout;
    let painted = artwork.painted(0.0, 640, 360).pixels;
    let away = shown.iter().zip(painted.as_flattened()).map(|(a, b)| f64::from(a.abs_diff(*b)));
    let mean = away.sum::<f64>() / (3 * painted.len()) as f64;
    assert!(shown.len() == 3 * painted.len() && mean < 0.75, "{mean}");
}

#[test]
fn names_that_cannot_be_written_are_refused_in_one_clear_line() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(0.5);
    let refused = |path: &Path| export(&artwork.job(8, 8), path).expect_err("refused").to_string();
    assert!(refused(Path::new("a.gid")).contains("did you mean .gif?"));
    assert!(refused(Path::new("picture")).contains("cannot tell the format from its name"));
    assert!(refused(Path::new("f-%d-%d.png")).contains("one %05d"));
    assert!(refused(&directory.path().join("gone/a.png")).contains("the directory does not exist"));
    fs::write(directory.path().join("file"), "").expect("written");
    // Windows says no more than that there is no such path.
    let reason = if cfg!(windows) { "the directory does not exist" } else { "not a directory" };
    assert!(refused(&directory.path().join("file/a.png")).contains(reason));
    #[cfg(windows)]
    assert!(refused(&directory.path().join("mondrian:7.png")).contains("no ':' in the name"));
    fs::create_dir(directory.path().join("a.png")).expect("made");
    let target = Target::File(directory.path().join("a.png"), neurotty::export::Format::Png);
    let refused = run(&artwork.job(8, 8), &target, &|_| (), &AtomicBool::new(false)).expect_err("refused");
    assert!(refused.to_string().contains("is a directory"), "{refused}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_a_device_is_not_replaced() {
    let artwork = Artwork::looping(0.5);
    let target = Target::File("/dev/full".into(), neurotty::export::Format::Png);
    let full = run(&artwork.job(200, 200), &target, &|_| (), &AtomicBool::new(false)).expect_err("full");
    assert!(full.to_string().contains("/dev/full: the disk is full"), "{full}");
    assert!(!fs::metadata("/dev/full").expect("there").is_file());
}

#[cfg(windows)]
#[test]
fn the_null_device_takes_everything_and_keeps_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(0.5);
    for path in ["NUL".into(), directory.path().join("nul.gif")] {
        let target = Target::File(path, neurotty::export::Format::Gif);
        let made = run(&artwork.job(8, 8), &target, &|_| (), &AtomicBool::new(false)).expect("written");
        assert!(made.bytes > 0, "{target:?}");
    }
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 0);
}

#[test]
fn weights_are_named_as_pytorch_names_them_and_reopen() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("net.safetensors");
    let artwork = Artwork::new(Recipe { at: 2.5, ..Preset::Default.recipe(42.into()) });
    let summary = export(&artwork.job(8, 8), &path).expect("written");
    let bytes = fs::read(&path).expect("there");
    assert_eq!(summary.bytes, bytes.len() as u64);
    assert_reopens(&path, &artwork);
    let tensors = safetensors::SafeTensors::deserialize(&bytes).expect("safetensors");
    for (index, layer) in artwork.0.network().layers.iter().enumerate() {
        let tensor = tensors.tensor(&format!("layers.{}.weight", 2 * index)).expect("a layer");
        assert_eq!(tensor.shape(), [layer.outputs, layer.inputs]);
        let values: Vec<_> = tensor.data().as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect();
        assert_eq!(values, layer.weights);
    }
}
