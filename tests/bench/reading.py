"""Measures what reading costs: CPU seconds for documents of growing length, and the growth as a ratio to linear.

Run by `make bench`. The documents are briefs of the corpus one after the other, so each has its own things, fields and
rules: a denser text than most requirements documents. Before each reading the engine forgets what it keeps of texts and
words, so that each is read as if for the first time. Asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
import time

from engines.spec import read_brief
from engines.spec.lexicon_files import load_lexicon
from tests.reading.corpus import briefs

LINES = (37, 75, 150, 300)
STYLES = ("requirements", "formal", "business", "prose", "bullets", "user stories")
RUNS = 3


def document(lines: int) -> str:
    """A text of so many lines."""
    found: list[str] = []
    for brief in briefs():
        if brief.style in STYLES and brief.kind == "web" and not brief.held_out and "entities" in brief.expect:
            found += [*brief.text.strip().splitlines(), ""]
    said = [line for line in found if line]
    return "\n".join(found[: found.index(said[lines])] if lines < len(said) else found)


def forget() -> None:
    """Empties whatever the reader keeps of texts and words that it saw; its lexicon stays."""
    for name, module in list(sys.modules.items()):
        for kept in vars(module).values() if name.startswith("engines.spec.") else ():
            if hasattr(kept, "cache_clear") and kept is not load_lexicon and not isinstance(kept, type):
                kept.cache_clear()


def seconds(text: str) -> float:
    """CPU seconds of reading a text for the first time; the median of several runs."""
    spent = []
    for _ in range(RUNS):
        forget()
        began = time.process_time()
        read_brief(text)
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def main() -> None:
    read_brief("A book has a title.")
    base = 0.0
    for lines in LINES:
        text = document(lines)
        spent = seconds(text)
        base = base or spent / lines
        print(
            f"read {lines:>4} lines, {len(text):>6} characters {spent:6.2f} s CPU {spent / lines / base:6.2f} of linear"
        )


if __name__ == "__main__":
    main()
