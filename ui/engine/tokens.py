"""Tokens of engines elsewhere: in this machine's keyring, which a process of its own asks, else only until the window closes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.client import EngineError
from app.client.connection import ROOT
from app.paths import HOME_VARIABLE
from ui.language import say

COMMAND = (sys.executable, "-m", "app.engine.tokens")
PATIENCE = 120.0
"""Seconds; a person may be asked to unlock the keyring."""


class NoToken(EngineError):
    """There is no token for an address, or the keyring that may hold it does not answer."""


class Tokens:
    """By address. Every method blocks: call it in a thread. Tokens in use are held, so that a connection lost asks nothing."""

    def __init__(self, home: Path, *, command: Sequence[str] = COMMAND) -> None:
        self._home, self._command = home, command
        self._held: dict[str, str] = {}

    def get(self, address: str) -> str:
        """The token of an address, or NoToken."""
        if address not in self._held:
            said = self._ask("get", address)
            if said["token"] is None:
                raise NoToken(
                    say("There is no token for {address}.", address=address),
                    hint=" ".join(filter(None, (said["fault"], said["hint"]))) or say("Enter it in Settings, Engine."),
                )
            self._held[address] = said["token"]
        return self._held[address]

    def keep(self, address: str, token: str) -> str:
        """Keeps a token; returns why it is forgotten when the window closes, '' where the keyring has it."""
        self._held[address] = token
        return str(self._ask("keep", address, token)["fault"])

    def forget(self, address: str) -> str:
        """Takes a token out of the keyring; returns why that could not be done, '' where it was."""
        self._held.pop(address, None)
        return str(self._ask("forget", address)["fault"])

    def _ask(self, act: str, address: str, token: str = "") -> dict[str, Any]:
        environment = {**os.environ, HOME_VARIABLE: str(self._home)}
        try:
            done = subprocess.run(
                [*self._command, act, address],
                input=token,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=True,
            )
            said: dict[str, Any] = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            return _fault(say("The keyring gave no answer within {n} seconds.", n=round(PATIENCE)))
        except (subprocess.CalledProcessError, OSError, ValueError) as error:
            return _fault(say("The keyring cannot be asked ({why}).", why=type(error).__name__))
        return said


def _fault(why: str) -> dict[str, Any]:
    return {"token": None, "fault": why, "hint": ""}
