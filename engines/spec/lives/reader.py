"""Reads the lives of all things from the statements of a brief: drawn, listed, told, or in a table. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from engines.kernel.spec import FieldType
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lists import options
from engines.spec.lives.alternatives import alternatives
from engines.spec.lives.arrows import has_arrows, read_arrows
from engines.spec.lives.deeds import Deeds, beside
from engines.spec.lives.naming import Naming
from engines.spec.lives.rows import Rows
from engines.spec.lives.shown import shown_states
from engines.spec.lives.telling import Telling
from engines.spec.model import Claim, FieldClaim, RelationClaim, Statement, StatesClaim, Step
from engines.spec.overdue import called_late
from engines.spec.patterns import pattern
from engines.spec.people import is_person, role_kind
from engines.spec.public import read_public

_STATUS = r"(?:status(?:es)?|states?|stages?|workflow|life ?cycle|phases?)"
_STATED = pattern(_STATUS, re.IGNORECASE)
_STATUS_ITEM = pattern(rf"(?:\w+ )?{_STATUS}\b", re.IGNORECASE)
_STATUS_OF = pattern(rf"\b{_STATUS}\b(?: (?:of|for))?", re.IGNORECASE)
_OF = pattern(
    rf"\b{_STATUS}\s+(?:of|for)\s+(?:an?|the|each|every|any)?\s*(?P<of>[\w\- ]{{2,40}}?)(?=\s*(?::|=|is\b|are\b|can\b|may\b|-|$))",
    re.IGNORECASE,
)
_BEFORE = pattern(
    rf"(?P<subject>[\w\- ]{{2,40}}?)(?:'s)?\s+(?:has the |have the |has one of the )?{_STATUS}\b", re.IGNORECASE
)
_LISTED = pattern(
    rf"\b{_STATUS}\b(?:\s+(?:of|for)\s+[\w\- ]{{2,40}}?)?\s*(?:(?:is|are|can be|may be|shall be|must be|will be)?\s*(?:always |either |one of (?:these|the following)? ?)?[:=(]?)\s*(?P<states>[\w\-'\" ]+?(?:\s*[,/|]\s*(?:or |and )?[\w\-'\" ]+?)*(?:\s+(?:or|and)\s+[\w\- ]+?)?)\s*(?:[.;()]|$)",
    re.IGNORECASE,
)
_WORKED_OUT = pattern(
    r"^(?:all |any |every |each |an? )?[\w ]+?,? (?:that|which|who|whose) (?:[^,;.]*?\b)?"
    r"(?:past|overdue|older|before|after|beyond|below|above|under|over|more|less|later|earlier|longer|exceeds?|exceeded|within)\b[^;.]*"
    r" (?:are|is|counts? as|are considered|is considered|are marked(?: as)?|is marked(?: as)?|are called|are flagged as) [\w-]+(?: [\w-]+)?\W*$",
    re.IGNORECASE,
)
"""'Loans that are past their due date and not returned are overdue': told by dates or numbers, so no stage of a life."""
_MEASURES = frozenset({FieldType.DATE, FieldType.DATETIME, FieldType.TIME})
_LABELS = frozenset({"number", "name", "title", "code", "address", "id", "description", "note", "email", "phone"})
_STORY = re.compile(r"^as (?:an?|the) (?P<role>[\w\- ]+?),?\s+(?:i|we)\b(?P<rest>.*)$", re.IGNORECASE)
_HEADED = pattern(
    rf"^(?:[\w\- ]{{0,30}}\s)?{_STATUS}(?: of [\w\- ]{{2,30}})?\s*(?::|=|is|are)\s*(?P<rest>\S.+)$", re.IGNORECASE
)
_ORDERED = pattern(r"\b(?:then|finally|later)\b")
_NOTE = re.compile(r"[(\[]([^()\[\]]*\b(?:is|are|starts?|can|may)\b[^()\[\]]*)[)\]]")
_ONLY_LIST = pattern(
    r"^(?:[\w ]{2,30}:\s*)?(?P<states>[a-z][\w\- ]{1,20}(?:\s*[/|]\s*[a-z][\w\- ]{1,20})+)(?=\s*(?:[,;.]|$))",
    re.IGNORECASE,
)


def read_lives(
    parts: tuple[Statement, ...], context: Context, lasts: dict[int, str], given: tuple[Claim, ...]
) -> list[Claim]:
    """The claims of all statements; read twice, so that states may be told before the sentence that lists them."""
    parts = tuple(part for part in parts if part.text not in read_public(part.text))
    context = _living(context, given)
    shown = shown_states(parts, context, lasts)
    known = _known(list(given), shown)
    for _ in range(2):
        waiting = tuple(name for name in _waiting(given) if not known.get(name))
        found = list(_once(parts, context, lasts, Naming(context, known, waiting=waiting)))
        before, known = known, _known([*given, *found], shown)
        if known == before:
            break
    living = frozenset(
        c.entity for x in [*given, *found] if isinstance(c := x.content, StatesClaim) and len(c.states) > 1
    )
    found += _otherwise(parts, context, lasts, Naming(context, known), living)
    return _worth(found, given)


def _otherwise(
    parts: tuple[Statement, ...], context: Context, lasts: dict[int, str], naming: Naming, living: frozenset[str]
) -> Iterator[Claim]:
    """What things without a life are said to be, one or another; the first that is said of each."""
    seen = set(living)
    for part in parts:
        if part.kind in ("title", "heading", "aside", "row"):
            continue
        for claim in alternatives(part.sentences, lasts.get(part.number, ""), naming):
            if claim.entity not in seen:
                seen.add(claim.entity)
                yield Claim(content=claim, sentence=part.number, confidence=0.7, by="lives")


def lived_names(parts: tuple[Statement, ...], context: Context) -> tuple[str, ...]:
    """Things that nobody describes but whose life is told: 'an examination is released, then held, finally closed'."""
    naming = Naming(context, {}, finding=True)
    found = list(_once(parts, context, {}, naming))
    known = _known(found)
    stepped = {c.content.entity for c in found if isinstance(c.content, StatesClaim) and c.content.steps}
    words = context.english.lexicon.known_states
    told = [
        name
        for name, states in known.items()
        if name not in context.names
        and not is_person(name, context.english)
        and name in stepped
        and len(states) > 2
        and len(states & words) > 1
    ]
    return tuple(dict.fromkeys((*told, *_listed_names(parts, context))))


def _listed_names(parts: tuple[Statement, ...], context: Context) -> Iterator[str]:
    """'The status of a container is one of: ...' speaks of containers."""
    for part in parts:
        match = _OF.search(part.text) if part.kind not in ("title", "heading", "aside") else None
        name = context.english.name(match["of"]) if match and not context.named(match["of"]) else ""
        if name and not is_person(name, context.english) and _listed(part.text, name, context):
            yield name


def _living(context: Context, given: tuple[Claim, ...]) -> Context:
    """Without names that have no properties of their own and are those of a time, a property or the people who work here."""
    told = {c.content.entity for c in given if isinstance(c.content, FieldClaim | RelationClaim | StatesClaim)}
    kinds = context.english.lexicon.types

    def dead(name: str) -> bool:
        staff = role_kind(name, context.english) in ("staff", "administrator")
        return kinds.get(name) in _MEASURES or name in _LABELS or staff

    return replace(context, names=tuple(n for n in context.names if n in told or not dead(n)))


def _waiting(given: tuple[Claim, ...]) -> tuple[str, ...]:
    """The things that have a status whose values are not said with it."""
    found = (c.content for c in given if isinstance(c.content, FieldClaim))
    return tuple(
        dict.fromkeys(c.entity for c in found if c.field.name in ("status", "state", "stage") and not c.field.choices)
    )


def _known(
    claims: list[Claim], shown: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> dict[str, frozenset[str]]:
    known = dict(shown)
    for claim in claims:
        if isinstance(claim.content, StatesClaim):
            known[claim.content.entity] = known.get(claim.content.entity, frozenset()) | frozenset(claim.content.states)
    return known


def _worth(found: list[Claim], given: tuple[Claim, ...]) -> list[Claim]:
    """A life has two states at least."""
    known = _known([*given, *found])
    return [c for c in found if isinstance(c.content, StatesClaim) and len(known.get(c.content.entity, ())) > 1]


def _once(parts: tuple[Statement, ...], context: Context, lasts: dict[int, str], naming: Naming) -> Iterator[Claim]:
    telling = Telling(naming)
    for part in parts:
        if part.kind not in ("title", "heading", "aside") and not context.english.about(part.text, _worked_out):
            last = lasts.get(part.number, "")
            late = context.english.snake(called_late(part.text))
            for claim in _statement(part, context, context.named(last.replace("_", " ")), telling):
                yield Claim(content=_without(late, claim) if late else claim, sentence=part.number, by="lives")


def _without(late: str, claim: StatesClaim) -> StatesClaim:
    """A life without what a record is only called by its dates: what leads on from there leads on from before."""
    before = [source for step in claim.steps if step.target == late for source in step.sources]
    steps = tuple(
        replace(step, sources=tuple(dict.fromkeys(b for s in step.sources for b in (before if s == late else [s]))))
        for step in claim.steps
        if step.target != late
    )
    return replace(claim, states=tuple(s for s in claim.states if s != late), steps=steps)


def _statement(part: Statement, context: Context, last: str, telling: Telling) -> Iterator[StatesClaim]:
    owner = _owner(part, context, last, telling.naming)
    text, listed = part.sentences, ", ".join(part.properties)
    drawing = f"{listed}; {text}" if has_arrows(listed) and not has_arrows(text) else text
    drawn, several = has_arrows(drawing), drawing.count(" > ")
    angles = several > 1 or bool((drawn or several) and _STATED.search(f"{drawing} {' '.join(part.path[-1:])}"))
    if drawn or (angles and re.search(r"\w > \w", drawing)):
        claim, rest = read_arrows(drawing, owner, context.english, angles=angles)
        if claim and owner and not _is_outline(claim, context):
            yield claim
            for said in rest:
                yield from (_placed(found, claim) for found in telling.read(said, owner))
            return
    claim = _listed(f"{listed}; {text}" if listed else text, owner, context)
    story = _STORY.match(part.text)
    actor = context.english.name(story["role"]) if story else ""
    plain = f"I{story['rest']}" if story else part.text
    if owner and _ORDERED.search(plain) and (headed := _HEADED.match(plain)):
        plain = f"a {owner.replace('_', ' ')} is {headed['rest']}"
    spoken = _spoken(part, context, last, telling)
    rows = [row for said in (plain, *_headed_items(part)) for row in Rows(telling.naming).read(said, spoken or owner)]
    told = telling.read(plain, spoken, actor)
    rows = [row for row in rows if not _said_of_other(row, told)]
    if claim:
        rows = [row for row in rows if row.entity != owner or row.steps or not set(row.states) <= set(claim.states)]
    if claim and not any(row.entity == owner for row in rows):
        yield claim
    agreed = list(_agreed(rows, told, telling))
    yield from agreed
    yield from beside(agreed, Deeds(telling.naming).read(plain, spoken, actor))
    for note in _NOTE.findall(plain) if "(" in plain or "[" in plain else ():
        yield from telling.read(note, telling.topic, actor)


def _said_of_other(row: StatesClaim, told: list[StatesClaim]) -> bool:
    """'Beds belong to a ward and are free or occupied': a row whose states the sentence tells of something else."""
    return any(c.entity != row.entity and c.states and set(row.states) <= set(c.states) for c in told)


def _headed_items(part: Statement) -> tuple[str, ...]:
    """The properties that are a status: 'stage: planned - running - done'."""
    return tuple(item for item in part.properties if _STATUS_ITEM.match(item))


def _agreed(rows: list[StatesClaim], told: list[StatesClaim], telling: Telling) -> Iterator[StatesClaim]:
    """What is told step by step, and the rows that say more than that; beside a row stands only what agrees with it."""
    for row in rows:
        known = {state for claim in told if claim.entity == row.entity for state in claim.states}
        turned = _turned(row, told)
        if not set(row.states) <= known or turned:
            told = [
                c
                for c in told
                if c.entity != row.entity or set(c.states) <= set(row.states) or _leaves(c, row, telling)
            ]
            told = [_along(c, row, turned) if c.entity == row.entity else c for c in told]
            telling.go_on(row)
            yield row
    yield from told


def _turned(row: StatesClaim, told: list[StatesClaim]) -> frozenset[tuple[str, str]]:
    """The told steps that lead the other way than the row, which alone saw its stages in one piece: held before released."""
    steps = [step for c in told if c.entity == row.entity for step in c.steps if step.kind == "may"]
    pairs = {(source, step.target) for step in steps for source in step.sources}
    own = {(source, step.target) for step in row.steps for source in step.sources}
    return frozenset(pair for pair in pairs if pair[::-1] in own and pair[::-1] not in pairs)


def _leaves(told: StatesClaim, row: StatesClaim, telling: Telling) -> bool:
    """Whether steps lead from the stages of a row to a state beside it."""
    return bool(told.steps) and all(
        step.sources and set(step.sources) <= set(row.states) and telling.naming.is_state(step.target, row.entity)
        for step in told.steps
    )


def _along(told: StatesClaim, row: StatesClaim, turned: frozenset[tuple[str, str]]) -> StatesClaim:
    """Without the steps that skip a stage of the row, which only the row tells in full."""
    order = {state: n for n, state in enumerate(row.states)}
    rows = {(source, step.target) for step in row.steps for source in step.sources}

    def skips(step: Step) -> bool:
        pairs = [(s, step.target) for s in step.sources if s in order and order[s] < order.get(step.target, -1)]
        back = any((s, step.target) in turned for s in step.sources)
        return bool(rows) and step.kind == "may" and (back or any(pair not in rows for pair in pairs))

    return replace(told, steps=tuple(step for step in told.steps if not skips(step)))


def _is_outline(drawn: StatesClaim, context: Context) -> bool:
    """'prop -> shelf', 'Sheep -> ear tag': an arrow from a thing to what it has or belongs to."""
    return any(context.named(state.replace("_", " ")) for state in drawn.states)


def _placed(found: StatesClaim, drawn: StatesClaim) -> StatesClaim:
    """'resolved -> closed; only testers set it to closed': the role stands on the drawn step."""
    steps = []
    for step in found.steps:
        sources = tuple(s for other in drawn.steps if other.target == step.target for s in other.sources)
        bare = step.roles and sources and not (step.sources or step.span)
        steps.append(replace(step, sources=sources, kind="may") if bare else step)
    return replace(found, steps=tuple(steps))


def _spoken(part: Statement, context: Context, last: str, telling: Telling) -> str:
    """What a statement speaks of until it names something else."""
    if part.under and (named := context.named(part.under)):
        return named
    known = telling.naming.known
    if known.get(telling.topic) and not known.get(last):
        return telling.topic
    spoken_of = context.mentioned(part.text)
    if last in spoken_of and telling.topic not in spoken_of[spoken_of.index(last) :]:
        return last
    return last if part.kind == "bullet" and last and not part.path else telling.topic or last


def _owner(part: Statement, context: Context, last: str, naming: Naming) -> str:
    """Whose states a list or drawing shows."""
    text = part.text
    for phrase in context.english.about(text, _owners):
        if found := context.named(phrase):
            return found
    head = text.partition(":")[0] if ":" in text else ""
    for said in (head, part.under, *reversed(part.path[1:] if len(part.path) > 1 else part.path)):
        plain = _STATUS_OF.sub("", said.partition(":")[0]).strip()
        if plain and (found := context.named(plain)):
            return found
    if naming.waiting and last not in naming.waiting:
        return naming.waiting[0]
    if (
        not part.under
        and part.kind == "bullet"
        and has_arrows(text)
        and (found := next(iter(context.mentioned(" ".join(part.path))), ""))
    ):
        return found
    return last or (context.mentioned(text) or ("",))[0]


def _owners(text: str, english: English) -> tuple[str, ...]:
    """The phrases that may name what has the states of a text: 'the status of a loan', 'a loan's status'."""
    if not _STATED.search(text):
        return ()
    of = _OF.search(text)
    return (*((of["of"],) if of else ()), *(match["subject"] for match in _BEFORE.finditer(text)))


def _worked_out(text: str, english: English) -> bool:
    return bool(_WORKED_OUT.match(text))


def _listed(text: str, owner: str, context: Context) -> StatesClaim | None:
    """'Status: open, answered or closed', 'the status (a, b, c)'; a bare 'pending/approved/spam' when its words are known."""
    match = _LISTED.search(text) if _STATED.search(text) else None
    bare = _ONLY_LIST.match(text.strip(" .")) if not match and ("/" in text or "|" in text) else None
    said = match["states"] if match else bare["states"] if bare else ""
    states = tuple(context.english.snake(o) for o in options(said)) if said else ()
    known = [s for s in states if s in context.english.lexicon.known_states]
    if not owner or len(states) < 2 or any(len(s.split("_")) > 3 or not s for s in states):
        return None
    if (
        not known
        or re.search(r"\b(?:must|when|if|every|per|which|filter|search)\b", said.lower())
        or (not match and len(known) < 2)
    ):
        return None
    return StatesClaim(entity=owner, states=states)
