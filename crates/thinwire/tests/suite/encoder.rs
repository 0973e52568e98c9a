//! What an independent terminal shows of what the encoder wrote.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use thinwire::Hyperlink;
use thinwire::wire::encoder::Encoder;

use super::seen::{shown, wanted};

const COLUMNS: u16 = 40;
const ROWS: u16 = 12;

/// A picture between smooth and noisy, with a line of text over it.
fn picture(columns: u16, rows: u16, phase: u8, noise: u8, text: Option<u16>) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    for y in 0..rows {
        for x in 0..columns {
            let pixel = |y: u32| {
                let (x, phase) = (u32::from(x), u32::from(phase));
                let hash =
                    (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ phase.wrapping_mul(83_492_791)) >> 5;
                let grain = hash % (u32::from(noise) + 1);
                Color::Rgb((x * 3 + phase + grain) as u8, (y * 5 + grain) as u8, (x / 8 * 32 + y / 4 * 16) as u8)
            };
            let (top, bottom) = (pixel(2 * u32::from(y)), pixel(2 * u32::from(y) + 1));
            buffer[(x, y)].set_char('▀').set_fg(top).set_bg(bottom);
        }
    }
    if let Some(row) = text.filter(|row| *row < rows) {
        let style = Style::new().fg(Color::Rgb(250, 250, 250)).bg(Color::Rgb(0, 0, 0)).add_modifier(Modifier::BOLD);
        buffer.set_string(0, row, "? for keys", style);
    }
    buffer
}

fn buffers() -> impl Strategy<Value = Buffer> {
    let size = prop_oneof![4 => Just((COLUMNS, ROWS)), 1 => Just((7, 3)), 1 => Just((1, 1))];
    (size, any::<u8>(), prop_oneof![Just(0), Just(8), Just(255)], prop::option::of(0..ROWS))
        .prop_map(|((columns, rows), phase, noise, text)| picture(columns, rows, phase, noise, text))
}

fn feed(terminal: &mut avt::Terminal, bytes: &[u8]) {
    terminal.feed(std::str::from_utf8(bytes).expect("only whole characters are written"));
}

/// A terminal that follows the size of the buffer, as a real one changes size before the program does.
fn resized(terminal: &mut avt::Terminal, buffer: &Buffer) {
    terminal.resize(buffer.area.width.into(), buffer.area.height.into());
    // Line wrap is off on the real screen too.
    feed(terminal, b"\x1b[?7l");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn with_no_tolerance_the_terminal_shows_exactly_what_was_wanted(
        frames in prop::collection::vec(buffers(), 1..6),
        repeats in any::<bool>(),
    ) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(80, 24).unwrap());
        encoder.set_repeats(repeats);
        for frame in frames {
            resized(&mut terminal, &frame);
            let mut out = Vec::new();
            encoder.encode_text(&frame, &mut out);
            encoder.encode_picture_within(0.0, &mut out);
            feed(&mut terminal, &out);
            prop_assert_eq!(shown(&terminal), wanted(&frame));
        }
    }

    #[test]
    fn at_any_budget_repeated_calls_converge_to_what_was_wanted(
        frames in prop::collection::vec((buffers(), 64_usize..4000), 1..5),
        repeats in any::<bool>(),
    ) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(80, 24).unwrap());
        encoder.set_repeats(repeats);
        for (frame, budget) in frames {
            resized(&mut terminal, &frame);
            let mut complete = false;
            for _ in 0..2000 {
                let mut out = Vec::new();
                encoder.encode_text(&frame, &mut out);
                let text = out.len();
                complete = encoder.encode_picture(budget, &mut out).complete;
                prop_assert!(out.len() - text <= budget + 160, "{} bytes for {budget}", out.len() - text);
                feed(&mut terminal, &out);
                if complete {
                    break;
                }
            }
            prop_assert!(complete, "not complete after 2000 frames of {budget} bytes");
            prop_assert_eq!(shown(&terminal), wanted(&frame));
        }
    }

    #[test]
    fn text_is_there_at_once_whatever_the_budget(frame in buffers()) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(80, 24).unwrap());
        resized(&mut terminal, &frame);
        let mut out = Vec::new();
        encoder.encode_text(&frame, &mut out);
        encoder.encode_picture(0, &mut out);
        feed(&mut terminal, &out);
        for (shown, wanted) in shown(&terminal).into_iter().zip(wanted(&frame)).filter(|(_, wanted)| wanted.3) {
            prop_assert_eq!(shown, wanted);
        }
    }

    #[test]
    fn text_comes_row_by_row_within_a_budget(frame in buffers(), budget in 0_usize..600) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(80, 24).unwrap());
        resized(&mut terminal, &frame);
        let longest_row = 40 * usize::from(frame.area.width);
        let mut whole = false;
        for _ in 0..=frame.area.height {
            let mut out = Vec::new();
            whole = encoder.encode_text_within(&frame, budget, &mut out);
            prop_assert!(out.len() <= budget + longest_row + 16, "{} bytes", out.len());
            feed(&mut terminal, &out);
            if whole {
                break;
            }
        }
        prop_assert!(whole, "each call should write a row at least");
        for (shown, wanted) in shown(&terminal).into_iter().zip(wanted(&frame)).filter(|(_, wanted)| wanted.3) {
            prop_assert_eq!(shown, wanted);
        }
    }

    #[test]
    fn with_a_tolerance_every_colour_is_within_it(
        frames in prop::collection::vec((any::<u8>(), prop_oneof![Just(0_u8), Just(8)]), 1..8),
        tolerance in 0.5_f32..4.0,
    ) {
        let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(80, 24).unwrap());
        for (phase, noise) in frames {
            let frame = picture(COLUMNS, ROWS, phase, noise, None);
            resized(&mut terminal, &frame);
            let mut out = Vec::new();
            encoder.encode_text(&frame, &mut out);
            encoder.encode_picture_within(tolerance, &mut out);
            feed(&mut terminal, &out);
            for (shown, wanted) in shown(&terminal).into_iter().zip(wanted(&frame)) {
                for (shown, wanted) in [(shown.1, wanted.1), (shown.2, wanted.2)] {
                    let difference = difference(shown.unwrap(), wanted.unwrap());
                    prop_assert!(difference <= f64::from(tolerance) + 0.05, "{difference} for {tolerance}");
                }
            }
        }
    }
}

/// Distance in Oklab, times 100, by the library's own conversion, which the encoder does not use.
fn difference(a: [u8; 3], b: [u8; 3]) -> f64 {
    let transfer = color::Transfer::get();
    let [a, b] = [a, b].map(|rgb| color::Oklab::from_bytes(transfer, rgb));
    f64::from(color::difference(a, b))
}

#[test]
fn a_run_of_the_same_character_is_one_repetition_where_that_is_known() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
    buffer.set_string(0, 0, "─".repeat(30), Style::new());
    let draw = |repeats| {
        let (mut encoder, mut out) = (Encoder::default(), Vec::new());
        encoder.set_repeats(repeats);
        encoder.encode_text(&buffer, &mut out);
        String::from_utf8(out).unwrap()
    };
    assert!(draw(true).ends_with("─\x1b[29b"), "{:?}", draw(true));
    assert!(draw(false).ends_with(&"─".repeat(30)));
}

#[test]
fn nothing_changed_means_no_bytes() {
    let mut encoder = Encoder::default();
    let frame = picture(COLUMNS, ROWS, 1, 8, Some(3));
    let mut out = Vec::new();
    encoder.encode_text(&frame, &mut out);
    encoder.encode_picture_within(0.0, &mut out);
    out.clear();
    encoder.encode_text(&frame, &mut out);
    assert!(encoder.encode_picture(1000, &mut out).complete);
    assert_eq!(out, b"");
}

#[test]
fn a_hyperlink_stands_round_its_cells_alone() {
    let area = Rect::new(0, 0, 12, 2);
    let mut buffer = Buffer::empty(area);
    buffer.set_string(0, 1, "see-here-now", Style::new());
    let link = |uri: &str| Some(Hyperlink { row: 1, columns: 4..8, uri: uri.to_owned() });
    let mut encoder = Encoder::default();
    let mut draw = |link| {
        let mut out = Vec::new();
        encoder.set_hyperlink(link);
        encoder.encode_text(&buffer, &mut out);
        String::from_utf8(out).unwrap()
    };
    assert!(draw(link("file:///a")).ends_with("see-\x1b]8;;file:///a\x1b\\here\x1b]8;;\x1b\\-now"));
    assert_eq!(draw(link("file:///a")), "");
    // The same letters with another hyperlink, and with none, are written again.
    assert!(draw(link("file:///b")).ends_with("\x1b]8;;file:///b\x1b\\here\x1b]8;;\x1b\\"));
    let plain = draw(None);
    assert!(plain.ends_with("here") && !plain.contains("]8"), "{plain:?}");
    // One that reaches beyond the grid ends with it.
    assert!(draw(Some(Hyperlink { row: 1, columns: 10..40, uri: "x:y".to_owned() })).ends_with("ow\x1b]8;;\x1b\\"));
}

#[test]
fn bars_are_written_with_characters_that_fonts_have() {
    let area = Rect::new(0, 0, 8, 2);
    let mut buffer = Buffer::empty(area);
    for (x, symbol) in "▁▂▃▄▅▆▇█".chars().enumerate() {
        for (y, [fg, bg]) in [[[250, 90, 20], [10, 10, 10]], [[10, 10, 10], [250, 90, 20]]].into_iter().enumerate() {
            let rgb = |[red, green, blue]: [u8; 3]| Color::Rgb(red, green, blue);
            buffer[(x as u16, y as u16)].set_char(symbol).set_fg(rgb(fg)).set_bg(rgb(bg));
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::default();
    encoder.encode_text(&buffer, &mut bytes);
    encoder.encode_picture_within(0.0, &mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let rare: Vec<char> = text.chars().filter(|c| !c.is_ascii() && !('\u{2580}'..='\u{259f}').contains(c)).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

#[test]
fn a_bar_over_a_moving_picture_is_not_left_behind() {
    for bar in "▉▊▋▍▎▏▁▃▅▇░▒▓".chars() {
        let (mut encoder, mut terminal) =
            (Encoder::default(), avt::Terminal::new(COLUMNS.into(), ROWS.into()).unwrap());
        let mut last = Buffer::default();
        for phase in 0..6 {
            last = picture(COLUMNS, ROWS, 40 * phase, 255, None);
            if phase > 2 {
                last[(5, 5)].set_char(bar).set_fg(Color::Rgb(240, 240, 240)).set_bg(Color::Rgb(40, 40, 50));
            }
            let mut out = Vec::new();
            encoder.encode_text(&last, &mut out);
            encoder.encode_picture(600, &mut out);
            feed(&mut terminal, &out);
        }
        let cell = usize::from(5 * COLUMNS + 5);
        assert_eq!(shown(&terminal)[cell], wanted(&last)[cell]);
    }
}
