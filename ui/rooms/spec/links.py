"""What ties sentences to facts: the badges of a sentence, the facts it gave, the sentences of a fact. Pure.

A fact is named as the engine names it in its trace: `entity:order`, `field:order.total`, `relation:order.bike`,
`states:order`, `role:mechanic`, `rule:...`, `feature:...`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ui.language import say, say_many
from ui.reading import Fact, Facts, Question, Sentence
from ui.retelling import retell

MOST_BADGES = 6


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A badge: its words, tone, and the fact that it stands for, if it is one."""

    text: str
    tone: str
    fact: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence as the list shows it; `status` is read, open, partial, gap or context, or what became of it in a run."""

    number: int
    text: str
    status: str
    marks: tuple[Mark, ...] = ()
    code: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Both directions, for looks that take no time."""

    facts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    sentences: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def named(facts: Facts) -> Iterator[tuple[str, Fact]]:
    """Every fact with its name."""
    for entity in facts.entities:
        yield f"entity:{entity.name}", entity
        for each in entity.fields:
            yield f"field:{entity.name}.{each.name}", each
        for step in entity.transitions:
            yield f"states:{entity.name}", step
    for relation in facts.relations:
        yield f"relation:{relation.source}.{relation.name}", relation
    for role in facts.roles:
        yield f"role:{role.name}", role
    for rule in facts.rules:
        yield rule.id, rule
    for feature in facts.features:
        yield f"feature:{feature.name}{'.' + feature.entity if feature.entity else ''}", feature


def linked(facts: Facts) -> Links:
    """The links of a specification."""
    of_sentence: dict[int, set[str]] = defaultdict(set)
    of_fact: dict[str, list[int]] = defaultdict(list)
    for name, fact in named(facts):
        for number in fact.sentences:
            of_sentence[number].add(name)
            if number not in of_fact[name]:
                of_fact[name].append(number)
    for name, numbers in _parts(facts):
        of_fact[name] += [number for number in numbers if number not in of_fact[name]]
    return Links(
        facts={number: frozenset(names) for number, names in of_sentence.items()},
        sentences={name: tuple(sorted(numbers)) for name, numbers in of_fact.items()},
    )


def _parts(facts: Facts) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The sentences that say something about a thing, by the thing: of its fields, references, states and rules."""
    for entity in facts.entities:
        for part in (*entity.fields, *entity.transitions):
            yield f"entity:{entity.name}", part.sentences
    for relation in facts.relations:
        yield f"entity:{relation.source}", relation.sentences
    for rule in facts.rules:
        yield f"entity:{rule.entity}", rule.sentences


def lines(
    sentences: Sequence[Sentence],
    facts: Facts,
    questions: Sequence[Question],
    requirements: Sequence[Mapping[str, object]] = (),
) -> list[Line]:
    """The sentences with their badges; what a run proved stands before what was read."""
    asked: dict[int, int] = defaultdict(int)
    for question in questions:
        for number in question.sentences:
            asked[number] += 1
    proved = {row["number"]: row for row in requirements if row.get("number")}
    result = []
    for sentence in sentences:
        row = proved.get(sentence.number, {})
        same = row if row.get("text") == sentence.text else {}
        marks = list(_marks(sentence, facts, asked[sentence.number]))
        result.append(
            Line(
                number=sentence.number,
                text=sentence.text,
                status=str(same.get("status") or _status(sentence, facts, asked[sentence.number])),
                marks=tuple(marks[:MOST_BADGES]),
                code=_texts(same.get("code")),
                tests=_texts(same.get("tests")),
                why=retell(str(same.get("why") or "")),
            )
        )
    return result


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _status(sentence: Sentence, facts: Facts, asked: int) -> str:
    if asked or sentence.status == "question":
        return "open"
    if any(not feature.built and sentence.number in feature.sentences for feature in facts.features):
        return "partial"
    return {"facts": "read", "context": "context"}.get(sentence.status, "gap")


def _marks(sentence: Sentence, facts: Facts, asked: int) -> Iterator[Mark]:
    number = sentence.number
    for entity in facts.entities:
        if number in entity.sentences:
            yield Mark(text=entity.title, tone="accent", fact=f"entity:{entity.name}")
    fields = [
        f"field:{entity.name}.{each.name}"
        for entity in facts.entities
        for each in entity.fields
        if number in each.sentences
    ]
    if fields:
        yield Mark(text=say_many("{n} field", "{n} fields", len(fields)), tone="neutral", fact=fields[0])
    for relation in facts.relations:
        if number in relation.sentences:
            fact = f"relation:{relation.source}.{relation.name}"
            words = say("many to many") if relation.many else say("belongs to {thing}", thing=_plain(relation.target))
            yield Mark(text=words, tone="info", fact=fact)
    for entity in facts.entities:
        if entity.states and any(number in step.sentences for step in entity.transitions):
            words = say_many("{n} state", "{n} states", len(entity.states))
            yield Mark(text=words, tone="plum", fact=f"states:{entity.name}")
    for role in facts.roles:
        if number in role.sentences:
            yield Mark(text=say("role {name}", name=role.title), tone="info", fact=f"role:{role.name}")
    for rule in facts.rules:
        if number in rule.sentences:
            yield Mark(text=say("rule"), tone="success", fact=rule.id)
    for feature in facts.features:
        if number in feature.sentences:
            name = f"feature:{feature.name}{'.' + feature.entity if feature.entity else ''}"
            title = feature_words(feature.name)
            words = title if feature.built else say("not built: {name}", name=title)
            yield Mark(text=words, tone="success" if feature.built else "warning", fact=name)
    if asked:
        yield Mark(text=say_many("{n} question", "{n} questions", asked), tone="warning")
    elif sentence.status == "not_understood":
        yield Mark(text=say("not understood"), tone="danger")


def counted(shown: Iterable[Line]) -> list[tuple[str, int]]:
    """How many sentences have each status, in a fixed order; context is not counted."""
    order = ("built", "read", "open", "partial", "not_built", "gap", "not_understood")
    rows = list(shown)
    found = [(status, sum(line.status == status for line in rows)) for status in order]
    return [(status, count) for status, count in found if count]


def status_look(status: str) -> tuple[str, str, str]:
    """Icon, tone and words of what became of a sentence."""
    return {
        "read": ("check-circle", "success", say("read")),
        "open": ("question", "warning", say("open")),
        "partial": ("partial", "info", say("partial")),
        "gap": ("cross-circle", "danger", say("not understood")),
        "context": ("minus", "neutral", say("only context")),
        "built": ("check-circle", "success", say("built")),
        "not_built": ("cross-circle", "danger", say("not built")),
        "not_understood": ("cross-circle", "danger", say("not understood")),
        "out_of_scope": ("minus", "neutral", say("only context")),
    }.get(status, ("info", "neutral", status))


def place_in_list(facts: Facts, fact: str) -> tuple[str, int]:
    """The list that a rule or a feature stands in and its place there, from 0; ('', -1) for other facts."""
    rules = [rule.id for rule in facts.rules]
    features = [f"feature:{each.name}{'.' + each.entity if each.entity else ''}" for each in facts.features]
    if fact in rules:
        return "rules", rules.index(fact)
    return ("features", features.index(fact)) if fact in features else ("", -1)


def fact_words(fact: str) -> str:
    """What people call a fact: 'Bill', 'Bill: issue date', 'Bill to patient'."""
    kind, _, rest = fact.partition(":")
    thing, _, part = rest.partition(".")
    title, words = _plain(thing).capitalize(), _plain(part)
    match kind:
        case "field":
            return f"{title}: {words}"
        case "relation":
            return say("{one} to {other}", one=title, other=words)
        case "states":
            return say("{thing}: states", thing=title)
        case "role":
            return say("role {name}", name=title)
        case "feature":
            return feature_words(thing)
        case "entity":
            return title
    return say("rule")


def feature_words(name: str) -> str:
    """What people call something that is offered beside the objects."""
    return {
        "auth": say("accounts"),
        "own_records": say("own records"),
        "search": say("search"),
        "filter": say("filter"),
        "sort": say("sorting"),
        "csv_export": say("CSV export"),
        "csv_import": say("CSV import"),
        "pdf": say("PDF"),
        "report": say("report"),
        "dashboard": say("dashboard"),
        "reminders": say("reminders"),
        "sms": say("text messages"),
        "email": say("emails"),
        "comments": say("comments"),
        "files": say("files"),
        "audit": say("audit trail"),
    }.get(name, _plain(name))


def _plain(name: str) -> str:
    return name.replace("_", " ")
