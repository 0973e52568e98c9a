//! A contact sheet: many artworks side by side, each with its line of text below, or with other words.

use super::png::{begin, io_error};
use super::{Depth, ExportError, Format, JobControl, Refusal, Sink, Step, Summary, Target, Unit};
use crate::pace::Timeline;
use crate::painter::lettering::{LETTER, dots};
use crate::painter::{Frame, Painting, Samples, Viewport};
use crate::recipe::Recipe;
use crate::recipe::text::SHEET_KEYWORD;

/// Pixels between the pictures and around them.
const GAP: u32 = 8;
/// The most pixels of a sheet: it is held in memory, three bytes each.
const LARGEST: u64 = 1 << 28;
const BACKGROUND: [u8; 3] = [24, 24, 24];
const LETTERS: [u8; 3] = [208, 208, 208];

/// What is on a contact sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet<'a> {
    /// The artworks, row by row; at least one.
    pub recipes: &'a [Recipe],
    /// Pixels of each picture across and down.
    pub picture: [u32; 2],
    /// How many samples a pixel is made of.
    pub samples: Samples,
    /// What stands below each; below those without words stands the line of text.
    pub captions: &'a [String],
    /// Where in its loop each is painted, 0..1; `None` for the moment that its own line names.
    pub phase: Option<f64>,
}

impl Sheet<'_> {
    /// Paints the sheet into `target`, which is a PNG. The lines of text stand in it whole too.
    ///
    /// # Errors
    /// [`ExportError`], as those of [`run`](super::run); a sheet that is too large is refused.
    pub(super) fn write(&self, target: &Target, control: JobControl<'_>) -> Result<Summary, ExportError> {
        let mut output = match target {
            Target::File(path, Format::Png) => Sink::create(path, Format::Png, control)?,
            Target::Stdout(Format::Png) => Sink::stdout(Format::Png, control)?,
            _ => return Err(Refusal::SheetFormat.into()),
        };
        let frame = self.paint(control)?;
        let lines: Vec<_> = self.recipes.iter().map(Recipe::to_string).collect();
        let texts = [(SHEET_KEYWORD, lines.join("\n"))];
        let failed = output.failure();
        let size = [frame.width, frame.height];
        let mut png = begin(&mut output, size, Depth::Eight, &texts.each_ref().map(|(k, t)| (*k, t.as_str())))
            .map_err(&failed)?;
        png.write_image_data(frame.pixels.as_flattened()).map_err(io_error).map_err(&failed)?;
        png.finish().map_err(io_error).map_err(&failed)?;
        let frames = self.recipes.len() as u64;
        Ok(Summary { frames, bytes: output.commit()?, size, ..Summary::default() })
    }

    fn paint(&self, control: JobControl<'_>) -> Result<Frame, ExportError> {
        let mut sheet = self.blank()?;
        let (columns, [across, down]) = (self.columns(), self.pitch());
        for (index, recipe) in self.recipes.iter().enumerate() {
            control.cancel().check()?;
            let slot = index as u32;
            let [left, top] = [GAP + slot % columns * across, GAP + slot / columns * down];
            place(&mut sheet, &self.picture_of(recipe), [left, top]);
            let caption = self.captions.get(index).cloned().unwrap_or_else(|| recipe.to_string());
            let shortened = shortened(&caption, self.picture[0]);
            write(&mut sheet, &shortened, [left, top + self.picture[1] + GAP / 2]);
            let (done, total) = (index as u64 + 1, self.recipes.len() as u64);
            control.report(Step { done, skipped: 0, total, unit: Unit::Pictures });
        }
        Ok(sheet)
    }

    fn picture_of(&self, recipe: &Recipe) -> Frame {
        let painting = Painting::new(recipe.clone());
        let [width, height] = self.picture;
        let viewport = Viewport { samples: self.samples, ..Viewport::new(width, height) };
        let phase = self.phase.unwrap_or_else(|| Timeline::measure(&painting).phase(recipe.at));
        painting.paint(phase, recipe.view, viewport)
    }

    /// From one picture's corner to the next one's.
    fn pitch(&self) -> [u32; 2] {
        [self.picture[0] + GAP, self.picture[1] + GAP / 2 + LETTER[1] + GAP]
    }

    /// The fewest pictures in a row with which the sheet is as wide as a screen, 16 to 9.
    fn columns(&self) -> u32 {
        let (count, [across, down]) = (self.recipes.len() as u32, self.pitch().map(u64::from));
        let wide = |columns: &u32| {
            let rows = u64::from(count.div_ceil(*columns));
            u64::from(*columns) * across * 9 >= rows * down * 16
        };
        (1..count).find(wide).unwrap_or(count.max(1))
    }

    fn blank(&self) -> Result<Frame, ExportError> {
        let columns = self.columns();
        let rows = (self.recipes.len() as u32).div_ceil(columns);
        let [across, down] = self.pitch().map(u64::from);
        let (width, height) = (u64::from(GAP) + u64::from(columns) * across, u64::from(GAP) + u64::from(rows) * down);
        if width * height > LARGEST {
            return Err(Refusal::SheetTooLarge { width, height }.into());
        }
        let pixels = vec![BACKGROUND; (width * height) as usize];
        Ok(Frame { width: width as u32, height: height as u32, pixels })
    }
}

/// `line`, cut with two dots where it would be wider than `width` pixels.
fn shortened(line: &str, width: u32) -> String {
    let letters = (width / LETTER[0]) as usize;
    if line.len() <= letters {
        return line.to_owned();
    }
    line.chars().take(letters.saturating_sub(2)).chain("..".chars()).collect()
}

/// Copies `picture` onto `sheet`, on which it fits.
fn place(sheet: &mut Frame, picture: &Frame, [left, top]: [u32; 2]) {
    for (y, row) in (top..).zip(picture.pixels.chunks_exact(picture.width as usize)) {
        sheet.pixels[(y * sheet.width + left) as usize..][..row.len()].copy_from_slice(row);
    }
}

fn write(sheet: &mut Frame, text: &str, [left, top]: [u32; 2]) {
    for [x, y] in dots(text) {
        let (x, y) = (left.saturating_add_signed(x), top.saturating_add_signed(y));
        if x < sheet.width && y < sheet.height {
            sheet.pixels[(y * sheet.width + x) as usize] = LETTERS;
        }
    }
}
