//! What counts as a flash, by cases that are known to flash or not.

use std::process::Command;

use neurotty::flash::{Meter, Sight};
use neurotty::painter::Frame;

const WIDTH: u32 = 96;
const HEIGHT: u32 = 54;

const BLACK: [u8; 3] = [0; 3];
const WHITE: [u8; 3] = [255; 3];

/// A picture whose pixels are as `color` says.
fn frame(color: impl Fn(u32, u32) -> [u8; 3]) -> Frame {
    let pixels = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
    Frame { width: WIDTH, height: HEIGHT, pixels }
}

/// Whether `seconds` of 60 frames each flash, in which what `place` names changes between two colours `changes` times a
/// second and all else is black.
fn flashes_at(place: impl Fn(u32, u32) -> bool, colors: [[u8; 3]; 2], changes: f64, seconds: u32) -> bool {
    let mut meter = Meter::new(1.0);
    (0..60 * seconds).any(|index| {
        let time = f64::from(index) / 60.0;
        let now = colors[(time * changes + 1e-9) as usize % 2];
        meter.see(&Sight::of(&frame(|x, y| if place(x, y) { now } else { BLACK })), time);
        meter.flashes()
    })
}

fn everywhere(_: u32, _: u32) -> bool {
    true
}

#[test]
fn more_than_three_pairs_of_changes_a_second_flash() {
    for (changes, expected) in [(1.0, false), (3.0, false), (6.0, false), (7.0, true), (12.0, true), (60.0, true)] {
        assert_eq!(flashes_at(everywhere, [BLACK, WHITE], changes, 3), expected, "{changes} changes a second");
    }
}

#[test]
fn a_short_burst_is_a_flash_and_a_long_row_of_slow_changes_is_none() {
    assert!(flashes_at(everywhere, [BLACK, WHITE], 10.0, 1));
    assert!(!flashes_at(everywhere, [BLACK, WHITE], 5.0, 20));
}

#[test]
fn a_change_is_a_tenth_of_the_luminance_and_its_darker_side_is_no_highlight() {
    // Of white's light, sRGB 85 has 0.09, 92 0.11, 150 0.30, 165 0.38, 220 0.72, 235 0.83.
    for (colors, expected) in [
        ([BLACK, [85; 3]], false),
        ([BLACK, [92; 3]], true),
        ([[150; 3], [165; 3]], false),
        ([[235; 3], WHITE], false),
        ([[220; 3], WHITE], true),
    ] {
        assert_eq!(flashes_at(everywhere, colors, 12.0, 2), expected, "{colors:?}");
    }
}

#[test]
fn saturated_red_flashes_though_it_is_dark() {
    assert!(flashes_at(everywhere, [BLACK, [130, 0, 0]], 12.0, 2));
    assert!(!flashes_at(everywhere, [BLACK, [0, 0, 130]], 12.0, 2));
    assert!(!flashes_at(everywhere, [BLACK, [130, 0, 0]], 6.0, 2));
}

#[test]
fn a_quarter_of_any_third_by_third_of_the_picture_is_too_much() {
    // A third by a third is 32×18 pixels: a block of 12×10 is a fifth of that, one of 16×12 a third.
    let block =
        |width: u32, height: u32| move |x: u32, y: u32| (60..60 + width).contains(&x) && (30..30 + height).contains(&y);
    assert!(!flashes_at(block(12, 10), [BLACK, WHITE], 12.0, 2));
    assert!(flashes_at(block(16, 12), [BLACK, WHITE], 12.0, 2));
    // The same area as the larger block and five times more, spread over the whole picture.
    assert!(!flashes_at(|x, y| x / 2 % 3 == 0 && y / 2 % 2 == 0, [BLACK, WHITE], 12.0, 2));
}

#[test]
fn slow_fades_and_another_size_are_no_flash() {
    let mut meter = Meter::new(1.0);
    for index in 0..600_u32 {
        let grey = (127.5 + 127.5 * (f64::from(index) / 60.0).sin()) as u8;
        meter.see(&Sight::of(&frame(|_, _| [grey; 3])), f64::from(index) / 60.0);
        assert!(!meter.flashes() && meter.load() < 1.0);
    }
    let other = Frame { width: 5, height: 3, pixels: vec![WHITE; 15] };
    let none = Frame { width: 0, height: 0, pixels: Vec::new() };
    for (index, shown) in [&other, &none, &other, &none].into_iter().cycle().take(60).enumerate() {
        meter.see(&Sight::of(shown), 20.0 + index as f64 / 60.0);
        assert!(!meter.flashes());
    }
}

#[test]
fn the_meter_says_how_near_it_is() {
    let mut meter = Meter::new(1.0);
    let loads: Vec<f64> = (0..60_u32)
        .map(|index| {
            let color = if index / 6 % 2 == 0 { BLACK } else { WHITE };
            meter.see(&Sight::of(&frame(|_, _| color)), f64::from(index) / 60.0);
            meter.load()
        })
        .collect();
    let first = loads.iter().position(|load| *load >= 1.0).unwrap();
    assert!(loads[..first].iter().all(|load| *load == 0.0) && (24..36).contains(&first), "{first}");
}

/// What `render` says on stderr of a loop of `line` to nowhere.
fn told(line: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(["render", line, "--size", "64x36", "--progress", "json", "-o"]);
    let output = command.arg(folder.path().join("loop.y4m")).args(more).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn an_export_says_that_it_flashes_unless_it_may() {
    let wild = "mondrian:7+motion=rotate+period=1";
    let fast = ["--speed", "5", "--frames", "60"];
    let said = told(wild, &fast);
    assert!(said.contains("\"flashes_at\":") && said.contains("2.3.1"), "{said}");
    assert!(!told(wild, &[&fast[..], &["--flashing", "allow"][..]].concat()).contains("flash"));
    assert!(!told("default:1", &["--frames", "60"]).contains("flash"));
}
