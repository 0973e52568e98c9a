#!/usr/bin/env python3
"""Records the live view being steered, as an asciicast v2.

usage: record.py OUT.cast COLUMNSxROWS KEYS -- COMMAND [ARG ...]

KEYS is a space-separated list: a number waits that many seconds, anything else is typed; =TEXT types TEXT, also where
it is a number; <esc>, <space>, <tab>, <enter>, <up>, <down>, <left>, <right> are keys. Needs nothing but Python: the
program runs on a pty, and its queries are answered as a terminal would.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

KEYS = {"esc": "\x1b", "space": " ", "tab": "\t", "enter": "\r", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D"}
REPLIES = [
    (b"\x1b[5n", b"\x1b[0n"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
]


def main():
    if len(sys.argv) < 6 or sys.argv[4] != "--":
        sys.exit(__doc__)
    out, size, keys, command = sys.argv[1], sys.argv[2], sys.argv[3].split(), sys.argv[5:]
    columns, rows = map(int, size.split("x"))
    pid, terminal = pty.fork()
    if pid == 0:
        # The parent sets the size meanwhile.
        time.sleep(0.2)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 8, rows * 16))
    header = {
        "version": 2,
        "width": columns,
        "height": rows,
        "title": " ".join(os.path.basename(part) for part in command),
        "env": {"TERM": "xterm-256color"},
    }
    events = record(terminal, keys)
    with open(out, "w", encoding="utf-8") as cast:
        print(json.dumps(header), file=cast)
        for moment, text in events:
            print(json.dumps([round(moment, 4), "o", text], ensure_ascii=False), file=cast)


def record(terminal, keys):
    events, pending, began = [], b"", None

    def read_for(seconds):
        nonlocal pending, began
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([terminal], [], [], left)[0]:
                return True
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                return False
            began = began or time.monotonic()
            for query, reply in REPLIES:
                for _ in range(chunk.count(query)):
                    os.write(terminal, reply)
            # A character may be cut by the end of a chunk.
            text, pending = whole(pending + chunk)
            events.append((time.monotonic() - began, text))
        return True

    for key in keys:
        if key.replace(".", "", 1).isdigit():
            read_for(float(key))
        else:
            typed = key[1:] if key.startswith("=") and len(key) > 1 else KEYS.get(key.strip("<>"), key)
            os.write(terminal, typed.encode())
    while read_for(1.0) and events and time.monotonic() - began - events[-1][0] < 1.0:
        pass
    return events


def whole(data):
    """The characters that are complete, and the bytes of one that is not."""
    for cut in range(min(4, len(data) + 1)):
        try:
            return data[: len(data) - cut].decode(), data[len(data) - cut :]
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace"), b""


main()
