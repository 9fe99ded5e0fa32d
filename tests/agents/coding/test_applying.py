"""Edits go into files all or none, down a ladder that never guesses."""

from __future__ import annotations

from engines.agents.coding.applying import applied
from engines.agents.coding.model import Edit

FILE = """class Loans:
    def allowed(self, member):
        count = self.open_loans(member)
        if count >= 3:
            raise TooMany(member)
        return True

    def open_loans(self, member):
        return 0
"""


def after(search: str, replace: str, text: str = FILE) -> str:
    result = applied([Edit(path="a.py", search=search, replace=replace)], {"a.py": text})
    assert not result.faults, result.faults
    return result.files["a.py"]


def fault(search: str, replace: str = "x\n", text: str = FILE) -> str:
    result = applied([Edit(path="a.py", search=search, replace=replace)], {"a.py": text})
    assert result.files == {"a.py": text}
    (said,) = result.faults
    return said


def test_exact_lines_are_replaced() -> None:
    assert "count >= 5" in after("        if count >= 3:\n", "        if count >= 5:\n")


def test_spaces_at_the_ends_of_lines_do_not_matter() -> None:
    assert "count >= 5" in after("        if count >= 3:   \n", "        if count >= 5:\n")


def test_a_block_at_another_depth_is_moved_there() -> None:
    new = after(
        "if count >= 3:\n    raise TooMany(member)\n", "if count >= 5:\n    log(member)\n    raise TooMany(member)\n"
    )
    assert (
        "        if count >= 5:\n            log(member)\n            raise TooMany(member)\n        return True" in new
    )


def test_a_slip_of_the_pen_in_a_long_block_is_forgiven() -> None:
    search = "    def allowed(self, member):\n        count = self.open_loans(members)\n        if count >= 3:\n"
    new = after(search, search.replace("members", "member").replace("3", "5"))
    assert "count >= 5" in new
    assert "members" not in new


def test_a_short_line_is_never_guessed_and_the_closest_is_shown() -> None:
    said = fault("        if counts >= 3:\n")
    assert "does not stand in the file" in said
    assert "(4 to 4) are:\n        if count >= 3:" in said


def test_what_stands_there_twice_is_not_chosen_among() -> None:
    assert "2 times (lines 1, 3)" in fault("x = 1\n", text="x = 1\ny = 2\nx = 1\n")


def test_all_edits_go_in_or_none() -> None:
    edits = [Edit(path="a.py", search="x = 1\n", replace="x = 2\n"), Edit(path="a.py", search="gone\n", replace="")]
    result = applied(edits, {"a.py": "x = 1\n"})
    assert result.files == {"a.py": "x = 1\n"}
    assert len(result.faults) == 1
    assert result.faults[0].startswith("Edit 2, a.py:")


def test_later_edits_see_earlier_ones() -> None:
    edits = [
        Edit(path="a.py", search="x = 1\n", replace="x = 2\n"),
        Edit(path="a.py", search="x = 2\n", replace="x = 3\n"),
    ]
    assert applied(edits, {"a.py": "x = 1\n"}).files == {"a.py": "x = 3\n"}


def test_new_files_and_whole_files() -> None:
    edits = [Edit(path="n.py", replace="new = 1\n"), Edit(path="a.py", replace="all = 1", whole=True)]
    assert applied(edits, {"a.py": "x = 1\n"}).files == {"a.py": "all = 1\n", "n.py": "new = 1\n"}


def test_an_empty_search_does_not_overwrite_a_file() -> None:
    assert "the file exists" in fault("", "y = 1\n")


def test_a_file_that_is_not_there_can_not_be_searched() -> None:
    result = applied([Edit(path="b.py", search="x\n", replace="y\n")], {"a.py": ""})
    assert "no such file" in result.faults[0]


def test_lines_can_be_taken_away() -> None:
    assert "raise" not in after("            raise TooMany(member)\n", "            return False\n")
    assert after("y\n", "", "x\ny\nz\n") == "x\nz\n"
