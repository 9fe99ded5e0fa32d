"""Finds where a text names operations: `POST /notes`, '/notes POST', 'GET, PATCH and DELETE /notes/{id}', curl lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from engines.spec.interface.prose.passages import Paper

METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
_METHOD = rf"(?:{METHODS})"
_SIGNS = r"[`\"'*(\[]{0,3}"
_PATH = r"(?:https?://[\w.\-]+(?::\d+)?)?/(?:[\w\-.~%@+,!$]|[{<][\w\-./ ]+[}>]|:[a-zA-Z_]\w*|/)*(?:\?[^\s`)\]]*)?"
_MARKED = r"\s*(?:\([^()]*\))?"
_SEVERAL = rf"{_METHOD}\b{_MARKED}(?:\s*(?:,|/|&|\+|,?\s*and|,?\s*or)\s*`?{_METHOD}\b{_MARKED})*"
_BETWEEN = r"[`\"'*|:\s]{0,6}(?:(?:requests?|calls?|methods?)\s+)?(?:(?:to|on|at|of|against|for|under)\s+)?"
_FORWARD = re.compile(rf"(?<![\w/])(?P<methods>{_SEVERAL}){_BETWEEN}{_SIGNS}(?P<path>{_PATH})")
_LOWER = re.compile(
    rf"(?<![\w/])(?P<methods>(?i:get|post|put|patch|delete))(?:ing)?\s+(?:to\s+)?{_SIGNS}(?P<path>{_PATH})"
)
_BACKWARD = re.compile(
    rf"(?:(?<=[\s`(*])|^){_SIGNS}(?P<path>{_PATH})[`\"'*)\s|:\-–—]{{1,6}}(?P<methods>{_SEVERAL})(?!\s*{_SIGNS}(?:https?:/)?/)",
    re.MULTILINE,
)
_BARE = re.compile(rf"(?<![\w/\-])`?(?P<methods>{_METHOD})`?(?![\w/\-])(?!\s*{_SIGNS}(?:https?:/)?/)")
_CURL = re.compile(r"\bcurl\b(?:[^\n\\]|\\\n?)*?[\s'\"](?P<path>https?://[^\s'\"]+)")
_MORE = re.compile(r"\s*(?:and|or|,)\s*`?(?P<path>/[\w{}<>:\-./]+)")
_RELATIVE = re.compile(
    rf"(?P<methods>{_METHOD})\s+`?(?:\.\.\.|…)(?P<path>/[\w{{}}\-./]+)`?(?:\s*\(that is `?(?P<whole>{_PATH})`?\))?"
)
_REFERRED = re.compile(
    r"\b(?:as in|like|see|from|through|via|returned by|given by|made (?:with|by)|created (?:with|by|via)|except(?: for)?|than|after|before|of|not in|nor in)\s+[`\"']?$"
)
_PARAMETER = re.compile(r"<([\w\-]+)>|(?<=/):([a-zA-Z_]\w*)|\{\s*([\w\-]+)(?::[^{}]*)?\s*\}")
_NUMBERED = re.compile(r"(?<=/)(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A place of the text that names an operation. `query`: what stands behind the path's question mark.

    `referred`: in passing. `note`: what stands in brackets behind the method.
    """

    method: str
    path: str
    query: str
    start: int
    end: int
    referred: bool = False
    note: tuple[int, int] = (0, 0)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


def namings(paper: Paper) -> list[Naming]:
    """Every naming of an operation, in order of the text."""
    found = list(_written(paper))
    found += _relative(paper, found)
    found.sort(key=lambda naming: (naming.start, naming.end))
    found = _templated(found, paper)
    bare = [naming for match in _BARE.finditer(paper.masked) for naming in _of_before(match, found, paper)]
    return sorted([*found, *bare], key=lambda naming: (naming.start, naming.end))


def _written(paper: Paper) -> Iterator[Naming]:
    text = paper.masked
    taken: list[tuple[int, int]] = []
    for expression in (_FORWARD, _BACKWARD, _LOWER):
        for match in expression.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if expression is _LOWER and not _plausible(match["path"]):
                continue
            taken.append(match.span())
            yield from _of(match, text)
    for match in _CURL.finditer(paper.text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        rest = paper.text[match.start() : paper.text.find("\n\n", match.end()) % (len(paper.text) + 1)]
        sends = re.search(r"\s(?:-d|--data\S*|-F|--form|--json)\s", rest)
        path, query = split(match["path"])
        yield Naming(method="POST" if sends else "GET", path=path, query=query, start=match.start(), end=match.end())


def _plausible(path: str) -> bool:
    """Whether a path behind a word in small letters is an address: 'get /x', but not 'put/call'."""
    return len(path) > 1


def _of(match: re.Match[str], text: str) -> Iterator[Naming]:
    path, query = split(match["path"])
    if not path:
        return
    end = match.start("path") + len(match["path"].rstrip(".,:;!"))
    end = max(end, match.end("methods"))
    referred = bool(_REFERRED.search(text[max(0, match.start() - 24) : match.start()]))
    paths = [(path, query)]
    if more := _MORE.match(text, end + text.startswith("`", end)):
        paths.append(split(more["path"]))
        end = more.start("path") + len(more["path"].rstrip(".,:;"))
    for one, asked in paths:
        for said in re.finditer(rf"({METHODS})\b\s*(\([^()]*\))?", match["methods"], re.IGNORECASE):
            begin = match.start("methods") + said.start(2) if said[2] else 0
            yield Naming(
                method=said[1].upper(),
                path=one,
                query=asked,
                start=match.start(),
                end=end,
                referred=referred,
                note=(begin, begin + len(said[2] or "")),
            )


def _relative(paper: Paper, found: list[Naming]) -> Iterator[Naming]:
    """'GET .../results': the path that ends so."""
    for match in _RELATIVE.finditer(paper.masked):
        path = split(match["whole"] or match["path"])[0]
        known = [one.path for one in found if one.start < match.start()]
        if not match["whole"]:
            path = next((one for one in reversed(known) if one.endswith(path)), known[-1] + path if known else path)
        yield Naming(method=match["methods"], path=path, query="", start=match.start(), end=match.end())


def _of_before(match: re.Match[str], found: list[Naming], paper: Paper) -> Iterator[Naming]:
    """A method alone is one of the path named last in the same block, or in the heading above."""
    if any(one.start <= match.start() < one.end for one in found):
        return
    here = paper.at(match.start())
    if here.kind == "heading":
        return
    near = [one for one in found if one.start < match.start()]
    if not near:
        return
    block = paper.at(near[-1].start)
    if block.block == here.block or block.number in here.under:
        referred = bool(_REFERRED.search(paper.masked[max(0, match.start() - 24) : match.start()]))
        yield replace(
            near[-1],
            method=match["methods"],
            query="",
            start=match.start(),
            end=match.end(),
            note=(0, 0),
            referred=referred,
        )


def split(written: str) -> tuple[str, str]:
    """The path of an address with its parameters in braces, and the query behind it."""
    parts = urlsplit(written.rstrip(".,:;!\"'*"))
    path = _PARAMETER.sub(lambda m: "{" + next(g for g in m.groups() if g).replace("-", "_") + "}", parts.path)
    path = re.sub(r"\.{2,}$", "", path)
    return (path.rstrip("/") or "/"), parts.query


def _templated(found: list[Naming], paper: Paper) -> list[Naming]:
    """Addresses of a sample (`/orders/17`) as those of the path that they are a sample of; what none fits gets a parameter."""
    templates = dict.fromkeys(one.path for one in found if "{" in one.path)
    paths = {one.path for one in found}
    shown = {
        member.sample.value: member.name for one in paper.samples for member in one.sample.members if member.sample
    }
    made = []
    for one in found:
        if "{" not in one.path:
            fits = [t for t in templates if re.fullmatch(_fitting(t), one.path) and _is_sample(one.path, t)]
            collection, _, last = one.path.rpartition("/")
            if not fits and collection in paths and last in shown and re.search(r"\d|[A-Z]", last):
                fits = [f"{collection}/{{{shown[last]}}}"]
            one = replace(one, path=fits[0] if fits else _NUMBERED.sub("{id}", one.path))
        made.append(one)
    return made


def _fitting(template: str) -> str:
    return "".join(
        r"[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]+\})", template)
    )


def _is_sample(path: str, template: str) -> bool:
    """Whether what stands for the parameters looks like values: with digits or capitals."""
    pairs = list(zip(path.split("/"), template.split("/"), strict=True))
    return all(mine == theirs or re.search(r"\d|[A-Z]", mine) for mine, theirs in pairs)
