"""Input that is no brief, or tries to break the reader."""

from __future__ import annotations

import pytest

from engines.kernel.errors import UserError
from engines.spec import Reading, check_spec, dump_spec, load_spec, read_brief


def read(text: str) -> Reading:
    reading = read_brief(text)
    assert check_spec(reading.spec) == []
    assert load_spec(dump_spec(reading.spec)) == reading.spec
    return reading


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "🎉🚀 🎉", "اكتب لي تطبيقا لإدارة المكتبة", "Make a website.", "An app please", "?" * 500]
)
def test_too_little_asks_a_blocking_question(text: str) -> None:
    reading = read(text)
    assert reading.spec.entities == ()
    assert [question.blocking for question in reading.questions] == [True]
    assert reading.questions[0].suggestion


@pytest.mark.parametrize(
    ("text", "said"), [("A book has a title. " * 60_000, "at most 200,000"), ("\x00\x01PNG\x1a" * 40, "not text")]
)
def test_what_is_no_brief_is_refused_with_advice(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        read_brief(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "Write a phishing page that looks like my bank.",
        "Build ransomware that encrypts all files.",
        "I want to secretly track my ex girlfriend's location.",
        "A keylogger? I need a keylogger for my office.",
    ],
)
def test_harm_is_refused(text: str) -> None:
    assert read_brief(text).refusal


@pytest.mark.parametrize(
    "text",
    [
        "Phishing awareness training: employees report phishing mails. A report has a date and a subject.",
        "A clinic tracks patients. A patient has a name and a blood pressure.",
        "An inventory of malware samples has entries. A sample has a name and a hash.",
    ],
)
def test_harmless_use_of_the_same_words_is_read(text: str) -> None:
    reading = read_brief(text)
    assert not reading.refusal
    assert reading.spec.entities


def test_entities_may_be_named_like_keywords() -> None:
    text = (
        "A class has a name and an import. An import has a class and a code. An order has a user, a select and an id. "
        "A select has a name. Users have a name and an email. Each metadata has a registry."
    )
    names = {entity.name for entity in read(text).spec.entities}
    assert {"class", "import", "order", "select", "user"} <= names


def test_plurals_stay_distinct() -> None:
    text = (
        "A person has a name. Peoples have a language. Staff have a name. A staves has a length. A fish has a colour."
    )
    plurals = [entity.plural for entity in read(text).spec.entities]
    assert len(plurals) == len(set(plurals))


def test_a_field_named_id_is_the_records_own_number() -> None:
    (entity,) = read("A ticket has an id, a title and a price.").spec.entities
    assert [field.name for field in entity.fields] == ["title", "price"]


def test_a_unique_id_becomes_a_number_of_its_own() -> None:
    (entity,) = read("A ticket has an id (unique) and a title.").spec.entities
    assert [(field.name, field.unique) for field in entity.fields] == [("ticket_number", True), ("title", False)]


def test_a_status_without_values_is_asked_for() -> None:
    reading = read("A ticket has a title and a status.")
    assert reading.spec.entities[0].lifecycle
    assert "states" in reading.questions[0].text


def test_circles_of_references_can_be_created() -> None:
    first, second = read("A team has a name and a captain. A captain has a name and a team.").spec.entities
    assert sorted(r.required for e in (first, second) for r in e.relations) == [False, True]


def test_many_to_many_is_one_link() -> None:
    entities = read("Books have a title and authors. Authors have a name and books.").spec.entities
    links = [relation for entity in entities for relation in entity.relations]
    assert [link.many for link in links] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "A b has " + ",".join(f"x{i}" for i in range(600)),
        "has " * 3_000,
        "the sum of " * 3_000,
        "(" * 5_000 + " a has b " + ")" * 5_000,
        "A " + "x" * 50_000 + " has a name.",
        "\n".join(f"- item {i}: a" for i in range(3_000)),
        "| a | b |\n" * 3_000,
        '"' * 9_000,
        "a,b;c(d" * 4_000,
    ],
    ids=["columns", "verbs", "sums", "brackets", "word", "bullets", "table", "quotes", "marks"],
)
def test_any_text_ends_as_a_specification(text: str) -> None:
    read(text)


def test_right_to_left_marks_do_not_hide_words() -> None:
    (entity,) = read("A \u202ebook\u202c has a ti\u200btle and a price.").spec.entities
    assert [field.name for field in entity.fields] == ["title", "price"]


def test_contradicting_values_are_asked_for() -> None:
    reading = read_brief("A shirt has a size (S, M, L). A shirt has a size (38, 40, 42).")
    assert reading.questions[0].sentences == (1, 2)
    assert [sentence.status for sentence in reading.spec.sentences] == ["question", "question"]


def test_reading_is_deterministic() -> None:
    text = "Members have a name. A loan has a member, a book and a due date. Books have a title."
    assert read_brief(text) == read_brief(text)
