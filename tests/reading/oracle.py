"""Reads the rules of a brief on the structure that is expected of it, so that a missing field does not hide a missed rule.

python -m tests.reading.oracle [KIND ...]
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

from engines.kernel.spec import Computed, Entity, Field, FieldType, Lifecycle, Relation, Role, Spec
from engines.spec import plan
from engines.spec.complete import complete_entities
from engines.spec.context import Context
from engines.spec.conventions import usual_orders
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import FieldClaim, RuleClaim
from engines.spec.resolve import resolve
from tests.reading.behaviour import Held
from tests.reading.corpus import Brief, briefs
from tests.reading.names import entity_likeness

STRUCTURE = {"transition_denied", "role_only", "unique", "aggregate", "aggregate_product"}
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
    """A specification of the expected structure with the rules that are read."""
    lexicon = load_lexicon()
    english = English(lexicon)
    parts = statements(brief.text, lexicon)
    said, _ = plan._heard(brief.text, parts, english)
    entities = expected(brief)
    roles = tuple(dict.fromkeys((*brief.expect.get("roles", []), *(act.role for act in said.acts))))
    context = Context(english=english, names=tuple(e.name for e in entities), roles=roles, entities=entities)
    claims = plan._rules(said, context)
    rules = tuple(claim.content.rule for claim in claims if isinstance(claim.content, RuleClaim))
    fields = tuple(claim for claim in claims if isinstance(claim.content, FieldClaim))
    bound = {entity.name: entity for entity in resolve(fields, english).entities}
    merged = tuple(_bounded(entity, bound.get(entity.name)) for entity in entities)
    named = tuple(Role(name=role) for role in roles)
    rules = (*rules, *usual_orders(replace(context, entities=merged), rules))
    return Spec(name=brief.id, title=brief.id, entities=merged, roles=named, rules=rules, accounts=bool(roles))


def _bounded(entity: Entity, told: Entity | None) -> Entity:
    fields = {field.name: field for field in told.fields} if told else {}
    kept = tuple(fields.get(field.name, field) for field in entity.fields)
    return Entity(**{**vars(entity), "fields": kept, "computed": tuple[Computed, ...](entity.computed)})


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
