"""Whether the steps of an operation stand on what is there: every name in a term known, every field stored. Pure.

What inference gets wrong becomes an operation that is not built, never a project that cannot be rendered.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from engines.kernel.errors import UserError
from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    Find,
    ForEach,
    If,
    Match,
    Remove,
    RemoveAll,
    Require,
    Select,
    ServiceStep,
    Set,
)  # fmt: skip
from engines.kernel.spec.service_terms import FUNCTIONS, MEMBERS, QUERIES, parse_term
from engines.spec.interface.drafts import Draft, Study

_PARAMETERS = frozenset(("path", "query", "header", "cookie"))
_CONSTANTS = frozenset(("True", "False", "None"))


def unsound(steps: Iterable[ServiceStep], names: frozenset[str], study: Study, skills: frozenset[str]) -> str:
    """The first fault of an operation's steps; empty when there is none. `names`: what it may use besides the request.

    `skills`: the functions beyond the language's own, and the parameters that there are (`query.page`).
    """
    return next(_faults(steps, {*names, *MEMBERS, "raw"}, study, skills), "")


def _faults(steps: Iterable[ServiceStep], names: set[str], study: Study, skills: frozenset[str]) -> Iterator[str]:
    for step in steps:
        yield from _of(step, names, study, skills)
        if isinstance(step, Find | Create):
            names.add(step.record)
        elif isinstance(step, Select):
            names |= {step.records, step.total} - {""}
        elif isinstance(step, Set):
            names.add(step.name)


def _of(step: ServiceStep, names: set[str], study: Study, skills: frozenset[str]) -> Iterator[str]:
    known = _Terms(names, study, skills)
    match step:
        case (
            Find(of=of, where=where, that=that)
            | Select(of=of, where=where, that=that)
            | RemoveAll(of=of, where=where, that=that)
        ):
            yield from _matches(of, where, known, study)
            yield from _Terms({*names, of}, study, skills).faults(that)
        case Create(of=of, values=values):
            yield from _values(study.named(of), values, known)
        case Change(values=values) | Answer(headers=values):
            yield from (fault for _, term in values for fault in known.faults(term))
        case Require(that=that):
            yield from known.faults(that)
        case Set(to=to):
            yield from known.faults(to)
        case If(that=that, then=then, otherwise=otherwise):
            yield from known.faults(that)
            yield from _faults(then, set(names), study, skills)
            yield from _faults(otherwise, set(names), study, skills)
            names |= {inner.record for inner in then if isinstance(inner, Find | Create)}
        case ForEach(item=item, of=of, steps=inner):
            yield from known.faults(of)
            yield from _faults(inner, {*names, item}, study, skills)
        case Remove(record=record) if record not in names:
            yield f"'{record}' is not there to be removed"
    if isinstance(step, Answer):
        yield from known.faults(step.body)
    if isinstance(step, Select):
        for term in (step.limit, step.offset, step.order_by):
            yield from known.faults(term)


def _matches(of: str, where: Iterable[Match], known: _Terms, study: Study) -> Iterator[str]:
    draft = study.named(of)
    for match in where:
        yield from known.faults(match.value)
        if "(" in match.field:
            yield from known.with_name(of).faults(match.field)
            continue
        for name in match.field.split("|"):
            first = name.partition(".")[0]
            if draft is None or (first not in draft.fields and first not in draft.links and first != "pk"):
                yield f"'{of}' has no '{name}'"


def _values(draft: Draft | None, values: Iterable[tuple[str, str]], known: _Terms) -> Iterator[str]:
    for name, term in values:
        if draft is None or (name not in draft.fields and name not in draft.links):
            yield f"there is no '{name}' to keep"
        yield from known.faults(term)


class _Terms:
    """Checks terms against the names that hold where they stand."""

    def __init__(self, names: set[str], study: Study, skills: frozenset[str]) -> None:
        self._names, self._study, self._skills = names, study, skills

    def with_name(self, name: str) -> _Terms:
        """The same with one name more."""
        return _Terms({*self._names, name}, self._study, self._skills)

    def faults(self, term: str) -> Iterator[str]:
        if not term:
            return
        try:
            tree = parse_term(term)
        except UserError as error:
            yield str(error)
            return
        resources = {draft.name for draft in self._study.drafts}
        own = {
            n.id
            for c in ast.walk(tree)
            if isinstance(c, ast.comprehension)
            for n in ast.walk(c.target)
            if isinstance(n, ast.Name)
        }
        own |= {a.arg for node in ast.walk(tree) if isinstance(node, ast.Lambda) for a in node.args.args}
        called = set(FUNCTIONS) | set(QUERIES) | set(self._study.views) | self._skills
        fields: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id not in called:
                    yield f"'{node.func.id}' is no known function"
                fields.add(node.func.id)
                if node.func.id in QUERIES:
                    fields |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in _PARAMETERS:
                place = f"{node.value.id}.{node.attr}"
                yield from () if place in self._skills else (f"there is no '{place}'",)
            if (
                isinstance(node, ast.Name)
                and node.id not in self._names | own | fields | _CONSTANTS | resources & fields
            ):
                yield f"'{node.id}' is not known there"
