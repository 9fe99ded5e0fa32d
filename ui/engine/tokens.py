"""Tokens of engines elsewhere: in this machine's keyring, which a process of its own asks, else only until the window closes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

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
            token, fault = self._ask("get", address)
            if token is None:
                raise NoToken(
                    say("There is no token for {address}.", address=address),
                    hint=f"{fault} {say('Enter it in Settings, Engine.')}".strip(),
                )
            self._held[address] = token
        return self._held[address]

    def keep(self, address: str, token: str) -> str:
        """Keeps a token; returns why it is forgotten when the window closes, '' where the keyring has it."""
        self._held[address] = token
        return self._ask("keep", address, token)[1]

    def forget(self, address: str) -> str:
        """Takes a token out of the keyring; returns why that could not be done, '' where it was."""
        self._held.pop(address, None)
        return self._ask("forget", address)[1]

    def _ask(self, act: str, address: str, token: str = "") -> tuple[str | None, str]:
        """The token, where one was asked for and is there, and what is wrong with the keyring."""
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
            said = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            return None, say("The keyring gave no answer within {n} seconds.", n=round(PATIENCE))
        except (subprocess.CalledProcessError, OSError, ValueError) as error:
            return None, say("The keyring cannot be asked ({why}).", why=type(error).__name__)
        match said["keyring"]:
            case "missing":
                return None, say("This machine has no keyring where a token could be kept.")
            case "silent":
                return None, say("The keyring of this machine has to be unlocked ({why}).", why=said["fault"])
        return said["token"], ""
