"""Measures what reading costs: CPU seconds for documents of growing length, and the growth as a ratio to linear.

Run by `make bench`. The documents are briefs of the corpus one after the other, so each has its own things, fields and
rules: a denser text than most requirements documents. Asserts nothing.
"""

from __future__ import annotations

import statistics
import time

from engines.spec import read_brief
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


def seconds(text: str) -> float:
    """CPU seconds of reading a text once; the median of several runs, each with a mark of its own against what is kept."""
    spent = []
    for run in range(RUNS):
        began = time.process_time()
        read_brief(f"{text}\nThis is draft {run} of the text.")
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
