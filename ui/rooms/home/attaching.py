"""Reads a file that somebody attached as a brief. Blocks for milliseconds; Home calls it in a thread."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from app.client import EngineError
from ui.language import say

KINDS = (".md", ".txt", ".yaml", ".yml", ".json", ".docx")
LARGEST = 2_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Unreadable(EngineError):
    """A file that can't be taken as a brief."""


def brief_of(place: Path) -> str:
    """The text of a file; Unreadable names the file, what is wrong with it and what to do."""
    if place.suffix.lower() not in KINDS:
        raise _unreadable(place, say("this kind of file is not known"), say("Known: {kinds}", kinds=", ".join(KINDS)))
    try:
        content = place.read_bytes()
    except OSError as error:
        raise _unreadable(place, error.strerror or str(error), "") from error
    if len(content) > LARGEST:
        raise _unreadable(place, say("it is larger than 2 MB"), say("Keep the part that says what to build."))
    text = _word(place, content) if place.suffix.lower() == ".docx" else _plain(place, content)
    if place.suffix.lower() == ".json":
        _check_json(place, text)
    if not text.strip():
        raise _unreadable(place, say("it is empty"), say("Write what you want to build into it."))
    return text.strip() + "\n"


def _plain(place: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(place, say("it is no UTF-8 text"), say("Save it as UTF-8."))


def _check_json(place: Path, text: str) -> None:
    try:
        json.loads(text)
    except ValueError:
        raise _unreadable(place, say("it is no valid JSON"), say("Check it with a JSON editor.")) from None


def _word(place: Path, content: bytes) -> str:
    """The paragraphs and table rows of a Word document, in order."""
    if content[:4] == _OLD_OFFICE:
        raise _unreadable(place, say("it is encrypted"), say("Save it without a password."))
    try:
        with zipfile.ZipFile(place) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > 20 * LARGEST:
                raise _unreadable(place, say("it is larger than 2 MB"), say("Keep the part that says what to build."))
            root = ElementTree.fromstring(archive.read(part))  # noqa: S314 - expat limits what entities grow to
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError) as error:
        raise _unreadable(place, say("it is no Word document"), say("Save it as .docx or .txt.")) from error
    body = root.find(f"{_WORD}body")
    lines = [_block(block) for block in (body if body is not None else ())]
    return "\n".join(line for line in lines if line is not None)


def _block(block: ElementTree.Element) -> str | None:
    if block.tag == f"{_WORD}tbl":
        rows = [[_text(cell) for cell in row.iter(f"{_WORD}tc")] for row in block.iter(f"{_WORD}tr")]
        shown = ["| " + " | ".join(cells) + " |" for cells in rows]
        shown[1:1] = ["|" + "---|" * len(rows[0])] if rows else []
        return "\n".join(shown)
    if block.tag != f"{_WORD}p":
        return None
    bullet = block.find(f"{_WORD}pPr/{_WORD}numPr") is not None
    return ("* " if bullet else "") + _text(block)


def _text(part: ElementTree.Element) -> str:
    return "".join(each.text or "" for each in part.iter(f"{_WORD}t"))


def _unreadable(place: Path, why: str, hint: str) -> Unreadable:
    return Unreadable(say("Could not read {file}: {why}.", file=place.name, why=why), hint=hint)
