"""Reads the lines of a server-sent event stream; used by the exchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def data_of(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event; comments, such as the engine's signs of life, and half events at the end are dropped."""
    data: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data.clear()
