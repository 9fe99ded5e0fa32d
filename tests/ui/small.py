"""A small project with a history, made in a moment: what Code and Tests need of one, without a build."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SPEC = """version: 1
name: shelf
title: Shelf
summary: A shelf of board games.
entities:
  game:
    plural: games
    fields:
      title: {type: text, from: [1]}
    label: title
    from: [1]
sentences:
- {number: 1, text: A shelf holds games with a title., status: understood}
"""
ARITHMETIC = '''"""Sums."""


def total(prices: list[int]) -> int:
    """The sum of all prices."""
    return sum(prices)


def share(whole: int, parts: int) -> int:
    if parts == 0:
        raise ValueError("no parts")
    return whole // parts
'''
TESTS = """from app.arithmetic import share, total


def test_prices_are_added():
    assert total([1, 2]) == 3


def test_a_whole_is_shared():
    assert share(9, 2) == 5
"""
FILES = {
    "quantumlayer.json": json.dumps({"blueprint": "python-fastapi", "version": 1}),
    "spec.yaml": SPEC,
    "README.md": "# Shelf\n\nA shelf of board games.\n",
    "app/__init__.py": "",
    "app/arithmetic.py": ARITHMETIC,
    "tests/__init__.py": "",
    "tests/test_arithmetic.py": TESTS,
}


def small_project(folder: Path) -> Path:
    """Writes the files and records them as the first commit."""
    for name, text in FILES.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A shelf of board games")
    return folder


def git(folder: Path, *words: str) -> str:
    """What git says; its author is nobody in particular."""
    author = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com")
    done = subprocess.run(["git", "-C", str(folder), *author, *words], capture_output=True, text=True, check=True)
    return done.stdout
