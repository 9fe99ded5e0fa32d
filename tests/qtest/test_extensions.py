"""Code that no blueprint has counts as built while it stands there with a passing test, and no longer."""

from __future__ import annotations

from engines.kernel.spec import Extension, Origin, Sentence, Spec
from engines.kernel.tree import Anchor
from engines.qtest import Case, TestReport, evidence, extension_anchors

CODE = b"import os\n\n\nclass Fees:\n    def cap(self):\n        return 20\n\n\ndef fee():\n    return 2\n"
TEST = b"def test_cap():\n    assert True\n"
ADDED = Extension(
    name="cap",
    code=("app/fees.py::fee", "app/fees.py::Fees.cap", "app/page.html"),
    tests=("tests/test_cap.py::test_cap",),
    origin=Origin(sentences=(1,), source="model", confidence=0.7),
)
SPEC = Spec(name="x", title="X", extensions=(ADDED,), sentences=(Sentence(number=1, text="A fee has a cap."),))
FILES = {"app/fees.py": CODE, "tests/test_cap.py": TEST, "app/page.html": b"<p>"}


def status(files: dict[str, bytes], outcome: str) -> str:
    case = Case(id="tests/test_cap.py::test_cap", outcome=outcome, seconds=0.1)  # type: ignore[arg-type]
    report = TestReport(cases=(case,), coverage=90, missed={}, isolation="limits", seconds=1)
    (row,) = evidence(SPEC, extension_anchors(SPEC, files.get), report)
    return row.status


def test_each_place_is_found_where_it_stands() -> None:
    found = extension_anchors(SPEC, FILES.get)
    assert [(anchor.path, anchor.line) for anchor in found] == [
        ("app/fees.py", 9),
        ("app/fees.py", 5),
        ("app/page.html", 1),
        ("tests/test_cap.py", 1),
    ]
    assert found[-1] == Anchor(
        fact="extension:cap", path="tests/test_cap.py", line=1, test="tests/test_cap.py::test_cap"
    )


def test_it_is_built_with_code_and_a_passing_test() -> None:
    assert status(FILES, "passed") == "built"
    assert status(FILES, "failed") == "not_built"


def test_code_or_tests_that_are_gone_prove_nothing() -> None:
    assert status({"tests/test_cap.py": TEST}, "passed") == "not_built"
    assert status({**FILES, "tests/test_cap.py": b"x = 1\n"}, "passed") == "not_built"
    assert status({"app/fees.py": b"def (", "tests/test_cap.py": TEST}, "passed") == "not_built"
