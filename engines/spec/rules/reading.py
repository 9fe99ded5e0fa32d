"""Joins the readers of rules: the first that understands a clause has it. Called by plan."""

from __future__ import annotations

import re

from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.capacity import read_capacity
from engines.spec.rules.exclusive import read_exclusive
from engines.spec.rules.gating import read_gate
from engines.spec.rules.limits import read_limit
from engines.spec.rules.locking import read_lock
from engines.spec.rules.needing import read_need
from engines.spec.rules.oneself import read_oneself
from engines.spec.rules.parts import read_parts
from engines.spec.rules.related import read_related
from engines.spec.rules.rooms import read_room
from engines.spec.rules.surpassing import read_surpassing
from engines.spec.rules.timing import read_timing
from engines.spec.rules.uniqueness import read_uniqueness
from engines.spec.rules.using_up import read_using

_TIMES = (
    (re.compile(r"\b(?:only |just )?(?:one|a single) time\b(?! (?:slot|zone|span|only))", re.IGNORECASE), "only once"),
    (re.compile(r"\b(?:two|2) times\b", re.IGNORECASE), "twice"),
)
_NOTE = pattern(r"\s*\([^()]*\)")
_ONCE = pattern(r"\b(?:once|twice|unique|same)\b", re.IGNORECASE)


def read_rules(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause; `last` is what was spoken of before it, `text` the whole brief in lower case."""
    for said, plainly in _TIMES:
        clause = said.sub(plainly, clause)
    if times := read_timing(clause, sentence, context, last, text):
        return times
    if used := read_using(clause, sentence, context, text):
        return used
    if room := read_room(clause, sentence, context, last):
        return room
    if parts := read_parts(clause, sentence, context, last):
        return parts
    if related := read_related(clause, sentence, context, last, named=True):
        return related
    if limits := read_limit(clause, sentence, context, last, text):
        return limits
    held = read_capacity(clause, sentence, context, last, text)
    if held and not _ONCE.search(clause):
        return held
    if related := read_related(clause, sentence, context, last, named=False):
        return related
    clause = _NOTE.sub("", clause)
    if surpassing := None if held else read_surpassing(clause, sentence, context, last):
        return [RuleClaim(rule=surpassing)]
    sets = (
        read_uniqueness(clause, sentence, context, last)
        or read_oneself(clause, sentence, context, last, text)
        or read_exclusive(clause, sentence, context, last, text)
    )
    return [*held, *sets] or (
        read_lock(clause, sentence, context, last, text)
        or read_need(clause, sentence, context, last, text)
        or read_gate(clause, sentence, context, last, text)
    )
