//! Replies that come late, in pieces or unasked, between keys: the keys count, and nothing else does.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use terminput::{KeyCode, KeyEvent};
use thinwire::input::Reply;
use thinwire::input::tokenizer::{DUE_TIMEOUT, ESCAPE_TIMEOUT, Expected, Token, Tokenizer};

/// The longest gap within a reply while one is due, and a longer one than any reply is waited for.
const GAP: Duration = Duration::from_millis(300);
const LONG_GAP: Duration = Duration::from_millis(700);

/// A terminal's input in virtual time: everything expires when its time has come.
struct TerminalLine {
    tokenizer: Tokenizer,
    now: Instant,
    tokens: Vec<Token>,
}

impl TerminalLine {
    fn new(due: bool) -> Self {
        let mut line = Self { tokenizer: Tokenizer::default(), now: Instant::now(), tokens: Vec::new() };
        line.expect(due);
        line
    }

    fn expect(&mut self, due: bool) {
        self.tokenizer.expect(Expected { any: due, cursor: false });
    }

    fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(deadline) = self.tokenizer.deadline().filter(|deadline| *deadline <= end) {
            self.tokenizer.expire(deadline, &mut self.tokens);
        }
        self.now = end;
    }

    fn read(&mut self, bytes: &[u8]) {
        self.tokenizer.feed(bytes, self.now, &mut self.tokens);
    }

    /// All that was read, once nothing is waited for any more.
    fn end(mut self) -> Vec<Token> {
        self.expect(false);
        self.wait(Duration::from_secs(20));
        self.tokens
    }
}

fn replies() -> Vec<(&'static [u8], Token)> {
    let replies: Vec<(&'static [u8], Reply)> = vec![
        (b"\x1b[0n", Reply::Status),
        (b"\x1b[?62;4;22c", Reply::PrimaryAttributes(vec![62, 4, 22])),
        (b"\x1b[>1;10;0c", Reply::SecondaryAttributes(vec![1, 10, 0])),
        (b"\x1b[?2026;2$y", Reply::Mode { mode: 2026, setting: 2 }),
        (b"\x1b[6;16;8t", Reply::Window { kind: 6, height: 16, width: 8 }),
        (b"\x1b[?2;0;1000;800S", Reply::LargestSixels { width: 1000, height: 800 }),
        (b"\x1bP1$r48:2:1:2:3m\x1b\\", Reply::Setting(Some("48:2:1:2:3m".into()))),
        (b"\x1bP1+r524742=38\x1b\\", Reply::Capability(Some(("RGB".into(), "8".into())))),
        (b"\x1bP>|XTerm(390)\x1b\\", Reply::Version("XTerm(390)".into())),
        (b"\x1b]11;rgb:1e1e/ffff/0000\x07", Reply::Color { which: 11, rgb: [0x1e, 255, 0] }),
        (b"\x1b]4;15;rgb:ffff/8080/0000\x1b\\", Reply::Palette { index: 15, rgb: [255, 128, 0] }),
        (b"\x1b_Gi=31;OK\x1b\\", Reply::Graphics("i=31;OK".into())),
        (b"\x9b0n", Reply::Status),
        (b"\x901$r48:2:1:2:3m\x9c", Reply::Setting(Some("48:2:1:2:3m".into()))),
        // Another program's.
        (b"\x1b[?997;1n", Reply::Unknown),
        (b"\x1b]52;c;cXVpdA==\x1b\\", Reply::Unknown),
        (b"\x1b]lq r s\x1b\\", Reply::Unknown),
    ];
    replies.into_iter().map(|(bytes, reply)| (bytes, Token::Reply(reply))).collect()
}

fn keys() -> Vec<(&'static [u8], Token)> {
    let key = |code| Token::Key(KeyEvent::new(code));
    vec![
        (b"q", key(KeyCode::Char('q'))),
        (b"r", key(KeyCode::Char('r'))),
        (b"s", key(KeyCode::Char('s'))),
        (b"[", key(KeyCode::Char('['))),
        (b"]", key(KeyCode::Char(']'))),
        ("é".as_bytes(), key(KeyCode::Char('é'))),
        (b"\x1b[A", key(KeyCode::Up)),
        (b"\x1b", key(KeyCode::Esc)),
    ]
}

fn esc() -> Token {
    Token::Key(KeyEvent::new(KeyCode::Esc))
}

#[test]
fn escape_alone_acts_at_once_while_nothing_is_due_and_soon_while_something_is() {
    for (due, most) in [(false, Duration::from_millis(60)), (true, DUE_TIMEOUT)] {
        let mut line = TerminalLine::new(due);
        line.read(b"\x1b");
        line.wait(most);
        assert_eq!(line.tokens, [esc()], "due: {due}");
    }
    assert!(ESCAPE_TIMEOUT <= Duration::from_millis(60));
}

#[test]
fn while_a_reply_is_due_it_may_be_cut_anywhere() {
    for (bytes, token) in replies() {
        for cut in 1..bytes.len() {
            let mut line = TerminalLine::new(true);
            line.read(&bytes[..cut]);
            line.wait(GAP);
            line.read(&bytes[cut..]);
            assert_eq!(line.end(), std::slice::from_ref(&token), "{} cut at {cut}", bytes.escape_ascii());
        }
    }
}

#[test]
fn a_reply_that_nobody_waits_for_costs_one_escape_at_most_however_late_its_rest_comes() {
    for (bytes, token) in replies() {
        for cut in 1..bytes.len() {
            let mut line = TerminalLine::new(false);
            line.read(&bytes[..cut]);
            line.wait(LONG_GAP);
            line.read(&bytes[cut..]);
            let tokens = line.end();
            let rest = tokens.strip_prefix(&[esc()]).unwrap_or(&tokens);
            assert_eq!(rest, std::slice::from_ref(&token), "{} cut at {cut}: {tokens:?}", bytes.escape_ascii());
        }
    }
}

#[test]
fn keys_behind_an_escape_count_for_themselves() {
    for typed in ["[", "]", "[q", "]r", "q", "[?", "P", "_", "[[", "é["] {
        let mut line = TerminalLine::new(false);
        line.read(b"\x1b");
        line.wait(Duration::from_millis(100));
        for character in typed.chars() {
            line.read(character.to_string().as_bytes());
            line.wait(Duration::from_millis(40));
        }
        let codes = std::iter::once(KeyCode::Esc).chain(typed.chars().map(KeyCode::Char));
        let expected: Vec<_> = codes.map(|code| Token::Key(KeyEvent::new(code))).collect();
        let tokens: Vec<_> = line.end().into_iter().map(without_modifiers).collect();
        assert_eq!(tokens, expected, "{typed}");
    }
}

/// Capitals come with the shift key.
fn without_modifiers(token: Token) -> Token {
    match token {
        Token::Key(key) => Token::Key(KeyEvent::new(key.code)),
        token => token,
    }
}

#[test]
fn the_place_of_the_cursor_is_a_key_unless_it_was_asked_for() {
    for (cursor, expected) in [(true, true), (false, false)] {
        let (mut tokenizer, mut tokens) = (Tokenizer::default(), Vec::new());
        tokenizer.expect(Expected { any: cursor, cursor });
        tokenizer.feed(b"\x1b[1;3R", Instant::now(), &mut tokens);
        assert_eq!(tokens == [Token::Reply(Reply::Cursor { row: 1, column: 3 })], expected, "{tokens:?}");
    }
}

#[test]
fn a_key_in_the_middle_of_a_reply_counts_and_so_does_the_reply() {
    for cut in 2..4 {
        for (typed, code) in [(b"q", KeyCode::Char('q')), (b"r", KeyCode::Char('r')), (b"s", KeyCode::Char('s'))] {
            let mut line = TerminalLine::new(true);
            let (left, right) = b"\x1b[0n".split_at(cut);
            for bytes in [left, typed, right] {
                line.read(bytes);
                line.wait(Duration::from_millis(50));
            }
            assert_eq!(line.end(), [Token::Key(KeyEvent::new(code)), Token::Reply(Reply::Status)], "cut at {cut}");
        }
    }
}

proptest! {
    /// Any interleaving of replies and keys, cut anywhere with gaps as long as they may be, gives exactly these.
    #[test]
    fn keys_between_replies_are_the_keys_however_it_is_cut(
        items in prop::collection::vec(
            prop_oneof![prop::sample::select(replies()), prop::sample::select(keys())],
            1..24,
        ),
        gaps in prop::collection::vec(0_u64..=300, 1..40),
    ) {
        let mut line = TerminalLine::new(true);
        let mut gaps = gaps.into_iter().cycle().map(Duration::from_millis);
        let last_reply = items.iter().rposition(|(_, token)| matches!(token, Token::Reply(_)));
        for (index, (bytes, token)) in items.iter().enumerate() {
            let due = last_reply.is_some_and(|last| index <= last);
            line.expect(due);
            // Without a reply that is due, a key comes as it is sent: whole.
            let pieces = if due { bytes.chunks(1) } else { bytes.chunks(bytes.len()) };
            for piece in pieces {
                line.read(piece);
                line.wait(gaps.next().unwrap_or_default());
            }
            // A key right behind Esc is one with Alt, wherever it comes from.
            if *token == esc() {
                line.wait(2 * DUE_TIMEOUT);
            }
        }
        let expected: Vec<Token> = items.into_iter().map(|(_, token)| token).collect();
        prop_assert_eq!(line.end(), expected);
    }
}
