"""What is read from whole briefs, in many domains and styles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engines.kernel.spec import Entity, Spec
from engines.spec import check_spec, dump_spec, load_spec, read_brief

Brief = dict[str, Any]
_FOLDER = Path(__file__).parent / "briefs"
BRIEFS: list[Brief] = [brief for path in sorted(_FOLDER.glob("*.yaml")) for brief in yaml.safe_load(path.read_text())]


def _described(entity: Entity) -> dict[str, str]:
    """An entity in the notation of the expectations."""
    found = {f"->{relation.name}": relation.target for relation in entity.relations}
    found |= {f"={computed.name}": computed.type.value for computed in entity.computed}
    for field in entity.fields:
        said = field.type.value + ("!" if field.unique else "") + ("" if field.required else "~")
        if field.choices:
            said = f"enum {'|'.join(field.choices)}"
        elif field.minimum is not None and field.maximum is not None:
            said += f" {field.minimum:g}..{field.maximum:g}"
        found[field.name] = said
    return found


def _missed(spec: Spec, brief: Brief) -> list[str]:
    known = {entity.name: _described(entity) for entity in spec.entities}
    missed = [
        f"{name}: {prop} is {known.get(name, {}).get(prop)}, not {want}"
        for name, props in brief["entities"].items()
        for prop, want in props.items()
        if known.get(name, {}).get(prop, "").split(" ")[0 : len(want.split(" "))] != want.split(" ")
    ]
    lives = {entity.name: entity.lifecycle.states for entity in spec.entities if entity.lifecycle}
    missed += [
        f"states of {n}: {lives.get(n)}" for n, want in brief.get("states", {}).items() if lives.get(n) != tuple(want)
    ]
    roles = {role.name for role in spec.roles}
    missed += [f"role {name}" for name in brief.get("roles", []) if name not in roles]
    features = {feature.name for feature in spec.features}
    missed += [f"feature {name}" for name in brief.get("features", []) if name not in features]
    rules = [f"{type(rule).__name__} {' '.join(str(value) for value in vars(rule).values())}" for rule in spec.rules]
    missed += [
        f"rule {want}"
        for want in brief.get("rules", [])
        if not any(all(word in rule for word in want.split()) for rule in rules)
    ]
    return missed + ([f"kind {spec.kind}"] if spec.kind != brief.get("kind", "web") else [])


@pytest.mark.parametrize("brief", BRIEFS, ids=[brief["id"] for brief in BRIEFS])
def test_a_brief_is_read(brief: Brief) -> None:
    spec = read_brief(brief["brief"]).spec
    assert _missed(spec, brief) == []
    assert check_spec(spec) == []
    assert load_spec(dump_spec(spec)) == spec


@pytest.mark.parametrize("brief", BRIEFS, ids=[brief["id"] for brief in BRIEFS])
def test_no_sentence_is_dropped(brief: Brief) -> None:
    spec = read_brief(brief["brief"]).spec
    assert [sentence.number for sentence in spec.sentences] == list(range(1, len(spec.sentences) + 1))
    assert not [s.text for s in spec.sentences if s.status == "not_understood"]
