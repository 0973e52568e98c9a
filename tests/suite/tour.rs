//! The tour: what its pages claim is so, they fit, and they turn.

use std::sync::{Arc, LazyLock};

use neurotty::app::Toast;
use neurotty::app::action::{Action, BINDINGS, Binding, Key};
use neurotty::app::look::{Finding, Scene};
use neurotty::app::view::tour::lesson::{Course, STEPS, STOPS, Snapshot};
use neurotty::app::view::tour::{Lesson, Measured, PAGES, Page, Tour};
use neurotty::app::view::{Canvas, Context, Open, Overlay, Screenful, Status};
use neurotty::insight::evidence::{alike, folding, logits, saturated, spread};
use neurotty::insight::{self, Explanation, Verdict, explain, judge, measure};
use neurotty::learn::sample::SIZE;
use neurotty::network::Network;
use neurotty::painter::Viewport;
use neurotty::recipe::text::parse;
use neurotty::recipe::{Activation, Activations, Knob, Recipe, Weights};
use neurotty::work::Work;
use ratatui::layout::Rect;
use thinwire::{Layers, Medium};

#[cfg(unix)]
use crate::pty::Session;

fn recipe(line: &str) -> Recipe {
    let line = parse(line).unwrap();
    assert!(line.seeded, "a page names its seed");
    line.recipe
}

/// Everything that the pages learn, at every stop of their sliders.
static LEARNT: LazyLock<Vec<Finding>> = LazyLock::new(|| {
    let (mut tour, mut all) = (Tour::default(), Vec::new());
    for (number, page) in PAGES.iter().enumerate() {
        tour.page = number;
        let Some(study) = tour.study(&recipe(page.line), Rect::new(0, 0, 80, 24)) else { continue };
        let mut found = Vec::new();
        study.run(&mut |finding| {
            found.push(finding);
            true
        });
        found.iter().for_each(|finding| tour.receive(finding));
        all.extend(found);
    }
    all
});

/// The tour at a page, with all that it learns.
fn tour_at(number: usize) -> Tour {
    let mut tour = Tour::at(number);
    if PAGES[number].lesson().is_some() {
        LEARNT.iter().for_each(|finding| tour.receive(finding));
    }
    tour
}

/// What a page says was found of `recipe`.
fn evidence(number: usize, recipe: &Recipe, measured: &Explanation) -> String {
    tour_at(number).evidence(recipe, Some(measured)).unwrap_or_default()
}

/// What a lesson has learnt with layers of this width after so many steps, from left to right.
fn learnt(lesson: Lesson, width: u16, steps: u64) -> Vec<Snapshot> {
    let number = PAGES.iter().position(|page| page.lesson() == Some(lesson)).unwrap();
    let mut recipe = recipe(PAGES[number].line);
    recipe.hidden.fill(width);
    let tour = tour_at(number);
    let of = |course: &Course| tour.learnt(course, steps).unwrap().clone();
    lesson.courses(&recipe).unwrap().iter().map(of).collect()
}

/// Whether a picture shows each post of the sample's fence lighter than the grass between.
fn shows_every_post(snapshot: &Snapshot) -> bool {
    let [width, height] = SIZE;
    let frame = snapshot.work.painting().paint(0.0, snapshot.work.recipe().view, Viewport::new(width, height));
    let light = |column: usize| frame.pixels[54 * width as usize + column].map(f64::from).iter().sum::<f64>();
    (1..94).step_by(4).all(|post| light(post) > light(post + 2) + 150.0)
}

/// What a page's words say, beginning with the words themselves, and whether it was measured so.
type Claim = (&'static str, bool);

/// Every sentence of the page that contains a number, and the measurement behind it.
fn claims(title: &str, e: &Explanation) -> Vec<Claim> {
    let is = |verdict| e.verdict == verdict;
    let hidden = &e.layers[1..e.layers.len() - 1];
    let look = |line: &str| measure(&Work::new(recipe(line)), 0.0);
    let scale = |e: &Explanation| e.stack.as_ref().unwrap().weights;
    let near = |found: f64, said: f64, tolerance: f64| (found - said).abs() < tolerance;
    match title {
        "grey goo" => {
            let kept: Vec<f64> = hidden.windows(2).map(|pair| pair[1].std / pair[0].std).collect();
            // Eight steps of the key: 1.1⁸ times PyTorch's σ_w of 1/√3.
            let back = judge(&Work::new(recipe("grey-goo:1+weights=scaled:1.24")), 0.0);
            vec![
                ("each layer behind the first keeps about half", kept.iter().all(|kept| (0.4..0.65).contains(kept))),
                (
                    "After nine layers all of it is one grey",
                    hidden.len() == 9 && is(Verdict::GreyGoo) && logits(e) < 0.01,
                ),
                ("after eight presses the picture is back", back != Verdict::GreyGoo),
            ]
        }
        "weights of ±100" => vec![
            ("±100", largest_weight("corner-rays:1", 100.0)),
            ("driven to −1 or 1, where a larger sum changes nothing: it is saturated", saturated(e) > 0.99),
            ("full on or full off", e.picture.full > 0.99),
            ("one of the eight corners", e.layers.last().unwrap().width == 3 && is(Verdict::Posterised)),
        ],
        "why the wedges come from a corner" => {
            // Evenly spread numbers from 0 to 128 have these.
            let even = near(e.layers[0].mean, 64.0, 0.5) && near(spread(e, 0), 128.0 / 12_f64.sqrt(), 0.1);
            let out = Network::build(&recipe("corner-rays:2")).layers[0].clone();
            let bias = out.biases.iter().fold(0.0_f32, |most, b| most.max(b.abs()));
            vec![("both run from 0 to 128. So far out the bias", even), ("makes no difference", bias < 1.0)]
        }
        "centred coordinates" => vec![
            ("the inputs take both signs", e.layers[0].mean.abs() < 0.01),
            ("the edges of all 16 neurons of the first layer meet, or nearly", hidden[0].width == 16),
        ],
        "into the Mondrian" => vec![
            ("A hundred times closer", recipe("mondrian:1").view.zoom == 100.0),
            ("cut, not shaded", saturated(e) > 0.98 && is(Verdict::Posterised)),
        ],
        "weights of ±3" => vec![
            ("±3", largest_weight("mind-blown:1", 3.0)),
            ("Between too small and too large", !is(Verdict::GreyGoo) && !is(Verdict::Posterised)),
            ("About a third of the last layer shades", near(1.0 - saturated(e), 1.0 / 3.0, 0.05)),
            ("every layer folds", hidden.iter().skip(1).all(|layer| layer.growth.unwrap() > 1.0)),
        ],
        "normal weights" => {
            let network = Network::build(&recipe("glossy:1"));
            let weights: Vec<f64> =
                network.layers[1..].iter().flat_map(|l| &l.weights).map(|w| f64::from(*w)).collect();
            let square = weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64;
            let within = weights.iter().filter(|w| w.abs() <= 1.0).count();
            vec![
                ("most lie within ±1", 2 * within > weights.len()),
                ("the layers bend it ever longer", hidden.windows(2).all(|pair| pair[1].length > pair[0].length)),
                ("standard deviation 1", near(square.sqrt(), 1.0, 0.05)),
                ("with 8 hidden layers", hidden.len() - 1 == 8),
                ("9 in its code", hidden.len() == 9),
                ("The folds become glossy", is(Verdict::Alive)),
            ]
        }
        "no hidden layer" => vec![("a gradient", is(Verdict::Smooth) && hidden.is_empty() && alike(e) > 0.999)],
        "one hidden layer" => vec![
            ("One layer of 16 neurons: each is one soft ramp", hidden.len() == 1 && hidden[0].width == 16),
            ("a colour adds up 16 of them", hidden[0].width == 16 && is(Verdict::Smooth)),
            ("hardly folds", folding(e) < 5.0),
        ],
        "eight hidden layers" => vec![
            ("eight hidden layers", hidden.len() == 9),
            ("eight layers", hidden.len() - 1 == 8),
            ("The picture of page 7 again", PAGES[6].line == page(title).line && is_still(page(title))),
            ("nine in the article's code", hidden.len() == 9),
            ("more than ten times as long as behind one layer", folding(e) > 10.0 * folding(&look("one-hidden:1"))),
        ],
        "sixteen hidden layers" => vec![
            ("sixteen hidden layers", hidden.len() == 17),
            ("Sixteen layers of the same kind", hidden.len() - 1 == 16),
            ("seventeen in the article's code", hidden.len() == 17),
            ("more than three times as long again", folding(e) > 3.0 * folding(&look("glossy:1"))),
            ("filigree", is(Verdict::Filigree)),
        ],
        "depth against width" => {
            let (deep, parameters) = (look("deep:1"), |line| recipe(line).parameters() as f64);
            let twice = parameters("wide:1") / parameters("deep:1");
            vec![
                ("Nine layers of 32 instead of seventeen of 16", hidden.len() == 9 && hidden[0].width == 32),
                ("half as deep with twice the weights", near(9.0 / 17.0, 0.5, 0.05) && near(twice, 2.0, 0.1)),
                ("It folds as much as the deep network", near(folding(e) / folding(&deep), 1.0, 0.05)),
                ("and is smoother", alike(e) > alike(&deep) + 0.05),
            ]
        }
        "the catch: width turns up σ_w" => {
            let ratio = scale(&look("wide:1+hidden=64x9")) / scale(e);
            vec![
                ("standard deviation 1 at every width", recipe("wide:1").weights == Weights::Normal(1.0)),
                ("A sum over twice as many is √2 times as large", near(ratio, std::f64::consts::SQRT_2, 0.01)),
            ]
        }
        "a fair comparison" => {
            let (fair, unfair) = (look("wide:1+weights=scaled:4+hidden=128x9"), look("wide:1+hidden=128x9"));
            let at_16 = look("glossy:1");
            vec![
                ("keep σ_w at 4, as with 16 neurons", near(scale(&fair), 4.0, 0.01) && near(scale(&at_16), 4.0, 0.01)),
                ("128 neurons are filigree", fair.verdict == Verdict::Filigree),
                ("86% like the next, where the unfair ones were noise at 34%", {
                    near(alike(&fair), 0.86, 0.01) && near(alike(&unfair), 0.34, 0.01)
                }),
                ("unfair ones were noise", unfair.verdict == Verdict::Noise),
                // How far from 16 neurons' likeness the widening went in both.
                ("Most of what looked like width was σ_w", {
                    alike(&at_16) - alike(&fair) < 0.5 * (alike(&at_16) - alike(&unfair))
                }),
                ("σ_w and χ₁ stay where they are", near(scale(e), scale(&fair), 0.01)),
            ]
        }
        "128 wide" => vec![
            ("128 wide", hidden[0].width == 128),
            ("nine layers of 128. At σ_w 11.3", hidden.len() == 9 && near(scale(e), 11.3, 0.05)),
            ("little in common", alike(e) < 0.5 && is(Verdict::Noise)),
        ],
        "the depth sweep" => {
            let verdict = |layers: u16| judge(&Work::new(recipe(&format!("glossy:1+hidden=16x{layers}"))), 0.0);
            let stops = page(title).sweep.unwrap().stops;
            let all = |range: std::ops::RangeInclusive<u16>, is| range.map(verdict).all(|found| found == is);
            vec![
                ("2 to 29 layers of 16", stops.iter().copied().eq(2..=29) && hidden[0].width == 16),
                ("Up to 10 the picture is alive", all(2..=10, Verdict::Alive)),
                (
                    "then filigree, and from 24 on noise",
                    all(11..=23, Verdict::Filigree) && all(24..=29, Verdict::Noise),
                ),
            ]
        }
        "the width sweep" => {
            let stops = page(title).sweep.unwrap().stops;
            let line = |width: u16| recipe(&format!("glossy:1+hidden={width}x9"));
            let scale = |width: u16| insight::stack(&Work::new(line(width))).unwrap().weights;
            let first_noise =
                stops.iter().copied().find(|width| judge(&Work::new(line(*width)), 0.0) == Verdict::Noise);
            vec![
                ("2 to 512 neurons in each of nine layers", {
                    stops.first() == Some(&2) && stops.last() == Some(&512) && hidden.len() == 9
                }),
                ("standard deviation 1", line(2).weights == Weights::Normal(1.0)),
                ("from 1.4 to 22.6", near(scale(2), 1.4, 0.05) && near(scale(512), 22.6, 0.05)),
                ("From 128 on the picture is noise", {
                    first_noise == Some(128)
                        && [256, 512].iter().all(|width| judge(&Work::new(line(*width)), 0.0) == Verdict::Noise)
                }),
                ("two million weights", near(line(512).parameters() as f64, 2e6, 0.2e6)),
            ]
        }
        "halving" => {
            let growth: Vec<f64> = hidden.iter().map(|layer| layer.growth.unwrap()).collect();
            let widths: Vec<usize> = hidden.iter().map(|layer| layer.width).collect();
            vec![
                ("Layers of 128, 64, 32, 16 and 8", widths == [128, 64, 32, 16, 8]),
                ("each layer folds less than the one before", growth.windows(2).all(|pair| pair[1] < pair[0])),
                ("Large shapes", is(Verdict::Alive) && alike(e) > alike(&look("glossy:1"))),
            ]
        }
        "the activation: relu" => {
            let before = PAGES.iter().take_while(|page| page.title != title);
            let tanh = Activations::All(Activation::Tanh);
            vec![
                ("So far it was tanh", before.map(|page| recipe(page.line)).all(|recipe| recipe.activation == tanh)),
                ("values grow from layer to layer", hidden.windows(2).all(|pair| pair[1].std > pair[0].std)),
                ("flat facets", is(Verdict::Posterised)),
            ]
        }
        "other activations" => vec![
            ("more than five times as long as with tanh", folding(e) > 5.0 * folding(&look("glossy:1"))),
            ("the picture ends as noise", is(Verdict::Noise)),
            ("all eleven", Activation::ALL.len() == 11),
        ],
        "the distance r" => vec![("r from the middle as an input beside x and y", e.layers[0].width == 3)],
        "latent inputs z" => {
            let (this, before) = (recipe(page(title).line), recipe(page("the distance r").line));
            vec![
                ("The same network", this.seed == before.seed && this.hidden == before.hidden),
                ("one network paints a whole family", this.latent > 0),
                ("motion walks through it", !this.motion.is_empty()),
            ]
        }
        "the size of the sums: σ_w" => {
            let at = |stop: u16| {
                let mut recipe = recipe(page(title).line);
                page(title).sweep.unwrap().set(&mut recipe, stop);
                measure(&Work::new(recipe), 0.0)
            };
            let (least, most) = (at(1), at(16));
            vec![
                ("Where it is small, neurons stay in the straight middle", saturated(&least) < 0.01),
                ("where it is large, most are saturated", saturated(&most) > 0.85),
                ("the picture goes from smooth to ever finer detail", {
                    least.verdict == Verdict::Smooth && most.verdict == Verdict::Filigree
                }),
            ]
        }
        "order and chaos: χ₁" => {
            let goo = judge(&Work::new(recipe("glossy:1+weights=scaled:0.5")), 0.0);
            let noise = judge(&Work::new(recipe("pollock:1")), 0.0);
            let slope = e.stack.as_ref().unwrap().slope;
            vec![
                ("Below 1 pictures end as goo", goo == Verdict::GreyGoo),
                ("far above as noise", noise == Verdict::Noise),
                ("Here it is 1.14: nine layers, and still smooth", {
                    near(slope, 1.14, 0.005) && hidden.len() == 9 && is(Verdict::Smooth)
                }),
            ]
        }
        "a network can paint anything" => {
            let widths = page(title).sweep.unwrap().stops;
            let reached: Vec<f64> = widths.iter().map(|width| learnt(Lesson::Widths, *width, STEPS)[0].psnr).collect();
            let at = |width| learnt(Lesson::Widths, width, STEPS)[0].clone();
            vec![
                ("Three layers of sines", hidden.len() == 3),
                ("a network can paint anything", reached.windows(2).all(|pair| pair[1] > pair[0] + 0.3)),
                ("4 wide, keep to fog", at(4).bands.fine < 0.25 && !shows_every_post(&at(4))),
                ("128 wide have every post of the fence", shows_every_post(&at(128)) && reached[5] > 30.0),
                ("6 more halve the error", near(20.0 * 2_f64.log10(), 6.0, 0.05)),
            ]
        }
        "why it starts as fog" => {
            let stops = STOPS.map(|steps| learnt(Lesson::Fog, 64, steps));
            let lags = |at: &Snapshot| at.bands.fine < at.bands.coarse;
            let detail = |steps: usize, of: usize| stops[steps][of].bands.fine;
            vec![
                ("Low frequencies, the coarse shapes, are learnt first", {
                    stops[2..].iter().flatten().all(lags) && stops[2][1].bands.coarse > 0.4 && detail(2, 1) < 0.2
                }),
                ("the fine detail, later", detail(5, 1) > 0.8),
                ("takes many steps", (2..6).all(|stop| detail(stop, 0) < detail(stop, 1))),
                ("four times as many steps", STOPS.windows(2).all(|pair| pair[1] == 4 * pair[0])),
            ]
        }
        "random features" => {
            let widths = page(title).sweep.unwrap().stops;
            let both: Vec<_> = widths.iter().map(|width| learnt(Lesson::RandomFeatures, *width, STEPS)).collect();
            let reached: Vec<[f64; 2]> = both.iter().map(|both| [both[0].psnr, both[1].psnr]).collect();
            vec![
                ("the three hidden layers stay random", hidden.len() == 3),
                ("the best that there are", reached.iter().all(|[solved, _]| (10.0..20.0).contains(solved))),
                ("learning the hidden layers is what matters", {
                    reached.iter().all(|[solved, learnt]| *learnt > solved + 1.0)
                        && reached[3][1] > reached[3][0] + 10.0
                }),
                ("what learns gains much, the random one hardly gains", reached[4][0] < reached[0][0] + 3.0),
            ]
        }
        "your turn" => vec![("positions in, colours out", matches!(e.verdict, Verdict::Alive | Verdict::Smooth))],
        _ => panic!("a page that no test knows: {title}"),
    }
}

fn page(title: &str) -> &'static Page {
    PAGES.iter().find(|page| page.title == title).unwrap()
}

/// Whether its picture is the same whenever it is looked at.
fn is_still(page: &Page) -> bool {
    recipe(page.line).motion.is_empty()
}

/// Whether the weights of `line` reach up to ±`bound` and no further.
fn largest_weight(line: &str, bound: f32) -> bool {
    let network = Network::build(&recipe(line));
    let largest = network.layers.iter().flat_map(|layer| &layer.weights).fold(0.0_f32, |most, w| most.max(w.abs()));
    (0.99 * bound..=bound).contains(&largest)
}

/// Words that say how many, beside those with digits in them.
const NUMBERS: [&str; 17] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "eight",
    "nine",
    "ten",
    "eleven",
    "sixteen",
    "seventeen",
    "hundred",
    "million",
    "twice",
    "half",
    "third",
    "√2",
];

#[test]
fn what_every_page_claims_is_so_and_every_number_is_claimed() {
    let mut wrong = Vec::new();
    for page in PAGES {
        let measured = measure(&Work::new(recipe(page.line)), 0.0);
        let claims = claims(page.title, &measured);
        let said = [page.title.to_owned(), page.text.text(BINDINGS), page.hint.text(BINDINGS), footnote(page)];
        for (words, so) in &claims {
            if !said.iter().any(|text| text.contains(words)) {
                wrong.push(format!("“{}” does not say: {words}", page.title));
            }
            if !so {
                wrong.push(format!("“{}” claims what is not so: {words}", page.title));
            }
        }
        let rest = said.map(|text| claims.iter().fold(text, |rest, (words, _)| rest.replace(words, " ")));
        let unproven: Vec<&str> = rest.iter().flat_map(|text| text.split_whitespace()).filter(is_number).collect();
        if !unproven.is_empty() {
            wrong.push(format!("“{}” says {unproven:?}, which no claim covers", page.title));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn footnote(page: &Page) -> String {
    page.footnote.unwrap_or_default().to_owned()
}

fn is_number(word: &&str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '√').to_lowercase();
    // The index of χ₁ is no digit of ASCII: that is a name.
    word.chars().any(|c| c.is_ascii_digit()) || NUMBERS.contains(&word.as_str())
}

/// Terms that not everybody knows, and the words that explain them.
const TERMS: &[(&str, &str)] = &[
    ("neuron", "neurons: each adds up what enters it, times random weights, and bends the sum"),
    ("hidden", "Between them lie hidden layers"),
    ("grey goo", "grey goo: one flat colour"),
    ("saturated", "where a larger sum changes nothing: it is saturated"),
    ("bias", "the bias, a number that each neuron adds to its sum"),
    ("folds", "every layer folds the picture: it brings together places that lay apart"),
    ("article", "the article that this tour follows"),
    ("circle", "How much is folded a circle shows"),
    ("alive", "alive: detail you can follow"),
    ("σ_w", "is called σ_w: the standard deviation of the weights times √N"),
    ("χ₁", "χ₁, how much a layer stretches a small (squared) difference"),
    ("filigree", "filigree: lines as fine as the pixels, and finer"),
    ("noise", "noise: neighbouring pixels have little in common"),
    ("sigmoid", "a sigmoid, an S-shaped curve"),
    ("activation", "The curve that bends a sum, the activation"),
    ("tanh", "tanh, an S with flat ends"),
    ("relu", "relu cuts off what is negative and bounds nothing"),
    ("decibel", "Nearness is in decibels (dB): 6 more halve the error"),
    ("least squares", "the best that there are for them, solved by least squares"),
    ("latent", "further inputs z, called latent, which all pixels share"),
];

#[test]
fn every_term_is_explained_on_the_page_that_uses_it_first() {
    let pages: Vec<String> = PAGES
        .iter()
        .enumerate()
        .map(|(number, page)| {
            let recipe = recipe(page.line);
            let evidence = evidence(number, &recipe, &measure(&Work::new(recipe.clone()), 0.0));
            let parts =
                [page.title.to_owned(), page.text.text(BINDINGS), evidence, page.hint.text(BINDINGS), footnote(page)];
            parts.join("\n")
        })
        .collect();
    for (term, explanation) in TERMS {
        let first = pages.iter().position(|page| page.to_lowercase().contains(&term.to_lowercase()));
        let explained = pages.iter().position(|page| page.contains(explanation));
        assert!(explained.is_some() && explained == first, "{term}: used {first:?}, explained {explained:?}");
    }
    // What a verdict means stands beside its name wherever it is measured.
    for page in &pages {
        for verdict in Verdict::ALL {
            let named = page.lines().nth(2).unwrap().contains(verdict.name());
            assert!(!named || page.contains(&format!("{}: ", verdict.name())), "{page}");
        }
    }
}

#[test]
fn pages_that_are_compared_hold_still() {
    let moving: Vec<_> = PAGES.iter().filter(|page| !is_still(page)).map(|page| page.title).collect();
    assert_eq!(moving, ["latent inputs z", "your turn"]);
}

/// The rows of a terminal of `size` that shows `view` with what was measured.
fn rows_on_screen(
    view: &Tour,
    [columns, rows]: [u16; 2],
    recipe: &Recipe,
    found: &Finding,
    toast: Option<&Toast>,
) -> Vec<String> {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Layers::empty(area);
    let canvas = Canvas { frame: None, medium: Medium::default() };
    let open = Some(Open { view, context: Context { recipe, found: Some(found) } });
    let status = Some(Status { line: "", changed: &[], facts: &[] });
    Screenful { canvas, status, toast, progress: None, open }.draw(area, &mut buffer);
    let row = |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect();
    buffer.content.chunks(usize::from(columns)).map(row).collect()
}

#[test]
fn every_page_can_be_read_to_its_end_at_any_size() {
    for (number, page) in PAGES.iter().enumerate() {
        let recipe = recipe(page.line);
        let explanation = measure(&Work::new(recipe.clone()), 0.0);
        let parts = [
            page.title.to_owned(),
            page.text.text(BINDINGS),
            evidence(number, &recipe, &explanation),
            page.hint.text(BINDINGS),
            footnote(page),
        ];
        let found: Finding = Arc::new(Measured { recipe: recipe.clone(), explanation });
        for size in [[40, 12], [80, 24], [120, 36], [200, 60], [300, 80]] {
            let mut view = tour_at(number);
            let (mut read, mut before): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            loop {
                let shown = rows_on_screen(&view, size, &recipe, &found, None);
                if shown == before {
                    break;
                }
                let text = shown.join("\n");
                assert!(text.contains("Esc leaves"), "{size:?}\n{text}");
                read.extend(words(&text));
                before = shown;
                view.key(Key::PageDown, &recipe);
            }
            for word in parts.iter().flat_map(|part| part.split_whitespace()) {
                assert!(read.iter().any(|seen| seen == word), "{word} is out of reach on page {number} at {size:?}");
            }
            // A page that goes on below says so, on its last row.
            let first = rows_on_screen(&tour_at(number), size, &recipe, &found, None).join("\n");
            let all = parts.iter().flat_map(|part| part.split_whitespace()).all(|word| first.contains(word));
            assert!(all || first.contains("↓ PgDn"), "{size:?}\n{first}");
        }
    }
}

#[test]
fn a_message_covers_nothing_of_what_is_read() {
    let recipe = recipe(PAGES[0].line);
    let explanation = measure(&Work::new(recipe.clone()), 0.0);
    let found: Finding = Arc::new(Measured { recipe: recipe.clone(), explanation });
    let toast = Toast { text: "? for keys".to_owned(), link: None, until: std::time::Duration::MAX };
    for size in [[40, 12], [80, 24], [120, 36], [200, 60], [300, 80]] {
        let view = Tour::at(0);
        let without = rows_on_screen(&view, size, &recipe, &found, None);
        let with = rows_on_screen(&view, size, &recipe, &found, Some(&toast));
        let page = view.picture(Rect::new(0, 0, size[0], size[1])).bottom();
        assert!(with.join("\n").contains("? for keys"));
        assert_eq!(with[usize::from(page)..], without[usize::from(page)..], "{size:?}");
    }
}

#[test]
fn a_page_says_when_the_picture_is_no_longer_its_own() {
    let shown = |number: usize, line: &str| {
        let recipe = recipe(line);
        let explanation = measure(&Work::new(recipe.clone()), 0.0);
        let found: Finding = Arc::new(Measured { recipe: recipe.clone(), explanation });
        rows_on_screen(&Tour::at(number), [80, 24], &recipe, &found, None).join("\n")
    };
    const NOTICE: &str = "no longer the picture that the page speaks of: 0 puts it back";
    assert!(!shown(6, "glossy:1+motion=still").contains(NOTICE));
    for line in ["mondrian:5016", "glossy:1+motion=still+hidden=16x10", "glossy:2+motion=still"] {
        let text = shown(6, line);
        assert!(text.contains(NOTICE) && text.contains("0 puts it back") && text.contains("Esc leaves"), "{text}");
    }
    // Every stop of a sweep is what its page speaks of.
    let sweep = PAGES.iter().position(|page| page.title == "the depth sweep").unwrap();
    let text = shown(sweep, "glossy:1+hidden=16x5+motion=still");
    assert!(!text.contains(NOTICE) && text.contains("0 puts it back"), "{text}");
    let last = words(&shown(PAGES.len() - 1, "default:1")).join(" ");
    assert!(last.contains("This was the last page") && last.contains("the last page ← turns back"), "{last}");
}

#[test]
fn a_quick_measurement_agrees_with_the_thorough_one() {
    let recipe = recipe("pollock:1");
    let (quick, thorough) = (measure(&Work::new(recipe.clone()), 0.0), explain(&Work::new(recipe.clone()), 0.0));
    assert_eq!(quick.verdict, thorough.verdict);
    for (quick, thorough) in quick.layers.iter().zip(&thorough.layers) {
        assert!((quick.std - thorough.std).abs() < 0.1 * thorough.std, "{quick:?} for {thorough:?}");
    }
}

/// The words on a screen of 80×24 that shows a page with `recipe`.
fn words_on_screen(number: usize, recipe: &Recipe, measured: &Explanation) -> Vec<String> {
    let area = Rect::new(0, 0, 80, 24);
    let mut buffer = Layers::empty(area);
    let canvas = Canvas { frame: None, medium: Medium::default() };
    let found: Finding = Arc::new(Measured { recipe: recipe.clone(), explanation: measured.clone() });
    let view = tour_at(number);
    let open = Some(Open { view: &view, context: Context { recipe, found: Some(&found) } });
    // The status bar hides the lowest row.
    let status = Some(Status { line: "", changed: &[], facts: &[] });
    Screenful { canvas, status, toast: None, progress: None, open }.draw(area, &mut buffer);
    let cells: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    let rows: Vec<String> = cells.chars().collect::<Vec<_>>().chunks(80).map(|row| row.iter().collect()).collect();
    words(&rows.join("\n"))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_page_fits_a_terminal_of_eighty_columns_at_every_stop() {
    for (number, page) in PAGES.iter().enumerate() {
        let first = recipe(page.line);
        let stops = page.sweep.map_or(Vec::new(), |sweep| {
            let at = |stop: &u16| {
                let mut recipe = first.clone();
                sweep.set(&mut recipe, *stop);
                recipe
            };
            sweep.stops.iter().filter(|stop| **stop <= 128).map(at).collect()
        });
        for recipe in std::iter::once(first).chain(stops) {
            let measured = measure(&Work::new(recipe.clone()), 0.0);
            let shown = words_on_screen(number, &recipe, &measured);
            let (text, hint) = (page.text.text(BINDINGS), page.hint.text(BINDINGS));
            for text in [page.title.to_owned(), text, hint, footnote(page), evidence(number, &recipe, &measured)] {
                let wanted = words(&text);
                assert!(
                    wanted.is_empty() || shown.windows(wanted.len()).any(|run| run == wanted),
                    "“{text}” is cut off on page {number}"
                );
            }
        }
    }
}

#[test]
fn a_sweep_stops_at_its_ends_and_finds_its_way_from_between() {
    let sweep = page("the width sweep").sweep.unwrap();
    let mut recipe = recipe("glossy:1+hidden=24x9");
    sweep.step(&mut recipe, true);
    assert_eq!(recipe.hidden, [32; 9]);
    for _ in 0..20 {
        sweep.step(&mut recipe, false);
    }
    assert_eq!((sweep.value(&recipe), sweep.share(&recipe)), (2, 0.0));
    for _ in 0..20 {
        sweep.step(&mut recipe, true);
    }
    assert_eq!((sweep.value(&recipe), sweep.share(&recipe)), (512, 1.0));
    let sweep = page("the depth sweep").sweep.unwrap();
    recipe.hidden.clear();
    sweep.step(&mut recipe, true);
    assert_eq!(recipe.hidden, [16; 2]);
}

#[test]
fn another_key_table_changes_what_the_tour_says() {
    let hint = PAGES[0].hint;
    assert!(hint.text(BINDINGS).starts_with("w makes the weights larger"));
    const LARGER: Action = Action::Turn(Knob::WeightScale, 1);
    let others = BINDINGS.iter().filter(|binding| binding.keys.iter().all(|(_, action)| *action != LARGER)).copied();
    let rebound = Binding { label: "z", help: "larger weights", keys: &[(Key::Char('z'), LARGER)] };
    let table: Vec<Binding> = others.chain([rebound]).collect();
    assert!(hint.text(&table).starts_with("z makes the weights larger"), "{}", hint.text(&table));
}

/// What a page's head says of where it stands.
#[cfg(unix)]
fn place(number: usize) -> String {
    format!("{number} of {}", PAGES.len())
}

#[cfg(unix)]
#[test]
fn pages_turn_and_knobs_can_be_grabbed_and_put_back() {
    let mut session = Session::start(80, 24, &["tour"]);
    session.wait_for(&place(1));
    session.wait_for("grey-goo:1");
    session.wait_for("A neuron varies by");
    session.press("\x1b[C");
    session.wait_for(&place(2));
    session.wait_for("corner-rays:1");
    session.press("]");
    session.wait_for("hidden=16x10");
    session.wait_for("0 puts it back");
    session.press("0");
    session.wait_until("the knob is put back", |session| !session.text().contains("hidden="));
    session.wait_for("Esc leaves");
    session.press("u");
    session.wait_for("hidden=16x10");
    session.press("u");
    session.wait_until("the knob is put back", |session| !session.text().contains("hidden="));
    session.press("x");
    session.wait_for("layer 1 neuron 1 of 16");
    session.press("\x1b");
    session.wait_for(&place(2));
    session.press("\x1b[D");
    session.wait_for(&place(1));
    session.press("\x1b");
    session.wait_until("the tour is left", |session| !session.text().contains(&place(1)));
    session.press("t");
    session.wait_for(&place(1));
    session.press("q");
    assert!(session.wait_for_exit().success());
}

#[cfg(unix)]
#[test]
fn leaving_the_tour_gives_the_own_artwork_back() {
    let mut session = Session::start(80, 24, &["mondrian:7+zoom=50"]);
    session.wait_for("mondrian:7+zoom=50");
    session.press("t");
    session.wait_for("grey-goo:1");
    session.press("\x1b[C");
    session.wait_for("corner-rays:1");
    session.press("?");
    session.wait_for("copy the line of text");
    session.press("?");
    session.wait_for(&place(2));
    session.press("\x1b");
    session.wait_for("mondrian:7+zoom=50");
    session.wait_until("the tour is left", |session| !session.text().contains(&place(2)));
    session.press("n");
    session.wait_for("corner-rays:1");
    session.press("p");
    session.wait_for("mondrian:7+zoom=50");
    session.press("u");
    session.wait_for("nothing to undo");
}

#[cfg(unix)]
#[test]
fn a_sweep_is_a_slider_that_keys_move() {
    let mut session = Session::start(80, 24, &["tour"]);
    session.wait_for(&place(1));
    let number = 1 + PAGES.iter().position(|page| page.title == "the depth sweep").unwrap();
    session.press(&"\x1b[C".repeat(number - 1));
    session.wait_for(&place(number));
    session.wait_for("2 hidden layers");
    session.press("\x1b[A\x1b[A");
    session.wait_for("4 hidden layers");
    session.wait_for("glossy:1+hidden=16x4");
    let shown = recipe("glossy:1+hidden=16x4+motion=still");
    let evidence = evidence(number - 1, &shown, &measure(&Work::new(shown.clone()), 0.0));
    session.wait_until("the numbers follow", |session| words(&session.text()).join(" ").contains(&evidence));
    session.press("j");
    session.wait_for("3 hidden layers");
    session.press("0");
    session.wait_for("2 hidden layers");
}

#[test]
fn a_page_learns_what_is_shown_first_and_asks_again_only_for_what_was_given_up() {
    let number = PAGES.iter().position(|page| page.lesson() == Some(Lesson::RandomFeatures)).unwrap();
    let (mut tour, area, first) = (Tour::at(number), Rect::new(0, 0, 80, 24), recipe(PAGES[number].line));
    assert_eq!(tour.evidence(&first, None).as_deref(), Some("learning …"));
    let study = tour.study(&first, area).unwrap();
    assert!(tour.study(&first, area).is_none(), "it is under way");
    // Something else was wanted after the first report.
    let mut found = Vec::new();
    study.run(&mut |finding| {
        found.push(finding);
        found.len() < 2
    });
    drop(study);
    found.iter().for_each(|finding| tour.receive(finding));
    assert!(tour.evidence(&first, None).unwrap().starts_with("learning … Only the output solved"));
    assert!(tour.study(&first, area).is_some(), "it was given up");
    let mut wider = first.clone();
    wider.hidden.fill(16);
    assert!(tour.study(&wider, area).is_some(), "another width is wanted");
    // What can't learn, or is no network of the page, is shown as it is drawn.
    for line in ["activation=step+hidden=64x3", "activation=mixed+hidden=64x3", "activation=sin+hidden=512x3"] {
        let other = recipe(&format!("glossy:0+{line}+motion=still"));
        assert!(tour.study(&other, area).is_none() && tour.stand_in(&other).is_none(), "{line}");
    }
    assert!(tour.stand_in(&recipe("glossy:1+activation=sin+hidden=64x3")).is_none());
}

#[test]
fn what_was_learnt_is_painted_beside_what_it_is_compared_with() {
    for number in (0..PAGES.len()).filter(|number| PAGES[*number].lesson().is_some()) {
        let recipe = recipe(PAGES[number].line);
        let (mut tour, work) = (tour_at(number), Work::new(recipe.clone()));
        // The page on fog begins in it.
        (0..3).for_each(|_| drop(tour.key(Key::Up, &recipe)));
        let stand_in = tour.stand_in(&recipe).unwrap();
        let learnt = stand_in.work(&work).unwrap();
        assert!(learnt.imported().is_some() && learnt.recipe().hidden == recipe.hidden);
        let (viewport, asked) = (Viewport::new(200, 62), std::time::Duration::ZERO);
        let scene = Scene { work: &learnt, phase: 0.0, view: recipe.view, viewport, seconds: 0.0, asked };
        let frame = stand_in.paint(&scene);
        assert_eq!(frame.pixels.len(), 200 * 62);
        // The sun is bright in every picture that has learnt; on the page of widths the sample has it too.
        let sun = |column: usize| frame.pixels[25 * 200 + column].map(u32::from).iter().sum::<u32>();
        assert!(sun(168) > 450, "page {number}: {}", sun(168));
        let left = frame.pixels[25 * 200 + 10..25 * 200 + 90].iter();
        assert!(left.clone().any(|pixel| Some(pixel) != left.clone().next()), "page {number}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_learns_while_it_is_looked_at_and_the_slider_goes_on() {
    let mut session = Session::start(80, 24, &["tour"]);
    session.wait_for(&place(1));
    let number = 1 + PAGES.iter().position(|page| page.lesson() == Some(Lesson::Widths)).unwrap();
    session.press(&"\x1b[C".repeat(number - 1));
    session.wait_for(&place(number));
    session.wait_for("the picture");
    session.wait_for("learnt: ");
    session.wait_for("after 1024 steps");
    session.press("\x1b[B");
    session.wait_for("32 neurons in each layer");
    session.press("s");
    session.wait_for("not kept");
    session.press("\x1b[C");
    session.wait_for(&place(number + 1));
    session.wait_for("16 steps");
    session.press("\x1b[A");
    session.wait_for("64 steps");
    session.press("x");
    session.wait_for("layer 1 neuron 1 of 64");
    session.press("\x1b");
    session.wait_for(&place(number + 1));
    session.press("q");
    assert!(session.wait_for_exit().success());
}
