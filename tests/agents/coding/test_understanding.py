"""What an answer of a model is taken to say: edits in both forms, wishes, and answers that were cut off."""

from __future__ import annotations

import pytest

from engines.agents.coding.model import Edit, Wish
from engines.agents.coding.understanding import is_cut_off, understood

BLOCK = """I will change this.

app/loans.py
<<<<<<< SEARCH
limit = 3
=======
limit = 5
>>>>>>> REPLACE
"""


@pytest.mark.parametrize(
    "text",
    [
        BLOCK,
        BLOCK.replace("app/loans.py", "`app/loans.py`"),
        BLOCK.replace("app/loans.py", "**app/loans.py**"),
        BLOCK.replace("app/loans.py\n", "app/loans.py\n```python\n") + "```\n",
        BLOCK.replace("app/loans.py\n", "```python\napp/loans.py\n") + "```\n",
        BLOCK.replace("\n", "\r\n"),
    ],
)
def test_a_block_is_read_however_it_is_wrapped(text: str) -> None:
    assert understood(text).edits == [Edit(path="app/loans.py", search="limit = 3\n", replace="limit = 5\n")]


def test_a_block_without_a_path_belongs_to_the_file_before() -> None:
    more = BLOCK + "\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"
    assert [edit.path for edit in understood(more).edits] == ["app/loans.py", "app/loans.py"]


def test_a_new_file_and_an_empty_replacement_are_blocks_too() -> None:
    text = "tests/test_x.py\n<<<<<<< SEARCH\n=======\ndef test(): ...\n>>>>>>> REPLACE\n"
    assert understood(text).edits == [Edit(path="tests/test_x.py", replace="def test(): ...\n")]
    text = "a.py\n<<<<<<< SEARCH\nold\n=======\n>>>>>>> REPLACE\n"
    assert understood(text).edits == [Edit(path="a.py", search="old\n")]


def test_whole_files_are_read_with_fences_inside() -> None:
    text = "FILE: docs/a.md\n````\n# A\n```\ncode\n```\n````\n\n### FILE: `app/b.py`\n```python\nx = 1\n```\n"
    assert understood(text).edits == [
        Edit(path="docs/a.md", replace="# A\n```\ncode\n```\n", whole=True),
        Edit(path="app/b.py", replace="x = 1\n", whole=True),
    ]


def test_wishes_count_only_without_edits() -> None:
    wishes = "READ app/a.py\nSEARCH overlapping bookings\nASK Is the fee per day?\nTEST tests/test_a.py\nRUN ls app\n"
    assert understood(wishes).wishes == [
        Wish(tool="read", given="app/a.py"),
        Wish(tool="search", given="overlapping bookings"),
        Wish(tool="ask", given="Is the fee per day?"),
        Wish(tool="test", given="tests/test_a.py"),
        Wish(tool="run", given="ls app"),
    ]
    assert understood(wishes + BLOCK).wishes == []


def test_prose_is_neither() -> None:
    said = understood("I can't do that. Read the manual.\nREADME says so.")
    assert (said.edits, said.wishes) == ([], [])


def test_an_answer_that_ends_within_an_edit_is_noticed() -> None:
    assert not is_cut_off(BLOCK)
    assert is_cut_off(BLOCK.split("=======")[0])
    assert is_cut_off("FILE: a.py\n```\nx = 1\n")
    assert not is_cut_off("FILE: a.py\n```\nx = 1\n```\n")
