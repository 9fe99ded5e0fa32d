"""Says the rows of Markdown tables as lines of prose: endpoints with what they take and answer, members with what they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_RULE = re.compile(r"\s*\|?[\s:|+-]*-{2,}[\s:|+-]*\|?\s*$")
_NOTHING = frozenset({"", "-", "–", "—", "none", "n/a", "no body", "/"})
_METHOD = re.compile(r"(?:method|verb|http|endpoint|path|route|url|operation|call)s?$", re.IGNORECASE)
_PATH = re.compile(r"(?:path|route|url|uri|endpoint|resource|address)s?$", re.IGNORECASE)
_NAME = re.compile(
    r"(?:name|field|member|property|key|attribute|parameter|param|query parameter|column)s?$", re.IGNORECASE
)
_ROLES = (
    (re.compile(r"request|body|payload|input|takes|sends|accepts", re.IGNORECASE), "Request: {}."),
    (re.compile(r"quer|param", re.IGNORECASE), "Query parameters: {}."),
    (re.compile(r"respon|answer|return|success|output|result|gives", re.IGNORECASE), "Response: {}."),
    (re.compile(r"error|fail|fault|problem", re.IGNORECASE), "Errors here: {}."),
    (re.compile(r"auth|access|who|role|permission", re.IGNORECASE), "Authentication: {}."),
)


@dataclass(frozen=True)
class Line:
    """A line as it is read, and as it was written."""

    text: str
    original: str


def with_rows_said(text: str) -> Iterator[Line]:
    """Every line of a text; rows of tables are said as prose, rules between them fall away."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    at, fenced = 0, False
    while at < len(lines):
        fenced ^= lines[at].lstrip().startswith(("```", "~~~"))
        if (
            not fenced
            and at + 1 < len(lines)
            and "|" in lines[at]
            and _RULE.match(lines[at + 1])
            and "|" in lines[at + 1]
        ):
            rows = [lines[at]]
            at += 2
            while at < len(lines) and "|" in lines[at] and lines[at].strip():
                rows.append(lines[at])
                at += 1
            yield from _said(rows)
            continue
        yield Line(lines[at], lines[at])
        at += 1


def cells(row: str) -> list[str]:
    """The cells of a row; bars inside of code or quotes divide nothing."""
    found, cell, quote = [], "", ""
    for sign in row.strip().removeprefix("|"):
        if sign in '`"' and (not quote or quote == sign):
            quote = "" if quote else sign
        if sign == "|" and not quote and not cell.endswith("\\"):
            found.append(cell.strip())
            cell = ""
        else:
            cell += sign
    return [*found, cell.strip()] if cell.strip() else found


def _said(rows: Sequence[str]) -> Iterator[Line]:
    head = [re.sub(r"[`*]", "", cell).strip() for cell in cells(rows[0])]
    endpoints = any(_PATH.match(cell) for cell in head) or (head and re.match(r"endpoint", head[0], re.IGNORECASE))
    named = next((n for n, cell in enumerate(head) if _NAME.match(cell)), None)
    yield Line("", rows[0])
    for row in rows[1:]:
        found = cells(row)
        if endpoints:
            yield Line(_endpoint(head, found), row.strip())
        elif named is not None and named < len(found):
            yield Line(_member(head, found, named), row.strip())
        else:
            yield Line("- " + ", ".join(cell for cell in found if cell.lower() not in _NOTHING), row.strip())
    yield Line("", "")


def _endpoint(head: Sequence[str], found: Sequence[str]) -> str:
    keys = [cell for name, cell in zip(head, found, strict=False) if _METHOD.match(name)]
    said = [" ".join(part.strip("`* ") for part in sorted(keys, key=lambda c: c.strip("`* ").startswith("/"))) + "."]
    for name, cell in zip(head, found, strict=False):
        if _METHOD.match(name) or cell.lower().strip("`") in _NOTHING:
            continue
        form = next((form for pattern, form in _ROLES if pattern.search(name)), "{}.")
        said.append(form.format(re.sub(r",\s*(?=`?[45]\d\d)", "; ", cell.rstrip("."))))
    return "- " + " ".join(said)


def _member(head: Sequence[str], found: Sequence[str], named: int) -> str:
    notes = []
    for at, (name, cell) in enumerate(zip(head, found, strict=False)):
        if at == named or (cell.lower() in _NOTHING and not re.match(r"requ|opt", name, re.IGNORECASE)):
            continue
        low = cell.strip("`* ").lower()
        if re.match(r"required|mandatory", name, re.IGNORECASE):
            notes.append("required" if low in ("yes", "y", "true", "x", "✓", "✔", "required") else "optional")
        elif re.match(r"optional", name, re.IGNORECASE):
            notes.append("optional" if low in ("yes", "y", "true", "x", "✓", "✔", "optional") else "required")
        elif re.match(r"default", name, re.IGNORECASE):
            notes.append(f"default {cell}")
        else:
            notes.append(cell)
    return f"- `{found[named].strip('`* ')}`: " + ", ".join(notes)
