"""Which records a list is of, as its text describes them: published events, events that have not begun yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec.service import Match
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.schemas import properties
from engines.spec.patterns import pattern

_AHEAD = pattern(
    r"\b(?:upcoming|future|(?:have|has|are|is) not (?:yet )?(?:begun|started|begin|over)|not (?:yet )?(?:begun|started)|still to come|lie ahead|yet to (?:begin|start|come))\b"
)
_BEHIND = pattern(r"\b(?:past|bygone|that (?:are|have) (?:over|ended|finished|taken place))\b")
_BEGIN = ("starts_at", "start", "start_time", "start_at", "begins_at", "begin", "date", "at", "when", "scheduled_at", "scheduled_for",
          "held_at", "takes_place_at", "start_date", "time", "due_at", "due", "due_date", "deadline")  # fmt: skip


def said_of(call: Call, draft: Draft, study: Study) -> list[Match]:
    """What the text of a list says of all that it shows, unless a parameter asks for it."""
    asked = {parameter.word for parameter in call.among("query")}
    return [match for match in _matches(call, draft, study) if match.field not in asked]


def _matches(call: Call, draft: Draft, study: Study) -> Iterator[Match]:
    said = call.words.lower().partition(". ")[0].partition("\n")[0]
    names = f"(?:{draft.name.replace('_', ' ')}|{draft.plural.replace('_', ' ')})"
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            word = snake(name)
            if word not in draft.fields:
                continue
            values = [value for value in schema.get("enum", ()) if isinstance(value, str)]
            told = [v for v in values if re.search(rf"\b{re.escape(v.lower()).replace('_', '[ _-]')} {names}\b", said)]
            if len(told) == 1:
                yield Match(field=word, value=repr(told[0]))
            truth = word.removeprefix("is_")
            if draft.fields[word].type == "boolean" and re.search(rf"\b{truth} {names}\b", said):
                yield Match(field=word, value="True")
    begin = begins(draft)
    if begin and _AHEAD.search(said):
        yield Match(field=begin, operator=">", value="now()")
    elif begin and _BEHIND.search(said):
        yield Match(field=begin, operator="<", value="now()")


def begins(draft: Draft) -> str:
    """The moment at which what a record stands for begins."""
    given = [n for n, f in draft.fields.items() if f.type == "datetime" and n in draft.given]
    return next((name for name in _BEGIN if name in given), given[0] if len(given) == 1 else "")
