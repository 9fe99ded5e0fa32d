"""The picture of the house and the contracts that are enforced say the same."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALLOWED = {
    *("app", "ui", "lsp_server", "engines", "local_models", "packaging", "resources", "tests", "docs"),
    *("pyproject.toml", "briefcase.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md"),
}


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return list(settings["tool"]["importlinter"]["contracts"])


def test_the_floors_in_the_architecture_page_are_those_of_the_contract() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    drawn = re.search(r"```floors\n(.*?)```", page, re.S)
    (enforced,) = [contract["layers"] for contract in contracts() if contract["type"] == "layers"]
    assert drawn is not None
    assert drawn[1].strip().splitlines() == enforced


def test_every_room_and_machine_stands_in_the_picture() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    rooms = [path.parent.name for path in (ROOT / "engines").glob("*/__init__.py")]
    assert [room for room in rooms if f"engines.{room}" not in page] == []


def test_nothing_else_stands_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    assert {name for name in top if not name.startswith(".")} - ALLOWED == set()


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging/__init__.py").exists()
