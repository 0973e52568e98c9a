//! Casts and text art, shown on an independent terminal: what it shows is the painting.

use std::fs;

use avt::Terminal;
use neurotty::export::{Job, Quality, Settings};
use neurotty::recipe::{Preset, Recipe};
use serde_json::Value;
use thinwire::ColorDepth;
use thinwire::Glyphs;
use thinwire::wire::recorder::Drawing;

use super::export::{Artwork, assert_reopens, export};

/// The first `rows` rows of a terminal as the pixels that they show: two a cell, one above the other.
fn shown(terminal: &Terminal, rows: usize) -> Vec<[u8; 3]> {
    let rgb = |color| match color {
        Some(avt::Color::RGB(rgb)) => [rgb.r, rgb.g, rgb.b],
        other => panic!("{other:?} in a picture"),
    };
    let halves = |cell: &avt::Cell| {
        let [front, back] = [cell.pen().foreground(), cell.pen().background()];
        match cell.char() {
            '▀' => (rgb(front), rgb(back)),
            '▄' => (rgb(back), rgb(front)),
            '█' => (rgb(front), rgb(front)),
            ' ' => (rgb(back), rgb(back)),
            other => panic!("'{other}' in a picture"),
        }
    };
    let lines = terminal.screen().visible_lines().take(rows);
    let pixel_rows = lines.flat_map(|line| {
        let (upper, lower): (Vec<_>, Vec<_>) = line.cells().iter().map(halves).unzip();
        [upper, lower]
    });
    pixel_rows.flatten().collect()
}

#[test]
fn a_cast_shows_every_frame_on_a_terminal_and_keeps_its_time() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("loop.cast");
    let artwork = Artwork::looping(1.0);
    let settings = Settings { quality: Quality::Best, ..Settings::default() };
    let summary = export(&Job { settings, ..artwork.job(24, 9) }, &path).expect("written");
    assert_eq!((summary.frames, summary.bytes), (10, fs::metadata(&path).expect("there").len()));
    assert_reopens(&path, &artwork);
    let text = fs::read_to_string(&path).expect("UTF-8");
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let header = lines.next().expect("a header");
    assert_eq!([&header["version"], &header["width"], &header["height"]], [2, 24, 9]);
    let mut terminal = Terminal::new(24, 9).expect("a terminal");
    let (mut frame, mut last) = (0, 0.0);
    for event in lines {
        let (time, output) = (event[0].as_f64().expect("a time"), event[2].as_str().expect("a text"));
        assert_eq!(event[1], "o");
        // What was sent until now is all that the frames before this moment show.
        while time > f64::from(frame) * 0.1 + 1e-3 {
            assert_eq!(shown(&terminal, 9), artwork.painted(f64::from(frame) * 0.1, 24, 18).pixels, "frame {frame}");
            frame += 1;
        }
        terminal.feed(output);
        last = time;
    }
    assert_eq!((frame, last), (10, 1.0));
    assert!(terminal.cursor().visible);
}

#[test]
fn text_art_looks_the_same_wherever_it_is_printed() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("banner.ans");
    let artwork = Artwork::new(Recipe { at: 1.5, ..Preset::Default.recipe(42.into()) });
    export(&artwork.job(20, 6), &path).expect("written");
    let text = fs::read_to_string(&path).expect("UTF-8");
    assert_eq!(text.lines().count(), 6);
    // Wider than the picture, and colours set before it: neither may show.
    for columns in [20, 31] {
        let mut terminal = Terminal::new(columns, 7).expect("a terminal");
        terminal.feed(format!("\x1b[1;41m{}after", text.replace('\n', "\r\n")));
        let picture = artwork.painted(1.5, 20, 12).pixels;
        if columns == 20 {
            assert_eq!(shown(&terminal, 6), picture);
        }
        let line = terminal.screen().visible_lines().last().expect("a line").cells().to_vec();
        assert_eq!(line.iter().map(avt::Cell::char).collect::<String>().trim_end(), "after");
        assert_eq!(line[0].pen(), &avt::Pen::default());
    }
}

#[test]
fn text_is_drawn_with_what_is_asked_for() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::new(Preset::Mondrian.recipe(7.into()));
    let text = |glyphs: Glyphs, depth: ColorDepth| {
        let path = directory.path().join("a.ans");
        let settings = Settings { drawing: Drawing { glyphs, depth }, ..Settings::default() };
        export(&Job { settings, ..artwork.job(40, 12) }, &path).expect("written");
        let text = fs::read_to_string(&path).expect("UTF-8");
        let mut terminal = Terminal::new(40, 13).expect("a terminal");
        terminal.feed(text.replace('\n', "\r\n").as_str());
        let rows: Vec<String> = terminal.screen().text().into_iter().take(12).collect();
        (text, rows.concat())
    };
    let (_, shown) = text(Glyphs::Quadrant, ColorDepth::Truecolor);
    assert!(shown.contains(['▚', '▞', '▘', '▝', '▖', '▗', '▙', '▛', '▜', '▟', '▌', '▐']), "{shown}");
    let (_, shown) = text(Glyphs::Ascii, ColorDepth::None);
    assert!(shown.is_ascii() && shown.trim().len() > 100, "{shown}");
    let (coded, shown) = text(Glyphs::Half, ColorDepth::Ansi16);
    assert!(shown.contains(['▀', '▄']) && !coded.contains("38;") && !coded.contains("48;"), "{coded:?}");
}

#[test]
fn text_shows_the_same_picture_whatever_it_is_drawn_with() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::new(Preset::Mondrian.recipe(7.into()));
    // The mean colour of every cell.
    let cells = |glyphs: Glyphs| -> Vec<[f64; 3]> {
        let path = directory.path().join("a.ans");
        let settings = Settings { drawing: Drawing { glyphs, depth: ColorDepth::Truecolor }, ..Settings::default() };
        export(&Job { settings, ..artwork.job(40, 12) }, &path).expect("written");
        let mut terminal = Terminal::new(40, 13).expect("a terminal");
        terminal.feed(fs::read_to_string(&path).expect("UTF-8").replace('\n', "\r\n").as_str());
        let mean = |cell: &avt::Cell| {
            let share = match cell.char() {
                ' ' => 0.0,
                '▘' | '▝' | '▖' | '▗' => 0.25,
                '▀' | '▄' | '▌' | '▐' | '▚' | '▞' => 0.5,
                '▛' | '▜' | '▙' | '▟' => 0.75,
                '█' => 1.0,
                other => panic!("'{other}' in a picture"),
            };
            let [front, back] = [cell.pen().foreground(), cell.pen().background()].map(|color| match color {
                Some(avt::Color::RGB(rgb)) => [rgb.r, rgb.g, rgb.b],
                _ => [0; 3],
            });
            std::array::from_fn(|c| share * f64::from(front[c]) + (1.0 - share) * f64::from(back[c]))
        };
        terminal
            .screen()
            .visible_lines()
            .take(12)
            .flat_map(|line| line.cells().iter().map(mean).collect::<Vec<_>>())
            .collect()
    };
    let (halves, quadrants) = (cells(Glyphs::Half), cells(Glyphs::Quadrant));
    let differences = halves.iter().flatten().zip(quadrants.iter().flatten()).map(|(a, b)| (a - b).abs());
    let mean = differences.sum::<f64>() / (3 * halves.len()) as f64;
    assert!(mean < 12.0, "cells differ by {mean} of 255");
}

#[test]
fn a_looser_cast_is_smaller() {
    let directory = tempfile::tempdir().expect("a directory");
    let artwork = Artwork::looping(1.0);
    let bytes = [Quality::Small, Quality::Normal, Quality::Best].map(|quality| {
        let settings = Settings { quality, ..Settings::default() };
        export(&Job { settings, ..artwork.job(24, 9) }, &directory.path().join("loop.cast")).expect("written").bytes
    });
    assert!(bytes.is_sorted_by(|loose, close| loose < close), "{bytes:?}");
}

#[test]
fn text_larger_than_any_terminal_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    for name in ["a.cast", "a.ans"] {
        let refused = export(&Artwork::looping(1.0).job(1920, 1080), &directory.path().join(name));
        assert!(refused.expect_err("refused").to_string().contains("cells a side"));
    }
}
