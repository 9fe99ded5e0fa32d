"""Reads what people give with what they do: 'applicants apply to a job, with a cover letter'. Used by plan."""

from __future__ import annotations

import re

from engines.spec.attributes import read_attributes
from engines.spec.context import Context
from engines.spec.model import Description, Statement
from engines.spec.patterns import pattern
from engines.spec.relations.goals import account_of, entity_of
from engines.spec.relations.making import left_record
from engines.spec.relations.sayings import sayings

_GIVEN = re.compile(
    r"\b(?:with|giving|stating|leaving|enclosing|attaching|providing|specifying|entering|indicating)\s+(?:their |his |her |my |your |its )?(?P<list>\S.*)$",
    re.IGNORECASE,
)
_PURPOSE = pattern(r",?\s+(?:so that|so i|so we|in order to|so they|because|to make sure)\b.*$", re.IGNORECASE)


def filled(statement: Statement, text: str, last: str, context: Context) -> tuple[Description, ...]:
    """The properties of records that acts leave behind, where a sentence lists them behind the act."""
    for said in sayings(statement, context, last):
        event = left_record(said, text, context)
        if (
            not event
            or said.negated
            or said.passive
            or not any(entity_of(p, context) or account_of(p, context) for p in said.subjects)
        ):
            continue
        sentence = _PURPOSE.sub("", statement.sentences)
        verb = re.search(rf"\b{re.escape(said.verb.split()[0])}", sentence, re.IGNORECASE)
        match = _GIVEN.search(sentence, verb.end()) if verb else None
        if match and not context.named(match["list"].split(",")[0]):
            attributes = read_attributes(match["list"].rstrip(" ."), context.english)
            return (Description(subject=event, attributes=attributes, sentence=statement.number, strength=0.8),)
    return ()
