//! The pace is even, the loop has no seam, and the clock can be turned back into a phase.

use std::sync::OnceLock;

use color::{Oklab, difference};
use neurotty::pace::{AUTO_PERIOD, CALM_SPEED, Timeline, mean_difference};
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::text::parse;
use neurotty::recipe::{Motion, Period, Preset, Recipe, Seed};

fn painting(seed: u64, motion: &[Motion]) -> Painting {
    Painting::new(Recipe { motion: motion.to_vec(), ..Preset::Default.recipe(Seed::from(seed)) })
}

fn default() -> &'static (Painting, Timeline) {
    static DEFAULT: OnceLock<(Painting, Timeline)> = OnceLock::new();
    DEFAULT.get_or_init(|| {
        let painting = painting(42, &[Motion::Latent]);
        let timeline = Timeline::measure(&painting);
        (painting, timeline)
    })
}

/// The mean Oklab difference (×100) between the pictures `frame` and `frame + 1` of 30 a second.
fn change(painting: &Painting, timeline: &Timeline, frame: usize) -> f64 {
    const GRID: Viewport = Viewport::new(80, 48);
    let look = |frame: usize| {
        let phase = timeline.phase(frame as f64 / 30.0);
        painting.shot(phase, painting.recipe().view, GRID).oklab()
    };
    let (now, next): (Vec<Oklab>, Vec<Oklab>) = (look(frame), look(frame + 1));
    now.iter().zip(&next).map(|(a, b)| f64::from(difference(*a, *b))).sum::<f64>() / now.len() as f64
}

/// Standard deviation over mean of the visual speed, over `moments` pairs of frames spread over the loop.
fn variation(painting: &Painting, timeline: &Timeline, moments: usize) -> f64 {
    let frames = timeline.period() * 30.0;
    let changes: Vec<f64> =
        (0..moments).map(|k| change(painting, timeline, (frames * k as f64 / moments as f64) as usize)).collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let variance = changes.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / changes.len() as f64;
    variance.sqrt() / mean
}

#[test]
fn visual_speed_is_even_for_every_motion() {
    for motion in Motion::ALL {
        let mut variations: Vec<f64> = (1..=3)
            .map(|seed| {
                let painting = painting(seed, &[motion]);
                variation(&painting, &Timeline::measure(&painting), 40)
            })
            .collect();
        variations.sort_by(f64::total_cmp);
        assert!(variations[1] <= 0.10, "{}: median of {variations:?}", motion.name());
        assert!(variations[2] <= 0.25, "{}: worst of {variations:?}", motion.name());
    }
}

#[test]
fn the_seam_is_like_any_other_step() {
    let (painting, timeline) = default();
    let frames = (timeline.period() * 30.0) as usize;
    let neighbours: Vec<f64> = (frames - 8..frames + 8).map(|frame| change(painting, timeline, frame)).collect();
    let (least, most) = neighbours.iter().fold((f64::MAX, 0.0_f64), |(l, m), c| (l.min(*c), m.max(*c)));
    assert!(most < 1.5 * least, "{neighbours:?}");
}

#[test]
fn the_period_follows_the_visual_length() {
    let (_, timeline) = default();
    let wanted = (timeline.length() / CALM_SPEED).clamp(*AUTO_PERIOD.start(), *AUTO_PERIOD.end());
    assert_eq!(timeline.period(), wanted);
    let chosen = Recipe { period: Period::Seconds(7.5), ..default().0.recipe().clone() };
    assert_eq!(Timeline::measure(&Painting::new(chosen)).period(), 7.5);
}

#[test]
fn time_runs_forwards_and_comes_round() {
    let (_, timeline) = default();
    let period = timeline.period();
    assert_eq!(timeline.phase(0.0), 0.0);
    let phases: Vec<f64> = (0..4000).map(|step| timeline.phase(period * f64::from(step) / 4000.0)).collect();
    assert!(phases.windows(2).all(|pair| pair[0] < pair[1]), "each moment is later than the one before");
    assert!(phases.iter().all(|phase| (0.0..1.0).contains(phase)));
    for seconds in [0.4, 3.0, 0.77 * period] {
        for round in [-2.0, 1.0, 1000.0] {
            assert!((timeline.phase(seconds + round * period) - timeline.phase(seconds)).abs() < 1e-9);
        }
    }
}

#[test]
fn seconds_lead_back_to_their_phase() {
    let (_, timeline) = default();
    for step in 0..100 {
        let phase = f64::from(step) / 100.0;
        assert!((timeline.phase(timeline.seconds(phase)) - phase).abs() < 1e-9, "phase {phase}");
    }
}

#[test]
fn measuring_twice_gives_the_same_timeline() {
    let (painting, timeline) = default();
    assert_eq!(&Timeline::measure(painting), timeline);
}

#[test]
fn what_never_changes_still_has_a_clock() {
    let still = Timeline::measure(&painting(1, &[]));
    assert_eq!((still.length(), still.period()), (0.0, *AUTO_PERIOD.start()));
    assert!((still.phase(0.25 * still.period()) - 0.25).abs() < 1e-9);
}

#[test]
fn chaos_takes_its_time() {
    let wild = Timeline::measure(&Painting::new(Preset::Mondrian.recipe(Seed::from(3))));
    assert_eq!(wild.period(), *AUTO_PERIOD.end());
}

/// How much the picture changes in each of `count` half seconds spread over the loop, at 30 frames a second.
fn half_seconds(painting: &Painting, timeline: &Timeline, count: usize) -> Vec<f64> {
    const FRAMES: usize = 15;
    let halves = (timeline.period() * 30.0) as usize / FRAMES;
    let one =
        |half: usize| (half * FRAMES..(half + 1) * FRAMES).map(|frame| change(painting, timeline, frame)).sum::<f64>();
    (0..count).map(|index| one(halves * index / count)).collect()
}

#[test]
fn hard_edges_neither_stall_nor_burst() {
    // `corner-rays` has but a few wedges, which switch as a whole between two moments, however near: one of these
    // switches changes two thirds of what half a second does, and no clock parts that.
    for (line, most) in [
        ("cut-paper:1", 2.0),
        ("relu:1", 2.0),
        ("mixed:1", 2.0),
        ("starburst:1", 2.0),
        ("mondrian:1", 2.0),
        ("corner-rays:1", 3.0),
    ] {
        let painting = Painting::new(parse(line).unwrap().recipe);
        let halves = half_seconds(&painting, &Timeline::measure(&painting), 40);
        let (slowest, fastest) = halves.iter().fold((f64::MAX, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        assert!(fastest <= most * slowest, "{line}: {slowest:.2} to {fastest:.2} in half a second");
    }
}

/// How much each half second of the whole loop changes, in small pictures.
fn all_half_seconds(painting: &Painting, timeline: &Timeline) -> Vec<f64> {
    const FRAMES: usize = 15;
    let look = |frame: usize| {
        painting.shot(timeline.phase(frame as f64 / 30.0), painting.recipe().view, Viewport::new(48, 27)).oklab()
    };
    let pictures: Vec<Vec<Oklab>> = (0..=(timeline.period() * 30.0) as usize).map(look).collect();
    let changes: Vec<f64> = pictures.windows(2).map(|pair| mean_difference(&pair[0], &pair[1])).collect();
    changes.chunks_exact(FRAMES).map(|half| half.iter().sum()).collect()
}

#[test]
fn where_nothing_happens_no_time_passes() {
    // Each of these loops shows nearly the same picture for a tenth of it or more.
    for line in ["mixed:3", "mixed:4"] {
        let painting = Painting::new(parse(line).unwrap().recipe);
        let halves = all_half_seconds(&painting, &Timeline::measure(&painting));
        let (slowest, fastest) = halves.iter().fold((f64::MAX, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        assert!(fastest <= 2.0 * slowest, "{line}: {slowest:.2} to {fastest:.2} in half a second");
    }
}

#[test]
fn a_rough_loop_keeps_its_clock() {
    let painting = Painting::new(parse("cut-paper:1").unwrap().recipe);
    let timeline = Timeline::measure(&painting);
    assert_eq!(Timeline::measure(&painting), timeline);
    assert_eq!(timeline.phase(0.0), 0.0);
    let phases: Vec<f64> = (0..4000).map(|step| timeline.phase(timeline.period() * f64::from(step) / 4000.0)).collect();
    assert!(phases.windows(2).all(|pair| pair[0] < pair[1]));
    for step in 0..100 {
        let phase = f64::from(step) / 100.0;
        assert!((timeline.phase(timeline.seconds(phase)) - phase).abs() < 1e-9, "phase {phase}");
    }
}

#[test]
fn what_is_too_much_for_the_longest_loop_is_watched_more_slowly() {
    let calm = |line: &str| {
        let timeline = Timeline::measure(&Painting::new(parse(line).unwrap().recipe));
        (timeline.calm(), timeline.length() / timeline.period() / CALM_SPEED)
    };
    let (share, speed) = calm("default:1+motion=morph");
    assert!(share < 0.7 && (share * speed - 1.0).abs() < 1e-9, "{share} of {speed}");
    assert_eq!(calm("default:1").0, 1.0);
    assert_eq!(calm("default:1+motion=morph+period=20").0, 1.0, "a chosen period is meant so");
}
