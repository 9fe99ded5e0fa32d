"""The texts of the learned interfaces say so much that the document derived from each is like the given one."""

from __future__ import annotations

import re

import pytest

from engines.spec.english import English
from engines.spec.interface.prose.deriving import derive
from engines.spec.lexicon_files import load_lexicon
from tests.openapi.collection import PROSE, held_out, interface, names, prose
from tests.openapi.document import Document
from tests.openapi.likeness import Likeness, compare

LEAST = {"operation": 1.0, "taken": 0.97, "required": 0.95, "query": 0.95, "success": 1.0, "refusal": 0.95, "answered": 0.95, "secured": 0.95}  # fmt: skip


@pytest.fixture(scope="module")
def english() -> English:
    return English(load_lexicon())


def test_derived_documents_are_like_the_given_ones(english: English) -> None:
    whole = Likeness()
    for name in names():
        if not held_out(name):
            chosen = interface(name)
            whole.add(compare(chosen.document, Document(raw=derive(chosen.text, english).document)))
    short = {part: whole.found[part] / whole.wanted[part] for part in LEAST}
    assert {part: share for part, share in short.items() if share < LEAST[part]} == {}


@pytest.mark.parametrize("name", sorted(path.name for path in PROSE.iterdir()))
def test_every_call_of_a_case_meets_a_derived_operation(name: str, english: English) -> None:
    chosen = prose(name)
    document = Document(raw=derive(chosen.text, english).document)
    steps = [step for case in chosen.functional.cases for step in case.steps if step.call]
    unknown = [
        step.call for step in steps if document.find(step.method, re.sub(r"\$\{[^}]*\}", "x", step.path)) is None
    ]
    assert unknown == []
