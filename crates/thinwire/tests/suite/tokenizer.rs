//! Keys and replies, however the bytes are cut.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use terminput::{KeyCode, KeyEvent, KeyModifiers};
use thinwire::input::Reply;
use thinwire::input::tokenizer::{ESCAPE_TIMEOUT, Expected, PASTE_TIMEOUT, SEQUENCE_TIMEOUT, Token, Tokenizer};

/// Everything that a chunked input makes, with no time passing between the chunks.
fn tokens<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Token> {
    let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
    for chunk in chunks {
        tokenizer.feed(chunk, now, &mut tokens);
    }
    tokenizer.expire(now + 2 * SEQUENCE_TIMEOUT, &mut tokens);
    tokens
}

fn key(code: KeyCode) -> Token {
    Token::Key(KeyEvent::new(code))
}

/// One of each kind that a terminal sends unasked or asked, and what it stands for.
fn sequences() -> Vec<(&'static [u8], Token)> {
    let reply = Token::Reply;
    vec![
        (b"\x1b[0n", reply(Reply::Status)),
        (b"\x1b[12;40R", reply(Reply::Cursor { row: 12, column: 40 })),
        (b"\x1b[?12;40R", reply(Reply::Cursor { row: 12, column: 40 })),
        (b"\x1b[?62;4;22c", reply(Reply::PrimaryAttributes(vec![62, 4, 22]))),
        (b"\x1b[>1;10;0c", reply(Reply::SecondaryAttributes(vec![1, 10, 0]))),
        (b"\x1b[?2026;2$y", reply(Reply::Mode { mode: 2026, setting: 2 })),
        (b"\x1b[?1u", reply(Reply::Keyboard(1))),
        (b"\x1b[6;16;8t", reply(Reply::Window { kind: 6, height: 16, width: 8 })),
        (b"\x1bP1$r48:2:1:2:3m\x1b\\", reply(Reply::Setting(Some("48:2:1:2:3m".into())))),
        (b"\x1bP0$r\x1b\\", reply(Reply::Setting(None))),
        (b"\x1bP1+r524742=38\x1b\\", reply(Reply::Capability(Some(("RGB".into(), "8".into()))))),
        (b"\x1bP0+r524742\x1b\\", reply(Reply::Capability(None))),
        (b"\x1bP>|XTerm(390)\x1b\\", reply(Reply::Version("XTerm(390)".into()))),
        (b"\x1b]11;rgb:1e1e/ffff/0000\x07", reply(Reply::Color { which: 11, rgb: [0x1e, 255, 0] })),
        (b"\x1b]10;rgb:ff/80/00\x1b\\", reply(Reply::Color { which: 10, rgb: [255, 128, 0] })),
        (b"\x1b]4;9;rgb:ffff/8080/0000\x1b\\", reply(Reply::Palette { index: 9, rgb: [255, 128, 0] })),
        (b"\x1b]4;999;rgb:ff/80/00\x1b\\", reply(Reply::Unknown)),
        (b"\x1b_Gi=31;OK\x1b\\", reply(Reply::Graphics("i=31;OK".into()))),
        // The same with controls of 8 bits, alone and as characters of UTF-8.
        (b"\x9b0n", reply(Reply::Status)),
        (b"\xc2\x9b?62;22c", reply(Reply::PrimaryAttributes(vec![62, 22]))),
        (b"\x901$r48:2:1:2:3m\x9c", reply(Reply::Setting(Some("48:2:1:2:3m".into())))),
        (b"\xc2\x90>|XTerm(390)\xc2\x9c", reply(Reply::Version("XTerm(390)".into()))),
        (b"\x1b[?2;0;1000;800S", reply(Reply::LargestSixels { width: 1000, height: 800 })),
        (b"\x1b[>4;2m", reply(Reply::OtherKeys(2))),
        (b"\x1b[200~default:42\x1b[201~", Token::Paste("default:42".into())),
        (b"\x1b[I", Token::Focus(true)),
        (b"\x1b[O", Token::Focus(false)),
        (b"q", key(KeyCode::Char('q'))),
        ("é".as_bytes(), key(KeyCode::Char('é'))),
        ("🎨".as_bytes(), key(KeyCode::Char('🎨'))),
        (b"\r", key(KeyCode::Enter)),
        (b"\x03", Token::Key(KeyEvent::new(KeyCode::Char('c')).modifiers(KeyModifiers::CTRL))),
        (b"\x1b[A", key(KeyCode::Up)),
        (b"\x1bOP", key(KeyCode::F(1))),
        (b"\x1b[[A", key(KeyCode::F(1))),
        (b"\x1b[5~", key(KeyCode::PageUp)),
        (b"\x1b[1;5C", Token::Key(KeyEvent::new(KeyCode::Right).modifiers(KeyModifiers::CTRL))),
        (b"\x1bx", Token::Key(KeyEvent::new(KeyCode::Char('x')).modifiers(KeyModifiers::ALT))),
        // What modes give that another program has left on.
        (b"\x1b[27;5;99~", Token::Key(KeyEvent::new(KeyCode::Char('c')).modifiers(KeyModifiers::CTRL))),
        (b"\x1b[27;2;65~", key(KeyCode::Char('A'))),
        (b"\x1b[99;5u", Token::Key(KeyEvent::new(KeyCode::Char('c')).modifiers(KeyModifiers::CTRL))),
        (b"\x1b[27u", key(KeyCode::Esc)),
        (b"\x1bOy", key(KeyCode::Char('9'))),
        (b"\x1bOk", key(KeyCode::Char('+'))),
        (b"\x1bOM", key(KeyCode::Enter)),
        (b"\x1bO5C", Token::Key(KeyEvent::new(KeyCode::Right).modifiers(KeyModifiers::CTRL))),
        (b"\x8fA", key(KeyCode::Up)),
        // The keyboard protocol: by what is typed where that is of ASCII, or else by place.
        (b"\x1b[113;;113u", key(KeyCode::Char('q'))),
        (b"\x1b[1081::113;;1081u", key(KeyCode::Char('q'))),
        (b"\x1b[1081:1049:113;2;1049u", key(KeyCode::Char('Q'))),
        (b"\x1b[1093::91;2u", key(KeyCode::Char('{'))),
        (b"\x1b[1089::99;5u", Token::Key(KeyEvent::new(KeyCode::Char('c')).modifiers(KeyModifiers::CTRL))),
        (b"\x1b[55::55;;123u", key(KeyCode::Char('{'))),
        (b"\x1b[0;;233u", key(KeyCode::Char('é'))),
        (b"\x1b[1081u", key(KeyCode::Char('й'))),
    ]
}

#[test]
fn every_sequence_is_recognised_whole_and_split_at_every_byte() {
    for (bytes, token) in sequences() {
        for cut in 0..bytes.len() {
            let (left, right) = bytes.split_at(cut);
            assert_eq!(
                tokens([left, right]),
                std::slice::from_ref(&token),
                "{:?} cut at {cut}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

#[test]
fn a_lone_escape_is_a_key_after_a_moment() {
    let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
    tokenizer.feed(b"\x1b", now, &mut tokens);
    assert_eq!(tokens, []);
    assert_eq!(tokenizer.deadline(), Some(now + ESCAPE_TIMEOUT));
    tokenizer.expire(now + ESCAPE_TIMEOUT - Duration::from_millis(1), &mut tokens);
    assert_eq!(tokens, []);
    tokenizer.expire(now + ESCAPE_TIMEOUT, &mut tokens);
    assert_eq!(tokens, [key(KeyCode::Esc)]);
    assert_eq!(tokenizer.deadline(), None);
}

#[test]
fn escape_before_a_reply_stays_a_key() {
    assert_eq!(tokens([b"\x1b\x1b[0n".as_slice()]), [key(KeyCode::Esc), Token::Reply(Reply::Status)]);
}

#[test]
fn an_unfinished_sequence_is_dropped_and_the_next_key_is_read() {
    for unfinished in [b"\x1b[12;".as_slice(), b"\x1bP1$r48", b"\x1b]11;rgb:", b"\x1b_Gi=31;"] {
        let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
        tokenizer.feed(unfinished, now, &mut tokens);
        tokenizer.expire(now + SEQUENCE_TIMEOUT, &mut tokens);
        tokenizer.feed(b"q", now + SEQUENCE_TIMEOUT, &mut tokens);
        // It might have been the rest of a string.
        tokenizer.expire(now + 2 * SEQUENCE_TIMEOUT, &mut tokens);
        assert_eq!(tokens, [key(KeyCode::Char('q'))], "{unfinished:?}");
    }
}

#[test]
fn a_paste_is_one_line_or_nothing_and_never_keys() {
    let pasted = |text: &str| tokens([format!("\x1b[200~{text}\x1b[201~q").as_bytes()]);
    let q = key(KeyCode::Char('q'));
    assert_eq!(pasted(" default:42+zoom=2\r\n"), [Token::Paste("default:42+zoom=2".into()), q.clone()]);
    let long = format!("q{}", "#".repeat(60_000));
    for text in ["", "\r", "q\rtouch pwned\r", "a\x1b[0nb", "a\x03b", long.as_str()] {
        assert_eq!(pasted(text), std::slice::from_ref(&q), "{}", &text[..text.len().min(20)]);
    }
    // One that never ends is over after a while.
    let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
    tokenizer.feed(b"\x1b[200~rrr", now, &mut tokens);
    tokenizer.expire(now + PASTE_TIMEOUT, &mut tokens);
    tokenizer.feed(b"q", now + PASTE_TIMEOUT, &mut tokens);
    assert_eq!(tokens, [q]);
}

/// A paste that is begun, and what comes after it: each chunk after this many milliseconds.
fn after_an_open_paste(due: bool, chunks: &[(u64, &[u8])]) -> Vec<Token> {
    let (mut tokenizer, mut tokens, mut now) = (Tokenizer::default(), Vec::new(), Instant::now());
    tokenizer.expect(Expected { any: due, cursor: false });
    tokenizer.feed(b"\x1b[200~default", now, &mut tokens);
    for (pause, chunk) in chunks {
        let until = now + Duration::from_millis(*pause);
        while let Some(deadline) = tokenizer.deadline().filter(|deadline| *deadline <= until) {
            tokenizer.expire(deadline, &mut tokens);
        }
        now = until;
        tokenizer.feed(chunk, now, &mut tokens);
    }
    tokenizer.expire(now + PASTE_TIMEOUT, &mut tokens);
    tokens
}

#[test]
fn replies_that_are_due_are_read_while_a_paste_comes_in() {
    let status: &[u8] = b"\x1b[0n";
    let expected = [Token::Reply(Reply::Status), Token::Paste("default:42".into())];
    for cut in 1..status.len() {
        let (left, right) = status.split_at(cut);
        let chunks = [(20, b":4".as_slice()), (5, left), (5, right), (5, b"2\x1b[201~")];
        assert_eq!(after_an_open_paste(true, &chunks), expected, "cut at {cut}");
        // That nobody waits for, they are pasted, and no line of text.
        assert_eq!(after_an_open_paste(false, &chunks), []);
    }
}

#[test]
fn a_paste_that_never_ends_shuts_nobody_out() {
    let q = key(KeyCode::Char('q'));
    let control_c = Token::Key(KeyEvent::new(KeyCode::Char('c')).modifiers(KeyModifiers::CTRL));
    let keys = |chunks: &[(u64, &[u8])]| {
        let tokens = after_an_open_paste(true, chunks).into_iter();
        tokens.filter(|token| matches!(token, Token::Key(_))).collect::<Vec<_>>()
    };
    // Replies come all the time, and are no part of it.
    let mut replies = vec![(33, b"\x1b[0n".as_slice()); 60];
    replies.push((10, b"q"));
    assert_eq!(keys(&replies), std::slice::from_ref(&q));
    // Nor are keys that somebody types once in a while.
    assert_eq!(keys(&[(700, b"q"), (700, b"q"), (700, b"q")]), std::slice::from_ref(&q));
    for (bytes, token) in [
        (b"\x03".as_slice(), &control_c),
        (b"\x1b[99;5u", &control_c),
        (b"\x1b[27;5;99~", &control_c),
        (b"\x1b", &key(KeyCode::Esc)),
        (b"\x1b[27u", &key(KeyCode::Esc)),
    ] {
        assert_eq!(keys(&[(100, bytes), (400, b"q")]), [token.clone(), q.clone()], "{}", bytes.escape_ascii());
        assert_eq!(keys(&[(100, bytes), (33, b"\x1b[0n"), (400, b"q")]), [token.clone(), q.clone()]);
        // Among what is pasted they are none.
        assert_eq!(keys(&[(0, bytes), (0, b"xx\x1b[201~")]), []);
    }
    // What comes of it after all presses nothing.
    for rest in [b"q\rrm -r everything\r".as_slice(), b"rr\x1b[201~", b"\x1b[201~"] {
        assert_eq!(keys(&[(3000, rest), (2000, b"q")]), std::slice::from_ref(&q), "{}", rest.escape_ascii());
    }
    // Nor does an end that was cut.
    assert_eq!(keys(&[(10, b"\x1b"), (2000, b"[201~"), (400, b"q")]), [q]);
}

/// Inputs on which the parser behind the tokeniser has panicked.
#[test]
fn reports_of_no_cell_and_other_hostile_bytes_are_survived() {
    for report in [b"\x1b[<0;0;5M".as_slice(), b"\x1b[<0;5;0m", b"\x1b[32;0;0M", b"\x1b[<0;;M", b"\x1b[<0M"] {
        assert_eq!(tokens([report, b"q"]), [key(KeyCode::Char('q'))], "{}", String::from_utf8_lossy(report));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/tokenizer");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let whole = tokens([bytes.as_slice()]);
        for cut in 0..bytes.len() {
            let (left, right) = bytes.split_at(cut);
            assert_eq!(tokens([left, right]), whole);
        }
        count += 1;
    }
    assert!(count >= 17, "the cases were not found");
}

#[test]
fn an_endless_string_takes_no_more_memory_and_no_key() {
    let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
    tokenizer.feed(b"\x1b]11;", now, &mut tokens);
    for _ in 0..1000 {
        tokenizer.feed(&[b'x'; 1000], now, &mut tokens);
    }
    tokenizer.feed(b"\x07q", now, &mut tokens);
    assert_eq!(tokens, [key(KeyCode::Char('q'))]);
}

proptest! {
    /// No key is lost and none invented, whatever stands between and wherever it is cut.
    #[test]
    fn any_mixture_is_read_the_same_however_it_is_cut(
        picks in prop::collection::vec(prop::sample::select(sequences()), 1..20),
        cuts in prop::collection::vec(1_usize..12, 1..20),
    ) {
        let bytes: Vec<u8> = picks.iter().flat_map(|(bytes, _)| bytes.iter().copied()).collect();
        let expected: Vec<Token> = picks.into_iter().map(|(_, token)| token).collect();
        let (mut chunks, mut rest) = (Vec::new(), bytes.as_slice());
        for cut in cuts.into_iter().cycle() {
            let (chunk, left) = rest.split_at(cut.min(rest.len()));
            chunks.push(chunk);
            rest = left;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(tokens(chunks), expected);
    }

    /// Whatever is read, it does not matter how it was cut, and keys between make it neither more nor less.
    #[test]
    fn any_bytes_are_read_the_same_however_they_are_cut(
        parts in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..20),
                prop::collection::vec(prop::sample::select(b"\x1b[]P_O?>;0123Mmc~\\\x07Rq".as_slice()), 0..20),
                prop::sample::select(sequences()).prop_map(|(bytes, _)| bytes.to_vec()),
            ],
            1..12,
        ),
        cuts in prop::collection::vec(1_usize..9, 1..20),
    ) {
        let bytes = parts.concat();
        let (mut chunks, mut rest) = (Vec::new(), bytes.as_slice());
        for cut in cuts.into_iter().cycle().take(bytes.len() + 1) {
            let (chunk, left) = rest.split_at(cut.min(rest.len()));
            chunks.push(chunk);
            rest = left;
        }
        prop_assert_eq!(tokens(chunks), tokens([bytes.as_slice()]));
    }

    /// Garbage neither panics nor wedges: a key after it, and a pause, is read.
    #[test]
    fn garbage_does_not_wedge(garbage in prop::collection::vec(any::<u8>(), 0..200)) {
        let (mut tokenizer, mut tokens, now) = (Tokenizer::default(), Vec::new(), Instant::now());
        tokenizer.feed(&garbage, now, &mut tokens);
        tokenizer.expire(now + PASTE_TIMEOUT, &mut tokens);
        tokenizer.feed(b"q", now + 2 * PASTE_TIMEOUT, &mut tokens);
        tokenizer.expire(now + 3 * PASTE_TIMEOUT, &mut tokens);
        prop_assert_eq!(tokens.last(), Some(&key(KeyCode::Char('q'))));
    }
}
