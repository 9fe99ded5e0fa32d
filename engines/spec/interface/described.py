"""Members of a record's object that their descriptions or names explain: numbers of what hangs on it, formulas, what it points to."""

from __future__ import annotations

import re

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.figures import Rows, figure
from engines.spec.interface.formulas import formula, whole
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.schemas import is_object, nullable, properties, types

_FIELD_OF = re.compile(r"^(?:the )?([a-z]\w*) of (?:the |its |their )?([a-z]\w*)(?= *(?:$|[.;(]| at (?:that|the) ))")
_THEN = re.compile(r"\b(?:at (?:that|the) (?:moment|time)|then|when (?:it|this) (?:was|is) \w+|at the time of)\b")
_DEEPEST = 3


def described(draft: Draft, name: str, schema: Schema, study: Study, depth: int = 0) -> str | None:
    """The term for a member; None where nothing tells."""
    if _THEN.search(str(schema.get("description", "")).lower()):
        return None
    return (
        _through(draft, name, schema, study)
        or _counted(draft, name, schema, study)
        or _worked_out(draft, name, schema, study, depth)
    )


def _through(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """`class_title`, or `title of the class`: a field of what a record points to."""
    if is_object(schema):
        return None
    said = _FIELD_OF.match(str(schema.get("description", "")).lower())
    for link in draft.links.values():
        other = study.named(link.to)
        bare = link.to.removesuffix("_record")
        if other is None:
            continue
        wanted = next((name.removeprefix(f"{mark}_") for mark in (link.name, bare) if name.startswith(f"{mark}_")), "")
        if not wanted and said and said[2] in (link.name, bare):
            wanted = snake(said[1])
        stored = other.fields.get(wanted)
        if stored and stored.made not in ("password", "secret") and stored.type != "bytes":
            way = f"{draft.name}.{link.name}"
            return f"{way}.{wanted} if {way} is not None else None" if link.optional else f"{way}.{wanted}"
    return None


def _counted(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """A number about what hangs on a record, as its description says."""
    if not schema.get("description") or name in draft.given:
        return None
    below = [
        Rows(d, f"{link}={draft.name}")
        for d in study.drafts
        if d is not draft and (link := d.link_to(draft)) and d is not study.sessions
    ]
    own = [rows for rows in below if rows.draft.parent is draft] or below
    return figure(name, schema, own, study, said_only=True) if own else None


def _worked_out(draft: Draft, name: str, schema: Schema, study: Study, depth: int) -> str | None:
    """`capacity minus booked`, `price of the plan times seats`: a formula over other members and what a record points to."""
    said = str(schema.get("description", ""))
    if not said or depth > _DEEPEST or not types(schema) & {"integer", "number"} or nullable(schema):
        return None
    known = _of_links(draft, study)
    for shape in draft.shapes:
        for wire, part in properties(shape).items():
            word = snake(wire)
            if word == name or not re.search(rf"\b{wire}\b|\b{word}\b", said, re.IGNORECASE):
                continue
            term = f"{draft.name}.{word}" if word in draft.fields else described(draft, word, part, study, depth + 1)
            if term:
                known |= {wire.lower(): term, word: term}
    found = formula(said, known, {}, [])
    return (whole(found) if "integer" in types(schema) else found) or None


def _of_links(draft: Draft, study: Study) -> dict[str, str]:
    """What fields of linked records are called in a sentence: `price_cents of plan`."""
    found: dict[str, str] = {}
    for link in draft.links.values():
        other = study.named(link.to)
        for field, stored in other.fields.items() if other else ():
            if stored.type in ("integer", "number"):
                way = f"{draft.name}.{link.name}"
                term = f"({way}.{field} if {way} is not None else 0)" if link.optional else f"{way}.{field}"
                for bare in (link.name, link.to.removesuffix("_record")):
                    found |= {f"{field} of {bare}": term, f"{field.replace('_', '')} of {bare}": term}
    return found


_ASSIGNED = re.compile(r"\b(?:assigned to|taken by|claimed by|carried by|held by|who (?:carries|holds|took|has) it)\b")


def link_assigned(draft: Draft, study: Study) -> None:
    """Links a record to the account that it is assigned to, where a member tells of it that nobody gives."""
    who = study.accounts
    for shape in draft.shapes if who and who is not draft else ():
        for wire, schema in properties(shape).items():
            name = snake(wire)
            told = _ASSIGNED.search(str(schema.get("description", "")).lower())
            if who and told and nullable(schema) and name not in draft.given and not is_object(schema):
                draft.link(name.removesuffix("_id").removesuffix("_name"), who, optional=True)


def kept_then(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """What a new record keeps of another as it is at that moment: the term when it is made, over the names of the records."""
    said = str(schema.get("description", ""))
    if not _THEN.search(said.lower()) or name in draft.given:
        return None
    match = _FIELD_OF.match(said.lower())
    if match is None:
        return None
    for link in draft.links.values():
        other = study.named(link.to)
        if other and match[2] in (link.name, other.name.removesuffix("_record")) and not link.optional:
            wanted = snake(match[1]) if snake(match[1]) in other.fields else match[1]
            shown = next(
                (p for s in other.shapes for n, p in properties(s).items() if match[1] in (n.lower(), snake(n))), None
            )
            term = (
                f"{other.name}.{wanted}"
                if wanted in other.fields
                else described(other, wanted, shown, study)
                if shown
                else None
            )
            return re.sub(rf"\b{other.name}\.", f"{link.name}.", term) if term and link.name in (other.name,) else term
    return None
