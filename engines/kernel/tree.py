"""A rendered source tree and its links to the facts it was rendered from; made by qlayer, read by qtest and the trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The line (from 1) of a file that carries out a fact, e.g. `field:book.isbn`; in a test file, the test of it.

    `test` is pytest's node id for tests, else empty.
    """

    fact: str
    path: str
    line: int
    test: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceTree:
    """Files by their POSIX path relative to the project's root, and the anchors in them; both sorted."""

    files: Mapping[str, bytes]
    anchors: Sequence[Anchor]
