"""Rendered tools on disk and their tests, for tests of the blueprint python-cli."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from engines.spec import read_brief

BRIEFS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "spec_cli" / "briefs.yaml").read_text("utf-8")
)
TOOLS = [name for name, said in BRIEFS.items() if "source" in said]


def spec_of(name: str) -> Spec:
    """The specification read from a brief."""
    return read_brief(BRIEFS[name]["brief"]).spec


def tree_of(name: str) -> SourceTree:
    """The rendered project of a brief."""
    return render(spec_of(name), load_blueprint("python-cli"))


def run(home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A Python module run in the project's folder, without plugins of this environment."""
    environment = {"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=home,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def run_tests(home: Path) -> subprocess.CompletedProcess[str]:
    """The project's own tests."""
    return run(home, "pytest", "-q", "-p", "no:cacheprovider", "--tb=short")
