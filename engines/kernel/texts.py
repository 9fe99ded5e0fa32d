"""Which bytes are text that survives being edited; pure. Called by the services that show files and their changes."""

from __future__ import annotations


def text_of(content: bytes) -> str | None:
    """The text of a file, None for a binary one. Encoding it again as UTF-8 gives the same bytes."""
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
