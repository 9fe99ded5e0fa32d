"""The doctor sees what a machine lacks, says how to get it, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.engine.listening import listen
from app.engine_file import EngineFile
from app.paths import Paths

PROGRAM = (sys.executable, "-c", "from app.cli.main import main; main()", "doctor")
TOOLS = ("git", "make", "bwrap", "prlimit", "true")


@dataclass
class Machine:
    """A machine of its own: what its person has as programs, variables and files."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    def doctor(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        own = {"PATH": str(self.programs), "QL_HOME": str(self.home), **self.variables}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QL_", "DISPLAY", "DBUS"))}
        return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, env=kept | own, check=False)

    def check(self, name: str) -> dict[str, str]:
        """One check, by its name."""
        checks = json.loads(self.doctor("--json").stdout)["checks"]
        return next(check for check in checks if check["name"] == name)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(folder=tmp_path)
    machine.programs.mkdir()
    for tool in TOOLS:
        if place := shutil.which(tool):
            (machine.programs / tool).symlink_to(place)
    return machine


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_complete_machine_is_told_how_to_start(machine: Machine) -> None:
    for tool in ("git", "make"):
        (machine.programs / tool).unlink(missing_ok=True)
        (machine.programs / tool).symlink_to(sys.executable)
    said = machine.doctor()
    assert said.returncode == 0, said.stdout
    assert "✗" not in said.stdout
    assert "ql new --example library" in said.stdout or "could be better" in said.stdout


def test_it_leaves_no_trace(machine: Machine) -> None:
    machine.doctor()
    assert not machine.home.exists()


def test_every_fault_has_a_remedy(machine: Machine, taken_port: int) -> None:
    shutil.rmtree(machine.programs)
    machine.variables |= {"QL_PORT": str(taken_port)}
    faults = [each for each in json.loads(machine.doctor("--json").stdout)["checks"] if each["state"] != "ok"]
    assert {"Sandbox", "git", "make", "Ports"} <= {fault["name"] for fault in faults}
    assert all(fault["remedy"] for fault in faults)


@pytest.mark.parametrize(("tool", "state"), [("git", "weak"), ("make", "weak")])
def test_a_missing_tool_is_named_with_the_command_that_brings_it(machine: Machine, tool: str, state: str) -> None:
    (machine.programs / tool).unlink(missing_ok=True)
    (machine.programs / "apt-get").symlink_to(sys.executable)
    check = machine.check(tool)
    assert check["state"] == state
    assert check["remedy"].endswith(f"apt-get install {tool}")


def test_without_bubblewrap_the_isolation_is_weaker(machine: Machine) -> None:
    (machine.programs / "bwrap").unlink(missing_ok=True)
    (machine.programs / "dnf").symlink_to(sys.executable)
    check = machine.check("Sandbox")
    assert check["state"] == "weak"
    assert "may use the network" in check["found"]
    assert check["remedy"].endswith("dnf install bubblewrap")


def test_a_bubblewrap_that_does_not_work_is_told_with_its_words(machine: Machine) -> None:
    bwrap = machine.programs / "bwrap"
    bwrap.unlink(missing_ok=True)
    bwrap.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    bwrap.chmod(0o755)
    (machine.programs / "prlimit").unlink(missing_ok=True)
    (machine.programs / "prlimit").symlink_to(bwrap)
    check = machine.check("Sandbox")
    assert (check["state"], "No permissions to create new namespace" in check["found"]) == ("weak", True)
    assert "user namespaces" in check["remedy"]


def test_a_data_directory_that_cannot_be_is_missing(machine: Machine) -> None:
    machine.home.write_text("a file in its place")
    machine.variables["QL_HOME"] = str(machine.home / "deeper")
    check = machine.check("Data directory")
    assert (check["state"], str(machine.home) in check["found"]) == ("missing", True)
    assert "QL_HOME" in check["remedy"]
    assert machine.doctor().returncode == 1


def test_a_setting_that_cannot_be_read_is_named_with_its_value(machine: Machine) -> None:
    machine.variables["QL_IDLE_MINUTES"] = "soon"
    check = machine.check("Settings")
    assert (check["state"], check["found"].startswith("QL_IDLE_MINUTES is 'soon'")) == ("missing", True)


def test_a_taken_port_is_named(machine: Machine, taken_port: int) -> None:
    machine.variables["QL_PREVIEW_PORT"] = str(taken_port)
    check = machine.check("Ports")
    assert (check["state"], str(taken_port) in check["found"]) == ("missing", True)


def test_keys_without_their_passphrase_are_missing(machine: Machine) -> None:
    (machine.home / "keys").mkdir(parents=True)
    (machine.home / "keys" / "keyring.cfg").touch()
    check = machine.check("Keys")
    assert (check["state"], "QL_KEYRING_KEY" in check["remedy"]) == ("missing", True)
    machine.variables["QL_KEYRING_KEY"] = "correct horse"
    assert machine.check("Keys")["state"] == "ok"
    assert "correct horse" not in machine.doctor("--json").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_a_desktop_s_keyring_that_does_not_answer_is_missing(machine: Machine) -> None:
    machine.variables |= {"DISPLAY": ":99", "DBUS_SESSION_BUS_ADDRESS": f"unix:path={machine.folder}/nothing"}
    check = machine.check("Keys")
    assert (check["state"], check["found"].startswith("the desktop's keyring does not answer")) == ("missing", True)


def test_an_engine_of_another_version_is_no_stopped_one(machine: Machine) -> None:
    paths = Paths(home=machine.home)
    paths.create()
    listening = listen(paths, 0)
    with listening.socket:
        EngineFile(pid=os.getpid(), address=listening.address, token="t", version="0.0.9", started="").write(
            paths.engine_file
        )
        check = machine.check("Engine")
    assert (check["state"], "0.0.9" in check["found"]) == ("missing", True)
    assert "ql engine stop" in check["remedy"]


def test_a_terminal_without_unicode_is_no_reason_to_fail(machine: Machine) -> None:
    machine.variables |= {"PYTHONIOENCODING": "ascii"}
    said = machine.doctor()
    assert (said.returncode, said.stderr) == (0, "")
