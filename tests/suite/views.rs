//! The views that look inside: what they show is what the network computes, and they work in a terminal.

use std::sync::Arc;

use neurotty::app::look::Finding;
use neurotty::app::view::xray::{Layout, Neurons};
use neurotty::app::view::{Canvas, Context, Open, OverlayName, Screenful};
use neurotty::insight::explain;
use neurotty::insight::xray::{Neuron, Wanted, Xray};
use neurotty::kernel::{Level, Positions, Program};
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::Recipe;
use neurotty::recipe::text::parse;
use neurotty::work::Work;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use thinwire::Medium;

#[cfg(unix)]
use crate::pty::Session;

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

fn look(recipe: &Recipe, wanted: Wanted) -> Xray {
    let painting = Painting::new(recipe.clone());
    Xray::of(&painting.moment(0.0), recipe.view, Viewport::new(96, 96), recipe.coords, wanted)
}

fn wanted(layer: usize, index: usize) -> Wanted {
    Wanted { focus: Neuron { layer, index }, rows: 4, columns: 5, grid: [48, 48] }
}

#[test]
fn an_xray_shows_what_the_neurons_compute() {
    let recipe = recipe("glossy:4+zoom=2+center=0.1/-0.3");
    let xray = look(&recipe, wanted(6, 11));
    assert_eq!((xray.wall.len(), xray.wall[0].len()), (4, 5));
    let painting = Painting::new(recipe.clone());
    let program = Program::new(painting.network(), &[], 1.0);
    for (across, down) in [(0_usize, 0_usize), (47, 3), (20, 47)] {
        // The middle of a point of the grid, halved by the zoom, seen from the centre.
        let place = |index: usize, centre: f64| (((index as f64 + 0.5) / 48.0 - 0.5) / 2.0 + centre) as f32;
        let (x, y) = ([place(across, 0.1)], [place(down, -0.3)]);
        let traces = program.trace(Level::detect(), Positions { x: &x, y: &y, r: &[0.0] });
        for (row, neurons) in xray.wall.iter().enumerate() {
            for (column, values) in neurons.iter().enumerate() {
                let expected = traces[xray.first.layer + row].activations[xray.first.index + column];
                let found = values[down * 48 + across];
                assert!((found - expected).abs() < 1e-3, "{found} for {expected}");
            }
        }
        let expected = traces[6].activations[11];
        assert!((xray.focused()[down * 48 + across] - expected).abs() < 1e-3);
    }
    assert_eq!(xray.weights, painting.network().layers[6].row(11));
}

#[test]
fn an_xray_and_the_report_agree() {
    let recipe = recipe("glossy:4");
    let (xray, report) = (look(&recipe, wanted(0, 0)), explain(&Work::new(recipe.clone()), 0.0));
    for (index, layer) in xray.layers.iter().enumerate() {
        let expected = &report.layers[index + 1];
        assert!((layer.std - expected.std).abs() < 0.02 * expected.std, "layer {index}: {layer:?}");
        if let (Some(found), Some(expected)) = (layer.saturated, expected.saturated) {
            assert!((found - expected).abs() < 0.02, "layer {index}: {found} for {expected}");
        }
    }
}

#[test]
fn a_focus_that_is_not_there_becomes_the_nearest() {
    let xray = look(&recipe("glossy:4+hidden=3,40"), wanted(99, 99));
    assert_eq!((xray.focus, xray.wall.len()), (Neuron { layer: 2, index: 2 }, 3));
    let xray = look(&recipe("glossy:4+hidden=3,40"), wanted(1, 99));
    assert_eq!(xray.focus, Neuron { layer: 1, index: 39 });
    assert_eq!(xray.focused().len(), 48 * 48);
}

#[test]
fn the_circle_enters_as_a_circle_and_ends_crumpled() {
    let xray = look(&recipe("deep:1"), wanted(0, 0));
    assert_eq!(xray.circles.len(), 19);
    let turn = |index: usize| std::f64::consts::TAU * index as f64 / 256.0;
    for (index, [x, y]) in xray.circles[0].iter().enumerate() {
        let distance = (x - 0.375 * turn(index).cos()).hypot(y - 0.375 * turn(index).sin());
        assert!(distance < 1e-4, "point {index} is {distance} away");
    }
    // How much of the way goes back and forth: 2π for a circle over its own radius.
    let crumpled = |points: &[[f64; 2]]| {
        let steps = (0..256).map(|at| (points[(at + 1) % 256], points[at]));
        let length: f64 = steps.map(|(b, a)| (b[0] - a[0]).hypot(b[1] - a[1])).sum();
        length / points.iter().map(|[x, y]| x.hypot(*y)).fold(0.0, f64::max)
    };
    assert!(crumpled(&xray.circles[17]) > 3.0 * crumpled(&xray.circles[0]));
}

#[test]
fn views_are_drawn_on_any_size_and_stay_in_their_area() {
    for line in
        ["glossy:1", "no-hidden:1", "default:2+hidden=1,200,3+activation=mixed", "relu:1+weights=normal:1000000"]
    {
        let recipe = recipe(line);
        for (width, height) in [(1, 1), (2, 3), (20, 5), (49, 9), (50, 4), (80, 24), (200, 60), (300, 2)] {
            let area = Rect::new(0, 0, width, height);
            let layout = Layout::of(area, recipe.hidden.len() + 1, 200);
            let focus = Neuron { layer: 1, index: 2 };
            let xray: Finding = Arc::new(look(&recipe, layout.wanted(focus)));
            let mut buffer = Buffer::empty(area);
            let canvas = Canvas { frame: None, medium: Medium::default() };
            let view = Neurons { focus };
            let open = Some(Open { view: &view, context: Context { recipe: &recipe, found: Some(&xray) } });
            Screenful { canvas, status: None, toast: None, progress: None, open }.draw(area, &mut buffer);
            assert!(width < 7 || buffer[(1, 0)].symbol() == "x", "{width}×{height}");
        }
    }
}

#[test]
fn every_view_draws_on_any_size_before_anything_was_found_and_after_another_view() {
    let recipe = recipe("glossy:1");
    let of_another_view: Finding = Arc::new("a finding that no view knows");
    for name in OverlayName::ALL {
        let view = name.view();
        for (width, height) in [(1, 1), (2, 3), (20, 5), (80, 24), (200, 60)] {
            let area = Rect::new(0, 0, width, height);
            let picture = view.picture(area);
            assert_eq!(picture.intersection(area), picture, "{name:?} on {width}×{height}");
            for found in [None, Some(&of_another_view)] {
                let context = Context { recipe: &recipe, found };
                let mut buffer = Buffer::empty(area);
                view.draw(&context, area, &mut buffer);
                assert!(view.picture_under([0, 0], &context, area).is_some(), "{name:?} on {width}×{height}");
            }
        }
    }
}

/// Waits for the first picture.
#[cfg(unix)]
fn watching(columns: u16, rows: u16, line: &str) -> Session {
    let mut session = Session::start(columns, rows, &[line]);
    session.wait_until("a picture", |session| session.is_alternate() && session.distinct_colors(0..4) > 8);
    session
}

#[test]
fn an_xray_shows_as_many_neurons_as_there_is_room_for() {
    let seen = |width, height, layers, widest| {
        let wanted = Layout::of(Rect::new(0, 0, width, height), layers, widest).wanted(Neuron::default());
        (wanted.columns.min(widest), wanted.rows.min(layers))
    };
    assert_eq!(seen(200, 60, 10, 16), (16, 10));
    assert_eq!(seen(120, 40, 5, 32), (16, 5));
    let (neurons, layers) = seen(80, 24, 7, 16);
    assert!(neurons >= 7 && layers == 7, "{neurons} neurons of {layers} layers");
    let (neurons, layers) = seen(64, 20, 65, 1024);
    assert!(neurons >= 4 && layers == 6, "{neurons} neurons of {layers} layers");
}

#[cfg(unix)]
#[test]
fn the_xray_opens_moves_steers_and_closes() {
    let mut session = watching(80, 24, "glossy:1");
    session.press("x");
    session.wait_for("layer 1 neuron 1 of 16");
    session.wait_for("9 hidden layers");
    session.wait_until("thumbnails", |session| session.distinct_colors(1..23) > 30);
    session.press("\x1b[C");
    session.wait_for("layer 1 neuron 2 of 16");
    session.press("j");
    session.wait_for("layer 2 neuron 2 of 16");
    session.press("]");
    session.wait_for("10 hidden layers");
    let before = session.colors(5);
    session.wait_until("movement", |session| session.colors(5) != before);
    for (columns, rows) in [(1, 1), (30, 8), (200, 60)] {
        session.resize(columns, rows);
        session.read_for(std::time::Duration::from_millis(300));
    }
    session.wait_for("layer 2 neuron 2 of 16");
    session.press("\x1b");
    session.wait_until("the x-ray is closed", |session| !session.text().contains("x-ray"));
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[cfg(unix)]
#[test]
fn the_dial_walks_the_network_from_order_to_chaos() {
    let mut session = watching(100, 30, "glossy:1");
    session.press("d");
    session.wait_for("order and chaos");
    session.wait_for("measured: alive");
    session.wait_for("chaos, ξ");
    session.press("\x1b[C");
    session.wait_for("weights=scaled:4.4");
    session.press("\x1b[A");
    session.wait_for("bias=normal:0.1");
    session.press("\x1b[B");
    for _ in 0..25 {
        session.press("\x1b[D");
    }
    session.wait_for("measured: grey goo");
    session.wait_for("order, ξ");
    session.press("d");
    session.wait_until("the dial is closed", |session| !session.text().contains("order and chaos"));
    session.press("u");
    session.wait_until("an undone step", |session| session.text().contains("weights=scaled"));
}

/// The point of the plane in the middle of a cell, in a picture that covers `place` (left, top, width, height) of
/// the screen, at zoom 1: a cell is twice as high as it is wide.
#[cfg(unix)]
fn under_pointer(cell: [f64; 2], [left, top, width, height]: [f64; 4]) -> [f64; 2] {
    let shorter = width.min(2.0 * height);
    [(cell[0] + 0.5 - left - width / 2.0) / shorter, (cell[1] + 0.5 - top - height / 2.0) * 2.0 / shorter]
}

/// Turns the wheel over a cell (from 0), and checks that the point of the picture under it stays where it is.
#[cfg(unix)]
#[track_caller]
fn assert_zooms_at(session: &mut Session, cell: [u16; 2], place: [f64; 4]) {
    let whole = |line: &str| recipe(line.split_whitespace().next().unwrap_or_default()).view;
    session.press(&format!("\x1b[<64;{};{}M", cell[0] + 1, cell[1] + 1));
    session.wait_for("zoom=1.25");
    let text = session.text();
    let line = text.lines().rev().find(|line| line.contains("zoom=1.25")).unwrap().trim();
    let view = whole(line);
    for (axis, under) in under_pointer(cell.map(f64::from), place).into_iter().enumerate() {
        let now = view.center[axis] + under / view.zoom;
        assert!((now - under).abs() < 0.004, "{line}: axis {axis} moved from {under} to {now}");
    }
    session.press("0");
    session.wait_until("the view is back", |session| !session.text().contains("zoom="));
}

#[cfg(unix)]
#[test]
fn the_mouse_acts_on_the_picture_under_the_pointer() {
    let mut session = watching(100, 30, "glossy:1");
    assert_zooms_at(&mut session, [80, 5], [0.0, 0.0, 100.0, 30.0]);
    session.press("d");
    session.wait_for("order and chaos");
    // The dial takes 45 columns, the picture the others.
    assert_zooms_at(&mut session, [40, 20], [0.0, 0.0, 55.0, 30.0]);
    session.press("\x1b[<0;11;11M\x1b[<32;22;11M\x1b[<0;22;11m");
    // 11 of the 55 columns that the shorter side is wide, to the right.
    session.wait_for("center=-0.2/0");
    session.press("0");
    session.press("\x1b[<64;90;5M");
    session.press("t");
    session.wait_for("1 of 22");
    session.press("\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C");
    session.wait_for("glossy:1");
    // A page takes ten rows.
    assert_zooms_at(&mut session, [30, 12], [0.0, 0.0, 100.0, 20.0]);
    session.press("\x1b[<64;30;25M");
    session.read_for(std::time::Duration::from_millis(200));
    assert!(!session.text().contains("zoom="), "the wheel over the page's words does nothing");
}

#[cfg(unix)]
#[test]
fn a_click_on_the_wall_chooses_a_neuron_and_the_wheel_zooms_in_it() {
    let mut session = watching(80, 24, "glossy:1");
    session.press("x");
    session.wait_for("layer 1 neuron 1 of 16");
    // The second thumbnail of the second row, in the middle.
    session.press("\x1b[<0;18;6M\x1b[<0;18;6m");
    session.wait_for("layer 2 neuron 2 of 16");
    // 12 of the 25 columns of the large picture right of its middle, which stand for 1.67 shorter sides.
    session.press("\x1b[<64;80;10M");
    session.wait_for("zoom=1.25+center=0.16");
    session.press("0");
    session.wait_until("the view is back", |session| !session.text().contains("zoom="));
    session.press("\x1b[6~");
    session.wait_for("layer out neuron 2 of 3");
    session.press("\x1b[5~L");
    session.wait_for("layer 2 neuron 10 of 16");
    session.wait_for("neurons 7–13 of 16");
}
