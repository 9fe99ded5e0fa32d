"""What is read from briefs of command-line tools, in different styles and words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engines.kernel.spec import Spec, facts
from engines.spec import check_spec, dump_spec, load_spec, read_brief

BRIEFS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("briefs.yaml").read_text("utf-8"))
TOOLS = [name for name, said in BRIEFS.items() if "source" in said]


def read(name: str) -> Spec:
    return read_brief(BRIEFS[name]["brief"]).spec


@pytest.mark.parametrize("name", TOOLS)
def test_source_steps_options_and_formats_are_read(name: str) -> None:
    said, spec = BRIEFS[name], read(name)
    assert spec.kind == "cli"
    assert spec.tool is not None
    command = spec.tool.commands[0]
    steps = [place.split(":", 1)[1] for place, _ in facts(spec) if place.startswith("operation:")]
    assert command.source.kind == said["source"]
    assert steps == [place.split(":", 1)[1] for place in said["steps"]]
    assert sorted(option.name for option in command.options) == said["options"]
    assert [output.format for output in command.outputs] == said["formats"]
    assert sorted(behaviour.name for behaviour in command.behaviours) == said["behaviours"]
    assert [column.name for column in command.source.columns] == said.get("columns", [])


@pytest.mark.parametrize("name", list(BRIEFS))
def test_what_no_operation_covers_is_named(name: str) -> None:
    assert [feature.name for feature in read(name).features if not feature.built] == BRIEFS[name]["unbuilt"]


@pytest.mark.parametrize("name", TOOLS)
def test_every_fact_knows_its_sentence_and_survives_yaml(name: str) -> None:
    spec = read(name)
    assert load_spec(dump_spec(spec)) == spec
    assert check_spec(spec) == []
    said = {number for _, origin in facts(spec) for number in origin.sentences}
    assert {s.number for s in spec.sentences if s.status == "facts"} <= said


def test_a_brief_that_names_no_known_operation_is_asked_about() -> None:
    reading = read_brief(BRIEFS["split"]["brief"])
    assert reading.spec.tool is None
    assert [question.blocking for question in reading.questions] == [True]


def test_an_option_that_nothing_takes_is_not_built() -> None:
    spec = read_brief("A command-line tool that sorts lines, with --reverse and --parallel N.").spec
    assert "option_parallel" in [feature.name for feature in spec.features if not feature.built]


def test_columns_are_typed_by_what_is_said_of_them() -> None:
    spec = read("validate")
    assert spec.tool is not None
    columns = {column.name: column for column in spec.tool.commands[0].source.columns}
    assert (columns["id"].unique, columns["name"].required) == (True, True)
    assert (columns["email"].type, columns["signup_date"].type) == ("email", "date")
    assert not columns["email"].unique


def test_conditions_keep_their_values() -> None:
    spec = read_brief("A CLI that prints only the rows of a CSV where the price is below 20 and the shop is Oslo.").spec
    assert [place for place, _ in facts(spec) if place.startswith("operation:")] == [
        "operation:where.price-20",
        "operation:where.shop-oslo",
    ]


def test_an_edited_tool_is_checked() -> None:
    text = dump_spec(read("weblog")).replace("limit: top", "limit: most").replace("key: host", "key: country")
    faults = [finding.title for finding in check_spec(load_spec(text))]
    assert "there is no option 'most'" in faults
    assert "a access_log has no column 'country'" in faults
