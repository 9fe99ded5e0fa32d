"""Reads rules about values: the order of two fields, bounds by a related record, values that must differ. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Check, Entity, Field, FieldType, Origin
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim, RuleClaim

_PAST = re.compile(
    r"^(?:the |an? )?(?P<field>[\w ]+?) (?P<neg>can't|cannot|must not|may not|mustn't|must|has to|have to) (?:be|lie) in the (?P<when>past|future)$",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"^(?:an?|the|all|every|each)? ?(?P<who>[\w ]+?) (?:must|has to|have to|needs? to) be (?:at least |over )?(?P<years>\d+)(?: years old| years of age| or older)$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"^(?:the |an? |all )?(?P<field>[\w ]+?) (?:must|has to|have to|should|may|can|is|are|can only)(?P<neg>n't|not| not)?\s*(?:only )?(?:be |always )*(?P<bound>(?:between|from) (?P<low>-?[\d.]+) (?:and|to) (?P<high>-?[\d.]+)|at least (?P<least>-?[\d.]+|one)|at most (?P<most>[\d.]+)|(?:more|greater|higher|larger|bigger) than (?P<over>-?[\d.]+|zero)|less than (?P<under>[\d.]+)|(?P<positive>positive)|(?P<negative>negative|below zero|less than zero))(?: [a-z%]+)?$",
    re.IGNORECASE,
)


def read_ordering(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The rules about values in one clause."""
    origin = Origin(sentences=(sentence,))
    if found := list(_aged(clause, origin, context)):
        return found
    for reader in (_bound, _past):
        if found := list(reader(clause, origin, context, last)):
            return found
    return []


def _places(context: Context, clause: str, last: str) -> list[Entity]:
    """Where the fields of a clause may stand: what it names, what was spoken of last, anywhere."""
    first = [e for name in context.mentioned(clause) if (e := context.entity(name))]
    spoken = [e for e in context.entities if e.name == last]
    return list(dict.fromkeys([*first, *spoken, *context.entities]))


def _past(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _PAST.match(clause)
    for entity in _places(context, clause, last) if match else ():
        field = context.field(entity, match["field"]) if match else None
        if match and field and field.type in (FieldType.DATE, FieldType.DATETIME):
            negated = "not" in match["neg"].lower() or "n't" in match["neg"].lower()
            future = (match["when"].lower() == "past") == negated
            now = "now()" if field.type is FieldType.DATETIME else "today()"
            yield RuleClaim(
                rule=Check(
                    entity=entity.name,
                    condition=f"{field.name} {'>=' if future else '<='} {now}",
                    field=field.name,
                    origin=origin,
                )
            )
            return


def _aged(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    """'Donors must be at least 18 years old' looks at the date of birth."""
    match = _AGED.match(clause)
    entity = context.entity(context.named(match["who"])) if match else None
    born = next((f for f in entity.fields if f.type is FieldType.DATE and "birth" in f.name), None) if entity else None
    if match and entity and born:
        said = f"years({born.name}, today()) >= {match['years']}"
        yield RuleClaim(rule=Check(entity=entity.name, condition=said, field=born.name, origin=origin))


def _bound(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _BOUND.match(clause)
    for entity in _places(context, clause, last) if match else ():
        field = context.field(entity, match["field"]) if match else None
        if match and field and field.type in (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY):
            yield FieldClaim(entity=entity.name, field=_within(replace(field, origin=origin), match))
            return


def _within(field: Field, match: re.Match[str]) -> Field:
    step = 1.0 if field.type is FieldType.INTEGER else 0.01
    low = next((float(v) for v in (match["low"], match["least"]) if v and v != "one"), None)
    if match["least"] == "one":
        low = 1.0
    if match["over"] or match["positive"]:
        low = (float(match["over"]) if match["over"] and match["over"] != "zero" else 0.0) + step
    if match["negative"]:
        low = 0.0
    high = float(match["high"] or match["most"]) if match["high"] or match["most"] else None
    if match["under"]:
        high = float(match["under"]) - step
    return replace(
        field, minimum=low if low is not None else field.minimum, maximum=high if high is not None else field.maximum
    )
