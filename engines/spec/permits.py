"""Reads what a state forbids or needs: paid invoices can't change, cancelled events sell nothing, no step without lines. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, Locked, Origin, RelatedState, RequiredWhen, StepNeeds
from engines.spec.conditions import condition, state_condition
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.model import Content, RuleClaim

_NOT = r"(?:can't|cannot|can not|must not|may not|mustn't|should not|shouldn't|can never|may never|can no longer|may no longer|are never|is never)"
_CHANGED = r"(?:changed|edited|modified|altered|updated|touched|deleted|changed or deleted|edited or deleted|modified or deleted|deleted or changed|changed and deleted|immutable|read[- ]only|locked|frozen)"
_LOCK = re.compile(
    rf"^(?:an? |the |all |any |once )?(?P<state>[\w\-]+(?: [\w\-]+)?) (?P<entity>[\w ]+?) (?:{_NOT} (?:ever )?be {_CHANGED}|(?:are|is|become|becomes) (?:locked|immutable|read[- ]only|frozen|final))\b",
    re.IGNORECASE,
)
_LOCK_WHEN = re.compile(
    rf"^(?:an? |the |all |any )?(?P<entity>[\w ]+?) (?:{_NOT} (?:ever )?be {_CHANGED}(?: any ?more)?|(?:is|are|becomes?) (?:locked|immutable|read[- ]only|frozen)) (?:after|once|when|if|as soon as|while) (?:it is|they are|it's|it has been|they have been|being|it was)? ?(?P<state>[\w\- ]+)$",
    re.IGNORECASE,
)
_LOCK_THAT = re.compile(
    rf"^(?:an? |the |all |any )?(?P<entity>[\w ]+?) (?:that|which) (?:is|are|has been|have been|was|were) (?P<state>[\w\- ]+?) (?:{_NOT} (?:ever )?be {_CHANGED}|(?:are|is) (?:locked|immutable|read[- ]only|frozen))\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    rf"^(?:once|after|when|if|as soon as) (?:an? |the )?(?P<entity>[\w ]+?) (?:is|was|has been|are|have been) (?P<state>[\w\-]+(?: [\w\-]+)?),? (?:it|they|the \w+|nothing|no \w+)(?: in it| about it)? (?:{_NOT}|can) be {_CHANGED}\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    rf"^(?:an? |the |all |every )?(?P<entity>[\w ]+?) (?:(?:can never|may never|are never|is never|must never|cannot|can't|may not|must not) (?:be )?{_CHANGED}(?: or {_CHANGED})?(?: any ?more| later| afterwards| once \w+)?|(?:are|is) (?:immutable|append[- ]only|never changed))$",
    re.IGNORECASE,
)
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
_NEEDS = re.compile(
    r"^(?:an? |the |every |each )?(?P<entity>[\w ]+?) (?:can only be|may only be|can not be|cannot be|can't be|must not be|may not be|needs?|must have|has to have)(?P<only>)? (?P<state>[\w ]+?) (?:if|when|once|with|unless|without|before) (?P<condition>.+)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:an? |the |every |each )?(?P<entity>[\w ]+?) (?:needs?|must have|has to have|requires?) (?P<condition>(?:at least )?(?:one|an?|\d+|two|three)\b[\w ]*?) (?:before|to be|until|in order to be)(?: (?:it|they) (?:can|may) be| being| it is)? ?(?P<state>\w+)$",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"^(?:the |an? )?(?P<field>[\w ]+?) (?:is|are) (?:required|mandatory|needed|obligatory)(?: only)? (?:if|when|once|for) (?P<condition>.+)$",
    re.IGNORECASE,
)


def read_permits(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause about states."""
    origin = Origin(sentences=(sentence,))
    for found in (
        list(_locked(clause, origin, context)),
        list(_refused(clause, origin, context, text)),
        list(_needs(clause, origin, context)),
        list(_required(clause, origin, context, last)),
    ):
        if found:
            return found
    return []


def _locked(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    clause = re.sub(r"\s+any ?more$|\s+afterwards$|\s+later$", "", clause)
    for pattern in (_ONCE, _LOCK_THAT, _LOCK_WHEN, _LOCK):
        match = pattern.match(clause)
        entity = context.entity(context.named(match["entity"])) if match else None
        said = state_condition(match["state"], entity, context) if match and entity else ""
        if entity and said:
            yield RuleClaim(
                rule=Locked(entity=entity.name, condition=said, children=_parts(entity, context), origin=origin)
            )
            return
    match = _NEVER.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    if entity and match and context.english.name(match["entity"]) == entity.name:
        yield RuleClaim(rule=Locked(entity=entity.name, condition="True", origin=origin))


def _parts(entity: Entity, context: Context) -> tuple[str, ...]:
    return tuple(r.children for _, r in context.children_of(entity.name) if r.on_delete == "cascade")


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


def _needs(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    match = _BEFORE.match(clause) or _NEEDS.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    if not match or not entity or not entity.lifecycle:
        return
    words = list(re.findall(r"[a-z]+", match["state"].lower()))
    state = next(
        (s for s in entity.lifecycle.states for w in words if s == w or s == context.english.snake(match["state"])), ""
    )
    said = _least(match["condition"], entity, context) or condition(match["condition"], entity, context)
    if state and said:
        yield RuleClaim(rule=StepNeeds(entity=entity.name, to=state, condition=said, origin=origin))


def _least(text: str, entity: Entity, context: Context) -> str:
    match = re.search(
        r"(?:at least )?(?P<number>one|an?|\d+|two|three) (?P<what>[\w ]+)$",
        re.sub(r"^(?:it has|there is|having|it contains|with)\s+", "", text.lower()),
    )
    number = {"a": 1, "an": 1}.get(match["number"], context.english.number(match["number"]) or 1) if match else 0
    for child, relation in context.children_of(entity.name) if match else ():
        name = context.english.name(match["what"]) if match else ""
        if name in (child.name, child.name.split("_")[0], child.name.split("_")[-1]):
            return f"count({relation.children}) >= {number}"
    field = context.field(entity, match["what"]) if match and number == 1 else None
    return f"{field.name} is not None" if field else ""


def _required(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _REQUIRED.match(clause)
    for entity in [*(e for e in context.entities if e.name == last), *context.entities] if match else ():
        field = context.field(entity, match["field"]) if match else None
        said = (
            condition(re.sub(r"^(?:the |an? )?(?:\w+ )?(?=is |are )", "", match["condition"]), entity, context)
            if match and field
            else ""
        )
        if field and said:
            yield RuleClaim(rule=RequiredWhen(entity=entity.name, field=field.name, condition=said, origin=origin))
            return
