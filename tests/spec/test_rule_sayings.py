"""Rules that people state in many ways: locks, needs, limits, times. The sayings stand in rule_sayings.yaml."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml

from engines.kernel.spec import Entity, Field, FieldType, Lifecycle, Relation, Sentence, Spec, Transition
from engines.spec.check import check_spec
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Claim, FieldClaim, RuleClaim, Statement
from engines.spec.rules.passages import once_told, read_passages
from engines.spec.rules.reading import read_rules

SAYINGS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("rule_sayings.yaml").read_text("utf-8"))


def field(name: str, kind: FieldType = FieldType.TEXT, **more: Any) -> Field:
    return Field(name=name, type=kind, **more)


def refers(name: str, children: str, **more: Any) -> Relation:
    return Relation(name=name, target=name, children=children, **more)


def life(*states: str, back: tuple[tuple[str, str], ...] = ()) -> Lifecycle:
    steps = [*itertools.pairwise(states), *back]
    transitions = tuple(Transition(source=source, target=target) for source, target in steps)
    return Lifecycle(states=states, initial=states[0], transitions=transitions)


DATE, NUMBER = FieldType.DATE, FieldType.INTEGER
ENTITIES = (
    Entity(
        name="invoice",
        plural="invoices",
        fields=(field("number"), field("reason", FieldType.LONG_TEXT), field("price", FieldType.MONEY)),
        lifecycle=Lifecycle(
            states=("draft", "submitted", "approved", "paid", "rejected"),
            initial="draft",
            transitions=tuple(
                Transition(source=source, target=target)
                for source, target in (
                    ("draft", "submitted"), ("submitted", "approved"), ("submitted", "rejected"), ("approved", "paid"), ("rejected", "draft"),
                )
            ),
        ),
    ),
    Entity(
        name="line", plural="lines", fields=(field("quantity", NUMBER),),
        relations=(refers("invoice", "lines", on_delete="cascade"),),
    ),
    Entity(name="meter_reading", plural="meter_readings", fields=(field("value", FieldType.NUMBER), field("taken_at", FieldType.DATETIME))),
    Entity(name="hiker", plural="hikers", fields=(field("name"), field("birth_date", DATE))),
    Entity(
        name="excursion",
        plural="excursions",
        fields=(
            field("title"), field("starts_at", FieldType.DATETIME), field("ends_at", FieldType.DATETIME), field("places", NUMBER),
            field("meeting_point"), field("online", FieldType.BOOLEAN),
        ),
        lifecycle=life("planned", "open", "finished"),
    ),
    Entity(
        name="sign_up",
        plural="sign_ups",
        fields=(field("made_on", DATE), field("guardian", required=False), field("kind", FieldType.ENUM, choices=("adult", "child"))),
        relations=(refers("hiker", "sign_ups"), refers("excursion", "sign_ups")),
        lifecycle=life("requested", "confirmed", "cancelled"),
    ),
    Entity(name="trail", plural="trails", fields=(field("name"),), relations=(refers("hiker", "trails"),)),
    Entity(name="rating", plural="ratings", fields=(field("stars", NUMBER),), relations=(refers("hiker", "ratings"), refers("trail", "ratings"))),
    Entity(name="kayak", plural="kayaks", fields=(field("code"), field("stock", NUMBER), field("price", FieldType.MONEY))),
    Entity(
        name="hire",
        plural="hires",
        fields=(field("first_day", DATE), field("last_day", DATE), field("quantity", NUMBER), field("returned_at", FieldType.DATETIME, required=False)),
        relations=(refers("hiker", "hires"), refers("kayak", "hires")),
    ),
    Entity(
        name="work_log", plural="work_logs", fields=(field("day", DATE), field("hours", NUMBER)), relations=(refers("hiker", "work_logs"),),
    ),
)  # fmt: skip
CONTEXT = Context(
    english=English(load_lexicon()),
    names=tuple(entity.name for entity in ENTITIES),
    roles=("hiker", "accountant"),
    entities=ENTITIES,
)


def rules(clause: str, last: str) -> list[RuleClaim]:
    """What is read of a clause."""
    found = read_rules(clause.strip(" ."), 1, CONTEXT, last, clause.lower())
    settled = once_told(Claim(content=content, sentence=1) for content in found)
    told = read_passages([Statement(number=1, text=clause)], {1: last}, CONTEXT, settled)
    return [content for content in (*found, *(c.content for c in told)) if isinstance(content, RuleClaim)]


def short(claim: RuleClaim) -> str:
    """A rule in one line, without what it locks along."""
    left_out = ("origin", "children")
    values = [str(value) for name, value in vars(claim.rule).items() if name not in left_out and value not in ("", ())]
    return " ".join([type(claim.rule).__name__, *values])


@pytest.mark.parametrize(
    ("clause", "rule", "last"),
    [(clause, entry["rule"], entry.get("last", "")) for entry in SAYINGS["rules"] for clause in entry["said"]],
)
def test_a_saying_is_read(clause: str, rule: str, last: str) -> None:
    assert [short(claim) for claim in rules(clause, last)] == [rule]


@pytest.mark.parametrize(
    ("clause", "value"), [(clause, entry["unique"]) for entry in SAYINGS["unique"] for clause in entry["said"]]
)
def test_a_value_that_stands_once_is_read(clause: str, value: list[str]) -> None:
    found = read_rules(clause, 1, CONTEXT, "", clause.lower())
    fields = [f"{c.entity}.{c.field.name}" for c in found if isinstance(c, FieldClaim) and c.field.unique]
    assert fields == value


@pytest.mark.parametrize("clause", SAYINGS["none"])
def test_what_only_sounds_alike_is_no_rule(clause: str) -> None:
    assert [short(claim) for claim in rules(clause, "invoice")] == []


def test_every_rule_can_be_built() -> None:
    said = [(clause, entry.get("last", "")) for entry in SAYINGS["rules"] for clause in entry["said"]]
    found = {short(claim): claim.rule for clause, last in said for claim in rules(clause, last)}
    spec = Spec(
        name="world",
        title="World",
        entities=ENTITIES,
        rules=tuple(found.values()),
        sentences=(Sentence(number=1, text="", status="facts"),),
    )
    assert [finding.title for finding in check_spec(spec) if finding.place.startswith("rule:")] == []
