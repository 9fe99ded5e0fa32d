"""The score of one brief: points by kind of fact, and what was missed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from engines.kernel.spec import Spec
from tests.reading.behaviour import Held
from tests.reading.names import best, likeness, norm
from tests.reading.shape import is_role, places, props, references, states, type_agrees

KINDS = ("entities", "fields", "references", "states", "roles", "features", "rules")


@dataclass
class Score:
    """Points won and possible by kind, and each miss as (kind, words)."""

    won: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    possible: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    misses: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, got: float, miss: str) -> None:
        """Counts one expected fact."""
        self.won[kind] += got
        self.possible[kind] += 1
        if got < 1:
            self.misses.append((kind, miss))

    @property
    def mean(self) -> float:
        """The mean share over the kinds that the brief has."""
        shares = [self.won[kind] / self.possible[kind] for kind in KINDS if self.possible[kind]]
        return sum(shares) / len(shares) if shares else 0.0


def score(spec: Spec, expect: dict[str, Any]) -> Score:
    """Holds a specification against what a careful reader expects."""
    found = Score()
    place = places(spec, expect)
    for want, shape in expect.get("entities", {}).items():
        found.add("entities", float(want in place), f"{want}: none of {[e.name for e in spec.entities]}")
        if "." not in place.get(want, ""):
            _fields(found, spec, place, want, shape or {})
            _references(found, spec, place, expect, want, shape or {})
            entity = next((e for e in spec.entities if e.name == place.get(want)), None)
            have = states(entity)
            for state in (shape or {}).get("states") or []:
                known = any(norm(name) in have for name in state.split("/"))
                found.add("states", float(known), f"{want}.{state}: have {sorted(have)}")
    for role in expect.get("roles", []):
        found.add("roles", float(is_role(spec, role)), f"{role}: have {[r.name for r in spec.roles]}")
    features = [feature.name for feature in spec.features] + (["auth"] if spec.accounts else [])
    for feature in expect.get("features", []):
        hit = best(feature, features, 0.8)
        found.add("features", float(hit is not None), f"{feature}: have {sorted(set(features))}")
    held = Held(spec, place)
    for rule in expect.get("rules", []):
        found.add("rules", float(held.holds(rule)), f"{rule['kind']} {rule['id']}: {rule}")
    return found


def _fields(found: Score, spec: Spec, place: dict[str, str], want: str, shape: dict[str, Any]) -> None:
    have = props(spec, place[want]) if want in place else {}
    wanted: dict[str, str] = shape.get("fields") or {}
    pairs = sorted(
        (
            (likeness(name, prop, want) - 0.001 * n, key, prop)
            for key in wanted
            for n, name in enumerate(key.split("/"))
            for prop in have
        ),
        reverse=True,
    )
    hits: dict[str, str] = {}
    for agree, key, prop in pairs:
        if agree >= 0.6 and key not in hits and prop not in hits.values():
            hits[key] = prop
    for key, kind in wanted.items():
        if key in hits:
            found.add(
                "fields",
                type_agrees(kind, have[hits[key]]),
                f"{want}.{key}: wanted {kind}, is {_said(have[hits[key]])}",
            )
        else:
            found.add("fields", 0.0, f"{want}.{key}: none of {sorted(have)}")


def _said(prop: Any) -> str:
    given = prop.given
    return (
        f"{prop.name} -> {prop.target}"
        if given is None
        else f"{prop.name} {given.type.value} {getattr(given, 'choices', '')}"
    )


def _references(
    found: Score, spec: Spec, place: dict[str, str], expect: dict[str, Any], want: str, shape: dict[str, Any]
) -> None:
    left = references(spec, place[want]) if want in place else []
    for names in shape.get("refs") or []:
        link = None
        for ref in names.split("/"):
            goals = {place[ref].replace("users", "user")} if ref in place else set()
            if ref == "user" or ref not in expect.get("entities", {}):
                goals |= {"user", *(place.get(role, "") for role in expect.get("roles", []))}
            link = link or next(
                (x for x in left if (x[0] and likeness(re.sub("_ids?$", "", x[0]), ref) >= 0.9) or x[1] in goals),
                None,
            )
        if link:
            left.remove(link)
        found.add("references", float(link is not None), f"{want} -> {names}: {references(spec, place.get(want, ''))}")
