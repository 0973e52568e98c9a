//! The tour: what its pages claim is so, they fit, and they turn.

use neurotty::app::view::{Canvas, Open, Screenful};
use neurotty::insight::tour::PAGES;
use neurotty::insight::{Verdict, explain, judge, measure};
use neurotty::recipe::Recipe;
use neurotty::recipe::text::parse;
use neurotty::screen::glyph::Glyphs;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::pty::Session;

fn recipe(line: &str) -> Recipe {
    let line = parse(line).unwrap();
    assert!(line.seeded, "a page names its seed");
    line.recipe
}

#[test]
fn what_every_page_claims_is_so() {
    for page in PAGES {
        let measured = measure(&recipe(page.line), None, 0.0);
        assert!((page.claim)(&measured), "“{}” claims what is not so:\n{measured}", page.title);
    }
}

#[test]
fn what_pages_say_of_other_networks_is_so() {
    // Eight steps of the key: 1.1⁸ times PyTorch's σ_w of 1/√3.
    let back = judge(&recipe("grey-goo:1+weights=scaled:1.24"), 0.0);
    assert_ne!(back, Verdict::GreyGoo);
    assert_eq!(judge(&recipe("wide:1+hidden=128x9"), 0.0), Verdict::Noise);
    assert_eq!(judge(&recipe("wide:1+weights=scaled:4+hidden=128x9"), 0.0), Verdict::Filigree);
}

#[test]
fn a_quick_measurement_agrees_with_the_thorough_one() {
    let recipe = recipe("pollock:1");
    let (quick, thorough) = (measure(&recipe, None, 0.0), explain("pollock:1", &recipe, 0.0));
    assert_eq!(quick.verdict, thorough.verdict);
    for (quick, thorough) in quick.layers.iter().zip(&thorough.layers) {
        assert!((quick.std - thorough.std).abs() < 0.1 * thorough.std, "{quick:?} for {thorough:?}");
    }
}

#[test]
fn every_page_fits_a_terminal_of_eighty_columns() {
    for (number, page) in PAGES.iter().enumerate() {
        let measured = measure(&recipe(page.line), None, 0.0);
        let area = Rect::new(0, 0, 80, 24);
        let mut buffer = Buffer::empty(area);
        let canvas = Canvas { frame: None, glyphs: Glyphs::default() };
        let open = Open::Tour(number, Some(&measured));
        Screenful { canvas, status: None, toast: None, progress: None, open }.draw(area, &mut buffer);
        let cells: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let rows: Vec<String> = cells.chars().collect::<Vec<_>>().chunks(80).map(|row| row.iter().collect()).collect();
        let shown = words(&rows.join("\n"));
        for text in [page.text, page.hint, &(page.evidence)(&measured)] {
            let wanted = words(text);
            assert!(shown.windows(wanted.len()).any(|run| run == wanted), "“{text}” is cut off on page {number}");
        }
    }
}

#[test]
fn pages_turn_and_knobs_can_be_grabbed_and_put_back() {
    let mut session = Session::start(80, 24, &["tour"]);
    session.wait_for("1 of 18");
    session.wait_for("grey-goo:1");
    session.wait_for("A neuron varies by");
    session.press("\x1b[C");
    session.wait_for("2 of 18");
    session.wait_for("corner-rays:1");
    session.press("]");
    session.wait_for("hidden=16x10");
    session.press("u");
    session.wait_until("the knob is put back", |session| !session.text().contains("hidden="));
    session.press("\x1b[D");
    session.wait_for("1 of 18");
    session.press("\x1b");
    session.wait_until("the tour is left", |session| !session.text().contains("1 of 18"));
    session.press("t");
    session.wait_for("1 of 18");
    session.press("q");
    assert!(session.wait_for_exit().success());
}
