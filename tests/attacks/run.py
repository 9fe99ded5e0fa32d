"""`python -m tests.attacks.run URL DOCUMENT`: attacks the service at URL by its OpenAPI document, and tells class by class."""

import argparse
import sys
from pathlib import Path

from tests.attacks.suite import ATTACKS, attack
from tests.openapi.document import Document


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing went through, 1 when something did."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.run", description=__doc__)
    parser.add_argument("url", help="where the service answers, e.g. http://127.0.0.1:8000")
    parser.add_argument("document", type=Path, help="its OpenAPI document, YAML or JSON")
    parser.add_argument("--home", type=Path, help="the folder of a generated project, whose sources are looked at too")
    parser.add_argument("--login", help="the name of an account that is there already")
    parser.add_argument("--password", help="its password")
    parser.add_argument("--only", help="one attack by its name, e.g. sql_injection")
    parser.add_argument("--where", default="", help="only paths in which this regular expression is found")
    asked = parser.parse_args(arguments)
    known = {"email": asked.login, "username": asked.login, "password": asked.password} if asked.login else None
    only = [one for one in ATTACKS if asked.only in (None, one.__name__)]
    report = attack(
        asked.url, Document.read(asked.document), only=only, known=known, home=asked.home, where=asked.where
    )
    print(*report.lines(), sep="\n")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
