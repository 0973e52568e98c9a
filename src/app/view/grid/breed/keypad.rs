//! Nine tiles as the digits of a numeric keypad.

/// The middle of nine tiles.
pub(super) const MIDDLE: usize = 4;

/// Why a tile stays without a child.
pub(super) fn no_other(tile: usize) -> String {
    format!("no child for {}: no other differs enough and stays kin", digit_of(tile))
}

/// The tile of a digit: where it stands on a keypad.
pub(super) fn tile_of(digit: u8) -> Option<usize> {
    let place = usize::from(digit).checked_sub(1).filter(|place| *place < 9)?;
    Some(3 * (2 - place / 3) + place % 3)
}

/// The digit of a tile.
pub(super) fn digit_of(tile: usize) -> usize {
    3 * (2 - (tile / 3).min(2)) + tile % 3 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_stand_as_on_a_keypad() {
        let rows = [[7, 8, 9], [4, 5, 6], [1, 2, 3]];
        for (tile, digit) in rows.as_flattened().iter().enumerate() {
            assert_eq!((tile_of(*digit), digit_of(tile)), (Some(tile), usize::from(*digit)));
        }
        assert_eq!((tile_of(0), tile_of(10)), (None, None));
        assert_eq!(tile_of(5), Some(MIDDLE));
    }
}
