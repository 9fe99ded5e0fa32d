"""Runs inside the sandbox, with the standard library alone: a shell on a terminal of its own, passed over a Unix socket.

`terminal.py` hands this text to the sandbox's Python. The engine sends frames (a letter, a length, the bytes): `d` what
was typed, `r` the new rows and columns; what the shell prints comes back as it is.
"""

import fcntl
import os
import pty
import select
import socket
import struct
import sys
import termios

FRAME = struct.Struct("!cI")
SIZE = struct.Struct("!HH")


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
        os.execvp(words[0], words)  # noqa: S606 (this is the shell)
    relay(client, terminal)
    client.close()
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(shell, 0)[1])


def relay(client: socket.socket, terminal: int) -> None:
    """Until the shell or the engine ends."""
    typed = b""
    both: list[socket.socket | int] = [client, terminal]
    while True:
        ready, _, _ = select.select(both, [], [])
        if terminal in ready:
            try:
                printed = os.read(terminal, 65536)
            except OSError:
                return
            if not printed:
                return
            client.sendall(printed)
        if client in ready:
            chunk = client.recv(65536)
            if not chunk:
                return
            typed = obey(typed + chunk, terminal)


def obey(typed: bytes, terminal: int) -> bytes:
    """Carries out whole frames and returns the rest."""
    while len(typed) >= FRAME.size:
        kind, length = FRAME.unpack_from(typed)
        if len(typed) < FRAME.size + length:
            break
        content, typed = typed[FRAME.size : FRAME.size + length], typed[FRAME.size + length :]
        if kind == b"d":
            os.write(terminal, content)
        elif kind == b"r":
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE.unpack(content), 0, 0))
    return typed


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
