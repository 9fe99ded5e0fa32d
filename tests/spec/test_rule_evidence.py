"""Rules are told by what is spoken of, not by phrases: rule_evidence.yaml says them in many domains and words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engines.kernel.spec import Check, Entity, Field, FieldOrder, FieldsDiffer, FieldType, Relation, UniqueTogether
from engines.spec import plan
from engines.spec.context import Context
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import FieldClaim, RuleClaim

SAID: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("rule_evidence.yaml").read_text("utf-8"))
LEXICON = load_lexicon()
LONG = "x" * 81


def entity(name: str, parts: list[str]) -> Entity:
    """An entity from its line."""
    fields = tuple(Field(name=n, type=FieldType(t)) for n, t in (p.split(":") for p in parts if not p.startswith("->")))
    refs = (p[2:].partition(":") for p in parts if p.startswith("->"))
    relations = tuple(Relation(name=n, target=t or n, children=f"{name}s") for n, _, t in refs)
    return Entity(name=name, plural=f"{name}s", fields=fields, relations=relations)


def read(world: str, text: str) -> list[FieldClaim | RuleClaim]:
    """What is read of a text in a world."""
    english = English(LEXICON)
    entities = tuple(entity(name, parts) for name, parts in SAID["worlds"][world].items())
    context = Context(english=english, names=tuple(e.name for e in entities), entities=entities)
    said, _ = plan._heard(text, statements(text, LEXICON), english)
    found = [claim.content for claim in plan._rules(said, context)]
    return [content for content in found if isinstance(content, FieldClaim | RuleClaim)]


def short(content: FieldClaim | RuleClaim) -> str:
    """One line for a claim."""
    if isinstance(content, FieldClaim):
        field = content.field
        if field.unique:
            return f"{content.entity} {field.name}"
        return f"{content.entity} {field.name} {_plain(field.minimum)} {_plain(field.maximum)}"
    match content.rule:
        case FieldOrder() as rule:
            return f"{rule.entity} {rule.earlier} {'<' if rule.strict else '<='} {rule.later}"
        case Check() as rule:
            return f"{rule.entity} {rule.condition}"
        case FieldsDiffer() | UniqueTogether() as rule:
            return " ".join([rule.entity, *sorted(rule.fields)])
        case rule:
            return str(rule)


def _plain(value: float | None) -> str:
    return "None" if value is None else f"{value:g}"


def cases(*kinds: str) -> list[tuple[str, str, str]]:
    return [tuple(case) for kind in kinds for case in SAID["cases"][kind]]


def accepts(field: Field, value: str) -> bool:
    fits = (field.min_length or 0) <= len(value) <= (field.max_length or 1000)
    return fits and bool(not field.pattern or re.fullmatch(field.pattern.strip("^$"), value))


@pytest.mark.parametrize(("world", "text", "want"), cases("order", "bound", "reject", "differ", "unique", "once"))
def test_a_rule_is_read_from_its_evidence(world: str, text: str, want: str) -> None:
    found = read(world, text)
    if '"' not in want:
        words = want.split()
        wanted = want if any(w in words for w in ("<", "<=", ">=", "None")) else ""
        sorted_ = wanted or " ".join([words[0], *sorted(words[1:])])
        assert want in [short(c) for c in found] or sorted_ in [short(c) for c in found]
        return
    name, prop, good, _, bad, _ = want.replace('"', "").split()
    fields = [c.field for c in found if isinstance(c, FieldClaim) and (c.entity, c.field.name) == (name, prop)]
    assert any(accepts(f, good) and not accepts(f, LONG if bad == "long81" else bad) for f in fields)


@pytest.mark.parametrize(("world", "text"), [tuple(case) for case in SAID["cases"]["nothing"]])
def test_what_is_only_told_is_no_rule(world: str, text: str) -> None:
    assert [short(content) for content in read(world, text)] == []
