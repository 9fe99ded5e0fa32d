"""Reads the rules of a brief on the structure that is expected of it, so that a missing field does not hide a missed rule.

python -m tests.reading.oracle [KIND ...]
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

from engines.kernel.spec import Entity, Field, FieldType, Lifecycle, Relation, Role, Spec
from engines.spec import plan
from engines.spec.complete import complete_entities
from engines.spec.context import Context
from engines.spec.conventions import usual_orders
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.grants import access
from engines.spec.lexicon_files import load_lexicon
from engines.spec.lives import read_lives
from engines.spec.model import Claim, ComputedClaim, EntityClaim, FieldClaim, RuleClaim, StatesClaim
from engines.spec.reserving.reader import read_reserved
from engines.spec.resolve import resolve
from engines.spec.values import read_values
from tests.reading.behaviour import Held
from tests.reading.corpus import Brief, briefs
from tests.reading.names import entity_likeness

STRUCTURE = {"unique"}
_TYPES = {"int": FieldType.INTEGER, "bool": FieldType.BOOLEAN, "file": FieldType.FILE}


def expected(brief: Brief) -> tuple[Entity, ...]:
    """The entities that are expected, as the reader would know them before it reads rules."""
    english = English(load_lexicon())
    wanted: dict[str, Any] = brief.expect["entities"]
    known = [
        Entity(
            name=name,
            plural=english.plural_name(name),
            fields=tuple(_field(key, kind) for key, kind in ((shape or {}).get("fields") or {}).items()),
            relations=tuple(_relation(ref, wanted) for ref in (shape or {}).get("refs") or []),
            lifecycle=_lifecycle([state.split("/")[0] for state in (shape or {}).get("states") or []]),
        )
        for name, shape in wanted.items()
    ]
    return complete_entities(tuple(known), english)


def _field(key: str, kind: str) -> Field:
    name, first = key.split("/")[0].split(".")[-1], kind.split("/")[0].split()[0]
    if first.startswith("enum:"):
        choices = tuple(value.lower().replace(" ", "_") for value in first[5:].split("|"))
        return Field(name=name, type=FieldType.ENUM, choices=choices)
    first = first.split(":")[0]
    return Field(name=name, type=_TYPES.get(first) or FieldType(first))


def _relation(ref: str, wanted: dict[str, Any]) -> Relation:
    names = ref.split("/")
    target = next((name for name in reversed(names) if name in wanted), "")
    target = target or next((w for w in wanted if any(entity_likeness(n, w) > 0.8 for n in names)), "user")
    return Relation(name=names[0], target=target)


def _lifecycle(states: list[str]) -> Lifecycle | None:
    return Lifecycle(states=tuple(states), initial=states[0]) if states else None


def rules_of(brief: Brief) -> Spec:
    """A specification of the expected structure with the rules, formulas, steps and rights that are read."""
    lexicon = load_lexicon()
    english = English(lexicon)
    parts = statements(brief.text, lexicon)
    said, _ = plan._heard(brief.text, parts, english)
    entities = expected(brief)
    roles = tuple(dict.fromkeys((*brief.expect.get("roles", []), *(act.role for act in said.acts))))
    context = Context(english=english, names=tuple(e.name for e in entities), roles=roles, entities=entities)
    entities = _stepped(said, context)
    context = replace(context, entities=entities)
    values = read_values(said.parts, said.lasts, [], context)
    claims = plan._rules(said, replace(context, entities=_told(entities, values)))
    rules = tuple(claim.content.rule for claim in claims if isinstance(claim.content, RuleClaim))
    merged = _told(entities, [*values, *claims])
    known = replace(context, entities=merged)
    people = access(said.acts, known, asked=bool(roles), reserved=read_reserved(said.parts, said.lasts, known))
    rules = (*rules, *usual_orders(replace(context, entities=people.entities), rules))
    named = {role.name: role for role in (*(Role(name=role) for role in roles), *people.roles)}
    return Spec(
        name=brief.id, title=brief.id, entities=people.entities, roles=tuple(named.values()), grants=people.grants,
        rules=rules, accounts=bool(roles),
    )  # fmt: skip


def _stepped(said: plan._Text, context: Context) -> tuple[Entity, ...]:
    """The entities with the steps between their states that the text tells."""
    given = [
        Claim(content=content, sentence=0)
        for entity in context.entities
        for content in (
            EntityClaim(entity=entity.name),
            *([StatesClaim(entity=entity.name, states=entity.lifecycle.states)] if entity.lifecycle else ()),
        )
    ]
    lives = read_lives(said.parts, context, said.lasts, tuple(given))
    found = {e.name: e.lifecycle for e in resolve((*given, *lives), context.english).entities}
    return tuple(replace(e, lifecycle=found[e.name] if e.lifecycle else None) for e in context.entities)


def _told(entities: tuple[Entity, ...], claims: list[Claim]) -> tuple[Entity, ...]:
    """The entities with what claims tell of their fields and computed values."""
    contents = [claim.content for claim in claims]
    merged = resolve(tuple(c for c in claims if isinstance(c.content, FieldClaim)), English(load_lexicon())).entities
    fields = {(entity.name, field.name): field for entity in merged for field in entity.fields}
    values = [c for c in contents if isinstance(c, ComputedClaim)]
    return tuple(
        replace(
            entity,
            fields=tuple(fields.get((entity.name, field.name), field) for field in entity.fields),
            computed=tuple({c.computed.name: c.computed for c in values if c.entity == entity.name}.values()),
        )
        for entity in entities
    )


def main() -> None:
    asked = set(sys.argv[1:])
    won: Counter[tuple[bool, str]] = Counter()
    possible: Counter[tuple[bool, str]] = Counter()
    for brief in briefs():
        wanted = [
            r
            for r in brief.expect.get("rules", [])
            if r["kind"] not in STRUCTURE and r["kind"] in (asked or {r["kind"]})
        ]
        if not wanted or "entities" not in brief.expect:
            continue
        spec = rules_of(brief)
        held = Held(spec, {name: name for name in brief.expect["entities"]})
        missed = [rule for rule in wanted if not held.holds(rule)]
        for rule in wanted:
            possible[brief.held_out, rule["kind"]] += 1
            won[brief.held_out, rule["kind"]] += rule not in missed
        if missed and not brief.held_out:
            print(f"== {brief.id}")
            print(*(f"   MISS {rule}" for rule in missed), sep="\n")
            print(*(f"      read {rule}" for rule in spec.rules), sep="\n") if asked else None
            print(*(f"        {s.text}" for s in statements(brief.text, load_lexicon())), sep="\n") if asked else None
    for part in (False, True):
        kinds = sorted(kind for held_out, kind in possible if held_out == part)
        print("held out" if part else "learned", {k: f"{won[part, k]}/{possible[part, k]}" for k in kinds})
        total = sum(won[part, k] for k in kinds) / max(1, sum(possible[part, k] for k in kinds))
        print(f"   {total:.3f}")


if __name__ == "__main__":
    main()
