//! From one picture to another: hardly a detour at a key, and an even pace where pictures follow each other.

use color::{Oklab, Transfer};
use neurotty::pace::{CALM_SPEED, Passage, Station, mean_difference};
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::text::parse;

const GRID: Viewport = Viewport::new(64, 36);
const PHASE: f64 = 0.2;
/// Lines that a key leads between, the knobs or the seed differing.
const PAIRS: [[&str; 2]; 8] = [
    ["default:1", "default:2"],
    ["mondrian:1", "mondrian:2"],
    ["glossy:3", "glossy:4"],
    ["deep:1", "deep:5"],
    ["pollock:1", "pollock:2"],
    ["corner-rays:1", "corner-rays:2"],
    ["glossy:1", "glossy:1+weights=scaled:5"],
    ["default:1", "mondrian:1"],
];

fn paintings(lines: [&str; 2]) -> [Painting; 2] {
    lines.map(|line| Painting::new(parse(line).unwrap().recipe))
}

fn stations(paintings: &[Painting; 2]) -> [Station<'_>; 2] {
    [0, 1].map(|end: usize| Station { painting: &paintings[end], view: paintings[end].recipe().view })
}

fn oklab(frame: &Frame) -> Vec<Oklab> {
    frame.pixels.iter().map(|pixel| Oklab::from_bytes(Transfer::get(), *pixel)).collect()
}

/// The mean Oklab differences along `passage` in so many equal steps.
fn changes(passage: &Passage, [from, to]: [Station<'_>; 2], steps: usize) -> Vec<f64> {
    let look = |step: usize| oklab(&passage.paint(from, to, PHASE, step as f64 / steps as f64, GRID));
    let pictures: Vec<_> = (0..=steps).map(look).collect();
    pictures.windows(2).map(|pair| mean_difference(&pair[0], &pair[1])).collect()
}

#[test]
fn a_key_leads_to_the_next_picture_with_hardly_a_detour() {
    for lines in PAIRS {
        let paintings = paintings(lines);
        let ends = stations(&paintings);
        let [first, last] = ends.map(|station| oklab(&station.painting.paint(PHASE, station.view, GRID)));
        let passage = Passage::measure(ends[0], ends[1], PHASE, None);
        let length: f64 = changes(&passage, ends, 15).iter().sum();
        let direct = mean_difference(&first, &last);
        assert!(length <= 1.3 * direct, "{lines:?}: {length:.1} for {direct:.1}");
    }
}

#[test]
fn a_passage_begins_and_ends_at_its_pictures() {
    for lines in PAIRS {
        let paintings = paintings(lines);
        let [from, to] = stations(&paintings);
        for seconds in [None, Some(8.0)] {
            let passage = Passage::measure(from, to, PHASE, seconds);
            for (share, station) in [(0.0, from), (1.0, to)] {
                let shown = oklab(&passage.paint(from, to, PHASE, share, GRID));
                let own = oklab(&station.painting.paint(PHASE, station.view, GRID));
                assert!(mean_difference(&shown, &own) < 0.5, "{lines:?} at {share}");
            }
        }
    }
}

#[test]
fn pictures_that_follow_by_themselves_change_at_an_even_and_calm_pace() {
    for lines in PAIRS {
        let paintings = paintings(lines);
        let ends = stations(&paintings);
        let passage = Passage::measure(ends[0], ends[1], PHASE, Some(8.0));
        let changes = changes(&passage, ends, 8 * 15);
        let halves: Vec<f64> = changes.chunks(8).map(|frames| frames.iter().sum()).collect();
        let (slowest, fastest) = halves.iter().fold((f64::MAX, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        assert!(fastest <= 2.0 * slowest, "{lines:?}: {slowest:.2} to {fastest:.2} a half second");
        let speed = changes.iter().sum::<f64>() / 8.0 / CALM_SPEED;
        assert!(speed <= 5.0, "{lines:?}: visual speed {speed:.1}");
    }
}

#[test]
fn a_way_through_weights_is_taken_where_it_is_as_short() {
    let near = paintings(["glossy:1+weights=scaled:4", "glossy:1+weights=scaled:4.05"]);
    let [from, to] = stations(&near);
    let passage = Passage::measure(from, to, PHASE, None);
    assert!(passage.leads_through_weights() && passage.length() > 0.0);
    let far = paintings(["mondrian:1", "mondrian:2"]);
    let [from, to] = stations(&far);
    assert!(!Passage::measure(from, to, PHASE, Some(8.0)).leads_through_weights());
}
