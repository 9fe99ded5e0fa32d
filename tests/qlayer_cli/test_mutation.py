"""A tool's tests prove its operations: take one away, and the test that is tied to it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.qlayer.running import write_tree
from tests.qlayer_cli.projects import run, tree_of

MUTATIONS = (
    ("textstats", "text_statistics/counting.py", "self.words += len(line.split())", "pass", "operation:measure.words"),
    ("textstats", "text_statistics/words.py", "if stop_words and", "if not stop_words and", "option:stop_words"),
    ("weblog", "access_log_report/selection.py", "entry.time >= from_", "True", "operation:where.time-from"),
    ("weblog", "access_log_report/report.py", ")[:top]", ")", "option:top"),
    ("csvfilter", "csv_filter/selection.py", "rows = distinct(", "distinct(", "operation:distinct"),
    ("csvfilter", "csv_filter/selection.py", ", reverse=reverse)", ")", "option:reverse"),
    ("validate", "validate_csv/checking.py", "filled(anything)", "anything", "column:name"),
    ("tidy", "tidy_text/command_line.py", "lines = trim(lines)", "pass", "operation:editlines.trim"),
    ("compare", "compare_texts/comparing.py", "if line in theirs", "if False", "operation:compare.first-second-both"),
)


@pytest.mark.parametrize(("name", "path", "old", "new", "fact"), MUTATIONS, ids=[m[4] for m in MUTATIONS])
def test_without_its_code_the_test_of_a_fact_fails(
    name: str, path: str, old: str, new: str, fact: str, tmp_path: Path
) -> None:
    tree = tree_of(name)
    home = write_tree(tree, tmp_path)
    source = (home / path).read_text("utf-8")
    assert old in source
    (home / path).write_text(source.replace(old, new), "utf-8")
    tests = sorted({anchor.test for anchor in tree.anchors if anchor.fact == fact and anchor.test})
    assert tests
    done = run(home, "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert done.returncode == 1, done.stdout
