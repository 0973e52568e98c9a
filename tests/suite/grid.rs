//! Tiles: breeding on the keypad and the presets, as views, as pictures beside the picture, and in a terminal.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use neurotty::app::Toast;
use neurotty::app::action::{DIGIT_PRESETS, Key};
use neurotty::app::look::{Finding, Findings, Look, Scene};
use neurotty::app::view::grid::Grid;
use neurotty::app::view::{Answer, Canvas, Context, Open, Overlay, OverlayName, Screenful, Status};
use neurotty::litter::{Aspect, Wishes, litter, litter_of_two};
use neurotty::network::Network;
use neurotty::network::weights::to_half_safetensors;
use neurotty::open::{List, open_file};
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::text::parse;
use neurotty::recipe::{Preset, Recipe};
use neurotty::settings::ListEntry;
use neurotty::work::Work;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use thinwire::{Layers, Medium};

use crate::pty::Session;

const AREA: Rect = Rect::new(0, 0, 80, 24);

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

/// Does everything that the view wants to have found out.
fn study(grid: &mut Grid, shown: &Recipe, area: Rect) {
    while let Some(study) = grid.study(shown, area) {
        study.run(&mut |finding: Finding| {
            grid.receive(&finding);
            true
        });
    }
}

/// A view of the children of `line`, all of them found.
fn breeding(line: &str) -> (Grid, Recipe) {
    let (mut grid, shown) = (Grid::breed(), recipe(line));
    grid.opened(&shown);
    study(&mut grid, &shown, AREA);
    (grid, shown)
}

/// What a key shows next.
#[track_caller]
fn shown_by(grid: &mut Grid, key: Key, shown: &Recipe) -> Recipe {
    match grid.key(key, shown) {
        Answer::Show(recipe) => {
            study(grid, &recipe, AREA);
            recipe
        }
        other => panic!("{key} does {other:?}"),
    }
}

/// What the tiles of the keypad show, row by row, without the one in the middle.
fn around(grid: &mut Grid, shown: &Recipe) -> Vec<Recipe> {
    "78946123".chars().map(|digit| focused(grid, digit, shown)).collect()
}

/// What would be copied of the tile of a digit, once the focus has gone there.
fn focused(grid: &mut Grid, digit: char, shown: &Recipe) -> Recipe {
    let place = digit.to_digit(10).unwrap() as usize - 1;
    // The focus goes to the tile at the bottom left, then to its place.
    for key in [Key::Left, Key::Left, Key::Down, Key::Down] {
        grid.key(key, shown);
    }
    let steps = [vec![Key::Right; place % 3], vec![Key::Up; place / 3]].concat();
    for key in steps {
        assert_eq!(grid.key(key, shown), Answer::Done);
    }
    Recipe { at: 0.0, ..grid.subject().unwrap().recipe().clone() }
}

#[test]
fn the_children_stand_around_their_parent_in_the_order_of_the_litter() {
    let (mut grid, shown) = breeding("default:42");
    let expected: Vec<Recipe> = litter(&shown, &Wishes::default()).into_iter().map(|child| child.recipe).collect();
    let found = around(&mut grid, &shown);
    assert_eq!(found, expected);
}

#[test]
fn a_digit_picks_its_tile_and_undo_goes_back_through_all_generations() {
    let (mut grid, first) = breeding("default:42");
    let child = focused(&mut grid, '9', &first);
    let second = shown_by(&mut grid, Key::Char('9'), &first);
    assert_eq!(second, child);
    assert_eq!(grid.subject(), None, "the parent is in focus");
    let third = shown_by(&mut grid, Key::Char('1'), &second);
    assert_ne!(third, second);
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &third), second);
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &second), first);
    assert!(matches!(grid.key(Key::Char('u'), &first), Answer::Say(_)));
    assert_eq!(shown_by(&mut grid, Key::Ctrl('r'), &first), second);
    assert_eq!(focused(&mut grid, '1', &second), third, "its children are the same again");
}

#[test]
fn generations_before_the_view_was_opened_can_be_returned_to() {
    let (mut grid, shown) = breeding("default:42.3.1");
    let parent = shown_by(&mut grid, Key::Char('u'), &shown);
    assert_eq!(parent, recipe("default:42.3"));
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &parent), recipe("default:42"));
}

#[test]
fn the_middle_draws_other_children_and_strength_and_locks_do_what_they_say() {
    let (mut grid, shown) = breeding("default:42");
    for (keys, wishes) in [
        (vec!['5'], Wishes { draw: 1, ..Wishes::default() }),
        (vec!['+', '+', '-'], Wishes { draw: 1, strength: 1, ..Wishes::default() }),
    ] {
        for key in keys {
            assert_eq!(grid.key(Key::Char(key), &shown), Answer::Done);
        }
        study(&mut grid, &shown, AREA);
        let expected: Vec<Recipe> = litter(&shown, &wishes).into_iter().map(|child| child.recipe).collect();
        assert_eq!(around(&mut grid, &shown), expected, "{wishes:?}");
    }
    for key in "acmv".chars() {
        assert_eq!(grid.key(Key::Char(key), &shown), Answer::Done);
    }
    study(&mut grid, &shown, AREA);
    for child in around(&mut grid, &shown) {
        assert_eq!(Recipe { seed: shown.seed.clone(), ..child }, shown);
    }
    assert!(matches!(grid.key(Key::Char('w'), &shown), Answer::Say(_)), "something has to change");
}

#[test]
fn two_marked_tiles_are_crossed_and_where_that_cannot_be_it_says_why() {
    let (mut grid, shown) = breeding("default:42");
    for key in "acmv".chars() {
        grid.key(Key::Char(key), &shown);
    }
    study(&mut grid, &shown, AREA);
    let one = focused(&mut grid, '7', &shown);
    assert!(matches!(grid.key(Key::Char(' '), &shown), Answer::Say(_)));
    let other = focused(&mut grid, '3', &shown);
    let cross = shown_by(&mut grid, Key::Char(' '), &shown);
    let text = drawn(&grid, &cross, Rect::new(0, 0, 120, 36));
    for words in ["generation 1  default:42 › 7 weights × 3 weights", "cross · 5 others"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let locked = vec![Aspect::Shape, Aspect::Color, Aspect::Motion, Aspect::View];
    let wishes = Wishes { locked, ..Wishes::default() };
    let expected = litter_of_two(&one, &other, &wishes).unwrap();
    assert_eq!(cross, expected[0].recipe, "it is in the middle, its children around it");
    let expected: Vec<Recipe> = litter(&cross, &wishes).into_iter().map(|child| child.recipe).collect();
    assert_eq!(around(&mut grid, &cross), expected);
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &cross), shown, "a cross is a step that can be taken back");

    // The child in motion has its parent's weights.
    let (mut grid, shown) = breeding("default:42");
    assert!(matches!(grid.key(Key::Char(' '), &shown), Answer::Say(_)));
    assert_ne!(focused(&mut grid, '4', &shown).motion, shown.motion);
    match grid.key(Key::Char(' '), &shown) {
        Answer::Say(why) => assert!(why.contains("weights are the same"), "{why}"),
        other => panic!("{other:?}"),
    }
}

/// What is shown once a digit has waited for its tile.
#[track_caller]
fn caught_up(grid: &mut Grid, shown: &Recipe) -> Recipe {
    assert_eq!(grid.catch_up(shown), Answer::Pass, "its child has not been found");
    study(grid, shown, AREA);
    match grid.catch_up(shown) {
        Answer::Show(recipe) => recipe,
        other => panic!("{other:?}"),
    }
}

#[test]
fn digits_that_come_faster_than_children_wait_for_them() {
    let (mut grid, first) = breeding("default:42");
    let Answer::Show(second) = grid.key(Key::Char('3'), &first) else { panic!("nothing was picked") };
    // The tiles of the parent before are not seen any more, and no key means them.
    assert_eq!(grid.key(Key::Char('7'), &second), Answer::Done);
    assert!(drawn(&grid, &second, AREA).contains("7 … chosen"));
    let third = caught_up(&mut grid, &second);
    assert_eq!(third, litter(&second, &Wishes::default())[0].recipe);
    study(&mut grid, &third, AREA);
    assert!(drawn(&grid, &third, Rect::new(0, 0, 120, 36)).contains("generation 2"));

    assert_eq!(grid.key(Key::Char('5'), &third), Answer::Done);
    assert_eq!(grid.key(Key::Char('9'), &third), Answer::Done);
    let fourth = caught_up(&mut grid, &third);
    assert_eq!(fourth, litter(&third, &Wishes { draw: 1, ..Wishes::default() })[2].recipe);

    grid.key(Key::Char('7'), &fourth);
    assert_eq!(grid.key(Key::Esc, &fourth), Answer::Done, "Esc gives up waiting");
    study(&mut grid, &fourth, AREA);
    assert_eq!(grid.catch_up(&fourth), Answer::Pass);
    assert_eq!(grid.key(Key::Esc, &fourth), Answer::Pass, "and then leaves");
}

#[test]
fn escape_drops_a_mark_before_it_leaves() {
    let (mut grid, shown) = breeding("default:42");
    grid.key(Key::Char(' '), &shown);
    assert!(drawn(&grid, &shown, AREA).contains("◆ parent"));
    assert_eq!(grid.key(Key::Esc, &shown), Answer::Done);
    assert!(!drawn(&grid, &shown, AREA).contains('◆'));
    assert_eq!(grid.key(Key::Esc, &shown), Answer::Pass);
}

#[test]
fn undo_takes_other_litters_back_too() {
    let (mut grid, shown) = breeding("default:42");
    let first = around(&mut grid, &shown);
    for (key, same) in
        [(Key::Char('5'), false), (Key::Char('u'), true), (Key::Ctrl('r'), false), (Key::Char('u'), true)]
    {
        assert_eq!(grid.key(key, &shown), Answer::Done);
        study(&mut grid, &shown, AREA);
        assert_eq!(around(&mut grid, &shown) == first, same, "{key}");
    }
    assert!(matches!(grid.key(Key::Char('u'), &shown), Answer::Say(_)), "there is nothing before it");
}

#[test]
fn another_seed_can_be_undone_back_into_the_lineage() {
    let (mut grid, first) = breeding("default:42");
    let child = shown_by(&mut grid, Key::Char('7'), &first);
    // As a key does that draws another seed.
    let other = recipe("glossy:7");
    study(&mut grid, &other, AREA);
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &other), child);
    assert_eq!(shown_by(&mut grid, Key::Char('u'), &child), first);
}

#[test]
fn a_tile_that_gets_no_child_says_so() {
    let (mut grid, shown) = breeding("default:42+motion=latent/morph/zoom/rotate/wave/spiral/pan/fog/splatter/recolor");
    "wacv".chars().for_each(|key| assert_eq!(grid.key(Key::Char(key), &shown), Answer::Done));
    grid.key(Key::Char('3'), &shown);
    study(&mut grid, &shown, AREA);
    assert!(matches!(grid.catch_up(&shown), Answer::Say(_)), "what was waited for will not come");
    assert!(drawn(&grid, &shown, AREA).contains("3 no other"));
    assert!(matches!(grid.key(Key::Char('3'), &shown), Answer::Say(_)));
}

#[test]
fn the_keys_and_the_line_are_seen_together_whatever_is_said() {
    let (grid, shown) = breeding("default:42");
    for (width, height) in [(50, 16), (80, 24), (120, 36), (200, 60)] {
        let area = Rect::new(0, 0, width, height);
        for toast in [None, Some(Toast { text: "marked".to_owned(), link: None, until: Duration::MAX })] {
            let text = screen(&grid, &shown, area, true, toast.as_ref());
            let rows: Vec<&str> = text.lines().rev().take(2).collect();
            assert!(rows[0].contains("1…9 ←↓↑→ Enter choose") && rows[0].contains("u back"), "{text}");
            let said = if toast.is_some() { "marked" } else { "default:42 " };
            assert!(rows[1].contains(said), "{said}: {text}");
        }
        let keys = text_of_last_row(&grid, &shown, area);
        assert!(width < 80 || (keys.contains("f keep") && keys.contains("Esc leave") && keys.contains("? keys")));
        assert!(keys.ends_with('…') || keys.ends_with("copy"), "{keys}");
    }
}

fn text_of_last_row(grid: &Grid, shown: &Recipe, area: Rect) -> String {
    drawn(grid, shown, area).lines().last().unwrap_or_default().trim_end().to_owned()
}

#[test]
fn the_help_begins_with_the_keys_of_the_view_below() {
    let (grid, shown) = breeding("default:42");
    let mut help = OverlayName::Help.view();
    help.opens_over(grid.own_keys());
    let area = Rect::new(0, 0, 100, 50);
    let mut buffer = Buffer::empty(area);
    help.draw(&Context { recipe: &shown, found: None }, area, &mut buffer);
    let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(place("In this view") < place("draw other children") && place("draw other children") < place("x-ray"));
    assert!(!text.contains("2 glossy") && !text.contains("presets (below)"), "digits are tiles");
    for (keys, help) in [grid.own_keys(), Grid::presets().own_keys()].concat() {
        assert!(keys.chars().count() <= 12 && help.len() <= 27, "{keys} {help}: there are two columns");
    }
}

/// Every size at which tiles are drawn: what is drawn stays within it, and says what it can.
#[test]
fn tiles_are_drawn_on_every_size_before_and_after_they_have_come() {
    for found in [false, true] {
        let (mut breed, mut presets, shown) = (Grid::breed(), Grid::presets(), recipe("default:42"));
        if found {
            study(&mut breed, &shown, AREA);
        }
        for (width, height) in [(1, 1), (12, 4), (26, 10), (40, 12), (80, 24), (120, 36), (200, 60), (300, 80)] {
            let area = Rect::new(0, 0, width, height);
            for grid in [&mut breed, &mut presets] {
                let _ = grid.study(&shown, area);
                let text = drawn(grid, &shown, area);
                let fits = grid.look(&shown, area).is_some();
                let said = if fits { text.contains('1') || text.contains("Enter") } else { text.contains("too small") };
                assert!(width < 10 || said, "{width}×{height}:\n{text}");
            }
            if height >= 24 {
                assert!(drawn(&breed, &shown, area).contains("default:42"), "the lineage");
            }
        }
    }
}

/// The text of a screen with the view on it.
fn drawn(grid: &Grid, shown: &Recipe, area: Rect) -> String {
    screen(grid, shown, area, false, None)
}

/// The same with the status bar, or a message.
fn screen(grid: &Grid, shown: &Recipe, area: Rect, has_status: bool, toast: Option<&Toast>) -> String {
    let line = shown.to_string();
    let status = has_status.then_some(Status { line: &line, changed: &[], facts: &[] });
    let mut buffer = Layers::empty(area);
    let picture = Painting::new(shown.clone()).paint(0.0, shown.view, Viewport::new(13, 7));
    let canvas = Canvas { frame: Some(&picture), medium: Medium::default() };
    let open = Some(Open { view: grid, context: Context { recipe: shown, found: None } });
    Screenful { canvas, status, toast, progress: None, open }.draw(area, &mut buffer);
    let row = |y: u16| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..area.height).map(row).collect::<Vec<_>>().join("\n")
}

/// Paints the tiles of `grid` as the painter's thread does, at `milliseconds` of the program and of the loop.
fn paint(grid: &mut Grid, work: &Work, earlier: &mut Findings, milliseconds: u64) -> Frame {
    let picture = grid.picture(AREA);
    let viewport = Viewport::new(picture.width.into(), 2 * u32::from(picture.height));
    let seconds = milliseconds as f64 / 1e3;
    let phase = work.timeline().phase(seconds);
    let look: Box<dyn Look> = grid.look(work.recipe(), AREA).unwrap();
    let asked = Duration::from_millis(milliseconds);
    let scene = Scene { work, phase, view: work.recipe().view, viewport, seconds, asked };
    let found = look.find(&scene, earlier);
    earlier.keep(found.clone());
    grid.receive(&found);
    work.painting().paint(phase, work.recipe().view, viewport)
}

#[test]
fn a_tile_shows_what_its_line_paints_at_the_moment_that_is_saved() {
    let (mut grid, shown) = breeding("default:42");
    let (work, mut earlier) = (Work::new(shown.clone()), Findings::default());
    grid.key(Key::Right, &shown);
    let mut picture = None;
    for step in 0..30 {
        picture = Some(paint(&mut grid, &work, &mut earlier, 1000 + 33 * step));
    }
    let mut buffer = Layers::empty(AREA);
    let canvas = Canvas { frame: picture.as_ref(), medium: Medium::default() };
    grid.draw_pictures(&canvas, AREA, &mut buffer);
    // The tile in focus stands right of the middle, as large as the picture.
    let child = grid.subject().unwrap();
    let viewport = Viewport::new(26, 14);
    let expected = child.painting().paint(child.phase(), child.recipe().view, viewport);
    let mut wanted = Layers::empty(AREA);
    let place = Rect::new(54, 7, 26, 7);
    Canvas { frame: Some(&expected), medium: Medium::default() }.draw(place, &mut wanted);
    let channels = |color| match color {
        ratatui::style::Color::Rgb(r, g, b) => [r, g, b],
        other => panic!("{other:?}"),
    };
    let cells = place.rows().flat_map(Rect::columns).map(|cell| (cell.x, cell.y));
    let differences = cells.map(|at| {
        let (found, expected) = (channels(buffer[at].fg), channels(wanted[at].fg));
        found.iter().zip(expected).map(|(a, b)| u32::from(a.abs_diff(b))).max().unwrap_or(0)
    });
    // The moment is told to the millisecond.
    assert!(differences.max().unwrap() <= 6);
}

#[test]
fn the_tile_in_focus_is_painted_with_every_frame_and_all_others_in_turn() {
    let (mut grid, shown) = breeding("default:42");
    let (work, mut earlier) = (Work::new(shown.clone()), Findings::default());
    grid.key(Key::Right, &shown);
    let mut pictures: Vec<Vec<Buffer>> = vec![Vec::new(); 9];
    // Two seconds, after all have come out of the background.
    for step in 0..90_u64 {
        let picture = paint(&mut grid, &work, &mut earlier, 33 * step);
        if step < 30 {
            continue;
        }
        let mut buffer = Layers::empty(AREA);
        grid.draw_pictures(&Canvas { frame: Some(&picture), medium: Medium::default() }, AREA, &mut buffer);
        for (tile, seen) in pictures.iter_mut().enumerate() {
            let place = Rect::new(27 * (tile as u16 % 3), 7 * (tile as u16 / 3), 26, 7);
            let mut part = Buffer::empty(place);
            for cell in place.rows().flat_map(Rect::columns) {
                part[(cell.x, cell.y)] = buffer[(cell.x, cell.y)].clone();
            }
            if seen.last() != Some(&part) {
                seen.push(part);
            }
        }
    }
    let changes: Vec<usize> = pictures.iter().map(Vec::len).collect();
    assert!(changes[5] > 50, "the tile in focus: {changes:?}");
    for (tile, changes) in changes.iter().enumerate().filter(|(tile, _)| ![4, 5].contains(tile)) {
        assert!((6..=12).contains(changes), "tile {tile}: {changes} in two seconds");
    }
}

#[test]
fn a_picked_tile_slides_to_the_middle_at_once_and_then_all_is_at_rest() {
    let (mut grid, shown) = breeding("default:42+motion=still");
    grid.key(Key::Char('m'), &shown);
    study(&mut grid, &shown, AREA);
    let (mut work, mut earlier) = (Work::new(shown.clone()), Findings::default());
    for step in 0..30 {
        paint(&mut grid, &work, &mut earlier, 33 * step);
    }
    assert!(!grid.moves(false), "all tiles are painted");
    let child = shown_by(&mut grid, Key::Char('9'), &shown);
    assert!(grid.moves(false));
    // The column between two tiles: the one that was picked is there before anything is painted, since a slow link
    // keeps what is painted waiting.
    let mut answered = Layers::empty(AREA);
    grid.draw_pictures(&Canvas { frame: None, medium: Medium::default() }, AREA, &mut answered);
    assert_eq!((answered[(53, 5)].symbol(), answered[(53, 1)].symbol()), ("▀", " "));
    work = Work::new(child);
    let mut places = Vec::new();
    for step in 30..60 {
        let picture = paint(&mut grid, &work, &mut earlier, 33 * step);
        let mut buffer = Layers::empty(AREA);
        grid.draw_pictures(&Canvas { frame: Some(&picture), medium: Medium::default() }, AREA, &mut buffer);
        places.push(buffer);
    }
    assert!(places[0] != places[2] && places[2] != places[5], "it moves");
    assert!(places[28] == places[29] && !grid.moves(false), "and then rests");
}

#[test]
fn a_digit_opens_the_same_preset_in_the_picker_and_outside() {
    let (mut grid, shown) = (Grid::presets(), recipe("glossy:1"));
    let mut found = 0;
    grid.study(&shown, AREA).unwrap().run(&mut |finding: Finding| {
        grid.receive(&finding);
        found += 1;
        found < 3
    });
    for (digit, preset) in [('1', DIGIT_PRESETS[0]), ('2', DIGIT_PRESETS[1]), ('3', DIGIT_PRESETS[2])] {
        match grid.key(Key::Char(digit), &shown) {
            Answer::Open(recipe) => assert_eq!(recipe.preset, preset),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(grid.key(Key::Char('9'), &shown), Answer::Done, "it has not come yet");
    grid.opened(&shown);
    assert!(grid.study(&shown, AREA).is_some(), "the others are looked for again");
}

#[test]
fn favourites_follow_their_list_whatever_becomes_of_it() {
    let line = |line: usize, art: &str, note: &str| ListEntry { art: art.to_owned(), note: note.to_owned(), line };
    let list = |entries: Vec<ListEntry>| -> Finding { Arc::new(List { path: "favourites.txt".into(), entries }) };
    let (mut grid, shown) = (Grid::favourites(), recipe("glossy:1"));
    grid.receive(&list(vec![line(3, "deep:2+at=1", "mine"), line(2, "ink:3", ""), line(1, "no-such.png", "")]));
    grid.opened(&shown);
    let opening = grid.study(&shown, AREA).unwrap();
    assert_eq!(grid.key(Key::End, &shown), Answer::Done);
    assert!(drawn(&grid, &shown, AREA).contains("1 …"), "they have not come yet");
    opening.run(&mut |finding: Finding| {
        grid.receive(&finding);
        true
    });
    let text = drawn(&grid, &shown, AREA);
    for words in ["as it is now", "1 mine", "2 ink:3", "3 no-such.png", "there is no such file", "1 can't be opened"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The last tile is in focus, and nothing is to be kept of it, or opened.
    assert_eq!(grid.subject(), None);
    let Answer::Say(why) = grid.key(Key::Enter, &shown) else { panic!("there is nothing to open") };
    assert_eq!(why, "no-such.png: there is no such file");
    grid.key(Key::Left, &shown);
    assert_eq!(grid.subject(), Some(Work::new(recipe("ink:3"))));
    // As it is kept, whatever weights paint what is shown.
    let kept = |line: &str| Answer::OpenWork(Box::new(Work::new(recipe(line))));
    assert_eq!(grid.key(Key::Enter, &shown), kept("ink:3"));
    assert_eq!(grid.key(Key::Char('1'), &shown), kept("deep:2"));
    assert_eq!(grid.key(Key::Char('4'), &shown), Answer::Done, "no tile has it");
    // Two were taken out, and the tile in focus with them.
    grid.key(Key::End, &shown);
    grid.receive(&list(vec![line(1, "ink:3", "")]));
    study(&mut grid, &shown, AREA);
    assert_eq!(grid.subject(), Some(Work::new(recipe("ink:3"))));
    assert_eq!(grid.key(Key::Char('1'), &shown), kept("ink:3"));
    let text = drawn(&grid, &shown, AREA);
    assert!(!text.contains("mine") && !text.contains("no-such"), "{text}");
}

/// Writes a network that no line says: its first weight is `value`.
fn save_weights(path: &Path, value: f32) {
    let line = recipe("glossy:1+motion=still");
    let mut network = Network::build(&line);
    network.layers[0].weights[0] = value;
    std::fs::write(path, to_half_safetensors(&network, Some(&line.to_string()))).unwrap();
}

#[test]
fn children_are_painted_by_the_weights_that_are_shown_though_one_recipe_says_others_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut grid = Grid::breed();
    for value in [1.0, 2.0, 1.0] {
        let path = folder.path().join(format!("{value}.safetensors"));
        save_weights(&path, value);
        let origin = open_file(&path).unwrap();
        let shown = origin.recipe().clone();
        let origin: Finding = Arc::new(origin);
        grid.receive(&origin);
        study(&mut grid, &shown, AREA);
        grid.key(Key::Home, &shown);
        let child = grid.subject().unwrap();
        assert_eq!(child.imported().unwrap().network.layers[0].weights[0], value);
    }
}

#[test]
fn a_favourite_out_of_a_file_is_a_tile_of_its_own_weights() {
    let folder = tempfile::tempdir().unwrap();
    let save = |name: &str, value: f32| save_weights(&folder.path().join(name), value);
    save("one.safetensors", 1.0);
    save("two.safetensors", 2.0);
    std::fs::write(folder.path().join("broken.safetensors"), "{").unwrap();
    let names = ["one.safetensors", "two.safetensors", "broken.safetensors", "gone.safetensors"];
    let line = |(line, art): (usize, &str)| ListEntry { art: art.to_owned(), note: String::new(), line };
    let entries = (1..).zip(names).map(line).collect();
    let list: Finding = Arc::new(List { path: folder.path().join("favourites.txt"), entries });
    let (mut grid, shown) = (Grid::favourites(), recipe("glossy:1"));
    grid.receive(&list);
    grid.opened(&shown);
    study(&mut grid, &shown, AREA);
    let text = drawn(&grid, &shown, AREA);
    for words in ["1 one", "2 two", "3 broken", "4 gone", "there is no such file", "2 can't be opened"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // One recipe says both; their weights do not.
    for (digit, value) in [('1', 1.0), ('2', 2.0)] {
        let Answer::OpenWork(work) = grid.key(Key::Char(digit), &shown) else { panic!("{digit} is no tile") };
        assert_eq!(work.network().layers[0].weights[0], value);
        assert_eq!(grid.subject().as_ref(), Some(&*work), "what is in focus is saved with its weights");
    }
    for digit in ['3', '4'] {
        assert!(matches!(grid.key(Key::Char(digit), &shown), Answer::Say(_)), "{digit}");
    }
    // One that has come back is there when the view is opened again.
    save("gone.safetensors", 3.0);
    grid.opened(&shown);
    study(&mut grid, &shown, AREA);
    assert!(matches!(grid.key(Key::Char('4'), &shown), Answer::OpenWork(_)));
    assert!(drawn(&grid, &shown, AREA).contains("1 can't be opened"));
}

#[test]
fn every_preset_can_be_reached_by_arrows_on_every_size() {
    for (width, height) in [(40, 12), (80, 24), (120, 36), (200, 60)] {
        let area = Rect::new(0, 0, width, height);
        let (mut grid, shown) = (Grid::presets(), recipe("glossy:1"));
        let _ = grid.study(&shown, area);
        grid.key(Key::End, &shown);
        let pages = drawn(&grid, &shown, area);
        for _ in 0..Preset::ALL.len() {
            assert_eq!(grid.key(Key::Left, &shown), Answer::Done);
        }
        assert!(width >= 200 || pages.contains(" of "), "{width}×{height}: {pages}");
        assert!(drawn(&grid, &shown, area).contains("as it is"), "{width}×{height}");
    }
}

const COLUMNS: u16 = 100;

/// Waits for the first picture.
fn watching(columns: u16, rows: u16, line: &str) -> Session {
    let mut session = Session::start(columns, rows, &[line]);
    session.wait_until("a picture", |session| session.is_alternate() && session.distinct_colors(0..4) > 8);
    session
}

/// The line in the status bar, which a key brings back.
fn line(session: &Session) -> String {
    let text = session.text();
    text.lines().last().unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
}

/// The line above the keys of a view of tiles.
fn line_in_tiles(session: &Session) -> String {
    let text = session.text();
    let row = text.lines().rev().nth(1).unwrap_or_default();
    let half = usize::from(COLUMNS).div_ceil(2);
    row.chars().skip(half).collect::<String>().split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn breeding_in_a_terminal() {
    let mut session = watching(COLUMNS, 30, "default:42");
    session.press("b");
    session.wait_for("parent · 5 others");
    for tile in ["7 weights", "9 weights"] {
        session.wait_for(tile);
    }
    session.wait_until("all children", |session| !session.text().contains("…  ") && !session.text().contains(" … "));
    // Pictures in all rows of tiles.
    for rows in [0..7, 9..16, 18..25] {
        session.wait_until("tiles", |session| session.distinct_colors(rows.clone()) > 30);
    }
    session.press("7");
    session.wait_until("the child's line", |session| line_in_tiles(session).starts_with("default:42."));
    let child = line_in_tiles(&session);
    session.wait_for("default:42 › weights");
    session.press("u");
    session.wait_until("the parent's line", |session| line_in_tiles(session) == "default:42");
    session.press("\x12");
    session.wait_until("the child's line", |session| line_in_tiles(session) == child);
    session.press("\x1b");
    session.wait_until("the picture alone", |session| !session.text().contains("parent"));
    assert_eq!(line(&session), child);
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[test]
fn two_digits_at_once_are_two_generations() {
    let mut session = watching(COLUMNS, 30, "default:42");
    session.press("b");
    session.wait_for("7 weights");
    session.press("77");
    session.wait_for("generation 2  default:42 › weights › weights");
    session.wait_until("the grandchild's line", |session| line_in_tiles(session).matches('.').count() == 2);
    // Long after a key, too, both are seen.
    std::thread::sleep(Duration::from_millis(3500));
    assert!(line_in_tiles(&session).starts_with("default:42.") && session.text().contains("Enter choose"));
    session.press("?");
    session.wait_for("In this view");
}

#[test]
fn the_presets_open_as_tiles_and_a_click_or_enter_opens_one() {
    let mut session = watching(100, 30, "default:42");
    session.press("P");
    session.wait_for("as it is now");
    session.wait_for("2 glossy");
    session.press("2");
    session.wait_until("the preset", |session| line(session).starts_with("glossy:"));
    session.wait_until("the picture alone", |session| !session.text().contains("as it is now"));
    session.press("P");
    session.wait_for("3 mondrian");
    session.press("\x1b[C\x1b[C\x1b[C\r");
    session.wait_until("the preset", |session| line(session).starts_with("mondrian:"));
    session.press("P");
    session.wait_for("1 default");
    // The second tile of the first row.
    session.press("\x1b[<0;40;3M\x1b[<0;40;3m");
    session.wait_until("the preset", |session| line(session).starts_with("default:"));
    session.press("P");
    session.wait_for("as it is now");
    session.press("\x1b");
    session.wait_until("the picture alone", |session| !session.text().contains("as it is now"));
}

#[test]
fn keys_of_the_tile_in_focus_copy_its_line() {
    let mut session = watching(100, 30, "default:42");
    session.press("b");
    session.wait_for("7 weights");
    session.press("\x1b[A\x1b[D");
    session.press("y");
    session.wait_for("clipboard: default:42.");
}

#[test]
fn a_terminal_that_is_too_small_says_so_and_tiles_come_with_the_room() {
    let mut session = Session::start(24, 8, &["default:42"]);
    session.wait_until("a picture", |session| session.distinct_colors(0..4) > 8);
    session.press("b");
    session.wait_for("too small");
    for (columns, rows) in [(40, 12), (80, 24), (200, 60), (40, 12)] {
        session.resize(columns, rows);
        session.wait_for("parent");
    }
}
