//! What a terminal answers when it is asked, distinguished by the form of the reply alone. No I/O.

/// The answer of a terminal to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `CSI 0 n`, the answer to DSR: everything before the question has been parsed.
    Status,
    /// `CSI row ; column R`, with or without `?`: where the cursor stands, from 1.
    Cursor {
        /// From the top.
        row: u32,
        /// From the left.
        column: u32,
    },
    /// DA1 (`CSI ? … c`): what the terminal can do.
    PrimaryAttributes(Vec<u32>),
    /// DA2 (`CSI > … c`): kind, version and more.
    SecondaryAttributes(Vec<u32>),
    /// DECRPM (`CSI ? mode ; setting $ y`).
    Mode {
        /// The DEC private mode that was asked about.
        mode: u32,
        /// 0 unknown, 1 set, 2 reset, 3 always set, 4 never set.
        setting: u32,
    },
    /// The keyboard protocol's flags (`CSI ? flags u`).
    Keyboard(u32),
    /// A report about the window (`CSI kind ; height ; width t`): 4 window pixels, 6 cell pixels, 8 cells.
    Window {
        /// Which measure this is.
        kind: u32,
        /// In the unit of the measure.
        height: u32,
        /// In the unit of the measure.
        width: u32,
    },
    /// DECRPSS (`DCS 1 $ r … ST`): the setting that was asked for, or `None` if the terminal does not know it.
    Setting(Option<String>),
    /// XTGETTCAP (`DCS 1 + r name=value ST`, in hexadecimal): name and value, or `None` if it has no such capability.
    Capability(Option<(String, String)>),
    /// XTVERSION (`DCS > | text ST`): name and version of the terminal.
    Version(String),
    /// OSC 10 (text) or 11 (background): a default colour, 8 bits a channel.
    Color {
        /// 10 or 11.
        which: u32,
        /// Red, green, blue.
        rgb: [u8; 3],
    },
    /// OSC 4: one of the palette's colours, 8 bits a channel.
    Palette {
        /// Its number.
        index: u8,
        /// Red, green, blue.
        rgb: [u8; 3],
    },
    /// XTSMGRAPHICS (`CSI ? 2 ; 0 ; width ; height S`): the largest image of sixels, in pixels.
    LargestSixels {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
    },
    /// XTQMODKEYS (`CSI > 4 ; value m`): how modifyOtherKeys is set.
    OtherKeys(u32),
    /// A graphics response (`APC G … ST`): its control data and message.
    Graphics(String),
    /// A reply of another form.
    Unknown,
}

impl Reply {
    /// Reads what stands after `CSI`, final byte included. `None` for what keys and mouse send.
    pub fn from_csi(body: &[u8]) -> Option<Self> {
        let (&last, parameters) = body.split_last()?;
        let (prefix, parameters) = match parameters.split_first() {
            Some((&prefix @ (b'?' | b'>' | b'='), rest)) => (Some(prefix), rest),
            _ => (None, parameters),
        };
        let (parameters, intermediate) = match parameters.split_last() {
            Some((&byte @ 0x20..=0x2f, rest)) => (rest, Some(byte)),
            _ => (parameters, None),
        };
        let numbers = numbers(parameters);
        match (prefix, intermediate, last, numbers.as_slice()) {
            (None, None, b'n', [0]) => Some(Self::Status),
            (Some(b'?'), None, b'R', &[row, column, ..]) => Some(Self::Cursor { row, column }),
            // `CSI 1 ; 2..8 R` is F3 with modifiers, and no cursor report is ever asked for.
            (None, None, b'R', &[row, column]) if row != 1 || column > 8 => Some(Self::Cursor { row, column }),
            (Some(b'?'), None, b'c', _) => Some(Self::PrimaryAttributes(numbers)),
            (Some(b'>'), None, b'c', _) => Some(Self::SecondaryAttributes(numbers)),
            (Some(b'?'), Some(b'$'), b'y', &[mode, setting]) => Some(Self::Mode { mode, setting }),
            (Some(b'?'), None, b'u', &[flags]) => Some(Self::Keyboard(flags)),
            (Some(b'?'), None, b'S', &[2, 0, width, height]) => Some(Self::LargestSixels { width, height }),
            (Some(b'>'), None, b'm', &[4, value]) => Some(Self::OtherKeys(value)),
            (None, None, b't', &[kind, height, width]) => Some(Self::Window { kind, height, width }),
            // Keys and mouse use no prefix but `<`, no intermediate byte, and none of these final bytes.
            (Some(_), ..) | (_, Some(_), ..) | (_, _, b'n' | b'c' | b't' | b'x' | b'y', _) => Some(Self::Unknown),
            _ => None,
        }
    }

    /// Reads what stands after `CSI` as the answer to where the cursor stands, which F3 with modifiers looks like where
    /// it stands in the first row: only for who has asked.
    pub fn cursor(body: &[u8]) -> Option<Self> {
        let (&last, parameters) = body.split_last()?;
        let is_plain = parameters.iter().all(|byte| matches!(byte, b'0'..=b'9' | b';'));
        match numbers(parameters).as_slice() {
            &[row, column] if last == b'R' && is_plain => Some(Self::Cursor { row, column }),
            _ => None,
        }
    }

    /// Reads the body of a string: DCS (`P`), OSC (`]`), APC (`_`). `None` for other introducers.
    pub fn from_string(introducer: u8, body: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(body);
        match introducer {
            b'P' => Some(device_control(&text)),
            b']' => Some(color(&text).unwrap_or(Self::Unknown)),
            b'_' => Some(text.strip_prefix('G').map_or(Self::Unknown, |rest| Self::Graphics(rest.to_owned()))),
            _ => None,
        }
    }
}

fn numbers(parameters: &[u8]) -> Vec<u32> {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .filter(|byte| byte.is_ascii_digit())
            .fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    };
    if parameters.is_empty() { Vec::new() } else { parameters.split(|&byte| byte == b';').map(number).collect() }
}

fn device_control(text: &str) -> Reply {
    if let Some(version) = text.strip_prefix(">|") {
        return Reply::Version(version.to_owned());
    }
    let known = text.starts_with('1');
    if let Some(("0" | "1", setting)) = text.split_once("$r") {
        Reply::Setting(known.then(|| setting.to_owned()))
    } else if let Some(("0" | "1", capability)) = text.split_once("+r") {
        Reply::Capability(known.then(|| pair(capability)).flatten())
    } else {
        Reply::Unknown
    }
}

fn pair(capability: &str) -> Option<(String, String)> {
    let (name, value) = capability.split_once('=').unwrap_or((capability, ""));
    Some((from_hexadecimal(name)?, from_hexadecimal(value)?))
}

fn from_hexadecimal(text: &str) -> Option<String> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect();
    let bytes = digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    String::from_utf8(bytes).ok()
}

/// `11;rgb:1e1e/2020/3030` or `4;9;rgb:…`.
fn color(text: &str) -> Option<Reply> {
    let (which, value) = text.split_once(';')?;
    match which.parse().ok()? {
        4 => {
            let (index, value) = value.split_once(';')?;
            Some(Reply::Palette { index: index.parse().ok()?, rgb: channels(value)? })
        }
        which @ (10 | 11) => Some(Reply::Color { which, rgb: channels(value)? }),
        _ => None,
    }
}

/// `rgb:1e1e/2020/3030`: one to four hexadecimal digits a channel.
fn channels(value: &str) -> Option<[u8; 3]> {
    let channels = value.strip_prefix("rgb:")?;
    let mut rgb = [0; 3];
    let mut parts = channels.split('/');
    for channel in &mut rgb {
        let part = parts.next().filter(|part| (1..=4).contains(&part.len()))?;
        let largest = (1_u32 << (4 * part.len())) - 1;
        *channel = (u32::from_str_radix(part, 16).ok()? * 255 / largest) as u8;
    }
    parts.next().is_none().then_some(rgb)
}
