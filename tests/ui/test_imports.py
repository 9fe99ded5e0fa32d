"""What the window may cost at its start: no heavy library, and under a second of CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = (
    "fastapi",
    "uvicorn",
    "sqlalchemy",
    "dbos",
    "chromadb",
    "litellm",
    "torch",
    "numpy",
    "sklearn",
    "engines",
    "jinja2",
)
LOOK = """
import json, sys
import ui.application
from ui.rooms import DOORS
from importlib import import_module
for door in DOORS:
    import_module(door.where.partition(':')[0])
print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))
"""


def test_no_heavy_library_is_in_the_windows_process() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [name for name in HEAVY if name in json.loads(said.stdout)] == []


def test_without_a_screen_it_says_what_to_do() -> None:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    said = subprocess.run([sys.executable, "-m", "ui"], cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "no screen" in said.stderr
    assert "ql new" in said.stderr
