"""The command `python -m app.engine`: takes the data directory before anything heavy is imported."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.engine.lock import AlreadyRunning, sole_engine
from app.paths import Paths, default_home

if TYPE_CHECKING:
    from app.engine.process import Build

ALREADY_RUNNING = 75


def main(choose: Callable[[], Build]) -> int:
    """Runs the engine of QL_HOME with the services that `choose` names; 75 when another one runs there."""
    os.umask(0o077)
    paths = Paths(home=default_home())
    paths.create()
    try:
        with sole_engine(paths):
            _run(choose)
    except AlreadyRunning as refusal:
        print(refusal, file=sys.stderr)
        return ALREADY_RUNNING
    return 0


def _run(choose: Callable[[], Build]) -> None:
    from pydantic import ValidationError

    from app.engine.process import live
    from app.settings import Settings, faults_of

    try:
        settings = Settings()
    except ValidationError as error:
        sys.exit(f"SettingsError: {faults_of(error)}")
    asyncio.run(live(settings, choose()))
