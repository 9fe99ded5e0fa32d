"""Which type of content a text tells of: forms, files, CSV, XML, plain text, pictures. Pure."""

from __future__ import annotations

import re

_TYPE = re.compile(r"\b(?:application|text|image|audio|video|multipart)/[\w.+-]*\w")
_WORDS = (
    (
        re.compile(
            r"\bmultipart\b|\bfile upload\b|\bupload(?:s|ed|ing)? an? \w*\s?(?:file|image|picture|document)",
            re.IGNORECASE,
        ),
        "multipart/form-data",
    ),
    (re.compile(r"\b(?:url-?encoded|html)?\s*forms?\b(?! of)", re.IGNORECASE), "application/x-www-form-urlencoded"),
    (re.compile(r"\braw (?:body|bytes)\b|\bthe bytes\b|\bbinary\b", re.IGNORECASE), "application/octet-stream"),
    (re.compile(r"\bplain text\b|\bas text\b", re.IGNORECASE), "text/plain"),
    (re.compile(r"\bcsv (?:file|export|download)|\bas csv\b", re.IGNORECASE), "text/csv"),
    (re.compile(r"\bhtml page\b|\bas html\b", re.IGNORECASE), "text/html"),
    (re.compile(r"\bas xml\b|\bxml (?:body|document)\b", re.IGNORECASE), "application/xml"),
    (re.compile(r"\b(?:a|as one|the|one) zip\b", re.IGNORECASE), "application/zip"),
)
_ENDS = {".csv": "text/csv", ".svg": "image/svg+xml", ".zip": "application/zip", ".txt": "text/plain", ".xml": "application/xml", ".html": "text/html", ".pdf": "application/pdf", ".png": "image/png", ".ics": "text/calendar"}  # fmt: skip


def told_media(text: str) -> list[str]:
    """The types of content that a text names, in order; JSON among them where it is named."""
    found = [match[0] for match in _TYPE.finditer(text)]
    return list(dict.fromkeys(found)) or [media for expression, media in _WORDS if expression.search(text)][:1]


def by_ending(path: str) -> str:
    """The type of content that the end of a path tells; empty where it tells none."""
    return next((media for end, media in _ENDS.items() if path.endswith(end)), "")


def is_json(media: str) -> bool:
    """Whether content of a type is JSON."""
    return bool(re.match(r"application/(?:[\w.+-]*\+)?json$", media))
