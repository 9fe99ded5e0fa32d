"""Reads what may not be changed: 'paid invoices are final', 'no edits after approval', 'readings are never altered'. Used by reading."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, Locked, Origin, Transition
from engines.spec.context import Context
from engines.spec.grammar import Clause
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, mentions
from engines.spec.rules.spoken import spoken
from engines.spec.rules.stated import stated
from engines.spec.rules.wording import normal

_CHANGE = r"(?:chang\w*|edit\w*|alter\w*|modif\w*|updat(?:e|ed|ing)|amend(?:s|ed|ing|ments?)?|touch\w*|overwrit\w+|rewrit\w+|revis(?:e|ed|ing|ions?)|adjust\w*|tamper\w*|correct(?:ed|ing))"
_NEVER = r"(?:not|n't|never|nobody|nothing|none|no|cannot|without)"
_REFUSED = pattern(rf"\b(?:{_NEVER}|n't)\b[^;]*?\b{_CHANGE}\b|n't\b[^;]*?\b{_CHANGE}\b", re.IGNORECASE)
_FIXED = pattern(
    r"\b(?:(?:is|are|be|becomes?|stays?|remains?|gets?|turns?|considered|made) (?:\w+ly |then |thereby |now )?(?:locked|immutable|read[- ]?only|frozen|final|unchangeable|append[- ]only|permanent|write[- ]protected|set in stone|fixed|un(?:alter|chang|touch|modifi|edit|revis|amend)ed|as (?:it|they) (?:is|are))|(?:closed|locked|protected|blocked) (?:for|against|from|to) (?:\w+ )?"
    + _CHANGE
    + r")\b",
    re.IGNORECASE,
)
_ONLY_WHILE = pattern(
    rf"\b(?:can|may|must) (?:only )?be (?:freely )?{_CHANGE}(?: or \w+)?(?: only)? (?:while|until|till|before|in|when|if)\b|\b{_CHANGE} (?:an? |the )?[\w ]+ (?:only )?(?:while|until|till|before)\b",
    re.IGNORECASE,
)
_SOME = pattern(
    r"\b(?:(?<!-)only|except|others?|own|another|by|without|somebody|someone|himself|herself|themselves|password|unless|until|before|if|when|once|after|while|which|that|who|more than|for)\b|'s\b",
    re.IGNORECASE,
)
_KEPT = pattern(
    r"\b(?:once|after|when|as soon as)\b (?:it (?:is|was|has been) |they (?:are|were|have been) |being |having been |it's |an? \w+ (?:is|was|has been) )?(?:recorded|entered|saved|stored|created|made|written|logged|added|registered|booked|posted|cast|taken|noted|captured|in|there|done)\b|\bafter the (?:fact|event)\b|\bafterwards?\b|\blater(?: on)?\b|\bretro\w+",
    re.IGNORECASE,
)
_ANYBODY = frozenset({"nobody", "you", "we", "i", "one", "nothing", "it", "they", "people", "person", "somebody", "anyone", "anybody", "user"})  # fmt: skip
_LASTING = frozenset({"once", "after", "when", "since", "from", "upon"})
_PARTS = frozenset({"line", "item", "position", "entry", "detail", "part", "row", "answer", "line_item"})


def read_lock(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The lock that a clause puts on records."""
    plain = normal(clause)
    refused = bool(_REFUSED.search(plain) or _fixed(plain))
    allowed = (
        not refused and bool(_ONLY_WHILE.search(plain)) and not re.search(r"\bonly (?:the|an?|by)\b|\bown\b", plain)
    )
    if not refused and not allowed:
        return []
    parsed = context.english.parse(plain)
    said = mentions(plain, context, text)
    if _by_somebody(parsed, context):
        return []
    origin = Origin(sentences=(sentence,))
    flips = frozenset({"unless", "until", "till", "before"})
    named = [e for name in (*said.entities, last) if (e := context.entity(name))]
    for entity in dict.fromkeys(named):
        found = stated(entity, parsed, said, context, negated=allowed, flips=flips)
        if found and not (allowed and "==" in found and not re.search(r"\b(?:until|till|before)\b", plain)):
            locked = from_then_on(found, entity, plain)
            return [
                RuleClaim(
                    rule=Locked(
                        entity=entity.name, condition=locked, children=_parts(entity, said, context), origin=origin
                    )
                )
            ]
    always = named[0] if refused and named and _whole(named[0], plain, parsed, said, context) else None
    return [RuleClaim(rule=Locked(entity=always.name, condition="True", origin=origin))] if always else []


def _fixed(plain: str) -> bool:
    """'Is locked', said of the record itself, not of what some relative clause is about."""
    match = _FIXED.search(plain)
    if not match:
        return False
    before, after = plain[: match.start()], plain[match.end() :].strip(" .!")
    inside = re.search(r"\b(?:that|which|who|if|when|once|after|while|unless|until)\b[^,]*$", before, re.IGNORECASE)
    goes_on = re.match(r"(?:once|after|when|if|from|and|or|as|for|while|upon|since|on|in|,|;|-)", after, re.IGNORECASE)
    return not after if inside and inside.start() == 0 else not inside and (not after or bool(goes_on))


def _by_somebody(parsed: tuple[Clause, ...], context: Context) -> bool:
    """'Customers can't change prices' is about who may, not about the record."""
    for clause in parsed:
        for subject in (
            clause.subjects
            if not clause.passive and clause.verb not in ("be", "become", "stay", "remain", "get")
            else ()
        ):
            if subject.head not in _ANYBODY and (subject.head in context.roles or subject.name in context.roles):
                return True
    return bool(parsed and any(p.head in context.roles for c in parsed for p in c.after("by")))


def from_then_on(condition: str, entity: Entity, plain: str) -> str:
    """'Once sent' holds for the states behind it too: those that it leads to and that never lead back."""
    life = entity.lifecycle
    match = re.fullmatch(r"status == '(\w+)'", condition)
    if (
        not life
        or not match
        or not re.search(r"\b(?:once|after|since|upon|until|till|before|as of)\b", plain, re.IGNORECASE)
    ):
        return condition
    state = match[1]
    ahead = _reached(life.transitions, state)
    later = [s for s in life.states if s in ahead and state not in _reached(life.transitions, s)]
    return f"status in ({', '.join(map(repr, (state, *later)))})" if later else condition


def _reached(steps: tuple[Transition, ...], state: str) -> set[str]:
    found: set[str] = set()
    left = [state]
    while left:
        at = left.pop()
        for step in steps:
            target = step.target
            if step.source == at and target not in found:
                found.add(target)
                left.append(target)
    return found


def _parts(entity: Entity, said: Mentions, context: Context) -> tuple[str, ...]:
    """What belongs to a record closely enough to be locked with it: its lines, and what the clause names."""
    return tuple(
        r.children
        for child, r in context.children_of(entity.name)
        if child.name != entity.name
        and r.children
        and (
            child.name in said.entities
            or (
                r.on_delete == "cascade"
                and (child.name.split("_")[-1] in _PARTS or child.name.startswith(entity.name + "_"))
            )
        )
    )


def _whole(entity: Entity, plain: str, parsed: tuple[Clause, ...], said: Mentions, context: Context) -> bool:
    """Whether a clause says of all records of an entity, and of nothing else, that they stay as they are."""
    if _SOME.search(plain) and not _KEPT.search(plain):
        return False
    if any(not s.loose for s in spoken(entity, plain, context)):
        return False
    first = next((p for p in said.phrases if p.head not in _ANYBODY), None)
    return bool(
        first and context.named(" ".join(first.words)) == entity.name and first.name == entity.name and not first.of
    )
