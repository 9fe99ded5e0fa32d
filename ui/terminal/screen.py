"""What a terminal shows: pyte's screen with the lines that scrolled away above it. No Qt; pyte is imported with the first shell."""

from __future__ import annotations

from typing import Any

HISTORY = 5_000
_APPLICATION_CURSOR, _BRACKETED_PASTE = 1 << 5, 2004 << 5
_ROLES = {
    "default": "text",
    "black": "text_3",
    "red": "danger",
    "green": "success",
    "brown": "warning",
    "blue": "accent_text",
    "magenta": "plum",
    "cyan": "info",
    "white": "text_2",
}
Run = tuple[int, str, str, str, bool]
"""A piece of a line in one look: column, text, colour of the text, colour of the ground, bold. Colours are roles or #hex."""


class Screen:
    """Fed with bytes; lines are counted from the oldest that is kept."""

    def __init__(self, columns: int, rows: int) -> None:
        import pyte

        self._screen: Any = pyte.HistoryScreen(columns, rows, history=HISTORY, ratio=0.5)
        self._stream: Any = pyte.ByteStream(self._screen)

    @property
    def columns(self) -> int:
        return int(self._screen.columns)

    @property
    def rows(self) -> int:
        return int(self._screen.lines)

    @property
    def above(self) -> int:
        """How many lines scrolled away."""
        return len(self._screen.history.top)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Line and column; None while a program hides it."""
        return None if self._screen.cursor.hidden else (self.above + self._screen.cursor.y, self._screen.cursor.x)

    @property
    def application_cursor(self) -> bool:
        """Whether a program wants arrow keys in their other spelling."""
        return _APPLICATION_CURSOR in self._screen.mode

    @property
    def bracketed_paste(self) -> bool:
        return _BRACKETED_PASTE in self._screen.mode

    @property
    def title(self) -> str:
        return str(self._screen.title)

    def feed(self, data: bytes) -> None:
        self._stream.feed(data)

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(lines=rows, columns=columns)

    def text(self, line: int) -> str:
        """A line without the blanks at its end."""
        return "".join(char.data for char in self._chars(line)).rstrip()

    def runs(self, line: int) -> list[Run]:
        """The pieces of a line in their looks; blanks at its end are left out."""
        found: list[Run] = []
        for column, char in enumerate(self._chars(line)):
            ink, ground = _ROLES.get(char.fg, f"#{char.fg}"), _ROLES.get(char.bg, f"#{char.bg}")
            ground = "" if char.bg == "default" else ground
            if char.fg.startswith("bright"):
                ink = _ROLES.get(char.fg.removeprefix("bright"), "text")
            if char.bg.startswith("bright"):
                ground = _ROLES.get(char.bg.removeprefix("bright"), "")
            if char.reverse:
                ink, ground = ground or "surface", ink
            if found and found[-1][2:] == (ink, ground, char.bold):
                at, text, *_ = found[-1]
                found[-1] = (at, text + char.data, ink, ground, char.bold)
            else:
                found.append((column, char.data, ink, ground, char.bold))
        if found and not found[-1][3]:
            at, text, ink, ground, bold = found.pop()
            if text.rstrip():
                found.append((at, text.rstrip(), ink, ground, bold))
        return found

    def selected(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        """The text between two places (line, column), whichever comes first."""
        (first, left), (last, right) = sorted((start, end))
        lines = [self.text(line) for line in range(first, last + 1)]
        if first == last:
            return lines[0][left:right]
        return "\n".join([lines[0][left:], *lines[1:-1], lines[-1][:right]])

    def _chars(self, line: int) -> list[Any]:
        above = self.above
        if line < above:
            row = self._screen.history.top[line]
        elif line < above + self.rows:
            row = self._screen.buffer[line - above]
        else:
            return []
        return [row[column] for column in range(self.columns)]
