"""Reads that a thing has several of another, by whatever verb: 'a group takes up to 12 children', 'a recipe calls for ingredients'. Used by reading."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.arguments import defines, is_silent, meeting, rows
from engines.spec.relations.goals import Link, entity_of, is_person
from engines.spec.relations.sayings import Saying

_PARTS = frozenset(
    {"have", "contain", "consist", "comprise", "hold", "get", "make", "compose", "form", "divide", "split", "group"}
)
_SOME = ("one or more", "one or several", "one or many", "one or two", "two or more")
_MADE_OF = ("of", "from", "into", "out")
_UNDER = frozenset({"for", "of", "from", "to", "over", "after", "with", "on", "in"})


def holding(said: Saying, context: Context) -> Iterator[Link]:
    """The links of many things to the one that has them."""
    if not defines(said, context) or said.subjects[0].plural or (said.verb == "be" and not _in_charge(said)):
        return
    one = entity_of(said.subjects[0], context)
    phrase = _several(said)
    many = entity_of(phrase, context) if phrase else ""
    if not one or not many or one == many or phrase is None or _acts(said, one, context):
        return
    if phrase.number in _SOME and said.verb not in _PARTS and not is_person(one, context):
        plural = context.english.plural_name(many)
        yield Link(entity=one, name=plural, target=many, required=False, many=True)
    elif not (is_person(many, context) and is_person(one, context)):
        yield Link(entity=many, name=one, target=one, weak=True)


def met(said: Saying, context: Context) -> Iterator[Link]:
    """'Guests and rooms meet in stays': a stay refers to both."""
    found = meeting(said)
    if not found or is_silent(said, context):
        return
    event = entity_of(found[1], context)
    targets = [target for p in found[0] if (target := entity_of(p, context))]
    if event and len(targets) == 2 and event not in targets:
        for target in targets:
            yield Link(entity=event, name=target, target=target)


def _in_charge(said: Saying) -> bool:
    """'A skipper is responsible for several boats', 'is the head of'."""
    return bool(said.objects or said.state) and any(name == "for" for name, _ in said.preps)


def _several(said: Saying) -> Phrase | None:
    """The several things that a verb gives its subject: its object, what 'up to' counts, what it is made of."""
    if said.passive:
        found = (
            [p for name, row in said.preps if name in _MADE_OF for p in row] if said.verb.split()[0] in _PARTS else []
        )
    else:
        found = [p for name, row in rows(said) if not name or name in _UNDER for p in row[:1]]
        found = (
            [p for p in found if p.plural] if said.verb == "be" or (said.preps and said.preps[0][0] == "up") else found
        )
        found += [p for p in said.after("of") if said.verb in ("consist", "be")]
    first = found[0] if found else None
    counted = first is not None and first.number in ("two", "2", "both")
    return None if first is None or not first.plural or counted or first.owner or first.determiner == "the" else first


def _acts(said: Saying, one: str, context: Context) -> bool:
    """Whether somebody only does something with the things, or may: that ties nothing, or leaves a record of its own."""
    if not is_person(one, context):
        return said.modal in ("can", "may", "could") and said.objects[:1] != () and not said.objects[0].number
    lexicon = context.english.lexicon
    return said.modal in ("can", "may", "could") or said.verb in lexicon.records or said.verb in lexicon.actions["read"]
