"""Without any route to anywhere the whole road works: nothing is fetched, nothing is asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.main_road.conftest import READING_ROOM

SCRIPT = """
set -e
ip link set lo up
ip route show | grep . && exit 9
"$PYTHON" -c 'from app.cli.main import main; main()' new --file "$BRIEF" --out "$OUT" --yes --json > "$RESULT"
"$PYTHON" -c 'import json, os, urllib.request as u
url = json.loads(open(os.environ["RESULT"]).read().splitlines()[-1])["preview"]["url"]
print(u.urlopen(url + "/healthz").status)'
"$PYTHON" -c 'from app.cli.main import main; main()' engine stop
"""


def alone() -> list[str]:
    """A command that gives what follows a network of its own, or nothing where that is not allowed."""
    for command in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return []


@pytest.mark.slow
def test_the_whole_road_works_in_a_network_without_a_route(tmp_path: Path) -> None:
    if not alone() or not shutil.which("ip"):
        pytest.skip("needs unshare and ip (Debian: util-linux, iproute2), and the right to use them")
    brief, result = tmp_path / "brief.md", tmp_path / "result.jsonl"
    brief.write_text(READING_ROOM)
    given = {"PYTHON": sys.executable, "BRIEF": str(brief), "OUT": str(tmp_path / "room"), "RESULT": str(result)}
    done = subprocess.run(
        [*alone(), "sh", "-c", SCRIPT],
        env={**os.environ, **given, "QL_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().splitlines()[0] == "200"
    assert json.loads(result.read_text().splitlines()[-1])["tests"]["failed"] == 0
