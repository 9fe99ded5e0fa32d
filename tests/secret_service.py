"""GNOME's real secret service on a bus of its own, as fixtures: a conftest imports `bus` and `secret_service` from here."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

needs_keyring = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-daemon")), reason="gnome-keyring is not installed"
)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    address = f"unix:path={tmp_path}/bus"
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nosyslog", f"--address={address}", "--print-address"],
        stdout=subprocess.PIPE,
    ) as daemon:
        assert daemon.stdout
        daemon.stdout.readline()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


def owned(name: str) -> bool:
    question = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    answer = subprocess.run(
        [*question, "org.freedesktop.DBus.NameHasOwner", f"string:{name}"], capture_output=True, text=True
    )
    return "boolean true" in answer.stdout


@pytest.fixture
def secret_service(bus: str) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        assert daemon.stdin
        daemon.stdin.write(b"login password")
        daemon.stdin.close()
        deadline = time.monotonic() + 20
        while not owned("org.freedesktop.secrets") and time.monotonic() < deadline:
            time.sleep(0.05)
        yield
        daemon.terminate()
