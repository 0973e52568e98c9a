//! Input in pieces gives the tokens of the whole. The first byte says how to cut.

#![no_main]

use std::time::Instant;

use libfuzzer_sys::fuzz_target;
use thinwire::input::tokenizer::{SEQUENCE_TIMEOUT, Token, Tokenizer};

fuzz_target!(|data: &[u8]| {
    let [cuts, bytes @ ..] = data else { return };
    let pieces = pieces(bytes, *cuts);
    assert_eq!(tokens(pieces.iter().copied()), tokens([bytes]), "in the pieces {pieces:?}");
});

/// Everything that the pieces make, with no time passing between them.
fn tokens<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Token> {
    let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
    for piece in pieces {
        tokenizer.feed(piece, now, &mut tokens);
    }
    tokenizer.expire(now + 2 * SEQUENCE_TIMEOUT, &mut tokens);
    tokens
}

/// `bytes` cut into pieces of 0 to 7 bytes, as a congruential generator that begins at `cuts` has it.
fn pieces(bytes: &[u8], cuts: u8) -> Vec<&[u8]> {
    let (mut pieces, mut rest, mut state) = (Vec::new(), bytes, u32::from(cuts));
    while !rest.is_empty() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (piece, left) = rest.split_at((state >> 29) as usize % (rest.len() + 1));
        pieces.push(piece);
        rest = left;
    }
    pieces
}
