"""Reads tables by what their columns announce: things, properties, roles, states, formulas, rules. Used by document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engines.spec.layout.listing import Listing, read_listing
from engines.spec.layout.remarks import annotated, is_formula, is_note
from engines.spec.layout.words import LayoutWords
from engines.spec.lists import items, top_level

_FIRST = frozenset({"thing", "role", "state"})
Cells = tuple[str, ...]
_YES = re.compile(r"^(?:yes|y|x|✓|✔|✅|true|1|\+|must|mandatory|required|ja|full|all|crud)$", re.IGNORECASE)
_NO = re.compile(r"^(?:no|n|-|–|—|✗|✘|❌|false|0|none|never|)$", re.IGNORECASE)
_LETTERS = {"c": "create", "r": "read", "u": "update", "d": "delete", "w": "edit"}


@dataclass(frozen=True)
class Row:
    """What a row says: properties of a thing, sentences, or what a role may. `under` is the thing's name as written; `states`: they are its steps."""

    under: str = ""
    properties: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    states: bool = False
    role: str = ""


def read_table(headers: Cells, rows: list[Cells], thing: str, words: LayoutWords) -> list[Row]:
    """One reading for each row below the header; `thing` is what stands above the table."""
    rows = [(*row, *[""] * (len(headers) - len(row))) for row in rows]
    order = _order([words.column(header) for header in headers], bool(thing))
    headers, rows = tuple(headers[n] for n in order), [tuple(row[n] for n in order) for row in rows]
    kinds = [words.column(header) for header in headers]
    where = {kind: n for n, found in reversed(list(enumerate(kinds))) for kind in found}
    if len(headers) == 2 and "formula" in kinds[1]:
        return [Row(under=thing, said=(f"{row[0]} = {row[1]}",)) for row in rows]
    if "role" in kinds[0] and len(headers) == 2:
        return [Row(role=row[0], said=(row[1],)) for row in rows]
    if "state" in kinds[0] and len(headers) > 1 and "next" in kinds[1]:
        return list(_steps(rows, thing, kinds))
    if "thing" in kinds[0] and len(headers) > 1 and {"property", "properties"} & set(kinds[1]):
        repeated = any(not two[0] or one[0] == two[0] for one, two in pairwise(rows))
        singly = repeated or ("property" in kinds[1] and not any("," in row[1] for row in rows))
        return list(_properties(rows, headers, kinds, 1) if singly else _things(rows, headers, kinds))
    if thing and "property" in kinds[0] and len(headers) > 1 and {"type", "note", "flags"} & set(kinds[1]):
        return list(_properties([(thing, *row) for row in rows], ("", *headers), [(), *kinds], 1))
    if "number" in kinds[0] and "text" in kinds[-1]:
        return [Row(said=tuple(cell for cell in row[1:] if len(cell.split()) > 2)) for row in rows]
    if len(headers) > 1 and _is_matrix(rows):
        return list(_matrix(headers, rows, "role" in where))
    if "thing" in kinds[0] or sum("," in row[1] for row in rows if len(row) > 1) * 2 > len(rows):
        return list(_things(rows, headers, kinds))
    return [Row(said=tuple(cell for cell in row if len(cell.split()) > 3)) for row in rows]


def _order(kinds: list[tuple[str, ...]], below: bool) -> list[int]:
    """The columns with the thing first, then the property, whichever way they stand; `below` a thing no column names it."""
    plain = list(range(len(kinds)))
    if kinds and (_FIRST & set(kinds[0]) or (below and "property" in kinds[0])):
        return plain
    named = [n for n in plain if {"property", "properties"} & set(kinds[n])]
    things = [n for n in plain if "thing" in kinds[n] and n not in named[:1]]
    first = [*([] if below else things[:1]), *named[:1]]
    return [*first, *(n for n in plain if n not in first)] if named and (things or below) else plain


def _things(rows: list[Cells], headers: Cells, kinds: list[tuple[str, ...]]) -> Iterator[Row]:
    """A row for each thing: its name, its properties, remarks on them."""
    for row in rows:
        listing = read_listing(row[1]) or Listing(())
        properties, said = list(listing.properties), list(listing.said)
        for header, kind, cell in zip(headers[2:], kinds[2:], row[2:], strict=False):
            for remark in top_level(cell, ";.") if cell else ():
                if "flags" in kind:
                    remark = f"{remark} {header.lower()}" if not _YES.match(remark) else ""
                if remark and not _applied(remark, properties):
                    said.append(remark)
        yield Row(under=row[0], properties=tuple(properties), said=tuple(said))


def _applied(remark: str, properties: list[str]) -> bool:
    """Puts 'barcode unique' or 'name and email required' with the property; False when it is a sentence of its own."""
    names = [re.sub(r"\s*[(=].*$", "", each).lower() for each in properties]
    words = re.sub(r"^the ", "", remark.lower()).split()
    for end in range(1, len(words)):
        told = items(" ".join(words[:end]))
        note = re.sub(r"^(?:is|are|must be|has to be) ", "", " ".join(words[end:]))
        if told and all(name in names for name in told) and is_note(note):
            for name in told:
                properties[names.index(name)] += f" ({note})"
            return True
    return False


def _properties(rows: list[Cells], headers: Cells, kinds: list[tuple[str, ...]], at: int) -> Iterator[Row]:
    """A row for each property of a thing; a blank first cell repeats the thing above."""
    under = ""
    for row in rows:
        under = row[0] or under
        notes = [_noted(header, kind, cell) for header, kind, cell in zip(headers, kinds, row, strict=False)][at + 1 :]
        names = items(row[at])
        shown = {name: name for name in names}
        said: list[str] = []
        for note in (part for text in notes if text for part in _remarks(text)):
            own = next((name for name in names if note.lower().startswith(f"{name.lower()} ")), "")
            other = is_formula(note) and len(names) > 1
            if other or (own and not is_note(note[len(own) :].strip()) and len(names) > 1):
                said.append(note)
                continue
            for name in [own] if own else names:
                shown[name], rules = annotated(shown[name], [note])
                said += rules
        yield Row(under=under, properties=tuple(shown.values()), said=tuple(said))


def _remarks(text: str) -> list[str]:
    """Remarks in the order of the cell; an enumeration stays whole."""
    found: list[str] = []
    for segment in top_level(text, ";"):
        parts = top_level(segment, ",")
        notes = [part for part in parts if is_note(part)]
        rest = [part for part in parts if part not in notes]
        plain = all(len(part.split()) <= 3 for part in rest)
        found += [*(rest if len(rest) < 2 or not plain else [", ".join(rest)]), *notes]
    return found


def _noted(header: str, kind: tuple[str, ...], cell: str) -> str:
    """A cell as a remark: 'yes' below Required is required."""
    word = header.lower()
    if "flags" in kind and _YES.match(cell):
        return "optional" if "null" in word else word
    if "flags" in kind and _NO.match(cell):
        return "optional" if re.match(r"required|mandatory|needed|obligatory", word) and cell else ""
    if "default" in kind and cell and not _NO.match(cell):
        return f"default {cell}"
    return cell


def _steps(rows: list[Cells], thing: str, kinds: list[tuple[str, ...]]) -> Iterator[Row]:
    """A row for each state with those that may follow."""
    for row in rows:
        following = [part for part in top_level(row[1], ",;/") if not _NO.match(part) and not part.startswith("(")]
        by = next((cell for kind, cell in zip(kinds[2:], row[2:], strict=False) if "by" in kind and cell), "")
        targets = [target for part in following for target in items(part)]
        said = [f"{row[0]} -> {target}" for target in targets]
        said += [f"only {by.lower()} can set it to {target}" for target in targets if by and not _NO.match(by)]
        yield Row(under=thing, said=tuple(said), states=True)


def _is_matrix(rows: list[Cells]) -> bool:
    """Whether the cells are marks or short rights rather than text."""
    cells = [cell for row in rows for cell in row[1:]]
    marks = sum(bool(_YES.match(c) or _NO.match(c) or _rights(c)) for c in cells)
    return bool(cells) and marks > 0.7 * len(cells)


def _rights(cell: str) -> list[str]:
    """'CRU', 'read, write', 'own' as what may be done."""
    low = cell.lower().strip(" .")
    if re.fullmatch(r"[crudw/, ]{1,8}", low):
        return [_LETTERS[letter] for letter in low if letter in _LETTERS]
    found = re.findall(
        r"create|read|update|delete|edit|write|view|see|manage|approve|own|only|all|full|everything", low
    )
    return found if found and len(found) >= len(low.split()) / 2 else []


def _matrix(headers: Cells, rows: list[Cells], roles_known: bool) -> Iterator[Row]:
    """Roles against things or acts, whichever way round."""
    by_row = bool(re.search(r"role|user|who|actor|group", headers[0].lower()))
    for row in rows:
        said = [
            (row[0] if by_row else header, _may(cell, header if by_row else row[0]))
            for header, cell in zip(headers[1:], row[1:], strict=False)
        ]
        sentences = [f"{role}: {may}" for role, may in said if may]
        yield Row(said=tuple(sentences), role=row[0] if by_row else "*")


def _may(cell: str, what: str) -> str:
    """What a cell of a matrix allows."""
    if _NO.match(cell):
        return ""
    acts = [] if _YES.match(cell) else _rights(cell)
    if "own" in acts:
        verbs = [act for act in acts if act not in ("own", "only")] or ["see"]
        return f"can only {' and '.join(verbs)} their own {what}"
    if not acts or set(acts) & {"all", "full", "everything", "manage"}:
        verb = what.split()[0].lower() if what else ""
        acting = re.match(
            r"(?:create|read|see|view|edit|update|delete|approve|reject|add|manage|book|cancel|publish|export|assign|close|write|submit|change|set|enter|confirm|import|remove|upload)s?$",
            verb,
        )
        return f"can {what.lower()}" if acting else f"can manage {what.lower()}"
    verbs = [act for act in acts if act != "only"]
    return f"can {'only ' if 'only' in acts else ''}{' and '.join(verbs)} {what.lower()}"
