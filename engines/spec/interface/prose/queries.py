"""The query parameters that a text names: `?limit=20`, 'filter by status', 'Parameters: scope (own, all), page from 1'. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from engines.spec.interface.prose.limits import Limits, limits
from engines.spec.interface.prose.listing import Item, listed
from engines.spec.interface.prose.passages import Paper
from engines.spec.interface.prose.stretches import Layout, Told

_MARKED = re.compile(r"[?&](?P<name>[A-Za-z_][\w\-.\[\]]*)(?:=(?P<value>[^\s,;&`)]*))?")
_CUED = re.compile(
    r"(?:(?:query|url|search|optional|following)?\s*(?:query )?parameters?(?: are| is| here)?|\bfilters?(?: are)?|\bquery(?: string)?)\s*:\s*(?P<list>[^.]*(?:\.\d[^.]*|\.\s(?=`?[a-z]\w*`? (?:\d|\())[^.]*)*)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\bquery parameters?\s+(?:called |named )?(?P<list>[`\w][^.;:]*?)(?=\s+(?:narrow|filter|restrict|select|limit|choose|sort|are\b|is\b|lets?|to\b)|[.;:]|$)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:filter(?:ed|s|able|ing)?|narrow(?:ed|s)?(?: down)?|search(?:ed|able)?|restrict(?:ed)?)\s+(?:it |them |the list )?(?:down )?by\s+(?P<list>(?:(?:the |its |their )?[`\w]+(?:\s*,\s*(?:and |or )?| and | or )?)+)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:^|[;,(.]\s*|\band\s+)`(?P<name>[a-z][\w]*)(?:=(?P<value>[^`]*))?`(?=(?P<rest>[^`;.]*))")
_DEFAULTED = re.compile(r"(?:^|[,;.]\s+)`?(?P<name>[a-z]\w*)`? is (?P<rest>[^,;.]*\(default\)[^,;.]*)")
_PAGED = re.compile(
    r"(?:^|[.;,]\s*)(?P<name>limit|page|offset|per_?page|size|cursor|n|count)\s+(?P<rest>(?:from )?\d[^.;,]*(?:, default[^.;,]*)?)",
    re.IGNORECASE,
)


@dataclass
class Asked:
    """A query parameter: its name, a value shown, and what is said of it. `addressed`: it stands in the address itself."""

    name: str
    shown: str = ""
    note: str = ""
    addressed: bool = False
    sentences: list[int] = field(default_factory=list)

    def limits(self) -> Limits:
        """What its note says of its values."""
        found = limits(self.shown if "|" in self.shown else self.note)
        if found.schema.get("format") in ("email", "uri"):
            found.schema = {"type": "string"}
        return found


def queries(paper: Paper, layout: Layout, told: Told, spans: Sequence[tuple[int, int]]) -> list[Asked]:
    """The query parameters of an operation, those of its address first."""
    found: dict[str, Asked] = {}
    for query in told.queries:
        for name, value in parse_qsl(query.replace("`", ""), keep_blank_values=True):
            _add(found, Asked(name, value.rstrip(".,;:"), addressed=True), paper.at(told.first).number)
    if told.method not in ("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"):
        return list(found.values())
    for start, end in spans:
        text = layout.without(told)[start:end]
        number = paper.at(start).number
        for match in _MARKED.finditer(text):
            if match.start() and text[match.start() - 1] not in " `(,&\n=" and not text[match.start() - 1].isalnum():
                continue
            if match[0].startswith("&") and match.start() and text[match.start() - 1] == " ":
                continue
            _add(found, Asked(match["name"], (match["value"] or "").rstrip(".:"), _after(text, match.end())), number)
        if told.method not in ("GET", "DELETE", "HEAD") and not re.search(r"\bquer(?:y|ies)\b", text, re.IGNORECASE):
            continue
        for item in _listed(text, told.method):
            _add(found, Asked(item.name, note=item.note), number)
        if told.method == "GET":
            for match in _CODE.finditer(text if not re.match(r"\s*`\w", text) else ""):
                if _reads(match["rest"]) and not _shown(text[: match.start()]):
                    _add(found, Asked(match["name"], match["value"] or "", match["rest"]), number)
            for match in (*_DEFAULTED.finditer(text), *_PAGED.finditer(text)):
                _add(found, Asked(match["name"], note=match["rest"]), number)
    found |= {item.name: item for item in _under(paper, layout, told, spans) if item.name not in found}
    return list(found.values())


def _add(found: dict[str, Asked], asked: Asked, sentence: int) -> None:
    name = asked.name.removesuffix("[]")
    known = found.setdefault(name, Asked(name, asked.shown, addressed=asked.addressed))
    if asked.note and asked.note not in known.note:
        known.note = f"{known.note} {asked.note}".strip()
    known.shown = known.shown or asked.shown
    known.sentences.append(sentence)


def _after(text: str, at: int) -> str:
    """What is said behind a marked parameter, up to the next one."""
    rest = text[at:]
    following = _MARKED.search(rest)
    piece = rest[: following.start()] if following else rest
    stop = re.search(r"[;]|\.\s|\s{3,}\d{3}|\s\d{3}\s", piece)
    return piece[: stop.start()].strip("` ,=") if stop else piece.strip("` ,=")


def _listed(text: str, method: str) -> list[Item]:
    for expression in (_CUED, _NAMED, _BY):
        if match := expression.search(text):
            if expression is _BY and method != "GET":
                continue
            if found := listed(re.sub(r"\.\s", ", ", match["list"]), single=True):
                return found
    return []


def _reads(rest: str) -> bool:
    """Whether what stands behind a name in code is said of a parameter: 'in the name in any case', '= name, price', '(boolean)'."""
    return not re.match(r"\s*(?:\)|$|header|is\b|are\b|and\s*$|\d{3}\b)", rest) or bool(re.match(r"\s*[,=(]", rest))


def _shown(before: str) -> bool:
    """Whether names behind are of an answer or headers rather than asked for."""
    return bool(
        re.search(
            r"\b(?:returns?|answers?|response|with (?:the )?header|shows?|as|field|by)\W*$", before, re.IGNORECASE
        )
    )


def _under(paper: Paper, layout: Layout, told: Told, spans: Sequence[tuple[int, int]]) -> list[Asked]:
    """Items listed below 'Query parameters:'."""
    found: list[Asked] = []
    cued = False
    for start, end in spans:
        text = layout.quiet[start:end].strip()
        passage = paper.at(start)
        if re.search(r"(?:parameters?|filters?|query)\s*:?$", text, re.IGNORECASE):
            cued = told.method in ("GET", "DELETE", "HEAD") or "query" in text.lower()
        elif passage.kind == "item" and cued:
            if match := re.match(
                r"[`?]*(?P<name>[A-Za-z_][\w\-]*)[`=]*\s*(?P<note>(?:[(:–—-]|is\b|are\b|\s).*)?$", text, re.DOTALL
            ):
                found.append(
                    Asked(match["name"], note=(match["note"] or "").lstrip(":–— "), sentences=[passage.number])
                )
        else:
            cued = False
    return found
