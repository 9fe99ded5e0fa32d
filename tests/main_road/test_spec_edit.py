"""A person corrects the specification in an editor; the project is built anew, and nothing that people wrote is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.main_road.conftest import Ql

WISH = "A shop repairs bikes. A bike has a brand, a colour and a frame number (unique)."


@pytest.fixture(scope="module")
def made(ql: Ql, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "bikes"
    said = ql("new", WISH, "--out", str(out), "--yes", "--no-preview", "--json")
    assert said.code == 0, said.out + said.err
    return out


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "bikes"
    shutil.copytree(made, copy)
    return copy


def _editor(folder: Path, *turns: str) -> str:
    """An editor that runs one sed script each time it is opened, then changes nothing more."""
    script = folder / "editor.sh"
    cases = "".join(f"{n}) sed -i '{turn}' \"$1\" ;;\n" for n, turn in enumerate(turns))
    script.write_text(
        f"#!/bin/sh\nn=$(cat {folder}/turn 2>/dev/null || echo 0)\necho $((n + 1)) > {folder}/turn\n"
        f'cp "$1" {folder}/seen.$n\ncase $n in\n{cases}esac\n'
    )
    script.chmod(0o755)
    return str(script)


def _git(project: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=project, capture_output=True, text=True, check=True).stdout


def test_faults_come_back_with_their_lines_until_the_specification_fits(ql: Ql, project: Path, tmp_path: Path) -> None:
    editor = _editor(
        tmp_path,
        "s/colour: {type: text/colour: {type: texxt/",
        "s/texxt/text/;s/label: .*/label: weight/",
        "s/label: weight/label: brand/;s/colour: {/weight: {type: number}\\n      colour: {/",
    )
    said = ql("spec", "edit", str(project), "--rebuild", EDITOR=editor)
    assert said.code == 0, said.out + said.err
    seen = [(tmp_path / f"seen.{n}").read_text().splitlines() for n in range(3)]
    for lines, wrong, message in ((seen[1], "texxt", "'texxt' is none"), (seen[2], "  bike:", "no field")):
        fault = next(line for line in lines if message in line)
        number = int(fault.split("line ")[1].split(":")[0])
        assert wrong in lines[number - 1]
    assert not any("#!" in line for line in (project / "spec.yaml").read_text().splitlines())
    assert "weight" in (project / "app" / "models" / "bike.py").read_text()
    assert _git(project, "log", "--format=%s").splitlines()[0] == "Change the specification by hand"
    assert _git(project, "status", "--porcelain") == ""


def test_what_a_thing_leaves_behind_is_removed(ql: Ql, project: Path, tmp_path: Path) -> None:
    added = (
        "s/^entities:/entities:\\n  ticket:\\n    plural: tickets\\n    label: note\\n    fields: {note: {type: text}}/"
    )
    assert ql("spec", "edit", str(project), "--rebuild", EDITOR=_editor(tmp_path, added)).code == 0
    assert (project / "app" / "models" / "ticket.py").is_file()
    (tmp_path / "turn").unlink()
    removed = "/^  ticket:/,/note: {type/d"
    said = ql("spec", "edit", str(project), "--rebuild", EDITOR=_editor(tmp_path, removed))
    assert said.code == 0, said.out + said.err
    assert not (project / "app" / "models" / "ticket.py").exists()
    assert _git(project, "status", "--porcelain") == ""


def test_giving_up_leaves_the_file_and_keeps_what_was_written(ql: Ql, project: Path, tmp_path: Path) -> None:
    before = (project / "spec.yaml").read_text()
    said = ql("spec", "edit", str(project), EDITOR=_editor(tmp_path, "s/colour: {type: text/colour: {type: texxt/"))
    assert said.code == 1
    assert "texxt" in said.err
    assert (project / "spec.yaml").read_text() == before
    assert "texxt" in (project / "spec.rejected.yaml").read_text()


def test_changes_by_hand_are_kept_beside_new_names(ql: Ql, project: Path, tmp_path: Path) -> None:
    service = project / "app" / "services" / "bike.py"
    service.write_text(service.read_text() + "\n\nMINE = 1\n")
    said = ql("spec", "edit", str(project), "--rebuild", EDITOR=_editor(tmp_path, "s/colour:/paint:/"))
    assert said.code == 0, said.out + said.err
    assert "field renamed: bike.paint" in said.out
    assert service.read_text().endswith("MINE = 1\n")
    assert 'new_column_name="paint"' in "".join(p.read_text() for p in (project / "migrations/versions").glob("0002*"))


def test_a_specification_is_built_into_another_folder(ql: Ql, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "other"
    said = ql("new", "--file", str(project / "spec.yaml"), "--out", str(out), "--no-preview", "--json")
    assert said.code == 0, said.out + said.err
    assert said.result["tests"]["failed"] == 0
    assert (out / "spec.yaml").read_text() == (project / "spec.yaml").read_text()


def test_check_names_the_line_of_what_does_not_fit(ql: Ql, project: Path) -> None:
    spec = project / "spec.yaml"
    spec.write_text(spec.read_text().replace("label: ", "label: nothing_"))
    said = ql("spec", "check", str(project))
    line = next(n for n, text in enumerate(spec.read_text().splitlines(), 1) if text == "  bike:")
    assert f"line {line}:" in said.out
