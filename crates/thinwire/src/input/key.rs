//! Whole sequences of keys and of the mouse, in every form that a terminal may have been left in: plain, xterm's
//! modifyOtherKeys, `CSI … u` of the keyboard protocol, the keypad's own.

use terminput::{Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::token::Token;

const ESC: u8 = 0x1b;
/// The keys of the US layout whose shifted character is no capital, and those characters.
const UNSHIFTED: &str = "`1234567890-=[]\\;',./";
const SHIFTED: &str = "~!@#$%^&*()_+{}|:\"<>?";
/// Keys of the keypad in application mode: the last byte of `SS3 …`, and what stands on the key.
const KEYPAD: [(u8, char); 18] = [
    (b' ', ' '),
    (b'X', '='),
    (b'j', '*'),
    (b'k', '+'),
    (b'l', ','),
    (b'm', '-'),
    (b'n', '.'),
    (b'o', '/'),
    (b'p', '0'),
    (b'q', '1'),
    (b'r', '2'),
    (b's', '3'),
    (b't', '4'),
    (b'u', '5'),
    (b'v', '6'),
    (b'w', '7'),
    (b'x', '8'),
    (b'y', '9'),
];

/// What a whole sequence stands for; `None` for one that no key and no mouse sends.
pub(super) fn read(sequence: &[u8]) -> Option<Token> {
    match sequence {
        // Three bytes of any value follow: the last one may look like another form's end.
        [ESC, b'[', b'M', ..] => parse(sequence),
        [ESC, b'[', body @ .., b'u'] => match coded(body) {
            Some(key) => Some(Token::Key(key)),
            None => parse(sequence),
        },
        [ESC, b'[', b'2', b'7', b';', body @ .., b'~'] => other_key(body).map(Token::Key),
        [ESC, b'[', body @ .., b'M' | b'm'] => has_place(body).then(|| parse(sequence)).flatten(),
        [ESC, b'O', body @ ..] => single_shift(body),
        _ => parse(sequence),
    }
}

fn parse(sequence: &[u8]) -> Option<Token> {
    match Input::parse_from(sequence).ok().flatten()? {
        Input::Key(key) => Some(Token::Key(key)),
        Input::Mouse(mouse) => Some(Token::Mouse(mouse)),
        Input::FocusGained => Some(Token::Focus(true)),
        Input::FocusLost => Some(Token::Focus(false)),
        Input::Paste(_) | Input::Resize { .. } => None,
    }
}

/// Whether a report of the mouse names a cell: columns and rows are counted from 1, and the parser takes 1 away.
fn has_place(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return false };
    let place = |field: Option<&str>| field.and_then(|field| field.parse::<u16>().ok()).is_some_and(|cell| cell > 0);
    let mut fields = text.split(';').skip(1);
    place(fields.next()) && place(fields.next())
}

/// `SS3`, modifiers as a digit perhaps, and a letter.
fn single_shift(body: &[u8]) -> Option<Token> {
    let key = |code| Some(Token::Key(KeyEvent::new(code)));
    match body {
        [b'M'] => key(KeyCode::Enter),
        [b'I'] => key(KeyCode::Tab),
        [last] => match KEYPAD.iter().find(|(byte, _)| byte == last) {
            Some((_, character)) => key(KeyCode::Char(*character)),
            None => parse(&[ESC, b'O', *last]),
        },
        [digit, last] => parse(&[ESC, b'[', b'1', b';', *digit, *last]),
        _ => None,
    }
}

/// `CSI 27 ; modifiers ; code ~` of modifyOtherKeys, from the modifiers on. The code is that of the character.
fn other_key(body: &[u8]) -> Option<KeyEvent> {
    let (mask, code) = std::str::from_utf8(body).ok()?.split_once(';')?;
    let (mask, code) = (mask.parse().ok()?, char::from_u32(code.parse().ok()?)?);
    let code = match code {
        '\x1b' => KeyCode::Esc,
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\x08' | '\x7f' => KeyCode::Backspace,
        code if code.is_control() => return None,
        code => KeyCode::Char(code),
    };
    let mut modifiers = modifiers(mask);
    if let KeyCode::Char(_) = code {
        modifiers.remove(KeyModifiers::SHIFT);
    }
    Some(KeyEvent::new(code).modifiers(modifiers))
}

/// `CSI code:shifted:base ; modifiers:kind ; text u` of the keyboard protocol, where it stands for a character: the one
/// that was typed if it is of ASCII, or else what stands there on the US layout, so that keys act by their place.
/// <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>
fn coded(body: &[u8]) -> Option<KeyEvent> {
    let mut fields = std::str::from_utf8(body).ok()?.split(';');
    let mut codes = fields.next()?.split(':').map(|code| code.parse::<u32>().ok());
    let code = codes.next()??;
    let [shifted, base] = [(); 2].map(|()| codes.next().flatten().and_then(character));
    let mut state = fields.next().unwrap_or_default().split(':');
    let mask = state.next().and_then(|mask| mask.parse().ok()).unwrap_or(1);
    let kind = match state.next() {
        Some("2") => KeyEventKind::Repeat,
        Some("3") => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    let text = fields.next().and_then(|text| text.split(':').next()?.parse().ok()).and_then(character);
    // Composed text comes without a key, as code 0.
    let plain = if code == 0 { text? } else { character(code)? };
    let mut modifiers = modifiers(mask);
    let shift = modifiers.contains(KeyModifiers::SHIFT);
    let with_control = modifiers.intersects(KeyModifiers::CTRL | KeyModifiers::SUPER);
    let typed = match (with_control, shift) {
        (true, _) => plain,
        (false, true) => text.or(shifted).unwrap_or_else(|| on_us_layout(plain, true)),
        (false, false) => text.unwrap_or(plain),
    };
    let by_place = base.map(|base| on_us_layout(base, shift && !with_control));
    let character = if typed.is_ascii() { typed } else { by_place.unwrap_or(typed) };
    modifiers.remove(KeyModifiers::SHIFT);
    Some(KeyEvent::new(KeyCode::Char(character)).modifiers(modifiers).kind(kind))
}

/// A code that stands for a character, not for a key with a function: those are of the private use area.
fn character(code: u32) -> Option<char> {
    char::from_u32(code).filter(|character| !character.is_control() && !('\u{e000}'..='\u{f8ff}').contains(character))
}

/// What the key of `character` types on the US layout, with the shift key or without.
fn on_us_layout(character: char, shift: bool) -> char {
    if !shift {
        return character;
    }
    let place = UNSHIFTED.chars().position(|unshifted| unshifted == character);
    let shifted = place.and_then(|place| SHIFTED.chars().nth(place));
    shifted.unwrap_or_else(|| character.to_ascii_uppercase())
}

/// From the number of the protocol: 1, and a bit for each modifier. Lock keys are left out.
fn modifiers(mask: u16) -> KeyModifiers {
    KeyModifiers::from_bits_truncate((mask.saturating_sub(1) & 0x3f) as u8)
}
