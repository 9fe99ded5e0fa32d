"""The picture of a specification, with the addresses its application answers at. Called by projects and by the route."""

from __future__ import annotations

from engines.kernel.events import Json
from engines.qlayer import collections
from engines.spec import load_spec, picture


def drawn(text: str) -> dict[str, Json]:
    """All facts of a specification as plain values; UserError names the line of what can't be read."""
    spec = load_spec(text)
    return picture(spec, collections(spec))
