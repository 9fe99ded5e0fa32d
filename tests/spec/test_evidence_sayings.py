"""Rules that are read by what a sentence speaks of, not by its phrase. The sayings and their worlds stand in evidence_sayings.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engines.kernel.spec import Spec
from tests.reading.behaviour import Held
from tests.reading.corpus import Brief
from tests.reading.oracle import rules_of

SAYINGS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("evidence_sayings.yaml").read_text("utf-8"))


def read(text: str, world: dict[str, Any], roles: list[str]) -> Spec:
    """What is read of a text on a world that is known."""
    return rules_of(Brief("world", "prose", "", "web", text, {"entities": world, "roles": roles}))


CASES = [
    pytest.param(text, row, entry["rule"], id=f"{entry['rule']['kind']}: {text[:70]}")
    for row in SAYINGS
    for entry in row.get("rules", [])
    for text in entry["said"]
]


@pytest.mark.parametrize(("text", "row", "rule"), CASES)
def test_a_saying_is_read(text: str, row: dict[str, Any], rule: dict[str, Any]) -> None:
    spec = read(text, row["world"], row.get("roles", []))
    assert Held(spec, {name: name for name in row["world"]}).holds(rule)


NONE = next(row["none"] for row in SAYINGS if "none" in row)


@pytest.mark.parametrize("text", NONE["said"])
def test_what_only_sounds_alike_is_no_rule(text: str) -> None:
    spec = read(text, NONE["world"], NONE["roles"])
    assert [rule for rule in spec.rules if rule.origin.source != "convention"] == []
