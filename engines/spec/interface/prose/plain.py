"""What is taken as it is: files, forms, text and bytes that are no JSON. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.prose.media import told_media
from engines.spec.interface.prose.shapes import Schema


def untyped(said: str) -> list[str]:
    """The types of content that are taken as they are, where a text names some."""
    head = re.split(r"[-=]>|→|\banswers?\b|(?<![\w/])20\d\b", said)[0]
    return [m for m in told_media(head) if m not in ("application/json", "text/html") and not m.startswith("image/svg")]


def raw_schema(media: str, said: str) -> Schema:
    if media.startswith(("text/", "application/xml")) or media.endswith("+xml"):
        return {"type": "string"}
    if media == "multipart/form-data":
        return _uploaded(said)
    if media.startswith("application/x-www"):
        return {"type": "object"}
    return {"type": "string", "format": "binary"}


def _uploaded(said: str) -> Schema:
    """The parts of a form with a file."""
    match = re.search(r"\b(?:part|field)s? (?:called |named )?`?(?P<name>\w+)`?", said)
    name = match["name"] if match else "file"
    properties: dict[str, Schema] = {name: {"type": "string", "format": "binary"}}
    for other in re.finditer(
        r"\b(?:optionally |and (?:a |an )?(?:optional )?)(?:a )?(?:text )?`(?P<name>\w+)`(?:\s*\((?:up to|at most) (?P<most>\d+) characters\))?",
        said,
    ):
        properties[other["name"]] = {"type": "string"} | ({"maxLength": int(other["most"])} if other["most"] else {})
    return {"type": "object", "required": [name], "properties": properties}
