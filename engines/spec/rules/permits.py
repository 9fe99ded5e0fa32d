"""Reads what a state forbids or needs: paid invoices can't change, cancelled events sell nothing, no step without lines. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, Origin, RelatedState, StepNeeds
from engines.spec.conditions import state_condition
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.model import Content, RuleClaim

_NOT = r"(?:can't|cannot|can not|must not|may not|mustn't|should not|shouldn't|can never|may never|can no longer|may no longer|are never|is never)"
_NOTHING = re.compile(
    r"^(?:an? |the |all |any )?(?P<state>[\w\-]+(?: [\w\-]+)?) (?P<entity>\w+(?: \w+)?) (?P<verb>sells?|takes?|accepts?|receives?|allows?|gets?|has|have|can receive|can take|can have|can accept)(?: no(?:thing)?)(?: more| new| further)*(?: (?P<what>[\w ]+))?$",
    re.IGNORECASE,
)
_CANT_BE = re.compile(
    rf"^(?:an? |the |all |any )?(?P<state>[\w\-]+(?: [\w\-]+)?) (?P<entity>\w+(?: \w+)?) {_NOT} (?:be (?P<verb>\w+)(?: any ?more)?(?: out| for)?|(?:take|accept|receive|have|get)(?: any)?(?: more| new)? (?P<what>\w+(?: \w+)?))$",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"^(?:only (?:an? )?(?P<state>[\w\-]+(?: [\w\-]+)?) (?P<entity>\w+(?: \w+)?) (?:can|may|must|are allowed to) be (?P<verb>\w+)(?: (?:for|to|in|on|by) [\w ]+)?|(?P<what>[\w ]+?) (?:can|may|are|is) only (?:be )?(?:made|created|added|placed|possible|accepted|given|written|for)?(?: for| to| on| in| allowed for| allowed on)* (?:an? )?(?P<state2>[\w\-]+(?: [\w\-]+)?) (?P<entity2>\w+(?: \w+)?))$",
    re.IGNORECASE,
)
_NO_FOR = re.compile(
    r"^no (?P<what>[\w ]+?) (?:for|on|to|in|of) (?:an? )?(?P<state>[\w\-]+) (?P<entity>\w+(?: \w+)?)$", re.IGNORECASE
)
_ADDED = re.compile(
    rf"^(?:new |an? |any )?(?P<what>[\w ]+?) {_NOT} be (?:added|made|created|given|placed|submitted|booked|written|entered)(?: to| for| on| in| at| into)+ (?:an? |any )?(?P<state>[\w\-]+) (?P<entity>\w+(?: \w+)?)$",
    re.IGNORECASE,
)
_WHILE = re.compile(
    rf"^(?:an? |the |no )?(?P<entity>[\w ]+?) (?:that (?:is|are)|which (?:is|are)|in) (?P<state>[\w\- ]+?) {_NOT} be (?P<verb>\w+)(?: out)?$",
    re.IGNORECASE,
)


def read_permits(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause about states."""
    origin = Origin(sentences=(sentence,))
    return list(_refused(clause, origin, context, text))


def _refused(clause: str, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    clause = re.sub(r"\s+any ?more$", "", clause)
    for pattern, allowed in (
        (_NOTHING, False),
        (_CANT_BE, False),
        (_ONLY, True),
        (_NO_FOR, False),
        (_ADDED, False),
        (_WHILE, False),
    ):
        match = pattern.match(clause)
        if not match:
            continue
        known = {key.rstrip("2"): value for key, value in match.groupdict().items() if value}
        parent = context.entity(context.named(known.get("entity", "")))
        said = state_condition(known.get("state", ""), parent, context, negated=not allowed) if parent else ""
        if not parent or not said:
            continue
        if step := _step(parent, known.get("verb", "").lower(), said, origin):
            yield step
            return
        verb = context.english.base(known.get("verb", "").lower().removeprefix("can "))
        for name, path in _makers(parent, verb, known.get("what", ""), context, text):
            relation, _, further = path.partition(".")
            rule = (
                f"{further}.{said}"
                if further and not said.startswith("not ")
                else f"not {further}.{said[4:]}"
                if further
                else said
            )
            yield RuleClaim(rule=RelatedState(entity=name, relation=relation, condition=rule, origin=origin))
            return


def _step(entity: Entity, verb: str, said: str, origin: Origin) -> Content | None:
    """'Shipped orders can't be cancelled' is about a step of the order itself."""
    state = next((s for s in entity.lifecycle.states if s == verb), "") if entity.lifecycle else ""
    return RuleClaim(rule=StepNeeds(entity=entity.name, to=state, condition=said, origin=origin)) if state else None


def _makers(parent: Entity, verb: str, what: str, context: Context, text: str) -> list[tuple[str, str]]:
    """The records that would be made for the parent, with the path to it, the likeliest first."""
    direct = [(child, relation.name) for child, relation in context.children_of(parent.name)]
    far = [
        (child, f"{r.name}.{name}")
        for middle, name in direct
        for child, r in context.children_of(middle.name)
        if child.name != parent.name
    ]
    wanted = context.named(what) if what else ""
    event = event_of(verb, text, context)
    ranked = sorted([*direct, *far], key=lambda p: (p[0].name != wanted, p[0].name != event))
    return [(child.name, path) for child, path in ranked]
