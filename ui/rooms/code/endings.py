"""What an editor does not show of a text: its byte order mark and how its lines end. Taken off on reading, put back on saving.

Lines that a person did not change keep their own ends; new ones get those that most lines of the file have. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ui.rooms.code.plan import opcodes

MARK, END = "\ufeff", "\n"
LOST = ("\ufdd0", "\ufdd1")
"""Signs that Qt keeps for itself: a text with them can be shown, not edited."""
_ODD = ("\r", "\u2029")
_BREAK = re.compile("\r\n|[\n\r\u2029]")


@dataclass(frozen=True, kw_only=True)
class Form:
    """`end` is how most lines end; where not all do, `ends` are those of each line of the text `before`."""

    mark: str = ""
    end: str = END
    ends: Sequence[str] = ()
    before: str = ""

    def is_like(self, other: Form) -> bool:
        """Whether both texts have the same mark and line ends."""
        return (self.mark, self.end, self.ends) == (other.mark, other.end, other.ends)


def plain(text: str) -> str:
    """The text as an editor holds it: no byte order mark, every line ends with a line feed."""
    text = text.removeprefix(MARK)
    return _BREAK.sub(END, text) if any(sign in text for sign in _ODD) else text


def form_of(text: str) -> Form:
    """What `plain` takes from a text."""
    mark = MARK if text.startswith(MARK) else ""
    if not any(sign in text for sign in _ODD):
        return Form(mark=mark)
    ends = _BREAK.findall(text)
    [(most, count), *_] = Counter(ends).most_common()
    if count == len(ends):
        return Form(mark=mark, end=most)
    return Form(mark=mark, end=most, ends=ends, before=plain(text))


def formed(form: Form, text: str) -> str:
    """A plain text in the form of the one that was read. Long where line ends are mixed: for a thread."""
    if not form.ends:
        return form.mark + (text if form.end == END else text.replace(END, form.end))
    lines = text.split(END)
    ends = _ends(form, lines)
    return form.mark + "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _ends(form: Form, lines: Sequence[str]) -> list[str]:
    """The ends of all lines but the last, which has none."""
    found = [form.end] * (len(lines) - 1)
    for _, a, b, c, d in opcodes(form.before.split(END), lines):
        for old, new in zip(range(a, b), range(c, d), strict=False):
            if old < len(form.ends) and new < len(found):
                found[new] = form.ends[old]
    return found
