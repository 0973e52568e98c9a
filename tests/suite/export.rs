//! Exports: what is in the files, checked by independent decoders, and what is left when things go wrong.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use neurotty::export::{
    Compress, Depth, ExportError, Job, Pattern, Settings, Step, Summary, Target, embedded_line, run,
};
use neurotty::pace::Timeline;
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::{Period, Preset, Recipe};

/// An artwork ready for export.
struct Artwork {
    painting: Painting,
    timeline: Timeline,
}

impl Artwork {
    /// Seed 42 of the default preset, one loop of `period` seconds.
    fn looping(period: f64) -> Self {
        Self::new(Recipe { period: Period::Seconds(period), ..Preset::Default.recipe(42.into()) })
    }

    fn new(recipe: Recipe) -> Self {
        let painting = Painting::new(recipe);
        Self { timeline: Timeline::measure(&painting), painting }
    }

    fn job(&self, width: u32, height: u32) -> Job<'_> {
        Job {
            painting: &self.painting,
            timeline: &self.timeline,
            size: [width, height],
            samples: 1,
            fps: 10.0,
            speed: 1.0,
            frames: None,
            settings: Settings::default(),
        }
    }

    /// What the painter paints of the moment, without any export.
    fn painted(&self, seconds: f64, width: u32, height: u32) -> Frame {
        let view = self.painting.recipe().view;
        self.painting.paint(self.timeline.phase(seconds), view, Viewport::new(width, height))
    }
}

fn export(job: &Job<'_>, out: &Path) -> Result<Summary, ExportError> {
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
    let line = embedded_line(&directory.path().join("picture.png")).expect("readable");
    assert_eq!(line.as_deref(), Some("default:42+period=2"));
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
    export(&Job { frames: Some(6..7), ..artwork.job(31, 20) }, &pattern).expect("another size");
    export(&Job { frames: Some(7..8), samples: 2, ..artwork.job(30, 20) }, &pattern).expect("other samples");
    let other = Artwork::new(Recipe { seed: 43.into(), ..artwork.painting.recipe().clone() });
    export(&Job { frames: Some(8..9), ..other.job(30, 20) }, &pattern).expect("another artwork");

    job.settings.resume = true;
    let summary = export(&job, &pattern).expect("resumed");
    assert_eq!((summary.frames, summary.skipped), (7, 3));
    for (index, bytes) in whole.iter().enumerate() {
        assert_eq!(&fs::read(path(index as u32)).expect("there"), bytes, "frame {index}");
    }
}

#[test]
fn cancelling_keeps_whole_frames_and_leaves_nothing_else() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(100.0);
    let cancel = AtomicBool::new(false);
    let stop_at_five = |step: Step| cancel.store(step.done >= 5, Ordering::Relaxed);
    let target = Target::Frames(Pattern::in_directory(directory.path()));
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
