"""Reads rules about values: the order of two fields, bounds by a related record, values that must differ. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Check, Entity, Field, FieldOrder, FieldsDiffer, FieldType, Origin, RelatedBound
from engines.spec.arithmetic import ordered_pair, value_path
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim, RuleClaim

_MUST = r"(?:must|has to|have to|should|needs to|need to|may|can|is|are|shall|must always|always)"
_AFTER = r"(?:after|later than|greater than|more than|higher than|larger than|bigger than|above|over|exceed|exceeds|come after|follow|>)"
_BEFORE = r"(?:before|earlier than|less than|lower than|smaller than|below|under|precede|come before|<)"
_COMPARE = re.compile(
    rf"^(?:the |an? |its |their |each )?(?P<one>[\w \-']+?) (?:{_MUST}(?P<neg> not|n't|not)?|(?P<cant>can't|cannot|can not|may not|must not|mustn't|shouldn't|never))?\s*(?:be |come |lie |is |always |never )*(?P<equal>at or |on or |equal to or )?(?P<how>{_AFTER}|{_BEFORE})(?P<more> or equal to| or on| or the same as)? (?:the |its |their |an? )?(?P<two>[\w \-']+)$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\bends? (?:must be |has to be )?(?:after|later than) (?:it |they |the |its )?(?:starts?|begins?)\b|\b(?:starts?|begins?) before (?:it |they |the )?(?:ends?|finish(?:es)?)\b|\bend before (?:it|they) (?:starts?|begins?)\b",
    re.IGNORECASE,
)
_EXCEED = re.compile(
    r"^(?:the )?(?P<one>[\w ]+?) (?:can't|cannot|must not|may not|should not|mustn't|never) (?:exceeds?|be (?:more|greater|higher|larger|bigger) than|be above|be over|go over) (?:the )?(?P<two>[\w ]+)$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"^(?:the |an? )?(?P<field>[\w ]+?) (?P<neg>can't|cannot|must not|may not|mustn't|must|has to|have to) (?:be|lie) in the (?P<when>past|future)$",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"^(?:the )?(?P<one>[\w ]+?) and (?:the )?(?P<two>[\w ]+?) (?:(?:must|have to|should) (?:be different|differ|not be (?:the same|equal|identical))|(?:can't|cannot|may not|must not) be (?:the same|equal|identical)(?: \w+)?)(?: \w+)?$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^(?:the |an? )?(?P<one>[\w ]+?) (?:can't|cannot|may not|must not) be (?:the same(?: \w+)? as|equal to) (?:the |its )?(?P<two>[\w ]+)$",
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
    if found := [*_itself(clause, origin, context), *_aged(clause, origin, context)]:
        return found
    for reader in (_differ, _bound, _past, _ends, _compare):
        if found := list(reader(clause, origin, context, last)):
            return found
    return []


def _places(context: Context, clause: str, last: str) -> list[Entity]:
    """Where the fields of a clause may stand: what it names, what was spoken of last, anywhere."""
    first = [e for name in context.mentioned(clause) if (e := context.entity(name))]
    spoken = [e for e in context.entities if e.name == last]
    return list(dict.fromkeys([*first, *spoken, *context.entities]))


def _ends(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    if not _ENDS.search(clause):
        return
    for entity in _places(context, clause, last):
        one, two = context.field(entity, "start time"), context.field(entity, "end time")
        if one and two and one != two:
            yield RuleClaim(rule=FieldOrder(entity=entity.name, earlier=one.name, later=two.name, origin=origin))
            return
        if pair := ordered_pair(entity, context):
            yield RuleClaim(rule=FieldOrder(entity=entity.name, earlier=pair[0], later=pair[1], origin=origin))
            return


def _compare(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _EXCEED.match(clause) or _COMPARE.match(clause)
    if not match:
        return
    known = match.groupdict()
    exceed = "how" not in known
    negated = exceed or bool(known.get("neg") or known.get("cant"))
    after = exceed or bool(re.fullmatch(_AFTER, (known.get("how") or "").lower()))
    said = match["one"].removesuffix(" not")
    negated = negated or said != match["one"]
    for entity in _places(context, clause, last):
        one = context.field(entity, said)
        two = context.field(entity, match["two"]) or (_twin(one, match["two"], entity, context) if one else None)
        if one and two and one != two and _comparable(one, two):
            early, late = (one, two) if after == negated else (two, one)
            strict = not (negated or known.get("equal") or known.get("more"))
            yield RuleClaim(
                rule=FieldOrder(entity=entity.name, earlier=early.name, later=late.name, strict=strict, origin=origin)
            )
            return
    yield from _related(said, match["two"], after == negated, origin, context, clause, last)


def _twin(one: Field, word: str, entity: Entity, context: Context) -> Field | None:
    """'the minimum salary ... the maximum': the other of a pair."""
    twins = [
        b if a in one.name else a
        for pair in context.english.lexicon.twins
        for a, b in (pair, pair[::-1])
        if a in one.name.split("_") and b == word.lower().strip()
    ]
    return next((f for f in entity.fields for twin in twins if twin in f.name.split("_") and f != one), None)


def _comparable(one: Field, two: Field) -> bool:
    times = (FieldType.DATE, FieldType.DATETIME)
    numbers = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
    return (
        one.type is two.type
        or (one.type in times and two.type in times)
        or (one.type in numbers and two.type in numbers)
    )


def _related(
    one: str, two: str, at_most: bool, origin: Origin, context: Context, clause: str, last: str
) -> Iterator[Content]:
    for entity in _places(context, clause, last):
        field = context.field(entity, one)
        if field is None:
            continue
        path = value_path(entity, two, context)
        parts = path.expression.split(".") if path else []
        if len(parts) == 2:
            yield RuleClaim(
                rule=RelatedBound(
                    entity=entity.name,
                    field=field.name,
                    relation=parts[0],
                    related_field=parts[1],
                    at_least=not at_most,
                    origin=origin,
                )
            )
            return


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


def _differ(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _DIFFER.match(clause) or _SAME.match(clause)
    for entity in _places(context, clause, last) if match else ():
        names = [_either(entity, match[key], context) for key in ("one", "two")] if match else []
        if all(names) and len(set(names)) == 2:
            yield RuleClaim(rule=FieldsDiffer(entity=entity.name, fields=(names[0], names[1]), origin=origin))
            return


def _itself(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    """'A player can't play against himself'."""
    if not re.search(
        r"\b(?:can't|cannot|can not|must not|may not)\b.*\b(?:himself|herself|themselves|themself|itself|oneself)\b",
        clause,
    ):
        return
    named = context.mentioned(clause)
    for entity in context.entities:
        twice = [r.name for r in entity.relations if r.target in named and not r.many]
        if len(twice) == 2:
            yield RuleClaim(rule=FieldsDiffer(entity=entity.name, fields=(twice[0], twice[1]), origin=origin))
            return


def _aged(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    """'Donors must be at least 18 years old' looks at the date of birth."""
    match = _AGED.match(clause)
    entity = context.entity(context.named(match["who"])) if match else None
    born = next((f for f in entity.fields if f.type is FieldType.DATE and "birth" in f.name), None) if entity else None
    if match and entity and born:
        said = f"years({born.name}, today()) >= {match['years']}"
        yield RuleClaim(rule=Check(entity=entity.name, condition=said, field=born.name, origin=origin))


def _either(entity: Entity, phrase: str, context: Context) -> str:
    relation = next((r for r in entity.relations if r.name == context.english.name(phrase)), None)
    field = context.field(entity, phrase)
    loose = context.relation(entity, phrase)
    return relation.name if relation else field.name if field else loose.name if loose else ""


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
