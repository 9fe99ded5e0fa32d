"""Takes each enforced rule of many applications away in turn: how many of these deletions do their own tests notice?

python -m tests.reading.mutating          twenty applications, spread over the learned briefs
python -m tests.reading.mutating ID ...   some of them
"""

from __future__ import annotations

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from engines.qlayer import blueprint_for, render
from engines.spec import read_brief
from tests.qlayer.mutation import rules_taken_away
from tests.qlayer.running import write_tree
from tests.reading.building import buildable
from tests.reading.corpus import Brief

MANY = 20
LEAST_CAUGHT = 0.95


@dataclass(frozen=True, kw_only=True)
class Mutated:
    """What came of the deletions in one application."""

    id: str
    deletions: int
    survivors: tuple[str, ...]


def chosen(many: int = MANY) -> list[Brief]:
    """So many learned briefs that state rules, evenly over their order."""
    ruled = [brief for brief in buildable() if len(brief.expect.get("rules", ())) > 1]
    return ruled[:: max(1, len(ruled) // many)][:many]


def mutate(brief: Brief) -> Mutated:
    """Renders the application of a brief and takes each of its rules away in turn."""
    spec = read_brief(brief.text, name=brief.id).spec
    blueprint = blueprint_for(spec.kind)
    assert blueprint is not None
    tree = render(spec, blueprint)
    with tempfile.TemporaryDirectory(prefix="mutating-") as folder:
        found = list(rules_taken_away(tree, write_tree(tree, Path(folder))))
    return Mutated(id=brief.id, deletions=len(found), survivors=tuple(m.fact for m in found if not m.caught))


def share_caught(found: list[Mutated]) -> float:
    """The share of all deletions that a test noticed."""
    deletions = sum(row.deletions for row in found)
    return 1 - sum(len(row.survivors) for row in found) / deletions if deletions else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    asked = parser.parse_args()
    briefs = [brief for brief in buildable() if brief.id in asked.ids] if asked.ids else chosen()
    found = []
    with ProcessPoolExecutor(2) as pool:
        for row in pool.map(mutate, briefs):
            found.append(row)
            print(f"{row.id:28} {row.deletions:>3} deletions, survivors: {list(row.survivors)}", flush=True)
    print(
        f"{sum(row.deletions for row in found)} deletions in {len(found)} applications, {share_caught(found):.1%} caught"
    )


if __name__ == "__main__":
    main()
