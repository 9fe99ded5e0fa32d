"""Finds sentences that cannot both be true, so that a person decides. Used by plan once all things are known."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Question
from engines.spec.context import Context
from engines.spec.grammar import Clause
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.people import role_kind

_ALL = pattern(r"\b(?:all|every|everybody|everyone|others?|whole|entire)\b", re.IGNORECASE)
_OWN = pattern(r"\b(?:own|mine)\b", re.IGNORECASE)
_SAME = pattern(r"\b(?:carry|have|share|get|bear|use|receive)s?\b.{0,20}\bsame (?P<field>\w+)", re.IGNORECASE)
_UNIQUE = pattern(
    r"\b(?P<field>\w+)(?: of(?: \w+){1,3})? (?:must be|shall be|has to be|should be|is|are|be) unique\b", re.IGNORECASE
)
_SEES = frozenset({"see", "view", "read", "access", "look", "know", "browse", "consult"})
_WEAK = frozenset({"", "be", "have", "do", "want", "need", "like", "make", "get", "give", "record", "know"})


@dataclass(frozen=True, kw_only=True)
class _Said:
    """Who does what to which thing, in which sentence; `only`: nothing else, `all`: everybody's."""

    role: str
    verb: str
    thing: str
    negated: bool
    own: bool
    all: bool
    statement: Statement


def contradictions(parts: tuple[Statement, ...], lasts: dict[int, str], context: Context) -> tuple[Question, ...]:
    """A question for each pair of sentences that contradict each other."""
    said = [act for part in parts for act in _acts(part, lasts.get(part.number, ""), context)]
    found = [*_opposed(said), *_scopes(said), *_shared(parts)]
    return tuple({question.text: question for question in found}.values())


def _acts(part: Statement, last: str, context: Context) -> Iterator[_Said]:
    if part.kind in ("title", "heading", "row", "aside"):
        return
    for clause in context.english.parse(part.text):
        role = _role(clause, context)
        for inner in _all(clause):
            yield from _said(inner, clause, role, part, last, context)


def _all(clause: Clause) -> Iterator[Clause]:
    yield clause
    for inner in clause.under:
        if inner.marker in ("to", "that"):
            yield from _all(inner)


def _said(clause: Clause, main: Clause, role: str, part: Statement, last: str, context: Context) -> Iterator[_Said]:
    if clause.verb in _WEAK:
        return
    for phrase in clause.objects or (clause.subjects if clause.passive else ()):
        thing = (
            last if phrase.pronoun and phrase.head in ("it", "them", "they") else context.named(" ".join(phrase.words))
        )
        if thing:
            own = bool(_OWN.search(phrase.text)) or phrase.owner in ("their", "his", "her", "my")
            words = f"{phrase.text} {phrase.of.text if phrase.of else ''}"
            yield _Said(
                role=role, verb=clause.verb, thing=thing, negated=clause.negated or main.negated,
                own=own and "only" in (*clause.adverbs, *main.adverbs), all=not own and bool(_ALL.search(words)),
                statement=part,
            )  # fmt: skip


def _role(clause: Clause, context: Context) -> str:
    phrases = (*clause.after("as"), *clause.subjects)
    names = [context.english.singular(p.head) for p in phrases if not p.pronoun]
    return next((name for name in names if name in context.roles or role_kind(name, context.english)), "")


def _opposed(said: list[_Said]) -> Iterator[Question]:
    """'Nobody can reopen it' and 'I want to reopen a closed defect'."""
    for one, two in itertools.combinations(said, 2):
        same = one.verb == two.verb and one.thing == two.thing and one.statement != two.statement
        people = {one.role, two.role} - {""}
        if same and one.negated != two.negated and len(people) < 2 and not (one.own or two.own):
            forbids, wants = (one, two) if one.negated else (two, one)
            if re.search(r"\b(?:nobody|never|no one|any ?more|final)\b", forbids.statement.text, re.IGNORECASE):
                yield _question(forbids.statement, wants.statement)


def _scopes(said: list[_Said]) -> Iterator[Question]:
    """'Employees see only their own absences' and 'every employee sees the absences of all the others'."""
    for one, two in itertools.permutations(said, 2):
        looks = one.verb in _SEES and two.verb in _SEES and one.thing == two.thing
        if looks and one.role == two.role != "" and one.own and two.all and one.statement != two.statement:
            yield _question(one.statement, two.statement)


def _shared(parts: tuple[Statement, ...]) -> Iterator[Question]:
    """'The label is unique' and 'samples of one donor carry the same label'."""
    heard = [part for part in parts if part.kind != "aside"]
    for one in heard:
        unique = _UNIQUE.search(one.text)
        for two in heard if unique else ():
            same = _SAME.search(two.text)
            alike = unique and same and same["field"] == unique["field"]
            if alike and one != two and not re.search(r"\b(?:no|not|never|cannot)\b|n't", two.text):
                yield _question(one, two)


def _question(one: Statement, two: Statement) -> Question:
    first, second = sorted((one, two), key=lambda part: part.number)
    return Question(
        text=f"Two sentences contradict each other: '{_quoted(first)}' and '{_quoted(second)}'. Which one holds?",
        suggestion=_quoted(first),
        sentences=(first.number, second.number),
        says="",
    )


def _quoted(part: Statement) -> str:
    return part.text.strip()
