"""`python -m app.engine`, started by hand, by a supervisor or by whichever face needs an engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.engine.command import main

if TYPE_CHECKING:
    from app.engine.process import Build


def _choose() -> Build:
    from app.bootstrap import build

    return build


if __name__ == "__main__":
    sys.exit(main(_choose))
