//! Glyph sets: an independent terminal shows the best pattern there is, in whatever order frames, sets, sizes and
//! budgets come.

use color::{Oklab, Transfer, difference};
use neurotty::painter::Frame;
use proptest::prelude::*;
use ratatui::layout::Rect;
use thinwire::ColorDepth;
use thinwire::cells::glyph::mosaic::{OCTANTS, QUADRANTS, SEXTANTS};
use thinwire::wire::encoder::Encoder;
use thinwire::{Glyphs, cells::glyph};
use thinwire::{Layers, Pixels};

#[cfg(unix)]
use crate::pty::Session;

const COLUMNS: u16 = 16;
const ROWS: u16 = 5;

/// The sets of two columns of pixels in two colours.
const MOSAICS: [(Glyphs, &[char]); 3] =
    [(Glyphs::Quadrant, &QUADRANTS), (Glyphs::Sextant, &SEXTANTS), (Glyphs::Octant, &OCTANTS)];

fn look([l, a, b]: [f64; 3]) -> Oklab {
    Oklab { l: l as f32, a: a as f32, b: b as f32 }
}

fn oklab(rgb: [u8; 3]) -> [f64; 3] {
    let Oklab { l, a, b } = Oklab::from_bytes(Transfer::get(), rgb);
    [l, a, b].map(f64::from)
}

/// The least squared error in Oklab with which `pixels` can be drawn in two colours: every subset is tried.
fn least_error(pixels: &[[u8; 3]]) -> f64 {
    let looks: Vec<[f64; 3]> = pixels.iter().map(|pixel| oklab(*pixel)).collect();
    let error = |members: &[[f64; 3]]| -> f64 {
        let mean: [f64; 3] =
            std::array::from_fn(|axis| members.iter().map(|look| look[axis]).sum::<f64>() / members.len() as f64);
        members.iter().flat_map(|look| (0..3).map(move |axis| (look[axis] - mean[axis]).powi(2))).sum()
    };
    let split = |pattern: usize| {
        let (set, clear): (Vec<(usize, [f64; 3])>, Vec<_>) =
            looks.iter().copied().enumerate().partition(|(pixel, _)| pattern >> pixel & 1 == 1);
        [set, clear].map(|part| part.into_iter().map(|(_, look)| look).collect::<Vec<_>>())
    };
    let errors = (0..1 << pixels.len()).map(|pattern| split(pattern).iter().map(|part| error(part)).sum());
    errors.fold(f64::INFINITY, f64::min)
}

/// What a terminal shows of a cell, pixel by pixel.
fn shown(cell: &avt::Cell, glyphs: Glyphs) -> Vec<Option<avt::Color>> {
    let (front, back) = (cell.pen().foreground(), cell.pen().background());
    let count = usize::from(glyphs.pixels().0 * glyphs.pixels().1);
    let (_, symbols) = MOSAICS.into_iter().find(|(set, _)| *set == glyphs).unwrap();
    let halves = |upper, lower| (0..count).map(|pixel| if pixel < count / 2 { upper } else { lower }).collect();
    match (cell.char(), glyphs) {
        ('▀', Glyphs::Sextant) if front == back => vec![front; count],
        ('▀', _) => halves(front, back),
        ('▄', Glyphs::Sextant) if front == back => vec![front; count],
        ('▄', _) => halves(back, front),
        (symbol, _) => {
            let pattern = symbols.iter().position(|known| *known == symbol);
            let pattern = pattern.unwrap_or_else(|| panic!("{symbol} is not of the set"));
            (0..count).map(|pixel| if pattern >> pixel & 1 == 1 { front } else { back }).collect()
        }
    }
}

fn rgb(color: Option<avt::Color>) -> [u8; 3] {
    match color {
        Some(avt::Color::RGB(rgb)) => [rgb.r, rgb.g, rgb.b],
        other => panic!("{other:?} is no colour of a picture"),
    }
}

fn frame(pixels: &[[u8; 3]], glyphs: Glyphs) -> Frame {
    let (across, down) = glyphs.pixels();
    let (width, height) = (u32::from(COLUMNS * across), u32::from(ROWS * down));
    let pixels = (0..(width * height) as usize).map(|index| pixels[index % pixels.len()]).collect();
    Frame { width, height, pixels }
}

fn cells(frame: &Frame, glyphs: Glyphs) -> Layers {
    let area = Rect::new(0, 0, COLUMNS, ROWS);
    let mut buffer = Layers::empty(area);
    glyph::draw(Pixels::new(frame.width, &frame.pixels), area, &mut buffer, glyphs);
    buffer
}

/// The pixels of one cell.
fn pixels_of(frame: &Frame, glyphs: Glyphs, column: usize, row: usize) -> Vec<[u8; 3]> {
    let (across, down) = (usize::from(glyphs.pixels().0), usize::from(glyphs.pixels().1));
    let pixel = |x: usize, y: usize| frame.pixels[(row * down + y) * frame.width as usize + column * across + x];
    (0..down).flat_map(|y| (0..across).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

fn feed(terminal: &mut avt::Terminal, bytes: &[u8]) {
    terminal.feed(std::str::from_utf8(bytes).unwrap());
}

fn on_screen(terminal: &avt::Terminal) -> Vec<avt::Cell> {
    terminal.screen().visible_lines().flat_map(|line| line.cells().to_vec()).collect()
}

/// Colours near to each other and far apart, so that cells are flat, smooth and sharp.
fn colors() -> impl Strategy<Value = Vec<[u8; 3]>> {
    let near = any::<[u8; 3]>().prop_flat_map(|base| {
        prop::collection::vec(prop::array::uniform3(0_u8..12), 1..97).prop_map(move |steps| {
            steps.iter().map(|step| [0, 1, 2].map(|c| base[c].saturating_add(step[c]))).collect()
        })
    });
    prop_oneof![near, prop::collection::vec(any::<[u8; 3]>(), 1..97)]
}

/// A terminal that shows `buffer` and has shown nothing before.
fn exact(buffer: &Layers) -> avt::Terminal {
    let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(COLUMNS.into(), ROWS.into()).unwrap());
    let mut out = Vec::new();
    encoder.encode_text(buffer, &mut out);
    encoder.encode_picture_within(0.0, &mut out);
    feed(&mut terminal, b"\x1b[?7l");
    feed(&mut terminal, &out);
    terminal
}

fn any_glyphs() -> impl Strategy<Value = Glyphs> {
    prop::sample::select(Glyphs::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_terminal_shows_the_best_pattern_in_its_best_colours(pixels in colors()) {
        for (glyphs, _) in MOSAICS {
            let frame = frame(&pixels, glyphs);
            let terminal = exact(&cells(&frame, glyphs));
            for (index, cell) in on_screen(&terminal).iter().enumerate() {
                let wanted = pixels_of(&frame, glyphs, index % usize::from(COLUMNS), index / usize::from(COLUMNS));
                let shown = shown(cell, glyphs).into_iter().map(|color| oklab(rgb(color)));
                let error: f64 = shown.zip(&wanted).map(|(shown, wanted)| {
                    f64::from(difference(look(shown), look(oklab(*wanted))) / 100.0).powi(2)
                }).sum();
                // Colours are rounded to 8 bits, the more coarsely in Oklab the darker they are.
                let least = least_error(&wanted);
                prop_assert!(error.sqrt() <= least.sqrt() + 0.02, "{} of {}: {:?}", error.sqrt(), least.sqrt(), wanted);
            }
        }
    }

    #[test]
    fn whatever_came_before_a_budget_leads_to_the_same_screen(
        frames in prop::collection::vec((colors(), any_glyphs(), 120_usize..3000), 1..4),
        depth in prop::sample::select(ColorDepth::ALL.to_vec()),
    ) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(COLUMNS.into(), ROWS.into()).unwrap());
        feed(&mut terminal, b"\x1b[?7l");
        for (pixels, glyphs, budget) in frames {
            let mut buffer = cells(&frame(&pixels, glyphs), glyphs);
            depth.adapt(&mut buffer, glyphs);
            for round in 0.. {
                let mut out = Vec::new();
                encoder.encode_text(&buffer, &mut out);
                prop_assert!(round > 0 || !out.windows(3).any(|bytes| bytes == "▀".as_bytes()), "the picture is no text");
                let complete = encoder.encode_picture(budget, &mut out).complete;
                feed(&mut terminal, &out);
                if complete {
                    break;
                }
                prop_assert!(round < 500, "not complete after {round} frames of {budget} bytes");
            }
            prop_assert_eq!(looks(&terminal), looks(&exact(&buffer)));
        }
    }

    #[test]
    fn within_a_tolerance_every_pixel_is_near(frames in prop::collection::vec(colors(), 1..6), tolerance in 0.5_f32..4.0) {
        for (glyphs, _) in MOSAICS {
            let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(COLUMNS.into(), ROWS.into()).unwrap());
            feed(&mut terminal, b"\x1b[?7l");
            for pixels in &frames {
                let buffer = cells(&frame(pixels, glyphs), glyphs);
                let mut out = Vec::new();
                encoder.encode_text(&buffer, &mut out);
                encoder.encode_picture_within(tolerance, &mut out);
                feed(&mut terminal, &out);
                for (near, wanted) in on_screen(&terminal).iter().zip(on_screen(&exact(&buffer))) {
                    for (near, wanted) in shown(near, glyphs).into_iter().zip(shown(&wanted, glyphs)) {
                        let difference = difference(look(oklab(rgb(near))), look(oklab(rgb(wanted))));
                        prop_assert!(difference <= tolerance + 0.05, "{difference} for {tolerance}");
                    }
                }
            }
        }
    }
}

/// The screen, each block by the colours of its upper and lower parts, so that it counts the same however written.
fn looks(terminal: &avt::Terminal) -> Vec<(Vec<Option<avt::Color>>, Option<char>)> {
    let looks = |cell: &avt::Cell| {
        let (front, back) = (cell.pen().foreground(), cell.pen().background());
        let symbol = cell.char();
        let parts = |symbols: &[char], rows: usize| {
            let pattern = symbols.iter().position(|known| *known == symbol)?;
            let part = |part: usize| pattern >> (part / 2 * rows / 12 * 2 + part % 2) & 1 == 1;
            Some((0..24).map(|index| if part(index) { front } else { back }).collect::<Vec<_>>())
        };
        // Letters, and blocks in the terminal's own two colours, are themselves.
        let blocks = parts(&QUADRANTS, 2).or_else(|| parts(&SEXTANTS, 3)).or_else(|| parts(&OCTANTS, 4));
        match blocks.filter(|_| front.is_some() && back.is_some()) {
            Some(parts) if symbol != ' ' => (parts, None),
            _ if symbol == ' ' && back.is_some() => (vec![back; 24], None),
            _ => (vec![front, back], Some(symbol)),
        }
    };
    on_screen(terminal).iter().map(looks).collect()
}

#[test]
fn a_frame_that_ends_within_a_cell_is_continued_and_beyond_it_nothing_is_drawn() {
    for glyphs in Glyphs::ALL {
        let frame = Frame { width: 3, height: 3, pixels: vec![[200, 100, 50]; 9] };
        let buffer = cells(&frame, glyphs);
        assert_ne!(buffer[(1, 0)].symbol(), " ", "{glyphs:?}");
        assert_eq!(buffer[(4, 0)].symbol(), " ", "{glyphs:?}");
        assert_eq!(buffer[(0, 2)].symbol(), " ", "{glyphs:?}");
        let nothing = Frame { width: 0, height: 0, pixels: Vec::new() };
        assert_eq!(cells(&nothing, glyphs), Layers::empty(Rect::new(0, 0, COLUMNS, ROWS)));
    }
}

#[cfg(unix)]
fn has_symbol_of(session: &Session, symbols: &[char]) -> bool {
    let text = session.text();
    symbols.iter().filter(|symbol| text.contains(**symbol)).count() > 4
}

#[cfg(unix)]
#[test]
fn g_goes_through_the_sets_and_the_status_bar_tells() {
    let mut session = Session::start(100, 24, &["deep:1"]);
    session.wait_for("? all keys");
    session.press("g");
    session.wait_for("glyphs: quadrant");
    session.wait_until("quadrants", |session| has_symbol_of(session, &QUADRANTS[4..15]));
    session.wait_for("· quadrant");
    session.press("g");
    session.wait_for("glyphs: sextant");
    session.wait_until("sextants", |session| has_symbol_of(session, &SEXTANTS[1..20]));
    session.press("g");
    session.wait_for("glyphs: octant");
    session.wait_until("octants", |session| has_symbol_of(session, &OCTANTS[16..64]));
    session.press("g");
    session.wait_for("glyphs: ascii");
    session.wait_until("letters", |session| {
        !session.text().contains('▀') && has_symbol_of(session, &['a', 'b', 'M', 'f', 'w', '@', '4'])
    });
    // It is no change of the artwork, so there is nothing to undo.
    session.press("u");
    session.wait_for("nothing to undo");
    session.press("g");
    session.wait_for("glyphs: half");
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[cfg(unix)]
#[test]
fn every_set_is_an_option_and_keeps_text_readable_at_every_depth() {
    for glyphs in Glyphs::ALL {
        for depth in ColorDepth::ALL {
            let mut session =
                Session::start(80, 24, &["glossy:1", "--glyphs", glyphs.name(), "--color-depth", depth.name()]);
            session.wait_for("? all keys");
            session.press("?");
            session.wait_for("new picture, same settings");
            session.resize(60, 20);
            session.wait_for("glossy:1");
        }
    }
}
