//! Few colours: what an independent terminal is told, and how the live view finds out what it may tell.

use avt::Color;
#[cfg(unix)]
use portable_pty::CommandBuilder;
use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::{Color as Ink, Modifier, Style};
use thinwire::ColorDepth;
use thinwire::wire::encoder::Encoder;
use thinwire::{Glyphs, Layers};

#[cfg(unix)]
use crate::pty::Session;

/// What DECRQSS asks for, and how xterm answers.
#[cfg(unix)]
const SETTING: (&str, &str) = ("\x1bP$qm\x1b\\", "\x1bP1$r0;48:2::1:2:3m\x1b\\");

/// Whether a terminal of `depth` knows a colour by this name.
fn is_of(depth: ColorDepth, color: Option<Color>) -> bool {
    match (depth, color) {
        (_, None) | (ColorDepth::Truecolor, _) => true,
        (ColorDepth::Ansi256, Some(Color::Indexed(index))) => index >= 16,
        (ColorDepth::Ansi16, Some(Color::Indexed(index))) => index < 16,
        _ => false,
    }
}

fn of_buffer(color: Ink) -> Option<Color> {
    match color {
        Ink::Indexed(index) => Some(Color::Indexed(index)),
        Ink::Rgb(r, g, b) => Some(Color::rgb(r, g, b)),
        _ => None,
    }
}

/// The picture as upper and lower colours, whichever glyph draws them; everything else by its character.
fn seen(terminal: &avt::Terminal) -> Vec<(char, Option<Color>, Option<Color>)> {
    let cells = terminal.screen().visible_lines().flat_map(|line| line.cells().to_vec());
    let seen = cells.map(|cell| match (cell.char(), cell.pen().foreground(), cell.pen().background()) {
        ('▄', front, back) => ('▀', back, front),
        ('█', front, _) => ('▀', front, front),
        (' ', _, back @ Some(_)) => ('▀', back, back),
        (' ', _, None) => (' ', None, None),
        other => other,
    });
    seen.collect()
}

fn screen(depth: ColorDepth, pixels: &[[u8; 3]], text: &str) -> Layers {
    let mut buffer = Layers::empty(Rect::new(0, 0, 20, 6));
    for (index, cell) in buffer.content.iter_mut().enumerate() {
        let [top, bottom] = [2 * index, 2 * index + 1].map(|index| pixels[index % pixels.len()]);
        cell.set_char('▀').set_fg(Ink::Rgb(top[0], top[1], top[2])).set_bg(Ink::Rgb(bottom[0], bottom[1], bottom[2]));
    }
    let ink = pixels[0];
    let style = Style::new().fg(Ink::Rgb(ink[0], ink[1], ink[2])).bg(Ink::Rgb(18, 18, 24));
    buffer.set_string(0, 2, text, style.add_modifier(Modifier::BOLD));
    depth.adapt(&mut buffer, Glyphs::Half);
    buffer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn at_every_depth_a_terminal_shows_what_was_drawn_and_hears_no_colour_that_it_lacks(
        frames in prop::collection::vec(prop::collection::vec(any::<[u8; 3]>(), 1..200), 1..4),
        text in "[a-z]{1,12}",
        tolerance in prop_oneof![Just(0.0_f32), Just(2.0)],
    ) {
        for depth in ColorDepth::ALL {
            let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(20, 6).unwrap());
            for pixels in &frames {
                let buffer = screen(depth, pixels, &text);
                let mut out = Vec::new();
                encoder.encode_text(&buffer, &mut out);
                encoder.encode_picture_within(tolerance, &mut out);
                terminal.feed(std::str::from_utf8(&out).unwrap());
                let shown = terminal.screen().visible_lines().flat_map(|line| line.cells().to_vec());
                for (shown, wanted) in shown.zip(&buffer.content) {
                    let [front, back] = [shown.pen().foreground(), shown.pen().background()];
                    prop_assert!(is_of(depth, front) && is_of(depth, back), "{depth:?}: {front:?} {back:?}");
                    // Text is exact at any tolerance; so is a picture at none.
                    if tolerance == 0.0 && wanted.symbol() != "▀" || wanted.modifier.contains(Modifier::BOLD) {
                        prop_assert_eq!(shown.char().to_string(), wanted.symbol());
                        let found = if shown.char() == ' ' { None } else { front };
                        let expected = if shown.char() == ' ' { None } else { of_buffer(wanted.fg) };
                        prop_assert_eq!((found, back), (expected, of_buffer(wanted.bg)));
                    }
                }
            }
        }
    }

    #[test]
    fn at_every_depth_a_tight_budget_converges_to_what_was_drawn(
        pixels in prop::collection::vec(any::<[u8; 3]>(), 1..200),
        budget in 40_usize..400,
    ) {
        for depth in ColorDepth::ALL {
            let (mut encoder, mut terminal) = (Encoder::default(), avt::Terminal::new(20, 6).unwrap());
            let buffer = screen(depth, &pixels, "text");
            for round in 0.. {
                let mut out = Vec::new();
                encoder.encode_text(&buffer, &mut out);
                let complete = encoder.encode_picture(budget, &mut out).complete;
                terminal.feed(std::str::from_utf8(&out).unwrap());
                let shown = terminal.screen().visible_lines().flat_map(|line| line.cells().to_vec());
                for color in shown.flat_map(|cell| [cell.pen().foreground(), cell.pen().background()]) {
                    prop_assert!(is_of(depth, color), "{depth:?}: {color:?}");
                }
                if complete {
                    break;
                }
                prop_assert!(round < 500, "not complete after {round} frames");
            }
            let mut exact = avt::Terminal::new(20, 6).unwrap();
            let mut out = Vec::new();
            let mut encoder = Encoder::default();
            encoder.encode_text(&buffer, &mut out);
            encoder.encode_picture_within(0.0, &mut out);
            exact.feed(std::str::from_utf8(&out).unwrap());
            prop_assert_eq!(seen(&terminal), seen(&exact));
        }
    }

    #[test]
    fn text_can_be_read_whatever_its_colours(ink in any::<[u8; 3]>(), paper in any::<[u8; 3]>()) {
        let mut buffer = Layers::empty(Rect::new(0, 0, 1, 1));
        let [ink, paper] = [ink, paper].map(|[r, g, b]| Ink::Rgb(r, g, b));
        buffer.set_string(0, 0, "x", Style::new().fg(ink).bg(paper));
        ColorDepth::Ansi16.adapt(&mut buffer, Glyphs::Half);
        prop_assert_ne!(buffer[(0, 0)].fg, buffer[(0, 0)].bg);
    }
}

#[test]
fn a_still_picture_stays_still() {
    let pixels: Vec<[u8; 3]> = (0..200_u8).map(|index| [index, 255 - index, index / 2]).collect();
    for depth in ColorDepth::ALL {
        assert_eq!(screen(depth, &pixels, "x"), screen(depth, &pixels, "x"));
    }
}

/// The program in a terminal of 256 colours, as far as its environment tells.
#[cfg(unix)]
fn watching(arguments: &[&str], environment: &[(&str, &str)], replies: &[(&str, &str)]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    for name in ["COLORTERM", "NO_COLOR"] {
        command.env_remove(name);
    }
    for (name, value) in environment {
        command.env(name, value);
    }
    let mut session = Session::start_in(80, 24, command, replies);
    session.wait_for("? all keys");
    session
}

#[cfg(unix)]
fn has_picture(session: &Session) -> bool {
    session.distinct_colors(0..12) > 8
}

#[cfg(unix)]
#[test]
fn a_terminal_that_says_nothing_keeps_what_is_certain() {
    let mut session = watching(&["glossy:1"], &[], &[]);
    session.wait_until("a picture", has_picture);
    session.read_for(std::time::Duration::from_millis(500));
    assert!(session.transcript.contains("[38;5;") && session.transcript.contains(SETTING.0));
    let drawn = session.transcript.split(SETTING.0).last().unwrap();
    assert!(!drawn.contains("38;2;"), "truecolor on a terminal that has not said that it has it");
}

#[cfg(unix)]
#[test]
fn colours_improve_once_the_terminal_says_that_it_has_them() {
    let mut session = watching(&["glossy:1"], &[], &[SETTING]);
    let shows_truecolor =
        |session: &Session| session.colors(3).iter().flatten().any(|color| matches!(color, Some(Color::RGB(_))));
    session.wait_until("truecolor", shows_truecolor);
}

#[cfg(unix)]
#[test]
fn the_option_overrules_what_the_terminal_says_and_no_color_what_it_has() {
    for (arguments, environment, depth) in [
        (&["glossy:1", "--color-depth", "16"][..], &[("COLORTERM", "truecolor")][..], ColorDepth::Ansi16),
        (&["glossy:1", "--color-depth", "256"], &[("NO_COLOR", "1")], ColorDepth::Ansi256),
        (&["glossy:1"], &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], ColorDepth::None),
    ] {
        let mut session = watching(arguments, environment, &[SETTING]);
        session.press("?");
        session.wait_for("new picture");
        session.press("x");
        session.wait_for("neuron 1 of 16");
        for row in 0..24 {
            for color in session.colors(row).into_iter().flatten() {
                assert!(is_of(depth, color), "{arguments:?}: {color:?} in row {row}");
            }
        }
        // Not one sequence sets a colour where there are none.
        assert!(depth != ColorDepth::None || !session.transcript.contains("38;"), "{arguments:?}");
    }
}

#[test]
fn without_colours_a_picture_of_like_tones_uses_many_characters() {
    let mut buffer = Layers::empty(Rect::new(0, 0, 40, 10));
    for (place, cell) in (0_u8..).zip(buffer.content.iter_mut().take(40)) {
        // From a green to a red of nearly its lightness.
        let color = Ink::Rgb(80 + 3 * place, 130 - place / 2, 90);
        cell.set_char('▀').set_fg(color).set_bg(color);
    }
    ColorDepth::None.adapt(&mut buffer, Glyphs::Half);
    let mut characters: Vec<_> = buffer.content[..40].iter().map(ratatui::buffer::Cell::symbol).collect();
    characters.dedup();
    assert!(characters.len() >= 4, "{characters:?}");
}

#[test]
#[cfg(unix)]
fn on_a_light_ground_what_is_dark_is_drawn_densely() {
    let blank = |ground: &str| {
        let answer = format!("\x1b]11;rgb:{ground}\x1b\\");
        let replies = [("\x1b]11;?\x1b\\", answer.as_str())];
        let mut session = watching(&["glossy:1+period=3600"], &[("NO_COLOR", "1")], &replies);
        session.read_for(std::time::Duration::from_secs(1));
        let blank: Vec<bool> = session
            .text()
            .lines()
            .take(12)
            .flat_map(|row| {
                let row: Vec<char> = row.chars().collect();
                (0..80).map(move |x| row.get(x).is_none_or(|c| *c == ' ')).collect::<Vec<_>>()
            })
            .collect();
        session.press("q");
        session.wait_for_exit();
        blank
    };
    let [dark, light] = ["0000/0000/0000", "ffff/ffff/ffff"].map(blank);
    let both = dark.iter().zip(&light).filter(|(dark, light)| **dark && **light).count();
    let either = dark.iter().zip(&light).filter(|(dark, light)| **dark || **light).count();
    assert!(either > 40 && both * 10 < either, "{both} of {either} cells are empty on both grounds");
}

/// What asks for the last of the 16 colours, and how a terminal of its own theme answers all of those questions.
#[cfg(unix)]
fn theme() -> (&'static str, String) {
    let answers = (0..16).map(|index| format!("\x1b]4;{index};rgb:{0:02x}{0:02x}/8080/4040\x1b\\", index * 16));
    ("\x1b]4;15;?\x1b\\", answers.collect())
}

#[test]
#[cfg(unix)]
fn the_terminals_colours_are_named_in_the_line() {
    let (query, answers) = theme();
    let mut session = watching(&["default:42", "--terminal-colors"], &[], &[(query, &answers)]);
    session.read_for(std::time::Duration::from_millis(500));
    session.press("y");
    session.wait_for("color=hex:");
    session.press("q");
    session.wait_for_exit();
    // From dark to light.
    let named = (0..16).map(|index| format!("{:02x}8040", index * 16)).collect::<Vec<_>>().join(",");
    assert!(session.transcript.contains(&format!("+color=hex:{named}")), "{}", session.transcript);
}

#[test]
#[cfg(unix)]
fn a_terminal_is_asked_for_its_theme_where_that_is_drawn_with() {
    for (depth, asked) in [("16", true), ("256", false), ("truecolor", false)] {
        let (query, answers) = theme();
        let session = watching(&["default:42", "--color-depth", depth], &[], &[(query, &answers)]);
        assert_eq!(session.transcript.contains(query), asked, "{depth}");
    }
}
