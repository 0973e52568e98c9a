//! The picture as runs of cells that share their colours, placed where they lower the error most per byte.
//!
//! For each row a shortest path decides which cells are left as they are and which are covered by runs,
//! half-blocks or plain spaces: it minimises error + slope × bytes, the Lagrangian form of "as little error
//! as possible for these bytes" (Shoham and Gersho, Efficient bit allocation for an arbitrary set of
//! quantizers, 1988). One slope for the whole picture makes the last byte worth the same everywhere; it is
//! adjusted until the bytes meet the budget.

use super::Record;
use super::grid::{Cell, CellGrid, Kind, Paint};
use super::pen::REPEAT;

/// Run lengths that are tried.
const LENGTHS: [usize; 12] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32];
/// Bytes to skip ahead to a run, on average.
const MOVE: f64 = 4.5;
/// Bytes of the colours of a half-block and of a space, on average.
const TWO_COLORS: f64 = 32.0;
const ONE_COLOR: f64 = 17.5;
/// Bytes of each glyph.
const HALF_BLOCK: f64 = 3.0;
const SPACE: f64 = 1.0;
/// Squared error of a cell that does not show the picture at all, per cell: more than any colour can be wrong.
const FOREIGN: f64 = 6.0 * 255.0 * 255.0;
/// The smallest slope: below it a run may gain less than its rounded colours lose.
const LEAST_SLOPE: f64 = 4.0;
/// Slopes tried for one frame, on a sample of about this many rows.
const ATTEMPTS: usize = 6;
const SAMPLED_ROWS: usize = 12;

/// Squared error (sRGB, 8 bits, both pixels, all channels) that a byte must save.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    value: f64,
    /// The row that is drawn first: another one each time, so that a plan cut short starves none.
    first: usize,
}

impl Default for Slope {
    fn default() -> Self {
        Self { value: 64.0, first: 0 }
    }
}

impl Slope {
    /// Looks for the slope at which the rows take the `room` that there is, in bytes, from the last frame's on.
    fn adjust(&mut self, rows: &[Row], room: f64) {
        let step = (rows.len() / SAMPLED_ROWS).max(1);
        let sample = || rows.iter().skip(self.first % step).step_by(step);
        let room = room * sample().count() as f64 / rows.len().max(1) as f64;
        let (mut low, mut high, mut value) = (LEAST_SLOPE, f64::INFINITY, self.value);
        let mut used_at_high = 0.0;
        for _ in 0..ATTEMPTS {
            let used = sample().map(|row| row.plan(value).1).sum::<f64>() / room;
            if used <= 1.0 {
                (high, used_at_high) = (value, used);
            } else {
                low = value;
            }
            if (0.9..=1.0).contains(&used) || value <= LEAST_SLOPE {
                break;
            }
            let next = value * used.clamp(0.1, 10.0).powf(1.3) * 1.03;
            value = if next > low && next < high { next } else { (low * high.min(16.0 * low)).sqrt() };
            value = value.max(LEAST_SLOPE);
        }
        // The finest slope that fits; but where everything is worth the same, as on an empty screen, none both
        // fits and fills the room: then one that does not fit, and the plan is cut short.
        self.value = if used_at_high > 0.6 {
            high
        } else if low > LEAST_SLOPE {
            low
        } else {
            high.min(value)
        };
    }
}

/// A run of cells in the same colours.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    length: usize,
    form: RunForm,
    /// Begins where another run ends, so that the cursor is there already.
    joined: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunForm {
    HalfBlocks,
    Spaces,
}

/// Draws what pays most within `limit`; returns the root mean square error that is left, as a share of
/// the full range times 100.
pub(super) fn draw(screen: &mut Record, wanted: &CellGrid, slope: &mut Slope, limit: usize, out: &mut Vec<u8>) -> f32 {
    let rows: Vec<Row> = (0..wanted.rows).map(|row| Row::new(wanted, screen, row)).collect();
    let room = limit.saturating_sub(out.len()) as f64;
    slope.adjust(&rows, room);
    let mut error: f64 = rows.iter().map(Row::stale_error).sum();
    slope.first = (slope.first + rows.len() * 5 / 8 + 1) % rows.len().max(1);
    for row in (0..rows.len()).map(|row| (slope.first + row) % rows.len()) {
        if out.len() >= limit {
            break;
        }
        for run in rows[row].plan(slope.value).0 {
            if out.len() >= limit {
                break;
            }
            let paints = run_paints(wanted, &rows[row], row, &run);
            if worsens(&screen.shown, wanted, row, &run, paints) {
                continue;
            }
            error -= rows[row].gain(&run);
            draw_run(screen, wanted, row, &run, paints, out);
        }
    }
    (error.max(0.0) / (6.0 * wanted.cells.len().max(1) as f64)).sqrt() as f32 / 2.55
}

/// Sums over the first cells of a row, so that any run's error is a difference of two.
#[derive(Clone, Copy, Debug, Default)]
struct PrefixSums {
    /// Of the colours of the upper and of the lower pixels.
    pixels: [[f64; 3]; 2],
    /// Of their squares.
    squares: f64,
    /// Error of what is shown now.
    stale: f64,
    /// Cells that are not part of the picture.
    barriers: u32,
}

struct Row {
    sums: Vec<PrefixSums>,
    /// Whether a run's characters but the first are written by REP.
    repeats: bool,
}

impl Row {
    fn new(wanted: &CellGrid, screen: &Record, row: usize) -> Self {
        let range = row * wanted.columns..(row + 1) * wanted.columns;
        let mut sums = Vec::with_capacity(wanted.columns + 1);
        let mut sum = PrefixSums::default();
        sums.push(sum);
        for (cell, shown) in wanted.cells[range.clone()].iter().zip(&screen.shown.cells[range]) {
            match colors(cell) {
                Some(pixels) => sum.add(pixels, colors(shown)),
                None => sum.barriers += 1,
            }
            sums.push(sum);
        }
        Self { sums, repeats: screen.pen.repeats() }
    }

    fn stale_error(&self) -> f64 {
        self.sums.last().map_or(0.0, |sum| sum.stale)
    }

    /// Upper and lower colour and the error of a run in one form.
    fn fit(&self, start: usize, length: usize, form: RunForm) -> ([[f64; 3]; 2], f64) {
        let (from, to) = (&self.sums[start], &self.sums[start + length]);
        let count = length as f64;
        let totals: [[f64; 3]; 2] =
            std::array::from_fn(|half| std::array::from_fn(|c| to.pixels[half][c] - from.pixels[half][c]));
        let squares = to.squares - from.squares;
        match form {
            RunForm::HalfBlocks => {
                let explained: f64 = totals.iter().flatten().map(|total| total * total).sum::<f64>() / count;
                (totals.map(|half| half.map(|total| total / count)), squares - explained)
            }
            RunForm::Spaces => {
                let both: [f64; 3] = std::array::from_fn(|c| totals[0][c] + totals[1][c]);
                let explained = both.iter().map(|total| total * total).sum::<f64>() / (2.0 * count);
                ([both.map(|total| total / (2.0 * count)); 2], squares - explained)
            }
        }
    }

    fn gain(&self, run: &Run) -> f64 {
        let stale = self.sums[run.start + run.length].stale - self.sums[run.start].stale;
        stale - self.fit(run.start, run.length, run.form).1
    }

    /// The runs that minimise error + slope × bytes, and their bytes.
    fn plan(&self, slope: f64) -> (Vec<Run>, f64) {
        let columns = self.sums.len() - 1;
        let mut path = CheapestRuns::new(columns);
        for end in 0..columns {
            let (from_here, joined) = path.cheapest_start(end, slope);
            for length in LENGTHS.into_iter().take_while(|length| end + length <= columns) {
                if self.sums[end + length].barriers > self.sums[end].barriers {
                    break;
                }
                for form in [RunForm::HalfBlocks, RunForm::Spaces] {
                    let run = Run { start: end, length, form, joined };
                    path.reach(run, from_here + self.fit(end, length, form).1 + slope * run.bytes(self.repeats));
                }
            }
            path.leave(end, self.sums[end + 1].stale - self.sums[end].stale);
        }
        path.trace_back(self.repeats)
    }
}

impl Run {
    /// Without the way to its start.
    fn bytes(&self, repeats: bool) -> f64 {
        let (colors, glyph) = match self.form {
            RunForm::HalfBlocks => (TWO_COLORS, HALF_BLOCK),
            RunForm::Spaces => (ONE_COLOR, SPACE),
        };
        let glyphs = glyph * self.length as f64;
        colors + if repeats { glyphs.min(glyph + REPEAT as f64) } else { glyphs }
    }
}

/// The cheapest ways to settle the first cells of a row, by how many cells that are.
struct CheapestRuns {
    /// At all, and the last step: a run, or none for a cell that is left as it is.
    least: Vec<(f64, Option<Run>)>,
    /// With a run as the last step.
    drawn: Vec<(f64, Option<Run>)>,
}

impl CheapestRuns {
    fn new(columns: usize) -> Self {
        let mut least = vec![(f64::INFINITY, None); columns + 1];
        let drawn = least.clone();
        least[0].0 = 0.0;
        Self { least, drawn }
    }

    /// What is spent when a run begins after `end` cells, and whether another run ends there.
    fn cheapest_start(&self, end: usize, slope: f64) -> (f64, bool) {
        let (moved, joined) = (self.least[end].0 + slope * MOVE, self.drawn[end].0);
        if joined <= moved { (joined, true) } else { (moved, false) }
    }

    fn reach(&mut self, run: Run, cost: f64) {
        let end = run.start + run.length;
        for best in [&mut self.least[end], &mut self.drawn[end]] {
            if cost < best.0 {
                *best = (cost, Some(run));
            }
        }
    }

    fn leave(&mut self, cell: usize, error: f64) {
        let cost = self.least[cell].0 + error;
        if cost <= self.least[cell + 1].0 {
            self.least[cell + 1] = (cost, None);
        }
    }

    fn trace_back(&self, repeats: bool) -> (Vec<Run>, f64) {
        let (mut runs, mut bytes) = (Vec::new(), 0.0);
        let (mut end, mut joined) = (self.least.len() - 1, false);
        while end > 0 {
            let step = if joined { self.drawn[end].1 } else { self.least[end].1 };
            let Some(run) = step else {
                end -= 1;
                continue;
            };
            bytes += run.bytes(repeats) + if run.joined { 0.0 } else { MOVE };
            (end, joined) = (run.start, run.joined);
            runs.push(run);
        }
        runs.reverse();
        (runs, bytes)
    }
}

impl PrefixSums {
    fn add(&mut self, wanted: [[f64; 3]; 2], shown: Option<[[f64; 3]; 2]>) {
        for (half, pixel) in wanted.iter().enumerate() {
            for (channel, value) in pixel.iter().enumerate() {
                self.pixels[half][channel] += value;
                self.squares += value * value;
            }
        }
        self.stale += shown.map_or(FOREIGN, |shown| {
            wanted.iter().flatten().zip(shown.iter().flatten()).map(|(a, b)| (a - b) * (a - b)).sum()
        });
    }
}

/// The upper and the lower half of a cell in two colours, each half's mean where both colours are in it.
fn colors(cell: &Cell) -> Option<[[f64; 3]; 2]> {
    let rgb = |paint: Paint| paint.look().map(|rgb| rgb.map(f64::from));
    if let Some([top, bottom]) = cell.as_halves() {
        return Some([rgb(top)?, rgb(bottom)?]);
    }
    let (front, back) = (rgb(cell.foreground)?, rgb(cell.background)?);
    let mix = |share: f64| std::array::from_fn(|channel| back[channel] + share * (front[channel] - back[channel]));
    Some(cell.coverage()?.halves().map(mix))
}

/// The upper and the lower colour of a run, named as those of its cells are.
fn run_paints(wanted: &CellGrid, sums: &Row, row: usize, run: &Run) -> [Paint; 2] {
    sums.fit(run.start, run.length, run.form).0.map(|color| {
        let named = wanted.cells[row * wanted.columns + run.start].foreground;
        named.nearest(color.map(|value| (value + 0.5) as u8))
    })
}

/// Whether a run in these colours is no nearer to what is wanted than what is shown: where colours are few, the
/// nearest to a mean may be far from it, and a plan that counts on the mean would never come to an end.
fn worsens(shown: &CellGrid, wanted: &CellGrid, row: usize, run: &Run, paints: [Paint; 2]) -> bool {
    if paints.iter().all(|paint| matches!(paint.kind(), Kind::Rgb(_))) {
        return false;
    }
    let (mut stale, mut drawn) = (PrefixSums::default(), PrefixSums::default());
    let run_colors = colors(&Cell::halves(paints));
    for index in (run.start..run.start + run.length).map(|column| row * wanted.columns + column) {
        if let Some(pixels) = colors(&wanted.cells[index]) {
            stale.add(pixels, colors(&shown.cells[index]));
            drawn.add(pixels, run_colors);
        }
    }
    drawn.stale >= stale.stale
}

fn draw_run(
    screen: &mut Record,
    wanted: &CellGrid,
    row: usize,
    run: &Run,
    [top, bottom]: [Paint; 2],
    out: &mut Vec<u8>,
) {
    screen.pen.move_to(run.start, row, out);
    for column in run.start..run.start + run.length {
        match run.form {
            RunForm::HalfBlocks => screen.pen.glyph('▀', Some(top), Some(bottom), wanted.columns, out),
            RunForm::Spaces => screen.pen.glyph(' ', None, Some(top), wanted.columns, out),
        }
        screen.shown.cells[row * wanted.columns + column] = Cell::halves([top, bottom]);
    }
}
