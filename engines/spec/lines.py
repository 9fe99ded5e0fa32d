"""Where facts stand in the text of a specification, so that a finding can name its line. Public as place_lines."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from engines.kernel.spec import Spec, facts
from engines.spec.notation import LOADER

_LISTS = {"grants": "grant", "rules": "rule", "features": "feature", "endpoints": "endpoint"}
_PARTS = {"fields": "field", "relations": "relation", "computed": "computed"}


def place_lines(text: str, spec: Spec) -> dict[str, int]:
    """The line, from 1, of each place that findings about `spec` name; `text` is the YAML it was loaded from."""
    root = yaml.compose(text, Loader=LOADER)
    found: dict[str, int] = {}
    for place, node in _places(root, spec):
        found.setdefault(place, node.start_mark.line + 1)
    return found


def line_of(place: str, lines: dict[str, int]) -> int:
    """The line of a place, else of the nearest thing around it; 1 when nothing of it stands in the text."""
    kind, _, name = place.partition(":")
    around = name.split(".")[0]
    near = (place, f"{kind}:{around}", f"entity:{around}", f"{kind}s", kind)
    return next((lines[known] for known in near if known in lines), 1)


def _places(root: yaml.Node | None, spec: Spec) -> Iterator[tuple[str, yaml.Node]]:
    sections = dict(_pairs(root))
    yield from ((key.value, key) for key, _ in _keyed(root))
    for key, value in _keyed(sections.get("entities")):
        yield from _entity(key, value)
    for key, _ in _keyed(sections.get("roles")):
        yield f"role:{key.value}", key
    for section, kind in _LISTS.items():
        ids = [place for place, _ in facts(spec) if place.startswith(f"{kind}:")]
        yield from zip(ids, _items(sections.get(section)), strict=False)


def _entity(name: yaml.ScalarNode, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    entity = name.value
    yield f"entity:{entity}", name
    parts = dict(_pairs(node))
    for part, kind in _PARTS.items():
        for key, _ in _keyed(parts.get(part)):
            yield f"{kind}:{entity}.{key.value}", key
    life = dict(_pairs(parts.get("lifecycle")))
    if "states" in life:
        yield f"states:{entity}", life["states"]
        yield f"state:{entity}", life["states"]
    for step in _items(life.get("transitions")):
        ends = {key: value.value for key, value in _pairs(step) if isinstance(value, yaml.ScalarNode)}
        yield f"step:{entity}.{ends.get('source')}-{ends.get('target')}", step


def _keyed(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return ((key, value) for key, value in pairs if isinstance(key, yaml.ScalarNode))


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    return ((key.value, value) for key, value in _keyed(node))


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
