"""Which bytes are text that survives being edited; pure. Called by the services that show files and their changes."""

from __future__ import annotations


def shown(name: str) -> str:
    """A file's name as text; bytes of it that are none stand as `\\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def text_of(content: bytes) -> str | None:
    """The text of a file, None for a binary one. Encoding it again as UTF-8 gives the same bytes."""
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
