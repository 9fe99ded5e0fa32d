"""What reviewers find in a tree, and what they leave in peace."""

import pytest

from engines.agents.reviews import proof, scope, security
from engines.kernel.spec import Entity, FieldOrder, Origin, Sentence, Spec, rule_id
from engines.kernel.tree import Anchor, SourceTree

RULE = FieldOrder(entity="loan", earlier="a", later="b", origin=Origin(sentences=(1,)))
SPEC = Spec(
    name="x",
    title="X",
    entities=(Entity(name="loan", plural="loans", origin=Origin(sentences=(1,))),),
    rules=(RULE,),
    sentences=(Sentence(number=1, text="b after a", status="facts"), Sentence(number=2, text="Blorp the frobs.")),
)


def tree(source: str, *anchors: Anchor, path: str = "app/main.py") -> SourceTree:
    return SourceTree(files={path: source.encode()}, anchors=anchors)


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "import os\nos.system(x)",
        "run(c, shell=True)",
        "get(u, verify=False)",
        "KEY = ''\nADMIN_PASSWORD = 'hunter2'",
    ],
)
def test_a_dangerous_line_is_found_with_its_place(source: str) -> None:
    (finding,) = security(tree(source))
    assert finding.place == f"app/main.py:{source.count(chr(10)) + 1}"


@pytest.mark.parametrize(
    "source", ["evaluate(x)", "run(c, shell=False)", "password = read()", "token_url = '/api/auth/token'"]
)
def test_ordinary_code_passes(source: str) -> None:
    assert security(tree(source)) == []


def test_tests_may_hold_passwords() -> None:
    assert security(tree("PASSWORD = 'x'", path="tests/test_a.py")) == []


def test_a_rule_without_a_test_is_a_finding() -> None:
    assert [finding.place for finding in proof(SPEC, tree(""))] == [rule_id(RULE)]


def test_a_rule_with_a_test_is_fine() -> None:
    assert proof(SPEC, tree("", Anchor(fact=rule_id(RULE), path="tests/t.py", line=1, test="tests/t.py::t"))) == []


def test_missing_facts_and_unread_sentences_are_named() -> None:
    found = scope(SPEC, tree("", Anchor(fact=rule_id(RULE), path="a.py", line=1)))
    assert [finding.place for finding in found] == ["entity:loan", "sentence 2"]
