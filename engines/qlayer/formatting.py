"""Sorts imports and formats rendered Python with ruff, all files in one go. Called by render."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from engines.kernel.errors import QuantumLayerError, Unavailable

_IN_ONE_LINE = ("--config", "lint.isort.split-on-trailing-comma=false")


def format_python(sources: Mapping[str, str], settings: str) -> dict[str, str]:
    """The same files, formatted; `settings` is the project's pyproject.toml. Unused imports are dropped."""
    with TemporaryDirectory(prefix="ql-format-") as folder:
        home = Path(folder)
        home.joinpath("pyproject.toml").write_text(settings, "utf-8")
        for path, text in sources.items():
            place = home.joinpath(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
        _ruff(home, "check", "--select", "I,F401,UP034", *_IN_ONE_LINE, "--fix", "--quiet", "--exit-zero")
        _ruff(home, "format")
        return {path: home.joinpath(path).read_text("utf-8") for path in sources}


def _ruff(home: Path, *arguments: str) -> None:
    program = Path(sysconfig.get_path("scripts")) / ("ruff.exe" if sys.platform == "win32" else "ruff")
    if not program.exists():
        raise Unavailable("ruff is not installed beside Python", hint="Run make setup.")
    done = subprocess.run(
        [program, *arguments, "--no-cache", "--config", "pyproject.toml", "."],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        raise QuantumLayerError(
            f"ruff {arguments[0]} failed on rendered code: {(done.stderr or done.stdout).strip()[:2000]}"
        )
