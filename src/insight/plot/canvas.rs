//! Where charts are drawn: plotters' bitmap, with letters from a bitmap font that is part of the program.
//!
//! plotters would look for a font on the machine, and a fresh one may have none.

use plotters::backend::BitMapBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};

use crate::painter::lettering::{LETTER, dots};

/// A bitmap backend that brings its own letters.
pub(super) struct Bitmap<'a>(pub BitMapBackend<'a>);

type DrawResult<'a> = Result<(), DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Bitmap<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> DrawResult<'a> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> DrawResult<'a> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> DrawResult<'a> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> DrawResult<'a> {
        self.0.draw_line(from, to, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> DrawResult<'a> {
        let (width, height) = size(text);
        let left = match style.anchor().h_pos {
            HPos::Left => 0,
            HPos::Center => -width / 2,
            HPos::Right => -width,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => 0,
            VPos::Center => -height / 2,
            VPos::Bottom => -height,
        };
        for [x, y] in dots(text) {
            let (x, y) = style.transform().transform(x + left, y + top);
            self.0.draw_pixel((at.0 + x, at.1 + y), style.color())?;
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        _style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let (width, height) = size(text);
        Ok((width.unsigned_abs(), height.unsigned_abs()))
    }
}

fn size(text: &str) -> (i32, i32) {
    (LETTER[0] as i32 * text.chars().count() as i32, LETTER[1] as i32)
}
