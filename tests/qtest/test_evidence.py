"""What a test run proves of the sentences of a brief."""

from engines.kernel.spec import Entity, Feature, Field, Origin, Sentence, Spec
from engines.kernel.tree import Anchor
from engines.qtest import Case, TestReport, built_features, evidence, render_trace

TEST = "tests/test_books.py::test_a_book"


def brief(*sentences: Sentence, features: tuple[Feature, ...] = ()) -> Spec:
    fields = (Field(name="title", origin=Origin(sentences=(1,))),)
    books = Entity(name="book", plural="books", fields=fields, origin=Origin(sentences=(1,)))
    return Spec(name="library", title="Library", entities=(books,), features=features, sentences=sentences)


SAID = Sentence(number=1, text="Books have a title.", status="facts")
ANCHORS = (
    Anchor(fact="entity:book", path="app/models/book.py", line=3),
    Anchor(fact="field:book.title", path="app/models/book.py", line=5),
    Anchor(fact="entity:book", path="tests/test_books.py", line=9, test=TEST),
    Anchor(fact="field:book.title", path="tests/test_books.py", line=9, test=TEST),
)


def report(*cases: Case) -> TestReport:
    return TestReport(cases=cases, coverage=100.0, missed={}, isolation="limits", seconds=0.1)


PASSED = report(Case(id=f"{TEST}[one]", outcome="passed", seconds=0.1))


def test_a_sentence_is_built_when_every_fact_has_code_and_a_passing_test() -> None:
    [requirement] = evidence(brief(SAID), ANCHORS, PASSED)
    assert (requirement.status, requirement.why) == ("built", "")
    assert tuple(requirement.code) == ("app/models/book.py:3", "app/models/book.py:5")
    assert tuple(requirement.tests) == (TEST,)


def test_a_failing_test_proves_nothing() -> None:
    failed = report(Case(id=TEST, outcome="failed", seconds=0.1))
    [requirement] = evidence(brief(SAID), ANCHORS, failed)
    assert requirement.status == "not_built"
    assert requirement.tests == ()


def test_one_failing_variant_of_a_test_is_a_failing_test() -> None:
    failed = report(*PASSED.cases, Case(id=f"{TEST}[two]", outcome="failed", seconds=0.1))
    [requirement] = evidence(brief(SAID), ANCHORS, failed)
    assert requirement.status == "not_built"


def test_a_sentence_with_an_unproven_fact_is_partly_built() -> None:
    [requirement] = evidence(brief(SAID), [a for a in ANCHORS if a.fact == "entity:book"], PASSED)
    assert (requirement.status, requirement.why) == ("partial", "no code for field:book.title")


def test_a_feature_that_no_blueprint_builds_is_named() -> None:
    wish = Sentence(number=2, text="Members get a text message.", status="facts")
    feature = Feature(name="sms", built=False, origin=Origin(sentences=(2,)))
    requirement = evidence(brief(SAID, wish, features=(feature,)), ANCHORS, PASSED)[1]
    assert (requirement.status, requirement.why) == ("not_built", "sms is not built yet")


def test_context_and_what_was_not_understood_are_told_apart() -> None:
    context = Sentence(number=2, text="We are a small town.", status="context")
    riddle = Sentence(number=3, text="Colourless green ideas.", status="not_understood")
    found = evidence(brief(SAID, context, riddle), ANCHORS, PASSED)
    assert [one.status for one in found] == ["built", "out_of_scope", "not_understood"]


def test_the_trace_names_code_tests_and_gaps() -> None:
    wish = Sentence(number=2, text="Members get a text message.", status="facts")
    feature = Feature(name="sms", built=False, origin=Origin(sentences=(2,)))
    spec = brief(SAID, wish, features=(feature,))
    text = render_trace(spec, evidence(spec, ANCHORS, PASSED))
    assert "1 built, 1 not built" in text
    assert "app/models/book.py:3" in text
    assert TEST in text
    assert "sms is not built yet" in text


UPLOADS = Feature(name="uploads", realised_by=("entity:book", "field:book.title"), origin=Origin(sentences=(2,)))
ATTACH = Sentence(number=2, text="Titles are uploaded.", status="facts")


def test_a_feature_made_of_facts_is_built_when_all_of_them_are() -> None:
    spec = brief(SAID, ATTACH, features=(UPLOADS,))
    made = evidence(spec, ANCHORS, PASSED)[1]
    assert (made.status, made.why) == ("built", "")
    assert tuple(made.code) == ("app/models/book.py:3", "app/models/book.py:5")
    assert tuple(made.tests) == (TEST,)
    assert built_features(spec, ANCHORS, PASSED) == ("uploads",)


def test_a_feature_lacks_what_one_of_its_facts_lacks() -> None:
    spec = brief(SAID, ATTACH, features=(UPLOADS,))
    few = [anchor for anchor in ANCHORS if anchor.fact == "entity:book"]
    lacking = evidence(spec, few, PASSED)[1]
    assert (lacking.status, lacking.why) == ("not_built", "no code for field:book.title")
    assert built_features(spec, few, PASSED) == ()


def test_code_of_its_own_wants_a_test_of_its_own() -> None:
    spec = brief(SAID, ATTACH, features=(UPLOADS,))
    page = Anchor(fact="feature:uploads", path="app/web/books.py", line=7)
    assert evidence(spec, [*ANCHORS, page], PASSED)[1].why == "no passing test for feature:uploads"
    assert built_features(spec, [*ANCHORS, page], PASSED) == ()
    tested = Anchor(fact="feature:uploads", path="tests/test_books.py", line=9, test=TEST)
    assert built_features(spec, [*ANCHORS, page, tested], PASSED) == ("uploads",)


def test_a_skipped_test_says_why_nothing_is_proven() -> None:
    skipped = report(Case(id=TEST, outcome="skipped", seconds=0.1, message="not proven: no example breaks it"))
    requirement = evidence(brief(SAID), ANCHORS[:1] + ANCHORS[2:3], skipped)[0]
    assert requirement.why.startswith("no passing test for entity:book: not proven: no example breaks it")
