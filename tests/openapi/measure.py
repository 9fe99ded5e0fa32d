"""Builds every interface of the collection, runs it, and counts the cases that pass.

    python -m tests.openapi.measure [--held-out | --fresh | --prose] [--text] [--why] [NAME ...]

With --text, each is built from its text alone, and the derived document is compared with the given one; with --prose, the
interfaces of `prose/` are measured, which have no document. Of held-out interfaces the totals alone are told. Without names, all of one part are measured: two to four minutes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engines.kernel.errors import UserError
from engines.qlayer import load_blueprint, render
from engines.spec import read_brief
from tests.openapi.collection import Interface, folder_of, fresh_names, held_out, interface, names, prose, prose_names
from tests.openapi.document import Document
from tests.openapi.likeness import Likeness, compare
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
    likeness: Likeness | None = None

    def __str__(self) -> str:
        return f"{self.name:20} functional {share(self.functional)}   attacks {share(self.attacks)}"


def share(counted: tuple[int, int]) -> str:
    passed, of = counted
    return f"{passed:3}/{of:<3} {passed / max(1, of):.3f}"


def measure(chosen: Interface, home: Path, *, text: bool) -> Score:
    """Builds one interface from its document and text, or from its text alone, and plays all its cases against it."""
    document = "" if text else next(folder_of(chosen.name).glob("openapi.*")).read_text("utf-8")
    likeness = None
    try:
        spec = read_brief(chosen.text, interface=document).spec
        if spec.service is None:
            why = ("the text is taken for an application of another kind",)
            return Score(chosen.name, (0, len(chosen.functional.cases)), (0, len(chosen.attacks.cases)), why)
        if text and chosen.document.raw["paths"]:
            likeness = compare(chosen.document, Document(raw=json.loads(spec.service.document)))
        write_tree(render(spec, load_blueprint("python-service")), home)
    except UserError as error:
        return Score(chosen.name, (0, len(chosen.functional.cases)), (0, len(chosen.attacks.cases)), (str(error),))
    known = {"admin_email": ADMIN[0], "admin_password": ADMIN[1]}
    with serving(home) as url:
        functional = list(play(chosen, url, attacks=False, known=known))
        attacks = list(play(chosen, url, attacks=True, known=known))
    why = tuple(f"{one.name} | {one.why}" for one in (*functional, *attacks) if not one.passed)
    return Score(chosen.name, _counted(functional), _counted(attacks), why, likeness)


def _counted(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    return sum(outcome.passed for outcome in outcomes), len(outcomes)


def _chosen(asked: argparse.Namespace, parser: argparse.ArgumentParser) -> list[Interface]:
    """The interfaces of the part that is asked for."""
    known = prose_names() if asked.prose else fresh_names() if asked.fresh else names()
    if unknown := set(asked.names) - {*known, *fresh_names()}:
        parser.error(f"no such interface: {', '.join(sorted(unknown))}")
    if asked.prose:
        return [prose(name) for name in asked.names or known]
    return [interface(name) for name in asked.names or known if held_out(name) == asked.held_out]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--held-out", action="store_true", help="the third that nobody tunes by; totals only")
    parser.add_argument(
        "--fresh", action="store_true", help="those written in session order, which nothing was tuned by"
    )
    parser.add_argument("--why", action="store_true", help="the cases that failed, with the first step that did")
    parser.add_argument("--text", action="store_true", help="built from the text alone")
    parser.add_argument("--prose", action="store_true", help="the interfaces that have no document")
    asked = parser.parse_args()
    scores = []
    whole = Likeness()
    for chosen in _chosen(asked, parser):
        with tempfile.TemporaryDirectory(prefix="measure-") as home:
            scores.append(measure(chosen, Path(home), text=asked.text or asked.prose))
        score = scores[-1]
        if score.likeness:
            whole.add(score.likeness)
        if not asked.held_out:
            unlike = score.likeness.why if score.likeness else ()
            print(score, *(f"    {why}" for why in (*score.why, *unlike) if asked.why), sep="\n", flush=True)
    total = Score(
        "all",
        (sum(s.functional[0] for s in scores), sum(s.functional[1] for s in scores)),
        (sum(s.attacks[0] for s in scores), sum(s.attacks[1] for s in scores)),
    )
    print(total)
    if whole.wanted:
        print(f"{'derived':20} {whole}")


if __name__ == "__main__":
    main()
