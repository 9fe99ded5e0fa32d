"""The PDF documents of generated applications: whatever their objects hold, they can be written."""

from __future__ import annotations

from types import ModuleType

import pytest

from engines.qlayer import load_blueprint, render
from tests.qlayer.specs import INVOICES


@pytest.fixture(scope="module")
def documents() -> ModuleType:
    module = ModuleType("documents")
    source = render(INVOICES, load_blueprint("python-fastapi")).files["app/documents.py"].decode()
    exec(compile(source, "documents.py", "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("columns", [1, 3, 8, 16])
def test_a_row_fits_on_a_page_however_long_its_texts_are(documents: ModuleType, columns: int) -> None:
    rows = [{f"column {n}": "word " * 2000 for n in range(columns)}]
    assert documents.write_pdf("Invoice 7", {"note": "long " * 3000}, {"lines": rows}).startswith(b"%PDF")


def test_a_text_without_a_space_fits_too(documents: ModuleType) -> None:
    rows = [{"code": "x" * 5000, "note": "y" * 5000}]
    assert documents.write_pdf("I", {}, {"lines": rows}).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("value", "said"),
    [("in_progress", "in progress"), ("john_b@mail.example", "john_b@mail.example"), ("AB_12", "AB_12")],
)
def test_choices_are_said_and_texts_stay_as_they_are(documents: ModuleType, value: str, said: str) -> None:
    assert documents.shown(value) == said
