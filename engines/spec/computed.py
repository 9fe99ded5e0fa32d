"""Reads computed values: totals, prices and what makes a record 'overdue'. Used by plan once fields are known."""

from __future__ import annotations

import re

from engines.kernel.spec import Computed, FieldType, Origin
from engines.spec.arithmetic import formula
from engines.spec.conditions import condition
from engines.spec.context import Context
from engines.spec.model import ComputedClaim, Content

_OF = re.compile(
    r"^(?:the )?(?P<name>[\w ]+?) of (?:an?|the|each|every) (?P<entity>[\w ]+?)\s*(?:=|is calculated (?:as|from)|is computed (?:as|from)|equals|is|are)\s*(?P<formula>.+)$",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"^(?:an?|the|each|every|its|their) ?(?P<all>[\w ']+?)\s*(?:=|is calculated (?:as|from)|is computed (?:as|from)|equals|is|are)\s*(?P<formula>(?:the )?.+)$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"^(?P<all>[\w ]+?)\s*=\s*(?P<formula>.+)$")
_WHICH_ARE = re.compile(
    r"^(?:all |any |the |an? |every )?(?P<entity>[\w ]+?)(?:,)? (?:that|which|who|whose) (?P<condition>.+?),? (?:are|is|counts? as|become|becomes|are considered|is considered|are marked(?: as)?|is marked(?: as)?|are shown as|are called|are flagged as)(?: automatically)? (?P<state>[a-z]+(?: [a-z]+)?)$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"^(?:all |any )?(?P<entity>[\w ]+?) (?:that are |which are )?(?P<how>below|under|above|over) (?:their|its|the) (?P<field>[\w ]+?) (?:are|is|count as|are marked(?: as)?|are shown as) (?P<state>[a-z]+)$",
    re.IGNORECASE,
)
_IS_WHEN = re.compile(
    r"^(?:an?|the|each|every) (?P<entity>[\w ]+?) (?:is|counts as|becomes|is considered|is marked(?: as)?|is flagged as) (?P<state>[a-z]+(?: [a-z]+)?) (?:when|if|once|as soon as) (?P<condition>.+)$",
    re.IGNORECASE,
)


def read_computed(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The computed values of one clause."""
    return (
        _flag(clause, sentence, context) or _short(clause, sentence, context) or _value(clause, sentence, context, last)
    )


def _flag(clause: str, sentence: int, context: Context) -> list[Content]:
    match = _WHICH_ARE.match(clause) or _IS_WHEN.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    if not match or not entity:
        return []
    state = context.english.snake(match["state"])
    said = re.sub(r"^(?:it|they|he|she|are|is|have been|has been)\s+", "", match["condition"].strip())
    expression = condition(said, entity, context)
    if not expression or (entity.lifecycle and state in entity.lifecycle.states):
        return []
    return [
        ComputedClaim(
            entity=entity.name,
            computed=Computed(
                name=state, type=FieldType.BOOLEAN, expression=expression, origin=Origin(sentences=(sentence,))
            ),
        )
    ]


def _short(clause: str, sentence: int, context: Context) -> list[Content]:
    """'Medicines below their minimum stock are low'."""
    match = _SHORT.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    bound = context.field(entity, match["field"]) if match and entity else None
    plain = (
        re.sub(r"\b(?:minimum|min|maximum|max|limit|reorder|level)\b", "", match["field"].lower()).strip()
        if match
        else ""
    )
    field = context.field(entity, plain) if entity and plain else None
    if not match or not entity or not bound or not field or field == bound:
        return []
    sign = "<" if match["how"].lower() in ("below", "under") else ">"
    expression = f"{field.name} {sign} {bound.name}"
    computed = Computed(
        name=context.english.snake(match["state"]),
        type=FieldType.BOOLEAN,
        expression=expression,
        origin=Origin(sentences=(sentence,)),
    )
    return [ComputedClaim(entity=entity.name, computed=computed)]


def _value(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    clause = re.sub(r"^(?:which is|where|and)\s+", "", clause)
    if match := _OF.match(clause):
        owner, name = context.named(match["entity"]), match["name"]
    elif match := _ITS.match(clause) or _PLAIN.match(clause):
        owner, name = _split(match["all"], context, last)
    else:
        return []
    return formula_claim(owner, name, match["formula"], sentence, context)


def _split(said: str, context: Context, last: str) -> tuple[str, str]:
    """'invoice total' is the total of an invoice; 'price' belongs to what was spoken of last."""
    words = re.sub(r"'s\b", "", said.lower()).split()
    for size in range(len(words) - 1, 0, -1):
        if owner := context.named(" ".join(words[:size])):
            return owner, " ".join(words[size:])
    return last, said


def formula_claim(owner: str, name: str, said: str, sentence: int, context: Context) -> list[Content]:
    """The claim of a formula; none when it is a plain name or not understood."""
    entity = context.entity(owner)
    snake = context.english.snake(re.sub(r"^(?:the|its|their|an?)\s+", "", name.lower()))
    if entity is None or not snake or len(snake.split("_")) > 4:
        return []
    found = formula(said, entity, context)
    if found is None or not re.search(r"[*+/(]| - ", found.expression):
        return []
    kind = found.type
    if kind is FieldType.NUMBER and re.search(r"price|total|cost|amount|fee", snake):
        kind = FieldType.MONEY
    computed = Computed(name=snake, type=kind, expression=found.expression, origin=Origin(sentences=(sentence,)))
    return [ComputedClaim(entity=entity.name, computed=computed)]
