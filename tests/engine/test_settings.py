"""Each setting of the engine is told in the documentation, with the default that it has."""

from __future__ import annotations

import re
from pathlib import Path

from app.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "command-line.md"


def test_every_setting_is_documented_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(QL_\w+)` \|([^|]*)\|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(told) == {f"QL_{name.upper()}" for name in Settings.model_fields}
    figures = {
        name: each.default for name, each in Settings.model_fields.items() if isinstance(each.default, int | float)
    }
    assert figures
    assert {name: float(told[f"QL_{name.upper()}"]) for name in figures} == figures
