//! The views that look inside: what they show is what the network computes, and they work in a terminal.

use std::time::Duration;

use std::sync::Arc;

use neurotty::app::Toast;
use neurotty::app::action::{BINDINGS, DIGIT_PRESETS, Key};
use neurotty::app::look::{Finding, Findings, Scene};
use neurotty::app::view::xray::{Neurons, Swept, XrayLayout};
use neurotty::app::view::{Canvas, Context, Open, Overlay, OverlayName, Screenful};
use neurotty::insight::explain;
use neurotty::insight::sweep::{VISIBLE, WeightIndex, WeightSweep};
use neurotty::insight::xray::{Neuron, Selection, Xray};
use neurotty::kernel::{Level, Positions, Program};
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::Recipe;
use neurotty::recipe::text::parse;
use neurotty::work::Work;
use ratatui::layout::Rect;
use thinwire::{Layers, Medium};

#[cfg(unix)]
use crate::pty::Session;

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

fn look(recipe: &Recipe, wanted: Selection) -> Xray {
    let painting = Painting::new(recipe.clone());
    Xray::of(&painting.moment(0.0), recipe.view, Viewport::new(96, 96), recipe.coords, wanted)
}

fn wanted(layer: usize, index: usize) -> Selection {
    Selection { focus: Neuron { layer, index }, rows: 4, columns: 5, grid: [48, 48] }
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
            let layout = XrayLayout::of(area, recipe.hidden.len() + 1, 200);
            let focus = Neuron { layer: 1, index: 2 };
            let xray: Finding = Arc::new(look(&recipe, layout.wanted(focus)));
            let mut buffer = Layers::empty(area);
            let canvas = Canvas { frame: None, medium: Medium::default() };
            let view = Neurons { focus, ..Neurons::default() };
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
                let mut buffer = Layers::empty(area);
                view.draw(&context, area, &mut buffer);
                assert!(view.picture_under([0, 0], &context, area).is_some(), "{name:?} on {width}×{height}");
            }
        }
    }
}

/// The sizes of terminal that every view is read at.
const SIZES: [[u16; 2]; 5] = [[40, 12], [80, 24], [120, 36], [200, 60], [300, 80]];

/// What `view` shows of `recipe` on a terminal of this size, row by row.
fn rows(view: &dyn Overlay, recipe: &Recipe, [columns, rows]: [u16; 2]) -> Vec<String> {
    let area = Rect::new(0, 0, columns, rows);
    let work = Work::new(recipe.clone());
    let (viewport, asked) = (Viewport::new(96, 96), Duration::ZERO);
    let scene = Scene { work: &work, phase: 0.0, view: recipe.view, viewport, seconds: 0.0, asked };
    let found = view.look(recipe, area).map(|look| look.find(&scene, &Findings::default()));
    let mut buffer = Layers::empty(area);
    let canvas = Canvas { frame: None, medium: Medium::default() };
    let open = Some(Open { view, context: Context { recipe, found: found.as_ref() } });
    Screenful { canvas, status: None, toast: None, progress: None, open }.draw(area, &mut buffer);
    let row = |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    buffer.content.chunks(usize::from(columns)).map(row).collect()
}

/// All that is seen of a view on its way down, page by page.
fn read_through(view: &mut dyn Overlay, recipe: &Recipe, size: [u16; 2]) -> Vec<String> {
    let (mut read, mut before) = (Vec::new(), Vec::new());
    loop {
        let shown = rows(view, recipe, size);
        if shown == before {
            return read;
        }
        read.extend(shown.clone());
        before = shown;
        view.key(Key::PageDown, recipe);
    }
}

#[test]
fn every_key_of_the_help_is_within_reach_at_any_size() {
    let recipe = recipe("glossy:1");
    for size in SIZES {
        let mut help = OverlayName::Help.view();
        let text = read_through(&mut *help, &recipe, size).join("\n");
        for binding in BINDINGS {
            assert!(
                text.contains(binding.help) && text.contains(binding.label),
                "{} at {size:?}\n{text}",
                binding.help
            );
        }
        for (digit, preset) in (1..).zip(DIGIT_PRESETS) {
            assert!(text.contains(&format!("{digit} {}", preset.name())), "{size:?}\n{text}");
        }
        assert!(text.contains("? closes"), "{size:?}\n{text}");
    }
}

#[test]
fn the_whole_dial_is_within_reach_at_any_size_and_no_letter_covers_another() {
    let recipe = recipe("glossy:1");
    for size in SIZES {
        let mut dial = OverlayName::Dial.view();
        let first = rows(&*dial, &recipe, size);
        let read = read_through(&mut *dial, &recipe, size).join(" ");
        let words: Vec<&str> = read.split_whitespace().collect();
        let text = words.join(" ");
        for word in
            ["σ_b", "χ₁", "chaos,", "ξ", "measured:", "letters", "presets.", "depth", "zoom", "grey-goo", "mind-blown"]
        {
            assert!(words.contains(&word), "{word} is out of reach at {size:?}: {text}");
        }
        // The map ends where its axis begins.
        let axis = first.iter().position(|row| row.contains("0.25")).unwrap();
        let map = first[1..axis].join("\n");
        let letters = words.iter().filter(|word| word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase()));
        let letters: std::collections::BTreeSet<&&str> =
            letters.filter(|letter| ('a'..='n').any(|c| letter.starts_with(c))).collect();
        assert!(letters.len() >= 9, "{letters:?}");
        assert!(map.contains("order") && map.contains("chaos") && map.contains('◆'), "{size:?}\n{map}");
        let marks = map.replace("order", "").replace("chaos", "");
        for letter in letters {
            assert_eq!(marks.matches(*letter).count(), 1, "{letter} at {size:?}\n{map}");
        }
    }
}

#[test]
fn everything_of_the_xray_is_within_reach_at_any_size() {
    let recipe = recipe("glossy:1");
    for size in SIZES {
        let mut view = Neurons::default();
        let whole = size[0] >= 120;
        assert_eq!(!rows(&view, &recipe, size)[0].contains("of 16"), whole, "{size:?}");
        let mut circles = std::collections::BTreeSet::new();
        let mut text = String::new();
        for _ in 0..3 {
            for layer in 0..10 {
                view.focus = Neuron { layer, index: 0 };
                let shown = rows(&view, &recipe, size);
                let title = shown.iter().position(|row| row.contains("a circle"));
                let below = &shown[title.map_or(shown.len(), |title| title + 1)..];
                circles.extend(below.iter().flat_map(|row| row.split_whitespace()).map(str::to_owned));
                text += &shown.join("\n");
            }
            view.key(Key::Tab, &recipe);
        }
        let names = ["in", "1", "2", "3", "4", "5", "6", "7", "8", "9", "out"];
        assert!(names.iter().all(|name| circles.contains(*name)), "{size:?}: {circles:?}");
        for words in [
            "weights ±",
            "tanh values",
            "a circle",
            "σ spread",
            "● saturated",
            "blue −, orange +",
            "HJKL",
            "x closes",
            "Tab ",
            "v sweeps a weight",
        ] {
            assert!(text.contains(words), "{words} is out of reach at {size:?}\n{text}");
        }
    }
}

#[test]
fn what_is_cut_has_a_sign() {
    let recipe = recipe("glossy:1");
    let long = "saved a-name-that-is-far-too-long-for-any-terminal-of-forty-columns.png, 1920x1080, 2.41 MB";
    let toast = |text: &str| Toast { text: text.to_owned(), link: None, until: std::time::Duration::MAX };
    for [columns, rows] in SIZES {
        let area = Rect::new(0, 0, columns, rows);
        for (said, progress) in
            [(long, None), (long, Some("exporting loop 25%, 12 s left (e cancels)")), ("paused", Some(long))]
        {
            let mut buffer = Layers::empty(area);
            let toast = toast(said);
            let context = Context { recipe: &recipe, found: None };
            let dial = OverlayName::Dial.view();
            for open in [None, Some(Open { view: &*dial, context })] {
                Screenful {
                    canvas: Canvas { frame: None, medium: Medium::default() },
                    status: None,
                    toast: Some(&toast),
                    progress,
                    open,
                }
                .draw(area, &mut buffer);
                let text: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
                let whole = |words: &str| text.contains(words) || text.contains('…');
                assert!(whole(said) && progress.is_none_or(whole), "{columns}×{rows}\n{text}");
            }
        }
    }
}

#[test]
fn a_sweep_changes_one_weight_and_begins_where_that_stands() {
    let network = Painting::new(recipe("glossy:4")).network().clone();
    let place = WeightIndex { neuron: Neuron { layer: 3, index: 5 }, input: 7 };
    let sweep = WeightSweep::of(&network, place);
    assert_eq!((sweep.place, sweep.inputs, sweep.own), (place, 16, network.layers[3].row(5)[7]));
    assert_eq!(sweep.network(&network, 0.0), network);
    // The weights are drawn with a standard deviation of 1.
    assert!((0.85..1.15).contains(&sweep.reach), "{}", sweep.reach);
    let mut restored = sweep.network(&network, 1.0);
    let changed = std::mem::replace(&mut restored.layers[3].weights[5 * 16 + 7], sweep.own);
    assert!((f64::from(changed) - f64::from(sweep.own) - sweep.reach).abs() < 1e-6);
    assert_eq!(restored, network);
    let far = WeightIndex { neuron: Neuron { layer: 99, index: 99 }, input: 99 };
    let nearest = WeightIndex { neuron: Neuron { layer: 9, index: 2 }, input: 15 };
    assert_eq!(WeightSweep::of(&network, far).place, nearest);
}

#[test]
fn the_share_of_changed_pixels_is_what_two_pictures_show() {
    let recipe = recipe("glossy:4");
    let painting = Painting::new(recipe.clone());
    let sweep = WeightSweep::of(painting.network(), WeightIndex { neuron: Neuron { layer: 9, index: 1 }, input: 3 });
    let viewport = Viewport::new(192, 120);
    let own = painting.paint(0.0, recipe.view, viewport).pixels;
    let share = |way: f64| {
        let network = sweep.network(painting.network(), way);
        let other = Painting::from_network(recipe.clone(), network).paint(0.0, recipe.view, viewport).pixels;
        let differs = |(a, b): &(&[u8; 3], &[u8; 3])| (0..3).any(|channel| a[channel].abs_diff(b[channel]) > VISIBLE);
        own.iter().zip(&other).filter(differs).count() as f64 / own.len() as f64
    };
    let wanted = (share(1.0) + share(-1.0)) / 2.0;
    let found = sweep.changed_share(&painting, 0.0, recipe.view);
    assert!(wanted > 0.05 && (found - wanted).abs() < 0.03, "{found} for {wanted}");
}

/// What a look of `view` finds at `seconds`, and what the view paints then.
fn swept(view: &dyn Overlay, work: &Work, seconds: f64) -> (Finding, Vec<[u8; 3]>) {
    let (recipe, viewport, asked) = (work.recipe(), Viewport::new(40, 24), Duration::ZERO);
    let scene = Scene { work, phase: 0.0, view: recipe.view, viewport, seconds, asked };
    let found = view.look(recipe, Rect::new(0, 0, 80, 24)).unwrap().find(&scene, &Findings::default());
    (found, view.stand_in(recipe).unwrap().paint(&scene).pixels)
}

#[test]
fn a_sweep_follows_the_pictures_clock_and_leaves_no_trace() {
    let work = Work::new(recipe("glossy:1+motion=still"));
    let own = work.painting().paint(0.0, work.recipe().view, Viewport::new(40, 24)).pixels;
    let mut view = Neurons { focus: Neuron { layer: 9, index: 1 }, ..Neurons::default() };
    assert!(view.stand_in(work.recipe()).is_none() && !view.moves(true));
    view.key(Key::Char('v'), work.recipe());
    assert!(view.moves(true) && !view.moves(false), "it stands where the clock does");
    let (found, painted) = swept(&view, &work, 70.0);
    view.receive(&found);
    assert_eq!(painted, own);
    // A quarter of the way there and back is an end of the range.
    let (found, painted) = swept(&view, &work, 72.0);
    let at_end = found.downcast_ref::<Swept>().unwrap();
    assert!((at_end.way - 1.0).abs() < 1e-9 && !at_end.learnt && painted != own);
    assert_eq!(swept(&view, &work, 72.0).1, painted);
    // Another weight begins at its own value, and one is moved by hand.
    view.key(Key::Right, work.recipe());
    let (found, painted) = swept(&view, &work, 80.0);
    view.receive(&found);
    assert_eq!((found.downcast_ref::<Swept>().unwrap().weight.place.input, painted), (1, own));
    view.key(Key::Up, work.recipe());
    assert!(swept(&view, &work, 80.0).0.downcast_ref::<Swept>().unwrap().way > 0.1);
    view.key(Key::Esc, work.recipe());
    assert!(view.stand_in(work.recipe()).is_none() && view.picture(Rect::new(0, 0, 80, 24)).height == 24);
}

#[test]
fn the_caption_of_a_sweep_can_be_read_to_its_end_at_any_size() {
    let recipe = recipe("glossy:1");
    for size in SIZES {
        let mut view = Neurons::default();
        view.key(Key::Char('v'), &recipe);
        let first = rows(&view, &recipe, size).join("\n");
        let text = read_through(&mut view, &recipe, size).join(" ");
        let read: Vec<&str> = text.split_whitespace().collect();
        for words in ["layer 1 neuron 1, weight 1 of 2:", "its own:", "pixels change by more than", "arXiv:2505.11581"]
        {
            let words: Vec<&str> = words.split_whitespace().collect();
            let within = words.iter().all(|word| read.iter().any(|seen| seen.contains(word)));
            assert!(within, "{words:?} is out of reach at {size:?}\n{text}");
        }
        assert!(first.contains("v stops") && (first.contains("11581") || first.contains("PgDn")), "{size:?}\n{first}");
    }
}

#[cfg(unix)]
#[test]
fn a_weight_is_swept_in_a_terminal_and_put_back() {
    let mut session = watching(80, 24, "glossy:1+motion=still");
    session.press("xjv");
    session.wait_for("layer 2 neuron 1, weight 1 of 16");
    session.wait_for("pixels change by more than");
    let before = session.colors(5);
    session.wait_until("the picture moves", |session| session.colors(5) != before);
    session.press("s");
    session.wait_for("not kept");
    session.press("\x1b[C");
    session.wait_for("weight 2 of 16");
    session.press("v");
    session.wait_for("layer 2 neuron 1 of 16");
    session.press("q");
    assert!(session.wait_for_exit().success());
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
        let wanted = XrayLayout::of(Rect::new(0, 0, width, height), layers, widest).wanted(Neuron::default());
        (wanted.columns.min(widest), wanted.rows.min(layers))
    };
    assert_eq!(seen(200, 60, 10, 16), (16, 10));
    assert_eq!(seen(120, 40, 5, 32), (32, 5));
    assert_eq!(seen(120, 36, 10, 16), (16, 10));
    assert_eq!(seen(300, 80, 10, 16), (16, 10));
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
    session.wait_for(&format!("1 of {}", neurotty::app::view::tour::PAGES.len()));
    session.press("\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C");
    session.wait_for("glossy:1");
    // A page takes eleven rows.
    assert_zooms_at(&mut session, [30, 12], [0.0, 0.0, 100.0, 19.0]);
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
    // That neuron alone, then its values and all circles, then the wall again.
    session.press("\t");
    session.wait_for("Tab its values");
    session.wait_for("layer 2 neuron 10 of 16");
    session.press("\t");
    session.wait_for("Tab all neurons");
    session.wait_for("a circle, layer by layer");
    session.press("\t");
    session.wait_for("neurons 7–13 of 16");
}
