"""Builds every interface of the collection, runs it, and counts the cases that pass.

    python -m tests.openapi.measure [--held-out | --fresh] [--why] [NAME ...]

Of held-out interfaces the totals alone are told. Without names, all of one part are measured: two to four minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engines.kernel.errors import UserError
from engines.qlayer import load_blueprint, render
from engines.spec import read_brief
from tests.openapi.collection import folder_of, fresh_names, held_out, interface, names
from tests.openapi.play import Outcome, play
from tests.qlayer.running import write_tree
from tests.qlayer.services import ADMIN, serving


@dataclass(frozen=True)
class Score:
    """What of an interface's cases passed."""

    name: str
    functional: tuple[int, int]
    attacks: tuple[int, int]
    why: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name:20} functional {share(self.functional)}   attacks {share(self.attacks)}"


def share(counted: tuple[int, int]) -> str:
    passed, of = counted
    return f"{passed:3}/{of:<3} {passed / max(1, of):.3f}"


def measure(name: str, home: Path) -> Score:
    """Builds one interface from its document and text, and plays all its cases against it."""
    chosen = interface(name)
    document = next(folder_of(name).glob("openapi.*")).read_text("utf-8")
    try:
        spec = read_brief(chosen.text, interface=document).spec
        write_tree(render(spec, load_blueprint("python-service")), home)
    except UserError as error:
        return Score(name, (0, len(chosen.functional.cases)), (0, len(chosen.attacks.cases)), (str(error),))
    known = {"admin_email": ADMIN[0], "admin_password": ADMIN[1]}
    with serving(home) as url:
        functional = list(play(chosen, url, attacks=False, known=known))
        attacks = list(play(chosen, url, attacks=True, known=known))
    why = tuple(f"{one.name} | {one.why}" for one in (*functional, *attacks) if not one.passed)
    return Score(name, _counted(functional), _counted(attacks), why)


def _counted(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    return sum(outcome.passed for outcome in outcomes), len(outcomes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--held-out", action="store_true", help="the third that nobody tunes by; totals only")
    parser.add_argument(
        "--fresh", action="store_true", help="those written in session order, which nothing was tuned by"
    )
    parser.add_argument("--why", action="store_true", help="the cases that failed, with the first step that did")
    asked = parser.parse_args()
    scores = []
    known = fresh_names() if asked.fresh else names()
    unknown = set(asked.names) - {*known, *fresh_names()}
    if unknown:
        parser.error(f"no such interface: {', '.join(sorted(unknown))}")
    for name in asked.names or known:
        if held_out(name) != asked.held_out:
            continue
        with tempfile.TemporaryDirectory(prefix="measure-") as home:
            scores.append(measure(name, Path(home)))
        if not asked.held_out:
            print(scores[-1], *(f"    {why}" for why in scores[-1].why if asked.why), sep="\n", flush=True)
    total = Score(
        "all",
        (sum(s.functional[0] for s in scores), sum(s.functional[1] for s in scores)),
        (sum(s.attacks[0] for s in scores), sum(s.attacks[1] for s in scores)),
    )
    print(total)


if __name__ == "__main__":
    main()
