"""What an agent built becomes a fact of the specification, traced to its sentence."""

from __future__ import annotations

from engines.agents.coding.extending import extended, name_of
from engines.kernel.spec import Sentence, Spec
from engines.spec import dump_spec, load_spec

BEFORE = {"app/fees.py": "def fee(days):\n    return days\n\n\ndef other():\n    return 1\n", "app/a.html": "<p>"}
CHANGES = {
    "app/fees.py": "def fee(days):\n    return min(days, 20)\n\n\ndef other():\n    return 1\n\n\nclass Cap:\n    most = 20\n",
    "app/a.html": "<p>20",
    "tests/test_cap.py": "def test_cap():\n    assert True\n",
}
SPEC = Spec(name="x", title="X", sentences=(Sentence(number=4, text="Fees end at 20."),))


def test_names_are_the_first_words_and_never_taken_twice() -> None:
    assert name_of("A fee is never more than €20!") == "a_fee_is_never_more_than_20"
    assert name_of("A fee.", ["a_fee", "a_fee_2"]) == "a_fee_3"
    assert name_of("…") == "extension"
    assert len(name_of("word " * 50)) <= 48


def test_what_changed_is_named_and_survives_the_yaml() -> None:
    spec = extended(SPEC, 4, "cap", before=BEFORE, changes=CHANGES, tests=["tests/test_cap.py::test_cap"])
    (added,) = spec.extensions
    assert added.code == ("app/a.html", "app/fees.py::fee", "app/fees.py::Cap")
    assert (added.origin.sentences, added.origin.source) == ((4,), "model")
    assert added.origin.confidence < 1
    assert spec.sentences[0].status == "facts"
    assert load_spec(dump_spec(spec)) == spec
