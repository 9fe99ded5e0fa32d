"""Runs inside the sandbox, with the standard library alone: a shell on a terminal of its own, passed over a Unix socket.

`terminal.py` hands this text to the sandbox's Python. The engine sends frames (a letter, a length, the bytes): `d` what
was typed, `r` the new rows and columns; what the shell prints comes back as it is. Neither way waits for the other: a
program that reads nothing still prints, and is still ended by Ctrl+C.
"""

import fcntl
import os
import pty
import select
import signal
import socket
import struct
import sys
import termios

Ways = list[socket.socket | int]
FRAME = struct.Struct("!cI")
SIZE = struct.Struct("!HH")
CHUNK = 65536
MOST = 4 * 1024 * 1024  # bytes that wait for a program that reads nothing
INTERRUPT = b"\x03"
TIOCSIG, TIOCGPTPEER = 0x40045436, 0x5441  # of Linux, where the sandbox is; termios does not name them


def main() -> int:
    place, words = sys.argv[1], sys.argv[2:]
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    server.listen(1)
    client, _ = server.accept()
    server.close()
    os.unlink(place)  # noqa: PTH108 (no import of pathlib)
    shell, terminal = pty.fork()
    if shell == 0:
        for ignored in (
            signal.SIGINT,
            signal.SIGQUIT,
        ):  # as an engine that was started behind a script's back inherits them
            signal.signal(ignored, signal.SIG_DFL)
        os.execvp(words[0], words)  # noqa: S606 (this is the shell)
    relay(client, terminal)
    client.close()
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(shell, 0)[1])


def relay(client: socket.socket, terminal: int) -> None:
    """Until the shell or the engine ends."""
    client.setblocking(False)
    os.set_blocking(terminal, False)
    frames, typed, printed = b"", bytearray(), b""
    while True:
        reading: Ways = [*([client] if len(typed) < MOST else []), *([] if printed else [terminal])]
        writing: Ways = [*([client] if printed else []), *([terminal] if typed else [])]
        readable, writable, _ = select.select(reading, writing, [])
        try:
            if client in readable:
                chunk = client.recv(CHUNK)
                if not chunk:
                    return
                frames = obey(frames + chunk, typed, terminal)
            if terminal in readable:
                printed = os.read(terminal, CHUNK)
                if not printed:
                    return
            if client in writable:
                printed = printed[client.send(printed) :]
            if typed and terminal in writable:
                del typed[: os.write(terminal, typed[:CHUNK])]
        except BlockingIOError:
            continue
        except OSError:
            return


def obey(frames: bytes, typed: bytearray, terminal: int) -> bytes:
    """Carries out whole frames and returns the rest; what is typed waits in `typed` until the shell takes it."""
    while len(frames) >= FRAME.size:
        kind, length = FRAME.unpack_from(frames)
        if len(frames) < FRAME.size + length:
            break
        content, frames = frames[FRAME.size : FRAME.size + length], frames[FRAME.size + length :]
        if kind == b"d":
            _, sign, rest = content.rpartition(INTERRUPT)
            typed[:] = rest if sign and interrupt(terminal, waiting=len(typed)) else typed + content
        elif kind == b"r":
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE.unpack(content), 0, 0))
    return frames


def interrupt(terminal: int, *, waiting: int) -> bool:
    """Does at once what Ctrl+C does once all before it was read, where something is left to be read.

    Not where a program reads Ctrl+C as a letter.
    """
    if not termios.tcgetattr(terminal)[3] & termios.ISIG:
        return False
    other = fcntl.ioctl(terminal, TIOCGPTPEER, os.O_RDWR | os.O_NOCTTY)
    try:
        waiting += struct.unpack("i", fcntl.ioctl(other, termios.FIONREAD, bytes(4)))[0]
        if waiting:
            termios.tcflush(other, termios.TCIFLUSH)
            fcntl.ioctl(terminal, TIOCSIG, signal.SIGINT)
    finally:
        os.close(other)
    return waiting > 0


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
