//! Where neighbouring pixels differ.

/// How many columns away a pixel is still a neighbour. With 2, `mondrian:7` comes 1.4 dB nearer to 4×4 samples for
/// another 0.14 samples a pixel.
const REACH: usize = 1;
/// Bytes of the pixels beyond a row's end.
const MARGIN: usize = 3 * REACH;

/// Measures rows of pixels; keeps the room that it takes.
#[derive(Default)]
pub(super) struct Contrast {
    /// Of each byte's column the least and the greatest, a margin before and behind.
    columns: [Vec<u8>; 2],
    /// Of each byte's neighbourhood the least and the greatest.
    around: [Vec<u8>; 2],
}

impl Contrast {
    /// For each pixel of the middle one of three rows, which are equally long and not empty: the greatest difference
    /// of a channel between any two pixels of its neighbourhood, one row and [`REACH`] columns each way.
    /// Beyond the sides lies what lies at them.
    pub(super) fn of(&mut self, rows: [&[[u8; 3]]; 3]) -> impl Iterator<Item = u8> {
        let Self { columns: [low, high], around: [least, greatest] } = self;
        join_rows(rows, low, u8::min);
        join_rows(rows, high, u8::max);
        join_columns(low, least, u8::min);
        join_columns(high, greatest, u8::max);
        greatest.iter_mut().zip(&*least).for_each(|(high, low)| *high -= low);
        greatest.as_chunks::<3>().0.iter().map(|[red, green, blue]| *red.max(green).max(blue))
    }
}

/// Picks one byte of each column of the three rows, and repeats the pixels at both ends in the margins.
fn join_rows(rows: [&[[u8; 3]]; 3], out: &mut Vec<u8>, pick: impl Fn(u8, u8) -> u8) {
    let [above, here, below] = rows.map(<[[u8; 3]]>::as_flattened);
    out.clear();
    out.resize(MARGIN, 0);
    out.extend(above.iter().zip(here).zip(below).map(|((above, here), below)| pick(pick(*above, *here), *below)));
    let end = out.len();
    out.resize(end + MARGIN, 0);
    for pixel in 0..REACH {
        out.copy_within(MARGIN..MARGIN + 3, 3 * pixel);
        out.copy_within(end - 3..end, end + 3 * pixel);
    }
}

/// Picks, for each byte within the margins, one among the same channel's of the pixels around it.
fn join_columns(padded: &[u8], out: &mut Vec<u8>, pick: impl Fn(u8, u8) -> u8) {
    out.clear();
    out.extend_from_slice(&padded[..padded.len() - 2 * MARGIN]);
    // Column by column over the whole row, which is done for many bytes at once.
    for column in 1..=2 * REACH {
        out.iter_mut().zip(&padded[3 * column..]).for_each(|(picked, near)| *picked = pick(*picked, *near));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrasts by the definition.
    fn reference(rows: [&[[u8; 3]]; 3]) -> Vec<u8> {
        let around = |column: usize| column.saturating_sub(REACH)..rows[1].len().min(column + REACH + 1);
        let spread = |column, channel: usize| {
            let values = rows.iter().flat_map(|row| &row[around(column)]).map(|pixel| pixel[channel]);
            values.clone().max().unwrap() - values.min().unwrap()
        };
        (0..rows[1].len()).map(|column| (0..3).map(|channel| spread(column, channel)).max().unwrap()).collect()
    }

    #[test]
    fn contrasts_are_those_of_the_definition_up_to_the_edges() {
        let noise = |index: u32| (index.wrapping_mul(0x9e37_79b9) >> 13) as u8;
        let mut contrast = Contrast::default();
        for width in [9, 1, 2, 3, 70] {
            let row = |row: u32| -> Vec<[u8; 3]> {
                (0..width).map(|column| std::array::from_fn(|c| noise(row * 999 + column * 3 + c as u32) / 8)).collect()
            };
            let rows = [row(0), row(1), row(2)];
            let rows = rows.each_ref().map(Vec::as_slice);
            assert_eq!(contrast.of(rows).collect::<Vec<_>>(), reference(rows), "{width} columns");
        }
    }
}
