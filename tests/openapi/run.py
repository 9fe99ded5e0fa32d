"""`python -m tests.openapi.run URL NAME [--attacks]`: plays the cases of an interface against the application at URL.

Of an interface that is held out it prints the totals alone, unless `--reveal` asks for more.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict

from tests.openapi.collection import held_out, interface, names
from tests.openapi.model import CaseError
from tests.openapi.play import Outcome, play


def main(arguments: list[str] | None = None) -> int:
    """0 when every case passes, 1 when one fails, 2 when the interface cannot be read."""
    asked = _parser().parse_args(arguments)
    admin = {"admin_email": asked.admin_email, "admin_password": asked.admin_password}
    try:
        chosen = interface(asked.name)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 2
    outcomes = play(chosen, asked.url, attacks=asked.attacks, only=asked.only, known=admin)
    hidden = held_out(asked.name) and not asked.reveal
    lines = [] if hidden else [_line(outcome, asked.json) for outcome in outcomes]
    print(*lines, _total(asked.name, asked.attacks, outcomes, asked.json), sep="\n")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _line(outcome: Outcome, as_json: bool) -> str:
    if as_json:
        return json.dumps({**asdict(outcome), "passed": outcome.passed})
    return f"{'pass' if outcome.passed else 'FAIL'}  {outcome.name}" + (f"\n      {outcome.why}" if outcome.why else "")


def _total(name: str, attacks: bool, outcomes: list[Outcome], as_json: bool) -> str:
    passed, count, kind = sum(one.passed for one in outcomes), len(outcomes), "attacks" if attacks else "functional"
    if as_json:
        return json.dumps({"interface": name, "kind": kind, "passed": passed, "cases": count})
    return f"{name} {kind}: {passed} of {count} ({100 * passed / max(count, 1):.0f}%)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.openapi.run", description=__doc__)
    parser.add_argument("url", help="where the application answers, e.g. http://127.0.0.1:8000")
    parser.add_argument("name", help=f"one of {', '.join(names())}")
    parser.add_argument("--attacks", action="store_true", help="the attack cases instead of the functional ones")
    parser.add_argument("--only", default="", help="only the cases whose name contains this")
    parser.add_argument("--reveal", action="store_true", help="show the cases of a held-out interface as well")
    parser.add_argument("--json", action="store_true", help="one JSON object per line, the last the total")
    parser.add_argument("--admin-email", default=os.environ.get("ADMIN_EMAIL", "admin@example.com"))
    parser.add_argument("--admin-password", default=os.environ.get("ADMIN_PASSWORD", "correct-horse-battery-1"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
