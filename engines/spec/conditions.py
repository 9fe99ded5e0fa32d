"""Turns English conditions into expressions: 'past their due date and not returned'. Used by the rules about state and time."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.context import Context
from engines.spec.patterns import pattern

_PAST = re.compile(r"^(?:is |are |has |have )?(?:past|after|beyond) (?:its|their|the|his|her) (?P<field>[\w ]+)$")
_PASSED = re.compile(
    r"^(?:whose |its |their |the )?(?P<field>[\w ]+?) (?:has|have|is|are) (?:passed|over|expired|in the past|gone by|before today)$"
)
_NOT = pattern(
    r"^(?:that |which |who |it |they )?(?:is|are|has|have|was|were)?\s*(?:not|n't|never)(?: yet| been| yet been)* (?P<state>[\w ]+?)(?: yet)?$"
)
_IS = re.compile(
    r"^(?:that |which |who |it |they |the \w+ )?(?:is|are|has been|have been|was|were|be)?\s*(?:already |still |currently )?(?P<state>[\w\- ]+?)$"
)
_NONE = pattern(r"^(?:has|have|with|is|are|there is|there are)?\s*(?:no|without)(?: an?)? (?P<field>[\w ]+)$")
_MORE = r"(?:more|greater|higher|larger|bigger|longer|later) than|above|over|exceeds|exceed|>"
_LESS = r"(?:less|lower|fewer|smaller|shorter|earlier) than|below|under|falls below|drops below|<"
_COMPARE = pattern(
    rf"^(?:its |their |the |whose )?(?P<field>[\w ]+?) (?:is|are|was|goes|falls|drops)? ?(?P<how>at least|at most|equal to|equals|{_MORE}|{_LESS}) (?P<value>[\w .]+)$"
)


def condition(text: str, entity: Entity, context: Context) -> str:
    """The expression of a condition over an entity, '' when a part of it is not understood."""
    low = re.sub(r"\s+", " ", text.lower().strip(" .,"))
    parts = re.split(r"\s+and\s+|\s+but\s+|,\s+", low)
    found = [_part(part.strip(), entity, context) for part in parts if part.strip()]
    return " and ".join(found) if found and all(found) else ""


def _part(text: str, entity: Entity, context: Context) -> str:
    for moment in (_PAST, _PASSED):
        if (match := moment.match(text)) and (field := context.field(entity, match["field"])) and _temporal(field):
            return f"{field.name} < {'now()' if field.type is FieldType.DATETIME else 'today()'}"
    if match := _COMPARE.match(text):
        return _compared(match, entity, context)
    if match := _NOT.match(text):
        return state_condition(match["state"], entity, context, negated=True)
    if (match := _NONE.match(text)) and (known := context.field(entity, match["field"])):
        return f"{known.name} is None"
    if match := _IS.match(text):
        return state_condition(match["state"], entity, context)
    return ""


def _temporal(field: Field) -> bool:
    return field.type in (FieldType.DATE, FieldType.DATETIME)


def _compared(match: re.Match[str], entity: Entity, context: Context) -> str:
    field, other = context.field(entity, match["field"]), context.field(entity, match["value"])
    number = context.english.number(match["value"].split()[0])
    right = other.name if other else str(number) if number is not None else ""
    if not field or not right:
        return ""
    how = match["how"]
    sign = (
        ">="
        if how == "at least"
        else "<="
        if how == "at most"
        else "=="
        if how.startswith("equal")
        else ">"
        if re.fullmatch(_MORE, how)
        else "<"
    )
    return f"{field.name} {sign} {right}"


def state_condition(word: str, entity: Entity, context: Context, *, negated: bool = False) -> str:
    """'paid' is `status == 'paid'`, `paid` or `paid_at is not None`, whatever the entity has."""
    state = context.english.snake(word)
    lifecycle = entity.lifecycle
    if lifecycle and state in lifecycle.states:
        return f"status {'!=' if negated else '=='} '{state}'"
    for field in entity.fields:
        if field.type is FieldType.BOOLEAN and field.name in (state, f"is_{state}"):
            return f"not {field.name}" if negated else field.name
        if _temporal(field) and field.name in (f"{state}_at", f"{state}_on", f"{state}_date", f"date_{state}"):
            return f"{field.name} is {'' if negated else 'not '}None"
    roots = {context.english.base(part): part for part in (lifecycle.states if lifecycle else ())}
    if lifecycle and (found := roots.get(context.english.base(state))):
        return f"status {'!=' if negated else '=='} '{found}'"
    for field in entity.fields:
        if (
            _temporal(field)
            and not field.required
            and context.english.base(field.name.split("_")[0]) == context.english.base(state)
        ):
            return f"{field.name} is {'' if negated else 'not '}None"
    if state in context.english.lexicon.open_words and not negated:
        return open_condition(entity, context)
    return ""


def open_condition(entity: Entity, context: Context) -> str:
    """Which records are still open: nothing has closed them yet."""
    lexicon = context.english.lexicon
    for field in entity.fields:
        stem = re.sub(r"_(?:at|on|date)$", "", field.name)
        if _temporal(field) and not field.required and stem in lexicon.closing:
            return f"{field.name} is None"
    if entity.lifecycle:
        over = [s for s in entity.lifecycle.states if s in lexicon.dead_states or s in lexicon.end_states]
        left = [s for s in entity.lifecycle.states if s not in over]
        return _not_in(over) if over and left else ""
    return ""


def alive_condition(entity: Entity, context: Context) -> str:
    """Which records still count: those not cancelled, rejected and the like."""
    if not entity.lifecycle:
        return ""
    return _not_in([s for s in entity.lifecycle.states if s in context.english.lexicon.dead_states])


def _not_in(states: list[str]) -> str:
    if not states:
        return ""
    return f"status != '{states[0]}'" if len(states) == 1 else f"status not in ({', '.join(map(repr, states))})"
