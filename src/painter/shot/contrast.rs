//! Where neighbouring pixels differ other than along a slope.

/// Measures rows of pixels; keeps the room that it takes.
#[derive(Default)]
pub(super) struct Contrast {
    /// The three rows, one pixel longer at both ends.
    rows: [Vec<u8>; 3],
    bends: Vec<i16>,
}

impl Contrast {
    /// For each pixel of the middle one of three rows, which are equally long and not empty: how far the picture bends
    /// there, the greatest |a + b − 2c| in steps of 255 of any channel, c being the pixel, a and b two neighbours on
    /// opposite sides of it. At an edge that is as much as the colours differ or more, whatever neighbours lie beyond
    /// it; along an even slope, whose middle is its mean, it is 0. Beyond the sides lies what lies at them.
    pub(super) fn of(&mut self, rows: [&[[u8; 3]]; 3]) -> impl Iterator<Item = i16> {
        let Self { rows: padded, bends } = self;
        padded.iter_mut().zip(rows).for_each(|(padded, row)| pad(padded, row));
        let [above, here, below] = &*padded;
        let middle = &here[3..here.len() - 3];
        bends.clear();
        bends.resize(middle.len(), 0);
        for (one, other) in
            [(&here[..], &here[6..]), (&above[3..], &below[3..]), (&above[..], &below[6..]), (&above[6..], &below[..])]
        {
            bend(bends, middle, one, other);
        }
        bends.as_chunks::<3>().0.iter().map(|[red, green, blue]| *red.max(green).max(blue))
    }
}

/// Copies a row, and repeats the pixels at both ends.
fn pad(padded: &mut Vec<u8>, row: &[[u8; 3]]) {
    padded.clear();
    for part in [&row[..1], row, &row[row.len() - 1..]] {
        padded.extend_from_slice(part.as_flattened());
    }
}

/// Raises `bends` to how far the middle's bytes lie from between those on both sides.
fn bend(bends: &mut [i16], middle: &[u8], one: &[u8], other: &[u8]) {
    for (((bend, middle), one), other) in bends.iter_mut().zip(middle).zip(one).zip(other) {
        let here = (i16::from(*one) + i16::from(*other) - 2 * i16::from(*middle)).abs();
        *bend = here.max(*bend);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bends by the definition.
    fn reference(rows: [&[[u8; 3]]; 3]) -> Vec<i16> {
        let last = rows[1].len() as i64 - 1;
        let value = |row: i64, column: i64, channel: usize| {
            i16::from(rows[(1 + row) as usize][column.clamp(0, last) as usize][channel])
        };
        let bend = |column: i64, channel: usize| {
            let towards = |[down, right]: [i64; 2]| {
                let sides = value(down, column + right, channel) + value(-down, column - right, channel);
                (sides - 2 * value(0, column, channel)).abs()
            };
            [[0, 1], [1, 0], [1, 1], [1, -1]].map(towards).into_iter().max().unwrap()
        };
        (0..=last).map(|column| (0..3).map(|channel| bend(column, channel)).max().unwrap()).collect()
    }

    #[test]
    fn bends_are_those_of_the_definition_up_to_the_sides() {
        let noise = |index: u32| (index.wrapping_mul(0x9e37_79b9) >> 13) as u8;
        let mut contrast = Contrast::default();
        for width in [9, 1, 2, 3, 70] {
            let row = |row: u32| -> Vec<[u8; 3]> {
                (0..width).map(|column| std::array::from_fn(|c| noise(row * 999 + column * 3 + c as u32))).collect()
            };
            let rows = [row(0), row(1), row(2)];
            let rows = rows.each_ref().map(Vec::as_slice);
            assert_eq!(contrast.of(rows).collect::<Vec<_>>(), reference(rows), "{width} columns");
        }
    }

    #[test]
    fn a_slope_is_no_edge_and_a_step_is_one_on_both_sides() {
        let mut contrast = Contrast::default();
        let slope = |top: u8| (0..9).map(|column| [top + 20 * column; 3]).collect::<Vec<_>>();
        let slopes = [slope(0), slope(30), slope(60)];
        let bends: Vec<_> = contrast.of(slopes.each_ref().map(Vec::as_slice)).collect();
        assert_eq!(bends[1..8], [0; 7]);
        let step: [[u8; 3]; 6] = [[10; 3], [10; 3], [10; 3], [90; 3], [90; 3], [90; 3]];
        assert_eq!(contrast.of([&step[..]; 3]).collect::<Vec<_>>(), [0, 0, 80, 80, 0, 0]);
    }
}
