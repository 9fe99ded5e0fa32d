"""Reads events out of the lines of a server-sent event stream; used by the client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.client.model import Event


def events_of(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a stream; comments, such as the engine's signs of life, and half events at its end are dropped."""
    data: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and data:
            yield Event(**json.loads("\n".join(data)))
            data.clear()
