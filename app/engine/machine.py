"""What the engine would find on this machine: `python -m app.engine.machine` prints it as one JSON object.

Asked by `ql doctor`, which imports nothing of the engine itself. Looks only; makes and keeps nothing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping
from typing import Any

from keyring.errors import KeyringError
from pydantic import ValidationError

from app.settings import Settings, faults_of
from engines.edges.sandbox.choose import bubblewrap_fault
from engines.edges.vaults import desktop_of


def look() -> Mapping[str, Any]:
    """The faults of settings and sandbox ("" where all is well), the ports in use, and the desktop's keyring."""
    try:
        settings = Settings()
    except ValidationError as error:
        return {"settings": faults_of(error), "sandbox": bubblewrap_fault(), "ports": [], **_keyring()}
    ports = [port for port in (settings.port, settings.preview_port) if port and not _free(port)]
    return {"settings": "", "sandbox": bubblewrap_fault(), "ports": ports, **_keyring()}


def _free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _keyring() -> Mapping[str, str]:
    """Which keyring the desktop has, and why it cannot be used; asks for no password."""
    desktop = desktop_of(sys.platform, os.environ)
    return {"desktop": desktop or "", "keyring": _secret_service_fault() if desktop == "secret-service" else ""}


def _secret_service_fault() -> str:
    from keyring.backends.SecretService import Keyring

    try:
        return "" if Keyring.priority else "it has no priority"
    except (KeyringError, RuntimeError, OSError) as error:
        return str(error)


if __name__ == "__main__":
    print(json.dumps(look()))
