"""Prompts on disk: those of the product are sound, those made here go on behind them, broken ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.kernel.errors import NotFound, UserError
from engines.prompts import PromptFiles, Standing
from engines.prompts.rendering import faults, turns


@pytest.fixture
def files(tmp_path: Path) -> PromptFiles:
    return PromptFiles(home=tmp_path / "prompts")


def test_every_prompt_of_the_product_uses_what_it_declares(files: PromptFiles) -> None:
    assert len(files.names()) >= 6
    for name in files.names():
        numbers = [version.number for version in files.versions(name)]
        assert numbers == list(range(1, len(numbers) + 1)), name
        for version in files.versions(name):
            assert faults(version) == [], f"{name}/{version.number}"
            given = turns(version, {each: f"<{each}>" for each in version.inputs})
            assert all(f"<{each}>" in "".join(turn.text for turn in given) for each in version.inputs)


def test_rendering_refuses_inputs_that_are_not_declared(files: PromptFiles) -> None:
    (version,) = files.versions("fix-tests")
    with pytest.raises(UserError, match="lacks faults and does not know fault"):
        turns(version, {"fault": "x"})


def test_text_in_an_input_is_no_template(files: PromptFiles) -> None:
    (version,) = files.versions("fix-tests")
    assert "{{ 7 * 7 }}" in turns(version, {"faults": "{{ 7 * 7 }}"})[-1].text


def test_decisions_are_kept(files: PromptFiles, tmp_path: Path) -> None:
    files.decide("write-code", Standing(pinned=2, retired=(1,)))
    again = PromptFiles(home=tmp_path / "prompts")
    assert again.standings() == {"write-code": Standing(pinned=2, retired=(1,))}


def test_a_prompt_that_is_not_there_is_named_with_those_that_are(files: PromptFiles) -> None:
    for name in ("nobody", "../write-code", ""):
        with pytest.raises(NotFound) as told:
            files.versions(name)
        assert "write-code" in told.value.hint


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("2.yaml", "task: sing\n", "does not fit"),
        ("2.yaml", "task: [\n", "can't be read"),
        ("two.yaml", "task: design\n", "is no version"),
    ],
)
def test_a_broken_file_is_named(files: PromptFiles, tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = tmp_path / "prompts/fix-tests"
    folder.mkdir(parents=True)
    (folder / name).write_text(text)
    with pytest.raises(UserError, match=said) as told:
        files.versions("fix-tests")
    assert name in str(told.value)
