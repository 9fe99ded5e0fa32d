"""What an application is called and what it is for, told by its brief, else by the things that it keeps. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engines.kernel.spec import Entity
from engines.spec.model import Statement
from engines.spec.patterns import pattern

LONGEST = 60
_SENTENCE = 200
_KIND_WORD = pattern(
    r"^(?:[\w\-]+ ){1,5}(?:app|api|backend|system|manager|tracker|management|platform|tool|portal|software|database)\.?$",
    re.IGNORECASE,
)
_LINKS = frozenset(
    {"and", "or", "that", "which", "to", "for", "with", "of", "in", "at", "shares", "has", "is", "runs", "keeps"}
)
_WANTED = re.compile(r"^(?:an?|the|our|my|some|small|simple|little)\s+", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:(?:we|i) (?:need|want|would like)(?: to (?:have|build))? |(?:we are|we're|i run|we run) |(?:please )?(?:build|make|create) (?:me |us )?|this is |it is )?"
    r"(?P<title>(?:an?|the|our|my|some)\s+(?:[\w\-]+ ){0,3}?[\w\-]{3,})(?=\s+(?:for|to|that|which|where|with|lends?|sells?|rents?|offers?|runs?|keeps?|organi[sz]es|teaches|repairs?|manages?|of|in|wants?|needs?|has|takes?|makes?)\b|\.?$)",
    re.IGNORECASE,
)
_ANNOUNCED = pattern(
    r"^(?:(?:functional |software )?(?:requirements?|specification|stories|request|project|proposal|subject|re|app|application|software|tool|website|idea|offer)(?:\s*:|\s+(?:for|of))\s+)+",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(r"(?:\s[-–—]\s|\s*[,(:;|]|\s+#).*$")
_TALK = re.compile(
    r"^(?:as an?|so|ok(?:ay)?|well|hi|hey|hallo|hello|dear|good (?:day|morning)|i|i'm|i've)\b", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"^(?:\W*|purpose|overview|introduction|background|scope|summary|general|context|goals?|description|requirements?|user stories|stories|spec(?:ification)?|notes?|entities|data(?: model)?)$",
    re.IGNORECASE,
)


def title_of(parts: Sequence[Statement], entities: Sequence[Entity], name: str) -> str:
    """The title that the brief gives itself, else what it asks for, else one made of what it keeps."""
    headings = [part for part in parts if part.kind == "title"] or [p for p in parts[:1] if p.kind == "heading"]
    if found := next((tidy for part in headings if (tidy := _tidied(part.text))), ""):
        return found
    if name:
        return name.replace("-", " ").capitalize()
    first = parts[0].text if parts and parts[0].kind == "prose" else ""
    if first and (subject := _SUBJECT.match(first)):
        words = _WANTED.sub("", subject["title"]).split()
        end = next((n for n, word in enumerate(words) if n and word.lower() in _LINKS), len(words))
        return _sentence_case(" ".join(words[:end]))
    if first and _KIND_WORD.search(first):
        return _sentence_case(first.strip(" .!"))
    central = sorted(entities, key=lambda entity: entity.lifecycle is None)
    return f"{central[0].name} manager".replace("_", " ").capitalize() if central else "Application"


def summary_of(parts: Sequence[Statement], entities: Sequence[Entity]) -> str:
    """The brief's first sentence where it is one that tells what it is about, else what is kept."""
    first = next((part for part in parts if part.kind not in ("title", "heading")), None)
    said = first.original.strip() if first and first.kind == "prose" else ""
    if 20 <= len(said) <= _SENTENCE and said[:1].isupper() and said.endswith(".") and not _TALK.match(said):
        return said
    kept = [entity.plural.replace("_", " ") for entity in entities]
    if not kept:
        return ""
    return f"Keeps {', '.join(kept[:-1])} and {kept[-1]}." if len(kept) > 1 else f"Keeps {kept[0]}."


def slug(title: str) -> str:
    """A kebab-case project name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-") or "app"


def _tidied(text: str) -> str:
    """A heading without what announces it and what is added to it; '' for one that names no application."""
    plain = re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?", "", text.strip()).strip(" .:#*")
    plain = _ANNOUNCED.sub("", plain)
    plain = re.sub(r"^(?:our|my|an?|the)\s+", "", plain, flags=re.IGNORECASE)
    short = _AFTERTHOUGHT.sub("", plain).strip(" .:#*")
    best = short if len(short) >= 4 else plain
    if "|" in text or _NO_TITLE.match(best):
        return ""
    if len(best) > LONGEST:
        best = best[:LONGEST].rsplit(" ", 1)[0]
    return _sentence_case(best)


def _sentence_case(text: str) -> str:
    """A capital at the beginning; a title in capitals alone is said in plain words."""
    if len(text) > 5 and text.isupper():
        return text.capitalize()
    return text[:1].upper() + text[1:]
