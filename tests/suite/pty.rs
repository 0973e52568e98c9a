//! A real terminal for tests: the program on a PTY, its output read by an independent emulator that
//! answers queries as a terminal does.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use avt::{Color, ScreenKind, Terminal};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use crate::home::variables_in;

/// Catches a hang; nothing here is a measure of speed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a terminal answers to what it is asked.
const REPLIES: [(&str, &str); 4] =
    [("\x1b[5n", "\x1b[0n"), ("\x1b[6n", "\x1b[1;1R"), ("\x1b[c", "\x1b[?62;22c"), ("\x1b[?2026$p", "\x1b[?2026;2$y")];

/// What reading brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chunk {
    Bytes(usize),
    Nothing,
    End,
}

/// The program in a terminal.
pub struct Session {
    terminal: Terminal,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// Where the program keeps what outlasts it.
    _home: tempfile::TempDir,
    /// Bytes of a character or a query whose rest has not come yet.
    pending: Vec<u8>,
    replies: Vec<(String, String)>,
    /// How long replies are on their way, and those that are.
    delay: Duration,
    /// Bytes a second that the way to the terminal carries, and when it has carried what was put on it.
    rate: f64,
    free: Instant,
    under_way: VecDeque<(Instant, String)>,
    /// After how many bytes each reply is cut, and how much later its rest comes.
    split: Option<(usize, Duration)>,
    /// Whether there is an alternate screen.
    alternate: bool,
    /// All text so far.
    pub transcript: String,
}

impl Session {
    /// Starts neurotty with `arguments` in a terminal of `columns` × `rows`.
    pub fn start(columns: u16, rows: u16, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
        command.args(arguments);
        Self::start_command(columns, rows, command)
    }

    /// Starts any command in a terminal of `columns` × `rows`.
    pub fn start_command(columns: u16, rows: u16, mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("NO_COLOR");
        Self::start_in(columns, rows, command, &[])
    }

    /// Starts any command in a terminal that answers `replies` too; the command's environment tells its name.
    pub fn start_in(columns: u16, rows: u16, mut command: CommandBuilder, replies: &[(&str, &str)]) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: columns * 8, pixel_height: rows * 16 };
        let pair = native_pty_system().openpty(size).unwrap();
        for foreign in ["TMUX", "STY", "TERM_PROGRAM", "CLICOLOR_FORCE", "FORCE_COLOR"] {
            command.env_remove(foreign);
        }
        let home = tempfile::tempdir().unwrap();
        for (name, folder) in variables_in(home.path()) {
            // A test may have chosen another.
            if command.get_env(name) == std::env::var_os(name).as_deref() {
                command.env(name, folder);
            }
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            terminal: Terminal::new(usize::from(columns), usize::from(rows)).unwrap(),
            output,
            input: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            _home: home,
            pending: Vec::new(),
            replies: REPLIES
                .iter()
                .filter(|(query, _)| replies.iter().all(|(other, _)| other != query))
                .chain(replies)
                .map(|(query, reply)| (query.to_string(), reply.to_string()))
                .collect(),
            delay: Duration::ZERO,
            rate: f64::INFINITY,
            free: Instant::now(),
            under_way: VecDeque::new(),
            split: None,
            alternate: true,
            transcript: String::new(),
        }
    }

    /// Lets replies take their time from now on, as over a long way.
    pub fn set_delay(&mut self, delay: Duration) {
        self.delay = delay;
    }

    /// Lets replies come as late from now on as if what they answer came over a link of so many bytes a second.
    pub fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
    }

    /// Cuts every reply after `first` bytes from now on; the rest comes a `gap` later.
    pub fn set_split(&mut self, first: usize, gap: Duration) {
        self.split = Some((first, gap));
    }

    /// Behaves as terminals do that know no alternate screen.
    pub fn without_alternate_screen(&mut self) {
        self.alternate = false;
    }

    /// The program's process.
    pub fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Types `keys`.
    pub fn press(&mut self, keys: &str) {
        // What is cut in two on its way still comes in order: no key stands within a reply.
        if let Some((last, _)) = self.under_way.back().filter(|_| self.split.is_some()) {
            return self.under_way.push_back((*last, keys.to_owned()));
        }
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Resizes the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: columns * 8, pixel_height: rows * 16 };
        self.master.resize(size).unwrap();
        self.terminal.resize(usize::from(columns), usize::from(rows));
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.child.process_id().unwrap() as i32).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// The text of the screen, a line for each row.
    pub fn text(&self) -> String {
        self.terminal.screen().text().join("\n")
    }

    /// Whether the alternate screen is shown.
    pub fn is_alternate(&self) -> bool {
        self.terminal.active_screen_kind() == ScreenKind::Alternate
    }

    /// Whether the cursor is shown.
    pub fn shows_cursor(&self) -> bool {
        self.terminal.cursor().visible
    }

    /// The foreground and background of every cell of row `row`.
    pub fn colors(&self, row: usize) -> Vec<[Option<Color>; 2]> {
        let line = self.terminal.screen().line(row).unwrap();
        line.cells().iter().map(|cell| [cell.pen().foreground(), cell.pen().background()]).collect()
    }

    /// The pixels that row `row` shows in half blocks: the upper and the lower one of each cell.
    pub fn pixels(&self, row: usize) -> Vec<[Option<Color>; 2]> {
        let line = self.terminal.screen().line(row).unwrap();
        let pixels = line.cells().iter().map(|cell| {
            let (front, back) = (cell.pen().foreground(), cell.pen().background());
            match cell.char() {
                '▀' => [front, back],
                '▄' => [back, front],
                '█' => [front, front],
                _ => [back, back],
            }
        });
        pixels.collect()
    }

    /// How many different colours the rows `rows` of the screen show.
    pub fn distinct_colors(&self, rows: std::ops::Range<usize>) -> usize {
        let mut colors: Vec<String> =
            rows.flat_map(|row| self.colors(row)).flatten().map(|color| format!("{color:?}")).collect();
        colors.sort_unstable();
        colors.dedup();
        colors.len()
    }

    /// Reads until `reached`, and fails with the screen if that takes too long.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut reached: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !reached(self) {
            assert!(Instant::now() < deadline, "waited in vain for {what}; the screen:\n{}", self.text());
            let ended = self.read(Duration::from_millis(50)) == Chunk::End;
            assert!(!ended || reached(self), "it ended before {what}; the screen:\n{}", self.text());
        }
    }

    /// Reads until the text of the screen contains `text`.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("“{text}”"), |session| session.text().contains(text));
    }

    /// Reads for `time`, and tells how many bytes came.
    pub fn read_for(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut bytes = 0;
        while Instant::now() < end {
            match self.read(end.saturating_duration_since(Instant::now())) {
                Chunk::Bytes(count) => bytes += count,
                Chunk::Nothing => {}
                Chunk::End => break,
            }
        }
        bytes
    }

    /// Waits for the program's end, reading all that it still writes.
    #[track_caller]
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        // The device closes behind the last process that has it open.
        while self.read(Duration::from_millis(50)) != Chunk::End {
            assert!(Instant::now() < deadline, "it does not end; the screen:\n{}", self.text());
        }
        self.child.wait().unwrap()
    }

    /// Reads what comes next, if it comes in time.
    fn read(&mut self, time: Duration) -> Chunk {
        self.reply();
        let next = self.under_way.front().map(|(due, _)| due.saturating_duration_since(Instant::now()));
        let chunk = match self.output.recv_timeout(next.map_or(time, |next| next.min(time))) {
            Ok(chunk) => chunk,
            Err(RecvTimeoutError::Timeout) => return Chunk::Nothing,
            Err(RecvTimeoutError::Disconnected) => return Chunk::End,
        };
        self.pending.extend_from_slice(&chunk);
        // A character may be cut by the chunk's end, and by the program where it leaves at once: only the former
        // still gets its rest.
        let cut = self.pending.utf8_chunks().last().map_or(0, |last| match std::str::from_utf8(last.invalid()) {
            Err(error) if error.error_len().is_none() => last.invalid().len(),
            _ => 0,
        });
        let whole = self.pending.len() - cut;
        let text = String::from_utf8_lossy(&self.pending[..whole]).into_owned();
        self.pending.drain(..whole);
        self.answer(&text);
        if self.alternate {
            self.terminal.feed(text.as_str());
        } else {
            self.terminal.feed(text.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "").as_str());
        }
        self.transcript.push_str(&text);
        Chunk::Bytes(chunk.len())
    }

    /// Answers the queries in `text`, also those that began in the chunk before.
    fn answer(&mut self, text: &str) {
        let tail_start = self.transcript.len().saturating_sub(64);
        let tail_start = (tail_start..).find(|index| self.transcript.is_char_boundary(*index)).unwrap();
        let before = self.transcript.len() - tail_start;
        let seen = format!("{}{text}", &self.transcript[tail_start..]);
        let found = self.replies.iter().flat_map(|(query, reply)| {
            let ends = seen.match_indices(query.as_str()).map(|(index, query)| index + query.len());
            ends.map(move |end| (end, reply))
        });
        let mut new: Vec<_> = found.filter(|(end, _)| *end > before).collect();
        // In the order of the questions, as a terminal answers.
        new.sort_unstable();
        self.free = self.free.max(Instant::now()) + Duration::from_secs_f64(text.len() as f64 / self.rate);
        let due = self.free + self.delay;
        let new: Vec<String> = new.into_iter().map(|(_, reply)| reply.clone()).collect();
        for reply in new {
            let due = self.under_way.back().map_or(due, |(last, _)| due.max(*last));
            match self.split.filter(|(first, _)| *first < reply.len()) {
                Some((first, gap)) => {
                    let (begin, rest) = reply.split_at(first);
                    self.under_way.extend([(due, begin.to_owned()), (due + gap, rest.to_owned())]);
                }
                None => self.under_way.push_back((due, reply)),
            }
        }
        self.reply();
    }

    /// Sends the replies whose time has come.
    fn reply(&mut self) {
        while let Some((_, reply)) = self.under_way.pop_front_if(|(due, _)| *due <= Instant::now()) {
            // A program that has gone reads no replies.
            let _ = self.input.write_all(reply.as_bytes());
        }
        let _ = self.input.flush();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
